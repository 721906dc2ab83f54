//! A text cut into numbers, words and marks, with what each word may mean in a date. Every reader of days begins here.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::words::{ClockWord, DateWords, WordMeaning};
use crate::domain::text::{fold, western_digit};

/// Kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A run of digits.
    Number,
    /// A run of letters, and what it may mean.
    Word(WordMeaning),
    Mark(char),
}

/// A token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Western digits, or a folded word.
    pub(crate) text: String,
    /// Its bytes in the text.
    pub(crate) place: Range<usize>,
    /// No blank stands before it.
    pub(crate) glued: bool,
    /// All capitals in the text: zones are written so.
    pub(crate) capitals: bool,
}

/// The tokens of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tokens(pub(crate) Vec<Token>);

/// What a character is, before it is joined to others.
#[derive(Clone, Copy, PartialEq)]
enum CharKind {
    Blank,
    Digit,
    Letter,
    Mark(char),
}

fn char_kind(c: char) -> CharKind {
    match c {
        // In Chinese, Japanese and Korean the words for year and month stand where others write a dash, and the one
        // for the day ends it.
        '年' | '月' | '년' | '월' => CharKind::Mark('-'),
        '日' | '号' | '일' => CharKind::Blank,
        // Marks of the direction of writing come with dates copied from spreadsheets in Hebrew and Arabic.
        c if c.is_whitespace() || matches!(c, '\u{200E}' | '\u{200F}') => CharKind::Blank,
        c if western_digit(c).is_some() => CharKind::Digit,
        c if c.is_alphabetic() || is_combining_mark(c) => CharKind::Letter,
        '–' | '—' | '‐' | '‑' | '−' => CharKind::Mark('-'),
        '／' => CharKind::Mark('/'),
        '．' | '。' => CharKind::Mark('.'),
        c => CharKind::Mark(c),
    }
}

/// The mark that stands for a web address.
const ADDRESS: char = '@';

/// Returns where web addresses stand in a text. Their numbers are a publisher's folders, not days of an event:
/// ".../2020/04/30/plant-closes".
fn web_addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split_inclusive(char::is_whitespace).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word.trim_end()))
    });
    words.filter_map(|(start, word)| {
        let scheme = word.find("://").map(|at| {
            let before = word.get(..at).unwrap_or_default();
            at - before.chars().rev().take_while(char::is_ascii_alphabetic).count()
        });
        let first = scheme.or_else(|| word.find("www."))?;
        Some(start + first..start + word.len())
    })
}

impl Tokens {
    /// Cuts a text; its words are looked up among `words`. A web address is one mark.
    pub(crate) fn of(text: &str, words: &DateWords) -> Tokens {
        let mut tokens: Vec<Token> = Vec::new();
        let mut before = CharKind::Letter;
        let mut addresses = web_addresses(text).peekable();
        for (at, c) in text.char_indices() {
            if let Some(place) = addresses.next_if(|address| address.start == at) {
                let (kind, text, glued) = (TokenKind::Mark(ADDRESS), ADDRESS.to_string(), before != CharKind::Blank);
                tokens.push(Token { kind, text, place, glued, capitals: false });
                before = CharKind::Mark(ADDRESS);
                continue;
            }
            if tokens.last().is_some_and(|token| token.place.contains(&at)) {
                continue;
            }
            let kind = char_kind(c);
            let glued = before != CharKind::Blank;
            // Digits and letters part: "3pm", "15Mar24" and "5th" are two tokens or three, however they are written.
            let joins = before == kind && matches!(kind, CharKind::Digit | CharKind::Letter);
            before = kind;
            let place = at..at + c.len_utf8();
            match (kind, tokens.last_mut().filter(|_| joins)) {
                (CharKind::Blank, _) => {}
                (_, Some(last)) => {
                    last.text.push(western_digit(c).unwrap_or(c));
                    last.place.end = place.end;
                    last.capitals &= c.is_uppercase();
                }
                (kind, None) => {
                    let kind = match kind {
                        CharKind::Digit => TokenKind::Number,
                        CharKind::Mark(mark) => TokenKind::Mark(mark),
                        CharKind::Letter | CharKind::Blank => TokenKind::Word(WordMeaning::default()),
                    };
                    let text = western_digit(c).unwrap_or(c).to_string();
                    tokens.push(Token { kind, text, place, glued, capitals: c.is_uppercase() });
                }
            }
        }
        // When the word is whole: folding letter by letter would miss what two of them make, an accent written apart.
        for token in &mut tokens {
            if let TokenKind::Word(meaning) = &mut token.kind {
                token.text = fold(&token.text);
                *meaning = words.meaning(&token.text);
            }
        }
        Tokens(tokens)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.0.get(at)
    }

    /// A number of at most `digits` digits and its length.
    pub(crate) fn number(&self, at: usize, digits: usize) -> Option<(u32, usize)> {
        let token = self.0.get(at).filter(|token| token.kind == TokenKind::Number && token.text.len() <= digits)?;
        Some((token.text.parse().ok()?, token.text.len()))
    }

    /// A mark that is one of these.
    pub(crate) fn mark(&self, at: usize, marks: &[char]) -> Option<char> {
        match self.0.get(at)?.kind {
            TokenKind::Mark(mark) if marks.contains(&mark) => Some(mark),
            TokenKind::Mark(_) | TokenKind::Number | TokenKind::Word(_) => None,
        }
    }

    /// A folded word.
    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        let token = self.0.get(at)?;
        matches!(token.kind, TokenKind::Word(_)).then_some(token.text.as_str())
    }

    /// What the word here may mean; nothing of a number or a mark.
    pub(crate) fn meaning(&self, at: usize) -> WordMeaning {
        match self.0.get(at).map(|token| token.kind) {
            Some(TokenKind::Word(meaning)) => meaning,
            Some(TokenKind::Number | TokenKind::Mark(_)) | None => WordMeaning::default(),
        }
    }

    /// The month that the word here names.
    pub(crate) fn month(&self, at: usize) -> Option<u32> {
        self.meaning(at).month
    }

    /// True if the word here does this to a time of day.
    pub(crate) fn is_clock(&self, at: usize, word: ClockWord) -> bool {
        self.meaning(at).clock == Some(word)
    }

    /// True if a number follows without a blank.
    pub(crate) fn glued_number(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.glued && token.kind == TokenKind::Number)
    }

    /// Tokens from one place to another as a text of their own; those that are not there are left out.
    pub(crate) fn part(&self, places: Range<usize>) -> Tokens {
        Tokens(self.0.iter().take(places.end).skip(places.start).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let tokens = Tokens::of(text, DateWords::english()).0;
        let word = |token: &Token| match token.kind {
            TokenKind::Number => format!("n{}", token.text),
            TokenKind::Word(meaning) if meaning.month.is_some() => format!("month:{}", token.text),
            TokenKind::Word(meaning) if meaning.weekday.is_some() => format!("day:{}", token.text),
            TokenKind::Word(_) => token.text.clone(),
            TokenKind::Mark(mark) => format!("'{mark}"),
        };
        tokens.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_comes_apart_into_numbers_words_and_marks() {
        for (text, expected) in [
            ("Fri, 14mar 2026", "day:fri ', n14 month:mar n2026"),
            ("15. März", "n15 '. marz"),
            ("2024年3月15日", "n2024 '- n3 '- n15"),
            ("١٥–٣", "n15 '- n3"),
            ("9:10 p.m.", "n9 ': n10 p '. m '."),
            ("  ", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn every_token_says_where_it_stands_and_whether_a_blank_is_before_it() {
        let text = "é́a  12/Mär z";
        for token in Tokens::of(text, DateWords::all()).0 {
            let place = text.get(token.place.clone()).unwrap();
            assert!(token.kind == TokenKind::Number || fold(place) == token.text, "{token:?}");
            let before = text.get(..token.place.start).unwrap();
            assert_eq!(token.glued, !before.ends_with(char::is_whitespace), "{token:?}");
        }
    }
}

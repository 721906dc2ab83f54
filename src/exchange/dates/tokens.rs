//! A cell cut into numbers, words and marks.

use crate::domain::text::fold;
use crate::exchange::cells::western_digit;

/// Longer cells are no dates: prose that mentions a day is not read for one.
pub(in crate::exchange) const LONGEST: usize = 200;

/// Kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum TokenKind {
    Number,
    Word,
    Mark(char),
}

/// A token of a cell.
#[derive(Debug, Clone)]
pub(in crate::exchange) struct Token {
    pub(super) sort: TokenKind,
    /// Western digits, or a folded word.
    pub(super) text: String,
    /// No blank stands before it.
    pub(super) glued: bool,
    /// All capitals in the cell: zones are written so.
    pub(super) capitals: bool,
}

/// The tokens of a cell.
pub(crate) struct Tokens(pub(in crate::exchange) Vec<Token>);

impl Tokens {
    /// Cuts a cell; nothing of one too long for a date.
    pub(in crate::exchange) fn of(cell: &str) -> Tokens {
        let mut tokens: Vec<Token> = Vec::new();
        let mut glued = true;
        if cell.len() > LONGEST {
            return Tokens(tokens);
        }
        for c in cell.chars() {
            let sort = match c {
                '年' | '月' | '년' | '월' => TokenKind::Mark('-'),
                '日' | '号' | '일' => {
                    glued = false;
                    continue;
                }
                c if c.is_whitespace() || c == '\u{A0}' || c == '\u{200E}' || c == '\u{200F}' => {
                    glued = false;
                    continue;
                }
                c if western_digit(c).is_some() => TokenKind::Number,
                c if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) => TokenKind::Word,
                '–' | '—' | '‐' | '‑' | '−' => TokenKind::Mark('-'),
                '／' => TokenKind::Mark('/'),
                '．' | '。' => TokenKind::Mark('.'),
                c => TokenKind::Mark(c),
            };
            let letter = western_digit(c).unwrap_or(c);
            match tokens.last_mut() {
                Some(last) if glued && last.sort == sort && !matches!(sort, TokenKind::Mark(_)) => {
                    last.text.push(letter);
                    last.capitals &= c.is_uppercase();
                }
                _ => tokens.push(Token { sort, text: letter.into(), glued, capitals: c.is_uppercase() }),
            }
            glued = true;
        }
        for token in tokens.iter_mut().filter(|token| token.sort == TokenKind::Word) {
            token.text = fold(&token.text);
        }
        Tokens(tokens)
    }

    /// A number of at most `digits` digits and its length.
    pub(super) fn number(&self, at: usize, digits: usize) -> Option<(u32, usize)> {
        let token = self.0.get(at).filter(|token| token.sort == TokenKind::Number && token.text.len() <= digits)?;
        Some((token.text.parse().ok()?, token.text.len()))
    }

    /// A mark that is one of these.
    pub(super) fn mark(&self, at: usize, marks: &[char]) -> Option<char> {
        match self.0.get(at)?.sort {
            TokenKind::Mark(mark) if marks.contains(&mark) => Some(mark),
            _ => None,
        }
    }

    /// A folded word.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.0.get(at).filter(|token| token.sort == TokenKind::Word).map(|token| token.text.as_str())
    }

    /// True if a number follows without a blank.
    pub(super) fn glued_number(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.glued && token.sort == TokenKind::Number)
    }
}

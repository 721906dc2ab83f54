//! Splits a text into folded words with their positions, sentences and numbers.

use std::ops::Range;

use super::language::PhraseLanguage;
use crate::domain::text::fold;

/// One word, folded and with contractions expanded: "I'd" is `i` and `would`, both at the position of "I'd".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Word {
    /// The word in lower case without accents; digits as written, without grouping.
    pub folded: String,
    /// Bit of the word's first letter.
    pub initial: u64,
    /// The word's bytes in the text.
    pub place: Range<usize>,
    /// True if the word begins with a capital letter.
    pub capital: bool,
    /// True for a number in digits or words.
    pub number: bool,
    /// Index of the word's sentence.
    pub sentence: usize,
}

/// One sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Sentence {
    /// The sentence's bytes, from its first word to its end mark.
    pub place: Range<usize>,
    pub words: Range<usize>,
    /// True if the sentence ends in a question mark.
    pub question: bool,
}

/// A text split into words and sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::domain) struct Words {
    /// Every word, in order.
    pub words: Vec<Word>,
    /// Every sentence that has a word.
    pub sentences: Vec<Sentence>,
}

impl Words {
    /// Splits a text into sentences and these into words, by the marks and abbreviations of a language.
    pub(in crate::domain) fn of(text: &str, tongue: &PhraseLanguage) -> Words {
        let mut read = Words::default();
        for place in sentence_places(text, tongue) {
            let index = read.sentences.len();
            let first = read.words.len();
            for piece in pieces(text, place.clone()) {
                read.push(text, piece, index, tongue);
            }
            if read.words.len() > first {
                let said = text.get(place.clone()).unwrap_or_default();
                // Behind the mark may stand what closes a quotation, or a second mark.
                let question = said.trim_end_matches(['"', '”', '’', '\'', ')', ' ', '!']).ends_with(['?', '？']);
                read.sentences.push(Sentence { place, words: first..read.words.len(), question });
            }
        }
        read
    }

    /// Returns the bytes of a range of words.
    pub(in crate::domain) fn span(&self, words: Range<usize>) -> Range<usize> {
        let first = self.words.get(words.start).map_or(0, |word| word.place.start);
        let last = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(first, |word| word.place.end);
        first..last
    }

    /// Returns true if a comma, a colon, a dash or a bracket precedes this word.
    pub(in crate::domain) fn pause_before(&self, text: &str, word: usize) -> bool {
        let between = self.gap_before(text, word);
        between.contains([',', ':', ';', '(', ')', '–', '—', '…']) || between.contains(" -")
    }

    /// Returns true if a colon precedes this word.
    pub(in crate::domain) fn colon_before(&self, text: &str, word: usize) -> bool {
        self.gap_before(text, word).contains(':')
    }

    /// Returns what stands between this word and the one before it.
    fn gap_before<'t>(&self, text: &'t str, word: usize) -> &'t str {
        let place = |word: usize| self.words.get(word).map(|word| word.place.clone());
        let Some((before, here)) = word.checked_sub(1).and_then(place).zip(place(word)) else { return "" };
        text.get(before.end..here.start).unwrap_or_default()
    }

    fn push(&mut self, text: &str, place: Range<usize>, sentence: usize, tongue: &PhraseLanguage) {
        let raw = text.get(place.clone()).unwrap_or_default();
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        // All words of a contraction have the place of the whole: a finding underlines "don't", not half of it.
        for folded in pattern_words(raw, tongue) {
            let number = tongue.is_number(&folded);
            self.words.push(Word {
                initial: initial(&folded),
                folded,
                place: place.clone(),
                capital,
                number,
                sentence,
            });
        }
    }
}

/// Returns the bit for the first letter of a word; several letters may share one.
pub(in crate::domain) fn initial(word: &str) -> u64 {
    // Letters that share a bit only cost a comparison; a bit too few would lose a match.
    word.chars().next().map_or(0, |first| 1 << (u32::from(first) % 64))
}

/// Returns the words of a pattern, folded and expanded exactly like those of a text.
pub(in crate::domain) fn pattern_words(raw: &str, tongue: &PhraseLanguage) -> Vec<String> {
    if let Some(said) = tongue.signs.get(raw) {
        return vec![said.clone()];
    }
    let folded = fold(&raw.replace(['’', '‘', 'ʼ', '`', '´'], "'"));
    let folded = folded.trim_matches('\'');
    if folded.starts_with(|letter: char| letter.is_ascii_digit()) {
        return numeral(folded, tongue);
    }
    undo_contraction(folded, tongue)
}

/// Splits a number from its unit: "2.5m" becomes `2.5`, `m`; "1,200" becomes `1200`; "3rd" and "5g" stay as they are.
fn numeral(folded: &str, tongue: &PhraseLanguage) -> Vec<String> {
    let end = folded
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'')))
        .unwrap_or(folded.len());
    let (digits, unit) = folded.split_at_checked(end).unwrap_or((folded, ""));
    let digits = ungrouped(digits, tongue.decimal_comma);
    match unit {
        "" => vec![digits],
        "k" | "m" | "mn" | "mio" | "mm" | "b" | "bn" | "t" | "tn" | "x" | "am" | "pm" | "min" | "mins" | "s"
        | "sec" | "h" => {
            vec![digits, unit.to_owned()]
        }
        _ => vec![format!("{digits}{unit}")],
    }
}

/// Removes grouping and makes the decimal separator a point: "1,200" becomes "1200"; with a decimal comma, "2,5"
/// becomes "2.5".
fn ungrouped(digits: &str, decimal_comma: bool) -> String {
    let plain = digits.replace('\'', "");
    let (group, mark) = if decimal_comma { ('.', ',') } else { (',', '.') };
    let Some((whole, rest)) = plain.rsplit_once(group) else { return plain.replace(mark, ".") };
    // One mark and three figures behind it part thousands: nobody says a fraction to three places.
    if rest.len() == 3 || whole.contains(group) || rest.contains(mark) {
        plain.replace(group, "").replace(mark, ".")
    } else {
        plain.replace(group, ".")
    }
}

fn undo_contraction(folded: &str, tongue: &PhraseLanguage) -> Vec<String> {
    if folded.is_empty() {
        return Vec::new();
    }
    if let Some(whole) = tongue.contractions.get(folded) {
        return whole.clone();
    }
    let Some((stem, ending)) = folded.rsplit_once('\'') else { return vec![folded.to_owned()] };
    match (ending, tongue.endings.get(ending)) {
        ("s", Some(is)) if tongue.is_after.contains(stem) => vec![stem.to_owned(), is.clone()],
        ("s" | "", _) => vec![stem.to_owned()],
        ("t", Some(not)) => vec![stem.strip_suffix('n').unwrap_or(stem).to_owned(), not.clone()],
        (_, Some(word)) => vec![stem.to_owned(), word.clone()],
        (_, None) => vec![folded.to_owned()],
    }
}

/// Returns the runs of letters and digits within a part of the text, and the signs that are spoken.
fn pieces(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let said = text.get(part.clone()).unwrap_or_default();
    let mut letters = said.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        if letter.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(letter)
            || holds_together(before, letter, next)
        {
            open.get_or_insert(at);
        } else {
            found.extend(open.take().map(|start| part.start + start..part.start + at));
            if matches!(letter, '%' | '$' | '€' | '£' | '&') {
                found.push(part.start + at..part.start + at + letter.len_utf8());
            }
        }
        before = letter;
    }
    found.extend(open.map(|start| part.start + start..part.end));
    found
}

/// Returns true for an apostrophe within a word, or a separator within a number.
fn holds_together(before: char, mark: char, next: char) -> bool {
    match mark {
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => before.is_alphanumeric() && next.is_alphanumeric(),
        '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// Splits a text into sentences at end marks and line ends, but not after an abbreviation, an initial or within a
/// number.
fn sentence_places(text: &str, tongue: &PhraseLanguage) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let next = letters.peek().map_or('\n', |(_, next)| *next);
        let ends = match letter {
            '\n' => true,
            // In a run of marks only the last ends the sentence, and a closing quotation mark belongs to it.
            '!' | '?' | '。' | '？' | '！' => !matches!(next, '!' | '?' | '"' | '”' | '’' | ')'),
            '"' | '”' => text.get(..at).is_some_and(|said| said.ends_with(['.', '!', '?'])) && next.is_whitespace(),
            '.' => {
                next.is_whitespace()
                    && !is_abbreviation(
                        text.get(start..at).unwrap_or_default(),
                        text.get(end..).unwrap_or_default(),
                        tongue,
                    )
            }
            // A dash is a pause and no end: the fact before it and its impact behind it are one sentence.
            ';' | '…' | '—' | '–' if next.is_whitespace() => letter == ';' || letter == '…',
            _ => false,
        };
        if ends {
            places.extend(trim_range(text, start..end));
            start = end;
        }
    }
    places.extend(trim_range(text, start..text.len()));
    places
}

fn trim_range(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let said = text.get(place.clone())?;
    let start = place.start + (said.len() - said.trim_start().len());
    let end = start + said.trim().len();
    (start < end).then_some(start..end)
}

/// Returns true if the point after `said` belongs to an abbreviation.
fn is_abbreviation(said: &str, rest: &str, tongue: &PhraseLanguage) -> bool {
    let word = said.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or_default();
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    // "U.S.", "e.g.", "p.m.": short letters between points.
    let dotted = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    // "Inc. said" goes on, "Inc. They" does not: these words may also stand last.
    let next_is_new = rest.trim_start().chars().next().is_none_or(char::is_uppercase);
    let ordinal = tongue.ordinal_dot && word.len() <= 2 && word.parse::<u8>().is_ok();
    initial
        || dotted
        || ordinal
        || tongue.before_a_name.contains(&lower)
        || (!next_is_new && tongue.may_end.contains(&lower))
}

/// Returns true if these words occur in the text in this order, adjacent.
pub(crate) fn holds(text: &[Word], said: &[Word]) -> bool {
    text.windows(said.len()).any(|window| window.iter().zip(said).all(|(one, other)| one.folded == other.folded))
}

/// Returns true if one of the places shares a word with this one.
pub(in crate::domain) fn overlaps(places: &[Range<usize>], one: &Range<usize>) -> bool {
    places.iter().any(|place| place.start < one.end && one.start < place.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        Words::of(text, PhraseLanguage::english()).words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn contractions_are_undone_and_owners_lose_their_s() {
        for (text, words) in [
            ("I'd love", "i would love"),
            ("I’m, we’re", "i am we are"),
            ("don't can't won't", "do not can not will not"),
            ("Norvik's plant", "norvik plant"),
            ("it's your suppliers' turn", "it is your suppliers turn"),
            ("Café Zürich", "cafe zurich"),
            ("follow-up", "follow up"),
            ("$2.5M and 4%", "dollars 2.5 m and 4 percent"),
            ("1,200 of 3rd", "1200 of 3rd"),
        ] {
            assert_eq!(folded(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, count) in [
            ("One. Two? Three!", 3),
            ("Mr. Osei runs it. Yes", 2),
            ("It fell 2.5 percent. Ouch.", 2),
            ("I call from Acme Inc. We sell pumps.", 2),
            ("It closed on Nov. 3 in Oslo. Sorry.", 2),
            ("J. Ruiz joined the U.S. arm in May.", 1),
            ("Hi Ane,\nyour plant opened.", 2),
            ("Really?! Yes.", 2),
            ("He said \"we are late.\" Then he left.", 2),
            ("", 0),
            ("...", 0),
        ] {
            assert_eq!(Words::of(text, PhraseLanguage::english()).sentences.len(), count, "{text}");
        }
    }

    #[test]
    fn every_place_is_on_a_character_boundary() {
        let text = "Zürich’s “größte” Fabrik – 4 % … 日本語 é\u{301}!";
        for word in Words::of(text, PhraseLanguage::english()).words {
            assert!(text.get(word.place.clone()).is_some(), "{word:?}");
        }
    }
}

//! Whether a written text can be said in a place of a spoken sentence, and how it stands there.
//!
//! What people type into a field or read in a feed is written to be read. A slot takes it only where it can be said: one
//! sentence, few words, no signs that nobody speaks, and spoken to the person. What does not fit stays a gap.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::plan::speech::spoken_words;
pub(super) use crate::domain::text::capital;
use crate::domain::text::fold;

/// Where a text is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Inside a sentence, or at its end.
    Within,
    /// As a sentence of its own.
    Alone,
}

/// Why a text cannot be said in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsayable {
    /// So many spoken words, where so many have room.
    TooLong(usize, usize),
    /// It holds a sign that nobody speaks.
    Sign(char),
    /// It speaks of the person as of somebody else, by this word.
    NotToThem(String),
    /// It tells nothing: a heading without a verb.
    NoSentence,
}

impl Unsayable {
    /// The end of a sentence whose beginning names the text: "is too long to say there (25 words, at most 10)".
    pub(super) fn says(&self) -> String {
        match self {
            Unsayable::TooLong(words, most) => format!("is too long to say there ({words} words, at most {most})"),
            Unsayable::Sign(sign) => format!("holds \"{sign}\", which nobody says"),
            Unsayable::NotToThem(word) => format!("speaks of them (\"{word}\") and not to them"),
            Unsayable::NoSentence => "is a heading, not a sentence".to_owned(),
        }
    }
}

/// A text as it is said in its place: whole, or its first sentence where only that has room.
pub(super) fn say(text: &str, place: Place, most: usize) -> Result<String, Unsayable> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = first_sentence(&text);
    let fits = |part: &str| fault(part, most).map_or(Ok(()), Err);
    let said = match (place, fits(&text)) {
        (Place::Alone, Ok(())) => text.as_str(),
        // Inside a sentence one sentence has room, however short two would be.
        (Place::Within, Ok(())) if first.len() == text.len() => text.as_str(),
        _ => {
            fits(first)?;
            first
        }
    };
    Ok(match place {
        Place::Alone => with_end(&capital(said)),
        Place::Within => small(&without_end(said)),
    })
}

/// A headline as it is said after "that": a whole sentence, and not about the person by name.
pub(super) fn say_headline(text: &str, most: usize, whom: &str) -> Result<String, Unsayable> {
    let said = say(text, Place::Within, most)?;
    let mut words = said.split_whitespace().skip(1).map(|word| bare(word).to_lowercase());
    if !words.any(|word| is_listed(&words_of_language().verbs, &word)) {
        return Err(Unsayable::NoSentence);
    }
    let (folded, name) = (fold(&said), fold(whom));
    if !name.is_empty() && folded.contains(&name) {
        return Err(Unsayable::NotToThem(whom.to_owned()));
    }
    Ok(said)
}

/// Its end mark last.
pub(super) fn with_end(said: &str) -> String {
    let said = said.trim().trim_end_matches([',', ';', ':']);
    let end = if said.is_empty() || said.ends_with(['.', '!', '?', '”', '"']) { "" } else { "." };
    format!("{said}{end}")
}

/// A number as it is said: "twelve", "twenty-five"; from a hundred on in figures.
pub(super) fn number(value: u16) -> String {
    use crate::domain::plan::speech::number_words::{TENS, UNITS};
    let (tens, units) = (usize::from(value / 10), usize::from(value % 10));
    match (UNITS.get(usize::from(value)), TENS.get(tens), UNITS.get(units)) {
        (Some(word), ..) => (*word).to_owned(),
        (None, Some(tens), Some(_)) if units == 0 => (*tens).to_owned(),
        (None, Some(tens), Some(unit)) => format!("{tens}-{unit}"),
        (None, ..) => value.to_string(),
    }
}

fn fault(said: &str, most: usize) -> Option<Unsayable> {
    let words = spoken_words(said);
    if words > most {
        return Some(Unsayable::TooLong(words, most));
    }
    let letters: Vec<char> = said.chars().collect();
    let is_clock = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    let sign = letters.iter().enumerate().find(|(at, sign)| SIGNS.contains(sign) && !(**sign == ':' && is_clock(*at)));
    if let Some((_, sign)) = sign {
        return Some(Unsayable::Sign(*sign));
    }
    let of_them =
        said.split_whitespace().map(bare).find(|word| is_listed(&words_of_language().of_them, &word.to_lowercase()));
    of_them.map(|word| Unsayable::NotToThem(word.to_owned()))
}

/// Signs that nobody says.
const SIGNS: [char; 18] = [':', ';', '(', ')', '[', ']', '{', '}', '"', '“', '”', '«', '»', '/', '|', '•', '–', '—'];

/// Up to the first full stop behind a word that is no abbreviation, where something follows.
fn first_sentence(text: &str) -> &str {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(['.', '!', '?'])).map(|at| from + at) {
        from = at + 1;
        let rest = text.get(from..).unwrap_or_default();
        let word = text.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        let begins = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
        // An initial ends no sentence: "J. Dahl".
        let short = word.chars().count() < 2 || is_listed(&words_of_language().abbreviations, &word.to_lowercase());
        if begins.is_some_and(|next| !next.is_lowercase()) && !short {
            return text.get(..from).unwrap_or(text);
        }
    }
    text
}

fn without_end(said: &str) -> String {
    said.trim().trim_end_matches(['.', '!', '?', ',']).to_owned()
}

/// The first letter small, where the word is one that begins small inside a sentence.
fn small(said: &str) -> String {
    let word = bare(said.split_whitespace().next().unwrap_or_default()).to_lowercase();
    if !is_listed(&words_of_language().small, &word) {
        return said.to_owned();
    }
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

fn is_listed(words: &[String], word: &str) -> bool {
    words.iter().any(|listed| listed == word)
}

/// The words that the rules above go by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpokenWords {
    verbs: Vec<String>,
    of_them: Vec<String>,
    abbreviations: Vec<String>,
    small: Vec<String>,
}

fn words_of_language() -> &'static SpokenWords {
    static WORDS: OnceLock<SpokenWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/spoken.toml")).expect("the shipped words are read by a test")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_whole_or_by_its_first_sentence_or_not_at_all() {
        use Place::{Alone, Within};
        for (text, place, most, said) in [
            ("your planners work from two lists", Alone, 12, Ok("Your planners work from two lists.")),
            (
                "Both lines run on it. Until each lot is placed, clean pallets are held back.",
                Alone,
                12,
                Ok("Both lines run on it."),
            ),
            ("Both stop. Both wait.", Alone, 12, Ok("Both stop. Both wait.")),
            ("Both stop. Both wait.", Within, 12, Ok("both stop")),
            ("The one-page lot map of two dairies.", Within, 12, Ok("the one-page lot map of two dairies")),
            ("Lindal's lot map", Within, 12, Ok("Lindal's lot map")),
            ("Norvik Inc. Bergen opens a plant", Within, 12, Ok("Norvik Inc. Bergen opens a plant")),
            ("The gates open at 9:30 sharp", Within, 12, Ok("the gates open at 9:30 sharp")),
            ("A list of 48 causes", Within, 5, Err(Unsayable::TooLong(6, 5))),
            ("The page, hers to keep", Within, 12, Err(Unsayable::NotToThem("hers".to_owned()))),
            ("Benchmark: one load in 41", Within, 12, Err(Unsayable::Sign(':'))),
            ("One load (in 41)", Alone, 12, Err(Unsayable::Sign('('))),
        ] {
            assert_eq!(say(text, place, most), said.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn a_headline_is_said_after_that_where_it_is_a_sentence_and_not_about_them_by_name() {
        for (headline, said) in [
            ("Norvik Foods opens a second plant in Bergen", Ok("Norvik Foods opens a second plant in Bergen")),
            ("The regulator requires lot records.", Ok("the regulator requires lot records")),
            ("Second plant in Bergen", Err(Unsayable::NoSentence)),
            ("Ane Lund takes over operations", Err(Unsayable::NotToThem("Ane Lund".to_owned()))),
            ("Ane says \"we hold back four\"", Err(Unsayable::Sign('"'))),
        ] {
            assert_eq!(say_headline(headline, 12, "Ane Lund"), said.map(str::to_owned), "{headline}");
        }
    }

    #[test]
    fn numbers_are_said_in_words() {
        for (value, said) in [(6, "six"), (12, "twelve"), (20, "twenty"), (45, "forty-five"), (100, "100")] {
            assert_eq!(number(value), said);
        }
    }
}

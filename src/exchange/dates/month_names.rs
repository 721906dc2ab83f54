//! The words in which days are written. They are data: `assets/date_words.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::text::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthNameFile {
    months: Vec<Vec<String>>,
    around: Vec<String>,
    inside: Vec<String>,
    until: Vec<String>,
}

/// Index of the month names and other date words, folded.
struct MonthNameIndex {
    months: HashMap<String, u32>,
    around: HashSet<String>,
    inside: HashSet<String>,
    until: HashSet<String>,
}

/// The month that a folded word names, from 1.
pub(super) fn month(word: &str) -> Option<u32> {
    month_names().months.get(word).copied()
}

/// A day of the week, or a small word that says nothing more about a day.
pub(super) fn is_around(word: &str) -> bool {
    month_names().around.contains(word)
}

/// A word that may stand between the parts of a day.
pub(super) fn is_inside(word: &str) -> bool {
    month_names().inside.contains(word)
}

/// A word between the first and the last day of a span.
pub(super) fn is_until(word: &str) -> bool {
    month_names().until.contains(word)
}

fn month_names() -> &'static MonthNameIndex {
    static KNOWN: OnceLock<MonthNameIndex> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let file: MonthNameFile = toml::from_str(include_str!("../../../assets/date_words.toml"))
            .expect("the shipped table is read by a test");
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word)).collect();
        let of_month = |(month, words): (u32, Vec<String>)| words.into_iter().map(move |word| (fold(&word), month));
        MonthNameIndex {
            months: (1..).zip(file.months).flat_map(of_month).collect(),
            around: folded(file.around),
            inside: folded(file.inside),
            until: folded(file.until),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_months() {
        let file: MonthNameFile = toml::from_str(include_str!("../../../assets/date_words.toml")).unwrap();
        assert_eq!(file.months.len(), 12);
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (at, words) in file.months.iter().enumerate() {
            for word in words {
                let other = seen.insert(fold(word), at);
                assert!(other.is_none_or(|other| other == at), "{word}");
            }
        }
    }
}

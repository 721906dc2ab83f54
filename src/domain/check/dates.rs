//! Dates and periods in a text.

use std::ops::Range;

use super::pattern::{Pattern, find_any, is_number};
use super::words::{Word, Words};

/// Every date or period, as word indices: the playbook's periods, and months with what belongs to them.
pub(super) fn find(words: &Words, periods: &[Pattern]) -> Vec<Range<usize>> {
    let mut found = find_any(periods, words);
    for at in 0..words.words.len() {
        if is_month_here(&words.words, at) && !super::reading::overlaps(&found, &(at..at + 1)) {
            let start = if at > 0 && words.words.get(at - 1).is_some_and(is_day) { at - 1 } else { at };
            let mut end = at + 1;
            while words.words.get(end).is_some_and(|word| is_day(word) || is_year(word)) && end < at + 3 {
                end += 1;
            }
            found.push(start..end);
        }
    }
    for at in 0..words.words.len() {
        let written = words.words.get(at).is_some_and(|word| {
            is_written_date(&word.folded) || is_year(word) && follows_preposition(&words.words, at)
        });
        if written && !super::reading::overlaps(&found, &(at..at + 1)) {
            found.push(at..at + 1);
        }
    }
    found.sort_by_key(|place| place.start);
    found
}

/// January to December, whole or short.
pub(super) fn is_month(folded: &str) -> bool {
    month_number(folded).is_some()
}

/// 1–12.
pub(super) fn month_number(folded: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = folded.len() == 3 || folded == "sept";
    let at = MONTHS.iter().position(|month| *month == folded || (short && month.starts_with(folded)))?;
    u32::try_from(at + 1).ok()
}

/// "may" and "march" are months only where they look like one.
fn is_month_here(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    if !is_month(&word.folded) {
        return false;
    }
    let doubtful = matches!(word.folded.as_str(), "may" | "march") || word.folded.len() == 3;
    let beside_day = at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(is_day)
        || words.get(at + 1).is_some_and(|next| is_day(next) || is_year(next));
    !doubtful || beside_day || (word.capital && follows_preposition(words, at))
}

fn follows_preposition(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| {
        matches!(
            before.folded.as_str(),
            "in" | "on"
                | "by"
                | "before"
                | "until"
                | "till"
                | "since"
                | "from"
                | "last"
                | "next"
                | "this"
                | "early"
                | "mid"
                | "late"
                | "of"
                | "after"
                | "during"
                | "through"
                | "to"
                | "for"
                | "every"
                | "around"
                | "and"
                | "starting"
                | "fiscal"
                | "fy"
        )
    })
}

fn is_day(word: &Word) -> bool {
    let digits = word.folded.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let day = digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    day && matches!(word.folded.strip_prefix(digits), Some("" | "st" | "nd" | "rd" | "th"))
}

fn is_year(word: &Word) -> bool {
    word.folded.len() == 4
        && is_number(&word.folded)
        && word.folded.parse::<u16>().is_ok_and(|year| (1990..=2100).contains(&year))
}

/// "3.11", "q3", "h1", "fy26".
fn is_written_date(folded: &str) -> bool {
    let (head, digits) =
        folded.split_at_checked(folded.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0)).unwrap_or_default();
    match head {
        "q" => matches!(digits, "1" | "2" | "3" | "4"),
        "h" => matches!(digits, "1" | "2"),
        "fy" | "cy" => digits.len() == 2 || digits.len() == 4,
        _ => false,
    }
}

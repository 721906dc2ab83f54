//! Dates and periods in a text.

use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::pattern::{Pattern, find_any, is_number};
use super::words::{Word, Words, overlaps};

/// Every date or period, as word indices: the playbook's periods, and months with what belongs to them.
pub(super) fn find(words: &Words, periods: &[Pattern]) -> Vec<Range<usize>> {
    let mut found = find_any(periods, words);
    for at in 0..words.words.len() {
        if is_month_here(&words.words, at) && !overlaps(&found, &(at..at + 1)) {
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
        if written && !overlaps(&found, &(at..at + 1)) {
            found.push(at..at + 1);
        }
    }
    found.sort_by_key(|place| place.start);
    found
}

/// The days a past date may mean, seen from `today`; `None` where it may lie ahead or cannot be told.
pub(super) fn past_days(words: &[Word], today: NaiveDate) -> Option<RangeInclusive<NaiveDate>> {
    let says = |wanted: &str| words.iter().any(|word| word.folded == wanted);
    if words.iter().any(|word| points_ahead(&word.folded)) {
        return None;
    }
    if let Some(weekday) = words.iter().find_map(|word| weekday(&word.folded)) {
        let back = u64::from((7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7);
        let latest = today.checked_sub_days(Days::new(back))?;
        return Some(latest.checked_sub_days(Days::new(if says("last") { 7 } else { 0 }))?..=latest);
    }
    if let Some(month) = words.iter().find_map(|word| month_number(&word.folded)) {
        return past_month(words, month, today);
    }
    let days_back =
        |from: u64, to: u64| Some(today.checked_sub_days(Days::new(from))?..=today.checked_sub_days(Days::new(to))?);
    match () {
        () if says("today") => days_back(0, 0),
        () if says("yesterday") => days_back(1, 1),
        () if says("last") && says("week") => days_back(13, 1),
        () if says("last") && says("month") => {
            let first = today.with_day(1)?;
            Some(first.checked_sub_months(Months::new(1))?..=first.pred_opt()?)
        }
        () => None,
    }
}

/// "in March", "on 3 March", "March 2025": the latest that is not ahead.
fn past_month(words: &[Word], month: u32, today: NaiveDate) -> Option<RangeInclusive<NaiveDate>> {
    let year = words.iter().filter(|word| is_year(word)).find_map(|word| word.folded.parse::<i32>().ok());
    let latest = if month > today.month() { today.year() - 1 } else { today.year() };
    let first = NaiveDate::from_ymd_opt(year.unwrap_or(latest), month, 1)?;
    let day = words
        .iter()
        .filter(|word| is_day(word))
        .find_map(|word| word.folded.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).parse::<u32>().ok());
    match day {
        Some(day) => first.with_day(day).filter(|day| *day <= today).map(|day| day..=day),
        None => Some(first..=first.checked_add_months(Months::new(1))?.pred_opt()?).filter(|_| first <= today),
    }
}

fn points_ahead(folded: &str) -> bool {
    matches!(
        folded,
        "by" | "before"
            | "until"
            | "till"
            | "next"
            | "this"
            | "from"
            | "for"
            | "starting"
            | "tomorrow"
            | "every"
            | "early"
            | "mid"
            | "late"
            | "coming"
            | "since"
            | "each"
    )
}

/// Monday to Sunday.
pub(super) fn is_weekday(folded: &str) -> bool {
    weekday(folded).is_some()
}

fn weekday(folded: &str) -> Option<Weekday> {
    folded.ends_with("day").then(|| folded.parse().ok()).flatten()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_past_date_names_its_days() {
        let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let today = on(3, 12); // a Thursday
        for (text, days) in [
            ("on Tuesday", Some(on(3, 10)..=on(3, 10))),
            ("on Thursday", Some(on(3, 12)..=on(3, 12))),
            ("last Tuesday", Some(on(3, 3)..=on(3, 10))),
            ("yesterday", Some(on(3, 11)..=on(3, 11))),
            ("last month", Some(on(2, 1)..=on(2, 28))),
            ("in February", Some(on(2, 1)..=on(2, 28))),
            ("on 3 March", Some(on(3, 3)..=on(3, 3))),
            ("March 3rd, 2026", Some(on(3, 3)..=on(3, 3))),
            ("on 30 March", None),
            ("by Tuesday", None),
            ("next month", None),
            ("recently", None),
        ] {
            assert_eq!(past_days(&Words::of(text).words, today), days, "{text}");
        }
    }

    #[test]
    fn may_and_march_are_months_only_where_they_look_like_one() {
        for (text, count) in [
            ("You may march in May", 1),
            ("on March 3", 1),
            ("It may be. They march on", 0),
            ("in early March 2026 and since Q3", 2),
            ("3rd of May", 1),
            ("in 2025", 1),
            ("FY26 results", 1),
        ] {
            assert_eq!(find(&Words::of(text), &[]).len(), count, "{text}");
        }
    }
}

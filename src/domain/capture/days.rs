//! Finds the days in a text: when it happened, and when it takes effect.

use chrono::{Datelike, Days as Span, Months, NaiveDate};

use crate::domain::text::fold;
use crate::domain::time_input::{month_of, parse_day};

/// Words near a day that say it is the day of effect.
const EFFECT: &[&str] = &[
    "effective",
    "starting",
    "beginning",
    "begins",
    "starts",
    "deadline",
    "force",
    "expires",
    "ends",
    "due",
    "effect",
    "applies",
];

/// Words that say so only right before the day: "closes by 3 May", but not "recalled after a find on 3 May".
const JUST_BEFORE: &[&str] = &["from", "by", "until", "before", "after", "close"];

/// Words near a day that is neither: until then one may apply for the job.
const NEITHER: &[&str] = &["apply", "applications", "submit", "applicants"];

/// Words between such a word and its day.
const NEAR: usize = 3;

/// The days of an event in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct EventDays {
    pub(super) occurred: Option<NaiveDate>,
    /// When it takes effect.
    pub(super) effective: Option<NaiveDate>,
}

/// Reads the days of a text. The first day that is not ahead is when it happened; the first that is ahead, or that a word
/// such as "effective" announces, is when it takes effect.
pub(super) fn days_of(text: &str, today: NaiveDate) -> EventDays {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = EventDays::default();
    let mut at = 0;
    while at < words.len() {
        let Some((day, length)) = day_at(&words, at, today) else {
            at += 1;
            continue;
        };
        let before = words.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
        let before: Vec<String> = before.iter().map(|word| strip_punctuation(&fold(word))).collect();
        let near = |words: &[&str]| before.iter().any(|word| words.contains(&word.as_str()));
        let announced = near(EFFECT) || before.last().is_some_and(|word| JUST_BEFORE.contains(&word.as_str()));
        if near(NEITHER) {
            at += length;
            continue;
        }
        if announced || day > today {
            found.effective.get_or_insert(day);
        } else {
            found.occurred.get_or_insert(day);
        }
        at += length;
    }
    found
}

/// A day in a cell of a list: lists of US agencies write the month first.
pub(super) fn day_of_cell(cell: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    match day_at(&words, 0, today) {
        Some((day, length)) if length == words.len() => Some(day),
        _ if words.len() == 1 => {
            NaiveDate::parse_from_str(cell, "%m/%d/%Y").or(NaiveDate::parse_from_str(cell, "%m/%d/%y")).ok()
        }
        _ => None,
    }
}

/// A day that begins at this word, and how many words it takes.
fn day_at(words: &[&str], at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    for length in [3, 2, 1] {
        let Some(said) = words.get(at..at + length) else { continue };
        let said: Vec<String> = said.iter().map(|word| strip_punctuation(&fold(word))).collect();
        if let Some(day) = day_said(&said, today) {
            return Some((day, length));
        }
    }
    None
}

fn day_said(said: &[String], today: NaiveDate) -> Option<NaiveDate> {
    let number = |text: &String| text.starts_with(|c: char| c.is_ascii_digit());
    let year = |text: &String| text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    match said {
        [some, unit, ago] if ago == "ago" => {
            let days = match unit.trim_end_matches('s') {
                "day" => 1,
                "week" => 7,
                _longer => return None,
            };
            today.checked_sub_days(Span::new(some.parse::<u64>().ok().filter(|some| *some < 400)? * days))
        }
        [one] if one == "today" || one == "yesterday" => parse_day(one, today),
        [one] if number(one) && one.matches(['-', '/', '.']).count() == 2 => parse_day(one, today),
        [month, of] if month_of(month).is_some() && year(of) => {
            NaiveDate::from_ymd_opt(of.parse().ok()?, month_of(month)?, 1)
        }
        [a, b] if (number(a) && month_of(b).is_some()) || (month_of(a).is_some() && number(b)) => {
            Some(nearest_year(parse_day(&format!("{a} {b}"), today)?, today))
        }
        [a, b, of] if year(of) && (month_of(a).is_some() || month_of(b).is_some()) => {
            parse_day(&format!("{a} {b} {of}"), today)
        }
        _ => None,
    }
}

/// A day without a year is the one nearest to today: news of 28 December read in January is of last year.
fn nearest_year(ahead: NaiveDate, today: NaiveDate) -> NaiveDate {
    let past = ahead.checked_sub_months(Months::new(12)).unwrap_or(ahead);
    if ahead.year() > past.year() && (ahead - today).num_days() > (today - past).num_days() { past } else { ahead }
}

/// The word without what surrounds it.
fn strip_punctuation(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

//! Finds dates and periods in a text.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use crate::domain::check::playbook::Playbook;
use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::pattern::{Pattern, find_any};
use crate::domain::phrase::tokens::{Word, Words, overlaps};

/// Returns every date or period as ranges of word indices: the playbook's periods, and months with what belongs to
/// them.
pub(crate) fn find(words: &Words, periods: &[Pattern], tongue: &PhraseLanguage) -> Vec<Range<usize>> {
    let mut found = find_any(periods, words);
    for at in 0..words.words.len() {
        if is_month_here(&words.words, at, tongue) && !overlaps(&found, &(at..at + 1)) {
            let before = |back: usize| at.checked_sub(back).and_then(|at| words.words.get(at));
            let of = before(1).is_some_and(|of| tongue.before_date.contains(&of.folded));
            // "The twenty-first of May" is not the first.
            let day_ends = if of && before(2).is_some_and(|day| is_day(day, tongue)) { at - 1 } else { at };
            let start = day_before(&words.words, day_ends, tongue).unwrap_or(at);
            let mut end = at + 1;
            while end < at + 3 {
                match words.words.get(end) {
                    Some(word) if is_day(word, tongue) || is_year(word) => end += 1,
                    Some(_) if day_at(&words.words, end, tongue).is_some() => end += 2,
                    Some(_) | None => break,
                }
            }
            found.push(start..end);
        }
    }
    for at in 0..words.words.len() {
        let written = words.words.get(at).is_some_and(|word| {
            is_written_date(&word.folded) || is_year(word) && follows_preposition(&words.words, at, tongue)
        });
        if written && !overlaps(&found, &(at..at + 1)) {
            found.push(at..at + 1);
        }
    }
    found.sort_by_key(|place| place.start);
    found
}

/// Returns true if the day is in the range, or one day off because of time zones.
pub(crate) fn is_near(day: NaiveDate, days: &RangeInclusive<NaiveDate>) -> bool {
    let beside = |shift| day.checked_add_signed(TimeDelta::days(shift)).is_some_and(|day| days.contains(&day));
    (-1..=1).any(beside)
}

/// Returns the days that a past date may mean, seen from `today`; `None` if it may be in the future or cannot be told.
pub(crate) fn past_days(words: &[Word], today: NaiveDate, playbook: &Playbook) -> Option<RangeInclusive<NaiveDate>> {
    let tongue = playbook.tongue();
    let says = |wanted: &BTreeSet<String>| words.iter().any(|word| wanted.contains(&word.folded));
    if says(&tongue.ahead) || says(&tongue.ago) {
        return None;
    }
    if let Some(weekday) = words.iter().find_map(|word| tongue.weekday(&word.folded)) {
        let back = u64::from((7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7);
        let latest = today.checked_sub_days(Days::new(back))?;
        return Some(latest.checked_sub_days(Days::new(if says(&tongue.last) { 7 } else { 0 }))?..=latest);
    }
    if let Some(month) = words.iter().find_map(|word| tongue.month_number(&word.folded)) {
        return past_month(words, month, today, tongue);
    }
    let from_today = |days| words.iter().any(|word| tongue.date_word(&word.folded).from_today == Some(days));
    let days_back =
        |from: u64, to: u64| Some(today.checked_sub_days(Days::new(from))?..=today.checked_sub_days(Days::new(to))?);
    match () {
        () if from_today(0) => days_back(0, 0),
        () if from_today(-1) => days_back(1, 1),
        () if says(&tongue.last) && says(&tongue.week) => days_back(13, 1),
        () if says(&tongue.last) && says(&tongue.month) => {
            let first = today.with_day(1)?;
            Some(first.checked_sub_months(Months::new(1))?..=first.pred_opt()?)
        }
        () => day_alone(words, today, tongue),
    }
}

/// Returns the days that "on the 12th" means: the latest that is not in the future.
fn day_alone(words: &[Word], today: NaiveDate, tongue: &PhraseLanguage) -> Option<RangeInclusive<NaiveDate>> {
    let day = words.iter().find(|word| has_day_ending(word, tongue)).and_then(|word| day_number(word, tongue))?;
    let this = today.with_day(day).filter(|on| *on <= today);
    let before = || today.with_day(1)?.checked_sub_months(Months::new(1))?.with_day(day);
    this.or_else(before).map(|on| on..=on)
}

/// Returns the days that "in March", "on 3 March", "March 2025" mean: the latest that are not in the future.
fn past_month(
    words: &[Word],
    month: u32,
    today: NaiveDate,
    tongue: &PhraseLanguage,
) -> Option<RangeInclusive<NaiveDate>> {
    let year = words.iter().filter(|word| is_year(word)).find_map(|word| word.folded.parse::<i32>().ok());
    let latest = if month > today.month() { today.year() - 1 } else { today.year() };
    let first = NaiveDate::from_ymd_opt(year.unwrap_or(latest), month, 1)?;
    match first_day(words, tongue) {
        Some(day) => first.with_day(day).filter(|day| *day <= today).map(|day| day..=day),
        None => Some(first..=first.checked_add_months(Months::new(1))?.pred_opt()?).filter(|_| first <= today),
    }
}

/// Returns true if a word is a month here; "may" and "march" are only where the context suggests it.
fn is_month_here(words: &[Word], at: usize, tongue: &PhraseLanguage) -> bool {
    let Some(word) = words.get(at) else { return false };
    let meaning = tongue.date_word(&word.folded);
    if meaning.month.is_none() {
        return false;
    }
    let doubtful = !meaning.in_full || tongue.doubtful_months.contains(&word.folded);
    let beside_day = at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|day| is_day(day, tongue))
        || words.get(at + 1).is_some_and(|next| is_day(next, tongue) || is_year(next));
    // A capital says nothing where every noun has one: "von Jan" is a person.
    let capital = word.capital && !tongue.capital_nouns;
    !doubtful || beside_day || (capital && follows_preposition(words, at, tongue))
}

fn follows_preposition(words: &[Word], at: usize, tongue: &PhraseLanguage) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|before| tongue.before_date.contains(&before.folded))
}

/// Returns where the day that ends before a word begins: "the twenty-first |of May".
fn day_before(words: &[Word], end: usize, tongue: &PhraseLanguage) -> Option<usize> {
    let begins = |back: usize| {
        let at = end.checked_sub(back)?;
        day_at(words, at, tongue).filter(|(_, length)| *length == back).map(|_| at)
    };
    begins(2).or_else(|| begins(1))
}

/// Parses the day of the month that is said at a word, and returns how many words it takes: "3rd", "third", "twenty-first".
fn day_at(words: &[Word], at: usize, tongue: &PhraseLanguage) -> Option<(u32, usize)> {
    let word = words.get(at)?;
    let tens = match tongue.tens_value(&word.folded) {
        Some(20.0) => Some(20),
        Some(30.0) => Some(30),
        Some(_) | None => None,
    };
    if let (Some(tens), Some(next)) = (tens, words.get(at + 1))
        && let Some(unit) = tongue.date_word(&next.folded).ordinal.filter(|unit| *unit < 10)
    {
        let day = tens + unit;
        return (day <= 31).then_some((day, 2));
    }
    day_number(word, tongue).map(|day| (day, 1))
}

/// Returns the first day of the month among some words.
pub(crate) fn first_day(words: &[Word], tongue: &PhraseLanguage) -> Option<u32> {
    (0..words.len()).find_map(|at| day_at(words, at, tongue)).map(|(day, _)| day)
}

fn is_day(word: &Word, tongue: &PhraseLanguage) -> bool {
    day_number(word, tongue).is_some()
}

/// Parses a day of the month, 1–31, with or without an ordinal ending.
pub(crate) fn day_number(word: &Word, tongue: &PhraseLanguage) -> Option<u32> {
    if let Some(day) = tongue.date_word(&word.folded).ordinal {
        return Some(day);
    }
    let digits = word.folded.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let ending = word.folded.strip_prefix(digits)?;
    (ending.is_empty() || tongue.date_word(ending).day_ending)
        .then(|| digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day)))
        .flatten()
}

/// Returns true for a number with an ordinal ending: "12th", not "12".
pub(crate) fn has_day_ending(word: &Word, tongue: &PhraseLanguage) -> bool {
    // "First" to "fifth" are quarters and weeks too.
    let said = tongue.date_word(&word.folded).ordinal.is_some_and(|day| day > 5);
    let written = word.folded.starts_with(|letter: char| letter.is_ascii_digit());
    said || written && is_day(word, tongue) && !word.folded.ends_with(|letter: char| letter.is_ascii_digit())
}

/// Returns true for a year from 1990 to 2100.
pub(crate) fn is_year(word: &Word) -> bool {
    word.folded.len() == 4
        && word.folded.bytes().all(|digit| digit.is_ascii_digit())
        && word.folded.parse::<u16>().is_ok_and(|year| (1990..=2100).contains(&year))
}

/// Returns true for a date or period written with figures: "3.11", "q3", "h1", "fy26".
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
            ("on the twenty-first of February", Some(on(2, 21)..=on(2, 21))),
            ("on February twenty-first", Some(on(2, 21)..=on(2, 21))),
            ("on February twentieth", Some(on(2, 20)..=on(2, 20))),
            ("on 30 March", None),
            ("by Tuesday", None),
            ("next month", None),
            ("recently", None),
        ] {
            assert_eq!(
                past_days(&Words::of(text, PhraseLanguage::english()).words, today, Playbook::builtin()),
                days,
                "{text}"
            );
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
            assert_eq!(
                find(&Words::of(text, PhraseLanguage::english()), &[], PhraseLanguage::english()).len(),
                count,
                "{text}"
            );
        }
    }
}

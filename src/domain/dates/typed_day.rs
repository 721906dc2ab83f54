//! Days as people type them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::is_real_year;
use super::scan::{DayNumbers, FoundDay, WrittenYear, day_at, skip, year_at};
use super::tokens::Tokens;
use super::words::DateWords;

/// Furthest day that "in …" reaches, in days: a hundred years.
const FURTHEST: u32 = 36_525;

/// Which way a day leans that is typed without its year, or by its weekday alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaning {
    /// The next one: a weekday after today, a date from today on. For promises and plans.
    Ahead,
    /// The last one, today among them. For what has been.
    Past,
}

/// A day from `today`, `tomorrow`, `fri`, `next week`, `in 2 weeks`, `3d`, `+3`, `2 weeks ago`, `14 mar`,
/// `March 14, 2027`, `14.3.`, `2027-03-14`; names of days and months in any language of the table. A weekday is the next
/// one after today; a day without a year is the next one from today on. Nothing where it is no day, where its year is none
/// of 1901 to 2099, or where day and month could be swapped (`3/4`).
pub fn parse_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    day_of(&Tokens::of(text, DateWords::all()), today, Leaning::Ahead)
}

/// The same of a day that has been: a weekday is the last one, today among them, and so is a day without a year. One that
/// is typed with its year, or as lying ahead, may still lie ahead.
pub fn parse_past_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    day_of(&Tokens::of(text, DateWords::all()), today, Leaning::Past)
}

/// The day that tokens are, all of them.
pub(super) fn day_of(tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
    let tokens = &without_frame(tokens);
    let readers = [relative, weekday, amount, dated, by_figures, by_name];
    let day = readers.iter().find_map(|read| read(tokens, today, leaning))?;
    Some(day).filter(|day| is_real_year(day.year()))
}

/// Whether tokens name a weekday and nothing else of a day, not even "next".
pub(super) fn is_weekday_alone(tokens: &Tokens) -> bool {
    let tokens = &without_frame(tokens);
    tokens.len() == 1 && weekday_of(tokens).is_some()
}

/// The day that numbers with a year name to somebody who types: nothing of a span, nor where day and month could be swapped.
/// Between points the day comes first.
pub(in crate::domain) fn resolve(found: &FoundDay) -> Option<NaiveDate> {
    let (day, month, year) = match found.numbers {
        _ if found.since.is_some() => return None,
        DayNumbers::Plain { year, month, day } => (day, month, year),
        DayNumbers::Open { first, second, year, mark } => {
            let (day, month) = day_and_month(first, second, mark)?;
            (day, month, year)
        }
    };
    NaiveDate::from_ymd_opt(full_year(year)?, month, day)
}

/// A day by the name of its month, as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct NamedDay {
    pub(in crate::domain) day: u32,
    pub(in crate::domain) month: u32,
    /// The first token behind them.
    pub(in crate::domain) to: usize,
    /// The year, and the first token behind it.
    pub(in crate::domain) year: Option<(WrittenYear, usize)>,
}

impl NamedDay {
    /// The day of its year, or else the next or the last time it comes round (29 February may be years away).
    pub(in crate::domain) fn date(self, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
        match self.year {
            Some((year, _)) => NaiveDate::from_ymd_opt(full_year(year)?, self.month, self.day),
            None => comes_round(self.day, self.month, today, leaning),
        }
    }
}

/// `14 mar`, `14th of March`, `14mar`, `Mar 14`, `March 14th, 2027`, `14 mar 27`, at a token. Month names may be cut short.
pub(in crate::domain) fn named_day_at(tokens: &Tokens, at: usize, words: &DateWords) -> Option<NamedDay> {
    let month_at = |at: usize| words.month_cut_short(tokens.word(at)?);
    let marks = ['-', '/', '.', ','];
    let (day, month, to) = match month_at(at) {
        Some(month) => {
            let place = skip(tokens, at + 1, &marks);
            let (day, _) = tokens.number(place, 2)?;
            let ending = tokens.meaning(place + 1).inside && tokens.get(place + 1)?.glued;
            (day, month, place + 1 + usize::from(ending))
        }
        None => {
            let (day, _) = tokens.number(at, 2)?;
            let name = skip(tokens, at + 1, &marks);
            (day, month_at(name)?, name + 1)
        }
    };
    Some(NamedDay { day, month, to, year: year_at(tokens, to).map(|(year, at)| (year, at + 1)) })
}

/// Without small words before the day ("on", "the"), a weekday before a date ("Fri 14 Mar"), and marks behind it.
fn without_frame(tokens: &Tokens) -> Tokens {
    let is_dated = |at: usize| tokens.number(at, 4).is_some() || tokens.month(at).is_some();
    let is_weekday = |at: usize| tokens.word(at).and_then(|word| DateWords::all().weekday_cut_short(word)).is_some();
    let is_small = |at: &usize| {
        let meaning = tokens.meaning(*at);
        let names = meaning.weekday.is_some() || meaning.month.is_some();
        meaning.around && !names || tokens.word(*at) == Some("this")
    };
    let mut from = (0..tokens.len()).take_while(is_small).count();
    // "A" of "a week ago" is no frame but a number.
    if !is_dated(from) && !is_weekday(from) {
        from = 0;
    }
    if is_weekday(from) {
        let behind = from + 1 + usize::from(tokens.mark(from + 1, &[',', '.']).is_some());
        from = if is_dated(behind) { behind } else { from };
    }
    let end = (from..tokens.len()).rev().find(|at| tokens.mark(*at, &['.', ',']).is_none()).map_or(from, |at| at + 1);
    tokens.part(from..end)
}

fn texts(tokens: &Tokens) -> Vec<&str> {
    tokens.0.iter().map(|token| token.text.as_str()).collect()
}

/// `today`, `tomorrow`, `next week`.
fn relative(tokens: &Tokens, today: NaiveDate, _leaning: Leaning) -> Option<NaiveDate> {
    if let (1, Some(days)) = (tokens.len(), tokens.meaning(0).from_today) {
        return today.checked_add_signed(chrono::TimeDelta::days(days));
    }
    match texts(tokens).as_slice() {
        ["now"] => Some(today),
        ["tom" | "tmr"] => today.checked_add_days(Days::new(1)),
        ["next", "week"] => today.checked_add_days(Days::new(7)),
        ["next", "month"] => today.checked_add_months(Months::new(1)),
        _ => None,
    }
}

/// `fri`, `next tue`, `last mon`.
fn weekday(tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
    let day = weekday_of(tokens)?;
    let said = tokens.word(0).filter(|_| tokens.len() == 2);
    let back = (7 + today.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
    match (said, leaning) {
        (Some("next"), _) | (None, Leaning::Ahead) => today.checked_add_days(Days::new(u64::from(7 - back))),
        // "Last Friday" on a Friday is a week ago.
        (Some(_last), _) => today.checked_sub_days(Days::new(u64::from(if back == 0 { 7 } else { back }))),
        (None, Leaning::Past) => today.checked_sub_days(Days::new(u64::from(back))),
    }
}

fn weekday_of(tokens: &Tokens) -> Option<Weekday> {
    let at = match (tokens.len(), tokens.word(0)?) {
        (1, _) => 0,
        (2, "next" | "last") => 1,
        _ => return None,
    };
    DateWords::all().weekday_cut_short(tokens.word(at)?)
}

/// `in 2 weeks`, `in 10`, `+3`, `3d`, `a week ago`.
fn amount(tokens: &Tokens, today: NaiveDate, _leaning: Leaning) -> Option<NaiveDate> {
    let texts = texts(tokens);
    match texts.as_slice() {
        ["in" | "+", amount @ ..] => shift(amount, today, true),
        [amount @ .., "ago"] => shift(amount, today, false),
        [_, _] if tokens.get(1).is_some_and(|unit| unit.glued) => shift(&texts, today, true),
        _ => None,
    }
}

/// `2 weeks`, `a month`, `10` (days) from today, ahead or back.
fn shift(amount: &[&str], today: NaiveDate, ahead: bool) -> Option<NaiveDate> {
    let (n, unit) = match amount {
        [n] => (*n, "d"),
        ["a" | "an" | "one", unit] => ("1", *unit),
        [n, unit] => (*n, *unit),
        _ => return None,
    };
    let n: u32 = n.parse().ok().filter(|n| *n <= FURTHEST)?;
    let days = |n: u32| {
        let days = Days::new(u64::from(n));
        if ahead { today.checked_add_days(days) } else { today.checked_sub_days(days) }
    };
    let months = |n: u32| {
        let months = Months::new(n);
        if ahead { today.checked_add_months(months) } else { today.checked_sub_months(months) }
    };
    match unit {
        "d" | "day" | "days" => days(n),
        "w" | "wk" | "wks" | "week" | "weeks" => days(7 * n),
        "m" | "mo" | "month" | "months" => months(n),
        "y" | "yr" | "year" | "years" => months(12 * n),
        _ => None,
    }
}

/// Any day with its year, however it is written.
fn dated(tokens: &Tokens, _today: NaiveDate, _leaning: Leaning) -> Option<NaiveDate> {
    day_at(tokens, 0).filter(|found| found.to == tokens.len()).and_then(|found| resolve(&found))
}

/// `14.3.`, `25/3`.
fn by_figures(tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
    if tokens.len() != 3 {
        return None;
    }
    let (first, _) = tokens.number(0, 2)?;
    let mark = tokens.mark(1, &['.', '/'])?;
    let (second, _) = tokens.number(2, 2)?;
    let (day, month) = day_and_month(first, second, mark)?;
    comes_round(day, month, today, leaning)
}

/// `14 mar`, `Mar 14, 2027`.
fn by_name(tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
    let named = named_day_at(tokens, 0, DateWords::all())?;
    let end = named.year.map_or(named.to, |(_, to)| to);
    named.date(today, leaning).filter(|_| end == tokens.len())
}

/// Which of two numbers is the day and which the month, where that is plain.
fn day_and_month(first: u32, second: u32, mark: char) -> Option<(u32, u32)> {
    match mark {
        '.' => Some((first, second)),
        _ if first > 12 => Some((first, second)),
        _ if second > 12 || first == second => Some((second, first)),
        _ => None,
    }
}

/// Two digits are of this century: nobody types a day of the last one.
fn full_year(year: WrittenYear) -> Option<i32> {
    year.with_last_century_from(100)
}

fn comes_round(day: u32, month: u32, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
    let in_year = |years: i32| NaiveDate::from_ymd_opt(today.year() + years, month, day);
    match leaning {
        // Eight years: around 2100, which is no leap year, two 29ths of February lie so far apart.
        Leaning::Ahead => (0..=8).filter_map(in_year).find(|day| *day >= today),
        Leaning::Past => (-8..=0).rev().filter_map(in_year).find(|day| *day <= today),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn a_day_is_read_as_typed() {
        // A Friday.
        let today = NaiveDate::from_ymd_opt(2026, 3, 13).unwrap();
        for (text, day) in [
            ("today", Some("2026-03-13")),
            ("Tomorrow", Some("2026-03-14")),
            ("yesterday", Some("2026-03-12")),
            ("fri", Some("2026-03-20")),
            ("Sat", Some("2026-03-14")),
            ("thursday", Some("2026-03-19")),
            ("next tue", Some("2026-03-17")),
            ("last tue", Some("2026-03-10")),
            ("last fri", Some("2026-03-06")),
            ("we", Some("2026-03-18")),
            ("on we", Some("2026-03-18")),
            ("Dienstag", Some("2026-03-17")),
            ("heute", Some("2026-03-13")),
            ("2 weeks ago", Some("2026-02-27")),
            ("a month ago", Some("2026-02-13")),
            ("on mon", Some("2026-03-16")),
            ("next week", Some("2026-03-20")),
            ("next month", Some("2026-04-13")),
            ("in 2 weeks", Some("2026-03-27")),
            ("in a week", Some("2026-03-20")),
            ("in 10 days", Some("2026-03-23")),
            ("in 10", Some("2026-03-23")),
            ("in 6 months", Some("2026-09-13")),
            ("in 3d", Some("2026-03-16")),
            ("3d", Some("2026-03-16")),
            ("2w", Some("2026-03-27")),
            ("+3", Some("2026-03-16")),
            ("+2w", Some("2026-03-27")),
            ("14 mar", Some("2026-03-14")),
            ("13 mar", Some("2026-03-13")),
            ("12 mar", Some("2027-03-12")),
            ("Mar 14", Some("2026-03-14")),
            ("14th of March", Some("2026-03-14")),
            ("March 14, 2027", Some("2027-03-14")),
            ("14 mar 27", Some("2027-03-14")),
            ("14mar", Some("2026-03-14")),
            ("Sat, 14 Mar", Some("2026-03-14")),
            ("on the 14th of March", Some("2026-03-14")),
            ("14 septem", Some("2026-09-14")),
            ("15. März", Some("2026-03-15")),
            ("15 de marzo de 2027", Some("2027-03-15")),
            ("20270314", Some("2027-03-14")),
            ("25-3-2027", Some("2027-03-25")),
            ("1 sept", Some("2026-09-01")),
            ("29 feb", Some("2028-02-29")),
            ("2027-03-14", Some("2027-03-14")),
            ("14.3.", Some("2026-03-14")),
            ("14.3", Some("2026-03-14")),
            ("14.3.2027", Some("2027-03-14")),
            ("25/3", Some("2026-03-25")),
            ("3/25/2027", Some("2027-03-25")),
            ("4/4", Some("2026-04-04")),
            ("3/4", None),
            ("2026-02-30", None),
            ("31 apr", None),
            ("14", None),
            ("14 foo", None),
            ("in", None),
            ("in 2 fortnights", None),
            ("+", None),
            ("in 999999999 days", None),
            ("in 99999 years", None),
            ("14.3.20277", None),
            ("0001-01-01", None),
            ("01.01.0001", None),
            ("9999-12-31", None),
            ("1900-01-01", None),
            ("1-15 March 2027", None),
            ("3-4-2027", None),
            ("in 90 years", None),
            ("", None),
            ("soon", None),
            ("ma", None),
            ("t", None),
        ] {
            assert_eq!(parse_day(text, today).map(|day| day.to_string()).as_deref(), day, "{text:?}");
        }
    }

    #[test]
    fn a_day_that_has_been_is_the_last_of_its_name() {
        // A Friday.
        let today = NaiveDate::from_ymd_opt(2026, 3, 13).unwrap();
        for (text, day) in [
            ("fri", Some("2026-03-13")),
            ("thu", Some("2026-03-12")),
            ("sat", Some("2026-03-07")),
            ("last fri", Some("2026-03-06")),
            ("next fri", Some("2026-03-20")),
            ("13 mar", Some("2026-03-13")),
            ("14 mar", Some("2025-03-14")),
            ("29 feb", Some("2024-02-29")),
            ("14.3.", Some("2025-03-14")),
            ("14 mar 2026", Some("2026-03-14")),
            ("yesterday", Some("2026-03-12")),
            ("tomorrow", Some("2026-03-14")),
            ("soon", None),
        ] {
            assert_eq!(parse_past_day(text, today).map(|day| day.to_string()).as_deref(), day, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(
            text in "\\PC*|((in|next|last|a|ago|on|\\+|[0-9]{1,12}|d|w|m|y|:|/|\\.|mar|fri|h|s|-) ?){1,6}",
            days in 0..3_000_000i32,
        ) {
            let drawn = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            for today in [drawn, NaiveDate::MIN, NaiveDate::MAX] {
                for day in [parse_day(&text, today), parse_past_day(&text, today)].into_iter().flatten() {
                    prop_assert!(is_real_year(day.year()));
                }
            }
        }
    }
}

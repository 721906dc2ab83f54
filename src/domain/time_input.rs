//! Parses durations and days as people type them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Longest call taken as one: a day. More is a slip of the keys.
const LONGEST: f64 = 86_400.0;
/// Furthest day that "in …" reaches, in days: a hundred years.
const FURTHEST: u32 = 36_525;

/// Seconds from `4`, `4:30`, `1:02:30`, `270s`, `4m`, `6m10`, `4,5`, `1h 5m`; a bare number is minutes. Nothing where
/// it is no length of time, or longer than a day.
pub fn parse_minutes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let seconds = if text.contains(':') { by_colons(&text)? } else { by_units(&text)? };
    whole_seconds(seconds.round())
}

/// `m:s` or `h:m:s`.
fn by_colons(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for (place, part) in parts.iter().enumerate() {
        let n = number(part).filter(|n| n.fract() == 0.0 && (place == 0 || *n < 60.0))?;
        seconds = seconds * 60.0 + n;
    }
    Some(seconds)
}

/// Numbers with units, largest first; a bare number counts in the unit below the last one, minutes to begin with.
fn by_units(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut seconds = 0.0;
    let mut below = 3600.0 * 60.0;
    while !rest.is_empty() {
        let (digits, after) = split_while(rest, |c| c.is_ascii_digit() || c == '.' || c == ',');
        let (unit, after) = split_while(after.trim_start(), char::is_alphabetic);
        let unit = match unit {
            // Only the last number may go without: "4 4" is no length of time.
            "" if !after.is_empty() => return None,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "" if below > 3600.0 => 60.0,
            "" => below / 60.0,
            _ => return None,
        };
        if unit >= below || unit < 1.0 {
            return None;
        }
        seconds += unit * number(digits)?;
        below = unit;
        rest = after.trim_start_matches([' ', '.']);
    }
    (below <= 3600.0).then_some(seconds)
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !keep(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// A plain number with a point or a comma; no sign, no exponent.
fn number(text: &str) -> Option<f64> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if !plain || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

fn whole_seconds(seconds: f64) -> Option<u32> {
    if !(0.0..=LONGEST).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within a day above")]
    Some(seconds as u32)
}

/// A day from `today`, `tomorrow`, `fri`, `next week`, `in 2 weeks`, `3d`, `+3`, `14 mar`, `March 14, 2027`, `14.3.`,
/// `2027-03-14`. A weekday is the next one after today; a day without a year is the next one from today on. Nothing
/// where it is no day, or where day and month could be swapped (`3/4`).
pub fn parse_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if let Some(day) = by_word(&words, today) {
        return Some(day);
    }
    match words.as_slice() {
        ["in", amount @ ..] => parse_ahead(amount, today),
        [amount] if amount.starts_with('+') => parse_ahead(&[amount.trim_start_matches('+')], today),
        [one] => by_figures(one, today).or_else(|| short_amount(one, today)).or_else(|| parse_glued(one, today)),
        [day, "of", month, year @ ..] | [day, month, year @ ..] if month_of(month).is_some() => {
            parse_named_month(day, month, year, today)
        }
        [month, day, year @ ..] => parse_named_month(day, month, year, today),
        [] => None,
    }
}

fn by_word(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match words {
        ["today" | "now"] => Some(today),
        ["tomorrow" | "tom" | "tmr"] => today.checked_add_days(Days::new(1)),
        ["yesterday"] => today.checked_sub_days(Days::new(1)),
        ["next", "week"] => today.checked_add_days(Days::new(7)),
        ["next", "month"] => today.checked_add_months(Months::new(1)),
        ["next" | "on" | "this", day] | [day] => weekday(day).and_then(|day| next_weekday(day, today)),
        _ => None,
    }
}

/// The days of a week, from Monday.
pub(in crate::domain) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The months of a year.
#[rustfmt::skip]
pub(in crate::domain) const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
];

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    let place = WEEKDAYS.iter().position(|name| word.len() >= 2 && name.starts_with(word))?;
    u8::try_from(place).ok().and_then(|place| Weekday::try_from(place).ok())
}

fn next_weekday(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (day.num_days_from_monday() + 6 - today.weekday().num_days_from_monday()) % 7 + 1;
    today.checked_add_days(Days::new(u64::from(ahead)))
}

/// `2 weeks`, `a month`, `10` (days), `3d`.
fn parse_ahead(amount: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match amount {
        [one] if one.chars().all(|c| c.is_ascii_digit()) => add(one.parse().ok()?, "d", today),
        [one] => short_amount(one, today),
        ["a" | "an" | "one", unit] => add(1, unit, today),
        [n, unit] => add(n.parse().ok()?, unit, today),
        _ => None,
    }
}

/// `3d`, `2w`, `6m`.
fn short_amount(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (digits, unit) = split_while(text, |c| c.is_ascii_digit());
    if unit.is_empty() {
        return None;
    }
    add(digits.parse().ok()?, unit, today)
}

fn add(n: u32, unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    let n = Some(n).filter(|n| *n <= FURTHEST)?;
    match unit {
        "d" | "day" | "days" => today.checked_add_days(Days::new(u64::from(n))),
        "w" | "wk" | "wks" | "week" | "weeks" => today.checked_add_days(Days::new(7 * u64::from(n))),
        "m" | "mo" | "month" | "months" => today.checked_add_months(Months::new(n)),
        "y" | "yr" | "year" | "years" => today.checked_add_months(Months::new(n.checked_mul(12)?)),
        _ => None,
    }
}

/// `2027-03-14`, `14.3.`, `14.3.2027`, `25/3`, `3/25/2027`.
fn by_figures(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day);
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<u32> =
        text.trim_end_matches('.').split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (first, second, year) = match parts.as_slice() {
        [first, second] => (*first, *second, None),
        [first, second, year] => (*first, *second, Some(full_year(*year)?)),
        _ => return None,
    };
    match separator {
        '.' => next_day_on(first, second, year, today),
        '/' if first > 12 => next_day_on(first, second, year, today),
        '/' if second > 12 || first == second => next_day_on(second, first, year, today),
        _ => None,
    }
}

/// `14mar`.
fn parse_glued(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (day, month) = split_while(text, |c| c.is_ascii_digit());
    parse_named_month(day, month, &[], today)
}

fn parse_named_month(day: &str, month: &str, year: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let (digits, ending) = split_while(day, |c| c.is_ascii_digit());
    let year = match year {
        [] => None,
        [year] => Some(full_year(year.parse().ok()?)?),
        _ => return None,
    };
    if !matches!(ending, "" | "." | "st" | "nd" | "rd" | "th") {
        return None;
    }
    next_day_on(digits.parse().ok()?, month_of(month)?, year, today)
}

/// 1–12, from the first three letters of its English name on.
pub(in crate::domain) fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let place = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(place + 1).ok()
}

fn full_year(year: u32) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match year {
        0..=99 => Some(2000 + year),
        1900..=9999 => Some(year),
        _ => None,
    }
}

/// The day of this year, or the next time it comes round (29 February may be years away).
fn next_day_on(day: u32, month: u32, year: Option<i32>, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    (today.year()..=today.year() + 8)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|day| *day >= today)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_typed() {
        for (text, seconds) in [
            ("4", Some(240)),
            ("4:30", Some(270)),
            ("0:45", Some(45)),
            ("1:02:30", Some(3750)),
            ("270s", Some(270)),
            ("270 sec", Some(270)),
            ("4m", Some(240)),
            ("4 min.", Some(240)),
            ("6m10", Some(370)),
            ("4m27s", Some(267)),
            ("1h", Some(3600)),
            ("1h30", Some(5400)),
            ("1 h 5 m", Some(3900)),
            ("4,5", Some(270)),
            ("4.5", Some(270)),
            (" 0 ", Some(0)),
            ("24h", Some(86_400)),
            ("25h", None),
            ("4:60", None),
            ("4:3.5", None),
            ("1:2:3:4", None),
            (":30", None),
            ("-4", None),
            ("4x", None),
            ("4s 3m", None),
            ("m", None),
            ("4 4", None),
            ("1e3", None),
            ("4..5", None),
            ("", None),
            ("soon", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse_minutes(text), seconds, "{text:?}");
        }
    }

    #[test]
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
            ("", None),
            ("soon", None),
            ("ma", None),
            ("t", None),
        ] {
            assert_eq!(parse_day(text, today).map(|day| day.to_string()).as_deref(), day, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(text in "\\PC*", days in 0..3_000_000i32) {
            let today = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            parse_day(&text, today);
            prop_assert!(parse_minutes(&text).is_none_or(|seconds| seconds <= 86_400));
        }

        #[test]
        fn the_readers_survive_their_own_words(
            text in "((in|next|a|\\+|[0-9]{1,12}|d|w|m|y|:|/|\\.|mar|fri|h|s|-) ?){1,6}"
        ) {
            for today in [NaiveDate::MIN, NaiveDate::MAX] {
                parse_day(&text, today);
            }
            parse_minutes(&text);
        }
    }
}

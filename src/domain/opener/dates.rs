//! Dates as people say them on the telephone.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::introduction::DayStyle;

/// Returns a date as spoken: "today", "on Tuesday", "last week", "on the third of November", "last month", "in March",
/// "in March 2025"; in the future "tomorrow", "on Friday", "on the first of January 2028".
pub(super) fn date_phrase(date: NaiveDate, today: NaiveDate, style: DayStyle) -> String {
    let ahead = date.signed_duration_since(today).num_days();
    match ahead {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        -6..=6 => date.format("on %A").to_string(),
        // Arms from the nearest day to the farthest: each relies on those above having taken theirs, and "last week"
        // comes before the date because that is how it is said.
        ..=-7 if is_last_week(date, today) => "last week".to_owned(),
        -30..=-7 if date.month() == today.month() => format!("on {}", day(date, today, style)),
        ..=-7 if is_last_month(date, today) => "last month".to_owned(),
        // Not 365: eleven months ago "in March" is heard as the March to come.
        -330..=-7 => date.format("in %B").to_string(),
        ..=-331 => date.format("in %B %Y").to_string(),
        7.. => format!("on {}", day(date, today, style)),
    }
}

/// Returns "the third of November" or "November third", with the year unless it is clear.
pub(super) fn day(date: NaiveDate, today: NaiveDate, style: DayStyle) -> String {
    let near = date.signed_duration_since(today).num_days().abs() <= 330;
    let (day, month) = (ordinal(date.day()), date.format("%B"));
    match (style, near) {
        (DayStyle::DayFirst, true) => format!("the {day} of {month}"),
        (DayStyle::DayFirst, false) => format!("the {day} of {month} {}", date.year()),
        (DayStyle::MonthFirst, true) => format!("{month} {day}"),
        (DayStyle::MonthFirst, false) => format!("{month} {day}, {}", date.year()),
    }
}

/// Returns a day of the month as spoken: "third", "twenty-first".
fn ordinal(day: u32) -> String {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let word = |day: u32| day.checked_sub(1).and_then(|at| ORDINALS.get(usize::try_from(at).ok()?)).copied();
    match (day, word(day)) {
        (_, Some(word)) => word.to_owned(),
        (30, None) => "thirtieth".to_owned(),
        (31, None) => "thirty-first".to_owned(),
        (_, None) => format!("twenty-{}", word(day % 10).unwrap_or_default()),
    }
}

fn is_last_week(date: NaiveDate, today: NaiveDate) -> bool {
    today.checked_sub_days(Days::new(7)).is_some_and(|then| then.iso_week() == date.iso_week())
}

fn is_last_month(date: NaiveDate, today: NaiveDate) -> bool {
    today
        .checked_sub_months(Months::new(1))
        .is_some_and(|then| (then.year(), then.month()) == (date.year(), date.month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_by_how_far_it_is() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let today = on(2026, 11, 19); // a Thursday
        for (date, words) in [
            (on(2026, 11, 19), "today"),
            (on(2026, 11, 18), "yesterday"),
            (on(2026, 11, 17), "on Tuesday"),
            (on(2026, 11, 13), "on Friday"),
            (on(2026, 11, 12), "last week"),
            (on(2026, 11, 9), "last week"),
            (on(2026, 11, 8), "on the eighth of November"),
            (on(2026, 11, 3), "on the third of November"),
            (on(2026, 10, 30), "last month"),
            (on(2026, 10, 1), "last month"),
            (on(2026, 9, 30), "in September"),
            (on(2026, 3, 2), "in March"),
            (on(2025, 11, 3), "in November 2025"),
            (on(2026, 11, 20), "tomorrow"),
            (on(2026, 11, 24), "on Tuesday"),
            (on(2026, 12, 1), "on the first of December"),
            (on(2027, 1, 1), "on the first of January"),
            (on(2028, 1, 1), "on the first of January 2028"),
        ] {
            assert_eq!(date_phrase(date, today, DayStyle::DayFirst), words, "{date}");
        }
    }

    #[test]
    fn a_day_is_said_in_words_as_people_of_the_place_say_it() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let today = on(2026, 4, 19);
        for (date, first, other) in [
            (on(2026, 5, 3), "the third of May", "May third"),
            (on(2026, 5, 12), "the twelfth of May", "May twelfth"),
            (on(2026, 5, 21), "the twenty-first of May", "May twenty-first"),
            (on(2026, 5, 30), "the thirtieth of May", "May thirtieth"),
            (on(2026, 5, 31), "the thirty-first of May", "May thirty-first"),
            (on(2028, 5, 20), "the twentieth of May 2028", "May twentieth, 2028"),
        ] {
            assert_eq!(day(date, today, DayStyle::DayFirst), first);
            assert_eq!(day(date, today, DayStyle::MonthFirst), other);
        }
    }
}

//! Dates as people say them on the telephone.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Returns a date as spoken: "today", "on Tuesday", "last week", "on 3 November", "last month", "in March", "in March
/// 2025"; in the future "tomorrow", "on Friday", "on 1 January", "on 1 January 2028".
pub(super) fn date_phrase(date: NaiveDate, today: NaiveDate) -> String {
    let ahead = date.signed_duration_since(today).num_days();
    match ahead {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        -6..=6 => date.format("on %A").to_string(),
        ..=-7 if is_last_week(date, today) => "last week".to_owned(),
        -30..=-7 if date.month() == today.month() => format!("on {}", day(date, today)),
        ..=-7 if is_last_month(date, today) => "last month".to_owned(),
        -330..=-7 => date.format("in %B").to_string(),
        ..=-331 => date.format("in %B %Y").to_string(),
        7.. => format!("on {}", day(date, today)),
    }
}

/// Returns "3 November", with the year unless it is clear.
pub(super) fn day(date: NaiveDate, today: NaiveDate) -> String {
    let near = date.signed_duration_since(today).num_days().abs() <= 330;
    date.format(if near { "%-d %B" } else { "%-d %B %Y" }).to_string()
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
            (on(2026, 11, 8), "on 8 November"),
            (on(2026, 11, 3), "on 3 November"),
            (on(2026, 10, 30), "last month"),
            (on(2026, 10, 1), "last month"),
            (on(2026, 9, 30), "in September"),
            (on(2026, 3, 2), "in March"),
            (on(2025, 11, 3), "in November 2025"),
            (on(2026, 11, 20), "tomorrow"),
            (on(2026, 11, 24), "on Tuesday"),
            (on(2026, 12, 1), "on 1 December"),
            (on(2027, 1, 1), "on 1 January"),
            (on(2028, 1, 1), "on 1 January 2028"),
        ] {
            assert_eq!(date_phrase(date, today), words, "{date}");
        }
    }
}

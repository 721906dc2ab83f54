//! The days that figures cover: back from today, or from one day to another.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Period;
use crate::domain::dates::parse_past_day;
use crate::domain::ids::RepId;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// How many days back from today, today included.
    RecentDays {
        /// The last seven days.
        Week = "week", "7 days";
        /// The last thirty days.
        Month = "month", "30 days";
        /// The last ninety days.
        Quarter = "quarter", "90 days";
        /// The last 365 days.
        Year = "year", "365 days";
        /// Every day since the first logged call.
        All = "all", "all days";
    }
}

/// A range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayRange {
    /// Days back from today.
    Lately(RecentDays),
    /// From one day to another, both included.
    Days(NaiveDate, NaiveDate),
}

impl Default for DayRange {
    fn default() -> DayRange {
        DayRange::Lately(RecentDays::Quarter)
    }
}

impl DayRange {
    /// Parses "week", "2026-01-01 to 2026-03-31", "1 jan - 31 mar"; a single day means from that day until today.
    ///
    /// # Errors
    /// A sentence that says what cannot be read, and what can.
    pub fn parse(text: &str, today: NaiveDate) -> Result<DayRange, String> {
        let text = text.trim().to_lowercase();
        if let Some(length) = RecentDays::from_key(&text) {
            return Ok(DayRange::Lately(length));
        }
        // Dashes only between blanks: a day itself may be written with dashes.
        let halves = [" to ", "..", " – ", " - "].iter().find_map(|between| text.split_once(between));
        let (from, until) = match halves {
            Some((from, until)) => (past_day(from, today)?, past_day(until, today)?),
            None => (past_day(&text, today)?, today),
        };
        if until < from {
            return Err(format!("{until} is before {from}: give the earlier day first."));
        }
        Ok(DayRange::Days(from, until))
    }

    /// Returns the days as a period; `first` is the day of the first call.
    pub fn period(self, today: NaiveDate, first: Option<NaiveDate>, rep: Option<RepId>) -> Period {
        // Today is one of the days: "7 days" are six before it.
        let back = |days: u64| today.checked_sub_days(Days::new(days - 1)).unwrap_or(today);
        let (from, until) = match self {
            DayRange::Lately(RecentDays::Week) => (back(7), today),
            DayRange::Lately(RecentDays::Month) => (back(30), today),
            DayRange::Lately(RecentDays::Quarter) => (back(90), today),
            DayRange::Lately(RecentDays::Year) => (back(365), today),
            // The first call may lie after today, where a clock ran ahead: a period must not end before it begins.
            DayRange::Lately(RecentDays::All) => (first.unwrap_or(today).min(today), today),
            DayRange::Days(from, until) => (from, until),
        };
        Period { from, until, rep }
    }

    /// Describes the range: "90 days", "1 Jan – 31 Mar 2026".
    pub fn words(self) -> String {
        match self {
            DayRange::Lately(length) => length.words().to_owned(),
            DayRange::Days(from, until) => format!("{} – {}", from.format("%-d %b %Y"), until.format("%-d %b %Y")),
        }
    }
}

/// A day that has been: where no year was said, the last one by that name.
fn past_day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    parse_past_day(text, today).ok_or_else(|| {
        format!(
            "\"{}\" is not a day. Try \"2026-01-01 to 2026-03-31\", \"1 jan - 31 mar\" or \"quarter\".",
            text.trim()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_read_as_people_type_it() {
        let today = day("2026-03-12");
        for (text, span) in [
            ("quarter", Some(DayRange::Lately(RecentDays::Quarter))),
            (" All ", Some(DayRange::Lately(RecentDays::All))),
            ("2026-01-01 to 2026-03-31", Some(DayRange::Days(day("2026-01-01"), day("2026-03-31")))),
            ("2025-10-01..2025-12-31", Some(DayRange::Days(day("2025-10-01"), day("2025-12-31")))),
            ("1 dec - 31 jan", Some(DayRange::Days(day("2025-12-01"), day("2026-01-31")))),
            ("1 mar", Some(DayRange::Days(day("2026-03-01"), today))),
            ("31 mar - 1 mar", Some(DayRange::Days(day("2025-03-31"), day("2026-03-01")))),
            ("2026-03-12 to 2026-03-01", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(DayRange::parse(text, today).ok(), span, "{text:?}");
        }
        assert!(DayRange::parse("soon", today).unwrap_err().contains("\"soon\" is not a day"));
    }

    #[test]
    fn a_week_is_seven_days_with_today_and_as_many_lie_before() {
        let today = day("2026-03-12");
        let week = DayRange::Lately(RecentDays::Week).period(today, None, None);
        assert_eq!((week.from, week.until), (day("2026-03-06"), today));
        let before = week.before().unwrap();
        assert_eq!((before.from, before.until), (day("2026-02-27"), day("2026-03-05")));
        let all = DayRange::Lately(RecentDays::All).period(today, Some(day("2024-05-02")), None);
        assert_eq!((all.from, all.until), (day("2024-05-02"), today));
        let nothing = Period { from: NaiveDate::MIN, until: today, rep: None };
        assert_eq!(nothing.before(), None, "the calendar ends");
    }
}

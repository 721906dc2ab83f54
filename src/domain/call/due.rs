//! When something is due: a day, and an hour where one was agreed.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::{NextStep, Promise};
use crate::domain::dates::wording::due;
use crate::domain::dates::{Leaning, moment_typed, parse_day};
use crate::domain::text::clean_line;

/// A day, and a time of day on their clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub on: NaiveDate,
    pub time: Option<NaiveTime>,
}

/// How a due day may be typed, for a hint or at the end of a refusal.
pub const DUE_HINT: &str = "Try \"fri\", \"fri 14:00\", \"tomorrow 3 p.m.\", \"in 2 weeks\" or \"14 mar\".";

/// Minutes before its hour from which a callback stands before everything else.
pub const SOON_MINUTES: i64 = 60;

impl Due {
    /// Parses a day, or a moment on their clock: of the zone `theirs`, or the rep's if it is unknown.
    ///
    /// # Errors
    /// A sentence for the rep if the text is neither.
    pub fn parse(text: &str, now: DateTime<FixedOffset>, theirs: Option<Tz>) -> Result<Due, String> {
        if let Some(on) = parse_day(text, now.date_naive()) {
            return Ok(Due { on, time: None });
        }
        let wall = match theirs {
            Some(zone) => {
                moment_typed(text, now, &zone, Leaning::Ahead).map(|at| at.with_timezone(&zone).naive_local())
            }
            None => moment_typed(text, now, now.offset(), Leaning::Ahead)
                .map(|at| at.with_timezone(now.offset()).naive_local()),
        };
        let wall = wall.map_err(|_| format!("\"{}\" is not a day. {DUE_HINT}", clean_line(text, 60)))?;
        // "in 2 hours" brings the seconds of the instant at which it was typed; an hour is agreed without them.
        Ok(Due { on: wall.date(), time: wall.time().with_second(0) })
    }

    /// Returns true if it is over at `now`, on the clock of `theirs`, or the rep's if it is unknown.
    pub fn is_past(self, now: DateTime<FixedOffset>, theirs: Option<Tz>) -> bool {
        match self.time {
            None => self.on < now.date_naive(),
            Some(time) => instant(self.on.and_time(time), theirs, now.offset()).is_some_and(|at| at < now),
        }
    }

    /// Returns the text that [`Due::parse`] reads back.
    pub fn as_typed(self) -> String {
        match self.time {
            Some(time) => format!("{} {}", self.on, time.format("%H:%M")),
            None => self.on.to_string(),
        }
    }

    /// Returns the hour as words to put behind a day: ", 14:00"; empty without an hour.
    pub fn hour_words(self) -> String {
        self.time.map(|time| time.format(", %-H:%M").to_string()).unwrap_or_default()
    }
}

impl NextStep {
    /// Returns when it is due; `None` if no day was agreed.
    pub fn due(&self) -> Option<Due> {
        self.by.map(|on| Due { on, time: self.time })
    }
}

impl Promise {
    /// Returns when it is due; `None` if no day was agreed.
    pub fn due(&self) -> Option<Due> {
        self.by.map(|on| Due { on, time: self.time })
    }

    /// The instant of a promise with an hour: on their clock, or on `own` where theirs is unknown.
    pub fn due_at(&self, own: &FixedOffset) -> Option<DateTime<Utc>> {
        instant(self.by?.and_time(self.time?), self.their_zone(), own)
    }

    /// Returns the zone that it was agreed by; `None` for the rep's own.
    pub fn their_zone(&self) -> Option<Tz> {
        self.zone.as_deref()?.parse().ok()
    }

    /// True if its hour is near or past, at `now`.
    pub fn is_near(&self, now: DateTime<FixedOffset>) -> bool {
        self.due_at(now.offset()).is_some_and(|at| (at - now.to_utc()).num_minutes() <= SOON_MINUTES)
    }

    /// The hour as a rep reads it: "14:00 their time, in 25 min"; nothing without an hour.
    pub fn hour_says(&self, now: DateTime<FixedOffset>) -> Option<String> {
        let (time, at) = (self.time?, self.due_at(now.offset())?);
        let theirs = if self.zone.is_some() { " their time" } else { "" };
        let clock = format!("{}{theirs}", time.format("%-H:%M"));
        let minutes = (at - now.to_utc()).num_minutes();
        Some(match minutes {
            0 => format!("{clock}, now"),
            ..0 if minutes > -24 * 60 => format!("{clock}, {} ago", length_says(-minutes)),
            1.. if minutes < 24 * 60 => format!("{clock}, in {}", length_says(minutes)),
            _ => clock,
        })
    }

    /// How far the day is, and the hour: "due today, 14:00 their time".
    pub fn due_says(&self, today: NaiveDate) -> String {
        let theirs = if self.zone.is_some() { " their time" } else { "" };
        let hour = self.time.map(|time| format!(", {}{theirs}", time.format("%-H:%M"))).unwrap_or_default();
        format!("{}{hour}", due(self.by, today))
    }

    /// The day that was agreed first, where it was moved since: "first by Fri 13 Mar 14:00".
    pub fn moved_says(&self) -> Option<String> {
        let first = Due { on: self.first_on?, time: self.first_time };
        let time = first.time.map(|time| time.format(" %-H:%M").to_string()).unwrap_or_default();
        Some(format!("first by {}{time}", first.on.format("%a %-d %b")))
    }
}

/// "25 min", "3 h", "3 h 10".
fn length_says(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// Returns the instant of a wall time in a zone, or on the clock `own` if the zone is unknown.
fn instant(wall: NaiveDateTime, zone: Option<Tz>, own: &FixedOffset) -> Option<DateTime<Utc>> {
    match zone {
        Some(zone) => zone.instant_of(wall),
        None => own.from_local_datetime(&wall).single().map(|at| at.to_utc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call::Whose;
    use crate::domain::ids::{AccountId, CallId, ContactId, PromiseId};
    use crate::domain::time_zone::tz;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_typed_with_an_hour_or_without() {
        // Wednesday; New York is five hours behind Oslo in these weeks.
        let now = DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap();
        for (text, on, time) in [
            ("fri", "2026-03-13", ""),
            ("fri 14:00", "2026-03-13", "14:00"),
            ("tomorrow 3 p.m.", "2026-03-12", "15:00"),
            ("tomorrow at 3pm", "2026-03-12", "15:00"),
            ("14 mar 9.30", "2026-03-14", "09:30"),
            ("in 2 weeks 12 noon", "2026-03-25", "12:00"),
            ("2026-03-14 09:10", "2026-03-14", "09:10"),
            ("16:45", "2026-03-11", "16:45"),
            ("12 am", "2026-03-11", "00:00"),
            ("in 2 h", "2026-03-11", "12:00"),
            ("4pm tomorrow", "2026-03-12", "16:00"),
            ("morgen 14 Uhr", "2026-03-12", "14:00"),
        ] {
            let due = Due::parse(text, now, None).unwrap_or_else(|says| panic!("{says}"));
            let said = due.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
            assert_eq!((due.on, said.as_str()), (day(on), time), "{text}");
            assert_eq!(Due::parse(&due.as_typed(), now, None), Ok(due), "{text}");
        }
        for text in ["soon", "fri 25:00", "fri 14:7", "13 pm", "fri 14", ""] {
            let refused = Due::parse(text, now, None).unwrap_err();
            assert!(refused.ends_with(DUE_HINT), "{refused}");
        }
    }

    #[test]
    fn an_hour_is_typed_on_their_clock_and_a_length_of_time_counts_from_now_there() {
        let now = DateTime::parse_from_rfc3339("2026-03-11T18:35:00+01:00").unwrap();
        let zone = Some(tz("America/New_York"));
        for (text, on, time) in [
            ("fri 14:00", "2026-03-13", "14:00"),
            ("in 2 h", "2026-03-11", "15:35"),
            ("tomorrow 20:00 UTC", "2026-03-12", "16:00"),
            ("14:00", "2026-03-11", "14:00"),
        ] {
            let due = Due::parse(text, now, zone).unwrap();
            assert_eq!((due.on, due.time), (day(on), format!("{time}:00").parse().ok()), "{text}");
            assert!(!due.is_past(now, zone), "{text}");
        }
        let over = Due::parse("13:00", now, zone).unwrap();
        assert!(over.is_past(now, zone) && !Due { time: None, ..over }.is_past(now, zone));
        assert!(Due::parse("yesterday", now, zone).unwrap().is_past(now, zone));
    }

    fn promise(time: &str, zone: Option<&str>) -> Promise {
        Promise {
            id: PromiseId::default(),
            call_id: CallId::default(),
            contact_id: ContactId::default(),
            account_id: AccountId::default(),
            what: "call back".to_owned(),
            by: Some(day("2026-03-11")),
            time: time.parse().ok(),
            zone: zone.map(str::to_owned),
            first_on: None,
            first_time: None,
            whose: Whose::Ours,
            done_on: None,
        }
    }

    #[test]
    fn an_hour_is_by_their_clock_and_says_how_far_it_is() {
        let now = DateTime::parse_from_rfc3339("2026-03-11T18:35:00+01:00").unwrap();
        for (time, zone, says, near) in [
            // New York is five hours behind Oslo in these weeks.
            ("14:00:00", Some("America/New_York"), Some("14:00 their time, in 25 min"), true),
            ("16:45:00", Some("America/New_York"), Some("16:45 their time, in 3 h 10"), false),
            ("14:00:00", None, Some("14:00, 4 h 35 ago"), true),
            ("18:35:00", None, Some("18:35, now"), true),
            ("", Some("America/New_York"), None, false),
        ] {
            let promise = promise(time, zone);
            assert_eq!(promise.hour_says(now).as_deref(), says, "{time} {zone:?}");
            assert_eq!(promise.is_near(now), near, "{time} {zone:?}");
        }
    }

    #[test]
    fn a_promise_that_was_moved_says_what_was_agreed_first() {
        let moved =
            Promise { first_on: Some(day("2026-03-06")), first_time: "14:00:00".parse().ok(), ..promise("", None) };
        assert_eq!(moved.moved_says().as_deref(), Some("first by Fri 6 Mar 14:00"));
        assert_eq!(promise("", None).moved_says(), None);
    }
}

//! The line in which a plan says when its meeting is: written, and read again.
//!
//! The plan itself holds it, in words that the rep may change: what it says is what counts as their plan.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};

use crate::domain::time_zone::Tz;

/// What the line begins with.
pub const MEETING_ON: &str = "Meeting on ";

/// When a meeting is, as a plan says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingLine {
    pub on: NaiveDate,
    /// Time of day; `None` for an all-day meeting.
    pub time: Option<NaiveTime>,
    /// Zone of the time; `None` for the rep's own clock.
    pub zone: Option<Tz>,
}

impl MeetingLine {
    /// Describes the meeting: `Meeting on Tue 10 Feb 2026 at 12:00 (Europe/Oslo), Hall 2.`
    pub fn write(&self, place: &str) -> String {
        let time = self.time.map(|time| time.format(" at %H:%M").to_string()).unwrap_or_default();
        let zone = self.zone.filter(|_| self.time.is_some()).map(|zone| format!(" ({})", zone.name()));
        let place = if place.is_empty() { String::new() } else { format!(", {place}") };
        format!("{MEETING_ON}{}{time}{}{place}.", self.on.format("%a %-d %b %Y"), zone.unwrap_or_default())
    }

    /// Reads what [`MeetingLine::write`] wrote, from the first line of a text; `None` if it says no meeting.
    pub fn read(text: &str) -> Option<MeetingLine> {
        let said = text.lines().next()?.strip_prefix(MEETING_ON)?;
        let mut words = said.split_whitespace();
        let _weekday = words.next()?;
        let day: Vec<&str> = words.by_ref().take(3).collect();
        let day = day.join(" ");
        let on = NaiveDate::parse_from_str(day.trim_end_matches(['.', ',']), "%d %b %Y").ok()?;
        if day.ends_with(['.', ',']) || words.next() != Some("at") {
            return Some(MeetingLine { on, time: None, zone: None });
        }
        let time =
            words.next().and_then(|word| NaiveTime::parse_from_str(word.trim_end_matches(['.', ',']), "%H:%M").ok());
        let zone = words.next().and_then(|word| word.strip_prefix('(')?.split(')').next()?.parse().ok());
        Some(MeetingLine { on, time, zone })
    }

    /// Returns the instant at which the meeting begins, by the rep's own clock where the line names no zone; `None` for an
    /// all-day meeting.
    pub fn instant(&self, own: &FixedOffset) -> Option<DateTime<Utc>> {
        let wall = self.on.and_time(self.time?);
        match self.zone {
            Some(zone) => zone.instant_of(wall),
            None => own.from_local_datetime(&wall).single().map(|at| at.to_utc()),
        }
    }

    /// Returns true if both say the same time, each by its own clock.
    pub fn is_at_once_with(&self, other: &MeetingLine) -> bool {
        match (self.time.zip(self.zone), other.time.zip(other.zone)) {
            (Some((time, zone)), Some((theirs, there))) => {
                zone.instant_of(self.on.and_time(time)) == there.instant_of(other.on.and_time(theirs))
            }
            // Without an hour, or a clock that it is on, the words alone can be compared.
            _ => self.on == other.on && self.time.zip(other.time).is_none_or(|(time, theirs)| time == theirs),
        }
    }

    /// Returns the time on the clock that another line tells its own by; unchanged where either has no clock.
    #[must_use]
    pub fn on_clock_of(self, other: &MeetingLine) -> MeetingLine {
        let instant = self.time.zip(self.zone).and_then(|(time, zone)| zone.instant_of(self.on.and_time(time)));
        match instant.zip(other.zone.filter(|_| other.time.is_some())) {
            Some((at, zone)) => {
                let wall = at.with_timezone(&zone).naive_local();
                MeetingLine { on: wall.date(), time: Some(wall.time()), zone: Some(zone) }
            }
            None => self,
        }
    }

    /// Day and hour in few words: "9 Dec 14:00", with the year if it is another one than this.
    pub fn in_few_words(&self, this_year: i32) -> String {
        use chrono::Datelike;
        let year = if self.on.year() == this_year { String::new() } else { self.on.format(" %Y").to_string() };
        let time = self.time.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        format!("{}{year}{time}", self.on.format("%-d %b"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_zone::tz;

    #[test]
    fn a_plan_says_when_its_meeting_is_and_is_read_again() {
        let on: NaiveDate = "2026-12-09".parse().unwrap();
        let time = NaiveTime::from_hms_opt(14, 0, 0);
        for (line, place, text) in [
            (
                MeetingLine { on, time, zone: Some(tz("Europe/Oslo")) },
                "Hall 2",
                "Meeting on Wed 9 Dec 2026 at 14:00 (Europe/Oslo), Hall 2.",
            ),
            (MeetingLine { on, time, zone: Tz::fixed(330) }, "", "Meeting on Wed 9 Dec 2026 at 14:00 (UTC+05:30)."),
            (MeetingLine { on, time, zone: None }, "Hall (2)", "Meeting on Wed 9 Dec 2026 at 14:00, Hall (2)."),
            (MeetingLine { on, time, zone: None }, "", "Meeting on Wed 9 Dec 2026 at 14:00."),
            (MeetingLine { on, time: None, zone: None }, "at home", "Meeting on Wed 9 Dec 2026, at home."),
            (MeetingLine { on, time: None, zone: None }, "", "Meeting on Wed 9 Dec 2026."),
        ] {
            assert_eq!(line.write(place), text);
            assert_eq!(MeetingLine::read(&format!("{text}\nThe agenda")), Some(line), "{text}");
        }
        for other in ["", "Meeting on", "Meeting on Friday", "They moved.\nMeeting on Wed 9 Dec 2026."] {
            assert_eq!(MeetingLine::read(other), None, "{other}");
        }
    }

    #[test]
    fn one_instant_on_two_clocks_is_one_time() {
        let on: NaiveDate = "2026-12-09".parse().unwrap();
        let at = |hour, zone: Option<&str>| MeetingLine {
            on,
            time: NaiveTime::from_hms_opt(hour, 0, 0),
            zone: zone.map(tz),
        };
        assert!(at(14, Some("Europe/Oslo")).is_at_once_with(&at(13, Some("Europe/London"))));
        assert!(!at(14, Some("Europe/Oslo")).is_at_once_with(&at(14, Some("Europe/London"))));
        assert!(at(14, None).is_at_once_with(&at(14, Some("Europe/London"))));
        let there = at(14, Some("Europe/Oslo")).on_clock_of(&at(9, Some("Asia/Tokyo")));
        assert_eq!(there, at(22, Some("Asia/Tokyo")));
        assert_eq!(at(14, Some("Europe/Oslo")).on_clock_of(&at(9, None)), at(14, Some("Europe/Oslo")));
        assert!(MeetingLine { on, time: None, zone: None }.is_at_once_with(&at(14, None)));
        assert_eq!(
            (at(14, None).in_few_words(2026), at(9, None).in_few_words(2025)),
            ("9 Dec 14:00".into(), "9 Dec 2026 09:00".into())
        );
    }
}

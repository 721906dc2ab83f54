//! Parses when a call began: an instant, a day with a time of day, or both in columns of their own.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone, Utc};

use crate::domain::dates::{DateWords, NumberOrder, Tokens, scan, time_in_full};
use crate::exchange::dates;

/// Hour and minute assumed if the file gives no time of day.
const NOON: (u32, u32) = (12, 0);

/// An instant, and what had to be assumed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CallTime {
    pub(crate) at: DateTime<FixedOffset>,
    /// True if the file names no time zone.
    pub(crate) wall: bool,
    /// True if the file names no time of day.
    pub(crate) noon: bool,
}

/// Parses the instant in a cell, or in a cell and a time of day; times without a zone are taken as at `here`.
pub(super) fn instant(cell: &str, time: Option<&str>, order: NumberOrder, here: FixedOffset) -> Option<CallTime> {
    let exact = |at: DateTime<FixedOffset>| CallTime { at, wall: false, noon: false };
    if let Some(at) = epoch(cell) {
        return Some(exact(at.with_timezone(&here)));
    }
    // Before the exact form: a placeholder such as 1970-01-01T00:00:00Z is an exact instant and no call.
    let day = dates::day(cell, order)?;
    if let Ok(at) = DateTime::parse_from_rfc3339(cell) {
        return Some(exact(at));
    }
    let told = of_day(cell).or_else(|| time.and_then(of_day));
    // `25:00` is a damaged time of day: assuming noon would hide that.
    if told.is_none() && (cell.contains(':') || time.is_some_and(|time| !time.trim().is_empty())) {
        return None;
    }
    let noon = told.is_none();
    let (time, zone) = match told {
        Some(told) => told,
        None => (NaiveTime::from_hms_opt(NOON.0, NOON.1, 0)?, None),
    };
    let at = zone.unwrap_or(here).from_local_datetime(&day.and_time(time)).single()?;
    Some(CallTime { at, wall: zone.is_none(), noon })
}

/// Parses milliseconds or seconds since 1970, between 2001 and 2286.
fn epoch(cell: &str) -> Option<DateTime<Utc>> {
    let digits = cell.bytes().all(|b| b.is_ascii_digit());
    match cell.len() {
        13 if digits => DateTime::from_timestamp_millis(cell.parse().ok()?),
        10 if digits => DateTime::from_timestamp(cell.parse().ok()?, 0),
        _ => None,
    }
}

/// The first time of day in a text: `9:12`, `1:07 p.m.`, `09:12 UTC`, `14h30`, `noon`; or the text is one: `9.12`.
fn of_day(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let tokens = Tokens::of(text, DateWords::all());
    let found = time_in_full(&tokens).or_else(|| scan(&tokens).times.into_iter().next())?;
    Some((found.time?, found.zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_diallers_and_crms_write_it() {
        let here = FixedOffset::east_opt(3600).unwrap();
        for (cell, time, at, wall, noon) in [
            ("2026-03-12T08:12:00.000Z", None, "2026-03-12T08:12:00+00:00", false, false),
            ("1773303120000", None, "2026-03-12T09:12:00+01:00", false, false),
            ("2026-03-12 09:12", None, "2026-03-12T09:12:00+01:00", true, false),
            ("2026-03-12 09:12:33 UTC", None, "2026-03-12T09:12:33+00:00", false, false),
            ("03/12/2026 9:12 PM", None, "2026-03-12T21:12:00+01:00", true, false),
            ("03/12/2026 1:07 p.m.", None, "2026-03-12T13:07:00+01:00", true, false),
            ("03/12/2026, 3 p.m.", None, "2026-03-12T15:00:00+01:00", true, false),
            ("12 March 2026 at noon", None, "2026-03-12T12:00:00+01:00", true, false),
            ("12.03.2026", Some("1:07 p.m."), "2026-03-12T13:07:00+01:00", true, false),
            ("12.03.2026", Some("3pm"), "2026-03-12T15:00:00+01:00", true, false),
            ("12.03.2026", Some("14.30"), "2026-03-12T14:30:00+01:00", true, false),
            ("20260312T081200Z", None, "2026-03-12T08:12:00+00:00", false, false),
            ("12 Mar 2026 09:12:00 GMT+0900", None, "2026-03-12T09:12:00+09:00", false, false),
            ("Mar 12, 2026 12:05 AM", None, "2026-03-12T00:05:00+01:00", true, false),
            ("12.03.2026", Some("09:12"), "2026-03-12T09:12:00+01:00", true, false),
            ("2026-03-12", Some("09:12:00 -05:00"), "2026-03-12T09:12:00-05:00", false, false),
            ("2026-03-12", None, "2026-03-12T12:00:00+01:00", true, true),
        ] {
            let when = instant(cell, time, NumberOrder::MonthFirst, here).unwrap();
            assert_eq!((when.at.to_rfc3339().as_str(), when.wall, when.noon), (at, wall, noon), "{cell}");
        }
        for cell in ["", "soon", "2026-03-12 25:00", "2026-03-12 24:00", "9:12", "0001-01-01T00:00:00Z"] {
            assert_eq!(instant(cell, None, NumberOrder::MonthFirst, here), None, "{cell}");
        }
    }
}

//! Parses times of calendars: days, hours, zones by any of their names, durations.

use std::collections::HashMap;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::account::zone;
use crate::domain::plan::meeting::Zone;
use crate::domain::time_zone::Tz;

use crate::exchange::contentline::ContentLine;

/// Most values of one list that are kept.
const MANY: usize = 1_000;

/// A time as a property gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IcalTime {
    pub(crate) wall: NaiveDateTime,
    pub(crate) zone: Zone,
    /// True if the time is a day without an hour.
    pub(crate) day_only: bool,
}

impl IcalTime {
    /// Returns the local time of this instant in another zone; an all-day date stays the same.
    pub(in crate::exchange) fn wall_in(&self, zone: &Zone) -> Option<NaiveDateTime> {
        // A day has no instant: moved to another zone it would become the day before.
        if self.zone == *zone || self.day_only {
            return Some(self.wall);
        }
        Some(zone.wall(self.zone.instant(self.wall)?))
    }

    /// The time in few words: "9 Dec 14:00".
    pub(super) fn in_few_words(&self) -> String {
        self.wall.format(if self.day_only { "%-d %b" } else { "%-d %b %H:%M" }).to_string()
    }
}

/// The time zones that a calendar describes, and the one for times that name none.
#[derive(Debug)]
pub(crate) struct Zones {
    /// The rep's own clock.
    own: FixedOffset,
    here: Zone,
    described: HashMap<String, Zone>,
}

impl Zones {
    pub(in crate::exchange) fn new(here: FixedOffset) -> Zones {
        Zones { own: here, here: Zone::Own(here), described: HashMap::new() }
    }

    /// Forgets what an earlier calendar of the file said.
    pub(super) fn begin(&mut self) {
        *self = Zones::new(self.own);
    }

    /// Sets the time zone for times that name none.
    pub(in crate::exchange) fn home(&mut self, name: &str) {
        self.here = zone_by_name(name).unwrap_or_else(|| self.here.clone());
    }

    /// Adds a time zone that the calendar describes.
    pub(in crate::exchange) fn describe(&mut self, name: &str, zone: Zone) {
        if self.described.len() < MANY {
            self.described.insert(name.to_owned(), zone);
        }
    }

    /// Finds a time zone by its name, else as the calendar describes it, else by the offset that its name begins with;
    /// `None` if it is unknown.
    fn find(&self, name: &str) -> Option<Zone> {
        let described = || self.described.get(name).cloned();
        let by_offset =
            || zone::offset(name).and_then(|offset| Tz::fixed(offset.local_minus_utc() / 60)).map(Zone::Place);
        // The name before the description: programs describe their zones by rules of the year they were written in, and
        // the database of zones knows when those changed.
        zone_by_name(name).or_else(described).or_else(by_offset)
    }

    /// Returns the zone on whose clock a time is told that is written in Greenwich time: whoever reads it means the clock
    /// on their wall.
    pub(super) fn told_in(&self, zone: &Zone) -> Option<Tz> {
        match (zone, &self.here) {
            (Zone::Place(place), Zone::Place(here)) if place.name() == "UTC" => Some(*here),
            (Zone::Place(place), _) if place.name() == "UTC" => Tz::fixed(self.own.local_minus_utc() / 60),
            (Zone::Place(_) | Zone::Own(_) | Zone::Described(_), _) => None,
        }
    }

    /// Returns the times of a property, and whether its time zone is known.
    pub(in crate::exchange) fn times(&self, line: &ContentLine) -> (Vec<IcalTime>, bool) {
        let name = line.param("TZID").map(str::trim).filter(|name| !name.is_empty());
        let found = name.map(|name| self.find(name));
        let known = found != Some(None);
        let zone = found.flatten().unwrap_or_else(|| self.here.clone());
        let values = line.value.split(',').take(MANY);
        (values.filter_map(|value| time(value, &zone)).collect(), known)
    }
}

/// Parses a time that is on a zone's clock unless it says that it is Greenwich time.
pub(super) fn time(value: &str, zone: &Zone) -> Option<IcalTime> {
    // Of a period (RFC 5545, 3.3.9) only the start is needed.
    let value = value.split('/').next()?.trim();
    // RFC 5545 has no marks between the numbers; programs that write ISO 8601 do.
    let digits: String = value.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let (day, hour) = digits.split_once(['T', 't', ' ']).unwrap_or((&digits, ""));
    let date = NaiveDate::parse_from_str(day, "%Y%m%d").ok()?;
    let (hour, utc) = match hour.strip_suffix(['Z', 'z']) {
        Some(hour) => (hour, true),
        None => (hour, false),
    };
    if hour.is_empty() {
        return Some(IcalTime { wall: date.and_time(NaiveTime::MIN), zone: zone.clone(), day_only: true });
    }
    let hour = hour.split('.').next()?;
    let format = if hour.len() <= 4 { "%H%M" } else { "%H%M%S" };
    let wall = date.and_time(NaiveTime::parse_from_str(hour, format).ok()?);
    let zone = if utc { zone_by_name("UTC")? } else { zone.clone() };
    Some(IcalTime { wall, zone, day_only: false })
}

/// Finds a time zone by any of its names.
pub(super) fn zone_by_name(name: &str) -> Option<Zone> {
    zone::named(name).map(Zone::Place)
}

/// Parses a UTC offset: `+0130`, `-05:00`.
pub(super) fn offset(text: &str) -> Option<FixedOffset> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let seconds = match digits.len() {
        4 | 6 => {
            let hours: i32 = digits.get(..2)?.parse().ok()?;
            let minutes: i32 = digits.get(2..4)?.parse().ok()?;
            hours * 3600 + minutes * 60
        }
        _ => return None,
    };
    FixedOffset::east_opt(if text.trim().starts_with('-') { -seconds } else { seconds })
}

/// Returns the minutes of a duration such as `PT1H30M`, `P1D`, `P2W`; `None` if it is zero, negative or invalid.
pub(super) fn minutes(text: &str) -> Option<u16> {
    let rest = text.trim().trim_start_matches('+').strip_prefix(['P', 'p'])?;
    let (mut total, mut number) = (0_u64, 0_u64);
    for c in rest.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
            continue;
        }
        let factor = match c.to_ascii_uppercase() {
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' | 'T' => 0,
            _ => return None,
        };
        total = total.checked_add(std::mem::take(&mut number).checked_mul(factor)?)?;
    }
    u16::try_from(total).ok().filter(|minutes| *minutes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_zone::tz;

    #[test]
    fn a_zone_that_nobody_knows_is_as_described_or_as_far_as_its_name_says() {
        let mut zones = Zones::new(FixedOffset::east_opt(0).unwrap());
        let at = |hours: i32| Tz::fixed(hours * 60).map(Zone::Place);
        zones.describe("Customized Time Zone", at(2).unwrap());
        assert_eq!(zones.find("W. Europe Standard Time"), Some(Zone::Place(tz("Europe/Berlin"))));
        assert_eq!(zones.find("Customized Time Zone"), at(2));
        assert_eq!(zones.find("(UTC+03:00) Customized Time Zone"), at(3));
        assert_eq!(zones.find("Another"), None);
    }

    #[test]
    fn lengths_are_minutes() {
        for (text, expected) in [
            ("PT45M", Some(45)),
            ("P1DT1H", Some(1500)),
            ("P1W", Some(10_080)),
            ("PT0S", None),
            ("-PT5M", None),
            ("P99999999999999999999W", None),
            ("soon", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }

    #[test]
    fn offsets_are_read_with_and_without_colon() {
        assert_eq!(offset("-0530"), FixedOffset::west_opt(19_800));
        assert_eq!(offset("+01:00"), FixedOffset::east_opt(3600));
        assert_eq!(offset("x"), None);
        assert_eq!(offset("+9999"), None);
    }
}

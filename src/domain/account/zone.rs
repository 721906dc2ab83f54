//! A time zone from the many names that people and programs give it. The only reader of zones.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// What Windows calls its zones, and their names of IANA, split by a tab. Made by `assets/windows_zones.py`.
const WINDOWS: &str = include_str!("../../../assets/windows_zones.tsv");
/// Longest name, in bytes; whoever writes more says something else.
const LONGEST: usize = 200;
/// Areas whose zones are named after cities, and two whose zones are named after parts of a country.
const AREAS: &[&str] =
    &["Africa", "America", "Asia", "Atlantic", "Australia", "Canada", "Europe", "Indian", "Pacific", "US"];
/// What Windows shows for zones that are named after none of the cities shown.
const SHOWN: &[(&str, &str)] = &[
    ("Brasilia", "America/Sao_Paulo"),
    ("Cabo Verde Is.", "Atlantic/Cape_Verde"),
    ("City of Buenos Aires", "America/Buenos_Aires"),
    ("Coordinated Universal Time", "UTC"),
    ("Indiana (East)", "America/Indianapolis"),
    ("Nuku'alofa", "Pacific/Tongatapu"),
    ("Sri Jayawardenepura", "Asia/Colombo"),
];
/// Last parts of names that are no place by themselves.
const NO_PLACES: &[&str] = &["East", "West", "North", "South", "Acre"];

/// A zone by its name of IANA (`Europe/Oslo`), the name that Windows has for it (`W. Europe Standard Time`), or what
/// mail programs, calendars and CRMs make of these: `/mozilla.org/20050126_1/Europe/Berlin`, `america_slash_new_york`,
/// `(GMT+01:00) Central European Standard Time (Europe/Berlin)`, `(UTC+01:00) Amsterdam, Berlin, Bern`.
pub fn named(text: &str) -> Option<Tz> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    // Most names are right as they are.
    if let Ok(zone) = Tz::from_str(text) {
        return Some(zone);
    }
    if let Some(path) = text.strip_prefix('/') {
        let places = path.match_indices('/').map(|(at, _)| path.get(at + 1..).unwrap_or_default());
        return std::iter::once(path).chain(places).find_map(iana);
    }
    let (offset, rest) = after_offset(text);
    let within = rest.rsplit_once('(').map(|(_, last)| last.trim_end_matches(')').trim());
    iana(rest).or_else(|| within.and_then(iana)).or_else(|| windows(rest)).or_else(|| city(rest, offset))
}

/// The distance from Greenwich that a name begins with: `(UTC+01:00) Somewhere`.
pub fn offset(text: &str) -> Option<FixedOffset> {
    after_offset(text.trim()).0
}

/// The distance from Greenwich before a name, and the name.
fn after_offset(text: &str) -> (Option<FixedOffset>, &str) {
    let Some((before, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')')) else {
        return (None, text);
    };
    let distance = ["UTC", "GMT"].iter().find_map(|word| before.trim().strip_prefix(word));
    (distance.and_then(distance_of), rest.trim())
}

/// `+05:30`, `-0800`; nothing is Greenwich itself.
fn distance_of(text: &str) -> Option<FixedOffset> {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        0 if text.is_empty() => (0, 0),
        4 => (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?),
        _ => return None,
    };
    let seconds = hours * 3600 + minutes * 60;
    FixedOffset::east_opt(if text.starts_with(['-', '−']) { -seconds } else { seconds })
}

/// By its name of IANA, in letters of any size.
fn iana(name: &str) -> Option<Tz> {
    let name = name.trim().replace("_slash_", "/");
    TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(&name))
}

/// By the name that Windows has for it, with or without its last words; `Eastern Time (US & Canada)` is one of these.
fn windows(name: &str) -> Option<Tz> {
    let bare = name.split_once(" Time (").map_or(name, |(bare, _)| bare);
    let bare = bare.strip_suffix(" Standard Time").unwrap_or(bare);
    let listed = WINDOWS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let mut known = listed.chain(SHOWN.iter().copied());
    let is = |windows: &str| {
        windows.eq_ignore_ascii_case(name)
            || windows.strip_suffix(" Standard Time").is_some_and(|w| w.eq_ignore_ascii_case(bare))
    };
    known.find(|(windows, _)| is(windows)).and_then(|(_, zone)| zone.parse().ok())
}

/// By the first of its cities that a zone is named after and whose clocks are at that distance in winter or in summer.
fn city(names: &str, offset: Option<FixedOffset>) -> Option<Tz> {
    let cities = names.split([',', ';', ':']).map(|city| city.trim().replace([' ', '.'], "_"));
    cities.filter(|city| !NO_PLACES.iter().any(|word| word.eq_ignore_ascii_case(city))).find_map(|city| {
        TZ_VARIANTS.iter().copied().find(|zone| {
            let here = zone.name().split_once('/').is_some_and(|(area, rest)| {
                let last = rest.rsplit('/').next().unwrap_or(rest);
                AREAS.contains(&area) && last.eq_ignore_ascii_case(&city)
            });
            here && offset.is_none_or(|offset| is_at(*zone, offset))
        })
    })
}

fn is_at(zone: Tz, offset: FixedOffset) -> bool {
    // The middles of a winter and of a summer.
    [1_736_899_200, 1_752_537_600]
        .into_iter()
        .filter_map(|second| DateTime::<Utc>::from_timestamp(second, 0))
        .any(|at| zone.offset_from_utc_datetime(&at.naive_utc()).fix() == offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> &'static str {
        named(text).map_or("", |zone| zone.name())
    }

    #[test]
    fn zones_are_known_by_the_names_that_programs_write() {
        for (text, zone) in [
            ("Europe/Berlin", "Europe/Berlin"),
            (" europe/berlin ", "Europe/Berlin"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
            ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
            ("/softwarestudio.org/Olson_20011030_5/America/Indiana/Knox", "America/Indiana/Knox"),
            ("/Europe/Oslo", "Europe/Oslo"),
            ("america_slash_new_york", "America/New_York"),
            ("(GMT+01:00) Central European Standard Time (Europe/Berlin)", "Europe/Berlin"),
            ("Eastern Standard Time", "America/New_York"),
            ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
            ("Pacific Time (US & Canada); Tijuana", "America/Los_Angeles"),
            ("(GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
            ("GMT Standard Time", "Europe/London"),
            ("Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
            ("UTC", "UTC"),
            ("(UTC-03:00) Brasilia", "America/Sao_Paulo"),
        ] {
            assert_eq!(name(text), zone, "{text}");
        }
    }

    #[test]
    fn what_could_be_anywhere_is_no_zone() {
        for text in
            ["", "Customized Time Zone", "East", "/", "(", "()", "(UTC+01:00)", "+01:00", "home", "(UTC+09:00) Berlin"]
        {
            assert_eq!(name(text), "", "{text}");
        }
    }

    #[test]
    fn a_distance_from_greenwich_is_read_before_a_name() {
        for (text, seconds) in [
            ("(UTC+01:00) Home", Some(3_600)),
            ("(GMT-03:30) Home", Some(-12_600)),
            ("(UTC) Home", Some(0)),
            ("(UTC+1) Home", None),
            ("(UTC+99:99) Home", None),
            ("Home", None),
        ] {
            assert_eq!(offset(text).map(|offset| offset.local_minus_utc()), seconds, "{text}");
        }
    }

    #[test]
    fn every_zone_of_windows_is_one_of_ours() {
        let lines: Vec<&str> = WINDOWS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 130);
        for (shown, zone) in SHOWN {
            assert_eq!(named(shown), zone.parse().ok(), "{shown}");
        }
        for line in lines {
            let (windows, zone) = line.split_once('\t').unwrap();
            assert_eq!(super::windows(windows).map(chrono_tz::Tz::name), Some(zone), "{line}");
        }
    }
}

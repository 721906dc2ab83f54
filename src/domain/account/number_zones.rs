//! Zones of numbers in countries that have several.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::numbering;

/// How numbers begin in each zone, made by `assets/number_zones.py`.
const TABLE: &str = include_str!("../../../assets/number_zones.tsv");
/// Most digits with which a number tells its zone.
const LONGEST: usize = 8;
/// Stands where a beginning says no zone.
const NONE: &str = "-";

static ZONES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    lines.flat_map(|(zone, numbers)| numbers.split(' ').map(move |beginning| (beginning, zone))).collect()
});

/// Returns how a number with its country code begins and the zone that this says; `None` for those that may be answered in
/// several.
pub(super) fn zone_of(digits: &str) -> Option<(&str, &'static str)> {
    let longest = (1..=LONGEST).rev().find_map(|length| {
        let beginning = digits.get(..length)?;
        ZONES.get(beginning).map(|zone| (beginning, *zone))
    });
    longest.filter(|(_, zone)| *zone != NONE && numbering::has_place(digits))
}

/// Returns every zone in which numbers of a country code may be answered.
pub(super) fn zones_of_code(code: &str) -> impl Iterator<Item = &'static str> {
    let begins =
        move |(beginning, zone): &(&&'static str, &&'static str)| beginning.starts_with(code) && **zone != NONE;
    ZONES.iter().filter(begins).map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_zone::Tz;

    #[test]
    fn every_zone_of_a_number_is_a_zone() {
        assert!(ZONES.len() > 2_000, "{}", ZONES.len());
        for (beginning, zone) in ZONES.iter() {
            assert!(*zone == NONE || zone.parse::<Tz>().is_ok(), "{zone}");
            assert!(beginning.len() <= LONGEST, "{beginning}");
        }
    }

    #[test]
    fn a_number_says_its_zone_where_it_belongs_to_a_place() {
        for (digits, zone) in [
            ("13125550142", "America/Chicago"),
            ("12735550142", "America/Toronto"),
            ("17485550142", "America/Denver"),
            ("74950000000", "Europe/Moscow"),
            ("73830000000", "Asia/Novosibirsk"),
            ("61290000000", "Australia/Sydney"),
            ("34928000000", "Atlantic/Canary"),
            ("525512345678", "America/Mexico_City"),
            ("79161234567", ""),
            ("61412345678", ""),
            ("18005550142", ""),
            ("", ""),
        ] {
            assert_eq!(zone_of(digits).map_or("", |(_, zone)| zone), zone, "{digits}");
        }
    }
}

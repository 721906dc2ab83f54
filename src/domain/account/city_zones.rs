//! Zones of cities in countries that have several.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::place_names::fold_place;

/// A country or a state, a zone, and the folded names of its cities, made by `assets/city_zones.py`.
const TABLE: &str = include_str!("../../../assets/city_zones.tsv");

/// Zones by place and city.
static ZONES: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?))
    });
    rows.flat_map(|(place, zone, cities)| cities.split('|').map(move |city| ((place, city), zone))).collect()
});

/// Returns the zone of a city: in a state (its code) one on another clock than most of it, in a country alone one that is
/// much the largest of its name.
pub(super) fn zone_of(country: &str, state: Option<&str>, city: &str) -> Option<&'static str> {
    let of_state = state.map(|state| format!("{country}-{state}"));
    ZONES.get(&(of_state.as_deref().unwrap_or(country), fold_place(city).as_str())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_zone::Tz;

    #[test]
    fn every_city_has_a_zone_and_is_written_as_names_are_folded() {
        assert!(ZONES.len() > 2_000, "{}", ZONES.len());
        for ((_, city), zone) in ZONES.iter() {
            assert!(zone.parse::<Tz>().is_ok(), "{zone}");
            assert_eq!(fold_place(city), **city);
        }
    }

    #[test]
    fn a_city_says_its_zone_where_its_state_or_country_does_not() {
        for (country, state, city, zone) in [
            ("US", Some("FL"), "Pensacola", "America/Chicago"),
            ("US", Some("FL"), "Miami", ""),
            ("US", Some("TX"), "El Paso", "America/Denver"),
            ("US", Some("TN"), "Knoxville", "America/New_York"),
            ("CA", Some("ON"), "Kenora", "America/Winnipeg"),
            ("CA", Some("NL"), "Labrador City", "America/Goose_Bay"),
            ("CA", None, "Montréal", "America/Toronto"),
            ("CA", None, "Calgary", "America/Edmonton"),
            ("US", None, "Chicago", "America/Chicago"),
            ("US", None, "New York", "America/New_York"),
            ("US", None, "Columbus", "America/New_York"),
            // Of Oregon and of Maine.
            ("US", None, "Portland", ""),
            ("AU", None, "Perth", "Australia/Perth"),
            ("RU", None, "Novosibirsk", "Asia/Novosibirsk"),
            ("BR", None, "São Paulo", "America/Sao_Paulo"),
            ("FR", None, "Paris", ""),
        ] {
            assert_eq!(zone_of(country, state, city).unwrap_or_default(), zone, "{city}");
        }
    }
}

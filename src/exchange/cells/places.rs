//! Parses cities, states and countries in one cell.

use crate::domain::account::country_names::country_named;
use crate::domain::fold::words;

/// A place: city, region and country as far as the cell names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Location {
    pub(crate) city: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) country: Option<String>,
}

/// Parses `City, State`, `City, Country` or `City, State, Country`, without footnote marks (`Florida[3]`).
pub(crate) fn place(cell: &str) -> Location {
    let bare = without_footnotes(cell);
    let parts: Vec<String> =
        bare.split([',', '\n']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let parts = without_street(&parts);
    // Exports of scripts write Python's None for an empty part.
    let own = |text: &String| Some(text.clone()).filter(|text| text.to_lowercase() != "none");
    match parts.as_slice() {
        [] => Location::default(),
        [city] => Location { city: own(city), ..Location::default() },
        // A region before a country: Georgia is read as the state, which lists of companies mean by far more often.
        [city, last] if is_region(last) => Location { city: own(city), region: own(last), country: None },
        [city, last] => Location { city: own(city), region: None, country: own(last) },
        [city, .., region, country] if !is_region(country) => {
            Location { city: own(city), region: own(region), country: own(country) }
        }
        [city, .., region] => Location { city: own(city), region: own(region), country: None },
    }
}

/// Words that name a street, as they begin or end one; folded.
const STREETS: &str = "street st road rd avenue ave boulevard blvd drive dr lane ln way court ct place pl square sq parkway pkwy \
    highway hwy terrace broadway suite ste unit floor building bldg po box strasse str weg allee platz ulice ul namesti trida rue \
    quai chemin via viale piazza corso calle avenida plaza rua straat laan plein gata gatan vej gade";

/// Endings of words that name a street by themselves: "Friedrichstrasse".
const STREET_ENDS: [&str; 3] = ["strasse", "straat", "gatan"];

/// Returns the parts of an address from its city on, without postal codes: of `Hlavní 12, 110 00 Praha` `Praha`.
fn without_street(parts: &[String]) -> Vec<String> {
    let is_place = |at: usize| parts.get(at).is_some_and(|part| is_region(part) || country_named(part).is_some());
    // The last part is never one: what is left must still name a place.
    let last = parts.len().saturating_sub(1);
    let streets =
        (0..last).take_while(|at| parts.get(*at).is_some_and(|part| is_street(part, is_place(at + 1)))).count();
    let kept = parts.iter().skip(streets).map(|part| without_postal_code(part)).filter(|part| !part.is_empty());
    kept.collect()
}

/// Returns true if a part of an address names a street. Before a region or a country a number at the end is that of a
/// district: "Dublin 2, Ireland".
fn is_street(part: &str, before_a_place: bool) -> bool {
    let words = words(part);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let names_one = |word: &String| STREETS.split_whitespace().any(|known| known == word);
    let holds_digit = |word: &String| word.contains(|c: char| c.is_ascii_digit());
    if words.iter().any(|word| STREET_ENDS.iter().any(|end| word.ends_with(end))) {
        return true;
    }
    // "110 00 Praha" begins with its postal code.
    let begins_with_code = holds_digit(first) && words.get(1).is_some_and(holds_digit);
    if begins_with_code || words.len() == 1 {
        return false;
    }
    let house = first.len() < 4 && first.bytes().all(|b| b.is_ascii_digit());
    names_one(last)
        // "St. Louis" is a saint's.
        || (names_one(first) && first != "st")
        || (holds_digit(last) && !before_a_place)
        || house
        || (holds_digit(first) && words.iter().any(names_one))
}

/// Returns a part of an address without the words that hold a digit.
fn without_postal_code(part: &str) -> String {
    let letters = |word: &&str| !word.chars().any(|c| c.is_ascii_digit());
    part.split_whitespace().filter(letters).collect::<Vec<_>>().join(" ")
}

fn without_footnotes(cell: &str) -> String {
    let mut bare = String::with_capacity(cell.len());
    let mut depth = 0_u32;
    for c in cell.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Returns true for a state of the US or a province of Canada, by name or two-letter code.
fn is_region(name: &str) -> bool {
    const NAMES: &str = "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|d.c.|dc|district of columbia|florida|\
        georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|\
        minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|\
        north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|puerto rico|rhode island|south carolina|\
        south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|alberta|\
        british columbia|manitoba|new brunswick|newfoundland and labrador|nova scotia|ontario|prince edward island|\
        quebec|québec|saskatchewan";
    let lower = name.trim().to_lowercase();
    // Two capitals are a postal code of a state: lists of US companies write `City, ST`.
    NAMES.split('|').any(|known| known == lower) || (name.len() == 2 && name.chars().all(|c| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_split_into_city_region_and_country() {
        let told = |cell: &str| {
            let place = place(cell);
            [place.city, place.region, place.country].map(Option::unwrap_or_default).join("|")
        };
        assert_eq!(told("Saint Paul, Minnesota"), "Saint Paul|Minnesota|");
        assert_eq!(told("Dublin, Ireland"), "Dublin||Ireland");
        assert_eq!(told("Miami, Florida[3]"), "Miami|Florida|");
        assert_eq!(told("none"), "||");
        assert_eq!(told("Toronto, Ontario, Canada"), "Toronto|Ontario|Canada");
    }

    #[test]
    fn a_street_is_no_city_and_a_postal_code_no_part_of_one() {
        for (address, expected) in [
            ("Hlavní 12, 110 00 Praha, Czechia", "Praha||Czechia"),
            ("Hlavní 12, Praha", "Praha||"),
            ("123 Main St, Springfield, IL 62701, USA", "Springfield|IL|USA"),
            ("1234 Main Street, Springfield, IL", "Springfield|IL|"),
            ("1600 Amphitheatre Pkwy, Mountain View, CA 94043", "Mountain View|CA|"),
            ("Friedrichstraße 43, 10117 Berlin, Germany", "Berlin||Germany"),
            ("12 rue de la Paix, 75002 Paris, France", "Paris||France"),
            ("8001 Zürich, Switzerland", "Zürich||Switzerland"),
            ("Dublin 2, Ireland", "Dublin||Ireland"),
            ("St. Louis, Missouri", "St. Louis|Missouri|"),
            ("Via Roma 1, 20121 Milano, Italy", "Milano||Italy"),
            ("Karl Johans gate 1, 0154 Oslo, Norway", "Oslo||Norway"),
            ("Berlin", "Berlin||"),
        ] {
            let place = place(address);
            let told = [place.city, place.region, place.country].map(Option::unwrap_or_default).join("|");
            assert_eq!(told, expected, "{address}");
        }
    }
}

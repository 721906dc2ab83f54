//! Synonyms of places: "CA" and "California", "USA" and "United States".

use std::collections::BTreeSet;

use super::country_names;
use super::country_names::same_country;
use crate::domain::matching::fold_name;

/// Returns true if two words name the same city, region or country.
pub(crate) fn same_place(a: &str, b: &str) -> bool {
    let (first, second) = (fold_place(a), fold_place(b));
    first == second
        || STATES.iter().any(|names| names.contains(&first.as_str()) && names.contains(&second.as_str()))
        || same_country(a, b)
}

/// Returns every name under which this place may occur in a file, the typed one first.
pub(crate) fn names_of(place: &str) -> Vec<String> {
    let known = fold_place(place);
    let others = STATES.iter().filter(|names| names.contains(&known.as_str())).flat_map(|names| names.iter());
    let mut names = vec![place.trim().to_owned(), known.clone()];
    names.extend(others.map(|name| (*name).to_owned()));
    // As written and folded: the book's index knows no other case of letters beyond ASCII.
    names.extend(country_names::other_names(place).flat_map(|name| [name.to_owned(), fold_place(name)]));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// Returns a place in lower case, without accents and full stops, with single blanks.
pub(crate) fn fold_place(place: &str) -> String {
    fold_name(place).replace('.', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names of the states of the US, by their postal codes (USPS Publication 28, appendix B). A code that a state and a
/// country share means both; the column decides.
const STATES: &[&[&str]] = &[
    &["al", "alabama"],
    &["ak", "alaska"],
    &["az", "arizona"],
    &["ar", "arkansas"],
    &["ca", "california"],
    &["co", "colorado"],
    &["ct", "connecticut"],
    &["de", "delaware"],
    &["dc", "district of columbia", "washington dc", "washington, dc"],
    &["fl", "florida"],
    &["ga", "georgia"],
    &["hi", "hawaii"],
    &["id", "idaho"],
    &["il", "illinois"],
    &["in", "indiana"],
    &["ia", "iowa"],
    &["ks", "kansas"],
    &["ky", "kentucky"],
    &["la", "louisiana"],
    &["me", "maine"],
    &["md", "maryland"],
    &["ma", "massachusetts"],
    &["mi", "michigan"],
    &["mn", "minnesota"],
    &["ms", "mississippi"],
    &["mo", "missouri"],
    &["mt", "montana"],
    &["ne", "nebraska"],
    &["nv", "nevada"],
    &["nh", "new hampshire"],
    &["nj", "new jersey"],
    &["nm", "new mexico"],
    &["ny", "new york"],
    &["nc", "north carolina"],
    &["nd", "north dakota"],
    &["oh", "ohio"],
    &["ok", "oklahoma"],
    &["or", "oregon"],
    &["pa", "pennsylvania"],
    &["ri", "rhode island"],
    &["sc", "south carolina"],
    &["sd", "south dakota"],
    &["tn", "tennessee"],
    &["tx", "texas"],
    &["ut", "utah"],
    &["vt", "vermont"],
    &["va", "virginia"],
    &["wa", "washington"],
    &["wv", "west virginia"],
    &["wi", "wisconsin"],
    &["wy", "wyoming"],
];

#[cfg(test)]
mod tests {
    use super::{names_of, same_place};

    #[test]
    fn a_place_is_known_under_its_names_and_not_under_a_longer_one() {
        for (a, b, same) in [
            ("CA", "California", true),
            ("U.S.A.", "united states", true),
            ("Österreich", "Austria", true),
            ("Německo", "Germany", true),
            ("Scotland", "Wales", false),
            ("DE", "Delaware", true),
            ("DE", "Germany", true),
            ("Germany", "Delaware", false),
            ("West Virginia", "Virginia", false),
            ("Niger", "Nigeria", false),
            ("  São  Paulo ", "Sao Paulo", true),
        ] {
            assert_eq!(same_place(a, b), same, "{a} / {b}");
        }
    }

    #[test]
    fn a_place_is_asked_for_under_every_name_it_has() {
        for name in ["Norway", "norway", "NO", "no", "Norge", "Norsko", "Norwegen"] {
            assert!(names_of("Norway").iter().any(|known| known == name), "{name}");
        }
        assert_eq!(names_of("Vestland"), ["Vestland", "vestland"]);
        assert!(
            names_of("DE").iter().any(|name| name == "germany") && names_of("DE").iter().any(|name| name == "delaware")
        );
    }
}

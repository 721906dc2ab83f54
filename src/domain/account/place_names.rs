//! Synonyms of places: "CA" and "California", "USA" and "United States".

use crate::domain::matching::fold_name;

/// Returns true if two words name the same city, region or country.
pub(crate) fn same_place(a: &str, b: &str) -> bool {
    let (a, b) = (fold_place(a), fold_place(b));
    a == b || PLACES.iter().any(|names| names.contains(&a.as_str()) && names.contains(&b.as_str()))
}

/// Returns every name under which this place may occur in a file, the typed one first.
pub(crate) fn names_of(place: &str) -> Vec<String> {
    let known = fold_place(place);
    let others = PLACES.iter().filter(|names| names.contains(&known.as_str())).flat_map(|names| names.iter());
    let mut names = vec![place.trim().to_owned(), known.clone()];
    names.extend(others.map(|name| (*name).to_owned()));
    // Only neighbours can be the same here: what was typed and its folded form.
    names.dedup();
    names
}

/// Returns a place in lower case, without accents and full stops, with single blanks.
pub(crate) fn fold_place(place: &str) -> String {
    fold_name(place).replace('.', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names that mean the same place: countries that company lists abbreviate, and the states of the US by their postal
/// codes (USPS Publication 28, appendix B). A code that two places share is listed with both; the column decides.
const PLACES: &[&[&str]] = &[
    &["us", "usa", "united states", "united states of america"],
    &["uk", "gb", "united kingdom", "great britain"],
    &["de", "germany", "deutschland"],
    &["fr", "france"],
    &["nl", "netherlands", "the netherlands", "nederland"],
    &["ch", "switzerland", "schweiz", "suisse"],
    &["at", "austria", "osterreich"],
    &["es", "spain", "espana"],
    &["it", "italy", "italia"],
    &["ie", "ireland"],
    &["se", "sweden", "sverige"],
    &["no", "norway", "norge"],
    &["dk", "denmark", "danmark"],
    &["jp", "japan"],
    &["cn", "china"],
    &["au", "australia"],
    &["canada", "can"],
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
        assert_eq!(names_of("Norway"), ["Norway", "norway", "no", "norway", "norge"]);
        assert_eq!(names_of("Vestland"), ["Vestland", "vestland"]);
        assert!(
            names_of("DE").iter().any(|name| name == "germany") && names_of("DE").iter().any(|name| name == "delaware")
        );
    }
}

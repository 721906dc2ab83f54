//! Parses cities, states and countries in one cell.

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
        bare.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
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
}

//! Compares the places of two companies.

use crate::domain::account::Account;
use crate::domain::account::place_names::same_place;
use crate::domain::fold::fold_name;

/// Result of comparing the places of two companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePlace {
    /// City, region or country are the same, and none differs.
    Agree,
    /// At least one company has no place.
    Unknown,
    /// City, region or country differ.
    Differ,
}

/// Compares city, region and country, as far as both companies have them.
pub fn places(a: &Account, b: &Account) -> SamePlace {
    let pairs = [(&a.city, &b.city, true), (&a.region, &b.region, false), (&a.country, &b.country, false)];
    let mut found = SamePlace::Unknown;
    for (a, b, city) in pairs {
        if let (Some(a), Some(b)) = (a, b) {
            let same = same_place(a, b) || (city && town(a) == town(b));
            // One difference is enough: two Springfields in one country are two.
            if !same {
                return SamePlace::Differ;
            }
            found = SamePlace::Agree;
        }
    }
    found
}

/// Removes what lists add to a city: "New York City", "St. Louis, MO", "Houston (HQ)".
fn town(city: &str) -> String {
    let folded = fold_name(city);
    let first = folded.split([',', '(', '/', ';']).next().unwrap_or_default().replace(['.', '-', '\''], " ");
    let words = first.split_whitespace().map(|word| match word {
        "st" => "saint",
        "ft" => "fort",
        "mt" => "mount",
        word => word,
    });
    let words: Vec<&str> = words.filter(|word| *word != "city").collect();
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_places_differ_only_where_both_say_one() {
        let at = |city: &str, region: &str, country: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Account { city: some(city), region: some(region), country: some(country), ..Account::default() }
        };
        for (a, b, says) in [
            (at("Oslo", "", "Norway"), at("oslo", "", "NO"), SamePlace::Agree),
            (at("New York City", "New York", ""), at("New York", "NY", "US"), SamePlace::Agree),
            (at("St. Louis", "", ""), at("Saint Louis, MO", "", ""), SamePlace::Agree),
            (at("Springfield", "IL", ""), at("Springfield", "Ohio", ""), SamePlace::Differ),
            (at("London", "", ""), at("Paris", "", ""), SamePlace::Differ),
            (at("", "", ""), at("Paris", "", ""), SamePlace::Unknown),
        ] {
            assert_eq!(places(&a, &b), says, "{a:?} {b:?}");
        }
    }
}

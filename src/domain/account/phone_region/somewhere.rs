//! Where somebody may be of whom only the country is known: at night in all of it nobody there is called.

use std::collections::BTreeSet;

use super::{CountryAndState, Dialling, number_zones, numbering};
use crate::domain::account::{Account, Contact};
use crate::domain::time_zone::Tz;

/// Every zone in which a person may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somewhere {
    /// The place as a sentence names it: "Australia".
    pub called: String,
    pub land: CountryAndState,
    pub zones: Vec<Tz>,
}

impl Dialling {
    /// Returns where a person may be whose zone is not known: in the account's country, else in that of a number; `None` where
    /// neither says one. `home` is the book's country.
    pub fn somewhere(&self, contact: &Contact, account: &Account, home: Option<&str>) -> Option<Somewhere> {
        let numbers = contact.phones.iter().map(|phone| phone.raw.as_str()).chain(account.phone.as_deref());
        let of_numbers = || {
            let country = numbering::country_of(&numbers.clone().find_map(|raw| numbering::whole(raw, None))?)?;
            Some(CountryAndState { country: country.to_owned(), region: None })
        };
        let land = self.land_of(account, home).or_else(of_numbers)?;
        let country = self.country(&land.country)?;
        // A number of +1 without a place is one of either.
        let sharing =
            |iso: &str| iso == land.country || country.code == "1" && account.country.is_none() && iso == "CA";
        let states = self.regions.iter().filter(|region| sharing(&region.country)).map(|region| region.zone.as_str());
        let areas = (country.code != "1").then(|| number_zones::zones_of_code(&country.code));
        let mut named: BTreeSet<&str> = std::iter::once(country.zone.as_str()).chain(states).collect();
        areas.into_iter().flatten().for_each(|zone| {
            named.insert(zone);
        });
        let zones = named.into_iter().filter_map(|zone| zone.parse().ok()).collect();
        Some(Somewhere { called: country.name.clone(), land, zones })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Phone;

    #[test]
    fn somebody_of_whom_the_country_is_known_is_in_one_of_its_zones() {
        let somewhere = |country: &str, raw: &str| {
            let phones = vec![Phone { raw: raw.to_owned(), label: String::new() }];
            let account =
                Account { country: Some(country.to_owned()).filter(|it| !it.is_empty()), ..Account::default() };
            let found = Dialling::builtin().somewhere(&Contact { phones, ..Contact::default() }, &account, None)?;
            Some((found.called, found.zones.iter().map(|zone| zone.name()).collect::<Vec<_>>()))
        };
        for (country, raw, called, zones) in [
            ("Australia", "", "Australia", vec!["Australia/Perth", "Australia/Sydney"]),
            ("", "+61 412 345 678", "Australia", vec!["Australia/Perth", "Australia/Sydney"]),
            ("USA", "", "United States", vec!["America/New_York", "Pacific/Honolulu"]),
            ("", "+1 888 555 0100", "United States", vec!["America/St_Johns", "Pacific/Honolulu"]),
            ("", "+7 916 123 45 67", "Russia", vec!["Asia/Kamchatka", "Europe/Moscow"]),
        ] {
            let found = somewhere(country, raw).unwrap();
            assert_eq!(found.0, called, "{country} {raw}");
            assert!(zones.iter().all(|zone| found.1.contains(zone)), "{country} {raw}: {:?}", found.1);
        }
        assert!(!somewhere("USA", "").unwrap().1.contains(&"America/St_Johns"));
        assert_eq!(somewhere("", ""), None);
        assert_eq!(somewhere("Atlantis", ""), None);
    }
}

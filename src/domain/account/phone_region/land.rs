//! Country and state of an account or a person: whose laws and holidays hold there.

use super::{Country, CountryAndState, Dialling, Region};
use crate::domain::account::country_names::country_named;
use crate::domain::account::place_names::fold_place;
use crate::domain::account::{Account, Contact, city_zones, zone};
use crate::domain::time_zone::Tz;

impl Dialling {
    /// Returns the country and state of an account, as codes if the table has them; `home` is the book's country.
    pub(super) fn land_of(&self, account: &Account, home: Option<&str>) -> Option<CountryAndState> {
        let named = account.country.as_deref().and_then(|text| self.named(text));
        let state = account.region.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if let Some(country) = named {
            return Some(self.land_in(country, state, account));
        }
        if account.country.is_some() {
            return None;
        }
        // Lists of American companies often leave the country out; a state's full name says it, and at home its code.
        let american = home.is_none_or(|home| matches!(home, "US" | "CA"));
        let of_state = state.and_then(|text| {
            let code = || self.region_of_code(text).filter(|_| american);
            self.region_named(text).or_else(code)
        });
        // "Berlin, DE": at home in America the code is a state's; elsewhere it may be a country's.
        let country_behind =
            || code_behind(account).and_then(|code| self.country(code)).filter(|_| !is_american(account));
        if of_state.is_none()
            && !american
            && let Some(country) = country_behind()
        {
            let at_home = home == Some(country.iso.as_str());
            return at_home.then(|| CountryAndState { country: country.iso.clone(), region: None });
        }
        let region = of_state.or_else(|| self.region_behind(account))?;
        Some(CountryAndState { country: region.country.clone(), region: Some(region.code.clone()) })
    }

    /// The place of an account of which the country is known. What is written as its state may be a land of its own:
    /// "Réunion" in France has another clock.
    fn land_in(&self, country: &Country, state: Option<&str>, account: &Account) -> CountryAndState {
        let code = |country: &str, text: &str| self.region(country, text).map(|region| region.code.clone());
        let own = |text: &str| {
            let land = country_named(text).filter(|iso| is_part_of(iso, &country.iso))?;
            Some(CountryAndState { country: land.to_owned(), region: code(land, text) })
        };
        if let Some(land) = state.and_then(own) {
            return land;
        }
        let known = |text: &str| code(&country.iso, text);
        let written = state.map(|text| known(text).unwrap_or_else(|| text.to_owned()));
        // "Scotland" where the country stands.
        let in_country = || known(account.country.as_deref()?);
        let region = written.or_else(in_country).or_else(|| self.state_behind(account, &country.iso));
        CountryAndState { country: country.iso.clone(), region }
    }

    /// Returns the first row of a state of a country, by its code or a name.
    pub(super) fn region(&self, country: &str, text: &str) -> Option<&Region> {
        self.regions.get(*self.by_country_and_name.get(&format!("{country}\t{}", fold_place(text)))?)
    }

    /// Returns the state of any country with this name.
    fn region_named(&self, text: &str) -> Option<&Region> {
        self.regions.get(*self.by_name.get(&fold_place(text))?)
    }

    /// Returns the state with this code in a country that writes them behind its cities.
    fn region_of_code(&self, code: &str) -> Option<&Region> {
        let writes = |region: &&Region| matches!(region.country.as_str(), "US" | "CA" | "AU");
        self.regions.iter().filter(writes).find(|region| region.code == code)
    }

    /// Returns the state that stands behind a city, "San Jose, CA 95113", if it is one of a country.
    fn state_behind(&self, account: &Account, country: &str) -> Option<String> {
        self.region_behind(account).filter(|region| region.country == country).map(|region| region.code.clone())
    }

    fn region_behind(&self, account: &Account) -> Option<&Region> {
        let (_, behind) = account.city.as_deref()?.rsplit_once(',')?;
        self.region_of_code(code_behind(account)?).or_else(|| self.region_named(behind))
    }

    /// Finds the country that a text names, by code or name.
    pub(super) fn named(&self, text: &str) -> Option<&Country> {
        self.country(country_named(text)?)
    }

    /// Names a land: "Colorado, United States".
    pub fn name_of_land(&self, land: &CountryAndState) -> String {
        let state = land.region.as_deref().and_then(|state| self.region(&land.country, state));
        let country = self.country(&land.country).map_or(land.country.as_str(), |country| country.name.as_str());
        state.map_or_else(|| country.to_owned(), |state| format!("{}, {country}", state.name))
    }

    /// Finds the land that was named so, perhaps behind a city.
    pub(super) fn land_called(&self, place: &str) -> Option<CountryAndState> {
        let mut parts = place.rsplit(", ");
        let country = self.named(parts.next()?)?;
        let region = parts.next().and_then(|state| self.region(&country.iso, state));
        Some(CountryAndState { country: country.iso.clone(), region: region.map(|region| region.code.clone()) })
    }

    /// Returns the place whose laws are about somebody with a clock of their own: the account's where it has the same clock,
    /// else that of a number, else the country that the clock is of. In another state than the account only the country is
    /// known.
    pub(super) fn land_on_clock(
        &self,
        zone: Tz,
        contact: &Contact,
        account: &Account,
        land: Option<CountryAndState>,
    ) -> Option<CountryAndState> {
        let firms = land.as_ref().and_then(|land| self.zone_of_land(land, account.city.as_deref()));
        if firms.is_some_and(|there| zone::same_clock(there.zone, zone)) {
            return land;
        }
        let of_number = |raw: &str| self.zone_of_number(raw, None).filter(|there| zone::same_clock(there.zone, zone));
        let of_numbers = || contact.phones.iter().find_map(|phone| of_number(&phone.raw)?.land);
        let of_clock = || Some(CountryAndState { country: self.home_of(zone)?.to_owned(), region: None });
        of_numbers().or_else(of_clock).or(land)
    }
}

/// Returns the first word behind the last comma of a city: "CA" of "San Jose, CA 95113".
fn code_behind(account: &Account) -> Option<&str> {
    account.city.as_deref()?.rsplit_once(',')?.1.split_whitespace().next()
}

/// Returns true if a city with a code behind it is American by its ZIP code or its name.
fn is_american(account: &Account) -> bool {
    let Some((city, behind)) = account.city.as_deref().and_then(|city| city.rsplit_once(',')) else { return false };
    let zip = behind.split_whitespace().nth(1).and_then(|code| code.get(..5));
    zip.is_some_and(|zip| zip.bytes().all(|byte| byte.is_ascii_digit()))
        || city_zones::zone_of("US", None, city.trim()).is_some()
}

/// Returns true if a land has a country of its own in the table and is written as a state of another one.
fn is_part_of(land: &str, country: &str) -> bool {
    const PARTS: &[(&str, &[&str])] = &[
        ("FR", &["GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF"]),
        ("US", &["PR", "VI", "GU", "AS", "MP"]),
        ("NL", &["AW", "CW", "SX", "BQ"]),
        ("DK", &["GL", "FO"]),
        ("NO", &["SJ"]),
        ("FI", &["AX"]),
        ("CN", &["HK", "MO"]),
    ];
    PARTS.iter().any(|(of, lands)| *of == country && lands.contains(&land))
}

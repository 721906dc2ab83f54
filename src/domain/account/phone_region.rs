//! Finds country, state and time zone of a telephone number, and its other spellings.
//!
//! A number travels with its owner, so a place read from one is a guess and always called one.
mod land;
pub mod somewhere;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::time_zone::Tz;

use super::phone_digits::{digits_of, extension, has_plus};
use super::place_names::fold_place;
use super::{Account, Contact};
use super::{city_zones, clock_note, zone};
use super::{number_zones, numbering};

/// Fewest digits for which a number without a country code is considered equal to one with it.
const NATIONAL: usize = 9;

/// Country codes, area codes and their zones.
#[derive(Debug)]
pub struct Dialling {
    countries: Vec<Country>,
    regions: Vec<Region>,
    /// Index into `countries` by country code.
    by_code: HashMap<String, usize>,
    /// Index into `regions` by area code.
    by_area: HashMap<u16, usize>,
    /// Index into `regions` by a folded name: the first row of a state of that name.
    by_name: HashMap<String, usize>,
    /// The same by country, tab, and folded code or name.
    by_country_and_name: HashMap<String, usize>,
}

/// A country of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    iso: String,
    name: String,
    code: String,
    zone: String,
    #[serde(default = "default_trunk_prefix")]
    trunk: String,
    #[serde(default)]
    several: bool,
}

/// A state or province.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    country: String,
    code: String,
    name: String,
    /// Further names.
    #[serde(default)]
    also: Vec<String>,
    zone: String,
    #[serde(default)]
    areas: Vec<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiallingFile {
    #[expect(dead_code, reason = "for the people who read the file")]
    as_of: String,
    country: Vec<Country>,
    region: Vec<Region>,
}

/// A country, and a state in it if known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountryAndState {
    /// ISO 3166 code of the country.
    pub country: String,
    /// Code of the state, or its name as the book has it.
    pub region: Option<String>,
}

/// A person's time zone, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirZone {
    pub zone: Tz,
    /// What the zone is guessed from, "from +44"; `None` if it was set on the person.
    pub guessed: Option<String>,
    /// The place whose calling rules apply, if known.
    pub land: Option<CountryAndState>,
}

/// Where the book is at home: what is assumed of people of whom nothing else is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct BookPlace<'a> {
    pub zone: Option<Tz>,
    /// ISO 3166 code of the country whose telephone numbers are written without its code.
    pub country: Option<&'a str>,
}

fn default_trunk_prefix() -> String {
    "0".to_owned()
}

impl Dialling {
    /// Returns the built-in table.
    pub fn builtin() -> &'static Dialling {
        static BUILTIN: OnceLock<Dialling> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let file: DiallingFile = toml::from_str(include_str!("../../../assets/phone_zones.toml"))
                .expect("the shipped table is read by a test");
            let code = |(at, country): (usize, &Country)| (country.code.clone(), at);
            let mut by_code: HashMap<String, usize> = file.country.iter().enumerate().rev().map(code).collect();
            // Two countries share +1; without an area code that says more, the larger one stands for both.
            by_code.extend(file.country.iter().position(|country| country.iso == "US").map(|at| ("1".to_owned(), at)));
            let areas = |(at, region): (usize, &Region)| region.areas.iter().map(move |area| (*area, at)).collect();
            let by_area = file.region.iter().enumerate().flat_map::<Vec<_>, _>(areas).collect();
            let (by_name, by_country_and_name) = names_of_regions(&file.region);
            Dialling { countries: file.country, regions: file.region, by_code, by_area, by_name, by_country_and_name }
        })
    }

    /// Returns the person's time zone: their own, else the account's, else that of the account's state or country, else that
    /// of a telephone number, else the book's, unless something says that they are elsewhere. A number of another country than
    /// the account's goes before its place: it is the person's. A number without a country code belongs to the account's
    /// country, else to the book's, else to North America if it is written as it is there.
    /// `None` where it is not known: also in a country with several zones, whose capital says nothing.
    pub fn zone_of(&self, contact: &Contact, account: &Account, book: BookPlace<'_>) -> Option<TheirZone> {
        let land = self.land_of(account, book.country);
        let theirs = land.as_ref().map(|land| land.country.as_str());
        let set = |zone: &Option<String>| zone.as_deref().and_then(|text| zone::named_in(text, theirs));
        if let Some(zone) = set(&contact.zone) {
            let place = clock_note::place(&contact.notes, zone);
            let known = place.and_then(|place| self.land_called(place));
            let land = known.or_else(|| self.land_on_clock(zone, contact, account, land));
            return Some(TheirZone { zone, guessed: place.map(|place| format!("from {place}")), land });
        }
        // Called a guess although somebody typed it: it is where the company is, and the person may be elsewhere.
        if let Some(zone) = set(&account.zone) {
            return Some(TheirZone { zone, guessed: Some("from the account's zone".to_owned()), land });
        }
        // A country that is written down and not understood is still another one than the book's.
        let at_home = account.country.is_none() && land.is_none();
        let numbers = contact.phones.iter().map(|phone| phone.raw.as_str()).chain(account.phone.as_deref());
        let book_country = book.country.filter(|_| at_home);
        let of_numbers = || numbers.clone().find_map(|raw| self.zone_of_number(raw, theirs));
        let of_land = || land.as_ref().and_then(|land| self.zone_of_land(land, account.city.as_deref()));
        let of_home = || book_country.and_then(|home| numbers.clone().find_map(|raw| self.zone_at_home(raw, home)));
        let of_america = || numbers.clone().filter(|_| at_home).find_map(|raw| self.zone_in_america(raw));
        let of_book = || {
            let foreign = numbers.clone().any(|raw| numbering::whole(raw, None).is_some());
            let zone = book.zone.filter(|_| at_home && !foreign)?;
            Some(TheirZone { zone, guessed: Some("the book's own".to_owned()), land: None })
        };
        let elsewhere = |there: &TheirZone| {
            let of_number = there.land.as_ref().map(|land| land.country.as_str());
            theirs.is_some() && of_number.is_some() && of_number != theirs
        };
        let abroad = || of_numbers().filter(elsewhere);
        abroad().or_else(of_land).or_else(of_numbers).or_else(of_home).or_else(of_america).or_else(of_book)
    }

    /// Returns the zone that a person's clock is known to be in, without the book's.
    pub fn their_zone(&self, contact: &Contact, account: &Account) -> Option<Tz> {
        self.zone_of(contact, account, BookPlace::default()).map(|known| known.zone)
    }

    /// Returns the time zone of a number that is written without a country code in the book's country.
    fn zone_at_home(&self, raw: &str, home: &str) -> Option<TheirZone> {
        let whole = self.e164(raw, Some(home)).filter(|_| numbering::whole(raw, None).is_none())?;
        let found = self.zone_of_number(&whole, None)?;
        let guessed = found.guessed.map(|from| format!("{from}, your own country's code"));
        Some(TheirZone { guessed, ..found })
    }

    /// Returns the time zone of a number that is written as they are in North America: "(408) 555-0142".
    fn zone_in_america(&self, raw: &str) -> Option<TheirZone> {
        let found = self.zone_of_number(&format!("+{}", numbering::american(raw)?), None)?;
        let guessed = found.guessed.map(|from| format!("{from}, as it is written"));
        Some(TheirZone { guessed, ..found })
    }

    /// Returns the time zone of a number's country code or area code. A number without a country code has one only if
    /// its country, `home`, has area codes in the table.
    fn zone_of_number(&self, raw: &str, home: Option<&str>) -> Option<TheirZone> {
        let of_home = || {
            let home = self.country(home?).filter(|home| home.code == "1")?;
            numbering::whole(raw, Some(&home.iso))
        };
        let digits = numbering::whole(raw, None).or_else(of_home)?;
        let country = self.country_of_digits(&digits)?;
        if !country.several {
            let guessed = Some(format!("from +{}", country.code));
            let land = Some(CountryAndState { country: country.iso.clone(), region: None });
            return Some(TheirZone { zone: country.zone.parse().ok()?, guessed, land });
        }
        let (beginning, zone) = number_zones::zone_of(&digits)?;
        let area: Option<u16> = (country.code == "1").then(|| digits.get(1..4)?.parse().ok()).flatten();
        let region = area.and_then(|area| self.regions.get(*self.by_area.get(&area)?));
        let land = match region {
            Some(region) => CountryAndState { country: region.country.clone(), region: Some(region.code.clone()) },
            None => CountryAndState { country: numbering::country_of(&digits)?.to_owned(), region: None },
        };
        let shown = if area.is_some() { digits.get(1..4) } else { beginning.strip_prefix(country.code.as_str()) };
        let guessed = Some(format!("from +{} {}", country.code, shown.unwrap_or_default()).trim_end().to_owned());
        Some(TheirZone { zone: zone.parse().ok()?, guessed, land: Some(land) })
    }

    /// Returns the time zone of a place in words: of the city, state and country of an account that stands for it. `home` is
    /// the country where a state may stand alone.
    pub fn zone_of_place(&self, place: &Account, home: Option<&str>) -> Option<TheirZone> {
        self.zone_of_land(&self.land_of(place, home)?, place.city.as_deref())
    }

    /// Returns the time zone of a place, read from its city, else its state, else its country.
    fn zone_of_land(&self, land: &CountryAndState, city: Option<&str>) -> Option<TheirZone> {
        let state = land.region.as_deref().and_then(|state| self.region(&land.country, state));
        // "San Jose, CA 95113".
        let city = city.map(|city| city.split(',').next().unwrap_or(city).trim());
        let named = |city: &str| city_zones::zone_of(&land.country, state.map(|state| state.code.as_str()), city);
        let of_city = city.and_then(|city| Some((named(city)?, city)));
        let (zone, name) = match (of_city, state) {
            (Some(known), _) => known,
            (None, Some(region)) => (region.zone.as_str(), region.name.as_str()),
            // The clock of the capital is not that of the country.
            (None, None) => {
                let country = self.country(&land.country).filter(|country| !country.several)?;
                (country.zone.as_str(), country.name.as_str())
            }
        };
        Some(TheirZone { zone: zone.parse().ok()?, guessed: Some(format!("from {name}")), land: Some(land.clone()) })
    }

    /// Returns the country (ISO code) in which a time zone is the usual one; people there write its numbers without the
    /// country code.
    pub fn home_of(&self, zone: Tz) -> Option<&str> {
        let state =
            || self.regions.iter().find(|region| region.zone == zone.name()).map(|region| region.country.as_str());
        let country = self.countries.iter().find(|country| country.zone == zone.name());
        country.map(|country| country.iso.as_str()).or_else(state)
    }

    /// Returns the ISO code of an account's country.
    pub fn home_of_account(&self, account: &Account) -> Option<String> {
        self.land_of(account, None).map(|land| land.country)
    }

    /// Returns true if the table has this country, by its ISO 3166 code in capitals.
    pub fn knows(&self, iso: &str) -> bool {
        self.country(iso).is_some()
    }

    fn country(&self, iso: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.iso == iso)
    }

    fn country_of_digits(&self, digits: &str) -> Option<&Country> {
        // The longest first: +1 alone is two countries, +1 876 is Jamaica.
        let by_code = (1..=4).rev().find_map(|length| self.countries.get(*self.by_code.get(digits.get(..length)?)?))?;
        // Islands share the code of another country; their first digits tell them.
        let shares = |country: &&Country| country.code == by_code.code && by_code.code != "1";
        numbering::country_of(digits).and_then(|iso| self.country(iso)).filter(shares).or(Some(by_code))
    }

    /// Returns the digits under which a number is listed: with the country code if the number or `home` gives it, else
    /// as typed.
    pub fn listed(&self, raw: &str, home: Option<&str>) -> String {
        numbering::whole(raw, home).unwrap_or_else(|| digits_of(raw))
    }

    /// Returns a number in E.164 form, `+420602123456`, without its extension; `home` is the country if the number has
    /// no code. `None` for numbers that are too short or too long, or of no known country.
    pub fn e164(&self, raw: &str, home: Option<&str>) -> Option<String> {
        let digits = numbering::whole(raw, home).filter(|digits| (8..=15).contains(&digits.len()))?;
        self.country_of_digits(&digits).map(|_| format!("+{digits}"))
    }

    /// Returns a number that is written without its country's code with the code of a country, and its extension:
    /// "+33123456789 x12". `None` where it has a code already, or is no number of that country.
    pub fn with_country(&self, raw: &str, country: &str) -> Option<String> {
        let whole = self.e164(raw, Some(country)).filter(|_| numbering::whole(raw, None).is_none())?;
        Some(format!("{whole} {}", extension(raw)).trim_end().to_owned())
    }

    /// Returns all digit strings under which a number may be listed: as typed, with its country code (its own or that
    /// of `homes`), and in national form. The national form is included only from nine digits on, or for the book's
    /// country (the last of `homes`): shorter ones exist in many countries, and two people must not share a do-not-call
    /// entry.
    pub fn spellings(&self, raw: &str, homes: &[&str]) -> Vec<String> {
        let mut found = vec![digits_of(raw)];
        // Without a plus a number may be read as each country dials, and its ban may stand under any of these.
        let homes_of_it = homes.iter().filter(|_| !has_plus(raw));
        let mut whole: Vec<String> = homes_of_it.filter_map(|iso| numbering::whole(raw, Some(iso))).collect();
        whole.extend(numbering::whole(raw, None));
        // Only its groups say where it is.
        let american = numbering::american(raw).filter(|_| whole.is_empty());
        whole.extend(american);
        for digits in whole {
            if let Some(country) = self.country_of_digits(&digits)
                && let Some(inner) = digits.strip_prefix(&country.code)
                // Two people must not share one ban: 602 123 456 is a number in Prague and in a dozen other countries.
                && (inner.len() >= NATIONAL || homes.last() == Some(&country.iso.as_str()))
            {
                found.push(format!("{}{inner}", country.trunk));
                found.push(inner.to_owned());
            }
            found.push(digits);
        }
        found.retain(|digits| !digits.is_empty());
        found.sort();
        found.dedup();
        found
    }
}

/// Rows by name, and by country and code or name.
fn names_of_regions(regions: &[Region]) -> (HashMap<String, usize>, HashMap<String, usize>) {
    let (mut names, mut in_country) = (HashMap::new(), HashMap::new());
    for (at, region) in regions.iter().enumerate() {
        let mut add = |name: &str| {
            in_country.entry(format!("{}\t{name}", region.country)).or_insert(at);
        };
        add(&fold_place(&region.code));
        for name in std::iter::once(&region.name).chain(&region.also).map(|name| fold_place(name)) {
            add(&name);
            // "67" is a state only where the country is known.
            if name.len() > 3 {
                names.entry(name).or_insert(at);
            }
        }
    }
    (names, in_country)
}

#[cfg(test)]
mod tests;

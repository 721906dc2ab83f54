use super::*;
use crate::domain::account::Phone;
use crate::domain::account::country_names::country_named;
use crate::domain::time_zone::tz;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn contact(zone: &str, phone: &str) -> Contact {
    let phone = Phone { raw: phone.to_owned(), label: String::new() };
    Contact { zone: some(zone), phones: vec![phone], ..Contact::default() }
}

fn account([zone, country, region]: [&str; 3]) -> Account {
    Account { zone: some(zone), country: some(country), region: some(region), ..Account::default() }
}

#[test]
fn every_zone_of_the_table_is_a_zone_and_no_area_stands_twice() {
    let table = Dialling::builtin();
    for zone in table.countries.iter().map(|row| &row.zone).chain(table.regions.iter().map(|row| &row.zone)) {
        assert!(zone.parse::<Tz>().is_ok(), "{zone}");
    }
    assert_eq!(table.regions.iter().map(|row| row.areas.len()).sum::<usize>(), table.by_area.len());
    assert!(table.regions.iter().all(|row| table.country(&row.country).is_some()));
    for row in &table.countries {
        assert_eq!(country_named(&row.name), Some(row.iso.as_str()), "{}", row.name);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_is_set_on_the_person_wins_and_everything_else_is_called_a_guess() {
    let paris = ["Europe/Paris", "", ""];
    let oslo = BookPlace { zone: Some(tz("Europe/Oslo")), country: None };
    for (own, phone, theirs, zone, guessed, place) in [
        ("Asia/Tokyo", "+44 20 7946 0000", ["Europe/Paris", "US", "Texas"], "Asia/Tokyo", "", "JP "),
        ("America/Chicago", "", ["", "US", "Texas"], "America/Chicago", "", "US TX"),
        ("America/New_York", "", ["", "US", "Texas"], "America/New_York", "", "US "),
        ("Europe/Berlin", "", ["", "Austria", ""], "Europe/Berlin", "", "AT "),
        ("America/New_York", "+1 215 555 0100", ["", "US", "Texas"], "America/New_York", "", "US PA"),
        ("Europe/Paris", "", ["", "", ""], "Europe/Paris", "", "FR "),
        ("", "+44 20 7946 0000", paris, "Europe/Paris", "from the account's zone", ""),
        ("", "+44 20 7946 0000", ["", "France", ""], "Europe/London", "from +44", "GB "),
        ("", "0044 20 7946 0000", ["", "", ""], "Europe/London", "from +44", "GB "),
        ("", "+1 (205) 555-0100", ["", "", ""], "America/Chicago", "from +1 205", "US AL"),
        ("", "(915) 555-0100 x7", ["", "USA", ""], "America/Denver", "from +1 915", "US TX"),
        ("", "(915) 555-0100 x7", ["", "USA", "NY"], "America/New_York", "from New York", "US NY"),
        ("", "+1 915 555 0100", ["", "Canada", "QC"], "America/Denver", "from +1 915", "US TX"),
        ("", "+33 1 23 45 67 89", ["", "France", ""], "Europe/Paris", "from France", "FR "),
        ("IST", "", ["", "India", ""], "Asia/Kolkata", "", "IN "),
        ("IST", "", ["", "Ireland", ""], "Europe/Dublin", "", "IE "),
        ("UTC+1", "", ["", "", ""], "UTC+01:00", "", ""),
        ("", "+262 269 61 00 00", ["", "", ""], "Indian/Mayotte", "from +262", "YT "),
        ("", "+262 262 12 34 56", ["", "", ""], "Indian/Reunion", "from +262 262", "RE "),
        ("", "", ["", "Mayotte", ""], "Indian/Mayotte", "from Mayotte", "YT "),
        ("", "0269 61 00 00", ["", "Mayotte", ""], "Indian/Mayotte", "from Mayotte", "YT "),
        ("", "+44 20 7946 0000", ["", "", ""], "Europe/London", "from +44", "GB "),
        ("", "+1 416 555 0100", ["", "", ""], "America/Toronto", "from +1 416", "CA ON"),
        ("", "+1 876 555 0100", ["", "", ""], "America/Jamaica", "from +1876", "JM "),
        ("", "+7 495 000 00 00", ["", "", ""], "Europe/Moscow", "from +7 49", "RU "),
        ("", "+7 727 250 12 34", ["", "", ""], "Asia/Almaty", "from +77", "KZ "),
        ("", "+1 748 555 0100", ["", "", ""], "America/Denver", "from +1 748", "US "),
        ("", "+1 273 555 0100", ["", "", ""], "America/Toronto", "from +1 273", "CA "),
        ("", "+1 408 555 0100", ["", "", ""], "America/Los_Angeles", "from +1 408", "US CA"),
        ("", "(408) 555-0100", ["", "", ""], "America/Los_Angeles", "from +1 408, as it is written", "US CA"),
        ("", "+1 604 555 0100", ["", "", ""], "America/Vancouver", "from +1 604", "CA BC"),
        ("", "020 7946 0000", ["", "", ""], "Europe/Oslo", "the book's own", ""),
        ("", "", ["", "U.S.A.", "California"], "America/Los_Angeles", "from California", "US CA"),
        ("", "", ["", "", "Alabama"], "America/Chicago", "from Alabama", "US AL"),
        ("", "", ["", "Deutschland", "Bayern"], "Europe/Berlin", "from Bavaria", "DE BY"),
        ("", "", ["", "Velká Británie", ""], "Europe/London", "from United Kingdom", "GB "),
        ("", "", ["", "Scotland", ""], "Europe/London", "from Scotland", "GB SCT"),
        ("", "", ["", "UK", "Northern Ireland"], "Europe/London", "from Northern Ireland", "GB NIR"),
        ("", "", ["", "France", "Réunion"], "Indian/Reunion", "from Réunion", "RE 974"),
        ("", "", ["", "USA", "PR"], "America/Puerto_Rico", "from Puerto Rico", "PR "),
        ("", "", ["", "Canada", "Québec"], "America/Toronto", "from Quebec", "CA QC"),
        ("", "", ["", "Canada", "NWT"], "America/Edmonton", "from Northwest Territories", "CA NT"),
        ("", "", ["", "Canada", "NU"], "America/Iqaluit", "from Nunavut", "CA NU"),
        ("", "", ["", "", "Saskatchewan"], "America/Regina", "from Saskatchewan", "CA SK"),
        ("", "", ["", "Czechia", ""], "Europe/Prague", "from Czech Republic", "CZ "),
        ("", "", ["", "", ""], "Europe/Oslo", "the book's own", ""),
        ("Nowhere/Else", "", ["", "NO", ""], "Europe/Oslo", "from Norway", "NO "),
    ] {
        let (contact, account) = (contact(own, phone), account(theirs));
        let found = Dialling::builtin().zone_of(&contact, &account, oslo).unwrap();
        let land = found.land.map(|land| format!("{} {}", land.country, land.region.unwrap_or_default()));
        let found = (found.zone.name(), found.guessed.unwrap_or_default(), land.unwrap_or_default());
        assert_eq!(found, (zone, guessed.to_owned(), place.to_owned()), "{own} {phone} {theirs:?}");
    }
    let nowhere = BookPlace::default();
    assert_eq!(Dialling::builtin().zone_of(&contact("", ""), &account(["", "", ""]), nowhere), None);
    // Who is elsewhere is not on the book's clock, nor on that of a capital.
    for (phone, country) in [
        ("+1 800 555 0100", ""),
        ("+7 916 123 45 67", ""),
        ("+61 412 345 678", "Australia"),
        ("+34 612 345 678", ""),
        ("", "USA"),
        ("", "Atlantis"),
        ("+1 999 555 0100", ""),
    ] {
        let known = Dialling::builtin().zone_of(&contact("", phone), &account(["", country, ""]), oslo);
        assert_eq!(known, None, "{phone} {country}");
    }
    for (city, region, country, zone) in [
        ("San Jose, CA", "", "", "America/Los_Angeles"),
        ("San Jose, CA 95113", "", "USA", "America/Los_Angeles"),
        ("Austin, Texas", "", "", "America/Chicago"),
        ("Calgary, AB T2P 1J9", "", "", "America/Edmonton"),
        ("San Jose", "CA", "", "America/Los_Angeles"),
    ] {
        let of_place = Account { city: some(city), ..account(["", country, region]) };
        let known = Dialling::builtin().zone_of(&contact("", ""), &of_place, nowhere);
        assert_eq!(known.map(|known| known.zone.name()), Some(zone), "{city} {region} {country}");
    }
}

#[test]
fn a_number_without_a_code_is_of_the_books_own_country() {
    let zone = |phone: &str, country: &str, home: &str| {
        let book = BookPlace { zone: None, country: Some(home) };
        let found = Dialling::builtin().zone_of(&contact("", phone), &account(["", country, ""]), book);
        found.map(|found| (found.zone.name(), found.guessed.unwrap_or_default()))
    };
    for (phone, country, home, expected) in [
        ("577 555 321", "", "CZ", Some(("Europe/Prague", "from +420, your own country's code"))),
        ("030 / 123 45 67", "", "DE", Some(("Europe/Berlin", "from +49, your own country's code"))),
        ("01 23 45 67 89", "", "FR", Some(("Europe/Paris", "from +33, your own country's code"))),
        ("22 33 44 55", "", "NO", Some(("Europe/Oslo", "from +47, your own country's code"))),
        ("(915) 555-0100", "", "US", Some(("America/Denver", "from +1 915, your own country's code"))),
        ("800 555 0100", "", "US", None),
        ("+49 30 1234567", "", "CZ", Some(("Europe/Berlin", "from +49"))),
        ("577 555 321", "Německo", "CZ", Some(("Europe/Berlin", "from Germany"))),
        ("577 555 321", "Atlantis", "CZ", None),
        ("321", "", "CZ", None),
        ("", "", "CZ", None),
    ] {
        let found = zone(phone, country, home);
        let found = found.as_ref().map(|(zone, from)| (*zone, from.as_str()));
        assert_eq!(found, expected, "{phone} {country} in {home}");
    }
}

#[test]
fn numbers_meet_with_and_without_their_country() {
    let table = Dialling::builtin();
    let meet = |listed: &str, home: Option<&str>, theirs: &str, homes: &[&str]| {
        table.spellings(theirs, homes).contains(&table.listed(listed, home))
    };
    for (listed, home, theirs, homes, met) in [
        ("+44 20 7946 0000", None, "+442079460000", &[][..], true),
        ("+44 (0)20 7946 0000", None, "020 7946 0000", &["GB"], true),
        ("020 7946 0000", Some("GB"), "+44 20 7946 0000", &[], true),
        ("020 7946 0000", None, "+44 20 7946 0000", &["NO"], true),
        ("22 33 44 55", Some("NO"), "0047 22334455", &["NO"], true),
        ("22 33 44 55", None, "+47 22 33 44 55", &["NO"], true),
        ("22 33 44 55", None, "+45 22 33 44 55", &["NO"], false),
        ("22 33 44 55", Some("NO"), "+45 22 33 44 55", &["NO"], false),
        ("(205) 555-0100", Some("US"), "+1 205 555 0100 x12", &[], true),
        ("205.555.0100", None, "1-205-555-0100", &["US"], true),
        ("+1 205 555 0100", None, "(205) 555-0100", &["DE", "NO"], false),
        ("+39 06 698", None, "+39 06 698", &[], true),
        ("12345", None, "12346", &["NO"], false),
    ] {
        assert_eq!(meet(listed, home, theirs, homes), met, "{listed} / {theirs}");
    }
}

#[test]
fn a_number_is_written_as_the_world_dials_it() {
    let table = Dialling::builtin();
    for (raw, home, expected) in [
        ("+420 602 123 456", None, "+420602123456"),
        ("00420602123456", None, "+420602123456"),
        ("602 123 456", Some("CZ"), "+420602123456"),
        ("(415) 555-0100 x12", Some("US"), "+14155550100"),
        ("1-415-555-0100 ext. 5", Some("US"), "+14155550100"),
        ("tel:+1-415-555-0100", None, "+14155550100"),
        ("+44 (0)20 7946 0000", Some("CZ"), "+442079460000"),
        ("020 7946 0000", Some("GB"), "+442079460000"),
        ("06 698 12345", Some("IT"), "+390669812345"),
        ("030/1234567", Some("DE"), "+49301234567"),
        ("602 123 456", None, ""),
        ("112", Some("CZ"), ""),
        ("+999 123 456 789", None, ""),
    ] {
        assert_eq!(table.e164(raw, home).unwrap_or_default(), expected, "{raw} in {home:?}");
    }
    for raw in ["00420602123456", "602 123 456", "+420 602 123 456"] {
        assert!(table.spellings(raw, &["CZ"]).contains(&"420602123456".to_owned()), "{raw}");
    }
    for raw in ["(415) 555-0100 x12", "1-415-555-0100 ext. 5", "tel:+1-415-555-0100"] {
        let phone = Phone { raw: raw.to_owned(), label: String::new() };
        assert!(table.spellings("+1 415 555 0100", &["US"]).contains(&phone.digits()), "{raw}");
    }
}

#[test]
fn a_number_is_brought_into_a_country_that_was_said() {
    let table = Dialling::builtin();
    for (raw, country, expected) in [
        ("01 23 45 67 89", "FR", "+33123456789"),
        ("030 / 123 45 67", "DE", "+49301234567"),
        ("(415) 555-0100 x12", "US", "+14155550100 x12"),
        ("+44 20 7946 0000", "FR", ""),
        ("0044 20 7946 0000", "FR", ""),
        ("112", "FR", ""),
        ("ask Ane", "FR", ""),
    ] {
        assert_eq!(table.with_country(raw, country).unwrap_or_default(), expected, "{raw} in {country}");
    }
}

#[test]
fn a_city_has_its_own_clock_where_its_state_has_two_or_is_not_said() {
    for (city, country, region, zone, from) in [
        ("Pensacola", "US", "FL", "America/Chicago", "from Pensacola"),
        ("Pensacola, FL 32501", "", "", "America/Chicago", "from Pensacola"),
        ("Miami", "US", "Florida", "America/New_York", "from Florida"),
        ("El Paso", "United States", "Texas", "America/Denver", "from El Paso"),
        ("Chicago", "USA", "", "America/Chicago", "from Chicago"),
        ("Kenora", "Canada", "Ontario", "America/Winnipeg", "from Kenora"),
        ("Montréal", "Canada", "", "America/Toronto", "from Montréal"),
        ("Perth", "Australia", "", "Australia/Perth", "from Perth"),
        ("Bordeaux", "France", "", "Europe/Paris", "from France"),
        ("Portland", "USA", "", "", ""),
        ("Springfield", "USA", "", "", ""),
    ] {
        let firm = Account { city: some(city), country: some(country), region: some(region), ..Account::default() };
        let found = Dialling::builtin().zone_of(&Contact::default(), &firm, BookPlace::default());
        let found = found.map(|there| (there.zone.name().to_owned(), there.guessed.unwrap_or_default()));
        assert_eq!(found.unwrap_or_default(), (zone.to_owned(), from.to_owned()), "{city} {region} {country}");
    }
}

#[test]
fn a_code_behind_a_city_is_a_state_at_home_in_america_and_a_country_elsewhere() {
    for (city, home, zone) in [
        ("München, DE", Some("DE"), "Europe/Berlin"),
        ("München, DE", Some("CZ"), ""),
        ("Dover, DE", Some("US"), "America/New_York"),
        ("Dover, DE 19901", None, "America/New_York"),
        ("San Jose, CA", Some("NO"), "America/Los_Angeles"),
        ("Rome, GA 30161", Some("NO"), "America/New_York"),
        ("Austin, TX", Some("NO"), "America/Chicago"),
        ("Boulder, Colorado", Some("NO"), "America/Denver"),
    ] {
        let firm = Account { city: some(city), ..Account::default() };
        let book = BookPlace { zone: None, country: home };
        let found = Dialling::builtin().zone_of(&Contact::default(), &firm, book);
        assert_eq!(found.map_or("", |there| there.zone.name()), zone, "{city} {home:?}");
    }
}

#[test]
fn a_clock_that_was_read_from_a_place_is_said_to_be_and_its_laws_hold() {
    let firm = account(["", "US", "Texas"]);
    let of = |notes: &str, zone: &str| {
        let person = Contact { notes: notes.to_owned(), ..contact(zone, "") };
        let there = Dialling::builtin().zone_of(&person, &firm, BookPlace::default()).unwrap();
        (there.guessed.unwrap_or_default(), Dialling::builtin().name_of_land(&there.land.unwrap()))
    };
    let notes = "Clock: America/New_York, from Pennsylvania, United States";
    assert_eq!(
        of(notes, "America/New_York"),
        ("from Pennsylvania, United States".to_owned(), "Pennsylvania, United States".to_owned())
    );
    assert_eq!(of(notes, "America/Chicago"), (String::new(), "Texas, United States".to_owned()));
    assert_eq!(of("", "Europe/Oslo"), (String::new(), "Norway".to_owned()));
}

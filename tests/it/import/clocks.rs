//! The clock of a person who is elsewhere than their company: read from the place beside them.

use std::io::Cursor;

use chrono::FixedOffset;
use whynow::domain::account::{Account, Contact};
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::ImportKind;
use whynow::exchange;
use whynow::exchange::ImportEntry;

use crate::support::book::{book, now};
use crate::support::imports::{accounts_of, ends, take_text};

/// The first person of a file, and what was remarked.
fn first(text: &str) -> (Contact, Vec<String>) {
    let here = FixedOffset::east_opt(3600).unwrap();
    let file = Cursor::new(text.as_bytes().to_vec());
    let reading = exchange::read("file", file, Some(ImportKind::Contacts), &ReadOptions::default(), here).unwrap();
    let notes = reading.notes.clone();
    let row = reading.records.map(Result::unwrap).next().unwrap();
    let ImportEntry::Contact(record) = row.value.unwrap() else { panic!("no person") };
    (record.contact, notes.lines())
}

/// Header and row of an export, and the clock that the person has by it.
const EXPORTS: &[(&str, &str, &str, &str)] = &[
    // Salesforce: a report, its API, leads.
    (
        "Contact ID,First Name,Last Name,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Country",
        "0031,Ane,Lund,Norvik,1 Main St,Boulder,CO,United States",
        "America/Denver",
        "from Colorado, United States",
    ),
    (
        "Id,IsDeleted,FirstName,LastName,AccountId,MailingCity,MailingState,MailingCountry,LeadSource,SystemModstamp",
        "0031,false,Ane,Lund,0011,Pensacola,Florida,USA,Web,2026-01-01",
        "America/Chicago",
        "from Florida, United States",
    ),
    (
        "Lead ID,First Name,Last Name,Company,City,State/Province,Country,Lead Source,Lead Status",
        "00Q1,Ane,Lund,Norvik,Calgary,AB,Canada,Web,Open",
        "America/Edmonton",
        "from Alberta, Canada",
    ),
    (
        "Record ID,First Name,Last Name,Email,Contact owner,City,State/Region,Country/Region,Lifecycle Stage",
        "51,Ane,Lund,ane@norvik.example,Kim,Toronto,Ontario,Canada,lead",
        "America/Toronto",
        "from Ontario, Canada",
    ),
    (
        "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,Address 1 - Label,Address 1 - City,Address 1 - Region,Address 1 - Country",
        "Ane,Lund,Norvik,Work,ane@norvik.example,Work,Perth,WA,Australia",
        "Australia/Perth",
        "from Western Australia, Australia",
    ),
    (
        "First Name,Last Name,Company,E-mail Address,Business Phone,Business City,Business State,Business Country/Region,Home City,Home State,Home Country/Region",
        "Ane,Lund,Norvik,ane@norvik.example,,Honolulu,HI,United States,Miami,FL,United States",
        "Pacific/Honolulu",
        "from Hawaii, United States",
    ),
    // The home tells the clock where nothing says where they work.
    (
        "First Name,Last Name,Company,E-mail Address,Business Phone,Business City,Business State,Business Country/Region,Home City,Home State,Home Country/Region",
        "Ane,Lund,Norvik,ane@norvik.example,,,,,Miami,FL,United States",
        "America/New_York",
        "from Florida, United States",
    ),
    (
        "Vorname,Nachname,Firma,E-Mail-Adresse,Telefon geschäftlich,Ort geschäftlich,Land/Region geschäftlich",
        "Ane,Lund,Norvik,ane@norvik.example,,Lissabon,Portugal",
        "",
        "",
    ),
    (
        "Vorname,Nachname,Firma,E-Mail-Adresse,Telefon geschäftlich,Ort geschäftlich,Land/Region geschäftlich",
        "Ane,Lund,Norvik,ane@norvik.example,,Wien,Österreich",
        "Europe/Vienna",
        "from Austria",
    ),
    // A zone of the file's own goes before the place, and a place that says no clock gives none.
    (
        "Record ID,First Name,Last Name,Email,Contact owner,City,State/Region,Country/Region,Time Zone",
        "51,Ane,Lund,ane@norvik.example,Kim,Toronto,Ontario,Canada,America/Vancouver",
        "America/Vancouver",
        "",
    ),
    (
        "Record ID,First Name,Last Name,Email,Contact owner,City,State/Region,Country/Region,Lifecycle Stage",
        "51,Ane,Lund,ane@norvik.example,Kim,Springfield,,United States,lead",
        "",
        "",
    ),
    (
        "Name,Email,Mailing City,Mailing State,Mailing Country",
        "Ane Lund,a@b.example,Denver,CO,USA",
        "America/Denver",
        "from Colorado, United States",
    ),
];

#[test]
fn the_place_beside_a_person_is_their_clock() {
    for (header, row, zone, from) in EXPORTS {
        let (person, remarks) = first(&format!("{header}\n{row}\n"));
        assert_eq!(person.zone.as_deref().unwrap_or_default(), *zone, "{header}");
        let note = if from.is_empty() { String::new() } else { format!("Clock: {zone}, {from}") };
        assert_eq!(person.notes, note, "{header}");
        let said = remarks.iter().any(|remark| remark.contains("own clock is that of the place beside them"));
        assert_eq!(said, !from.is_empty(), "{remarks:?}");
    }
}

#[test]
fn a_card_says_the_clock_by_its_address_or_its_label() {
    for (lines, zone, notes) in [
        (
            "ADR;TYPE=WORK:;;1 Main St;Boulder;CO;80301;United States",
            "America/Denver",
            "Address: 1 Main St, Boulder, CO, 80301, United States\nClock: America/Denver, from Colorado, United States",
        ),
        (
            "ADR;TYPE=HOME:;;1 Main St;Boulder;CO;80301;United States",
            "America/Denver",
            "Clock: America/Denver, from Colorado, United States",
        ),
        (
            "ADR;TYPE=work;LABEL=\"1 Main St\\nBoulder, CO 80301\\nUSA\":;;;;;;",
            "America/Denver",
            "Address: Boulder, CO 80301, USA\nClock: America/Denver, from Colorado, United States",
        ),
        (
            "LABEL;TYPE=WORK:Storgata 1\\nBergen\\nNorway",
            "Europe/Oslo",
            "Address: Bergen, Norway\nClock: Europe/Oslo, from Norway",
        ),
        ("TZ:Europe/Prague\r\nADR;TYPE=HOME:;;;Boulder;CO;;USA", "Europe/Prague", ""),
    ] {
        let card = format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ane Lund\r\nN:Lund;Ane\r\n{lines}\r\nEND:VCARD\r\n");
        let (person, _) = first(&card);
        assert_eq!((person.zone.as_deref(), person.notes.as_str()), (Some(zone), notes), "{lines}");
    }
}

#[test]
fn a_person_in_another_city_than_the_firm_is_called_by_their_own_clock() {
    let mut store = book();
    let firm = Account {
        name: "Norvik Foods".to_owned(),
        country: Some("Norway".to_owned()),
        domain: Some("norvik.example".to_owned()),
        ..Account::default()
    };
    store.save_account(&firm).unwrap();
    let text = "Contact ID,First Name,Last Name,Account Name,Phone,Mailing City,Mailing State/Province,Mailing Country\n\
                0031,Ane,Lund,Norvik Foods,+47 22 33 44 55,Boulder,CO,United States\n";
    let report = take_text(&mut store, ImportKind::Contacts, "sf.csv", text);
    assert_eq!(ends(&report), [1, 0, 0, 0], "{report:?}");
    assert_eq!(ends(&take_text(&mut store, ImportKind::Contacts, "sf.csv", text)), [0, 0, 1, 0], "again nothing new");
    let account = store.account_file(accounts_of(&store)[0].id, now()).unwrap().unwrap();
    let person = account.contacts.first().unwrap().contact.id;
    // Ten in the morning in Oslo is three in the morning in Boulder, where summer time has begun.
    let says = store.plan_file(person, now()).unwrap().guards.remove(0).says;
    assert!(
        says.starts_with("It is 3:00 at their place (America/Denver, guessed from Colorado, United States);"),
        "{says}"
    );
}

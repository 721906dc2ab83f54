//! Likeness, and what `--map` and `--preset` say.

use std::io::Cursor;

use chrono::FixedOffset;
use whynow::domain::account::Account;
use whynow::domain::import::options::{ReadOptions, Target};
use whynow::domain::query::{ColumnBasis, ImportKind};
use whynow::exchange;
use whynow::exchange::{ExchangeError, ImportEntry, RecordReader};

fn read(kind: ImportKind, text: &str, how: &ReadOptions) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    exchange::read("own.csv", Cursor::new(text.to_owned()), Some(kind), how, FixedOffset::east_opt(0).unwrap())
}

fn mapped(pairs: &[(&str, Target)]) -> ReadOptions {
    ReadOptions {
        map: pairs.iter().map(|(name, target)| ((*name).to_owned(), target.clone())).collect(),
        ..ReadOptions::default()
    }
}

fn field(key: &str) -> Target {
    Target::Field(key.to_owned())
}

fn first_account(text: &str, how: &ReadOptions) -> Account {
    match read(ImportKind::Accounts, text, how).unwrap().records.next().unwrap().unwrap().value.unwrap() {
        ImportEntry::Account(account) => *account,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_taken_for_the_export_that_knows_its_columns_and_says_how_many() {
    use whynow::domain::query::ImportKind::{Accounts, Contacts};
    for (kind, header, preset, percent) in [
        (Accounts, "Account Name,Account Owner,Billing State/Province,Custom Thing", "Salesforce", 75),
        (Accounts, "Id,Name,OwnerId,LastModifiedDate,Region__c", "Salesforce", 100),
        (Accounts, "Record ID,Company name,Company owner,City", "HubSpot", 100),
        (Accounts, "Datensatz-ID,Unternehmensname,Stadt", "HubSpot", 100),
        (Contacts, "Record ID,First Name,Last Name,Email", "HubSpot", 100),
        (Contacts, "Person - Name,Person - Email - Work,Person - Shoe size", "Pipedrive", 100),
        (Contacts, "Osoba - Jméno,Osoba - Telefon - Práce", "Pipedrive", 100),
        (Contacts, "Vorname,Nachname,E-Mail-Adresse,Telefon geschäftlich", "Outlook", 100),
        (Contacts, "First Name,Last Name,URL,Email Address,Company,Position,Connected On", "LinkedIn", 100),
        (Contacts, "(Do Not Modify) Contact,Full Name,Business Phone", "Dynamics 365", 100),
        (Accounts, "Organisation Name,City,Anything", "plain", 66),
        (Contacts, "Name,Email,Anything", "plain", 66),
    ] {
        let cells = vec!["x@acme.com"; header.split(',').count()].join(",");
        let reading = read(kind, &format!("{header}\n{cells}\n"), &ReadOptions::default()).unwrap();
        let like = reading.likeness.unwrap();
        assert_eq!((like.preset.as_str(), like.percent), (preset, percent), "{header}");
    }
}

#[test]
fn a_decoy_of_an_export_is_left_alone_there() {
    let text = "Company Name,Company Name for Emails,Account Stage,# Employees,Website,Apollo Account Id\n\
        Norvik Foods AS,Norvik,Cold,120,norvik.example,5f1\n";
    let account = first_account(text, &ReadOptions::default());
    assert_eq!((account.name.as_str(), account.employees), ("Norvik Foods AS", Some(120)));
    assert_eq!(account.external[0].source, "apollo");
}

#[test]
fn what_is_said_of_a_column_wins() {
    let text = "Firma;Umsatz;Foo;Bar;Branche\nNorvik;12;blau;rot;Food\n";
    let how = mapped(&[
        ("umsatz", field("employees")),
        ("FOO", Target::Note),
        ("Bar", Target::Ignore),
        ("Branche", Target::Ignore),
    ]);
    let account = first_account(text, &how);
    assert_eq!((account.employees, account.revenue_musd), (Some(12), None));
    assert_eq!((account.industry, account.notes.as_str()), (None, "Foo: blau"));
    let mapping = read(ImportKind::Accounts, text, &how).unwrap().mapping;
    let known: Vec<ColumnBasis> = mapping.iter().map(|mapped| mapped.known).collect();
    assert_eq!(known, [ColumnBasis::Name, ColumnBasis::Told, ColumnBasis::Told, ColumnBasis::Told, ColumnBasis::Told]);
}

#[test]
fn notes_keep_columns_of_people_triggers_and_calls() {
    let how = mapped(&[("Foo", Target::Note)]);
    let one = |kind, text: &str| read(kind, text, &how).unwrap().records.next().unwrap().unwrap().value.unwrap();
    match one(ImportKind::Contacts, "Name,Foo,Notes\nAne,blue,old friend\n") {
        ImportEntry::Contact(record) => assert_eq!(record.contact.notes, "old friend\nFoo: blue"),
        other => panic!("{other:?}"),
    }
    match one(ImportKind::Triggers, "Company,Headline,Date,Foo\nA,x,2026-01-02,blue\n") {
        ImportEntry::Trigger(trigger) => assert_eq!(trigger.summary, "Foo: blue"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_done_is_said_with_what_can() {
    let refusal = |how: &ReadOptions| match read(ImportKind::Accounts, "Firma;Ort\nA;B\n", how) {
        Ok(reading) => panic!("read as {}", reading.format),
        Err(error) => error.to_string(),
    };
    let missing = refusal(&mapped(&[("Umsatz", field("revenue_usd"))]));
    assert!(missing.contains("no column “Umsatz”") && missing.contains("Firma, Ort"), "{missing}");
    let unknown = refusal(&mapped(&[("Ort", field("stadt"))]));
    assert!(unknown.contains("cannot become “stadt”") && unknown.contains("city"), "{unknown}");
    let preset = refusal(&ReadOptions { preset: Some("Salesfarce".into()), ..ReadOptions::default() });
    assert!(preset.contains("no preset “Salesfarce”") && preset.contains("Salesforce, HubSpot"), "{preset}");
}

#[test]
fn a_file_without_a_name_says_what_stands_in_its_columns_and_what_to_write() {
    let text = "Firmenbez.;Ort\nNorvik;Oslo\n";
    let says = match read(ImportKind::Accounts, text, &ReadOptions::default()) {
        Ok(reading) => panic!("read as {}", reading.format),
        Err(error) => error.to_string(),
    };
    assert!(says.contains("“Firmenbez.” (Norvik)") && says.contains("--map \"COLUMN=name\""), "{says}");
    let account = first_account(text, &mapped(&[("Firmenbez.", field("name"))]));
    assert_eq!((account.name.as_str(), account.city.as_deref()), ("Norvik", Some("Oslo")));
}

#[test]
fn a_preset_that_is_asked_for_is_taken_and_plain_is_none() {
    let text = "Id,Name,SystemModstamp\n001x0000002xLCV,A,2026-01-01\n";
    let external = |preset: Option<&str>| {
        first_account(text, &ReadOptions { preset: preset.map(str::to_owned), ..ReadOptions::default() }).external.len()
    };
    assert_eq!((external(None), external(Some("plain")), external(Some("salesforce"))), (1, 0, 1));
    let bare = "Id,Name\n001x0000002xLCV,A\n";
    let how = ReadOptions { preset: Some("salesforce".into()), ..ReadOptions::default() };
    assert_eq!(first_account(bare, &how).external[0].source, "salesforce");
}

//! Documents that hold companies and people together.

use std::fs;

use whynow::domain::import::options::{ReadOptions, Target};
use whynow::domain::query::ImportKind;
use whynow::exchange;
use whynow::exchange::ImportEntry;

use super::book;
use crate::support::data;
use crate::support::imports::take;

#[test]
fn atomic_crms_sample_comes_in_with_everything_said() {
    for kind in [ImportKind::Accounts, ImportKind::Contacts] {
        let mut store = book();
        let report = take(&mut store, kind, &data("atomic-crm-import-sample.json"));
        // One user; two companies; two people, one without a company; two notes and two tasks, half of them that person's.
        let totals = &report.totals;
        assert_eq!(
            (totals.read, totals.created, totals.updated, totals.rejected),
            (9, 3, 2, 4),
            "{:?}",
            report.rejects
        );
        assert_eq!(report.format, "JSON, Atomic CRM");
        let reasons: Vec<&str> = report.rejects.iter().map(|reject| reject.reason.as_str()).collect();
        assert_eq!(reasons.iter().filter(|reason| reason.contains("no company")).count(), 3, "{reasons:?}");
        assert!(reasons.iter().any(|reason| reason.contains("a user of the CRM")), "{reasons:?}");
        let people = store.whole_contacts(None, 10).unwrap().rows;
        assert_eq!((people.len(), people[0].account.as_str()), (1, "Aperture Science"));
        let notes = &people[0].contact.notes;
        assert!(
            notes.contains("2025-02-14: Discussed new testing")
                && notes.contains("Done on 2025-04-01: Schedule moon rock"),
            "{notes}"
        );
        let companies = store.whole_accounts(None, 10).unwrap().rows;
        let aperture = companies.iter().find(|account| account.name == "Aperture Science").unwrap();
        assert_eq!(
            (aperture.owner.as_deref(), aperture.domain.as_deref()),
            (Some("Barney Calhoun"), Some("aperturescience.com"))
        );
        assert_eq!(aperture.external[0].id, "345");
        let again = take(&mut store, kind, &data("atomic-crm-import-sample.json")).totals;
        assert_eq!((again.created, again.updated, again.same), (0, 0, 5));
    }
}

const TREE: &str = r#"{"records":[
    {"attributes":{"type":"Account","referenceId":"A1"},"Name":"Norvik","BillingCity":"Aarhus","Contacts":{"records":[
        {"attributes":{"type":"Contact","referenceId":"C1"},"FirstName":"Ane","LastName":"Lund","Email":"ane@norvik.dk"},
        {"attributes":{"type":"Contact","referenceId":"C2"},"LastName":"Berg"}]},
     "Opportunities":{"records":[{"attributes":{"type":"Opportunity","referenceId":"O1"},"Name":"Big one"}]}},
    {"attributes":{"type":"Contact","referenceId":"C3"},"LastName":"Dahl","AccountId":"@A1"},
    {"attributes":{"type":"Account","referenceId":"A2"},"Name":"Acme"}]}"#;

#[test]
fn a_salesforce_tree_gives_its_accounts_and_their_contacts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tree.json");
    fs::write(&path, TREE).unwrap();
    let mut store = book();
    let report = take(&mut store, ImportKind::Accounts, &path);
    let totals = &report.totals;
    assert_eq!((totals.read, totals.created, totals.rejected), (6, 5, 1), "{:?}", report.rejects);
    assert!(report.rejects[0].reason.contains("“Opportunity”"));
    let people = store.whole_contacts(None, 10).unwrap().rows;
    assert!(people.iter().all(|person| person.account == "Norvik") && people.len() == 3);
    let again = take(&mut store, ImportKind::Accounts, &path).totals;
    assert_eq!((again.same, again.rejected), (5, 1));
}

#[test]
fn what_the_reader_was_told_counts_in_a_document_of_both_kinds_too() {
    let text = r#"{"companies":[{"id":1,"name":"Norvik","sector_x":"Dairy"}],
        "contacts":[{"id":2,"first_name":"Ane","last_name":"Lund","company_id":1,"phone":"777 123 456","spare":"ane@norvik.dk"}]}"#;
    let told = |columns: &[(&str, &str)]| ReadOptions {
        map: columns.iter().map(|(name, field)| ((*name).to_owned(), Target::Field((*field).to_owned()))).collect(),
        country: Some("CZ".to_owned()),
        ..ReadOptions::default()
    };
    let here = "2026-03-12T09:12:00+01:00".parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().timezone();
    let read = |how: &ReadOptions| {
        exchange::read(
            "both.json",
            std::io::Cursor::new(text.as_bytes().to_vec()),
            Some(ImportKind::Accounts),
            how,
            here,
        )
        .map(|reading| reading.records.map(|record| record.unwrap().value.unwrap()).collect::<Vec<_>>())
    };
    let entries = read(&told(&[("sector_x", "industry"), ("spare", "email")])).unwrap();
    let [ImportEntry::Account(company), ImportEntry::Contact(person)] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(company.industry.as_deref(), Some("Dairy"));
    assert_eq!(person.contact.emails, ["ane@norvik.dk"]);
    for (columns, says) in
        [(("nowhere", "name"), "it has no column “nowhere”"), (("spare", "industri"), "cannot become")]
    {
        let refused = read(&told(&[columns])).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    let unknown = ReadOptions { preset: Some("no such thing".into()), ..ReadOptions::default() };
    assert!(read(&unknown).is_err());
}

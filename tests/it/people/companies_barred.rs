//! Do-not-call lists of companies: whoever is there is barred, also after an import, a merge, an archive and a bundle.

use std::sync::Arc;

use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::matching::duplicate_pair::PairDecision;
use whynow::domain::query::ImportKind::{Accounts, DoNotCall};
use whynow::job::archive;
use whynow::job::export::{ExportFormat, ExportKind, export};
use whynow::store::Store;

use crate::support::book::{book, now, open};
use crate::support::clock_at;
use crate::support::imports::{ends, take_text};
use crate::support::peer::Desk;

fn person(store: &mut Store, account: &Account, name: &str, email: &str) -> ContactId {
    let account_id = store.save_account(account).unwrap();
    works_at(store, account_id, name, email)
}

fn works_at(store: &mut Store, account_id: AccountId, name: &str, email: &str) -> ContactId {
    let emails = Some(email.to_owned()).filter(|email| !email.is_empty()).into_iter().collect();
    store.save_contact(&Contact { account_id, name: name.to_owned(), emails, ..Contact::default() }).unwrap()
}

fn firm(name: &str, domain: &str) -> Account {
    let domain = Some(domain.to_owned()).filter(|domain| !domain.is_empty());
    Account { name: name.to_owned(), domain, ..Account::default() }
}

/// What the guard says of the list; empty where nothing bars them.
fn barred(store: &mut Store, person: ContactId) -> String {
    let guards = store.plan_file(person, now()).unwrap().guards;
    guards.into_iter().find(|guard| guard.rule == "do_not_call").map(|guard| guard.says).unwrap_or_default()
}

#[test]
fn a_domain_bars_everybody_there_in_each_form_and_the_list_is_named() {
    for entry in ["@firm.example", "firm.example", "*.firm.example", "https://www.firm.example/"] {
        let mut store = book();
        let by_mail = person(&mut store, &firm("Elsewhere", ""), "Ane Lund", "ane@eu.firm.example");
        let by_page = person(&mut store, &firm("Firm", "shop.firm.example"), "Per Dahl", "");
        let other = person(&mut store, &firm("Affirm", "affirm.example"), "Otto", "otto@affirm.example");
        let report = take_text(&mut store, DoNotCall, "block-2026.csv", format!("{entry}\n"));
        assert_eq!(ends(&report), [1, 0, 0, 0], "{entry}: {report:?}");
        let says = "Do not call: the do-not-call list has everybody at firm.example: block-2026.csv.";
        assert_eq!(
            (barred(&mut store, by_mail).as_str(), barred(&mut store, by_page).as_str()),
            (says, says),
            "{entry}"
        );
        assert_eq!(barred(&mut store, other), "", "{entry}");
        let later = person(&mut store, &firm("Firm Two", ""), "Mo Berg", "mo@firm.example");
        assert_eq!(barred(&mut store, later), says, "whoever comes later is barred as well");
    }
}

#[test]
fn a_company_is_barred_by_its_name_its_register_number_and_its_id_in_a_crm() {
    let with = |source: &str, id: &str| {
        let external = vec![ExternalId { source: source.to_owned(), id: id.to_owned() }];
        Account { external, ..firm(&format!("Firm {id}"), "") }
    };
    let mut store = book();
    let named = person(&mut store, &firm("Norvik Foods AS", ""), "Ane Lund", "");
    let polish = person(&mut store, &with("nip", "5260250995"), "Jan Nowak", "");
    let swiss = person(&mut store, &with("vat", "CHE123456788"), "Urs Frei", "");
    let of_crm = person(&mut store, &with("salesforce", "0016000000AbCdEAAV"), "Mo Berg", "");
    let other = person(&mut store, &with("salesforce", "0016000000AbCdeAAV"), "Otto", "");
    let text = "Company,VAT number,Account ID,Reason\n\
        NORVIK FOODS,,,objected\n,PL 526-025-09-95,,\n,CHE-123.456.788 MWST,,\n,,0016000000AbCdEAAV,\n";
    let report = take_text(&mut store, DoNotCall, "firms.csv", text);
    assert_eq!(ends(&report), [4, 0, 0, 0], "{report:?}");
    assert_eq!(barred(&mut store, named), "Do not call: the do-not-call list has this company: objected (firms.csv).");
    for there in [polish, swiss, of_crm] {
        assert_eq!(barred(&mut store, there), "Do not call: the do-not-call list has this company: firms.csv.");
    }
    assert_eq!(barred(&mut store, other), "", "an id is told from another by its case");
}

#[test]
fn a_list_of_people_bars_them_and_not_the_companies_where_they_work() {
    let mut store = book();
    let colleague = person(&mut store, &firm("Norvik Foods", "norvik.example"), "Per Dahl", "per@norvik.example");
    let text = "First name,Company,Website,E-mail\nAne,Norvik Foods,norvik.example,ane@norvik.example\n";
    take_text(&mut store, DoNotCall, "people.csv", text);
    assert_eq!(barred(&mut store, colleague), "");
    let report = take_text(&mut store, DoNotCall, "mail.csv", "E-mail\n@gmail.com\n");
    assert_eq!(ends(&report), [0, 0, 0, 1], "a host of mailboxes is nobody's: {report:?}");
}

#[test]
fn every_number_of_a_person_is_compared_and_the_switchboard_where_there_is_none() {
    let mut store = book();
    let numbers = ["+47 22 11 11 11", "+47 22 11 11 12", "+47 22 11 11 13"];
    let board = Account { phone: Some("+47 22 11 11 00".to_owned()), ..firm("Norvik Foods", "") };
    let account_id = store.save_account(&board).unwrap();
    for (n, number) in numbers.iter().enumerate() {
        let labels = ["work", "mobile", "other"];
        let phones =
            numbers.iter().zip(labels).map(|(raw, label)| Phone { raw: (*raw).to_owned(), label: label.to_owned() });
        let contact = Contact { account_id, name: format!("Ane {n}"), phones: phones.collect(), ..Contact::default() };
        let ane = store.save_contact(&contact).unwrap();
        take_text(&mut store, DoNotCall, "list.csv", format!("{number}\n"));
        assert!(barred(&mut store, ane).contains("this number"), "{number}");
        store.undo().unwrap();
    }
    let (with, without) =
        (works_at(&mut store, account_id, "Per Dahl", ""), works_at(&mut store, account_id, "Mo", ""));
    let mut own = store.contact(with).unwrap().unwrap();
    own.phones = vec![Phone { raw: "+47 22 11 11 44".to_owned(), label: "mobile".to_owned() }];
    store.save_contact(&own).unwrap();
    take_text(&mut store, DoNotCall, "list.csv", "+47 22 11 11 00\n");
    assert!(barred(&mut store, without).contains("this number"));
    assert_eq!(barred(&mut store, with), "", "their own number is not listed");
}

#[test]
fn a_company_stays_barred_when_an_import_and_a_merge_give_it_another_domain() {
    let mut store = book();
    let of = |id: &str| vec![ExternalId { source: "hubspot".to_owned(), id: id.to_owned() }];
    let ane = Account { external: of("42"), ..firm("Norvik Foods", "norvik.example") };
    let ane = person(&mut store, &ane, "Ane Lund", "");
    let per = Account { cik: Some(7), ..firm("Norvik Foods Group", "foods.example") };
    let per = person(&mut store, &per, "Per Dahl", "");
    take_text(&mut store, DoNotCall, "list.csv", "@norvik.example\n");
    let text = "Record ID,Create Date,Company name,Company Domain Name,CIK\n42,,Norvik Foods,other.example,7\n";
    let account = store.contact(ane).unwrap().unwrap().account_id;
    let mut changed = store.account(account).unwrap().unwrap();
    (changed.domain, changed.cik) = (Some("other.example".to_owned()), Some(7));
    store.save_account(&changed).unwrap();
    take_text(&mut store, Accounts, "firms.csv", text);
    assert!(!barred(&mut store, ane).is_empty(), "after another domain and an import");
    let (stays, goes) =
        (store.contact(per).unwrap().unwrap().account_id, store.contact(ane).unwrap().unwrap().account_id);
    assert_ne!(stays, goes);
    store.find_doubles().unwrap();
    let pair = store.twins(0, 9).unwrap().rows.remove(0);
    store.decide_twin(pair.pair, PairDecision::Same, pair.one == "Norvik Foods").unwrap();
    assert!(!barred(&mut store, ane).is_empty() && !barred(&mut store, per).is_empty(), "after a merge of the two");
}

#[test]
fn a_list_of_companies_goes_out_and_comes_back_the_same() {
    let mut store = book();
    let ids = "Company,Domain,Company ID\nNorvik Foods,foods.example,\n,,PL 526-025-09-95\n";
    take_text(&mut store, DoNotCall, "firms.csv", ids);
    let mut out = Vec::new();
    assert_eq!(export(&mut store, ExportKind::DoNotCall, ExportFormat::Csv, &mut out).unwrap(), 3);
    let mut other = book();
    let report = take_text(&mut other, DoNotCall, "do-not-call.csv", &out);
    assert_eq!(ends(&report), [3, 0, 0, 0], "{report:?}");
    let mut again = Vec::new();
    export(&mut other, ExportKind::DoNotCall, ExportFormat::Csv, &mut again).unwrap();
    let sorted = |bytes: &[u8]| {
        let mut lines: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&again), sorted(&out), "the reasons name the first list still");
    let there = person(&mut other, &firm("Anything", "foods.example"), "Ane Lund", "");
    assert!(barred(&mut other, there).contains("everybody at foods.example: firms.csv"));
    let mut people = Vec::new();
    export(&mut other, ExportKind::Contacts, ExportFormat::Csv, &mut people).unwrap();
    assert!(String::from_utf8(people).unwrap().contains("everybody at foods.example"), "the bar goes with the person");
}

#[test]
fn a_barred_company_travels_in_a_bundle_and_in_an_archive() {
    let (mut one, mut other) = (Desk::new("Ane", 0), Desk::new("Per", 60));
    take_text(&mut one.store, DoNotCall, "firms.csv", "Domain\nfirm.example\n");
    let bundle = one.share();
    other.merge(&[&bundle]);
    let there = person(&mut other.store, &firm("Firm", "firm.example"), "Mo Berg", "");
    assert!(barred(&mut other.store, there).contains("everybody at firm.example: firms.csv"), "by the bundle");
    other.sound();
    let (all, new) = (one.folder.path().join("all"), one.folder.path().join("new.db"));
    archive::export(&one.store, &all).unwrap();
    let later = clock_at("2026-03-12T10:00:00+01:00");
    archive::import(&all, &new, &(later as Arc<dyn Clock>)).unwrap();
    let mut back = open(&new, 2_000);
    let there = person(&mut back, &firm("Firm", "firm.example"), "Mo Berg", "");
    assert!(barred(&mut back, there).contains("everybody at firm.example: firms.csv"), "by the archive");
}

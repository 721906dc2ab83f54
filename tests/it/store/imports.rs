//! Imports: every row ends as something, nothing is blanked, one undo takes it all back.

use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::query::{AccountSort, ImportKind, RowResult, Tray};
use whynow::domain::trigger::Trigger;
use whynow::store::Store;

use crate::support::book::{account, book, call, contact, found, names, next_undo, now, today, tray};

fn row(name: &str) -> Account {
    Account { name: name.to_owned(), ..Account::default() }
}

fn import(store: &mut Store, rows: &[Account]) -> Vec<RowResult> {
    let mut import = store.begin_import(ImportKind::Accounts, "file.csv", false).unwrap();
    let ends = rows.iter().map(|row| import.account(row).unwrap()).collect();
    import.finish().unwrap();
    ends
}

fn whole(store: &mut Store, name: &str) -> Account {
    let id = store.find_account(name).unwrap()[0].0;
    store.account_file(id, now()).unwrap().unwrap().account
}

#[test]
fn rows_are_created_updated_the_same_or_rejected() {
    let mut store = book();
    let full = Account { city: Some("Oslo".to_owned()), employees: Some(10), ..row("Norvik Foods AS") };
    let grown = Account { employees: Some(12), ..row("NORVIK FOODS AS") };
    let ends = import(&mut store, &[full.clone(), row("Norvik Foods"), row(""), grown.clone()]);
    let rejected = RowResult::Rejected("no name".to_owned());
    assert_eq!(ends, [RowResult::Created, RowResult::Same, rejected, RowResult::Same], "a file's first word stands");
    assert_eq!(import(&mut store, &[grown]), [RowResult::Updated], "another file's word is news");
    let norvik = whole(&mut store, "Norvik Foods");
    assert_eq!((norvik.city.as_deref(), norvik.employees), (Some("Oslo"), Some(12)), "nothing is blanked");
    assert_eq!(found(&mut store, "norvik"), ["Norvik Foods AS"], "what was imported is found");
}

#[test]
fn two_rows_of_one_cik_are_one_account_with_both_tickers() {
    let mut store = book();
    let class =
        |name: &str, ticker: &str| Account { cik: Some(1_652_044), tickers: vec![ticker.to_owned()], ..row(name) };
    let rows = [class("Alphabet Inc. (Class A)", "GOOGL"), class("Alphabet Inc. (Class C)", "GOOG")];
    assert_eq!(import(&mut store, &rows), [RowResult::Created, RowResult::Updated]);
    assert_eq!(whole(&mut store, "Alphabet").tickers, ["GOOGL", "GOOG"]);
    assert_eq!(import(&mut store, &rows), [RowResult::Same, RowResult::Same]);
}

#[test]
fn tickers_follow_the_cik() {
    let mut store = book();
    let bank =
        |name: &str, ticker: &str| Account { cik: Some(1_390_777), tickers: vec![ticker.to_owned()], ..row(name) };
    import(&mut store, &[bank("BNY Mellon", "BK")]);
    assert_eq!(import(&mut store, &[bank("BNY", "BNY")]), [RowResult::Updated]);
    let after = whole(&mut store, "BNY");
    assert_eq!(
        (after.name.as_str(), after.tickers, after.aliases),
        ("BNY", vec!["BNY".to_owned()], vec!["BNY Mellon".to_owned()])
    );
    assert_eq!(names(&mut store, AccountSort::Name), ["BNY"]);
}

#[test]
fn accounts_are_matched_by_the_surest_sign() {
    let external = |id: &str| vec![ExternalId { source: "crm".to_owned(), id: id.to_owned() }];
    let known = Account {
        cik: Some(99),
        domain: Some("acme.example.no".to_owned()),
        tickers: vec!["ACME".to_owned()],
        external: external("7"),
        aliases: vec!["Acme Rockets".to_owned()],
        ..row("Acme Works AS")
    };
    let cases = [
        ("CIK", Account { cik: Some(99), ..row("Something Else") }, true),
        ("id of its system", Account { external: external("7"), ..row("Something Else") }, true),
        ("domain and name", Account { domain: Some("acme.example.no".to_owned()), ..row("Acme") }, true),
        ("domain of another name", Account { domain: Some("acme.example.no".to_owned()), ..row("Zebra") }, false),
        ("ticker and name", Account { tickers: vec!["ACME".to_owned()], ..row("Acme Holdings") }, true),
        ("ticker of another name", Account { tickers: vec!["ACME".to_owned()], ..row("Zebra") }, false),
        ("name", row("ACME WORKS"), true),
        ("alias", row("Acme Rockets Inc."), true),
        ("name with another CIK", Account { cik: Some(100), ..row("Acme Works") }, false),
        ("name with another id", Account { external: external("8"), ..row("Acme Works") }, false),
        (
            "name with another domain",
            Account { domain: Some("other.example.no".to_owned()), ..row("Acme Works") },
            false,
        ),
        ("another name", row("Zebra"), false),
    ];
    for (what, file, matches) in cases {
        let mut store = book();
        import(&mut store, std::slice::from_ref(&known));
        let end = import(&mut store, &[file]);
        assert_eq!(end == [RowResult::Created], !matches, "{what}: {end:?}");
    }
}

#[test]
fn several_of_one_name_are_told_apart_by_place_or_asked_about() {
    let mut store = book();
    for city in ["Oslo", "Bergen"] {
        store.save_account(&Account { city: Some(city.to_owned()), ..row("Delta AS") }).unwrap();
    }
    let placed = Account { city: Some("bergen".to_owned()), industry: Some("Ships".to_owned()), ..row("Delta") };
    assert_eq!(import(&mut store, &[placed]), [RowResult::Updated]);
    let mut import = store.begin_import(ImportKind::Accounts, "file.csv", false).unwrap();
    let bare = Account { employees: Some(7), ..row("Delta") };
    assert_eq!(import.account(&bare).unwrap(), RowResult::Created);
    assert_eq!(import.unsure_rows(), 1, "it may be either of them");
    import.finish().unwrap();
}

#[test]
fn a_mail_or_web_host_says_nothing_about_a_company() {
    let mut store = book();
    let at = |name: &str| Account { domain: Some("gmail.com".to_owned()), ..row(name) };
    assert_eq!(import(&mut store, &[at("Delta Boats"), at("Delta Trains")]), [RowResult::Created, RowResult::Created]);
    assert_eq!(whole(&mut store, "Delta Boats").domain, None);
}

#[test]
fn a_dry_run_an_abandoned_and_a_dropped_import_leave_the_book_as_it_was() {
    let mut store = book();
    account(&mut store, "Norvik");
    for end in ["dry", "abandon", "drop"] {
        let mut import = store.begin_import(ImportKind::Accounts, "file.csv", end == "dry").unwrap();
        assert_eq!(import.account(&row("New")).unwrap(), RowResult::Created);
        match end {
            "dry" => assert_eq!(import.finish().unwrap(), None),
            "abandon" => import.abandon().unwrap(),
            _ => drop(import),
        }
        assert_eq!(names(&mut store, AccountSort::Name), ["Norvik"], "{end}");
        assert_eq!(found(&mut store, "new"), [""; 0]);
    }
    assert_eq!(next_undo(&mut store).as_deref(), Some("saved Norvik"));
}

#[test]
fn one_undo_takes_a_whole_import_back_and_redo_brings_it_again() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let rows = [Account { city: Some("Oslo".to_owned()), ..row("Norvik") }, row("Acme"), row("Zebra")];
    assert_eq!(import(&mut store, &rows), [RowResult::Updated, RowResult::Created, RowResult::Created]);
    let done = store.undo().unwrap().unwrap();
    assert_eq!((done.label.as_str(), done.refused), ("imported accounts from file.csv", None));
    assert_eq!(names(&mut store, AccountSort::Name), ["Norvik"]);
    assert_eq!(found(&mut store, "acme"), [""; 0]);
    assert_eq!(store.account_file(norvik, now()).unwrap().unwrap().account.city, None);
    store.redo().unwrap();
    assert_eq!(names(&mut store, AccountSort::Name), ["Acme", "Norvik", "Zebra"]);
    assert_eq!(found(&mut store, "acme"), ["Acme"]);
    assert_eq!(store.account_file(norvik, now()).unwrap().unwrap().account.city.as_deref(), Some("Oslo"));
    store.undo().unwrap();
    assert_eq!(import(&mut store, &rows), [RowResult::Updated, RowResult::Created, RowResult::Created]);
}

#[test]
fn an_import_can_be_undone_after_what_came_later_was_undone() {
    let mut store = book();
    import(&mut store, &[row("Acme")]);
    let mut acme = whole(&mut store, "Acme");
    acme.city = Some("Oslo".to_owned());
    store.save_account(&acme).unwrap();
    store.undo().unwrap();
    assert_eq!(store.undo().unwrap().unwrap().refused, None);
    assert_eq!(names(&mut store, AccountSort::Name), [""; 0]);
}

fn person(name: &str, email: &str) -> Contact {
    Contact { name: name.to_owned(), emails: vec![email.to_owned()], ..Contact::default() }
}

#[test]
fn people_find_their_company_or_make_it() {
    let mut store = book();
    let norvik =
        store.save_account(&Account { domain: Some("norvik.no".to_owned()), ..row("Norvik Foods AS") }).unwrap();
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    let ends = [
        import.contact(&person("Ane Lund", "ane@norvik.no"), Some("Norvik Foods"), None, None).unwrap(),
        import.contact(&person("Bo Berg", "bo@norvik.no"), None, None, None).unwrap(),
        import.contact(&person("Cy Dahl", "cy@gmail.com"), Some("Acme"), None, None).unwrap(),
        import.contact(&person("Di Egli", "di@gmail.com"), None, None, None).unwrap(),
        import.contact(&person("Ane Lund", "ANE@norvik.no"), None, None, None).unwrap(),
    ];
    assert_eq!(ends[..3], [RowResult::Created, RowResult::Created, RowResult::Created]);
    assert!(matches!(&ends[3], RowResult::Rejected(why) if why.starts_with("no company")), "{:?}", ends[3]);
    assert_eq!(ends[4], RowResult::Same);
    assert_eq!(import.notes(), ["1 row named a company the book did not know, which was made"]);
    import.finish().unwrap();
    let people = |store: &mut Store, id| {
        let rows = store.account_file(id, now()).unwrap().unwrap().contacts;
        rows.into_iter().map(|row| row.contact.name).collect::<Vec<_>>()
    };
    assert_eq!(people(&mut store, norvik), ["Ane Lund", "Bo Berg"]);
    let acme = store.find_account("Acme").unwrap()[0].0;
    assert_eq!(people(&mut store, acme), ["Cy Dahl"]);
    store.undo().unwrap();
    assert_eq!(people(&mut store, norvik), [""; 0]);
    assert_eq!(names(&mut store, AccountSort::Name), ["Norvik Foods AS"]);
}

#[test]
fn a_person_is_matched_by_id_address_or_name_and_never_blanked() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let mut known = person("Ane Lund", "ane@norvik.no");
    known.account_id = norvik;
    known.external = vec![ExternalId { source: "crm".to_owned(), id: "1".to_owned() }];
    known.phones = vec![Phone { raw: "+47 22 33 44 55".to_owned(), label: "work".to_owned() }];
    known.do_not_call = Some("asked".to_owned());
    known.title = Some("COO".to_owned());
    let id = store.save_contact(&known).unwrap();
    let by_id = Contact { external: known.external.clone(), name: "Ane Lund Berg".to_owned(), ..Contact::default() };
    let by_mail = Contact { title: Some("CEO".to_owned()), ..person("Lund, Ane", "ane@norvik.no") };
    let phones = vec![Phone { raw: "004722334455".to_owned(), label: String::new() }];
    let by_name = Contact { name: "ane lund berg".to_owned(), phones, ..Contact::default() };
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    assert_eq!(import.contact(&by_id, Some("Norvik"), None, None).unwrap(), RowResult::Updated);
    import.finish().unwrap();
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    assert_eq!(import.contact(&by_mail, Some("Norvik"), None, None).unwrap(), RowResult::Updated);
    let desk = Contact { name: "Zoe".to_owned(), ..person("Zoe", "info@norvik.no") };
    assert_eq!(import.contact(&desk, Some("Norvik"), None, None).unwrap(), RowResult::Created);
    let other = person("Yan", "info@norvik.no");
    assert_eq!(import.contact(&other, Some("Norvik"), None, None).unwrap(), RowResult::Created, "a desk is nobody");
    import.finish().unwrap();
    let after = store.contact(id).unwrap().unwrap();
    assert_eq!((after.title.as_deref(), after.do_not_call.as_deref()), (Some("CEO"), Some("asked")));
    assert_eq!(after.phones.len(), 1);
    let mut import = store.begin_import(ImportKind::Contacts, "more.csv", false).unwrap();
    let named = Contact { name: after.name.clone(), ..by_name };
    assert_eq!(
        import.contact(&named, Some("Norvik"), None, None).unwrap(),
        RowResult::Same,
        "another way to write a number is no news"
    );
}

#[test]
fn triggers_are_linked_where_they_belong_and_never_enter_twice() {
    let mut store = book();
    let apple = Account { cik: Some(320_193), tickers: vec!["AAPL".to_owned()], ..row("Apple Inc.") };
    import(&mut store, &[apple, row("Norvik Foods AS")]);
    let filing = |headline: &str, company: &str| Trigger {
        kind: "leadership_change".to_owned(),
        headline: headline.to_owned(),
        company: Some(company.to_owned()),
        occurred_on: today(),
        strength: 5,
        ..Trigger::default()
    };
    let by_cik =
        Trigger { cik: Some(320_193), external: Some("0001-26".to_owned()), ..filing("New CFO", "APPLE INC /CA/") };
    let rows = [
        (by_cik.clone(), RowResult::Created, true),
        (Trigger { headline: "New CFO (amended)".to_owned(), ..by_cik }, RowResult::Same, true),
        (filing("New COO", "Norvik Foods"), RowResult::Created, true),
        (filing("NEW COO", "Norvik Foods AS"), RowResult::Same, true),
        (Trigger { ticker: Some("AAPL".to_owned()), ..filing("New CEO", "Apple") }, RowResult::Created, true),
        (Trigger { ticker: Some("AAPL".to_owned()), ..filing("New CEO", "Zebra Mining") }, RowResult::Created, false),
        (filing("New board", "Nobody Knows Ltd"), RowResult::Created, false),
    ];
    let mut import = store.begin_import(ImportKind::Triggers, "filings.atom", false).unwrap();
    for (trigger, end, linked) in &rows {
        assert_eq!(import.trigger(trigger).unwrap(), (end.clone(), *linked), "{}", trigger.headline);
    }
    import.finish().unwrap();
    let inbox = tray(&mut store, Tray::Inbox, "");
    let unmatched = inbox.rows.iter().filter(|row| row.accounts == 0).count();
    assert_eq!((inbox.total.n, unmatched), (5, 2));
    assert_eq!(tray(&mut store, Tray::Inbox, "coo").rows[0].company, "Norvik Foods AS");
    let suggested = store.suggest_accounts(&filing("x", "APPLE COMPUTER INC")).unwrap();
    assert_eq!(suggested[0].name, "Apple Inc.");
    store.undo().unwrap();
    assert_eq!(tray(&mut store, Tray::Inbox, "").total.n, 0);
}

#[test]
fn a_person_called_since_keeps_an_import_from_being_undone_by_a_slip() {
    let mut store = book();
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    import.contact(&person("Ane Lund", "ane@norvik.no"), Some("Norvik"), None, None).unwrap();
    import.finish().unwrap();
    let norvik = store.find_account("Norvik").unwrap()[0].0;
    let ane = store.account_file(norvik, now()).unwrap().unwrap().contacts[0].contact.id;
    let call = call(&mut store, ane);
    store.log_call(&call).unwrap();
    assert_eq!(store.undo().unwrap().unwrap().label, "logged a call with Ane Lund", "the call goes first");
    contact(&mut store, norvik, "Bo");
}

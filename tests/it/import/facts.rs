//! No fact that a file does not hold, and none lost that it does: rows as programs and authorities really write them.

use std::io::Cursor;
use std::path::Path;

use chrono::FixedOffset;
use whynow::domain::call::{Outcome, Reach};
use whynow::domain::import::options::{Import, ReadOptions};
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::exchange::{self, ImportEntry, Record};
use whynow::job::import::{Proceed, run};
use whynow::store::Store;

use crate::support::clock_at;

fn rows(kind: ImportKind, text: &str) -> (String, Vec<Record<ImportEntry>>) {
    let here = FixedOffset::east_opt(0).unwrap();
    let how = ReadOptions::default();
    let reading = exchange::read("own.csv", Cursor::new(text.to_owned()), Some(kind), &how, here).unwrap();
    (reading.format, reading.records.map(Result::unwrap).collect())
}

/// Reach, outcome and seconds of a call, or why it is none.
type Told = Result<(Reach, Option<Outcome>, Option<u32>), String>;

fn calls(text: &str) -> Vec<Told> {
    let told = |row: Record<ImportEntry>| match row.value? {
        ImportEntry::Call(made) => Ok((made.call.reach, made.call.outcome, made.call.seconds)),
        other => panic!("{other:?}"),
    };
    rows(ImportKind::Calls, text).1.into_iter().map(told).collect()
}

fn take(store: &mut Store, folder: &Path, text: &str) -> ImportReport {
    let path = folder.join("own.csv");
    std::fs::write(&path, text).unwrap();
    let import = Import { kind: Some(ImportKind::Triggers), path, ..Import::default() };
    run(store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap()
}

#[test]
fn the_columns_of_notices_are_known_however_a_state_heads_them() {
    let text = "affected_company,date_notice,date_action,jobs,closure_type,action\n\
        Norvik Foods,2026-10-05,2026-12-04,165,Plant closing,\n";
    let (format, rows) = rows(ImportKind::Triggers, text);
    assert!(format.ends_with("WARN notices"), "{format}");
    let ImportEntry::Trigger(notice) = rows[0].value.clone().unwrap() else { panic!() };
    assert_eq!(notice.company.as_deref(), Some("Norvik Foods"));
    assert_eq!(notice.headline, "Closure notice: 165 people");
    assert_eq!((notice.occurred_on.to_string(), notice.effective_on.unwrap().to_string()).0, "2026-10-05");
    assert_eq!(notice.effective_on.unwrap().to_string(), "2026-12-04");
}

#[test]
fn what_is_to_happen_is_dated_today_takes_effect_on_its_day_and_enters_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Company,Headline,Kind,Date\nNorvik Foods,Lease ends,contract_renewal,2027-03-30\n";
    let mut store = Store::in_memory(clock_at("2026-11-30T09:00:00+01:00")).unwrap();
    let report = take(&mut store, folder.path(), text);
    assert_eq!(report.totals.created, 1);
    assert!(report.notes.iter().any(|note| note.contains("a day lies ahead")), "{:?}", report.notes);
    let page = store.whole_triggers(None, 10).unwrap();
    let row = &page.rows[0].trigger;
    assert_eq!(row.occurred_on.to_string(), "2026-11-30");
    assert_eq!(row.effective_on.unwrap().to_string(), "2027-03-30");
    assert_eq!(take(&mut store, folder.path(), text).totals.same, 1);
}

#[test]
fn ringing_is_no_talk_and_the_legs_of_a_call_are_one_call() {
    let asterisk = "calldate,clid,src,dst,dcontext,lastapp,duration,billsec,disposition,uniqueid,linkedid\n\
        2026-11-02 13:07:00,x,201,+14155550100,out,Dial,20,0,NO ANSWER,1.1,1.1\n\
        2026-11-02 13:07:20,x,201,+14155550100,out,Dial,60,45,ANSWERED,1.2,1.1\n\
        2026-11-02 13:20:00,x,201,+14155550101,out,Dial,40,0,NO ANSWER,1.3,1.3\n\
        2026-11-02 13:30:00,x,201,+14155550102,out,Dial,2,0,BUSY,1.4,1.4\n";
    let told = calls(asterisk);
    assert_eq!(told[0], Err("a leg of the call on line 3, which stands for it".to_owned()));
    assert_eq!(told[1], Ok((Reach::Connected, None, Some(45))));
    assert_eq!(told[2], Ok((Reach::NoAnswer, None, None)), "40 seconds of ringing");
    assert_eq!(told[3], Ok((Reach::Busy, None, None)));
    let cx = "Call Time,Caller ID,Destination,Status,Ringing,Talking,Cost,Call Activity Details\n\
        2026-11-02T13:07:00,Ext. 100,+14155550100,answered,00:00:12,00:01:05,,\n\
        2026-11-02T13:09:00,Ext. 100,+14155550101,unanswered,00:00:31,,,\n";
    let told = calls(cx);
    assert_eq!(told[0], Ok((Reach::Connected, None, Some(65))));
    assert_eq!(told[1], Ok((Reach::NoAnswer, None, None)));
    let plain = "Name,Phone,Date,Duration,Talk time,Call outcome\nAne,+14155550100,2026-11-02,90,60,Connected - Positive\n\
        Ane,+14155550100,2026-11-03,90,61,Answered - Not Interested\nAne,+14155550100,2026-11-04,90,62,completed\n";
    let told = calls(plain);
    assert_eq!(told[0], Ok((Reach::Connected, None, Some(60))));
    assert_eq!(told[1], Ok((Reach::Connected, Some(Outcome::Declined), Some(61))));
    assert!(told[2].as_ref().unwrap_err().contains("“completed” does not say whom the call reached"));
}

#[test]
fn a_report_of_accounts_is_salesforces_and_its_ids_are_too() {
    let text = "Account Name,Account Owner,Billing City,Account ID\nNorvik Foods,Jo Doe,Troy,0012A00001\n";
    let (format, rows) = rows(ImportKind::Accounts, text);
    assert!(format.ends_with("Salesforce"), "{format}");
    let ImportEntry::Account(account) = rows[0].value.clone().unwrap() else { panic!() };
    assert_eq!(account.external[0].source, "salesforce");
    assert_eq!(account.city.as_deref(), Some("Troy"));
}

#[test]
fn a_street_is_no_city_and_a_unit_no_part_of_a_header() {
    let text = "Organization - Name,Organization - Address,Organization - ID\n\
        Norvik Foods,\"Hlavní 12, 110 00 Praha, Czechia\",4\n";
    let ImportEntry::Account(account) = rows(ImportKind::Accounts, text).1[0].value.clone().unwrap() else { panic!() };
    assert_eq!((account.city.as_deref(), account.country.as_deref()), (Some("Praha"), Some("Czechia")));
    let text = "Company,Annual Revenue (USD),Phone (Main),Employees (approx.),City\nNorvik Foods,2500000,+1 415 555 0100,120,Troy\n";
    let ImportEntry::Account(account) = rows(ImportKind::Accounts, text).1[0].value.clone().unwrap() else { panic!() };
    assert_eq!((account.revenue_musd, account.employees), (Some(2.5), Some(120)));
    assert!(account.phone.is_some());
}

#[test]
fn people_come_with_their_names_and_without_the_deleted() {
    let names = |text: &str| -> Vec<String> {
        let told = |row: Record<ImportEntry>| match row.value {
            Ok(ImportEntry::Contact(person)) => person.contact.name,
            Ok(other) => panic!("{other:?}"),
            Err(reason) => reason,
        };
        rows(ImportKind::Contacts, text).1.into_iter().map(told).collect()
    };
    let thunderbird = "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone\n\
        Ane,Lund,Ane Lund,,ane@norvik.example,,,\n";
    assert_eq!(names(thunderbird), ["Ane Lund"]);
    let endings = "Name,Email\n\"Jane Doe, SHRM-CP\",j@x.example\n\"Rolf Dahl, PMP, CSM\",r@x.example\n";
    assert_eq!(names(endings), ["Jane Doe", "Rolf Dahl"]);
    let hubspot =
        "Record ID,First Name,Last Name,Email,Archived\n1,Ane,Lund,a@x.example,false\n2,Rolf,Dahl,r@x.example,true\n";
    assert_eq!(names(hubspot), ["Ane Lund", "archived or deleted in the system it comes from"]);
    let report = "Name,Email\nAne Lund,a@x.example\nRegion West,\nName,Email\nRolf Dahl,r@x.example\n";
    assert_eq!(names(report), ["Ane Lund", "Rolf Dahl"], "a title above the header once more");
}

#[test]
fn deals_are_no_people_in_any_language() {
    for header in ["Osoba - Jméno,Obchod - Název,Obchod - Hodnota", "Person - Name,Deal - Title,Deal - Value"] {
        let here = FixedOffset::east_opt(0).unwrap();
        let text = format!("{header}\na,b,c\n");
        let read = exchange::read("own.csv", Cursor::new(text), None, &ReadOptions::default(), here);
        assert!(read.err().unwrap().to_string().contains("a list of deals"), "{header}");
    }
}

#[test]
fn authorities_and_vendors_lists_of_events_have_their_kinds() {
    let told = |text: &str| -> Vec<(String, String, String)> {
        let told = |row: Record<ImportEntry>| match row.value.unwrap() {
            ImportEntry::Trigger(trigger) => (trigger.kind, trigger.company.unwrap_or_default(), trigger.headline),
            other => panic!("{other:?}"),
        };
        rows(ImportKind::Triggers, text).1.into_iter().map(told).collect()
    };
    let recalls = "recalling_firm,reason_for_recall,recall_number,recall_initiation_date,product_description\n\
        Melka,Listeria found in yoghurt,F-1,20261005,Yoghurt 500 g\n";
    assert_eq!(told(recalls), [("recall".into(), "Melka".into(), "Listeria found in yoghurt".into())]);
    let tenders = "NoticeId,Title,Sol#,Department/Ind.Agency,PostedDate,Type,ResponseDeadLine,Awardee,Link\n\
        n1,Refrigerated trucks,S1,HEALTH,2026-10-05,Solicitation,2026-11-05,,https://sam.example/n1\n\
        n2,Cold stores,S2,HEALTH,2026-10-06,Award Notice,,Norvik Foods,https://sam.example/n2\n";
    assert_eq!(
        told(tenders),
        [
            ("rfp_or_evaluation".into(), "HEALTH".into(), "Refrigerated trucks".into()),
            ("contract_won".into(), "Norvik Foods".into(), "Cold stores".into()),
        ]
    );
    let news = "Company,Headline,Category,Acquired at\nA,A buys B,x,2026-10-05\n";
    assert_eq!(told(news)[0].2, "A buys B");
}

/// A feed of these items: title, page, id.
fn feed(items: &[(&str, &str, &str)]) -> String {
    let item = |(title, page, id): &(&str, &str, &str)| {
        let id = if id.is_empty() { String::new() } else { format!("<guid isPermaLink=\"false\">{id}</guid>") };
        format!(
            "<item><title>{title}</title><link>{page}</link>{id}<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Food News</title>{items}</channel></rss>")
}

#[test]
fn items_of_one_page_are_told_apart_by_their_titles() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::in_memory(clock_at("2026-11-30T09:00:00+01:00")).unwrap();
    let page = "https://news.example/latest";
    let items =
        [("Norvik opens a plant", page, ""), ("Halden buys a ferry", page, ""), ("Melka recalls yoghurt", page, "")];
    assert_eq!(take(&mut store, folder.path(), &feed(&items)).totals.created, 3);
    assert_eq!(take(&mut store, folder.path(), &feed(&items)).totals.same, 3);
}

#[test]
fn a_story_that_has_a_new_id_at_each_fetch_enters_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::in_memory(clock_at("2026-11-30T09:00:00+01:00")).unwrap();
    let title = "Norvik Foods opens a third plant in Bergen";
    let first = feed(&[(title, "https://news.example/a1", "a1-0001-0002-0003-0004")]);
    let again = feed(&[(title, "https://news.example/b2", "b2-0001-0002-0003-0004")]);
    assert_eq!(take(&mut store, folder.path(), &first).totals.created, 1);
    assert_eq!(take(&mut store, folder.path(), &again).totals.same, 1);
    let short = [
        ("Earnings", "https://news.example/c3", "c3-0001-0002-0003-0004"),
        ("Earnings", "https://news.example/d4", "d4-0001-0002-0003-0004"),
    ];
    assert_eq!(take(&mut store, folder.path(), &feed(&short)).totals.created, 2, "too little to tell one story");
}

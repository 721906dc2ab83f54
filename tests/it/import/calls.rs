//! Calls made elsewhere: the files of diallers and CRMs, into the book and back out by one undo.

use std::path::PathBuf;

use crate::support::desk::Desk;
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::{Call, Outcome, Reach, Verdict, VerdictSource};
use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

/// Norvik Foods with Ane Lund, Rolf Dahl and Siri Moen; Halden Logistics with Grete Wold.
fn book() -> Desk {
    let mut desk = Desk::empty();
    let store = desk.store();
    let norvik = Account { name: "Norvik Foods".into(), ..Account::default() };
    let halden = Account { name: "Halden Logistics".into(), ..Account::default() };
    let (norvik, halden) = (store.save_account(&norvik).unwrap(), store.save_account(&halden).unwrap());
    for (name, at, email, phone, id) in [
        ("Ane Lund", norvik, "ane@norvikfoods.example", "+47 22 33 44 55", "701"),
        ("Rolf Dahl", norvik, "rolf@norvikfoods.example", "+47 22 33 44 66", "702"),
        ("Siri Moen", norvik, "", "", ""),
        ("Grete Wold", halden, "grete@halden.example", "+47 22 33 44 66", "703"),
    ] {
        let external =
            ["hubspot", "salesforce", "close"].map(|source| ExternalId { source: source.into(), id: id.into() });
        let contact = Contact {
            name: name.into(),
            account_id: at,
            emails: Some(email.to_string()).filter(|email| !email.is_empty()).into_iter().collect(),
            phones: Some(phone)
                .filter(|phone| !phone.is_empty())
                .map(|raw| Phone { raw: raw.into(), label: "work".into() })
                .into_iter()
                .collect(),
            external: if id.is_empty() { Vec::new() } else { external.to_vec() },
            ..Contact::default()
        };
        store.save_contact(&contact).unwrap();
    }
    desk
}

fn run(store: &mut Store, text: &str, dry_run: bool) -> ImportReport {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("calls.csv");
    std::fs::write(&path, text).unwrap();
    import::run(
        store,
        &Import { kind: Some(ImportKind::Calls), path, dry_run, ..Import::default() },
        &Budget::default(),
        &mut |_| Proceed::Go,
    )
    .unwrap()
}

/// Created, same, rejected; they add up to what was read.
fn ends(report: &ImportReport) -> [u64; 3] {
    let totals = &report.totals;
    assert_eq!(totals.created + totals.updated + totals.same + totals.rejected, totals.read, "{report:?}");
    assert_eq!(totals.updated, 0);
    [totals.created, totals.same, totals.rejected]
}

/// Everything logged, by name and time.
fn calls(store: &mut Store) -> Vec<(String, Call)> {
    let mut calls: Vec<(String, Call)> =
        store.whole_calls(None, 1000, None).unwrap().rows.into_iter().map(|row| (row.contact.name, row.call)).collect();
    calls.sort_by_key(|(_, call)| call.at);
    calls
}

const HUBSPOT: &str = "hs_object_id,hs_timestamp,hs_call_disposition,hs_call_duration,hs_call_body,hs_call_direction,hs_call_to_number,Associated Contact IDs\n\
    9001,2026-03-10T08:00:00.000Z,f240bbac-87c9-4f6e-bf70-924b57d47db7,267000,<p>Asked for the <b>lot map</b></p>,OUTBOUND,+4722334455,701\n\
    9002,2026-03-10T09:00:00.000Z,b2cf5968-551e-4856-9783-52b3da59a7d0,31000,,OUTBOUND,+4722334466,703;702\n\
    9003,2026-03-10T10:00:00.000Z,f240bbac-87c9-4f6e-bf70-924b57d47db7,60000,,INBOUND,,701\n\
    9004,2026-03-10T11:00:00.000Z,0b1c1f9e-0000-0000-0000-000000000000,60000,,OUTBOUND,,701\n";

const SALESFORCE: &str = "Id,WhoId,Subject,ActivityDate,CallDurationInSeconds,CallDisposition,Description,TaskSubtype,Status\n\
    00T0000001,701,Call,2026-03-09,270,Meeting Booked,She names the line,Call,Completed\n\
    00T0000002,702,Email: lot map,2026-03-09,,,,Email,Completed\n\
    00T0000003,703,Call,2026-03-09,0,No Answer,,Call,Completed\n";

const CLOSE: &str = "lead_name,contact_name,disposition,duration,direction,date_created\n\
    Norvik Foods,Siri Moen,answered,95,outbound,2026-03-08 14:30\n\
    Norvik Foods,Nobody Known,no-answer,0,outbound,2026-03-08 14:40\n";

const DIALLER: &str = "Date;Time;Number;Name;Duration;Result;Verdict;Verdict source;Their words\n\
    07.03.2026;09:15;22 33 44 55;;0:04:30;Connected;well spent;said_unprompted;useful, send it\n\
    07.03.2026;09:25;+47 22 33 44 66;Grete Wold;12;Left voicemail;;;\n\
    07.03.2026;09:35;+47 22 33 44 66;;12;Busy;;;\n\
    07.03.2026;09:45;+47 99 99 99 99;;12;Busy;;;\n\
    07.03.2026;09:55;22 33 44 55;;12;Connected;well spent;;\n";

#[test]
fn the_exports_of_crms_and_diallers_come_in_with_their_own_words_and_units() {
    let mut desk = book();
    desk.store().set_home(Some("NO".into()));
    for (text, expected) in [(HUBSPOT, [2, 0, 2]), (SALESFORCE, [2, 0, 1]), (CLOSE, [1, 0, 1]), (DIALLER, [2, 0, 3])] {
        let report = run(desk.store(), text, false);
        assert_eq!(ends(&report), expected, "{:?}", report.rejects);
        assert_eq!(report.matched, expected[0]);
    }
    let all = calls(desk.store());
    let said: Vec<_> = all.iter().map(|(who, call)| (who.as_str(), call.reach, call.outcome, call.seconds)).collect();
    assert_eq!(
        said,
        [
            ("Ane Lund", Reach::Connected, None, Some(270)),
            ("Grete Wold", Reach::Voicemail, None, Some(12)),
            ("Siri Moen", Reach::Connected, None, Some(95)),
            ("Ane Lund", Reach::Connected, Some(Outcome::NextStepAgreed), Some(270)),
            ("Grete Wold", Reach::NoAnswer, None, None),
            ("Ane Lund", Reach::Connected, None, Some(267)),
            ("Grete Wold", Reach::Voicemail, None, Some(31)),
        ]
    );
    assert_eq!(all[5].1.note.trim(), "Asked for the lot map", "markup is read, not kept");
}

#[test]
fn a_verdict_is_there_only_where_the_file_says_one_and_says_who_said_it() {
    let mut desk = book();
    desk.store().set_home(Some("NO".into()));
    for text in [HUBSPOT, DIALLER] {
        run(desk.store(), text, false);
    }
    let given: Vec<_> = calls(desk.store())
        .into_iter()
        .filter_map(|(who, call)| call.verdict.map(|verdict| (who, verdict, call.source, call.words)))
        .collect();
    let ane =
        ("Ane Lund".to_string(), Verdict::WellSpent, Some(VerdictSource::SaidUnprompted), "useful, send it".into());
    assert_eq!(given, [ane]);
}

#[test]
fn every_rejected_row_says_why() {
    let mut desk = book();
    desk.store().set_home(Some("NO".into()));
    let mut reasons = Vec::new();
    for text in [HUBSPOT, SALESFORCE, CLOSE, DIALLER] {
        reasons.extend(run(desk.store(), text, false).rejects.into_iter().map(|reject| reject.reason));
    }
    for (reason, says) in reasons.iter().zip([
        "an incoming call",
        "does not say whom the call reached",
        "not a call: email",
        "nobody called Nobody Known is known at Norvik Foods",
        "2 people of the book have this number",
        "nobody in the book has this",
        "A verdict needs its source",
    ]) {
        assert!(reason.contains(says), "{reason} should say {says}");
    }
    assert_eq!(reasons.len(), 7);
}

#[test]
fn the_same_file_a_second_time_changes_nothing() {
    let mut desk = book();
    desk.store().set_home(Some("NO".into()));
    for text in [HUBSPOT, SALESFORCE, CLOSE, DIALLER] {
        let first = ends(&run(desk.store(), text, false));
        let before = calls(desk.store());
        assert_eq!(ends(&run(desk.store(), text, false)), [0, first[0], first[2]]);
        assert_eq!(calls(desk.store()), before);
    }
}

#[test]
fn a_dry_run_says_the_same_and_keeps_nothing() {
    let mut desk = book();
    let dry = run(desk.store(), HUBSPOT, true);
    assert!(calls(desk.store()).is_empty());
    let real = run(desk.store(), HUBSPOT, false);
    assert_eq!(ends(&dry), ends(&real));
}

#[test]
fn one_undo_takes_the_calls_the_promises_and_the_block_back_and_they_can_come_again() {
    let mut desk = book();
    let text = "date,email,result,next step,next by\n\
        2026-03-10 09:00,ane@norvikfoods.example,connected,send the lot map,2026-03-11\n\
        2026-03-10 10:00,rolf@norvikfoods.example,do not call,,\n";
    assert_eq!(ends(&run(desk.store(), text, false)), [2, 0, 0]);
    let barred = |desk: &mut Desk| {
        let store = desk.store();
        let people = store.whole_contacts(None, 100).unwrap().rows;
        people.iter().filter(|person| person.contact.do_not_call.is_some()).count()
    };
    let due = |desk: &mut Desk| {
        let now = whynow::clock::Clock::now(desk.clock.as_ref());
        desk.store().today(now, 0, 10).unwrap().promises.len()
    };
    assert_eq!((calls(desk.store()).len(), due(&mut desk), barred(&mut desk)), (2, 1, 1));
    let undone = desk.store().undo().unwrap().unwrap();
    assert_eq!(undone.refused, None);
    assert_eq!(undone.label, "imported calls from calls.csv");
    assert_eq!((calls(desk.store()).len(), due(&mut desk), barred(&mut desk)), (0, 0, 0));
    assert_eq!(ends(&run(desk.store(), text, false)), [2, 0, 0]);
    assert_eq!((calls(desk.store()).len(), due(&mut desk), barred(&mut desk)), (2, 1, 1));
    assert_eq!(desk.store().verify().unwrap(), Vec::<String>::new(), "the chain and the rollups hold");
}

#[test]
fn a_call_that_is_still_ahead_is_refused() {
    let mut desk = book();
    let text = "date,email,result\n2026-03-13 09:00,ane@norvikfoods.example,connected\n";
    let report = run(desk.store(), text, false);
    assert_eq!(ends(&report), [0, 0, 1]);
    assert!(report.rejects[0].reason.contains("13 Mar 2026 09:00 is still ahead"), "{:?}", report.rejects);
}

#[test]
fn a_file_may_say_who_called_and_a_stranger_is_refused() {
    let mut desk = book();
    desk.store().set_rep_name("Marit Solheim").unwrap();
    desk.store().add_rep("Jonas Berg").unwrap();
    let text = "date,email,result,rep\n\
        2026-03-10 09:00,ane@norvikfoods.example,connected,jonas berg\n\
        2026-03-10 10:00,ane@norvikfoods.example,connected,Somebody Else\n\
        2026-03-10 11:00,ane@norvikfoods.example,connected,\n";
    let report = run(desk.store(), text, false);
    assert_eq!(ends(&report), [2, 0, 1]);
    assert!(report.rejects[0].reason.contains("Somebody Else is not a rep of this book"), "{:?}", report.rejects);
    let rows = desk.store().whole_calls(None, 10, None).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.rep.as_str()).collect::<Vec<_>>(), ["Jonas Berg", "Marit Solheim"]);
}

#[test]
fn an_export_of_a_book_finds_its_own_calls_again() {
    use whynow::job::export::calls::{CallFormat, export_calls};
    let mut desk = Desk::sample();
    let before = calls(desk.store());
    let mut out = Vec::new();
    export_calls(desk.store(), CallFormat::Csv, None, &mut out).unwrap();
    let report = run(desk.store(), &String::from_utf8(out).unwrap(), false);
    assert_eq!(ends(&report), [0, before.len() as u64, 0], "{:?}", report.rejects.first());
    assert_eq!(calls(desk.store()), before);
}

#[test]
fn the_import_screen_takes_calls_and_today_counts_them() {
    let mut desk = book();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    std::fs::write(&path, HUBSPOT).unwrap();
    desk.press("I<backtab><backtab><backtab>");
    assert!(desk.screen(80, 24).contains("[calls]"), "{}", desk.screen(80, 24));
    desk.type_in(&path.to_string_lossy());
    desk.press("<enter>");
    let seen = desk.screen(80, 24);
    assert!(seen.contains("2 new, 0 updated, 0 same, 2 rejected"), "{seen}");
    assert!(calls(desk.store()).is_empty(), "the first look keeps nothing");
    desk.press("<enter>");
    assert_eq!(calls(desk.store()).len(), 2, "{}", desk.screen(80, 24));
}

//! What a meeting in a calendar becomes: a plan with whoever is outside, for the next time it is held. Today is
//! 12 March 2026.

use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::ids::ContactId;
use whynow::domain::plan::Plan;
use whynow::exchange::ImportEntry;
use whynow::store::Store;

use crate::support::cards::{book, import, read, totals};
use crate::support::desk::clock;

const ANE: &str = "ATTENDEE;CN=\"Lund, Ane\";ROLE=REQ-PARTICIPANT:mailto:Ane@norvik.no";

fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{lines}\r\nEND:VCALENDAR\r\n")
}

fn meeting(lines: &str) -> String {
    calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Agree the plant\r\n{lines}\r\nEND:VEVENT"))
}

fn ahead(lines: &str) -> String {
    meeting(&format!(
        "DTSTART;TZID=W. Europe Standard Time:20260318T140000\r\nDTEND;TZID=W. Europe Standard Time:20260318T144500\r\n{lines}"
    ))
}

fn known(store: &mut Store) -> ContactId {
    let account_id = store.save_account(&Account { name: "Norvik".to_owned(), ..Account::default() }).unwrap();
    let emails = vec!["ane@norvik.no".to_owned()];
    store.save_contact(&Contact { account_id, name: "Ane Lund".to_owned(), emails, ..Contact::default() }).unwrap()
}

fn plan_of(store: &mut Store, contact: ContactId) -> Option<Plan> {
    let file = store.plan_file(contact, clock().now()).unwrap();
    file.saved.then_some(file.plan)
}

/// What a calendar says of its only meeting.
fn said(text: &str) -> Plan {
    let mut store = book();
    let ane = known(&mut store);
    let report = import(&mut store, text);
    assert_eq!(totals(&report), (1, 0, 0, 0), "{:?}", report.rejects);
    plan_of(&mut store, ane).unwrap()
}

/// Why a meeting becomes no plan.
fn refused(text: &str) -> String {
    let mut store = book();
    known(&mut store);
    let report = import(&mut store, text);
    assert_eq!(totals(&report), (0, 0, 0, 1));
    report.rejects[0].reason.clone()
}

#[test]
fn an_invitation_proposes_a_plan_that_says_no_more_than_it() {
    let plan = said(&ahead(&format!("{ANE}\r\nLOCATION:Hall 2\r\nDESCRIPTION:Two lines\\nof agenda")));
    assert_eq!((plan.purpose.as_str(), plan.minutes), ("Agree the plant", Some(45)));
    let because = "Meeting on Wed 18 Mar 2026 at 14:00 (Europe/Berlin), Hall 2.\nTwo lines\nof agenda";
    assert_eq!(plan.no_trigger_because, because);
    let empty = Plan {
        id: plan.id,
        contact_id: plan.contact_id,
        account_id: plan.account_id,
        purpose: plan.purpose.clone(),
        minutes: plan.minutes,
        no_trigger_because: plan.no_trigger_because.clone(),
        ..Plan::default()
    };
    assert_eq!(plan, empty);
}

#[test]
fn the_words_of_an_invitation_in_html_are_taken_where_it_has_no_others() {
    let html = "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>First</p><script>x()</script><b>Second</b></body></html>";
    assert!(said(&ahead(&format!("{ANE}\r\n{html}"))).no_trigger_because.ends_with(".\nFirst\nSecond"));
}

#[test]
fn the_next_time_of_a_meeting_held_again_counts() {
    for (lines, day) in [
        ("DTSTART:20200101T090000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=FR", "Fri 13 Mar 2026"),
        ("DTSTART:20200101T090000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=FR\r\nEXDATE:20260313T090000Z", "Fri 20 Mar 2026"),
        ("DTSTART;VALUE=DATE:20200331\r\nRRULE:FREQ=YEARLY", "Tue 31 Mar 2026"),
        ("DTSTART:20200101T090000Z\r\nRDATE:20260401T090000Z,20260501T090000Z", "Wed 1 Apr 2026"),
        // Today, and not over.
        ("DTSTART;VALUE=DATE:20260312", "Thu 12 Mar 2026"),
    ] {
        let because = said(&meeting(&format!("{lines}\r\n{ANE}"))).no_trigger_because;
        assert!(because.starts_with(&format!("Meeting on {day}")), "{lines}: {because}");
    }
}

#[test]
fn a_meeting_that_needs_no_plan_is_left_out_with_the_reason() {
    for (text, reason) in [
        (meeting(&format!("DTSTART:20260311T090000Z\r\n{ANE}")), "it was on 11 Mar 2026 and is over"),
        (ahead(&format!("{ANE}\r\nSTATUS:CANCELLED")), "it is cancelled"),
        (ahead(ANE).replace("VERSION:2.0", "METHOD:CANCEL"), "it is cancelled"),
        (ahead("LOCATION:Desk"), "nobody is invited to it"),
        (ahead("ATTENDEE;CUTYPE=ROOM;CN=Hall 2:mailto:hall2@norvik.no"), "nobody is invited to it"),
        (ahead("ATTENDEE;PARTSTAT=DECLINED:mailto:ane@norvik.no"), "everybody else declined it"),
        (meeting(ANE), "it has no day"),
        (
            ahead(ANE).replace("VERSION:2.0", "X-WR-CALNAME:bo@norvik.no"),
            "nobody outside your own company is invited to it",
        ),
    ] {
        let said = refused(&text);
        assert!(said.starts_with(reason), "{said} for {text}");
    }
}

#[test]
fn whoever_the_book_does_not_know_is_made_at_the_company_of_their_address() {
    let mut store = book();
    let text = ahead(
        "ORGANIZER;CN=Me:mailto:me@gmail.com\r\nATTENDEE;CN=\"Berg, Bo\":mailto:bo@kai.no\r\nATTENDEE:mailto:cy@kai.no",
    );
    let report = import(&mut store, text);
    assert_eq!(totals(&report), (1, 0, 0, 0), "{:?}", report.rejects);
    let people = store.whole_contacts(None, 10).unwrap().rows;
    let names: Vec<_> = people.iter().map(|row| (row.contact.name.as_str(), row.account.as_str())).collect();
    assert_eq!(names, [("Bo Berg", "kai.no")]);
    assert!(report.notes.iter().any(|note| note.contains("who was made")), "{:?}", report.notes);
}

#[test]
fn a_plan_that_stands_is_left_alone() {
    let mut store = book();
    let ane = known(&mut store);
    let mine = Plan { contact_id: ane, purpose: "Mine".to_owned(), ..Plan::default() };
    store.save_plan(&mine).unwrap();
    let report = import(&mut store, ahead(ANE));
    assert_eq!(totals(&report), (0, 0, 1, 0));
    assert!(report.notes.iter().any(|note| note.contains("has an open plan already")), "{:?}", report.notes);
    assert_eq!(plan_of(&mut store, ane).unwrap().purpose, "Mine");
}

#[test]
fn a_second_import_changes_nothing_and_one_undo_takes_all_back() {
    let mut store = book();
    let text = ahead("ATTENDEE;CN=Bo Berg:mailto:bo@kai.no");
    assert_eq!(totals(&import(&mut store, &text)), (1, 0, 0, 0));
    assert_eq!(totals(&import(&mut store, &text)), (0, 0, 1, 0));
    let bo = store.whole_contacts(None, 10).unwrap().rows[0].contact.id;
    assert!(plan_of(&mut store, bo).is_some());
    store.undo().unwrap();
    assert!(store.whole_contacts(None, 10).unwrap().rows.is_empty());
    // What was taken back may come again.
    assert_eq!(totals(&import(&mut store, &text)), (1, 0, 0, 0));
}

#[test]
fn the_meeting_that_outlook_writes_is_read_and_long_over() {
    let text = include_bytes!("../../../data/cards/outlook-meeting.ics").to_vec();
    let (mut rows, _) = read(text.clone());
    let ImportEntry::Plan(invite) = rows.remove(0).value.unwrap() else { panic!("no meeting") };
    assert_eq!(
        (invite.subject.as_str(), invite.place.as_str(), invite.minutes),
        ("Team Meeting", "Auditorium 16", Some(60))
    );
    let emails: Vec<_> = invite.people.iter().map(|one| one.email.as_str()).collect();
    assert_eq!(emails, ["bobsmith@example.com", "janedoe@example.com", "johndoe@example.com"]);
    assert_eq!(invite.people[0].name, "Bob Smith");
    assert!(invite.text.starts_with("Meeting will discuss objectives for next project.\nWill include a presentation"));
    assert!(refused(std::str::from_utf8(&text).unwrap()).contains("10 Jun 2013"));
}

//! Today as a work list: who, their title and their clock in the row.

use chrono::Duration;
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::{NextStep, Whose};

use crate::support::book;
use crate::support::desk::Desk;

/// A desk with one person who has a reason: Rolf Dahl, COO.
fn rolf(zone: Option<&str>, phone: &str) -> Desk {
    let mut desk = Desk::empty();
    let store = desk.store();
    let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
    let contact = Contact {
        account_id,
        name: "Rolf Dahl".into(),
        title: Some("COO".into()),
        zone: zone.map(str::to_owned),
        phones: vec![Phone { raw: phone.into(), label: "work".into() }],
        ..Contact::default()
    };
    store.save_contact(&contact).unwrap();
    book::kept(store, "leadership_change", 5, 3, account_id);
    desk.press("21");
    desk
}

/// The selected row, and the line under it.
fn rows(desk: &mut Desk, width: u16, height: u16) -> (String, String) {
    let screen = desk.screen(width, height);
    let at = screen.lines().position(|line| line.starts_with("│>")).unwrap_or_else(|| panic!("{screen}"));
    let line = |at| screen.lines().nth(at).unwrap().to_owned();
    (line(at), line(at + 1))
}

#[test]
fn a_row_says_who_it_is_and_what_time_it_is_there_in_the_room_there_is() {
    let mut desk = rolf(Some("Europe/London"), "");
    let (row, _) = rows(&mut desk, 120, 36);
    assert!(row.contains("Rolf Dahl, COO") && row.contains("08:12"), "{row}");
    let (row, under) = rows(&mut desk, 80, 24);
    assert!(row.contains("R. Dahl") && row.contains("08:12"), "{row}");
    assert!(under.contains("08:12 there · Rolf Dahl, COO"), "{under}");
    let (row, under) = rows(&mut desk, 60, 16);
    assert!(!row.contains("08:12") && under.contains("08:12 there · Rolf Dahl, COO"), "{row}\n{under}");
}

#[test]
fn their_clock_runs_on_without_the_list_being_read_again() {
    let mut desk = rolf(Some("America/New_York"), "");
    assert!(rows(&mut desk, 120, 36).0.contains("04:12"));
    desk.wait(Duration::minutes(3));
    assert!(rows(&mut desk, 120, 36).0.contains("04:15"));
}

#[test]
fn a_guessed_clock_says_from_what_and_an_unknown_one_is_a_question_mark() {
    let mut desk = rolf(None, "+44 20 7946 0000");
    assert!(rows(&mut desk, 120, 36).0.contains("08:12"));
    assert!(desk.screen(120, 36).contains("08:12 there (from +44)"), "{}", desk.screen(120, 36));
    let mut desk = rolf(None, "");
    assert!(rows(&mut desk, 120, 36).0.contains("    ? "), "{}", desk.screen(120, 36));
    assert!(desk.screen(120, 36).contains("their clock is unknown"), "{}", desk.screen(120, 36));
    assert!(rows(&mut desk, 80, 24).1.contains("their clock is unknown"));
}

#[test]
fn a_promise_says_whom_it_was_made_to_and_what_time_it_is_there() {
    for (zone, phone) in [(Some("Asia/Tokyo"), ""), (None, "+81 3 1234 5678")] {
        let mut desk = rolf(zone, phone);
        let now = whynow::clock::Clock::now(desk.clock.as_ref());
        let person = desk.store().today(now, 0, 1).unwrap().people.rows[0].contact_id;
        let mut call = book::call(desk.store(), person);
        call.at = now.0 - Duration::days(2);
        call.next =
            Some(NextStep { what: "send the sheet".into(), by: Some(now.date()), time: None, whose: Whose::Ours });
        desk.store().log_call(&call).unwrap();
        desk.press("21");
        let (row, _) = rows(&mut desk, 120, 36);
        assert!(row.contains("due") && row.contains("Rolf Dahl, COO") && row.contains("17:12"), "{row}");
        let (_, under) = rows(&mut desk, 60, 16);
        assert!(under.contains("17:12 there · Rolf Dahl, COO"), "{under}");
    }
}

//! What is selected: whoever was found or came from a row, and the same row after a save, an undo, a refresh.

use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::query::{CallQuery, CallRow};
use whynow::domain::reason::guard::Guard;
use whynow::domain::trigger::{Status, Trigger};

use crate::support::desk::Desk;

/// An empty book with Norvik Foods and these people there.
fn norvik(people: impl IntoIterator<Item = impl Into<String>>) -> (Desk, AccountId) {
    let mut desk = Desk::empty();
    let account = Account { name: "Norvik Foods".into(), ..Account::default() };
    let account_id = desk.store().save_account(&account).unwrap();
    for name in people {
        desk.store().save_contact(&Contact { account_id, name: name.into(), ..Contact::default() }).unwrap();
    }
    (desk, account_id)
}

/// Selects the first person of Today whom no guard blocks.
fn first_person(desk: &mut Desk) {
    let now = desk.clock.now();
    let today = desk.store().today(now, 0, 200).unwrap();
    let free = today.people.rows.iter().position(|row| !row.guards.iter().any(Guard::blocks)).unwrap();
    desk.press(&"j".repeat(today.promises.len() + free));
}

fn last_call(desk: &mut Desk) -> CallRow {
    desk.store().calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().rows.remove(0)
}

/// The line of the selected row.
fn selected(desk: &mut Desk) -> String {
    let screen = desk.screen(120, 36);
    screen
        .lines()
        .find(|line| line.starts_with("│>"))
        .unwrap_or_else(|| panic!("no row is selected\n{screen}"))
        .to_owned()
}

/// The person whose plan `p` opens.
fn planned(desk: &mut Desk) -> String {
    desk.press("p");
    let screen = desk.screen(120, 36);
    desk.press("<esc>");
    screen.lines().next().unwrap().to_owned()
}

#[test]
fn whoever_is_found_is_selected_however_many_people_their_account_has() {
    let names = (0..300).map(|n| format!("Person {n:03}")).chain(["Rolf Dahl".to_owned()]);
    let (mut desk, _) = norvik(names);
    desk.press("f");
    desk.type_in("rolf dahl");
    desk.press("<enter>");
    for (width, height) in [(60, 16), (80, 24), (120, 36)] {
        assert!(desk.screen(width, height).contains("Rolf Dahl"), "{}", desk.screen(width, height));
    }
    let header = planned(&mut desk);
    assert!(header.contains("Plan > Norvik Foods > Rolf Dahl"), "{header}");
    desk.press("c<enter>");
    assert_eq!(desk.app.call().map(|call| call.name.as_str()), Some("Rolf Dahl"));
}

#[test]
fn the_account_of_a_row_opens_on_the_person_of_the_row() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let today = desk.store().today(now, 0, 200).unwrap();
    let is_first = |desk: &mut Desk, account, contact: ContactId| {
        let file = desk.store().account_file(account, now).unwrap().unwrap();
        file.contacts.first().is_none_or(|row| row.contact.id == contact)
    };
    let rows = &today.people.rows;
    let place = (1..rows.len()).find(|at| !is_first(&mut desk, rows[*at].account_id, rows[*at].contact_id)).unwrap();
    let down = |by: usize| "j".repeat(today.promises.len() + by);
    for way in [format!("{}<enter>", down(place)), format!("{}<enter>J", down(place - 1))] {
        desk.press(&format!("1g{way}"));
        let header = planned(&mut desk);
        assert!(header.contains(&rows[place].contact), "{way}: {header} should name {}", rows[place].contact);
    }
}

#[test]
fn the_account_of_a_call_opens_on_whom_was_called_even_when_they_are_archived() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>");
    let call = last_call(&mut desk);
    let person = desk.store().contact(call.contact_id).unwrap().unwrap();
    desk.store().save_contact(&Contact { archived: true, ..person.clone() }).unwrap();
    desk.press("4<enter><enter>");
    assert!(desk.screen(120, 36).contains("archived"), "{}", desk.screen(120, 36));
    let header = planned(&mut desk);
    assert!(header.contains(&person.name), "{header} should name {}", person.name);

    let away = desk.store().save_account(&Account { name: "Elsewhere".into(), ..Account::default() }).unwrap();
    desk.store().save_contact(&Contact { account_id: away, ..person }).unwrap();
    desk.press("4<enter><enter>");
    assert!(desk.notice().contains("no longer at"), "{}", desk.notice());
}

#[test]
fn in_the_history_of_an_account_the_person_is_whoever_was_called() {
    let (mut desk, _) = norvik(["Ane Lund", "Rolf Dahl"]);
    desk.press("2<enter>jCx<enter>2<enter>");
    assert!(planned(&mut desk).contains("Ane Lund"));
    desk.press("<tab><tab>");
    assert!(planned(&mut desk).contains("Rolf Dahl"));
}

#[test]
fn a_call_that_is_taken_back_while_it_is_read_says_so() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>4<enter>u");
    assert!(desk.screen(120, 36).contains("taken back. U brings it again"), "{}", desk.screen(120, 36));
    desk.press("U");
    assert!(desk.screen(120, 36).contains("What was planned"), "{}", desk.screen(120, 36));
}

#[test]
fn where_nobody_is_known_there_is_nobody_to_call_and_no_clock_starts() {
    let (mut desk, account) = norvik([""; 0]);
    let today = desk.clock.now().date();
    let trigger = Trigger {
        kind: "recall".into(),
        headline: "Recall".into(),
        strength: 4,
        occurred_on: today,
        status: Status::Kept,
        accounts: vec![account],
        ..Trigger::default()
    };
    desk.store().save_trigger(&trigger).unwrap();
    for key in ["c", "C", "p"] {
        desk.press("1");
        desk.press(key);
        let screen = desk.screen(80, 24);
        assert!(screen.contains("Nobody is known at Norvik Foods") && screen.contains("a adds a person"), "{screen}");
        desk.press("<esc>");
    }
    assert!(desk.app.call().is_none());
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("Accounts > Norvik Foods"), "{}", desk.screen(120, 36));
    assert!(!desk.notice().contains("no longer"), "{}", desk.notice());
}

#[test]
fn on_an_account_the_selected_person_stays_and_a_new_one_is_selected() {
    let (mut desk, _) = norvik(["Bo Berg", "Per Dahl"]);
    desk.press("2<enter>jn");
    desk.type_in("Ane Lund");
    desk.press("<ctrl-s>");
    assert!(planned(&mut desk).contains("Ane Lund"), "the one just written down");
    desk.press("G");
    for undone in ["u", "U"] {
        desk.press(undone);
        assert!(planned(&mut desk).contains("Per Dahl"), "{undone}: {}", desk.notice());
    }
    desk.press("e<home>");
    desk.type_in("A");
    desk.press("<ctrl-s>");
    assert!(planned(&mut desk).contains("APer Dahl"), "a new name moves the row, and the selection with it");
}

#[test]
fn on_today_undo_brings_back_who_was_left_alone_and_the_selection_with_them() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let person = |desk: &mut Desk| selected(desk).chars().skip(6).take(30).collect::<String>();
    let rested = person(&mut desk);
    desk.press("zin 6 weeks<enter>budget closed<enter>");
    let next = person(&mut desk);
    assert_ne!(rested, next);
    for (key, whom) in [("u", &rested), ("U", &next), ("u", &rested), ("U", &next)] {
        desk.press(key);
        assert_eq!(&person(&mut desk), whom, "{key}: {}", desk.notice());
    }
    desk.press("j");
    let below = person(&mut desk);
    desk.press("u");
    assert_eq!(person(&mut desk), below, "who was selected since stays so");
}

#[test]
fn in_the_calls_a_new_one_is_selected_at_the_top_and_an_old_one_stays() {
    let mut desk = Desk::sample();
    desk.press("4");
    let first = selected(&mut desk);
    desk.press("1");
    first_person(&mut desk);
    desk.press("Cy<enter>4");
    let newest = selected(&mut desk);
    assert_ne!(newest, first);
    desk.press("j");
    assert_eq!(selected(&mut desk), first);
    desk.press("u");
    assert_eq!(selected(&mut desk), first, "{}", desk.notice());
    desk.press("U");
    assert_eq!(selected(&mut desk), first, "{}", desk.notice());
}

/// An account with these people and a trigger, opened on its Triggers pane.
fn on_its_triggers(people: &[&str]) -> Desk {
    let (mut desk, account) = norvik(people.iter().copied());
    let occurred_on = desk.clock.now().date();
    let (kind, headline) = ("recall".into(), "Recall".into());
    let trigger =
        Trigger { kind, headline, occurred_on, status: Status::Kept, accounts: vec![account], ..Trigger::default() };
    desk.store().save_trigger(&trigger).unwrap();
    desk.press("2<enter><tab>");
    desk
}

#[test]
fn where_no_person_is_in_front_a_call_or_a_plan_asks_about_whom() {
    for (key, then) in [("c", "The clock runs for Per Dahl"), ("p", "Plan > Norvik Foods > Per Dahl")] {
        let mut desk = on_its_triggers(&["Bo Berg", "Per Dahl"]);
        desk.press(key);
        let asked = desk.screen(120, 36);
        assert!(
            asked.contains("at Norvik Foods") && asked.contains("Bo Berg") && asked.contains("Per Dahl"),
            "{asked}"
        );
        assert!(desk.app.call().is_none(), "{key} called somebody unasked");
        desk.press("<down><enter>");
        if key == "c" {
            let asked = desk.screen(120, 36);
            assert!(asked.contains("Call Per Dahl?") && asked.contains("Also: unknown clock"), "{asked}");
            desk.press("<enter>");
        }
        let shown = desk.screen(120, 36);
        assert!(shown.contains(then), "{key}: {shown}");
    }
}

#[test]
fn where_only_one_person_is_known_nobody_is_asked_about_whom() {
    let mut desk = on_its_triggers(&["Bo Berg"]);
    desk.press("p");
    assert!(desk.screen(120, 36).contains("Plan > Norvik Foods > Bo Berg"), "{}", desk.screen(120, 36));
    let mut desk = on_its_triggers(&[]);
    desk.press("c");
    let asked = desk.screen(120, 36);
    assert!(asked.contains("Nobody is known at Norvik Foods") && asked.contains("add a person"), "{asked}");
    assert!(desk.app.call().is_none());
}

#[test]
fn a_new_account_is_opened_once_it_is_saved_and_selected_in_the_list_below() {
    let (mut desk, _) = norvik(["Bo Berg"]);
    desk.press("2n");
    desk.type_in("Aurora Ferries");
    desk.press("<ctrl-s>");
    assert!(desk.screen(120, 36).contains("Accounts > Aurora Ferries"), "{}", desk.screen(120, 36));
    assert!(desk.notice().contains("Aurora Ferries saved"), "{}", desk.notice());
    desk.press("<esc>");
    assert!(selected(&mut desk).contains("Aurora Ferries"), "{}", desk.screen(120, 36));
}

#[test]
fn a_new_person_is_in_front_once_they_are_saved_whatever_pane_they_were_begun_in() {
    let (mut desk, _) = norvik(["Bo Berg"]);
    desk.press("2<enter><tab><tab>n");
    desk.type_in("Per Dahl");
    desk.press("<ctrl-s>");
    assert!(planned(&mut desk).contains("Per Dahl"), "{}", desk.screen(120, 36));
}

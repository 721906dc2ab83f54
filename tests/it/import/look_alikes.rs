//! Companies that look like others come in with a word.

use whynow::domain::query::ImportKind;
use whynow::store::Store;

use crate::support::clock_at;
use crate::support::desk::Desk;
use crate::support::imports::take_text;

#[test]
fn a_name_or_domain_that_looks_like_another_is_told_with_its_line() {
    let mut store = Store::in_memory(clock_at("2026-03-12T09:12:00+01:00")).unwrap();
    let rows = "Company,Website\n\u{410}cme,acme.example\nHalden,h\u{430}lden.example\nŠkoda,skoda.example\n";
    let report = take_text(&mut store, ImportKind::Accounts, "list.csv", rows);
    assert_eq!(report.totals.created, 3);
    let twice = "2 rows, the first on line 2: look twice: a Cyrillic letter drawn like a Latin one (“\u{410}cme”, “h\u{430}lden”)";
    assert_eq!(report.notes, [twice]);
    let people = "Name,Company\nAne Vik,N\u{3BF}rvik\n";
    let report = take_text(&mut store, ImportKind::Contacts, "people.csv", people);
    let twice = "line 2: look twice: a Greek letter drawn like a Latin one (“N\u{3BF}rvik”)";
    assert!(report.notes.iter().any(|note| note == twice), "{:?}", report.notes);
}

#[test]
fn the_account_says_so_too() {
    let mut desk = Desk::empty();
    take_text(desk.store(), ImportKind::Accounts, "list.csv", "Company,City\n\u{410}cme,Oslo\n");
    desk.press("2<enter>");
    let screen = desk.screen(100, 30);
    assert!(screen.contains("Look twice: the “\u{410}” in “\u{410}cme” is Cyrillic"), "{screen}");
}

//! Triage of many items: what a row shows, reasons by one digit, expired items, new accounts, links, and pasted people.

use whynow::clock::Clock;
use whynow::domain::account::profile::{Fit, Profile};
use whynow::domain::account::{Account, Contact};
use whynow::domain::query::Tray;
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::Store;
use whynow::tui::message::effect::TerminalRequest;
use whynow::tui::message::msg::Msg;

use super::{account, file, told, tray, two_feeds};
use crate::support::desk::{Desk, clock};

/// Only food is served: Norvik is inside the profile, Harlow Steel outside.
fn profiled() -> Desk {
    let mut desk = Desk::empty();
    let profile =
        Profile::parse("[[rules]]\nfield = \"industry\"\ntest = { any_of = [\"food\"] }\nmust = true\n").unwrap();
    desk.store().set_profile(&profile).unwrap();
    let norvik = account(&mut desk, "Norvik Foods");
    for name in ["Ane Lund", "Bo Berg"] {
        let person = Contact { account_id: norvik, name: name.into(), ..Contact::default() };
        desk.store().save_contact(&person).unwrap();
    }
    let steel = Account { name: "Harlow Steel".into(), industry: Some("Steel".into()), ..Account::default() };
    let harlow = desk.store().save_account(&steel).unwrap();
    told(&mut desk, "Norvik recalls yoghurt", "Wire", 0, &[norvik]);
    told(&mut desk, "Harlow recalls bolts", "Wire", 1, &[harlow]);
    told(&mut desk, "Corvus recalls pumps", "Wire", 2, &[]);
    desk
}

#[test]
fn a_row_says_fit_people_known_and_what_it_would_be_worth() {
    let mut desk = profiled();
    let rows = tray(&mut desk, Tray::Inbox);
    let said: Vec<_> = rows.iter().map(|row| (row.fit, row.people, row.points > 0.0)).collect();
    assert_eq!(said, [(Some(Fit::In), 2, true), (Some(Fit::Out), 0, false), (None, 0, true)], "{rows:?}");
    let points = format!(" {:.0} ", rows[0].points);
    for (width, height) in [(120, 36), (80, 24), (60, 16)] {
        desk.press("3");
        let screen = desk.screen(width, height);
        for part in ["Pts", "Fit", "Known", "Age"] {
            assert!(screen.contains(part), "{part} at {width}x{height}\n{screen}");
        }
        let row = screen.lines().find(|line| line.starts_with("│>")).unwrap_or_default();
        assert!(row.contains(&points) && row.contains(" in ") && row.contains(" 2 "), "{width}x{height}\n{screen}");
    }
}

#[test]
fn one_digit_rejects_for_the_reason_it_stands_before() {
    let (mut desk, _, [post, wire, plant]) = two_feeds();
    desk.press("3d");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("1 not about them") && screen.contains("2 old news"), "{screen}");
    desk.press("2");
    assert_eq!(file(&mut desk, post).trigger.status, Status::Rejected("old news".into()), "{}", desk.notice());
    assert!(!desk.screen(80, 24).contains("1 not about them"), "the box is gone");
    desk.press("M");
    desk.press("d1");
    for id in [wire, plant] {
        assert_eq!(file(&mut desk, id).trigger.status, Status::Rejected("not about them".into()));
    }
    desk.press("u");
    assert_eq!(tray(&mut desk, Tray::Inbox).len(), 2, "one undo for both");
}

#[test]
fn a_digit_behind_other_letters_is_text_and_one_without_a_reason_too() {
    let (mut desk, _, [post, ..]) = two_feeds();
    desk.press("3d");
    desk.type_in("covid 19");
    desk.press("<enter>");
    assert_eq!(file(&mut desk, post).trigger.status, Status::Rejected("covid 19".into()), "{}", desk.notice());
    desk.press("d9");
    assert!(desk.screen(80, 24).contains("> 9"), "{}", desk.screen(80, 24));
}

#[test]
fn the_commonest_reasons_of_the_book_come_first_and_a_new_one_takes_a_free_digit() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    for n in 0..4 {
        let why = if n == 0 { "sold the plant" } else { "in a market we left" };
        let rejected = Trigger {
            headline: format!("Item {n}"),
            kind: "recall".into(),
            occurred_on: clock.now().date(),
            status: Status::Rejected(why.into()),
            ..Trigger::default()
        };
        store.save_trigger(&rejected).unwrap();
    }
    let mut desk = Desk::with(store, clock);
    told(&mut desk, "Corvus recalls pumps", "Wire", 2, &[]);
    told(&mut desk, "Corvus recalls taps", "Wire", 2, &[]);
    desk.press("3d");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("1 in a market we left"), "{screen}");
    assert!(screen.contains("8 sold the plant"), "{screen}");
    desk.type_in("a rumour");
    desk.press("<enter>d");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("1 in a market we left") && screen.contains("9 a rumour"), "{screen}");
}

#[test]
fn expired_items_leave_the_inbox_for_a_tray_of_their_own() {
    let (mut desk, norvik, _) = two_feeds();
    let old = told(&mut desk, "Yoghurt recall of last year", "Wire", 400, &[norvik]);
    let kept = Trigger { status: Status::Kept, ..file(&mut desk, old).trigger };
    desk.store().save_trigger(&Trigger { id: Default::default(), headline: "Kept recall".into(), ..kept }).unwrap();
    assert_eq!(tray(&mut desk, Tray::Inbox).len(), 3);
    let expired = tray(&mut desk, Tray::Expired);
    assert_eq!(expired.len(), 2, "what was kept and is worth nothing any more lies there too");
    assert!(expired.iter().all(|row| row.points == 0.0));
    desk.press("3<backtab>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("[expired]") && screen.contains("Yoghurt recall of last year"), "{screen}");
    desk.press("/last<enter>a");
    assert!(desk.notice().contains("It has expired: it gives no points"), "{}", desk.notice());
    desk.press("u<esc>");
    desk.press("/last year<esc>");
    desk.press("Md2");
    assert_eq!(tray(&mut desk, Tray::Expired).len(), 0, "{}", desk.notice());
}

#[test]
fn an_item_of_an_unknown_company_makes_its_account() {
    let mut desk = profiled();
    desk.press("3jj");
    desk.press("L");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("new account: Corvus"), "{screen}");
    desk.press("<enter>");
    let row = tray(&mut desk, Tray::Inbox).into_iter().find(|row| row.headline.contains("Corvus")).unwrap();
    assert_eq!((row.accounts, row.company.as_str(), row.fit), (1, "Corvus", Some(Fit::Unknown)), "{}", desk.notice());
    assert_eq!(desk.store().find_account("Corvus").unwrap().len(), 1);
    desk.press("u");
    assert_eq!(desk.store().find_account("Corvus").unwrap().len(), 0, "one undo takes both back");
}

#[test]
fn a_name_that_is_typed_makes_an_account_and_one_that_is_known_does_not() {
    let mut desk = profiled();
    desk.press("3jjL");
    desk.type_in("norvik foods");
    let screen = desk.screen(80, 24);
    assert!(!screen.contains("new account: norvik"), "{screen}");
    desk.press(&"<backspace>".repeat(12));
    desk.type_in("Corvus Pumps");
    assert!(desk.screen(80, 24).contains("new account: Corvus Pumps"), "{}", desk.screen(80, 24));
    desk.press("<enter>");
    assert_eq!(desk.store().find_account("Corvus Pumps").unwrap().len(), 1, "{}", desk.notice());
}

#[test]
fn keeping_what_is_out_of_profile_says_so() {
    let mut desk = profiled();
    desk.press("3a");
    assert!(!desk.notice().contains("out of profile"), "{}", desk.notice());
    desk.press("a");
    let notice = desk.notice();
    assert!(notice.contains("Harlow Steel is out of profile (industry: Steel is not among food)"), "{notice}");
    desk.press("uu");
    desk.press("<space><space>a");
    assert!(desk.notice().contains("1 of them is about an account out of profile"), "{}", desk.notice());
}

#[test]
fn a_link_is_shown_before_it_opens_and_only_a_web_page_opens() {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    for url in ["https://news.example/2?a=$(id)", "file:///etc/passwd"] {
        let item = told(&mut desk, "Norvik recalls yoghurt", "Wire", 0, &[norvik]);
        let linked = Trigger { url: Some(url.into()), ..file(&mut desk, item).trigger };
        desk.store().save_trigger(&linked).unwrap();
        desk.press("3R");
        desk.wishes.retain(|wish| *wish != TerminalRequest::Repaint);
        desk.press("<ctrl-o>");
        if url.starts_with("https") {
            assert!(desk.screen(80, 24).contains(url), "{}", desk.screen(80, 24));
            assert_eq!(desk.wishes, [], "nothing opens before it was shown");
            desk.press("<esc>");
            assert_eq!(desk.wishes, []);
            desk.press("<ctrl-o><enter>");
            assert_eq!(desk.wishes, [TerminalRequest::OpenLink(url.into())]);
            desk.press("d1");
        } else {
            assert!(desk.notice().contains("only http and https addresses are opened"), "{}", desk.notice());
        }
    }
    assert_eq!(desk.wishes.len(), 1);
}

const CARD: &str = "Best regards,\n\nDana Webb\nVP Operations | Kestrel Components, Inc.\nm: +1 312 555 0187\n\
                    dana.webb@kestrelcomponents.test";

fn people(desk: &mut Desk, account: &str) -> Vec<Contact> {
    let (id, _) = desk.store().find_account(account).unwrap().remove(0);
    let now = crate::support::desk::clock().now();
    let found = desk.store().account_file(id, now).unwrap().unwrap();
    found.contacts.into_iter().map(|row| row.contact).collect()
}

#[test]
fn a_pasted_signature_becomes_a_person_at_the_account_with_its_web_domain() {
    let mut desk = Desk::empty();
    let known = Account { name: "Kestrel".into(), domain: Some("kestrelcomponents.test".into()), ..Account::default() };
    desk.store().save_account(&known).unwrap();
    desk.press("3");
    desk.send(Msg::Paste(CARD.into()));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("New person") && screen.contains("same web address"), "{screen}");
    desk.press("<ctrl-s>");
    let found = people(&mut desk, "Kestrel");
    assert_eq!(found.len(), 1, "{}", desk.notice());
    assert_eq!((found[0].name.as_str(), found[0].title.as_deref()), ("Dana Webb", Some("VP Operations")));
    assert_eq!(found[0].emails, ["dana.webb@kestrelcomponents.test"]);
    assert_eq!((found[0].phones[0].raw.as_str(), found[0].phones[0].label.as_str()), ("+1 312 555 0187", "mobile"));
    assert_eq!(tray(&mut desk, Tray::Inbox).len(), 0, "it is no trigger");
}

#[test]
fn a_pasted_signature_of_an_unknown_company_makes_its_account_too() {
    let mut desk = Desk::empty();
    desk.press("3");
    desk.send(Msg::Paste(CARD.into()));
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Not in the book: saving makes this account too."), "{screen}");
    desk.press("<ctrl-s>");
    assert_eq!(people(&mut desk, "Kestrel Components, Inc.").len(), 1, "{}", desk.notice());
    let (id, _) = desk.store().find_account("kestrelcomponents.test").unwrap().remove(0);
    desk.press("u");
    assert!(desk.store().account_file(id, crate::support::desk::clock().now()).unwrap().is_none(), "one undo for both");
}

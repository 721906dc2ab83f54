//! Views of Today: picked by a digit, saved from a filter, left with Esc.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{NextStep, Reach, Whose};
use whynow::domain::campaign::{Campaign, CampaignAccount};
use whynow::domain::ids::{AccountId, ContactId};

use crate::support::book;
use crate::support::desk::Desk;

/// An account with a reason, and a person there.
fn add(desk: &mut Desk, name: &str, region: &str, zone: &str) -> (AccountId, ContactId) {
    let some = |text: &str| Some(text.to_owned());
    let store = desk.store();
    let account = Account { name: name.into(), region: some(region), zone: some(zone), ..Account::default() };
    let account_id = store.save_account(&account).unwrap();
    let contact = Contact { account_id, name: format!("Lee of {name}"), ..Contact::default() };
    let contact = store.save_contact(&contact).unwrap();
    book::kept(store, "leadership_change", 5, 3, account_id);
    (account_id, contact)
}

/// Three companies, of which one is awake at 09:12 in Oslo.
fn desk() -> (Desk, [(AccountId, ContactId); 3]) {
    let mut desk = Desk::empty();
    let known = [
        add(&mut desk, "Norvik", "Viken", "Europe/Oslo"),
        add(&mut desk, "Harbor", "Oregon", "America/Los_Angeles"),
        add(&mut desk, "Loop", "Illinois", "America/Chicago"),
    ];
    desk.press("21");
    (desk, known)
}

fn campaign(desk: &mut Desk, name: &str, account_id: AccountId) {
    let accounts = vec![CampaignAccount { account_id, impact: "dearer".into() }];
    desk.store().save_campaign(&Campaign { name: name.into(), accounts, ..Campaign::default() }).unwrap();
}

/// What stands over the list, and which of the companies are in it.
fn shown(desk: &mut Desk) -> (String, Vec<&'static str>) {
    let screen = desk.screen(160, 36);
    let title = screen.lines().find(|line| line.starts_with('┌')).unwrap_or_default();
    let title = title.trim_start_matches(['┌', '─', ' ']).split(" ─").next().unwrap_or_default().to_owned();
    let listed = |name: &&str| screen.lines().any(|line| line.contains(&format!("Lee of {name}")));
    (title, ["Norvik", "Harbor", "Loop"].into_iter().filter(listed).collect())
}

#[test]
fn only_whoever_may_be_called_now_is_a_view_and_esc_shows_everybody_again() {
    let (mut desk, _) = desk();
    assert_eq!(shown(&mut desk), ("People with a reason: 3".into(), vec!["Norvik", "Harbor", "Loop"]));
    desk.press("V2");
    assert_eq!(shown(&mut desk), ("callable now · 1 with a reason".into(), vec!["Norvik"]));
    desk.press("<esc>");
    assert_eq!(shown(&mut desk).1.len(), 3);
    desk.press("Vj<enter>");
    assert_eq!(shown(&mut desk).1, ["Norvik"], "Down and Enter pick it too");
    desk.wait(Duration::hours(8));
    desk.press("R");
    assert_eq!(shown(&mut desk).1, ["Norvik", "Harbor", "Loop"], "eight hours later they are awake");
}

#[test]
fn a_view_holds_after_a_call_is_logged_and_while_an_account_is_looked_at() {
    let (mut desk, _) = desk();
    let (_, bodo) = add(&mut desk, "Bodo", "Nordland", "Europe/Oslo");
    assert!(!bodo.is_nil());
    desk.press("V2<enter>2");
    desk.press("1");
    assert_eq!(shown(&mut desk).0, "callable now · 2 with a reason");
    desk.press("Cx<enter>");
    assert!(shown(&mut desk).0.starts_with("callable now · "), "{}", desk.screen(120, 36));
    assert!(desk.notice().contains("Next: Lee of"), "{}", desk.notice());
}

#[test]
fn the_accounts_of_an_open_campaign_are_a_view_and_of_several_one_is_picked() {
    let (mut desk, known) = desk();
    desk.press("V3");
    assert!(desk.screen(120, 36).contains("none is open"), "{}", desk.screen(120, 36));
    desk.press("<esc>");
    campaign(&mut desk, "Salt", known[1].0);
    desk.press("RV3");
    assert_eq!(shown(&mut desk), ("Salt · 1 with a reason".into(), vec!["Harbor"]));
    campaign(&mut desk, "Steel", known[2].0);
    desk.press("<esc>V3");
    assert!(desk.screen(120, 36).contains("Which campaign?"), "{}", desk.screen(120, 36));
    desk.press("1");
    assert_eq!(shown(&mut desk), ("Steel · 1 with a reason".into(), vec!["Loop"]), "the latest one stands first");
}

#[test]
fn a_filter_is_saved_as_a_view_by_name_and_found_again_under_a_digit() {
    for (words, kept) in [("pacific", "Harbor"), ("oregon", "Harbor"), ("chicago", "Loop"), ("CT", "Loop")] {
        let (mut desk, _) = desk();
        desk.press("/");
        desk.type_in(words);
        desk.press("<enter>Vs");
        desk.type_in("far away");
        desk.press("<enter>");
        assert_eq!(shown(&mut desk), ("far away · 1 with a reason".into(), vec![kept]), "{words}");
        desk.press("<esc>");
        assert_eq!(shown(&mut desk).1.len(), 3);
        desk.press("2");
        desk.press("1V5");
        assert_eq!(shown(&mut desk), ("far away · 1 with a reason".into(), vec![kept]), "{words}");
    }
}

#[test]
fn a_saved_view_is_dropped_and_both_are_undone() {
    let (mut desk, _) = desk();
    desk.press("/loop<enter>Vsmine<enter>");
    let views = |desk: &mut Desk| {
        let now = desk.clock.now();
        desk.store().today(now, 0, 1).unwrap().views.into_iter().map(|view| view.name).collect::<Vec<_>>()
    };
    assert_eq!(views(&mut desk), ["mine"]);
    desk.press("<esc>Vd");
    assert_eq!(views(&mut desk), ["mine"], "what is built in stays");
    desk.press("<down><down><down><down><down>d<esc>");
    assert_eq!(views(&mut desk), Vec::<String>::new());
    desk.press("u");
    assert_eq!(views(&mut desk), ["mine"]);
    desk.press("u");
    assert_eq!(views(&mut desk), Vec::<String>::new());
}

#[test]
fn promises_of_the_coming_days_stand_under_a_line_below_those_due() {
    let (mut desk, known) = desk();
    let now = desk.clock.now();
    let ten = chrono::NaiveTime::from_hms_opt(10, 0, 0);
    for (who, days, time, what) in [(known[0].1, 0, None, "send the sheet"), (known[2].1, 3, ten, "call the plant")] {
        let mut call = book::call(desk.store(), who);
        call.at = now.0 - Duration::days(1);
        let by = Some(now.date() + Duration::days(days));
        call.next = Some(NextStep { what: what.into(), by, time, whose: Whose::Ours });
        desk.store().log_call(&call).unwrap();
    }
    desk.press("R");
    assert!(!desk.screen(160, 36).contains("call the plant"), "not yet");
    desk.press("V4");
    let screen = desk.screen(160, 36);
    let line = |text: &str| screen.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{screen}"));
    assert!(line("send the sheet") < line("│ ahead ──") && line("│ ahead ──") < line("call the plant"), "{screen}");
    assert!(screen.contains("promises to come · 1 due, 1 ahead"), "{screen}");
    let ahead = screen.lines().nth(line("call the plant")).unwrap();
    assert!(ahead.contains("15 Mar 10:00") && ahead.contains(" promised: call the plant"), "{ahead}");
    desk.press("G<enter>");
    assert!(desk.screen(120, 36).contains("Lee of Loop"), "{}", desk.screen(120, 36));
    desk.press("<esc>D");
    assert!(!desk.screen(160, 36).contains("call the plant"), "it is kept");
}

#[test]
fn o_puts_the_people_into_other_orders_and_back() {
    let (mut desk, _) = desk();
    let (account, london) = add(&mut desk, "Anker", "England", "Europe/London");
    let mut call = book::call(desk.store(), london);
    call.at -= Duration::days(9);
    (call.account_id, call.reach, call.verdict, call.source) = (account, Reach::NoAnswer, None, None);
    desk.store().log_call(&call).unwrap();
    desk.press("21");
    let order = |desk: &mut Desk| {
        let screen = desk.screen(160, 36);
        let names = ["Norvik", "Harbor", "Loop", "Anker"];
        let line = |name: &str| screen.lines().position(|line| line.contains(&format!("Lee of {name}")));
        let mut listed: Vec<(Option<usize>, &str)> = names.map(|name| (line(name), name)).to_vec();
        listed.sort_unstable();
        let title = screen.lines().find(|line| line.starts_with('┌')).unwrap_or_default().to_owned();
        (title, listed.into_iter().map(|(_, name)| name).collect::<Vec<_>>())
    };
    let by_reason = order(&mut desk);
    for (title, names) in [
        ("by their time", ["Norvik", "Anker", "Loop", "Harbor"]),
        ("by last touch", ["Norvik", "Harbor", "Loop", "Anker"]),
        ("by name", ["Anker", "Harbor", "Loop", "Norvik"]),
    ] {
        desk.press("o");
        let (over, listed) = order(&mut desk);
        assert!(over.contains(title), "{over}");
        assert_eq!(listed, names, "{title}");
    }
    desk.press("/lee !anker<enter>");
    let (over, listed) = order(&mut desk);
    assert!(over.contains("by name"), "a filter keeps the order: {over}");
    assert_eq!(listed[1..], ["Harbor", "Loop", "Norvik"]);
    desk.press("<esc>o");
    assert_eq!(order(&mut desk), by_reason);
    desk.press("V4o");
    assert!(desk.screen(160, 36).contains("promises stand by their days"));
}

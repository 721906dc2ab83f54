//! The inbox by keys alone: keep, merge, batches, pasting, kinds, quiet accounts.

mod triage;

use crate::support::book::drafts;
use crate::support::desk::Desk;
use chrono::{Days, NaiveDate};
use whynow::clock::Clock;
use whynow::domain::account::profile::Profile;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Outcome, Reach, ReasonBy, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, CallId, ContactId, TriggerId};
use whynow::domain::query::{Tray, TriggerDetail, TriggerQuery, TriggerRow};
use whynow::domain::trigger::{Confidence, Status, Trigger};
use whynow::tui::message::msg::Msg;

pub(super) fn today(desk: &Desk) -> NaiveDate {
    desk.clock.now().date()
}

pub(super) fn account(desk: &mut Desk, name: &str) -> AccountId {
    let account = Account {
        name: name.into(),
        industry: Some("Food processing".into()),
        country: Some("Norway".into()),
        ..Account::default()
    };
    desk.store().save_account(&account).unwrap()
}

pub(super) fn told(desk: &mut Desk, headline: &str, source: &str, days_ago: u64, accounts: &[AccountId]) -> TriggerId {
    let trigger = Trigger {
        kind: "recall".into(),
        headline: headline.into(),
        source: source.into(),
        strength: 3,
        occurred_on: today(desk).checked_sub_days(Days::new(days_ago)).unwrap(),
        accounts: accounts.to_vec(),
        ..Trigger::default()
    };
    desk.store().save_trigger(&trigger).unwrap()
}

pub(super) fn tray(desk: &mut Desk, tray: Tray) -> Vec<TriggerRow> {
    let now = desk.clock.now();
    let query = TriggerQuery { tray, filter: String::new(), offset: 0, limit: 50 };
    desk.store().triggers(&query, now).unwrap().rows
}

pub(super) fn file(desk: &mut Desk, id: TriggerId) -> TriggerDetail {
    let now = desk.clock.now();
    desk.store().trigger_file(id, now).unwrap().unwrap()
}

/// Two feeds tell of one recall, a third item is another one.
pub(super) fn two_feeds() -> (Desk, AccountId, [TriggerId; 3]) {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    let post = told(&mut desk, "Norvik recalls three lots of yoghurt", "Dairy Post", 1, &[norvik]);
    let wire = told(&mut desk, "Yoghurt recall at Norvik: three lots", "Wire", 3, &[norvik]);
    let plant = told(&mut desk, "New filling line in Bergen", "Wire", 2, &[norvik]);
    (desk, norvik, [post, wire, plant])
}

#[test]
fn a_trigger_goes_from_the_inbox_to_the_kept_ones_with_keys_alone() {
    let (mut desk, ..) = two_feeds();
    desk.press("3a");
    assert_eq!(tray(&mut desk, Tray::Kept).len(), 1);
    assert_eq!(tray(&mut desk, Tray::Inbox).len(), 2);
}

#[test]
fn the_same_event_from_two_feeds_is_shown_merged_and_split_again() {
    let (mut desk, norvik, [post, wire, _]) = two_feeds();
    desk.press("3");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("= 100 %"), "{screen}");
    assert!(screen.contains("same as “Yoghurt recall at Norvik"), "{screen}");
    desk.press("m");
    let kept = file(&mut desk, post);
    assert_eq!(kept.trigger.source, "Dairy Post; Wire");
    assert_eq!(kept.trigger.occurred_on, today(&desk).checked_sub_days(Days::new(3)).unwrap(), "the earliest day");
    assert_eq!(kept.trigger.accounts, [norvik]);
    assert!(kept.trigger.summary.contains("Yoghurt recall at Norvik"), "{}", kept.trigger.summary);
    assert_eq!(file(&mut desk, wire).trigger.status, Status::Merged(post));
    assert_eq!(tray(&mut desk, Tray::Inbox).len(), 2);
    desk.press("u");
    assert_eq!(file(&mut desk, wire).trigger.status, Status::Inbox, "{}", desk.notice());
    let split = file(&mut desk, post).trigger;
    assert_eq!((split.source.as_str(), split.summary.as_str()), ("Dairy Post", ""));
}

#[test]
fn the_better_sourced_one_stays_whichever_is_selected() {
    let (mut desk, _, [post, wire, _]) = two_feeds();
    let filed = Trigger { confidence: Confidence::High, ..file(&mut desk, wire).trigger };
    desk.store().save_trigger(&filed).unwrap();
    desk.press("3m");
    assert_eq!(file(&mut desk, post).trigger.status, Status::Merged(wire));
    assert_eq!(file(&mut desk, wire).trigger.source, "Wire; Dairy Post");
}

#[test]
fn marked_rows_merge_into_the_first_marked() {
    let (mut desk, _, [post, wire, plant]) = two_feeds();
    desk.press("3M<esc>gj<space>g<space>m");
    assert_eq!(file(&mut desk, post).trigger.status, Status::Merged(plant), "{}", desk.notice());
    assert_eq!(file(&mut desk, wire).trigger.status, Status::Inbox);
}

#[test]
fn without_a_double_merging_says_what_to_do() {
    let (mut desk, ..) = two_feeds();
    desk.press("3jm");
    assert!(desk.notice().contains("mark two or more with Space"), "{}", desk.notice());
}

#[test]
fn every_batch_is_one_undo() {
    let (mut desk, ..) = two_feeds();
    let other = account(&mut desk, "Halden Foods");
    for (keys, typed, tray_of, rest) in [
        ("a", "", Tray::Kept, ""),
        ("d", "old news", Tray::Rejected, "<enter>"),
        ("s", "in 2 weeks", Tray::Snoozed, "<enter>"),
    ] {
        desk.press("3M");
        desk.press(keys);
        desk.type_in(typed);
        desk.press(rest);
        assert_eq!(tray(&mut desk, tray_of).len(), 3, "{keys}");
        desk.press("u");
        assert_eq!((tray(&mut desk, tray_of).len(), tray(&mut desk, Tray::Inbox).len()), (0, 3), "{keys}");
        desk.press("<esc>");
    }
    desk.press("3MT");
    desk.type_in("outage");
    desk.press("<enter>");
    assert!(tray(&mut desk, Tray::Inbox).iter().all(|row| row.kind == "outage" && row.strength == 4));
    desk.press("u<esc>MS");
    desk.type_in("high");
    desk.press("<enter>");
    assert!(tray(&mut desk, Tray::Inbox).iter().all(|row| row.confidence == Confidence::High && row.kind == "recall"));
    desk.press("u<esc>ML");
    desk.type_in("halden");
    desk.press("<enter>");
    assert!(tray(&mut desk, Tray::Inbox).iter().all(|row| row.accounts == 2), "{}", desk.notice());
    desk.press("u");
    assert!(tray(&mut desk, Tray::Inbox).iter().all(|row| row.accounts == 1), "{}", desk.notice());
    assert_eq!(
        desk.store().account_file(other, crate::support::desk::clock().now()).unwrap().unwrap().triggers.len(),
        0
    );
}

#[test]
fn an_unmatched_trigger_is_linked_by_a_suggestion_that_says_why() {
    let mut desk = Desk::empty();
    let acme = desk
        .store()
        .save_account(&Account { name: "Acme Industries".into(), cik: Some(320_193), ..Account::default() })
        .unwrap();
    let trigger = Trigger {
        kind: "recall".into(),
        headline: "Recall".into(),
        company: Some("ACME HOLDINGS OF DELAWARE".into()),
        cik: Some(320_193),
        occurred_on: today(&desk),
        ..Trigger::default()
    };
    let id = desk.store().save_trigger(&trigger).unwrap();
    desk.press("3L");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Acme Industries") && screen.contains("same CIK"), "{screen}");
    desk.press("<enter>");
    assert_eq!(file(&mut desk, id).trigger.accounts, [acme]);
    desk.press("L");
    assert!(desk.screen(120, 36).contains("Enter unlinks it"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    assert!(file(&mut desk, id).trigger.accounts.is_empty());
}

#[test]
fn what_is_too_early_sleeps_until_its_time_comes() {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    let trigger = Trigger {
        kind: "leadership_change".into(),
        headline: "Ane Lund is the new COO".into(),
        occurred_on: today(&desk),
        accounts: vec![norvik],
        strength: 5,
        ..Trigger::default()
    };
    let id = desk.store().save_trigger(&trigger).unwrap();
    desk.press("3s");
    assert!(desk.screen(80, 24).contains("until Thu 26 Mar 2026"), "{}", desk.screen(80, 24));
    desk.press("<enter>");
    let ripe = today(&desk).checked_add_days(Days::new(14)).unwrap();
    assert_eq!(file(&mut desk, id).trigger.status, Status::Snoozed(ripe));
}

#[test]
fn a_pasted_headline_becomes_a_filled_form_then_a_linked_kept_trigger() {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    desk.press("3");
    desk.send(Msg::Paste("Norvik Foods appoints Ane Lund as COO, effective 1 May 2026 - Dairy Post".into()));
    let screen = desk.screen(120, 36);
    for part in ["new leader", "2026-05-01", "Dairy Post", "Norvik Foods", "? was read from the text"] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    desk.press("<ctrl-g>");
    assert!(!desk.screen(120, 36).contains("was read from the text"));
    desk.press("<ctrl-s>");
    let kept = tray(&mut desk, Tray::Kept);
    assert_eq!(kept.len(), 1, "{}", desk.notice());
    let saved = file(&mut desk, kept[0].id).trigger;
    assert_eq!(saved.accounts, [norvik]);
    assert_eq!((saved.kind.as_str(), saved.strength), ("leadership_change", 5));
    assert_eq!(saved.effective_on, NaiveDate::from_ymd_opt(2026, 5, 1));
}

#[test]
fn what_is_pasted_into_the_box_is_read_too_and_garbage_fills_only_the_headline() {
    let mut desk = Desk::empty();
    desk.press("3v");
    desk.type_in("asdf qwer zxcv");
    desk.press("<ctrl-s>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("asdf qwer zxcv") && screen.contains("something else"), "{screen}");
    desk.press("<ctrl-s>");
    let inbox = tray(&mut desk, Tray::Inbox);
    assert_eq!((inbox.len(), inbox[0].kind.as_str()), (1, "other"), "{}", desk.notice());
    desk.press("v<ctrl-s>");
    assert!(desk.notice().contains("nothing to read"), "{}", desk.notice());
}

#[test]
fn a_pasted_text_and_what_was_changed_in_its_form_come_back_until_the_trigger_is_saved() {
    let mut desk = Desk::on_disk();
    let norvik = account(&mut desk, "Norvik Foods");
    account(&mut desk, "Halden");
    desk.press("3v");
    desk.type_in("Halden closes a plant in May - Dairy Post");
    desk.press("<esc>v");
    assert!(desk.notice().contains("is back. Ctrl-S reads it, F10 discards it."), "{}", desk.notice());
    desk.press("<ctrl-s><tab>");
    desk.press(&"<backspace>".repeat(20));
    desk.type_in("Norvik Foods");
    desk.press("<esc>v<ctrl-s>");
    assert!(desk.notice().contains("is back. Ctrl-S saves it"), "{}", desk.notice());
    desk.press("<ctrl-s>");
    let saved = tray(&mut desk, Tray::Kept).remove(0);
    assert_eq!(file(&mut desk, saved.id).trigger.accounts, [norvik], "{}", desk.notice());
    assert_eq!(drafts(desk.store().path()), [], "the box and the form");
    desk.press("v");
    assert!(!desk.screen(120, 36).contains("closes a plant"), "{}", desk.screen(120, 36));
}

#[test]
fn a_kind_is_chosen_by_its_plain_name_and_brings_its_scope_and_strength() {
    let mut desk = Desk::empty();
    desk.press("3n");
    desk.type_in("They were told off");
    desk.press("<tab><tab>");
    desk.type_in("audit f");
    assert!(desk.screen(80, 24).contains("Enter takes the first: audit finding"), "{}", desk.screen(80, 24));
    desk.press("<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("audit finding: strength 5, default, not measured."), "{screen}");
    assert!(!screen.contains("audit_finding"), "{screen}");
    desk.press("<tab><tab><tab><backspace>");
    desk.type_in("2");
    assert!(!desk.screen(80, 24).contains("not measured"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-s>");
    let row = tray(&mut desk, Tray::Inbox).remove(0);
    assert_eq!((row.kind.as_str(), row.strength), ("audit_finding", 2), "{}", desk.notice());
}

fn call(contact: ContactId, trigger: TriggerId, n: u128, well: bool, desk: &mut Desk) -> Call {
    let rep = desk.store().rep().unwrap();
    let at = desk.clock.now().utc().fixed_offset() - chrono::Duration::minutes(i64::try_from(n).unwrap() + 5);
    let mut call = Call::new(CallId(uuid::Uuid::from_u128(n + 1)), contact, AccountId::default(), rep, at);
    call.reach = Reach::Connected;
    call.outcome = Some(Outcome::UsefulNoStep);
    call.verdict = Some(if well { Verdict::WellSpent } else { Verdict::Wasted });
    call.source = Some(VerdictSource::SaidWhenAsked);
    (call.triggers, call.reason_by) = (vec![trigger], Some(ReasonBy::Chosen));
    call
}

#[test]
fn a_strength_that_the_calls_suggest_is_taken_by_a_key_and_given_back_by_undo() {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    let person = Contact { account_id: norvik, name: "Ane Lund".into(), ..Contact::default() };
    let ane = desk.store().save_contact(&person).unwrap();
    let recall = told(&mut desk, "Recall", "Wire", 1, &[norvik]);
    let outage = Trigger { kind: "outage".into(), id: TriggerId::default(), ..file(&mut desk, recall).trigger };
    let outage = desk.store().save_trigger(&outage).unwrap();
    let mut calls: Vec<Call> = (0..30).map(|n| call(ane, recall, n, true, &mut desk)).collect();
    calls.extend((30..60).map(|n| call(ane, outage, n, n % 3 == 0, &mut desk)));
    desk.store().log_history(calls).unwrap();
    desk.press("3tj");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("30 of 30, 100 %") && screen.contains("a takes strength 4"), "{screen}");
    desk.press("a");
    assert!(desk.screen(120, 36).contains("measured here, n"), "{}", desk.screen(120, 36));
    desk.press("3n");
    desk.type_in("x");
    desk.press("<tab><tab>");
    desk.type_in("product recall");
    assert!(desk.screen(120, 36).contains("4"), "{}", desk.screen(120, 36));
    desk.press("<tab>");
    assert!(
        desk.screen(120, 36).contains("product recall: strength 4, measured here, n = 30."),
        "{}",
        desk.screen(120, 36)
    );
    desk.press("<esc>3u");
    assert!(desk.notice().contains("product recall: strength 4, measured on 30 calls"), "{}", desk.notice());
    desk.press("tj");
    assert!(desk.screen(120, 36).contains("strength 3 (default"), "{}", desk.screen(120, 36));
}

#[test]
fn a_kind_with_few_asked_calls_suggests_nothing_and_says_why() {
    let mut desk = Desk::sample();
    desk.press("3ta");
    assert!(!desk.screen(120, 36).is_empty());
    for size in [(80, 24), (60, 16)] {
        assert!(desk.screen(size.0, size.1).contains("Kinds of trigger"));
    }
}

#[test]
fn rejections_are_counted_by_kind_with_the_commonest_reason() {
    let (mut desk, ..) = two_feeds();
    for reason in ["old news", "old news", "not about them"] {
        desk.press("3d");
        desk.type_in(reason);
        desk.press("<enter>");
    }
    desk.press("t");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("rejected most often: “old news” (2 of"), "{screen}");
}

#[test]
fn a_quiet_account_has_questions_and_an_answer_becomes_its_trigger() {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    let profile =
        Profile::parse("[[rules]]\nfield = \"industry\"\ntest = { any_of = [\"food\"] }\nmust = true\n").unwrap();
    desk.store().set_profile(&profile).unwrap();
    desk.press("3w");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Norvik Foods"), "{screen}");
    assert!(screen.contains("grain, energy and packaging prices move"), "{screen}");
    desk.press("n");
    desk.type_in("Milk price up 12 % in Norway");
    desk.press("<tab>");
    desk.type_in("commodity");
    desk.press("<ctrl-s>");
    let kept = tray(&mut desk, Tray::Kept);
    assert_eq!(kept.len(), 1, "{}", desk.notice());
    assert_eq!(file(&mut desk, kept[0].id).trigger.accounts, [norvik]);
    assert!(
        desk.screen(120, 36).contains("Every account in the profile has a live trigger"),
        "{}",
        desk.screen(120, 36)
    );
}

#[test]
fn unmatched_notices_of_one_company_are_found_to_be_the_same_event_too() {
    let mut desk = Desk::empty();
    for (headline, source, company) in [
        ("Ostia Carni recalls cured ham", "Post", "Ostia Carni"),
        ("Recall of cured ham by Ostia Carni", "Wire", "Ostia Carni"),
        ("Recall of cured ham by Halden", "Wire", "Halden"),
    ] {
        let trigger = Trigger {
            kind: "recall".into(),
            headline: headline.into(),
            source: source.into(),
            company: Some(company.into()),
            occurred_on: today(&desk),
            ..Trigger::default()
        };
        desk.store().save_trigger(&trigger).unwrap();
    }
    let same: Vec<Option<u8>> =
        tray(&mut desk, Tray::Inbox).iter().map(|row| row.same_as.as_ref().map(|same| same.percent)).collect();
    assert_eq!(same, [None, Some(100), Some(100)]);
}

#[test]
fn a_merged_trigger_lies_in_no_tray_and_stays_merged_after_a_restart() {
    let (mut desk, norvik, [_, wire, _]) = two_feeds();
    desk.press("3m");
    for of in Tray::ALL {
        assert!(tray(&mut desk, *of).iter().all(|row| row.id != wire), "{of:?}");
    }
    let now = desk.clock.now();
    let shown = desk.store().account_file(norvik, now).unwrap().unwrap().triggers;
    assert!(shown.iter().all(|row| row.id != wire));
}

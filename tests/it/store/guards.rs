//! Enough is enough: accounts that do not answer, accounts that rest, numbers that must not be called, blocks lifted.

use std::io::Write;

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::calling_hours::line::CallsTo;
use whynow::domain::account::profile::{Profile, ProfileField, ProfileRule, Test};
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::{Call, Override, Reach};
use whynow::domain::edit::ValueChange;
use whynow::domain::ids::{AccountId, ContactId, TriggerId};
use whynow::domain::import::options::{Import, ReadOptions};
use whynow::domain::query::{AccountSort, ImportKind, ImportTotals};
use whynow::domain::reason::guard::Guard;
use whynow::domain::reason::no_answer::{NextOption, Rest};
use whynow::exchange::budget::Budget;
use whynow::job::export::{ExportFormat, ExportKind, export};
use whynow::job::import::{Proceed, run};
use whynow::store::{Rules, Store};

use crate::support::book::{account, bar, book, call, clock, contact, kept, now, query, today, trigger};

/// A call that reached nobody, `days` ago.
fn unanswered(store: &mut Store, person: ContactId, days: i64) -> Call {
    let mut call = call(store, person);
    (call.reach, call.verdict, call.source) = (Reach::Voicemail, None, None);
    call.words = String::new();
    call.at -= Duration::days(days);
    call
}

fn rules(store: &mut Store, person: ContactId) -> Vec<String> {
    store.plan_file(person, now()).unwrap().guards.into_iter().map(|guard| guard.rule).collect()
}

fn on_today(store: &mut Store) -> Vec<String> {
    store.today(now(), 0, 100).unwrap().people.rows.into_iter().map(|row| row.account).collect()
}

/// An account with a reason and two people of whom the first was tried three times.
fn silent(store: &mut Store) -> (AccountId, ContactId, TriggerId) {
    let id = account(store, "Norvik Foods");
    let ane = contact(store, id, "Ane Lund");
    contact(store, id, "Per Dahl");
    let trigger = kept(store, "leadership_change", 5, 20, id);
    for days in [9, 6, 3] {
        let call = unanswered(store, ane, days);
        store.log_call(&call).unwrap();
    }
    (id, ane, trigger)
}

#[test]
fn after_three_touches_without_an_answer_an_account_is_not_offered_until_something_is_new() {
    let mut store = book();
    let (id, ane, used) = silent(&mut store);
    assert!(rules(&mut store, ane).contains(&"silent".to_owned()));
    assert_eq!(on_today(&mut store), Vec::<String>::new());
    // It is still in the book, with what was tried and what else there is.
    let file = store.account_file(id, now()).unwrap().unwrap();
    assert_eq!(file.quiet.tried.len(), 3);
    assert_eq!(file.quiet.tried[0].trigger, "leadership_change, 20 days ago");
    assert!(
        matches!(&file.quiet.ways[..], [NextOption::Person { name, .. }] if name == "Per Dahl"),
        "{:?}",
        file.quiet.ways
    );
    // A weak kind is no reason; something that happened before, entered now, is one.
    kept(&mut store, "download", 1, 0, id);
    assert_eq!(on_today(&mut store), Vec::<String>::new());
    let new = kept(&mut store, "acquired", 5, 10, id);
    assert_eq!(on_today(&mut store), ["Norvik Foods"]);
    assert!(!rules(&mut store, ane).contains(&"silent".to_owned()));
    let file = store.account_file(id, now()).unwrap().unwrap();
    assert!(file.quiet.silence.unwrap().new_reason.is_some());
    assert_ne!(new, used);
    // Undone, it is silent again.
    store.undo().unwrap();
    assert_eq!(on_today(&mut store), Vec::<String>::new());
}

#[test]
fn a_conversation_or_taking_a_call_back_ends_the_silence() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let (_, ane, _) = silent(&mut store);
    store.undo().unwrap();
    assert_eq!(on_today(&mut store), ["Norvik Foods"], "two touches are not three");
    store.redo().unwrap();
    assert_eq!(on_today(&mut store), Vec::<String>::new());
    let answered = call(&mut store, ane);
    store.log_call(&answered).unwrap();
    assert!(!rules(&mut store, ane).contains(&"silent".to_owned()));
    assert_eq!(on_today(&mut store), Vec::<String>::new(), "they were talked to, and nothing is new since");
    let id = store.find_account("Norvik").unwrap()[0].0;
    clock.advance(Duration::minutes(5));
    kept(&mut store, "contract_won", 3, 0, id);
    assert_eq!(on_today(&mut store), ["Norvik Foods"]);
}

#[test]
fn a_day_later_the_ranking_read_afresh_says_the_same_as_the_one_kept_up() {
    let mut store = book();
    silent(&mut store);
    let other = account(&mut store, "Other");
    contact(&mut store, other, "Otto");
    kept(&mut store, "acquired", 5, 20, other);
    assert_eq!(on_today(&mut store), ["Other"]);
    let later = clock();
    later.advance(Duration::days(1));
    let rows = store.today(later.now(), 0, 100).unwrap().people.rows;
    assert_eq!(rows.iter().map(|row| row.account.as_str()).collect::<Vec<_>>(), ["Other"]);
}

#[test]
fn an_account_left_alone_comes_back_by_itself_on_its_day() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, id, "Ane Lund");
    kept(&mut store, "leadership_change", 5, 20, id);
    let rest = Rest { until: today() + Duration::days(3), because: "their budget is closed".to_owned() };
    let until = |rest: &Rest| ValueChange { read: None, typed: Some(rest.clone()) };
    store.rest_account(id, &until(&rest)).unwrap();
    assert_eq!(on_today(&mut store), Vec::<String>::new());
    let blocks: Vec<Guard> = store.plan_file(ane, now()).unwrap().guards;
    assert!(blocks[0].blocks() && blocks[0].says == "Resting until 14 Mar 2026: their budget is closed.", "{blocks:?}");
    let row = &store.accounts(&query(AccountSort::Name, ""), now()).unwrap().rows[0];
    assert_eq!(row.rest.as_ref(), Some(&rest));
    for (days, listed) in [(2, 0), (3, 1)] {
        let later = clock();
        later.advance(Duration::days(days));
        assert_eq!(store.today(later.now(), 0, 10).unwrap().people.rows.len(), listed, "after {days} days");
    }
    store.undo().unwrap();
    assert_eq!(on_today(&mut store), ["Norvik Foods"]);
    let past = Rest { until: today(), because: String::new() };
    assert!(store.rest_account(id, &until(&past)).is_err());
    // Saving the account does not end its rest.
    store.rest_account(id, &until(&rest)).unwrap();
    let account = store.account_file(id, now()).unwrap().unwrap().account;
    store.save_account(&Account { city: Some("Oslo".to_owned()), ..account }).unwrap();
    assert_eq!(store.account_file(id, now()).unwrap().unwrap().quiet.rest, Some(rest));
}

#[test]
fn the_week_counts_reasons_ready_plans_and_calls_and_names_bare_industries() {
    let mut store = book();
    let any = |words: &[&str]| Test::AnyOf(words.iter().map(|word| (*word).to_owned()).collect());
    let rule =
        ProfileRule { field: ProfileField::Industry, test: any(&["Food", "Machinery", "Chemicals"]), must: false };
    store.set_profile(&Profile { rules: vec![rule] }).unwrap();
    for (name, industry, days) in [("Norvik", "Packaged Foods", 20), ("Stahl", "Machinery", 40), ("Brandt", "", 3)] {
        let new = Account { name: name.to_owned(), industry: Some(industry.to_owned()), ..Account::default() };
        let id = store.save_account(&new).unwrap();
        kept(&mut store, "leadership_change", 5, days, id);
    }
    let week = store.today(now(), 0, 10).unwrap().week;
    assert_eq!(week.bare, ["Machinery", "Chemicals"]);
    assert_eq!((week.reasons, week.calls, week.wanted, week.wanted_by_default), (3, 0, 20, true));
    let ane = store.find_account("Norvik").unwrap()[0].0;
    let ane = contact(&mut store, ane, "Ane Lund");
    // It is Wednesday: Monday counts, Sunday does not.
    for days in [2, 3] {
        let call = unanswered(&mut store, ane, days);
        store.log_call(&call).unwrap();
    }
    store.set_week(Some(8));
    let week = store.today(now(), 0, 10).unwrap().week;
    assert_eq!((week.calls, week.wanted, week.wanted_by_default), (1, 8, false));
    store.set_setting("week.calls", "5").unwrap();
    assert_eq!(store.today(now(), 0, 10).unwrap().week.wanted, 5);
    // An industry that is renamed is found under its new name.
    let stahl = store.find_account("Stahl").unwrap()[0].0;
    let account = store.account_file(stahl, now()).unwrap().unwrap().account;
    store.save_account(&Account { industry: Some("Chemicals".to_owned()), ..account }).unwrap();
    store.save_trigger(&trigger("acquired", 4, 2, &[stahl])).unwrap();
    assert_eq!(store.today(now(), 0, 10).unwrap().week.bare, ["Machinery"]);
}

#[test]
fn lifted_blocks_are_listed_newest_first_with_their_reasons() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, id, "Ane Lund");
    for (days, because) in [(9, "she rang us"), (2, "asked to be called at this hour")] {
        let mut one = call(&mut store, ane);
        one.at -= Duration::days(days);
        one.overrides = vec![Override { rule: "outside_permitted_hours".to_owned(), because: because.to_owned() }];
        store.log_call(&one).unwrap();
    }
    let plain = call(&mut store, ane);
    store.log_call(&plain).unwrap();
    let found = store.overridden(0, 10).unwrap();
    let because: Vec<&str> = found.rows.iter().map(|row| row.lifted[0].because.as_str()).collect();
    assert_eq!((found.total.n, because), (2, vec!["asked to be called at this hour", "she rang us"]));
    assert_eq!(store.overridden(1, 10).unwrap().rows.len(), 1);
    let mut out = Vec::new();
    export(&mut store, ExportKind::Overrides, ExportFormat::Csv, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("asked to be called at this hour") && text.lines().count() == 3, "{text}");
}

fn import(store: &mut Store, text: &str) -> whynow::domain::query::ImportReport {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let import = Import { kind: Some(ImportKind::DoNotCall), path: file.path().to_owned(), ..Import::default() };
    run(store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap()
}

fn person(store: &mut Store, name: &str, number: &str) -> ContactId {
    let account_id = account(store, name);
    let phones = vec![Phone { raw: number.to_owned(), label: "work".to_owned() }];
    store.save_contact(&Contact { account_id, name: name.to_owned(), phones, ..Contact::default() }).unwrap()
}

#[test]
fn a_do_not_call_list_adds_up_bars_people_now_and_later_and_is_one_undo() {
    let mut store = book();
    store.set_home(Some("GB".to_owned()));
    let ane = person(&mut store, "Ane Lund", "+44 20 7946 0000");
    let report = import(
        &mut store,
        "number,reason\n020 7946 0000,objected\n(020) 7946 0001,\n+44 20 7946 0001,again\n+47 22 33 44 55,\n12,\n",
    );
    let totals = ImportTotals { read: 5, created: 3, updated: 1, same: 0, rejected: 1 };
    assert_eq!((report.totals, report.matched), (totals, 1));
    assert!(rules(&mut store, ane).contains(&"do_not_call".to_owned()));
    let says = store.plan_file(ane, now()).unwrap().guards.remove(0).says;
    assert_eq!(says, "Do not call: the do-not-call list has this number: objected.");
    let later = person(&mut store, "Per Dahl", "0044 (0)20 7946 0001");
    assert!(rules(&mut store, later).contains(&"do_not_call".to_owned()));
    let other = person(&mut store, "Otto", "+45 22 33 44 55");
    assert!(!rules(&mut store, other).contains(&"do_not_call".to_owned()));
    // A second time it says nothing new.
    let again = import(&mut store, "020 7946 0000\n+47 22 33 44 55\n");
    assert_eq!((again.totals.same, again.totals.created), (2, 0));
    store.undo().unwrap();
    store.undo().unwrap();
    store.undo().unwrap();
    store.undo().unwrap();
    store.undo().unwrap();
    assert!(!rules(&mut store, ane).contains(&"do_not_call".to_owned()), "the whole list is taken back at once");
}

#[test]
fn the_list_goes_out_and_comes_back_the_same() {
    let mut store = book();
    store.set_home(Some("NO".to_owned()));
    import(&mut store, "22 33 44 55,asked\nane@norvik.example,\n");
    let per = person(&mut store, "Per Dahl", "+47 99 88 77 66");
    store.set_do_not_call(per, Some("on the phone".to_owned())).unwrap();
    let mut out = Vec::new();
    let rows = export(&mut store, ExportKind::DoNotCall, ExportFormat::Csv, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(rows, 3, "{text}");
    // Another book, with another country: what was meant stays meant.
    let mut other = book();
    other.set_home(Some("US".to_owned()));
    let report = import(&mut other, &text);
    assert_eq!((report.totals.created, report.totals.rejected), (3, 0), "{report:?}");
    for number in ["+47 22334455", "+47 998 87 766"] {
        let someone = person(&mut other, number, number);
        assert!(rules(&mut other, someone).contains(&"do_not_call".to_owned()), "{number}");
    }
}

#[test]
fn today_offers_somebody_else_where_the_list_has_the_first() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    contact(&mut store, id, "Ane Lund");
    let phones = vec![Phone { raw: "+47 22 11 11 11".to_owned(), label: "work".to_owned() }];
    store.save_contact(&Contact { account_id: id, name: "Per Dahl".to_owned(), phones, ..Contact::default() }).unwrap();
    kept(&mut store, "leadership_change", 5, 20, id);
    bar(&mut store, "+47 22 00 00 00");
    let rows = store.today(now(), 0, 10).unwrap().people.rows;
    assert_eq!(rows[0].contact, "Per Dahl");
}

#[test]
fn the_clock_is_read_from_the_number_and_said_to_be_a_guess() {
    let mut store = book();
    // Ten in the morning in Oslo is four in the morning in Alabama, where summer time has begun.
    let tyler = person(&mut store, "Tyler", "+1 205 555 0100");
    let says = store.plan_file(tyler, now()).unwrap().guards.remove(0).says;
    let begins = "It is 4:00 at their place (America/Chicago, guessed from +1 205); permitted: 8:00 to 21:00 (default;";
    assert!(says.starts_with(begins), "{says}");
}

/// Somebody in Paris, whose first number has this label.
fn in_paris(store: &mut Store, name: &str, label: &str) -> ContactId {
    let facts = Account { name: format!("Firm of {name}"), country: Some("France".to_owned()), ..Account::default() };
    let account_id = store.save_account(&facts).unwrap();
    let phones = vec![Phone { raw: "+33 1 23 45 67 89".to_owned(), label: label.to_owned() }];
    store.save_contact(&Contact { account_id, name: name.to_owned(), phones, ..Contact::default() }).unwrap()
}

#[test]
fn calls_in_the_period_of_a_law_are_counted_in_the_log() {
    let mut store = book();
    let anne = in_paris(&mut store, "Anne Roux", "home");
    // Ten in the morning in Paris; four calls in thirty days are permitted there.
    let blocks = |store: &mut Store| rules(store, anne).contains(&"too_many_calls".to_owned());
    for days in [40, 20, 12, 9] {
        let call = unanswered(&mut store, anne, days);
        store.log_call(&call).unwrap();
        assert!(!blocks(&mut store), "{days} days ago");
    }
    let fourth = unanswered(&mut store, anne, 1);
    store.log_call(&fourth).unwrap();
    assert!(blocks(&mut store));
    store.undo().unwrap();
    assert!(!blocks(&mut store), "a call that was taken back counts no longer");
}

#[test]
fn a_book_that_calls_consumers_is_held_to_the_laws_about_them() {
    let mut store = book();
    let luc = in_paris(&mut store, "Luc Petit", "work");
    assert!(!rules(&mut store, luc).contains(&"consent_needed".to_owned()));
    store.set_rules(Rules { calls: CallsTo::Consumers, ..Rules::default() });
    let guards = store.plan_file(luc, now()).unwrap().guards;
    let consent = guards.iter().find(|guard| guard.rule == "consent_needed").unwrap();
    assert!(consent.blocks() && consent.says.contains("D223-9"), "{}", consent.says);
}

#[test]
fn a_clock_that_nobody_knows_stands_beside_the_person() {
    let mut store = book();
    let facts = Account { name: "Cactus".to_owned(), country: Some("Australia".to_owned()), ..Account::default() };
    let account_id = store.save_account(&facts).unwrap();
    store.save_contact(&Contact { account_id, name: "Mel".to_owned(), ..Contact::default() }).unwrap();
    let row = store.account_file(account_id, now()).unwrap().unwrap().contacts.remove(0);
    assert_eq!((row.clock.known, row.clock.says.as_str()), (false, "Their clock is unknown: somewhere in Australia"));
    let luc = in_paris(&mut store, "Luc Petit", "work");
    let page = store.person_file(luc, now()).unwrap().unwrap();
    assert_eq!(page.clock, "It is 10:00 at their place (Europe/Paris, guessed from France)");
    let clock = page.row.clock;
    assert_eq!(
        (clock.known, clock.zone.as_deref(), clock.guessed.as_deref()),
        (true, Some("Europe/Paris"), Some("from France"))
    );
}

#[test]
fn numbers_of_a_list_from_elsewhere_get_the_country_that_was_said() {
    let mut store = book();
    store.set_home(Some("NO".to_owned()));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"Name,Company,Phone\nAnne Roux,Roux,01 23 45 67 89 ext. 7\nPer Dahl,Dahl,+47 22 33 44 55\n")
        .unwrap();
    let import = Import {
        kind: Some(ImportKind::Contacts),
        path: file.path().to_owned(),
        how: ReadOptions { country: Some("fr".to_owned()), ..ReadOptions::default() },
        ..Import::default()
    };
    let report = run(&mut store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap();
    assert_eq!(report.totals.created, 2, "{report:?}");
    let mut out = Vec::new();
    export(&mut store, ExportKind::Contacts, ExportFormat::Csv, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("+33123456789 ext. 7") && text.contains("+47 22 33 44 55"), "{text}");
}

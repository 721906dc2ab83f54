//! Every action can be taken back and done again, over restarts too.

use chrono::{DateTime, Duration, Utc};
use rusqlite::Connection;
use whynow::clock::Clock;
use whynow::domain::account::Account;
use whynow::domain::account::profile::{Fit, Profile, ProfileField, ProfileRule, Test};
use whynow::domain::call::Call;
use whynow::domain::campaign::{Campaign, CampaignAccount};
use whynow::domain::draft::Draft;
use whynow::domain::ids::{AccountId, CallId, ContactId};
use whynow::domain::plan::Plan;
use whynow::domain::query::{AccountSort, Tray};
use whynow::domain::trigger::Status;
use whynow::domain::trigger::triage::Triage;
use whynow::store::Store;

use crate::support::book::{
    account, amend, bar, book, call, calls, clock, contact, found, kept, names, now, open, today, tray,
};

/// What the lists show: equal before an action and after its undo.
fn shown(store: &mut Store, norvik: AccountId, ane: ContactId) -> String {
    let file = store.account_file(norvik, now()).unwrap();
    let lists = (names(store, AccountSort::Reason), found(store, "norvik"), found(store, "renamed"));
    let trays = (tray(store, Tray::Inbox, ""), tray(store, Tray::Kept, ""), tray(store, Tray::Rejected, "layoff"));
    let talk = (calls(store, ""), calls(store, "helped"), store.today(now(), 0, 10).unwrap());
    let rest = (
        store.contact(ane).unwrap(),
        store.campaign_rows(0, 10).unwrap(),
        store.profile().unwrap(),
        store.reps().unwrap(),
    );
    let mut plan = store.plan_file(ane, now()).unwrap();
    plan.standing = Default::default();
    format!("{file:#?}\n{lists:?}\n{trays:?}\n{talk:#?}\n{rest:?}\n{plan:#?}")
}

#[test]
#[expect(clippy::too_many_lines, reason = "the table of every action")]
fn every_action_can_be_undone_and_redone() {
    type Action = Box<dyn Fn(&mut Store, AccountId, ContactId)>;
    let actions: Vec<(&str, Action)> = vec![
        (
            "saved Renamed Foods",
            Box::new(|store, norvik, _| {
                let mut account = store.account_file(norvik, now()).unwrap().unwrap().account;
                (account.name, account.domain) = ("Renamed Foods".to_owned(), Some("renamed.example".to_owned()));
                account.aliases = vec!["Norvik".to_owned()];
                store.save_account(&account).unwrap();
            }),
        ),
        ("archived Norvik Foods", Box::new(|store, norvik, _| store.archive_account(norvik, true).unwrap())),
        ("saved Other", Box::new(|store, _, _| assert!(!account(store, "Other").is_nil()))),
        ("saved Bo Berg", Box::new(|store, norvik, _| assert!(!contact(store, norvik, "Bo Berg").is_nil()))),
        (
            "marked Ane Lund do not call",
            Box::new(|store, _, ane| {
                store.set_do_not_call(ane, Some("asked".to_owned())).unwrap();
            }),
        ),
        ("imported a do-not-call list from list.csv", Box::new(|store, _, _| bar(store, "+47 22 00 00 00"))),
        (
            "saved trigger: funding, 20 days ago",
            Box::new(|store, norvik, _| {
                assert!(!kept(store, "funding", 4, 20, norvik).is_nil());
            }),
        ),
        (
            "rejected: layoff, 10 days ago",
            Box::new(|store, _, _| {
                let id = tray(store, Tray::Kept, "").rows[0].id;
                store.set_status(&[id], &Status::Rejected("old news".to_owned())).unwrap();
            }),
        ),
        (
            "unlinked a trigger from Norvik Foods",
            Box::new(|store, norvik, _| {
                let id = tray(store, Tray::Kept, "").rows[0].id;
                store.triage(&[id], &Triage::Unlink(norvik)).unwrap();
            }),
        ),
        (
            "saved the plan for Ane Lund",
            Box::new(|store, _, ane| {
                store.save_plan(&Plan { contact_id: ane, opener: "Hello".to_owned(), ..Plan::default() }).unwrap();
            }),
        ),
        (
            "logged a call with Ane Lund",
            Box::new(|store, _, ane| {
                let mut call = call(store, ane);
                call.at -= Duration::hours(1);
                store.log_call(&call).unwrap();
            }),
        ),
        (
            "saved the campaign Salt",
            Box::new(|store, norvik, _| {
                let accounts = vec![CampaignAccount { account_id: norvik, impact: "dearer".to_owned() }];
                store.save_campaign(&Campaign { name: "Salt".to_owned(), accounts, ..Campaign::default() }).unwrap();
            }),
        ),
        (
            "changed the profile",
            Box::new(|store, _, _| {
                let test = Test::AnyOf(vec!["Food".to_owned()]);
                let rules = vec![ProfileRule { field: ProfileField::Industry, test, must: true }];
                store.set_profile(&Profile { rules }).unwrap();
            }),
        ),
        ("named the rep Kim", Box::new(|store, _, _| store.set_rep_name("Kim").unwrap())),
    ];
    for (label, act) in actions {
        let mut store = book();
        store.rep().unwrap();
        let norvik = store
            .save_account(&Account {
                name: "Norvik Foods".to_owned(),
                industry: Some("Food".to_owned()),
                ..Account::default()
            })
            .unwrap();
        let ane = contact(&mut store, norvik, "Ane Lund");
        kept(&mut store, "layoff", 3, 10, norvik);
        let before = shown(&mut store, norvik, ane);
        act(&mut store, norvik, ane);
        let after = shown(&mut store, norvik, ane);
        assert_ne!(before, after, "{label} did nothing");
        let done = store.undo().unwrap().unwrap();
        assert_eq!((done.label.as_str(), done.refused), (label, None));
        similar(&shown(&mut store, norvik, ane), &before, &format!("{label}, undone"));
        assert_eq!(store.redo().unwrap().unwrap().label, label);
        similar(&shown(&mut store, norvik, ane), &after, &format!("{label}, redone"));
        store.undo().unwrap();
        similar(&shown(&mut store, norvik, ane), &before, &format!("{label}, undone again"));
        assert_eq!(store.verify().unwrap(), [""; 0], "{label}");
    }
}

/// Equal, or the first line that is not.
fn similar(a: &str, b: &str, what: &str) {
    let differ = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert_eq!(differ, None, "{what}");
    assert_eq!(a.len(), b.len(), "{what}");
}

#[test]
fn undo_goes_back_step_by_step_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    {
        let mut store = open(&path, 0);
        for name in ["One", "Two", "Three"] {
            account(&mut store, name);
        }
    }
    let mut store = open(&path, 1);
    for left in [vec!["One", "Two"], vec!["One"], vec![]] {
        store.undo().unwrap().unwrap();
        assert_eq!(names(&mut store, AccountSort::Name).len(), left.len());
    }
    assert_eq!(store.undo().unwrap(), None);
    drop(store);
    let mut store = open(&path, 2);
    store.redo().unwrap();
    store.redo().unwrap();
    assert_eq!(names(&mut store, AccountSort::Name), ["One", "Two"]);
    account(&mut store, "Four");
    assert_eq!(store.redo().unwrap(), None, "a new action ends redoing");
}

#[test]
fn what_changed_nothing_leaves_no_trace() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let same = store.account_file(norvik, now()).unwrap().unwrap().account;
    store.save_account(&same).unwrap();
    store.archive_account(norvik, false).unwrap();
    store.set_setting("ui.tab", "2").unwrap();
    assert_eq!(store.undo().unwrap().unwrap().label, "saved Norvik");
    assert_eq!(store.undo().unwrap(), None);
}

#[test]
fn undo_is_refused_where_somebody_else_changed_the_value_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    account(&mut store, "Earlier");
    let norvik = account(&mut store, "Norvik");
    let mut changed = store.account_file(norvik, now()).unwrap().unwrap().account;
    changed.city = Some("Oslo".to_owned());
    store.save_account(&changed).unwrap();
    Connection::open(&path).unwrap().execute("UPDATE account SET city = 'Bergen' WHERE name = 'Norvik'", []).unwrap();
    let done = store.undo().unwrap().unwrap();
    assert_eq!(done.refused.as_deref(), Some("the city of this account was changed since"));
    assert_eq!(store.account_file(norvik, now()).unwrap().unwrap().account.city.as_deref(), Some("Bergen"));
    assert_eq!(store.undo().unwrap().unwrap().label, "saved Norvik", "the next undo goes on");
}

#[test]
fn undoing_a_logged_call_gives_its_draft_back() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let (key, call) = (format!("log:{ane}"), call(&mut store, ane));
    let draft = Draft { key: key.clone(), title: "Log".to_owned(), body: "{}".to_owned(), at: now().utc() };
    store.save_draft(&draft).unwrap();
    store.log_call(&call).unwrap();
    assert_eq!(store.draft(&key).unwrap(), None);
    store.undo().unwrap();
    assert_eq!(store.draft(&key).unwrap(), Some(draft));
    assert_eq!(calls(&mut store, "").total.n, 0);
    assert_eq!(store.today(now(), 0, 1).unwrap().logged, 0);
    assert_eq!(store.account_file(norvik, now()).unwrap().unwrap().calls, []);
}

/// What a log form keeps of a call that is not logged yet.
fn form_of(call: &Call, words: &str, at: DateTime<Utc>) -> Draft {
    let body = format!("{{\"fields\":{{\"words\":\"{words}\"}},\"extra\":{{\"call\":\"{}\"}}}}", call.id);
    Draft { key: format!("log:{}", call.contact_id), title: "Log".to_owned(), body, at }
}

#[test]
fn a_call_that_is_logged_again_from_the_draft_that_undo_gave_back_is_a_new_call() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let wrong = call(&mut store, ane);
    store.save_draft(&form_of(&wrong, "wrong", now().utc())).unwrap();
    store.log_call(&wrong).unwrap();
    store.undo().unwrap();
    assert!(store.draft(&format!("log:{ane}")).unwrap().is_some());
    let corrected = call(&mut store, ane);
    assert_ne!(corrected.id, wrong.id);
    assert!(!store.log_call(&corrected).unwrap().already);
    assert!(store.log_call(&corrected).unwrap().already, "a retry of the same form still logs once");
    assert_eq!(calls(&mut store, "").total.n, 1);
    assert_eq!(store.draft(&format!("log:{ane}")).unwrap(), None);
    assert_eq!(store.redo().unwrap(), None, "the wrong call cannot come back beside the corrected one");
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn redoing_a_call_takes_its_own_draft_and_leaves_one_that_was_typed_since() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let key = format!("log:{ane}");
    let first = call(&mut store, ane);
    store.save_draft(&form_of(&first, "first", clock.now().utc())).unwrap();
    store.log_call(&first).unwrap();
    store.undo().unwrap();
    store.redo().unwrap();
    assert_eq!((calls(&mut store, "").total.n, store.draft(&key).unwrap()), (1, None));
    store.undo().unwrap();
    clock.advance(Duration::seconds(5));
    let second = form_of(&call(&mut store, ane), "another call", clock.now().utc());
    store.save_draft(&second).unwrap();
    store.redo().unwrap();
    assert_eq!((calls(&mut store, "").total.n, store.draft(&key).unwrap()), (1, Some(second)));
    let another = call(&mut store, ane);
    assert!(!store.log_call(&another).unwrap().already);
    assert_eq!((calls(&mut store, "").total.n, store.draft(&key).unwrap()), (2, None));
}

#[test]
fn a_form_left_open_while_its_call_was_taken_back_is_refused_and_keeps_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik");
    let ane = contact(&mut first, norvik, "Ane Lund");
    let form = call(&mut first, ane);
    first.log_call(&form).unwrap();
    first.undo().unwrap();
    let error = second.log_call(&form).unwrap_err();
    assert!(error.to_string().contains("taken back since"), "{error}");
    second.save_draft(&form_of(&form, "kept", now().utc())).unwrap();
    assert!(second.log_start(ane, now()).unwrap().draft.is_some());
    let again = call(&mut second, ane);
    assert!(!second.log_call(&again).unwrap().already);
    assert_eq!(calls(&mut first, "").total.n, 1);
}

#[test]
fn a_call_that_was_taken_back_is_not_amended() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let first = call(&mut store, ane);
    store.log_call(&first).unwrap();
    let amended = Call { id: CallId::default(), amends: Some(first.id), note: "late".to_owned(), ..first.clone() };
    store.undo().unwrap();
    let error = amend(&mut store, &amended).unwrap_err();
    assert!(error.to_string().contains("no longer in the book"), "{error}");
    store.redo().unwrap();
    amend(&mut store, &amended).unwrap();
    assert!(calls(&mut store, "").rows[0].amended);
}

#[test]
fn a_plan_that_is_saved_again_from_the_draft_that_undo_gave_back_stands() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let mut plan = store.plan_file(ane, now()).unwrap().plan;
    plan.purpose = "wrong".to_owned();
    plan.id = store.save_plan(&plan).unwrap();
    store.undo().unwrap();
    plan.purpose = "right".to_owned();
    store.save_plan(&plan).unwrap();
    let file = store.plan_file(ane, now()).unwrap();
    assert_eq!((file.saved, file.plan.purpose.as_str()), (true, "right"));
}

#[test]
fn a_profile_sets_every_fit_and_undo_sets_them_back() {
    let mut store = book();
    for (name, industry) in [("In", Some("Food")), ("Out", Some("Steel")), ("Unknown", None)] {
        let industry = industry.map(str::to_owned);
        store.save_account(&Account { name: name.to_owned(), industry, ..Account::default() }).unwrap();
    }
    let fits = |store: &mut Store| {
        let query = crate::support::book::query(AccountSort::Name, "");
        let rows = store.accounts(&query, now()).unwrap().rows;
        rows.into_iter().map(|row| row.fit).collect::<Vec<_>>()
    };
    let test = Test::AnyOf(vec!["Food".to_owned()]);
    store
        .set_profile(&Profile { rules: vec![ProfileRule { field: ProfileField::Industry, test, must: true }] })
        .unwrap();
    assert_eq!(fits(&mut store), [Fit::In, Fit::Out, Fit::Unknown]);
    store.undo().unwrap();
    assert_eq!(fits(&mut store), [Fit::Unknown; 3]);
    assert_eq!(today(), now().date());
}

//! What was taken back leaves no word: not in what is shared or exported, and not in the book once it cannot be redone.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::{NextStep, Override, Whose};
use whynow::domain::ids::ContactId;
use whynow::domain::plan::Plan;
use whynow::domain::query::ImportKind;
use whynow::domain::review::{Criterion, Review};
use whynow::domain::trigger::{Status, Trigger};
use whynow::job::{archive, bundle};
use whynow::store::Store;

use crate::support::book::{account, amend, call, contact, open, trigger};
use crate::support::peer::Desk;
use crate::support::permit;

/// Stands in every text that is taken back, and nowhere else.
const CANARY: &str = "kanari";

struct Room {
    folder: TempDir,
    store: Store,
    ane: ContactId,
}

impl Room {
    fn new() -> Room {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(&folder.path().join("book.db"), 0);
        let norvik = account(&mut store, "Norvik Foods");
        let ane = contact(&mut store, norvik, "Ane Lund");
        Room { folder, store, ane }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Takes back this many actions.
    fn undo(&mut self, actions: usize) {
        for _ in 0..actions {
            let done = self.store.undo().unwrap().unwrap();
            assert_eq!(done.refused, None, "{}", done.label);
        }
    }

    fn share(&mut self, name: &str) {
        let path = self.path(name);
        bundle::share(&mut self.store, None, &path, None, &permit()).unwrap();
    }

    /// Closes the book and returns the canaries that are in its file.
    fn left_in_the_file(self) -> Vec<String> {
        let Room { folder, store, .. } = self;
        assert_eq!(store.verify().unwrap(), [""; 0]);
        drop(store);
        canaries(&folder.path().join("book.db"))
    }
}

/// The words with a canary in a file, or in the files of a folder.
fn canaries(path: &Path) -> Vec<String> {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flat_map(|file| canaries(&file.unwrap().path())).collect();
    }
    let text = String::from_utf8_lossy(&fs::read(path).unwrap()).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(CANARY));
    words.map(str::to_owned).collect()
}

fn says(what: &str) -> String {
    format!("{CANARY}{what}")
}

fn some(what: &str) -> Option<String> {
    Some(says(what))
}

/// Imports a company, a person and a trigger with a canary in every text; three actions.
fn import(store: &mut Store) {
    let external = vec![ExternalId { source: says("crm"), id: says("id") }];
    let company = Account {
        name: "Kanariname Foods".to_owned(),
        domain: Some("kanari.example".to_owned()),
        tickers: vec!["KANARI".to_owned()],
        external: external.clone(),
        aliases: vec!["Kanarialias".to_owned()],
        industry: some("industry"),
        sub_industry: some("sub"),
        city: some("city"),
        region: some("region"),
        country: some("country"),
        phone: some("phone"),
        tags: vec![says("tag")],
        owner: some("owner"),
        notes: says("notes"),
        ..Account::default()
    };
    let mut list = store.begin_import(ImportKind::Accounts, "list.csv", false).unwrap();
    list.account(&company).unwrap();
    list.finish().unwrap();
    let person = Contact {
        name: "Kanari Berg".to_owned(),
        given_name: some("given"),
        title: some("title"),
        emails: vec!["berg@kanari.example".to_owned()],
        phones: vec![Phone { raw: "+47 22 00 00 01 kanari".to_owned(), label: says("label") }],
        external,
        link: Some("https://kanari.example/berg".to_owned()),
        goal: some("goal"),
        notes: says("personnotes"),
        role: some("role"),
        moved_to: some("moved"),
        ..Contact::default()
    };
    let mut list = store.begin_import(ImportKind::Contacts, "list.csv", false).unwrap();
    list.contact(&person, Some("Kanariother Mill"), None, None).unwrap();
    list.finish().unwrap();
    let news = Trigger {
        headline: says("headline"),
        summary: says("summary"),
        source: says("source"),
        url: Some("https://kanari.example/news".to_owned()),
        company: some("company"),
        ticker: Some("KANARI".to_owned()),
        external: Some("https://kanari.example/id".to_owned()),
        impact: says("impact"),
        status: Status::Inbox,
        ..trigger("leadership_change", 3, 2, &[])
    };
    let mut list = store.begin_import(ImportKind::Triggers, "list.csv", false).unwrap();
    list.trigger(&news).unwrap();
    list.finish().unwrap();
}

/// Plans, logs, amends and reviews a call with a canary in every text; four actions.
fn talk(store: &mut Store, ane: ContactId) {
    let account_id = store.contact(ane).unwrap().unwrap().account_id;
    let plan = Plan {
        contact_id: ane,
        account_id,
        no_trigger_because: says("because"),
        impact: says("planimpact"),
        why_not_later: says("later"),
        purpose: says("purpose"),
        value: says("value"),
        their_goal: says("theirgoal"),
        questions: says("questions"),
        next_step: says("nextstep"),
        opener: says("opener"),
        template: some("template"),
        ..Plan::default()
    };
    store.save_plan(&plan).unwrap();
    let mut logged = call(store, ane);
    (logged.words, logged.note, logged.opener) = (says("words"), says("note"), says("said"));
    logged.overrides =
        vec![Override { rule: "hours".to_owned(), because: format!("{} said to call", says("because")) }];
    logged.next = Some(NextStep { what: says("promise"), by: None, time: None, whose: Whose::Ours });
    store.log_call(&logged).unwrap();
    let mut later = logged.clone();
    (later.amends, later.id, later.words) = (Some(logged.id), Default::default(), says("amended"));
    amend(store, &later).unwrap();
    let review = Review {
        id: Default::default(),
        call_id: logged.id,
        reviewer: logged.rep_id,
        at: logged.at,
        scores: vec![(Criterion::WhyNow, 2)],
        note: says("reviewnote"),
        focus: says("focus"),
        answers: None,
    };
    store.save_review(&review).unwrap();
}

#[test]
fn an_import_and_a_call_that_were_taken_back_leave_no_word_anywhere() {
    let mut room = Room::new();
    import(&mut room.store);
    talk(&mut room.store, room.ane);
    archive::export(&room.store, &room.path("before")).unwrap();
    room.share("before.db");
    for name in ["before", "before.db"] {
        assert!(canaries(&room.path(name)).len() > 30, "the canaries are there: {:?}", canaries(&room.path(name)));
    }
    room.undo(7);
    archive::export(&room.store, &room.path("all")).unwrap();
    assert_eq!(canaries(&room.path("all")), [""; 0], "what is exported, while all of it could be done again");
    assert!(room.store.redo().unwrap().is_some());
    room.undo(1);
    room.share("shared.db");
    assert_eq!(canaries(&room.path("shared.db")), [""; 0], "what is shared");
    assert!(room.store.redo().unwrap().is_none(), "what was shared as taken back stays so");
    assert_eq!(room.left_in_the_file(), [""; 0], "the book itself");
}

#[test]
fn the_next_change_ends_redo_and_empties_what_was_taken_back() {
    let mut room = Room::new();
    import(&mut room.store);
    talk(&mut room.store, room.ane);
    room.undo(7);
    // Over a restart it can be done again, and so its words are still there.
    drop(std::mem::replace(&mut room.store, Store::in_memory(crate::support::book::clock()).unwrap()));
    assert!(canaries(&room.path("book.db")).len() > 30);
    room.store = open(&room.path("book.db"), 60);
    assert!(room.store.redo().unwrap().is_some());
    room.undo(1);
    account(&mut room.store, "Halden Mills");
    assert_eq!(room.store.undo().unwrap().unwrap().refused, None);
    assert!(room.store.redo().unwrap().is_some(), "the change itself can be done again");
    assert_eq!(room.left_in_the_file(), [""; 0]);
}

#[test]
fn a_long_import_is_emptied_bit_by_bit_and_wholly_before_anything_is_shared() {
    let mut room = Room::new();
    let mut list = room.store.begin_import(ImportKind::Accounts, "list.csv", false).unwrap();
    for number in 0..5_000 {
        let name = format!("Kanari {number}");
        list.account(&Account { name, notes: says("notes"), ..Account::default() }).unwrap();
    }
    list.finish().unwrap();
    room.undo(1);
    let emptied = |room: &Room| {
        let sql = "SELECT count(*) FROM account WHERE name = '(erased)'";
        let conn = rusqlite::Connection::open(room.path("book.db")).unwrap();
        conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let mut steps = Vec::new();
    for number in 0..2 {
        account(&mut room.store, &format!("Halden {number}"));
        steps.push(emptied(&room));
    }
    assert_eq!(steps, [2_000, 4_000]);
    room.share("shared.db");
    assert_eq!(emptied(&room), 5_000);
    assert_eq!(room.left_in_the_file(), [""; 0]);
}

#[test]
fn what_was_shared_and_then_taken_back_is_taken_back_elsewhere_too() {
    let (mut mia, mut ole) = (Desk::new("Mia", 0), Desk::new("Ole", 7));
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    mia.later(1);
    mia.call(ane, "That helped");
    ole.merge(&[&mia.share()]);
    assert_eq!(ole.store.find_account("Norvik").unwrap().len(), 1);
    while mia.store.last_change().unwrap().is_some_and(|change| change.label != "added Mia") {
        mia.later(1);
        if mia.store.undo().unwrap().is_none() {
            break;
        }
    }
    ole.merge(&[&mia.share()]);
    assert!(ole.store.find_account("Norvik").unwrap().is_empty());
    // Whoever never had it learns that something was there, and no word of it.
    let mut eva = Desk::new("Eva", 9);
    eva.merge(&[&mia.share()]);
    assert!(eva.store.find_account("Norvik").unwrap().is_empty());
    for desk in [&mia, &ole, &eva] {
        desk.sound();
    }
    assert!(!eva.content().contains("helped") && !eva.content().contains("Lund"), "{}", eva.content());
}

#[test]
fn an_older_bundle_of_somebody_else_brings_no_word_back() {
    let (mut mia, mut eva) = (Desk::new("Mia", 0), Desk::new("Eva", 9));
    let norvik = mia.account("Kanari Foods");
    let ane = mia.person(norvik, "Kanari Lund");
    mia.later(1);
    let called = mia.call(ane, &says("words"));
    mia.review(&called, &says("note"));
    eva.merge(&[&mia.share()]);
    let older = eva.share();
    assert!(canaries(&older).len() > 3);
    mia.later(1);
    for _ in 0..4 {
        assert_eq!(mia.store.undo().unwrap().unwrap().refused, None);
    }
    mia.account("Halden Mills");
    mia.merge(&[&older]);
    mia.sound();
    let bundle = mia.share();
    assert_eq!(canaries(&bundle), [""; 0]);
    eva.merge(&[&bundle]);
    assert_eq!(canaries(&eva.share()), [""; 0], "nor does whoever heard of it pass it on");
    let Desk { store, folder, .. } = mia;
    drop(store);
    assert_eq!(canaries(&folder.path().join("book.db")), [""; 0]);
}

#[test]
fn an_edit_that_was_taken_back_and_a_lifted_bar_leave_no_word_of_theirs() {
    let mut room = Room::new();
    let mut ane = room.store.contact(room.ane).unwrap().unwrap();
    ane.notes = says("notes");
    room.store.save_contact(&ane).unwrap();
    room.store.set_do_not_call(room.ane, some("why")).unwrap();
    room.undo(2);
    room.share("shared.db");
    assert_eq!(canaries(&room.path("shared.db")), [""; 0]);
    account(&mut room.store, "Halden Mills");
    assert_eq!(room.left_in_the_file(), [""; 0]);
}

#[test]
fn what_was_taken_back_is_not_counted_in_what_is_shared() {
    let mut room = Room::new();
    let made = call(&mut room.store, room.ane);
    room.store.log_call(&made).unwrap();
    account(&mut room.store, "Brandt Polymers");
    let mut counts = |name: &str| {
        let rows = room.store.share(None, &room.folder.path().join(name)).unwrap();
        let of = |table: &str| rows.iter().find(|(known, _)| *known == table).map_or(0, |(_, rows)| *rows);
        room.store.undo().unwrap();
        [of("account"), of("contact"), of("call")]
    };
    assert_eq!(counts("whole.db"), [2, 1, 1]);
    assert_eq!(counts("one.db"), [1, 1, 1], "the account was taken back");
    assert_eq!(counts("none.db"), [1, 1, 0], "and the call");
}

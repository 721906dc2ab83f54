//! A book with somebody who is to be erased in every corner of it, and somebody who is not.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::{Call, NextStep, Override, Whose};
use whynow::domain::draft::Draft;
use whynow::domain::ids::{AccountId, ContactId, RepId, ReviewId};
use whynow::domain::plan::Plan;
use whynow::domain::review::{Criterion, Review};
use whynow::domain::touch::{Touch, TouchKind};
use whynow::store::Store;

use crate::support::book::{bar, call, clock, kept, now, open};
use whynow::clock::Clock;

/// Whoever is erased.
pub(super) const NAME: &str = "Quilla Zorbenfeld";
/// What else they are recognised by.
pub(super) const EMAIL: &str = "q.zorbenfeld@norvik.example";
pub(super) const NUMBER: &str = "+47 91 23 87 64";

/// A book on disk.
pub(super) struct Fixture {
    pub(super) folder: TempDir,
    pub(super) path: PathBuf,
    pub(super) account: AccountId,
    pub(super) person: ContactId,
    pub(super) other: ContactId,
}

impl Fixture {
    pub(super) fn open(&self, minutes: i64) -> Store {
        open(&self.path, minutes)
    }
}

/// Somebody as a file or a form names them.
pub(super) fn person(account_id: AccountId) -> Contact {
    Contact {
        account_id,
        name: NAME.to_owned(),
        title: Some("Head of wexlorpine".to_owned()),
        notes: "Breeds the rare vuntariche".to_owned(),
        emails: vec![EMAIL.to_owned()],
        phones: vec![Phone { raw: NUMBER.to_owned(), label: "mobile".to_owned() }],
        external: vec![ExternalId { source: "hubspot".to_owned(), id: "kx-7719".to_owned() }],
        ..Contact::default()
    }
}

/// A book in which both were called, planned for, reviewed and promised something.
pub(super) fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    store.set_rep_name("Mia").unwrap();
    let account = store.save_account(&Account { name: "Norvik Foods".to_owned(), ..Account::default() }).unwrap();
    let person = store.save_contact(&person(account)).unwrap();
    let other = Contact { account_id: account, name: "Per Dahl".to_owned(), ..Contact::default() };
    let other = store.save_contact(&other).unwrap();
    let reason = kept(&mut store, "leadership_change", 5, 2, account);
    let mut about = store.trigger_file(reason, now()).unwrap().unwrap().trigger;
    about.contact = Some(person);
    about.headline = "Grombaline appointed".to_owned();
    store.save_trigger(&about).unwrap();
    let plan = Plan {
        contact_id: person,
        account_id: account,
        triggers: vec![reason],
        opener: "Say trevulion first".to_owned(),
        ..Plan::default()
    };
    store.save_plan(&plan).unwrap();
    let called = called(&mut store, person, "Wants the phlerminade");
    review(&mut store, &called, "Ask about jorqueline", "The yelmatrine");
    let open_plan = Plan { opener: "Say brastiquel then".to_owned(), ..plan.clone() };
    store.save_plan(&open_plan).unwrap();
    let spoken = called_other(&mut store, other);
    review(&mut store, &spoken, "Well asked", "The pauses");
    for text in ["sent the folder", "sent the cravindole"] {
        store.log_touch(&Touch::new(person, now().0, TouchKind::Email, text)).unwrap();
    }
    let draft = Draft {
        key: format!("plan:{person}"),
        title: "Plan".to_owned(),
        body: "{\"x\":\"drunexity\"}".to_owned(),
        at: clock().now().utc(),
    };
    store.save_draft(&draft).unwrap();
    bar(&mut store, EMAIL);
    bar(&mut store, NUMBER);
    Fixture { folder, path, account, person, other }
}

fn called(store: &mut Store, whom: ContactId, words: &str) -> Call {
    let mut logged = call(store, whom);
    logged.words = words.to_owned();
    logged.note = "Keeps a quolderine".to_owned();
    logged.opener = "Said vlimperond".to_owned();
    logged.overrides = vec![Override { rule: "hours".to_owned(), because: "begged by zwintarole".to_owned() }];
    logged.next = Some(NextStep { what: "Send the murvaclide".to_owned(), by: None, time: None, whose: Whose::Ours });
    store.log_call(&logged).unwrap();
    let mut amended = logged.clone();
    amended.id = Default::default();
    amended.amends = Some(logged.id);
    amended.words = "No, the oxlivander".to_owned();
    crate::support::book::amend(store, &amended).unwrap();
    logged
}

fn called_other(store: &mut Store, whom: ContactId) -> Call {
    let mut logged = call(store, whom);
    logged.words = "This was worth it".to_owned();
    store.log_call(&logged).unwrap();
    let mut naming = call(store, whom);
    naming.words = format!("We should ask {NAME}");
    store.log_call(&naming).unwrap();
    logged
}

fn review(store: &mut Store, of: &Call, note: &str, focus: &str) {
    let review = Review {
        id: ReviewId::default(),
        call_id: of.id,
        reviewer: RepId::default(),
        at: now().0,
        scores: vec![(Criterion::WhyNow, 2)],
        note: note.to_owned(),
        focus: focus.to_owned(),
        answers: None,
    };
    store.save_review(&review).unwrap();
}

/// Words that the fixture wrote about the person, the log's too.
pub(super) const WRITTEN: [&str; 18] = [
    "Zorbenfeld",
    "q.zorben",
    "4791238764",
    "91 23 87 64",
    "wexlorpine",
    "vuntariche",
    "rombaline",
    "trevulion",
    "phlerminade",
    "jorqueline",
    "brastiquel",
    "quolderine",
    "vlimperond",
    "zwintarole",
    "murvaclide",
    "yelmatrine",
    "oxlivander",
    "cravindole",
];

/// Writes a text into a column of the first row of a table, and makes a row where there is none.
pub(super) fn plant(conn: &Connection, table: &str, column: &str, text: &str) {
    make_row(conn, table);
    let (at, row) = (if table == "change" { "action" } else { "n" }, 1);
    let sql = format!("UPDATE \"{table}\" SET \"{column}\" = ?2 WHERE \"{at}\" = ?1");
    let changed = conn.execute(&sql, (row, text)).unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
    assert!(changed > 0, "{table} has no row for {column}");
}

/// Makes the first row of a table where it has none; all that it refers to is the first row of its table.
fn make_row(conn: &Connection, table: &str) {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{table}\")");
    if conn.query_row(&sql, [], |row| row.get(0)).unwrap() {
        return;
    }
    let sql = "SELECT name, type FROM pragma_table_info(?1)";
    let mut statement = conn.prepare(sql).unwrap();
    let columns: Vec<(String, String)> =
        statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let value = |(name, kind): &(String, String)| match (name.as_str(), kind.as_str()) {
        ("deleted" | "running" | "closed", _) => Value::Integer(0),
        ("about", _) => Value::Text("contact".to_owned()),
        ("tbl", _) => Value::Text("contact".to_owned()),
        ("picked", _) => Value::Text("{}".to_owned()),
        (_, "INTEGER") => Value::Integer(1),
        (_, "BLOB") => Value::Blob(vec![7; 16]),
        (name, _) => Value::Text(format!("{name} of {table}")),
    };
    let places = (1..=columns.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let values = columns.iter().map(value);
    conn.execute(&format!("INSERT INTO \"{table}\" VALUES ({places})"), rusqlite::params_from_iter(values)).unwrap();
}

/// Another program that reads a book and does not end.
pub(super) fn reading(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("BEGIN; SELECT * FROM contact LIMIT 1").unwrap();
    conn
}

/// All bytes of the book and of whatever lies beside it.
pub(super) fn bytes_beside(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let files = folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

/// Which of these words stand in a file beside the book, in whatever case: "book.db-wal: word".
pub(super) fn found_in(path: &Path, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, bytes) in bytes_beside(path) {
        let lower = bytes.to_ascii_lowercase();
        for word in words {
            let wanted = word.to_ascii_lowercase().into_bytes();
            if lower.windows(wanted.len()).any(|window| window == wanted) {
                found.push(format!("{}: {word}", file.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    found
}

//! A canary in every text column of the book: none is left in any file beside it, and nothing else is gone.

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use whynow::domain::call::filter::CallFilter;
use whynow::domain::plan::Plan;
use whynow::domain::query::CallQuery;
use whynow::domain::touch::{Touch, TouchKind};
use whynow::domain::trigger::Trigger;
use whynow::store::Store;

use super::book::{EMAIL, NAME, WRITTEN, fixture, found_in, plant};
use super::columns::{NAMED, THEIRS};
use crate::support::book::{calls, now, trigger};

/// Twelve letters that stand nowhere else; words of the search share no beginning.
fn canary(table: &str, column: &str) -> String {
    let hash = Sha256::digest(format!("{table}.{column}"));
    hash.iter().take(12).map(|byte| char::from(b'a' + byte % 26)).collect()
}

/// A canary in every column, and the words that are looked for.
fn planted(path: &std::path::Path) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let mut words: Vec<String> = WRITTEN.iter().map(|word| (*word).to_owned()).collect();
    for (table, column) in
        THEIRS.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (*table, *column)))
    {
        // A name is what all others are found by, an address what the draft and the list are.
        if !matches!(
            (table, column),
            ("contact", "name" | "name_key") | ("contact_email", "address") | ("contact_phone", _)
        ) {
            let canary = canary(table, column);
            plant(&conn, table, column, &canary);
            words.push(canary);
        }
    }
    for (table, column) in NAMED.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (*table, *column)))
    {
        let text = match column {
            "tags" => format!("[\"met {NAME}\"]"),
            "picked" => format!("{{\"note\":\"{NAME}\"}}"),
            // Of the person's own rows they are kept: it is another row that names them.
            "company" | "ticker" => continue,
            _ => format!("met {NAME} {}", canary(table, column)),
        };
        plant(&conn, table, column, &text);
    }
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    words
}

#[test]
fn no_word_of_theirs_is_left_in_any_file_and_the_book_is_sound() {
    let fixture = fixture();
    drop(fixture.open(1));
    let words = planted(&fixture.path);
    let missed: Vec<_> = words.iter().filter(|word| found_in(&fixture.path, &[(*word).clone()]).is_empty()).collect();
    assert!(missed.is_empty(), "not in the book before: {missed:?}");
    let mut store = fixture.open(2);
    let found = |store: &Store, words: &str| store.search(words, 9).unwrap().len();
    for words in ["zorbenfeld", "oxlivander"] {
        assert!(found(&store, words) > 0, "{words} before");
    }
    let receipt = store.erase(fixture.person, NAME).unwrap();
    assert_eq!(receipt.left, [""; 0]);
    assert_eq!(found_in(&fixture.path, &words), [""; 0], "while the book is open");
    assert_eq!(store.verify().unwrap(), [""; 0]);
    drop(store);
    assert_eq!(found_in(&fixture.path, &words), [""; 0]);
    let store = fixture.open(3);
    for words in ["zorbenfeld", "oxlivander"] {
        assert_eq!(found(&store, words), 0, "{words}");
    }
}

#[test]
fn the_texts_of_somebody_else_lose_the_name_and_nothing_more() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let mut other = store.contact(fixture.other).unwrap().unwrap();
    other.notes = format!("Sits beside {NAME}, forbindale");
    store.save_contact(&other).unwrap();
    let plan = Plan {
        contact_id: fixture.other,
        account_id: fixture.account,
        opener: format!("{NAME} sends me, wimbrelase"),
        questions: format!("Does {EMAIL} still work? quistarol"),
        ..Plan::default()
    };
    store.save_plan(&plan).unwrap();
    let touch = format!("{NAME} read it, skelvanor");
    store.log_touch(&Touch::new(fixture.other, now().0, TouchKind::Email, &touch)).unwrap();
    let news = trigger("contract", 3, 4, &[fixture.account]);
    store.save_trigger(&Trigger { summary: format!("Signed by {NAME}, gorfindelo"), ..news }).unwrap();
    let (theirs, rest) = (
        ["zorbenfeld".to_owned(), EMAIL.to_owned()],
        ["forbindale", "wimbrelase", "quistarol", "skelvanor", "gorfindelo"],
    );
    let rest = rest.map(str::to_owned);
    store.erase(fixture.person, NAME).unwrap();
    drop(store);
    assert_eq!(found_in(&fixture.path, &theirs), [""; 0]);
    assert_eq!(found_in(&fixture.path, &rest).len(), rest.len(), "{:?}", found_in(&fixture.path, &rest));
    assert_eq!(fixture.open(2).contact(fixture.other).unwrap().unwrap().notes, "Sits beside (erased), forbindale");
}

#[test]
fn the_hours_of_the_person_and_the_day_they_left_go() {
    let fixture = fixture();
    drop(fixture.open(1));
    let conn = Connection::open(&fixture.path).unwrap();
    let sql = "UPDATE contact SET hours_from = '09:00', hours_until = '11:00', left_on = '2026-01-05'";
    assert_eq!(conn.execute(sql, []).unwrap(), 2);
    fixture.open(2).erase(fixture.person, NAME).unwrap();
    let sql =
        "SELECT hours_from IS NULL AND hours_until IS NULL AND left_on IS NULL FROM contact ORDER BY name = '(erased)'";
    let mut statement = conn.prepare(sql).unwrap();
    let gone: Vec<bool> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(gone, [false, true], "theirs alone");
}

/// What is counted of the calls, and the rows of everything that is not the person's.
fn figures(store: &mut Store, path: &std::path::Path) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let mut figures = Vec::new();
    for table in
        ["call", "call_line", "review", "review_line", "tally", "account", "contact", "trigger", "touch", "rep"]
    {
        figures.push(format!("{table} {}", count(&format!("SELECT count(*) FROM {table}"))));
    }
    let sql =
        "SELECT group_concat(at || reach || coalesce(verdict, '') || coalesce(outcome, '') || hex(hash)) FROM call";
    figures.push(conn.query_row(sql, [], |row| row.get(0)).unwrap());
    let sql = "SELECT group_concat(n || ' ' || score || ' ' || flags || ' ' || kind || ' ' || coalesce(fresh, '')) FROM call_line";
    figures.push(conn.query_row(sql, [], |row| row.get(0)).unwrap());
    let all = CallQuery { limit: 100, selection: CallFilter::default(), ..CallQuery::default() };
    figures.push(format!("{:?}", store.calls(&all).unwrap().total));
    figures
}

#[test]
fn a_call_stays_as_a_fact_and_everybody_else_as_they_were() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let before = figures(&mut store, &fixture.path);
    store.erase(fixture.person, NAME).unwrap();
    assert_eq!(figures(&mut store, &fixture.path), before);
    store.recount().unwrap();
    assert_eq!(figures(&mut store, &fixture.path), before, "counted anew");
    assert_eq!(store.verify().unwrap(), [""; 0]);
    let kept = store.contact(fixture.other).unwrap().unwrap();
    assert_eq!(kept.name, "Per Dahl");
    let rows = calls(&mut store, "").rows;
    let said: Vec<(&str, &str)> = rows.iter().map(|row| (row.contact.as_str(), row.words.as_str())).collect();
    assert!(said.contains(&("(erased)", "")), "{said:?}");
    assert!(said.contains(&("Per Dahl", "This was worth it")), "{said:?}");
    assert!(said.contains(&("Per Dahl", "")), "the call that named them: {said:?}");
    for row in &rows {
        assert!(store.call_file(row.id, now()).unwrap().is_some(), "the page of a call without words opens");
    }
    assert_eq!(store.undo().unwrap(), None, "an erasure cannot be undone");
}

#[test]
fn the_preview_counts_what_goes_and_changes_nothing() {
    let fixture = fixture();
    let store = fixture.open(1);
    let preview = store.erasure_preview(fixture.person).unwrap().unwrap();
    let counts = |rows: &[whynow::domain::erasure::RowCount]| {
        rows.iter().map(|row| format!("{} {}", row.rows, row.what)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!((preview.name.as_str(), preview.account.as_str()), (NAME, "Norvik Foods"));
    assert_eq!(
        counts(&preview.rows),
        "1 person, 1 person's id, 1 e-mail address, 1 phone number, 2 do-not-call entries, 1 trigger, 2 plans, \
         2 openers' wordings, 1 promise, 2 touches, 1 draft"
    );
    assert_eq!(counts(&preview.wordless), "2 calls, 1 review");
    assert_eq!(counts(&preview.log_texts), "1 call");
    assert_eq!(store.contact(fixture.person).unwrap().unwrap().emails, [EMAIL]);
}

#[test]
fn another_name_erases_nobody() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let error = store.erase(fixture.person, "Per Dahl").unwrap_err();
    assert!(error.to_string().contains("is not their name; nothing was erased"), "{error}");
    assert!(store.contact(fixture.person).unwrap().is_some());
    assert!(store.erase(fixture.person, " quilla zorbenfeld ").is_ok(), "whatever the case");
}

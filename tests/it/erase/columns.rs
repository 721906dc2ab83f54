//! Every text column of the book, and what an erasure makes of it. A column that is in no list fails the test.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::support::book::open;

/// Rows that are the person's: these columns go.
pub(super) const THEIRS: [(&str, &[&str]); 14] = [
    (
        "contact",
        &[
            "name",
            "name_key",
            "given_name",
            "title",
            "zone",
            "link",
            "goal",
            "notes",
            "do_not_call",
            "role",
            "moved_to",
        ],
    ),
    ("contact_email", &["address"]),
    ("contact_identifier", &["kind", "value"]),
    ("contact_phone", &["raw", "label", "digits"]),
    ("draft", &["title", "body", "held_by"]),
    ("opener_version", &["text"]),
    ("overwritten", &["col", "old", "new"]),
    (
        "plan",
        &[
            "no_trigger_because",
            "impact",
            "why_not_later",
            "purpose",
            "value",
            "their_goal",
            "questions",
            "next_step",
            "opener",
            "checked",
        ],
    ),
    ("promise", &["what", "by_zone"]),
    ("touch", &["note"]),
    ("trigger", &["headline", "summary", "source", "url", "status_detail", "external", "impact"]),
    ("twin", &["why"]),
    ("change", &["col", "old", "new"]),
    ("action", &["label"]),
];

/// Rows of the log that are the person's: the words that go with their salt. They are logged and not written over here.
pub(super) const WORDS: [(&str, &[&str]); 2] =
    [("call", &["words", "note", "next_what", "opener", "overrides"]), ("review", &["note", "focus"])];

/// Rows about others: the person's name goes out of these columns.
pub(super) const NAMED: [(&str, &[&str]); 11] = [
    (
        "account",
        &["industry", "sub_industry", "city", "region", "country", "zone", "tags", "owner", "notes", "rest_because"],
    ),
    ("account_identifier", &["value"]),
    ("campaign", &["name", "shared_reason", "learned", "picked"]),
    ("campaign_account", &["impact"]),
    ("feed", &["address", "title", "etag", "modified", "outcome"]),
    ("import", &["file"]),
    ("merge", &["file"]),
    ("setting", &["key", "value"]),
    ("watch_word", &["words", "industry", "kind"]),
    ("do_not_call", &["why"]),
    ("trigger", &["company", "ticker"]),
];

/// Columns that stay, each with the reason.
const KEPT: [(&str, &[&str], &str); 23] = [
    ("account", &["name", "name_key", "fold", "phone", "rest_until"], "a company's name and main number, and a day"),
    ("account_alias", &["name", "name_key"], "the name of a company"),
    ("account_identifier", &["kind"], "a word of the program"),
    (
        "call",
        &[
            "reach",
            "outcome",
            "verdict",
            "source",
            "learned",
            "way_forward",
            "next_by",
            "next_whose",
            "reason_by",
            "asked",
            "next_time",
        ],
        "what can be counted of a call",
    ),
    ("call_line", &["kind", "template"], "what calls are counted by"),
    ("campaign", &["started_on", "closed_on"], "days"),
    ("change", &["tbl"], "a word of the program"),
    ("contact", &["hours_from", "hours_until", "left_on"], "days and hours: they go, as a test of their own says"),
    ("do_not_call", &["kind", "value"], "an entry that is theirs alone goes as a row"),
    ("draft", &["key"], "ids"),
    ("erasure", &["kind"], "a word of the program"),
    ("import", &["kind"], "a word of the program"),
    ("import_row", &["tbl"], "a word of the program"),
    ("overwritten", &["tbl"], "a word of the program"),
    ("plan", &["template"], "calls are counted by it"),
    ("promise", &["by_on", "whose", "done_on", "by_time", "first_on", "first_time"], "days and hours: the row goes"),
    ("rep", &["name"], "whoever calls"),
    ("review", &["scores"], "figures"),
    ("tally", &["value"], "what is counted"),
    ("touch", &["kind"], "a word of the program"),
    (
        "trigger",
        &["kind", "occurred_on", "effective_on", "scope", "origin", "confidence", "status"],
        "what calls are counted by",
    ),
    ("trigger_account", &["kind", "industry"], "copied from the trigger and the account"),
    ("twin", &["about", "state"], "words of the program"),
];

#[test]
fn every_text_column_of_the_book_says_what_an_erasure_makes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    drop(open(&path, 0));
    let conn = Connection::open(&path).unwrap();
    let sql = "SELECT list.name || '.' || info.name FROM pragma_table_list AS list, pragma_table_info(list.name) AS info
        WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite%' AND info.type IN ('TEXT', 'ANY')";
    let mut statement = conn.prepare(sql).unwrap();
    let found: BTreeSet<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let all = THEIRS.iter().chain(&WORDS).chain(&NAMED).copied();
    let all = all.chain(KEPT.iter().map(|(table, columns, _)| (*table, *columns)));
    let listed = all.flat_map(|(table, columns)| columns.iter().map(move |column| format!("{table}.{column}")));
    assert_eq!(found, listed.collect());
}

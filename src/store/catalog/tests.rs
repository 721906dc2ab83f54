//! Compares the catalogue with a fresh book: fails for any table or column that the catalogue lacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::DateTime;
use rusqlite::Connection;

use super::{ColumnKind, ColumnRole, Erased, RowHead, RowKey, Table, Travels, all, searched, table};
use crate::clock::FixedClock;
use crate::store::Store;
use crate::store::cells::only_value;

fn book() -> Store {
    let now = DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap();
    Store::in_memory(Arc::new(FixedClock::at(now))).unwrap()
}

/// A column as SQLite reports it: name, type, and whether it is NOT NULL.
type StoredColumn = (String, String, bool);

fn columns(conn: &Connection, table: &str) -> BTreeSet<StoredColumn> {
    let sql = "SELECT name, type, \"notnull\" OR pk > 0 AS never_empty FROM pragma_table_info(?1)";
    let mut statement = conn.prepare(sql).unwrap();
    let found =
        statement.query_map([table], |row| Ok((row.get("name")?, row.get("type")?, row.get("never_empty")?))).unwrap();
    found.map(Result::unwrap).collect()
}

/// Returns a table's columns as the catalogue describes them, in the form of [`StoredColumn`].
fn catalogued(table: &Table) -> BTreeSet<StoredColumn> {
    let head = table.head.columns().iter().map(|name| {
        let kind = if *name == "id" { "BLOB" } else { "INTEGER" };
        ((*name).to_owned(), kind.to_owned(), true)
    });
    let behind = table.columns.iter().map(|column| {
        let (kind, never_empty) = held(column.kind);
        (column.name.to_owned(), kind.to_owned(), never_empty)
    });
    head.chain(behind).collect()
}

/// Returns the SQL type in which a kind is stored, and whether it is NOT NULL.
fn held(kind: ColumnKind) -> (&'static str, bool) {
    match kind {
        ColumnKind::Name
        | ColumnKind::Line
        | ColumnKind::Note(_)
        | ColumnKind::Email
        | ColumnKind::Day
        | ColumnKind::Word(_)
        | ColumnKind::Labels
        | ColumnKind::Picked
        | ColumnKind::Json => ("TEXT", true),
        ColumnKind::MaybeLine
        | ColumnKind::MaybeUrl
        | ColumnKind::MaybeNote
        | ColumnKind::MaybeDay
        | ColumnKind::MaybeTime
        | ColumnKind::MaybeWord(_) => ("TEXT", false),
        ColumnKind::Whole(..) | ColumnKind::Ref(_) | ColumnKind::Either | ColumnKind::Tallied => ("INTEGER", true),
        ColumnKind::MaybeWhole(..) | ColumnKind::MaybeRef(_) | ColumnKind::Indexed => ("INTEGER", false),
        ColumnKind::MaybeReal => ("REAL", false),
        ColumnKind::Triggers | ColumnKind::Bytes => ("BLOB", true),
        ColumnKind::MaybeBytes => ("BLOB", false),
        ColumnKind::Any => ("ANY", true),
        ColumnKind::MaybeAny => ("ANY", false),
    }
}

#[test]
fn every_table_and_column_of_a_fresh_book_is_in_the_catalogue_and_no_other() {
    let store = book();
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut statement = store.conn.prepare(sql).unwrap();
    let found: BTreeSet<String> = statement.query_map([], only_value).unwrap().map(Result::unwrap).collect();
    let known = all().map(|table| table.name).chain(searched().map(|search| search.table));
    assert_eq!(found, known.map(str::to_owned).collect());
    for table in all() {
        assert_eq!(catalogued(table), columns(&store.conn, table.name), "the columns of {}", table.name);
        assert!(!table.about.is_empty(), "{} says nothing of what is in it", table.name);
    }
}

#[test]
fn every_reference_of_the_schema_is_in_the_catalogue() {
    let store = book();
    for table in all() {
        let sql = "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)";
        let mut statement = store.conn.prepare(sql).unwrap();
        let found = statement.query_map([table.name], |row| Ok((row.get("from")?, row.get("table")?))).unwrap();
        for (column, to) in found.map(Result::<(String, String), _>::unwrap) {
            let of_line = matches!(table.head, RowHead::Line(of) if of == to);
            let named = table.column(&column).is_some_and(|column| column.kind.names().any(|named| named == to));
            assert!(of_line || column == "device" || named, "{}.{column} names a row of {to}", table.name);
        }
    }
}

#[test]
fn what_the_catalogue_says_of_a_table_holds_together() {
    for (at, one) in all().enumerate() {
        let name = one.name;
        let has = |column: &str| one.column(column).is_some() || one.head.columns().contains(&column);
        match one.key {
            RowKey::Id => assert!(has("id"), "{name} is known by an id that it has not"),
            RowKey::Columns(columns) => assert!(columns.iter().all(|column| has(column)), "the key of {name}"),
        }
        if let Some(owner) = one.owner {
            assert!(one.references().any(|(column, to)| column.name == owner && to == owner), "the owner of {name}");
        }
        if let Erased::Words(columns) | Erased::Blank(columns) = one.erased {
            assert!(columns.iter().all(|column| has(column)), "what is erased of {name}");
        }
        if one.travels == Travels::Rows {
            // An erasure cannot be undone.
            let undone = one.journaled || name == "erasure";
            assert!(undone && one.archived.is_some(), "{name} is shared and not undone, or not in the folder");
            assert!(!one.called.is_empty(), "nobody knows what a row of {name} is called");
            assert!(
                one.columns.iter().all(|column| column.role != ColumnRole::Noted),
                "{name} is shared and notes things"
            );
        }
        let before: BTreeSet<&str> = all().take(at).map(|table| table.name).collect();
        for (column, to) in one.references() {
            let maybe =
                matches!(column.kind, ColumnKind::MaybeRef(_)) || column.role == ColumnRole::Derived || to == "device";
            assert!(table(to).is_some(), "{name}.{} names a row of no table", column.name);
            assert!(before.contains(to) || maybe, "{name}.{} names a row of {to}, which comes later", column.name);
        }
    }
}

#[test]
fn whatever_says_something_of_a_person_says_what_becomes_of_it_when_they_are_erased() {
    for table in all() {
        let says = table.columns.iter().any(|column| column.role == ColumnRole::Said && held(column.kind).0 == "TEXT");
        let of_a_person = table.name == "contact" || table.references().any(|(_, to)| to == "contact");
        let by_owner = table.owner.is_some_and(|owner| super::table(owner).is_some_and(is_of_a_person));
        // Of a line only the trigger's kind is said.
        if says && (of_a_person || by_owner) && table.name != "call_line" && table.name != "trigger_account" {
            assert!(!matches!(table.erased, Erased::Nothing), "{} is silent about a person who is erased", table.name);
        }
    }
}

fn is_of_a_person(table: &Table) -> bool {
    table.name == "contact" || table.references().any(|(column, to)| to == "contact" && column.role == ColumnRole::Said)
}

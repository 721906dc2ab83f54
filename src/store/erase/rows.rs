//! Which rows of each table are about a person.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params};
use uuid::Uuid;

use crate::domain::erasure::ERASED;
use crate::domain::matching::name_key;
use crate::store::catalog;
use crate::store::catalog::{ColumnKind, Erased, Table};
use crate::store::cells::only_value;
use crate::store::erasures::digits_of;
use crate::store::error::Result;

use super::person::Identity;
use super::worded::RowSets;

/// Returns every row of a person: their own, those merged into it, and those of the same person that undo took back.
pub(super) fn of_one_person(conn: &Connection, n: i64) -> Result<BTreeSet<i64>> {
    let mut people = BTreeSet::from([n]);
    loop {
        let before = people.len();
        for n in people.clone() {
            people.extend(numbers(conn, "SELECT n FROM contact WHERE merged_into = ?1", [n])?);
            people.extend(taken_back(conn, n)?);
        }
        if people.len() == before {
            return Ok(people);
        }
    }
}

/// Returns rows of the same person that undo took back: of the same name at the account, or with an address in common.
fn taken_back(conn: &Connection, n: i64) -> Result<Vec<i64>> {
    let sql = "SELECT other.n FROM contact AS own JOIN contact AS other
            ON other.account = own.account AND other.name_key = own.name_key
        WHERE own.n = ?1 AND own.name <> ?2 AND other.deleted = 1 AND other.merged_into IS NULL
        UNION SELECT other.n FROM contact_email AS own JOIN contact_email AS mail ON mail.address = own.address
            JOIN contact AS other ON other.n = mail.contact
        WHERE own.contact = ?1 AND other.deleted = 1 AND other.merged_into IS NULL";
    numbers(conn, sql, (n, ERASED))
}

/// Returns the rows about these people, in every table that the catalogue erases.
pub(super) fn about(conn: &Connection, people: &BTreeSet<i64>) -> Result<RowSets> {
    let mut rows = RowSets::from([("contact", people.clone())]);
    for table in catalog::all().filter(|table| !matches!(table.erased, Erased::Nothing) && table.name != "contact") {
        let mut found = BTreeSet::new();
        for column in table.columns {
            for named in of_person(table, column.name, column.kind) {
                for of in rows.get(named).into_iter().flatten() {
                    let sql = format!("SELECT n FROM \"{}\" WHERE \"{}\" = ?1", table.name, column.name);
                    found.extend(numbers(conn, &sql, [of])?);
                }
            }
        }
        rows.insert(table.name, found);
    }
    moved_calls(conn, people, &mut rows)?;
    rows.insert("twin", pairs(conn, people)?);
    let named = Identity::of_all(conn, people)?;
    rows.insert("draft", drafts(conn, &rows, &named)?);
    rows.insert("do_not_call", do_not_call_entries(conn, &named)?);
    rows.insert("overwritten", overwritten(conn, &rows)?);
    rows.retain(|_, found| !found.is_empty());
    Ok(rows)
}

/// Returns the tables through whose rows a column makes a row that of a person: the person, the row it belongs to, the call
/// it came from.
fn of_person(table: &Table, column: &str, kind: ColumnKind) -> impl Iterator<Item = &'static str> {
    let owner = table.owner == Some(column);
    let of_call = matches!(kind, ColumnKind::Ref("call")) && matches!(table.name, "review" | "promise");
    let is_either = matches!(kind, ColumnKind::Either);
    kind.names().filter(move |named| !is_either && (*named == "contact" || owner || of_call))
}

/// Adds the calls whose line was moved to the person when two rows of them were merged.
fn moved_calls(conn: &Connection, people: &BTreeSet<i64>, rows: &mut RowSets) -> Result<()> {
    let mut calls = BTreeSet::new();
    let sql = "SELECT line.n FROM call_line AS line WHERE line.contact = ?1
        UNION SELECT later.n FROM call_line AS line JOIN call_line AS later ON later.root = line.root WHERE line.contact = ?1";
    for n in people {
        calls.extend(numbers(conn, sql, [n])?);
    }
    let new: Vec<i64> = calls.difference(rows.entry("call").or_default()).copied().collect();
    for n in new {
        rows.entry("call").or_default().insert(n);
        for table in ["review", "promise"] {
            let sql = format!("SELECT n FROM \"{table}\" WHERE call = ?1");
            rows.entry(table).or_default().extend(numbers(conn, &sql, [n])?);
        }
    }
    Ok(())
}

fn pairs(conn: &Connection, people: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for n in people {
        let sql = "SELECT n FROM twin WHERE about = 'contact' AND (one = ?1 OR other = ?1)";
        found.extend(numbers(conn, sql, [n])?);
    }
    Ok(found)
}

/// Returns the drafts about these people: their key or their text has the id of one of the rows, or it is a pasted person
/// with their name or address.
fn drafts(conn: &Connection, rows: &RowSets, named: &Identity) -> Result<BTreeSet<i64>> {
    let mut ids = Vec::new();
    for table in ["contact", "call", "trigger"] {
        for n in rows.get(table).into_iter().flatten() {
            let sql = format!("SELECT id FROM \"{table}\" WHERE n = ?1");
            let id: Vec<u8> = conn.prepare_cached(&sql)?.query_row([n], only_value)?;
            ids.extend(Uuid::from_slice(&id).ok().map(|id| id.to_string()));
        }
    }
    let mut statement = conn.prepare_cached("SELECT n, key, title || char(10) || body AS text FROM draft")?;
    let mut found = BTreeSet::new();
    let mut all = statement.query([])?;
    while let Some(row) = all.next()? {
        let (key, text): (String, String) = (row.get("key")?, row.get("text")?);
        let by_id = ids.iter().any(|id| key.contains(id.as_str()) || text.contains(id.as_str()));
        if by_id || (key.starts_with("contact:") && named.needles().stands_in(&text)) {
            found.insert(row.get("n")?);
        }
    }
    Ok(found)
}

/// Returns the entries of the do-not-call list with their addresses, numbers and names.
fn do_not_call_entries(conn: &Connection, named: &Identity) -> Result<BTreeSet<i64>> {
    let emails = named.emails.iter().map(|email| ("email", email.to_lowercase()));
    let phones = named.phones.iter().flat_map(|raw| digits_of(raw, &named.homes())).map(|digits| ("digits", digits));
    let names = named.names.iter().map(|name| ("name", name_key(name)));
    let mut found = BTreeSet::new();
    for (kind, value) in emails.chain(phones).chain(names) {
        let sql = "SELECT n FROM do_not_call WHERE kind = ?1 AND value = ?2";
        found.extend(numbers(conn, sql, [kind, value.as_str()])?);
    }
    Ok(found)
}

fn overwritten(conn: &Connection, rows: &RowSets) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for (table, rows) in rows {
        for n in rows {
            let sql = "SELECT n FROM overwritten WHERE tbl = ?1 AND row = ?2";
            found.extend(numbers(conn, sql, (table, n))?);
        }
    }
    Ok(found)
}

/// Returns the row numbers that a statement selects.
pub(super) fn numbers(conn: &Connection, sql: &str, values: impl Params) -> Result<Vec<i64>> {
    Ok(conn.prepare_cached(sql)?.query_map(values, only_value)?.collect::<rusqlite::Result<_>>()?)
}

//! Which rows of each table are about a person.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params};

use crate::domain::erasure::ERASED;
use crate::domain::matching::name_key;
use crate::store::catalog;
use crate::store::catalog::{ColumnKind, Erased, Table};
use crate::store::cells::only_value;
use crate::store::erasures::{MarkKind, MarkedValue};
use crate::store::error::Result;
use crate::store::tables::contacts;

use super::person::{Identity, is_own_address};
use super::typed::TheirTexts;
use super::worded::RowSets;

/// Returns every row of a person: their own, those merged into it, and those of the same person that undo took back.
pub(super) fn of_one_person(conn: &Connection, n: i64) -> Result<BTreeSet<i64>> {
    let mut people = BTreeSet::from([n]);
    loop {
        let before = people.len();
        for n in people.clone() {
            people.extend(numbers(conn, "SELECT n FROM contact WHERE merged_into = ?1", [n])?);
            people.extend(taken_back(conn, n, &people)?);
        }
        if people.len() == before {
            return Ok(people);
        }
    }
}

/// Returns rows of the same person that undo took back: of the same name at the account, or with an address in common that is
/// no desk's and nobody else's.
fn taken_back(conn: &Connection, n: i64, people: &BTreeSet<i64>) -> Result<Vec<i64>> {
    let sql = "SELECT other.n FROM contact AS own JOIN contact AS other
            ON other.account = own.account AND other.name_key = own.name_key
        WHERE own.n = ?1 AND own.name <> ?2 AND other.deleted = 1 AND other.merged_into IS NULL";
    let mut found = numbers(conn, sql, (n, ERASED))?;
    for email in Identity::of_row(conn, n)?.emails {
        let sql = "SELECT other.n FROM contact_email AS mail JOIN contact AS other ON other.n = mail.contact
            WHERE mail.address = ?1 AND other.deleted = 1 AND other.merged_into IS NULL";
        if is_own_address(conn, &email, people)? {
            found.extend(numbers(conn, sql, [email])?);
        }
    }
    Ok(found)
}

/// Returns the rows about these people, in every table that the catalogue erases; `home` is the book's home country.
pub(super) fn about(conn: &Connection, people: &BTreeSet<i64>, home: Option<&str>) -> Result<RowSets> {
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
    let drafts = TheirTexts::read(conn, &rows, named.needles(conn, people, home)?)?.drafts(conn)?;
    rows.insert("draft", drafts);
    rows.insert("do_not_call", do_not_call_entries(conn, people, &named.traits(conn, people, home)?)?);
    rows.insert("overwritten", overwritten(conn, &rows)?);
    rows.retain(|_, found| !found.is_empty());
    Ok(rows)
}

/// Returns the rows about others in the book who are called the same, and about the companies that only these are at.
pub(super) fn of_namesakes(
    conn: &Connection,
    people: &BTreeSet<i64>,
    names: &[String],
    home: Option<&str>,
) -> Result<RowSets> {
    let mut namesakes = BTreeSet::new();
    for name in names {
        let sql = "SELECT n FROM contact WHERE name_key = ?1 AND deleted = 0";
        namesakes.extend(numbers(conn, sql, [name_key(name)])?);
    }
    namesakes.retain(|n| !people.contains(n));
    if namesakes.is_empty() {
        return Ok(RowSets::new());
    }
    let accounts =
        |of: &BTreeSet<i64>| of.iter().map(|n| contacts::account_of(conn, *n)).collect::<Result<BTreeSet<_>>>();
    let mut rows = about(conn, &namesakes, home)?;
    let own = accounts(people)?;
    for account in accounts(&namesakes)?.difference(&own) {
        rows.entry("account").or_default().insert(*account);
        let sql = "SELECT n FROM campaign_account WHERE account = ?1";
        rows.entry("campaign_account").or_default().extend(numbers(conn, sql, [account])?);
        let sql = "SELECT trigger FROM trigger_account WHERE account = ?1";
        rows.entry("trigger").or_default().extend(numbers(conn, sql, [account])?);
    }
    // What several companies share may mean either of them.
    for account in own {
        for n in numbers(conn, "SELECT trigger FROM trigger_account WHERE account = ?1", [account])? {
            rows.entry("trigger").or_default().remove(&n);
        }
    }
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

/// Returns the entries of the do-not-call list that are these people's alone. One that bars others too stays: a number or an
/// address that several have, the name of somebody else in the book.
fn do_not_call_entries(conn: &Connection, people: &BTreeSet<i64>, traits: &[MarkedValue]) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for (kind, value) in traits {
        let listed = match kind {
            MarkKind::Email => "email",
            MarkKind::Number => "digits",
            MarkKind::Name => {
                let sql = "SELECT n FROM contact WHERE name_key = ?1 AND deleted = 0";
                let called = numbers(conn, sql, [value])?;
                if called.iter().any(|n| !people.contains(n)) {
                    continue;
                }
                "name"
            }
            MarkKind::NumberName | MarkKind::Id => continue,
        };
        let sql = "SELECT n FROM do_not_call WHERE kind = ?1 AND value = ?2";
        found.extend(numbers(conn, sql, [listed, value.as_str()])?);
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

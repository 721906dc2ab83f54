//! Takes the words out of a person's rows. Every step may run any number of times: what is empty already stays as it is,
//! stamp and all, so that books that send each other an erasure come to rest.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use crate::domain::erasure::ERASED;
use crate::domain::matching::name_key;
use crate::store::book::emptied;
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{Column, ColumnKind, ColumnRole, Erased, Table};
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::log;
use crate::store::tables::{contacts, triggers};

use super::naming::NamingText;
use super::rows::numbers;
use super::worded::{RowSets, is_worded};

/// Tables whose emptied rows are tombstones too: nobody lists them again. A plan that was used stands beside its call.
const GONE: [(&str, &str); 3] = [("contact", "true"), ("trigger", "true"), ("plan", "spent IS NULL")];

/// Empties, deletes or makes wordless every one of these rows, and takes the name out of the texts of others. Returns true
/// if anything changed.
pub(super) fn erase(write: &mut Transaction<'_>, rows: &RowSets, naming: &[NamingText]) -> Result<bool> {
    let mut changed = false;
    // Whoever needs another goes first: addresses before the person, promises before their call.
    for table in catalog::all().collect::<Vec<_>>().into_iter().rev() {
        let own = rows.get(table.name).into_iter().flatten();
        for n in own {
            changed |= match table.erased {
                Erased::Nothing => false,
                Erased::Row => delete(write, table, *n)?,
                Erased::Blank(kept) => blank(write, table, *n, kept)?,
                Erased::Words(columns) => unsay(write, table, *n, columns)?,
            };
        }
    }
    for text in naming {
        match text.table.erased {
            Erased::Words(columns) => changed |= unsay(write, text.table, text.n, columns)?,
            Erased::Nothing | Erased::Row | Erased::Blank(_) => {
                text.take_out(write)?;
                changed = true;
            }
        }
    }
    refresh(write, rows, naming)?;
    Ok(changed)
}

/// Empties the undo list, because its steps hold what was said. A merge that is going on keeps its own step, without what
/// it says of these rows.
pub(super) fn forget_undo(write: &mut Transaction<'_>, going_on: Option<i64>, rows: &RowSets) -> Result<()> {
    // What was taken back is known by the list alone.
    emptied::end_redo_wholly(write.conn)?;
    let kept = going_on.unwrap_or(0);
    for sql in ["DELETE FROM change WHERE action <> ?1", "DELETE FROM action WHERE n <> ?1"] {
        write.conn.prepare_cached(sql)?.execute([kept])?;
    }
    for (table, rows) in rows {
        for n in rows {
            let sql = "DELETE FROM change WHERE tbl = ?1 AND row = ?2";
            write.conn.prepare_cached(sql)?.execute(params![table, n])?;
        }
    }
    // Drafts of saved forms are kept for undo alone.
    write.conn.prepare_cached("DELETE FROM draft WHERE deleted = 1")?.execute([])?;
    // Whoever is killed before the file is written over leaves that to the next window.
    emptied::note_unswept(write)
}

fn delete(write: &Transaction<'_>, table: &Table, n: i64) -> Result<bool> {
    let sql = format!("DELETE FROM \"{}\" WHERE n = ?1", table.name);
    Ok(write.conn.prepare_cached(&sql)?.execute([n])? > 0)
}

/// The value that says nothing, for a column of an emptied row; `None` for a column that keeps its value.
fn empty(column: &Column, kept: &[&str]) -> Option<Value> {
    let said = matches!(column.role, ColumnRole::Said | ColumnRole::Copied | ColumnRole::Carried);
    let of_person =
        said && (is_worded(column.kind) || matches!(column.kind, ColumnKind::MaybeDay | ColumnKind::MaybeTime));
    if !of_person || kept.contains(&column.name) {
        return None;
    }
    Some(match column.kind {
        ColumnKind::Name => Value::Text(ERASED.to_owned()),
        // As a merge computes it: with another one the books would never agree.
        ColumnKind::Line if column.name == "name_key" => Value::Text(name_key(ERASED)),
        ColumnKind::Labels => Value::Text("[]".to_owned()),
        ColumnKind::Picked => Value::Text("{}".to_owned()),
        ColumnKind::Line | ColumnKind::Note(_) | ColumnKind::Email | ColumnKind::Json => Value::Text(String::new()),
        _nullable => Value::Null,
    })
}

fn blank(write: &mut Transaction<'_>, table: &Table, n: i64, kept: &[&str]) -> Result<bool> {
    let mut sets: Vec<(&str, Value)> =
        table.columns.iter().filter_map(|column| empty(column, kept).map(|value| (column.name, value))).collect();
    if let Some((_, when)) = GONE.iter().find(|(gone, _)| *gone == table.name) {
        let sql = format!("SELECT {when} OR deleted FROM \"{}\" WHERE n = ?1", table.name);
        let gone: bool = write.conn.prepare_cached(&sql)?.query_row([n], only_value)?;
        sets.push(("deleted", Value::Integer(i64::from(gone))));
    }
    if table.name == "trigger" {
        let sql = "SELECT status = 'snoozed' FROM trigger WHERE n = ?1";
        // A day, without which it cannot be read.
        if write.conn.prepare_cached(sql)?.query_row([n], only_value)? {
            sets.retain(|(column, _)| *column != "status_detail");
        }
    }
    let names = sets.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = (0..sets.len()).map(|at| format!("?{}", at + 4)).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "UPDATE \"{}\" SET ({names}, rev, device) = ({places}, ?2, ?3) WHERE n = ?1 AND ({names}) IS NOT ({places})",
        table.name
    );
    let rev = write.rev();
    let stamp = [Value::Integer(n), Value::Integer(rev), Value::Integer(write.device)];
    let values = stamp.into_iter().chain(sets.into_iter().map(|(_, value)| value));
    Ok(write.conn.prepare_cached(&sql)?.execute(params_from_iter(values))? > 0)
}

/// Erases the words of a row of the log together with their salt: what is left cannot be tried against their hash.
fn unsay(write: &Transaction<'_>, table: &Table, n: i64, columns: &[&str]) -> Result<bool> {
    let emptied = columns.iter().map(|name| match *name {
        "salt" => "salt = NULL".to_owned(),
        "overrides" => "overrides = '[]'".to_owned(),
        // Whether there was a next step is a fact.
        "next_what" => "next_what = iif(next_what IS NULL, NULL, '')".to_owned(),
        words => format!("\"{words}\" = ''"),
    });
    let sql = format!(
        "UPDATE \"{}\" SET {} WHERE n = ?1 AND salt IS NOT NULL",
        table.name,
        emptied.collect::<Vec<_>>().join(", ")
    );
    Ok(write.conn.prepare_cached(&sql)?.execute([n])? > 0)
}

/// Recomputes what the search and the lists hold of these rows.
fn refresh(write: &mut Transaction<'_>, rows: &RowSets, naming: &[NamingText]) -> Result<()> {
    let touched = |table: &str| -> BTreeSet<i64> {
        let named = naming.iter().filter(|text| text.table.name == table).map(|text| text.n);
        rows.get(table).into_iter().flatten().copied().chain(named).collect()
    };
    for n in touched("contact") {
        contacts::refresh(write, n)?;
        let account = contacts::account_of(write.conn, n)?;
        write.touch(account);
    }
    for n in touched("trigger") {
        triggers::refresh(write, n)?;
    }
    for n in touched("account") {
        write.touch(n);
    }
    let mut roots = BTreeSet::new();
    for n in touched("call") {
        let sql = "SELECT root FROM call_line WHERE n = ?1";
        roots.extend(numbers(write.conn, sql, [n])?);
    }
    for root in roots {
        log::append::index(write, root)?;
    }
    Ok(())
}

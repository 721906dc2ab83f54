//! Merges one table: validates every incoming row, finds the stored one, and keeps the values with the larger stamp.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Statement, ToSql, params, params_from_iter};

use super::context::{MergeContext, Stamp};
use super::report;
use super::report::LostValue;
use crate::domain::account::Phone;
use crate::domain::matching::name_key;
use crate::domain::text::fold;
use crate::store::catalog::{Column, ColumnRole, RowHead, RowKey, Table};
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::export::columns::admit;

/// An incoming row, validated, with its references mapped to our rows.
struct IncomingRow {
    n: i64,
    stamp: Stamp,
    device: i64,
    deleted: bool,
    values: Vec<Value>,
}

/// The stored row that an incoming one is compared with.
struct StoredRow {
    n: i64,
    rev: i64,
    device: i64,
    deleted: bool,
    values: Vec<Value>,
}

/// Merges every row of a table.
pub(super) fn take(merging: &mut MergeContext<'_, '_>, shared: &'static Table) -> Result<()> {
    let (bundle, conn) = (merging.bundle, merging.write.conn);
    let sql = format!("SELECT {} FROM \"{}\" ORDER BY n", MergedColumns::list(shared), shared.name);
    let mut statement = bundle.conn.prepare(&sql).map_err(|error| merging.odd(&error))?;
    let at = MergedColumns::resolve(&statement, shared).map_err(|error| merging.odd(&error))?;
    let mut stored = StoredRows::prepare(conn, shared)?;
    let mut rows = statement.query([]).map_err(|error| merging.odd(&error))?;
    while let Some(row) = rows.next().map_err(|error| merging.odd(&error))? {
        let theirs = read(merging, shared, &at, row)?;
        put(merging, shared, &mut stored, &theirs)?;
    }
    Ok(())
}

/// Indexes, in a statement, of the columns of a row that a merge reads.
struct MergedColumns {
    n: usize,
    rev: usize,
    device: usize,
    deleted: usize,
    /// Indexes of the columns of [`Table::values`], in their order.
    values: Vec<usize>,
}

impl MergedColumns {
    /// Returns the columns that a statement must select for [`MergedColumns::resolve`].
    fn list(shared: &Table) -> String {
        let names = shared.values().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ");
        format!("n, rev, device, deleted, {names}")
    }

    fn resolve(statement: &Statement<'_>, shared: &Table) -> rusqlite::Result<MergedColumns> {
        let at = |name: &str| statement.column_index(name);
        Ok(MergedColumns {
            n: at("n")?,
            rev: at("rev")?,
            device: at("device")?,
            deleted: at("deleted")?,
            values: shared.values().map(|column| at(column.name)).collect::<rusqlite::Result<_>>()?,
        })
    }
}

fn read(
    merging: &mut MergeContext<'_, '_>,
    shared: &'static Table,
    at: &MergedColumns,
    row: &Row<'_>,
) -> Result<IncomingRow> {
    let odd = |error: rusqlite::Error| crate::store::sync::bundle_read::damaged_error(&merging.bundle.name, &error);
    let (n, rev, device): (i64, i64, i64) =
        (row.get(at.n).map_err(odd)?, row.get(at.rev).map_err(odd)?, row.get(at.device).map_err(odd)?);
    let deleted: bool = row.get(at.deleted).map_err(odd)?;
    // What another book's undo of a merge took out was never there.
    let (rev, deleted) = if rev < 0 { (1, true) } else { (rev, deleted) };
    let (stamp, device) = merging.stamp(rev, device, shared.name)?;
    let mut values = Vec::new();
    for (column, at) in shared.values().zip(&at.values) {
        let value: Value = row.get(*at).map_err(|error| merging.odd(&error))?;
        let value = map_reference(merging, shared, column, &values, value)?;
        let admitted = admit(column.kind, value).map_err(|wrong| {
            let name = column.name.replace('_', " ");
            merging.refuse(format!("row {n} of \"{}\" has {wrong} in its {name}", shared.name))
        })?;
        merging.told.cleaned += u64::from(admitted.cleaned);
        values.push(admitted.value);
    }
    whole_row(merging, shared, n, &values)?;
    in_order(shared, &mut values);
    Ok(IncomingRow { n, stamp, device, deleted, values })
}

/// Maps an incoming reference to our row; `before` are the row's values before this column, one of which may name the
/// table.
fn map_reference(
    merging: &MergeContext<'_, '_>,
    shared: &Table,
    column: &Column,
    before: &[Value],
    value: Value,
) -> Result<Value> {
    let Value::Integer(theirs) = value else { return Ok(value) };
    let about = || shared.place("about").and_then(|at| before.get(at));
    let is_about = |table: &str| matches!(about(), Some(Value::Text(about)) if about == table);
    let mut named = column.kind.names();
    let table = match (named.next(), named.next()) {
        (None, _) => return Ok(value),
        (Some(table), None) => table,
        (Some(one), Some(other)) => {
            if is_about(other) {
                other
            } else {
                one
            }
        }
    };
    let ours = merging.our_row(table, theirs).ok_or_else(|| {
        let (one, column) = (shared.words.0, column.name.replace('_', " "));
        merging.refuse(format!("the {column} of a {one} (row {theirs}) is not in the file"))
    })?;
    Ok(Value::Integer(ours))
}

/// Orders a duplicate pair so that the smaller row number comes first; which row that is differs between books.
fn in_order(shared: &Table, values: &mut [Value]) {
    let (Some(one), Some(other)) = (shared.place("one"), shared.place("other")) else { return };
    if let (Some(Value::Integer(a)), Some(Value::Integer(b))) = (values.get(one), values.get(other))
        && a > b
    {
        values.swap(one, other);
    }
}

/// Checks a row's values against each other.
fn whole_row(merging: &MergeContext<'_, '_>, shared: &Table, n: i64, values: &[Value]) -> Result<()> {
    let barred = shared.place("barred").and_then(|at| values.get(at));
    if matches!(barred, Some(Value::Integer(rev)) if *rev > merging.limit) {
        return Err(merging.refuse(format!("row {n} of \"contact\" is marked in the future")));
    }
    let side = |column: &str| shared.place(column).and_then(|at| values.get(at));
    if side("one").is_some() && side("one") == side("other") {
        return Err(merging.refuse(format!("row {n} of \"{}\" is a pair of one row", shared.name)));
    }
    if shared.name != "trigger" {
        return Ok(());
    }
    let text = |column: &str| match shared.place(column).and_then(|at| values.get(at)) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let is_day = text("status_detail").parse::<chrono::NaiveDate>().is_ok();
    if text("status") == "snoozed" && !is_day {
        return Err(merging.refuse(format!("row {n} of \"trigger\" sleeps until no day")));
    }
    Ok(())
}

/// Returns true if a row belongs to one that was taken back here and would bring its words again.
fn is_of_taken_back(merging: &MergeContext<'_, '_>, shared: &Table, theirs: &IncomingRow) -> Result<bool> {
    let owner = shared.owner.and_then(|owner| theirs.values.get(shared.place(owner)?));
    let Some((gone, owner)) = shared.owner_taken_back("?1").zip(owner) else { return Ok(false) };
    Ok(merging.write.conn.prepare_cached(&format!("SELECT {gone}"))?.query_row([owner], only_value)?)
}

fn put(
    merging: &mut MergeContext<'_, '_>,
    shared: &'static Table,
    stored: &mut StoredRows<'_>,
    theirs: &IncomingRow,
) -> Result<()> {
    let Some(ours) = stored.find(merging, shared, theirs)? else {
        if is_of_taken_back(merging, shared, theirs)? {
            merging.told.same(shared.name);
            return Ok(());
        }
        let n = insert(merging, shared, theirs)?;
        if theirs.deleted {
            merging.told.same(shared.name);
        } else {
            merging.told.count_new(shared.name);
        }
        note(merging, shared, n, &theirs.values, true);
        return Ok(());
    };
    let known = Stamp { rev: ours.rev, device: merging.known.get(&ours.device).copied().unwrap_or_default() };
    let wins = theirs.stamp > known;
    let mut values = if wins { theirs.values.clone() } else { ours.values.clone() };
    later_mark(shared, &ours, theirs, &mut values);
    if !wins && values == ours.values {
        merging.told.same(shared.name);
        return Ok(());
    }
    let (stamp, device) = if wins { (theirs.stamp.rev, theirs.device) } else { (ours.rev, ours.device) };
    let deleted = if wins { theirs.deleted } else { ours.deleted };
    if tell(merging, shared, &ours, theirs, &values, deleted)? {
        let renamed = shared.place("name").is_some_and(|at| values.get(at) != ours.values.get(at));
        note(merging, shared, ours.n, &values, renamed);
    }
    update(merging, shared, &ours, &values, (stamp, device, deleted))
}

/// Merges a do-not-call mark by its own stamp; if both stamps are equal, the mark that forbids calling wins.
fn later_mark(shared: &Table, ours: &StoredRow, theirs: &IncomingRow, values: &mut [Value]) {
    let (Some(mark), Some(at)) = (shared.place("do_not_call"), shared.place("barred")) else { return };
    let of = |values: &[Value]| match (values.get(at), values.get(mark)) {
        (Some(Value::Integer(at)), Some(Value::Text(why))) => (*at, Some(why.clone())),
        (Some(Value::Integer(at)), _) => (*at, None),
        _ => (0, None),
    };
    let (when, why) = of(&ours.values).max(of(&theirs.values));
    if let Some(place) = values.get_mut(mark) {
        *place = why.map_or(Value::Null, Value::Text);
    }
    if let Some(place) = values.get_mut(at) {
        *place = Value::Integer(when);
    }
}

/// Finds rows of a table in the merging book by their key.
struct StoredRows<'a> {
    by_key: Statement<'a>,
    at: MergedColumns,
}

impl<'a> StoredRows<'a> {
    fn prepare(conn: &'a Connection, shared: &'static Table) -> Result<StoredRows<'a>> {
        let place = match (shared.head, shared.key) {
            (RowHead::Id, _) | (_, RowKey::Id) => "n = ?1".to_owned(),
            (_, RowKey::Columns(columns)) => {
                let place = columns.iter().enumerate().map(|(at, name)| format!("\"{name}\" = ?{}", at + 1));
                place.collect::<Vec<_>>().join(" AND ")
            }
        };
        let list = MergedColumns::list(shared);
        let sql = format!("SELECT {list} FROM \"{}\" WHERE {place} ORDER BY n LIMIT 1", shared.name);
        let by_key = conn.prepare(&sql)?;
        let at = MergedColumns::resolve(&by_key, shared)?;
        Ok(StoredRows { by_key, at })
    }

    fn find(
        &mut self,
        merging: &MergeContext<'_, '_>,
        shared: &'static Table,
        theirs: &IncomingRow,
    ) -> Result<Option<StoredRow>> {
        let id = merging.our_row(shared.name, theirs.n);
        let keys: Vec<&dyn ToSql> = match (shared.head, shared.key) {
            (RowHead::Id, _) | (_, RowKey::Id) => vec![&id],
            (_, RowKey::Columns(columns)) => {
                let keys = columns.iter().filter_map(|name| theirs.values.get(shared.place(name)?));
                keys.map(|value| value as &dyn ToSql).collect()
            }
        };
        let at = &self.at;
        let read = |row: &Row<'_>| {
            let values = at.values.iter().map(|column| row.get(*column)).collect::<rusqlite::Result<_>>()?;
            Ok(StoredRow {
                n: row.get(at.n)?,
                rev: row.get(at.rev)?,
                device: row.get(at.device)?,
                deleted: row.get(at.deleted)?,
                values,
            })
        };
        Ok(self.by_key.query_map(params_from_iter(keys), read)?.next().transpose()?)
    }
}

/// Returns the columns that are computed from the row itself.
fn computed_columns(shared: &Table, values: &[Value]) -> Vec<(&'static str, Value)> {
    let text = |column: &str| match shared.place(column).and_then(|at| values.get(at)) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let key = || ("name_key", Value::Text(name_key(&text("name"))));
    match shared.name {
        "account" => vec![key(), ("fold", Value::Text(fold(&text("name"))))],
        "contact" | "account_alias" => vec![key()],
        "contact_phone" => {
            let phone = Phone { raw: text("raw"), label: text("label") };
            vec![("digits", Value::Text(phone.digits()))]
        }
        _ => Vec::new(),
    }
}

fn insert(merging: &mut MergeContext<'_, '_>, shared: &'static Table, theirs: &IncomingRow) -> Result<i64> {
    let conn = merging.write.conn;
    let n = merging.our_row(shared.name, theirs.n).filter(|_| shared.head == RowHead::Id);
    let mut names: Vec<&str> = vec!["n", "rev", "device", "deleted"];
    let mut values: Vec<Value> = vec![
        n.map_or(Value::Null, Value::Integer),
        Value::Integer(theirs.stamp.rev),
        Value::Integer(theirs.device),
        Value::Integer(i64::from(theirs.deleted)),
    ];
    names.extend(shared.values().map(|column| column.name));
    values.extend(theirs.values.iter().cloned());
    for (name, value) in computed_columns(shared, &theirs.values) {
        names.push(name);
        values.push(value);
    }
    if shared.name == "trigger" {
        // Computed from the whole row at the end.
        names.extend(["expires", "same"]);
        values.extend([Value::Integer(0), Value::Integer(0)]);
    }
    if shared.head == RowHead::Id {
        let sql = format!("SELECT id FROM \"{}\" WHERE n = ?1", shared.name);
        let id: Vec<u8> = merging
            .bundle
            .conn
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([theirs.n], only_value))
            .map_err(|error| merging.odd(&error))?;
        names.push("id");
        values.push(Value::Blob(id));
    }
    let columns = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = (1..=names.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO \"{}\" ({columns}) VALUES ({places})", shared.name);
    conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    merging.write.see(theirs.stamp.rev);
    Ok(conn.last_insert_rowid())
}

/// Reports the values that are overwritten and counts them; returns true if anything that people entered changes.
fn tell(
    merging: &mut MergeContext<'_, '_>,
    shared: &'static Table,
    ours: &StoredRow,
    theirs: &IncomingRow,
    values: &[Value],
    deleted: bool,
) -> Result<bool> {
    let conn = merging.write.conn;
    let lost = |column: &'static str, old: &Value, new: &Value| {
        let lost = LostValue { table: shared.name, row: ours.n, column, old, new };
        report::keep(conn, merging.merge, &lost, theirs.stamp.rev, theirs.device)
    };
    let mut differs = deleted != ours.deleted;
    let stands = !ours.deleted;
    if stands == deleted {
        let flag = |deleted: bool| Value::Integer(i64::from(deleted));
        lost("deleted", &flag(ours.deleted), &flag(deleted))?;
    }
    let pairs = shared.values().zip(ours.values.iter().zip(values));
    for (column, (old, new)) in pairs.filter(|(column, (old, new))| old != new && column.role == ColumnRole::Said) {
        differs = true;
        if stands && !deleted {
            lost(column.name, old, new)?;
        }
    }
    match (differs, stands, deleted) {
        (true, true, _) => merging.told.changed(shared.name),
        (true, false, false) => merging.told.count_new(shared.name),
        (true, false, true) | (false, _, _) => merging.told.same(shared.name),
    }
    Ok(differs)
}

fn update(
    merging: &mut MergeContext<'_, '_>,
    shared: &'static Table,
    ours: &StoredRow,
    values: &[Value],
    (rev, device, deleted): (i64, i64, bool),
) -> Result<()> {
    let conn = merging.write.conn;
    let mut sets: Vec<(&str, Value)> = shared.values().map(|column| column.name).zip(values.iter().cloned()).collect();
    sets.extend(computed_columns(shared, values));
    sets.push(("rev", Value::Integer(rev)));
    sets.push(("device", Value::Integer(device)));
    sets.push(("deleted", Value::Integer(i64::from(deleted))));
    let list = sets.iter().enumerate().map(|(at, (name, _))| format!("\"{name}\" = ?{}", at + 2));
    let sql = format!("UPDATE \"{}\" SET {} WHERE n = ?1", shared.name, list.collect::<Vec<_>>().join(", "));
    let row = Value::Integer(ours.n);
    conn.prepare_cached(&sql)?
        .execute(params_from_iter(std::iter::once(&row).chain(sets.iter().map(|(_, value)| value))))?;
    merging.write.see(rev);
    let mut stamps = vec![("rev", Value::Integer(ours.rev), Value::Integer(rev))];
    stamps.push(("device", Value::Integer(ours.device), Value::Integer(device)));
    if let Some(at) = shared.place("barred") {
        let of = |values: &[Value]| values.get(at).cloned().unwrap_or(Value::Null);
        stamps.push(("barred", of(&ours.values), of(values)));
    }
    for (column, old, new) in stamps.into_iter().filter(|(_, old, new)| old != new) {
        journal(merging, shared.name, ours.n, column, &old, &new)?;
    }
    Ok(())
}

/// Records a change of a stamp for undo: undoing a merge restores stamps too, so that the merge can be repeated.
pub(super) fn journal(
    merging: &MergeContext<'_, '_>,
    table: &str,
    row: i64,
    column: &str,
    old: &Value,
    new: &Value,
) -> Result<()> {
    let sql = "INSERT INTO change (action, tbl, row, col, old, new) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (action, tbl, row, col) DO UPDATE SET new = excluded.new";
    let values = params![merging.action, table, row, column, old, new];
    merging.write.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Notes which derived values a changed row affects.
fn note(merging: &mut MergeContext<'_, '_>, shared: &Table, n: i64, values: &[Value], renamed: bool) {
    let number = |column: &str| match shared.place(column).and_then(|at| values.get(at)) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    };
    let moved = &mut *merging.moved;
    match shared.name {
        "account" => {
            moved.accounts.insert(n);
            if renamed {
                moved.renamed.insert(n);
            }
        }
        "account_identifier" | "account_alias" => moved.accounts.extend(number("account")),
        "contact" => {
            moved.contacts.insert(n);
            moved.accounts.extend(number("account"));
        }
        "touch" => moved.accounts.extend(number("account")),
        "erasure" => moved.marks = true,
        "contact_email" => moved.contacts.extend(number("contact")),
        "campaign_account" => moved.members.extend(number("campaign").zip(number("account"))),
        "trigger" => {
            moved.triggers.insert(n);
        }
        "trigger_account" => {
            moved.triggers.extend(number("trigger"));
            moved.accounts.extend(number("account"));
        }
        "plan" => {
            moved.plans.insert(n);
        }
        _ => {}
    }
}

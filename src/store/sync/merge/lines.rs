//! Merges the state of calls and reviews: whether each was taken back, by whom and when.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params};

use super::context::{MergeContext, Stamp};
use super::report;
use super::report::LostValue;
use super::rows;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::sanitize;

/// Merges whether calls and reviews were taken back: the only thing about them that can change, and only in the book
/// where they were logged.
pub(super) fn take(merging: &mut MergeContext<'_, '_>, table: &'static str) -> Result<()> {
    let sql = format!(
        "SELECT log.n AS n, line.rev AS rev, line.device AS device, line.deleted AS deleted, log.device AS logged_on,
            {} AS kind
        FROM \"{table}\" AS log LEFT JOIN {table}_line AS line ON line.n = log.n ORDER BY log.n",
        if table == "call" { "line.kind" } else { "''" }
    );
    let bundle = merging.bundle;
    let mut statement = bundle.conn.prepare(&sql).map_err(|error| merging.odd(&error))?;
    let mut rows = statement.query([]).map_err(|error| merging.odd(&error))?;
    while let Some(row) = rows.next().map_err(|error| merging.odd(&error))? {
        let line = CallLine::read(merging, table, row)?;
        line.put(merging, table)?;
    }
    Ok(())
}

struct CallLine {
    n: i64,
    stamp: Stamp,
    device: i64,
    deleted: bool,
    kind: String,
}

impl CallLine {
    fn read(merging: &mut MergeContext<'_, '_>, table: &'static str, row: &Row<'_>) -> Result<CallLine> {
        let read = || -> rusqlite::Result<(i64, i64, i64, bool, i64, String)> {
            let stamp = (row.get("rev")?, row.get("device")?, row.get("deleted")?);
            Ok((row.get("n")?, stamp.0, stamp.1, stamp.2, row.get("logged_on")?, row.get("kind")?))
        };
        let (theirs, rev, device, deleted, logged_on, kind) = read().map_err(|error| merging.odd(&error))?;
        // What another book's undo of a merge took out was never there.
        let (rev, deleted) = if rev < 0 { (1, true) } else { (rev, deleted) };
        let (stamp, ours) = merging.stamp(rev, device, table)?;
        if device != logged_on && rev != 1 {
            return Err(merging.refuse(format!("a {table} is taken back by another book than the one that logged it")));
        }
        let clean = sanitize::line(&kind);
        merging.told.cleaned += u64::from(clean != kind);
        let gone = || merging.refuse(format!("row {theirs} of \"{table}\" has no id"));
        let n = merging.our_row(table, theirs).ok_or_else(gone)?;
        Ok(CallLine { n, stamp, device: ours, deleted, kind: clean })
    }

    fn put(&self, merging: &mut MergeContext<'_, '_>, table: &'static str) -> Result<()> {
        let conn = merging.write.conn;
        let sql = format!("SELECT rev, device, deleted FROM {table}_line WHERE n = ?1");
        let read = |row: &Row<'_>| Ok((row.get("rev")?, row.get("device")?, row.get("deleted")?));
        let ours: Option<(i64, i64, bool)> = conn.prepare_cached(&sql)?.query_row([self.n], read).optional()?;
        let Some((rev, device, deleted)) = ours else {
            return self.insert(merging, table);
        };
        let known = Stamp { rev, device: merging.known.get(&device).copied().unwrap_or_default() };
        if self.stamp <= known {
            merging.told.same(table);
            return Ok(());
        }
        let line = if table == "call" { "call_line" } else { "review_line" };
        let flag = |deleted: bool| Value::Integer(i64::from(deleted));
        match (deleted, self.deleted) {
            (true, false) => merging.told.count_new(table),
            (false, true) => {
                let lost =
                    LostValue { table: line, row: self.n, column: "deleted", old: &flag(false), new: &flag(true) };
                report::keep(conn, merging.merge, &lost, self.stamp.rev, self.device)?;
                merging.told.changed(table);
            }
            (true, true) | (false, false) => merging.told.same(table),
        }
        let sql = format!("UPDATE {line} SET rev = ?2, device = ?3, deleted = ?4 WHERE n = ?1");
        conn.prepare_cached(&sql)?.execute(params![self.n, self.stamp.rev, self.device, self.deleted])?;
        merging.write.see(self.stamp.rev);
        rows::journal(merging, line, self.n, "rev", &Value::Integer(rev), &Value::Integer(self.stamp.rev))?;
        if device != self.device {
            let (old, new) = (Value::Integer(device), Value::Integer(self.device));
            rows::journal(merging, line, self.n, "device", &old, &new)?;
        }
        self.moved(merging, table)
    }

    fn insert(&self, merging: &mut MergeContext<'_, '_>, table: &'static str) -> Result<()> {
        let conn = merging.write.conn;
        let sql = match table {
            "call" => {
                // 719163 is the number of 1 January 1970, as `convert::day_number` counts days.
                "INSERT INTO call_line (n, rev, device, deleted, head, root, contact, account, rep, at, day, kind, latest,
                    score, connected)
                SELECT n, ?2, ?3, ?4, amends IS NULL, coalesce(amends, n), contact, account, rep, at,
                    (at + zone * 60000) / 86400000 + 719163, ?5, n, 0, 0
                FROM call WHERE n = ?1"
            }
            _ => {
                "INSERT INTO review_line (n, rev, device, deleted, call)
                SELECT review.n, ?2, ?3, ?4, coalesce(call.amends, call.n) + 0 * length(?5)
                FROM review JOIN call ON call.n = review.call WHERE review.n = ?1"
            }
        };
        let values = params![self.n, self.stamp.rev, self.device, self.deleted, self.kind];
        conn.prepare_cached(sql)?.execute(values)?;
        merging.write.see(self.stamp.rev);
        if self.deleted {
            merging.told.same(table);
        } else {
            merging.told.count_new(table);
        }
        if table == "call" {
            let sql = "SELECT EXISTS (SELECT 1 FROM call JOIN call AS first ON first.n = call.amends
                WHERE call.n = ?1 AND (first.amends IS NOT NULL
                    OR (first.contact, first.account) <> (call.contact, call.account)))";
            if conn.prepare_cached(sql)?.query_row([self.n], only_value)? {
                return Err(merging.refuse("an amendment amends something else than the first row of its call"));
            }
        }
        self.moved(merging, table)
    }

    fn moved(&self, merging: &mut MergeContext<'_, '_>, table: &str) -> Result<()> {
        let sql = match table {
            "call" => "SELECT coalesce(amends, n) FROM call WHERE n = ?1",
            _ => "SELECT call FROM review_line WHERE n = ?1",
        };
        let root = merging.write.conn.prepare_cached(sql)?.query_row([self.n], only_value)?;
        merging.moved.roots.insert(root);
        Ok(())
    }
}

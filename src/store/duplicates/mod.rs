//! The list of possible duplicate accounts and people, and how two rows are merged into one.
//!
//! `domain::matching` defines what is alike and `matching` finds it; here a pair is stored, decided on and merged. A
//! decision about a pair goes into other books like any row, by the ids of both; an undecided pair stays in this book.

mod find;
pub(super) mod merge_pair;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Store;
use super::book::COUNTED;
use super::book::write::Transaction;
use super::catalog::{self, Table};
use super::cells::only_value;
use super::convert::{count, to_i64};
use super::error::{Result, StoreError};
use super::tables::{accounts, contacts};
use crate::domain::matching::MatchBasis;
use crate::domain::matching::duplicate_pair;
use crate::domain::matching::duplicate_pair::{DuplicateOf, DuplicatePair, PairDecision};
use crate::domain::query::{Total, Window};

impl Store {
    /// Returns a window of the rows for which pairs wait, each with its surest pair; what says most comes first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn twins(&self, offset: usize, limit: usize) -> Result<Window<DuplicatePair>> {
        let mut statement = self.conn.prepare_cached(&open_clusters())?;
        let read = |row: &Row<'_>| Ok((PairRows::read(row)?, row.get::<_, i64>("more")?));
        let found = statement.query_map([to_i64(limit as u64), to_i64(offset as u64)], read)?;
        let pairs = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let whole = |(pair, more): (PairRows, i64)| -> Result<DuplicatePair> {
            Ok(DuplicatePair { more: count(more) as u64, ..whole_pair(&self.conn, &pair)? })
        };
        let rows = pairs.into_iter().map(whole).collect::<Result<_>>()?;
        let n: i64 = self.conn.prepare_cached(HOW_MANY_CLUSTERS)?.query_row([COUNTED + 1], only_value)?;
        Ok(Window { offset, total: Total { n: count(n.min(COUNTED)), at_least: n > COUNTED }, rows })
    }

    /// Returns one pair that waits for a decision; `None` if it does not wait.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn twin(&self, pair: u64) -> Result<Option<DuplicatePair>> {
        load_pair(&self.conn, pair)?.map(|pair| whole_pair(&self.conn, &pair)).transpose()
    }

    /// Decides about a pair. One action; returns what was done, in words. When both are the same, the second row is
    /// merged into the first, or the first into the second if `second` is set.
    ///
    /// # Errors
    /// When the pair no longer waits for a decision, or when the book cannot be written.
    pub fn decide_twin(&mut self, pair: u64, decision: PairDecision, second: bool) -> Result<String> {
        self.action("deciding about a pair", |write| {
            let gone = || StoreError::refused(format!("Pair {pair} does not wait for a decision."));
            let pair = load_pair(write.conn, pair)?.ok_or_else(gone)?;
            let whole = whole_pair(write.conn, &pair)?;
            let says = match decision {
                PairDecision::Two => format!("kept {} and {} apart", whole.one, whole.other),
                PairDecision::Same => {
                    let (stays, goes) = if second { (pair.other, pair.one) } else { (pair.one, pair.other) };
                    join(write, pair.about, stays, goes)?;
                    let (stays, goes) = if second { (whole.other, whole.one) } else { (whole.one, whole.other) };
                    format!("merged {goes} into {stays}")
                }
            };
            let state = if decision == PairDecision::Same { "same" } else { "two" };
            close(write, pair.n, state)?;
            write.label.clone_from(&says);
            Ok(says)
        })
    }
}

/// Merges row `goes` into row `stays`.
pub(super) fn join(write: &mut Transaction<'_>, about: DuplicateOf, stays: i64, goes: i64) -> Result<()> {
    match about {
        DuplicateOf::Account => merge_pair::accounts(write, stays, goes)?,
        DuplicateOf::Contact => merge_pair::contacts(write, stays, goes)?,
    }
    follow(write, about, stays, goes)
}

/// Re-points pairs from the merged row to the survivor.
fn follow(write: &mut Transaction<'_>, about: DuplicateOf, stays: i64, goes: i64) -> Result<()> {
    let sql = "SELECT n, iif(one = ?2, other, one) AS third, why FROM twin
        WHERE about = ?1 AND one = ?2 AND deleted = 0 AND state = 'open'
        UNION ALL SELECT n, one, why FROM twin WHERE about = ?1 AND other = ?2 AND deleted = 0 AND state = 'open'";
    let mut statement = write.conn.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("third")?, row.get::<_, String>("why")?));
    let found = statement.query_map(params![about.key(), goes], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    for (n, third, why) in found {
        let (n, third): (i64, i64) = (n, third);
        if third == stays {
            close(write, n, "same")?;
        } else {
            put(write, about, stays, third, MatchBasis::from_key(&why).unwrap_or(MatchBasis::OneOfSeveral))?;
        }
    }
    Ok(())
}

pub(super) fn close(write: &mut Transaction<'_>, n: i64, state: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE twin SET state = ?2, rev = ?3, device = ?4 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, state, rev, write.device])?;
    Ok(())
}

/// Revision of a pair that was found but not decided: every decision in any book has a larger one and wins over it.
const FOUND: i64 = 1;

/// Queues two rows as possible duplicates; returns true if the pair is new. A decided pair stays decided.
pub(super) fn put(write: &mut Transaction<'_>, about: DuplicateOf, a: i64, b: i64, why: MatchBasis) -> Result<bool> {
    if a == b {
        return Ok(false);
    }
    let rev = write.rev();
    // One that was taken back with its import comes again by a stamp that wins over that.
    let sql = "INSERT INTO twin (rev, device, about, one, other, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (about, one, other) DO UPDATE SET deleted = 0, rev = iif(twin.rev > ?1, ?7, ?1),
            device = excluded.device, why = excluded.why WHERE twin.deleted = 1";
    let values = params![FOUND, write.device, about.key(), a.min(b), a.max(b), why.key(), rev];
    Ok(write.conn.prepare_cached(sql)?.execute(values)? > 0)
}

/// Returns true if other books are told of a pair: someone decided about it, and both rows exist.
pub(super) fn is_told(conn: &Connection, n: i64) -> Result<bool> {
    let sql = "SELECT rev > ?2 AND 2 = iif(about = 'account',
            (SELECT count(*) FROM account WHERE account.n IN (one, other)),
            (SELECT count(*) FROM contact WHERE contact.n IN (one, other))) FROM twin WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n, FOUND], only_value)?)
}

/// Returns the table that a pair's rows belong to.
pub(super) fn about(conn: &Connection, n: i64) -> Result<Option<&'static Table>> {
    let sql = "SELECT about FROM twin WHERE n = ?1";
    let about: String = conn.prepare_cached(sql)?.query_row([n], only_value)?;
    Ok(catalog::table(&about))
}

/// Selects the rows for which pairs wait, each with its surest pair; pairs with a deleted row are left out. The pair's number
/// fits below its rank.
fn open_clusters() -> String {
    let ranks = MatchBasis::ALL.iter().map(|by| format!("WHEN '{}' THEN {}", by.key(), by.rank()));
    let ranks = ranks.collect::<Vec<_>>().join(" ");
    format!(
        "SELECT n, about, one, other, why, count(*) - 1 AS more, min((CASE why {ranks} ELSE 9 END << 48) | n) AS surest
        FROM twin INDEXED BY twin_open WHERE deleted = 0 AND state = 'open' AND {BOTH_STAND}
        GROUP BY about, one ORDER BY surest LIMIT ?1 OFFSET ?2"
    )
}

/// Counts the pairs that wait for a decision.
pub(super) const HOW_MANY: &str = "SELECT count(*) FROM (SELECT 1 FROM twin INDEXED BY twin_open
    WHERE deleted = 0 AND state = 'open' AND CASE about
        WHEN 'account' THEN EXISTS (SELECT 1 FROM account WHERE account.n = one AND account.deleted = 0)
            AND EXISTS (SELECT 1 FROM account WHERE account.n = other AND account.deleted = 0)
        ELSE EXISTS (SELECT 1 FROM contact WHERE contact.n = one AND contact.deleted = 0)
            AND EXISTS (SELECT 1 FROM contact WHERE contact.n = other AND contact.deleted = 0) END
    LIMIT ?1)";

/// True if neither row of a pair was deleted.
const BOTH_STAND: &str = "CASE about
    WHEN 'account' THEN EXISTS (SELECT 1 FROM account WHERE account.n = one AND account.deleted = 0)
        AND EXISTS (SELECT 1 FROM account WHERE account.n = other AND account.deleted = 0)
    ELSE EXISTS (SELECT 1 FROM contact WHERE contact.n = one AND contact.deleted = 0)
        AND EXISTS (SELECT 1 FROM contact WHERE contact.n = other AND contact.deleted = 0) END";

/// Counts the rows for which pairs wait.
const HOW_MANY_CLUSTERS: &str = "SELECT count(*) FROM (SELECT DISTINCT about, one FROM twin INDEXED BY twin_open
    WHERE deleted = 0 AND state = 'open' AND CASE about
        WHEN 'account' THEN EXISTS (SELECT 1 FROM account WHERE account.n = one AND account.deleted = 0)
            AND EXISTS (SELECT 1 FROM account WHERE account.n = other AND account.deleted = 0)
        ELSE EXISTS (SELECT 1 FROM contact WHERE contact.n = one AND contact.deleted = 0)
            AND EXISTS (SELECT 1 FROM contact WHERE contact.n = other AND contact.deleted = 0) END
    LIMIT ?1)";

/// A duplicate pair by row numbers.
pub(super) struct PairRows {
    pub(super) n: i64,
    pub(super) about: DuplicateOf,
    pub(super) one: i64,
    pub(super) other: i64,
    by: MatchBasis,
}

impl PairRows {
    fn read(row: &Row<'_>) -> rusqlite::Result<PairRows> {
        let (about, by): (String, String) = (row.get("about")?, row.get("why")?);
        Ok(PairRows {
            n: row.get("n")?,
            about: DuplicateOf::from_key(&about).unwrap_or_default(),
            one: row.get("one")?,
            other: row.get("other")?,
            by: MatchBasis::from_key(&by).unwrap_or(MatchBasis::OneOfSeveral),
        })
    }
}

fn load_pair(conn: &Connection, pair: u64) -> Result<Option<PairRows>> {
    let sql = "SELECT n, about, one, other, why FROM twin WHERE n = ?1 AND deleted = 0 AND state = 'open'";
    let found = conn.prepare_cached(sql)?.query_row([to_i64(pair)], PairRows::read).optional()?;
    let Some(pair) = found else { return Ok(None) };
    let sql = match pair.about {
        DuplicateOf::Account => "SELECT count(*) = 2 FROM account WHERE n IN (?1, ?2) AND deleted = 0",
        DuplicateOf::Contact => "SELECT count(*) = 2 FROM contact WHERE n IN (?1, ?2) AND deleted = 0",
    };
    let both: bool = conn.prepare_cached(sql)?.query_row([pair.one, pair.other], only_value)?;
    Ok(both.then_some(pair))
}

fn whole_pair(conn: &Connection, pair: &PairRows) -> Result<DuplicatePair> {
    let (one, other, fields) = match pair.about {
        DuplicateOf::Account => {
            let (one, other) = (accounts::load(conn, pair.one)?, accounts::load(conn, pair.other)?);
            let fields = duplicate_pair::accounts(&one, &other);
            (one.name, other.name, fields)
        }
        DuplicateOf::Contact => {
            let (one, other) = (contacts::load(conn, pair.one)?, contacts::load(conn, pair.other)?);
            let at = |n: i64| -> Result<String> { Ok(accounts::id_and_name(conn, contacts::account_of(conn, n)?)?.1) };
            let (one_at, other_at) = (at(pair.one)?, at(pair.other)?);
            let fields = duplicate_pair::contacts((&one, &one_at), (&other, &other_at));
            (one.name, other.name, fields)
        }
    };
    let number = u64::try_from(pair.n).unwrap_or(0);
    Ok(DuplicatePair { pair: number, about: pair.about, by: pair.by, one, other, more: 0, fields })
}

//! Recomputes what derives from merged rows, each value once and in order of dependency.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::context::MergedRows;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::log::call_facts;
use crate::store::plans::readiness;
use crate::store::tables::{contacts, triggers};
use crate::store::{derive, log};

/// Recomputes everything that derives from the changed rows.
pub(super) fn settle(write: &mut Transaction<'_>, moved: MergedRows) -> Result<()> {
    let MergedRows { accounts, renamed, contacts, triggers, plans, members, roots, marks: _ } = moved;
    let mut counted = counted_again(write.conn, &accounts, &triggers, &plans)?;
    for root in &roots {
        log::append::set_latest(write, *root)?;
    }
    for contact in contacts {
        contacts::refresh(write, contact)?;
    }
    for trigger in triggers {
        triggers::refresh(write, trigger)?;
    }
    for account in accounts {
        write.touch(account);
    }
    let touched = write.take_touched();
    for account in &touched {
        derive::refresh_account(write, *account)?;
    }
    for plan in plans.into_iter().filter(|plan| is_open(write.conn, *plan)) {
        readiness::settle_again(write, plan)?;
    }
    for (campaign, account) in members {
        readiness::settle_in(write, campaign, account)?;
    }
    for root in &roots {
        counted.extend(call_facts::later_calls(write.conn, *root)?);
    }
    counted.extend(&roots);
    for root in in_time(write.conn, counted)? {
        call_facts::settle_one(write, root)?;
    }
    for root in in_time(write.conn, roots)? {
        log::append::index(write, root)?;
        let sql = "SELECT account FROM call_line WHERE n = ?1";
        let account = write.conn.prepare_cached(sql)?.query_row([root], only_value)?;
        write.called(account);
    }
    for account in renamed {
        write.renamed(account);
    }
    Ok(())
}

fn is_open(conn: &Connection, plan: i64) -> bool {
    let sql = "SELECT spent IS NULL AND deleted = 0 FROM plan WHERE n = ?1";
    conn.prepare_cached(sql).and_then(|mut found| found.query_row([plan], only_value)).unwrap_or(false)
}

/// Selects the calls that use a trigger.
pub(crate) const BY_TRIGGER: &str =
    "SELECT root FROM call_trigger JOIN call_line ON call_line.n = call_trigger.call WHERE call_trigger.trigger = ?1";
/// Selects the calls that were made with a plan.
pub(crate) const BY_PLAN: &str = "SELECT root FROM call JOIN call_line ON call_line.n = call.n WHERE call.plan = ?1";

/// Returns the calls whose counted facts depend on a changed trigger, plan or account.
fn counted_again(
    conn: &Connection,
    accounts: &BTreeSet<i64>,
    triggers: &BTreeSet<i64>,
    plans: &BTreeSet<i64>,
) -> Result<BTreeSet<i64>> {
    let mut calls = BTreeSet::new();
    for (sql, among) in [(BY_TRIGGER, triggers), (BY_PLAN, plans)] {
        let mut statement = conn.prepare_cached(sql)?;
        for n in among {
            let found = statement.query_map([n], only_value)?;
            calls.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
    }
    let mut of_account =
        conn.prepare_cached("SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1")?;
    for account in accounts {
        let found = of_account.query_map([account], only_value)?;
        calls.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(calls)
}

/// Orders calls by time: the full-text index is sorted by it, and writing in random order costs many times more.
fn in_time(conn: &Connection, calls: BTreeSet<i64>) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT at FROM call_line WHERE n = ?1")?;
    let timed = calls.into_iter().map(|n| Ok((statement.query_row([n], only_value)?, n)));
    let mut timed: Vec<(i64, i64)> = timed.collect::<Result<_>>()?;
    timed.sort_unstable();
    Ok(timed.into_iter().map(|(_, n)| n).collect())
}

//! Merges a duplicate: re-points every reference to the survivor and leaves a tombstone.
//!
//! If both rows have a value, the survivor's stands; its empty values are filled, its lists are extended, and the
//! other's name becomes one of its aliases. The other row becomes a tombstone that names the survivor, so that its ids
//! and addresses lead there. A call's row keeps the contact it was made to, because its hash covers that; only its line
//! in the lists moves.

use rusqlite::{Connection, Row, params};

use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::error::{Result, StoreError};
use crate::store::log;
use crate::store::log::call_facts;
use crate::store::matching::merge_fields::{MergePolicy, merged_account, merged_contact};
use crate::store::plans::readiness;
use crate::store::tables::{accounts as companies, contacts as people, triggers};

/// Merges account `goes` into account `stays`.
pub(super) fn accounts(write: &mut Transaction<'_>, stays: i64, goes: i64) -> Result<()> {
    distinct(stays, goes)?;
    let (book, other) = (companies::load(write.conn, stays)?, companies::load(write.conn, goes)?);
    let merged = merged_account(&book, &other, MergePolicy::Blanks, false);
    companies::update(write, stays, &merged)?;
    point_all(write, "account", stays, goes)?;
    for trigger in rows(write.conn, "SELECT trigger FROM trigger_account WHERE account = ?1 AND deleted = 0", goes)? {
        triggers::set_link(write, trigger, stays, true)?;
        triggers::set_link(write, trigger, goes, false)?;
        triggers::refresh(write, trigger)?;
    }
    campaigns(write, stays, goes)?;
    keep_longer_rest(write, stays, goes)?;
    let roots = rows(write.conn, "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1", goes)?;
    calls(write, &roots, "account", stays)?;
    leave_tombstone(write, "account", stays, goes)?;
    settle(write, &roots)?;
    for account in [stays, goes] {
        write.touch(account);
        write.called(account);
    }
    Ok(())
}

/// Merges person `goes` into person `stays`.
pub(super) fn contacts(write: &mut Transaction<'_>, stays: i64, goes: i64) -> Result<()> {
    distinct(stays, goes)?;
    let (book, other) = (people::load(write.conn, stays)?, people::load(write.conn, goes)?);
    let (account, left) = (people::account_of(write.conn, stays)?, people::account_of(write.conn, goes)?);
    people::update(write, stays, account, &merged_contact(&book, &other, MergePolicy::Blanks))?;
    point_all(write, "contact", stays, goes)?;
    let roots = rows(write.conn, "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1", goes)?;
    calls(write, &roots, "contact", stays)?;
    leave_tombstone(write, "contact", stays, goes)?;
    people::refresh(write, goes)?;
    settle(write, &roots)?;
    for account in [account, left] {
        write.touch(account);
        write.called(account);
    }
    Ok(())
}

fn distinct(stays: i64, goes: i64) -> Result<()> {
    if stays == goes { Err(StoreError::refused("These are one already.")) } else { Ok(()) }
}

fn rows(conn: &Connection, sql: &str, of: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map([of], only_value)?.collect::<rusqlite::Result<_>>()?)
}

/// Re-points all references from `goes` to `stays`.
fn point_all(write: &mut Transaction<'_>, of: &'static str, stays: i64, goes: i64) -> Result<()> {
    for (table, column) in catalog::pointing_at(of) {
        let table = table.name;
        // People who went elsewhere lead on from where they worked.
        let gone = if table == "contact" { "OR merged_into IS NOT NULL" } else { "" };
        let sql = format!("SELECT n FROM \"{table}\" WHERE {column} = ?1 AND (deleted = 0 {gone})");
        for n in rows(write.conn, &sql, goes)? {
            point(write, table, column, n, stays)?;
        }
    }
    Ok(())
}

/// Re-points one row's reference to another row.
fn point(write: &mut Transaction<'_>, table: &str, column: &str, n: i64, to: i64) -> Result<()> {
    let rev = write.rev();
    let sql = format!("UPDATE \"{table}\" SET {column} = ?2, rev = ?3, device = ?4 WHERE n = ?1");
    write.conn.prepare_cached(&sql)?.execute(params![n, to, rev, write.device])?;
    Ok(())
}

/// Moves the account's place in campaigns to the survivor, with its impact line unless the survivor has one.
fn campaigns(write: &mut Transaction<'_>, stays: i64, goes: i64) -> Result<()> {
    let sql = "SELECT campaign, pos, impact FROM campaign_account WHERE account = ?1 AND deleted = 0";
    let mut statement = write.conn.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((row.get("campaign")?, row.get("pos")?, row.get("impact")?));
    let found = statement.query_map([goes], read)?.collect::<rusqlite::Result<Vec<(i64, i64, String)>>>()?;
    for (campaign, pos, impact) in found {
        let rev = write.rev();
        let sql = "INSERT INTO campaign_account (rev, device, campaign, account, pos, impact)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (campaign, account) DO UPDATE SET rev = ?1, device = ?2,
                impact = iif(deleted = 1 OR impact = '', excluded.impact, impact), deleted = 0";
        write.conn.prepare_cached(sql)?.execute(params![rev, write.device, campaign, stays, pos, impact])?;
        let sql = "UPDATE campaign_account SET deleted = 1, rev = ?3, device = ?4 WHERE campaign = ?1 AND account = ?2";
        let rev = write.rev();
        write.conn.prepare_cached(sql)?.execute(params![campaign, goes, rev, write.device])?;
        readiness::settle_in(write, campaign, stays)?;
    }
    Ok(())
}

/// Keeps the rest that ends later.
fn keep_longer_rest(write: &Transaction<'_>, stays: i64, goes: i64) -> Result<()> {
    let sql = "UPDATE account SET rest_until = other.rest_until, rest_because = other.rest_because
        FROM account AS other WHERE account.n = ?1 AND other.n = ?2 AND other.rest_until IS NOT NULL
            AND (account.rest_until IS NULL OR account.rest_until < other.rest_until)";
    write.conn.prepare_cached(sql)?.execute([stays, goes])?;
    Ok(())
}

/// Moves the lines of calls to the survivor, each with its amendments.
fn calls(write: &Transaction<'_>, roots: &[i64], column: &str, to: i64) -> Result<()> {
    let first = format!("UPDATE call_line SET {column} = ?2 WHERE n = ?1");
    let later = format!("UPDATE call_line SET {column} = ?2 WHERE root = ?1 AND head = 0");
    for root in roots {
        write.conn.prepare_cached(&first)?.execute([*root, to])?;
        write.conn.prepare_cached(&later)?.execute([*root, to])?;
        log::append::use_triggers(write, *root)?;
    }
    Ok(())
}

/// Recomputes the derived values of calls that moved.
fn settle(write: &mut Transaction<'_>, roots: &[i64]) -> Result<()> {
    for root in roots {
        call_facts::settle(write, *root)?;
        log::append::index(write, *root)?;
    }
    Ok(())
}

/// Writes the tombstone, and re-points older tombstones to the survivor.
fn leave_tombstone(write: &mut Transaction<'_>, table: &str, stays: i64, goes: i64) -> Result<()> {
    let before = format!("SELECT n FROM \"{table}\" WHERE merged_into = ?1");
    for n in rows(write.conn, &before, goes)? {
        point(write, table, "merged_into", n, stays)?;
    }
    point(write, table, "merged_into", goes, stays)?;
    let sql = format!("UPDATE \"{table}\" SET deleted = 1 WHERE n = ?1");
    write.conn.prepare_cached(&sql)?.execute([goes])?;
    Ok(())
}

/// Finishes merges of duplicates after two books were merged: rows that refer to a merged row are re-pointed to its
/// survivor. The result follows from the tombstones alone and carries no stamp, so that every book arrives at the same.
pub(crate) fn follow(write: &mut Transaction<'_>) -> Result<()> {
    let conn = write.conn;
    for table in ["account", "contact"] {
        unwind(conn, table)?;
    }
    let gone = rows(conn, "SELECT n FROM account WHERE merged_into IS NOT NULL AND deleted = ?1", 1)?;
    for goes in gone {
        let sql = "SELECT merged_into FROM account WHERE n = ?1";
        let stays: i64 = conn.prepare_cached(sql)?.query_row([goes], only_value)?;
        follow_all(conn, "account", stays, goes)?;
        for sql in [
            "INSERT OR IGNORE INTO trigger_account (rev, device, trigger, account)
                SELECT rev, device, trigger, ?2 FROM trigger_account WHERE account = ?1 AND deleted = 0",
            "INSERT OR IGNORE INTO campaign_account (rev, device, campaign, account, pos, impact)
                SELECT rev, device, campaign, ?2, pos, impact FROM campaign_account WHERE account = ?1 AND deleted = 0",
        ] {
            conn.prepare_cached(sql)?.execute([goes, stays])?;
        }
        let roots = rows(conn, "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1", goes)?;
        calls(write, &roots, "account", stays)?;
    }
    let gone = rows(conn, "SELECT n FROM contact WHERE merged_into IS NOT NULL AND deleted = ?1", 1)?;
    for goes in gone {
        let sql = "SELECT merged_into FROM contact WHERE n = ?1";
        let stays: i64 = conn.prepare_cached(sql)?.query_row([goes], only_value)?;
        follow_all(conn, "contact", stays, goes)?;
        let roots = rows(conn, "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1", goes)?;
        calls(write, &roots, "contact", stays)?;
    }
    Ok(())
}

fn follow_all(conn: &Connection, of: &'static str, stays: i64, goes: i64) -> Result<()> {
    for (table, column) in catalog::pointing_at(of) {
        let sql = format!("UPDATE \"{}\" SET {column} = ?2 WHERE {column} = ?1 AND deleted = 0", table.name);
        conn.prepare_cached(&sql)?.execute([goes, stays])?;
    }
    Ok(())
}

/// Resolves two books having merged the same rows in opposite directions: the row with the smallest id survives.
fn unwind(conn: &Connection, table: &str) -> Result<()> {
    let next = format!("SELECT merged_into FROM \"{table}\" WHERE n = ?1 AND deleted = 1");
    let step = |n: i64| -> Result<Option<i64>> {
        let mut statement = conn.prepare_cached(&next)?;
        let found = statement.query_map([n], only_value::<Option<i64>>)?.next().transpose()?;
        Ok(found.flatten())
    };
    let gone = format!("SELECT n FROM \"{table}\" WHERE merged_into IS NOT NULL AND deleted = ?1");
    for n in rows(conn, &gone, 1)? {
        let (mut way, mut at) = (vec![n], n);
        while let Some(to) = step(at)? {
            if let Some(from) = way.iter().position(|seen| *seen == to) {
                at = revive(conn, table, way.get(from..).unwrap_or_default())?;
                break;
            }
            way.push(to);
            at = to;
        }
        if at != n {
            let sql = format!("UPDATE \"{table}\" SET merged_into = ?2 WHERE n = ?1 AND merged_into IS NOT ?2");
            conn.prepare_cached(&sql)?.execute([n, at])?;
        }
    }
    Ok(())
}

fn revive(conn: &Connection, table: &str, circle: &[i64]) -> Result<i64> {
    let id = format!("SELECT id FROM \"{table}\" WHERE n = ?1");
    let mut named = Vec::new();
    for n in circle {
        named.push((conn.prepare_cached(&id)?.query_row([*n], only_value::<Vec<u8>>)?, *n));
    }
    let stays = named.into_iter().min().map_or(0, |(_, n)| n);
    let sql = format!("UPDATE \"{table}\" SET deleted = 0, merged_into = NULL WHERE n = ?1");
    conn.prepare_cached(&sql)?.execute([stays])?;
    Ok(stays)
}

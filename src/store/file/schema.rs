//! The schema in numbered steps. A released step never changes.

use std::path::Path;

use rusqlite::{Connection, params};

use super::open;
use crate::clock::Clock;
use crate::domain::matching::name_key;
use crate::store::book::journal_target::JournalTarget;
use crate::store::book::write::{Transaction, WriteContext};
use crate::store::cells::only_value;
use crate::store::derive;
use crate::store::error::Result;
use crate::store::log::call_facts;
use crate::store::tables::{contacts, triggers};
use crate::store::{Rules, catalog};

/// SQLite's `application_id` of a book: "whyn" in ASCII.
pub(crate) const APPLICATION_ID: i32 = 0x7768_796E;
/// Row number of the device in a bundle: nobody writes to a bundle, so it lies behind all numbers of a book's devices.
pub(crate) const BUNDLE_DEVICE: i64 = 1_000_000_000;
/// Major version of the schema; a book with a larger one is refused and left untouched.
pub(crate) const MAJOR: i32 = 1;
/// Minor version of the schema; a book with a larger one of the same major version still works.
const MINOR: i32 = 9;

/// The schema's steps in order; the step at index n leads to minor version n.
const STEPS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
    include_str!("schema/005.sql"),
    include_str!("schema/006.sql"),
    include_str!("schema/007.sql"),
    include_str!("schema/008.sql"),
    include_str!("schema/009.sql"),
    include_str!("schema/010.sql"),
];

/// Indexes that are created after the log's counts are computed.
const COUNTED: &str = include_str!("schema/counted.sql");

/// Number of the schema step, from 1, that introduced counting the log.
const COUNTING: usize = 3;

/// Number of the schema step, from 1, that introduced the present way of counting it: a swarm's call counts itself, and no
/// reason is younger than its call.
const COUNTED_THUS: usize = 10;

/// Number of the schema step, from 1, from which on the words of people hold their numbers and notes.
const PEOPLE_FOUND_BY_NUMBER: usize = 7;

/// Number of the schema step, from 1, from which on names are found from within.
const FOUND_FROM_WITHIN: usize = 9;

/// Number of the schema step, from 1, from which on the words of companies hold their own numbers.
const COMPANIES_FOUND_BY_NUMBER: usize = 10;

/// Number of the schema step, from 1, that introduced the present name keys.
const KEYED: usize = 10;

/// Creates every table, the row that describes the book, and the device that writes to it.
pub(crate) fn build(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    build_as(conn, clock, current())
}

/// Creates an empty book of this version or an older one, for rows of a book of that version.
pub(crate) fn build_as(conn: &Connection, clock: &dyn Clock, version: i32) -> Result<()> {
    let made = usize::try_from(version % 1000).unwrap_or(0) + 1;
    conn.execute_batch("BEGIN IMMEDIATE")?;
    for step in STEPS.iter().take(made) {
        conn.execute_batch(step)?;
    }
    if made >= COUNTING {
        conn.execute_batch(COUNTED)?;
    }
    for search in catalog::searched() {
        // Deleted words are forgotten at once.
        let table = search.table;
        conn.execute(&format!("INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)"), [])?;
    }
    let (now, device) = (clock.now().millis(), clock.new_id());
    conn.execute(
        "INSERT INTO device (n, id, rev, hash) VALUES (1, ?1, ?2, zeroblob(32))",
        params![device.as_bytes(), now << 16],
    )?;
    conn.execute("INSERT INTO book (n, rev, device, made_at) VALUES (1, ?1, 1, ?2)", params![now << 16, now])?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", version)?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}

/// Returns the schema version that this program writes.
pub(crate) fn current() -> i32 {
    MAJOR * 1000 + MINOR
}

/// Makes an empty book in memory with the schema of a given version, to compare another one with.
pub(crate) fn reference(version: i32) -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    for step in STEPS.iter().take(usize::try_from(version % 1000).unwrap_or(0) + 1) {
        conn.execute_batch(step)?;
    }
    Ok(conn)
}

/// Returns true if the book lacks schema steps that this program knows.
pub(super) fn is_older(conn: &Connection) -> Result<bool> {
    Ok(version(conn)? < MAJOR * 1000 + MINOR)
}

/// Applies the schema steps that an older book lacks, all or none of them.
pub(crate) fn upgrade(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    if !is_older(conn)? {
        return Ok(());
    }
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let stepped = steps(conn, clock);
    conn.execute_batch(if stepped.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    stepped
}

/// Applies the missing steps. Reads the version again first: another window may have upgraded the book while this one
/// waited for the write lock.
fn steps(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    let made = usize::try_from(version(conn)? % 1000).unwrap_or(0) + 1;
    for step in STEPS.iter().skip(made) {
        conn.execute_batch(step)?;
    }
    if made < COUNTING {
        count_log(conn, clock)?;
    } else if made < COUNTED_THUS {
        count_anew(conn, clock)?;
    }
    if made < KEYED {
        rekey(conn)?;
    }
    if made < PEOPLE_FOUND_BY_NUMBER {
        by_builtin_rules(conn, clock, index_people)?;
    }
    if made < FOUND_FROM_WITHIN {
        by_builtin_rules(conn, clock, index_names)?;
    }
    if made < COMPANIES_FOUND_BY_NUMBER {
        index_switchboards(conn)?;
    }
    if is_older(conn)? {
        conn.pragma_update(None, "user_version", MAJOR * 1000 + MINOR)?;
    }
    Ok(())
}

/// Lists a name of the book under its new key, where the do-not-call list has it under the old one: nobody lifted that bar. It
/// holds since the day on which it was listed.
const KEEP_BARRED: &str = "INSERT INTO do_not_call (rev, device, kind, value, why)
    SELECT rev, device, kind, ?3, why FROM do_not_call WHERE kind = ?1 AND value = ?2 AND deleted = 0
    ON CONFLICT (kind, value) DO UPDATE SET deleted = 0, why = excluded.why, rev = excluded.rev, device = excluded.device
        WHERE deleted = 1 AND excluded.rev > rev";

/// Recomputes the name keys of an older book, because the rules that make them changed.
fn rekey(conn: &Connection) -> Result<()> {
    for (table, listed) in [("account", "company"), ("account_alias", "company"), ("contact", "name")] {
        let sql = format!("SELECT n, name, name_key FROM {table}");
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut changed: Vec<(i64, String, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let key = name_key(row.get_ref("name")?.as_str().unwrap_or_default());
            let stored = row.get_ref("name_key")?.as_str().unwrap_or_default();
            if stored != key {
                changed.push((row.get("n")?, stored.to_owned(), key));
            }
        }
        let mut update = conn.prepare(&format!("UPDATE {table} SET name_key = ?2 WHERE n = ?1"))?;
        for (n, old, key) in changed {
            update.execute(params![n, key])?;
            conn.prepare_cached(KEEP_BARRED)?.execute(params![listed, old, key])?;
        }
    }
    let rows = "SELECT n FROM trigger WHERE company IS NOT NULL AND cik IS NULL";
    let all = conn.prepare(rows)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in all {
        let same = triggers::event_hash(&triggers::load(conn, n)?);
        conn.prepare_cached("UPDATE trigger SET same = ?2 WHERE n = ?1 AND same <> ?2")?.execute(params![n, same])?;
    }
    Ok(())
}

/// Computes the counts of an older book's whole log, by the built-in rules.
fn count_log(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    by_builtin_rules(conn, clock, call_facts::settle_all)?;
    conn.execute_batch(COUNTED)?;
    Ok(())
}

/// Counts the log again if an earlier format counted it.
fn count_anew(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    by_builtin_rules(conn, clock, recount)
}

fn by_builtin_rules(
    conn: &Connection,
    clock: &dyn Clock,
    count: impl FnOnce(&mut Transaction<'_>) -> Result<()>,
) -> Result<()> {
    let (rules, recording) = (Rules::default(), JournalTarget::default());
    let settle = derive::settle;
    // Inside the transaction of the upgrade it is a savepoint: all of the steps hold, or none.
    let mut write = WriteContext { conn, clock, rules: &rules, recording: &recording, settle }.begin()?;
    count(&mut write)?;
    write.commit()?;
    Ok(())
}

/// Puts everybody's words into the search, in the order of their rows.
fn index_people(write: &mut Transaction<'_>) -> Result<()> {
    let listed = "SELECT n FROM contact WHERE deleted = 0 AND archived = 0 ORDER BY n";
    let people = write.conn.prepare(listed)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    people.into_iter().try_for_each(|n| contacts::refresh(write, n))
}

/// True for a name that may have words within its words: with an apostrophe, a hyphen, or letters beyond ASCII.
const HAS_WORDS_WITHIN: &str = "(name GLOB '*[^ -~]*' OR instr(name, '''') > 0 OR instr(name, '-') > 0)";

/// Puts the names of people and of companies into the search anew that have words within their words.
fn index_names(write: &mut Transaction<'_>) -> Result<()> {
    let rows = |sql: &str| -> Result<Vec<i64>> {
        Ok(write.conn.prepare(sql)?.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?)
    };
    let listed = "deleted = 0 AND archived = 0";
    let people = rows(&format!("SELECT n FROM contact WHERE {listed} AND {HAS_WORDS_WITHIN} ORDER BY n"))?;
    let called = format!("SELECT account FROM account_alias WHERE deleted = 0 AND {HAS_WORDS_WITHIN}");
    let companies = format!("SELECT n FROM account WHERE fts IS NOT NULL AND ({HAS_WORDS_WITHIN} OR n IN ({called}))");
    let companies = rows(&format!("{companies} ORDER BY fts"))?;
    people.into_iter().try_for_each(|n| contacts::refresh(write, n))?;
    companies.into_iter().try_for_each(|n| derive::index_words(write.conn, n))
}

/// Puts the companies that have a number of their own into the search anew, with it.
fn index_switchboards(conn: &Connection) -> Result<()> {
    let listed = "SELECT n FROM account WHERE fts IS NOT NULL AND phone <> '' ORDER BY fts";
    let companies = conn.prepare(listed)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    companies.into_iter().try_for_each(|n| derive::index_words(conn, n))
}

/// Computes the counts of the whole log again and replaces the stored monthly totals.
pub(crate) fn recount(write: &mut Transaction<'_>) -> Result<()> {
    let made =
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND instr(?1, 'CREATE INDEX ' || name || ' ON ') > 0";
    let mut statement = write.conn.prepare(made)?;
    let names = statement.query_map([COUNTED], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
    // Without these indexes while every line changes: they are filled once, at the end.
    for name in names {
        write.conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    write.conn.execute_batch("DELETE FROM tally; UPDATE call_line SET tallied = 0 WHERE tallied = 1")?;
    call_facts::settle_all(write)?;
    write.conn.execute_batch(COUNTED)?;
    Ok(())
}

/// Asks a book something before it is opened for good; nothing is made or changed beside it.
pub(crate) fn look_at<T>(path: &Path, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
    Ok(ask(&open::unchanged(path)?)?)
}

fn version(conn: &Connection) -> Result<i32> {
    Ok(conn.query_row("PRAGMA user_version", [], only_value)?)
}

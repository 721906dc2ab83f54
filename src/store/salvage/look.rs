//! Says which parts of a damaged book are whole.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::clock::Clock;
use crate::store::Store;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::file::open;
use crate::store::seal;

/// Longest time that all tables are looked at, in milliseconds.
const PATIENCE: i64 = 3_000;
/// Tables that are named where they are whole: what somebody typed.
const NAMED: [&str; 6] = ["call", "account", "contact", "trigger", "plan", "review"];

impl Store {
    /// Says which kinds of rows of a damaged book are whole and which are not: "Of the settings a page cannot be read; the
    /// calls, accounts and people are whole". `None` if not even that can be told.
    pub fn what_is_whole(path: &Path, clock: &dyn Clock) -> Option<String> {
        let conn = reading(path).ok()?;
        let until = clock.now().millis() + PATIENCE;
        let (mut whole, mut torn) = (Vec::new(), Vec::new());
        for table in catalog::all() {
            if clock.now().millis() > until {
                break;
            }
            let found = check(&conn, table.name);
            match found {
                Some(true) if NAMED.contains(&table.name) => whole.push(table.words.1),
                Some(false) if !torn.contains(&table.words.1) => torn.push(table.words.1),
                Some(true | false) | None => {}
            }
        }
        whole.retain(|words| !torn.contains(words));
        if torn.is_empty() {
            return None;
        }
        let rest = if whole.is_empty() { String::new() } else { format!("; the {} are whole", join_with_and(&whole)) };
        Some(format!("Of the {} a page cannot be read{rest}", join_with_and(&torn)))
    }

    /// Says that the settings cannot be read, and what that means for the rest; `None` if they can.
    pub fn settings_fault(&self) -> Option<String> {
        (check(&self.conn, "setting") == Some(false)).then(|| {
            "A page of the settings cannot be read: the profile and everybody's own settings count as not set, and none can \
                be changed. Accounts, people and calls are not affected"
                .to_owned()
        })
    }
}

fn reading(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = match seal::open_in_memory(path)? {
        Some(conn) => conn,
        None => seal::connect(path, flags)?,
    };
    open::harden(&conn)?;
    conn.execute_batch(open::SETUP_READING)?;
    Ok(conn)
}

/// Returns whether every page of a table is sound; `None` if the table is not there, or nothing can be asked.
fn check(conn: &Connection, table: &str) -> Option<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    if !conn.query_row(sql, [table], only_value::<bool>).ok()? {
        return None;
    }
    let found = conn.query_row(&format!("PRAGMA quick_check(\"{table}\")"), [], only_value::<String>);
    Some(found.is_ok_and(|says| says == "ok"))
}

fn join_with_and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

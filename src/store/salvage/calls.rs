//! The calls of a book that may be damaged: when, and with whom, as far as that can be read.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::{DamagedBook, HalfBook};
use crate::store::cells::only_value;
use crate::store::error::Result;

/// A call as it lies in a book.
pub(in crate::store) struct ReadCall {
    /// When it was made, in milliseconds since 1970, and the minutes east of the clock there.
    pub(in crate::store) at: i64,
    pub(in crate::store) zone: i64,
    /// Number of the company and of the person, each with the name if it can be read.
    pub(in crate::store) account: (i64, Option<String>),
    pub(in crate::store) contact: (i64, Option<String>),
}

const COLUMNS: [&str; 6] = ["id", "at", "zone", "account", "contact", "amends"];

/// Returns the calls whose id is `wanted` as far as they can be read; amendments are none of their own.
///
/// # Errors
/// When the file cannot be read at all.
pub(in crate::store) fn readable_calls(book: &Path, wanted: &dyn Fn(&[u8]) -> bool) -> Result<Vec<ReadCall>> {
    // Beside the book only where its write-ahead log has to be read too.
    let half = HalfBook::begin(book);
    let damaged = DamagedBook::open(book, &half)?;
    let mut found = HashMap::new();
    damaged.each_row("call", &COLUMNS, &mut |cells| {
        if let [
            Value::Blob(id),
            Value::Integer(at),
            Value::Integer(zone),
            Value::Integer(account),
            Value::Integer(contact),
            Value::Null,
        ] = cells.as_slice()
            && wanted(id)
        {
            found.insert(id.clone(), (*at, *zone, *account, *contact));
        }
        Ok(())
    })?;
    let name = |table: &str, n: i64| damaged.conn.as_ref().and_then(|conn| name_of(conn, table, n));
    let calls = found.into_values().map(|(at, zone, account, contact)| ReadCall {
        at,
        zone,
        account: (account, name("account", account)),
        contact: (contact, name("contact", contact)),
    });
    Ok(calls.collect())
}

fn name_of(conn: &Connection, table: &str, n: i64) -> Option<String> {
    conn.query_row(&format!("SELECT name FROM {table} WHERE n = ?1"), [n], only_value).optional().ok()?
}

//! Calls that a book held and the backup in its place does not: read of the book as far as it can be read, and kept in a
//! list beside it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension};

use super::{Backup, Backups};
use crate::store::cells::only_value;
use crate::store::convert::instant;
use crate::store::error::Result;
use crate::store::file::open;
use crate::store::file::side_files::beside;
use crate::store::file::whole_file::put_bytes;
use crate::store::salvage::{self, ReadCall};

/// Ending of the list beside a book that was kept aside.
const LIST: &str = ".calls.txt";

/// A call that is not in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingCall {
    /// When it was made, by the clock of whoever made it.
    pub at: DateTime<FixedOffset>,
    /// Empty if it cannot be read.
    pub account: String,
    pub person: String,
}

impl std::fmt::Display for MissingCall {
    /// "11 Mar 2026 10:00, Ane Lund, Norvik".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lost = |name: &str| if name.is_empty() { "(cannot be read)".to_owned() } else { name.to_owned() };
        write!(f, "{}, {}, {}", self.at.format("%-d %b %Y %H:%M"), lost(&self.person), lost(&self.account))
    }
}

impl Backups {
    /// Returns the calls of the book that a backup does not hold, the oldest first: of a damaged book those that can be
    /// read.
    ///
    /// # Errors
    /// When the backup cannot be read.
    pub fn calls_since(&self, backup: &Backup) -> Result<Vec<MissingCall>> {
        missing_calls(&self.book, &backup.path)
    }
}

/// Returns the calls that one book holds and another does not, the oldest first.
pub(super) fn missing_calls(of: &Path, not_in: &Path) -> Result<Vec<MissingCall>> {
    let other = open::unchanged(not_in)?;
    let known: HashSet<Vec<u8>> =
        other.prepare("SELECT id FROM call")?.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?;
    let mut found = salvage::readable_calls(of, &|id| !known.contains(id))?;
    found.sort_by_key(|call| call.at);
    found.into_iter().map(|call| with_names(call, &other)).collect()
}

/// Names whom a call was with. What the book it is of has lost the other one may know: rows keep their numbers.
fn with_names(call: ReadCall, other: &Connection) -> Result<MissingCall> {
    let name = |read: Option<String>, table: &str, n: i64| -> Result<String> {
        let sql = format!("SELECT name FROM {table} WHERE n = ?1");
        let kept = || other.query_row(&sql, [n], only_value).optional();
        Ok(read.map_or_else(kept, |name| Ok(Some(name)))?.unwrap_or_default())
    };
    // Of a torn row it may be anything.
    let zone = i32::try_from(call.zone).ok().filter(|zone| zone.abs() < 24 * 60).unwrap_or(0);
    Ok(MissingCall {
        at: instant(call.at, zone),
        account: name(call.account.1, "account", call.account.0)?,
        person: name(call.contact.1, "contact", call.contact.0)?,
    })
}

/// Writes the list of the calls that went with a book beside it; nothing where none did. Returns its path.
pub(super) fn keep_list(aside: &Path, missing: &[MissingCall]) -> std::io::Result<Option<PathBuf>> {
    if missing.is_empty() {
        return Ok(None);
    }
    let path = beside(aside, LIST);
    let mut text = String::from("Calls that are in this book, and not in the backup that took its place:\n\n");
    missing.iter().for_each(|call| text.push_str(&format!("{call}\n")));
    put_bytes(&path, text.as_bytes())?;
    Ok(Some(path))
}

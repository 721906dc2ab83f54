//! Reads the settings that every write and every list needs.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::account::profile::Profile;
use crate::domain::ids::RepId;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};

/// Key of the setting that holds the profile.
pub(crate) const PROFILE: &str = "profile";

/// Reads the profile; the default one if none is stored.
pub(crate) fn profile(conn: &Connection) -> Result<Profile> {
    let Some(text) = get(conn, PROFILE)? else { return Ok(Profile::default()) };
    serde_json::from_str(&text)
        .map_err(|error| StoreError::new(ErrorKind::Damaged, "reading the profile", "".as_ref(), error.to_string()))
}

/// Reads the value of a setting, `None` if it is not set, or cannot be read.
pub(crate) fn get(conn: &Connection, key: &str) -> Result<Option<String>> {
    read(conn, key).map(Option::flatten)
}

/// Reads the value of a setting as [`get`] does; the outer `None` says that it cannot be read.
pub(crate) fn read(conn: &Connection, key: &str) -> Result<Option<Option<String>>> {
    let sql = "SELECT value FROM setting WHERE key = ?1 AND deleted = 0";
    or_none(conn.prepare_cached(sql)?.query_row([key], only_value).optional())
}

/// Returns what was read of the settings; `None` where a page of theirs is damaged: the rest of the book is as good as
/// before, and no setting is worth closing it for.
pub(crate) fn or_none<T>(read: rusqlite::Result<T>) -> Result<Option<T>> {
    match read.map_err(StoreError::from) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind == ErrorKind::Damaged => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the row number of a rep; an error if the rep is not in the book.
pub(crate) fn rep_row(conn: &Connection, id: RepId) -> Result<i64> {
    let sql = "SELECT n FROM rep WHERE id = ?1";
    let found = conn.prepare_cached(sql)?.query_row([id], only_value).optional()?;
    found.ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this rep is not in the book"))
}

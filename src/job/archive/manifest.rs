//! The layout of an archive folder.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a program looks at first.
pub(super) const MANIFEST: &str = "book.json";
/// What a person looks at first.
pub(super) const README: &str = "README.md";
/// Tables for spreadsheets; they are written only.
pub(super) const TABLES: [&str; 5] = ["accounts.csv", "contacts.csv", "triggers.csv", "calls.csv", "do-not-call.csv"];
/// The layout of the folder. 2: decisions about duplicate pairs have a file of their own.
pub(super) const VERSION: u32 = 2;

/// `book.json`: what must be there for the folder to be whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Says what the folder is.
    pub(super) whynow: String,
    pub(super) version: u32,
    pub(super) rows: BTreeMap<String, u64>,
    /// The ends of the logs.
    pub(super) log: Vec<LogEnd>,
}

/// The last link of a device's log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogEnd {
    pub(super) device: uuid::Uuid,
    pub(super) rows: i64,
    pub(super) hash: String,
}

/// The file of a table.
pub(super) fn file_of(table: &str) -> String {
    format!("{}.jsonl", table.replace('_', "-"))
}

//! The layout of an archive folder.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the manifest, the file that a program reads first.
pub(super) const MANIFEST: &str = "book.json";
/// Name of the file that a person reads first.
pub(super) const README: &str = "README.md";
/// Names of the CSV tables for spreadsheets, which are written but not read back.
pub(super) const TABLES: [&str; 5] = ["accounts.csv", "contacts.csv", "triggers.csv", "calls.csv", "do-not-call.csv"];
/// Version of the folder's layout. Since 2, decisions about duplicate pairs have a file of their own; since 3, touches too;
/// since 4, the marks of erasures.
pub(super) const VERSION: u32 = 4;

/// The manifest `book.json`: what the folder must contain to be complete.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Says what the folder is, for people who open the file.
    pub(super) whynow: String,
    pub(super) version: u32,
    pub(super) rows: BTreeMap<String, u64>,
    /// For each device, the end of its log.
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

/// Returns the name of a table's file.
pub(super) fn file_of(table: &str) -> String {
    format!("{}.jsonl", table.replace('_', "-"))
}

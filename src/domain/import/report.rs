//! The report of an import.

use serde::{Deserialize, Serialize};

use crate::domain::ids::ImportId;
use crate::domain::vocabulary::vocabulary;

/// Outcome of an imported row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "end", content = "reason", rename_all = "snake_case")]
pub enum RowResult {
    /// It made a new row of the book.
    Created,
    /// It changed one.
    Updated,
    /// The book said so already.
    Same,
    /// It could not enter, and why.
    Rejected(String),
}

/// Counts of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportTotals {
    /// Data rows read; always the sum of the other four.
    pub read: u64,
    /// New in the book.
    pub created: u64,
    pub updated: u64,
    /// The book said so already.
    pub same: u64,
    pub rejected: u64,
}

impl ImportTotals {
    /// Counts one more row.
    pub fn count(&mut self, end: &RowResult) {
        self.read += 1;
        match end {
            RowResult::Created => self.created += 1,
            RowResult::Updated => self.updated += 1,
            RowResult::Same => self.same += 1,
            RowResult::Rejected(_) => self.rejected += 1,
        }
    }
}

/// A rejected row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Line of the file, from 1; the header is line 1.
    pub line: u64,
    pub reason: String,
    /// The row as read, clipped.
    pub row: String,
}

/// A column of the file and the field it was mapped to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnMapping {
    /// The header as the file has it.
    pub column: String,
    /// The field of the book in words, or `None` if the column is skipped.
    pub field: Option<String>,
    /// The key of that field: what `--map` takes.
    pub key: Option<String>,
    /// How that is known.
    pub known: ColumnBasis,
}

vocabulary! {
    /// How a column was understood.
    ColumnBasis {
        /// Somebody said so.
        Told = "told", "as you said";
        /// It belongs to that kind of export.
        Preset = "preset", "by the preset";
        /// Its name means a field in any file.
        Name = "name", "by its name";
        /// Its name says nothing, its values do: offered, never taken by itself.
        Values = "values", "by its values";
        /// Nothing says what it is.
        No = "no", "not understood";
    }
}

/// How well a file matches a known kind of export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresetSimilarity {
    /// The kind of export: the name of its preset.
    pub preset: String,
    /// How many of its columns the preset knows, in percent.
    pub percent: u8,
}

impl PresetSimilarity {
    /// Like no export that is known.
    pub fn is_plain(&self) -> bool {
        self.preset == "plain"
    }

    /// "Salesforce, 94 % of its columns"; for a file that is like no export, that it is a plain table.
    pub fn words(&self) -> String {
        if self.is_plain() {
            return format!("A plain table: the names of {} % of its columns are known", self.percent);
        }
        format!("{}, {} % of its columns", self.preset, self.percent)
    }
}

/// How many rows matched the book on one basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchCount {
    /// `same CIK`, `same web domain, and the names agree`.
    pub by: String,
    pub rows: u64,
}

/// The report of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    pub file: String,
    /// What its rows were taken for.
    pub kind: ImportKind,
    /// What it was read as: "CSV, semicolon, Windows-1252".
    pub format: String,
    /// Nothing was kept: the real import, rolled back.
    pub dry_run: bool,
    /// It was stopped on the way: nothing was kept.
    pub cancelled: bool,
    /// The table of rejected rows, where one was asked for and some were.
    pub rejects_in: Option<String>,
    /// The import, where one was kept.
    pub import: Option<ImportId>,
    /// Which kind of export it looks like.
    pub likeness: Option<PresetSimilarity>,
    /// The header as the file has it; empty for a file that is no table.
    #[serde(skip)]
    pub header: Vec<String>,
    /// How each column was read.
    pub mapping: Vec<ColumnMapping>,
    /// Its days could be read both ways (03/04/2026), and nobody said which: worth asking once.
    pub days_open: bool,
    #[serde(flatten)]
    pub totals: ImportTotals,
    /// Rows linked to an account (triggers and contacts).
    pub matched: u64,
    /// Why rows were taken for what the book has, most rows first.
    pub known_by: Vec<MatchCount>,
    /// Rows that may be something the book has, and were kept apart to be decided by a person.
    pub unsure: u64,
    /// Rows that did not enter, the first 10,000.
    pub rejects: Vec<Reject>,
    /// What else is worth knowing: "3 rows share a CIK with an earlier row: share classes, one account each".
    pub notes: Vec<String>,
}

/// The kinds of rows an import takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Companies.
    #[default]
    Accounts,
    /// People.
    Contacts,
    /// What happened.
    Triggers,
    /// Numbers and addresses that must not be called.
    DoNotCall,
    /// Calls made elsewhere.
    Calls,
    /// Meetings of a calendar, each proposing a call plan.
    Invites,
}

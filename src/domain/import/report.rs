//! The report of an import.

use serde::{Deserialize, Serialize};

use crate::domain::ids::ImportId;
use crate::domain::vocabulary::vocabulary;

/// Outcome of an imported row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "end", content = "reason", rename_all = "snake_case")]
pub enum RowResult {
    /// The row was added to the book.
    Created,
    /// The row changed one of the book.
    Updated,
    /// The book had the same values already.
    Same,
    /// The row was not accepted; the text says why.
    Rejected(String),
}

/// Counts of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportTotals {
    /// Data rows read; always the sum of the other four.
    pub read: u64,
    /// Rows added to the book.
    pub created: u64,
    pub updated: u64,
    /// Rows whose values the book had already.
    pub same: u64,
    pub rejected: u64,
}

impl ImportTotals {
    /// Counts one row by its result.
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
    /// The row as read, shortened.
    pub row: String,
}

/// A column of the file and the field it was mapped to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnMapping {
    /// Header of the column.
    pub column: String,
    /// Name of the field for people; `None` if the column is skipped.
    pub field: Option<String>,
    /// Key of the field, as `--map` takes it.
    pub key: Option<String>,
    /// On which basis the column was mapped.
    pub known: ColumnBasis,
}

vocabulary! {
    /// On which basis a column was mapped.
    ColumnBasis {
        /// The user mapped it.
        Told = "told", "as you said";
        /// The preset of the recognised export maps it.
        Preset = "preset", "by the preset";
        /// The column's name means a field in any file.
        Name = "name", "by its name";
        /// Only the column's values suggest a field: offered, but not applied.
        Values = "values", "by its values";
        /// The column is not understood.
        No = "no", "not understood";
    }
}

/// How well a file matches a known kind of export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresetSimilarity {
    /// Name of the preset.
    pub preset: String,
    /// Share of the file's columns that the preset knows, in percent.
    pub percent: u8,
}

impl PresetSimilarity {
    /// Returns true if the file resembles no known export.
    pub fn is_plain(&self) -> bool {
        self.preset == "plain"
    }

    /// Describes the result: "Salesforce, 94 % of its columns", or a plain table if the file resembles no export.
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
    /// The basis in words: `same CIK`, `same web domain, and the names agree`.
    pub by: String,
    pub rows: u64,
}

/// The report of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    pub file: String,
    /// Kind of the rows.
    pub kind: ImportKind,
    /// Format as which the file was read: "CSV, semicolon, Windows-1252".
    pub format: String,
    /// True for a dry run: nothing was kept.
    pub dry_run: bool,
    /// True if the user stopped it: nothing was kept.
    pub cancelled: bool,
    /// Path of the rejected rows' file, if one was requested and has rows.
    pub rejects_in: Option<String>,
    /// Id of the import, if it was kept.
    pub import: Option<ImportId>,
    /// Most similar known export.
    pub likeness: Option<PresetSimilarity>,
    /// Header of the file; empty for a file that is no table.
    #[serde(skip)]
    pub header: Vec<String>,
    /// How each column was mapped.
    pub mapping: Vec<ColumnMapping>,
    /// True if the order of day and month (03/04/2026) is neither clear from the file nor given: the user should be
    /// asked.
    pub days_open: bool,
    #[serde(flatten)]
    pub totals: ImportTotals,
    /// Rows linked to an account (triggers and contacts).
    pub matched: u64,
    /// How many rows were matched on each basis, most rows first.
    pub known_by: Vec<MatchCount>,
    /// Rows that may be something the book has; they were added apart, for a person to decide.
    pub unsure: u64,
    /// Companies of the system whose list this is that are no longer in it; nothing is done to them.
    pub gone: Vec<GoneAccounts>,
    /// The first 10,000 rejected rows.
    pub rejects: Vec<Reject>,
    /// What else is worth knowing: "3 rows share a CIK with an earlier row: share classes, one account each".
    pub notes: Vec<String>,
}

/// Companies of the book that came from a system and are not in its newest list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct GoneAccounts {
    /// Key of the system: `salesforce`.
    pub system: String,
    /// Number of the companies.
    pub count: u64,
    /// Their names in order, the first 1,000.
    pub names: Vec<String>,
}

impl GoneAccounts {
    /// Describes them with the first few names: "2 accounts of salesforce are not in this file: Acme, Norvik".
    pub fn words(&self) -> String {
        let few = self.names.iter().take(FEW).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if self.count > FEW as u64 { " …" } else { "" };
        let are = if self.count == 1 { "account" } else { "accounts" };
        let verb = if self.count == 1 { "is" } else { "are" };
        format!(
            "{} {are} of {} {verb} not in this file: {few}{more}; nothing was done to them",
            self.count, self.system
        )
    }
}

/// How many of the companies that are gone stand in a sentence.
const FEW: usize = 10;

/// Kinds of rows that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Rows are companies.
    #[default]
    Accounts,
    /// Rows are people.
    Contacts,
    /// Rows are triggers.
    Triggers,
    /// Rows are entries of the do-not-call list: numbers and addresses that must not be called.
    DoNotCall,
    /// Rows are calls made in another system.
    Calls,
    /// Meetings of a calendar, each proposing a call plan.
    Invites,
}

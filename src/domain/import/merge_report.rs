//! Report of merging two books: counts, overwritten values, notes.

use serde::Serialize;

/// Counts of merged rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergeCount {
    /// Kind of the rows: "accounts".
    pub what: String,
    /// Rows that the book did not have.
    pub new: u64,
    /// Rows whose values changed.
    pub changed: u64,
    /// Rows that are unchanged.
    pub same: u64,
}

/// A value that a later one overwrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverwrittenValue {
    pub what: String,
    pub field: String,
    pub old: String,
    /// The value that replaced it.
    pub new: String,
    /// Who wrote the new value: the rep who logs on that device, else the device.
    pub by: String,
    /// When the new value was written, by that device's clock: "3 Nov 2026 14:05".
    pub at: String,
}

/// Two accounts that share an identifier: one company under two ids, which stay apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedIdentity {
    /// Name of the account from the file.
    pub name: String,
    /// Name of the account in the book.
    pub other: String,
    /// The shared identifier: "CIK 320193".
    pub shares: String,
}

/// Report of a merge, or of its dry run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    pub files: Vec<String>,
    pub dry_run: bool,
    /// Counts by kind of row, for the kinds that the files contain.
    pub counts: Vec<MergeCount>,
    /// Every value that was overwritten.
    pub overwritten: Vec<OverwrittenValue>,
    /// Number of texts that were shortened, or had characters removed that could control a terminal or are invisible.
    pub cleaned: u64,
    /// Accounts from the files that the book has under another id.
    pub twins: Vec<SharedIdentity>,
    /// One sentence for each device whose calls have not all arrived.
    pub gaps: Vec<String>,
    /// What the file still holds of people who were erased, in sentences; empty if all of it was written over.
    pub left: Vec<String>,
    /// Number of texts about others that named somebody who was erased: the name was taken out, and entries of the log
    /// lost their words.
    #[serde(skip_serializing_if = "is_none")]
    pub unnamed: u64,
    /// Why no backup was made first, in a sentence, if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unbacked: Option<String>,
}

fn is_none(rows: &u64) -> bool {
    *rows == 0
}

impl MergeReport {
    /// Returns the sums of new, changed and same rows.
    pub fn totals(&self) -> MergeCount {
        let add = |sum: MergeCount, count: &MergeCount| MergeCount {
            what: sum.what,
            new: sum.new + count.new,
            changed: sum.changed + count.changed,
            same: sum.same + count.same,
        };
        self.counts.iter().fold(MergeCount { what: "rows".to_owned(), ..MergeCount::default() }, add)
    }

    /// Returns true if the book stays, or would stay, unchanged.
    pub fn is_nothing(&self) -> bool {
        let totals = self.totals();
        totals.new == 0 && totals.changed == 0
    }

    /// Returns what else is worth knowing, one sentence each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::from_iter(self.unbacked.clone());
        if self.cleaned > 0 {
            let texts = if self.cleaned == 1 { "text was" } else { "texts were" };
            notes.push(format!(
                "{} {texts} cleaned: too long, or with characters that could drive a terminal",
                self.cleaned
            ));
        }
        if self.unnamed > 0 {
            let texts = if self.unnamed == 1 { "text" } else { "texts" };
            notes.push(format!("{} {texts} named somebody who was erased here; the name was taken out", self.unnamed));
        }
        let twin = |twin: &SharedIdentity| {
            format!("{} is also in your book under another id, as {}: same {}", twin.name, twin.other, twin.shares)
        };
        notes.extend(self.twins.iter().map(twin));
        notes.extend(self.gaps.iter().chain(&self.left).cloned());
        notes
    }
}

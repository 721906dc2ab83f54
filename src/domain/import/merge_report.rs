//! Report of merging two books: counts, overwritten values, notes.

use serde::Serialize;

/// Counts of merged rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergeCount {
    /// What they are: "accounts".
    pub what: String,
    /// Rows the book did not have.
    pub new: u64,
    /// Rows that hold something else now.
    pub changed: u64,
    /// Rows that stay as they are.
    pub same: u64,
}

/// A value that a later one overwrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverwrittenValue {
    pub what: String,
    pub field: String,
    pub old: String,
    /// What stands there now.
    pub new: String,
    /// Who wrote it: the rep who logs on that device, else the device.
    pub by: String,
    /// When, by that device's clock: "3 Nov 2026 14:05".
    pub at: String,
}

/// Two accounts that share an identifier: one company under two ids, kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedIdentity {
    /// The account that came.
    pub name: String,
    /// The account that was there.
    pub other: String,
    /// What they share: "CIK 320193".
    pub shares: String,
}

/// Report of a merge, or of its dry run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    pub files: Vec<String>,
    pub dry_run: bool,
    /// By kind, those that the files hold anything of.
    pub counts: Vec<MergeCount>,
    /// Every value that was overwritten.
    pub overwritten: Vec<OverwrittenValue>,
    /// Texts that were cut, or held characters that could drive a terminal or hide from a reader; those are gone.
    pub cleaned: u64,
    /// Accounts that are in the book under another id.
    pub twins: Vec<SharedIdentity>,
    /// Calls that other books hold and that have not come yet, one sentence each.
    pub gaps: Vec<String>,
}

impl MergeReport {
    /// New, changed and same rows of all kinds.
    pub fn totals(&self) -> MergeCount {
        let add = |sum: MergeCount, count: &MergeCount| MergeCount {
            what: sum.what,
            new: sum.new + count.new,
            changed: sum.changed + count.changed,
            same: sum.same + count.same,
        };
        self.counts.iter().fold(MergeCount { what: "rows".to_owned(), ..MergeCount::default() }, add)
    }

    /// True if the book stays, or would stay, as it is.
    pub fn is_nothing(&self) -> bool {
        let totals = self.totals();
        totals.new == 0 && totals.changed == 0
    }

    /// What is worth knowing beyond the counts, one sentence each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.cleaned > 0 {
            let texts = if self.cleaned == 1 { "text was" } else { "texts were" };
            notes.push(format!(
                "{} {texts} cleaned: too long, or with characters that could drive a terminal",
                self.cleaned
            ));
        }
        let twin = |twin: &SharedIdentity| {
            format!("{} is also in your book under another id, as {}: same {}", twin.name, twin.other, twin.shares)
        };
        notes.extend(self.twins.iter().map(twin));
        notes.extend(self.gaps.iter().cloned());
        notes
    }
}

//! Records read from a file: how the file was understood, and its rows as values.

use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::call::external::ExternalCall;
use crate::domain::matching::ListedCompany;
use crate::domain::plan::meeting::Invite;
use crate::domain::query::{ColumnMapping, ImportKind, PresetSimilarity};
use crate::domain::trigger::Trigger;

use super::budget::Budget;
use super::error::ExchangeError;
use super::notes::Notes;
use super::table::csv_rows::Row;

/// A company read from a file, with a nil id; an absent field means that the file does not say.
pub type AccountRecord = Account;

/// A trigger read from a file: company, CIK and ticker as the file has them, not linked to accounts yet.
pub type TriggerRecord = Trigger;

/// A call made in another system.
pub type CallRecord = ExternalCall;

/// A meeting of a calendar: whom to call, about what, and when.
pub type ProposedPlan = Invite;

/// One row of a do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoNotCallRecord {
    /// Telephone numbers and e-mail addresses as the file has them.
    pub values: Vec<String>,
    /// Digits that another book listed, taken over unchanged.
    pub digits: Option<String>,
    /// A name that another book listed.
    pub name: Option<String>,
    /// The company that the row bars, with everybody there.
    pub company: ListedCompany,
    /// Reason for the entry, if the file gives one.
    pub why: Option<String>,
    /// True if another book wrote the list: its reasons say already which list they are from.
    pub from_book: bool,
}

/// A person read from a file, with what the file says about their employer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactRecord {
    /// The person, with nil ids.
    pub contact: Contact,
    pub company: Option<String>,
    /// The company's id in the system the file comes from.
    pub company_external: Option<ExternalId>,
    /// Web domain of the company; taken from the e-mail address only if no company is named and the host is no
    /// free-mail host.
    pub company_domain: Option<String>,
    /// What else the row says of the company: industry, place, head count. Without a name.
    pub employer: Account,
}

/// The value of an imported row, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEntry {
    /// The row is a company.
    Account(Box<AccountRecord>),
    /// The row is a person.
    Contact(Box<ContactRecord>),
    /// The row is a trigger.
    Trigger(Box<TriggerRecord>),
    /// The row is a call made in another system.
    Call(Box<CallRecord>),
    /// The row is an entry of the do-not-call list.
    Barred(DoNotCallRecord),
    /// The row is a meeting that proposes a call plan.
    Plan(Box<ProposedPlan>),
}

/// One data row of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    /// Line of the file on which the row begins, from 1; for a feed or JSON, the number of the entry.
    pub line: u64,
    /// The row as read.
    pub raw: Row,
    /// Value of the row, or why it is rejected.
    pub value: Result<T, String>,
}

/// The rows of a file; an error ends them.
pub type Records<T> = Box<dyn Iterator<Item = Result<Record<T>, ExchangeError>>>;

/// A file opened for reading: its format, and its rows one by one. Memory use does not depend on the file's length.
pub struct RecordReader<T> {
    /// Kind of the rows; for a file with several kinds, that of most rows.
    pub kind: ImportKind,
    /// Format as which the file was read: `CSV, semicolon, Windows-1252`.
    pub format: String,
    /// Header of the file, with empty texts for columns without a name; empty for a file that is no table.
    pub header: Vec<String>,
    /// Most similar known export.
    pub likeness: Option<PresetSimilarity>,
    /// How each column was mapped.
    pub mapping: Vec<ColumnMapping>,
    /// True if the order of day and month (03/04/2026) is neither clear from the file nor given: the user should be
    /// asked.
    pub days_open: bool,
    /// Notes about the file; complete once all rows were read.
    pub notes: Notes,
    pub records: Records<T>,
}

impl<T: 'static> RecordReader<T> {
    /// Makes a reader for a file that is no table and so has no header and no columns.
    pub(super) fn without_table(
        kind: ImportKind,
        format: String,
        notes: Notes,
        records: Records<T>,
    ) -> RecordReader<T> {
        let (header, mapping) = (Vec::new(), Vec::new());
        RecordReader { kind, format, header, likeness: None, mapping, days_open: false, notes, records }
    }

    /// Ends the records where the budget does, with an error that says so.
    pub(super) fn within(self, file: &str, budget: Budget) -> RecordReader<T> {
        let (file, mut records, mut ended) = (file.to_owned(), self.records, false);
        let records = std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let next = budget.row().ok().and_then(|()| records.next());
            let Some(halt) = budget.halted() else { return next };
            // A reader that was stopped looks like a file that ends: half of a file must not pass for all of it.
            ended = true;
            Some(Err(ExchangeError::Halted { file: file.clone(), halt }))
        });
        RecordReader { records: Box::new(records), ..self }
    }

    /// Converts the records to entries of any kind.
    pub(super) fn entries(self, entry: impl Fn(T) -> ImportEntry + 'static) -> RecordReader<ImportEntry> {
        let RecordReader { kind, format, header, likeness, mapping, days_open, notes, records } = self;
        // Lazily: collecting here would hold a million rows in memory.
        let records = records.map(move |record| {
            record.map(|Record { line, raw, value }| Record { line, raw, value: value.map(&entry) })
        });
        RecordReader { kind, format, header, likeness, mapping, days_open, notes, records: Box::new(records) }
    }
}

impl<T> std::fmt::Debug for RecordReader<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("format", &self.format).field("mapping", &self.mapping).finish_non_exhaustive()
    }
}

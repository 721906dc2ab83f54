//! Records read from a file: how it was understood, and its rows as values.

use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::call::external::ExternalCall;
use crate::domain::plan::meeting::Invite;
use crate::domain::query::{ColumnMapping, ImportKind, PresetSimilarity};
use crate::domain::trigger::Trigger;

use super::error::ExchangeError;
use super::notes::Notes;
use super::table::csv_rows::Row;

/// A company read from a file: nil id; an absent field means the file does not say.
pub type AccountRecord = Account;

/// Something that happened, read from a file: company, CIK, ticker as the file has them; no accounts yet.
pub type TriggerRecord = Trigger;

/// A call that was made elsewhere.
pub type CallRecord = ExternalCall;

/// A meeting of a calendar: whom to call, what about, when.
pub type ProposedPlan = Invite;

/// One row of a do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoNotCallRecord {
    /// Telephone numbers and e-mail addresses as the file has them.
    pub values: Vec<String>,
    /// Digits that another book listed: taken as they are.
    pub digits: Option<String>,
    /// A name that another book listed.
    pub name: Option<String>,
    /// Why, where the file says.
    pub why: Option<String>,
}

/// A person read from a file, with what the file says about where they work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactRecord {
    /// The person; nil ids.
    pub contact: Contact,
    pub company: Option<String>,
    /// The company's id in the system the file comes from.
    pub company_external: Option<ExternalId>,
    /// The company's web domain; from the e-mail address only where no name is given and it is no free-mail host.
    pub company_domain: Option<String>,
}

/// The value of an imported row, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEntry {
    /// A company.
    Account(Box<AccountRecord>),
    /// A person.
    Contact(Box<ContactRecord>),
    /// Something that happened.
    Trigger(Box<TriggerRecord>),
    /// A call made elsewhere.
    Call(Box<CallRecord>),
    /// Somebody who must not be called.
    Barred(DoNotCallRecord),
    /// A meeting that proposes a call plan.
    Plan(Box<ProposedPlan>),
}

/// One data row of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    /// Line of the file on which it begins, from 1; for a feed or JSON, the number of the entry.
    pub line: u64,
    /// The row as read.
    pub raw: Row,
    /// What it says, or why it cannot be used.
    pub value: Result<T, String>,
}

/// The rows of a file, or the failure that ends it.
pub type Records<T> = Box<dyn Iterator<Item = Result<Record<T>, ExchangeError>>>;

/// A file opened for reading: what it is, and its rows one by one. Memory stays flat however long the file is.
pub struct RecordReader<T> {
    /// What its rows are; of a file that holds several things, most of them.
    pub kind: ImportKind,
    /// What it was read as: `CSV, semicolon, Windows-1252`.
    pub format: String,
    /// The header as the file has it, a column without a name as an empty one; empty for a file that is no table.
    pub header: Vec<String>,
    /// Which kind of export it looks like.
    pub likeness: Option<PresetSimilarity>,
    /// How each column was understood.
    pub mapping: Vec<ColumnMapping>,
    /// Its days could be read both ways (03/04/2026), and nobody said which: worth asking once.
    pub days_open: bool,
    /// What else is worth knowing; complete when the rows are read.
    pub notes: Notes,
    pub records: Records<T>,
}

impl<T: 'static> RecordReader<T> {
    /// A file that is no table: no header, no columns to understand.
    pub(super) fn without_table(
        kind: ImportKind,
        format: String,
        notes: Notes,
        records: Records<T>,
    ) -> RecordReader<T> {
        let (header, mapping) = (Vec::new(), Vec::new());
        RecordReader { kind, format, header, likeness: None, mapping, days_open: false, notes, records }
    }

    /// The same file as entries of any kind.
    pub(super) fn entries(self, entry: impl Fn(T) -> ImportEntry + 'static) -> RecordReader<ImportEntry> {
        let RecordReader { kind, format, header, likeness, mapping, days_open, notes, records } = self;
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

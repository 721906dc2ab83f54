//! Files people already have: bytes ↔ domain values.
//!
//! This folder knows no database and no clock. A reader says as what format it read the file and how it understood each
//! column, and returns every data row with its line: as a value, or with the reason why there is none.

use chrono::FixedOffset;

use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;

pub mod budget;
mod bytes;
mod cells;
mod contentline;
pub mod crm;
pub mod csv_write;
mod dates;
pub(super) mod detect;
pub mod dossier_page;
mod entities;
mod error;
pub mod feed;
mod html_text;
pub mod ical;
pub mod json;
mod links;
mod notes;
mod presets;
mod record;
pub mod report;
mod row;
mod source;
mod table;
pub mod vcard;

use contentline::{ContentLineFormat, OpenedContent};
use detect::refuse_markup;

pub use bytes::zip_probe::begins_as_one as is_packed;
pub use csv_write::write_csv;
pub use detect::preview::look;
pub use error::ExchangeError;
pub use notes::Notes;
pub use presets::{PresetField, ShippedPreset, is_shipped, shipped_presets};
pub use record::{
    AccountRecord, CallRecord, ContactRecord, DoNotCallRecord, ImportEntry, ProposedPlan, Record, RecordReader,
    Records, TriggerRecord,
};
pub use source::Source;
pub use table::csv_rows::Row;

/// Reads a file in its detected format; `kind` says what its rows are, if that is known. Times without a zone are taken
/// as at `here`; `file` is the file's name for messages.
///
/// # Errors
/// When the file cannot be read, or not as this kind.
pub fn read(
    file: &str,
    bytes: impl Into<Source>,
    kind: Option<ImportKind>,
    how: &ReadOptions,
    here: FixedOffset,
) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    let source = bytes.into();
    let budget = source.budget();
    match read_source(file, source, kind, how, here) {
        Ok(reading) => Ok(reading.within(file, budget)),
        Err(error) => Err(error.or_halt(file, &budget)),
    }
}

fn read_source(
    file: &str,
    bytes: Source,
    kind: Option<ImportKind>,
    how: &ReadOptions,
    here: FixedOffset,
) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    // Before the kind that was named: a card or a calendar is told by its first line, and as a table it would be
    // nonsense.
    let bytes = match contentline::open(file, bytes)? {
        OpenedContent::These(ContentLineFormat::Cards, lines) => return vcard::read::read(file, lines),
        OpenedContent::These(ContentLineFormat::Calendar, lines) => return Ok(ical::read::read(file, lines, here)),
        OpenedContent::Other(bytes) => bytes,
    };
    let (kind, bytes) = match kind {
        Some(kind) => (kind, bytes),
        None => detect::kind::kind(file, bytes, how)?,
    };
    let (head, bytes) = bytes.head(json::HEAD).map_err(|source| ExchangeError::io(file, source))?;
    // One JSON file may hold companies, people and calls at once; a reader of one kind would leave the others out.
    if let Some(layout) = json::layout(&head, kind) {
        return json::entries(file, bytes::open(file, bytes)?, kind, layout, how);
    }
    match kind {
        ImportKind::Accounts => {
            accounts(file, bytes, how).map(|read| read.entries(|one| ImportEntry::Account(Box::new(one))))
        }
        ImportKind::Contacts => {
            contacts(file, bytes, how).map(|read| read.entries(|one| ImportEntry::Contact(Box::new(one))))
        }
        ImportKind::Triggers => {
            triggers(file, bytes, how).map(|read| read.entries(|one| ImportEntry::Trigger(Box::new(one))))
        }
        ImportKind::Calls => {
            calls(file, bytes, how, here).map(|read| read.entries(|one| ImportEntry::Call(Box::new(one))))
        }
        ImportKind::DoNotCall => do_not_call(file, bytes, how).map(|read| read.entries(ImportEntry::Barred)),
        ImportKind::Invites => {
            let reason = "it is not a calendar: meetings are read from a calendar or invitation saved as .ics";
            Err(ExchangeError::not_readable(file, reason))
        }
    }
}

/// Reads companies; `file` is the file's name for messages.
///
/// # Errors
/// As [`read`].
pub fn accounts(
    file: &str,
    bytes: impl Into<Source>,
    how: &ReadOptions,
) -> Result<RecordReader<AccountRecord>, ExchangeError> {
    let text = bytes::open_as(file, bytes, how.encoding.as_deref())?;
    refuse_markup(file, &text)?;
    Ok(entities::accounts::read(open_table(file, text, ImportKind::Accounts, how)?))
}

/// Reads people; `file` is the file's name for messages.
///
/// # Errors
/// As [`read`].
pub fn contacts(
    file: &str,
    bytes: impl Into<Source>,
    how: &ReadOptions,
) -> Result<RecordReader<ContactRecord>, ExchangeError> {
    let text = bytes::open_as(file, bytes, how.encoding.as_deref())?;
    refuse_markup(file, &text)?;
    Ok(entities::contacts::read(open_table(file, text, ImportKind::Contacts, how)?))
}

/// Reads calls of a dialler or CRM; times without a zone are taken as at `here`. `file` is the file's name for
/// messages.
///
/// # Errors
/// As [`read`].
pub fn calls(
    file: &str,
    bytes: impl Into<Source>,
    how: &ReadOptions,
    here: FixedOffset,
) -> Result<RecordReader<CallRecord>, ExchangeError> {
    let text = bytes::open_as(file, bytes, how.encoding.as_deref())?;
    refuse_markup(file, &text)?;
    entities::calls::read(open_table(file, text, ImportKind::Calls, how)?, here)
}

/// Reads a do-not-call list from a table, or from bare numbers and addresses, one a line; `file` is the file's name for
/// messages.
///
/// # Errors
/// As [`read`].
pub fn do_not_call(
    file: &str,
    bytes: impl Into<Source>,
    how: &ReadOptions,
) -> Result<RecordReader<DoNotCallRecord>, ExchangeError> {
    let text = bytes::open_as(file, bytes, how.encoding.as_deref())?;
    refuse_markup(file, &text)?;
    if json::is_json(&text) {
        return Ok(entities::do_not_call::read(json::open(file, text, ImportKind::DoNotCall, how)?, false));
    }
    // Lists of barred numbers often have no header, and their first number must not be taken for one: it would be
    // called.
    let (text, headed) = entities::do_not_call::ensure_header(text);
    Ok(entities::do_not_call::read(table::open(file, text, ImportKind::DoNotCall, how)?, headed))
}

/// Reads triggers from a feed, JSON or a table, whichever the file is; `file` is the file's name for messages.
///
/// # Errors
/// As [`read`].
pub fn triggers(
    file: &str,
    bytes: impl Into<Source>,
    how: &ReadOptions,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let text = bytes::open_as(file, bytes, how.encoding.as_deref())?;
    match text.first_char() {
        Some('<') => feed::triggers(file, text, how.kinds()),
        Some('{' | '[') => json::triggers(file, text, how),
        Some(_) | None => entities::triggers::read(table::open(file, text, ImportKind::Triggers, how)?, how.kinds()),
    }
}

/// Opens a table of delimited text or of JSON.
fn open_table(
    file: &str,
    text: bytes::DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<table::TableReader, ExchangeError> {
    if json::is_json(&text) { json::open(file, text, kind, how) } else { table::open(file, text, kind, how) }
}

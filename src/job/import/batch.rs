//! Takes rows into the book, a batch at a time: the one way in for files and feeds.

use anyhow::Context;

use crate::domain::query::RowResult;
use crate::domain::trigger::Trigger;
use crate::exchange::{ContactRecord, DoNotCallRecord, ImportEntry, Record, Row};
use crate::store;
use crate::store::{ErrorKind, ImportSession};

/// Rows that are looked into together: names are looked up for all of them at once.
pub(crate) const BATCH: usize = 1_000;

/// A row that was taken in, and its result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntakeRow {
    /// Line or number in its file.
    pub(crate) line: u64,
    /// The row as read.
    pub(crate) raw: Row,
    pub(crate) end: RowResult,
    /// It is linked to an account, or to somebody in the book.
    pub(crate) linked: bool,
    /// It holds watch words.
    pub(crate) watched: bool,
}

/// Takes a batch in: for triggers, accounts are looked for where they name no company, and watch words where `watch`
/// says so.
pub(crate) fn take(
    importing: &mut ImportSession<'_>,
    mut records: Vec<Record<ImportEntry>>,
    watch: bool,
) -> anyhow::Result<Vec<IntakeRow>> {
    let watched = look_into(importing, &mut records, watch).context("looking for accounts; nothing was kept")?;
    let mut watched = watched.into_iter();
    let mut taken = Vec::with_capacity(records.len());
    for Record { line, raw, value } in records {
        let watched = matches!(value, Ok(ImportEntry::Trigger(_))) && watched.next().unwrap_or(false);
        let put = match value {
            Err(reason) => Ok((RowResult::Rejected(reason), false)),
            Ok(entry) => match put(importing, &entry) {
                // What the book refuses is a rejected row like any other.
                Err(error) if error.kind == ErrorKind::Refused => Ok((RowResult::Rejected(error.detail), false)),
                put => put,
            },
        };
        let (end, linked) = put.with_context(|| format!("taking in line {line}; nothing was kept"))?;
        taken.push(IntakeRow { line, raw, end, linked, watched });
    }
    Ok(taken)
}

/// One entry; and whether it is linked to an account or to somebody in the book.
fn put(importing: &mut ImportSession<'_>, entry: &ImportEntry) -> store::Result<(RowResult, bool)> {
    let entered = |end: RowResult| (!matches!(end, RowResult::Rejected(_)), end);
    match entry {
        ImportEntry::Account(account) => Ok((importing.account(account)?, false)),
        ImportEntry::Contact(record) => {
            let ContactRecord { contact, company, company_external, company_domain } = &**record;
            let (company, domain) = (company.as_deref(), company_domain.as_deref());
            let (linked, end) = entered(importing.contact(contact, company, domain, company_external.as_ref())?);
            Ok((end, linked))
        }
        ImportEntry::Trigger(trigger) => importing.trigger(trigger),
        ImportEntry::Call(made) => {
            let (linked, end) = entered(importing.call(made)?);
            Ok((end, linked))
        }
        ImportEntry::Plan(invite) => {
            let (linked, end) = entered(importing.plan(invite)?);
            Ok((end, linked))
        }
        ImportEntry::Barred(DoNotCallRecord { values, digits, name, why }) => {
            importing.do_not_call(values, digits.as_deref(), name.as_deref(), why.as_deref())
        }
    }
}

/// Looks for accounts and watch words in the triggers among them; which of those hold watch words, in their order.
fn look_into(
    importing: &mut ImportSession<'_>,
    records: &mut [Record<ImportEntry>],
    watch: bool,
) -> store::Result<Vec<bool>> {
    let among = |record: &mut Record<ImportEntry>| match &mut record.value {
        Ok(ImportEntry::Trigger(trigger)) => Some(std::mem::take(&mut **trigger)),
        _ => None,
    };
    let mut triggers: Vec<Trigger> = records.iter_mut().filter_map(among).collect();
    if triggers.is_empty() {
        return Ok(Vec::new());
    }
    let watched = importing.look_into(&mut triggers, watch)?;
    let mut looked = triggers.into_iter();
    for record in records {
        if let Ok(ImportEntry::Trigger(place)) = &mut record.value
            && let Some(trigger) = looked.next()
        {
            **place = trigger;
        }
    }
    Ok(watched)
}

//! Imports rows in batches; every file and feed is imported through here.

use anyhow::Context;

use crate::domain::account::Account;
use crate::domain::query::RowResult;
use crate::domain::trigger::Trigger;
use crate::exchange::{ContactRecord, DoNotCallRecord, ImportEntry, Record, Row};
use crate::store;
use crate::store::{ErrorKind, ImportSession};

/// Rows of a batch; names are looked up for all of them at once.
pub(crate) const BATCH: usize = 1_000;

/// An imported row and its result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntakeRow {
    /// Line of the file, or number of the entry.
    pub(crate) line: u64,
    /// The row as read.
    pub(crate) raw: Row,
    pub(crate) end: RowResult,
    /// True if the row is linked to an account, or belongs to somebody in the book.
    pub(crate) linked: bool,
    /// True if the row is a trigger that waits for a day.
    pub(crate) undated: bool,
    /// True if the row contains watch words.
    pub(crate) watched: bool,
}

/// Imports a batch. Triggers that name no company are searched for accounts and, with `watch`, for watch words.
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
        let undated = matches!(&value, Ok(ImportEntry::Trigger(trigger)) if trigger.is_undated());
        let put = match value {
            Err(reason) => Ok((RowResult::Rejected(reason), false)),
            Ok(entry) => match put(importing, &entry) {
                // What the book refuses is a rejected row like any other.
                Err(error) if error.kind == ErrorKind::Refused => Ok((RowResult::Rejected(error.detail), false)),
                put => put,
            },
        };
        let (end, linked) = put.with_context(|| format!("taking in line {line}; nothing was kept"))?;
        taken.push(IntakeRow { line, raw, end, linked, undated, watched });
    }
    Ok(taken)
}

/// Imports one entry; also returns whether it is linked to an account or belongs to somebody in the book.
fn put(importing: &mut ImportSession<'_>, entry: &ImportEntry) -> store::Result<(RowResult, bool)> {
    let entered = |end: RowResult| (!matches!(end, RowResult::Rejected(_)), end);
    match entry {
        ImportEntry::Account(account) => Ok((importing.account(account)?, false)),
        ImportEntry::Contact(record) => {
            let ContactRecord { contact, company, company_external, company_domain, employer } = &**record;
            let (company, domain) = (company.as_deref(), company_domain.as_deref());
            let (linked, end) = entered(importing.contact(contact, company, domain, company_external.as_ref())?);
            if !linked || *employer == Account::default() {
                return Ok((end, linked));
            }
            let told = importing.tell_employer(employer, company, domain, company_external.as_ref())?;
            Ok((if told && end == RowResult::Same { RowResult::Updated } else { end }, linked))
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
        ImportEntry::Barred(record) => barred(importing, record),
    }
}

/// Lists a row's numbers and addresses, and its company.
fn barred(importing: &mut ImportSession<'_>, record: &DoNotCallRecord) -> store::Result<(RowResult, bool)> {
    let DoNotCallRecord { values, digits, name, company, why, from_book } = record;
    if company.is_empty() {
        return importing.do_not_call(values, digits.as_deref(), name.as_deref(), why.as_deref());
    }
    let (listed, known) = importing.do_not_call_company(company, why.as_deref(), !from_book)?;
    if values.is_empty() && digits.is_none() && name.is_none() {
        return Ok((listed, known));
    }
    let (end, somebodys) = importing.do_not_call(values, digits.as_deref(), name.as_deref(), why.as_deref())?;
    let end = match (end, listed) {
        (RowResult::Same | RowResult::Rejected(_), listed) => listed,
        (end @ (RowResult::Created | RowResult::Updated), _) => end,
    };
    Ok((end, known || somebodys))
}

/// Searches the triggers of a batch for accounts and watch words; returns for each trigger whether it contains watch
/// words.
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

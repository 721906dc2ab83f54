//! The order in which the meetings of a calendar come in.

use chrono::{DateTime, Utc};

use crate::exchange::{ExchangeError, ImportEntry, Record, Records};

/// Most meetings that are sorted together.
const MANY: usize = 20_000;

/// Sorts meetings by when they take place next: of several with one person, the plan is for the first. Rows that are no
/// meeting ahead stand before them, in the order of the file.
pub(super) fn next_first(mut records: Records<ImportEntry>, now: DateTime<Utc>) -> Records<ImportEntry> {
    let (mut ready, mut failed) = (Vec::new().into_iter(), None);
    Box::new(std::iter::from_fn(move || {
        if ready.len() == 0 && failed.is_none() {
            let mut some: Vec<Record<ImportEntry>> = Vec::new();
            while some.len() < MANY
                && let Some(record) = records.next()
            {
                match record {
                    Ok(record) => some.push(record),
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            some.sort_by_cached_key(|record| next_of(record, now));
            ready = some.into_iter();
        }
        let next: Option<Result<_, ExchangeError>> = ready.next().map(Ok);
        next.or_else(|| failed.take().map(Err))
    }))
}

fn next_of(record: &Record<ImportEntry>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match &record.value {
        Ok(ImportEntry::Plan(invite)) => invite.next(now)?.instant(),
        Ok(
            ImportEntry::Account(_)
            | ImportEntry::Contact(_)
            | ImportEntry::Trigger(_)
            | ImportEntry::Call(_)
            | ImportEntry::Barred(_),
        )
        | Err(_) => None,
    }
}

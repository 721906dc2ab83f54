//! Triggers that were read → the book, a batch at a time: the one way in for files and feeds.

use anyhow::Context;

use crate::domain::rows::RowEnd;
use crate::domain::trigger::Trigger;
use crate::exchange::{Record, TriggerRecord};
use crate::store::{ErrorKind, Importing};

/// Triggers that are looked into together: names are looked up for all of them at once.
pub(super) const BATCH: usize = 1_000;

/// How one of them ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taken {
    /// Line or number in its file.
    pub(super) line: u64,
    /// The row as read, clipped.
    pub(super) raw: String,
    /// How it ended.
    pub(super) end: RowEnd,
    /// It is linked to an account.
    pub(super) linked: bool,
    /// It holds watch words.
    pub(super) watched: bool,
}

/// Takes a batch in: accounts are looked for where it names no company, watch words where `watch` says so.
pub(super) fn take(
    importing: &mut Importing<'_>,
    records: Vec<Record<TriggerRecord>>,
    watch: bool,
) -> anyhow::Result<Vec<Taken>> {
    let mut triggers: Vec<Trigger> = Vec::new();
    let mut rows: Vec<(u64, String, Result<usize, String>)> = Vec::new();
    for Record { line, raw, value } in records {
        let place = value.map(|trigger| {
            triggers.push(trigger);
            triggers.len() - 1
        });
        rows.push((line, raw, place));
    }
    let watched = importing.look_into(&mut triggers, watch).context("looking for accounts; nothing was kept")?;
    let mut taken = Vec::with_capacity(rows.len());
    for (line, raw, place) in rows {
        let found = place.as_ref().ok().copied();
        let put = match place {
            Err(reason) => Ok((RowEnd::Rejected(reason), false)),
            Ok(at) => match triggers.get(at).map(|trigger| importing.trigger(trigger)) {
                Some(Err(error)) if error.kind == ErrorKind::Refused => Ok((RowEnd::Rejected(error.detail), false)),
                Some(put) => put,
                None => continue,
            },
        };
        let (end, linked) = put.with_context(|| format!("taking in number {line}; nothing was kept"))?;
        let watched = found.and_then(|at| watched.get(at)).copied().unwrap_or(false);
        taken.push(Taken { line, raw, end, linked, watched });
    }
    Ok(taken)
}

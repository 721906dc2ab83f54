//! Says what a damaged book, or a clock that went back, means for whoever works with the book, and what to do.

use std::path::Path;

use anyhow::anyhow;
use chrono::FixedOffset;

use crate::clock::Clock;
use crate::domain::text::pluralize;
use crate::store::{Backup, Backups, ErrorKind, Store, StoreError};

/// Adds to the error of a damaged book which parts of it are whole, and the backup to go back to, where there is one.
pub fn explain(book: &Path, error: StoreError, clock: &dyn Clock) -> anyhow::Error {
    let way = if is_lost(&error) { way_back(book, *clock.now().0.offset()) } else { None };
    match (explain_parts(book, &error, clock), way) {
        (says, Some(way)) => anyhow!("{says}. {way}"),
        (says, None) if says != error.to_string() => anyhow!(says),
        (_says, None) => error.into(),
    }
}

/// Returns the error of a book with which parts of it are whole, where it is damaged.
pub fn explain_parts(book: &Path, error: &StoreError, clock: &dyn Clock) -> String {
    let parts = (error.kind == ErrorKind::Damaged).then(|| Store::what_is_whole(book, clock)).flatten();
    parts.map_or_else(|| error.to_string(), |parts| format!("{error}. {parts}"))
}

/// Returns true if a backup can take the place of what stands there.
pub fn is_lost(error: &StoreError) -> bool {
    match error.kind {
        ErrorKind::Damaged | ErrorKind::NotOurs => true,
        ErrorKind::Locked
        | ErrorKind::Newer
        | ErrorKind::Older
        | ErrorKind::Full
        | ErrorKind::ReadOnly
        | ErrorKind::Sealed
        | ErrorKind::Missing
        | ErrorKind::Refused
        | ErrorKind::Sqlite => false,
    }
}

/// Says which backup to go back to; `None` if there is none.
fn way_back(book: &Path, here: FixedOffset) -> Option<String> {
    let latest = Backups::of_book(book).list().into_iter().find(Backup::is_sound)?;
    Some(format!("`whynow restore` goes back to the backup of {}", latest.made(here)))
}

/// Returns what is wrong with a book that can be used all the same, in sentences without their full stop.
pub fn warnings(store: &Store) -> Vec<String> {
    let settings = store.settings_fault().map(|says| match way_back(store.path(), store.here()) {
        Some(way) => format!("{says}. {way}"),
        None => says,
    });
    let clock = store.clock_went_back().ok().flatten().map(|ahead| {
        let written = ahead.written.with_timezone(&store.here()).format("%a %-d %b %Y %H:%M");
        let mend = if ahead.is_refused { "; if it was wrong then, `whynow doctor --mend` mends it" } else { "" };
        format!("The clock went back: the book was last written on {written}. Set the machine's clock right if it is wrong{mend}")
    });
    settings.into_iter().chain(clock).chain(copies(store)).collect()
}

/// Says that copies of a sealed book are not sealed as it is: somebody left them so, or sealing it was cut off.
fn copies(store: &Store) -> Option<String> {
    let others =
        store.is_sealed().then(|| Backups::of_book(store.path()).sealed_otherwise().len()).filter(|n| *n > 0)?;
    let copies = pluralize(others, "copy beside the book is", "copies beside the book are");
    Some(format!("{copies} not sealed as the book is: `whynow seal` asks what to do"))
}

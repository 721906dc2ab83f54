//! Exports open promises to a calendar file.

use std::io::Write;

use anyhow::Context;
use chrono::FixedOffset;

use crate::exchange::ical;
use crate::exchange::ical::write::DuePromise;
use crate::store::Store;

/// Promises held in memory at a time.
const PAGE: usize = 500;

/// How many promises are in a calendar file, and how many were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CalendarExport {
    /// Number of promises with a day, which are in the file.
    pub events: u64,
    /// Number of promises without a day, which a calendar cannot hold.
    pub undated: u64,
}

/// Writes every open promise with a day as a calendar event. `own` is the clock of hours that were agreed where the
/// person's clock was unknown.
///
/// # Errors
/// When the book cannot be read, or `out` fails.
pub fn write(store: &Store, own: FixedOffset, out: &mut dyn Write) -> anyhow::Result<CalendarExport> {
    let cannot = "the calendar cannot be written";
    let (mut written, mut after) = (CalendarExport::default(), None);
    ical::write::begin(out).context(cannot)?;
    loop {
        let page = store.whole_promises(after, PAGE)?;
        for row in page.rows {
            let Some(by) = row.promise.by else {
                written.undated += 1;
                continue;
            };
            let (contact, account) = (row.contact, row.account);
            let at = row.promise.due_at(&own);
            let (id, what, whose) = (row.promise.id, row.promise.what, row.promise.whose);
            let due = DuePromise { id, what, by, at, phone: row.phone, whose, contact, account, made: row.made };
            ical::write::event(out, &due).context(cannot)?;
            written.events += 1;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    ical::write::end(out).context(cannot)?;
    Ok(written)
}

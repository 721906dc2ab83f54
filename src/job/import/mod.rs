//! Imports a file: every row ends as created, updated, same or rejected, and one undo reverts all of it.

pub(super) mod batch;
pub(crate) mod days_ahead;
mod meetings;
mod pipe;
pub mod presets;
mod rejects;
pub(super) mod source_file;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use chrono::DateTime;

use crate::clock::Clock;
use crate::domain::import::options::{Import, ReadOptions};
use crate::domain::look_alike;
use crate::domain::progress::JobProgress;
use crate::domain::query::{GoneAccounts, ImportKind, ImportReport, Reject, RowResult};
use crate::exchange;
use crate::exchange::budget::{Budget, Halt, Limits};
use crate::exchange::{ExchangeError, ImportEntry, Record, RecordReader, Records};
use crate::store::{ImportSession, Occasion, Store};

use batch::IntakeRow;
use source_file::{Meter, name_of, open};

pub use source_file::{check_source, gives_once};

use super::file::permit::{Replace, WritePermit};
use super::file::protected::Spared;
use rejects::RejectsWriter;

/// The command that writes the rejected rows.
pub const COMMAND: &str = "import";
/// Most files of rejected rows beside one list.
const MOST_NUMBERED: u32 = 1_000;
/// Most rejected rows that a report lists.
const REJECTS: usize = 10_000;
/// Length in bytes from which the dry run of a file works on a copy of the book; a shorter file blocks other writers
/// for a second at most.
const LONG: u64 = 1024 * 1024;
/// Milliseconds after which a batch is taken in even if it is not full: others who write to the book wait for it.
const READING: i64 = 200;

/// Answer of a progress callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proceed {
    /// Continue the job.
    Go,
    /// Stop the job; the book stays as it was.
    Cancel,
}

/// Returns the work that one file may be, by this clock; `cancel` stops it from any thread.
pub fn budget(limits: Limits, clock: &Arc<dyn Clock>, cancel: &Arc<AtomicBool>) -> Budget {
    let clock = Arc::clone(clock);
    Budget::new(limits, move || clock.now().millis(), Arc::clone(cancel))
}

/// Imports a file. `progress` is called every 1,000 rows, or sooner where they come slowly, and may cancel.
///
/// # Errors
/// When the file cannot be read in its format or within its budget, or the book cannot be written or is damaged; then the
/// book is unchanged.
pub fn run(
    store: &mut Store,
    import: &Import,
    budget: &Budget,
    progress: &mut dyn FnMut(JobProgress) -> Proceed,
) -> anyhow::Result<ImportReport> {
    let file = name_of(&import.path);
    let (bytes, meter) = open(&import.path, budget)?;
    let mut run = ImportRun {
        report: ImportReport { file: file.clone(), dry_run: import.dry_run, ..ImportReport::default() },
        rejects: None,
        meter,
        began: store.millis(),
        progress,
    };
    let own = store.own_presets().context("reading your presets")?;
    let (kind, how, own) = presets::resolve_options(&own, import, budget)?;
    let country = how.country.as_deref().map(str::to_uppercase);
    let mut reading = match exchange::read(&file, bytes, kind, &how_here(how, store), store.here()) {
        Err(ExchangeError::Halted { halt: Halt::Cancelled, .. }) => {
            run.note_cancelled();
            return Ok(run.report);
        }
        reading => reading?,
    };
    reading.likeness = own.map(presets::of_own).or(reading.likeness);
    if import.dry_run && (run.meter.open_ended || run.meter.length > LONG) {
        // The real import on a copy: whoever writes to the book meanwhile need not wait. A workbook of a few kilobytes may
        // hold a million rows.
        run.rows(store.copy_to_try()?.store(), import, reading, country.as_deref())?;
    } else {
        run.rows(store, import, reading, country.as_deref())?;
    }
    Ok(run.report)
}

/// Completes the options for this book: telephone numbers without a country code belong to the book's country unless
/// another one is given, and a team's own kinds of trigger are known.
fn how_here(how: ReadOptions, store: &Store) -> ReadOptions {
    let said = how.country.as_deref().map(str::to_uppercase);
    let country = said.or_else(|| store.home().map(str::to_owned));
    ReadOptions { country, kinds: store.rules().kinds.clone(), ..how }
}

/// Returns what an import may do where its rejected rows go.
fn permit(store: &Store, import: &Import) -> WritePermit {
    let spared = Spared::book(store.path()).and(&import.path, "the file that is read");
    WritePermit::new(spared, COMMAND, Replace::any_if(import.replace_rejects))
}

/// Returns the place for the rejected rows if it may be written, else the first free one of its numbered neighbours:
/// `list-rejects.csv`, `list-rejects-2.csv`. For places that nobody has named.
pub fn free_place_of_rejects(store: &Store, import: &Import) -> Option<PathBuf> {
    let (named, permit) = (import.rejects.as_deref()?, permit(store, import));
    let stem = named.file_stem()?.to_string_lossy().into_owned();
    let numbered = (2..=MOST_NUMBERED).map(|n| named.with_file_name(format!("{stem}-{n}.csv")));
    std::iter::once(named.to_owned()).chain(numbered).find(|place| permit.check(place).is_ok())
}

/// One run of an import.
struct ImportRun<'a> {
    report: ImportReport,
    rejects: Option<RejectsWriter>,
    meter: Meter,
    began: i64,
    progress: &'a mut dyn FnMut(JobProgress) -> Proceed,
}

impl ImportRun<'_> {
    /// Imports every row in one import session and finishes it, or leaves the book unchanged. `country` is the one (ISO
    /// code) that the user or their preset said the telephone numbers are of.
    fn rows(
        &mut self,
        store: &mut Store,
        import: &Import,
        reading: RecordReader<ImportEntry>,
        country: Option<&str>,
    ) -> anyhow::Result<()> {
        // A table says itself what its rows are; feeds are watched for words.
        let watch = reading.mapping.is_empty();
        self.report.kind = reading.kind;
        self.report.format = reading.format;
        self.report.header = reading.header;
        self.report.likeness = reading.likeness;
        self.report.mapping = reading.mapping;
        let permit = permit(store, import);
        let rejects = import.rejects.as_deref().map(|path| RejectsWriter::begin(path, &permit, &self.report.header));
        self.rejects = rejects.transpose()?;
        self.report.days_open = reading.days_open;
        let (slow, mut records) = (gives_once(&import.path), reading.records);
        if reading.kind == ImportKind::Invites {
            records =
                meetings::next_first(records, DateTime::from_timestamp_millis(store.millis()).unwrap_or_default());
        }
        let today = days_ahead::today(store);
        // Before the book is locked: nobody who writes to it waits for the first rows of a slow file.
        let mut batch = match next_batch(&mut records, &|| store.millis()) {
            Err(error) if is_cancelled(&error) => {
                self.note_cancelled();
                return Ok(());
            }
            first => first?,
        };
        if !import.dry_run {
            self.report.notes.extend(store.back_up_before(Occasion::Import)?);
        }
        let mut importing = store.begin_import(reading.kind, &self.report.file, import.dry_run)?;
        if let Some(country) = country {
            importing.set_home(country);
        }
        // Where an error leaves this function, dropping the import leaves the book as it was.
        while !batch.is_empty() {
            note_look_alikes(&batch, &reading.notes);
            days_ahead::settle(&mut batch, today, Some(&reading.notes));
            let taken =
                batch::take(&mut importing, batch, watch).with_context(|| format!("importing {}", self.report.file))?;
            for taken in taken {
                self.report.matched += u64::from(taken.linked);
                self.count(&taken)?;
            }
            // The next rows of a pipe may be long in coming.
            let commit = if slow { ImportSession::commit_part } else { ImportSession::maybe_commit };
            commit(&mut importing)?;
            let at =
                JobProgress { millis: importing.millis_since(self.began), ..self.meter.pace(self.report.totals.read) };
            if (self.progress)(at) == Proceed::Cancel {
                return self.cancel(importing);
            }
            batch = match next_batch(&mut records, &|| importing.millis()) {
                Err(error) if is_cancelled(&error) => return self.cancel(importing),
                next => next?,
            };
        }
        self.keep(importing, &reading.notes)
    }

    fn keep(&mut self, importing: ImportSession<'_>, notes: &exchange::Notes) -> anyhow::Result<()> {
        self.report.notes.extend(notes.lines());
        self.report.notes.extend(importing.notes());
        // A table of rejected rows that cannot be written stops the import while nothing is kept.
        if let Some(rejects) = self.rejects.take() {
            self.report.rejects_in = rejects.finish()?;
        }
        self.report.gone = importing.gone()?;
        self.report.notes.extend(self.report.gone.iter().map(GoneAccounts::words));
        self.report.known_by = importing.known_by();
        self.report.unsure = importing.unsure_rows();
        self.report.import = importing.finish()?;
        Ok(())
    }

    fn count(&mut self, taken: &IntakeRow) -> anyhow::Result<()> {
        self.report.totals.count(&taken.end);
        let RowResult::Rejected(reason) = &taken.end else { return Ok(()) };
        if let Some(rejects) = &mut self.rejects {
            rejects.row(taken.line, reason, &taken.raw)?;
        }
        if self.report.rejects.len() < REJECTS {
            let reject = Reject { line: taken.line, reason: reason.clone(), row: taken.raw.clipped() };
            self.report.rejects.push(reject);
        }
        Ok(())
    }

    fn cancel(&mut self, importing: ImportSession<'_>) -> anyhow::Result<()> {
        importing.abandon().context("taking the stopped import back")?;
        self.note_cancelled();
        Ok(())
    }

    fn note_cancelled(&mut self) {
        let rows = self.report.totals.read;
        self.report.cancelled = true;
        self.report.notes = vec![format!("stopped after {rows} rows; nothing was kept")];
    }
}

/// Tells of companies that look like others, by letters of another script. They come in all the same.
fn note_look_alikes(rows: &[Record<ImportEntry>], notes: &exchange::Notes) {
    for row in rows {
        let (name, domain) = match &row.value {
            Ok(ImportEntry::Account(account)) => (Some(&account.name), account.domain.as_ref()),
            Ok(ImportEntry::Contact(person)) => (person.company.as_ref(), person.company_domain.as_ref()),
            Ok(ImportEntry::Trigger(trigger)) => (trigger.company.as_ref(), None),
            Ok(ImportEntry::Call(_) | ImportEntry::Barred(_) | ImportEntry::Plan(_)) | Err(_) => (None, None),
        };
        let found = name.and_then(|name| look_alike::in_name(name));
        if let Some(found) = found.or_else(|| look_alike::in_domain(domain?)) {
            let letter = format!("look twice: a {} letter drawn like a Latin one", found.script());
            notes.count_word(&letter, Some(&found.word), row.line);
        }
    }
}

/// Reads the rows of the next batch, fewer where they come slowly; none at the end.
fn next_batch(
    records: &mut Records<ImportEntry>,
    millis: &dyn Fn() -> i64,
) -> Result<Vec<Record<ImportEntry>>, ExchangeError> {
    let (until, mut rows) = (millis() + READING, Vec::new());
    while rows.len() < batch::BATCH
        && let Some(row) = records.next().transpose()?
    {
        rows.push(row);
        if millis() >= until {
            break;
        }
    }
    Ok(rows)
}

fn is_cancelled(error: &ExchangeError) -> bool {
    matches!(error, ExchangeError::Halted { halt: Halt::Cancelled, .. })
}

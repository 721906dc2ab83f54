//! A file → the book: every row ends as created, updated, same or rejected, and one undo takes all of it back.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::Context;

use crate::domain::rows::{ImportKind, ImportReport, Reject, RowEnd};
use crate::exchange::{self, AccountRecord, BarredRecord, CallRecord, ContactRecord, Reading, Record, TriggerRecord};
use crate::store::{ErrorKind, Importing, Store};

use super::intake;

/// Rejected rows that a report lists.
const REJECTS: usize = 10_000;
/// Rows between two words about the progress.
const STEP: u64 = 2_000;

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What its rows are.
    pub kind: ImportKind,
    /// The file; `-` is the standard input.
    pub path: PathBuf,
    /// The real import, rolled back.
    pub dry_run: bool,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Length of the file in bytes; 0 where it is not known.
    pub of_bytes: u64,
}

/// The answer to progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Go on.
    Go,
    /// Stop; the book stays as it was.
    Cancel,
}

/// Imports a file. `progress` is asked every 2,000 rows and at the end.
///
/// # Errors
/// The file cannot be read as what it should be, or the book fails; then the book is as it was.
pub fn run(
    store: &mut Store,
    import: &Import,
    progress: &mut dyn FnMut(Progress) -> Keep,
) -> anyhow::Result<ImportReport> {
    let file = name_of(&import.path);
    let (bytes, meter) = open(&import.path)?;
    let mut run = Run {
        report: ImportReport { file: file.clone(), dry_run: import.dry_run, ..ImportReport::default() },
        meter,
        progress,
    };
    match import.kind {
        ImportKind::Accounts => {
            let reading = exchange::accounts(&file, bytes)?;
            run.rows(store, import, reading, |importing, account: AccountRecord, _| importing.account(&account))?;
        }
        ImportKind::Contacts => {
            let reading = exchange::contacts(&file, bytes)?;
            run.rows(store, import, reading, |importing, record: ContactRecord, report| {
                let ContactRecord { contact, company, company_external, company_domain } = &record;
                let end = importing.contact(
                    contact,
                    company.as_deref(),
                    company_domain.as_deref(),
                    company_external.as_ref(),
                )?;
                report.matched += u64::from(!matches!(end, RowEnd::Rejected(_)));
                Ok(end)
            })?;
        }
        ImportKind::Triggers => {
            let reading = exchange::triggers(&file, bytes)?;
            run.triggers(store, import, reading)?;
        }
        ImportKind::Calls => {
            let reading = exchange::calls(&file, bytes, store.here())?;
            run.rows(store, import, reading, |importing, made: CallRecord, report| {
                let end = importing.call(&made)?;
                report.matched += u64::from(!matches!(end, RowEnd::Rejected(_)));
                Ok(end)
            })?;
        }
        ImportKind::DoNotCall => {
            let reading = exchange::do_not_call(&file, bytes)?;
            run.rows(store, import, reading, |importing, entry: BarredRecord, report| {
                let BarredRecord { values, digits, name, why } = &entry;
                let (end, known) = importing.do_not_call(values, digits.as_deref(), name.as_deref(), why.as_deref())?;
                report.matched += u64::from(known);
                Ok(end)
            })?;
        }
    }
    Ok(run.report)
}

/// Writes the rejected rows as a table, to be corrected and imported again.
///
/// # Errors
/// The writer fails.
pub fn write_rejects<W: Write>(report: &ImportReport, out: W) -> anyhow::Result<()> {
    let rows =
        report.rejects.iter().map(|reject| vec![reject.line.to_string(), reject.reason.clone(), reject.row.clone()]);
    exchange::write_csv(out, &["line", "reason", "row"], rows).context("writing the rejected rows")
}

/// One import on its way.
struct Run<'a> {
    report: ImportReport,
    meter: Meter,
    progress: &'a mut dyn FnMut(Progress) -> Keep,
}

impl Run<'_> {
    /// Takes every row into one import; keeps it, or leaves the book as it was.
    fn rows<T>(
        &mut self,
        store: &mut Store,
        import: &Import,
        reading: Reading<T>,
        mut put: impl FnMut(&mut Importing<'_>, T, &mut ImportReport) -> crate::store::Result<RowEnd>,
    ) -> anyhow::Result<()> {
        self.report.format = reading.format;
        self.report.mapping = reading.mapping;
        let mut importing = store.begin_import(import.kind, &self.report.file, import.dry_run)?;
        // Where an error leaves this function, dropping the import leaves the book as it was.
        for record in reading.records {
            let Record { line, raw, value } = record?;
            let end = ended(value, |value| put(&mut importing, value, &mut self.report))
                .with_context(|| format!("importing line {line} of {}; nothing was kept", self.report.file))?;
            self.count(&end, line, raw);
            if self.report.totals.read.is_multiple_of(STEP) && self.ask() == Keep::Cancel {
                return self.cancel(importing);
            }
        }
        if self.ask() == Keep::Cancel {
            return self.cancel(importing);
        }
        self.keep(importing, &reading.notes)
    }

    /// The same for triggers, a batch at a time.
    fn triggers(&mut self, store: &mut Store, import: &Import, reading: Reading<TriggerRecord>) -> anyhow::Result<()> {
        // A table says itself what its rows are; feeds are watched for words.
        let watch = reading.mapping.is_empty();
        self.report.format = reading.format;
        self.report.mapping = reading.mapping;
        let mut importing = store.begin_import(import.kind, &self.report.file, import.dry_run)?;
        let mut records = reading.records.peekable();
        while records.peek().is_some() {
            let batch = records.by_ref().take(intake::BATCH).collect::<Result<Vec<_>, _>>()?;
            for taken in intake::take(&mut importing, batch, watch)? {
                self.report.matched += u64::from(taken.linked);
                self.count(&taken.end, taken.line, taken.raw);
            }
            if self.ask() == Keep::Cancel {
                return self.cancel(importing);
            }
        }
        self.keep(importing, &reading.notes)
    }

    fn keep(&mut self, importing: Importing<'_>, notes: &exchange::Notes) -> anyhow::Result<()> {
        self.report.notes.extend(notes.lines());
        self.report.notes.extend(importing.notes());
        self.report.import = importing.finish()?;
        Ok(())
    }

    fn count(&mut self, end: &RowEnd, line: u64, row: String) {
        self.report.totals.count(end);
        if let RowEnd::Rejected(reason) = end
            && self.report.rejects.len() < REJECTS
        {
            self.report.rejects.push(Reject { line, reason: reason.clone(), row });
        }
    }

    fn ask(&mut self) -> Keep {
        let rows = self.report.totals.read;
        (self.progress)(Progress { rows, bytes: self.meter.read.get(), of_bytes: self.meter.length })
    }

    fn cancel(&mut self, importing: Importing<'_>) -> anyhow::Result<()> {
        importing.abandon().context("taking the stopped import back")?;
        let rows = self.report.totals.read;
        self.report.cancelled = true;
        self.report.notes = vec![format!("stopped after {rows} rows; nothing was kept")];
        Ok(())
    }
}

/// How a row ends: what the book refuses is a rejected row like any other.
fn ended<T>(
    value: Result<T, String>,
    put: impl FnOnce(T) -> crate::store::Result<RowEnd>,
) -> crate::store::Result<RowEnd> {
    match value.map(put) {
        Ok(Err(error)) if error.kind == ErrorKind::Refused => Ok(RowEnd::Rejected(error.detail)),
        Ok(end) => end,
        Err(reason) => Ok(RowEnd::Rejected(reason)),
    }
}

/// What a file is called in messages.
fn name_of(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    crate::domain::text::clean_line(&name, 120)
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Counts what is read.
struct Meter {
    read: Rc<Cell<u64>>,
    length: u64,
}

struct Metered {
    inner: Box<dyn Read>,
    read: Rc<Cell<u64>>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

/// Why a file could not be opened, and what to do.
fn unopened(shown: &str, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!("There is no file {shown}; check the name and the folder"),
        io::ErrorKind::PermissionDenied => anyhow::anyhow!("{shown} may not be read; check its permissions"),
        _other => anyhow::anyhow!("{shown} could not be opened: {error}"),
    }
}

fn open(path: &Path) -> anyhow::Result<(Metered, Meter)> {
    let shown = crate::domain::text::clean_line(&path.to_string_lossy(), 400);
    let (inner, length): (Box<dyn Read>, u64) = if is_stdin(path) {
        (Box::new(io::stdin()), 0)
    } else {
        let opened = File::open(path).map_err(|error| unopened(&shown, &error))?;
        let data = opened.metadata().with_context(|| format!("{shown} could not be read"))?;
        anyhow::ensure!(!data.is_dir(), "{shown} is a folder: name one file");
        (Box::new(opened), data.len())
    };
    let read = Rc::new(Cell::new(0));
    Ok((Metered { inner, read: Rc::clone(&read) }, Meter { read, length }))
}

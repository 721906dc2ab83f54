//! Restores an archive; every line is checked before anything enters the book.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::manifest::{LogEnd, MANIFEST, Manifest, README, TABLES, VERSION, file_of};
use crate::clock::Clock;
use crate::domain::import::merge_report::MergeReport;
use crate::domain::text::clean_line;
use crate::job::file::half_written::Half;
use crate::store::{ArchiveRestore, Occasion, Store, WholeTable};

/// Longest line that is read, in bytes; the longest row of a book is far shorter.
const LINE: u64 = 4 * 1024 * 1024;
/// Files that operating systems put into folders; they are ignored.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Report of a restore.
#[derive(Debug)]
pub struct RestoreReport {
    pub rows: u64,
    /// Counts of new and changed rows.
    pub report: MergeReport,
    /// True if the book was created by the restore.
    pub made: bool,
}

/// Restores an archive: into a new book at `book`, or merged row by row into the one that exists.
///
/// # Errors
/// When anything in the folder is not as whynow writes it; one sentence that names file and line. Nothing is kept then.
pub fn import(folder: &Path, book: &Path, clock: &Arc<dyn Clock>) -> Result<RestoreReport> {
    // Before anything else: a folder that is no archive must leave neither a new book nor a backup behind.
    let manifest = looked_at(folder)?;
    if book.exists() {
        let mut store = Store::open(book, Arc::clone(clock))?;
        let unbacked = store.back_up_before(Occasion::Import)?;
        let (rows, mut report) = restore_into(&mut store, folder, manifest)?;
        report.unbacked = unbacked;
        return Ok(RestoreReport { rows, report, made: false });
    }
    free(book)?;
    let half = Half::of(book);
    // The store closes at the end of this block: that folds the write-ahead log into the file, which moves alone.
    let taken = {
        let mut store = Store::create(half.path(), Arc::clone(clock))?;
        let taken = restore_into(&mut store, folder, manifest)?;
        // A restored book begins a history of its own: undo must not empty it again.
        store.begin_history()?;
        taken
    };
    // Looked at again: another window may have made the book while the rows were read.
    free(book)?;
    half.put_new(book).with_context(|| format!("{} cannot be made", book.display()))?;
    let (rows, report) = taken;
    Ok(RestoreReport { rows, report, made: true })
}

/// Returns an error unless the path of a new book is free. SQLite would take another book's leftover write-ahead log
/// for the new one's.
fn free(book: &Path) -> Result<()> {
    let Some(name) = book.file_name() else { bail!("{} cannot be the name of a book", display_path(book)) };
    if book.exists() {
        bail!("{} was made meanwhile: say it again, and the rows are merged into it", display_path(book));
    }
    for end in ["-wal", "-journal"] {
        let mut log = name.to_owned();
        log.push(end);
        let log = book.with_file_name(log);
        if log.exists() {
            bail!("{} is left of another book: move it away first, or name another book", display_path(&log));
        }
    }
    Ok(())
}

fn display_path(path: &Path) -> String {
    clean_line(&path.to_string_lossy(), 300)
}

/// Checks that the folder contains what it should and nothing else, and only regular files. Returns its manifest.
fn looked_at(folder: &Path) -> Result<Manifest> {
    let found = fs::symlink_metadata(folder).with_context(|| format!("{} cannot be read", display_path(folder)))?;
    if !found.is_dir() {
        bail!("{} is not a folder: name the one that `whynow export --all` wrote", display_path(folder));
    }
    let manifest = manifest(&folder.join(MANIFEST), folder)?;
    let known: Vec<String> =
        tables_of(&manifest).map(|table| file_of(table.name)).chain([MANIFEST.to_owned()]).collect();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", display_path(folder)))? {
        let entry = entry.with_context(|| format!("{} cannot be read", display_path(folder)))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if LITTER.contains(&name.as_str()) {
            continue;
        }
        if !known.contains(&name) && name != README && !TABLES.contains(&name.as_str()) {
            bail!("{} is not a file of an archive: take it out of the folder", display_path(&entry.path()));
        }
        require_plain_file(&entry.path())?;
    }
    if let Some(missing) = known.iter().find(|name| !folder.join(name).exists()) {
        bail!("{} has no {missing}: an archive needs it", display_path(folder));
    }
    Ok(manifest)
}

/// Returns the tables for which a folder of this layout has files.
fn tables_of(manifest: &Manifest) -> impl Iterator<Item = WholeTable> {
    let version = manifest.version;
    Store::whole_tables().filter(move |table| table.since <= version)
}

/// Returns an error unless the path is a regular file: reading a pipe would block, and a link leads elsewhere.
fn require_plain_file(path: &Path) -> Result<()> {
    let found = fs::symlink_metadata(path).with_context(|| format!("{} cannot be read", display_path(path)))?;
    if !found.is_file() {
        bail!("{} is not a plain file", display_path(path));
    }
    Ok(())
}

fn manifest(path: &Path, folder: &Path) -> Result<Manifest> {
    if !path.exists() {
        bail!("{} has no {MANIFEST}: an archive needs it", display_path(folder));
    }
    require_plain_file(path)?;
    let mut text = Vec::new();
    let file = File::open(path).with_context(|| format!("{} cannot be read", display_path(path)))?;
    // A longer one is cut, and then no JSON.
    file.take(LINE).read_to_end(&mut text).with_context(|| format!("{} cannot be read", display_path(path)))?;
    let read: Value = serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", display_path(path)))?;
    // Before the typed parse: members of a newer layout would be reported as damage.
    if read.get("version").and_then(Value::as_u64).is_some_and(|version| version > u64::from(VERSION)) {
        bail!("{} was written by a newer whynow; install that version to bring it back", display_path(path));
    }
    serde_json::from_value(read).with_context(|| format!("{} is not as whynow writes it", display_path(path)))
}

fn restore_into(store: &mut Store, folder: &Path, manifest: Manifest) -> Result<(u64, MergeReport)> {
    let mut gathered = store.gather()?;
    let mut rows = 0;
    for table in tables_of(&manifest) {
        let path = folder.join(file_of(table.name));
        let read = table_of(&mut gathered, &table, &path)?;
        let wanted = manifest.rows.get(table.name).copied().unwrap_or(0);
        if read != wanted {
            bail!(
                "{} has {read} rows and should have {wanted} by {MANIFEST}: lines were lost or added",
                display_path(&path)
            );
        }
        rows += read;
    }
    let ends: Vec<_> = manifest.log.into_iter().map(|LogEnd { device, rows, hash }| (device, rows, hash)).collect();
    let name = clean_line(&folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy(), 120);
    let whole = gathered.end(&name, &ends)?;
    Ok((rows, store.take_whole(whole)?))
}

fn table_of(gathered: &mut ArchiveRestore, table: &WholeTable, path: &Path) -> Result<u64> {
    require_plain_file(path)?;
    let file = File::open(path).with_context(|| format!("{} cannot be read", display_path(path)))?;
    let mut input = BufReader::with_capacity(64 * 1024, file);
    let (mut bytes, mut line) = (Vec::new(), 0);
    loop {
        bytes.clear();
        let read = input.by_ref().take(LINE).read_until(b'\n', &mut bytes);
        if read.with_context(|| format!("{} cannot be read", display_path(path)))? == 0 {
            return Ok(line);
        }
        line += 1;
        let at = || format!("{}, line {line}", display_path(path));
        // The last line may lack its end; only one that fills the limit was cut.
        if bytes.last() != Some(&b'\n') && bytes.len() as u64 >= LINE {
            bail!("{}: longer than any row of a book. Nothing was imported", at());
        }
        let row: Map<String, Value> = match serde_json::from_slice(&bytes) {
            Ok(row) => row,
            Err(error) => bail!("{}: no row ({error}). Nothing was imported", at()),
        };
        if let Err(wrong) = gathered.put(table, line, &row) {
            bail!("{}: {wrong}. Nothing was imported", at());
        }
    }
}

//! Archives the book to a folder, which is written beside its target and renamed once everything is on disk.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::manifest::{LogEnd, MANIFEST, Manifest, README, TABLES, VERSION, file_of};
use crate::exchange::csv_write::TableWriter;
use crate::job::export::calls::{CALL, call_cells};
use crate::job::export::{
    ACCOUNT, BARRED, CONTACT, TRIGGER, account_cells, barred_cells, contact_cells, trigger_cells,
};
use crate::job::file::new_folder::NewFolder;
use crate::job::file::protected::Spared;
use crate::store::{ExportedContact, ExportedTrigger, Store};

/// Writes the whole book to a new folder that only its owner can read. Returns the number of rows.
///
/// # Errors
/// When the folder exists and is not empty, or when something cannot be written; then nothing of it stays.
pub fn export(store: &Store, folder: &Path) -> Result<u64> {
    let place = NewFolder::begin(folder, &Spared::book(store.path()))?;
    // One state of the book for all files: otherwise a row written meanwhile could refer to one that is missing.
    let rows = store.as_it_stands(|store| fill(store, &place))?;
    place.finish()?;
    Ok(rows)
}

/// One file of the archive that is being written.
struct ArchivePart {
    path: PathBuf,
    out: BufWriter<File>,
}

impl ArchivePart {
    fn new(folder: &NewFolder, name: &str) -> Result<ArchivePart> {
        let (path, file) = folder.file(name)?;
        Ok(ArchivePart { path, out: BufWriter::with_capacity(64 * 1024, file) })
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let written = self.out.write_all(line.as_bytes()).and_then(|()| self.out.write_all(b"\n"));
        written.with_context(|| format!("{} cannot be written", self.path.display()))
    }

    fn end(mut self) -> Result<()> {
        let ended = self.out.flush().and_then(|()| self.out.get_ref().sync_all());
        ended.with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

fn fill(store: &Store, folder: &NewFolder) -> Result<u64> {
    let log = store.log_ends()?.into_iter().map(|(device, rows, hash)| LogEnd { device, rows, hash }).collect();
    let mut manifest = Manifest { whynow: "a whole book".to_owned(), version: VERSION, rows: Default::default(), log };
    for table in Store::whole_tables() {
        let mut part = ArchivePart::new(folder, &file_of(table.name))?;
        let rows = store.each_whole(&table, |line| part.line(line))?;
        part.end()?;
        manifest.rows.insert(table.name.to_owned(), rows);
    }
    sheets(store, folder)?;
    let mut readme = ArchivePart::new(folder, README)?;
    readme.line(&readme_of())?;
    readme.end()?;
    // Last: a folder without it is not whole.
    let mut part = ArchivePart::new(folder, MANIFEST)?;
    part.line(&serde_json::to_string_pretty(&manifest)?)?;
    part.end()?;
    Ok(manifest.rows.values().sum())
}

/// Writes the CSV tables for people, ordered by id.
fn sheets(store: &Store, folder: &NewFolder) -> Result<()> {
    sheet(folder, "accounts.csv", &ACCOUNT, |row| {
        store.each_account(|account| row(&account_cells(&account))).map(drop)
    })?;
    sheet(folder, "contacts.csv", &CONTACT, |row| {
        store.each_contact(|(contact, account)| row(&contact_cells(&ExportedContact { contact, account }))).map(drop)
    })?;
    sheet(folder, "triggers.csv", &TRIGGER, |row| {
        store.each_trigger(|(trigger, accounts)| row(&trigger_cells(&ExportedTrigger { trigger, accounts }))).map(drop)
    })?;
    sheet(folder, "calls.csv", &CALL, |row| store.each_call(|call| row(&call_cells(&call))).map(drop))?;
    sheet(folder, "do-not-call.csv", &BARRED, |row| store.each_barred(|barred| row(&barred_cells(&barred))).map(drop))
}

type CellsSink<'a> = &'a mut dyn FnMut(&[String]) -> Result<()>;

fn sheet(
    folder: &NewFolder,
    name: &str,
    header: &[&str],
    rows: impl FnOnce(CellsSink<'_>) -> Result<()>,
) -> Result<()> {
    let mut part = ArchivePart::new(folder, name)?;
    let path = part.path.clone();
    let cannot = || format!("{} cannot be written", path.display());
    let mut table = TableWriter::new(&mut part.out, header).with_context(cannot)?;
    rows(&mut |cells| table.row(cells.iter().map(String::as_str)).with_context(cannot))?;
    table.end().with_context(cannot)?;
    part.end()
}

fn readme_of() -> String {
    let mut files = String::new();
    for table in Store::whole_tables() {
        files.push_str(&format!("| {} | {} | {} |\n", file_of(table.name), table.about, table.columns.join(", ")));
    }
    README_TEXT.replace("{tables}", &TABLES.join(", ")).replace("{files}", files.trim_end())
}

const README_TEXT: &str = "# A whole book of whynow

This folder holds everything that one book of whynow holds: who your accounts and contacts are, what happened to them,
what you planned to say, every call with its amendments and reviews, campaigns, promises, the do-not-call list, settings
with the profile, feeds and watch words. It names people: keep it as private as the book.

## Bringing it back

    whynow --book NEW.db import --all THIS_FOLDER

Into a new book, this gives the same book: exporting that one writes the same files, byte for byte. Into a book that has
something, rows are merged one by one, as `whynow merge` does: of two values of one row the later one stands, settings
that are set stay, and the report says what was new and what changed. All of it comes in, or nothing.

## The files

The `.jsonl` files are the book: one row a line, as JSON. The `.csv` files are the same for a spreadsheet, without what
was taken back: {tables}. whynow does not read them with `--all`, but `whynow import accounts accounts.csv` and its
sisters do.
`book.json` says how many rows there are of each and where the log ends, so that a lost line is noticed.

Every row has an `id`, or belongs to one that has; other files name it by that id. `deleted`: it was taken back, without
its words, and stays so where books are merged. `rev`: when it was last written (milliseconds since 1970 times 65,536, plus a counter),
and `device`: by which copy of the book. Days are written 2026-03-31; where nothing is known, a value is null.

| file | what is in it | columns |
|---|---|---|
{files}

Not in here: drafts that were never saved, what undo could take back, the list of earlier imports and merges, and whatever
is computed anew: freshness, reasons, fit, scorecards, the search.

## Changing it

Rows of the log are chained: a call or review that was changed, added or taken out is refused by name. In the other
files a value can be changed by hand; give its row a larger `rev`, so that it wins over the one it replaces.
";

//! Reads the sheets of a workbook as rows.
//!
//! The library that reads workbooks holds the texts of all sheets in memory and has panicked on damaged files: it runs
//! on a thread of its own, where a panic becomes a sentence. Its rows come over a channel that holds a few hundred, so
//! that a long sheet is never completely in memory.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use calamine::{Data, DataRef, Reader, Sheet as Named, SheetType, SheetVisible, Xls, Xlsb, Xlsx};

use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;
use crate::domain::text::clean_line;

use super::cell_text;
use super::cell_text::{CellValue, SheetStop};
use super::csv_rows::{Row, RowSource};
use super::header;
use super::ods;
use crate::exchange::budget::Budget;
use crate::exchange::bytes::zip_probe;
use crate::exchange::bytes::zip_probe::{FILE_CAP, LOCKED, WorkbookFormat};
use crate::exchange::error::ExchangeError;
use crate::exchange::notes::Notes;

/// Rows sent in one batch; `UNDER_WAY` is the number of batches that the channel holds.
const BATCH: usize = 200;
const UNDER_WAY: usize = 2;
/// Most cells that are read of a workbook, blank ones between others included: of all the sheets that are looked into
/// together, because a workbook of a few kilobytes may have thousands of them.
const CELLS: u64 = 100_000_000;
/// How often whoever waits for the thread looks whether it may still wait.
const LOOK: Duration = Duration::from_millis(20);

/// The rows of an opened sheet.
pub(crate) struct SheetReader {
    pub(crate) rows: Box<dyn RowSource>,
    /// Format of the sheet: `Excel workbook, sheet “Accounts”`.
    pub(crate) format: String,
    pub(crate) notes: Notes,
}

/// The sheets of a workbook, or why it cannot be read.
type SheetList = Result<Vec<Named>, String>;
/// Rows with the lines on which a formula failed, or why the sheet cannot be read.
type RowBatch = Result<(Vec<Row>, Vec<u64>), String>;
/// A request for the rows of a sheet: its name, and the channel to send them to.
type RowsRequest = (String, SyncSender<RowBatch>);

/// Opens the sheet that the options name, or the first one with a header that this kind of import can use.
///
/// # Errors
/// When the workbook cannot be read, or has no such sheet.
pub(crate) fn open(
    file: &str,
    bytes: impl Read,
    budget: &Budget,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<SheetReader, ExchangeError> {
    let refuse = |reason: String| ExchangeError::not_readable(file, reason);
    let bytes = all(bytes).map_err(|source| ExchangeError::io(file, source))?;
    if bytes.len() as u64 > FILE_CAP {
        let megabytes = FILE_CAP / (1024 * 1024);
        return Err(refuse(format!(
            "workbooks are read up to {megabytes} MB, because they are held in memory; save the sheet as CSV UTF-8, \
             which may be of any length"
        )));
    }
    let is = zip_probe::kind_of(&bytes, budget).map_err(refuse)?;
    let book = Workbook::open(is, bytes, budget.clone()).map_err(refuse)?;
    let name = book.choose(kind, how).map_err(refuse)?;
    let notes = Notes::default();
    book.tell_of_others(&name, &notes);
    let shown = clean_line(&name, 60);
    let format = match is {
        WorkbookFormat::Xlsx | WorkbookFormat::Xlsb | WorkbookFormat::Xls => format!("Excel workbook, sheet “{shown}”"),
        WorkbookFormat::Ods => format!("OpenDocument workbook, sheet “{shown}”"),
    };
    let rows = book.rows(&name, notes.clone()).map_err(refuse)?;
    Ok(SheetReader { rows: Box::new(rows), format, notes })
}

fn all(bytes: impl Read) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    // One byte more than the cap tells a file that is too long from one that just fits.
    bytes.take(FILE_CAP + 1).read_to_end(&mut all)?;
    Ok(all)
}

/// A workbook that is read on a thread of its own.
struct Workbook {
    sheets: Vec<Named>,
    budget: Budget,
    ask: Sender<RowsRequest>,
}

impl Workbook {
    fn open(kind: WorkbookFormat, bytes: Vec<u8>, budget: Budget) -> Result<Workbook, String> {
        let (ask, asked) = channel::<RowsRequest>();
        let (tell, told) = channel::<SheetList>();
        let bytes: Arc<[u8]> = bytes.into();
        thread::Builder::new()
            .name("workbook".to_owned())
            .spawn({
                let budget = budget.clone();
                move || work(kind, &bytes, &budget, &tell, &asked)
            })
            .map_err(|error| format!("it could not be opened: {error}"))?;
        let sheets = wait_for(&told, &budget)?;
        let is_table = |sheet: &Named| sheet.typ == SheetType::WorkSheet;
        // Chart, dialog and macro sheets are no tables.
        let sheets: Vec<Named> = sheets.into_iter().filter(is_table).collect();
        if sheets.is_empty() {
            return Err("it has no sheet with cells".to_owned());
        }
        Ok(Workbook { sheets, budget, ask })
    }

    fn rows(&self, name: &str, notes: Notes) -> Result<SheetRows, String> {
        // Bounded: the thread waits when nobody takes rows, and a long sheet is never in memory as a whole.
        let (give, given) = sync_channel(UNDER_WAY);
        self.ask.send((name.to_owned(), give)).map_err(|_gone| FAULT.to_owned())?;
        let (budget, ask) = (self.budget.clone(), self.ask.clone());
        Ok(SheetRows { given, budget, batch: Vec::new().into_iter(), ended: false, notes, ask })
    }

    fn choose(&self, kind: ImportKind, how: &ReadOptions) -> Result<String, String> {
        if let Some(named) = &how.sheet {
            let same = |sheet: &&Named| sheet.name.trim().to_lowercase() == named.trim().to_lowercase();
            let found = self.sheets.iter().find(same).map(|sheet| sheet.name.clone());
            return found.ok_or_else(|| {
                format!("it has no sheet “{}”; its sheets are {}", clean_line(named, 60), self.listed(&self.sheets))
            });
        }
        let shown = |sheet: &&Named| sheet.visible == SheetVisible::Visible;
        // The likeliest sheet for a message: the first with anything in it.
        let mut fallback = self.sheets.first().map(|sheet| (sheet.name.clone(), true));
        // A hidden sheet is read only if it is named: whoever looks at the file does not know that it is there.
        for sheet in self.sheets.iter().filter(shown) {
            // Notes of its own: formulas that failed on sheets which are only looked into are no remark about the
            // import.
            let mut rows = self.rows(&sheet.name, Notes::default())?;
            let mut sample = Vec::new();
            while sample.len() < header::SAMPLE
                && let Some(row) = rows.next_row().map_err(|error| error.to_string())?
            {
                sample.push(row);
            }
            if header::header_among(&sample, kind, how).is_some() {
                return Ok(sheet.name.clone());
            }
            if !sample.is_empty() && fallback.as_ref().is_none_or(|(_, empty)| *empty) {
                fallback = Some((sheet.name.clone(), false));
            }
        }
        fallback.map(|(name, _)| name).ok_or_else(|| FAULT.to_owned())
    }

    fn tell_of_others(&self, name: &str, notes: &Notes) {
        let others: Vec<Named> = self.sheets.iter().filter(|sheet| sheet.name != name).cloned().collect();
        if !others.is_empty() {
            let listed = self.listed(&others);
            notes.say(format!("other sheets were skipped: {listed}; --sheet NAME reads one of them"));
        }
    }

    fn listed(&self, sheets: &[Named]) -> String {
        let names = sheets.iter().take(12).map(|sheet| format!("“{}”", clean_line(&sheet.name, 60)));
        let more = if sheets.len() > 12 { " and more" } else { "" };
        format!("{}{more}", names.collect::<Vec<_>>().join(", "))
    }
}

const FAULT: &str = "its inner structure is damaged; open it, save it again, or save the sheet as CSV UTF-8";

/// The rows of a sheet as the thread sends them.
struct SheetRows {
    given: Receiver<RowBatch>,
    budget: Budget,
    batch: std::vec::IntoIter<Row>,
    ended: bool,
    notes: Notes,
    /// Kept so that the thread lives as long as its rows are read.
    #[expect(dead_code, reason = "the thread ends when nobody can ask it any more")]
    ask: Sender<RowsRequest>,
}

impl RowSource for SheetRows {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            let (rows, failed) = wait_for(&self.given, &self.budget).map_err(io::Error::other)?;
            failed.into_iter().for_each(|line| {
                self.notes.count("a formula's error such as #N/A was read as blank", line);
            });
            // An empty batch is the last word of a sheet that was read to its end.
            self.ended = rows.is_empty();
            self.batch = rows.into_iter();
        }
    }
}

/// Waits for what the thread tells; leaves it to itself where the budget ends, because the library cannot be stopped while
/// it unpacks.
fn wait_for<T>(told: &Receiver<Result<T, String>>, budget: &Budget) -> Result<T, String> {
    loop {
        match told.recv_timeout(LOOK) {
            Ok(told) => return told,
            // The thread ends without a word only by a fault of the library.
            Err(RecvTimeoutError::Disconnected) => return Err(FAULT.to_owned()),
            Err(RecvTimeoutError::Timeout) => budget.check().map_err(|halt| halt.to_string())?,
        }
    }
}

/// Runs on the workbook's thread: opens the workbook, then reads sheets on request.
fn work(
    kind: WorkbookFormat,
    bytes: &Arc<[u8]>,
    budget: &Budget,
    tell: &Sender<SheetList>,
    asked: &Receiver<RowsRequest>,
) {
    let cursor = Cursor::new(Arc::clone(bytes));
    match kind {
        WorkbookFormat::Xlsx => serve(Xlsx::new(cursor), budget, tell, asked, |book, name, out| {
            let mut cells = book.worksheet_cells_reader(name).map_err(|error| stop_with(&error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| stop_with(&error))? {
                let (line, column) = cell.get_position();
                out.put(line, column, by_ref(cell.get_value()))?;
            }
            Ok(())
        }),
        WorkbookFormat::Xlsb => serve(Xlsb::new(cursor), budget, tell, asked, |book, name, out| {
            let mut cells = book.worksheet_cells_reader(name).map_err(|error| stop_with(&error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| stop_with(&error))? {
                let (line, column) = cell.get_position();
                out.put(line, column, by_ref(cell.get_value()))?;
            }
            Ok(())
        }),
        WorkbookFormat::Xls => serve(Xls::new(cursor), budget, tell, asked, |book, name, out| {
            // The library reads the old format as a whole only; a sheet of it ends at row 65,536.
            let cells = book.worksheet_range(name).map_err(|error| stop_with(&error))?;
            // Cells are counted from the first used one, and lines in messages from the top of the sheet.
            let (down, right) = cells.start().unwrap_or_default();
            for (line, column, value) in cells.used_cells() {
                let place = |offset: u32, at: usize| offset.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                out.put(place(down, line), place(right, column), by_value(value))?;
            }
            Ok(())
        }),
        WorkbookFormat::Ods => {
            let sheets = ods::sheets(bytes, budget);
            let opened = sheets.is_ok();
            if tell.send(sheets).is_ok() && opened {
                let mut taken = 0;
                while let Ok((name, give)) = asked.recv() {
                    let mut out = RowSender::new(give, budget.clone(), taken);
                    let read = ods::read(bytes, &name, budget, &mut |line, column, value| out.put(line, column, value));
                    taken = out.end(read);
                }
            }
        }
    }
}

fn serve<B: Reader<Cursor<Arc<[u8]>>>>(
    book: Result<B, B::Error>,
    budget: &Budget,
    tell: &Sender<SheetList>,
    asked: &Receiver<RowsRequest>,
    read: impl Fn(&mut B, &str, &mut RowSender) -> Result<(), SheetStop>,
) where
    B::Error: std::fmt::Display,
{
    let mut book = match book {
        Ok(book) => book,
        Err(error) => {
            let told = error.to_string();
            // The library has a variant for it in each format's own error; its words are the same in all.
            let locked = told.contains("password") || told.contains("Password");
            let reason = if locked { LOCKED.to_owned() } else { format!("{FAULT} ({})", clean_line(&told, 120)) };
            return drop(tell.send(Err(reason)));
        }
    };
    if tell.send(Ok(book.sheets_metadata().to_vec())).is_err() {
        return;
    }
    let mut taken = 0;
    while let Ok((name, give)) = asked.recv() {
        let mut out = RowSender::new(give, budget.clone(), taken);
        let read = read(&mut book, &name, &mut out);
        taken = out.end(read);
    }
}

fn stop_with(error: &impl std::fmt::Display) -> SheetStop {
    SheetStop::Fault(format!("{FAULT} ({})", clean_line(&error.to_string(), 120)))
}

/// Assembles cells to rows and sends them.
struct RowSender {
    give: SyncSender<RowBatch>,
    budget: Budget,
    line: u32,
    cells: Vec<(u32, String)>,
    failed: Vec<u64>,
    rows: Vec<Row>,
    taken: u64,
}

impl RowSender {
    fn new(give: SyncSender<RowBatch>, budget: Budget, taken: u64) -> RowSender {
        RowSender { give, budget, line: 0, cells: Vec::new(), failed: Vec::new(), rows: Vec::new(), taken }
    }

    fn put(&mut self, line: u32, column: u32, value: CellValue<'_>) -> Result<(), SheetStop> {
        self.budget.step(1).map_err(|halt| SheetStop::Fault(halt.to_string()))?;
        if line != self.line {
            self.row()?;
            self.line = line;
        }
        match value {
            CellValue::Blank => {}
            CellValue::Failed => self.failed.push(u64::from(line) + 1),
            // Excel's last column. A damaged file may name any, and the row becomes as wide as that.
            CellValue::Text(text) => self.cells.push((column.min(16_383), text.into_owned())),
        }
        Ok(())
    }

    /// Ends the row; sends the batch if it is full.
    fn row(&mut self) -> Result<(), SheetStop> {
        if self.cells.is_empty() {
            return Ok(());
        }
        // The order of cells in a file is not guaranteed; of two in one place the first counts.
        self.cells.sort_by_key(|(column, _)| *column);
        self.cells.dedup_by_key(|(column, _)| *column);
        let width = self.cells.last().map_or(0, |(column, _)| column + 1);
        self.taken += u64::from(width);
        self.budget.step(u64::from(width)).map_err(|halt| SheetStop::Fault(halt.to_string()))?;
        // One cell in the last column makes a row of 16,384: a million such rows are what a crafted file of a few
        // kilobytes asks for.
        if self.taken > CELLS {
            return Err(SheetStop::Fault(
                "it has more cells than are read of a workbook; save the sheet as CSV UTF-8".to_owned(),
            ));
        }
        let mut cells = self.cells.iter().peekable();
        let row = (0..width).map(|at| cells.next_if(|(column, _)| *column == at).map_or("", |(_, text)| text.as_str()));
        self.rows.push(Row::of(u64::from(self.line) + 1, row));
        self.cells.clear();
        if self.rows.len() >= BATCH { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), SheetStop> {
        let batch = (std::mem::take(&mut self.rows), std::mem::take(&mut self.failed));
        self.give.send(Ok(batch)).map_err(|_gone| SheetStop::Unwanted)
    }

    /// Sends the last word; returns how many cells were read of the workbook so far.
    fn end(mut self, read: Result<(), SheetStop>) -> u64 {
        let ended = read.and_then(|()| self.row());
        let ended = ended.and_then(|()| if self.rows.is_empty() { Ok(()) } else { self.send() });
        match ended {
            // The empty batch that says so.
            Ok(()) => drop(self.send()),
            Err(SheetStop::Unwanted) => {}
            Err(SheetStop::Fault(reason)) => drop(self.give.send(Err(reason))),
        }
        self.taken
    }
}

fn by_ref<'c>(value: &'c DataRef<'_>) -> CellValue<'c> {
    match value {
        DataRef::Int(number) => cell_text::whole_number(*number),
        DataRef::Float(number) => cell_text::number(*number),
        DataRef::String(text) => cell_text::text(text),
        DataRef::SharedString(text) => cell_text::text(text),
        DataRef::Bool(yes) => cell_text::yes_no(*yes),
        DataRef::DateTime(at) => cell_text::instant(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cell_text::iso(text),
        DataRef::Error(_) => CellValue::Failed,
        DataRef::Empty => CellValue::Blank,
    }
}

fn by_value(value: &Data) -> CellValue<'_> {
    match value {
        Data::Int(number) => cell_text::whole_number(*number),
        Data::Float(number) => cell_text::number(*number),
        Data::String(text) => cell_text::text(text),
        Data::Bool(yes) => cell_text::yes_no(*yes),
        Data::DateTime(at) => cell_text::instant(at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => cell_text::iso(text),
        Data::Error(_) => CellValue::Failed,
        Data::Empty => CellValue::Blank,
    }
}

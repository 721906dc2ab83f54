//! Reads the pages of a damaged book one by one, without SQLite: that refuses a file whose first page, list of tables or
//! length is wrong, however sound the rest is.
//!
//! The format is SQLite's: <https://sqlite.org/fileformat2.html>.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rusqlite::types::Value;

use crate::store::file::side_files::beside;

/// Length of the header at the begin of the first page.
const HEADER: usize = 100;
/// Size of a page where the header does not say it: books are made with this one.
const USUAL: usize = 4_096;
/// Longest row that is read, in bytes: longer than any that the book takes.
const LONGEST: u64 = 16 << 20;
/// Length of the header of a write-ahead log, and of each of its frames.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The pages of a book, each as it was written last.
pub(super) struct Pages {
    file: File,
    log: Option<File>,
    /// Where in the write-ahead log the newest content of a page lies.
    in_log: HashMap<u32, u64>,
    /// Size of a page in bytes, and what of it rows may take.
    size: usize,
    usable: usize,
    /// Number of the last page.
    last: u32,
    /// Number of pages that the header says; `None` if it cannot be read.
    said: Option<u32>,
}

/// What a page is.
pub(super) enum TablePage {
    /// It holds rows of a table.
    Rows(Vec<RawRow>),
    /// It leads to these pages of a table.
    Branch(Vec<u32>),
    /// It is none of a table, or cannot be read.
    Other,
}

/// A row as it lies in a page.
pub(super) struct RawRow {
    pub(super) n: i64,
    pub(super) cells: Vec<Value>,
}

impl Pages {
    pub(super) fn open(book: &Path) -> io::Result<Pages> {
        let file = File::open(book)?;
        let mut head = [0; HEADER];
        let is_ours = file.read_exact_at(&mut head, 0).is_ok() && head.starts_with(b"SQLite format 3\0");
        let said_size = match u16_at(&head, 16) {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => usize::from(size),
            _ => USUAL,
        };
        let (size, reserved) = if is_ours { (said_size, usize::from(head[20])) } else { (USUAL, 0) };
        let said = is_ours.then(|| u32_at(&head, 28)).filter(|pages| *pages > 0);
        let there = u32::try_from(file.metadata()?.len().div_ceil(size as u64)).unwrap_or(u32::MAX);
        let mut pages =
            Pages { file, log: None, in_log: HashMap::new(), size, usable: size - reserved, last: there, said };
        // A log that cannot be read adds nothing.
        pages.read_log(book).unwrap_or_default();
        Ok(pages)
    }

    /// Returns the number of the last page that is there.
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// Returns how many pages of the file are cut off, if it says how many it had.
    pub(super) fn cut_off(&self) -> Option<(u32, u32)> {
        self.said.filter(|said| *said > self.last).map(|said| (said - self.last, said))
    }

    /// Returns a page as what it is; rows that cannot be read are left out.
    pub(super) fn page(&self, number: u32) -> TablePage {
        let Some(bytes) = self.bytes(number) else { return TablePage::Other };
        let start = if number == 1 { HEADER } else { 0 };
        let many = usize::from(u16_at(&bytes, start + 3));
        let is_branch = match bytes.get(start) {
            Some(0x0d) => false,
            Some(0x05) => true,
            _ => return TablePage::Other,
        };
        let first = start + if is_branch { 12 } else { 8 };
        let cells = (0..many.min(self.size / 2)).map(|cell| usize::from(u16_at(&bytes, first + 2 * cell)));
        if is_branch {
            let last = u32_at(&bytes, start + 8);
            return TablePage::Branch(cells.map(|at| u32_at(&bytes, at)).chain([last]).collect());
        }
        TablePage::Rows(cells.filter_map(|at| self.row(bytes.get(at..self.usable)?)).collect())
    }

    /// Returns the bytes of a page; what is cut off of it is zero. `None` if the disk cannot read it or it is not there.
    fn bytes(&self, number: u32) -> Option<Vec<u8>> {
        let mut bytes = vec![0; self.size];
        if let (Some(at), Some(log)) = (self.in_log.get(&number), &self.log) {
            return log.read_exact_at(&mut bytes, *at).ok().map(|()| bytes);
        }
        let at = u64::from(number.checked_sub(1)?) * self.size as u64;
        let mut filled = 0;
        while filled < bytes.len() {
            match self.file.read_at(bytes.get_mut(filled..)?, at + filled as u64) {
                Ok(0) => break,
                Ok(more) => filled += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_unreadable) => return None,
            }
        }
        (filled > 0).then_some(bytes)
    }

    fn row(&self, cell: &[u8]) -> Option<RawRow> {
        let (length, used) = varint(cell)?;
        let (n, more) = varint(cell.get(used..)?)?;
        if !(2..=LONGEST).contains(&length) {
            return None;
        }
        let record = self.payload(cell.get(used + more..)?, usize::try_from(length).ok()?)?;
        Some(RawRow { n: n.cast_signed(), cells: values(&record)? })
    }

    /// Gathers a row from its page and the pages that it flows over to.
    fn payload(&self, local: &[u8], length: usize) -> Option<Vec<u8>> {
        let most = self.usable - 35;
        if length <= most {
            return local.get(..length).map(<[u8]>::to_vec);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let rest = least + (length - least) % (self.usable - 4);
        let here = if rest <= most { rest } else { least };
        let mut record = local.get(..here)?.to_vec();
        let mut next = u32_at(local.get(here..here + 4)?, 0);
        while record.len() < length {
            let page = self.bytes(next)?;
            let take = (length - record.len()).min(self.usable - 4);
            record.extend_from_slice(page.get(4..4 + take)?);
            next = u32_at(&page, 0);
        }
        Some(record)
    }

    /// Reads which pages the write-ahead log holds, up to its last whole commit.
    fn read_log(&mut self, book: &Path) -> io::Result<()> {
        let log = File::open(beside(book, "-wal"))?;
        let mut head = [0; LOG_HEADER];
        log.read_exact_at(&mut head, 0)?;
        let (magic, size) = (u32_at(&head, 0), u32_at(&head, 8) as usize);
        let mut sums = Sums { of: (0, 0), is_big_endian: magic & 1 == 1 };
        sums.add(&head[..24]);
        if magic & !1 != 0x377f_0682 || size != self.size || sums.of != (u32_at(&head, 24), u32_at(&head, 28)) {
            return Ok(());
        }
        let (mut waiting, mut frame) = (Vec::new(), vec![0; FRAME_HEADER + size]);
        for at in (LOG_HEADER as u64..).step_by(FRAME_HEADER + size) {
            if log.read_exact_at(&mut frame, at).is_err() || frame.get(8..16) != head.get(16..24) {
                break;
            }
            sums.add(&frame[..8]);
            sums.add(&frame[FRAME_HEADER..]);
            if sums.of != (u32_at(&frame, 16), u32_at(&frame, 20)) {
                break;
            }
            waiting.push((u32_at(&frame, 0), at + FRAME_HEADER as u64));
            // Not zero: the commit ends here, and the book has so many pages.
            let pages = u32_at(&frame, 4);
            if pages != 0 {
                self.in_log.extend(waiting.drain(..));
                (self.last, self.said) = (self.last.max(pages), Some(pages));
            }
        }
        self.log = Some(log);
        Ok(())
    }
}

/// The running checksum of a write-ahead log.
struct Sums {
    of: (u32, u32),
    is_big_endian: bool,
}

impl Sums {
    fn add(&mut self, bytes: &[u8]) {
        let word = |four: &[u8]| {
            let word = u32_at(four, 0);
            if self.is_big_endian { word } else { word.swap_bytes() }
        };
        for eight in bytes.chunks_exact(8) {
            self.of.0 = self.of.0.wrapping_add(word(&eight[..4])).wrapping_add(self.of.1);
            self.of.1 = self.of.1.wrapping_add(word(&eight[4..])).wrapping_add(self.of.0);
        }
    }
}

/// Reads the values of a record; `None` unless it is one to the last byte.
fn values(record: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(record)?;
    let head = usize::try_from(head).ok()?;
    let (mut cells, mut body) = (Vec::new(), head);
    while at < head {
        let (kind, used) = varint(record.get(at..head)?)?;
        at += used;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            long => usize::try_from((long - 12) / 2).ok()?,
        };
        let bytes = record.get(body..body.checked_add(length)?)?;
        body += length;
        cells.push(match kind {
            0 => Value::Null,
            1..=6 => Value::Integer(integer(bytes)),
            7 => Value::Real(f64::from_bits(integer(bytes).cast_unsigned())),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            long if long % 2 == 0 => Value::Blob(bytes.to_vec()),
            _text => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    (body == record.len() && !cells.is_empty()).then_some(cells)
}

fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte))
}

/// Reads a number of 1 to 9 bytes. Returns it with how many they were.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (place, byte) in bytes.iter().take(9).enumerate() {
        if place == 8 {
            return Some(((number << 8) | u64::from(*byte), 9));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, place + 1));
        }
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_be_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    (u32::from(u16_at(bytes, at)) << 16) | u32::from(u16_at(bytes, at + 2))
}

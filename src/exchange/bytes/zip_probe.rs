//! Probes a workbook before it is unpacked: its format, and whether it can be read in bounded memory.
//!
//! Nothing is written to disk, so names such as `../../x` in an archive do no harm.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::exchange::budget::Budget;

/// Largest workbook that is read, in bytes, because all of it is held in memory.
pub(crate) const FILE_CAP: u64 = 100 * 1024 * 1024;
/// Largest unpacked size of all parts together, in bytes: a sheet of a million rows and twenty columns.
const UNPACKED_CAP: u64 = 1024 * 1024 * 1024;
/// Largest unpacked size, in bytes, of a part that is held in memory as a whole, such as the texts of all sheets.
const HELD_CAP: u64 = 200 * 1024 * 1024;
/// Longest text or tag in a part, in bytes. A cell of a spreadsheet holds at most 32,767 characters.
const TEXT_CAP: usize = 2 * 1024 * 1024;
/// Most parts that a genuine workbook has.
const PARTS: usize = 5_000;

/// Format of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkbookFormat {
    /// Excel since 2007 (`.xlsx`).
    Xlsx,
    /// Excel's binary format (`.xlsb`).
    Xlsb,
    /// Excel up to 2003 (`.xls`).
    Xls,
    /// OpenDocument, as LibreOffice writes it (`.ods`).
    Ods,
}

/// Returns true if the first bytes are those of a zip archive or an old Office file.
pub fn begins_as_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Detects the format of a workbook.
///
/// # Errors
/// A sentence that says why the file cannot be read, and what to do.
pub(crate) fn kind_of(bytes: &[u8], budget: &Budget) -> Result<WorkbookFormat, String> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return kind_of_compound_file(bytes);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_damaged| "it begins as a workbook or archive, but it is cut off or damaged".to_owned())?;
    if archive.len() > PARTS {
        return Err(format!("it is an archive of {} parts, which no workbook has", archive.len()));
    }
    let (names, unpacked) = parts_of(&mut archive)?;
    let kind = kind_by_parts(&names)?;
    if unpacked > UNPACKED_CAP {
        return Err(bomb(unpacked));
    }
    check_parts(&mut archive, kind, budget)?;
    Ok(kind)
}

fn kind_of_compound_file(bytes: &[u8]) -> Result<WorkbookFormat, String> {
    // Streams of a compound file are named in UTF-16 (MS-CFB, 2.6.1).
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let holds = |name: &str| {
        let name = wide(name);
        bytes.windows(name.len()).any(|window| window == name)
    };
    // Excel wraps an encrypted workbook of any format into a compound file with this stream (MS-OFFCRYPTO,
    // 2.3.4.4).
    if holds("EncryptedPackage") {
        return Err(LOCKED.to_owned());
    }
    if reaches_too_far(bytes) {
        return Err("one of its cells is beyond column 256, where such a workbook has none; save it as CSV".to_owned());
    }
    if holds("Workbook") || holds("Book") || holds("WORKBOOK") {
        Ok(WorkbookFormat::Xls)
    } else {
        Err("it is an old Office file, but no workbook; save the table as CSV UTF-8".to_owned())
    }
}

/// Returns the names of an archive's parts, and how many bytes those that are read say that they unpack to.
fn parts_of(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(Vec<String>, u64), String> {
    let mut names = Vec::new();
    let mut unpacked = 0u64;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(at) else { continue };
        let name = part.name().map(|name| name.trim_start_matches('/').to_lowercase()).unwrap_or_default();
        // Sheets are read as a stream; the shared texts, styles and relations are held whole.
        let held = name.ends_with(".xml") && !name.contains("sheets/sheet") && name != "content.xml";
        if is_read(&name) {
            unpacked = unpacked.saturating_add(part.size());
            if part.size() > HELD_CAP && held {
                return Err(bomb(part.size()));
            }
        }
        names.push(name);
    }
    Ok((names, unpacked))
}

fn kind_by_parts(names: &[String]) -> Result<WorkbookFormat, String> {
    if names.iter().any(|name| name == "content.xml") {
        Ok(WorkbookFormat::Ods)
    } else if names.iter().any(|name| name.starts_with("xl/") && name.ends_with("workbook.bin")) {
        Ok(WorkbookFormat::Xlsb)
    } else if names.iter().any(|name| name.starts_with("xl/") || name.contains("worksheets/")) {
        Ok(WorkbookFormat::Xlsx)
    } else {
        Err("it is an archive (zip) and no workbook; unpack it and import the files in it".to_owned())
    }
}

/// Checks the parts that are read: sizes in the directory may lie, so each of them is unpacked.
fn check_parts(archive: &mut ZipArchive<Cursor<&[u8]>>, kind: WorkbookFormat, budget: &Budget) -> Result<(), String> {
    for at in 0..archive.len() {
        // A part that cannot be opened may be one that nobody reads.
        let Ok(part) = archive.by_index(at) else { continue };
        // Xlsb is binary: it has no tags to measure between.
        if part.name().is_ok_and(|name| is_read(&name.to_lowercase())) && kind != WorkbookFormat::Xlsb {
            check_size(part, budget).map_err(|why| why.to_string())?;
        }
    }
    Ok(())
}

/// Returns true if a cell of an `.xls` workbook lies beyond column 256, where none can be: the library would allocate
/// all cells before it.
///
/// Searches the raw bytes without parsing records: a guard against crafted files, not a validation.
fn reaches_too_far(bytes: &[u8]) -> bool {
    bytes.windows(8).any(|window| match window {
        // NUMBER, RK, LABELSST and BOOLERR (MS-XLS): type, length, row, column. Its high byte is 0 up to column 256.
        [0x03, 0x02, 14, 0, _, _, _, high]
        | [0x7E, 0x02, 10, 0, _, _, _, high]
        | [0xFD, 0x00, 10, 0, _, _, _, high]
        | [0x05, 0x02, 8, 0, _, _, _, high] => *high > 0,
        _ => false,
    })
}

/// The sentence for a workbook that is locked with a password.
pub(crate) const LOCKED: &str = "it is locked with a password; open it, save it without one, and import that";

/// Returns true if a part of the archive is unpacked; pictures and macros are not.
fn is_read(name: &str) -> bool {
    [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end)) && !name.contains("vbaproject")
}

fn bomb(unpacked: u64) -> String {
    let megabytes = unpacked / (1024 * 1024);
    format!("unpacked it would take {megabytes} MB, more than is read of a workbook; save the sheet as CSV UTF-8")
}

/// Reads a part once without keeping it: an error if it is longer than it says, or holds a text longer than
/// [`TEXT_CAP`].
fn check_size(mut part: impl Read, budget: &Budget) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    let mut since = 0;
    loop {
        let count = match part.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_damaged) => {
                return Err(io::Error::other("a part of it is damaged; open it, save it again, and retry"));
            }
        };
        budget.spend(count as u64)?;
        let read = piece.get(..count).unwrap_or_default();
        let mut last = 0;
        for (at, _) in read.iter().enumerate().filter(|(_, byte)| **byte == b'<') {
            since += at - last;
            // One tag or text without an end would be gathered whole by the reader of XML, however small each part is.
            if since > TEXT_CAP {
                break;
            }
            (since, last) = (0, at);
        }
        since += count - last;
        if since > TEXT_CAP {
            return Err(io::Error::other("one of its texts is longer than 2 MB, which no cell can be"));
        }
    }
}

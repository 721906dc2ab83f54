//! Reads the sheets of an OpenDocument workbook. A few bytes of it can repeat a cell a billion times, so it is read as
//! a stream and repetitions are limited.

use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use calamine::{Sheet, SheetType, SheetVisible};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::cell_text;
use super::cell_text::{CellValue, SheetStop};
use crate::exchange::budget::Budget;
use crate::exchange::html_text;

/// Most columns of a sheet; `ROWS` is the most rows.
const COLUMNS: u32 = 16_384;
const ROWS: u32 = 1_048_576;
/// Most repetitions of a filled row that are taken as intended.
const SAME_ROWS: u32 = 1_000;

type ContentXml<'a> = Reader<BufReader<ZipFile<'a, Cursor<Arc<[u8]>>>>>;

/// Receives a cell: row and column from 0, and the value.
type CellSink<'p> = dyn FnMut(u32, u32, CellValue<'_>) -> Result<(), SheetStop> + 'p;

/// Returns the names of the sheets.
///
/// # Errors
/// A sentence that says why the workbook cannot be read.
pub(super) fn sheets(bytes: &Arc<[u8]>, budget: &Budget) -> Result<Vec<Sheet>, String> {
    let mut archive = archive(bytes)?;
    if is_locked(&mut archive) {
        return Err(crate::exchange::bytes::zip_probe::LOCKED.to_owned());
    }
    let mut xml = content(&mut archive)?;
    let (mut sheets, mut buffer) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        budget.step(0).map_err(|halt| halt.to_string())?;
        match xml.read_event_into(&mut buffer).map_err(|_damaged| DAMAGED.to_owned())? {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                let name = attribute(&tag, "table:name").unwrap_or_default();
                sheets.push(Sheet { name, typ: SheetType::WorkSheet, visible: SheetVisible::Visible });
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Passes every filled cell of a sheet to `put`.
pub(super) fn read(bytes: &Arc<[u8]>, name: &str, budget: &Budget, put: &mut CellSink<'_>) -> Result<(), SheetStop> {
    let mut archive = archive(bytes).map_err(SheetStop::Fault)?;
    let mut xml = content(&mut archive).map_err(SheetStop::Fault)?;
    let mut buffer = Vec::new();
    let mut line = 0u32;
    let mut inside = false;
    loop {
        buffer.clear();
        budget.step(0).map_err(|halt| SheetStop::Fault(halt.to_string()))?;
        match next(&mut xml, &mut buffer)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                inside = attribute(&tag, "table:name").as_deref() == Some(name);
            }
            Event::Start(tag) if inside && tag.name().as_ref() == "table:table-row" => {
                let times = repeat_count(&tag, "table:number-rows-repeated");
                let cells = row(&mut xml, budget)?;
                // LibreOffice fills a sheet to its last row with repetitions of an empty one.
                let meant = if cells.is_empty() { 0 } else { times.min(SAME_ROWS) };
                for copy in 0..meant {
                    for (column, value) in &cells {
                        put(line.saturating_add(copy), *column, value.clone())?;
                    }
                }
                line = line.saturating_add(times).min(ROWS);
            }
            Event::End(tag) if inside && tag.name().as_ref() == "table:table" => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

const DAMAGED: &str = "its inner structure is damaged; open it, save it again, or save the sheet as CSV UTF-8";

fn archive(bytes: &Arc<[u8]>) -> Result<ZipArchive<Cursor<Arc<[u8]>>>, String> {
    ZipArchive::new(Cursor::new(Arc::clone(bytes))).map_err(|_damaged| DAMAGED.to_owned())
}

/// Returns true if the workbook's manifest says that its parts are encrypted.
fn is_locked(archive: &mut ZipArchive<Cursor<Arc<[u8]>>>) -> bool {
    let mut list = Vec::new();
    let part = archive.by_name("META-INF/manifest.xml");
    let read = part.is_ok_and(|part| part.take(1024 * 1024).read_to_end(&mut list).is_ok());
    // The names of the parts stay readable in an enciphered document (ODF 1.2, part 3); only their content is not.
    read && String::from_utf8_lossy(&list).contains("encryption-data")
}

fn content(archive: &mut ZipArchive<Cursor<Arc<[u8]>>>) -> Result<ContentXml<'_>, String> {
    let part = archive.by_name("content.xml").map_err(|_damaged| DAMAGED.to_owned())?;
    let mut xml = Reader::from_reader(BufReader::new(part));
    // `<table:table-cell/>` then comes as a start and an end like any other cell.
    xml.config_mut().expand_empty_elements = true;
    Ok(xml)
}

fn next<'b>(xml: &mut ContentXml<'_>, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, SheetStop> {
    xml.read_event_into(buffer).map_err(|_damaged| SheetStop::Fault(DAMAGED.to_owned()))
}

/// Returns the filled cells of a row, each with its column.
fn row(xml: &mut ContentXml<'_>, budget: &Budget) -> Result<Vec<(u32, CellValue<'static>)>, SheetStop> {
    let (mut cells, mut buffer, mut column) = (Vec::new(), Vec::new(), 0u32);
    loop {
        buffer.clear();
        budget.step(0).map_err(|halt| SheetStop::Fault(halt.to_string()))?;
        match next(xml, &mut buffer)? {
            Event::Start(tag) if matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") => {
                let times = repeat_count(&tag, "table:number-columns-repeated").min(COLUMNS.saturating_sub(column));
                // The attribute before the text: the text is as the sheet shows it, rounded and in the format of its
                // locale.
                let told = typed_value(&tag);
                let shown = cell_text(xml)?;
                let value = told.unwrap_or_else(|| to_owned_value(cell_text::text(&shown)));
                if value != CellValue::Blank {
                    // One cell of a megabyte, said to stand in every column, would be sixteen gigabytes.
                    let size = u64::from(times).saturating_mul(shown.len() as u64);
                    budget.step(size).map_err(|halt| SheetStop::Fault(halt.to_string()))?;
                    cells.extend((0..times).map(|copy| (column + copy, value.clone())));
                }
                column = column.saturating_add(times);
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(cells),
            Event::Eof => return Ok(cells),
            _ => {}
        }
    }
}

/// Returns the value in a cell's attributes; `None` for text and formatted numbers, which are in its content.
fn typed_value(tag: &BytesStart<'_>) -> Option<CellValue<'static>> {
    let error = attribute(tag, "calcext:value-type").is_some_and(|kind| kind == "error");
    match attribute(tag, "office:value-type").as_deref() {
        _ if error => Some(CellValue::Failed),
        Some("float" | "currency" | "percentage") => {
            Some(cell_text::number(attribute(tag, "office:value")?.parse().ok()?))
        }
        Some("date") => Some(to_owned_value(cell_text::iso(&attribute(tag, "office:date-value")?))),
        Some("time") => Some(to_owned_value(cell_text::iso(&attribute(tag, "office:time-value")?))),
        Some("boolean") => Some(cell_text::yes_no(attribute(tag, "office:boolean-value")? == "true")),
        _ => None,
    }
}

/// Returns the text of a cell, paragraph by paragraph, without comments.
fn cell_text(xml: &mut ContentXml<'_>) -> Result<String, SheetStop> {
    let (mut text, mut buffer, mut remark) = (String::new(), Vec::new(), 0u32);
    loop {
        buffer.clear();
        match next(xml, &mut buffer)? {
            Event::Start(tag) => match tag.name().as_ref() {
                // A remark that hangs on a cell holds paragraphs of its own, and they are no part of the value.
                "office:annotation" => remark += 1,
                "text:p" if remark == 0 && !text.is_empty() => text.push('\n'),
                "text:s" if remark == 0 => text.push(' '),
                "text:tab" if remark == 0 => text.push('\t'),
                "text:line-break" if remark == 0 => text.push('\n'),
                _ => {}
            },
            Event::Text(part) if remark == 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if remark == 0 => text.push_str(&letter(&entity)),
            Event::End(tag) => match tag.name().as_ref() {
                "office:annotation" => remark = remark.saturating_sub(1),
                "table:table-cell" | "table:covered-table-cell" => return Ok(text),
                _ => {}
            },
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

fn letter(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return letter.to_string();
    }
    match &**entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _other => "",
    }
    .to_owned()
}

fn repeat_count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|times| times.parse().ok()).unwrap_or(1).clamp(1, ROWS)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    // No tag of a sheet has forty attributes; the check for two of one name compares each with all before it.
    let found = attributes.with_checks(false).take(40).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(html_text::text_of(&found.value))
}

fn to_owned_value(value: CellValue<'_>) -> CellValue<'static> {
    match value {
        CellValue::Blank => CellValue::Blank,
        CellValue::Failed => CellValue::Failed,
        CellValue::Text(text) => CellValue::Text(text.into_owned().into()),
    }
}

//! Reads rows of a table, or bare lines, as entries of the do-not-call list.

use std::io::{Cursor, Read};

use crate::domain::account::phone_digits::is_number;
use crate::exchange::bytes::DecodedText;
use crate::exchange::cells;
use crate::exchange::record::{DoNotCallRecord, Record, RecordReader};
use crate::exchange::table::TableReader;
use crate::exchange::table::fields::RowFields;

/// Adds a header to a file whose first line is a number or an address; also returns whether one was added.
pub(crate) fn ensure_header(mut text: DecodedText) -> (DecodedText, bool) {
    let line = text.head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line).into_owned();
    let delimiter = line.chars().find(|c| matches!(c, ',' | ';' | '\t' | '|'));
    let first = delimiter.map_or(line.as_str(), |delimiter| line.split(delimiter).next().unwrap_or_default());
    if !is_entry(first.trim().trim_matches(['"', '\u{FEFF}'])) {
        return (text, false);
    }
    let header = match delimiter {
        // Blank columns for further cells of these lines: a cell beyond the header rejects its row.
        Some(delimiter) => format!("value{delimiter}reason{}\n", delimiter.to_string().repeat(8)),
        None => "value\n".to_owned(),
    };
    text.head.splice(0..0, header.bytes());
    text.stream = Box::new(Cursor::new(header.into_bytes()).chain(text.stream));
    (text, true)
}

/// Reads a table of entries; `headed` says that its first line was added here, so that line numbers are corrected.
pub(crate) fn read(table: TableReader, headed: bool) -> RecordReader<DoNotCallRecord> {
    let reading = table.records(entry);
    let records = reading
        .records
        // The header that was put before the file is no line of it.
        .map(move |record| record.map(|record| Record { line: record.line - u64::from(headed), ..record }));
    RecordReader { records: Box::new(records), ..reading }
}

fn entry(cells: &RowFields<'_>) -> Result<DoNotCallRecord, String> {
    let mut values: Vec<String> = Vec::new();
    for field in ["value", "phone", "email"] {
        for (cell, header) in cells.columns.all(cells.row, field) {
            let cell = crate::domain::text::clean(cell);
            values.extend(cells::emails(&cell));
            // The digits of an address, ane77@norvik.dk, are no number.
            if !cell.contains('@') {
                values.extend(
                    cells::phones(&cell, header)?.into_iter().map(|phone| phone.raw).filter(|raw| is_entry(raw)),
                );
            }
        }
    }
    // Digits that a book exported were settled there; read as a number typed here they could get another country.
    let digits = cells.line("digits").filter(|cell| cell.chars().all(|c| c.is_ascii_digit()));
    let name = cells.line("listed_name");
    if values.is_empty() && digits.is_none() && name.is_none() {
        return Err("no telephone number and no e-mail address".to_owned());
    }
    Ok(DoNotCallRecord { values, digits, name, why: cells.line("reason") })
}

/// Returns true if a text is a telephone number or an e-mail address.
fn is_entry(text: &str) -> bool {
    is_number(text) || !cells::emails(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line number, values or fault, and reason of a record.
    type Read = (u64, Result<Vec<String>, String>, Option<String>);

    fn read_all(text: &str) -> Vec<Read> {
        let reading = crate::exchange::do_not_call(
            "list.csv",
            Cursor::new(text.to_owned()),
            &crate::domain::import::options::ReadOptions::default(),
        )
        .unwrap();
        let rows = reading.records.map(Result::unwrap);
        let one = |row: Record<DoNotCallRecord>| {
            let why = row.value.as_ref().ok().and_then(|entry| entry.why.clone());
            (row.line, row.value.map(|entry| entry.values), why)
        };
        rows.map(one).collect()
    }

    #[test]
    fn a_list_is_read_with_and_without_a_header() {
        let some = |values: &[&str]| Ok(values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>());
        let why = |text: &str| Some(text.to_owned());
        for (text, rows) in [
            (
                "+47 22 33 44 55\nANE@norvik.example\n",
                vec![(1, some(&["+47 22 33 44 55"]), None), (2, some(&["ane@norvik.example"]), None)],
            ),
            (
                "020 7946 0000;asked by letter\n020 7946 0001;\n",
                vec![(1, some(&["020 7946 0000"]), why("asked by letter")), (2, some(&["020 7946 0001"]), None)],
            ),
            (
                "Phone,E-mail,Reason\n(205) 555-0100,tb@quill.example,objected\n12,,\n",
                vec![
                    (2, some(&["(205) 555-0100", "tb@quill.example"]), why("objected")),
                    (3, Err("no telephone number and no e-mail address".to_owned()), None),
                ],
            ),
        ] {
            assert_eq!(read_all(text), rows, "{text}");
        }
    }
}

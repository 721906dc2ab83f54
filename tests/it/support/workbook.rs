//! Workbooks made for a test: small files that hold much.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook of one sheet of companies, each row with a cell in the last column as well: a few kilobytes, and every row
/// is 16,384 cells wide.
pub(crate) fn wide(rows: usize) -> Vec<u8> {
    of_sheets(1, &wide_sheet(rows))
}

/// A workbook of many sheets, all of them the same wide one without a header: one part, and each sheet is looked into.
pub(crate) fn many_sheets(sheets: usize, rows: usize) -> Vec<u8> {
    let sheet = wide_sheet(rows).replacen("<t>Company</t>", "<t>7</t>", 1).replacen("<t>City</t>", "<t>8</t>", 1);
    of_sheets(sheets, &sheet)
}

fn wide_sheet(rows: usize) -> String {
    let cell = |place: String, text: &str| format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let mut sheet =
        String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
    for row in 1..=rows {
        let (name, city) = if row == 1 { ("Company", "City") } else { ("Acme", "Brno") };
        let cells = [("A", name), ("B", city), ("XFD", "x")].map(|(column, text)| cell(format!("{column}{row}"), text));
        sheet += &format!(r#"<row r="{row}">{}</row>"#, cells.concat());
    }
    sheet + "</sheetData></worksheet>"
}

fn of_sheets(sheets: usize, sheet: &str) -> Vec<u8> {
    let names: String = (1..=sheets).map(|n| format!(r#"<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>"#)).collect();
    let workbook = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>"#
    );
    of(&[
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", &workbook),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

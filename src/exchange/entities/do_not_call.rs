//! Reads rows of a table, or bare lines, as entries of the do-not-call list.

use std::io::{Cursor, Read};

use crate::domain::account::phone_digits::is_number;
use crate::domain::matching::{ListedCompany, domain_of, is_shared_domain, listed_domain};
use crate::domain::text::{NAME_CAP, clean_line};
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
    let mut company = ListedCompany::default();
    for field in ["value", "phone", "email"] {
        for (cell, header) in cells.columns.all(cells.row, field) {
            let cell = crate::domain::text::clean(cell);
            if let Some(domain) = listed_domain(&cell) {
                company.domains.push(domain);
                continue;
            }
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
    add_company(cells, !values.is_empty() || digits.is_some() || name.is_some(), &mut company);
    if let Some(host) = company.domains.iter().find(|domain| is_shared_domain(domain)) {
        return Err(format!("anybody may have an address at {host}: list the addresses"));
    }
    if values.is_empty() && digits.is_none() && name.is_none() && company.is_empty() {
        return Err("no telephone number and no e-mail address".to_owned());
    }
    let from_book = cells.columns.has("digits");
    Ok(DoNotCallRecord { values, digits, name, company, why: cells.line("reason"), from_book })
}

/// Adds the company that a row bars with everybody there. Beside a person it says only where that person works.
fn add_company(cells: &RowFields<'_>, has_person: bool, company: &mut ListedCompany) {
    let lines = |field: &str| {
        let cells = cells.columns.all(cells.row, field).filter(|(cell, _)| !cells::is_nothing_in(field, cell));
        cells.map(|(cell, _)| clean_line(cell, NAME_CAP)).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let of_people = cells.columns.has("person") || cells.columns.has("email");
    let also = if has_person && of_people { &[][..] } else { &["domain", "company", "company_id"][..] };
    let read = |field: &str| {
        let named = if also.contains(&field) { lines(field) } else { Vec::new() };
        named.into_iter().chain(lines(&format!("listed_{field}"))).collect::<Vec<_>>()
    };
    company.domains.extend(read("domain").iter().filter_map(|cell| listed_domain(cell).or_else(|| domain_of(cell))));
    company.names.extend(read("company"));
    company.ids.extend(read("company_id"));
}

/// Returns true if a text is a telephone number, an e-mail address or a web domain.
fn is_entry(text: &str) -> bool {
    is_number(text) || !cells::emails(text).is_empty() || listed_domain(text).is_some()
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
    fn a_company_is_barred_by_a_list_of_companies_and_not_by_a_person_who_works_there() {
        for (text, expected) in [
            ("@firm.example\n", "firm.example | | "),
            ("firm.example;asked\n", "firm.example | | "),
            ("Domain,Reason\n*.firm.example,asked\n", "firm.example | | "),
            ("Company,Website\nNorvik AS,https://norvik.example\n", "norvik.example | Norvik AS | "),
            (
                "Account Name,VAT number,Phone\nNorvik AS,NO 923 609 016 MVA,+47 22 33 44 55\n",
                " | Norvik AS | NO 923 609 016 MVA",
            ),
            ("Company,First name,Phone\nNorvik AS,Ane,+47 22 33 44 55\nKvist AS,,\n", " | | "),
            ("Company,E-mail\nNorvik AS,ane@norvik.example\n", " | | "),
            ("E-mail\n@norvik.example\n", "norvik.example | | "),
        ] {
            let reading = crate::exchange::do_not_call(
                "list.csv",
                Cursor::new(text.to_owned()),
                &crate::domain::import::options::ReadOptions::default(),
            );
            let first = reading.unwrap().records.next().unwrap().unwrap().value.unwrap().company;
            let said = [first.domains, first.names, first.ids].map(|list| list.join(" ")).join(" | ");
            assert_eq!(said, expected.replace("| |", "|  |"), "{text}");
        }
        let says = read_all("E-mail\n@gmail.com\n").remove(0).1.unwrap_err();
        assert_eq!(says, "anybody may have an address at gmail.com: list the addresses");
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
            ("@firm.example\n*.eu.firm.example\n", vec![(1, some(&[]), None), (2, some(&[]), None)]),
            (
                "Phone,E-mail,Reason\n(205) 555-0100,tb@quill.example,objected\n12,,\n",
                vec![
                    (2, some(&["(205) 555-0100", "tb@quill.example"]), why("objected")),
                    (3, Err("no telephone number and no e-mail address".to_owned()), None),
                ],
            ),
            (
                "[{\"phone\": \"+47 22 33 44 55\"},\n {\"phone\": \"12\"}]\n",
                vec![
                    (1, some(&["+47 22 33 44 55"]), None),
                    (2, Err("no telephone number and no e-mail address".to_owned()), None),
                ],
            ),
        ] {
            assert_eq!(read_all(text), rows, "{text}");
        }
    }
}

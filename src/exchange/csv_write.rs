//! Writes CSV tables for spreadsheets, guarded against formula injection.

use std::io::Write;

/// Writes a table; cells that a spreadsheet would run as a formula get a leading apostrophe.
///
/// # Errors
/// When the writer fails.
pub fn write_csv<W: Write>(out: W, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> csv::Result<()> {
    let mut table = TableWriter::new(out, header)?;
    for row in rows {
        table.row(row.iter().map(String::as_str))?;
    }
    table.end().map(drop)
}

/// Writes a CSV table row by row.
pub struct TableWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> TableWriter<W> {
    /// Starts a table with its header.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(out: W, header: &[&str]) -> csv::Result<TableWriter<W>> {
        TableWriter::begun(out, header, false)
    }

    /// Starts a table whose rows may have any number of cells.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn ragged(out: W, header: &[&str]) -> csv::Result<TableWriter<W>> {
        TableWriter::begun(out, header, true)
    }

    fn begun(out: W, header: &[&str], ragged: bool) -> csv::Result<TableWriter<W>> {
        let mut writer = csv::WriterBuilder::new();
        // RFC 4180 ends lines with CRLF.
        let mut csv = writer.terminator(csv::Terminator::CRLF).flexible(ragged).from_writer(out);
        csv.write_record(header)?;
        Ok(TableWriter { csv })
    }

    /// Writes one row, with its cells guarded against formulas.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn row<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> csv::Result<()> {
        for cell in cells {
            if needs_guard(cell) {
                self.csv.write_field(format!("'{cell}"))?;
            } else {
                self.csv.write_field(cell)?;
            }
        }
        self.csv.write_record(None::<&[u8]>)
    }

    /// Flushes the table and returns the writer.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn end(self) -> csv::Result<W> {
        self.csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }
}

/// Removes the apostrophe that an export put before a formula, or the `="…"` that keeps leading zeros.
pub(super) fn strip_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        // Only what a guard would have been put before: "'t Hooft" keeps its apostrophe.
        Some(rest) if starts_like_a_formula(rest) || starts_like_a_guard(rest) => rest,
        Some(_) => cell,
        // Exports write ="00123" so that Excel keeps the zeros.
        None => cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell),
    }
}

/// Returns true if a spreadsheet could run the cell as a formula. Plain numbers and telephone numbers are not guarded.
fn needs_guard(cell: &str) -> bool {
    (starts_like_a_formula(cell) && !is_plain_number(cell) && !is_telephone(cell)) || starts_like_a_guard(cell)
}

/// Returns true for `=`, `+`, `-`, `@`, tab, carriage return and their full-width forms, also after blanks.
/// Source: OWASP ASVS 1.2.10.
fn starts_like_a_formula(cell: &str) -> bool {
    let first = |text: &str| text.chars().next().is_some_and(|c| FORMULA.contains(&c));
    first(cell) || first(cell.trim_start())
}

/// Returns true for an apostrophe that an import would remove as a guard; it needs a guard of its own to survive.
fn starts_like_a_guard(cell: &str) -> bool {
    cell.strip_prefix('\'').is_some_and(|rest| starts_like_a_formula(rest) || starts_like_a_guard(rest))
}

const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn is_plain_number(cell: &str) -> bool {
    let rest = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '-'))
}

/// Fewest digits of a telephone number with its country; what is shorter may be a sum: "+1/2".
const SHORTEST_NUMBER: usize = 7;

/// Returns true for a number with its country, which may have a stroke or end in an extension: `+49 30/1234-567 ext. 5`.
fn is_telephone(cell: &str) -> bool {
    let Some(rest) = cell.strip_prefix('+') else { return false };
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = rest.trim_end_matches([' ', '.']).to_ascii_lowercase();
    let before = ["extension", "ext", "x", "#"].into_iter().find_map(|word| bare.strip_suffix(word));
    // Without a word before them the last digits are the number's own.
    let number = before.unwrap_or_else(|| cell.trim_start_matches('+'));
    let digits = number.chars().filter(char::is_ascii_digit).count();
    digits >= SHORTEST_NUMBER
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '-' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let mut out = Vec::new();
        let rows = cells.iter().map(|cell| vec![(*cell).to_owned(), "x".to_owned()]);
        write_csv(&mut out, &["a", "b"], rows).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_guarded_and_telephone_numbers_are_not() {
        let guarded = [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd",
            "@SUM(A1)",
            "\t=1",
            "＝1",
            " =1",
            "-1+2",
            "+1/2",
            "+1 415 x5",
            "+1 415 555 0100 A1",
        ];
        for cell in guarded {
            let text = written(&[cell]);
            assert!(text.contains(&format!("'{cell}")), "{cell:?}: {text}");
        }
        let numbers =
            ["+1-555-0100", "+49 30/1234-567", "+1 415 555 0100 x5", "+1 415-555-0100 ext. 12", "+420 555 000 100 #3"];
        for cell in numbers {
            assert!(!needs_guard(cell), "{cell:?}");
        }
        for cell in ["+1 (415) 555-0100", "-12.5", "Acme", "", "'s-Hertogenbosch", "1+1"] {
            let text = written(&[cell]);
            assert!(!text.contains(&format!("'{cell},")) || cell.starts_with('\''), "{cell:?}: {text}");
        }
    }

    #[test]
    fn the_way_out_and_back_changes_nothing() {
        for cell in
            ["=1+1", "'=1", "''=1", "+1 415", "'s-Hertogenbosch", "-", "@x", "\t=1", "＝1", "plain, \"quoted\"\nline"]
        {
            let guarded = if needs_guard(cell) { format!("'{cell}") } else { cell.to_owned() };
            assert_eq!(strip_guard(&guarded), cell);
        }
        assert_eq!(strip_guard("=\"00123\""), "00123");
    }
}

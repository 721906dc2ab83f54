//! Looks up the fields of a row through the file's column mapping.

use crate::domain::account::{ExternalId, Phone};
use crate::domain::matching::{domain_of, is_shared_domain};
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::csv_rows::Row;
use crate::exchange::cells;
use crate::exchange::notes::Notes;
use crate::exchange::presets::FieldColumns;

/// A row with the column mapping of its file.
pub(crate) struct RowFields<'a> {
    pub(crate) columns: &'a FieldColumns,
    pub(crate) row: &'a Row,
    pub(crate) notes: &'a Notes,
    /// ISO code of the country assumed for telephone numbers without a country code.
    pub(crate) country: Option<&'a str>,
}

impl<'a> RowFields<'a> {
    /// Returns the field's cell, unless it is blank or a word for nothing.
    pub(in crate::exchange) fn get(&self, field: &str) -> Option<&'a str> {
        self.columns.all(self.row, field).map(|(cell, _)| cell).find(|cell| !cells::is_nothing_in(field, cell))
    }

    /// Returns the field as one sanitised line.
    pub(in crate::exchange) fn line(&self, field: &str) -> Option<String> {
        self.get(field).map(|cell| clean_line(cell, NAME_CAP)).filter(|line| !line.is_empty())
    }

    /// Returns the field as sanitised text of several lines.
    pub(in crate::exchange) fn note(&self, field: &str) -> Option<String> {
        self.get(field).map(|cell| clean_note(cell, NOTE_CAP)).filter(|note| !note.trim().is_empty())
    }

    /// Returns the field as sanitised text, followed by a line for every column that is kept in the notes.
    pub(in crate::exchange) fn note_and_kept(&self, field: &str) -> Option<String> {
        self.with_kept(self.note(field).unwrap_or_default())
    }

    /// Appends a line `header: value` to a text for every column that is kept in the notes.
    pub(in crate::exchange) fn with_kept(&self, mut text: String) -> Option<String> {
        for (cell, header) in self.columns.noted_cells(self.row) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&format!("{}: {cell}", header.trim()));
        }
        Some(clean_note(&text, NOTE_CAP)).filter(|text| !text.trim().is_empty())
    }

    /// Checks that the row is not one that its system has deleted: exports for programs hold those too.
    pub(in crate::exchange) fn is_live(&self) -> Result<(), String> {
        let gone = |(cell, _)| cells::yes_or_no(cell) == Some(true);
        match self.columns.all(self.row, "gone").any(gone) {
            true => Err("archived or deleted in the system it comes from".to_owned()),
            false => Ok(()),
        }
    }

    /// Adds a remark about this row.
    pub(in crate::exchange) fn remark(&self, text: &str) {
        self.notes.count(text, self.row.line);
    }

    /// Adds a remark about a word of this row.
    pub(in crate::exchange) fn remark_word(&self, text: &str, word: &str) {
        self.notes.count_word(text, Some(word), self.row.line);
    }

    /// Returns the field as an id of the system that the file comes from; `None` if the system is unknown.
    pub(in crate::exchange) fn external(&self, field: &str) -> Option<ExternalId> {
        // An id means nothing without its system: 17 of one CRM and 17 of another would make two companies one.
        let source = self.columns.preset.and_then(|preset| preset.source.clone())?;
        let id = clean_line(self.get(field)?, NAME_CAP);
        // Reports of Salesforce give 15 letters and its API 18: compared as written, one record would come in twice.
        let id = if source == "salesforce" { eighteen(&id) } else { id };
        (!id.is_empty()).then_some(ExternalId { source, id })
    }

    /// Returns the telephone numbers of the row, best first, each once. A number that a spreadsheet has rounded is left
    /// out with a remark instead of rejecting the row.
    pub(in crate::exchange) fn phones(&self) -> Vec<Phone> {
        let mut found: Vec<Phone> = Vec::new();
        for (cell, header) in self.columns.all(self.row, "phone") {
            let Ok(phones) = cells::phones(cell, header) else {
                self.remark("a telephone number was rounded by a spreadsheet (1.5E+10), its digits are lost, and it was left out");
                continue;
            };
            for phone in phones {
                if self.country.is_some_and(|country| cells::lacks_its_zero(&phone.raw, country)) {
                    self.remark("a telephone number is one digit short: a spreadsheet may have taken the 0 before it");
                }
                // By digits: exports hold one number in two columns, once with blanks and once without.
                if !found.iter().any(|known| known.digits() == phone.digits()) {
                    found.push(phone);
                }
            }
        }
        found
    }

    /// Returns a company's name, sanitised.
    ///
    /// # Errors
    /// A sentence that says why the cell holds no name.
    pub(in crate::exchange) fn company_name(&self, field: &str) -> Result<Option<String>, String> {
        let Some(cell) = self.get(field) else { return Ok(None) };
        // An unclosed quote takes the rows below into the cell; a name with its branch and town has three lines at
        // most.
        if cell.lines().count() > 3 {
            return Err("the company name runs over several lines: is a quote missing?".to_owned());
        }
        self.fit_name(cell).map(Some)
    }

    /// Sanitises a name.
    ///
    /// # Errors
    /// A sentence that says why the text is no name.
    pub(in crate::exchange) fn fit_name(&self, cell: &str) -> Result<String, String> {
        let name = clean_line(cell, NAME_CAP);
        if cell.chars().count() > NAME_CAP {
            self.remark("a name longer than 200 characters was cut");
        }
        // A program that saved Cyrillic or Chinese in a Western encoding leaves one question mark for each letter.
        if !name.is_empty() && name.chars().all(|c| c == '?' || c == '\u{FFFD}' || c == ' ') {
            return Err(format!("the name is “{name}”: its letters were lost before this file was made"));
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(format!("“{name}” is not a company name: it has no letter or digit"));
        }
        Ok(name)
    }

    /// Returns a web domain from the field that can stand for a company.
    pub(in crate::exchange) fn domain(&self, field: &str) -> Option<String> {
        let mut domains = self.columns.all(self.row, field).filter_map(|(cell, _)| domain_of(cell));
        // A mail host is nobody's identity: by gmail.com every company whose people write from there would be one.
        domains.find(|domain| !is_shared_domain(domain))
    }
}

/// Converts a Salesforce id of 15 case-sensitive letters to the form with 18, whose last three letters encode the case.
fn eighteen(id: &str) -> String {
    // Each five letters give five bits, the first letter the lowest, and the bits a letter of this alphabet.
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if id.len() != 15 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return id.to_owned();
    }
    // Each of the three letters holds the case of five, the first of them as the lowest bit (Salesforce, "15 and 18
    // character ids").
    let upper_bits = |five: &[u8]| five.iter().rev().fold(0, |bits, b| bits * 2 + usize::from(b.is_ascii_uppercase()));
    let suffix = id.as_bytes().chunks(5).filter_map(|five| ALPHABET.get(upper_bits(five)));
    id.chars().chain(suffix.map(|letter| char::from(*letter))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salesforce_id_is_the_same_in_both_lengths() {
        assert_eq!(eighteen("001x0000002xLCV"), "001x0000002xLCVAA2");
        assert_eq!(eighteen("001x0000002xLCVAA2"), "001x0000002xLCVAA2");
    }
}

//! Parses register numbers of companies. Their formats are in `assets/registers.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::account::ExternalId;

use crate::exchange::table::fields::RowFields;

/// Number format of a company register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    field: String,
    source: String,
    length: Vec<usize>,
    #[serde(default)]
    from: Option<usize>,
    #[serde(default)]
    first: Option<usize>,
    #[serde(default)]
    letters: bool,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    behind: Vec<String>,
    #[serde(default)]
    ahead: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    register: Vec<Register>,
}

/// Returns the register numbers of a row, each with the name of its register. Invalid ones are left out with a remark.
pub(super) fn ids(cells: &RowFields<'_>) -> Vec<ExternalId> {
    let mut found: Vec<ExternalId> = Vec::new();
    for register in registers() {
        let Some(cell) = cells.get(&register.field) else { continue };
        match register.id(cell) {
            Some(id) => {
                let id = ExternalId { source: register.source.clone(), id };
                // A SIRET begins with its company's SIREN: one of both is enough.
                if !found.iter().any(|known| known.source == id.source) {
                    found.push(id);
                }
            }
            None if cell.chars().any(char::is_alphanumeric) && !crate::exchange::cells::is_nothing(cell) => {
                cells.remark("a register's number is not written like one and was left out");
            }
            None => {}
        }
    }
    found
}

impl Register {
    /// Returns the number as the register writes it, without blanks, points and slashes; `None` if it is invalid.
    fn id(&self, cell: &str) -> Option<String> {
        let cell = cell.trim().trim_start_matches('\'');
        // A spreadsheet that took it for an amount.
        let cell = cell.strip_suffix(".0").unwrap_or(cell);
        let cell = without_label(cell);
        if cell.len() > 40 || cell.chars().any(|c| !c.is_ascii_alphanumeric() && !" .-/,()–\u{A0}".contains(c)) {
            return None;
        }
        let bare: String = cell.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let bare = in_present_form(self.without_ends(&bare));
        let all_digits = bare.bytes().all(|b| b.is_ascii_digit());
        // Spreadsheets take such numbers for amounts and drop their leading zeros.
        let bare = match self.length.iter().find(|length| **length >= bare.len()) {
            Some(length) if all_digits && self.from.is_some_and(|from| bare.len() >= from) => {
                format!("{bare:0>length$}")
            }
            _ => bare,
        };
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let zeros = bare.bytes().all(|b| b == b'0');
        // A number that is not one is left out rather than kept: two companies with the number "123" would be taken for
        // one.
        if !self.length.contains(&bare.len()) || (!all_digits && !self.letters) || digits < 2 || zeros {
            return None;
        }
        Some(bare.get(..self.first.unwrap_or(bare.len()))?.to_owned())
    }
}

impl Register {
    /// Takes off a country before the number and a tax behind it, where what is left has the length of a number.
    fn without_ends(&self, bare: &str) -> String {
        let fits = |rest: &&str| self.length.contains(&rest.len()) && rest.bytes().any(|b| b.is_ascii_digit());
        let behind = self.behind.iter().find_map(|tax| bare.strip_suffix(tax.as_str()));
        let short = behind.unwrap_or(bare);
        let rest = self.countries.iter().find_map(|country| short.strip_prefix(country.as_str())).filter(fits);
        let rest = rest.unwrap_or(short);
        match &self.ahead {
            Some(ahead) if rest.bytes().all(|b| b.is_ascii_digit()) => format!("{ahead}{rest}"),
            Some(_) | None => rest.to_owned(),
        }
    }
}

/// Belgian numbers have ten digits since 2007; those that were given before are still written with nine. Greek ones begin with
/// EL, and are written with GR as well.
fn in_present_form(id: String) -> String {
    let digits = |rest: &str| rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit());
    match (id.strip_prefix("BE"), id.strip_prefix("GR")) {
        (Some(rest), _) if digits(rest) => format!("BE0{rest}"),
        (_, Some(rest)) if digits(rest) => format!("EL{rest}"),
        _ => id,
    }
}

/// Returns what stands behind a label of letters: "NIP: 526-025-09-95", "Org.nr. 923 609 016".
fn without_label(cell: &str) -> &str {
    let wordy =
        |label: &str| label.chars().all(|c| c.is_alphabetic() || " .-#".contains(c)) && label.chars().count() <= 20;
    match cell.rsplit_once([':', '#']) {
        Some((label, number)) if wordy(label) => number.trim(),
        Some(_) | None => cell,
    }
}

fn registers() -> &'static [Register] {
    static REGISTERS: OnceLock<Vec<Register>> = OnceLock::new();
    REGISTERS.get_or_init(|| {
        let file: RegisterFile = toml::from_str(include_str!("../../../assets/registers.toml"))
            .expect("the shipped table is read by a test");
        file.register
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::same_id;

    #[test]
    fn the_numbers_that_another_reader_knows_are_read_however_they_are_written() {
        let table = include_str!("../../../tests/data/registers/numbers.tsv");
        let mut tried = 0;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let [field, written, number] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let register = registers().iter().find(|one| one.field == field).unwrap();
            let read = |cell: &str| register.id(cell).map(|id| ExternalId { source: register.source.clone(), id });
            let (one, same) = (read(number), read(written));
            let (Some(one), Some(same)) = (one, same) else { panic!("{line} is not read") };
            // Dutch numbers whose zeros somebody left out: the letter B stands in their middle.
            let lost = written == "NL4495445B01";
            assert_eq!(same_id(&one, &same), !lost, "{line}: {} and {}", one.id, same.id);
            tried += 1;
        }
        assert!(tried > 80, "{tried}");
    }

    #[test]
    fn a_register_number_is_one_however_it_is_written() {
        let id = |source: &str, field: &str, cell: &str| {
            let register = registers().iter().find(|one| one.source == source && one.field.ends_with(field)).unwrap();
            register.id(cell).unwrap_or_default()
        };
        for (source, field, cell, expected) in [
            ("ico", "ico", "27 07 49 58", "27074958"),
            ("ico", "ico", "274958", "00274958"),
            ("ico", "ico", "00274958.0", "00274958"),
            ("ico", "ico", "CZ27074958", "27074958"),
            ("ico", "ico", "DE27074958", ""),
            ("siren", "siret", "552 100 554 00021", "552100554"),
            ("siren", "siren", "552 100 554", "552100554"),
            ("crn", "crn", "SC123456", "SC123456"),
            ("crn", "crn", "1234567", "01234567"),
            ("crn", "crn", "1001", ""),
            ("vat", "vat", "cz 27074958", "CZ27074958"),
            ("vat", "vat", "DE 123 456 789", "DE123456789"),
            ("vat", "vat", "yes", ""),
            ("nip", "nip", "526-10-40-567", "5261040567"),
            ("nip", "nip", "NIP: PL 526-025-09-95", "5260250995"),
            ("uid", "uid", "CHE-123.456.788 MWST", "CHE123456788"),
            ("uid", "uid", "123.456.788", "CHE123456788"),
            ("orgnr", "orgnr", "NO 923 609 016 MVA", "923609016"),
            ("vat", "vat", "NO 923 609 016 MVA", "NO923609016"),
            ("vat", "vat", "GR 094259216", "EL094259216"),
            ("cnpj", "cnpj", "12.ABC.345/01DE-35", "12ABC345"),
            ("ein", "ein", "12-3456789", "123456789"),
            ("lei", "lei", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"),
            ("cnpj", "cnpj", "33.000.167/0001-01", "33000167"),
            ("uid", "uid", "CHE-123.456.789", "CHE123456789"),
            ("orgnr", "orgnr", "556016-0680", "5560160680"),
        ] {
            assert_eq!(id(source, field, cell), expected, "{source} {cell}");
        }
    }
}

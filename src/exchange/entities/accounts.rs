//! Reads rows of a table as companies.

use crate::domain::account::Account;
use crate::domain::account::country_names::country_named;
use crate::domain::account::zone;
use crate::domain::matching::{parse_cik, ticker_of};
use crate::domain::text::{NAME_CAP, clean_line};

use super::register_ids;
use crate::exchange::cells;
use crate::exchange::cells::Money;
use crate::exchange::presets::Preset;
use crate::exchange::record::{AccountRecord, RecordReader};
use crate::exchange::table::TableReader;
use crate::exchange::table::fields::RowFields;

/// Reads a table of companies.
pub(crate) fn read(table: TableReader) -> RecordReader<AccountRecord> {
    table.records(account)
}

pub(crate) fn account(cells: &RowFields<'_>) -> Result<Account, String> {
    cells.is_live()?;
    let domain = cells.domain("domain");
    // A list of domains alone is a list of companies; the name can be mended later, a lost row cannot.
    let name = cells.company_name("name")?.or_else(|| domain.clone()).ok_or("no company name and no web domain")?;
    let place = cells.get("place").map(cells::place).unwrap_or_default();
    // A company with two classes of shares has two symbols in one cell: "GOOGL, GOOG".
    let tickers = cells.columns.all(cells.row, "ticker").flat_map(|(cell, _)| cell.split([',', ';', ' ']));
    let country = cells.line("country").or_else(|| place.country.map(|country| clean_line(&country, NAME_CAP)));
    Ok(Account {
        name: without_footnotes(&name),
        domain,
        tickers: tickers.filter_map(ticker_of).collect(),
        cik: cik(cells)?,
        external: cells.external("external").into_iter().chain(register_ids::ids(cells)).collect(),
        aliases: split_list(cells, "alias", &[';', '|']),
        industry: cells.line("industry"),
        sub_industry: cells.line("sub_industry"),
        city: cells.line("city").or_else(|| place.city.map(|city| clean_line(&city, NAME_CAP))),
        region: cells.line("region").or_else(|| place.region.map(|region| clean_line(&region, NAME_CAP))),
        country: country.inspect(|country| doubt_country(cells, country)),
        zone: zone(cells),
        employees: employees(cells, "employees"),
        revenue_musd: revenue(cells),
        phone: phone(cells),
        tags: cells.columns.all(cells.row, "tags").flat_map(|(cell, _)| cells::tags(cell)).collect(),
        owner: cells.line("owner"),
        notes: cells.note_and_kept("notes").unwrap_or_default(),
        ..Account::default()
    })
}

/// Removes footnote marks as encyclopaedias have them: `Acme[3]`.
fn without_footnotes(name: &str) -> String {
    match name.rsplit_once('[') {
        Some((bare, mark)) if mark.strip_suffix(']').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) => {
            bare.trim_end().to_owned()
        }
        _ => name.to_owned(),
    }
}

pub(super) fn cik(cells: &RowFields<'_>) -> Result<Option<u64>, String> {
    let Some(cell) = cells.get("cik") else { return Ok(None) };
    if cells::is_nothing(cell) {
        return Ok(None);
    }
    parse_cik(cell).map(Some).ok_or_else(|| format!("“{}” is not a CIK: up to ten digits", clean_line(cell, 40)))
}

fn split_list(cells: &RowFields<'_>, field: &str, separators: &[char]) -> Vec<String> {
    let parts = cells.columns.all(cells.row, field).flat_map(|(cell, _)| cell.split(separators));
    parts.map(|part| clean_line(part, NAME_CAP)).filter(|part| !part.is_empty()).collect()
}

/// Returns the name of a time zone; an unknown one is left out with a remark.
pub(super) fn zone(cells: &RowFields<'_>) -> Option<String> {
    let text = cells.get("zone")?;
    let country = ["country", "own_country", "company_country"].into_iter().find_map(|field| cells.get(field));
    let known = zone::named_in(text, country.and_then(country_named));
    match (known, zone::is_of_several(text)) {
        (Some(_), _) => {}
        (None, true) => cells.remark_word(
            "the time zone is that of several countries and was left out; write it like America/Chicago",
            text,
        ),
        (None, false) => cells.remark("the time zone is not known and was left out; write it like Europe/Prague"),
    }
    known.map(|zone| zone.name().to_owned())
}

/// Says that no country is known by this name; it is kept as written.
pub(super) fn doubt_country(cells: &RowFields<'_>, country: &str) {
    if country_named(country).is_none() && !cells::is_nothing(country) {
        cells.remark_word(
            "the country is kept as written, but no country is known by that name, so it tells no clock",
            country,
        );
    }
}

/// Returns the head count in a field; of a range its lower end.
pub(super) fn employees(cells: &RowFields<'_>, field: &str) -> Option<u64> {
    let cell = cells.get(field)?;
    match cells::head_count(cell) {
        Some((count, range)) => {
            if range {
                cells.remark("the head count is a range; its lower end was taken");
            }
            Some(count)
        }
        None => {
            if !cells::is_nothing(cell) {
                cells.remark("the head count is not a number and was left out");
            }
            None
        }
    }
}

/// Returns revenue in millions of US dollars. The cell's own scale (`$500M`) takes precedence over the header's, and
/// that over the preset's.
fn revenue(cells: &RowFields<'_>) -> Option<f64> {
    let millions = cells.columns.has("revenue_musd");
    let cell = cells.get("revenue_musd").or_else(|| cells.get("revenue_usd"))?;
    let millions = millions || cells.columns.preset.is_some_and(|preset: &Preset| preset.revenue_in_millions);
    match cells::money(cell) {
        Some(Money::Dollars { amount, scaled, range }) => {
            if range {
                cells.remark("the revenue is a range; its lower end was taken");
            }
            // A scale in the cell wins over the header's: "$2.1B" in a column of millions is not 2.1 quadrillion.
            Some(if millions && !scaled { amount } else { amount / 1e6 })
        }
        Some(Money::OtherCurrency) => {
            cells.remark("the revenue is not in US dollars and was left out");
            None
        }
        None => {
            if !cells::is_nothing(cell) {
                cells.remark("the revenue is not a number and was left out");
            }
            None
        }
    }
}

fn phone(cells: &RowFields<'_>) -> Option<String> {
    cells.phones().into_iter().next().map(|phone| phone.raw)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::exchange::Record;

    pub(crate) fn read_all(text: &str) -> Vec<Record<Account>> {
        let reading = crate::exchange::accounts(
            "test.csv",
            Cursor::new(text.to_owned()),
            &crate::domain::import::options::ReadOptions::default(),
        )
        .unwrap();
        reading.records.map(Result::unwrap).collect()
    }

    fn only(text: &str) -> Account {
        read_all(text).remove(0).value.unwrap()
    }

    #[test]
    fn revenue_is_in_millions_by_the_header_the_cell_or_the_kind_of_export() {
        let table = [
            ("Company,Annual Revenue\nA,60000000", Some(60.0)),
            ("Company,Revenue ($M)\nA,60", Some(60.0)),
            ("company,rank,revenue,profit,num. of employees\nA,1,572754,1,1", Some(572_754.0)),
            ("Company,Revenue\nA,$2B", Some(2000.0)),
            ("Company,Revenue ($M)\nA,$2B", Some(2000.0)),
            ("Company,Revenue\nA,9 000 Kč", None),
        ];
        for (text, expected) in table {
            assert_eq!(only(text).revenue_musd, expected, "{text}");
        }
    }

    #[test]
    fn register_numbers_are_ids_of_their_registers() {
        let text = "Název firmy,IČO,DIČ,LEI\nŽeleziště,274958,CZ00274958,-\nNorvik,none,yes,\n";
        let rows = read_all(text);
        let ids = |row: usize| {
            let ids = rows[row].value.as_ref().unwrap().external.iter();
            ids.map(|one| format!("{} {}", one.source, one.id)).collect::<Vec<_>>()
        };
        assert_eq!(ids(0), ["ico 00274958", "vat CZ00274958"]);
        assert_eq!(ids(1), Vec::<String>::new());
    }

    #[test]
    fn a_name_without_letters_is_refused_with_the_reason() {
        let rows = read_all("Company,City\n????,Oslo\n---,Oslo\n3M,Oslo\n");
        assert!(rows[0].value.as_ref().unwrap_err().contains("lost before"));
        assert!(rows[1].value.as_ref().unwrap_err().contains("no letter or digit"));
        assert_eq!(rows[2].value.as_ref().unwrap().name, "3M");
    }

    #[test]
    fn free_mail_and_network_domains_are_no_company() {
        assert_eq!(only("Company,Website\nA,https://www.linkedin.com/company/a").domain, None);
        assert_eq!(only("Company,Website\nA,https://www.acme.com/x").domain.as_deref(), Some("acme.com"));
    }
}

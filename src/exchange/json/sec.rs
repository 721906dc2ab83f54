//! Reads JSON of the SEC: the filings of one company, and the hits of its full-text search.
//!
//! Only the needed members are kept, so that a long document takes little memory.

use std::io::{BufReader, Read};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::dates::NumberOrder;
use crate::domain::matching::parse_cik;
use crate::domain::query::ImportKind;
use crate::domain::text::{NAME_CAP, clean_line};

use crate::exchange::bytes::DecodedText;
use crate::exchange::dates;
use crate::exchange::error::ExchangeError;
use crate::exchange::feed::edgar;
use crate::exchange::feed::edgar::Filing;
use crate::exchange::notes::Notes;
use crate::exchange::record::{Record, RecordReader, TriggerRecord};
use crate::exchange::table::csv_rows::Row;

/// Longest document that is read, in bytes.
const SIZE_CAP: u64 = 100 * 1024 * 1024;

/// The file `CIK##########.json`; in its older pages the columns are at the top level.
#[derive(Debug, Deserialize)]
struct SecSubmissions {
    #[serde(default)]
    name: String,
    #[serde(default)]
    cik: NumberOrText,
    #[serde(default, rename = "sicDescription")]
    sic: String,
    #[serde(default)]
    tickers: Vec<String>,
    #[serde(default)]
    filings: SecFilings,
    #[serde(default, rename = "accessionNumber")]
    accession: Vec<String>,
    #[serde(default, rename = "filingDate")]
    day: Vec<String>,
    #[serde(default)]
    form: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct SecFilings {
    #[serde(default)]
    recent: FilingColumns,
    #[serde(default)]
    files: Vec<FilingPage>,
}

#[derive(Debug, Deserialize)]
struct FilingPage {
    #[serde(default)]
    name: String,
    #[serde(default, rename = "filingCount")]
    count: u64,
}

/// Parallel lists: entries at the same index belong to one filing.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct FilingColumns {
    accession_number: Vec<String>,
    filing_date: Vec<String>,
    form: Vec<String>,
    items: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct SecSearch {
    hits: SecHits,
}

#[derive(Debug, Deserialize)]
struct SecHits {
    hits: Vec<SecHit>,
}

#[derive(Debug, Deserialize)]
struct SecHit {
    #[serde(rename = "_source")]
    source: Option<SecHitSource>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SecHitSource {
    ciks: Vec<String>,
    display_names: Vec<String>,
    form: String,
    adsh: String,
    file_date: String,
    items: Vec<String>,
}

/// A value that is a number or its text.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Digits(u64),
    Text(String),
    #[default]
    None,
}

impl NumberOrText {
    fn said(&self) -> String {
        match self {
            NumberOrText::Digits(number) => number.to_string(),
            NumberOrText::Text(text) => text.clone(),
            NumberOrText::None => String::new(),
        }
    }
}

/// Reads the 8-K filings of one company; other forms are only counted.
pub(super) fn submissions(file: &str, text: DecodedText) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let company: SecSubmissions = read_document(file, text, "the SEC's list of a company's filings")?;
    let (notes, cik) = (Notes::default(), parse_cik(&company.cik.said()));
    let SecSubmissions { accession, day, form, items, .. } = company;
    let page = FilingColumns { accession_number: accession, filing_date: day, form, items };
    // Companies with many filings are split: the older pages are the columns at the top, without a word of the company.
    let columns = if company.filings.recent.form.is_empty() { page } else { company.filings.recent };
    if company.name.is_empty() {
        notes.say("an older page of a company's filings: it does not say which company; its triggers are unmatched");
    } else {
        let tickers =
            if company.tickers.is_empty() { String::new() } else { format!(" ({})", company.tickers.join(", ")) };
        let about =
            format!("filings of {}{tickers}, CIK {}, {}", company.name, company.cik.said(), company.sic.to_lowercase());
        notes.say(clean_line(&about, 300));
    }
    let events = (0..).zip(&columns.form).filter(|(_, form)| form.starts_with("8-K"));
    let rows: Vec<usize> = events.map(|(row, _)| row).collect();
    let others = columns.form.len() - rows.len();
    let left_out = match others {
        0 => None,
        1 => Some("1 filing of another form than 8-K was left out: it tells of no event by itself".to_owned()),
        more => {
            Some(format!("{more} filings of other forms than 8-K were left out: they tell of no event by themselves"))
        }
    };
    left_out.into_iter().for_each(|says| notes.say(says));
    for page in company.filings.files {
        let says = format!("{} older filings are in {}, another file of the SEC", page.count, page.name);
        notes.say(clean_line(&says, 200));
    }
    // The columns should be equally long; a shorter one leaves its field empty and loses no filing.
    let at = |list: &[String], row: usize| list.get(row).cloned().unwrap_or_default();
    let filing = |row: usize| {
        let items = at(&columns.items, row);
        read_filing(
            &company.name,
            cik,
            &at(&columns.form, row),
            &at(&columns.accession_number, row),
            &at(&columns.filing_date, row),
            &items,
        )
    };
    let records = rows.into_iter().map(filing).collect();
    reading(file, "SEC submissions", notes, records)
}

/// Reads the hits of a full-text search.
pub(super) fn hits(file: &str, text: DecodedText) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let found: SecSearch = read_document(file, text, "a list of hits of the SEC's full-text search")?;
    let filing = |hit: &SecHit| {
        let Some(source) = &hit.source else { return (String::new(), Err("the hit has no _source".to_owned())) };
        // "NORVIK FOODS INC  (NRVK)  (CIK 0000320193)": two blanks part the name from what follows.
        let named = source.display_names.first().map_or("", String::as_str);
        let company = named.split("  (").next().unwrap_or("").trim();
        let cik = source.ciks.first().and_then(|cik| parse_cik(cik));
        read_filing(company, cik, &source.form, &source.adsh, &source.file_date, &source.items.join(","))
    };
    reading(file, "SEC full-text search", Notes::default(), found.hits.hits.iter().map(filing).collect())
}

type FilingResult = (String, Result<Filing, String>);

fn read_filing(company: &str, cik: Option<u64>, form: &str, accession: &str, day: &str, items: &str) -> FilingResult {
    let raw = format!("{form} {accession} {day} {items} {company}");
    let Some(filed_on) = dates::day(day, NumberOrder::MonthFirst) else {
        return (raw, Err(crate::exchange::feed::NO_FILING_DATE.to_owned()));
    };
    let url = cik.map(|cik| {
        // The folder is the accession number without its hyphens, the page in it has them.
        let folder: String = accession.chars().filter(char::is_ascii_digit).collect();
        let accession = clean_line(accession, NAME_CAP);
        format!("https://www.sec.gov/Archives/edgar/data/{cik}/{folder}/{accession}-index.htm")
    });
    let filing = Filing {
        form: clean_line(form, 20),
        company: company.to_owned(),
        cik,
        accession: accession.to_owned(),
        filed_on,
        url,
        items: edgar::item_codes(items),
    };
    (raw, Ok(filing))
}

fn reading(
    file: &str,
    format: &str,
    notes: Notes,
    filed: Vec<FilingResult>,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    if filed.is_empty() {
        return Err(ExchangeError::not_readable(file, format!("it is {format} without a single entry")));
    }
    let record = |(number, (raw, filing)): (u64, FilingResult)| Record {
        line: number,
        raw: Row::of(number, [clean_line(&raw, 240).as_str()]),
        value: filing.map(|filing| filing.trigger()),
    };
    Ok(RecordReader::without_table(
        ImportKind::Triggers,
        format.to_owned(),
        notes,
        Box::new((1..).zip(filed).map(record).map(Ok)),
    ))
}

fn read_document<T: DeserializeOwned>(file: &str, text: DecodedText, what: &str) -> Result<T, ExchangeError> {
    let stream = BufReader::new(text.stream.take(SIZE_CAP));
    serde_json::from_reader(stream)
        .map_err(|error| ExchangeError::not_readable(file, format!("it looks like {what} and cannot be read: {error}")))
}

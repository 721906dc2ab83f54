//! JSON → triggers: JSON Feed, lists of objects, and the SEC's own lists of filings.

use serde_json::{Map, Value};

use crate::domain::matching::parse_cik;
use crate::domain::rows::ImportKind;
use crate::domain::text::clean_line;

use super::bytes::Text;
use super::dates::{self, Order};
use super::edgar::{self, Filing};
use super::error::ExchangeError;
use super::notes::Notes;
use super::post::Post;
use super::record::{Reading, Record, TriggerRecord};
use super::rows::Row;

/// Longest document that is read: it is held in memory.
const SIZE_CAP: usize = 100 * 1024 * 1024;

/// Reads triggers from a JSON document.
pub(super) fn triggers(file: &str, text: Text) -> Result<Reading<TriggerRecord>, ExchangeError> {
    let text = text.all(file, SIZE_CAP)?;
    let document: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
        ExchangeError::not_readable(file, format!("it looks like JSON and cannot be read: {error}"))
    })?;
    let Some((format, records)) = understood(&document) else {
        return Err(ExchangeError::not_readable(file, unknown(&document)));
    };
    if records.is_empty() {
        return Err(ExchangeError::not_readable(file, format!("it is {format} without a single entry")));
    }
    let records = Box::new(records.into_iter().map(Ok));
    Ok(Reading {
        kind: ImportKind::Triggers,
        format: format.to_owned(),
        header: Vec::new(),
        likeness: None,
        days_open: false,
        mapping: Vec::new(),
        notes: Notes::default(),
        records,
    })
}

type Found = (&'static str, Vec<Record<TriggerRecord>>);

fn understood(document: &Value) -> Option<Found> {
    let array = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
    if let Some(items) = array(document.get("items")) {
        let source = text(document.get("title")).unwrap_or_else(|| "feed".to_owned());
        let source = clean_line(&super::html::text_of(&source), 80);
        return Some(("JSON Feed", numbered(&items, |item| post(item).trigger(&source))));
    }
    if let Some(recent) = document.pointer("/filings/recent").and_then(Value::as_object) {
        return Some((
            "SEC submissions",
            numbered(&submissions(document, recent), |row| filed(row).map(|f| f.trigger())),
        ));
    }
    if let Some(hits) = array(document.pointer("/hits/hits")) {
        return Some(("SEC full-text search", numbered(&hits, |hit| found(hit).map(|f| f.trigger()))));
    }
    let list = document.as_array().cloned().or_else(|| array(document.get("triggers")))?;
    Some(("JSON list", numbered(&list, listed)))
}

fn numbered(items: &[Value], read: impl Fn(&Value) -> Result<TriggerRecord, String>) -> Vec<Record<TriggerRecord>> {
    let record = |(number, item): (u64, &Value)| Record {
        line: number,
        raw: Row::of(number, [clipped(item).as_str()]),
        value: read(item),
    };
    (1..).zip(items).map(record).collect()
}

fn clipped(item: &Value) -> String {
    clean_line(&item.to_string().chars().take(240).collect::<String>(), 240)
}

fn unknown(document: &Value) -> String {
    match document {
        Value::Object(object) => {
            let keys: Vec<String> = object.keys().take(8).map(|key| format!("“{}”", clean_line(key, 40))).collect();
            format!("it is JSON with {}; expected a JSON Feed (“items”) or a list of triggers", keys.join(", "))
        }
        _ => "it is JSON, but neither a JSON Feed nor a list of triggers".to_owned(),
    }
}

fn post(item: &Value) -> Post {
    let first = |keys: &[&str]| keys.iter().find_map(|key| text(item.get(key)));
    Post {
        title: first(&["title"]).unwrap_or_default(),
        text: first(&["summary", "content_text", "content_html"]).unwrap_or_default(),
        date: first(&["date_published", "date_modified"]),
        url: first(&["url", "external_url"]).filter(|url| super::addresses::is_web(url)),
        id: first(&["id"]),
        categories: strings(item.get("tags")),
        ..Post::default()
    }
}

/// The text of a string or number.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(|item| text(Some(item))).collect())
        .unwrap_or_default()
}

/// Parallel arrays → one object a filing; only 8-K forms tell of events.
fn submissions(document: &Value, recent: &Map<String, Value>) -> Vec<Value> {
    let column = |name: &str| recent.get(name).and_then(Value::as_array);
    let forms = column("form").map(Vec::as_slice).unwrap_or_default();
    let cell = |name: &str, row: usize| column(name).and_then(|cells| cells.get(row)).cloned().unwrap_or(Value::Null);
    let events = forms.iter().enumerate().filter(|(_, form)| form.as_str().is_some_and(|form| form.starts_with("8-K")));
    events
        .map(|(row, form)| {
            serde_json::json!({
                "form": form, "company": document.get("name"), "cik": document.get("cik"),
                "accession": cell("accessionNumber", row), "filed": cell("filingDate", row), "items": cell("items", row),
            })
        })
        .collect()
}

fn filed(row: &Value) -> Result<Filing, String> {
    let cell = |name: &str| text(row.get(name)).unwrap_or_default();
    let filed_on = dates::day(&cell("filed"), Order::MonthFirst).ok_or(super::feed::NO_FILING_DATE)?;
    let (cik, accession) = (parse_cik(&cell("cik")), cell("accession"));
    let url = cik.map(|cik| {
        let folder: String = accession.chars().filter(char::is_ascii_digit).collect();
        format!("https://www.sec.gov/Archives/edgar/data/{cik}/{folder}/{accession}-index.htm")
    });
    let items = edgar::item_codes(&cell("items"));
    Ok(Filing { form: cell("form"), company: cell("company"), cik, accession, filed_on, url, items })
}

/// A hit of the SEC's full-text search.
fn found(hit: &Value) -> Result<Filing, String> {
    let source = hit.get("_source").ok_or("the hit has no _source")?;
    let named = strings(source.get("display_names")).into_iter().next().unwrap_or_default();
    let company = named.split("  (").next().unwrap_or("").trim().to_owned();
    let row = serde_json::json!({
        "form": source.get("form"), "company": company, "cik": strings(source.get("ciks")).first(),
        "accession": source.get("adsh"), "filed": source.get("file_date"), "items": strings(source.get("items")).join(","),
    });
    filed(&row)
}

/// An object with the names that this program exports: a trigger written by hand or by a script.
fn listed(item: &Value) -> Result<TriggerRecord, String> {
    let cell = |names: &[&str]| names.iter().find_map(|name| text(item.get(name)));
    let day = |names: &[&str]| match cell(names) {
        Some(written) => dates::day(&written, Order::MonthFirst)
            .map(Some)
            .ok_or_else(|| format!("“{}” is no date; write it as 2026-03-31", clean_line(&written, 40))),
        None => Ok(None),
    };
    let mut post = post(item);
    post.title = cell(&["headline", "title"]).unwrap_or_default();
    post.date = day(&["occurred_on", "date", "date_published"])?.map(|day| day.to_string());
    post.categories.clear();
    let source = cell(&["source"]).unwrap_or_else(|| "imported list".to_owned());
    let mut trigger = post.trigger(&clean_line(&source, 80))?;
    if let Some(name) = cell(&["kind"]) {
        let kind = super::kind_names::kind_named(&name)?;
        (trigger.kind, trigger.scope) = (kind.key.clone(), kind.scope);
        (trigger.origin, trigger.strength) = (kind.origin, kind.strength);
    }
    if let Some(written) = cell(&["strength"]) {
        let known = (0..=5_u8).find(|strength| strength.to_string() == written);
        trigger.strength = known
            .ok_or_else(|| format!("strength “{}” is not a whole number from 0 to 5", clean_line(&written, 40)))?;
    }
    trigger.effective_on = day(&["effective_on", "effective"])?;
    trigger.company = cell(&["company", "account"]).map(|name| clean_line(&name, crate::domain::text::NAME_CAP));
    trigger.cik = cell(&["cik"]).and_then(|cik| parse_cik(&cik));
    trigger.ticker = cell(&["ticker"]).and_then(|ticker| crate::domain::matching::ticker_of(&ticker));
    trigger.external = cell(&["external", "id"]).map(|id| clean_line(&id, 400));
    trigger.impact = cell(&["impact"])
        .map(|text| crate::domain::text::clean_note(&text, crate::domain::text::NOTE_CAP))
        .unwrap_or_default();
    Ok(trigger)
}

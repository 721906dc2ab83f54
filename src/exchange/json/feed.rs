//! Reads JSON Feed, and lists of triggers as this program exports them.

use crate::domain::dates::NumberOrder;
use crate::domain::matching::parse_cik;
use crate::domain::query::ImportKind;
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};
use crate::domain::trigger::kind::Kinds;

use super::error::refusal;
use super::stream::{Piece, Pieces, StreamError, StreamMode};
use super::value;
use super::value::{Node, ParsedValue};
use crate::exchange::bytes::DecodedText;
use crate::exchange::dates;
use crate::exchange::error::ExchangeError;
use crate::exchange::feed::entry::Post;
use crate::exchange::links::clean_page;
use crate::exchange::notes::Notes;
use crate::exchange::record::{Record, RecordReader, TriggerRecord};
use crate::exchange::table::csv_rows::Row;

/// Reads a JSON Feed with this title.
pub(super) fn feed(
    file: &str,
    text: DecodedText,
    title: &str,
    kinds: &Kinds,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let source = clean_line(&crate::exchange::html_text::text_of(title), 80);
    let (pieces, kinds) = (Pieces::new(text.stream, StreamMode::Lists), kinds.clone());
    read(file, "JSON Feed", pieces, vec!["items".to_owned()], move |item| post(item).trigger(&source, &kinds))
}

/// Reads lists of triggers at these paths.
pub(super) fn list(
    file: &str,
    text: DecodedText,
    paths: Vec<String>,
    kinds: &Kinds,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let (pieces, kinds) = (Pieces::new(text.stream, StreamMode::Lists), kinds.clone());
    read(file, "JSON list", pieces, paths, move |item| read_exported(item, &kinds))
}

/// Reads JSON Lines with one trigger a line.
pub(super) fn lines(
    file: &str,
    text: DecodedText,
    kinds: &Kinds,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let (pieces, kinds) = (Pieces::new(text.stream, StreamMode::Lines), kinds.clone());
    read(file, "JSON, an object a line", pieces, Vec::new(), move |item| read_exported(item, &kinds))
}

/// Returns true if an object is a trigger in this program's own form: it has a headline, or a title and no company.
pub(super) fn is_told(first: &Node) -> bool {
    let company = ["company", "Company", "employer"].iter().any(|name| first.get(name).is_some());
    first.get("headline").is_some() || (first.get("title").is_some() && !company)
}

/// Returns true if the first line's object is a trigger in this program's own form.
pub(super) fn first_line_is_told(head: &[u8]) -> bool {
    let first = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    value::read(first, 1).is_ok_and(|read| is_told(&read.node))
}

fn read(
    file: &str,
    format: &str,
    mut pieces: Pieces,
    paths: Vec<String>,
    value: impl Fn(&Node) -> Result<TriggerRecord, String> + 'static,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let mut next = move || loop {
        match pieces.next()? {
            Some(piece) if !paths.is_empty() && !paths.contains(&piece.path) => {}
            found => return Ok::<_, StreamError>(found),
        }
    };
    let failed = |file: &str, fault: StreamError| refusal(file, fault.into_io());
    // Read before a reader is returned: a feed without an entry is an error, not an import of nothing.
    let first = next().map_err(|fault| failed(file, fault))?;
    let Some(first) = first else {
        return Err(ExchangeError::not_readable(file, format!("it is {format} without a single entry")));
    };
    let (notes, name) = (Notes::default(), file.to_owned());
    let (told, mut first, mut number) = (notes.clone(), Some(first), 0);
    let records = std::iter::from_fn(move || {
        let piece = first.take().map_or_else(&mut next, |piece| Ok(Some(piece)));
        let piece = piece.map_err(|fault| failed(&name, fault)).transpose()?;
        number += 1;
        Some(piece.map(|piece| record(piece, number, &told, &value)))
    });
    Ok(RecordReader::without_table(ImportKind::Triggers, format.to_owned(), notes, Box::new(records)))
}

fn record(
    piece: Piece,
    number: u64,
    notes: &Notes,
    value: impl Fn(&Node) -> Result<TriggerRecord, String>,
) -> Record<TriggerRecord> {
    let text = piece.text.as_deref().unwrap_or_default();
    // An entry may be megabytes long, and is kept for the list of rejected rows.
    let shown = String::from_utf8_lossy(text.get(..text.len().min(1024)).unwrap_or_default()).into_owned();
    let raw = Row::of(number, [clean_line(&shown, 240).as_str()]);
    let node = piece.text.and_then(|text| value::read(&text, piece.line));
    let value = node.and_then(|ParsedValue { node, mended }| {
        mended.into_iter().for_each(|why| notes.count(why, number));
        value(&node)
    });
    // The number of the entry and not its line: feeds are often written on one.
    Record { line: number, raw, value }
}

fn post(item: &Node) -> Post {
    let first = |keys: &[&str]| keys.iter().find_map(|key| item.says(key));
    Post {
        title: first(&["title"]).unwrap_or_default(),
        text: first(&["summary", "content_text", "content_html"]).unwrap_or_default(),
        date: first(&["date_published", "date_modified"]),
        url: first(&["url", "external_url"]).and_then(|url| clean_page(&url)),
        id: first(&["id"]),
        categories: strings(item.get("tags")),
        ..Post::default()
    }
}

fn strings(value: Option<&Node>) -> Vec<String> {
    match value {
        Some(Node::List(list)) => list.iter().filter_map(Node::said).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Reads an object with the member names of this program's exports, also if written by hand or by a script.
fn read_exported(item: &Node, kinds: &Kinds) -> Result<TriggerRecord, String> {
    let cell = |names: &[&str]| names.iter().find_map(|name| item.says(name));
    let day = |names: &[&str]| match cell(names) {
        Some(written) => dates::day(&written, NumberOrder::MonthFirst)
            .map(Some)
            .ok_or_else(|| format!("“{}” is not a date; write it as 2026-03-31", clean_line(&written, 40))),
        None => Ok(None),
    };
    let mut post = post(item);
    post.title = cell(&["headline", "title"]).unwrap_or_default();
    post.date = day(&["occurred_on", "date", "date_published"])?.map(|day| day.to_string());
    // A list that whynow exported says its kind by name; words of a tag would overrule it.
    post.categories.clear();
    let source = cell(&["source"]).unwrap_or_else(|| "imported list".to_owned());
    let mut trigger = post.trigger(&clean_line(&source, 80), kinds)?;
    if let Some(name) = cell(&["kind"]) {
        let kind = crate::exchange::presets::trigger_kinds::kind_named(&name, kinds)?;
        (trigger.kind, trigger.scope) = (kind.key.clone(), kind.scope);
        (trigger.origin, trigger.strength) = (kind.origin, kind.strength);
    }
    if let Some(written) = cell(&["strength"]) {
        let known = (0..=5_u8).find(|strength| strength.to_string() == written);
        trigger.strength = known
            .ok_or_else(|| format!("strength “{}” is not a whole number from 0 to 5", clean_line(&written, 40)))?;
    }
    trigger.effective_on = day(&["effective_on", "effective"])?;
    trigger.company = cell(&["company", "account"]).map(|name| clean_line(&name, NAME_CAP));
    trigger.cik = cell(&["cik"]).and_then(|cik| parse_cik(&cik));
    trigger.ticker = cell(&["ticker"]).and_then(|ticker| crate::domain::matching::ticker_of(&ticker));
    trigger.external = cell(&["external", "id"]).map(|id| clean_line(&id, 400));
    trigger.impact = cell(&["impact"]).map(|text| clean_note(&text, NOTE_CAP)).unwrap_or_default();
    Ok(trigger)
}

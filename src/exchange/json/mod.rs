//! Reads JSON: lists of objects, JSON Lines, answers of APIs, JSON Feed, and the SEC's lists of filings.
//!
//! A list becomes rows of a table, so that column names, presets and cells work as for any table. Documents with both
//! companies and people, as Atomic CRM and Salesforce write them, become entries of several kinds.

use std::io::Cursor;

use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;
use crate::domain::text::clean_line;

use super::bytes::DecodedText;
use super::error::ExchangeError;
use super::notes::Notes;
use super::record::{RecordReader, TriggerRecord};
use super::table;
use super::table::TableReader;
use super::table::workbook::SheetReader;
use detect::{DocumentShape, ListHead};
use error::refusal;
use rows::Objects;
use stream::{Pieces, StreamMode};
use value::Node;

mod detect;
mod error;
mod feed;
mod flatten;
mod member_names;
mod mixed_document;
mod rows;
mod sec;
mod stream;
mod value;

pub(super) use mixed_document::{MixedLayout, entries};

/// Bytes of a file that are examined before its content is decided.
pub(super) const HEAD: usize = 256 * 1024;
/// Returns true if the text is JSON: it begins an object or a list, and is no table that begins with a bracket.
pub(super) fn is_json(text: &DecodedText) -> bool {
    let mut bytes = text.head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (bytes.next(), bytes.next()),
        // The second character tells JSON from a table whose first name stands in brackets: "[Name],[City]".
        (Some(b'{'), Some(b'"' | b'}' | b'\'') | None)
            | (Some(b'['), Some(b'[' | b'{' | b'"' | b']' | b'0'..=b'9' | b'/') | None)
    )
}

/// Returns the layout of a document with both companies and people; `None` if its rows are of one kind.
pub(super) fn layout(head: &[u8], kind: ImportKind) -> Option<MixedLayout> {
    if !matches!(kind, ImportKind::Accounts | ImportKind::Contacts) {
        return None;
    }
    let text = super::bytes::open("", Cursor::new(head.to_vec())).ok().filter(is_json)?;
    match detect::shape(&text, kind) {
        DocumentShape::Lists(lists) => mixed_document::layout(&lists),
        DocumentShape::Lines
        | DocumentShape::Values
        | DocumentShape::Members
        | DocumentShape::Feed(_)
        | DocumentShape::Submissions
        | DocumentShape::Hits
        | DocumentShape::Unknown(_) => None,
    }
}

/// Returns the columns of the first row of every list in the head of a document, or of its first object.
pub(super) fn first_columns(head: &[u8]) -> Vec<Vec<String>> {
    let Ok(text) = super::bytes::open("", Cursor::new(head.to_vec())) else { return Vec::new() };
    let columns = |node: &Node| flatten::cells(node).into_iter().map(|(name, _)| name).collect();
    let first = |mode: StreamMode| {
        let piece = Pieces::new(Cursor::new(text.head.clone()), mode).next().ok().flatten()?;
        value::read(&piece.text.ok()?, 1).ok()
    };
    match detect::shape(&text, ImportKind::Accounts) {
        DocumentShape::Lists(lists) => lists.iter().map(|list| columns(&list.first)).collect(),
        DocumentShape::Lines => first(StreamMode::Lines).iter().map(|read| columns(&read.node)).collect(),
        DocumentShape::Values => first(StreamMode::Values).iter().map(|read| columns(&read.node)).collect(),
        DocumentShape::Members
        | DocumentShape::Feed(_)
        | DocumentShape::Submissions
        | DocumentShape::Hits
        | DocumentShape::Unknown(_) => Vec::new(),
    }
}

/// Opens a document as a table of rows.
///
/// # Errors
/// When it has no rows, or lacks columns that the import requires.
pub(super) fn open(
    file: &str,
    text: DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    let shape = detect::shape(&text, kind);
    let encoding = text.encoding;
    let told = told_header(&text.head);
    let (what, walk, paths) = match shape {
        DocumentShape::Lines => ("JSON, an object a line", StreamMode::Lines, Vec::new()),
        DocumentShape::Values => ("JSON", StreamMode::Values, Vec::new()),
        DocumentShape::Members => ("JSON, an object a name", StreamMode::Members, Vec::new()),
        DocumentShape::Lists(lists) => ("JSON list", StreamMode::Lists, choose_lists(file, &lists, kind)?),
        // A feed has titles and links, and read as a table its items would pass for companies.
        DocumentShape::Feed(_) => return Err(not_these(file, "a JSON Feed", kind)),
        DocumentShape::Submissions => return Err(not_these(file, "what the SEC says of a company's filings", kind)),
        DocumentShape::Hits => return Err(not_these(file, "what the SEC's full-text search found", kind)),
        DocumentShape::Unknown(members) => return Err(ExchangeError::not_readable(file, unknown(&text, &members))),
    };
    let format = if encoding == "UTF-8" { what.to_owned() } else { format!("{what}, {encoding}") };
    let notes = Notes::default();
    let objects = Objects::new(Pieces::new(text.stream, walk), paths, told, notes.clone());
    let objects = objects.map_err(|source| refusal(file, source))?;
    let header = companys_title(kind, objects.header());
    table::open_rows(file, SheetReader { rows: Box::new(objects), format, notes }, &header, kind, how)
}

/// Reads triggers from a JSON document.
///
/// # Errors
/// When it has no triggers, or cannot be read.
pub(super) fn triggers(
    file: &str,
    text: DecodedText,
    how: &ReadOptions,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    let kind = ImportKind::Triggers;
    match detect::shape(&text, kind) {
        DocumentShape::Feed(title) => feed::feed(file, text, &title, how.kinds()),
        DocumentShape::Submissions => sec::submissions(file, text),
        DocumentShape::Hits => sec::hits(file, text),
        DocumentShape::Lists(lists) => {
            let paths = choose_lists(file, &lists, kind)?;
            if lists.iter().any(|list| paths.contains(&list.path) && feed::is_told(&list.first)) {
                return feed::list(file, text, paths, how.kinds());
            }
            super::entities::triggers::read(open(file, text, kind, how)?, how.kinds())
        }
        DocumentShape::Lines if feed::first_line_is_told(&text.head) => feed::lines(file, text, how.kinds()),
        DocumentShape::Lines | DocumentShape::Values | DocumentShape::Members | DocumentShape::Unknown(_) => {
            super::entities::triggers::read(open(file, text, kind, how)?, how.kinds())
        }
    }
}

/// Chooses the lists to import, by their names; if none fits, the only list there is.
fn choose_lists(file: &str, lists: &[ListHead], kind: ImportKind) -> Result<Vec<String>, ExchangeError> {
    let named = |own: bool| {
        let fits = |seen: &&ListHead| match member_names::words().sort(&seen.path) {
            Some(sort) if own => sort.is(kind),
            _ => !own && detect::is_wanted(&seen.path, kind),
        };
        lists.iter().filter(fits).map(|seen| seen.path.clone()).collect::<Vec<_>>()
    };
    let own = named(true);
    let found = if own.is_empty() { named(false) } else { own };
    match (found.is_empty(), lists) {
        // The first of several of that name: read together, what one repeats of the other would come in twice.
        (false, _) => Ok(found.into_iter().take(1).collect()),
        (true, [only]) => Ok(vec![only.path.clone()]),
        (true, _) => {
            let names = lists.iter().take(8).map(|seen| format!("“{}”", clean_line(&seen.path, 40)));
            let names = names.collect::<Vec<_>>().join(", ");
            let says = format!("it is JSON with several lists ({names}), none of them named for what is imported");
            Err(ExchangeError::not_readable(file, says))
        }
    }
}

fn told_header(head: &[u8]) -> Option<Vec<String>> {
    let mut pieces = Pieces::new(Cursor::new(head.to_vec()), StreamMode::Members);
    let mut members: Vec<(String, Node)> = Vec::new();
    while let Ok(Some(piece)) = pieces.next() {
        let node = piece.text.ok().and_then(|text| value::read(&text, 1).ok())?.node;
        members.push((piece.name?, node));
    }
    rows::told_header(&members)
}

/// Returns the header; for companies a column `title` is renamed to the name, as in the SEC's list of tickers.
/// Elsewhere a title is a person's job.
fn companys_title(kind: ImportKind, header: &[String]) -> Vec<String> {
    let has = |name: &str| header.iter().any(|column| column == name);
    let is_sec = kind == ImportKind::Accounts && has("cik") && has("ticker") && has("title") && !has("name");
    let named = |column: &String| if is_sec && column == "title" { "company".to_owned() } else { column.clone() };
    header.iter().map(named).collect()
}

fn not_these(file: &str, what: &str, kind: ImportKind) -> ExchangeError {
    let wanted = match kind {
        ImportKind::Accounts => "companies",
        ImportKind::Contacts => "people",
        ImportKind::Triggers => "triggers",
        ImportKind::DoNotCall => "a do-not-call list",
        ImportKind::Calls => "calls",
        ImportKind::Invites => "meetings",
    };
    ExchangeError::not_readable(file, format!("it is {what}, not {wanted}; `import triggers` reads it"))
}

fn unknown(text: &DecodedText, members: &[String]) -> String {
    // The first fault tells more than the names before it.
    let mut pieces = Pieces::new(Cursor::new(text.head.clone()), StreamMode::Lists);
    let fault = loop {
        match pieces.next() {
            Ok(Some(_)) => {}
            Ok(None) => break None,
            Err(fault) => break Some(fault.says()),
        }
    };
    if let Some(fault) = fault.filter(|_| text.whole) {
        return format!("it looks like JSON and cannot be read: {fault}");
    }
    if members.is_empty() {
        return "it is JSON without a single entry; expected a list of objects".to_owned();
    }
    let keys: Vec<String> = members.iter().take(8).map(|key| format!("“{}”", clean_line(key, 40))).collect();
    format!("it is JSON with {}; expected a list of objects", keys.join(", "))
}

//! Every reader of files: it ends, gives a line for every row, and lets nothing through that drives a
//! terminal.

use std::io::Cursor;

use chrono::FixedOffset;
use serde::Serialize;
use serde_json::Value;
use whynow::domain::import::options::{DayOrder, ReadOptions};
use whynow::domain::query::ImportKind;
use whynow::domain::text::clean;
use whynow::exchange;
use whynow::exchange::ImportEntry;

/// Kinds that a first byte chooses: `A` companies, `B` people, `C` triggers, `D` calls, `E` do-not-call.
const KINDS: [ImportKind; 5] =
    [ImportKind::Accounts, ImportKind::Contacts, ImportKind::Triggers, ImportKind::Calls, ImportKind::DoNotCall];

/// Formats of a document that holds both companies and people.
const MIXED: [&str; 3] = ["JSON, Salesforce records", "JSON, Atomic CRM", "JSON, companies and people"];

/// Delimited text of any kind.
pub fn table(data: &[u8]) {
    if let Some((kind, how, rest)) = chosen(data) {
        to_the_end("table.csv", rest, Some(kind), &how);
    }
}

/// Feeds: Atom, RSS, and what calls itself so.
pub fn feed(data: &[u8]) {
    to_the_end("feed.xml", data, Some(ImportKind::Triggers), &ReadOptions::default());
}

/// JSON of any kind.
pub fn json(data: &[u8]) {
    if let Some((kind, how, rest)) = chosen(data) {
        to_the_end("list.json", rest, Some(kind), &how);
    }
}

/// Cards of people, of every version.
pub fn vcard(data: &[u8]) {
    to_the_end("cards.vcf", data, Some(ImportKind::Contacts), &ReadOptions::default());
}

/// Invitations and whole calendars.
pub fn icalendar(data: &[u8]) {
    to_the_end("invite.ics", data, None, &ReadOptions::default());
}

/// The first byte says what is said about the rest.
pub(crate) fn chosen(data: &[u8]) -> Option<(ImportKind, ReadOptions, &[u8])> {
    let (first, rest) = data.split_first()?;
    let kind = KINDS[usize::from(first.wrapping_sub(b'A')) % KINDS.len()];
    let days = match first / 50 {
        2 => Some(DayOrder::DayFirst),
        3 => Some(DayOrder::MonthFirst),
        _ => None,
    };
    let header_line = (*first > 200).then_some(u64::from(first % 4));
    Some((kind, ReadOptions { days, header_line, ..ReadOptions::default() }, rest))
}

/// Reads `data` to its last row.
fn to_the_end(file: &str, data: &[u8], kind: Option<ImportKind>, how: &ReadOptions) {
    let here = FixedOffset::east_opt(3600).unwrap();
    let Ok(reading) = exchange::read(file, Cursor::new(data.to_vec()), kind, how, here) else { return };
    // A document of both is read company by company and then person by person, wherever they stand in it.
    let in_parts = MIXED.iter().any(|format| reading.format == *format);
    let (notes, mut rows, mut before) = (reading.notes.clone(), 0_usize, 0);
    for record in reading.records {
        let Ok(record) = record else { break };
        // A meeting that was begun inside another one ends before it.
        let in_order = record.line >= before || kind.is_none() || in_parts;
        assert!(record.line >= 1 && in_order, "line {} after {before}", record.line);
        before = record.line;
        rows += 1;
        assert!(rows <= data.len() + 1, "more rows than bytes");
        shown(&record.raw.clipped());
        match &record.value {
            Ok(entry) => sound(entry),
            Err(reason) => {
                assert!(!reason.trim().is_empty(), "rejected without a word");
                shown(reason);
            }
        }
    }
    notes.lines().iter().for_each(|line| shown(line));
}

/// A line that is printed as it is.
fn shown(line: &str) {
    assert!(
        !line.chars().any(|letter| letter.is_control() && letter != '\n'),
        "a control character is shown: {line:?}"
    );
}

fn sound(entry: &ImportEntry) {
    match entry {
        ImportEntry::Account(account) => clean_throughout(account.as_ref()),
        ImportEntry::Contact(record) => clean_throughout(&record.contact),
        ImportEntry::Trigger(trigger) => clean_throughout(trigger.as_ref()),
        // Times and numbers; what of them is text is cleaned on its way into the book.
        ImportEntry::Call(_) | ImportEntry::Barred(_) | ImportEntry::Plan(_) => {}
    }
}

fn clean_throughout(value: &impl Serialize) {
    walk(&serde_json::to_value(value).unwrap());
}

fn walk(value: &Value) {
    match value {
        Value::String(text) => assert_eq!(*text, clean(text)),
        Value::Array(list) => list.iter().for_each(walk),
        Value::Object(fields) => fields.values().for_each(walk),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

//! Validates values of another book: each is accepted as its column's type in the catalogue allows, cleaned, or
//! refused.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::types::Value;

use crate::domain::campaign::TargetSelection;
use crate::domain::text::{clean_line, clean_note};
use crate::store::catalog::ColumnKind;
use crate::store::sanitize;

/// Most ids or labels in one value.
const MANY: usize = 50;
/// Longest JSON text in one value, in bytes.
const JSON_CAP: usize = 200_000;

/// Longest id, hash or key, in bytes.
const HASH: usize = 32;

/// A validated value, and whether cleaning changed it.
pub(crate) struct AdmittedValue {
    /// The value to store.
    pub(crate) value: Value,
    /// True if the value held characters that may not be stored and was cleaned.
    pub(crate) cleaned: bool,
}

/// Validates a value from a file against its column's type; an error says what is wrong with it.
///
/// References to rows of other tables must be mapped to this book's rows before.
pub(crate) fn admit(kind: ColumnKind, value: Value) -> Result<AdmittedValue, &'static str> {
    let value = match (kind, value) {
        (
            ColumnKind::MaybeLine
            | ColumnKind::MaybeUrl
            | ColumnKind::MaybeNote
            | ColumnKind::MaybeWhole(..)
            | ColumnKind::MaybeReal
            | ColumnKind::MaybeDay
            | ColumnKind::MaybeTime
            | ColumnKind::MaybeWord(_)
            | ColumnKind::MaybeRef(_),
            Value::Null,
        ) => Value::Null,
        (ColumnKind::Ref(_) | ColumnKind::MaybeRef(_) | ColumnKind::Either, number @ Value::Integer(_)) => number,
        (ColumnKind::Whole(least, most) | ColumnKind::MaybeWhole(least, most), Value::Integer(number))
            if (least..=most).contains(&number) =>
        {
            Value::Integer(number)
        }
        (ColumnKind::MaybeReal, Value::Real(number)) if number.is_finite() => Value::Real(number),
        // Ids of sixteen bytes, one behind the other: a rest would shift all that are read behind it.
        (ColumnKind::Triggers, Value::Blob(ids)) if ids.len() % 16 == 0 && ids.len() <= 16 * MANY => Value::Blob(ids),
        (ColumnKind::Bytes, Value::Blob(bytes)) if bytes.len() <= HASH => Value::Blob(bytes),
        (kind, Value::Text(text)) => return text_of(kind, &text),
        (_, Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_)) => {
            return Err("a value of another kind than whynow writes");
        }
    };
    Ok(AdmittedValue { value, cleaned: false })
}

fn text_of(kind: ColumnKind, text: &str) -> Result<AdmittedValue, &'static str> {
    let clean = match kind {
        ColumnKind::Name => Some(sanitize::line(text)).filter(|clean| !clean.is_empty()).ok_or("an empty name")?,
        ColumnKind::Line | ColumnKind::MaybeLine => sanitize::line(text),
        ColumnKind::MaybeUrl => clean_line(text, sanitize::URL_CAP),
        ColumnKind::Note(cap) => clean_note(text, cap),
        ColumnKind::MaybeNote => sanitize::note(text),
        ColumnKind::Email => sanitize::line(text).to_lowercase(),
        ColumnKind::Word(known) | ColumnKind::MaybeWord(known) => {
            Some(sanitize::line(text)).filter(|word| known(word)).ok_or("a word whynow does not know")?
        }
        ColumnKind::Day | ColumnKind::MaybeDay => {
            text.parse::<NaiveDate>().map_err(|_not_a_day| "something else where a day belongs")?.to_string()
        }
        ColumnKind::MaybeTime => NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_not_a_time| "something else where a time of day belongs")?
            .format("%H:%M")
            .to_string(),
        ColumnKind::Labels => labels(text)?,
        ColumnKind::Picked => check_target_selection(text)?,
        ColumnKind::Json => json(text)?,
        ColumnKind::Whole(..)
        | ColumnKind::MaybeWhole(..)
        | ColumnKind::MaybeReal
        | ColumnKind::Ref(_)
        | ColumnKind::MaybeRef(_)
        | ColumnKind::Either
        | ColumnKind::Triggers
        | ColumnKind::Bytes
        | ColumnKind::MaybeBytes
        | ColumnKind::Any
        | ColumnKind::MaybeAny
        | ColumnKind::Indexed
        | ColumnKind::Tallied => {
            return Err("a text where a number belongs");
        }
    };
    let cleaned = clean != text;
    Ok(AdmittedValue { value: Value::Text(clean), cleaned })
}

fn labels(text: &str) -> Result<String, &'static str> {
    let wrong = "something else where labels belong";
    let read: Vec<String> = serde_json::from_str(text).map_err(|_not_a_list| wrong)?;
    let clean: Vec<String> = read.iter().take(MANY).map(|label| sanitize::line(label)).collect();
    if clean == read { Ok(text.to_owned()) } else { serde_json::to_string(&clean).map_err(|_unwritable| wrong) }
}

fn check_target_selection(text: &str) -> Result<String, &'static str> {
    let wrong = "something else where the filter of a campaign belongs";
    let read: TargetSelection = serde_json::from_str(text).map_err(|_not_a_filter| wrong)?;
    let clean = sanitize::target_selection(&read);
    if clean == read { Ok(text.to_owned()) } else { serde_json::to_string(&clean).map_err(|_unwritable| wrong) }
}

fn json(text: &str) -> Result<String, &'static str> {
    let wrong = "something else where the check of an opener belongs";
    if text.is_empty() {
        return Ok(String::new());
    }
    if text.len() > JSON_CAP {
        return Err(wrong);
    }
    let read: serde_json::Value = serde_json::from_str(text).map_err(|_not_json| wrong)?;
    let clean = clean_json(&read);
    Ok(if clean == read { text.to_owned() } else { clean.to_string() })
}

fn clean_json(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) => Value::String(sanitize::note(text)),
        Value::Array(all) => Value::Array(all.iter().map(clean_json).collect()),
        Value::Object(all) => {
            Value::Object(all.iter().map(|(key, value)| (sanitize::line(key), clean_json(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

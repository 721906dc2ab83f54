//! Tables that travel between books: how a row is identified across books, and the values its columns may hold.
//!
//! Drafts, settings, the undo journal, feeds and watch words stay where they are. Calls and reviews are not in here:
//! they are chained, and `merge_log` takes them one by one.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::types::Value;

use crate::domain::call::Whose;
use crate::domain::campaign::TargetSelection;
use crate::domain::text::{NOTE_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::{Confidence, Origin, STRONGEST, Scope};
use crate::store::sanitize;

/// Most ids or labels in one value.
const MANY: usize = 50;
/// Longest list of checks or picks, in bytes.
const JSON_CAP: usize = 200_000;

/// What identifies a row across books.
pub(crate) enum RowKey {
    /// By its id.
    Id,
    /// By what it says.
    Columns(&'static [&'static str]),
}

/// The values a column may hold.
#[derive(Clone, Copy)]
pub(crate) enum ColumnKind {
    /// One line, never empty.
    Name,
    /// One line.
    Line,
    /// One line, or nothing.
    MaybeLine,
    /// A web address, or nothing.
    MaybeUrl,
    /// Several lines of at most this many characters in all.
    Note(usize),
    /// The same, or nothing.
    MaybeNote,
    /// An e-mail address.
    Email,
    /// A number between two others.
    Whole(i64, i64),
    /// The same, or nothing.
    MaybeWhole(i64, i64),
    /// A finite number, or nothing.
    MaybeReal,
    /// A day.
    Day,
    /// A day, or nothing.
    MaybeDay,
    /// A time of day, or nothing.
    MaybeTime,
    /// A word of a closed vocabulary.
    Word(fn(&str) -> bool),
    /// A row of another table.
    Ref(&'static str),
    /// The same, or nothing.
    MaybeRef(&'static str),
    /// Ids of triggers.
    Triggers,
    /// Labels, as JSON.
    Labels,
    /// How a campaign picked its accounts, as JSON.
    Picked,
    /// Any JSON, or an empty text.
    Json,
}

/// A table that travels in bundles.
pub(crate) struct SyncTable {
    /// The table.
    pub(crate) table: &'static str,
    /// One of it, and many, in words.
    pub(crate) what: (&'static str, &'static str),
    /// How rows are known.
    pub(crate) key: RowKey,
    /// What is merged, in the order of the values.
    pub(crate) columns: &'static [(&'static str, ColumnKind)],
    /// Computed columns that travel because they say what was known then; nobody is told when they change.
    pub(crate) carried: &'static [(&'static str, ColumnKind)],
}

impl SyncTable {
    /// Merged columns, then carried ones.
    pub(in crate::store) fn all(&self) -> impl Iterator<Item = &'static (&'static str, ColumnKind)> {
        self.columns.iter().chain(self.carried)
    }

    /// The place of a column among the values.
    pub(in crate::store) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|(name, _)| *name == column)
    }
}

const ANY: i64 = 1 << 53;
const SMALL: i64 = u16::MAX as i64;

fn is_status(word: &str) -> bool {
    matches!(word, "inbox" | "kept" | "rejected" | "snoozed" | "merged")
}

fn is_identifier(word: &str) -> bool {
    matches!(word, "domain" | "ticker" | "cik") || word.starts_with("external:")
}

fn is_barred(word: &str) -> bool {
    matches!(word, "email" | "digits" | "name")
}

/// Every table that travels but the log, each after those that it refers to.
pub(crate) const TABLES: &[SyncTable] = &[
    SyncTable {
        table: "rep",
        what: ("rep", "reps"),
        key: RowKey::Id,
        columns: &[("name", ColumnKind::Name)],
        carried: &[],
    },
    SyncTable {
        table: "account",
        what: ("account", "accounts"),
        key: RowKey::Id,
        columns: &[
            ("archived", ColumnKind::Whole(0, 1)),
            ("name", ColumnKind::Name),
            ("industry", ColumnKind::MaybeLine),
            ("sub_industry", ColumnKind::MaybeLine),
            ("city", ColumnKind::MaybeLine),
            ("region", ColumnKind::MaybeLine),
            ("country", ColumnKind::MaybeLine),
            ("zone", ColumnKind::MaybeLine),
            ("employees", ColumnKind::MaybeWhole(0, ANY)),
            ("revenue_musd", ColumnKind::MaybeReal),
            ("phone", ColumnKind::MaybeLine),
            ("tags", ColumnKind::Labels),
            ("owner", ColumnKind::MaybeLine),
            ("notes", ColumnKind::Note(NOTE_CAP)),
            ("rest_until", ColumnKind::MaybeDay),
            ("rest_because", ColumnKind::MaybeLine),
            ("merged_into", ColumnKind::MaybeRef("account")),
        ],
        carried: &[],
    },
    SyncTable {
        table: "account_identifier",
        what: ("identifier", "identifiers"),
        key: RowKey::Columns(&["value", "kind", "account"]),
        columns: &[
            ("account", ColumnKind::Ref("account")),
            ("kind", ColumnKind::Word(is_identifier)),
            ("value", ColumnKind::Name),
        ],
        carried: &[],
    },
    SyncTable {
        table: "account_alias",
        what: ("alias", "aliases"),
        key: RowKey::Columns(&["account", "name"]),
        columns: &[("account", ColumnKind::Ref("account")), ("name", ColumnKind::Name)],
        carried: &[],
    },
    SyncTable {
        table: "contact",
        what: ("person", "people"),
        key: RowKey::Id,
        columns: &[
            ("archived", ColumnKind::Whole(0, 1)),
            ("account", ColumnKind::Ref("account")),
            ("name", ColumnKind::Name),
            ("given_name", ColumnKind::MaybeLine),
            ("title", ColumnKind::MaybeLine),
            ("zone", ColumnKind::MaybeLine),
            ("hours_from", ColumnKind::MaybeTime),
            ("hours_until", ColumnKind::MaybeTime),
            ("link", ColumnKind::MaybeUrl),
            ("goal", ColumnKind::MaybeNote),
            ("notes", ColumnKind::Note(NOTE_CAP)),
            ("do_not_call", ColumnKind::MaybeLine),
            ("barred", ColumnKind::Whole(0, i64::MAX)),
            ("merged_into", ColumnKind::MaybeRef("contact")),
        ],
        carried: &[],
    },
    SyncTable {
        table: "contact_identifier",
        what: ("person's id", "ids of people"),
        key: RowKey::Columns(&["value", "kind", "contact"]),
        columns: &[("contact", ColumnKind::Ref("contact")), ("kind", ColumnKind::Line), ("value", ColumnKind::Name)],
        carried: &[],
    },
    SyncTable {
        table: "contact_email",
        what: ("e-mail address", "e-mail addresses"),
        key: RowKey::Columns(&["contact", "address"]),
        columns: &[
            ("contact", ColumnKind::Ref("contact")),
            ("pos", ColumnKind::Whole(0, SMALL)),
            ("address", ColumnKind::Email),
        ],
        carried: &[],
    },
    SyncTable {
        table: "contact_phone",
        what: ("phone number", "phone numbers"),
        key: RowKey::Columns(&["contact", "raw", "label"]),
        columns: &[
            ("contact", ColumnKind::Ref("contact")),
            ("pos", ColumnKind::Whole(0, SMALL)),
            ("raw", ColumnKind::Name),
            ("label", ColumnKind::Line),
        ],
        carried: &[],
    },
    SyncTable {
        table: "do_not_call",
        what: ("do-not-call entry", "do-not-call entries"),
        key: RowKey::Columns(&["kind", "value"]),
        columns: &[("kind", ColumnKind::Word(is_barred)), ("value", ColumnKind::Name), ("why", ColumnKind::Line)],
        carried: &[],
    },
    SyncTable {
        table: "campaign",
        what: ("campaign", "campaigns"),
        key: RowKey::Id,
        columns: &[
            ("name", ColumnKind::Name),
            ("trigger", ColumnKind::MaybeRef("trigger")),
            ("shared_reason", ColumnKind::Note(NOTE_CAP)),
            ("learned", ColumnKind::Note(NOTE_CAP)),
            ("closed", ColumnKind::Whole(0, 1)),
            ("picked", ColumnKind::Picked),
            ("started_on", ColumnKind::MaybeDay),
            ("closed_on", ColumnKind::MaybeDay),
        ],
        carried: &[],
    },
    SyncTable {
        table: "campaign_account",
        what: ("account of a campaign", "accounts of campaigns"),
        key: RowKey::Columns(&["campaign", "account"]),
        columns: &[
            ("campaign", ColumnKind::Ref("campaign")),
            ("account", ColumnKind::Ref("account")),
            ("pos", ColumnKind::Whole(0, 1 << 31)),
            ("impact", ColumnKind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
    SyncTable {
        table: "trigger",
        what: ("trigger", "triggers"),
        key: RowKey::Id,
        columns: &[
            ("kind", ColumnKind::Line),
            ("headline", ColumnKind::Name),
            ("summary", ColumnKind::Note(TRIGGER_CAP)),
            ("source", ColumnKind::Line),
            ("url", ColumnKind::MaybeUrl),
            ("occurred_on", ColumnKind::Day),
            ("effective_on", ColumnKind::MaybeDay),
            ("scope", ColumnKind::Word(|word| Scope::from_key(word).is_some())),
            ("origin", ColumnKind::Word(|word| Origin::from_key(word).is_some())),
            ("strength", ColumnKind::Whole(0, STRONGEST as i64)),
            ("confidence", ColumnKind::Word(|word| Confidence::from_key(word).is_some())),
            ("status", ColumnKind::Word(is_status)),
            ("status_detail", ColumnKind::MaybeLine),
            ("merged_into", ColumnKind::MaybeRef("trigger")),
            ("contact", ColumnKind::MaybeRef("contact")),
            ("campaign", ColumnKind::MaybeRef("campaign")),
            ("company", ColumnKind::MaybeLine),
            ("cik", ColumnKind::MaybeWhole(0, ANY)),
            ("ticker", ColumnKind::MaybeLine),
            ("external", ColumnKind::MaybeUrl),
            ("impact", ColumnKind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
    SyncTable {
        table: "trigger_account",
        what: ("link of a trigger", "links of triggers"),
        key: RowKey::Columns(&["trigger", "account"]),
        columns: &[("trigger", ColumnKind::Ref("trigger")), ("account", ColumnKind::Ref("account"))],
        carried: &[],
    },
    SyncTable {
        table: "plan",
        what: ("plan", "plans"),
        key: RowKey::Id,
        columns: &[
            ("contact", ColumnKind::Ref("contact")),
            ("account", ColumnKind::Ref("account")),
            ("triggers", ColumnKind::Triggers),
            ("no_trigger_because", ColumnKind::Note(NOTE_CAP)),
            ("impact", ColumnKind::Note(NOTE_CAP)),
            ("why_not_later", ColumnKind::Note(NOTE_CAP)),
            ("purpose", ColumnKind::Note(NOTE_CAP)),
            ("value", ColumnKind::Note(NOTE_CAP)),
            ("their_goal", ColumnKind::Note(NOTE_CAP)),
            ("questions", ColumnKind::Note(NOTE_CAP)),
            ("minutes", ColumnKind::MaybeWhole(0, SMALL)),
            ("next_step", ColumnKind::Note(NOTE_CAP)),
            ("opener", ColumnKind::Note(NOTE_CAP)),
            ("template", ColumnKind::MaybeLine),
            ("campaign", ColumnKind::MaybeRef("campaign")),
            ("spent", ColumnKind::MaybeRef("call")),
        ],
        carried: &[
            ("missing", ColumnKind::Whole(0, SMALL)),
            ("lacks", ColumnKind::Whole(0, SMALL)),
            ("seconds", ColumnKind::Whole(0, SMALL)),
            ("checked", ColumnKind::Json),
        ],
    },
    SyncTable {
        table: "opener_version",
        what: ("opener's wording", "openers' wordings"),
        key: RowKey::Columns(&["plan", "number", "at", "text"]),
        columns: &[
            ("plan", ColumnKind::Ref("plan")),
            ("number", ColumnKind::Whole(1, 1 << 31)),
            ("at", ColumnKind::Whole(0, 1 << 46)),
            ("text", ColumnKind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
];

/// What calls set off; after the log.
pub(crate) const PROMISES: SyncTable = SyncTable {
    table: "promise",
    what: ("promise", "promises"),
    key: RowKey::Id,
    columns: &[
        ("call", ColumnKind::Ref("call")),
        ("contact", ColumnKind::Ref("contact")),
        ("account", ColumnKind::Ref("account")),
        ("what", ColumnKind::Note(NOTE_CAP)),
        ("by_on", ColumnKind::MaybeDay),
        ("whose", ColumnKind::Word(|word| Whose::from_key(word).is_some())),
        ("done_on", ColumnKind::MaybeDay),
    ],
    carried: &[],
};

/// A validated value, and whether it had to be cleaned.
pub(crate) struct AdmittedValue {
    /// The value.
    pub(crate) value: Value,
    /// It held something that may not enter.
    pub(crate) cleaned: bool,
}

/// A value of a file as it may enter; what is wrong with it where it may not.
///
/// Rows of other tables come mapped already.
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
            | ColumnKind::MaybeRef(_),
            Value::Null,
        ) => Value::Null,
        (ColumnKind::Ref(_) | ColumnKind::MaybeRef(_), number @ Value::Integer(_)) => number,
        (ColumnKind::Whole(least, most) | ColumnKind::MaybeWhole(least, most), Value::Integer(number))
            if (least..=most).contains(&number) =>
        {
            Value::Integer(number)
        }
        (ColumnKind::MaybeReal, Value::Real(number)) if number.is_finite() => Value::Real(number),
        (ColumnKind::Triggers, Value::Blob(ids)) if ids.len() % 16 == 0 && ids.len() <= 16 * MANY => Value::Blob(ids),
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
        ColumnKind::Word(known) => {
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
        | ColumnKind::Triggers => {
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

//! Tables that travel between books: how a row is identified across books, and the values its columns may hold.
//!
//! Drafts, settings, the undo journal, feeds and watch words stay where they are. Calls and reviews are not in here:
//! they are chained, and `merge_log` takes them one by one.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::types::Value;

use crate::domain::call::Whose;
use crate::domain::campaign::Picked;
use crate::domain::text::{NOTE_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::{Confidence, Origin, STRONGEST, Scope};
use crate::store::sanitize;

/// Most ids or labels in one value.
const MANY: usize = 50;
/// Longest list of checks or picks, in bytes.
const JSON_CAP: usize = 200_000;

/// What identifies a row across books.
pub(crate) enum Key {
    /// By its id.
    Id,
    /// By what it says.
    Columns(&'static [&'static str]),
}

/// The values a column may hold.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
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
pub(crate) struct Shared {
    /// The table.
    pub(crate) table: &'static str,
    /// One of it, and many, in words.
    pub(crate) what: (&'static str, &'static str),
    /// How rows are known.
    pub(crate) key: Key,
    /// What is merged, in the order of the values.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// Computed columns that travel because they say what was known then; nobody is told when they change.
    pub(crate) carried: &'static [(&'static str, Kind)],
}

impl Shared {
    /// Merged columns, then carried ones.
    pub(in crate::store) fn all(&self) -> impl Iterator<Item = &'static (&'static str, Kind)> {
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
pub(crate) const TABLES: &[Shared] = &[
    Shared { table: "rep", what: ("rep", "reps"), key: Key::Id, columns: &[("name", Kind::Name)], carried: &[] },
    Shared {
        table: "account",
        what: ("account", "accounts"),
        key: Key::Id,
        columns: &[
            ("archived", Kind::Whole(0, 1)),
            ("name", Kind::Name),
            ("industry", Kind::MaybeLine),
            ("sub_industry", Kind::MaybeLine),
            ("city", Kind::MaybeLine),
            ("region", Kind::MaybeLine),
            ("country", Kind::MaybeLine),
            ("zone", Kind::MaybeLine),
            ("employees", Kind::MaybeWhole(0, ANY)),
            ("revenue_musd", Kind::MaybeReal),
            ("phone", Kind::MaybeLine),
            ("tags", Kind::Labels),
            ("owner", Kind::MaybeLine),
            ("notes", Kind::Note(NOTE_CAP)),
            ("rest_until", Kind::MaybeDay),
            ("rest_because", Kind::MaybeLine),
            ("merged_into", Kind::MaybeRef("account")),
        ],
        carried: &[],
    },
    Shared {
        table: "account_identifier",
        what: ("identifier", "identifiers"),
        key: Key::Columns(&["value", "kind", "account"]),
        columns: &[("account", Kind::Ref("account")), ("kind", Kind::Word(is_identifier)), ("value", Kind::Name)],
        carried: &[],
    },
    Shared {
        table: "account_alias",
        what: ("alias", "aliases"),
        key: Key::Columns(&["account", "name"]),
        columns: &[("account", Kind::Ref("account")), ("name", Kind::Name)],
        carried: &[],
    },
    Shared {
        table: "contact",
        what: ("person", "people"),
        key: Key::Id,
        columns: &[
            ("archived", Kind::Whole(0, 1)),
            ("account", Kind::Ref("account")),
            ("name", Kind::Name),
            ("given_name", Kind::MaybeLine),
            ("title", Kind::MaybeLine),
            ("zone", Kind::MaybeLine),
            ("hours_from", Kind::MaybeTime),
            ("hours_until", Kind::MaybeTime),
            ("link", Kind::MaybeUrl),
            ("goal", Kind::MaybeNote),
            ("notes", Kind::Note(NOTE_CAP)),
            ("do_not_call", Kind::MaybeLine),
            ("barred", Kind::Whole(0, i64::MAX)),
            ("merged_into", Kind::MaybeRef("contact")),
        ],
        carried: &[],
    },
    Shared {
        table: "contact_identifier",
        what: ("person's id", "ids of people"),
        key: Key::Columns(&["value", "kind", "contact"]),
        columns: &[("contact", Kind::Ref("contact")), ("kind", Kind::Line), ("value", Kind::Name)],
        carried: &[],
    },
    Shared {
        table: "contact_email",
        what: ("e-mail address", "e-mail addresses"),
        key: Key::Columns(&["contact", "address"]),
        columns: &[("contact", Kind::Ref("contact")), ("pos", Kind::Whole(0, SMALL)), ("address", Kind::Email)],
        carried: &[],
    },
    Shared {
        table: "contact_phone",
        what: ("phone number", "phone numbers"),
        key: Key::Columns(&["contact", "raw", "label"]),
        columns: &[
            ("contact", Kind::Ref("contact")),
            ("pos", Kind::Whole(0, SMALL)),
            ("raw", Kind::Name),
            ("label", Kind::Line),
        ],
        carried: &[],
    },
    Shared {
        table: "do_not_call",
        what: ("do-not-call entry", "do-not-call entries"),
        key: Key::Columns(&["kind", "value"]),
        columns: &[("kind", Kind::Word(is_barred)), ("value", Kind::Name), ("why", Kind::Line)],
        carried: &[],
    },
    Shared {
        table: "campaign",
        what: ("campaign", "campaigns"),
        key: Key::Id,
        columns: &[
            ("name", Kind::Name),
            ("trigger", Kind::MaybeRef("trigger")),
            ("shared_reason", Kind::Note(NOTE_CAP)),
            ("learned", Kind::Note(NOTE_CAP)),
            ("closed", Kind::Whole(0, 1)),
            ("picked", Kind::Picked),
            ("started_on", Kind::MaybeDay),
            ("closed_on", Kind::MaybeDay),
        ],
        carried: &[],
    },
    Shared {
        table: "campaign_account",
        what: ("account of a campaign", "accounts of campaigns"),
        key: Key::Columns(&["campaign", "account"]),
        columns: &[
            ("campaign", Kind::Ref("campaign")),
            ("account", Kind::Ref("account")),
            ("pos", Kind::Whole(0, 1 << 31)),
            ("impact", Kind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
    Shared {
        table: "trigger",
        what: ("trigger", "triggers"),
        key: Key::Id,
        columns: &[
            ("kind", Kind::Line),
            ("headline", Kind::Name),
            ("summary", Kind::Note(TRIGGER_CAP)),
            ("source", Kind::Line),
            ("url", Kind::MaybeUrl),
            ("occurred_on", Kind::Day),
            ("effective_on", Kind::MaybeDay),
            ("scope", Kind::Word(|word| Scope::from_key(word).is_some())),
            ("origin", Kind::Word(|word| Origin::from_key(word).is_some())),
            ("strength", Kind::Whole(0, STRONGEST as i64)),
            ("confidence", Kind::Word(|word| Confidence::from_key(word).is_some())),
            ("status", Kind::Word(is_status)),
            ("status_detail", Kind::MaybeLine),
            ("merged_into", Kind::MaybeRef("trigger")),
            ("contact", Kind::MaybeRef("contact")),
            ("campaign", Kind::MaybeRef("campaign")),
            ("company", Kind::MaybeLine),
            ("cik", Kind::MaybeWhole(0, ANY)),
            ("ticker", Kind::MaybeLine),
            ("external", Kind::MaybeUrl),
            ("impact", Kind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
    Shared {
        table: "trigger_account",
        what: ("link of a trigger", "links of triggers"),
        key: Key::Columns(&["trigger", "account"]),
        columns: &[("trigger", Kind::Ref("trigger")), ("account", Kind::Ref("account"))],
        carried: &[],
    },
    Shared {
        table: "plan",
        what: ("plan", "plans"),
        key: Key::Id,
        columns: &[
            ("contact", Kind::Ref("contact")),
            ("account", Kind::Ref("account")),
            ("triggers", Kind::Triggers),
            ("no_trigger_because", Kind::Note(NOTE_CAP)),
            ("impact", Kind::Note(NOTE_CAP)),
            ("why_not_later", Kind::Note(NOTE_CAP)),
            ("purpose", Kind::Note(NOTE_CAP)),
            ("value", Kind::Note(NOTE_CAP)),
            ("their_goal", Kind::Note(NOTE_CAP)),
            ("questions", Kind::Note(NOTE_CAP)),
            ("minutes", Kind::MaybeWhole(0, SMALL)),
            ("next_step", Kind::Note(NOTE_CAP)),
            ("opener", Kind::Note(NOTE_CAP)),
            ("template", Kind::MaybeLine),
            ("campaign", Kind::MaybeRef("campaign")),
            ("spent", Kind::MaybeRef("call")),
        ],
        carried: &[
            ("missing", Kind::Whole(0, SMALL)),
            ("lacks", Kind::Whole(0, SMALL)),
            ("seconds", Kind::Whole(0, SMALL)),
            ("checked", Kind::Json),
        ],
    },
    Shared {
        table: "opener_version",
        what: ("opener's wording", "openers' wordings"),
        key: Key::Columns(&["plan", "number", "at", "text"]),
        columns: &[
            ("plan", Kind::Ref("plan")),
            ("number", Kind::Whole(1, 1 << 31)),
            ("at", Kind::Whole(0, 1 << 46)),
            ("text", Kind::Note(NOTE_CAP)),
        ],
        carried: &[],
    },
];

/// What calls set off; after the log.
pub(crate) const PROMISES: Shared = Shared {
    table: "promise",
    what: ("promise", "promises"),
    key: Key::Id,
    columns: &[
        ("call", Kind::Ref("call")),
        ("contact", Kind::Ref("contact")),
        ("account", Kind::Ref("account")),
        ("what", Kind::Note(NOTE_CAP)),
        ("by_on", Kind::MaybeDay),
        ("whose", Kind::Word(|word| Whose::from_key(word).is_some())),
        ("done_on", Kind::MaybeDay),
    ],
    carried: &[],
};

/// A validated value, and whether it had to be cleaned.
pub(crate) struct Admitted {
    /// The value.
    pub(crate) value: Value,
    /// It held something that may not enter.
    pub(crate) cleaned: bool,
}

/// A value of a file as it may enter; what is wrong with it where it may not.
///
/// Rows of other tables come mapped already.
pub(crate) fn admit(kind: Kind, value: Value) -> Result<Admitted, &'static str> {
    let value = match (kind, value) {
        (
            Kind::MaybeLine
            | Kind::MaybeUrl
            | Kind::MaybeNote
            | Kind::MaybeWhole(..)
            | Kind::MaybeReal
            | Kind::MaybeDay
            | Kind::MaybeTime
            | Kind::MaybeRef(_),
            Value::Null,
        ) => Value::Null,
        (Kind::Ref(_) | Kind::MaybeRef(_), number @ Value::Integer(_)) => number,
        (Kind::Whole(least, most) | Kind::MaybeWhole(least, most), Value::Integer(number))
            if (least..=most).contains(&number) =>
        {
            Value::Integer(number)
        }
        (Kind::MaybeReal, Value::Real(number)) if number.is_finite() => Value::Real(number),
        (Kind::Triggers, Value::Blob(ids)) if ids.len() % 16 == 0 && ids.len() <= 16 * MANY => Value::Blob(ids),
        (kind, Value::Text(text)) => return text_of(kind, &text),
        (_, Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_)) => {
            return Err("a value of another kind than whynow writes");
        }
    };
    Ok(Admitted { value, cleaned: false })
}

fn text_of(kind: Kind, text: &str) -> Result<Admitted, &'static str> {
    let clean = match kind {
        Kind::Name => Some(sanitize::line(text)).filter(|clean| !clean.is_empty()).ok_or("an empty name")?,
        Kind::Line | Kind::MaybeLine => sanitize::line(text),
        Kind::MaybeUrl => clean_line(text, sanitize::URL_CAP),
        Kind::Note(cap) => clean_note(text, cap),
        Kind::MaybeNote => sanitize::note(text),
        Kind::Email => sanitize::line(text).to_lowercase(),
        Kind::Word(known) => {
            Some(sanitize::line(text)).filter(|word| known(word)).ok_or("a word whynow does not know")?
        }
        Kind::Day | Kind::MaybeDay => {
            text.parse::<NaiveDate>().map_err(|_not_a_day| "something else where a day belongs")?.to_string()
        }
        Kind::MaybeTime => NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_not_a_time| "something else where a time of day belongs")?
            .format("%H:%M")
            .to_string(),
        Kind::Labels => labels(text)?,
        Kind::Picked => picked(text)?,
        Kind::Json => json(text)?,
        Kind::Whole(..)
        | Kind::MaybeWhole(..)
        | Kind::MaybeReal
        | Kind::Ref(_)
        | Kind::MaybeRef(_)
        | Kind::Triggers => {
            return Err("a text where a number belongs");
        }
    };
    let cleaned = clean != text;
    Ok(Admitted { value: Value::Text(clean), cleaned })
}

fn labels(text: &str) -> Result<String, &'static str> {
    let wrong = "something else where labels belong";
    let read: Vec<String> = serde_json::from_str(text).map_err(|_not_a_list| wrong)?;
    let clean: Vec<String> = read.iter().take(MANY).map(|label| sanitize::line(label)).collect();
    if clean == read { Ok(text.to_owned()) } else { serde_json::to_string(&clean).map_err(|_unwritable| wrong) }
}

fn picked(text: &str) -> Result<String, &'static str> {
    let wrong = "something else where the filter of a campaign belongs";
    let read: Picked = serde_json::from_str(text).map_err(|_not_a_filter| wrong)?;
    let clean = sanitize::picked(&read);
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

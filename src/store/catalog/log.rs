//! Catalogue of the log's tables: calls and reviews, each a link of its device's chain, and the lines that lists and
//! scorecards read.

use super::table::{
    ANY, COUNT, ColumnKind, Erased, FLAG, MOMENT, RowHead, RowKey, STAYS, Search, Table, Travels, copied_column,
    derived_column, noted_column, said_column, stamp_column,
};
use crate::domain::call::{AskAnswer, Outcome, Reach, ReasonBy, Verdict, VerdictSource, Whose};
use crate::domain::text::NOTE_CAP;

/// A time-zone offset in minutes east of UTC.
const ZONE: ColumnKind = ColumnKind::Whole(-ANY, ANY);

/// Defaults for a table of the log: its rows are neither undone nor overwritten.
const LOG: Table = Table { head: RowHead::Id, key: RowKey::Id, travels: Travels::Log, archived: Some(1), ..STAYS };

pub(super) static DEVICE: Table = Table {
    name: "device",
    words: ("device", "devices"),
    about: "every copy of the book that wrote something; seq and hash: where its chain of calls and reviews ends",
    travels: Travels::Stamps,
    columns: &[
        stamp_column("n", COUNT),
        stamp_column("id", ColumnKind::Bytes),
        stamp_column("rev", COUNT),
        stamp_column("deleted", FLAG),
        stamp_column("seq", COUNT),
        stamp_column("hash", ColumnKind::Bytes),
    ],
    ..STAYS
};

pub(super) static CALL: Table = Table {
    name: "call",
    words: ("call", "calls"),
    about: "the log: every call and every amendment (amends), never changed; at, logged_at: milliseconds, zone: minutes east of UTC, seconds: length; seq, prev_hash, hash, salt, text_hash: the chain that shows a changed row",
    called: "'with ' || (SELECT name FROM contact WHERE n = t.contact) || ' of ' || date(t.at / 1000, 'unixepoch')",
    erased: Erased::Words(&["salt", "words", "note", "opener", "overrides", "next_what"]),
    columns: &[
        stamp_column("seq", COUNT),
        stamp_column("prev_hash", ColumnKind::Bytes),
        stamp_column("hash", ColumnKind::Bytes),
        stamp_column("salt", ColumnKind::MaybeBytes),
        stamp_column("text_hash", ColumnKind::Bytes),
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("account", ColumnKind::Ref("account")),
        said_column("rep", ColumnKind::Ref("rep")),
        said_column("plan", ColumnKind::MaybeRef("plan")),
        said_column("triggers", ColumnKind::Triggers),
        said_column("campaign", ColumnKind::MaybeRef("campaign")),
        said_column("amends", ColumnKind::MaybeRef("call")),
        said_column("logged_at", MOMENT),
        said_column("at", MOMENT),
        said_column("zone", ZONE),
        said_column("seconds", ColumnKind::MaybeWhole(0, ANY)),
        said_column("minutes_asked", ColumnKind::MaybeWhole(0, ANY)),
        said_column("reach", ColumnKind::Word(|word| Reach::from_key(word).is_some())),
        said_column("outcome", ColumnKind::MaybeWord(|word| Outcome::from_key(word).is_some())),
        said_column("verdict", ColumnKind::MaybeWord(|word| Verdict::from_key(word).is_some())),
        said_column("source", ColumnKind::MaybeWord(|word| VerdictSource::from_key(word).is_some())),
        said_column("learned", ColumnKind::Word(|word| AskAnswer::from_key(word).is_some())),
        said_column("way_forward", ColumnKind::Word(|word| AskAnswer::from_key(word).is_some())),
        said_column("words", ColumnKind::Note(NOTE_CAP)),
        said_column("note", ColumnKind::Note(NOTE_CAP)),
        said_column("next_what", ColumnKind::MaybeNote),
        said_column("next_by", ColumnKind::MaybeDay),
        said_column("next_time", ColumnKind::MaybeTime),
        said_column("next_whose", ColumnKind::MaybeWord(|word| Whose::from_key(word).is_some())),
        said_column("opener", ColumnKind::Note(NOTE_CAP)),
        said_column("overrides", ColumnKind::Json),
        said_column("log_seconds", ColumnKind::MaybeWhole(0, ANY)),
        said_column("reason_by", ColumnKind::MaybeWord(|word| ReasonBy::from_key(word).is_some())),
        said_column("asked", ColumnKind::Json),
    ],
    ..LOG
};

pub(super) static CALL_LINE: Table = Table {
    name: "call_line",
    words: ("call", "calls"),
    about: "which rows of the log stand: taken back where deleted",
    called: "'with ' || (SELECT name FROM contact WHERE n = t.contact) || ' of ' || date(t.at / 1000, 'unixepoch')",
    head: RowHead::Line("call"),
    key: RowKey::Columns(&["n"]),
    journaled: true,
    search: Some(Search { table: "call_fts", row: "fts", told_by: "fts" }),
    columns: &[
        copied_column("head", FLAG),
        copied_column("root", ColumnKind::Ref("call")),
        copied_column("contact", ColumnKind::Ref("contact")),
        copied_column("account", ColumnKind::Ref("account")),
        copied_column("rep", ColumnKind::Ref("rep")),
        copied_column("at", MOMENT),
        copied_column("day", COUNT),
        said_column("kind", ColumnKind::Line),
        derived_column("latest", ColumnKind::Ref("call")),
        derived_column("verdict", ColumnKind::MaybeWhole(0, ANY)),
        derived_column("score", COUNT),
        derived_column("connected", FLAG),
        derived_column("reviewed", FLAG),
        derived_column("fts", ColumnKind::Indexed),
        derived_column("scope", ColumnKind::MaybeWhole(0, ANY)),
        derived_column("template", ColumnKind::Line),
        derived_column("campaign", ColumnKind::MaybeRef("campaign")),
        derived_column("hour", COUNT),
        derived_column("fresh", ColumnKind::MaybeWhole(0, 100)),
        derived_column("flags", COUNT),
        derived_column("source", ColumnKind::MaybeWhole(1, 3)),
        derived_column("tallied", ColumnKind::Tallied),
    ],
    ..LOG
};

pub(super) static CALL_TRIGGER: Table = Table {
    name: "call_trigger",
    words: ("trigger used in a call", "triggers used in calls"),
    about: "which triggers a call used, with the person that its line shows",
    key: RowKey::Columns(&["contact", "trigger", "call"]),
    columns: &[
        derived_column("contact", ColumnKind::Ref("contact")),
        derived_column("trigger", ColumnKind::Ref("trigger")),
        derived_column("call", ColumnKind::Ref("call")),
    ],
    ..STAYS
};

pub(super) static REVIEW: Table = Table {
    name: "review",
    words: ("review", "reviews"),
    about: "reviews of calls, chained with the log; scores 0 to 3",
    erased: Erased::Words(&["salt", "note", "focus"]),
    columns: &[
        stamp_column("seq", COUNT),
        stamp_column("prev_hash", ColumnKind::Bytes),
        stamp_column("hash", ColumnKind::Bytes),
        stamp_column("salt", ColumnKind::MaybeBytes),
        stamp_column("text_hash", ColumnKind::Bytes),
        said_column("call", ColumnKind::Ref("call")),
        said_column("reviewer", ColumnKind::Ref("rep")),
        said_column("answers", ColumnKind::MaybeRef("review")),
        said_column("at", MOMENT),
        said_column("zone", ZONE),
        said_column("scores", ColumnKind::Json),
        said_column("note", ColumnKind::Note(NOTE_CAP)),
        said_column("focus", ColumnKind::Note(NOTE_CAP)),
    ],
    ..LOG
};

pub(super) static REVIEW_LINE: Table = Table {
    name: "review_line",
    words: ("review", "reviews"),
    about: "which reviews stand",
    head: RowHead::Line("review"),
    key: RowKey::Columns(&["n"]),
    journaled: true,
    columns: &[copied_column("call", ColumnKind::Ref("call"))],
    ..LOG
};

pub(super) static CHAIN_GAP: Table = Table {
    name: "chain_gap",
    words: ("gap in a chain", "gaps in chains"),
    about: "rows first to last of another device's chain that have not come yet",
    key: RowKey::Columns(&["device", "first"]),
    columns: &[
        noted_column("device", ColumnKind::Ref("device")),
        noted_column("first", COUNT),
        noted_column("last", COUNT),
    ],
    ..STAYS
};

pub(super) static TALLY: Table = Table {
    name: "tally",
    words: ("figure", "figures"),
    about: "what the calls of a rep in a month add up to; rep 0 is everyone",
    key: RowKey::Columns(&["rep", "dim", "month", "value"]),
    columns: &[
        derived_column("rep", COUNT),
        derived_column("dim", COUNT),
        derived_column("month", COUNT),
        derived_column("value", ColumnKind::Any),
        derived_column("calls", COUNT),
        derived_column("connected", COUNT),
        derived_column("said_well", COUNT),
        derived_column("said_partly", COUNT),
        derived_column("said_wasted", COUNT),
        derived_column("unprompted_well", COUNT),
        derived_column("unprompted_partly", COUNT),
        derived_column("unprompted_wasted", COUNT),
        derived_column("guessed_well", COUNT),
        derived_column("guessed_partly", COUNT),
        derived_column("guessed_wasted", COUNT),
        derived_column("live", COUNT),
        derived_column("fresh_sum", COUNT),
        derived_column("fresh_n", COUNT),
        derived_column("ready", COUNT),
        derived_column("overridden", COUNT),
        derived_column("swarm", COUNT),
        derived_column("attached", COUNT),
    ],
    ..STAYS
};

//! Catalogue of the tables of sales work: triggers, campaigns, plans, promises, and duplicate pairs.

use super::table::{
    ANY, COUNT, ColumnKind, Erased, FLAG, MOMENT, RowHead, RowKey, SHARED, SMALL, Search, Table, carried_column,
    derived_column, said_column,
};
use crate::domain::call::Whose;
use crate::domain::matching::duplicate_pair::DuplicateOf;
use crate::domain::text::{NOTE_CAP, TRIGGER_CAP};
use crate::domain::touch::TouchKind;
use crate::domain::trigger::{Confidence, Origin, STRONGEST, Scope};

pub(super) static CAMPAIGN: Table = Table {
    name: "campaign",
    words: ("campaign", "campaigns"),
    about: "campaigns, with how they picked their accounts (picked) and what was learned",
    called: "t.name",
    columns: &[
        said_column("name", ColumnKind::Name),
        said_column("trigger", ColumnKind::MaybeRef("trigger")),
        said_column("shared_reason", ColumnKind::Note(NOTE_CAP)),
        said_column("learned", ColumnKind::Note(NOTE_CAP)),
        said_column("closed", FLAG),
        said_column("picked", ColumnKind::Picked),
        said_column("started_on", ColumnKind::MaybeDay),
        said_column("closed_on", ColumnKind::MaybeDay),
    ],
    ..SHARED
};

pub(super) static CAMPAIGN_ACCOUNT: Table = Table {
    name: "campaign_account",
    words: ("account of a campaign", "accounts of campaigns"),
    about: "accounts of campaigns, with the line of impact for each",
    called: "(SELECT name FROM campaign WHERE n = t.campaign) || ', ' || (SELECT name FROM account WHERE n = t.account)",
    head: RowHead::Row,
    key: RowKey::Columns(&["campaign", "account"]),
    owner: Some("campaign"),
    columns: &[
        said_column("campaign", ColumnKind::Ref("campaign")),
        said_column("account", ColumnKind::Ref("account")),
        said_column("pos", ColumnKind::Whole(0, 1 << 31)),
        said_column("impact", ColumnKind::Note(NOTE_CAP)),
    ],
    ..SHARED
};

pub(super) static TRIGGER: Table = Table {
    name: "trigger",
    words: ("trigger", "triggers"),
    about: "what happened or will happen; strength 0 to 5",
    called: "t.headline",
    leaves: true,
    erased: Erased::Blank(&["kind", "occurred_on", "effective_on", "company", "ticker"]),
    search: Some(Search { table: "trigger_fts", row: "fts", told_by: "fts" }),
    columns: &[
        said_column("kind", ColumnKind::Line),
        said_column("headline", ColumnKind::Name),
        said_column("summary", ColumnKind::Note(TRIGGER_CAP)),
        said_column("source", ColumnKind::Line),
        said_column("url", ColumnKind::MaybeUrl),
        said_column("occurred_on", ColumnKind::Day),
        said_column("effective_on", ColumnKind::MaybeDay),
        said_column("scope", ColumnKind::Word(|word| Scope::from_key(word).is_some())),
        said_column("origin", ColumnKind::Word(|word| Origin::from_key(word).is_some())),
        said_column("strength", ColumnKind::Whole(0, STRONGEST as i64)),
        said_column("confidence", ColumnKind::Word(|word| Confidence::from_key(word).is_some())),
        said_column("status", ColumnKind::Word(is_status)),
        said_column("status_detail", ColumnKind::MaybeLine),
        said_column("merged_into", ColumnKind::MaybeRef("trigger")),
        said_column("contact", ColumnKind::MaybeRef("contact")),
        said_column("campaign", ColumnKind::MaybeRef("campaign")),
        said_column("company", ColumnKind::MaybeLine),
        said_column("cik", ColumnKind::MaybeWhole(0, ANY)),
        said_column("ticker", ColumnKind::MaybeLine),
        said_column("external", ColumnKind::MaybeUrl),
        said_column("impact", ColumnKind::Note(NOTE_CAP)),
        derived_column("expires", COUNT),
        derived_column("same", COUNT),
        derived_column("links", COUNT),
        derived_column("fts", ColumnKind::Indexed),
        derived_column("fts_sum", ColumnKind::Indexed),
    ],
    ..SHARED
};

pub(super) static TRIGGER_ACCOUNT: Table = Table {
    name: "trigger_account",
    words: ("link of a trigger", "links of triggers"),
    about: "which trigger is linked to which account",
    called: "(SELECT headline FROM trigger WHERE n = t.trigger) || ', ' || (SELECT name FROM account WHERE n = t.account)",
    head: RowHead::Row,
    key: RowKey::Columns(&["trigger", "account"]),
    owner: Some("trigger"),
    leaves: true,
    columns: &[
        said_column("trigger", ColumnKind::Ref("trigger")),
        said_column("account", ColumnKind::Ref("account")),
        derived_column("live", FLAG),
        derived_column("scope", COUNT),
        derived_column("strength", COUNT),
        derived_column("kind", ColumnKind::Line),
        derived_column("occurred", COUNT),
        derived_column("effective", ColumnKind::MaybeWhole(0, ANY)),
        derived_column("fit", COUNT),
        derived_column("industry", ColumnKind::Line),
        derived_column("confidence", COUNT),
        derived_column("used", FLAG),
    ],
    ..SHARED
};

pub(super) static PLAN: Table = Table {
    name: "plan",
    words: ("plan", "plans"),
    about: "call plans; minutes asked, seconds of the opener read aloud, the check as it stood (checked)",
    called: "'for ' || (SELECT name FROM contact WHERE n = t.contact)",
    leaves: true,
    // Scorecards count calls by it.
    erased: Erased::Blank(&["template"]),
    columns: &[
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("account", ColumnKind::Ref("account")),
        said_column("triggers", ColumnKind::Triggers),
        said_column("no_trigger_because", ColumnKind::Note(NOTE_CAP)),
        said_column("impact", ColumnKind::Note(NOTE_CAP)),
        said_column("why_not_later", ColumnKind::Note(NOTE_CAP)),
        said_column("purpose", ColumnKind::Note(NOTE_CAP)),
        said_column("value", ColumnKind::Note(NOTE_CAP)),
        said_column("their_goal", ColumnKind::Note(NOTE_CAP)),
        said_column("questions", ColumnKind::Note(NOTE_CAP)),
        said_column("minutes", ColumnKind::MaybeWhole(0, SMALL)),
        said_column("next_step", ColumnKind::Note(NOTE_CAP)),
        said_column("opener", ColumnKind::Note(NOTE_CAP)),
        said_column("template", ColumnKind::MaybeLine),
        said_column("campaign", ColumnKind::MaybeRef("campaign")),
        said_column("spent", ColumnKind::MaybeRef("call")),
        carried_column("missing", ColumnKind::Whole(0, SMALL)),
        carried_column("lacks", ColumnKind::Whole(0, SMALL)),
        carried_column("seconds", ColumnKind::Whole(0, SMALL)),
        carried_column("checked", ColumnKind::Json),
    ],
    ..SHARED
};

pub(super) static OPENER_VERSION: Table = Table {
    name: "opener_version",
    words: ("opener's wording", "openers' wordings"),
    about: "every wording of an opener (at: milliseconds)",
    called: "'for ' || (SELECT name FROM contact WHERE n = (SELECT contact FROM plan WHERE n = t.plan))",
    head: RowHead::Row,
    key: RowKey::Columns(&["plan", "number", "at", "text"]),
    owner: Some("plan"),
    leaves: true,
    erased: Erased::Row,
    columns: &[
        said_column("plan", ColumnKind::Ref("plan")),
        said_column("number", ColumnKind::Whole(1, 1 << 31)),
        said_column("at", MOMENT),
        said_column("text", ColumnKind::Note(NOTE_CAP)),
    ],
    ..SHARED
};

pub(super) static PROMISE: Table = Table {
    name: "promise",
    words: ("promise", "promises"),
    about: "promises of both sides, by the call that set them off; by_time: on the clock of by_zone, first_on, first_time: as agreed before it was moved",
    called: "t.what",
    erased: Erased::Row,
    columns: &[
        said_column("call", ColumnKind::Ref("call")),
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("account", ColumnKind::Ref("account")),
        said_column("what", ColumnKind::Note(NOTE_CAP)),
        said_column("by_on", ColumnKind::MaybeDay),
        said_column("whose", ColumnKind::Word(|word| Whose::from_key(word).is_some())),
        said_column("done_on", ColumnKind::MaybeDay),
        said_column("by_time", ColumnKind::MaybeTime),
        said_column("by_zone", ColumnKind::MaybeLine),
        said_column("first_on", ColumnKind::MaybeDay),
        said_column("first_time", ColumnKind::MaybeTime),
    ],
    ..SHARED
};

pub(super) static TOUCH: Table = Table {
    name: "touch",
    archived: Some(3),
    words: ("touch", "touches"),
    about: "e-mails sent, messages left elsewhere, calls of theirs; at: milliseconds, zone: minutes east of UTC",
    called: "(SELECT name FROM contact WHERE n = t.contact) || ' on ' || date(t.at / 1000, 'unixepoch')",
    erased: Erased::Blank(&[]),
    columns: &[
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("account", ColumnKind::Ref("account")),
        said_column("rep", ColumnKind::Ref("rep")),
        said_column("at", MOMENT),
        said_column("zone", ColumnKind::Whole(-MOST_EAST, MOST_EAST)),
        said_column("kind", ColumnKind::Word(|word| TouchKind::from_key(word).is_some())),
        said_column("note", ColumnKind::Note(NOTE_CAP)),
    ],
    ..SHARED
};

/// Minutes of a day: no clock is further from UTC.
const MOST_EAST: i64 = 24 * 60;

pub(super) static TWIN: Table = Table {
    name: "twin",
    archived: Some(2),
    words: ("duplicate pair", "duplicate pairs"),
    about: "two accounts, or two people, that may be one (about, one, other): what was decided (state), and why it was asked",
    called: "CASE t.about
        WHEN 'account' THEN (SELECT name FROM account WHERE n = t.one) || ', ' || (SELECT name FROM account WHERE n = t.other)
        ELSE (SELECT name FROM contact WHERE n = t.one) || ', ' || (SELECT name FROM contact WHERE n = t.other) END",
    head: RowHead::Row,
    key: RowKey::Columns(&["about", "one", "other"]),
    leaves: true,
    erased: Erased::Row,
    columns: &[
        said_column("about", ColumnKind::Word(|word| DuplicateOf::from_key(word).is_some())),
        said_column("one", ColumnKind::Either),
        said_column("other", ColumnKind::Either),
        said_column("state", ColumnKind::Word(|word| matches!(word, "open" | "same" | "two"))),
        carried_column("why", ColumnKind::Line),
    ],
    ..SHARED
};

fn is_status(word: &str) -> bool {
    matches!(word, "inbox" | "kept" | "rejected" | "snoozed" | "merged")
}

//! Catalogue of the tables of companies, people and the do-not-call list.

use super::table::{
    ANY, COUNT, ColumnKind, Erased, FLAG, MOMENT, RowHead, RowKey, SHARED, SMALL, Search, Table, copied_column,
    derived_column, said_column, stamp_column,
};
use crate::domain::text::NOTE_CAP;

pub(super) static REP: Table = Table {
    name: "rep",
    words: ("rep", "reps"),
    about: "everybody who calls or reviews",
    called: "t.name",
    columns: &[said_column("name", ColumnKind::Name)],
    ..SHARED
};

pub(super) static ACCOUNT: Table = Table {
    name: "account",
    words: ("account", "accounts"),
    about: "companies; employees: people, revenue_musd: millions of US dollars, rest_until: no call before that day",
    called: "t.name",
    leaves: true,
    search: Some(Search { table: "account_fts", row: "fts", told_by: "fts" }),
    columns: &[
        said_column("archived", FLAG),
        said_column("name", ColumnKind::Name),
        copied_column("name_key", ColumnKind::Line),
        said_column("industry", ColumnKind::MaybeLine),
        said_column("sub_industry", ColumnKind::MaybeLine),
        said_column("city", ColumnKind::MaybeLine),
        said_column("region", ColumnKind::MaybeLine),
        said_column("country", ColumnKind::MaybeLine),
        said_column("zone", ColumnKind::MaybeLine),
        said_column("employees", ColumnKind::MaybeWhole(0, ANY)),
        said_column("revenue_musd", ColumnKind::MaybeReal),
        said_column("phone", ColumnKind::MaybeLine),
        said_column("tags", ColumnKind::Labels),
        said_column("owner", ColumnKind::MaybeLine),
        said_column("notes", ColumnKind::Note(NOTE_CAP)),
        said_column("rest_until", ColumnKind::MaybeDay),
        said_column("rest_because", ColumnKind::MaybeLine),
        said_column("merged_into", ColumnKind::MaybeRef("account")),
        derived_column("fold", ColumnKind::Line),
        derived_column("fit", COUNT),
        derived_column("tier", COUNT),
        derived_column("tier_until", ColumnKind::MaybeWhole(0, ANY)),
        derived_column("ranked", FLAG),
        derived_column("last_touch", ColumnKind::MaybeWhole(0, ANY)),
        derived_column("fts", ColumnKind::Indexed),
        derived_column("fts_sum", ColumnKind::Indexed),
        derived_column("silent", FLAG),
        derived_column("talked", FLAG),
    ],
    ..SHARED
};

pub(super) static ACCOUNT_IDENTIFIER: Table = Table {
    name: "account_identifier",
    words: ("identifier", "identifiers"),
    about: "web domains, tickers, CIKs and ids of other systems, by account",
    called: "(SELECT name FROM account WHERE n = t.account) || ' ' || t.kind || ' ' || t.value",
    head: RowHead::Row,
    key: RowKey::Columns(&["value", "kind", "account"]),
    owner: Some("account"),
    along: true,
    leaves: true,
    columns: &[
        said_column("account", ColumnKind::Ref("account")),
        said_column("kind", ColumnKind::Word(is_identifier)),
        said_column("value", ColumnKind::Name),
    ],
    ..SHARED
};

pub(super) static ACCOUNT_ALIAS: Table = Table {
    name: "account_alias",
    words: ("alias", "aliases"),
    about: "other names of accounts",
    called: "(SELECT name FROM account WHERE n = t.account) || ', ' || t.name",
    head: RowHead::Row,
    key: RowKey::Columns(&["account", "name"]),
    owner: Some("account"),
    along: true,
    leaves: true,
    columns: &[
        said_column("account", ColumnKind::Ref("account")),
        said_column("name", ColumnKind::Name),
        copied_column("name_key", ColumnKind::Line),
    ],
    ..SHARED
};

pub(super) static CONTACT: Table = Table {
    name: "contact",
    words: ("person", "people"),
    about: "people; role: their part in the decision, left_on: no longer there since, do_not_call: why not; barred: when that was last set or lifted (a stamp)",
    called: "t.name",
    leaves: true,
    erased: Erased::Blank(&[]),
    search: Some(Search { table: "contact_fts", row: "n", told_by: "fts_sum" }),
    columns: &[
        said_column("archived", FLAG),
        said_column("account", ColumnKind::Ref("account")),
        said_column("name", ColumnKind::Name),
        copied_column("name_key", ColumnKind::Line),
        said_column("given_name", ColumnKind::MaybeLine),
        said_column("title", ColumnKind::MaybeLine),
        said_column("zone", ColumnKind::MaybeLine),
        said_column("hours_from", ColumnKind::MaybeTime),
        said_column("hours_until", ColumnKind::MaybeTime),
        said_column("link", ColumnKind::MaybeUrl),
        said_column("goal", ColumnKind::MaybeNote),
        said_column("notes", ColumnKind::Note(NOTE_CAP)),
        said_column("do_not_call", ColumnKind::MaybeLine),
        said_column("role", ColumnKind::MaybeLine),
        said_column("left_on", ColumnKind::MaybeDay),
        said_column("moved_to", ColumnKind::MaybeLine),
        stamp_column("barred", ColumnKind::Whole(0, i64::MAX)),
        said_column("merged_into", ColumnKind::MaybeRef("contact")),
        derived_column("fts_sum", ColumnKind::Indexed),
    ],
    ..SHARED
};

pub(super) static CONTACT_IDENTIFIER: Table = Table {
    name: "contact_identifier",
    words: ("person's id", "ids of people"),
    about: "ids of people in other systems",
    called: "(SELECT name FROM contact WHERE n = t.contact) || ', ' || t.kind || ' ' || t.value",
    head: RowHead::Row,
    key: RowKey::Columns(&["value", "kind", "contact"]),
    owner: Some("contact"),
    along: true,
    leaves: true,
    erased: Erased::Row,
    columns: &[
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("kind", ColumnKind::Line),
        said_column("value", ColumnKind::Name),
    ],
    ..SHARED
};

pub(super) static CONTACT_EMAIL: Table = Table {
    name: "contact_email",
    words: ("e-mail address", "e-mail addresses"),
    about: "e-mail addresses, in their order (pos)",
    called: "(SELECT name FROM contact WHERE n = t.contact) || ', ' || t.address",
    head: RowHead::Row,
    key: RowKey::Columns(&["contact", "address"]),
    owner: Some("contact"),
    along: true,
    leaves: true,
    erased: Erased::Row,
    columns: &[
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("pos", ColumnKind::Whole(0, SMALL)),
        said_column("address", ColumnKind::Email),
    ],
    ..SHARED
};

pub(super) static CONTACT_PHONE: Table = Table {
    name: "contact_phone",
    words: ("phone number", "phone numbers"),
    about: "telephone numbers as written, in their order (pos)",
    called: "(SELECT name FROM contact WHERE n = t.contact) || ', ' || t.raw",
    head: RowHead::Row,
    key: RowKey::Columns(&["contact", "raw", "label"]),
    owner: Some("contact"),
    along: true,
    leaves: true,
    erased: Erased::Row,
    columns: &[
        said_column("contact", ColumnKind::Ref("contact")),
        said_column("pos", ColumnKind::Whole(0, SMALL)),
        said_column("raw", ColumnKind::Name),
        said_column("label", ColumnKind::Line),
        copied_column("digits", ColumnKind::Line),
    ],
    ..SHARED
};

pub(super) static DO_NOT_CALL: Table = Table {
    name: "do_not_call",
    words: ("do-not-call entry", "do-not-call entries"),
    about: "the do-not-call list: addresses, digits, names; of companies: domain, company (a name), company_id",
    called: "t.value",
    head: RowHead::Row,
    key: RowKey::Columns(&["kind", "value"]),
    // By their values, if they bar nobody else: the marks of the erasure keep that person out without them.
    erased: Erased::Row,
    columns: &[
        said_column("kind", ColumnKind::Word(is_barred)),
        said_column("value", ColumnKind::Name),
        said_column("why", ColumnKind::Line),
    ],
    ..SHARED
};

pub(super) static ERASURE: Table = Table {
    name: "erasure",
    archived: Some(4),
    words: ("mark of an erasure", "marks of erasures"),
    about: "who was erased, by keyed hashes and without words (mark, key; at: milliseconds): they stay out when a file brings them again",
    called: "'of ' || date(t.at / 1000, 'unixepoch')",
    // What was erased cannot come back, so neither undo nor the undo of a merge takes the mark away.
    journaled: false,
    columns: &[
        said_column("person", ColumnKind::Bytes),
        said_column("kind", ColumnKind::Word(is_marked)),
        said_column("mark", ColumnKind::Bytes),
        said_column("key", ColumnKind::Bytes),
        said_column("account", ColumnKind::MaybeRef("account")),
        said_column("at", MOMENT),
    ],
    ..SHARED
};

fn is_marked(word: &str) -> bool {
    matches!(word, "email" | "number" | "number_name" | "id" | "name")
}

fn is_identifier(word: &str) -> bool {
    matches!(word, "domain" | "ticker" | "cik") || word.starts_with("external:")
}

fn is_barred(word: &str) -> bool {
    matches!(word, "email" | "digits" | "name" | "domain" | "company" | "company_id")
}

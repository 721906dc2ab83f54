//! The tables of the archive: their columns by name, and the order of their rows.

use super::columns::{ColumnKind, PROMISES, RowKey, SyncTable, TABLES};

/// Format of a column in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnFormat {
    /// Text or a number as it is.
    Plain,
    /// Yes or no.
    Flag,
    /// The id of a row of this table.
    Ref(&'static str),
    /// Ids of triggers.
    Ids,
    /// Labels.
    Labels,
    /// Bytes in hexadecimal digits.
    Bytes,
}

/// A table of the archive.
pub(crate) struct ArchiveTable {
    pub(crate) table: &'static str,
    has_id: bool,
    columns: Vec<(&'static str, ColumnFormat)>,
    /// Where its rows stand behind those of their owner: the table and the column.
    owner: Option<(&'static str, &'static str)>,
    /// The order of its rows, the same in every copy of the book; rows of an owner keep theirs.
    order: &'static str,
}

/// The tables in the order in which they are read back: each after those it refers to, but for circles.
pub const WHOLE: [&str; 23] = [
    "setting",
    "feed",
    "rep",
    "account",
    "account_identifier",
    "account_alias",
    "contact",
    "contact_identifier",
    "contact_email",
    "contact_phone",
    "do_not_call",
    "campaign",
    "campaign_account",
    "trigger",
    "trigger_account",
    "plan",
    "opener_version",
    "call",
    "call_line",
    "review",
    "review_line",
    "promise",
    "watch_word",
];

const CALL: &[(&str, ColumnFormat)] = &[
    ("seq", ColumnFormat::Plain),
    ("prev_hash", ColumnFormat::Bytes),
    ("hash", ColumnFormat::Bytes),
    ("salt", ColumnFormat::Bytes),
    ("text_hash", ColumnFormat::Bytes),
    ("contact", ColumnFormat::Ref("contact")),
    ("account", ColumnFormat::Ref("account")),
    ("rep", ColumnFormat::Ref("rep")),
    ("plan", ColumnFormat::Ref("plan")),
    ("triggers", ColumnFormat::Ids),
    ("campaign", ColumnFormat::Ref("campaign")),
    ("amends", ColumnFormat::Ref("call")),
    ("logged_at", ColumnFormat::Plain),
    ("at", ColumnFormat::Plain),
    ("zone", ColumnFormat::Plain),
    ("seconds", ColumnFormat::Plain),
    ("minutes_asked", ColumnFormat::Plain),
    ("reach", ColumnFormat::Plain),
    ("outcome", ColumnFormat::Plain),
    ("verdict", ColumnFormat::Plain),
    ("source", ColumnFormat::Plain),
    ("learned", ColumnFormat::Plain),
    ("way_forward", ColumnFormat::Plain),
    ("words", ColumnFormat::Plain),
    ("note", ColumnFormat::Plain),
    ("next_what", ColumnFormat::Plain),
    ("next_by", ColumnFormat::Plain),
    ("next_whose", ColumnFormat::Plain),
    ("opener", ColumnFormat::Plain),
    ("overrides", ColumnFormat::Plain),
    ("log_seconds", ColumnFormat::Plain),
];

const REVIEW: &[(&str, ColumnFormat)] = &[
    ("seq", ColumnFormat::Plain),
    ("prev_hash", ColumnFormat::Bytes),
    ("hash", ColumnFormat::Bytes),
    ("salt", ColumnFormat::Bytes),
    ("text_hash", ColumnFormat::Bytes),
    ("call", ColumnFormat::Ref("call")),
    ("reviewer", ColumnFormat::Ref("rep")),
    ("answers", ColumnFormat::Ref("review")),
    ("at", ColumnFormat::Plain),
    ("zone", ColumnFormat::Plain),
    ("scores", ColumnFormat::Plain),
    ("note", ColumnFormat::Plain),
    ("focus", ColumnFormat::Plain),
];

const FEED: &[(&str, ColumnFormat)] = &[
    ("address", ColumnFormat::Plain),
    ("title", ColumnFormat::Plain),
    ("etag", ColumnFormat::Plain),
    ("modified", ColumnFormat::Plain),
    ("fetched_at", ColumnFormat::Plain),
    ("outcome", ColumnFormat::Plain),
];

const WATCH: &[(&str, ColumnFormat)] = &[
    ("words", ColumnFormat::Plain),
    ("account", ColumnFormat::Ref("account")),
    ("industry", ColumnFormat::Plain),
    ("kind", ColumnFormat::Plain),
];

pub(crate) fn archive_table(table: &'static str) -> ArchiveTable {
    let own = |has_id: bool, columns: &[(&'static str, ColumnFormat)], order: &'static str| ArchiveTable {
        table,
        has_id,
        columns: columns.to_vec(),
        owner: None,
        order,
    };
    match table {
        "setting" => own(false, &[("key", ColumnFormat::Plain), ("value", ColumnFormat::Plain)], "t.key"),
        "feed" => own(true, FEED, "t.id"),
        "watch_word" => own(true, WATCH, "t.id"),
        // Amendments stand behind what they amend.
        "call" => own(true, CALL, "t.rev, t.id"),
        "review" => own(true, REVIEW, "t.rev, t.id"),
        "call_line" => {
            let columns = [("n", ColumnFormat::Ref("call")), ("kind", ColumnFormat::Plain)];
            ArchiveTable { owner: Some(("call", "n")), ..own(false, &columns, "o.id") }
        }
        "review_line" => {
            ArchiveTable { owner: Some(("review", "n")), ..own(false, &[("n", ColumnFormat::Ref("review"))], "o.id") }
        }
        _ => shared_table(table),
    }
}

fn shared_table(table: &'static str) -> ArchiveTable {
    let found = TABLES.iter().chain([&PROMISES]).find(|shared| shared.table == table);
    let columns = found.map(|shared: &SyncTable| shared.all().map(|(name, kind)| (*name, form(*kind))).collect());
    let has_id = found.is_some_and(|shared| matches!(shared.key, RowKey::Id));
    let owner = match table {
        "account_identifier" | "account_alias" => Some(("account", "account")),
        "contact_identifier" | "contact_email" | "contact_phone" => Some(("contact", "contact")),
        "campaign_account" => Some(("campaign", "campaign")),
        "trigger_account" => Some(("trigger", "trigger")),
        "opener_version" => Some(("plan", "plan")),
        _ => None,
    };
    let order = match (table, owner) {
        ("do_not_call", _) => "t.kind, t.value",
        (_, Some(_)) => "o.id, t.n",
        (_, None) => "t.id",
    };
    ArchiveTable { table, has_id, columns: columns.unwrap_or_default(), owner, order }
}

fn form(kind: ColumnKind) -> ColumnFormat {
    match kind {
        ColumnKind::Ref(table) | ColumnKind::MaybeRef(table) => ColumnFormat::Ref(table),
        ColumnKind::Triggers => ColumnFormat::Ids,
        ColumnKind::Labels => ColumnFormat::Labels,
        ColumnKind::Whole(0, 1) => ColumnFormat::Flag,
        ColumnKind::Name
        | ColumnKind::Line
        | ColumnKind::MaybeLine
        | ColumnKind::MaybeUrl
        | ColumnKind::Note(_)
        | ColumnKind::MaybeNote
        | ColumnKind::Email
        | ColumnKind::Whole(..)
        | ColumnKind::MaybeWhole(..)
        | ColumnKind::MaybeReal
        | ColumnKind::Day
        | ColumnKind::MaybeDay
        | ColumnKind::MaybeTime
        | ColumnKind::Word(_)
        | ColumnKind::Picked
        | ColumnKind::Json => ColumnFormat::Plain,
    }
}

impl ArchiveTable {
    /// Its members in the order in which they are written, with how.
    pub(in crate::store) fn members(&self) -> Vec<(&'static str, ColumnFormat)> {
        let id = self.has_id.then_some(("id", ColumnFormat::Ref("")));
        let end =
            [("deleted", ColumnFormat::Flag), ("rev", ColumnFormat::Plain), ("device", ColumnFormat::Ref("device"))];
        id.into_iter().chain(self.columns.iter().copied()).chain(end).collect()
    }

    pub(in crate::store) fn select(&self) -> String {
        let column = |(name, form): &(&str, ColumnFormat)| match (*name, *form) {
            // What another book's undo of a merge took out was never there.
            ("rev", _) => "max(t.rev, 1)".to_owned(),
            ("deleted", _) => "(t.rev < 0 OR t.deleted)".to_owned(),
            (name, ColumnFormat::Ref(to)) if !to.is_empty() => {
                format!("(SELECT id FROM \"{to}\" AS r WHERE r.n = t.\"{name}\")")
            }
            (name, _) => format!("t.\"{name}\""),
        };
        let columns = self.members().iter().map(column).collect::<Vec<_>>().join(", ");
        let (table, order) = (self.table, self.order);
        match self.owner {
            // The owner's index gives the order: sorting a long table would take memory for all of it.
            Some((owner, column)) => format!(
                "SELECT {columns} FROM \"{owner}\" AS o CROSS JOIN \"{table}\" AS t ON t.\"{column}\" = o.n ORDER BY {order}"
            ),
            None if order == "t.id" => format!("SELECT {columns} FROM \"{table}\" AS t ORDER BY t.id"),
            // Without a limit SQLite may leave the inner order out.
            None => format!(
                "SELECT {columns} FROM (SELECT n FROM \"{table}\" AS t ORDER BY {order} LIMIT -1) AS o
                CROSS JOIN \"{table}\" AS t ON t.n = o.n"
            ),
        }
    }
}

/// What a member is called: the row's own number is the row it belongs to.
pub(crate) fn label(name: &'static str, form: ColumnFormat) -> &'static str {
    match (name, form) {
        ("n", ColumnFormat::Ref(table)) => table,
        _ => name,
    }
}

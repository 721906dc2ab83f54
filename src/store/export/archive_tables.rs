//! The tables of the archive: their columns by name, and the order of their rows.

use super::columns::{Key, Kind, PROMISES, Shared, TABLES};

/// Format of a column in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
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
pub(crate) struct Written {
    pub(crate) table: &'static str,
    has_id: bool,
    columns: Vec<(&'static str, Form)>,
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

const CALL: &[(&str, Form)] = &[
    ("seq", Form::Plain),
    ("prev_hash", Form::Bytes),
    ("hash", Form::Bytes),
    ("salt", Form::Bytes),
    ("text_hash", Form::Bytes),
    ("contact", Form::Ref("contact")),
    ("account", Form::Ref("account")),
    ("rep", Form::Ref("rep")),
    ("plan", Form::Ref("plan")),
    ("triggers", Form::Ids),
    ("campaign", Form::Ref("campaign")),
    ("amends", Form::Ref("call")),
    ("logged_at", Form::Plain),
    ("at", Form::Plain),
    ("zone", Form::Plain),
    ("seconds", Form::Plain),
    ("minutes_asked", Form::Plain),
    ("reach", Form::Plain),
    ("outcome", Form::Plain),
    ("verdict", Form::Plain),
    ("source", Form::Plain),
    ("learned", Form::Plain),
    ("way_forward", Form::Plain),
    ("words", Form::Plain),
    ("note", Form::Plain),
    ("next_what", Form::Plain),
    ("next_by", Form::Plain),
    ("next_whose", Form::Plain),
    ("opener", Form::Plain),
    ("overrides", Form::Plain),
    ("log_seconds", Form::Plain),
];

const REVIEW: &[(&str, Form)] = &[
    ("seq", Form::Plain),
    ("prev_hash", Form::Bytes),
    ("hash", Form::Bytes),
    ("salt", Form::Bytes),
    ("text_hash", Form::Bytes),
    ("call", Form::Ref("call")),
    ("reviewer", Form::Ref("rep")),
    ("answers", Form::Ref("review")),
    ("at", Form::Plain),
    ("zone", Form::Plain),
    ("scores", Form::Plain),
    ("note", Form::Plain),
    ("focus", Form::Plain),
];

const FEED: &[(&str, Form)] = &[
    ("address", Form::Plain),
    ("title", Form::Plain),
    ("etag", Form::Plain),
    ("modified", Form::Plain),
    ("fetched_at", Form::Plain),
    ("outcome", Form::Plain),
];

const WATCH: &[(&str, Form)] =
    &[("words", Form::Plain), ("account", Form::Ref("account")), ("industry", Form::Plain), ("kind", Form::Plain)];

pub(crate) fn written(table: &'static str) -> Written {
    let own = |has_id: bool, columns: &[(&'static str, Form)], order: &'static str| Written {
        table,
        has_id,
        columns: columns.to_vec(),
        owner: None,
        order,
    };
    match table {
        "setting" => own(false, &[("key", Form::Plain), ("value", Form::Plain)], "t.key"),
        "feed" => own(true, FEED, "t.id"),
        "watch_word" => own(true, WATCH, "t.id"),
        // Amendments stand behind what they amend.
        "call" => own(true, CALL, "t.rev, t.id"),
        "review" => own(true, REVIEW, "t.rev, t.id"),
        "call_line" => {
            let columns = [("n", Form::Ref("call")), ("kind", Form::Plain)];
            Written { owner: Some(("call", "n")), ..own(false, &columns, "o.id") }
        }
        "review_line" => Written { owner: Some(("review", "n")), ..own(false, &[("n", Form::Ref("review"))], "o.id") },
        _ => shared(table),
    }
}

fn shared(table: &'static str) -> Written {
    let found = TABLES.iter().chain([&PROMISES]).find(|shared| shared.table == table);
    let columns = found.map(|shared: &Shared| shared.all().map(|(name, kind)| (*name, form(*kind))).collect());
    let has_id = found.is_some_and(|shared| matches!(shared.key, Key::Id));
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
    Written { table, has_id, columns: columns.unwrap_or_default(), owner, order }
}

fn form(kind: Kind) -> Form {
    match kind {
        Kind::Ref(table) | Kind::MaybeRef(table) => Form::Ref(table),
        Kind::Triggers => Form::Ids,
        Kind::Labels => Form::Labels,
        Kind::Whole(0, 1) => Form::Flag,
        Kind::Name
        | Kind::Line
        | Kind::MaybeLine
        | Kind::MaybeUrl
        | Kind::Note(_)
        | Kind::MaybeNote
        | Kind::Email
        | Kind::Whole(..)
        | Kind::MaybeWhole(..)
        | Kind::MaybeReal
        | Kind::Day
        | Kind::MaybeDay
        | Kind::MaybeTime
        | Kind::Word(_)
        | Kind::Picked
        | Kind::Json => Form::Plain,
    }
}

impl Written {
    /// Its members in the order in which they are written, with how.
    pub(in crate::store) fn members(&self) -> Vec<(&'static str, Form)> {
        let id = self.has_id.then_some(("id", Form::Ref("")));
        let end = [("deleted", Form::Flag), ("rev", Form::Plain), ("device", Form::Ref("device"))];
        id.into_iter().chain(self.columns.iter().copied()).chain(end).collect()
    }

    pub(in crate::store) fn select(&self) -> String {
        let column = |(name, form): &(&str, Form)| match (*name, *form) {
            // What another book's undo of a merge took out was never there.
            ("rev", _) => "max(t.rev, 1)".to_owned(),
            ("deleted", _) => "(t.rev < 0 OR t.deleted)".to_owned(),
            (name, Form::Ref(to)) if !to.is_empty() => {
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
pub(crate) fn label(name: &'static str, form: Form) -> &'static str {
    match (name, form) {
        ("n", Form::Ref(table)) => table,
        _ => name,
    }
}

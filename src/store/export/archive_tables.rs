//! The tables of the archive: their columns by name, and the order of their rows.

use crate::store::Store;
use crate::store::catalog;
use crate::store::catalog::{ColumnKind, RowHead, RowKey, Table};

/// Format of a column in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnFormat {
    /// Text or a number as it is.
    Plain,
    /// A boolean value.
    Flag,
    /// The id of a row of this table.
    Ref(&'static str),
    /// The id of an account or of a person; the row's `about` says which.
    Either,
    /// A list of trigger ids.
    Ids,
    /// A list of labels.
    Labels,
    /// Bytes in hexadecimal.
    Bytes,
}

/// A table of the archive, as the code that writes and reads its file sees it.
pub struct WholeTable {
    /// Name of the table.
    pub name: &'static str,
    /// What the table holds, in one line for people.
    pub about: &'static str,
    /// Names of the columns, in their order.
    pub columns: Vec<&'static str>,
    /// First version of the archive's layout that has a file for this table.
    pub since: u32,
    pub(in crate::store) table: &'static Table,
}

impl Store {
    /// Returns the tables of an archive in the order in which they are restored: each after the tables it refers to,
    /// except where references are circular.
    pub fn whole_tables() -> impl Iterator<Item = WholeTable> {
        catalog::archived().map(|table| WholeTable {
            name: table.name,
            about: table.about,
            columns: archive_table(table).members().into_iter().map(|(name, form)| label(name, form)).collect(),
            since: table.archived.unwrap_or(1),
            table,
        })
    }
}

/// A table of the archive.
pub(crate) struct ArchiveTable {
    pub(crate) table: &'static Table,
    /// The columns between the row's id and its stamps, each with its format.
    columns: Vec<(&'static str, ColumnFormat)>,
    /// Table of the owner and the column that refers to it, if rows are written in the order of their owners.
    owner: Option<(&'static str, &'static str)>,
    /// SQL that orders the rows, the same in every copy of the book; rows of one owner keep their own order.
    order: String,
}

pub(crate) fn archive_table(table: &'static Table) -> ArchiveTable {
    let number = match table.head {
        RowHead::Line(of) => Some(("n", ColumnFormat::Ref(of))),
        RowHead::Row | RowHead::Id | RowHead::Bare => None,
    };
    let columns = number.into_iter().chain(table.values().map(|column| (column.name, form(column.kind)))).collect();
    let owner = match table.head {
        RowHead::Line(of) => Some((of, "n")),
        RowHead::Row | RowHead::Id | RowHead::Bare => table.owner.map(|owner| (owner, owner)),
    };
    let order = match (table.head, table.key) {
        (RowHead::Line(_), _) => "o.id".to_owned(),
        _ if table.owner.is_some() => "o.id, t.n".to_owned(),
        // Amendments stand behind what they amend.
        (RowHead::Id, _) if table.travels == catalog::Travels::Log => "t.rev, t.id".to_owned(),
        (_, RowKey::Columns(columns)) if table.head != RowHead::Id => {
            let by = columns.iter().filter_map(|name| table.column(name));
            by.map(|column| value(column.name, form(column.kind))).collect::<Vec<_>>().join(", ")
        }
        (_, RowKey::Id | RowKey::Columns(_)) => "t.id".to_owned(),
    };
    ArchiveTable { table, columns, owner, order }
}

fn form(kind: ColumnKind) -> ColumnFormat {
    match kind {
        ColumnKind::Ref(table) | ColumnKind::MaybeRef(table) => ColumnFormat::Ref(table),
        ColumnKind::Either => ColumnFormat::Either,
        ColumnKind::Triggers => ColumnFormat::Ids,
        ColumnKind::Labels => ColumnFormat::Labels,
        ColumnKind::Bytes | ColumnKind::MaybeBytes => ColumnFormat::Bytes,
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
        | ColumnKind::MaybeWord(_)
        | ColumnKind::Picked
        | ColumnKind::Json
        | ColumnKind::Any
        | ColumnKind::MaybeAny
        | ColumnKind::Indexed
        | ColumnKind::Tallied => ColumnFormat::Plain,
    }
}

/// Returns the SQL expression that reads a column's value for the archive.
fn value(name: &str, form: ColumnFormat) -> String {
    match (name, form) {
        // What another book's undo of a merge took out was never there.
        ("rev", _) => "max(t.rev, 1)".to_owned(),
        ("deleted", _) => "(t.rev < 0 OR t.deleted)".to_owned(),
        (name, ColumnFormat::Ref(to)) if !to.is_empty() => {
            format!("(SELECT id FROM \"{to}\" AS r WHERE r.n = t.\"{name}\")")
        }
        // Which of the two has the smaller number differs between copies of a book; which has the smaller id does not.
        ("one", ColumnFormat::Either) => format!("min({})", both_ids()),
        ("other", ColumnFormat::Either) => format!("max({})", both_ids()),
        (name, _) => format!("t.\"{name}\""),
    }
}

fn both_ids() -> String {
    let id = |column: &str| {
        let of = |table: &str| format!("(SELECT id FROM {table} AS r WHERE r.n = t.{column})");
        format!("iif(t.about = 'account', {}, {})", of("account"), of("contact"))
    };
    format!("{}, {}", id("one"), id("other"))
}

impl ArchiveTable {
    /// Returns the members of a row's JSON object in the order in which they are written, each with its format.
    pub(in crate::store) fn members(&self) -> Vec<(&'static str, ColumnFormat)> {
        let id = (self.table.head == RowHead::Id).then_some(("id", ColumnFormat::Ref("")));
        let end =
            [("deleted", ColumnFormat::Flag), ("rev", ColumnFormat::Plain), ("device", ColumnFormat::Ref("device"))];
        id.into_iter().chain(self.columns.iter().copied()).chain(end).collect()
    }

    /// Returns the SQL condition for the rows that are written: it leaves out duplicate pairs one of whose rows an
    /// import took back.
    fn stands(&self) -> String {
        let pair = self.columns.iter().find(|(_, form)| *form == ColumnFormat::Either);
        pair.map_or_else(|| self.is_told(), |(name, form)| format!("{} IS NOT NULL", value(name, *form)))
    }

    /// Returns the SQL condition for rows that do not merely belong to a row that was taken back.
    fn is_told(&self) -> String {
        self.table.goes_with_its_owner("t").map_or_else(|| "true".to_owned(), |gone| format!("NOT {gone}"))
    }

    /// Returns the SQL expression that reads a column's value for the archive, without words of rows that were taken
    /// back.
    fn outgoing_value(&self, name: &str, form: ColumnFormat) -> String {
        let value = value(name, form);
        match self.table.column(name).and_then(|column| self.table.emptied(column)) {
            Some(empty) => format!("iif({}, {empty}, {value})", self.table.is_taken_back("t")),
            None => value,
        }
    }

    pub(in crate::store) fn select(&self) -> String {
        let columns =
            self.members().iter().map(|(name, form)| self.outgoing_value(name, *form)).collect::<Vec<_>>().join(", ");
        let (table, order, is_told) = (self.table.name, &self.order, self.is_told());
        match self.owner {
            // The owner's index gives the order: sorting a long table would take memory for all of it.
            Some((owner, column)) => format!(
                "SELECT {columns} FROM \"{owner}\" AS o CROSS JOIN \"{table}\" AS t ON t.\"{column}\" = o.n WHERE {is_told}
                ORDER BY {order}"
            ),
            None if order == "t.id" => format!("SELECT {columns} FROM \"{table}\" AS t ORDER BY t.id"),
            // Without a limit SQLite may leave the inner order out.
            None => format!(
                "SELECT {columns} FROM (SELECT n FROM \"{table}\" AS t WHERE {} ORDER BY {order} LIMIT -1) AS o
                CROSS JOIN \"{table}\" AS t ON t.n = o.n",
                self.stands()
            ),
        }
    }
}

/// Returns a member's name in the file: `n` becomes the name of the table whose row it refers to.
pub(crate) fn label(name: &'static str, form: ColumnFormat) -> &'static str {
    match (name, form) {
        ("n", ColumnFormat::Ref(table)) => table,
        _ => name,
    }
}

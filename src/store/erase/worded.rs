//! Which columns of the catalogue may hold words that somebody wrote.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::catalog::{ColumnKind, ColumnRole, RowHead, Table};

/// Rows by the name of their table.
pub(super) type RowSets = BTreeMap<&'static str, BTreeSet<i64>>;

/// Returns the columns of a table that say something in words, in the order of the catalogue.
pub(super) fn worded(table: &Table) -> impl Iterator<Item = &'static str> + use<> {
    let said = table.columns.iter().filter(|column| column.role != ColumnRole::Derived && is_worded(column.kind));
    said.map(|column| column.name)
}

/// Returns true if a column of this kind may hold words that somebody wrote.
pub(super) fn is_worded(kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Name
        | ColumnKind::Line
        | ColumnKind::MaybeLine
        | ColumnKind::MaybeUrl
        | ColumnKind::Note(_)
        | ColumnKind::MaybeNote
        | ColumnKind::Email
        | ColumnKind::Labels
        | ColumnKind::Picked
        | ColumnKind::Json
        | ColumnKind::Any
        | ColumnKind::MaybeAny => true,
        ColumnKind::Whole(..)
        | ColumnKind::MaybeWhole(..)
        | ColumnKind::MaybeReal
        | ColumnKind::Day
        | ColumnKind::MaybeDay
        | ColumnKind::MaybeTime
        | ColumnKind::Word(_)
        | ColumnKind::MaybeWord(_)
        | ColumnKind::Ref(_)
        | ColumnKind::MaybeRef(_)
        | ColumnKind::Either
        | ColumnKind::Triggers
        | ColumnKind::Bytes
        | ColumnKind::MaybeBytes
        | ColumnKind::Indexed
        | ColumnKind::Tallied => false,
    }
}

/// Returns true if rows of the table have a number, by which one of them can be changed.
pub(super) fn is_numbered(table: &Table) -> bool {
    table.head != RowHead::Bare || table.column("n").is_some()
}

//! What stays of a row that was taken back: its key, its numbers and days, and no words.

use super::JOINED;
use super::table::{Column, ColumnKind, ColumnRole, Erased, RowHead, RowKey, Table, Travels};

/// Stands for a name, which is never empty: the word of an erasure, so that a row that was erased stays as it is.
const NAME: &str = "'(erased)'";
/// The name key of that: with another one, books that merge would never agree.
const NAME_KEY: &str = "'erased'";

impl Table {
    /// Returns the SQL value of a column in a row that was taken back; `None` if the column keeps its value.
    pub(in crate::store) fn emptied(&self, column: &Column) -> Option<&'static str> {
        if self.travels == Travels::Log {
            return self.emptied_in_the_log(column);
        }
        // Words of a vocabulary say nothing about anybody.
        let is_known = matches!((self.name, column.name), (_, "kind") | ("twin", "why"));
        // What is copied from a key stays with it.
        let is_of_key = self.is_in_key(column.name) || (column.role == ColumnRole::Copied && self.has_text_key());
        match column.kind {
            _ if is_known || is_of_key => None,
            _ if column.name == "name_key" => Some(NAME_KEY),
            // A day, without which the row would be refused elsewhere.
            _ if column.name == "status_detail" => Some("iif(status = 'snoozed', status_detail, NULL)"),
            ColumnKind::Name => Some(NAME),
            ColumnKind::Line | ColumnKind::Note(_) | ColumnKind::Json => Some("''"),
            ColumnKind::MaybeLine | ColumnKind::MaybeUrl | ColumnKind::MaybeNote => Some("NULL"),
            ColumnKind::Labels => Some("'[]'"),
            ColumnKind::Picked => Some("'{}'"),
            ColumnKind::Email
            | ColumnKind::Whole(..)
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
            | ColumnKind::Any
            | ColumnKind::MaybeAny
            | ColumnKind::Indexed
            | ColumnKind::Tallied => None,
        }
    }

    /// The log loses salt and text together, so that its chain stays valid.
    fn emptied_in_the_log(&self, column: &Column) -> Option<&'static str> {
        let is_said = |words: &[&str]| words.contains(&column.name);
        match (self.erased, column.name) {
            (Erased::Words(words), "salt") if is_said(words) => Some("NULL"),
            (Erased::Words(words), "overrides") if is_said(words) => Some("'[]'"),
            // Whether there was a next step is in the hash.
            (Erased::Words(words), "next_what") if is_said(words) => Some("iif(next_what IS NULL, NULL, '')"),
            (Erased::Words(words), _) if is_said(words) => Some("''"),
            (_, "template") => Some("''"),
            (Erased::Nothing | Erased::Row | Erased::Blank(_) | Erased::Words(_), _) => None,
        }
    }

    fn is_in_key(&self, column: &str) -> bool {
        matches!(self.key, RowKey::Columns(key) if key.contains(&column))
    }

    /// Returns the SQL condition for rows, named by `row`, that were taken back. Rows that were merged into another
    /// one were not.
    pub(in crate::store) fn is_taken_back(&self, row: &str) -> String {
        let table = self.name;
        match (self.travels, self.head) {
            // A merge that was taken back can bring its calls again, and the log takes no words later: they stay.
            (Travels::Log, RowHead::Id) => {
                format!("EXISTS (SELECT 1 FROM {table}_line AS l WHERE l.n = {row}.n AND l.deleted = 1 AND l.rev > 0)")
            }
            _ if self.column(JOINED).is_some() => format!("({row}.deleted = 1 AND {row}.{JOINED} IS NULL)"),
            _ => format!("{row}.deleted = 1"),
        }
    }

    /// Returns the SQL condition for rows, named by `row`, whose key is text and whose owner was taken back: the owner's own
    /// row says that all of it is gone. `None` if the table has no such rows.
    pub(in crate::store) fn goes_with_its_owner(&self, row: &str) -> Option<String> {
        self.owner_taken_back(&format!("{row}.\"{}\"", self.owner?))
    }

    /// The same for rows whose owner has the number `n`, an SQL expression.
    pub(in crate::store) fn owner_taken_back(&self, n: &str) -> Option<String> {
        let owner = super::table(self.owner?).filter(|_| self.has_text_key())?;
        let (name, gone) = (owner.name, owner.is_taken_back("owner"));
        Some(format!("EXISTS (SELECT 1 FROM \"{name}\" AS owner WHERE owner.n = {n} AND {gone})"))
    }

    fn has_text_key(&self) -> bool {
        let is_text = |kind: ColumnKind| {
            matches!(kind, ColumnKind::Name | ColumnKind::Line | ColumnKind::Note(_) | ColumnKind::Email)
        };
        self.columns.iter().any(|column| self.is_in_key(column.name) && is_text(column.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::erasure::ERASED;
    use crate::domain::matching::name_key;

    #[test]
    fn a_row_that_was_taken_back_reads_as_one_that_was_erased() {
        assert_eq!(NAME, format!("'{ERASED}'"));
        assert_eq!(NAME_KEY, format!("'{}'", name_key(ERASED)));
    }
}

//! The catalogue: every table of the book and how the program treats it. All other lists of tables derive from it.
//!
//! | file | its tables |
//! |---|---|
//! | `companies` | companies, people, who may not be called |
//! | `work` | triggers, campaigns, plans, promises, duplicate pairs |
//! | `log` | calls and reviews, their lines, what is counted of them |
//! | `own` | what belongs to this book alone |
//!
//! A new table or column must be added there; the test below names any that is missing. The journal, bundles, merges,
//! the archive, import rollback, merging duplicates, the search and `verify` then cover it without further code.

mod companies;
mod log;
mod own;
pub(super) mod table;
mod taken_back;
mod work;

pub(super) use table::{Column, ColumnKind, ColumnRole, Erased, LATEST, RowHead, RowKey, Search, Table, Travels};

/// Every table, each after the tables it refers to, except where references are circular.
static TABLES: [&Table; 38] = [
    &own::BOOK,
    &log::DEVICE,
    &own::SETTING,
    &own::FEED,
    &companies::REP,
    &companies::ACCOUNT,
    &companies::ACCOUNT_IDENTIFIER,
    &companies::ACCOUNT_ALIAS,
    &companies::CONTACT,
    &companies::CONTACT_IDENTIFIER,
    &companies::CONTACT_EMAIL,
    &companies::CONTACT_PHONE,
    &companies::DO_NOT_CALL,
    &companies::ERASURE,
    &work::CAMPAIGN,
    &work::CAMPAIGN_ACCOUNT,
    &work::TRIGGER,
    &work::TRIGGER_ACCOUNT,
    &work::PLAN,
    &work::OPENER_VERSION,
    &log::CALL,
    &log::CALL_LINE,
    &log::CALL_TRIGGER,
    &log::REVIEW,
    &log::REVIEW_LINE,
    &log::CHAIN_GAP,
    &log::TALLY,
    &work::PROMISE,
    &work::TOUCH,
    &work::TWIN,
    &own::WATCH_WORD,
    &own::DRAFT,
    &own::IMPORT,
    &own::IMPORT_ROW,
    &own::ACTION,
    &own::CHANGE,
    &own::MERGE,
    &own::OVERWRITTEN,
];

/// Returns every table, in the order of [`TABLES`].
pub(super) fn all() -> impl DoubleEndedIterator<Item = &'static Table> + Clone {
    TABLES.iter().copied()
}

/// Finds a table by its name; `None` if there is no such table.
pub(super) fn table(name: &str) -> Option<&'static Table> {
    all().find(|table| table.name == name)
}

/// Returns the tables covered by undo.
pub(super) fn journaled() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.journaled)
}

/// Returns the tables whose rows go into other books: those merged row by row, and the log.
pub(super) fn travelling() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| matches!(table.travels, Travels::Rows | Travels::Log))
}

/// Returns the tables that every bundle contains.
pub(super) fn bundled() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.travels != Travels::Stays)
}

/// Returns the tables that have a file in an archive, in the order in which they are restored.
pub(super) fn archived() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.archived.is_some())
}

/// Returns the tables whose inserted rows are recorded under an import or a merge, so that undo takes them back
/// together.
pub(super) fn made() -> impl Iterator<Item = &'static Table> {
    journaled().filter(|table| table.travels != Travels::Stays)
}

/// Returns the full-text indexes, for all tables that have one.
pub(super) fn searched() -> impl Iterator<Item = Search> {
    all().filter_map(|table| table.search)
}

/// Returns the tables and columns that refer to rows of this table and are re-pointed when two of its rows are merged.
/// Rows that belong to the merged row, duplicate pairs and the log follow rules of their own.
pub(super) fn pointing_at(name: &'static str) -> impl Iterator<Item = (&'static Table, &'static str)> {
    all().filter(|table| table.head == RowHead::Id && table.travels != Travels::Log).flat_map(move |table| {
        let said = table.columns.iter().filter(|column| column.role == ColumnRole::Said && column.name != JOINED);
        let pointing = said.filter(move |column| column.kind.names().any(|named| named == name));
        pointing.map(move |column| (table, column.name))
    })
}

/// Returns the columns that hold duplicate pairs, each with its table.
pub(super) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pair = |table: &'static Table| table.columns.iter().filter(|column| matches!(column.kind, ColumnKind::Either));
    all().flat_map(move |table| pair(table).map(|column| (table.name, column.name)))
}

/// Name of the column that holds the row into which this one was merged.
pub(super) const JOINED: &str = "merged_into";

impl Table {
    /// Returns the columns that go into bundles and archives, in the order of their values.
    pub(super) fn values(&self) -> impl Iterator<Item = &'static Column> + Clone + use<> {
        let carried = self.columns.iter().filter(|column| column.role == ColumnRole::Carried);
        self.columns.iter().filter(|column| column.is_told()).chain(carried)
    }

    /// Returns the position of a column among [`Table::values`].
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.values().position(|one| one.name == column)
    }

    /// Finds one of the columns after the head, by name.
    pub(super) fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the columns whose changes undo records.
    pub(super) fn journaled_columns(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        let said = self.columns.iter().filter(|column| matches!(column.role, ColumnRole::Said | ColumnRole::Copied));
        std::iter::once("deleted").chain(said.map(|column| column.name))
    }

    /// Returns true if a column holds when and where the row was written, false if it holds content.
    pub(super) fn is_stamp(&self, name: &str) -> bool {
        let of_head = name != "deleted" && self.head.columns().contains(&name);
        of_head || self.column(name).is_some_and(|column| column.role == ColumnRole::Stamp)
    }

    /// Returns the columns that refer to other tables, each with a table it may refer to.
    pub(super) fn references(&self) -> impl Iterator<Item = (&'static Column, &'static str)> + use<> {
        self.columns.iter().flat_map(|column| column.kind.names().map(move |named| (column, named)))
    }
}

impl Column {
    /// Returns true if the column's value goes into other books.
    fn is_told(&self) -> bool {
        match self.role {
            ColumnRole::Said | ColumnRole::Noted | ColumnRole::Stamp => true,
            ColumnRole::Copied | ColumnRole::Derived | ColumnRole::Carried => false,
        }
    }
}

#[cfg(test)]
mod tests;

//! Every table of the book, and what the parts of the program do with it: the one list that the others are read from.
//!
//! | file | its tables |
//! |---|---|
//! | `companies` | companies, people, who may not be called |
//! | `work` | triggers, campaigns, plans, promises, duplicate pairs |
//! | `log` | calls and reviews, their lines, what is counted of them |
//! | `own` | what belongs to this book alone |
//!
//! A new table or column is written down there; the test below names whatever says nothing. The journal, bundles, merges,
//! the folder of a whole book, imports that are taken back, joining two rows, the search and `verify` follow by themselves.

mod companies;
mod log;
mod own;
pub(super) mod table;
mod work;

#[cfg(test)]
use table::Erased;
pub(super) use table::{Column, ColumnKind, ColumnRole, RowHead, RowKey, Search, Table, Travels};

/// Every table, each after those it refers to, but for circles.
static TABLES: [&Table; 36] = [
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

/// Every table in the order above.
pub(super) fn all() -> impl DoubleEndedIterator<Item = &'static Table> + Clone {
    TABLES.iter().copied()
}

/// One table.
pub(super) fn table(name: &str) -> Option<&'static Table> {
    all().find(|table| table.name == name)
}

/// Tables that undo knows.
pub(super) fn journaled() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.journaled)
}

/// Tables whose rows go into other books: those that are merged row by row, and the log.
pub(super) fn travelling() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| matches!(table.travels, Travels::Rows | Travels::Log))
}

/// The tables of every bundle.
pub(super) fn bundled() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.travels != Travels::Stays)
}

/// Tables that have a file in the folder of a whole book, in the order in which they are read back.
pub(super) fn archived() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.archived.is_some())
}

/// Tables whose new rows belong to the import or merge that made them: undo takes them back together.
pub(super) fn made() -> impl Iterator<Item = &'static Table> {
    journaled().filter(|table| table.travels != Travels::Stays)
}

/// Tables whose words are in the search.
pub(super) fn searched() -> impl Iterator<Item = Search> {
    all().filter_map(|table| table.search)
}

/// Tables that name a row of this one and change the name when it becomes one with another: the table, and its column.
/// Rows that belong to it, that stand for a pair of rows, or that the log holds for good are moved by their own rules.
pub(super) fn pointing_at(name: &'static str) -> impl Iterator<Item = (&'static Table, &'static str)> {
    all().filter(|table| table.head == RowHead::Id && table.travels != Travels::Log).flat_map(move |table| {
        let said = table.columns.iter().filter(|column| column.role == ColumnRole::Said && column.name != JOINED);
        let pointing = said.filter(move |column| column.kind.names().any(|named| named == name));
        pointing.map(move |column| (table, column.name))
    })
}

/// Columns of duplicate pairs, each with its table.
pub(super) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pair = |table: &'static Table| table.columns.iter().filter(|column| matches!(column.kind, ColumnKind::Either));
    all().flat_map(move |table| pair(table).map(|column| (table.name, column.name)))
}

/// The column that says into which row of its table a row went.
pub(super) const JOINED: &str = "merged_into";

impl Table {
    /// What goes into other books and into the folder of a whole book, in the order of the values.
    pub(super) fn values(&self) -> impl Iterator<Item = &'static Column> + Clone + use<> {
        let carried = self.columns.iter().filter(|column| column.role == ColumnRole::Carried);
        self.columns.iter().filter(|column| column.is_told()).chain(carried)
    }

    /// The place of a column among the values.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.values().position(|one| one.name == column)
    }

    /// One of its columns behind the head.
    pub(super) fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns whose changes undo knows.
    pub(super) fn journaled_columns(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        let said = self.columns.iter().filter(|column| matches!(column.role, ColumnRole::Said | ColumnRole::Copied));
        std::iter::once("deleted").chain(said.map(|column| column.name))
    }

    /// Whether a column says where and when a row was written, not what it says.
    pub(super) fn is_stamp(&self, name: &str) -> bool {
        let of_head = name != "deleted" && self.head.columns().contains(&name);
        of_head || self.column(name).is_some_and(|column| column.role == ColumnRole::Stamp)
    }

    /// The rows it names: by which column, and the tables that these may be of.
    pub(super) fn references(&self) -> impl Iterator<Item = (&'static Column, &'static str)> + use<> {
        self.columns.iter().flat_map(|column| column.kind.names().map(move |named| (column, named)))
    }
}

impl Column {
    /// Whether what it holds is told to others.
    fn is_told(&self) -> bool {
        match self.role {
            ColumnRole::Said | ColumnRole::Noted | ColumnRole::Stamp => true,
            ColumnRole::Copied | ColumnRole::Derived | ColumnRole::Carried => false,
        }
    }
}

#[cfg(test)]
mod tests;

//! The types in which the catalogue describes a table and a column.

/// Describes one table of the book and how each part of the program treats it.
pub(in crate::store) struct Table {
    /// Name of the table in SQL.
    pub(in crate::store) name: &'static str,
    /// Words for one row of the table and for several, as in ("account", "accounts").
    pub(in crate::store) words: (&'static str, &'static str),
    /// What the table holds, in one line for people; values with their units.
    pub(in crate::store) about: &'static str,
    /// SQL expression over the row `t` that gives the row a name for people; empty if its rows are never shown by name.
    pub(in crate::store) called: &'static str,
    /// The columns with which every row of the table begins.
    pub(in crate::store) head: RowHead,
    /// How rows of two books are recognised as the same row.
    pub(in crate::store) key: RowKey,
    /// Name of the column that refers to the owning row, which is also the name of the owner's table; `None` if rows
    /// have no owner.
    pub(in crate::store) owner: Option<&'static str>,
    /// True if rows go into other books only together with their owner.
    pub(in crate::store) along: bool,
    /// The columns after the head.
    pub(in crate::store) columns: &'static [Column],
    /// True if undo covers the table.
    pub(in crate::store) journaled: bool,
    /// How the table's rows go into other books.
    pub(in crate::store) travels: Travels,
    /// First version of the archive's layout that has a file for this table; `None` if there is no such file.
    pub(in crate::store) archived: Option<u32>,
    /// True if rows of an interrupted import are deleted from the file; otherwise they stay, marked as taken back.
    pub(in crate::store) leaves: bool,
    /// What happens to the table's rows when a person is erased.
    pub(in crate::store) erased: Erased,
    /// The full-text index of the table, if it has one.
    pub(in crate::store) search: Option<Search>,
}

/// The columns with which every row of a table begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum RowHead {
    /// The columns `n`, `rev`, `device`, `deleted`.
    Row,
    /// The columns `n`, `id`, `rev`, `device`, `deleted`; the `id` is the same in every book.
    Id,
    /// The columns of [`RowHead::Row`]; `n` is the number of the row in the named table that this row describes.
    Line(&'static str),
    /// No common columns: the table lists all of its columns itself.
    Bare,
}

impl RowHead {
    /// Returns the names of the columns.
    pub(in crate::store) fn columns(self) -> &'static [&'static str] {
        match self {
            RowHead::Row | RowHead::Line(_) => &["n", "rev", "device", "deleted"],
            RowHead::Id => &["n", "id", "rev", "device", "deleted"],
            RowHead::Bare => &[],
        }
    }
}

/// How rows of two books are recognised as the same row.
#[derive(Clone, Copy)]
pub(in crate::store) enum RowKey {
    /// Rows with the same `id` are the same.
    Id,
    /// Rows with the same values in these columns are the same.
    Columns(&'static [&'static str]),
}

/// How a table's rows go into other books.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Travels {
    /// Rows stay in this book.
    Stays,
    /// Rows are merged one by one: the larger (rev, device) wins.
    Rows,
    /// Rows are added link by link of the hash chain and never overwritten. A call line travels with the call it
    /// describes.
    Log,
    /// Every row goes into every bundle, because the stamps of all other rows refer to it.
    Stamps,
}

/// What happens to a table's rows when a person is erased.
#[derive(Clone, Copy)]
pub(in crate::store) enum Erased {
    /// Rows stay: they say nothing of a person, unless their text names one.
    Nothing,
    /// The person's rows, and the rows that belong to them, are deleted from the file.
    Row,
    /// The person's rows stay, because the log refers to them for good, and lose what they say, but for these columns.
    Blank(&'static [&'static str]),
    /// The log's rows lose these columns, salt and text together, so that the hash chain stays valid.
    Words(&'static [&'static str]),
}

/// The full-text index that holds a table's text.
#[derive(Clone, Copy)]
pub(in crate::store) struct Search {
    /// Name of the full-text table.
    pub(in crate::store) table: &'static str,
    /// Column of the table that holds the row number in the full-text table.
    pub(in crate::store) row: &'static str,
    /// Column that is set while the row is in the full-text table.
    pub(in crate::store) told_by: &'static str,
}

/// Describes one column of a table.
#[derive(Clone, Copy)]
pub(in crate::store) struct Column {
    /// Name of the column in SQL.
    pub(in crate::store) name: &'static str,
    /// Type of the values that the column may hold.
    pub(in crate::store) kind: ColumnKind,
    /// Origin of the column's values.
    pub(in crate::store) role: ColumnRole,
}

/// Where a column's values come from; this decides whether they are journaled, merged and archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum ColumnRole {
    /// Entered by a person, a feed or a file: journaled, merged and archived.
    Said,
    /// Recorded by the program as a by-product: archived, but not covered by undo.
    Noted,
    /// A copy of another value in another form or place, written together with it: journaled only.
    Copied,
    /// Computed from other rows and recomputable at any time: neither merged nor archived.
    Derived,
    /// Computed, but from what was known at the time: merged and archived, and its changes are not reported.
    Carried,
    /// When and on which device the row was written: merged and archived, but not covered by undo.
    Stamp,
}

/// Type of the values that a column may hold; values from other books are checked against it.
#[derive(Clone, Copy)]
pub(in crate::store) enum ColumnKind {
    /// One line of text, never empty.
    Name,
    /// One line of text, possibly empty.
    Line,
    /// One line of text, or NULL.
    MaybeLine,
    /// A web address, or NULL.
    MaybeUrl,
    /// Text of several lines with at most this many characters.
    Note(usize),
    /// Text of several lines, or NULL.
    MaybeNote,
    /// An e-mail address.
    Email,
    /// A whole number between these two, inclusive.
    Whole(i64, i64),
    /// A whole number between these two, inclusive, or NULL.
    MaybeWhole(i64, i64),
    /// A finite real number, or NULL.
    MaybeReal,
    /// A calendar day.
    Day,
    /// A calendar day, or NULL.
    MaybeDay,
    /// A time of day, or NULL.
    MaybeTime,
    /// A word of a closed vocabulary; the function says whether a word belongs to it.
    Word(fn(&str) -> bool),
    /// A word of a closed vocabulary, or NULL.
    MaybeWord(fn(&str) -> bool),
    /// Number of a row of the named table.
    Ref(&'static str),
    /// Number of a row of the named table, or NULL.
    MaybeRef(&'static str),
    /// Number of an account or a person; the row's column `about` says of which.
    Either,
    /// Ids of triggers, concatenated.
    Triggers,
    /// Labels, as a JSON list.
    Labels,
    /// The filter by which a campaign selected its accounts, as JSON.
    Picked,
    /// Any JSON, or an empty text.
    Json,
    /// Raw bytes: ids and hashes.
    Bytes,
    /// Raw bytes, or NULL.
    MaybeBytes,
    /// Any value that SQLite can store, but NULL.
    Any,
    /// Any value that SQLite can store, or NULL.
    MaybeAny,
    /// The row's place in this book's full-text index, or the checksum of its text there; NULL if it is not indexed.
    Indexed,
    /// Whether the row is counted in this book's monthly totals.
    Tallied,
}

/// A flag, 0 or 1.
pub(super) const FLAG: ColumnKind = ColumnKind::Whole(0, 1);
/// A count, from 0 up.
pub(super) const COUNT: ColumnKind = ColumnKind::Whole(0, ANY);
/// The largest whole number that a column takes, 2⁵³.
pub(super) const ANY: i64 = 1 << 53;
/// The largest count of something that people count by hand, 65,535.
pub(super) const SMALL: i64 = u16::MAX as i64;
/// The largest instant, in milliseconds since 1970: columns with this bound are instants.
pub(in crate::store) const LATEST: i64 = 1 << 46;
/// An instant, in milliseconds since 1970.
pub(super) const MOMENT: ColumnKind = ColumnKind::Whole(0, LATEST);

impl ColumnKind {
    /// Returns the tables whose rows a column of this type refers to.
    pub(in crate::store) fn names(self) -> impl Iterator<Item = &'static str> {
        let named = match self {
            ColumnKind::Ref(table) | ColumnKind::MaybeRef(table) => [Some(table), None],
            ColumnKind::Either => [Some("account"), Some("contact")],
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
            | ColumnKind::Triggers
            | ColumnKind::Labels
            | ColumnKind::Picked
            | ColumnKind::Json
            | ColumnKind::Bytes
            | ColumnKind::MaybeBytes
            | ColumnKind::Any
            | ColumnKind::MaybeAny
            | ColumnKind::Indexed
            | ColumnKind::Tallied => [None, None],
        };
        named.into_iter().flatten()
    }
}

/// Defaults for a table that stays in this book and is not covered by undo.
pub(super) const STAYS: Table = Table {
    name: "",
    words: ("row", "rows"),
    about: "",
    called: "",
    head: RowHead::Bare,
    key: RowKey::Columns(&["n"]),
    owner: None,
    along: false,
    columns: &[],
    journaled: false,
    travels: Travels::Stays,
    archived: None,
    leaves: false,
    erased: Erased::Nothing,
    search: None,
};

/// Defaults for a table of what people enter: undoable, merged row by row, and archived.
pub(super) const SHARED: Table =
    Table { head: RowHead::Id, key: RowKey::Id, journaled: true, travels: Travels::Rows, archived: Some(1), ..STAYS };

/// Makes a column with values entered by a person, a feed or a file.
pub(super) const fn said_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Said }
}

/// Makes a column with values that the program records as a by-product.
pub(super) const fn noted_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Noted }
}

/// Makes a column that copies another value.
pub(super) const fn copied_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Copied }
}

/// Makes a column that is computed and can be recomputed.
pub(super) const fn derived_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Derived }
}

/// Makes a computed column that keeps what was known at the time.
pub(super) const fn carried_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Carried }
}

/// Makes a column for when and where a row was written.
pub(super) const fn stamp_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Stamp }
}

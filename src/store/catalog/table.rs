//! The words in which the catalogue speaks of a table and of a column.

/// One table of the book, and what every part of the program does with it.
pub(in crate::store) struct Table {
    /// Its name.
    pub(in crate::store) name: &'static str,
    /// One of its rows, and many, in words.
    pub(in crate::store) words: (&'static str, &'static str),
    /// What is in it, in one line for people; values with their units.
    pub(in crate::store) about: &'static str,
    /// What people call one of its rows: SQL over the row, which is `t`. Empty where nobody is told about one.
    pub(in crate::store) called: &'static str,
    /// The columns with which every row begins.
    pub(in crate::store) head: RowHead,
    /// How two books know that a row is the same.
    pub(in crate::store) key: RowKey,
    /// The column that names the row of another table to which a row belongs; the column is called as that table.
    pub(in crate::store) owner: Option<&'static str>,
    /// Its rows go into other books wherever their owner goes.
    pub(in crate::store) along: bool,
    /// The columns behind the head.
    pub(in crate::store) columns: &'static [Column],
    /// Undo knows what is said in it.
    pub(in crate::store) journaled: bool,
    /// How its rows go into other books.
    pub(in crate::store) travels: Travels,
    /// The layout of a whole book's folder from which on it has a file there; nothing where it has none.
    pub(in crate::store) archived: Option<u32>,
    /// Rows of an import that was cut off leave the file; elsewhere they stay as rows that were taken back.
    pub(in crate::store) leaves: bool,
    /// What becomes of it when a person is erased.
    #[cfg_attr(not(test), expect(dead_code, reason = "nothing erases yet"))]
    pub(in crate::store) erased: Erased,
    /// The full-text table of its words.
    pub(in crate::store) search: Option<Search>,
}

/// The columns with which every row of a table begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum RowHead {
    /// `n`, `rev`, `device`, `deleted`.
    Row,
    /// The same with an `id` that is the same in every book.
    Id,
    /// As [`RowHead::Row`]; `n` is the number of the row in this other table that it tells about.
    Line(&'static str),
    /// None: the table lists all of its columns.
    Bare,
}

impl RowHead {
    /// Their names.
    pub(in crate::store) fn columns(self) -> &'static [&'static str] {
        match self {
            RowHead::Row | RowHead::Line(_) => &["n", "rev", "device", "deleted"],
            RowHead::Id => &["n", "id", "rev", "device", "deleted"],
            RowHead::Bare => &[],
        }
    }
}

/// How two books know that a row is the same.
#[derive(Clone, Copy)]
pub(in crate::store) enum RowKey {
    /// By its id.
    Id,
    /// By what it says.
    Columns(&'static [&'static str]),
}

/// How rows go into other books.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Travels {
    /// They do not.
    Stays,
    /// Row by row: the larger (rev, device) wins.
    Rows,
    /// Link by link of a chain: nothing is overwritten. A line goes with the row that it tells about.
    Log,
    /// With every bundle: the stamps of all other rows name them.
    Stamps,
}

/// What becomes of a table when a person is erased. Nothing erases yet: whoever writes it finds here what there is.
#[derive(Clone, Copy)]
pub(in crate::store) enum Erased {
    /// It says nothing of a person, or what must not be forgotten: who may not be called.
    Nothing,
    /// Their rows, and those that belong to their rows, leave the file.
    Row,
    /// Their rows lose all that was said and stay as blanks: the log names them for good.
    Blank,
    /// The rows of the log lose these columns, salt and words together, so that the chain stays sound.
    #[cfg_attr(not(test), expect(dead_code, reason = "nothing erases yet"))]
    Words(&'static [&'static str]),
}

/// Where the words of a table's rows are found.
#[derive(Clone, Copy)]
pub(in crate::store) struct Search {
    /// The full-text table.
    pub(in crate::store) table: &'static str,
    /// The column that is the row's number in it.
    pub(in crate::store) row: &'static str,
    /// The column that holds something while the row is in it.
    pub(in crate::store) told_by: &'static str,
}

/// One column.
#[derive(Clone, Copy)]
pub(in crate::store) struct Column {
    /// Its name.
    pub(in crate::store) name: &'static str,
    /// What it may hold.
    pub(in crate::store) kind: ColumnKind,
    /// Where what it holds comes from.
    pub(in crate::store) role: ColumnRole,
}

/// Where what a column holds comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum ColumnRole {
    /// A person, a feed or a file said it: journaled, merged, archived.
    Said,
    /// The program wrote it down on its way: archived, and no business of undo.
    Noted,
    /// It repeats another value in another form or place and is written with it: journaled only.
    Copied,
    /// It is computed from other rows and may be computed again at any time: nobody takes it along.
    Derived,
    /// The same, but it says what was known then: merged and archived, and nobody is told when it changes.
    Carried,
    /// It says where and when something was said: merged and archived, and no business of undo.
    Stamp,
}

/// What a column may hold.
#[derive(Clone, Copy)]
pub(in crate::store) enum ColumnKind {
    /// One line, never empty.
    Name,
    /// One line.
    Line,
    /// One line, or nothing.
    MaybeLine,
    /// A web address, or nothing.
    MaybeUrl,
    /// Several lines of at most so many characters.
    Note(usize),
    /// The same, or nothing.
    MaybeNote,
    /// An e-mail address.
    Email,
    /// A number between two others.
    Whole(i64, i64),
    /// The same, or nothing.
    MaybeWhole(i64, i64),
    /// A finite number, or nothing.
    MaybeReal,
    /// A day.
    Day,
    /// A day, or nothing.
    MaybeDay,
    /// A time of day, or nothing.
    MaybeTime,
    /// A word of a closed vocabulary.
    Word(fn(&str) -> bool),
    /// The same, or nothing.
    MaybeWord(fn(&str) -> bool),
    /// A row of another table.
    Ref(&'static str),
    /// The same, or nothing.
    MaybeRef(&'static str),
    /// A row of the table that the row's column `about` names: an account or a person.
    Either,
    /// Ids of triggers.
    Triggers,
    /// Labels, as JSON.
    Labels,
    /// How a campaign picked its accounts, as JSON.
    Picked,
    /// Any JSON, or an empty text.
    Json,
    /// Bytes as they are: ids, hashes.
    Bytes,
    /// The same, or nothing.
    MaybeBytes,
    /// Whatever SQLite can hold.
    Any,
    /// The same, or nothing.
    MaybeAny,
    /// Where the row's words stand in this book's search, or their sum; nothing where they do not.
    Indexed,
    /// Whether the row is counted in this book's rollups.
    Tallied,
}

/// Yes or no.
pub(super) const FLAG: ColumnKind = ColumnKind::Whole(0, 1);
/// Anything that is counted.
pub(super) const COUNT: ColumnKind = ColumnKind::Whole(0, ANY);
/// The largest number that is taken.
pub(super) const ANY: i64 = 1 << 53;
/// The largest number of something that people count.
pub(super) const SMALL: i64 = u16::MAX as i64;
/// An instant in milliseconds since 1970.
pub(super) const MOMENT: ColumnKind = ColumnKind::Whole(0, 1 << 46);

impl ColumnKind {
    /// The tables one of whose rows it names.
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

/// A table that stays in this book and that undo does not know.
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

/// A table of what people say: undone, shared row by row, and a file of a whole book.
pub(super) const SHARED: Table =
    Table { head: RowHead::Id, key: RowKey::Id, journaled: true, travels: Travels::Rows, archived: Some(1), ..STAYS };

/// A column that is said.
pub(super) const fn said_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Said }
}

/// A column that is written down on the way.
pub(super) const fn noted_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Noted }
}

/// A column that repeats another.
pub(super) const fn copied_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Copied }
}

/// A column that is computed.
pub(super) const fn derived_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Derived }
}

/// A computed column that says what was known then.
pub(super) const fn carried_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Carried }
}

/// A column that says where and when.
pub(super) const fn stamp_column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, role: ColumnRole::Stamp }
}

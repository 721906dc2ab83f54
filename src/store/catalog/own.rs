//! Catalogue of the tables that belong to this book alone: settings, feeds, drafts, and records of imports, actions and
//! merges.

use super::table::{
    ANY, COUNT, ColumnKind, Erased, FLAG, MOMENT, RowHead, RowKey, STAYS, Table, noted_column, said_column,
    stamp_column,
};

pub(super) static BOOK: Table = Table {
    name: "book",
    about: "one row: the last revision, and which device writes",
    columns: &[
        stamp_column("n", COUNT),
        stamp_column("rev", COUNT),
        stamp_column("device", ColumnKind::Ref("device")),
        noted_column("made_at", MOMENT),
    ],
    ..STAYS
};

pub(super) static SETTING: Table = Table {
    name: "setting",
    words: ("setting", "settings"),
    about: "settings of the book: the profile, measured strengths of kinds, presets of one's own",
    head: RowHead::Row,
    key: RowKey::Columns(&["key"]),
    journaled: true,
    archived: Some(1),
    columns: &[said_column("key", ColumnKind::Name), said_column("value", ColumnKind::Line)],
    ..STAYS
};

pub(super) static FEED: Table = Table {
    name: "feed",
    words: ("feed", "feeds"),
    about: "feeds, and how each was last fetched (fetched_at: milliseconds)",
    head: RowHead::Id,
    key: RowKey::Columns(&["address"]),
    journaled: true,
    archived: Some(1),
    columns: &[
        said_column("address", ColumnKind::Name),
        noted_column("title", ColumnKind::Line),
        noted_column("etag", ColumnKind::MaybeLine),
        noted_column("modified", ColumnKind::MaybeLine),
        noted_column("fetched_at", ColumnKind::MaybeWhole(0, ANY)),
        noted_column("outcome", ColumnKind::Line),
    ],
    ..STAYS
};

pub(super) static WATCH_WORD: Table = Table {
    name: "watch_word",
    words: ("watch word", "watch words"),
    about: "words that are looked for in feeds",
    head: RowHead::Id,
    key: RowKey::Id,
    journaled: true,
    archived: Some(1),
    columns: &[
        said_column("words", ColumnKind::Name),
        said_column("account", ColumnKind::MaybeRef("account")),
        said_column("industry", ColumnKind::MaybeLine),
        said_column("kind", ColumnKind::Line),
    ],
    ..STAYS
};

pub(super) static DRAFT: Table = Table {
    name: "draft",
    words: ("draft", "drafts"),
    about: "text typed and not saved; only logging or saving, which ends a draft, is an action",
    head: RowHead::Row,
    key: RowKey::Columns(&["key"]),
    journaled: true,
    erased: Erased::Row,
    columns: &[
        said_column("key", ColumnKind::Name),
        noted_column("title", ColumnKind::Line),
        noted_column("body", ColumnKind::Line),
        noted_column("at", MOMENT),
        // Empty: no window holds a draft any more. They stay, for a released step of the schema never changes.
        noted_column("held_by", ColumnKind::MaybeLine),
        noted_column("held_at", ColumnKind::MaybeWhole(0, ANY)),
    ],
    ..STAYS
};

pub(super) static IMPORT: Table = Table {
    name: "import",
    words: ("import", "imports"),
    about: "what came from files and from other books; running: 1 while it goes on",
    head: RowHead::Id,
    key: RowKey::Id,
    columns: &[
        noted_column("kind", ColumnKind::Line),
        noted_column("file", ColumnKind::Line),
        noted_column("at", MOMENT),
        noted_column("running", FLAG),
    ],
    ..STAYS
};

pub(super) static IMPORT_ROW: Table = Table {
    name: "import_row",
    about: "the rows an import made: first to last of a table",
    key: RowKey::Columns(&["import", "tbl", "first"]),
    columns: &[
        noted_column("import", ColumnKind::Ref("import")),
        noted_column("tbl", ColumnKind::Name),
        noted_column("first", COUNT),
        noted_column("last", COUNT),
    ],
    ..STAYS
};

pub(super) static ACTION: Table = Table {
    name: "action",
    words: ("action", "actions"),
    about: "what the user did, for undo and redo; state: 0 done, 1 undone, 2 passed over, 3 going on, 4 undone for good and being emptied, 5 emptied but not written over",
    erased: Erased::Row,
    columns: &[
        stamp_column("n", COUNT),
        stamp_column("rev", COUNT),
        stamp_column("device", ColumnKind::Ref("device")),
        noted_column("at", MOMENT),
        noted_column("label", ColumnKind::Line),
        noted_column("state", COUNT),
        noted_column("import", ColumnKind::MaybeRef("import")),
    ],
    ..STAYS
};

pub(super) static CHANGE: Table = Table {
    name: "change",
    words: ("change", "changes"),
    about: "what an action changed, one row a column; no column: the action made the row",
    key: RowKey::Columns(&["action", "tbl", "row", "col"]),
    erased: Erased::Row,
    columns: &[
        noted_column("action", ColumnKind::Ref("action")),
        noted_column("tbl", ColumnKind::Name),
        noted_column("row", COUNT),
        noted_column("col", ColumnKind::Line),
        noted_column("old", ColumnKind::MaybeAny),
        noted_column("new", ColumnKind::MaybeAny),
    ],
    ..STAYS
};

pub(super) static MERGE: Table = Table {
    name: "merge",
    words: ("merge", "merges"),
    about: "what came from other books: which file, when, how many rows it brought",
    key: RowKey::Id,
    columns: &[
        stamp_column("n", COUNT),
        stamp_column("id", ColumnKind::Bytes),
        noted_column("at", MOMENT),
        noted_column("file", ColumnKind::Line),
        noted_column("import", ColumnKind::Ref("import")),
        noted_column("added", COUNT),
        noted_column("changed", COUNT),
    ],
    ..STAYS
};

pub(super) static OVERWRITTEN: Table = Table {
    name: "overwritten",
    words: ("overwritten value", "overwritten values"),
    about: "every value that a merge overwrote; rev and device: of the value that won",
    erased: Erased::Row,
    columns: &[
        stamp_column("n", COUNT),
        noted_column("merge", ColumnKind::Ref("merge")),
        noted_column("tbl", ColumnKind::Name),
        noted_column("row", COUNT),
        noted_column("col", ColumnKind::Line),
        noted_column("old", ColumnKind::MaybeAny),
        noted_column("new", ColumnKind::MaybeAny),
        noted_column("rev", COUNT),
        noted_column("device", ColumnKind::Ref("device")),
    ],
    ..STAYS
};

//! What the rows of a file are, where nobody says so.

use std::io::{Cursor, Read};

use crate::domain::reading::How;
use crate::domain::rows::ImportKind;

use super::archive::FILE_CAP;
use super::bytes::{self, HEAD};
use super::error::ExchangeError;
use super::presets::{Columns, telling};
use super::{layout, table, workbook};

/// The kinds that are looked for, and how a command says them.
const KINDS: [(ImportKind, &str); 5] = [
    (ImportKind::Accounts, "accounts"),
    (ImportKind::Contacts, "contacts"),
    (ImportKind::Triggers, "triggers"),
    (ImportKind::Calls, "calls"),
    (ImportKind::DoNotCall, "dnc"),
];
/// What a column counts that hardly any other list has, and what a whole export counts that gives itself away.
const TELLING: usize = 2;
const WHOLE: usize = 1_000;

/// What the file is taken for, and its bytes, whole again.
///
/// # Errors
/// Its columns say nothing, or they say two things as well.
pub(super) fn kind<R: Read + 'static>(
    file: &str,
    mut raw: R,
    how: &How,
) -> Result<(ImportKind, Box<dyn Read>), ExchangeError> {
    let mut head = Vec::new();
    raw.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|source| ExchangeError::io(file, source))?;
    let text = bytes::open(file, Cursor::new(head.clone()))?;
    if text.workbook {
        return of_workbook(file, Cursor::new(head).chain(raw), how);
    }
    let kind = match text.first_char() {
        // Feeds, and lists of what happened; what else markup and JSON can be is told apart before this is asked.
        Some('<') => ImportKind::Triggers,
        Some('{' | '[') if !text.has_line_breaks_like_a_table() => ImportKind::Triggers,
        Some(_) | None => of_table(file, |kind| table::columns_as(&text, kind, how))?,
    };
    Ok((kind, Box::new(Cursor::new(head).chain(raw))))
}

/// A workbook is held in memory in any case.
fn of_workbook(
    file: &str,
    mut raw: impl Read + 'static,
    how: &How,
) -> Result<(ImportKind, Box<dyn Read>), ExchangeError> {
    let mut all = Vec::new();
    raw.by_ref().take(FILE_CAP + 1).read_to_end(&mut all).map_err(|source| ExchangeError::io(file, source))?;
    let opened = |kind: ImportKind| workbook::open(file, Cursor::new(all.clone()), kind, how).ok();
    let rows = KINDS.iter().find_map(|(kind, _)| layout::first_rows(&mut opened(*kind)?.rows).ok());
    let rows = rows.unwrap_or_default();
    let columns = |kind: ImportKind| layout::header_among(&rows, kind, how).map(|header| header.columns);
    let kind = of_table(file, columns)?;
    Ok((kind, Box::new(Cursor::new(all).chain(raw))))
}

/// The kind whose columns a table has most of, where one has clearly more than any other.
pub(super) fn of_table(
    file: &str,
    columns_as: impl Fn(ImportKind) -> Option<Columns>,
) -> Result<ImportKind, ExchangeError> {
    let scored = KINDS.iter().filter_map(|(kind, word)| Some((points(*kind, &columns_as(*kind)?)?, *kind, *word)));
    let mut scored: Vec<(usize, ImportKind, &str)> = scored.collect();
    scored.sort_by_key(|(points, _, _)| std::cmp::Reverse(*points));
    match scored.as_slice() {
        [(most, _, one), (next, _, other), ..] if most == next => Err(ExchangeError::not_readable(
            file,
            format!("its columns would do for {one} and for {other}: say which it is"),
        )),
        [(_, kind, _), ..] => Ok(*kind),
        [] => Err(ExchangeError::not_readable(
            file,
            "its columns do not say what its rows are: say it (accounts, contacts, triggers, calls or dnc), and which column is what with --map",
        )),
    }
}

/// How much the columns speak for a kind. A list with a day, or with numbers, is
/// nothing special: what happened, calls and do-not-call lists must show in more than that.
fn points(kind: ImportKind, columns: &Columns) -> Option<usize> {
    let told = telling(kind).iter().filter(|field| columns.has(field)).count();
    let speaks = told > 0 || columns.is_the_kind;
    match kind {
        ImportKind::Accounts | ImportKind::Contacts => {}
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall if speaks => {}
        // Meetings come in calendars, never in columns.
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall | ImportKind::Invites => return None,
    }
    Some(columns.count() + told * TELLING + usize::from(columns.is_the_kind) * WHOLE)
}

//! Detects what a table holds (accounts, contacts, …) from its columns.

use std::io::{Cursor, Read};

use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;

use crate::exchange::bytes;
use crate::exchange::bytes::zip_probe::FILE_CAP;
use crate::exchange::bytes::{DecodedText, HEAD};
use crate::exchange::error::ExchangeError;
use crate::exchange::presets::{FieldColumns, distinctive_fields, something_else};
use crate::exchange::source::Source;
use crate::exchange::table::{header, workbook};
use crate::exchange::{json, table};

/// The kinds of file that are considered, with the words by which the command line calls them.
const KINDS: [(ImportKind, &str); 5] = [
    (ImportKind::Accounts, "accounts"),
    (ImportKind::Contacts, "contacts"),
    (ImportKind::Triggers, "triggers"),
    (ImportKind::Calls, "calls"),
    (ImportKind::DoNotCall, "dnc"),
];
/// Fields of which a list of people has at least one.
const NAMES: [&str; 3] = ["name", "first_name", "last_name"];
const SAYS_NOTHING: &str = "its columns do not say what its rows are: say it (accounts, contacts, triggers, calls or \
    dnc), and which column is what with --map \"COLUMN=FIELD\"";
/// Points for a column that is rare in other kinds of lists; `WHOLE` are those for an export recognised as a whole.
const TELLING: usize = 2;
const WHOLE: usize = 1_000;

/// Detects the kind of a file; returns it with the file's bytes from the start.
///
/// # Errors
/// When the columns fit no kind, or two kinds equally well.
pub(crate) fn kind(file: &str, raw: Source, how: &ReadOptions) -> Result<(ImportKind, Source), ExchangeError> {
    detect_kind(file, raw, how, None)
}

/// Detects the kind of a file for a person who can still correct it: if the columns fit no kind, returns the one that
/// understands most of them.
///
/// # Errors
/// When the columns fit two kinds equally well.
pub(super) fn likely_kind(file: &str, raw: Source, how: &ReadOptions) -> Result<(ImportKind, Source), ExchangeError> {
    detect_kind(file, raw, how, Some(nearest_kind))
}

fn detect_kind(
    file: &str,
    raw: Source,
    how: &ReadOptions,
    otherwise: Option<fn(&DecodedText, &ReadOptions) -> ImportKind>,
) -> Result<(ImportKind, Source), ExchangeError> {
    let (head, raw) = raw.head(HEAD).map_err(|source| ExchangeError::io(file, source))?;
    let text = bytes::open(file, Cursor::new(head.clone()))?;
    // Its columns can be asked only through the library, on its thread.
    if text.workbook {
        return of_workbook(file, raw, how);
    }
    // Deals, tasks and mailings have a name and a company too: they would come in as accounts.
    if let Some(says) = table::likely_columns(&text, ImportKind::Accounts, how).and_then(|c| something_else(&c.header))
    {
        return Err(ExchangeError::not_readable(file, says));
    }
    let kind = match text.first_char() {
        // Feeds, and lists of what happened; what else markup and JSON can be is told apart before this is asked.
        Some('<') => ImportKind::Triggers,
        Some('{' | '[') if json::is_json(&text) => of_json(file, &head, how)?,
        Some(_) | None => match (of_table(file, |kind| table::columns_as(&text, kind, how))?, otherwise) {
            (Some(kind), _) => kind,
            (None, Some(otherwise)) => otherwise(&text, how),
            (None, None) => return Err(ExchangeError::not_readable(file, SAYS_NOTHING)),
        },
    };
    Ok((kind, raw))
}

/// Detects the kind of a JSON document: companies or people by its columns; feeds and lists of filings are triggers.
fn of_json(file: &str, head: &[u8], how: &ReadOptions) -> Result<ImportKind, ExchangeError> {
    let text = || bytes::open(file, Cursor::new(head.to_vec())).ok();
    let first: Vec<Option<&str>> = json::first_columns(head).iter().map(|columns| something_else(columns)).collect();
    // A document with companies in it, too, is read for those.
    if let [Some(says), rest @ ..] = first.as_slice()
        && rest.iter().all(Option::is_some)
    {
        return Err(ExchangeError::not_readable(file, *says));
    }
    if json::layout(head, ImportKind::Accounts).is_some() {
        return Ok(ImportKind::Accounts);
    }
    let columns = |kind: ImportKind| Some(json::open(file, text()?, kind, how).ok()?.columns);
    match of_table(file, columns)? {
        Some(kind) => Ok(kind),
        None if text().is_some_and(|text| json::triggers(file, text, how).is_ok()) => Ok(ImportKind::Triggers),
        None => Err(ExchangeError::not_readable(file, SAYS_NOTHING)),
    }
}

/// Detects the kind of a workbook, which is read into memory.
fn of_workbook(file: &str, raw: Source, how: &ReadOptions) -> Result<(ImportKind, Source), ExchangeError> {
    // The directory of a zip is at its end, so that a head alone cannot be opened.
    let (budget, mut all) = (raw.budget(), Vec::new());
    raw.into_bytes().take(FILE_CAP + 1).read_to_end(&mut all).map_err(|source| ExchangeError::io(file, source))?;
    let mut opened = workbook::open(file, Cursor::new(&all), &budget, ImportKind::Accounts, how)?;
    let rows = header::first_rows(&mut opened.rows).map_err(|source| ExchangeError::io(file, source))?;
    let columns = |kind: ImportKind| header::header_among(&rows, kind, how).map(|header| header.columns);
    let kind = of_table(file, columns)?.ok_or_else(|| ExchangeError::not_readable(file, SAYS_NOTHING))?;
    Ok((kind, Source::holding(budget, all)))
}

/// Returns the kind that understands most columns of a table in which each kind lacks a required one.
fn nearest_kind(text: &DecodedText, how: &ReadOptions) -> ImportKind {
    let known = |kind| table::likely_columns(text, kind, how).map_or(0, |columns| columns.count());
    let kinds = [ImportKind::Triggers, ImportKind::Contacts, ImportKind::Accounts];
    // `max_by_key` returns the last of equals: what nothing tells apart is a list of companies.
    kinds.into_iter().max_by_key(|kind| known(*kind)).unwrap_or_default()
}

/// Returns the kind that understands most columns; `None` if no kind has its required columns. An error if two kinds
/// fit equally well.
pub(crate) fn of_table(
    file: &str,
    columns_as: impl Fn(ImportKind) -> Option<FieldColumns>,
) -> Result<Option<ImportKind>, ExchangeError> {
    let as_people = columns_as(ImportKind::Contacts);
    // Whoever has a given and a family name is a person, whatever is said of the company beside it.
    let people = as_people.as_ref().is_some_and(|columns| columns.has("first_name") && columns.has("last_name"));
    let scored =
        KINDS.iter().filter_map(|(kind, word)| Some((points(*kind, &columns_as(*kind)?, people)?, *kind, *word)));
    let mut scored: Vec<(usize, ImportKind, &str)> = scored.collect();
    scored.sort_by_key(|(points, _, _)| std::cmp::Reverse(*points));
    match scored.as_slice() {
        // A draw is asked about: people read as companies would fill the book with accounts that are none.
        [(most, _, one), (next, _, other), ..] if most == next => {
            Err(ExchangeError::not_readable(file, format!("its columns fit {one} and {other}: say which it is")))
        }
        [(_, kind, _), ..] => Ok(Some(*kind)),
        [] => Ok(None),
    }
}

/// Returns how well the columns fit a kind; `None` if they do not. Many lists have days or numbers, so triggers, calls
/// and do-not-call lists must also have columns that are typical of them.
fn points(kind: ImportKind, columns: &FieldColumns, people: bool) -> Option<usize> {
    let told = distinctive_fields(kind).iter().filter(|field| columns.has(field)).count();
    let speaks = told > 0 || columns.is_the_kind;
    match kind {
        // Addresses of companies are no people.
        ImportKind::Contacts if !NAMES.iter().any(|field| columns.has(field)) && columns.has("company") => return None,
        ImportKind::Accounts | ImportKind::Contacts => {}
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall if speaks => {}
        // Meetings come in calendars, never in columns.
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall | ImportKind::Invites => return None,
    }
    Some(
        columns.count()
            + told * TELLING
            + usize::from(columns.is_the_kind && !(people && kind == ImportKind::Accounts)) * WHOLE,
    )
}

//! What the rows of a file are, where nobody says so.

use std::io::{Cursor, Read};

use crate::domain::reading::How;
use crate::domain::rows::ImportKind;

use super::bytes::{self, HEAD, Text};
use super::error::ExchangeError;
use super::presets::{Columns, something_else, telling};
use super::table;

/// The kinds that are looked for, and how a command says them.
const KINDS: [(ImportKind, &str); 5] = [
    (ImportKind::Accounts, "accounts"),
    (ImportKind::Contacts, "contacts"),
    (ImportKind::Triggers, "triggers"),
    (ImportKind::Calls, "calls"),
    (ImportKind::DoNotCall, "dnc"),
];
/// Fields of which a list of people has one.
const NAMES: [&str; 3] = ["name", "first_name", "last_name"];
const SAYS_NOTHING: &str = "its columns do not say what its rows are: say it (accounts, contacts, triggers, calls or \
    dnc), and which column is what with --map \"COLUMN=FIELD\"";
/// What a column counts that hardly any other list has, and what a whole export counts that gives itself away.
const TELLING: usize = 2;
const WHOLE: usize = 1_000;

/// What the file is taken for, and its bytes, whole again.
///
/// # Errors
/// Its columns say nothing, or they say two things as well.
pub(super) fn kind<R: Read + 'static>(
    file: &str,
    raw: R,
    how: &How,
) -> Result<(ImportKind, Box<dyn Read>), ExchangeError> {
    told(file, raw, how, None)
}

/// The same for somebody who can still say otherwise: where the columns say nothing, the kind that knows most of them.
///
/// # Errors
/// Its columns say two things as well.
pub(super) fn likely_kind<R: Read + 'static>(
    file: &str,
    raw: R,
    how: &How,
) -> Result<(ImportKind, Box<dyn Read>), ExchangeError> {
    told(file, raw, how, Some(nearest))
}

fn told<R: Read + 'static>(
    file: &str,
    mut raw: R,
    how: &How,
    otherwise: Option<fn(&Text, &How) -> ImportKind>,
) -> Result<(ImportKind, Box<dyn Read>), ExchangeError> {
    let mut head = Vec::new();
    raw.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|source| ExchangeError::io(file, source))?;
    let text = bytes::open(file, Cursor::new(head.clone()))?;
    if let Some(says) = table::likely_columns(&text, ImportKind::Accounts, how).and_then(|c| something_else(&c.header))
    {
        return Err(ExchangeError::not_readable(file, says));
    }
    let kind = match text.first_char() {
        // Feeds, and lists of what happened; what else markup and JSON can be is told apart before this is asked.
        Some('<') => ImportKind::Triggers,
        Some('{' | '[') if !text.has_line_breaks_like_a_table() => ImportKind::Triggers,
        Some(_) | None => match (of_table(file, |kind| table::columns_as(&text, kind, how))?, otherwise) {
            (Some(kind), _) => kind,
            (None, Some(otherwise)) => otherwise(&text, how),
            (None, None) => return Err(ExchangeError::not_readable(file, SAYS_NOTHING)),
        },
    };
    Ok((kind, Box::new(Cursor::new(head).chain(raw))))
}

/// The kind that knows most columns of a table that lacks what every kind needs.
fn nearest(text: &Text, how: &How) -> ImportKind {
    let known = |kind| table::likely_columns(text, kind, how).map_or(0, |columns| columns.count());
    let kinds = [ImportKind::Triggers, ImportKind::Contacts, ImportKind::Accounts];
    kinds.into_iter().max_by_key(|kind| known(*kind)).unwrap_or_default()
}

/// The kind whose columns a table has most of, where one has clearly more than any other; nothing where no kind has
/// what it needs.
pub(super) fn of_table(
    file: &str,
    columns_as: impl Fn(ImportKind) -> Option<Columns>,
) -> Result<Option<ImportKind>, ExchangeError> {
    let as_people = columns_as(ImportKind::Contacts);
    // Whoever has a given and a family name is a person, whatever is said of the company beside it.
    let people = as_people.as_ref().is_some_and(|columns| columns.has("first_name") && columns.has("last_name"));
    let scored =
        KINDS.iter().filter_map(|(kind, word)| Some((points(*kind, &columns_as(*kind)?, people)?, *kind, *word)));
    let mut scored: Vec<(usize, ImportKind, &str)> = scored.collect();
    scored.sort_by_key(|(points, _, _)| std::cmp::Reverse(*points));
    match scored.as_slice() {
        [(most, _, one), (next, _, other), ..] if most == next => Err(ExchangeError::not_readable(
            file,
            format!("its columns would do for {one} and for {other}: say which it is"),
        )),
        [(_, kind, _), ..] => Ok(Some(*kind)),
        [] => Ok(None),
    }
}

/// How much the columns speak for a kind. A list with a day, or with numbers, is
/// nothing special: what happened, calls and do-not-call lists must show in more than that.
fn points(kind: ImportKind, columns: &Columns, people: bool) -> Option<usize> {
    let told = telling(kind).iter().filter(|field| columns.has(field)).count();
    let speaks = told > 0 || columns.is_the_kind;
    match kind {
        // Addresses of companies are no people.
        ImportKind::Contacts if !NAMES.iter().any(|field| columns.has(field)) && columns.has("company") => return None,
        ImportKind::Accounts | ImportKind::Contacts => {}
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall if speaks => {}
        ImportKind::Triggers | ImportKind::Calls | ImportKind::DoNotCall => return None,
    }
    Some(
        columns.count()
            + told * TELLING
            + usize::from(columns.is_the_kind && !(people && kind == ImportKind::Accounts)) * WHOLE,
    )
}

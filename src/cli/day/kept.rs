//! Which of the open promises a logged call kept.

use anyhow::Result;
use chrono::NaiveDate;

use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::ids::PromiseId;
use crate::domain::query::PromiseRow;
use crate::domain::text::fold;

/// Lists the promises that are open with a person.
pub(super) fn list(open: &[PromiseRow], out: &mut Output) -> Result<Exit> {
    if open.is_empty() {
        out.line("No promise is open with them.")?;
    }
    for (n, row) in open.iter().enumerate() {
        out.line(format!("{:>3}. {}", n + 1, says(row)))?;
    }
    Ok(Exit::Done)
}

/// Returns the promises that the argument names: the only one without a word, one by its number or words, or all.
pub(super) fn kept_by_call(open: &[PromiseRow], text: Option<&str>) -> Result<Vec<PromiseId>> {
    let Some(text) = text.map(str::trim) else { return Ok(Vec::new()) };
    let numbered = text.parse::<usize>().ok().and_then(|n| open.get(n.checked_sub(1)?));
    let named = |row: &&PromiseRow| fold(&row.promise.what).contains(&fold(text));
    let found: Vec<&PromiseRow> = match numbered {
        Some(row) => vec![row],
        None if fold(text) == "all" && !open.is_empty() => return Ok(open.iter().map(|row| row.promise.id).collect()),
        None => open.iter().filter(named).collect(),
    };
    match found.as_slice() {
        [row] => Ok(vec![row.promise.id]),
        _ if open.is_empty() => {
            Err(UsageError("No promise is open with them; --kept has nothing to keep".into()).into())
        }
        found => {
            let which = if found.is_empty() { "None of their open promises" } else { "Several open promises" };
            let list: Vec<String> =
                open.iter().enumerate().map(|(n, row)| format!("\n  {}. {}", n + 1, says(row))).collect();
            let says =
                format!("{which} can be meant by --kept \"{text}\"; name one of these, or all:{}", list.concat());
            Err(UsageError(says).into())
        }
    }
}

/// Prints which promises were kept, and which are still open.
pub(super) fn say(open: &[PromiseRow], kept: &[PromiseId], today: NaiveDate, out: &mut Output) -> Result<()> {
    for row in open {
        if kept.contains(&row.promise.id) {
            out.line(format!("Kept, {}.", says(row)))?;
        } else {
            out.line(format!("Still open, {} ({}).", says(row), row.promise.due_says(today)))?;
        }
    }
    Ok(())
}

fn says(row: &PromiseRow) -> String {
    format!("{}: {}", row.promise.whose.words(), row.promise.what)
}

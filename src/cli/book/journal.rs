//! `whynow verify`, `undo` and `redo`.

use anyhow::{Result, bail};

use crate::cli::args::VerifyArgs;
use crate::cli::context::Desk;
use crate::cli::exit::End;
use crate::cli::output::Out;
use crate::store::Done;

pub(crate) fn verify(args: &VerifyArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let mut store = desk.open()?;
    if args.recount {
        store.recount()?;
    }
    let (faults, awaited) = (store.verify()?, store.awaited().unwrap_or_default());
    if args.json {
        out.json(&serde_json::json!({ "book": desk.book, "faults": faults, "awaited": awaited }))?;
    } else {
        for fault in &faults {
            out.line(fault)?;
        }
        if faults.is_empty() {
            out.line(format!("{} is sound.", desk.book.display()))?;
        }
        for note in awaited {
            out.line(format!("note: {note}"))?;
        }
    }
    Ok(if faults.is_empty() { End::Done } else { End::Findings })
}

pub(crate) fn undo(desk: &Desk, out: &mut Out) -> Result<End> {
    say("Undone", "There is nothing to undo", desk.open()?.undo()?, out)
}

pub(crate) fn redo(desk: &Desk, out: &mut Out) -> Result<End> {
    say("Redone", "There is nothing to redo", desk.open()?.redo()?, out)
}

fn say(what: &str, nothing: &str, done: Option<Done>, out: &mut Out) -> Result<End> {
    match done {
        Some(Done { label, refused: None }) => out.line(format!("{what}: {label}."))?,
        Some(Done { label, refused: Some(why) }) => bail!("{label}: not possible. {why}"),
        None => out.line(format!("{nothing}."))?,
    }
    Ok(End::Done)
}

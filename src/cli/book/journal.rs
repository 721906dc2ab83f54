//! `whynow verify`, `undo` and `redo`.

use anyhow::{Result, bail};

use crate::cli::args::VerifyArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::store::UndoResult;

pub(crate) fn verify(args: &VerifyArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    if args.recount {
        store.recount()?;
    }
    let (faults, awaited) = (store.verify()?, store.missing_links().unwrap_or_default());
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
    Ok(if faults.is_empty() { Exit::Done } else { Exit::Findings })
}

pub(crate) fn undo(desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    say("Undone", "There is nothing to undo", desk.open()?.undo()?, out)
}

pub(crate) fn redo(desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    say("Redone", "There is nothing to redo", desk.open()?.redo()?, out)
}

fn say(what: &str, nothing: &str, done: Option<UndoResult>, out: &mut Output) -> Result<Exit> {
    match done {
        Some(UndoResult { label, refused: None }) => out.line(format!("{what}: {label}."))?,
        Some(UndoResult { label, refused: Some(why) }) => bail!("{label}: not possible. {why}"),
        None => out.line(format!("{nothing}."))?,
    }
    Ok(Exit::Done)
}

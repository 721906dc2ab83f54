//! `whynow export ics`: writes open promises for a calendar.

use anyhow::Result;

use crate::cli::args::CalendarArgs;
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::text::pluralize;
use crate::job::export::promises_ics;
use crate::job::file::atomic_write::write_to;

pub(super) fn run(args: &CalendarArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let permit = desk.permit("export ics", args.replacing);
    let path = output_file(args.out.as_deref(), &permit)?;
    let store = desk.open()?;
    let own = *desk.now().0.offset();
    let written = match path {
        None => promises_ics::write(&store, own, out.answers())?,
        Some(path) => write_to(path, &permit, |out| promises_ics::write(&store, own, out))?,
    };
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(path) = path {
        out.beside(format!("{} in {}.", pluralize(whole(written.events), "promise", "promises"), path.display()));
    }
    if written.undated > 0 {
        let left = pluralize(whole(written.undated), "open promise has", "open promises have");
        out.beside(format!("{left} no day and no place in a calendar."));
    }
    Ok(Exit::Done)
}

//! `whynow export ics`: open promises for a calendar.

use anyhow::Result;

use super::args::CalendarArgs;
use super::desk::Desk;
use super::end::End;
use super::out::Out;
use super::phrases::counted;
use crate::job::calendar;
use crate::job::place::write_to;

pub(super) fn run(args: &CalendarArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let store = desk.open()?;
    let path = desk.file(args.out.as_deref())?;
    let written = match path {
        None => calendar::write(&store, out.answers())?,
        Some(path) => write_to(path, &desk.spared, |out| calendar::write(&store, out))?,
    };
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(path) = path {
        out.beside(format!("{} in {}.", counted(whole(written.events), "promise", "promises"), path.display()));
    }
    if written.undated > 0 {
        let left = counted(whole(written.undated), "open promise has", "open promises have");
        out.beside(format!("{left} no day and no place in a calendar."));
    }
    Ok(End::Done)
}

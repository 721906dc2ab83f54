//! `whynow demo`: opens the sample book, in a temporary file that is removed at the end or in a file to keep.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};

use crate::cli::args::DemoArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::job;
use crate::job::file::permit::check_free;
use crate::job::file::protected::Spared;
use crate::tui;

pub(crate) fn run(args: &DemoArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let seen = io::stdout().is_terminal() && io::stdin().is_terminal();
    match &args.keep {
        Some(file) => {
            check_free(file, &Spared::side_files(&desk.book)).map_err(|error| UsageError(error.to_string()))?;
            job::demo::keep(file, &desk.clock)?;
            if seen {
                screens(file, desk)?;
            } else {
                out.line(format!("The sample book is in {}: whynow --book {0} today", file.display()))?;
            }
        }
        None if seen => {
            let scratch = job::demo::Scratch::new(desk.clock.as_ref())?;
            let book = scratch.book();
            job::demo::make(&book, &desk.clock)?;
            screens(&book, desk)?;
        }
        None => bail!("The screens need a terminal; `whynow demo --keep FILE` writes the sample book to a file"),
    }
    Ok(Exit::Done)
}

fn screens(book: &Path, desk: &CommandContext) -> Result<()> {
    tui::run(
        tui::StartOptions { book: book.to_owned(), config: desk.config.clone(), demo: true, tour: false },
        Arc::clone(&desk.clock),
    )
}

//! `whynow demo`: the sample book, in a scratch file that is gone at the end, or in a file to keep.

use std::fs;
use std::io::{self, IsTerminal};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::args::DemoArgs;
use super::desk::Desk;
use super::end::{End, Usage};
use super::out::Out;
use crate::job;
use crate::store::Store;
use crate::tui;

pub(super) fn run(args: &DemoArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let seen = io::stdout().is_terminal() && io::stdin().is_terminal();
    match &args.keep {
        Some(file) => {
            if file.exists() {
                return Err(Usage(format!("{} is there already; name a new file", file.display())).into());
            }
            build(file, desk)?;
            if seen {
                screens(file, desk)?;
            } else {
                out.line(format!("The sample book is in {}: whynow --book {0} today", file.display()))?;
            }
        }
        None if seen => {
            let scratch = Scratch::new(desk)?;
            let book = scratch.dir.join("book.db");
            build(&book, desk)?;
            screens(&book, desk)?;
        }
        None => bail!("The screens need a terminal; `whynow demo --keep FILE` writes the sample book to a file"),
    }
    Ok(End::Done)
}

fn build(file: &Path, desk: &Desk) -> Result<()> {
    let mut store = Store::create(file, Arc::clone(&desk.clock))?;
    job::demo::build(&mut store, desk.now()).context("The sample book could not be made")
}

fn screens(book: &Path, desk: &Desk) -> Result<()> {
    tui::run(tui::Start { book: book.to_owned(), config: desk.config.clone(), demo: true }, Arc::clone(&desk.clock))
}

/// A directory of one's own that is gone when this is dropped.
struct Scratch {
    dir: PathBuf,
}

impl Scratch {
    fn new(desk: &Desk) -> Result<Scratch> {
        let dir = std::env::temp_dir().join(format!("whynow-demo-{}", desk.clock.new_id()));
        let made = fs::DirBuilder::new().mode(0o700).create(&dir);
        made.with_context(|| format!("{} cannot be made", dir.display()))?;
        Ok(Scratch { dir })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind in the temporary directory is fiction, and its user's alone.
        drop(fs::remove_dir_all(&self.dir));
    }
}

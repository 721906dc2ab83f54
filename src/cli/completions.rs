//! Prints shell completions and the man page, from the definition of the command line.

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Arguments;
use super::exit::Exit;
use super::output::Output;

pub(super) fn completions(shell: Shell, out: &mut Output) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "whynow", &mut text);
    out.bytes(&text)?;
    Ok(Exit::Done)
}

pub(super) fn write_man_page(out: &mut Output) -> Result<Exit> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command().flatten_help(true)).render(&mut text)?;
    out.bytes(&text)?;
    Ok(Exit::Done)
}

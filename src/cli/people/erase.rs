//! `whynow erase`: erases a person for good, once their name was typed.

use std::io::{self, BufRead};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::erase_backups;
use super::person::find_person;
use crate::cli::args::EraseArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::config::Paths;
use crate::job::erasure::{erase_in_copy, erase_person, write_receipt, write_receipt_to};
use crate::job::file::atomic_write::AtomicFile;
use crate::job::file::standard_streams::is_standard_output;
use crate::job::typed::Aside;
use crate::store::Store;

pub(crate) fn run(args: &EraseArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let permit = desk.permit("erase", args.replacing);
    if args.receipt.as_deref().is_some_and(is_standard_output) {
        out.give_way();
    }
    // Begun before anybody is erased: a place that cannot be written is said while it can still be helped.
    let receipt = args.receipt.as_deref().map(|path| AtomicFile::begin(path, &permit)).transpose()?;
    let mut store = desk.open()?;
    if let Some(text) = &args.lift {
        return lift(&mut store, text, out);
    }
    if args.who.name.is_none() {
        if args.also.is_empty() && !args.backups {
            let says = "Whom? Name a person, or copies of the book with --also FILE, or its --backups";
            return Err(UsageError(says.to_owned()).into());
        }
        return in_copies(&store, args, desk, out);
    }
    let whom = find_person(&store, &args.who)?;
    let Some(preview) = store.erasure_preview(whom.id)? else { bail!("That person is not in the book any more") };
    for line in preview.says() {
        out.line(line)?;
    }
    erase_backups::name(desk, out)?;
    if args.dry_run {
        return Ok(Exit::Done);
    }
    let typed = typed_name(args, &preview.name, out)?;
    erase_backups::make_first(&store, out)?;
    let state = Paths::state_of_this_user();
    let aside = state.as_deref().map(|state| Aside::in_state_folder(&desk.book, state));
    let done = erase_person(&mut store, whom.id, &typed, aside.as_ref())?;
    for left in &done.left {
        out.line(left)?;
    }
    let path = match receipt {
        Some(file) => {
            write_receipt_to(&mut store, file, &done)?;
            args.receipt.clone().unwrap_or_default()
        }
        None => write_receipt(&mut store, &done, &permit)?,
    };
    if args.receipt.as_deref().is_none_or(|path| !is_standard_output(path)) {
        out.line(format!("Erased. The receipt, which holds no name, is in {}.", path.display()))?;
    }
    if args.also.is_empty() && !args.backups {
        out.line(
            "Copies and backups of the book still hold them: `whynow erase --backups --also FILE` erases in these too.",
        )?;
        return Ok(Exit::Done);
    }
    in_copies(&store, args, desk, out)
}

/// Takes the name from the option or from standard input.
fn typed_name(args: &EraseArgs, name: &str, out: &mut Output) -> Result<String> {
    if let Some(typed) = &args.yes_name {
        return Ok(typed.clone());
    }
    // What will go is read before the question, not after it: answers wait in a buffer.
    out.finish()?;
    out.beside(format!("It cannot be undone. Type the name, {name}, to erase them for good; Enter alone leaves them:"));
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("The name cannot be read")?;
    let typed = line.trim();
    if typed.is_empty() {
        bail!("Nothing was erased");
    }
    Ok(typed.to_owned())
}

fn in_copies(store: &Store, args: &EraseArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let state = Paths::state_of_this_user();
    for copy in &args.also {
        let named = copy.display();
        let left = erase_in_copy(store, copy, state.as_deref(), Arc::clone(&desk.clock))
            .with_context(|| format!("{named} still holds who was erased"))?;
        if left.is_empty() {
            out.line(format!("{named} holds nobody who was erased."))?;
        } else {
            out.line(format!("{named} shows nobody who was erased. {}", left.join(" ")))?;
        }
    }
    if args.backups {
        erase_backups::erase(desk, out)?;
    }
    Ok(Exit::Done)
}

fn lift(store: &mut Store, text: &str, out: &mut Output) -> Result<Exit> {
    match store.lift_erasure(text)? {
        0 => bail!("Nobody with that name, address or number was erased here"),
        1 => out.line("One person may come in again. What was erased does not come back.")?,
        several => out.line(format!("{several} people may come in again. What was erased does not come back."))?,
    }
    Ok(Exit::Done)
}

//! `whynow sheet`: prints what to know before a call.

use anyhow::{Result, bail};

use super::show::find;
use crate::cli::args::SheetArgs;
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::call_sheet::sheet;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::text::fold;
use crate::job::export::call_sheet::write_sheet;
use crate::store::Store;

pub(crate) fn run(args: &SheetArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let permit = desk.permit("sheet", args.replacing);
    let path = output_file(args.out.as_deref(), &permit)?;
    let now = desk.now();
    let mut store = desk.open()?;
    let account = find(&store, &args.account)?;
    let contact = args.contact.as_deref().map(|name| person(&mut store, account, name, desk)).transpose()?;
    if let Some(path) = path {
        write_sheet(&mut store, account, contact, Some(path), &permit, now)?;
        out.beside(format!("The sheet is in {}.", path.display()));
        return Ok(Exit::Done);
    }
    let Some(file) = store.sheet_file(account, contact, now)? else {
        bail!("Nobody is known there yet: a sheet is about a person");
    };
    let made = sheet(&file, now.date());
    if args.json {
        out.json(&made)?;
    } else {
        out.line(made.markdown().trim_end())?;
    }
    Ok(Exit::Done)
}

/// Finds the one person at the account whom the text means.
pub(super) fn person(store: &mut Store, account: AccountId, name: &str, desk: &CommandContext) -> Result<ContactId> {
    let Some(file) = store.account_file(account, desk.now())? else {
        bail!("That account is not in the book any more")
    };
    let people = || file.contacts.iter().map(|row| &row.contact);
    let exact: Vec<_> = people().filter(|contact| fold(&contact.name) == fold(name)).collect();
    let part: Vec<_> = people().filter(|contact| fold(&contact.name).contains(&fold(name))).collect();
    match (exact.as_slice(), part.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one.id),
        (_, []) => bail!("Nobody at {} is called \"{name}\"", file.account.name),
        _ => {
            let names: Vec<_> = part.iter().map(|contact| format!("\n  {}", contact.name)).collect();
            Err(UsageError(format!("\"{name}\" may be several people; name one of them:{}", names.concat())).into())
        }
    }
}

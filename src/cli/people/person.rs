//! `whynow person`: prints everything that the book holds about a person.

use anyhow::{Result, bail};

use crate::cli::args::{PersonArgs, WhichPersonArgs};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::erasure::{Dossier, PersonMatch};
use crate::domain::text::{fold, western_digit};
use crate::job::export::person::{dossier_text, write_dossier};
use crate::store::Store;

/// Most people that are named where several are meant.
const NAMED: usize = 20;

pub(crate) fn run(args: &PersonArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let permit = desk.permit("person", args.replacing);
    let path = output_file(args.out.as_deref(), &permit)?;
    let store = desk.open()?;
    let whom = find_person(&store, &args.who)?;
    let Some(dossier) = store.dossier(whom.id)? else { bail!("That person is not in the book any more") };
    if let Some(path) = path {
        write_dossier(path, &permit, &dossier, !args.json)?;
        out.beside(format!("All that the book holds of {} is in {}.", whom.name, path.display()));
    } else if args.html || args.json {
        out.line(dossier_text(&dossier, args.html)?.trim_end())?;
    } else {
        lines(&dossier, out)?;
    }
    Ok(Exit::Done)
}

/// Finds the one person whom the arguments mean; names the people they may mean otherwise.
pub(super) fn find_person(store: &Store, who: &WhichPersonArgs) -> Result<PersonMatch> {
    let Some(text) = who.name.as_deref() else {
        return Err(UsageError("Whom? Name a person, an address or a number".to_owned()).into());
    };
    let mut found = store.people_called(text)?;
    if found.is_empty() {
        bail!("Nobody in the book is called \"{text}\", or has it as an address or a number");
    }
    if let Some(account) = &who.account {
        found.retain(|one| fold(&one.account).contains(&fold(account)));
    }
    if let Some(number) = &who.number {
        let wanted = digits(number);
        found.retain(|one| one.reach.iter().any(|reach| !wanted.is_empty() && digits(reach).ends_with(&wanted)));
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => bail!("Nobody called \"{text}\" is at that account, or has that number"),
        several => {
            let rows = several.iter().take(NAMED).map(|one| format!("\n  {}", line_of(one, several)));
            let says = "may be several people; say which with --account or --number";
            Err(UsageError(format!("\"{text}\" {says}:{}", rows.collect::<String>())).into())
        }
    }
}

fn digits(text: &str) -> String {
    let all: String = text.chars().filter_map(western_digit).collect();
    // A national number begins with a zero that the international one has not: "022…" is found at the end of "+47
    // 22…".
    all.trim_start_matches('0').to_owned()
}

/// Somebody in one line; with their id where nothing else tells two people apart.
fn line_of(one: &PersonMatch, among: &[PersonMatch]) -> String {
    let parts = [one.name.clone(), one.account.clone()].into_iter().chain(one.reach.iter().take(2).cloned());
    let line = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let alike =
        |other: &&PersonMatch| (&other.name, &other.account, &other.reach) == (&one.name, &one.account, &one.reach);
    if among.iter().filter(alike).count() > 1 { format!("{line}, {}", one.id) } else { line }
}

fn lines(dossier: &Dossier, out: &mut Output) -> Result<()> {
    out.line(format!("{}, {}", dossier.name, dossier.account))?;
    for section in &dossier.sections {
        out.line(format!("\n{}: {}", section.title, section.rows.len()))?;
        for row in &section.rows {
            for (nth, (label, value)) in row.iter().enumerate() {
                out.line(format!("  {} {label}: {value}", if nth == 0 { "-" } else { " " }))?;
            }
        }
    }
    Ok(())
}

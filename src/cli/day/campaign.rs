//! `whynow campaign`: lists campaigns with their figures, shows one, and closes one.

use anyhow::{Result, bail};

use crate::cli::args::{CampaignsCommand, CloseArgs};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::campaign::{CampaignRow, markdown};
use crate::domain::ids::CampaignId;
use crate::domain::text::pluralize;
use crate::job::export::campaign_summary::close;
use crate::store::Store;

/// Campaigns read at a time.
const PAGE: usize = 100;

pub(crate) fn run(what: &CampaignsCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    match what {
        CampaignsCommand::List(args) => list(&store, args.json, out)?,
        CampaignsCommand::Show(args) => {
            let id = find(&store, &args.name)?;
            let Some(file) = store.campaign_file(id)? else { bail!("That campaign is not in the book any more") };
            if args.json {
                out.json(&file)?;
            } else {
                out.line(markdown(&file, desk.now().date()))?;
            }
        }
        CampaignsCommand::Close(args) => end(&mut store, args, desk, out)?,
    }
    Ok(Exit::Done)
}

fn end(store: &mut Store, args: &CloseArgs, desk: &CommandContext, out: &mut Output) -> Result<()> {
    let id = find(store, &args.name)?;
    let permit = desk.permit("campaign close", args.replacing);
    let (path, today) = (output_file(args.md.as_deref(), &permit)?, desk.now().date());
    close(store, id, path, &permit, today)?;
    let closed = format!("Closed {}. `whynow undo` opens it again.", args.name);
    match (path, &args.md) {
        (None, None) => out.line(closed)?,
        (Some(path), _) => {
            out.line(closed)?;
            out.beside(format!("The summary is in {}.", path.display()));
        }
        (None, Some(_)) => {
            // Standard output receives the summary: a sentence before it would become part of the file.
            out.beside(closed);
            let Some(file) = store.campaign_file(id)? else { bail!("That campaign is not in the book any more") };
            out.line(markdown(&file, today))?;
        }
    }
    Ok(())
}

fn list(store: &Store, json: bool, out: &mut Output) -> Result<()> {
    let mut rows = Vec::new();
    loop {
        let page = store.campaign_rows(rows.len(), PAGE)?;
        let last = page.rows.len() < PAGE;
        rows.extend(page.rows);
        if last {
            break;
        }
    }
    if json {
        return Ok(out.json(&rows)?);
    }
    if rows.is_empty() {
        out.line("No campaign yet: in the screens, b on a trigger of an industry or market starts one.")?;
    }
    for row in &rows {
        print_row(row, out)?;
    }
    Ok(())
}

fn print_row(row: &CampaignRow, out: &mut Output) -> Result<()> {
    let progress = &row.progress;
    let state = match (row.closed_on, row.started_on) {
        (Some(day), _) => format!("closed {}", day.format("%-d %b %Y")),
        (None, Some(day)) => format!("since {}", day.format("%-d %b %Y")),
        (None, None) => "running".to_owned(),
    };
    let accounts = pluralize(usize::try_from(progress.accounts).unwrap_or(usize::MAX), "account", "accounts");
    out.line(format!("{} ({state}): {}", row.name, row.headline))?;
    out.line(format!(
        "  {accounts}: {} with impact, {} planned, {} called, {} reached",
        progress.with_impact, progress.planned, progress.called, progress.reached
    ))?;
    out.line(format!("  well spent, of the calls in which they were asked: {}", progress.share().words()))?;
    Ok(())
}

/// Finds the one campaign that the text means.
fn find(store: &Store, text: &str) -> Result<CampaignId> {
    let found = store.find_campaign(text)?;
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => bail!("No campaign is called \"{text}\"; `whynow campaign list` names them"),
        several => {
            let names: Vec<_> = several.iter().take(20).map(|(_, name)| format!("\n  {name}")).collect();
            Err(UsageError(format!("\"{text}\" may be several campaigns; name one of them:{}", names.concat())).into())
        }
    }
}

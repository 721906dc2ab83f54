//! `whynow triggers`: lists a tray and sorts what is in it, as the Triggers screen does.

use anyhow::{Result, bail};
use chrono::NaiveDate;
use serde_json::json;

use super::show::find;
use crate::cli::args::{SortedArgs, TrayArgs, TriggersCommand};
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::dates::parse_day;
use crate::domain::ids::TriggerId;
use crate::domain::query::{Tray, TriggerDetail, TriggerQuery};
use crate::domain::text::pluralize;
use crate::domain::trigger::triage::Triage;
use crate::domain::trigger::{Status, Trigger, day_ago};
use crate::store::Store;

pub(crate) fn run(what: &TriggersCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    let (which, step) = match what {
        TriggersCommand::List(args) => return print_tray(&mut store, args, desk, out),
        TriggersCommand::Keep(which) => (which, Step::Move(Status::Kept)),
        TriggersCommand::Reject { which, reason } => (which, Step::Move(reject_status(reason)?)),
        TriggersCommand::Snooze { which, until: None } => (which, Step::Triage(Triage::SnoozeToOnset)),
        TriggersCommand::Snooze { which, until: Some(day) } => (which, Step::Move(snooze_status(day, desk)?)),
        TriggersCommand::Date { which, on } => (which, Step::Date(day_of(on, desk)?)),
        TriggersCommand::Link { which, account } => (which, Step::Triage(Triage::Link(find(&store, account)?))),
        TriggersCommand::NewAccount { which, name } => {
            let name =
                name.clone().or_else(|| company_named(&mut store, which, desk)).filter(|name| !name.trim().is_empty());
            let Some(name) = name else {
                return Err(UsageError("The first trigger names no company; give the account a --name".into()).into());
            };
            (which, Step::Triage(Triage::LinkNew(name)))
        }
    };
    sort_triggers(&mut store, which, &step, desk, out)
}

/// What is done to the triggers.
enum Step {
    Move(Status),
    Date(NaiveDate),
    Triage(Triage),
}

fn reject_status(reason: &str) -> Result<Status> {
    match reason.trim() {
        "" => Err(UsageError("A rejection needs a reason: --reason TEXT".into()).into()),
        reason => Ok(Status::Rejected(reason.to_owned())),
    }
}

fn snooze_status(text: &str, desk: &CommandContext) -> Result<Status> {
    let today = desk.now().date();
    match parse_day(text, today) {
        Some(day) if day > today => Ok(Status::Snoozed(day)),
        Some(_) => Err(UsageError(format!("\"{text}\" is not after today: a trigger sleeps until a later day")).into()),
        None => Err(UsageError(format!("\"{text}\" is no day; write 2026-12-01, friday or \"in 3 weeks\"")).into()),
    }
}

fn company_named(store: &mut Store, which: &SortedArgs, desk: &CommandContext) -> Option<String> {
    let first = TriggerId(*which.ids.first()?);
    store.trigger_file(first, desk.now()).ok().flatten()?.trigger.company
}

fn sort_triggers(
    store: &mut Store,
    which: &SortedArgs,
    step: &Step,
    desk: &CommandContext,
    out: &mut Output,
) -> Result<Exit> {
    let mut ids: Vec<TriggerId> = Vec::new();
    for id in which.ids.iter().map(|id| TriggerId(*id)) {
        if store.trigger_file(id, desk.now())?.is_none() {
            bail!("No trigger in the book has the id {id}; `whynow triggers list` prints them");
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let says = match (which.dry_run, step) {
        (true, _) => String::new(),
        (false, Step::Move(status)) => {
            store.set_status(&ids, status)?;
            status_words(status).to_owned()
        }
        (false, Step::Date(day)) => date(store, &ids, *day, desk)?,
        (false, Step::Triage(what)) => store.triage(&ids, what)?,
    };
    let after = ids.iter().map(|id| store.trigger_file(*id, desk.now())).collect::<Result<Vec<_>, _>>()?;
    let after: Vec<TriggerDetail> = after.into_iter().flatten().collect();
    if which.json {
        out.json(&json!({ "done": !which.dry_run, "says": says, "triggers": after }))?;
        return Ok(Exit::Done);
    }
    for file in &after {
        out.line(format!("{}  {}", file.trigger.id, file.trigger.headline))?;
    }
    out.line(if which.dry_run {
        format!("A dry run: {} would be sorted; nothing was changed.", pluralize(ids.len(), "trigger", "triggers"))
    } else {
        format!("{}: {says}; `whynow undo` takes it back.", pluralize(ids.len(), "trigger", "triggers"))
    })?;
    Ok(Exit::Done)
}

fn day_of(text: &str, desk: &CommandContext) -> Result<NaiveDate> {
    let today = desk.now().date();
    match parse_day(text, today) {
        Some(day) if day <= today => Ok(day),
        Some(day) => Err(UsageError(format!("{day} is still ahead: give the day on which it happened")).into()),
        None => Err(UsageError(format!("“{text}” is not a day: say yesterday, \"14 mar\" or 2026-03-14")).into()),
    }
}

fn date(store: &mut Store, ids: &[TriggerId], day: NaiveDate, desk: &CommandContext) -> Result<String> {
    for id in ids {
        let Some(file) = store.trigger_file(*id, desk.now())? else { continue };
        store.save_trigger(&Trigger { occurred_on: day, ..file.trigger })?;
    }
    Ok(format!("dated {}", day.format("%-d %b %Y")))
}

fn status_words(status: &Status) -> &'static str {
    match status {
        Status::Inbox => "moved to the inbox",
        Status::Kept => "kept",
        Status::Rejected(_) => "rejected",
        Status::Snoozed(_) => "snoozed",
        Status::Merged(_) => "merged",
    }
}

fn print_tray(store: &mut Store, args: &TrayArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let (now, tray) = (desk.now(), Tray::from_key(&args.tray).unwrap_or(Tray::Inbox));
    let query = TriggerQuery { tray, filter: args.filter.clone(), offset: 0, limit: args.limit };
    let found = store.triggers(&query, now)?;
    if args.json {
        out.json(&found)?;
        return Ok(Exit::Done);
    }
    for row in &found.rows {
        let about = match (row.company.as_str(), row.accounts) {
            ("", _) => "no account".to_owned(),
            (company, 0) => format!("{company}, not linked"),
            (company, 1) => company.to_owned(),
            (company, more) => format!("{company} and {} more", more - 1),
        };
        out.line(format!("{}  {}", row.id, row.headline))?;
        let when = day_ago(row.occurred_on, now.date());
        out.line(format!("  {about} ({}, strength {}, {when})", row.kind_label, row.strength))?;
    }
    let total = pluralize(found.total.n, "trigger", "triggers");
    let least = if found.total.at_least { "at least " } else { "" };
    out.beside(format!("{} of {least}{total} in the tray “{}”.", found.rows.len(), tray.words()));
    Ok(Exit::Done)
}

//! `whynow triggers`: lists a tray, and gives a day to what came without one.

use anyhow::Result;

use crate::cli::args::TriggersCommand;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::join_parts;
use crate::domain::call::parse_day;
use crate::domain::ids::TriggerId;
use crate::domain::query::{Tray, TriggerQuery, TriggerRow};
use crate::domain::text::fold;
use crate::domain::trigger::UNDATED;
use crate::store::Store;

/// Most undated triggers among which one is looked for.
const LOOKED_AT: usize = 10_000;

pub(crate) fn run(what: &TriggersCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    match what {
        TriggersCommand::List { tray, limit, json } => {
            let tray = Tray::from_key(tray).unwrap_or(Tray::Inbox);
            let rows = rows(&mut desk.open()?, tray, *limit, desk)?;
            if *json {
                out.json(&rows)?;
            } else if rows.is_empty() {
                out.line(format!("Nothing is {}.", in_tray(tray)))?;
            }
            for row in rows.iter().filter(|_| !json) {
                out.line(line(row))?;
            }
            Ok(Exit::Done)
        }
        TriggersCommand::Date { name, day } => date(name, day, desk, out),
    }
}

fn date(name: &str, typed: &str, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let today = desk.now().date();
    let day = parse_day(typed, today)
        .ok_or_else(|| UsageError(format!("“{typed}” is not a day: say yesterday, \"14 mar\" or 2026-03-14")))?;
    let mut store = desk.open()?;
    let id = find(&mut store, name, desk)?;
    let Some(file) = store.trigger_file(id, desk.now())? else { return Ok(Exit::Done) };
    let mut trigger = file.trigger;
    trigger.occurred_on = day;
    store.save_trigger(&trigger)?;
    out.line(format!("{} is dated {day}. `whynow undo` takes it back.", trigger.headline))?;
    Ok(Exit::Done)
}

/// Finds the only undated trigger with this id, or whose headline contains the text.
fn find(store: &mut Store, name: &str, desk: &CommandContext) -> Result<TriggerId> {
    let (rows, wanted) = (rows(store, Tray::Undated, LOOKED_AT, desk)?, fold(name));
    let exact = rows.iter().find(|row| row.id.to_string() == name || fold(&row.headline) == wanted);
    if let Some(row) = exact {
        return Ok(row.id);
    }
    let found: Vec<&TriggerRow> = rows.iter().filter(|row| fold(&row.headline).contains(&wanted)).collect();
    match found.as_slice() {
        [row] => Ok(row.id),
        [] => {
            Err(UsageError(format!("No undated trigger is called “{name}”: `whynow triggers list undated` lists them"))
                .into())
        }
        several => {
            Err(UsageError(format!("{} undated triggers are called “{name}”: say more of the headline", several.len()))
                .into())
        }
    }
}

fn rows(store: &mut Store, tray: Tray, limit: usize, desk: &CommandContext) -> Result<Vec<TriggerRow>> {
    Ok(store.triggers(&TriggerQuery { tray, filter: String::new(), offset: 0, limit }, desk.now())?.rows)
}

fn in_tray(tray: Tray) -> &'static str {
    match tray {
        Tray::Inbox => "in the inbox",
        Tray::Kept | Tray::Undated | Tray::Snoozed | Tray::Rejected | Tray::Expired => tray.words(),
    }
}

fn line(row: &TriggerRow) -> String {
    let day = if row.occurred_on == UNDATED { "no day".to_owned() } else { row.occurred_on.to_string() };
    join_parts([day.as_str(), &row.kind_label, &row.company, &row.headline])
}

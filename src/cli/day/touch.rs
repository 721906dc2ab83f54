//! `whynow touch`: a touch that was no call of ours.

use anyhow::Result;
use serde_json::json;

use super::log;
use crate::cli::args::TouchArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::join_parts;
use crate::domain::call::clock::made_at;
use crate::domain::touch::Touch;

pub(crate) fn run(args: &TouchArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let at = args.at.as_deref().map_or(Ok(now.0), |text| made_at(text, now.0)).map_err(UsageError)?;
    let mut store = desk.open()?;
    let contact = log::find(&mut store, &args.contact, args.account.as_deref())?;
    let touch = Touch::new(contact.id, at, args.kind, args.note.as_deref().unwrap_or_default());
    let id = store.log_touch(&touch)?;
    if args.json {
        out.json(&json!({ "id": id, "touch": touch }))?;
        return Ok(Exit::Done);
    }
    let on = at.format("%-d %b %H:%M").to_string();
    out.line(format!("{}.", join_parts([contact.name.as_str(), args.kind.words(), &on, &touch.note])))?;
    if args.kind.is_theirs() {
        out.line("They turned to you: `whynow log` takes what was said.")?;
    }
    Ok(Exit::Done)
}

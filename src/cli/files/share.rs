//! `whynow share`: writes a bundle for the manager, or for a rep.

use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::{NaiveDate, NaiveTime};

use crate::cli::args::ShareArgs;
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output;
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::domain::dates::parse_past_day;
use crate::domain::text::pluralize;
use crate::job::bundle;

pub(crate) fn run(args: &ShareArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let day = parse_since(&args.since, desk)?;
    let permit = desk.permit("share", args.replacing);
    let through = args.out.is_some() && output_file(args.out.as_deref(), &permit)?.is_none();
    if through {
        if args.json {
            return Err(UsageError(output::BOTH.replace("{}", "--out")).into());
        }
        // The bundle itself goes to standard output: a line between its bytes would damage it.
        out.give_way();
    }
    let mut store = desk.open()?;
    let passphrase = passphrase::read_passphrase(&args.passphrase, true, out)?;
    let name = format!("whynow-{}.db{}", desk.now().date(), if passphrase.is_some() { ".age" } else { "" });
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from(name));
    let locked = passphrase.is_some();
    let rows = bundle::share(&mut store, day.map(|day| midnight(day, desk)), &path, passphrase, &permit)?;
    if args.json {
        let rows: serde_json::Map<_, _> =
            rows.iter().map(|(table, rows)| ((*table).to_owned(), (*rows).into())).collect();
        out.json(&serde_json::json!({ "file": path, "since": day, "locked": locked, "rows": rows }))?;
        return Ok(Exit::Done);
    }
    let name = path.display().to_string();
    let (place, name) = if through { ("Standard output", "FILE") } else { (name.as_str(), name.as_str()) };
    out.line(format!("{place}: {}.", counts(&rows)))?;
    let lock = if locked { "It is locked with the passphrase." } else { "Anybody who has it can read it." };
    out.line(format!("{lock} Merge it elsewhere with `whynow merge {name}`."))?;
    Ok(Exit::Done)
}

/// Formats row counts: `46 accounts, 61 people, 120 calls, 1 review`.
fn counts(rows: &[(&'static str, u64)]) -> String {
    let many = |table: &str, one: &str, more: &str| {
        let rows = rows.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows);
        pluralize(usize::try_from(rows).unwrap_or(usize::MAX), one, more)
    };
    [
        many("account", "account", "accounts"),
        many("contact", "person", "people"),
        many("call", "call", "calls"),
        many("review", "review", "reviews"),
    ]
    .join(", ")
}

fn parse_since(text: &str, desk: &CommandContext) -> Result<Option<NaiveDate>> {
    if text.trim().eq_ignore_ascii_case("all") {
        return Ok(None);
    }
    let today = desk.now().date();
    match parse_past_day(text, today) {
        Some(day) if day <= today => Ok(Some(day)),
        Some(day) => bail!("{day} has not come yet: name a day of the past, or all"),
        None => bail!("\"{text}\" is not a day: write it as 2026-11-03, or all"),
    }
}

/// The first instant of a day, where the program runs.
fn midnight(day: NaiveDate, desk: &CommandContext) -> i64 {
    let here = day.and_time(NaiveTime::MIN).and_local_timezone(*desk.now().0.offset());
    here.earliest().map_or(0, |at| at.timestamp_millis())
}

//! `whynow export`: writes rows of the book for other programs.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};

use crate::cli::args::{CallsArgs, CallsFormatArg, ContactFormat, ContactsArgs, ExportCommand, Format};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::clock::Moment;
use crate::domain::dates::parse_past_day;
use crate::domain::text::pluralize;
use crate::exchange::crm::System;
use crate::job::export::calls::{CallFormat, export_calls};
use crate::job::export::vcards::export_cards;
use crate::job::export::{ExportFormat, ExportKind, export};
use crate::job::file::atomic_write::write_to;
use crate::job::file::permit::WritePermit;
use crate::store::Store;

/// The rows to export and their format.
enum ExportPlan {
    Rows(ExportKind, ExportFormat),
    Calls(CallFormat, Option<DateTime<Utc>>),
    Cards,
}

pub(super) fn run(what: &ExportCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let (kind, by, args) = match what {
        ExportCommand::Calls(args) => return calls(args, desk, out),
        ExportCommand::Accounts(args) => (ExportKind::Accounts, "export accounts", args),
        ExportCommand::Contacts(args) => return contacts(args, desk, out),
        ExportCommand::Triggers(args) => (ExportKind::Triggers, "export triggers", args),
        ExportCommand::Dnc(args) => (ExportKind::DoNotCall, "export dnc", args),
        ExportCommand::Overrides(args) => (ExportKind::Overrides, "export overrides", args),
        ExportCommand::Ics(args) => return super::promises_ics::run(args, desk, out),
    };
    let format = match args.format {
        Format::Csv => ExportFormat::Csv,
        Format::Json => ExportFormat::Json,
    };
    let permit = desk.permit(by, args.replacing);
    export_to(&ExportPlan::Rows(kind, format), args.out.as_deref(), &permit, desk, out)
}

fn contacts(args: &ContactsArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let what = match args.format {
        ContactFormat::Csv => ExportPlan::Rows(ExportKind::Contacts, ExportFormat::Csv),
        ContactFormat::Json => ExportPlan::Rows(ExportKind::Contacts, ExportFormat::Json),
        ContactFormat::Vcf => ExportPlan::Cards,
    };
    let permit = desk.permit("export contacts", args.replacing);
    export_to(&what, args.out.as_deref(), &permit, desk, out)
}

fn calls(args: &CallsArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let format = match (args.whom, args.format) {
        (Some(CallsFormatArg::Hubspot), _) => CallFormat::For(System::HubSpot),
        (Some(CallsFormatArg::Salesforce), _) => CallFormat::For(System::Salesforce),
        (Some(CallsFormatArg::Jsonl), _) => CallFormat::Jsonl,
        (Some(CallsFormatArg::Csv), _) | (None, Format::Csv) => CallFormat::Csv,
        (None, Format::Json) => CallFormat::Json,
    };
    let since = args.since.as_deref().map(|day| parse_since(day, desk.now())).transpose()?;
    let permit = desk.permit("export calls", args.replacing);
    export_to(&ExportPlan::Calls(format, since), args.out.as_deref(), &permit, desk, out)
}

/// Returns the first instant of a day in the local time zone; an error for a day in the future.
fn parse_since(text: &str, now: Moment) -> Result<DateTime<Utc>> {
    let Some(day) = parse_past_day(text, now.date()) else {
        return Err(UsageError(format!("\"{text}\" is not a day; write 2026-03-14 or yesterday")).into());
    };
    if day > now.date() {
        let ahead = day.format("%-d %b %Y");
        return Err(
            UsageError(format!("\"{text}\" is {ahead}, which is still ahead; write the day with its year")).into()
        );
    }
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(*now.0.offset());
    Ok(midnight.single().unwrap_or(now.0).with_timezone(&Utc))
}

fn export_to(
    what: &ExportPlan,
    path: Option<&Path>,
    permit: &WritePermit,
    desk: &CommandContext,
    out: &mut Output,
) -> Result<Exit> {
    let path = output_file(path, permit)?;
    let mut store = desk.open()?;
    match path {
        None => {
            write_rows(&mut store, what, out.answers())?;
        }
        Some(path) => {
            let rows = write_to(path, permit, |out| write_rows(&mut store, what, out))?;
            let rows = usize::try_from(rows).unwrap_or(usize::MAX);
            out.beside(format!("{} in {}.", pluralize(rows, "row", "rows"), path.display()));
        }
    }
    Ok(Exit::Done)
}

fn write_rows(store: &mut Store, what: &ExportPlan, out: &mut dyn Write) -> Result<u64> {
    match what {
        ExportPlan::Rows(kind, format) => export(store, *kind, *format, out),
        ExportPlan::Calls(format, since) => export_calls(store, *format, *since, out),
        ExportPlan::Cards => export_cards(store, out),
    }
}

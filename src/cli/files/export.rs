//! `whynow export`: rows of the book for other programs.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};

use crate::cli::args::{CallsArgs, ContactFormat, ContactsArgs, Export, Format, Whom};
use crate::cli::context::Desk;
use crate::cli::exit::{End, Usage};
use crate::cli::output::Out;
use crate::cli::wording::counted;
use crate::clock::Moment;
use crate::domain::call::parse_day;
use crate::exchange::crm::System;
use crate::job::export::calls::{CallFormat, export_calls};
use crate::job::export::vcards::export_cards;
use crate::job::export::{ExportFormat, ExportKind, export};
use crate::job::file::atomic_write::write_to;
use crate::store::Store;

/// The rows to export and their format.
enum What {
    Rows(ExportKind, ExportFormat),
    Calls(CallFormat, Option<DateTime<Utc>>),
    Cards,
}

pub(super) fn run(what: &Export, desk: &Desk, out: &mut Out) -> Result<End> {
    let (kind, args) = match what {
        Export::Calls(args) => return calls(args, desk, out),
        Export::Accounts(args) => (ExportKind::Accounts, args),
        Export::Contacts(args) => return contacts(args, desk, out),
        Export::Triggers(args) => (ExportKind::Triggers, args),
        Export::Dnc(args) => (ExportKind::DoNotCall, args),
        Export::Overrides(args) => (ExportKind::Overrides, args),
        Export::Ics(args) => return super::promises_ics::run(args, desk, out),
    };
    let format = match args.format {
        Format::Csv => ExportFormat::Csv,
        Format::Json => ExportFormat::Json,
    };
    to(&What::Rows(kind, format), args.out.as_deref(), desk, out)
}

fn contacts(args: &ContactsArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let what = match args.format {
        ContactFormat::Csv => What::Rows(ExportKind::Contacts, ExportFormat::Csv),
        ContactFormat::Json => What::Rows(ExportKind::Contacts, ExportFormat::Json),
        ContactFormat::Vcf => What::Cards,
    };
    to(&what, args.out.as_deref(), desk, out)
}

fn calls(args: &CallsArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let format = match (args.whom, args.format) {
        (Some(Whom::Hubspot), _) => CallFormat::For(System::HubSpot),
        (Some(Whom::Salesforce), _) => CallFormat::For(System::Salesforce),
        (Some(Whom::Jsonl), _) => CallFormat::Jsonl,
        (Some(Whom::Csv), _) | (None, Format::Csv) => CallFormat::Csv,
        (None, Format::Json) => CallFormat::Json,
    };
    let since = args.since.as_deref().map(|day| since(day, desk.now())).transpose()?;
    to(&What::Calls(format, since), args.out.as_deref(), desk, out)
}

/// The first instant of a day on the clock of this desk. What is not over yet has no calls.
fn since(text: &str, now: Moment) -> Result<DateTime<Utc>> {
    let Some(day) = parse_day(text, now.date()) else {
        return Err(Usage(format!("\"{text}\" is not a day; write 2026-03-14 or yesterday")).into());
    };
    if day > now.date() {
        let ahead = day.format("%-d %b %Y");
        return Err(Usage(format!("\"{text}\" is {ahead}, which is still ahead; write the day with its year")).into());
    }
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(*now.0.offset());
    Ok(midnight.single().unwrap_or(now.0).with_timezone(&Utc))
}

fn to(what: &What, path: Option<&Path>, desk: &Desk, out: &mut Out) -> Result<End> {
    let mut store = desk.open()?;
    match desk.file(path)? {
        None => {
            written(&mut store, what, out.answers())?;
        }
        Some(path) => {
            let rows = write_to(path, &desk.spared, |out| written(&mut store, what, out))?;
            let rows = usize::try_from(rows).unwrap_or(usize::MAX);
            out.beside(format!("{} in {}.", counted(rows, "row", "rows"), path.display()));
        }
    }
    Ok(End::Done)
}

fn written(store: &mut Store, what: &What, out: &mut dyn Write) -> Result<u64> {
    match what {
        What::Rows(kind, format) => export(store, *kind, *format, out),
        What::Calls(format, since) => export_calls(store, *format, *since, out),
        What::Cards => export_cards(store, out),
    }
}

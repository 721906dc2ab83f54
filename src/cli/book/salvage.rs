//! `whynow salvage`: every readable row of a damaged book in a new one.

use anyhow::Result;
use serde_json::json;

use crate::cli::args::SalvageArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::text::pluralize;
use crate::job::file::permit::check_free;
use crate::store::{SalvageReport, SalvagedTable, Store};

pub(crate) fn run(args: &SalvageArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    check_free(&args.to, &desk.spared)?;
    let from = args.from.as_ref().unwrap_or(&desk.book);
    let report = Store::salvage(from, &args.to, &desk.clock)?;
    let is_whole = report.tables.iter().all(is_whole)
        && report.faults.is_empty()
        && report.left_out == 0
        && report.missing.is_empty();
    if args.json {
        let table = |table: &SalvagedTable| json!({ "table": table.name, "read": table.read, "of": table.of });
        out.json(&json!({
            "from": from,
            "to": args.to,
            "tables": report.tables.iter().map(table).collect::<Vec<_>>(),
            "stand_ins": report.stand_ins,
            "left_out": report.left_out,
            "missing": report.missing,
            "faults": report.faults,
        }))?;
    } else {
        lines(&report, args, out)?;
    }
    Ok(if is_whole { Exit::Done } else { Exit::Findings })
}

fn is_whole(table: &SalvagedTable) -> bool {
    table.of == Some(table.read)
}

fn lines(report: &SalvageReport, args: &SalvageArgs, out: &mut Output) -> Result<()> {
    // The lines of calls and reviews are made anew where they are lost.
    for table in report.tables.iter().filter(|table| !table.name.ends_with("_line")) {
        out.line(match table.of {
            Some(of) if is_whole(table) => format!("{}: all {of}", table.rows_are),
            Some(of) => format!("{}: {} of {of}", table.rows_are, table.read),
            None => format!("{}: {}; how many there were cannot be read", table.rows_are, table.read),
        })?;
    }
    let count = |many: u64, one, more| pluralize(usize::try_from(many).unwrap_or(usize::MAX), one, more);
    if report.stand_ins > 0 {
        let many = count(report.stand_ins, "lost company, person or rep has", "lost companies, people or reps have");
        out.line(format!("{many} a stand-in, so that no call is left out; search for \"Lost\"."))?;
    }
    if report.left_out > 0 {
        let many = count(report.left_out, "row was", "rows were");
        out.line(format!("{many} left out: what they belong to is lost."))?;
    }
    for missing in &report.missing {
        out.line(format!("{missing}."))?;
    }
    for fault in &report.faults {
        out.line(format!("note: {fault}"))?;
    }
    let to = args.to.display();
    out.line(format!("The new book is {to}; look at it with `whynow --book {to}`. The undo list stayed behind."))?;
    out.line(format!("`whynow restore {to}` puts it in the place of your book."))?;
    Ok(())
}

//! `whynow doctor`: what the book's surroundings are like, and what to do.

use std::io::{self, BufRead, IsTerminal};
use std::sync::Arc;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::cli::args::DoctorArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::job::doctor::{self, DoctorLine};
use crate::job::file::atomic_write;
use crate::job::file::standard_streams::is_standard_output;
use crate::store::Store;

pub(crate) fn run(args: &DoctorArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    if args.mend {
        for says in doctor::mend(&desk.book, &desk.clock)? {
            out.line(says)?;
        }
    }
    if args.upgrade_without_backup {
        Store::upgrade_without_backup(&desk.book, Arc::clone(&desk.clock))?;
        let (major, minor) = Store::format();
        out.line(format!("{} is of format {major}.{minor}.", desk.book.display()))?;
    }
    let findings = doctor::look(&desk.book, &desk.settings, &desk.clock);
    if args.bundle.is_some() {
        // What was asked for is the report, not whether all is well.
        bundle(args, &findings, desk, out)?;
        return Ok(Exit::Done);
    }
    if args.json {
        let row = |one: &DoctorLine| json!({ "topic": one.topic, "says": one.says, "advice": one.advice });
        out.json(&findings.iter().map(row).collect::<Vec<Value>>())?;
    } else {
        for DoctorLine { topic, says, advice } in &findings {
            let sign = if advice.is_some() { "!" } else { " " };
            out.line(format!("{sign} {topic:<9} {says}"))?;
            if let Some(advice) = advice {
                out.line(format!("            → {advice}"))?;
            }
        }
    }
    let all_well = findings.iter().all(|one| one.advice.is_none());
    Ok(if all_well { Exit::Done } else { Exit::Findings })
}

/// Shows the text of the report, then writes it, if whoever asked says yes to what they saw.
fn bundle(args: &DoctorArgs, findings: &[DoctorLine], desk: &CommandContext, out: &mut Output) -> Result<()> {
    let Some(path) = &args.bundle else { return Ok(()) };
    let permit = desk.permit("doctor", args.replacing);
    permit.check(path)?;
    let text = doctor::bundle(findings, &desk.book, &desk.clock);
    if is_standard_output(path) {
        out.give_way();
        atomic_write::write_to(path, &permit, |file| Ok(file.write_all(text.as_bytes())?))?;
        return Ok(());
    }
    for line in text.lines() {
        out.line(line)?;
    }
    out.finish()?;
    if !args.yes {
        if !io::stdin().is_terminal() {
            bail!("This is the text; nothing was written. Say --yes to write it to {}", path.display());
        }
        out.beside(format!("Write this text to {}? y or n: ", path.display()));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "yes") {
            out.line("Nothing was written.")?;
            return Ok(());
        }
    }
    atomic_write::write_to(path, &permit, |file| Ok(file.write_all(text.as_bytes())?))?;
    out.line(format!("Written to {}.", path.display()))?;
    Ok(())
}

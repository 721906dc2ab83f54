//! `whynow check`: prints what an opener lacks, and what it must not say.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::call_sheet::person;
use super::show::find;
use crate::cli::args::CheckArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::account::Contact;
use crate::domain::check::{Evidence, Finding, Severity, TriggerFact, check, seconds};
use crate::domain::ids::AccountId;
use crate::domain::plan::Plan;
use crate::domain::trigger::Status;
use crate::store::Store;

pub(crate) fn run(args: &CheckArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let (name, text) = read(&args.file)?;
    let evidence = evidence(args, desk)?;
    let other;
    let playbook = match &args.language {
        Some(language) => {
            other = desk.in_language(language);
            other.rules().playbook()
        }
        None => desk.playbook(),
    };
    let findings = check(&text, &evidence, playbook, desk.wpm());
    if args.json {
        let findings: Vec<_> = findings.iter().map(|finding| LocatedFinding::new(&name, &text, finding)).collect();
        let spoken = seconds(&text, playbook, desk.wpm());
        out.json(&serde_json::json!({ "file": name, "seconds": spoken.round(), "findings": findings }))?;
    } else {
        for finding in &findings {
            out.line(LocatedFinding::new(&name, &text, finding).line())?;
        }
        let spoken = seconds(&text, playbook, desk.wpm());
        out.beside(match findings.len() {
            0 => format!("Nothing to mend; {spoken:.0} s read aloud."),
            1 => format!("1 finding; {spoken:.0} s read aloud."),
            n => format!("{n} findings; {spoken:.0} s read aloud."),
        });
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Findings })
}

/// Returns what backs the opener: the account's triggers, the person's plan, and the facts that were typed.
fn evidence(args: &CheckArgs, desk: &CommandContext) -> Result<Evidence> {
    let (now, today) = (desk.now(), desk.now().date());
    let mut evidence = match &args.account {
        None => Evidence { today: Some(today), ..Evidence::default() },
        Some(account) => {
            let mut store = desk.open()?;
            let account = find(&store, account)?;
            match &args.contact {
                Some(contact) => {
                    let contact = person(&mut store, account, contact, desk)?;
                    let plan = store.plan_file(contact, now)?;
                    plan.evidence(&plan.plan, store.rules().kinds(), today)
                }
                None => evidence_of_account(&mut store, account, desk)?,
            }
        }
    };
    evidence.facts.extend(args.fact.iter().map(|text| TriggerFact::as_typed(text, today)));
    Ok(evidence)
}

fn evidence_of_account(store: &mut Store, account: AccountId, desk: &CommandContext) -> Result<Evidence> {
    let now = desk.now();
    let Some(file) = store.account_file(account, now)? else { bail!("That account is not in the book any more") };
    let mut triggers = Vec::new();
    for row in file.triggers.iter().filter(|row| row.status == Status::Kept) {
        triggers.extend(store.trigger_file(row.id, now)?.map(|file| file.trigger));
    }
    let (plan, nobody) = (Plan::default(), Contact::default());
    let kinds = store.rules().kinds();
    let gathered = Evidence::gather(&plan, &nobody, &file.account, triggers.iter(), kinds, now.date());
    // Nobody in particular has no name that the opener could say.
    Ok(Evidence { person: Vec::new(), ..gathered })
}

/// Returns the name to print and the text of a file; `-` is standard input.
fn read(file: &Path) -> Result<(String, String)> {
    let (name, bytes) = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("Standard input cannot be read")?;
        ("-".to_owned(), bytes)
    } else {
        (file.display().to_string(), fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?)
    };
    let text = String::from_utf8(bytes).ok().with_context(|| format!("{name} is not UTF-8 text; save it as UTF-8"))?;
    Ok((name, text))
}

/// A finding with its position in the file.
#[derive(Serialize)]
struct LocatedFinding<'a> {
    file: &'a str,
    /// Line, from 1.
    line: usize,
    /// Column in characters, from 1.
    column: usize,
    #[serde(flatten)]
    finding: &'a Finding,
}

impl<'a> LocatedFinding<'a> {
    fn new(file: &'a str, text: &str, finding: &'a Finding) -> LocatedFinding<'a> {
        let before = text.get(..finding.place.start).unwrap_or(text);
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        LocatedFinding { file, line, column, finding }
    }

    /// Formats the finding: `opener.txt:1:14: error[check_in]: … → …`.
    fn line(&self) -> String {
        let LocatedFinding { file, line, column, finding } = self;
        let weight = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        format!("{file}:{line}:{column}: {weight}[{}]: {} → {}", finding.rule, finding.says, finding.advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_column_in_characters() {
        let text = "Håkon,\nçà va: just checking in";
        let start = text.find("just").unwrap();
        let finding = Finding {
            rule: "check_in".into(),
            severity: Severity::Error,
            place: start..start + 4,
            says: "This is no reason.".into(),
            advice: "Say what changed for them.".into(),
        };
        let line = LocatedFinding::new("o.txt", text, &finding).line();
        assert_eq!(line, "o.txt:2:8: error[check_in]: This is no reason. → Say what changed for them.");
    }
}

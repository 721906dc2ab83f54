//! `whynow note`: reads a pasted text and puts it into the inbox as a trigger.

use std::io::Read;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::cli::args::NoteArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::capture;
use crate::domain::capture::CapturedText;
use crate::domain::trigger::kind::Kind;
use crate::domain::trigger::triage::AccountSuggestion;
use crate::domain::trigger::{Status, Trigger};

pub(crate) fn run(args: &NoteArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let text = text_of(&args.text)?;
    let mut store = desk.open_or_create()?;
    let clipping = capture::read(&text, desk.now().date(), store.rules().kinds());
    if let Some(person) = &clipping.person {
        bail!("This is how to reach {}, not something that happened: paste it on Triggers with v", person.contact.name);
    }
    let found = store.match_accounts(&clipping.hints)?;
    // Only what an id or the whole name says is linked; the rest waits for a person to look.
    let sure: Vec<_> = found.iter().take(1).filter(|first| first.why.starts_with("same")).collect();
    let kind = store.rules().kinds().get_or_other(&clipping.trigger.kind).clone();
    let measured = store.measured_strengths()?.into_iter().find(|(key, _)| *key == kind.key);
    let trigger = Trigger {
        status: Status::Inbox,
        strength: measured.map_or(kind.strength, |(_, measured)| measured.strength),
        accounts: sure.iter().map(|found| found.id).collect(),
        ..clipping.trigger.clone()
    };
    let id = store.save_trigger(&trigger)?;
    if args.json {
        out.json(&json!({ "id": id, "trigger": trigger, "read": clipping.read, "accounts": found }))?;
    } else {
        for line in lines(&trigger, &kind, &clipping, &found) {
            out.line(line)?;
        }
        out.line("In the inbox; `whynow undo` takes it back.")?;
    }
    Ok(Exit::Done)
}

fn text_of(words: &[String]) -> Result<String> {
    let text = match words {
        [only] if only == "-" => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).context("Standard input cannot be read")?;
            String::from_utf8(bytes).ok().context("Standard input is not UTF-8 text; save it as UTF-8")?
        }
        words => words.join(" "),
    };
    if text.trim().is_empty() {
        bail!("There is nothing to read: give a headline, or - and the text on standard input");
    }
    Ok(text)
}

/// Returns what was understood, one item a line; values that are not from the text are marked as assumed.
fn lines(trigger: &Trigger, kind: &Kind, clipping: &CapturedText, found: &[AccountSuggestion]) -> Vec<String> {
    let read = |field: &str| if clipping.read.contains(&field) { "" } else { " (assumed: the text does not say)" };
    let mut lines = vec![
        format!("What happened: {}", trigger.headline),
        format!("Kind: {}, strength {}{}", kind.label, trigger.strength, read("kind")),
        format!("When: {}{}", trigger.occurred_on, read("on")),
    ];
    lines.extend(trigger.effective_on.map(|day| format!("Takes effect: {day}")));
    if !trigger.source.is_empty() {
        lines.push(format!("Source: {}", trigger.source));
    }
    lines.extend(trigger.url.as_ref().map(|url| format!("Link: {url}")));
    for (place, account) in found.iter().enumerate() {
        let linked = place == 0 && !trigger.accounts.is_empty();
        let verb = if linked { "Touches" } else { "May touch" };
        lines.push(format!("{verb}: {} ({})", account.name, account.why));
    }
    if found.is_empty() {
        lines.push("Touches: no account in the book that the text names".to_owned());
    }
    lines
}

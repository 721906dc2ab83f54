//! `whynow log`: logs one call and prints the guards that apply.

use anyhow::{Result, bail};
use chrono::{DateTime, FixedOffset};
use serde_json::json;
use uuid::Uuid;

use super::show;
use crate::cli::args::LogArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::guard;
use crate::clock::Moment;
use crate::domain::account::Contact;
use crate::domain::call::{Call, NextStep, Whose, parse_day, parse_minutes};
use crate::domain::dates::wording::due;
use crate::domain::dates::{Leaning, moment_typed};
use crate::domain::ids::{CallId, ContactId};
use crate::domain::query::{LogStart, SearchHit};
use crate::domain::reason::guard::{Guard, Override};
use crate::domain::text::fold;
use crate::store::Store;

/// Most people that are listed for an ambiguous name.
const NAMES: usize = 50;

pub(crate) fn run(args: &LogArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let at = args.at.as_deref().map_or(Ok(now.0), |text| moment(text, now))?;
    let mut store = desk.open()?;
    let contact = find(&mut store, args)?;
    // The guards look at the hour at which the call was made.
    let LogStart { mut call, contact, account, guards, .. } = store.log_start(contact.id, Moment(at))?;
    // Another call than the one that may wait half typed in a form.
    (call.id, call.at) = (CallId(desk.clock.new_id()), at);
    fill(&mut call, args, now)?;
    override_guards(&mut call, &guards, args)?;
    if let Some(problem) = call.problems().into_iter().next() {
        return Err(UsageError(problem).into());
    }
    let logged = store.log_call(&call)?;
    if args.json {
        let line = &logged.line;
        out.json(&json!({ "call": call, "already": logged.already, "line": line, "guards": guards }))?;
        return Ok(Exit::Done);
    }
    out.line(format!("Logged: {}.", show::logged_line(&call, &contact.name, &account.name)))?;
    if let Some(next) = &call.next {
        out.line(format!("Next, {}: {} ({}).", next.whose.words(), next.what, due(next.by, now.date())))?;
    }
    for spoken in &guards {
        out.line(guard(spoken))?;
    }
    if let Some(line) = &logged.line {
        out.line(line)?;
    }
    Ok(Exit::Done)
}

/// Finds the one person whom the arguments mean.
fn find(store: &mut Store, args: &LogArgs) -> Result<Contact> {
    if let Ok(id) = args.contact.parse::<Uuid>() {
        return match store.contact(ContactId(id))? {
            Some(contact) => Ok(contact),
            None => bail!("Nobody in the book has the id {id}"),
        };
    }
    let mut people = people(store, args)?;
    if let Some(account) = &args.account {
        let account = show::find(store, account)?;
        people.retain(|(person, _)| person.account_id == account);
    }
    let wanted = fold(args.contact.trim());
    let is_meant = |(person, _): &&(Contact, String)| {
        fold(&person.name) == wanted || person.emails.iter().any(|email| fold(email) == wanted)
    };
    let exact: Vec<_> = people.iter().filter(is_meant).collect();
    match (exact.as_slice(), people.as_slice()) {
        ([(person, _)], _) | ([], [(person, _)]) => Ok(person.clone()),
        (_, []) => bail!("Nobody in the book is called \"{}\"", args.contact),
        _ => {
            let list = if exact.is_empty() { people.iter().collect() } else { exact };
            let names = list.iter().map(|(person, at)| format!("\n  {}, {at}: {}", person.name, person.id));
            let names: String = names.collect();
            let says = format!("\"{}\" may be several people; say --account, or name an id:{names}", args.contact);
            Err(UsageError(says).into())
        }
    }
}

/// Returns everyone whom the text may mean, each with the name of their account.
fn people(store: &Store, args: &LogArgs) -> Result<Vec<(Contact, String)>> {
    let mut people = Vec::new();
    for hit in store.search(&args.contact, NAMES)? {
        let SearchHit::Contact { id, excerpt, .. } = hit else { continue };
        if let Some(contact) = store.contact(id)? {
            people.push((contact, excerpt));
        }
    }
    Ok(people)
}

/// Fills in the call from the arguments.
fn fill(call: &mut Call, args: &LogArgs, now: Moment) -> Result<()> {
    call.reach = args.reach;
    call.outcome = args.outcome;
    call.verdict = args.verdict;
    call.source = args.source;
    call.words = args.words.clone().unwrap_or_default();
    call.note = args.note.clone().unwrap_or_default();
    if let Some(text) = &args.minutes {
        let Some(seconds) = parse_minutes(text) else {
            return Err(UsageError(format!("\"{text}\" is not a length; write 4, 4:30 or 270s")).into());
        };
        call.seconds = Some(seconds);
    }
    if let Some(what) = &args.next {
        let by = args.by.as_deref().map(|text| (text, parse_day(text, now.date())));
        if let Some((text, None)) = by {
            return Err(
                UsageError(format!("\"{text}\" is not a day; write fri, in 2 weeks, 14 mar or 2026-03-14")).into()
            );
        }
        let whose = args.whose.unwrap_or(Whose::Ours);
        call.next = Some(NextStep { what: what.clone(), by: by.and_then(|(_, day)| day), whose });
    }
    Ok(())
}

/// Overrides blocks with the given reason, or refuses to log the call.
fn override_guards(call: &mut Call, guards: &[Guard], args: &LogArgs) -> Result<()> {
    let blocks: Vec<_> = guards.iter().filter(|spoken| spoken.blocks()).collect();
    match &args.because {
        Some(because) if !because.trim().is_empty() => {
            let lifted = blocks.iter().map(|block| Override { rule: block.rule.clone(), because: because.clone() });
            call.overrides.extend(lifted);
        }
        Some(_) | None => {
            if let Some(block) = blocks.first() {
                bail!("{} Nothing was logged. --override \"why\" logs it, and keeps the reason", guard(block));
            }
        }
    }
    Ok(())
}

/// When the call was made, as typed: a weekday is the last one, and nothing lies ahead.
fn moment(text: &str, now: Moment) -> Result<DateTime<FixedOffset>> {
    let at = moment_typed(text, now.0, now.0.offset(), Leaning::Past).map_err(UsageError)?;
    if at > now.0 {
        return Err(UsageError(format!(
            "{} is still ahead; a call is logged when it was made",
            at.format("%-d %b %H:%M")
        ))
        .into());
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let now = Moment(DateTime::parse_from_rfc3339("2026-03-12T16:00:00+01:00").unwrap());
        let cases = [
            ("14:30", "2026-03-12T14:30:00+01:00"),
            ("yesterday 9:05", "2026-03-11T09:05:00+01:00"),
            ("2026-03-02 10:00", "2026-03-02T10:00:00+01:00"),
            ("2026-03-02T10:00", "2026-03-02T10:00:00+01:00"),
            ("2026-03-02T10:00:00+09:00", "2026-03-02T10:00:00+09:00"),
            ("2:30 p.m.", "2026-03-12T14:30:00+01:00"),
            ("mon 14:00", "2026-03-09T14:00:00+01:00"),
            ("2h ago", "2026-03-12T14:00:00+01:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(moment(text, now).unwrap().to_rfc3339(), expected, "{text}");
        }
        for text in ["17:30", "2026-04-01 10:00", "soonish", "25:00", ""] {
            assert!(moment(text, now).unwrap_err().is::<UsageError>(), "{text}");
        }
    }
}

//! `whynow log`: logs one call and prints the guards that apply to the time at which it was made.

use crate::domain::time_zone::Tz;
use anyhow::{Result, bail};
use serde_json::json;
use uuid::Uuid;

use super::{kept, show};
use crate::cli::args::LogArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::guard;
use crate::clock::Moment;
use crate::domain::account::Contact;
use crate::domain::account::phone_region::Dialling;
use crate::domain::call::clock::made_at;
use crate::domain::call::due::Due;
use crate::domain::call::{Call, NextStep, ReasonBy, UnfinishedCall, Verdict, VerdictSource, Whose, parse_minutes};
use crate::domain::dates::wording::due;
use crate::domain::ids::{CallId, ContactId};
use crate::domain::query::{LogStart, SearchHit, TriggerRow};
use crate::domain::reason::guard::{Guard, Override};
use crate::domain::text::fold;
use crate::store::Store;

/// Most people that are listed for an ambiguous name.
const NAMES: usize = 50;

pub(crate) fn run(args: &LogArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let typed = args.at.as_deref().map(|text| made_at(text, now.0)).transpose().map_err(UsageError)?;
    let mut store = desk.open()?;
    let contact = find(&mut store, &args.contact, args.account.as_deref())?;
    // Without a time it is the call whose clock was stopped.
    let ended = if typed.is_none() { last_unfinished(&store, contact.id)? } else { None };
    let at = typed.or(ended.as_ref().map(|ended| ended.ran.since)).unwrap_or(now.0);
    let start = store.log_start(contact.id, Moment(at))?;
    let LogStart { mut call, contact, account, guards, reasons, promises, .. } = start;
    if args.reason.as_deref() == Some("?") {
        return list_reasons(&reasons, out);
    }
    if args.kept.as_deref() == Some("?") {
        return kept::list(&promises, out);
    }
    let kept = kept::kept_by_call(&promises, args.kept.as_deref())?;
    // Another call than the one that may wait half typed in a form.
    call.id = CallId(desk.clock.new_id());
    if let Some(ended) = &ended {
        call.seconds = Some(ended.seconds);
        call.overrides.clone_from(&ended.ran.overrides);
        call.asked.clone_from(&ended.ran.asked);
    }
    fill(&mut call, args, now, Dialling::builtin().their_zone(&contact, &account))?;
    choose_reason(&mut call, &reasons, args)?;
    override_guards(&mut call, &guards, args)?;
    if let Some(problem) = call.problems().into_iter().next() {
        return Err(UsageError(problem).into());
    }
    if call.is_said_in_haste() && !args.sure {
        let says = "A call of less than 20 seconds, and they said how it was? If they did, --sure logs it; without --source it is your guess";
        return Err(UsageError(says.to_owned()).into());
    }
    let logged = store.log_and_keep(&call, ended.as_ref(), &kept)?;
    if args.json {
        let line = &logged.line;
        out.json(&json!({ "call": call, "already": logged.already, "line": line, "guards": guards, "kept": kept }))?;
        return Ok(Exit::Done);
    }
    out.line(format!("Logged: {}.", show::logged_line(&call, &contact.name, &account.name)))?;
    if ended.is_some() {
        out.line("It is the call whose clock was stopped; it is unfinished no longer.")?;
    }
    out.line(reason_line(&call, &reasons))?;
    kept::say(&promises, &kept, now.date(), out)?;
    if let Some(next) = &call.next {
        let hour = next.due().map(Due::hour_words).unwrap_or_default();
        out.line(format!("Next, {}: {} ({}{hour}).", next.whose.words(), next.what, due(next.by, now.date())))?;
    }
    for spoken in &guards {
        out.line(guard(spoken))?;
    }
    if let Some(line) = &logged.line {
        out.line(line)?;
    }
    Ok(Exit::Done)
}

/// Finds the one person whom a name, an address or an id means, at an account if one is named.
pub(super) fn find(store: &mut Store, text: &str, account: Option<&str>) -> Result<Contact> {
    if let Ok(id) = text.parse::<Uuid>() {
        return match store.contact(ContactId(id))? {
            Some(contact) => Ok(contact),
            None => bail!("Nobody in the book has the id {id}"),
        };
    }
    let mut people = people(store, text)?;
    if let Some(account) = account {
        let account = show::find(store, account)?;
        people.retain(|(person, _)| person.account_id == account);
    }
    let wanted = fold(text.trim());
    let is_meant = |(person, _): &&(Contact, String)| {
        fold(&person.name) == wanted || person.emails.iter().any(|email| fold(email) == wanted)
    };
    let exact: Vec<_> = people.iter().filter(is_meant).collect();
    match (exact.as_slice(), people.as_slice()) {
        ([(person, _)], _) | ([], [(person, _)]) => Ok(person.clone()),
        (_, []) => bail!("Nobody in the book is called \"{text}\""),
        _ => {
            let list = if exact.is_empty() { people.iter().collect() } else { exact };
            let names = list.iter().map(|(person, at)| format!("\n  {}, {at}: {}", person.name, person.id));
            let names: String = names.collect();
            let says = format!("\"{text}\" may be several people; say --account, or name an id:{names}");
            Err(UsageError(says).into())
        }
    }
}

/// Returns everyone whom the text may mean, each with the name of their account.
fn people(store: &Store, text: &str) -> Result<Vec<(Contact, String)>> {
    let mut people = Vec::new();
    for hit in store.search(text, NAMES)? {
        let SearchHit::Contact { id, excerpt, .. } = hit else { continue };
        if let Some(contact) = store.contact(id)? {
            people.push((contact, excerpt));
        }
    }
    Ok(people)
}

/// Fills in the call from the arguments; `zone` is that of the person's clock.
fn fill(call: &mut Call, args: &LogArgs, now: Moment, zone: Option<Tz>) -> Result<()> {
    call.reach = args.reach;
    call.outcome = args.outcome;
    call.verdict = args.verdict;
    let judged = args.verdict.is_some_and(|verdict| verdict != Verdict::NotAsked);
    // Without `--source` it is a guess, which scorecards count apart: nobody has said that they said it.
    call.source = args.source.or(judged.then_some(VerdictSource::RepInferred));
    call.words = args.words.clone().unwrap_or_default();
    call.note = args.note.clone().unwrap_or_default();
    if let Some(text) = &args.minutes {
        let Some(seconds) = parse_minutes(text) else {
            return Err(UsageError(format!("\"{text}\" is not a length; write 4, 4:30 or 270s")).into());
        };
        call.seconds = Some(seconds);
    }
    if let Some(what) = &args.next {
        let by = args.by.as_deref().map(|text| Due::parse(text, now.0, zone)).transpose().map_err(UsageError)?;
        let whose = args.whose.unwrap_or(Whose::Ours);
        call.next =
            Some(NextStep { what: what.clone(), by: by.map(|due| due.on), time: by.and_then(|due| due.time), whose });
    }
    Ok(())
}

/// Returns the latest unfinished call with a person.
fn last_unfinished(store: &Store, contact: ContactId) -> Result<Option<UnfinishedCall>> {
    Ok(store.unfinished_calls()?.into_iter().rfind(|ended| ended.ran.contact == contact))
}

fn list_reasons(reasons: &[TriggerRow], out: &mut Output) -> Result<Exit> {
    if reasons.is_empty() {
        out.line("No reason was live then: --reason none says so.")?;
    }
    for (n, reason) in reasons.iter().enumerate() {
        out.line(format!("{:>3}. {} ({})", n + 1, reason.headline, reason.kind_label))?;
    }
    Ok(Exit::Done)
}

/// Sets the reason that the arguments name; without one the plan's reason stays.
fn choose_reason(call: &mut Call, reasons: &[TriggerRow], args: &LogArgs) -> Result<()> {
    let Some(text) = args.reason.as_deref().map(str::trim) else { return Ok(()) };
    call.reason_by = Some(ReasonBy::Chosen);
    if fold(text) == "none" {
        call.triggers.clear();
        return Ok(());
    }
    let numbered = text.parse::<usize>().ok().and_then(|n| reasons.get(n.checked_sub(1)?));
    let named = |reason: &&TriggerRow| fold(&reason.headline).contains(&fold(text));
    let found: Vec<&TriggerRow> = match numbered {
        Some(reason) => vec![reason],
        None => reasons.iter().filter(named).collect(),
    };
    match found.as_slice() {
        [reason] => {
            call.triggers = vec![reason.id];
            Ok(())
        }
        found => {
            let which = if found.is_empty() { "no reason that was live then" } else { "several reasons" };
            let list: Vec<String> =
                reasons.iter().enumerate().map(|(n, reason)| format!("\n  {}. {}", n + 1, reason.headline)).collect();
            Err(UsageError(format!("\"{text}\" is {which}; name one of these, or none:{}", list.concat())).into())
        }
    }
}

/// Returns the line on what the call stood on.
fn reason_line(call: &Call, reasons: &[TriggerRow]) -> String {
    let headline = |id| reasons.iter().find(|reason| reason.id == id).map_or("", |reason| reason.headline.as_str());
    match (call.triggers.first(), reasons.len(), call.reason_by) {
        (Some(first), _, _) => format!("It stood on: {}", headline(*first)),
        (None, _, Some(_)) => "It stood on no reason, as you say.".to_owned(),
        (None, 0, None) => "It stood on no reason: none was live.".to_owned(),
        (None, live, None) => format!("It stood on no reason: {live} were live, and --reason names one."),
    }
}

/// Overrides blocks with the given sentence, or refuses to log the call.
fn override_guards(call: &mut Call, guards: &[Guard], args: &LogArgs) -> Result<()> {
    let open = |spoken: &&Guard| spoken.blocks() && !spoken.is_overridden(&call.overrides);
    let blocks: Vec<&Guard> = guards.iter().filter(open).collect();
    if let Some(block) = blocks.iter().find(|block| !block.can_be_overridden()) {
        bail!("{} Nothing was logged: lift the mark on the account first, if it is wrong", guard(block));
    }
    let Some(because) = &args.because else {
        return match blocks.first() {
            Some(block) => {
                bail!("{} Nothing was logged. --override \"why\" logs it, and keeps the sentence", guard(block))
            }
            None => Ok(()),
        };
    };
    let lifted = |rule: &str| Override { rule: rule.to_owned(), because: because.clone() };
    // A sentence is asked for at every hour, not only where something blocks.
    if let Some(problem) = lifted("").problem() {
        return Err(UsageError(problem).into());
    }
    call.overrides.extend(blocks.iter().map(|block| lifted(&block.rule)));
    Ok(())
}

//! `whynow show`: prints everything about one account.

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::today::sum;
use crate::cli::args::ShowArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::{guard, join_parts, plan};
use crate::domain::call::{Call, Outcome, Verdict, VerdictSource};
use crate::domain::dates::wording::relative_day;
use crate::domain::ids::AccountId;
use crate::domain::query::{AccountDetail, CallRow, ContactRow, TouchRow, TriggerRow};
use crate::domain::text::fold;
use crate::domain::trigger::day_ago;
use crate::store::Store;

/// Most calls that are printed.
const CALLS: usize = 10;

pub(crate) fn run(args: &ShowArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let mut store = desk.open()?;
    let id = find(&store, &args.account)?;
    let Some(file) = store.account_file(id, now)? else { bail!("That account is not in the book any more") };
    if args.json {
        out.json(&file)?;
    } else {
        lines(&file, now.date(), out)?;
    }
    Ok(Exit::Done)
}

/// Finds the one account that the text means.
pub(super) fn find(store: &Store, text: &str) -> Result<AccountId> {
    let found = store.find_account(text)?;
    let exact: Vec<_> = found.iter().filter(|(_, name)| fold(name) == fold(text)).collect();
    match (exact.as_slice(), found.as_slice()) {
        ([(id, _)], _) | ([], [(id, _)]) => Ok(*id),
        (_, []) => bail!("No account is called \"{text}\""),
        _ => {
            let names: Vec<_> = found.iter().take(20).map(|(_, name)| format!("\n  {name}")).collect();
            Err(UsageError(format!("\"{text}\" may be several accounts; name one of them:{}", names.concat())).into())
        }
    }
}

fn lines(file: &AccountDetail, today: NaiveDate, out: &mut Output) -> Result<()> {
    head(file, out)?;
    out.line(format!("\nWhy now, {}", file.reason.says()))?;
    if !file.reason.addends.is_empty() {
        out.line(format!("  {}", sum(&file.reason)))?;
    }
    if let Some(doubt) = file.reason.why_now() {
        out.line(format!("  {doubt}"))?;
    }
    if let Some(talked) = file.quiet.talked_says() {
        out.line(format!("  {talked}"))?;
    }
    section("People", file.contacts.len(), out)?;
    for row in &file.contacts {
        person(row, today, out)?;
    }
    section("Triggers", file.triggers.len(), out)?;
    for row in &file.triggers {
        out.line(trigger(row, today))?;
    }
    section("Calls", file.calls.len(), out)?;
    for row in file.calls.iter().take(CALLS) {
        out.line(call(row))?;
    }
    section("Other touches", file.touches.len(), out)?;
    for row in file.touches.iter().take(CALLS) {
        out.line(touch(row))?;
    }
    Ok(())
}

fn touch(row: &TouchRow) -> String {
    let day = row.touch.at.format("%-d %b %H:%M").to_string();
    let facts = join_parts([day.as_str(), &row.rep, &row.contact, row.touch.kind.words()]);
    if row.touch.note.is_empty() { format!("  {facts}") } else { format!("  {facts}: {}", row.touch.note) }
}

fn section(name: &str, n: usize, out: &mut Output) -> Result<()> {
    out.line(format!("\n{name}: {}", if n == 0 { "none".to_owned() } else { n.to_string() }))?;
    Ok(())
}

fn head(file: &AccountDetail, out: &mut Output) -> Result<()> {
    let account = &file.account;
    let place = [&account.city, &account.region, &account.country].map(|part| part.as_deref().unwrap_or_default());
    let kind = [&account.industry, &account.sub_industry].map(|part| part.as_deref().unwrap_or_default());
    let size = account.employees.map(|n| format!("{n} people")).unwrap_or_default();
    let turnover = account.revenue_musd.map(|n| format!("{n:.0} million US dollars a year")).unwrap_or_default();
    out.line(&account.name)?;
    if let Some(found) = account.look_alike() {
        out.line(format!("  Look twice: {}.", found.says()))?;
    }
    for line in [join_parts(kind), join_parts(place), join_parts([size.as_str(), &turnover])] {
        if !line.is_empty() {
            out.line(format!("  {line}"))?;
        }
    }
    if let Some(owner) = &account.owner {
        out.line(format!("  looked after by {owner}"))?;
    }
    if !account.notes.is_empty() {
        out.line(format!("  {}", account.notes))?;
    }
    out.line(format!("  fit {}: {}", file.fit.fit.words(), file.fit.because.join("; ")))?;
    Ok(())
}

fn person(row: &ContactRow, today: NaiveDate, out: &mut Output) -> Result<()> {
    let contact = &row.contact;
    let phone = contact.phones.first().map(|phone| phone.raw.as_str()).unwrap_or_default();
    let email = contact.emails.first().map(String::as_str).unwrap_or_default();
    let title = contact.title.as_deref().unwrap_or_default();
    out.line(format!("  {}", join_parts([contact.name.as_str(), title, phone, email])))?;
    let called = row.last_call.map_or("never called".into(), |day| format!("last call {}", relative_day(day, today)));
    let verdict = row.last_verdict.map(Verdict::words).unwrap_or_default();
    out.line(format!("      {}", join_parts([called.as_str(), verdict, &plan(row.plan)])))?;
    out.line(format!("      {}", row.clock.says))?;
    if let Some(goal) = &contact.goal {
        out.line(format!("      wants: {goal}"))?;
    }
    for spoken in &row.guards {
        out.line(format!("      {}", guard(spoken)))?;
    }
    Ok(())
}

fn trigger(row: &TriggerRow, today: NaiveDate) -> String {
    let fresh = format!("{} {:.0} %", row.freshness.state.words(), 100.0 * row.freshness.value);
    let age = day_ago(row.occurred_on, today);
    format!("  {} ({})", row.headline, join_parts([row.kind_label.as_str(), row.scope.words(), &age, &fresh]))
}

fn call(row: &CallRow) -> String {
    let verdict = row.verdict.map(Verdict::words).unwrap_or_default();
    let source = row.source.map(VerdictSource::words).unwrap_or_default();
    let outcome = row.outcome.map(Outcome::words).unwrap_or_default();
    let length = row.seconds.map(length).unwrap_or_default();
    let day = row.at.format("%-d %b %H:%M").to_string();
    let facts =
        join_parts([day.as_str(), &row.rep, &row.contact, row.reach.words(), &length, outcome, verdict, source]);
    if row.words.is_empty() { format!("  {facts}") } else { format!("  {facts}: {}", row.words) }
}

/// Formats a length in seconds as "4:20".
fn length(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Returns what was logged, in one line.
pub(super) fn logged_line(call: &Call, contact: &str, account: &str) -> String {
    let outcome = call.outcome.map(Outcome::words).unwrap_or_default();
    let verdict = if call.is_connected() { call.verdict_line() } else { String::new() };
    let length = call.seconds.map(length).unwrap_or_default();
    let at = call.at.format("%-d %b %H:%M").to_string();
    join_parts([contact, account, &at, call.reach.words(), &length, outcome, &verdict])
}

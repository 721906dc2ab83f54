//! `whynow today`: prints whom to call now, and why.

use anyhow::Result;
use chrono::NaiveDate;

use crate::cli::args::TodayArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::wording::{guard, join_parts, plan};
use crate::clock::Moment;
use crate::domain::call::Whose;
use crate::domain::dates::wording::relative_day;
use crate::domain::query::{PromiseRow, Today, TodayRow, Tray, TriggerQuery};
use crate::domain::reason::Reason;
use crate::domain::text::pluralize;
use crate::domain::trigger::day_ago;

pub(crate) fn run(args: &TodayArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let mut store = desk.open()?;
    let today = store.today(now, 0, args.limit)?;
    let inbox = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 0 };
    let waiting = if today.people.rows.is_empty() { store.triggers(&inbox, now)?.total.n } else { 0 };
    if args.json {
        out.json(&today)?;
    } else if args.plain {
        print_spoken(&today, now, waiting, out)?;
    } else {
        lines(&today, now, waiting, out)?;
    }
    Ok(Exit::Done)
}

/// Prints Today as compact lines for sighted readers.
fn lines(today: &Today, now: Moment, waiting: usize, out: &mut Output) -> Result<()> {
    let day = now.date();
    out.line(head(today, day))?;
    week(today, out)?;
    if !today.unfinished.is_empty() {
        out.line("\nNot logged yet: `whynow log NAME` logs the last one with that person")?;
        for call in &today.unfinished {
            out.line(format!("  {}", call.words(day)))?;
        }
    }
    if !today.promises.is_empty() {
        out.line("\nPromises")?;
        for row in &today.promises {
            let to = format!("{}, {}", row.contact, row.account);
            let whose = if row.promise.whose == Whose::Theirs { "theirs: " } else { "" };
            out.line(format!("  {:<15} {whose}{} ({to})", row.promise.due_says(day), row.promise.what))?;
        }
    }
    if !today.meetings.is_empty() {
        out.line("\nMeetings today")?;
        for row in &today.meetings {
            out.line(format!("  {:<15} {} ({}, {})", row.hour(), row.about(), row.contact, row.account))?;
        }
    }
    out.line("\nWorth interrupting now")?;
    for (n, row) in today.people.rows.iter().enumerate() {
        let who =
            join_parts([row.contact.as_str(), &row.title, &row.account, row.phone.as_deref().unwrap_or_default()]);
        out.line(format!("{:>3}. {:>3.0}  {who}", n + 1, row.reason.points))?;
        out.line(format!("          {} ({}, {})", row.trigger.headline, row.trigger.kind_label, age(row, day)))?;
        out.line(format!("          {}", standing(row, now)))?;
        for spoken in &row.guards {
            out.line(format!("          {}", guard(spoken)))?;
        }
    }
    let rest = rest_line(today, waiting);
    if !rest.is_empty() {
        out.line(rest)?;
    }
    Ok(())
}

/// Prints Today as full sentences, one item a line, for screen readers.
fn print_spoken(today: &Today, now: Moment, waiting: usize, out: &mut Output) -> Result<()> {
    let day = now.date();
    out.line(format!("{}.", head(today, day)))?;
    week(today, out)?;
    for call in &today.unfinished {
        out.line(format!("Not logged yet: {}.", call.words(day)))?;
    }
    for PromiseRow { promise, contact, account, .. } in &today.promises {
        let (whose, to) = match promise.whose {
            Whose::Ours => ("Promise", "To"),
            Whose::Theirs => ("Their promise", "From"),
        };
        out.line(format!("{whose}, {}: {}. {to} {contact} at {account}.", promise.due_says(day), promise.what))?;
    }
    for row in &today.meetings {
        out.line(format!("Meeting today {}: {}. With {} at {}.", row.hour(), row.about(), row.contact, row.account))?;
    }
    for (n, row) in today.people.rows.iter().enumerate() {
        let who = join_parts([row.contact.as_str(), &row.title, &row.account]);
        out.line(format!("Number {}: {who}. {:.0} points.", n + 1, row.reason.points))?;
        out.line(format!("Reason: {}. {}, {}.", row.trigger.headline, row.trigger.kind_label, age(row, day)))?;
        out.line(format!("Sum: {}.", sum(&row.reason)))?;
        out.line(format!("{}.", standing(row, now)))?;
        for spoken in &row.guards {
            out.line(format!("Against it, {}", guard(spoken)))?;
        }
        if let Some(phone) = &row.phone {
            out.line(format!("Telephone {phone}."))?;
        }
    }
    let rest = rest_line(today, waiting);
    if !rest.is_empty() {
        out.line(rest)?;
    }
    Ok(())
}

fn head(today: &Today, day: NaiveDate) -> String {
    let Today { logged, asked, well_spent, .. } = today;
    format!("{}: {logged} logged today, {asked} asked, {well_spent} well spent", day.format("%A %-d %B"))
}

/// Prints whether there are enough reasons for the week.
fn week(today: &Today, out: &mut Output) -> Result<()> {
    let said = [Some(today.week.says(false)), today.week.short_says()];
    out.line(format!("{}.", said.into_iter().flatten().collect::<Vec<_>>().join(" · ")))?;
    if let Some(bare) = today.week.bare_says(12) {
        out.line(format!("{bare}."))?;
    }
    Ok(())
}

/// Returns what is not shown, and what to do if nothing is.
fn rest_line(today: &Today, waiting: usize) -> String {
    let (shown, total) = (today.people.rows.len(), today.people.total);
    if shown == 0 && total.n == 0 {
        return match waiting {
            0 => "Nobody has a reason today: `whynow import triggers FILE` brings what happened.".into(),
            n => format!(
                "Nobody has a reason today. {} in the inbox: keep those that touch somebody (`whynow`, then 3), and \
                 `whynow import contacts FILE` brings whom to call.",
                pluralize(n, "trigger waits", "triggers wait")
            ),
        };
    }
    match total.n.saturating_sub(shown) {
        0 => String::new(),
        more => {
            let more = pluralize(more, "more person has", "more people have");
            format!("{}{more} a reason today; --limit shows them.", if total.at_least { "At least " } else { "" })
        }
    }
}

/// Returns age and freshness of a trigger: "3 days ago, peak".
fn age(row: &TodayRow, day: NaiveDate) -> String {
    format!("{}, {}", day_ago(row.trigger.occurred_on, day), row.trigger.freshness.state.words())
}

/// Returns what else is known of a row: "opens 8:00, in 2 h, fit in, plan ready, 24 s, last call 41 days ago, worth 64
/// today and 12 in six months".
fn standing(row: &TodayRow, now: Moment) -> String {
    let day = now.date();
    let touched = row.last_touch.map_or("never called".into(), |last| format!("last call {}", relative_day(last, day)));
    let later = format!("worth {:.0} today and {:.0} in six months", row.reason.worth, row.reason.later);
    let opens = row.opens.map_or(String::new(), |opens| opens.says(now.utc()));
    let clock = if row.clock.known { "" } else { "their clock is unknown" };
    join_parts([&opens as &str, clock, &format!("fit {}", row.fit.fit.words()), &plan(row.plan), &touched, &later])
}

/// Returns the addends of a reason: "new leader, strength 5 × 0.92 fresh 92.0, touches −10.0".
pub(super) fn sum(reason: &Reason) -> String {
    let addends: Vec<_> =
        reason.addends.iter().map(|addend| format!("{} {:+.1}", addend.label, addend.points)).collect();
    join_parts(addends.iter().map(String::as_str))
}

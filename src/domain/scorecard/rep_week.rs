//! A rep's own week: three calls that were worth the prospect's time, three that were not, one habit.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{Period, Scorecard, Share};
use crate::domain::call::asked::PassedCautions;
use crate::domain::call::filter::{CallFlags, Flag};
use crate::domain::markdown::escape_line;
use crate::domain::text::{pluralize, thousands};

/// Most best calls, and most wasted calls, of a week.
pub const NAMED: usize = 3;

/// One of the best or wasted calls, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotableCall {
    pub at: DateTime<FixedOffset>,
    pub contact: String,
    pub account: String,
    /// Length of the call in seconds, if timed.
    pub seconds: Option<u32>,
    /// The prospect's own words, as written down.
    pub words: String,
    /// Headline of the first trigger; empty without one.
    pub trigger: String,
    /// Why the call is listed: a sentence chosen by rule.
    pub why: String,
}

/// The week of one rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepWeek {
    pub rep: String,
    /// The days of the week.
    pub period: Period,
    /// Shares of the week's calls.
    pub card: Scorecard,
    /// Shares of the preceding period of the same length.
    pub before: Scorecard,
    /// Calls that the prospect called well spent, shortest first.
    pub best: Vec<NotableCall>,
    /// Calls that the prospect called wasted, longest first.
    pub wasted: Vec<NotableCall>,
    /// Cautions that the rep passed.
    pub asked: PassedCautions,
    pub habit: String,
}

/// Returns what is known about a call that the prospect called well spent.
pub fn why_best(unprompted: bool, ready: bool, trigger: &str) -> String {
    let said = if unprompted { "They said so without being asked" } else { "They said so when asked" };
    match (trigger.is_empty(), ready) {
        (false, true) => format!("{said}; it stood on a reason of their own and a ready plan."),
        (false, false) => format!("{said}; it stood on a reason of their own."),
        (true, true) => format!("{said}; the plan was ready."),
        (true, false) => format!("{said}."),
    }
}

/// Returns the likeliest cause, as far as the book knows, of a call that wasted the prospect's time.
pub fn why_wasted(flags: CallFlags, live: bool, ready: bool) -> String {
    // From what the rep decided to what was missing: the first cause is the one to talk about, and a block that was
    // overridden explains more than a missing plan.
    let cause = if flags.has(Flag::Overridden) {
        "a guard blocked it and was overridden"
    } else if flags.has(Flag::Swarm) {
        "we had been at this account too often in those days"
    } else if flags.has(Flag::NoTrigger) {
        "it stood on no reason of their own"
    } else if flags.has(Flag::Attached) {
        "nobody chose its reason: the program had attached one"
    } else if !live {
        "the reason was stale by that day"
    } else if flags.has(Flag::OutOfProfile) {
        "the company is out of the profile"
    } else if !ready {
        "there was no plan that was ready"
    } else {
        return "Reason and plan were there: read what they said.".to_owned();
    };
    format!("They said so; {cause}.")
}

/// Share of calls below which a habit is worth a sentence.
const HABIT: f64 = 0.8;

/// Returns the one habit to change or keep: the first rule that applies, with its figures. A share of few calls says
/// little, so counts are given.
pub fn habit(card: &Scorecard) -> String {
    let often = |share: &Share| f64::from(share.hits) >= HABIT * f64::from(share.n);
    let tally = &card.tally;
    let reached = thousands(tally.connected);
    if tally.connected == 0 {
        return "Nobody was reached, so there is nothing to judge yet.".to_owned();
    }
    // Asking comes first: without answers none of the figures below means anything.
    if !often(&card.asked) {
        let (hits, n) = (thousands(card.asked.hits), thousands(card.asked.n));
        return format!("Ask before you hang up: in {hits} of {n} calls they said whether it was worth their time.");
    }
    if tally.overridden > 0 {
        return format!("Respect the guards: a block was overridden for {}.", calls(tally.overridden));
    }
    if !often(&card.live_reason) {
        return format!(
            "Wait for a reason of their own: {} of {reached} calls stood on a live one.",
            thousands(tally.live)
        );
    }
    if tally.swarm > 0 {
        return format!("Give accounts room: {} went to one we had touched too often.", calls(tally.swarm));
    }
    if !often(&card.ready) {
        return format!("Finish the plan first: {} of {reached} calls had one that was ready.", thousands(tally.ready));
    }
    let (well, total) = (thousands(tally.said.well_spent), thousands(tally.said.total()));
    if tally.said.wasted + tally.said.partly > tally.said.well_spent {
        return format!("Say less, ask more: {well} of {total} called it well spent.");
    }
    format!("Keep it up: you asked, you had a reason, and {well} of {total} called it well spent.")
}

fn calls(n: u32) -> String {
    pluralize(n, "call", "calls")
}

/// Writes the week as Markdown; text by people is escaped.
pub fn markdown(review: &RepWeek) -> String {
    let period = &review.period;
    let (from, until) = (period.from.format("%-d %b %Y"), period.until.format("%-d %b %Y"));
    let mut out = format!("# {}, {from} – {until}\n\n", escape_line(&review.rep));
    let card = &review.card;
    out.push_str("## Was their time well spent?\n\n| what | these days | as many before |\n| --- | --- | --- |\n");
    for (what, now, before) in [
        ("well spent, of those asked", &card.well_spent, &review.before.well_spent),
        ("asked, of those reached", &card.asked, &review.before.asked),
        ("on a reason that was live", &card.live_reason, &review.before.live_reason),
        ("with a plan that was ready", &card.ready, &review.before.ready),
    ] {
        out.push_str(&format!("| {what} | {} | {} |\n", now.words(), before.words()));
    }
    out.push_str(&format!("\nAttached by the program, chosen by nobody: {} of the reasons.\n", card.tally.attached));
    out.push_str(&format!("\nAsked before the clock started, and went on: {}.\n", review.asked.words()));
    write_calls(&mut out, "Three best", "Nobody said yet that a call was well spent.", &review.best);
    write_calls(&mut out, "Three wasted", "Nobody said that a call was wasted.", &review.wasted);
    out.push_str(&format!("\n## One habit\n\n{}\n", review.habit));
    out
}

fn write_calls(out: &mut String, head: &str, nothing: &str, calls: &[NotableCall]) {
    out.push_str(&format!("\n## {head}\n\n"));
    if calls.is_empty() {
        out.push_str(&format!("{nothing}\n"));
    }
    for call in calls {
        out.push_str(&format!(
            "- {}, {}, {} ({})",
            call.at.format("%a %-d %b %H:%M"),
            escape_line(&call.contact),
            escape_line(&call.account),
            minutes(call.seconds)
        ));
        if !call.words.is_empty() {
            // Many type the marks themselves.
            out.push_str(&format!(": “{}”", escape_line(call.words.trim_matches(['"', '“', '”']))));
        }
        out.push_str(&format!("\n  {}", call.why));
        if !call.trigger.is_empty() {
            out.push_str(&format!(" Why then: {}.", escape_line(call.trigger.trim_end_matches('.'))));
        }
        out.push('\n');
    }
}

fn minutes(seconds: Option<u32>) -> String {
    match seconds {
        None => "not timed".to_owned(),
        Some(seconds) => format!("{}:{:02} min", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scorecard::{Tally, Verdicts};

    fn week() -> Tally {
        Tally {
            calls: 20,
            connected: 10,
            said: Verdicts { well_spent: 6, partly: 2, wasted: 0 },
            live: 9,
            ready: 8,
            ..Tally::default()
        }
    }

    #[test]
    fn the_habit_is_the_first_rule_that_holds() {
        let few = Verdicts { well_spent: 3, partly: 1, wasted: 0 };
        let cool = Verdicts { well_spent: 3, partly: 4, wasted: 1 };
        for (tally, habit) in [
            (Tally::default(), "Nobody was reached"),
            (Tally { said: few, ..week() }, "Ask before you hang up: in 4 of 10 calls"),
            (Tally { overridden: 1, live: 0, ..week() }, "Respect the guards: a block was overridden for 1 call"),
            (Tally { live: 7, swarm: 2, ..week() }, "Wait for a reason of their own: 7 of 10"),
            (Tally { swarm: 2, ready: 0, ..week() }, "Give accounts room: 2 calls"),
            (Tally { ready: 3, ..week() }, "Finish the plan first: 3 of 10"),
            (Tally { said: cool, ..week() }, "Say less, ask more: 3 of 8"),
            (week(), "Keep it up: you asked, you had a reason, and 6 of 8"),
        ] {
            let found = super::habit(&tally.scorecard("", ""));
            assert!(found.starts_with(habit), "{found:?} is not {habit:?}");
        }
    }

    #[test]
    fn a_wasted_call_names_its_likeliest_cause() {
        let flags = |flag| CallFlags::default().with(flag, true);
        for (flags, live, ready, cause) in [
            (flags(Flag::Overridden).with(Flag::Swarm, true), true, true, "a guard"),
            (flags(Flag::Swarm), true, true, "too often"),
            (flags(Flag::NoTrigger), false, true, "no reason of their own"),
            (flags(Flag::Attached), false, true, "nobody chose"),
            (CallFlags::default(), false, true, "stale"),
            (flags(Flag::OutOfProfile), true, true, "out of the profile"),
            (CallFlags::default(), true, false, "no plan"),
            (CallFlags::default(), true, true, "read what they said"),
        ] {
            assert!(why_wasted(flags, live, ready).contains(cause), "{cause}");
        }
    }

    #[test]
    fn the_review_is_markdown_that_nobody_elses_words_can_break() {
        let at = DateTime::parse_from_rfc3339("2026-03-11T10:05:00+01:00").unwrap();
        let told = NotableCall {
            at,
            contact: "Ane <b>Lund</b>".to_owned(),
            account: "Norvik | Foods".to_owned(),
            seconds: Some(245),
            words: "\"That *helped*\"".to_owned(),
            trigger: "New # plant.".to_owned(),
            why: why_best(true, true, "x"),
        };
        let card = week().scorecard("", "Ida");
        let day = at.date_naive();
        let review = RepWeek {
            rep: "Ida".to_owned(),
            period: Period { from: day, until: day, rep: None },
            before: Tally::default().scorecard("", "Ida"),
            card,
            best: vec![told],
            wasted: Vec::new(),
            asked: PassedCautions { calls: 2, rules: vec![("no_plan".to_owned(), 2)] },
            habit: "Keep it up.".to_owned(),
        };
        let text = markdown(&review);
        assert!(text.contains(
            "- Wed 11 Mar 10:05, Ane &lt;b&gt;Lund&lt;/b&gt;, Norvik \\| Foods (4:05 min): “That \\*helped\\*”\n"
        ));
        assert!(text.contains("They said so without being asked") && text.contains("Why then: New \\# plant."));
        assert!(text.contains("| well spent, of those asked | 6 of 8: too few | none yet |"));
        assert!(text.contains("Asked before the clock started, and went on: 2 calls: no plan 2.\n"), "{text}");
        assert!(
            text.contains("Nobody said that a call was wasted.") && text.ends_with("## One habit\n\nKeep it up.\n")
        );
    }
}

//! Guards: who must not be called now, and why.

mod hours;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Touches;
use super::no_answer::{NoAnswerStreak, Rest};
use crate::domain::account::Hours;
use crate::domain::account::calling_hours::PermittedHours;
use crate::domain::account::calling_hours::line::Line;
use crate::domain::account::profile::Fit;
pub use crate::domain::call::Override;
use crate::domain::call::{DO_NOT_CALL, Verdict};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Whether a guard warns or blocks.
    Weight {
        /// The rep is asked to think twice.
        Warn = "warn", "warning";
        /// The call needs a typed reason, which is kept for the manager.
        Block = "block", "block";
    }
}

/// A guard: a block or a warning against calling now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// Key of the rule: `do_not_call`, `swarm`.
    pub rule: String,
    pub weight: Weight,
    /// One sentence for the rep.
    pub says: String,
}

/// The facts that the guards judge, gathered by the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Why the person must not be called, if they or a list said so.
    pub do_not_call: Option<String>,
    /// They are no longer there: since when, and where they went.
    pub left: Option<String>,
    /// Whether the account fits the profile.
    pub fit: Fit,
    /// Recent touches of the account.
    pub touches: Touches,
    /// True if a trigger is live today; weak kinds alone do not count.
    pub live_trigger: bool,
    /// Headline of the best trigger if it was used with this person before.
    pub used_before: Option<UsedReason>,
    /// The person's last verdict and its day.
    pub last_verdict: Option<(Verdict, NaiveDate)>,
    /// True if a trigger came up after that verdict.
    pub new_since_verdict: bool,
    /// The account's rest, if its end is still ahead.
    pub rest: Option<Rest>,
    /// The account's unanswered touches, if it does not answer.
    pub silence: Option<NoAnswerStreak>,
    /// Local time and date of the person, and what the zone is guessed from.
    pub their_time: Option<TheirTime>,
    /// The clocks of every zone in which they may be, where theirs is not known and their country is.
    pub perhaps: Vec<TheirTime>,
    /// Permitted calling hours at the person's place.
    pub permitted: PermittedHours,
    /// Whose line would be called.
    pub line: Line,
    /// Calls to the person in the period that a row of their place counts.
    pub calls_in_period: u32,
    /// Hours that the person prefers.
    pub hours: Option<Hours>,
    /// Name of somebody at the account who was talked to on the same day.
    pub talked_today: Option<String>,
}

/// A trigger of an earlier call with the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedReason {
    pub headline: String,
    /// True if a rep chose it; false if the program attached it.
    pub chosen: bool,
}

/// The prospect's local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirTime {
    /// Local time of day.
    pub time: NaiveTime,
    pub date: NaiveDate,
    pub zone: String,
    /// What the zone is guessed from, "from +44"; `None` if it was set on the person.
    pub guessed: Option<String>,
}

/// Touches of an account in 14 days at which the swarm guard warns.
pub const SWARM_TOUCHES: u32 = 3;
/// Different people of an account touched in 7 days at which the swarm guard warns.
pub const SWARM_PEOPLE: u32 = 2;

/// Returns the guards against calling now: blocks first, then warnings.
pub fn guards(standing: &Standing) -> Vec<Guard> {
    // In the order in which a rep reads them: what was asked of us comes before what the law and the profile say.
    let found = [
        do_not_call(standing),
        no_longer_there(standing),
        rest_guard(standing),
        hours::outside_permitted_hours(standing),
        hours::outside_consumer_hours(standing),
        hours::too_many_calls(standing),
        hours::consent_needed(standing),
        profile_out(standing),
        no_live_trigger(standing),
        no_answer_guard(standing),
        swarm(standing),
        same_trigger_used(standing),
        wasted_last_time(standing),
        hours::public_holiday(standing),
        hours::outside_preferred_hours(standing),
    ];
    let (blocks, warnings): (Vec<Guard>, Vec<Guard>) = found.into_iter().flatten().partition(Guard::blocks);
    blocks.into_iter().chain(warnings).collect()
}

impl Guard {
    /// Returns true if the call needs a typed reason first.
    pub fn blocks(&self) -> bool {
        match self.weight {
            Weight::Block => true,
            Weight::Warn => false,
        }
    }

    /// True for every guard but do-not-call.
    pub fn can_be_overridden(&self) -> bool {
        self.rule != DO_NOT_CALL
    }

    /// True if one of these overrides is for this guard and valid.
    pub fn is_overridden(&self, overrides: &[Override]) -> bool {
        self.can_be_overridden()
            && overrides.iter().any(|lifted| lifted.rule == self.rule && lifted.problem().is_none())
    }
}

fn block(rule: &str, says: String) -> Guard {
    Guard { rule: rule.to_owned(), weight: Weight::Block, says }
}

fn warn(rule: &str, says: String) -> Guard {
    Guard { rule: rule.to_owned(), weight: Weight::Warn, says }
}

fn do_not_call(standing: &Standing) -> Option<Guard> {
    let why = standing.do_not_call.as_deref()?.trim().trim_end_matches('.');
    let why = if why.is_empty() { "no reason is recorded" } else { why };
    Some(block(DO_NOT_CALL, format!("Do not call: {why}.")))
}

fn no_longer_there(standing: &Standing) -> Option<Guard> {
    let says = standing.left.as_ref()?;
    Some(block("left", format!("They {says}: find out who does it now.")))
}

fn rest_guard(standing: &Standing) -> Option<Guard> {
    standing.rest.as_ref().map(|rest| block("resting", rest.says()))
}

fn profile_out(standing: &Standing) -> Option<Guard> {
    match standing.fit {
        Fit::Out => Some(block("profile_out", "The account is outside the profile we can serve.".to_owned())),
        // Missing data is no "no": a block here would hide every account nobody has looked into yet.
        Fit::Unknown | Fit::Edge | Fit::In => None,
    }
}

fn no_live_trigger(standing: &Standing) -> Option<Guard> {
    (!standing.live_trigger).then(|| {
        warn("no_live_trigger", "No live trigger: nothing known says why they should be interrupted now.".to_owned())
    })
}

fn no_answer_guard(standing: &Standing) -> Option<Guard> {
    let silence = standing.silence.as_ref().filter(|silence| silence.is_enough())?;
    Some(warn("silent", silence.says()))
}

fn swarm(standing: &Standing) -> Option<Guard> {
    let Touches { in_14_days, people_in_7_days, .. } = standing.touches;
    let touches = format!("{in_14_days} touches of this account in 14 days");
    let people = format!("{people_in_7_days} people of this account touched in 7 days");
    let says = match (in_14_days >= SWARM_TOUCHES, people_in_7_days >= SWARM_PEOPLE) {
        (true, true) => format!("{touches}, {people}."),
        (true, false) => format!("{touches}."),
        (false, true) => format!("{people}."),
        (false, false) => return None,
    };
    Some(warn("swarm", says))
}

fn same_trigger_used(standing: &Standing) -> Option<Guard> {
    Some(warn("same_trigger_used", standing.used_before.as_ref()?.says()))
}

fn wasted_last_time(standing: &Standing) -> Option<Guard> {
    match standing.last_verdict {
        Some((Verdict::Wasted, on)) if !standing.new_since_verdict => Some(warn(
            "wasted_last_time",
            format!("The call on {} was wasted time, and no trigger is new since.", on.format("%-d %b %Y")),
        )),
        Some((Verdict::WellSpent | Verdict::Partly | Verdict::NotAsked | Verdict::Wasted, _)) | None => None,
    }
}

impl UsedReason {
    /// Returns a sentence for the rep.
    pub fn says(&self) -> String {
        let headline = self.headline.trim().trim_end_matches('.');
        if self.chosen {
            format!("This trigger was used with them before: {headline}.")
        } else {
            format!("This trigger may have been used with them before: the program attached it to a call: {headline}.")
        }
    }
}

/// The prospect's clock in words, as exports and commands give it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ClockThere {
    /// False if nobody knows what time it is there: no zone, place or number tells it.
    pub known: bool,
    /// Their time zone.
    pub zone: Option<String>,
    /// What the zone is guessed from: "from +44"; none if it was set on the person.
    pub guessed: Option<String>,
    /// "It is 10:30 at their place (Europe/Oslo)", or that their clock is unknown.
    pub says: String,
}

impl Standing {
    /// Returns the person's clock, or that it is unknown.
    pub fn clock(&self) -> ClockThere {
        let Some(there) = &self.their_time else {
            let somewhere = self.perhaps.first().and_then(|there| there.guessed.as_deref());
            let says = match somewhere {
                Some(place) => format!("Their clock is unknown: somewhere {place}"),
                None => "Their clock is unknown: no zone, place or number tells it".to_owned(),
            };
            return ClockThere { says, ..ClockThere::default() };
        };
        ClockThere { known: true, zone: Some(there.zone.clone()), guessed: there.guessed.clone(), says: there.clock() }
    }
}

impl TheirTime {
    /// Describes the local time: "It is 22:14 at their place (Europe/Oslo, guessed from +47)".
    pub fn clock(&self) -> String {
        let guess = self.guessed.as_ref().map_or(String::new(), |from| format!(", guessed {from}"));
        // On a workday its name is noise; on a weekend it is the point.
        let day = if self.date.weekday().number_from_monday() > 5 {
            self.date.format("%A ").to_string()
        } else {
            String::new()
        };
        format!("It is {day}{} at their place ({}{guess})", self.time.format("%-H:%M"), self.zone)
    }

    /// Returns the time and date on their clock.
    pub fn local(&self) -> NaiveDateTime {
        self.date.and_time(self.time)
    }
}

#[cfg(test)]
mod tests;

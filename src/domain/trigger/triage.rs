//! Triage of the inbox: changes to one trigger or to all that are marked.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::freshness::AHEAD;
use super::kind::Kind;
use super::{Confidence, Status};
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::text::fold;

/// A change to one or several triggers at once, with one undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Triage {
    /// Snoozes each trigger until its own day: see [`ripe_on`].
    SnoozeToOnset,
    /// Sets the kind, with that kind's scope and strength.
    Kind {
        key: String,
        /// Strength, 1–5: the kind's default, or the measured one.
        strength: u8,
    },
    /// Sets how good the evidence is.
    Confidence(Confidence),
    /// Links the triggers to this account.
    Link(AccountId),
    /// Links the triggers to a new account of this name.
    LinkNew(String),
    /// Unlinks the triggers from this account.
    Unlink(AccountId),
    /// Merges the triggers into the best-sourced one, because they report one event.
    Merge,
    /// Merges the triggers into the first one, because they report one event.
    MergeIntoFirst,
}

/// A trigger that is moved to a tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTrigger {
    pub id: TriggerId,
    /// Where it was when the decision was made; `None` where nobody looked.
    pub status: Option<Status>,
}

/// Says where a trigger is: "rejected: old news", "snoozed until 3 Apr 2026".
pub fn status_says(status: &Status) -> String {
    match status {
        Status::Inbox => "in the inbox".to_owned(),
        Status::Kept => "kept".to_owned(),
        Status::Rejected(why) => format!("rejected: {why}"),
        Status::Snoozed(day) => format!("snoozed until {}", day.format("%-d %b %Y")),
        Status::Merged(_) => "merged into another".to_owned(),
    }
}

impl SeenTrigger {
    /// Returns true if it was decided about elsewhere since, in another way than is to be done now.
    pub fn meets(&self, stands: &SeenTrigger, to: &Status) -> bool {
        self.status != stands.status && stands.status.as_ref() != Some(to)
    }
}

/// Reasons to reject that are offered before any were given.
const USUAL: [&str; 6] =
    ["not about them", "old news", "wrong company", "no use to them", "known already", "outside our profile"];
/// Most reasons that are offered: one for each digit but 0.
pub const OFFERED: usize = 9;
/// Longest reason that is offered again, in characters; longer ones are about one trigger.
const SHORT: usize = 40;

/// Returns the reasons to offer for a rejection, the commonest first, from those given before with how often each was.
/// The usual ones fill up what is left; a reason given once comes after them.
pub fn reject_reasons(given: &[(String, u32)]) -> Vec<String> {
    let mut counted: Vec<(String, u32)> = USUAL.iter().map(|usual| ((*usual).to_owned(), 1)).collect();
    for (reason, times) in given.iter().filter(|(reason, _)| (1..=SHORT).contains(&reason.chars().count())) {
        match counted.iter_mut().find(|(known, _)| fold(known) == fold(reason)) {
            Some((_, n)) => *n += times,
            None => counted.push((reason.clone(), *times)),
        }
    }
    // A stable sort: among those counted once the usual ones stay in front.
    counted.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    counted.into_iter().take(OFFERED).map(|(reason, _)| reason).collect()
}

/// An account that a trigger may be about, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSuggestion {
    pub id: AccountId,
    pub name: String,
    /// Why the trigger may be about the account: "same CIK", "name alike".
    pub why: String,
}

/// Returns the day on which a trigger stops being too early: its kind's onset after it happened, or [`AHEAD`] days
/// before a later day of effect. `None` if that day is not in the future.
pub fn ripe_on(
    kind: &Kind,
    occurred_on: NaiveDate,
    effective_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    // A day of effect before the event is a slip, and would ripen it in the past.
    let day = match effective_on.filter(|day| *day > occurred_on) {
        Some(day) => day.checked_sub_days(Days::new(AHEAD.unsigned_abs())),
        None => occurred_on.checked_add_days(Days::new(u64::from(kind.onset))),
    };
    day.filter(|day| *day > today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::trigger::kind::Kinds;
    use crate::domain::trigger::{FreshnessState, freshness};

    #[test]
    fn the_commonest_reasons_are_offered_and_the_usual_ones_fill_up() {
        let given = |counts: &[(&str, u32)]| {
            let given: Vec<(String, u32)> = counts.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect();
            reject_reasons(&given)
        };
        assert_eq!(given(&[]), USUAL);
        let long = "x".repeat(SHORT + 1);
        let found = given(&[("a rumour", 3), ("Old news", 7), ("sold the plant", 1), ("", 50), (&long, 60)]);
        assert_eq!(found[..3], ["old news", "a rumour", "not about them"]);
        assert_eq!(found.last().unwrap(), "sold the plant");
        let many: Vec<(String, u32)> = (0..20).map(|n| (format!("reason {n}"), 20 - n)).collect();
        assert_eq!(reject_reasons(&many).len(), OFFERED);
    }

    #[test]
    fn a_trigger_is_ripe_on_the_first_day_that_is_not_too_early() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-03-12");
        for (kind, occurred, effective, ripe) in [
            ("leadership_change", "2026-03-10", None, Some("2026-03-24")),
            ("leadership_change", "2026-02-10", None, None),
            ("exec_statement", "2026-03-12", None, None),
            ("regulatory_change", "2026-03-01", Some("2026-12-31"), Some("2026-10-02")),
            ("regulatory_change", "2026-03-01", Some("2026-05-01"), None),
        ] {
            let known = Kinds::builtin().get(kind).unwrap();
            let (occurred, effective) = (day(occurred), effective.map(day));
            let found = ripe_on(known, occurred, effective, today);
            assert_eq!(found, ripe.map(day), "{kind} {occurred} {effective:?}");
            if let Some(found) = found {
                let state = |on| freshness(known, occurred, effective, on).state;
                assert_ne!(state(found), FreshnessState::TooEarly, "{kind}");
                assert_eq!(state(found.pred_opt().unwrap()), FreshnessState::TooEarly, "{kind}");
            }
        }
    }
}

//! The time of the call and its reason. Another time is another query, so that nothing that happened after the call
//! stands beside it.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::domain::call::ReasonBy;
use crate::domain::call::clock::made_at;
use crate::domain::ids::TriggerId;
use crate::domain::query::LogStart;
use crate::tui::context::Ctx;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::{LogQuery, Query};

use super::LogScreen;
use super::choices::PickedReason;

impl LogScreen {
    /// Returns the time of the call as the form says it; `None` is now.
    pub(super) fn time_of_call(&self, ctx: &Ctx) -> Result<Option<DateTime<FixedOffset>>, String> {
        match self.form.filled("when") {
            None => Ok(self.began()),
            Some(text) => made_at(&text, ctx.now.0).map(Some),
        }
    }

    /// Returns when the clock started, if one ran.
    pub(super) fn began(&self) -> Option<DateTime<FixedOffset>> {
        self.ended.as_ref().map(|ended| ended.ran.since)
    }

    /// Returns the query for a call at a time.
    pub(super) fn question(&self, at: Option<DateTime<FixedOffset>>) -> LogQuery {
        LogQuery { contact: self.contact, at, began: self.began() }
    }

    /// Sends the query again if the typed time is not that of the last one.
    pub(super) fn ask_for_that_time(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Ok(at) = self.time_of_call(ctx) else { return Vec::new() };
        // "40 min ago" is another second with every key; within the minute it is the same call.
        let same = match (self.asked_at, at) {
            (Some(asked), Some(at)) => (asked - at).abs() < TimeDelta::minutes(1),
            (asked, at) => asked == at,
        };
        if self.amends.is_some() || same {
            return Vec::new();
        }
        (self.asked_at, self.asking) = (at, true);
        vec![Query::LogStart(self.question(at)).into()]
    }

    /// Takes plan, reasons and guards of that time.
    pub(super) fn take_that_time(&mut self, then: &LogStart) {
        let Some(start) = &mut self.start else { return };
        let (id, amends) = (start.call.id, start.call.amends);
        **start = then.clone();
        (start.call.id, start.call.amends) = (id, amends);
        if !self.chose_reason {
            self.picked.reason = planned(then);
        }
    }

    /// Picks the next or previous reason; "none of these" is the last.
    pub(super) fn turn_reason(&mut self, by: isize) {
        let Some(start) = self.start.as_ref().filter(|_| self.amends.is_none()) else { return };
        let reasons = start.reasons.iter().map(|reason| PickedReason::Trigger(reason.id));
        let all: Vec<PickedReason> = reasons.chain(std::iter::once(PickedReason::NoneOfThese)).collect();
        let at = self.picked.reason.and_then(|picked| all.iter().position(|one| *one == picked));
        let next = match at {
            None if by < 0 => all.len() - 1,
            None => 0,
            Some(at) => (at + all.len()).wrapping_add_signed(by) % all.len(),
        };
        self.picked.reason = all.get(next).copied();
        self.chose_reason = true;
    }

    /// Returns the triggers of the call and who chose them, or a sentence if it cannot have stood on the picked one.
    pub(super) fn stood_on(&self, start: &LogStart) -> Result<(Vec<TriggerId>, Option<ReasonBy>), String> {
        let chosen = Some(ReasonBy::Chosen);
        match self.picked.reason {
            None => Ok((Vec::new(), None)),
            Some(PickedReason::NoneOfThese) => Ok((Vec::new(), chosen)),
            // A plan may stand on more than one.
            Some(PickedReason::Trigger(id)) if start.call.triggers.first() == Some(&id) => {
                Ok((start.call.triggers.clone(), chosen))
            }
            Some(PickedReason::Trigger(id)) if start.reasons.iter().any(|reason| reason.id == id) => {
                Ok((vec![id], chosen))
            }
            Some(PickedReason::Trigger(_)) => {
                Err("The reason is younger than the call: s chooses another one, or none of these.".to_owned())
            }
        }
    }

    /// Returns the text of the reason's row: the headline, and which of how many it is.
    pub(super) fn reason_words(&self) -> String {
        let Some(start) = &self.start else { return String::new() };
        let live = start.reasons.len();
        match self.picked.reason {
            Some(PickedReason::Trigger(id)) => {
                let Some(place) = start.reasons.iter().position(|reason| reason.id == id) else {
                    return "younger than the call".to_owned();
                };
                let of = if live > 1 { format!("{} of {live}: ", place + 1) } else { String::new() };
                format!("{of}{}", start.reasons[place].headline)
            }
            Some(PickedReason::NoneOfThese) => "none of these".to_owned(),
            None if self.amends.is_some() => "none was named when it was logged".to_owned(),
            None if live == 0 => "no reason was live".to_owned(),
            None if live == 1 => "not said yet, 1 was live".to_owned(),
            None => format!("not said yet, {live} were live"),
        }
    }
}

/// Returns the reason of the plan.
pub(super) fn planned(start: &LogStart) -> Option<PickedReason> {
    start.call.triggers.first().copied().map(PickedReason::Trigger)
}

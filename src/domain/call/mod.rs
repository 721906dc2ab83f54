//! A logged call on four separate axes: reach, outcome, verdict with its source, next step.

pub mod external;
pub mod filter;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

pub use super::dates::{parse_day, parse_minutes};
use super::ids::{AccountId, CallId, CampaignId, ContactId, PlanId, PromiseId, RepId, TriggerId};
pub(crate) use super::vocabulary::vocabulary;

vocabulary! {
    /// Whom the call reached.
    Reach {
        /// The person themselves.
        Connected = "connected", "reached";
        /// Somebody who guards their time.
        Gatekeeper = "gatekeeper", "gatekeeper";
        /// A message with a person.
        LeftMessage = "left_message", "left message";
        /// A recorded message.
        Voicemail = "voicemail", "voicemail";
        /// Nobody.
        NoAnswer = "no_answer", "no answer";
        /// Engaged.
        Busy = "busy", "busy";
        /// Not their number.
        WrongNumber = "wrong_number", "wrong number";
    }
}

vocabulary! {
    /// What came of a call that reached the person.
    Outcome {
        /// A next step was agreed.
        NextStepAgreed = "next_step_agreed", "next step agreed";
        /// It helped, and there is no step.
        UsefulNoStep = "useful_no_step", "useful, no step";
        /// They named somebody else.
        Referred = "referred", "referred";
        /// They asked to be called again.
        Callback = "callback", "call back";
        /// Not now.
        NotNow = "not_now", "not now";
        /// We cannot serve them.
        NotAFit = "not_a_fit", "not a fit";
        /// They said no.
        Declined = "declined", "declined";
        /// They asked not to be called: blocks the person at once.
        DoNotCall = "do_not_call", "do not call";
        /// They hung up.
        HungUp = "hung_up", "hung up";
    }
}

vocabulary! {
    /// Was it a good investment of *their* time?
    Verdict {
        /// Yes.
        WellSpent = "well_spent", "well spent";
        /// In part.
        Partly = "partly", "partly";
        /// No.
        Wasted = "wasted", "wasted";
        /// Nobody asked: an honest answer.
        NotAsked = "not_asked", "not asked";
    }
}

vocabulary! {
    /// Who says so. A guess is stored as a guess and counted apart.
    VerdictSource {
        /// They said it without being asked.
        SaidUnprompted = "said_unprompted", "they said, unprompted";
        /// They said it when asked.
        SaidWhenAsked = "said_when_asked", "they said, when asked";
        /// The rep's guess: never counted as said.
        RepInferred = "rep_inferred", "my guess";
    }
}

vocabulary! {
    /// Yes, no, or nobody asked.
    AskAnswer {
        /// Yes.
        Yes = "yes", "yes";
        /// No.
        No = "no", "no";
        /// Nobody asked.
        NotAsked = "not_asked", "not asked";
    }
}

vocabulary! {
    /// Who owes the next step.
    Whose {
        /// We do.
        Ours = "ours", "ours";
        /// They do.
        Theirs = "theirs", "theirs";
    }
}

/// The next step that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub what: String,
    pub by: Option<NaiveDate>,
    pub whose: Whose,
}

/// A call that is going on: kept in the book, so that the clock survives the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub contact: ContactId,
    pub name: String,
    pub since: DateTime<FixedOffset>,
    /// Guards overridden for it.
    pub overrides: Vec<Override>,
}

/// A guard's block that was overridden, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub rule: String,
    /// The rep's typed reason.
    pub because: String,
}

/// One logged call or attempt. Append-only: an amendment is a new row with `amends`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Made when the form opens.
    pub id: CallId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub rep_id: RepId,
    /// The plan that stood beside it.
    pub plan_id: Option<PlanId>,
    pub triggers: Vec<TriggerId>,
    /// The campaign it belongs to.
    pub campaign: Option<CampaignId>,
    /// The row this one corrects.
    pub amends: Option<CallId>,
    /// When it began, with the rep's offset.
    pub at: DateTime<FixedOffset>,
    /// Seconds it took, where known.
    pub seconds: Option<u32>,
    /// Minutes asked of them.
    pub minutes_asked: Option<u16>,
    pub reach: Reach,
    /// What came of it; only when connected.
    pub outcome: Option<Outcome>,
    /// Their verdict; only when connected.
    pub verdict: Option<Verdict>,
    /// Who says so; only with a verdict that was given.
    pub source: Option<VerdictSource>,
    /// Did they learn something?
    pub learned: AskAnswer,
    /// Did they find a way forward?
    pub way_forward: AskAnswer,
    pub words: String,
    pub note: String,
    pub next: Option<NextStep>,
    /// The opener as used, frozen.
    pub opener: String,
    /// Guards overridden, with reasons.
    pub overrides: Vec<Override>,
    /// Seconds spent in the form.
    pub log_seconds: Option<u32>,
}

/// Something we owe a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
    /// The call it was made in.
    pub call_id: CallId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub what: String,
    pub by: Option<NaiveDate>,
    pub whose: Whose,
    /// The day it was kept.
    pub done_on: Option<NaiveDate>,
}

impl Call {
    /// A new call that reached nobody yet: what an empty form holds.
    pub fn new(
        id: CallId,
        contact_id: ContactId,
        account_id: AccountId,
        rep_id: RepId,
        at: DateTime<FixedOffset>,
    ) -> Call {
        Call {
            id,
            contact_id,
            account_id,
            rep_id,
            at,
            plan_id: None,
            triggers: Vec::new(),
            campaign: None,
            amends: None,
            seconds: None,
            minutes_asked: None,
            reach: Reach::NoAnswer,
            outcome: None,
            verdict: None,
            source: None,
            learned: AskAnswer::NotAsked,
            way_forward: AskAnswer::NotAsked,
            words: String::new(),
            note: String::new(),
            next: None,
            opener: String::new(),
            overrides: Vec::new(),
            log_seconds: None,
        }
    }

    /// True if the person themselves was reached.
    pub fn is_connected(&self) -> bool {
        self.reach == Reach::Connected
    }

    /// The axes that contradict each other, one sentence each; empty when it can be logged.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = if self.is_connected() { Vec::new() } else { self.unreached_problems() };
        match (self.verdict, self.source) {
            (Some(Verdict::WellSpent | Verdict::Partly | Verdict::Wasted), None) => {
                problems.push("A verdict needs its source: did they say it, or is it your guess?".to_owned());
            }
            (Some(Verdict::NotAsked) | None, Some(_)) => {
                problems.push("A source needs a verdict: nobody was asked here.".to_owned());
            }
            (Some(_), Some(_)) | (Some(Verdict::NotAsked) | None, None) => {}
        }
        if self.next.as_ref().is_some_and(|next| next.what.trim().is_empty()) {
            problems.push("The next step is empty: say what happens, or take it out.".to_owned());
        }
        for lifted in self.overrides.iter().filter(|lifted| lifted.because.trim().is_empty()) {
            problems.push(format!("The block \"{}\" is overridden without a reason: type one.", lifted.rule));
        }
        problems
    }

    /// What only a call that reached the person can have.
    fn unreached_problems(&self) -> Vec<String> {
        let reach = self.reach.words();
        let mut problems = Vec::new();
        if let Some(outcome) = self.outcome {
            problems
                .push(format!("\"{}\" needs a call that reached them: this one says \"{reach}\".", outcome.words()));
        }
        if let Some(verdict) = self.verdict {
            problems.push(format!("A verdict (\"{}\") needs a call that reached them: \"{reach}\".", verdict.words()));
        }
        if self.learned == AskAnswer::Yes || self.way_forward == AskAnswer::Yes {
            problems.push(format!("Nobody can have learned something from a call with \"{reach}\"."));
        }
        problems
    }

    /// The verdict with its source: "well spent (they said, when asked)". Without one, what there is instead.
    pub fn verdict_line(&self) -> String {
        match (self.verdict, self.source) {
            (Some(Verdict::NotAsked), _) => Verdict::NotAsked.words().to_owned(),
            (Some(verdict), Some(source)) => format!("{} ({})", verdict.words(), source.words()),
            (Some(verdict), None) => format!("{} (nobody says who said so)", verdict.words()),
            (None, _) if self.is_connected() => "no verdict".to_owned(),
            (None, _) => self.reach.words().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connected() -> Call {
        let at = DateTime::parse_from_rfc3339("2026-03-13T09:26:40+01:00").unwrap();
        let call = Call::new(CallId::default(), ContactId::default(), AccountId::default(), RepId::default(), at);
        Call { reach: Reach::Connected, ..call }
    }

    fn unreached() -> Call {
        Call { reach: Reach::Voicemail, ..connected() }
    }

    #[test]
    fn axes_that_agree_can_be_logged() {
        let said = |verdict, source| Call { verdict: Some(verdict), source, ..connected() };
        for call in [
            connected(),
            unreached(),
            said(Verdict::NotAsked, None),
            said(Verdict::WellSpent, Some(VerdictSource::SaidUnprompted)),
            said(Verdict::Wasted, Some(VerdictSource::RepInferred)),
            Call { outcome: Some(Outcome::HungUp), ..connected() },
            Call { learned: AskAnswer::Yes, way_forward: AskAnswer::No, ..connected() },
        ] {
            assert_eq!(call.problems(), Vec::<String>::new(), "{call:?}");
        }
    }

    #[test]
    fn axes_that_contradict_are_named() {
        let said = |verdict, source| Call { verdict, source, ..connected() };
        let step = |what: &str| Some(NextStep { what: what.to_owned(), by: None, whose: Whose::Ours });
        let lifted = vec![Override { rule: "swarm".to_owned(), because: " ".to_owned() }];
        for (call, says) in [
            (
                Call { outcome: Some(Outcome::Referred), ..unreached() },
                "\"referred\" needs a call that reached them: this one says \"voicemail\".",
            ),
            (
                Call { verdict: Some(Verdict::NotAsked), ..unreached() },
                "A verdict (\"not asked\") needs a call that reached them: \"voicemail\".",
            ),
            (
                Call { learned: AskAnswer::Yes, ..unreached() },
                "Nobody can have learned something from a call with \"voicemail\".",
            ),
            (said(Some(Verdict::WellSpent), None), "A verdict needs its source: did they say it, or is it your guess?"),
            (
                said(Some(Verdict::NotAsked), Some(VerdictSource::SaidWhenAsked)),
                "A source needs a verdict: nobody was asked here.",
            ),
            (said(None, Some(VerdictSource::SaidUnprompted)), "A source needs a verdict: nobody was asked here."),
            (Call { next: step(" "), ..connected() }, "The next step is empty: say what happens, or take it out."),
            (
                Call { overrides: lifted, ..connected() },
                "The block \"swarm\" is overridden without a reason: type one.",
            ),
        ] {
            assert_eq!(call.problems(), [says]);
        }
    }

    #[test]
    fn the_verdict_line_never_hides_who_said_so() {
        for (call, line) in [
            (
                Call { verdict: Some(Verdict::WellSpent), source: Some(VerdictSource::SaidWhenAsked), ..connected() },
                "well spent (they said, when asked)",
            ),
            (
                Call { verdict: Some(Verdict::Wasted), source: Some(VerdictSource::RepInferred), ..connected() },
                "wasted (my guess)",
            ),
            (Call { verdict: Some(Verdict::Partly), ..connected() }, "partly (nobody says who said so)"),
            (Call { verdict: Some(Verdict::NotAsked), ..connected() }, "not asked"),
            (connected(), "no verdict"),
            (unreached(), "voicemail"),
        ] {
            assert_eq!(call.verdict_line(), line);
        }
    }
}

//! A logged call on four separate axes: reach, outcome, verdict with its source, next step.

pub mod asked;
pub mod clock;
pub mod due;
pub mod external;
pub mod filter;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub use super::dates::{parse_day, parse_minutes};
use super::ids::{AccountId, CallId, CampaignId, ContactId, PlanId, PromiseId, RepId, TriggerId};
pub(crate) use super::vocabulary::vocabulary;
pub use clock::{Running, UnfinishedCall};

vocabulary! {
    /// How far the call got.
    Reach {
        /// The person answered.
        Connected = "connected", "reached";
        /// Someone who screens calls answered.
        Gatekeeper = "gatekeeper", "gatekeeper";
        /// A message was left with another person.
        LeftMessage = "left_message", "left message";
        /// A message was left on an answering machine.
        Voicemail = "voicemail", "voicemail";
        /// Nobody answered.
        NoAnswer = "no_answer", "no answer";
        /// The line was busy.
        Busy = "busy", "busy";
        /// The number is not the person's.
        WrongNumber = "wrong_number", "wrong number";
    }
}

vocabulary! {
    /// How a call that reached the person ended.
    Outcome {
        /// A next step was agreed.
        NextStepAgreed = "next_step_agreed", "next step agreed";
        /// The call was useful, but no next step was agreed.
        UsefulNoStep = "useful_no_step", "useful, no step";
        /// The prospect referred the rep to somebody else.
        Referred = "referred", "referred";
        /// The prospect asked to be called again.
        Callback = "callback", "call back";
        /// The prospect is not interested now.
        NotNow = "not_now", "not now";
        /// We cannot serve the prospect.
        NotAFit = "not_a_fit", "not a fit";
        /// The prospect declined.
        Declined = "declined", "declined";
        /// The prospect asked not to be called; blocks the person at once.
        DoNotCall = "do_not_call", "do not call";
        /// The prospect hung up.
        HungUp = "hung_up", "hung up";
    }
}

vocabulary! {
    /// The prospect's answer to whether the call was a good use of *their* time.
    Verdict {
        /// The time was well spent.
        WellSpent = "well_spent", "well spent";
        /// The time was partly well spent.
        Partly = "partly", "partly";
        /// The time was wasted.
        Wasted = "wasted", "wasted";
        /// Nobody asked, which is an honest answer.
        NotAsked = "not_asked", "not asked";
    }
}

vocabulary! {
    /// Who gave the verdict. A guess is stored as a guess and counted apart.
    VerdictSource {
        /// The prospect gave the verdict without being asked.
        SaidUnprompted = "said_unprompted", "they said, unprompted";
        /// The prospect gave the verdict when asked.
        SaidWhenAsked = "said_when_asked", "they said, when asked";
        /// The rep guessed the verdict; never counted as said.
        RepInferred = "rep_inferred", "my guess";
    }
}

vocabulary! {
    /// An answer of yes or no, or none because nobody asked.
    AskAnswer {
        /// The prospect said yes.
        Yes = "yes", "yes";
        /// The prospect said no.
        No = "no", "no";
        /// Nobody asked.
        NotAsked = "not_asked", "not asked";
    }
}

vocabulary! {
    /// Who owes the next step.
    Whose {
        /// We owe the next step.
        Ours = "ours", "ours";
        /// The prospect owes the next step.
        Theirs = "theirs", "theirs";
    }
}

vocabulary! {
    /// Who says that a call stood on its reason.
    ReasonBy {
        /// The rep chose it, in the log form or in the plan of the call.
        Chosen = "chosen", "chosen by the rep";
        /// The program set the account's best trigger; nobody confirmed it.
        Attached = "attached", "attached by the program";
    }
}

impl Reach {
    /// True if somebody heard the reason: the person themselves, or whoever reads or plays the message.
    pub fn is_heard(self) -> bool {
        match self {
            Reach::Connected | Reach::LeftMessage | Reach::Voicemail => true,
            Reach::Gatekeeper | Reach::NoAnswer | Reach::Busy | Reach::WrongNumber => false,
        }
    }
}

/// The next step that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub what: String,
    pub by: Option<NaiveDate>,
    /// The hour of that day, on their clock where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
    pub whose: Whose,
}

/// A guard's block that was overridden, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub rule: String,
    /// The rep's typed reason.
    pub because: String,
}

/// Key of the do-not-call guard; it cannot be overridden.
pub const DO_NOT_CALL: &str = "do_not_call";

/// Fewest words of an override's reason: "ok" tells a manager nothing.
pub const OVERRIDE_WORDS: usize = 3;

/// One logged call or attempt. Append-only: an amendment is a new row with `amends`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Id, made when the form opens.
    pub id: CallId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub rep_id: RepId,
    /// The plan the call was made with.
    pub plan_id: Option<PlanId>,
    /// Triggers that the call stood on; the first one is the reason.
    pub triggers: Vec<TriggerId>,
    /// Who chose the reason, as stored; read it with [`Call::reason_by`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_by: Option<ReasonBy>,
    /// The campaign that the call belongs to.
    pub campaign: Option<CampaignId>,
    /// The call that this one amends; `None` for a first version.
    pub amends: Option<CallId>,
    /// When the call began, with the rep's UTC offset.
    pub at: DateTime<FixedOffset>,
    /// Length of the call in seconds, if known.
    pub seconds: Option<u32>,
    /// Minutes that the rep asked for.
    pub minutes_asked: Option<u16>,
    pub reach: Reach,
    /// Outcome; only if the person was reached.
    pub outcome: Option<Outcome>,
    /// The prospect's verdict; only if the person was reached.
    pub verdict: Option<Verdict>,
    /// Source of the verdict; only with a verdict that was given.
    pub source: Option<VerdictSource>,
    /// Whether the prospect learned something.
    pub learned: AskAnswer,
    /// Whether the prospect found a way forward.
    pub way_forward: AskAnswer,
    pub words: String,
    pub note: String,
    pub next: Option<NextStep>,
    /// The opener as used in the call; never changed later.
    pub opener: String,
    /// Blocks that were overridden, with reasons.
    pub overrides: Vec<Override>,
    /// Keys of the cautions that the rep passed when the clock started.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// Seconds that the rep spent in the log form.
    pub log_seconds: Option<u32>,
}

/// A next step that is still open: owed by us or by the prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
    /// The call in which the promise was made.
    pub call_id: CallId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub what: String,
    pub by: Option<NaiveDate>,
    /// The hour of that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
    /// By whose clock, as a zone's name; nothing for the rep's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What was agreed first, where it was moved since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_time: Option<NaiveTime>,
    pub whose: Whose,
    /// The day on which the promise was kept; `None` while it is open.
    pub done_on: Option<NaiveDate>,
}

/// Length in seconds below which a verdict of the prospect is asked about once more.
const HASTE: u32 = 20;

impl Override {
    /// Returns what is wrong with a new override, as a sentence; older rules allowed more, so logged ones are not
    /// checked.
    pub fn problem(&self) -> Option<String> {
        if self.rule == DO_NOT_CALL {
            return Some(
                "Do not call: no sentence overrides that. Where the mark is wrong, lift it on the account.".into(),
            );
        }
        let words = self.because.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        (words < OVERRIDE_WORDS).then(|| {
            format!("Say why in a sentence, at least {OVERRIDE_WORDS} words: your manager reads it beside the call.")
        })
    }
}

impl Call {
    /// Makes a new call that has not reached anybody: the initial values of a form.
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
            reason_by: None,
            campaign: None,
            amends: None,
            seconds: None,
            minutes_asked: None,
            // The one that claims least: a call that is saved by accident must not count as a conversation.
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
            asked: Vec::new(),
            log_seconds: None,
        }
    }

    /// Returns true if the person was reached.
    pub fn is_connected(&self) -> bool {
        self.reach == Reach::Connected
    }

    /// Returns who chose the reason; `None` without a trigger. Triggers of calls of format 1.3 or older were attached.
    pub fn reason_by(&self) -> Option<ReasonBy> {
        (!self.triggers.is_empty()).then(|| self.reason_by.unwrap_or(ReasonBy::Attached))
    }

    /// True if the prospect gave a verdict in a call so short that it is asked about once more.
    pub fn is_said_in_haste(&self) -> bool {
        self.is_said_by_them() && self.is_connected() && self.seconds.is_some_and(|seconds| seconds < HASTE)
    }

    /// True if the verdict is the prospect's own: given, and said by them.
    fn is_said_by_them(&self) -> bool {
        match (self.verdict, self.source) {
            (Some(Verdict::WellSpent | Verdict::Partly | Verdict::Wasted), Some(source)) => match source {
                VerdictSource::SaidUnprompted | VerdictSource::SaidWhenAsked => true,
                VerdictSource::RepInferred => false,
            },
            (Some(_), _) | (None, _) => false,
        }
    }

    /// Returns the contradictions between values of the call, one sentence each; empty if it can be logged.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = if self.is_connected() { Vec::new() } else { self.unreached_problems() };
        match (self.verdict, self.source) {
            (Some(Verdict::WellSpent | Verdict::Partly | Verdict::Wasted), None) => {
                problems.push("A verdict needs its source: did they say it, or is it your guess?".to_owned());
            }
            // Verdicts are counted by who said so: a source with nothing said has no place there.
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

    /// Returns the contradictions of a call that reached nobody but has values that need a conversation.
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
        // Only a "yes" contradicts: that they learned nothing is true of such a call.
        if self.learned == AskAnswer::Yes || self.way_forward == AskAnswer::Yes {
            problems.push(format!("Nobody can have learned something from a call with \"{reach}\"."));
        }
        problems
    }

    /// Returns the verdict with its source: "well spent (they said, when asked)"; without a verdict, what there is
    /// instead.
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

    #[test]
    fn an_override_takes_a_sentence_and_never_lifts_do_not_call() {
        let problem = |rule: &str, because: &str| Override { rule: rule.into(), because: because.into() }.problem();
        assert_eq!(problem("profile_out", "a new line serves them"), None);
        for because in ["", "ok", "they agreed", "1 2 3 4", "- - -"] {
            assert!(problem("profile_out", because).unwrap().contains("at least 3 words"), "{because:?}");
        }
        assert!(problem(DO_NOT_CALL, "they rang us this morning").unwrap().contains("lift it on the account"));
    }

    #[test]
    fn a_reason_that_nobody_chose_was_attached() {
        let on = |triggers: &[TriggerId], reason_by| Call { triggers: triggers.to_vec(), reason_by, ..connected() };
        let some = [TriggerId::default()];
        for (call, by) in [
            (on(&[], None), None),
            (on(&[], Some(ReasonBy::Chosen)), None),
            (on(&some, None), Some(ReasonBy::Attached)),
            (on(&some, Some(ReasonBy::Attached)), Some(ReasonBy::Attached)),
            (on(&some, Some(ReasonBy::Chosen)), Some(ReasonBy::Chosen)),
        ] {
            assert_eq!(call.reason_by(), by, "{call:?}");
        }
    }

    #[test]
    fn a_verdict_of_theirs_after_a_few_seconds_was_said_in_haste() {
        let said = |seconds, source| {
            Call { seconds, verdict: Some(Verdict::WellSpent), source: Some(source), ..connected() }.is_said_in_haste()
        };
        assert!(said(Some(19), VerdictSource::SaidWhenAsked));
        assert!(said(Some(0), VerdictSource::SaidUnprompted));
        assert!(!said(Some(20), VerdictSource::SaidWhenAsked));
        assert!(!said(None, VerdictSource::SaidWhenAsked));
        assert!(!said(Some(3), VerdictSource::RepInferred));
    }

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
        let step = |what: &str| Some(NextStep { what: what.to_owned(), by: None, time: None, whose: Whose::Ours });
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

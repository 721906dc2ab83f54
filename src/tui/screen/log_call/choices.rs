//! The choices of the log form.

use std::collections::BTreeMap;

use crate::domain::call::{AskAnswer as Said, Call, Outcome, Reach, Verdict, VerdictSource, Whose};
use crate::domain::ids::{PromiseId, TriggerId};

/// The choices of the form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChoiceRow {
    Reach,
    Verdict,
    Source,
    Gained,
    Outcome,
    Reason,
    Kept,
    Whose,
}

/// Every choice, in the order in which the form shows them.
pub(super) const CHOICES: [ChoiceRow; 8] = [
    ChoiceRow::Reach,
    ChoiceRow::Verdict,
    ChoiceRow::Source,
    ChoiceRow::Gained,
    ChoiceRow::Outcome,
    ChoiceRow::Reason,
    ChoiceRow::Kept,
    ChoiceRow::Whose,
];

/// The reason that is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PickedReason {
    /// None of the offered triggers.
    NoneOfThese,
    /// This trigger.
    Trigger(TriggerId),
}

/// Which of the open promises the call kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PickedKept {
    NoneYet,
    One(PromiseId),
    All,
}

/// The choices made in the log form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogChoices {
    pub(super) reach: Option<Reach>,
    pub(super) verdict: Option<Verdict>,
    pub(super) source: Option<VerdictSource>,
    pub(super) outcome: Option<Outcome>,
    /// `None` while nothing is picked.
    pub(super) reason: Option<PickedReason>,
    pub(super) learned: Said,
    pub(super) forward: Said,
    pub(super) whose: Whose,
    pub(super) kept: PickedKept,
}

impl Default for LogChoices {
    fn default() -> Self {
        LogChoices {
            reach: None,
            verdict: None,
            source: None,
            outcome: None,
            reason: None,
            learned: Said::NotAsked,
            forward: Said::NotAsked,
            whose: Whose::Ours,
            kept: PickedKept::NoneYet,
        }
    }
}

impl LogChoices {
    /// What a logged call says.
    pub(super) fn of(call: &Call) -> LogChoices {
        LogChoices {
            reach: Some(call.reach),
            verdict: call.verdict,
            source: call.source,
            outcome: call.outcome,
            reason: call.triggers.first().copied().map(PickedReason::Trigger),
            learned: call.learned,
            forward: call.way_forward,
            whose: call.next.as_ref().map_or(Whose::Ours, |next| next.whose),
            kept: PickedKept::NoneYet,
        }
    }

    /// A letter on a choice row sets its answer, whichever row has the focus.
    pub(super) fn letter(&mut self, c: char) -> bool {
        if let Some(reach) = REACH.iter().find(|(key, _)| *key == c).map(|(_, reach)| *reach) {
            self.reach = Some(reach);
            // Whoever was not reached said nothing: what they would have said goes, the rest stays.
            if reach != Reach::Connected {
                let LogChoices { whose, reason, kept, .. } = *self;
                *self = LogChoices { reach: Some(reach), whose, reason, kept, ..LogChoices::default() };
            }
            return true;
        }
        if let Some(verdict) = VERDICT.iter().find(|(key, _)| *key == c).map(|(_, verdict)| *verdict) {
            // A verdict is theirs, so they were reached.
            self.reach = Some(Reach::Connected);
            self.verdict = Some(verdict);
            self.source = match verdict {
                Verdict::NotAsked => None,
                Verdict::WellSpent | Verdict::Partly | Verdict::Wasted => {
                    // Who said so is pressed by a key of its own; a verdict alone is the rep's guess.
                    self.source.or(Some(VerdictSource::RepInferred))
                }
            };
            return true;
        }
        match c {
            'u' => self.source = Some(VerdictSource::SaidUnprompted),
            'i' => self.source = Some(VerdictSource::SaidWhenAsked),
            'g' => self.source = Some(VerdictSource::RepInferred),
            'l' => self.learned = next_answer(self.learned),
            'f' => self.forward = next_answer(self.forward),
            'd' => self.turn_do_not_call(),
            _other => return false,
        }
        true
    }

    /// Only the person themselves can ask not to be called: it says that they were reached.
    fn turn_do_not_call(&mut self) {
        let is_set = self.outcome == Some(Outcome::DoNotCall);
        self.outcome = (!is_set).then_some(Outcome::DoNotCall);
        if !is_set {
            self.reach = Some(Reach::Connected);
        }
    }

    /// Left and right go through the answers of the focused row.
    pub(super) fn turn(&mut self, row: ChoiceRow, by: isize) {
        match row {
            ChoiceRow::Reach => {
                let next = neighbour(Reach::ALL, self.reach, by);
                let key = REACH.iter().find(|(_, reach)| Some(*reach) == next).map(|(key, _)| *key);
                if let Some(key) = key {
                    self.letter(key);
                }
            }
            ChoiceRow::Verdict => {
                let next = neighbour(Verdict::ALL, self.verdict, by);
                let key = VERDICT.iter().find(|(_, verdict)| Some(*verdict) == next).map(|(key, _)| *key);
                if let Some(key) = key {
                    self.letter(key);
                }
            }
            ChoiceRow::Source => self.source = neighbour(VerdictSource::ALL, self.source, by),
            ChoiceRow::Gained if by < 0 => self.learned = next_answer(self.learned),
            ChoiceRow::Gained => self.forward = next_answer(self.forward),
            ChoiceRow::Outcome => self.outcome = neighbour(Outcome::ALL, self.outcome, by),
            // The form knows which there are.
            ChoiceRow::Reason | ChoiceRow::Kept => {}
            ChoiceRow::Whose => self.whose = if self.whose == Whose::Ours { Whose::Theirs } else { Whose::Ours },
        }
    }
}

#[rustfmt::skip]
pub(super) const REACH: [(char, Reach); 7] = [
    ('r', Reach::Connected), ('x', Reach::NoAnswer), ('v', Reach::Voicemail), ('k', Reach::Gatekeeper),
    ('m', Reach::LeftMessage), ('b', Reach::Busy), ('w', Reach::WrongNumber),
];
#[rustfmt::skip]
pub(super) const VERDICT: [(char, Verdict); 4] =
    [('y', Verdict::WellSpent), ('p', Verdict::Partly), ('n', Verdict::Wasted), ('a', Verdict::NotAsked)];

fn next_answer(said: Said) -> Said {
    match said {
        Said::NotAsked => Said::Yes,
        Said::Yes => Said::No,
        Said::No => Said::NotAsked,
    }
}

fn neighbour<T: Copy + PartialEq>(all: &[T], now: Option<T>, by: isize) -> Option<T> {
    let count = all.len();
    let at = now.and_then(|now| all.iter().position(|value| *value == now));
    let next = at.map_or(0, |at| (at + count).wrapping_add_signed(by) % count);
    all.get(next).copied()
}

pub(super) fn pack(picked: &LogChoices) -> BTreeMap<String, String> {
    let mut extra = BTreeMap::new();
    let mut put = |name: &str, key: Option<&'static str>| {
        key.map(|key| extra.insert(name.to_string(), key.to_string()));
    };
    put("reach", picked.reach.map(Reach::key));
    put("verdict", picked.verdict.map(Verdict::key));
    put("source", picked.source.map(VerdictSource::key));
    put("outcome", picked.outcome.map(Outcome::key));
    put("learned", Some(picked.learned.key()));
    put("forward", Some(picked.forward.key()));
    put("whose", Some(picked.whose.key()));
    let reason = picked.reason.map(|reason| match reason {
        PickedReason::NoneOfThese => "none".to_owned(),
        PickedReason::Trigger(id) => id.to_string(),
    });
    extra.extend(reason.map(|reason| ("reason".to_owned(), reason)));
    let kept = match picked.kept {
        PickedKept::NoneYet => None,
        PickedKept::One(id) => Some(id.to_string()),
        PickedKept::All => Some("all".to_owned()),
    };
    extra.extend(kept.map(|kept| ("kept".to_owned(), kept)));
    extra
}

pub(super) fn unpack(extra: &BTreeMap<String, String>, before: LogChoices) -> LogChoices {
    let get = |name: &str| extra.get(name).map_or("", String::as_str);
    LogChoices {
        reach: Reach::from_key(get("reach")).or(before.reach),
        verdict: Verdict::from_key(get("verdict")),
        source: VerdictSource::from_key(get("source")),
        outcome: Outcome::from_key(get("outcome")),
        reason: match get("reason") {
            "" => before.reason,
            "none" => Some(PickedReason::NoneOfThese),
            id => id.parse().ok().map(|id| PickedReason::Trigger(TriggerId(id))),
        },
        learned: Said::from_key(get("learned")).unwrap_or(Said::NotAsked),
        forward: Said::from_key(get("forward")).unwrap_or(Said::NotAsked),
        whose: Whose::from_key(get("whose")).unwrap_or(Whose::Ours),
        kept: match get("kept") {
            "all" => PickedKept::All,
            id => id.parse().map_or(PickedKept::NoneYet, |id| PickedKept::One(PromiseId(id))),
        },
    }
}

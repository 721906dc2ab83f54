//! How far the rep is with a person, told from their calls alone.

use crate::domain::call::Outcome;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// How far the rep is with a person.
    Stage {
        /// No call reached them.
        NotTalked = "not_talked", "not talked to yet";
        /// They were reached; nothing was agreed.
        Talked = "talked", "talked to, nothing open";
        /// A promise is open with them, ours or theirs.
        StepOpen = "step_open", "a next step is open";
        /// Their last word was no.
        NotNow = "not_now", "said no for now";
        /// The last next step that they agreed to is done.
        Moving = "moving", "moving forward";
    }
}

impl Stage {
    /// Returns the stage from how the last call that reached the person ended, `None` if none did, and whether a promise
    /// is open with them. What they said last counts: a no stays a no while we still owe them something.
    pub fn from_last_talk(last: Option<Option<Outcome>>, promise_open: bool) -> Stage {
        let without = match last {
            None => Stage::NotTalked,
            Some(None | Some(Outcome::UsefulNoStep | Outcome::Referred | Outcome::Callback)) => Stage::Talked,
            Some(Some(Outcome::NextStepAgreed)) => Stage::Moving,
            Some(Some(
                Outcome::NotNow | Outcome::NotAFit | Outcome::Declined | Outcome::DoNotCall | Outcome::HungUp,
            )) => return Stage::NotNow,
        };
        if promise_open { Stage::StepOpen } else { without }
    }
}

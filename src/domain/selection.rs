//! Which logged calls somebody wants to look at, and what makes one worth a look.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::call::{Verdict, VerdictSource};
use super::ids::{CampaignId, RepId};
use super::vocabulary::vocabulary;

vocabulary! {
    /// What a manager looks at first. Whether it holds is settled when a call is logged, amended or merged.
    Flag {
        /// Amended more than [`SOON`] after it was logged.
        AmendedLate = "amended_late", "amended late";
        /// Made in spite of a block.
        Overridden = "overridden", "guard overridden";
        /// The verdict is the rep's guess.
        Guessed = "guessed", "guess as verdict";
        /// The account was being swarmed.
        Swarm = "swarm", "swarm";
        /// No trigger stood behind it.
        NoTrigger = "no_trigger", "no trigger";
        /// The account is out of the profile.
        OutOfProfile = "out_of_profile", "out of profile";
    }
}

/// Minutes in which an amendment is a slip put right: it counts on scorecards, and nobody is told.
pub const SOON: i64 = 10;

/// Several flags at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flags(pub u8);

impl Flags {
    /// With this one too, where it holds.
    #[must_use]
    pub fn with(self, flag: Flag, holds: bool) -> Flags {
        Flags(self.0 | if holds { flag.bit() } else { 0 })
    }

    /// Whether this one holds.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Those that hold, in the order of the vocabulary.
    pub fn list(self) -> Vec<Flag> {
        Flag::ALL.iter().copied().filter(|flag| self.has(*flag)).collect()
    }
}

impl Flag {
    /// Its bit in [`Flags`].
    pub fn bit(self) -> u8 {
        match self {
            Flag::AmendedLate => 1,
            Flag::Overridden => 2,
            Flag::Guessed => 4,
            Flag::Swarm => 8,
            Flag::NoTrigger => 16,
            Flag::OutOfProfile => 32,
        }
    }
}

/// Which calls: everything that is said narrows it; the default is every call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// Who called.
    pub rep: Option<RepId>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day, it included.
    pub until: Option<NaiveDate>,
    /// Key of the first trigger's kind.
    pub kind: Option<String>,
    /// The campaign.
    pub campaign: Option<CampaignId>,
    /// The latest verdict.
    pub verdict: Option<Verdict>,
    /// Who says so.
    pub source: Option<VerdictSource>,
    /// What makes it worth a look.
    pub flag: Option<Flag>,
    /// Only calls that reached the person.
    pub connected: bool,
    /// Only calls that nobody but the rep reviewed.
    pub unreviewed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_hold_what_was_put_in_and_nothing_else() {
        let flags = Flags::default().with(Flag::Swarm, true).with(Flag::Guessed, false).with(Flag::AmendedLate, true);
        assert_eq!(flags.list(), [Flag::AmendedLate, Flag::Swarm]);
        let all = Flag::ALL.iter().fold(Flags::default(), |flags, flag| flags.with(*flag, true));
        assert_eq!(all.list(), Flag::ALL, "no two share a bit");
    }
}

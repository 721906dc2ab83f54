//! Bit-packed score of a call.

/// What one call adds to a scorecard, packed into one number: an index holds it, so that a count reads nothing else.
/// Bits: 0 connected, 1 live reason, 2 said by them, 3–4 verdict, 5 plan ready, 6 unprompted, from 7 on seconds + 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Score(pub(super) i64);

impl Score {
    /// Reached the person.
    pub(super) fn connected(self) -> bool {
        self.0 & 1 != 0
    }

    /// On a trigger live that day.
    pub(super) fn live(self) -> bool {
        self.0 & 2 != 0
    }

    /// The verdict is theirs.
    pub(super) fn said(self) -> bool {
        self.0 & 4 != 0
    }

    /// 0 none, 1 well spent, 2 partly, 3 wasted.
    pub(super) fn verdict(self) -> i64 {
        self.0 >> 3 & 3
    }

    /// With a plan that was ready.
    pub(super) fn ready(self) -> bool {
        self.0 & 32 != 0
    }

    /// They said it without being asked.
    pub(super) fn unprompted(self) -> bool {
        self.0 & 64 != 0
    }

    /// Length of the call in seconds, if known.
    pub(super) fn seconds(self) -> Option<u32> {
        u32::try_from((self.0 >> 7) - 1).ok()
    }
}

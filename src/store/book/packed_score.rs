//! Bit-packed score of a call.

/// What one call adds to a scorecard, packed into one number: an index holds it, so that a count reads nothing else.
/// Bits: 0 connected, 1 live reason, 2 said by them, 3–4 verdict, 5 plan ready, 6 unprompted, from 7 on seconds + 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PackedScore(pub(crate) i64);

// The book stores these numbers, and `quotes::NEWEST` asks for bit 0 in SQL: a bit never changes its meaning.
impl PackedScore {
    /// Reached the person.
    pub(in crate::store) fn connected(self) -> bool {
        self.0 & 1 != 0
    }

    /// On a trigger live that day.
    pub(in crate::store) fn live(self) -> bool {
        self.0 & 2 != 0
    }

    /// The verdict is theirs.
    pub(in crate::store) fn said(self) -> bool {
        self.0 & 4 != 0
    }

    /// 0 none, 1 well spent, 2 partly, 3 wasted.
    pub(in crate::store) fn verdict(self) -> i64 {
        self.0 >> 3 & 3
    }

    /// With a plan that was ready.
    pub(in crate::store) fn ready(self) -> bool {
        self.0 & 32 != 0
    }

    /// They said it without being asked.
    pub(in crate::store) fn is_unprompted(self) -> bool {
        self.0 & 64 != 0
    }

    /// Length of the call in seconds, if known.
    pub(in crate::store) fn seconds(self) -> Option<u32> {
        u32::try_from((self.0 >> 7) - 1).ok()
    }
}

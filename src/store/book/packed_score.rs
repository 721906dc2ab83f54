//! A call's contribution to scorecards, packed into the bits of one number.

/// What one call adds to a scorecard, packed into one number that an index can hold, so that counting reads the index
/// alone.
/// Bits: 0 connected, 1 live reason, 2 said by the prospect, 3–4 verdict, 5 plan ready, 6 unprompted, 7 and up seconds
/// + 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PackedScore(pub(crate) i64);

// The book stores these numbers, and `quotes::NEWEST` asks for bit 0 in SQL: a bit never changes its meaning.
impl PackedScore {
    /// Returns true if the call reached the person.
    pub(in crate::store) fn connected(self) -> bool {
        self.0 & 1 != 0
    }

    /// Returns true if one of the call's triggers was live on the day of the call.
    pub(in crate::store) fn live(self) -> bool {
        self.0 & 2 != 0
    }

    /// Returns true if the prospect gave the verdict, false if the rep guessed it or there is none.
    pub(in crate::store) fn said(self) -> bool {
        self.0 & 4 != 0
    }

    /// Returns the verdict: 0 none, 1 well spent, 2 partly, 3 wasted.
    pub(in crate::store) fn verdict(self) -> i64 {
        self.0 >> 3 & 3
    }

    /// Returns true if the call had a plan that was ready.
    pub(in crate::store) fn ready(self) -> bool {
        self.0 & 32 != 0
    }

    /// Returns true if the prospect gave the verdict without being asked.
    pub(in crate::store) fn is_unprompted(self) -> bool {
        self.0 & 64 != 0
    }

    /// Returns the length of the call in seconds, `None` if it was not timed.
    pub(in crate::store) fn seconds(self) -> Option<u32> {
        u32::try_from((self.0 >> 7) - 1).ok()
    }
}

//! Measures each kind of trigger by this book's own calls, and suggests its strength.

use serde::{Deserialize, Serialize};

use super::{Share, TOO_FEW};
use crate::domain::trigger::STRONGEST;

/// Outcomes of one kind of trigger in this book.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindCount {
    /// Key of the kind.
    pub key: String,
    /// Number of kept triggers of the kind.
    pub kept: u32,
    /// Number of rejected triggers of the kind.
    pub rejected: u32,
    /// The most frequent reason for rejection, and its count.
    pub reason: Option<(String, u32)>,
    /// Number of calls and attempts for which a rep chose the kind.
    pub used: u32,
    /// Number of calls and attempts to which the program attached the kind; no other figure includes them.
    pub attached: u32,
    /// Share of well-spent calls on the kind, among those in which the prospect gave a verdict.
    pub well_spent: Share,
    /// The same share over calls on all other kinds.
    pub others: Share,
    /// The measured strength that was adopted, if one was.
    pub measured: Option<Strength>,
}

/// The strength of a kind as measured from this book's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// Strength of the kind, 1–5.
    pub strength: u8,
    /// Number of answered calls it is based on.
    pub n: u32,
}

/// A strength that the calls suggest, with the figures behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuggestedStrength {
    /// Strength, 1–5; at most one step from the present one.
    pub strength: u8,
    /// The figures: "30 of 40, 75 % (60–86 %), against 41 % on all other kinds: …".
    pub words: String,
}

/// Returns the strength that the calls suggest for a kind of strength `now`; `None` with fewer than [`TOO_FEW`]
/// answered calls of the kind or of the others, and for strength 0, which is a seller's reason.
///
/// The rule: one step up if the whole 95 % interval of the kind is above the share of the other kinds, one step down if
/// it is below, else unchanged. So rising takes as much evidence as falling, a share that could be chance changes
/// nothing, and a large difference moves one step at a time; with more calls it can be asked again.
pub fn suggest_strength(own: &Share, others: &Share, now: u8) -> Option<SuggestedStrength> {
    if own.n < TOO_FEW || others.n < TOO_FEW || now == 0 {
        return None;
    }
    // Against the other kinds and not against all: a kind that makes up half of the calls would be compared with
    // itself.
    let base = f64::from(others.hits) / f64::from(others.n);
    let (strength, because) = if own.low > base {
        ((now + 1).min(STRONGEST), format!("even the low end, {:.0} %, is above it", 100.0 * own.low))
    } else if own.high < base {
        // Never to 0, which stands for a seller's reason and is not measured any more: the kind could not rise again.
        (now.saturating_sub(1).max(1), format!("even the high end, {:.0} %, is below it", 100.0 * own.high))
    } else {
        (now, "it lies inside the interval, so chance explains the difference".to_owned())
    };
    let step = match strength.cmp(&now) {
        std::cmp::Ordering::Greater => format!("one step up, {now} to {strength}"),
        std::cmp::Ordering::Less => format!("one step down, {now} to {strength}"),
        std::cmp::Ordering::Equal => format!("{now} stays"),
    };
    let words = format!("{}, against {:.0} % on all other kinds: {because}; {step}.", own.words(), 100.0 * base);
    Some(SuggestedStrength { strength, words })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::scorecard::share;

    #[test]
    fn a_strength_moves_one_step_and_only_past_the_interval() {
        for (own, others, now, expected) in [
            ((36, 40), (100, 200), 3, Some(4)),
            ((4, 40), (100, 200), 3, Some(2)),
            ((22, 40), (100, 200), 3, Some(3)),
            ((40, 40), (10, 200), 3, Some(4)),
            ((40, 40), (10, 200), 5, Some(5)),
            ((0, 40), (190, 200), 1, Some(1)),
            ((19, 19), (10, 200), 3, None),
            ((40, 40), (1, 19), 3, None),
            ((40, 40), (10, 200), 0, None),
        ] {
            let found = suggest_strength(&share(own.0, own.1), &share(others.0, others.1), now);
            assert_eq!(found.map(|found| found.strength), expected, "{own:?} {others:?} {now}");
        }
    }

    #[test]
    fn the_arithmetic_stands_in_words() {
        let found = suggest_strength(&share(36, 40), &share(100, 200), 3).unwrap();
        assert_eq!(
            found.words,
            "36 of 40, 90 % (77–96 %), against 50 % on all other kinds: even the low end, 77 %, is above it; \
             one step up, 3 to 4."
        );
    }

    proptest! {
        #[test]
        fn up_and_down_take_the_same_evidence(
            n in 20..400_u32, part in 0.0..=1.0_f64, m in 20..400_u32, other in 0.0..=1.0_f64
        ) {
            let hits = |n: u32, part: f64| (f64::from(n) * part) as u32;
            let (own, others) = (hits(n, part), hits(m, other));
            let step = |own: u32, others: u32| {
                i16::from(suggest_strength(&share(own, n), &share(others, m), 3).unwrap().strength) - 3
            };
            prop_assert_eq!(step(own, others), -step(n - own, m - others));
            prop_assert!(step(own, others).abs() <= 1);
        }
    }
}

//! The figures of the sum: a ground's worth, and the lines that its points are made of.

use std::cmp::Ordering;

use super::fit_factor;
use crate::domain::account::profile::Fit;
use crate::domain::trigger::{Confidence, STRONGEST};

/// Points of one step of strength at full freshness: one ground reaches 80.
const STEP: f64 = 16.0;
/// The share of its own worth that the second best ground of a different scope adds: 20 points at most. Together with the
/// best one's 80 that is 100, so nothing is cut off at the top and a second scope always shows.
const SECOND: f64 = 0.25;
/// Points that each touch in 30 days beyond the first takes.
const TOUCH: f64 = 10.0;
/// What is left of a ground that somebody of the account has heard.
const HEARD: f64 = 0.5;

/// What multiplies a ground for the evidence it rests on. A wrong fact in the first sentence costs the call.
///
/// Source: a proposal of this program, not measured.
pub(super) fn evidence_factor(confidence: Confidence) -> f64 {
    match confidence {
        Confidence::Low => 0.5,
        Confidence::Medium => 0.9,
        Confidence::High => 1.0,
    }
}

/// A ground's worth, in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroundWorth {
    /// 16 × strength × freshness today.
    today: f64,
    /// The same in six months.
    later: f64,
    /// 0–1, by its [`Confidence`].
    evidence: f64,
    /// Somebody of the account has heard it.
    used: bool,
}

impl GroundWorth {
    /// The worth of a ground of this strength (0–5), by its freshness today and in six months.
    pub fn new(strength: u8, today: f64, later: f64, confidence: Confidence, used: bool) -> GroundWorth {
        let full = STEP * f64::from(strength.min(STRONGEST));
        GroundWorth { today: full * today, later: full * later, evidence: evidence_factor(confidence), used }
    }

    /// Points that are for now: without what keeps in six months, weighed by evidence and use. What rises until then
    /// keeps whole: it is one for later.
    pub fn for_now(&self) -> f64 {
        (self.today - self.keeps()) * self.evidence * self.unheard()
    }

    /// How two grounds compare: by what is for now, then by what they are worth at all.
    pub fn compare(&self, other: &GroundWorth) -> Ordering {
        self.for_now().total_cmp(&other.for_now()).then(self.today.total_cmp(&other.today))
    }

    /// True if it is worth anything today.
    pub fn counts(&self) -> bool {
        self.today > 0.0
    }

    fn keeps(&self) -> f64 {
        self.later.min(self.today)
    }

    fn unheard(&self) -> f64 {
        if self.used { HEARD } else { 1.0 }
    }
}

/// The lines of a sum; the sum after each is rounded to a tenth of a point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PointLines {
    pub(super) best: f64,
    pub(super) second: f64,
    pub(super) keeps: f64,
    pub(super) evidence: f64,
    pub(super) used: f64,
    pub(super) fit: f64,
    pub(super) touches: f64,
    /// What keeps the sum from going below 0.
    pub(super) floor: f64,
}

impl PointLines {
    /// The sum over the best ground and, where there is one, the best of a different scope.
    pub fn new(best: GroundWorth, second: Option<GroundWorth>, fit: Fit, touches_in_30_days: u32) -> PointLines {
        let worth = PointLines::of_worth(best, second, |ground| ground.today, GroundWorth::keeps, fit);
        let taken = TOUCH * f64::from(touches_in_30_days.saturating_sub(1));
        let left = worth.total();
        PointLines { touches: tenth(-taken), floor: tenth((taken - left).max(0.0)), ..worth }
    }

    /// What the same grounds are worth today with all that keeps, and in six months: neither asks how often they were
    /// touched.
    pub(super) fn today_and_later(best: GroundWorth, second: Option<GroundWorth>, fit: Fit) -> (f64, f64) {
        let worth = |of: fn(&GroundWorth) -> f64| PointLines::of_worth(best, second, of, |_| 0.0, fit).total();
        (worth(|ground| ground.today), worth(|ground| ground.later))
    }

    fn of_worth(
        best: GroundWorth,
        second: Option<GroundWorth>,
        worth: impl Fn(&GroundWorth) -> f64,
        keeps: impl Fn(&GroundWorth) -> f64,
        fit: Fit,
    ) -> PointLines {
        let second_of = |of: &dyn Fn(&GroundWorth) -> f64| SECOND * second.as_ref().map_or(0.0, of);
        let both = |of: &dyn Fn(&GroundWorth) -> f64| of(&best) + second_of(of);
        let net = |ground: &GroundWorth| worth(ground) - keeps(ground);
        let sure = |ground: &GroundWorth| net(ground) * ground.evidence;
        let for_now = both(&|ground| sure(ground) * ground.unheard());
        // The sum after each line is rounded, not the line: so the lines add up, and more worth never rounds to fewer points.
        let mut shown = 0.0;
        let mut line_to = |sum: f64| {
            let before = std::mem::replace(&mut shown, tenth(sum));
            tenth(shown - before)
        };
        PointLines {
            best: line_to(worth(&best)),
            second: line_to(both(&worth)),
            keeps: line_to(both(&net)),
            evidence: line_to(both(&sure)),
            used: line_to(for_now),
            fit: line_to(for_now * fit_factor(fit)),
            ..PointLines::default()
        }
    }

    /// The points, 0–100.
    pub fn total(&self) -> f64 {
        let PointLines { best, second, keeps, evidence, used, fit, touches, floor } = *self;
        tenth(best + second + keeps + evidence + used + fit + touches + floor)
    }
}

fn tenth(points: f64) -> f64 {
    // Adding 0.0 turns −0.0 into 0.0, which would print as "-0".
    (points * 10.0).round() / 10.0 + 0.0
}

//! Scores whether someone is worth calling now, with every addend, and again in six months.

pub mod caution;
pub mod guard;
pub mod no_answer;
pub mod opening;
mod points;
pub mod week_supply;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::account::profile::Fit;
use super::ids::TriggerId;
use super::trigger::freshness::Freshness;
use super::trigger::kind::Kinds;
use super::trigger::{Confidence, STRONGEST, Scope, Trigger};
use points::evidence_factor;
pub use points::{GroundWorth, PointLines};

/// Days ahead for the question "why not in six months?".
pub const SIX_MONTHS: i64 = 182;
/// Share of its present worth at which a reason still worth as much in six months counts as none for now.
const KEEPS: f64 = 0.8;

/// A trigger as the reason counts it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredTrigger {
    pub trigger: TriggerId,
    pub headline: String,
    /// Label of the trigger's kind.
    pub kind: String,
    pub scope: Scope,
    /// Strength of the trigger, 0–5.
    pub strength: u8,
    pub weak: bool,
    /// How good the trigger's evidence is.
    pub confidence: Confidence,
    /// True if somebody of the account has heard it as a reason.
    pub used: bool,
    /// Freshness of the trigger today.
    pub now: Freshness,
    /// Freshness of the trigger in [`SIX_MONTHS`].
    pub later: Freshness,
}

/// Recent touches of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touches {
    /// Touches in the last 14 days.
    pub in_14_days: u32,
    /// Touches in the last 30 days.
    pub in_30_days: u32,
    /// Different people of the account touched in the last 7 days.
    pub people_in_7_days: u32,
}

/// One line of the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addend {
    /// Label: "new leader, strength 5 × 0.92 fresh".
    pub label: String,
    /// Points that the line adds, negative if it subtracts.
    pub points: f64,
}

/// The reason why someone is worth calling now, as points with every addend.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reason {
    /// Points of the reason, 0–100.
    pub points: f64,
    /// Every line of the sum, in order; they add up to `points`.
    pub addends: Vec<Addend>,
    /// Worth of the counted triggers today, before what keeps and the touches are subtracted.
    pub worth: f64,
    /// Worth of the same triggers in six months.
    pub later: f64,
    /// The trigger that carries the reason.
    pub best: Option<TriggerId>,
    /// True if all triggers are of weak kinds, which is not enough to call.
    pub weak_only: bool,
}

/// Returns the factor that multiplies the sum for a [`Fit`]. Source: the design's table (in 1, edge 0.6, unknown 0.8,
/// out 0).
pub fn fit_factor(fit: Fit) -> f64 {
    match fit {
        Fit::In => 1.0,
        Fit::Edge => 0.6,
        Fit::Unknown => 0.8,
        Fit::Out => 0.0,
    }
}

impl ScoredTrigger {
    /// Makes the trigger as it counts on the day `on`; `used` if somebody of the account has heard it.
    pub fn new(trigger: &Trigger, kinds: &Kinds, on: NaiveDate, used: bool) -> ScoredTrigger {
        let kind = kinds.get_or_other(&trigger.kind);
        let half_a_year_on = on.checked_add_days(Days::new(SIX_MONTHS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        ScoredTrigger {
            trigger: trigger.id,
            headline: trigger.headline.clone(),
            kind: kind.label.clone(),
            scope: trigger.scope,
            strength: trigger.strength.min(STRONGEST),
            weak: kind.weak,
            confidence: trigger.confidence,
            used,
            now: trigger.freshness(kinds, on),
            later: trigger.freshness(kinds, half_a_year_on),
        }
    }

    /// Returns the trigger's worth in points.
    pub fn worth(&self) -> GroundWorth {
        GroundWorth::new(self.strength, self.now.value, self.later.value, self.confidence, self.used)
    }

    /// Returns true if the trigger gives points: not for our own scope, nor for strength 0.
    fn ranks(&self) -> bool {
        self.scope != Scope::Ours && self.strength > 0
    }

    fn label(&self) -> String {
        let fresh = self.now.value;
        format!("{} ({}), strength {} × {fresh:.2} fresh", self.kind, self.scope.words(), self.strength)
    }
}

/// Returns the reason why someone is worth calling now, as points with every addend.
///
/// 16 × strength × freshness of the best trigger, + 25 % of the second best of a different scope; − what of that keeps in
/// six months; weighed by the evidence, and by half if they have heard it; × fit; − 10 for each touch of the account in
/// 30 days beyond the first; never below 0. Best is what is most for now, so a strong trigger that keeps stands behind a
/// medium one that does not. The sum
/// after every line is rounded to a tenth of a point, so that what is shown adds up.
pub fn reason(grounds: &[ScoredTrigger], fit: Fit, touches: Touches) -> Reason {
    let mut counted: Vec<(GroundWorth, &ScoredTrigger)> =
        grounds.iter().filter(|ground| ground.ranks()).map(|ground| (ground.worth(), ground)).collect();
    counted.retain(|(worth, _)| worth.counts());
    // Stable, so that of equal grounds the first stays first; a weak one gives way.
    counted.sort_by(|(a, x), (b, y)| b.compare(a).then(x.weak.cmp(&y.weak)));
    let Some((worth, best)) = counted.first() else { return Reason::default() };
    // What keeps whole is no second reason for now.
    let second = counted.iter().find(|(worth, ground)| ground.scope != best.scope && worth.for_now() > 0.0);
    let second_worth = second.map(|(worth, _)| *worth);
    let lines = PointLines::new(*worth, second_worth, fit, touches.in_30_days);
    let (today, later) = PointLines::today_and_later(*worth, second_worth, fit);
    Reason {
        points: lines.total(),
        addends: addends(&lines, best, second.map(|(_, ground)| *ground), fit, touches.in_30_days),
        worth: today,
        later,
        best: Some(best.trigger),
        weak_only: counted.iter().all(|(_, ground)| ground.weak),
    }
}

/// Returns the lines in words; a line that takes nothing is left out, except for the fit.
fn addends(
    lines: &PointLines,
    best: &ScoredTrigger,
    second: Option<&ScoredTrigger>,
    fit: Fit,
    in_30_days: u32,
) -> Vec<Addend> {
    let beyond = in_30_days.saturating_sub(1);
    let heard = match (best.used, second.is_some_and(|second| second.used)) {
        (true, true) => "both heard here before: half",
        (true, false) => "heard here before: half",
        (false, _) => "the second was heard here before: half",
    };
    let takes = [
        (lines.keeps, "keeps in six months".to_owned()),
        (lines.evidence, evidence_label(best, second)),
        (lines.used, heard.to_owned()),
    ];
    let touched = [
        (lines.touches, format!("{in_30_days} touches in 30 days, {beyond} beyond the first")),
        (lines.floor, "never below 0".to_owned()),
    ];
    let mut addends = vec![Addend { label: best.label(), points: lines.best }];
    addends.extend(second.map(|second| Addend { label: format!("25 % of {}", second.label()), points: lines.second }));
    let line = |(points, label)| Addend { label, points };
    addends.extend(takes.into_iter().filter(|(points, _)| *points != 0.0).map(line));
    let says = format!("profile fit: {} (× {})", fit.words(), fit_factor(fit));
    addends.push(Addend { label: says, points: lines.fit });
    addends.extend(touched.into_iter().filter(|(points, _)| *points != 0.0).map(line));
    addends
}

fn evidence_label(best: &ScoredTrigger, second: Option<&ScoredTrigger>) -> String {
    let words =
        |ground: &ScoredTrigger| format!("{} (× {})", ground.confidence.words(), evidence_factor(ground.confidence));
    match second.filter(|second| second.confidence != best.confidence) {
        None => format!("evidence: {}", words(best)),
        Some(second) => format!("evidence: {}, the second {}", words(best), words(second)),
    }
}

impl Reason {
    /// Returns the figures in short: "55 points: 67 today, 12 in six months". Without touches, the first is what the
    /// second loses until the third.
    pub fn says(&self) -> String {
        format!("{:.0} points: {:.0} today, {:.0} in six months", self.points, self.worth, self.later)
    }

    /// Returns a sentence if the worth in six months speaks against calling now, else `None`.
    pub fn why_now(&self) -> Option<String> {
        let (now, later) = (self.worth, self.later);
        if now > 0.0 && later > now {
            return Some(format!(
                "Worth more in six months ({later:.0} against {now:.0} today): not a reason for now."
            ));
        }
        (now > 0.0 && later >= KEEPS * now)
            .then(|| format!("Worth as much in six months ({later:.0} of {now:.0} today): not a reason for now."))
    }
}

#[cfg(test)]
mod order;
#[cfg(test)]
mod tests;

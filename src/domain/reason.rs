//! What makes someone worth interrupting now, with every addend; and the same in six months.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ids::TriggerId;
use super::profile::Fit;
use super::trigger::{Freshness, Kinds, STRONGEST, Scope, Trigger};

/// Days ahead for the "why not in six months?" question.
pub const SIX_MONTHS: i64 = 182;
/// Points of one step of strength at full freshness.
const STEP: f64 = 20.0;
/// What the second best ground of a different scope adds of its own worth.
const SECOND: f64 = 0.25;
/// Most a sum can reach.
const CAP: f64 = 100.0;
/// Points that each touch in 30 days beyond the first takes.
const TOUCH: f64 = 10.0;
/// From this share on, a reason that keeps in six months is not one for now.
const KEEPS: f64 = 0.8;

/// One trigger as the reason counts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Which trigger.
    pub trigger: TriggerId,
    /// Its one line.
    pub headline: String,
    /// Label of its kind.
    pub kind: String,
    /// Whose world changed.
    pub scope: Scope,
    /// 0–5.
    pub strength: u8,
    /// Never enough alone.
    pub weak: bool,
    /// Its freshness today.
    pub now: Freshness,
    /// Its freshness [`SIX_MONTHS`] on.
    pub later: Freshness,
}

/// How much an account was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touches {
    /// Calls and attempts of the last 14 days.
    pub in_14_days: u32,
    /// Calls and attempts of the last 30 days.
    pub in_30_days: u32,
    /// Different people of the account in the last 7 days.
    pub people_in_7_days: u32,
}

/// One line of the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addend {
    /// What it is: "new leader, strength 5 × 0.92 fresh".
    pub label: String,
    /// What it adds (or takes), in points.
    pub points: f64,
}

/// Why someone is worth interrupting now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reason {
    /// 0–100.
    pub points: f64,
    /// Every line of the sum, in order; they add up to `points`.
    pub addends: Vec<Addend>,
    /// The same sum today with the touches forgotten: what `later` is held against.
    pub untouched: f64,
    /// The same sum in six months, with the touches forgotten.
    pub later: f64,
    /// The trigger that carries it.
    pub best: Option<TriggerId>,
    /// Only weak kinds: not enough to call.
    pub weak_only: bool,
}

/// What multiplies the sum for a [`Fit`]. Source: the design's table (in 1, edge 0.6, unknown 0.8, out 0).
pub fn fit_factor(fit: Fit) -> f64 {
    match fit {
        Fit::In => 1.0,
        Fit::Edge => 0.6,
        Fit::Unknown => 0.8,
        Fit::Out => 0.0,
    }
}

impl Ground {
    /// The trigger as it counts on the day `on`.
    pub fn new(trigger: &Trigger, kinds: &Kinds, on: NaiveDate) -> Ground {
        let kind = kinds.get_or_other(&trigger.kind);
        let half_a_year_on = on.checked_add_days(Days::new(SIX_MONTHS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        Ground {
            trigger: trigger.id,
            headline: trigger.headline.clone(),
            kind: kind.label.clone(),
            scope: trigger.scope,
            strength: trigger.strength.min(STRONGEST),
            weak: kind.weak,
            now: trigger.freshness(kinds, on),
            later: trigger.freshness(kinds, half_a_year_on),
        }
    }

    /// Ours and strength 0 never rank.
    fn ranks(&self) -> bool {
        self.scope != Scope::Ours && self.strength > 0
    }
}

/// Why someone is worth interrupting now.
///
/// 20 × strength × freshness of the best ground, + 25 % of the second best of a different scope, capped at 100; × fit;
/// − 10 for each touch of the account in 30 days beyond the first; never below 0. Every line is rounded to a tenth of a
/// point, so that what is shown adds up.
pub fn reason(grounds: &[Ground], fit: Fit, touches: Touches) -> Reason {
    let now = sum(grounds, fit, |ground| ground.now.value);
    let later = sum(grounds, fit, |ground| ground.later.value);
    let mut addends = now.addends;
    if now.best.is_some() {
        addends.extend(touch_lines(now.points, touches.in_30_days));
    }
    Reason {
        points: total(&addends),
        addends,
        untouched: now.points,
        later: later.points,
        best: now.best,
        weak_only: now.weak_only,
    }
}

/// The sum before the touches.
struct Sum {
    addends: Vec<Addend>,
    points: f64,
    best: Option<TriggerId>,
    weak_only: bool,
}

fn sum(grounds: &[Ground], fit: Fit, freshness: impl Fn(&Ground) -> f64) -> Sum {
    let mut counted: Vec<(f64, &Ground)> = grounds
        .iter()
        .filter(|ground| ground.ranks() && freshness(ground) > 0.0)
        .map(|ground| (STEP * f64::from(ground.strength.min(STRONGEST)) * freshness(ground), ground))
        .collect();
    // Stable, so that of equal grounds the first stays first; a weak one gives way.
    counted.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.weak.cmp(&y.weak)));
    let Some((worth, best)) = counted.first() else {
        return Sum { addends: Vec::new(), points: 0.0, best: None, weak_only: false };
    };
    let mut addends = vec![addend(ground_label(best, freshness(best)), *worth)];
    if let Some((worth, second)) = counted.iter().find(|(_, ground)| ground.scope != best.scope) {
        let label = format!("25 % of {}", ground_label(second, freshness(second)));
        addends.push(addend(label, SECOND * worth));
    }
    let over = total(&addends) - CAP;
    if over > 0.0 {
        addends.push(addend("capped at 100".to_owned(), -over));
    }
    addends.push(fit_line(total(&addends), fit));
    let points = total(&addends);
    Sum { addends, points, best: Some(best.trigger), weak_only: counted.iter().all(|(_, ground)| ground.weak) }
}

fn ground_label(ground: &Ground, freshness: f64) -> String {
    format!("{} ({}), strength {} × {freshness:.2} fresh", ground.kind, ground.scope.words(), ground.strength)
}

fn fit_line(points: f64, fit: Fit) -> Addend {
    let factor = fit_factor(fit);
    addend(format!("fit {} × {factor}", fit.words()), points * factor - points)
}

/// The touches' line, and the one that keeps the sum from going below 0.
fn touch_lines(points: f64, in_30_days: u32) -> Vec<Addend> {
    let beyond = in_30_days.saturating_sub(1);
    if beyond == 0 {
        return Vec::new();
    }
    let taken = TOUCH * f64::from(beyond);
    let mut lines = vec![addend(format!("{in_30_days} touches in 30 days, {beyond} beyond the first"), -taken)];
    if taken > points {
        lines.push(addend("never below 0".to_owned(), taken - points));
    }
    lines
}

fn addend(label: String, points: f64) -> Addend {
    Addend { label, points: tenth(points) }
}

fn total(addends: &[Addend]) -> f64 {
    tenth(addends.iter().map(|addend| addend.points).sum())
}

fn tenth(points: f64) -> f64 {
    // Adding 0.0 turns −0.0 into 0.0, which would print as "-0".
    (points * 10.0).round() / 10.0 + 0.0
}

impl Reason {
    /// What the same reason's worth in six months says against calling now, where it says something.
    pub fn why_now(&self) -> Option<String> {
        let (now, later) = (self.untouched, self.later);
        if now > 0.0 && later > now {
            return Some(format!(
                "Worth more in six months ({later:.0} against {now:.0} today): not a reason for now."
            ));
        }
        (now > 0.0 && later >= KEEPS * now)
            .then(|| format!("Worth as much in six months ({later:.0} of {now:.0} today): not a reason for now."))
    }
}

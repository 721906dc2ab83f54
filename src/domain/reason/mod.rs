//! Scores whether someone is worth calling now, with every addend, and again in six months.

pub mod caution;
pub mod guard;
pub mod no_answer;
pub mod week_supply;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::account::profile::Fit;
use super::ids::TriggerId;
use super::trigger::freshness::Freshness;
use super::trigger::kind::Kinds;
use super::trigger::{STRONGEST, Scope, Trigger};

/// Days ahead for the question "why not in six months?".
pub const SIX_MONTHS: i64 = 182;
/// Points of one step of strength at full freshness.
const STEP: f64 = 20.0;
/// Share of its points that the second-best trigger of a different scope adds.
const SECOND: f64 = 0.25;
/// Largest sum of points.
const CAP: f64 = 100.0;
/// Points that each touch in 30 days, beyond the first, subtracts.
const TOUCH: f64 = 10.0;
/// Share of its present points at which a reason still worth as much in six months counts as none for now.
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
    /// The sum today without touches, with which `later` is compared.
    pub untouched: f64,
    /// The same sum in six months, without touches.
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
    /// Makes the trigger as it counts on the day `on`.
    pub fn new(trigger: &Trigger, kinds: &Kinds, on: NaiveDate) -> ScoredTrigger {
        let kind = kinds.get_or_other(&trigger.kind);
        let half_a_year_on = on.checked_add_days(Days::new(SIX_MONTHS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        ScoredTrigger {
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

    /// Returns true if the trigger gives points: not for our own scope, nor for strength 0.
    fn ranks(&self) -> bool {
        self.scope != Scope::Ours && self.strength > 0
    }
}

/// Returns the reason why someone is worth calling now, as points with every addend.
///
/// 20 × strength × freshness of the best trigger, + 25 % of the second best of a different scope, capped at 100; × fit;
/// − 10 for each touch of the account in 30 days beyond the first; never below 0. Every line is rounded to a tenth of a
/// point, so that what is shown adds up.
pub fn reason(grounds: &[ScoredTrigger], fit: Fit, touches: Touches) -> Reason {
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

/// The sum before touches are subtracted.
struct ReasonSum {
    addends: Vec<Addend>,
    points: f64,
    best: Option<TriggerId>,
    weak_only: bool,
}

fn sum(grounds: &[ScoredTrigger], fit: Fit, freshness: impl Fn(&ScoredTrigger) -> f64) -> ReasonSum {
    let mut counted: Vec<(f64, &ScoredTrigger)> = grounds
        .iter()
        .filter(|ground| ground.ranks() && freshness(ground) > 0.0)
        .map(|ground| (STEP * f64::from(ground.strength.min(STRONGEST)) * freshness(ground), ground))
        .collect();
    // Stable, so that of equal grounds the first stays first; a weak one gives way.
    counted.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.weak.cmp(&y.weak)));
    let Some((worth, best)) = counted.first() else {
        return ReasonSum { addends: Vec::new(), points: 0.0, best: None, weak_only: false };
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
    ReasonSum { addends, points, best: Some(best.trigger), weak_only: counted.iter().all(|(_, ground)| ground.weak) }
}

fn ground_label(ground: &ScoredTrigger, freshness: f64) -> String {
    format!("{} ({}), strength {} × {freshness:.2} fresh", ground.kind, ground.scope.words(), ground.strength)
}

fn fit_line(points: f64, fit: Fit) -> Addend {
    let factor = fit_factor(fit);
    addend(format!("profile fit: {} (× {factor})", fit.words()), points * factor - points)
}

/// Returns the line that subtracts touches, and the one that keeps the sum from falling below 0.
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
    /// Returns a sentence if the points in six months speak against calling now, else `None`.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::trigger::{FreshnessState, Status};

    fn worth(value: f64) -> Freshness {
        let state = if value > 0.0 { FreshnessState::Fading } else { FreshnessState::Stale };
        Freshness { value, state, age: 10 }
    }

    fn ground(n: u128, scope: Scope, strength: u8, now: f64) -> ScoredTrigger {
        ScoredTrigger {
            trigger: TriggerId(Uuid::from_u128(n)),
            headline: format!("headline {n}"),
            kind: format!("kind {n}"),
            scope,
            strength,
            weak: false,
            now: worth(now),
            later: worth(0.0),
        }
    }

    fn touched(in_30_days: u32) -> Touches {
        Touches { in_30_days, ..Touches::default() }
    }

    fn lines(reason: &Reason) -> Vec<String> {
        reason.addends.iter().map(|addend| format!("{}: {:+.1}", addend.label, addend.points)).collect()
    }

    #[test]
    fn points_follow_the_formula() {
        use crate::domain::trigger::Scope::{Company, Market, Ours, Person};
        let best = || ground(1, Person, 5, 1.0);
        for (what, grounds, fit, touches, points) in [
            ("nothing", vec![], Fit::In, 0, 0.0),
            ("the best alone", vec![ground(1, Person, 5, 0.5)], Fit::In, 0, 50.0),
            (
                "a quarter of another scope",
                vec![ground(1, Person, 4, 0.5), ground(2, Market, 3, 0.5)],
                Fit::In,
                0,
                47.5,
            ),
            (
                "nothing for the same scope",
                vec![ground(1, Person, 4, 0.5), ground(2, Person, 3, 0.5)],
                Fit::In,
                0,
                40.0,
            ),
            (
                "the second of another scope, past one of the same",
                vec![ground(1, Person, 4, 0.5), ground(2, Person, 4, 0.4), ground(3, Market, 2, 0.5)],
                Fit::In,
                0,
                45.0,
            ),
            ("the cap", vec![best(), ground(2, Company, 4, 1.0)], Fit::In, 0, 100.0),
            ("the edge", vec![best()], Fit::Edge, 0, 60.0),
            ("the cap before the edge", vec![best(), ground(2, Company, 4, 1.0)], Fit::Edge, 0, 60.0),
            ("unknown fit", vec![best()], Fit::Unknown, 0, 80.0),
            ("out", vec![best()], Fit::Out, 0, 0.0),
            ("the first touch is free", vec![best()], Fit::In, 1, 100.0),
            ("each further touch takes ten", vec![best()], Fit::In, 3, 80.0),
            ("touches after the fit", vec![best()], Fit::Edge, 3, 40.0),
            ("never below 0", vec![best()], Fit::In, 30, 0.0),
            ("ours never ranks", vec![ground(1, Ours, 5, 1.0)], Fit::In, 0, 0.0),
            ("ours is no second either", vec![best(), ground(2, Ours, 5, 1.0)], Fit::In, 0, 100.0),
            ("strength 0 never ranks", vec![ground(1, Company, 0, 1.0)], Fit::In, 0, 0.0),
            ("stale never ranks", vec![ground(1, Company, 5, 0.0)], Fit::In, 0, 0.0),
            ("strength above 5 counts as 5", vec![ground(1, Company, 9, 0.5)], Fit::In, 0, 50.0),
        ] {
            let found = reason(&grounds, fit, touched(touches));
            assert!((found.points - points).abs() < 1e-9, "{what}: {found:?}");
        }
    }

    #[test]
    fn every_addend_is_shown_in_words() {
        let grounds = [ground(1, Scope::Company, 5, 0.92), ground(2, Scope::Market, 4, 1.0)];
        assert_eq!(
            lines(&reason(&grounds, Fit::Edge, touched(9))),
            [
                "kind 1 (company), strength 5 × 0.92 fresh: +92.0",
                "25 % of kind 2 (market), strength 4 × 1.00 fresh: +20.0",
                "capped at 100: -12.0",
                "profile fit: edge (× 0.6): -40.0",
                "9 touches in 30 days, 8 beyond the first: -80.0",
                "never below 0: +20.0",
            ]
        );
        assert_eq!(
            lines(&reason(&grounds[..1], Fit::In, touched(1))),
            ["kind 1 (company), strength 5 × 0.92 fresh: +92.0", "profile fit: in (× 1): +0.0"]
        );
        assert!(reason(&[], Fit::In, touched(4)).addends.is_empty());
    }

    #[test]
    fn a_weak_kind_alone_is_flagged_and_gives_way() {
        let weak = ScoredTrigger { weak: true, ..ground(1, Scope::Person, 1, 1.0) };
        let strong = ground(2, Scope::Company, 2, 0.5);
        let alone = reason(std::slice::from_ref(&weak), Fit::In, touched(0));
        assert_eq!((alone.points, alone.weak_only, alone.best), (20.0, true, Some(weak.trigger)));
        let both = reason(&[weak.clone(), strong.clone()], Fit::In, touched(0));
        assert_eq!((both.weak_only, both.best), (false, Some(strong.trigger)));
        assert!(!reason(&[], Fit::In, touched(0)).weak_only);
    }

    #[test]
    fn six_months_on_is_the_same_sum_with_the_touches_forgotten() {
        let lasting = ScoredTrigger { later: worth(0.9), ..ground(1, Scope::Industry, 5, 1.0) };
        let found = reason(&[lasting], Fit::In, touched(5));
        assert_eq!((found.points, found.untouched, found.later), (60.0, 100.0, 90.0));
    }

    #[test]
    fn a_reason_that_keeps_for_six_months_is_not_one_for_now() {
        let kept = |later| {
            let ground = ScoredTrigger { later: worth(later), ..ground(1, Scope::Industry, 5, 0.5) };
            reason(&[ground], Fit::In, touched(4)).why_now()
        };
        assert_eq!(kept(0.39), None);
        assert_eq!(kept(0.4).unwrap(), "Worth as much in six months (40 of 50 today): not a reason for now.");
        assert_eq!(kept(1.0).unwrap(), "Worth more in six months (100 against 50 today): not a reason for now.");
        assert_eq!(reason(&[], Fit::In, touched(0)).why_now(), None);
    }

    #[test]
    fn a_ground_takes_its_kinds_words_and_both_days() {
        let occurred_on = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let trigger = Trigger {
            id: TriggerId(Uuid::from_u128(7)),
            kind: "leadership_change".to_owned(),
            headline: "New COO".to_owned(),
            occurred_on,
            scope: Scope::Person,
            strength: 200,
            status: Status::Kept,
            ..Trigger::default()
        };
        let found = ScoredTrigger::new(&trigger, Kinds::builtin(), NaiveDate::from_ymd_opt(2026, 1, 15).unwrap());
        assert_eq!((found.kind.as_str(), found.strength, found.weak), ("new leader", 5, false));
        assert_eq!((found.now.value, found.now.age, found.later.age), (1.0, 14, 196));
        assert_eq!(found.later.value, 0.0);
        // The last day there is has no half-year after it.
        ScoredTrigger::new(&trigger, Kinds::builtin(), NaiveDate::MAX);
    }

    prop_compose! {
        fn any_ground()(
            n in 0..9u128, scope in 0..Scope::ALL.len(), strength in 0..7u8, now in 0.0..=1.0, later in 0.0..=1.0,
            weak in any::<bool>()
        ) -> ScoredTrigger {
            ScoredTrigger { weak, later: worth(later), ..ground(n, Scope::ALL[scope], strength, now) }
        }
    }

    proptest! {
        #[test]
        fn addends_add_up_to_the_points(
            grounds in proptest::collection::vec(any_ground(), 0..6), fit in 0..4usize, touches in 0..20u32
        ) {
            let found = reason(&grounds, Fit::ALL[fit], touched(touches));
            let sum: f64 = found.addends.iter().map(|addend| addend.points).sum();
            prop_assert!((sum - found.points).abs() < 1e-9, "{found:?}");
            prop_assert!((0.0..=100.0).contains(&found.points));
            prop_assert!((0.0..=100.0).contains(&found.later));
            prop_assert!(found.untouched >= found.points);
            prop_assert_eq!(found.best.is_some(), !found.addends.is_empty());
        }

        #[test]
        fn one_more_ground_never_takes_points(
            grounds in proptest::collection::vec(any_ground(), 0..5), more in any_ground()
        ) {
            let before = reason(&grounds, Fit::In, touched(0)).points;
            let mut with = grounds;
            with.push(more);
            prop_assert!(reason(&with, Fit::In, touched(0)).points >= before - 0.1);
        }
    }
}

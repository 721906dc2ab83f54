//! The sum and its addends.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::trigger::{FreshnessState, Status};

fn worth(value: f64) -> Freshness {
    let state = if value > 0.0 { FreshnessState::Fading } else { FreshnessState::Stale };
    Freshness { value, state, age: Some(10) }
}

fn ground(n: u128, scope: Scope, strength: u8, now: f64) -> ScoredTrigger {
    ScoredTrigger {
        trigger: TriggerId(Uuid::from_u128(n)),
        headline: format!("headline {n}"),
        kind: format!("kind {n}"),
        scope,
        strength,
        weak: false,
        confidence: Confidence::High,
        used: false,
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
    let kept = |ground: ScoredTrigger, later: f64| ScoredTrigger { later: worth(later), ..ground };
    let sure = |ground: ScoredTrigger, confidence| ScoredTrigger { confidence, ..ground };
    let heard = |ground: ScoredTrigger| ScoredTrigger { used: true, ..ground };
    for (what, grounds, fit, touches, points) in [
        ("nothing", vec![], Fit::In, 0, 0.0),
        ("the best alone", vec![ground(1, Person, 5, 0.5)], Fit::In, 0, 40.0),
        ("a quarter of another scope", vec![ground(1, Person, 4, 0.5), ground(2, Market, 3, 0.5)], Fit::In, 0, 38.0),
        ("nothing for the same scope", vec![ground(1, Person, 4, 0.5), ground(2, Person, 3, 0.5)], Fit::In, 0, 32.0),
        (
            "the second of another scope, past one of the same",
            vec![ground(1, Person, 4, 0.5), ground(2, Person, 4, 0.4), ground(3, Market, 2, 0.5)],
            Fit::In,
            0,
            36.0,
        ),
        ("one scope reaches eighty, two a hundred", vec![best(), ground(2, Company, 5, 1.0)], Fit::In, 0, 100.0),
        ("less what keeps", vec![kept(best(), 0.25)], Fit::In, 0, 60.0),
        ("what keeps whole is nothing for now", vec![kept(best(), 1.0)], Fit::In, 0, 0.0),
        ("what rises until then keeps whole", vec![kept(ground(1, Person, 5, 0.5), 1.0)], Fit::In, 0, 0.0),
        ("what keeps of the second", vec![best(), kept(ground(2, Company, 4, 1.0), 0.5)], Fit::In, 0, 88.0),
        ("a second that keeps whole is none", vec![best(), kept(ground(2, Company, 4, 1.0), 1.0)], Fit::In, 0, 80.0),
        (
            "a medium one that ends carries before a strong one that keeps",
            vec![kept(best(), 0.9), ground(2, Person, 3, 1.0)],
            Fit::In,
            0,
            48.0,
        ),
        ("one decent source", vec![sure(best(), Confidence::Medium)], Fit::In, 0, 72.0),
        ("a rumour", vec![sure(best(), Confidence::Low)], Fit::In, 0, 40.0),
        ("heard before", vec![heard(best())], Fit::In, 0, 40.0),
        (
            "heard before, by rumour, and half of it keeps",
            vec![kept(heard(sure(best(), Confidence::Low)), 0.5)],
            Fit::In,
            0,
            10.0,
        ),
        ("the edge", vec![best()], Fit::Edge, 0, 48.0),
        ("unknown fit", vec![best()], Fit::Unknown, 0, 64.0),
        ("out", vec![best()], Fit::Out, 0, 0.0),
        ("the first touch is free", vec![best()], Fit::In, 1, 80.0),
        ("each further touch takes ten", vec![best()], Fit::In, 3, 60.0),
        ("touches after the fit", vec![best()], Fit::Edge, 3, 28.0),
        ("never below 0", vec![best()], Fit::In, 30, 0.0),
        ("ours never ranks", vec![ground(1, Ours, 5, 1.0)], Fit::In, 0, 0.0),
        ("ours is no second either", vec![best(), ground(2, Ours, 5, 1.0)], Fit::In, 0, 80.0),
        ("strength 0 never ranks", vec![ground(1, Company, 0, 1.0)], Fit::In, 0, 0.0),
        ("stale never ranks", vec![ground(1, Company, 5, 0.0)], Fit::In, 0, 0.0),
        ("strength above 5 counts as 5", vec![ground(1, Company, 9, 0.5)], Fit::In, 0, 40.0),
    ] {
        let found = reason(&grounds, fit, touched(touches));
        assert!((found.points - points).abs() < 1e-9, "{what}: {found:?}");
    }
}

#[test]
fn every_addend_is_shown_in_words() {
    let strong = ScoredTrigger { later: worth(0.25), ..ground(1, Scope::Company, 5, 0.92) };
    let filed = ScoredTrigger { used: true, ..ground(2, Scope::Market, 4, 1.0) };
    let source = ScoredTrigger { confidence: Confidence::Medium, ..strong };
    assert_eq!(
        lines(&reason(&[source.clone(), filed], Fit::Edge, touched(9))),
        [
            "kind 1 (company), strength 5 × 0.92 fresh: +73.6",
            "25 % of kind 2 (market), strength 4 × 1.00 fresh: +16.0",
            "keeps in six months: -20.0",
            "evidence: one decent source (× 0.9), the second filed or said by them (× 1): -5.4",
            "the second was heard here before: half: -8.0",
            "profile fit: edge (× 0.6): -22.5",
            "9 touches in 30 days, 8 beyond the first: -80.0",
            "never below 0: +46.3",
        ]
    );
    let heard = ScoredTrigger { used: true, ..source };
    assert_eq!(
        lines(&reason(&[heard], Fit::In, touched(1))),
        [
            "kind 1 (company), strength 5 × 0.92 fresh: +73.6",
            "keeps in six months: -20.0",
            "evidence: one decent source (× 0.9): -5.4",
            "heard here before: half: -24.1",
            "profile fit: in (× 1): +0.0",
        ]
    );
    let plain = ground(1, Scope::Company, 5, 0.92);
    assert_eq!(
        lines(&reason(&[plain], Fit::In, touched(1))),
        ["kind 1 (company), strength 5 × 0.92 fresh: +73.6", "profile fit: in (× 1): +0.0"]
    );
    assert!(reason(&[], Fit::In, touched(4)).addends.is_empty());
}

#[test]
fn a_weak_kind_alone_is_flagged_and_gives_way() {
    let weak = ScoredTrigger { weak: true, ..ground(1, Scope::Person, 1, 1.0) };
    let strong = ground(2, Scope::Company, 2, 0.5);
    let alone = reason(std::slice::from_ref(&weak), Fit::In, touched(0));
    assert_eq!((alone.points, alone.weak_only, alone.best), (16.0, true, Some(weak.trigger)));
    let both = reason(&[weak.clone(), strong.clone()], Fit::In, touched(0));
    assert_eq!((both.weak_only, both.best), (false, Some(strong.trigger)));
    assert!(!reason(&[], Fit::In, touched(0)).weak_only);
}

#[test]
fn six_months_on_is_the_same_sum_with_the_touches_forgotten() {
    let lasting = ScoredTrigger { later: worth(0.5), ..ground(1, Scope::Industry, 5, 1.0) };
    let found = reason(&[lasting], Fit::Edge, touched(2));
    assert_eq!((found.points, found.worth, found.later), (14.0, 48.0, 24.0));
}

#[test]
fn a_reason_that_keeps_for_six_months_is_not_one_for_now_and_has_few_points() {
    let kept = |later| {
        let ground = ScoredTrigger { later: worth(later), ..ground(1, Scope::Industry, 5, 0.5) };
        reason(&[ground], Fit::In, touched(0))
    };
    for (later, points, says) in [
        (0.39, 8.8, None),
        (0.4, 8.0, Some("Worth as much in six months (32 of 40 today): not a reason for now.")),
        (0.5, 0.0, Some("Worth as much in six months (40 of 40 today): not a reason for now.")),
        (1.0, 0.0, Some("Worth more in six months (80 against 40 today): not a reason for now.")),
    ] {
        let found = kept(later);
        assert_eq!((found.points, found.why_now().as_deref()), (points, says), "{later}");
    }
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
    let found = ScoredTrigger::new(&trigger, Kinds::builtin(), NaiveDate::from_ymd_opt(2026, 1, 15).unwrap(), false);
    assert_eq!((found.kind.as_str(), found.strength, found.weak), ("new leader", 5, false));
    assert_eq!((found.now.value, found.now.age, found.later.age), (1.0, Some(14), Some(196)));
    assert_eq!(found.later.value, 0.0);
    // The last day there is has no half-year after it.
    ScoredTrigger::new(&trigger, Kinds::builtin(), NaiveDate::MAX, false);
}

prop_compose! {
    fn any_ground()(
        n in 0..9u128, scope in 0..Scope::ALL.len(), strength in 0..7u8, now in 0.0..=1.0, later in 0.0..=1.0,
        weak in any::<bool>(), used in any::<bool>(), sure in 0..3usize
    ) -> ScoredTrigger {
        let confidence = Confidence::ALL[sure];
        ScoredTrigger { weak, used, confidence, later: worth(later), ..ground(n, Scope::ALL[scope], strength, now) }
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
        prop_assert!(found.worth >= found.points, "{found:?}");
        prop_assert_eq!(found.best.is_some(), !found.addends.is_empty());
    }

    #[test]
    fn one_more_ground_never_takes_points(
        grounds in proptest::collection::vec(any_ground(), 0..5), more in any_ground()
    ) {
        let before = reason(&grounds, Fit::In, touched(0)).points;
        let mut with = grounds;
        with.push(more);
        prop_assert!(reason(&with, Fit::In, touched(0)).points >= before);
    }
}

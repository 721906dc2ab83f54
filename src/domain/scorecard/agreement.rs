//! How alike two people score the same calls: the gap between their means, and how often they agree beyond chance.

use serde::{Deserialize, Serialize};

use super::{TOO_FEW, Z};
use crate::domain::review::{BEST_SCORE, Criterion};

/// The scores of one side for one call.
pub type SideScores = Vec<(Criterion, u8)>;

/// The scores that a rep and a reviewer gave for one criterion, over the calls that both scored.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreGap {
    pub criterion: Criterion,
    /// Mean of the reps' own scores.
    pub rep: f64,
    /// Mean of the reviewers' scores.
    pub reviewer: f64,
    /// Number of calls.
    pub n: u32,
    /// Lower and upper end of the 95 % interval of reviewer minus rep; `None` under [`TOO_FEW`] calls.
    pub interval: Option<(f64, f64)>,
}

/// The agreement of two reviewers of the same calls for one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReviewerAgreement {
    pub criterion: Criterion,
    /// Cohen's kappa with quadratic weights: 1 for equal scores throughout, 0 for what chance gives; `None` under
    /// [`TOO_FEW`] calls, and where nobody's scores differ, because there is no chance to compare with.
    pub kappa: Option<f64>,
    /// Number of calls that both scored.
    pub n: u32,
}

impl ScoreGap {
    /// Describes the gap: "+0.4 (+0.1 to +0.7)", "+0.1 (−0.2 to +0.4): cannot be told apart", or "too few".
    pub fn words(&self) -> String {
        let Some((low, high)) = self.interval else { return "too few".to_owned() };
        let apart = if low <= 0.0 && 0.0 <= high { ": cannot be told apart" } else { "" };
        format!("{} ({} to {}){apart}", signed(self.reviewer - self.rep), signed(low), signed(high))
    }
}

impl ReviewerAgreement {
    /// Describes the agreement: "0.62", or "too few".
    pub fn words(&self) -> String {
        match self.kappa {
            Some(kappa) => signless(kappa),
            None if self.n < TOO_FEW => "too few".to_owned(),
            None => "all scores alike".to_owned(),
        }
    }
}

/// One decimal with a sign; what rounds to nothing has none.
fn signed(points: f64) -> String {
    let shown = format!("{points:+.1}");
    if matches!(shown.as_str(), "+0.0" | "-0.0") { "0.0".to_owned() } else { shown }
}

fn signless(kappa: f64) -> String {
    let shown = format!("{kappa:.2}");
    if shown == "-0.00" { "0.00".to_owned() } else { shown }
}

/// Returns the gap between rep and reviewer by criterion, over calls in which both scored it; criteria without such a call
/// are left out.
pub fn score_gaps(both: &[(SideScores, SideScores)]) -> Vec<ScoreGap> {
    by_criterion(both)
        .map(|(criterion, pairs)| {
            let n = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
            let mean = |of: &dyn Fn(&(u8, u8)) -> f64| pairs.iter().map(of).sum::<f64>() / f64::from(n);
            let (rep, reviewer) = (mean(&|(rep, _)| f64::from(*rep)), mean(&|(_, other)| f64::from(*other)));
            let differences: Vec<f64> = pairs.iter().map(|(rep, other)| f64::from(*other) - f64::from(*rep)).collect();
            ScoreGap { criterion, rep, reviewer, n, interval: interval_of_mean(&differences) }
        })
        .collect()
}

/// Returns the agreement of the two reviewers by criterion, over calls in which both scored it.
pub fn reviewer_agreement(both: &[(SideScores, SideScores)]) -> Vec<ReviewerAgreement> {
    by_criterion(both)
        .map(|(criterion, pairs)| {
            let n = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
            let kappa = if n < TOO_FEW { None } else { weighted_kappa(&pairs) };
            ReviewerAgreement { criterion, kappa, n }
        })
        .collect()
}

/// The pairs of scores by criterion, where there are any. Only where both scored it: a mean over different calls compares
/// nothing.
fn by_criterion(both: &[(SideScores, SideScores)]) -> impl Iterator<Item = (Criterion, Vec<(u8, u8)>)> {
    let score = |side: &SideScores, asked: Criterion| {
        side.iter().find(|(criterion, _)| *criterion == asked).map(|(_, score)| *score)
    };
    Criterion::ALL.iter().copied().filter_map(move |criterion| {
        let pairs: Vec<(u8, u8)> =
            both.iter().filter_map(|(one, other)| Some((score(one, criterion)?, score(other, criterion)?))).collect();
        (!pairs.is_empty()).then_some((criterion, pairs))
    })
}

/// Returns Cohen's kappa of scores 0–[`BEST_SCORE`] with quadratic weights; `None` where chance alone leaves no disagreement.
/// Source: J. Cohen, "Weighted kappa", 1968.
pub fn weighted_kappa(pairs: &[(u8, u8)]) -> Option<f64> {
    let apart = |one: u8, other: u8| f64::from(one.abs_diff(other)).powi(2);
    let seen: f64 = pairs.iter().map(|(one, other)| apart(*one, *other)).sum();
    let share = |side: &dyn Fn(&(u8, u8)) -> u8, score: u8| pairs.iter().filter(|pair| side(pair) == score).count();
    let mut by_chance = 0.0;
    for one in 0..=BEST_SCORE {
        for other in 0..=BEST_SCORE {
            let both = share(&|pair| pair.0, one) * share(&|pair| pair.1, other);
            #[expect(clippy::cast_precision_loss, reason = "products of counts of calls that were scored twice")]
            let both = both as f64;
            by_chance += both * apart(one, other);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of calls that were scored twice")]
    let n = pairs.len() as f64;
    (by_chance > 0.0).then(|| 1.0 - seen * n / by_chance)
}

/// Returns the 95 % interval of the mean of these values by Student's t; `None` under [`TOO_FEW`] values.
fn interval_of_mean(values: &[f64]) -> Option<(f64, f64)> {
    let n = u32::try_from(values.len()).ok().filter(|n| *n >= TOO_FEW)?;
    let mean = values.iter().sum::<f64>() / f64::from(n);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let half = t_quantile(f64::from(n - 1)) * (squares / f64::from(n - 1) / f64::from(n)).sqrt();
    Some((mean - half, mean + half))
}

/// The 97.5 % quantile of Student's t with `df` ≥ 19 degrees of freedom, within 0.00001.
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5.
fn t_quantile(df: f64) -> f64 {
    let z2 = Z * Z;
    let first = Z * (z2 + 1.0) / 4.0;
    let second = Z * (5.0 * z2 * z2 + 16.0 * z2 + 3.0) / 96.0;
    let third = Z * (3.0 * z2.powi(3) + 19.0 * z2 * z2 + 17.0 * z2 - 15.0) / 384.0;
    Z + first / df + second / df.powi(2) + third / df.powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::Criterion::{Purpose, Value, WhyNow};

    #[test]
    fn reviewers_and_reps_are_held_against_each_other_where_both_scored() {
        let both = [
            (vec![(WhyNow, 3), (Value, 2)], vec![(WhyNow, 1), (Purpose, 3)]),
            (vec![(WhyNow, 2), (Value, 1)], vec![(WhyNow, 1), (Value, 1)]),
        ];
        let found = score_gaps(&both);
        let figures: Vec<_> = found.iter().map(|gap| (gap.criterion, gap.rep, gap.reviewer, gap.n)).collect();
        assert_eq!(figures, [(WhyNow, 2.5, 1.0, 2), (Value, 1.0, 1.0, 1)]);
        assert!(found.iter().all(|gap| gap.words() == "too few"), "{found:?}");
        assert_eq!(score_gaps(&[]), []);
        assert_eq!(reviewer_agreement(&both)[0].words(), "too few");
    }

    /// Scores of two sides, with the figures of another program: kappa, and the ends of the interval.
    type Case = (Vec<(u8, u8)>, [f64; 3]);

    fn cases() -> Vec<Case> {
        let row = |line: &str| {
            let (figures, scores) = line.split_once(';').unwrap();
            let figures: Vec<f64> = figures.split(',').map(|figure| figure.parse().unwrap()).collect();
            let pair = |pair: &str| {
                let mut digits = pair.bytes().map(|digit| digit - b'0');
                (digits.next().unwrap(), digits.next().unwrap())
            };
            (scores.split(' ').map(pair).collect(), [figures[0], figures[1], figures[2]])
        };
        include_str!("../../../tests/data/scored-twice.csv").lines().skip(1).map(row).collect()
    }

    #[test]
    fn kappa_and_the_interval_of_the_gap_are_those_of_statsmodels_and_scipy() {
        let cases = cases();
        assert_eq!(cases.len(), 60);
        for (pairs, [kappa, low, high]) in cases {
            let found = weighted_kappa(&pairs).unwrap();
            assert!((found - kappa).abs() < 1e-9, "{found}, not {kappa}: {pairs:?}");
            let both: Vec<_> = pairs.iter().map(|(rep, other)| (vec![(Value, *rep)], vec![(Value, *other)])).collect();
            let gap = score_gaps(&both)[0].interval.unwrap();
            assert!((gap.0 - low).abs() < 1e-4 && (gap.1 - high).abs() < 1e-4, "{gap:?}, not {low} to {high}");
        }
    }

    #[test]
    fn a_gap_that_may_be_chance_says_so() {
        let both = |pairs: [(u8, u8); 2]| -> Vec<(SideScores, SideScores)> {
            let of = |(rep, other)| (vec![(Value, rep)], vec![(Value, other)]);
            pairs.into_iter().cycle().take(24).map(of).collect()
        };
        assert_eq!(score_gaps(&both([(3, 1), (2, 1)]))[0].words(), "-1.5 (-1.7 to -1.3)");
        assert_eq!(score_gaps(&both([(1, 2), (2, 1)]))[0].words(), "0.0 (-0.4 to +0.4): cannot be told apart");
        assert_eq!(reviewer_agreement(&both([(1, 2), (2, 1)]))[0].words(), "-1.00");
        assert_eq!(reviewer_agreement(&both([(2, 2), (2, 2)]))[0].words(), "all scores alike");
    }
}

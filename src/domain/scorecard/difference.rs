//! Whether a share differs from that of the period before by more than chance.

use super::Share;

/// How a share changed, in points of a percent, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    pub points: f64,
    pub low: f64,
    pub high: f64,
}

impl Difference {
    /// Returns the change from one share to the other; `None` if either has too few answers.
    ///
    /// The interval is Newcombe's, made of the two Wilson intervals. Source: R. G. Newcombe, "Interval estimation for the
    /// difference between independent proportions", 1998, method 10.
    pub fn between(now: &Share, before: &Share) -> Option<Difference> {
        let (this, that) = (now.rate()?, before.rate()?);
        let apart = this - that;
        let low = apart - (this - now.low).hypot(before.high - that);
        let high = apart + (now.high - this).hypot(that - before.low);
        Some(Difference { points: 100.0 * apart, low: 100.0 * low, high: 100.0 * high })
    }

    /// Whether the interval holds "no change".
    pub fn may_be_chance(self) -> bool {
        self.low <= 0.0 && 0.0 <= self.high
    }
}

/// Describes the change to the previous period: "up 25 points", "down 25 points", "cannot be told apart"; `None` if
/// either has too few answers.
pub fn change(now: &Share, before: &Share) -> Option<String> {
    let change = Difference::between(now, before)?;
    let points = change.points.round();
    Some(if change.may_be_chance() {
        "= cannot be told apart".to_owned()
    } else if points > 0.0 {
        format!("+ up {points:.0} points")
    } else {
        format!("- down {:.0} points", -points)
    })
}

#[cfg(test)]
mod tests {
    use super::super::share;
    use super::*;

    #[test]
    fn the_interval_of_a_change_is_the_one_that_statsmodels_computes() {
        let mut compared = 0;
        for line in include_str!("../../../tests/data/two-shares.csv").lines().skip(1) {
            let figures: Vec<f64> = line.split(',').map(|figure| figure.parse().unwrap()).collect();
            let [hits, n, hits_before, n_before, low, high] = figures[..] else { panic!("{line}") };
            let (now, before) = (share(hits as u32, n as u32), share(hits_before as u32, n_before as u32));
            let found = Difference::between(&now, &before).unwrap();
            assert!(
                (found.low - 100.0 * low).abs() < 1e-7 && (found.high - 100.0 * high).abs() < 1e-7,
                "{line}: {found:?}"
            );
            compared += 1;
        }
        assert_eq!(compared, 120);
    }

    #[test]
    fn this_is_held_against_the_last_only_where_both_can_be_read_and_told_apart() {
        for (now, before, words) in [
            (share(48, 60), share(24, 60), Some("+ up 40 points")),
            (share(24, 60), share(48, 60), Some("- down 40 points")),
            (share(18, 24), share(12, 24), Some("= cannot be told apart")),
            (share(120, 240), share(12, 24), Some("= cannot be told apart")),
            (share(18, 24), share(9, 12), None),
            (share(0, 0), share(12, 24), None),
        ] {
            assert_eq!(change(&now, &before).as_deref(), words);
        }
    }
}

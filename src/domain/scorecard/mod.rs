//! Scorecards: shares of the logged calls with n and an interval, never how many calls were made.

pub mod agreement;
pub mod difference;
pub mod kind_strength;
pub mod minutes;
pub mod period;
pub mod rep_week;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::agreement::{ReviewerAgreement, ScoreGap};
use super::ids::RepId;
use super::text::thousands;
use super::vocabulary::vocabulary;

/// Number of answers below which a share is not shown.
pub const TOO_FEW: u32 = 20;

/// Key of the group of calls with an attached reason; they count for no kind and no scope.
pub const ATTACHED: &str = "attached";

/// Most groups that one grouping lists.
pub const LISTED: usize = 200;

/// Number of latest reviewed calls over which reviewers and reps are compared.
pub const CALIBRATED: u32 = 2_000;

/// A share of n with its 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Cases of which the share is true, such as calls that were well spent.
    pub hits: u32,
    /// Number of cases.
    pub n: u32,
    /// Lower end of the interval, 0–1.
    pub low: f64,
    /// Upper end of the interval, 0–1.
    pub high: f64,
}

vocabulary! {
    /// By what the calls of a scorecard are grouped.
    Grouping {
        /// Calls are grouped by rep.
        Rep = "rep", "rep";
        /// Calls are grouped by the kind of the first trigger that the rep chose.
        Kind = "kind", "trigger kind";
        /// Calls are grouped by the scope of their first trigger: whose world changed.
        Scope = "scope", "scope";
        /// Calls are grouped by the template of their opener.
        Template = "template", "opener template";
        /// Calls are grouped by campaign.
        Campaign = "campaign", "campaign";
        /// Calls are grouped by the hour of the rep's day.
        Hour = "hour", "hour of day";
    }
}

/// Counts by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Verdicts {
    pub well_spent: u32,
    pub partly: u32,
    pub wasted: u32,
}

/// The counts of one group of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub calls: u32,
    pub connected: u32,
    /// Verdicts by the prospect, asked for or not.
    pub said: Verdicts,
    /// Of these, verdicts that were not asked for.
    pub unprompted: Verdicts,
    /// Verdicts guessed by the rep, counted apart.
    pub guessed: Verdicts,
    /// Connected calls with a trigger that the rep chose and that was live on the day.
    pub live: u32,
    /// Sum of the freshness, 0–100, of the freshest trigger on the day of the call, over connected calls with a
    /// trigger.
    pub fresh_sum: u64,
    /// Number of calls in that sum.
    pub fresh_n: u32,
    /// Connected calls with a plan that was ready.
    pub ready: u32,
    /// Connected calls made despite a block.
    pub overridden: u32,
    /// Calls that were the third to their account in 14 days or later, or to a second person there in 7.
    pub swarm: u32,
    /// Connected calls with an attached reason; they count for no kind, no scope and no live reason.
    #[serde(default)]
    pub attached: u32,
}

/// The shares of one group of calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Stable key of the group: a rep's id, a kind's key; empty for everyone and for "none".
    pub key: String,
    /// Name of the group: a rep's name, a kind's label, "everyone".
    pub group: String,
    pub tally: Tally,
    /// Connected calls in which the prospect was asked for a verdict, or gave it unprompted.
    pub asked: Share,
    /// Well-spent calls among those.
    pub well_spent: Share,
    /// Connected calls on a trigger that was live on the day.
    pub live_reason: Share,
    /// Connected calls with a plan that was ready.
    pub ready: Share,
    /// Median of the minutes used in timed connected calls, by whole minutes; `None` for groupings that do not have it.
    pub median_minutes: Option<f64>,
}

/// Calls of the same number of minutes, and how they were spent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MinuteRow {
    /// Whole minutes; 60 stands for 60 and more.
    pub minutes: u16,
    /// Number of connected calls of that length.
    pub n: u32,
    /// Share of well-spent calls among those with a verdict by the prospect.
    pub well_spent: Share,
}

/// The days and the rep that a scorebook covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period, included.
    pub until: NaiveDate,
    /// The rep; `None` for all.
    pub rep: Option<RepId>,
}

/// Comparison of the scores that reviewers and reps gave the same calls, and of guessed and given verdicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Reps against reviewers, by criterion, over the calls that both scored among the latest [`CALIBRATED`] reviewed ones.
    pub criteria: Vec<ScoreGap>,
    /// The two latest reviewers of a call against each other, by criterion, over the calls that two scored among these.
    #[serde(default)]
    pub reviewers: Vec<ReviewerAgreement>,
    /// Share of well spent among guessed verdicts.
    pub guessed: Share,
    /// Share of well spent among verdicts given when asked.
    pub asked: Share,
}

/// Everything the scorecards of a period show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorebook {
    pub period: Period,
    pub everyone: Scorecard,
    /// The scorecard of the preceding period of the same length.
    pub before: Scorecard,
    /// Scorecards by each grouping, at most [`LISTED`] each: reps by name, hours by the clock, others by number of
    /// answers. One rep's scorebook has no grouping by rep.
    pub groups: Vec<(Grouping, Vec<Scorecard>)>,
    /// Number of further groups of each grouping that has more.
    pub left_out: Vec<(Grouping, u32)>,
    /// Rows by minutes used, ascending.
    pub minutes: Vec<MinuteRow>,
    /// Comparison of reviewer and rep, and of guessed and given verdicts.
    pub calibration: Calibration,
}

/// Normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// Returns the share of `hits` in `n`, with its 95 % Wilson score interval, which stays within 0–1 for small n, unlike
/// the normal approximation. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", 1927.
pub fn share(hits: u32, n: u32) -> Share {
    // More hits than cases would put a negative number under the root below.
    let hits = hits.min(n);
    if n == 0 {
        return Share { hits, n, low: 0.0, high: 1.0 };
    }
    let (count, rate) = (f64::from(n), f64::from(hits) / f64::from(n));
    let spread = Z * Z / count;
    let middle = (rate + spread / 2.0) / (1.0 + spread);
    let half = Z * (rate * (1.0 - rate) / count + spread / (4.0 * count)).sqrt() / (1.0 + spread);
    // The ends are exact where nothing or everything hit; rounding must not leave 0.0000001 there.
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if hits == n { 1.0 } else { (middle + half).min(1.0) };
    Share { hits, n, low, high }
}

/// Returns the median of values with counts, sorted by value; for an even number of values, the mean of the middle two.
pub fn median_of(times: &[(u32, u32)]) -> Option<f64> {
    // The sum of two counts may pass a u32: the test has such a pair.
    let n: u64 = times.iter().map(|(_, n)| u64::from(*n)).sum();
    let at = |place: u64| {
        let mut passed = 0;
        times.iter().find_map(|(value, n)| {
            passed += u64::from(*n);
            (passed > place).then_some(f64::from(*value))
        })
    };
    // From counts, because a year of calls is a few hundred values and a hundred thousand rows.
    Some(f64::midpoint(at(n.checked_sub(1)? / 2)?, at(n / 2)?))
}

impl Scorebook {
    /// Returns the scorebook without names, for a meeting: reps become "rep A", "rep B" …, the same one throughout.
    #[must_use]
    pub fn without_names(&self) -> Scorebook {
        let mut book = self.clone();
        let mut keys: Vec<String> = Vec::new();
        for (_, cards) in book.groups.iter().filter(|(grouping, _)| *grouping == Grouping::Rep) {
            keys.extend(cards.iter().map(|card| card.key.clone()));
        }
        // By id, so that the alphabet gives nobody away.
        keys.sort();
        for (_, cards) in book.groups.iter_mut().filter(|(grouping, _)| *grouping == Grouping::Rep) {
            for card in cards.iter_mut() {
                card.group = keys.iter().position(|key| *key == card.key).map(rep_letter).unwrap_or_default();
                card.key = String::new();
            }
            // By length first, or "rep AA" would stand before "rep B".
            cards.sort_by(|one, other| (one.group.len(), &one.group).cmp(&(other.group.len(), &other.group)));
        }
        if book.period.rep.take().is_some() {
            for card in [&mut book.everyone, &mut book.before] {
                (card.key, card.group) = (String::new(), "one rep".to_owned());
            }
        }
        book
    }
}

/// Returns "rep A" … "rep Z", "rep AA".
fn rep_letter(place: usize) -> String {
    let mut letters = String::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    format!("rep {letters}")
}

impl Period {
    /// Returns the preceding period of the same length; `None` if the calendar does not reach that far.
    pub fn before(&self) -> Option<Period> {
        let until = self.from.pred_opt()?;
        let from = until.checked_sub_signed(self.until - self.from)?;
        Some(Period { from, until, rep: self.rep })
    }
}

impl Share {
    /// Returns true if there are too few answers to show the share.
    pub fn is_too_few(&self) -> bool {
        self.n < TOO_FEW
    }

    /// Returns the share, 0–1; `None` if there are too few answers, so that no screen can show it.
    pub fn rate(&self) -> Option<f64> {
        // The only way to a share: no screen can show one that is read from too few.
        (!self.is_too_few()).then(|| f64::from(self.hits) / f64::from(self.n))
    }

    /// Describes the share: "12 of 34, 35 % (22–52 %)", "3 of 9: too few" or "none yet".
    pub fn words(&self) -> String {
        let Share { low, high, .. } = self;
        let (hits, n) = (thousands(self.hits), thousands(self.n));
        match self.rate() {
            Some(rate) => {
                format!("{hits} of {n}, {:.0} % ({:.0}–{:.0} %)", 100.0 * rate, 100.0 * low, 100.0 * high)
            }
            None if self.n == 0 => "none yet".to_owned(),
            None => format!("{hits} of {n}: too few"),
        }
    }
}

impl Verdicts {
    /// Returns the number of all verdicts.
    pub fn total(self) -> u32 {
        self.well_spent + self.partly + self.wasted
    }
}

impl Tally {
    /// Returns the verdicts given when asked.
    pub fn asked(&self) -> Verdicts {
        Verdicts {
            well_spent: self.said.well_spent.saturating_sub(self.unprompted.well_spent),
            partly: self.said.partly.saturating_sub(self.unprompted.partly),
            wasted: self.said.wasted.saturating_sub(self.unprompted.wasted),
        }
    }

    /// Returns the shares of these counts.
    pub fn scorecard(&self, key: &str, group: &str) -> Scorecard {
        let asked = self.said.total();
        Scorecard {
            key: key.to_owned(),
            group: group.to_owned(),
            tally: *self,
            asked: share(asked, self.connected),
            well_spent: share(self.said.well_spent, asked),
            live_reason: share(self.live, self.connected),
            ready: share(self.ready, self.connected),
            median_minutes: None,
        }
    }

    /// Returns the mean freshness of the triggers at the time of the call, 0–100; `None` if no call had one.
    pub fn freshness(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "sums of at most 100 a call")]
        (self.fresh_n > 0).then(|| self.fresh_sum as f64 / f64::from(self.fresh_n))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_interval_is_the_one_that_statsmodels_computes() {
        let mut compared = 0;
        for line in include_str!("../../../tests/data/wilson.csv").lines().skip(1) {
            let figures: Vec<f64> = line.split(',').map(|figure| figure.parse().unwrap()).collect();
            let [hits, n, low, high] = figures[..] else { panic!("{line}") };
            let found = share(hits as u32, n as u32);
            assert!((found.low - low).abs() < 1e-9 && (found.high - high).abs() < 1e-9, "{line}: {found:?}");
            compared += 1;
        }
        assert_eq!(compared, 200);
        let odd = share(9, 3);
        assert_eq!((odd.hits, share(0, 0).low, share(0, 0).high), (3, 0.0, 1.0), "never more hits than calls");
    }

    #[test]
    fn the_median_is_the_one_that_python_computes() {
        for line in include_str!("../../../tests/data/medians.csv").lines().skip(1) {
            let (middle, values) = line.split_once(',').unwrap();
            let values: Vec<u32> = values.split(' ').map(|value| value.parse().unwrap()).collect();
            let middle = Some(middle.parse().unwrap());
            let mut times: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
            values.iter().for_each(|value| *times.entry(*value).or_default() += 1);
            assert_eq!(median_of(&times.into_iter().collect::<Vec<_>>()), middle, "{values:?}");
        }
        assert_eq!(median_of(&[]), None);
        assert_eq!(median_of(&[(4, 0), (7, u32::MAX), (9, u32::MAX)]), Some(8.0));
    }

    #[test]
    fn names_can_be_hidden_and_stay_the_same_letter() {
        let card = |key: &str, name: &str| Tally::default().scorecard(key, name);
        let day: NaiveDate = "2026-03-12".parse().unwrap();
        let book = Scorebook {
            period: Period { from: day, until: day, rep: Some(RepId::default()) },
            everyone: card("9", "Ida"),
            before: card("9", "Ida"),
            groups: vec![
                (Grouping::Rep, vec![card("9", "Ida"), card("1", "Sam")]),
                (Grouping::Kind, vec![card("funding", "funding")]),
            ],
            left_out: Vec::new(),
            minutes: Vec::new(),
            calibration: Calibration {
                criteria: Vec::new(),
                reviewers: Vec::new(),
                guessed: share(0, 0),
                asked: share(0, 0),
            },
        };
        let hidden = book.without_names();
        let names: Vec<&str> = hidden.groups[0].1.iter().map(|card| card.group.as_str()).collect();
        assert_eq!((names, hidden.groups[1].1[0].group.as_str()), (vec!["rep A", "rep B"], "funding"));
        let text = serde_json::to_string(&hidden).unwrap();
        assert!(!text.contains("Ida") && !text.contains("Sam") && !text.contains("00000000-"), "{text}");
        assert_eq!([rep_letter(25), rep_letter(26), rep_letter(27)], ["rep Z", "rep AA", "rep AB"]);
    }

    #[test]
    fn a_share_is_not_read_from_too_few() {
        for (hits, n, words, rate) in [
            (12, 34, "12 of 34, 35 % (21–52 %)", Some(12.0 / 34.0)),
            (20, 20, "20 of 20, 100 % (84–100 %)", Some(1.0)),
            (3, 19, "3 of 19: too few", None),
            (0, 0, "none yet", None),
        ] {
            let found = share(hits, n);
            assert_eq!((found.words().as_str(), found.rate()), (words, rate));
        }
    }

    #[test]
    fn a_scorecard_counts_only_what_they_said() {
        let tally = Tally {
            calls: 60,
            connected: 40,
            said: Verdicts { well_spent: 18, partly: 5, wasted: 2 },
            guessed: Verdicts { well_spent: 7, ..Verdicts::default() },
            live: 30,
            fresh_sum: 1500,
            fresh_n: 30,
            ..Tally::default()
        };
        let found = tally.scorecard("", "Ida");
        assert_eq!((found.asked.hits, found.asked.n), (25, 40));
        assert_eq!((found.well_spent.hits, found.well_spent.n), (18, 25));
        assert_eq!((found.live_reason.hits, found.live_reason.n), (30, 40));
        assert_eq!((found.group.as_str(), tally.freshness()), ("Ida", Some(50.0)));
        assert_eq!(Tally::default().freshness(), None);
    }

    proptest! {
        #[test]
        fn the_share_lies_inside_its_interval(n in 1..5000u32, part in 0.0..=1.0f64) {
            let hits = (f64::from(n) * part) as u32;
            let found = share(hits, n);
            let rate = f64::from(hits) / f64::from(n);
            prop_assert!(0.0 <= found.low && found.low <= rate && rate <= found.high && found.high <= 1.0, "{found:?}");
        }
    }
}

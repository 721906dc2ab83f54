//! Scorecards: shares of the logged calls with n and an interval, never how many were made.

pub mod kind_strength;
pub mod minutes;
pub mod period;
pub mod rep_week;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::RepId;
use super::review::Criterion;
use super::vocabulary::vocabulary;

/// Below this many answers a share is "too few" to read.
pub const TOO_FEW: u32 = 20;

/// Groups that one grouping lists at most.
pub const LISTED: usize = 200;

/// The number of latest reviewed calls over which reviewers and reps are compared.
pub const CALIBRATED: u32 = 2_000;

/// A share of n with its 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many of them.
    pub hits: u32,
    /// Out of how many.
    pub n: u32,
    /// Lower end, 0–1.
    pub low: f64,
    /// Upper end, 0–1.
    pub high: f64,
}

vocabulary! {
    /// What the calls of a scorecard are grouped by.
    Grouping {
        /// Who called.
        Rep = "rep", "rep";
        /// Kind of the first trigger.
        Kind = "kind", "trigger kind";
        /// Whose world changed.
        Scope = "scope", "scope";
        /// Template of the opener.
        Template = "template", "opener template";
        /// Campaign.
        Campaign = "campaign", "campaign";
        /// Hour of the rep's day.
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
    /// Verdicts said by them, asked or not.
    pub said: Verdicts,
    /// Those of them that nobody asked for.
    pub unprompted: Verdicts,
    /// Verdicts guessed by the rep, counted apart.
    pub guessed: Verdicts,
    /// Connected, with a trigger that was live that day.
    pub live: u32,
    /// Freshness of the freshest trigger on the day of the call, 0–100, of connected calls that had one: the sum.
    pub fresh_sum: u64,
    /// How many those are.
    pub fresh_n: u32,
    /// Connected, with a plan that was ready.
    pub ready: u32,
    /// Made despite a block.
    pub overridden: u32,
    /// Made while the account was being swarmed.
    pub swarm: u32,
}

/// The shares of one group of calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// The group by its stable key: a rep's id, a kind's key; empty for everyone and for "none".
    pub key: String,
    /// The group in words: a rep's name, a kind's label, "everyone".
    pub group: String,
    pub tally: Tally,
    /// Connected calls in which they were asked, or said so unprompted.
    pub asked: Share,
    /// Well spent among those.
    pub well_spent: Share,
    /// Connected calls that stood on a trigger still live that day.
    pub live_reason: Share,
    /// Connected calls with a plan that was ready.
    pub ready: Share,
    /// Median minutes used in connected calls that were timed, to the whole minute; not known for every grouping.
    pub median_minutes: Option<f64>,
}

/// Calls that took as many minutes, and how they were spent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MinuteRow {
    /// Whole minutes; 60 stands for 60 and more.
    pub minutes: u16,
    /// Connected calls that took them.
    pub n: u32,
    /// Well spent among those that were asked.
    pub well_spent: Share,
}

/// The days and the rep that a scorebook covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub until: NaiveDate,
    /// One rep only.
    pub rep: Option<RepId>,
}

/// Compares the scores that reviewers and reps gave the same calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Calls that both scored, of the latest [`CALIBRATED`] reviewed ones, by criterion: the rep's mean, the reviewer's
    /// mean, how many.
    pub criteria: Vec<(Criterion, f64, f64, u32)>,
    /// Well spent among guessed verdicts, to be compared with what they said.
    pub guessed: Share,
    /// Well spent among verdicts they gave when asked.
    pub asked: Share,
}

/// Everything the scorecards of a period show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorebook {
    pub period: Period,
    pub everyone: Scorecard,
    /// As many days right before.
    pub before: Scorecard,
    /// By each grouping, at most [`LISTED`] each: reps by name, hours by the clock, the others by how many answered. One
    /// rep's scorebook has no grouping by rep.
    pub groups: Vec<(Grouping, Vec<Scorecard>)>,
    /// How many groups there are beyond those, where there are more.
    pub left_out: Vec<(Grouping, u32)>,
    /// By minutes used, ascending.
    pub minutes: Vec<MinuteRow>,
    /// Reviewer against rep, guess against asked.
    pub calibration: Calibration,
}

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The share of `hits` in `n`, with its 95 % Wilson score interval: with small n it stays inside 0–1, unlike the plain
/// one. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
pub fn share(hits: u32, n: u32) -> Share {
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

/// The middle of values with their counts, by ascending value; of an even number, the mean of the two in the middle.
pub fn median_of(times: &[(u32, u32)]) -> Option<f64> {
    let n: u64 = times.iter().map(|(_, n)| u64::from(*n)).sum();
    let at = |place: u64| {
        let mut passed = 0;
        times.iter().find_map(|(value, n)| {
            passed += u64::from(*n);
            (passed > place).then_some(f64::from(*value))
        })
    };
    Some(f64::midpoint(at(n.checked_sub(1)? / 2)?, at(n / 2)?))
}

/// The scores of one side for one call.
pub type SideScores = Vec<(Criterion, u8)>;

/// The rep's mean and the reviewer's by criterion, over calls in which both scored it; those that no call has are left
/// out.
pub fn calibrate(both: &[(SideScores, SideScores)]) -> Vec<(Criterion, f64, f64, u32)> {
    let score = |side: &SideScores, asked: Criterion| {
        side.iter().find(|(criterion, _)| *criterion == asked).map(|(_, score)| u32::from(*score))
    };
    let of = |criterion: Criterion| {
        let pairs = both.iter().filter_map(|(rep, other)| Some((score(rep, criterion)?, score(other, criterion)?)));
        let (rep, other, n) =
            pairs.fold((0, 0, 0), |(rep, other, n), (own, theirs)| (rep + own, other + theirs, n + 1));
        let mean = |sum: u32| f64::from(sum) / f64::from(n);
        (n > 0).then(|| (criterion, mean(rep), mean(other), n))
    };
    Criterion::ALL.iter().copied().filter_map(of).collect()
}

impl Scorebook {
    /// The same without names, for a meeting: reps become "rep A", "rep B" …, the same one wherever it stands.
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

/// "rep A" … "rep Z", "rep AA".
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

/// This beside the last: "up 6 points", "down 3 points", "the same"; `None` if either has too few answers.
pub fn change(now: &Share, before: &Share) -> Option<String> {
    let points = ((now.rate()? - before.rate()?) * 100.0).round();
    Some(match points {
        0.0 => "= the same".to_owned(),
        up if up > 0.0 => format!("+ up {up:.0} points"),
        down => format!("- down {:.0} points", -down),
    })
}

impl Period {
    /// As many days right before; `None` if the calendar does not reach so far.
    pub fn before(&self) -> Option<Period> {
        let until = self.from.pred_opt()?;
        let from = until.checked_sub_signed(self.until - self.from)?;
        Some(Period { from, until, rep: self.rep })
    }
}

impl Share {
    /// True if there are too few answers to read it.
    pub fn is_too_few(&self) -> bool {
        self.n < TOO_FEW
    }

    /// The share, 0–1; nothing while there are too few to read it, so that no screen can show one.
    pub fn rate(&self) -> Option<f64> {
        (!self.is_too_few()).then(|| f64::from(self.hits) / f64::from(self.n))
    }

    /// "12 of 34, 35 % (22–52 %)", "3 of 9: too few" or "none yet".
    pub fn words(&self) -> String {
        let Share { hits, n, low, high } = self;
        match self.rate() {
            Some(rate) => {
                format!("{hits} of {n}, {:.0} % ({:.0}–{:.0} %)", 100.0 * rate, 100.0 * low, 100.0 * high)
            }
            None if *n == 0 => "none yet".to_owned(),
            None => format!("{hits} of {n}: too few"),
        }
    }
}

impl Verdicts {
    /// All of them.
    pub fn total(self) -> u32 {
        self.well_spent + self.partly + self.wasted
    }
}

impl Tally {
    /// Verdicts they gave when asked.
    pub fn asked(&self) -> Verdicts {
        Verdicts {
            well_spent: self.said.well_spent.saturating_sub(self.unprompted.well_spent),
            partly: self.said.partly.saturating_sub(self.unprompted.partly),
            wasted: self.said.wasted.saturating_sub(self.unprompted.wasted),
        }
    }

    /// The shares of these counts.
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

    /// Mean freshness of the reasons at the time of the call, 0–100; `None` if no call had one.
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
    fn this_is_held_against_the_last_only_where_both_can_be_read() {
        for (now, before, words) in [
            (share(18, 24), share(12, 24), Some("+ up 25 points")),
            (share(12, 24), share(18, 24), Some("- down 25 points")),
            (share(120, 240), share(12, 24), Some("= the same")),
            (share(18, 24), share(9, 12), None),
            (share(0, 0), share(12, 24), None),
        ] {
            assert_eq!(change(&now, &before).as_deref(), words);
        }
    }

    #[test]
    fn reviewers_and_reps_are_held_against_each_other_where_both_scored() {
        use crate::domain::review::Criterion::{Purpose, Value, WhyNow};
        let both = [
            (vec![(WhyNow, 3), (Value, 2)], vec![(WhyNow, 1), (Purpose, 3)]),
            (vec![(WhyNow, 2), (Value, 1)], vec![(WhyNow, 1), (Value, 1)]),
        ];
        assert_eq!(calibrate(&both), [(WhyNow, 2.5, 1.0, 2), (Value, 1.0, 1.0, 1)]);
        assert_eq!(calibrate(&[]), []);
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
            calibration: Calibration { criteria: Vec::new(), guessed: share(0, 0), asked: share(0, 0) },
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

//! Filters the logged calls, and flags those worth a look.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Verdict, VerdictSource};
use crate::domain::dates::parse_past_day;
use crate::domain::ids::{CampaignId, RepId};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// A reason for a manager to look at a call. It is computed when a call is logged, amended or merged.
    Flag {
        /// Amended more than [`SOON`] after it was logged.
        AmendedLate = "amended_late", "amended late";
        /// The call was made despite a block.
        Overridden = "overridden", "guard overridden";
        /// The verdict is the rep's guess.
        Guessed = "guessed", "guess as verdict";
        /// The call exceeded the touches that the swarm guard allows for an account in a few days.
        Swarm = "swarm", "swarm";
        /// The call had no trigger.
        NoTrigger = "no_trigger", "no trigger";
        /// The account is out of the profile.
        OutOfProfile = "out_of_profile", "out of profile";
        /// The program attached the reason; nobody chose it.
        Attached = "attached", "reason attached";
    }
}

/// Minutes within which an amendment counts as correcting a slip: scorecards use it, and it is not flagged.
pub const SOON: i64 = 10;

/// A set of flags, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallFlags(pub u8);

impl CallFlags {
    /// Adds a flag if `holds` is true.
    #[must_use]
    pub fn with(self, flag: Flag, holds: bool) -> CallFlags {
        CallFlags(self.0 | if holds { flag.bit() } else { 0 })
    }

    /// Returns true if the set contains the flag.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Returns the flags of the set, in the order of the vocabulary.
    pub fn list(self) -> Vec<Flag> {
        Flag::ALL.iter().copied().filter(|flag| self.has(*flag)).collect()
    }
}

impl Flag {
    /// Returns the flag's bit in [`CallFlags`].
    pub fn bit(self) -> u8 {
        match self {
            // Stored in books as they stand here: a new flag takes the next bit, and none is given again.
            Flag::AmendedLate => 1,
            Flag::Overridden => 2,
            Flag::Guessed => 4,
            Flag::Swarm => 8,
            Flag::NoTrigger => 16,
            Flag::OutOfProfile => 32,
            Flag::Attached => 64,
        }
    }
}

/// A filter of calls: every field that is set narrows it; the default is every call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallFilter {
    pub rep: Option<RepId>,
    /// First day of the calls, included.
    pub from: Option<NaiveDate>,
    /// Last day of the calls, included.
    pub until: Option<NaiveDate>,
    /// Key of the first trigger's kind; chosen reasons only, unless [`Flag::Attached`] asks for the others.
    pub kind: Option<String>,
    pub campaign: Option<CampaignId>,
    pub verdict: Option<Verdict>,
    pub source: Option<VerdictSource>,
    /// Only calls with this flag.
    pub flag: Option<Flag>,
    /// Only calls that reached the person.
    pub connected: bool,
    /// Only calls that nobody but the rep reviewed.
    pub unreviewed: bool,
    /// Only a random sample of this size.
    pub sample: Option<SampleDraw>,
}

/// A random sample: the same seed draws the same calls from the same book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDraw {
    pub size: usize,
    /// Seed of the sample.
    pub seed: u64,
}

/// Names for the reps, campaigns and kinds that a filter refers to by id or key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterNames {
    pub reps: Vec<(RepId, String)>,
    /// Campaigns, newest first.
    pub campaigns: Vec<(CampaignId, String)>,
    pub kinds: Vec<(String, String)>,
}

impl CallFilter {
    /// Returns the filter for connected calls that nobody but the rep has reviewed: what a manager has to read.
    pub fn to_read() -> CallFilter {
        CallFilter { connected: true, unreviewed: true, ..CallFilter::default() }
    }

    /// Returns true if the filter differs from `base`.
    pub fn narrows(&self, base: &CallFilter) -> bool {
        self != base
    }

    /// Describes the filter in words: "Ida · 2–8 Mar · amended late"; empty for every call.
    pub fn words(&self, named: &FilterNames) -> String {
        let mut parts = Vec::new();
        if let Some(rep) = self.rep {
            let name = named.reps.iter().find(|(id, _)| *id == rep).map_or("one rep", |(_, name)| name.as_str());
            parts.push(format!("rep {name}"));
        }
        parts.extend(span(self.from, self.until));
        if let Some(kind) = &self.kind {
            parts
                .push(named.kinds.iter().find(|(key, _)| key == kind).map_or(kind.clone(), |(_, label)| label.clone()));
        }
        if let Some(campaign) = self.campaign {
            let name = named.campaigns.iter().find(|(id, _)| *id == campaign);
            parts.push(name.map_or("one campaign".to_owned(), |(_, name)| name.clone()));
        }
        parts.extend(self.verdict.map(|verdict| verdict.words().to_owned()));
        parts.extend(self.source.map(|source| source.words().to_owned()));
        parts.extend(self.flag.map(|flag| flag.words().to_owned()));
        parts.extend(self.sample.map(|draw| format!("random {}, seed {}", draw.size, draw.seed)));
        parts.join(" · ")
    }
}

/// Formats a range of days: `2–8 Mar`, `28 Feb – 3 Mar`, `since 2 Mar`, `until 8 Mar`.
fn span(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<String> {
    let long = |day: NaiveDate| day.format("%-d %b").to_string();
    let with_year = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    match (from, until) {
        (None, None) => None,
        (Some(from), None) => Some(format!("since {}", with_year(from))),
        (None, Some(until)) => Some(format!("until {}", with_year(until))),
        (Some(from), Some(until)) if from == until => Some(long(from)),
        (Some(from), Some(until)) if (from.year(), from.month()) == (until.year(), until.month()) => {
            Some(format!("{}–{}", from.day(), long(until)))
        }
        (Some(from), Some(until)) if from.year() == until.year() => Some(format!("{} – {}", long(from), long(until))),
        (Some(from), Some(until)) => Some(format!("{} – {}", with_year(from), with_year(until))),
    }
}

/// Parses a range of days: `today`, `yesterday`, `this week`, `last week`, `this month`, `last month`, `90 days`, `2
/// mar - 8 mar`, `2026-03-02 to 2026-03-08`, or one day. `None` if the text is none of these; a day without a year is
/// the latest in the past.
pub fn parse_span(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim().to_lowercase();
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let first = today.with_day(1)?;
    match text.as_str() {
        "today" => return Some((today, today)),
        "yesterday" => return today.pred_opt().map(|day| (day, day)),
        "this week" | "week" => return Some((monday, today)),
        "last week" => return Some((monday - Days::new(7), monday - Days::new(1))),
        "this month" | "month" => return Some((first, today)),
        "last month" => return Some((first.checked_sub_months(Months::new(1))?, first.pred_opt()?)),
        _days => {}
    }
    if let Some(days) = text.strip_suffix(" days").and_then(|n| n.trim().parse::<u64>().ok()).filter(|n| *n > 0) {
        // Today is one of them.
        return Some((today.checked_sub_days(Days::new(days - 1))?, today));
    }
    // A hyphen only between blanks: without them it belongs to the day, `2026-03-02`.
    let ends = [" - ", " – ", " to ", "–"].iter().find_map(|between| text.split_once(between));
    let (from, until) = match ends {
        Some((from, until)) => (parse_past(from, today)?, parse_past(until, today)?),
        None => parse_past(&text, today).map(|day| (day, day))?,
    };
    (from <= until).then_some((from, until))
}

/// A day that has been; nothing where it lies ahead.
pub fn parse_past(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    // A day that was typed with its year may still lie ahead.
    parse_past_day(text, today).filter(|day| *day <= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_hold_what_was_put_in_and_nothing_else() {
        let flags =
            CallFlags::default().with(Flag::Swarm, true).with(Flag::Guessed, false).with(Flag::AmendedLate, true);
        assert_eq!(flags.list(), [Flag::AmendedLate, Flag::Swarm]);
        let all = Flag::ALL.iter().fold(CallFlags::default(), |flags, flag| flags.with(*flag, true));
        assert_eq!(all.list(), Flag::ALL, "no two share a bit");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_selection_reads_as_its_parts() {
        let ida = RepId(uuid::Uuid::from_u128(1));
        let named = FilterNames { reps: vec![(ida, "Ida".to_owned())], ..FilterNames::default() };
        let chosen = CallFilter {
            rep: Some(ida),
            from: Some(day("2026-03-02")),
            until: Some(day("2026-03-08")),
            flag: Some(Flag::AmendedLate),
            ..CallFilter::to_read()
        };
        assert_eq!(chosen.words(&named), "rep Ida · 2–8 Mar · amended late");
        let drawn = CallFilter { sample: Some(SampleDraw { size: 5, seed: 4711 }), ..CallFilter::default() };
        assert_eq!(drawn.words(&named), "random 5, seed 4711");
        assert_eq!(CallFilter::default().words(&named), "");
    }

    #[test]
    fn spans_of_days_are_read_as_people_write_them() {
        let today = day("2026-03-12");
        for (text, from, until) in [
            ("today", "2026-03-12", "2026-03-12"),
            ("this week", "2026-03-09", "2026-03-12"),
            ("last week", "2026-03-02", "2026-03-08"),
            ("last month", "2026-02-01", "2026-02-28"),
            ("90 days", "2025-12-13", "2026-03-12"),
            ("2 mar - 8 mar", "2026-03-02", "2026-03-08"),
            ("2026-03-02 to 2026-03-08", "2026-03-02", "2026-03-08"),
            ("20 nov - 3 mar", "2025-11-20", "2026-03-03"),
        ] {
            assert_eq!(parse_span(text, today), Some((day(from), day(until))), "{text}");
        }
        for text in ["", "soon", "8 mar - 2 mar", "0 days"] {
            assert_eq!(parse_span(text, today), None, "{text}");
        }
    }
}

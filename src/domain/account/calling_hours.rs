//! Permitted calling hours by place: a table that a team can extend; no legal advice.

use std::fmt;
use std::sync::OnceLock;

use chrono::{NaiveTime, Timelike, Weekday};
use serde::Deserialize;

use crate::domain::dates::{DateWords, Tokens, time_in_full};
use crate::domain::toml_error::{fault, fault_at};
use crate::domain::vocabulary::vocabulary;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

vocabulary! {
    /// Selects the calls that a row of the table applies to.
    #[derive(Default)]
    HoursScope {
        /// All calls: outside these hours a call is blocked.
        #[default]
        All = "all", "all calls";
        /// Calls to private consumers: outside these hours the guard warns.
        Consumers = "consumers", "calls to consumers";
    }
}

/// The table of places with their permitted calling hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourTable(pub Vec<HourRule>);

/// A row of the table: the permitted hours of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourRule {
    /// The place, upper case: `*` for any, a country (`FR`), or a country and a state (`US-AL`).
    pub place: String,
    pub calls: HoursScope,
    /// Permitted spans from Monday to Friday.
    pub weekdays: Vec<MinuteSpan>,
    /// Permitted spans on Saturday.
    pub saturday: Vec<MinuteSpan>,
    /// Permitted spans on Sunday.
    pub sunday: Vec<MinuteSpan>,
    /// Further remarks on the rule.
    pub note: String,
    /// Source of the rule.
    pub source: String,
    /// Month or day as of which the source was checked.
    pub as_of: String,
}

/// A span of the day in minutes after midnight; `until` is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinuteSpan {
    /// First minute of the span.
    pub from: u16,
    /// First minute after the span; 1440 is midnight.
    pub until: u16,
}

/// The rows in force at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermittedHours {
    /// The row for all calls, which every place has.
    pub all: HourRule,
    /// The row for calls to consumers, if the place has one.
    pub consumers: Option<HourRule>,
}

impl Default for PermittedHours {
    fn default() -> Self {
        HourTable::builtin().at(None)
    }
}

impl HourTable {
    /// Returns the built-in table.
    pub fn builtin() -> &'static HourTable {
        static BUILTIN: OnceLock<HourTable> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            HourTable::parse(include_str!("../../../assets/hours.toml")).expect("the shipped table is read by a test")
        })
    }

    /// Parses a table. The error is one sentence that begins with its line.
    pub fn parse(toml: &str) -> Result<HourTable, String> {
        let file: HoursFile = toml::from_str(toml).map_err(|error| fault(toml, &error))?;
        let mut rules: Vec<HourRule> = Vec::with_capacity(file.rule.len());
        for entry in file.rule {
            let start = entry.span().start;
            let rule = entry.into_inner().read().map_err(|problem| fault_at(toml, start, &problem))?;
            if rules.iter().any(|known| known.is_for(&rule)) {
                let twice = format!("\"{}\" has two rows for {}; leave one", rule.place, rule.calls.words());
                return Err(fault_at(toml, start, &twice));
            }
            rules.push(rule);
        }
        Ok(HourTable(rules))
    }

    /// Adds a team's own rows: a row for the same place and calls replaces the built-in one, other rows are added.
    #[must_use]
    pub fn overlay(mut self, team: HourTable) -> HourTable {
        for rule in team.0 {
            match self.0.iter_mut().find(|known| known.is_for(&rule)) {
                Some(known) => *known = rule,
                None => self.0.push(rule),
            }
        }
        self
    }

    /// Returns the rows in force at a place: those of the state, else of the country, else the default.
    pub fn at(&self, place: Option<(&str, Option<&str>)>) -> PermittedHours {
        let find = |calls| {
            let named = |place: &str| self.0.iter().find(|rule| rule.calls == calls && rule.place == place);
            let (country, state) = place.map_or((None, None), |(country, state)| (Some(country), state));
            let state = country.zip(state).and_then(|(country, state)| named(&format!("{country}-{state}")));
            // One row and no mixture: the table writes the hours of a state whole.
            state.or_else(|| country.and_then(named)).or_else(|| named("*")).cloned()
        };
        // A team's table may lack the row of everywhere; calls must never be without hours.
        let fallback = || find(HoursScope::All).or_else(|| HourTable::builtin().0.first().cloned());
        PermittedHours {
            all: fallback().expect("the shipped table begins with the row of everywhere: a test reads it"),
            consumers: find(HoursScope::Consumers),
        }
    }
}

impl HourRule {
    /// Returns the permitted spans of a weekday.
    pub fn spans(&self, day: Weekday) -> &[MinuteSpan] {
        match day {
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => &self.weekdays,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }

    /// Returns true if a call is permitted at this time of this weekday.
    pub fn permits(&self, day: Weekday, time: NaiveTime) -> bool {
        let minute = time.hour() * 60 + time.minute();
        self.spans(day).iter().any(|span| u32::from(span.from) <= minute && minute < u32::from(span.until))
    }

    /// Returns the hours of a weekday in words: `8:00 to 20:00`, `none on Sunday`.
    pub fn hours_on(&self, day: Weekday) -> String {
        let spans: Vec<String> = self.spans(day).iter().map(ToString::to_string).collect();
        match (spans.is_empty(), day) {
            (false, _) => spans.join(" and "),
            (true, Weekday::Sat) => "none on Saturday".to_owned(),
            (true, Weekday::Sun) => "none on Sunday".to_owned(),
            (true, Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri) => "none".to_owned(),
        }
    }

    /// Returns place, source and date of the row: `default; after 47 CFR 64.1200(c)(1), as of 2025-11`.
    pub fn cited(&self) -> String {
        let place = if self.place == "*" { "default" } else { &self.place };
        let source = if self.source.is_empty() { "no source given" } else { &self.source };
        let as_of = if self.as_of.is_empty() { String::new() } else { format!(", as of {}", self.as_of) };
        format!("{place}; {source}{as_of}")
    }

    fn is_for(&self, other: &HourRule) -> bool {
        (&self.place, self.calls) == (&other.place, other.calls)
    }
}

impl fmt::Display for MinuteSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
        write!(f, "{} to {}", clock(self.from), clock(self.until))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    #[serde(default)]
    rule: Vec<toml::Spanned<HourRuleFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HourRuleFile {
    place: String,
    #[serde(default)]
    calls: HoursScope,
    weekdays: String,
    saturday: String,
    sunday: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    as_of: String,
}

impl HourRuleFile {
    fn read(self) -> Result<HourRule, String> {
        let place = self.place.trim().to_uppercase();
        let country = place.split('-').next().unwrap_or_default();
        if place != "*" && (country.chars().count() != 2 || place.ends_with('-')) {
            return Err(format!("\"{}\" is not a place; write *, FR or US-AL", self.place));
        }
        Ok(HourRule {
            calls: self.calls,
            weekdays: spans("weekdays", &self.weekdays)?,
            saturday: spans("saturday", &self.saturday)?,
            sunday: spans("sunday", &self.sunday)?,
            note: self.note,
            source: self.source.trim().trim_end_matches('.').to_owned(),
            as_of: self.as_of.trim().to_owned(),
            place,
        })
    }
}

/// Parses `8:00-20:00`, `10:00-13:00, 14:00-20:00` or `none`.
fn spans(field: &str, text: &str) -> Result<Vec<MinuteSpan>, String> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(Vec::new());
    }
    let wrong = || format!("{field} is \"{text}\"; write \"8:00-20:00\", several with commas, or \"none\"");
    let mut found = Vec::new();
    for part in text.split(',') {
        let (from, until) = part.split_once(['-', '–']).ok_or_else(wrong)?;
        let span = MinuteSpan { from: minute(from).ok_or_else(wrong)?, until: minute(until).ok_or_else(wrong)? };
        if span.from >= span.until {
            return Err(format!("{field}: \"{}\" ends before it begins", part.trim()));
        }
        found.push(span);
    }
    Ok(found)
}

/// Minutes since midnight of `8`, `8:30`, `5 p.m.`; the end of the day is `24:00`.
fn minute(text: &str) -> Option<u16> {
    let by_half = || {
        let time = time_in_full(&Tokens::of(text, DateWords::english()))?.time?;
        u16::try_from(time.hour() * 60 + time.minute()).ok()
    };
    let plain = || {
        let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        hour.checked_mul(60)?.checked_add(minute).filter(|at| minute < 60 && *at <= DAY)
    };
    plain().or_else(by_half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn the_shipped_table_begins_with_everywhere_and_cites_every_row() {
        let table = HourTable::builtin();
        assert_eq!((table.0[0].place.as_str(), table.0[0].calls), ("*", HoursScope::All));
        for rule in &table.0 {
            assert!(!rule.source.is_empty() && rule.as_of.len() >= 7, "{}", rule.cited());
        }
    }

    #[test]
    fn the_most_particular_row_holds() {
        let table = HourTable::builtin();
        for (place, all, consumers) in [
            (None, "*", None),
            (Some(("NO", None)), "*", None),
            (Some(("US", None)), "*", Some("US")),
            (Some(("US", Some("AL"))), "*", Some("US-AL")),
            (Some(("US", Some("OR"))), "*", Some("US")),
            (Some(("FR", Some("Bretagne"))), "*", Some("FR")),
        ] {
            let held = table.at(place);
            assert_eq!(
                (held.all.place.as_str(), held.consumers.as_ref().map(|rule| rule.place.as_str())),
                (all, consumers)
            );
        }
    }

    #[test]
    fn hours_hold_from_their_first_minute_to_the_one_before_the_last() {
        let france = HourTable::builtin().at(Some(("FR", None))).consumers.unwrap();
        for (day, hour, minute, permits) in [
            (Weekday::Mon, 9, 59, false),
            (Weekday::Mon, 10, 0, true),
            (Weekday::Mon, 12, 59, true),
            (Weekday::Mon, 13, 0, false),
            (Weekday::Fri, 14, 0, true),
            (Weekday::Fri, 20, 0, false),
            (Weekday::Sat, 11, 0, false),
        ] {
            assert_eq!(france.permits(day, time(hour, minute)), permits, "{day} {hour}:{minute:02}");
        }
        assert_eq!(france.hours_on(Weekday::Mon), "10:00 to 13:00 and 14:00 to 20:00");
        assert_eq!(france.hours_on(Weekday::Sun), "none on Sunday");
    }

    #[test]
    fn a_team_replaces_a_row_and_adds_one() {
        let text = "[[rule]]\nplace = \"us-al\"\ncalls = \"consumers\"\nweekdays = \"9-17\"\nsaturday = \"none\"\nsunday = \"none\"\n\
                    [[rule]]\nplace = \"NO\"\nweekdays = \"9 a.m. - 4:30 p.m.\"\nsaturday = \"none\"\nsunday = \"none\"\n";
        let table = HourTable::builtin().clone().overlay(HourTable::parse(text).unwrap());
        assert_eq!(table.0.len(), HourTable::builtin().0.len() + 1);
        let alabama = table.at(Some(("US", Some("AL")))).consumers.unwrap();
        assert_eq!(alabama.weekdays, [MinuteSpan { from: 540, until: 1020 }]);
        let norway = table.at(Some(("NO", None))).all;
        assert_eq!((norway.place.as_str(), norway.permits(Weekday::Mon, time(16, 30))), ("NO", false));
    }

    #[test]
    fn every_fault_of_a_table_has_its_line_and_says_what_to_write() {
        let row = |place: &str, hours: &str| {
            format!("\n[[rule]]\nplace = \"{place}\"\nweekdays = \"{hours}\"\nsaturday = \"none\"\nsunday = \"none\"\n")
        };
        for (text, line, says) in [
            (row("Norway", "8-9"), "line 2", "is not a place"),
            (row("NO", "early"), "line 2", "write \"8:00-20:00\""),
            (row("NO", "9:00-8:00"), "line 2", "ends before it begins"),
            (row("NO", "9:00-25:00"), "line 2", "write \"8:00-20:00\""),
            (format!("{}{}", row("NO", "8-9"), row("no", "9-10")), "line 8", "two rows"),
            ("[[rule]]\nplaze = \"NO\"\n".to_owned(), "line 2", "plaze"),
        ] {
            let fault = HourTable::parse(&text).unwrap_err();
            assert!(fault.starts_with(line) && fault.contains(says), "{fault}");
        }
    }
}

//! Permitted calling hours by place: a table that a team can extend; no legal advice.

pub mod line;
mod read;

use std::fmt;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};

use self::line::Line;
use super::holidays::HolidayCalendar;
use crate::domain::vocabulary::vocabulary;

/// Where a row of a team's own table was read.
const TEAMS_OWN: &str = "the team's own table";

vocabulary! {
    /// Selects the calls that a row of the table applies to.
    #[derive(Default)]
    HoursScope {
        /// All calls: outside these hours a call is blocked.
        #[default]
        All = "all", "all calls";
        /// Calls to private consumers: outside these hours a call to a private line is blocked, and one to a line of which
        /// nobody has said what it is is warned of.
        Consumers = "consumers", "calls to consumers";
    }
}

vocabulary! {
    /// Whether a law about calls to consumers is about calls to a firm's line too.
    #[derive(Default)]
    OnBusiness {
        /// Not verified.
        #[default]
        Unknown = "unknown", "perhaps also calls to businesses";
        /// It is known not to be.
        Exempt = "exempt", "not calls to businesses";
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
    /// Whether a row for consumers is about calls to businesses too.
    pub business: OnBusiness,
    /// Permitted spans from Monday to Friday.
    pub weekdays: Vec<MinuteSpan>,
    /// Permitted spans on Saturday.
    pub saturday: Vec<MinuteSpan>,
    /// Permitted spans on Sunday.
    pub sunday: Vec<MinuteSpan>,
    /// Permitted spans on public holidays; none if a holiday is a day like any other.
    pub holidays: Option<Vec<MinuteSpan>>,
    /// Most calls to one person in a period.
    pub at_most: Option<Limit>,
    /// True if a call needs their consent beforehand.
    pub consent: bool,
    /// Further remarks on the rule.
    pub note: String,
    /// Source of the rule.
    pub source: String,
    /// Month or day as of which the source was checked.
    pub as_of: String,
    /// Where the source was read; empty if the row is not verified.
    pub read_in: String,
}

/// Most calls to one person in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub calls: u32,
    /// Length of the period.
    pub hours: u32,
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
    /// Public holidays of the place, if they are known.
    pub calendar: Option<&'static HolidayCalendar>,
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
        read::rules(toml).map(HourTable)
    }

    /// Adds a team's own rows: a row for the same place and calls replaces the built-in one, other rows are added.
    #[must_use]
    pub fn overlay(mut self, team: HourTable) -> HourTable {
        for mut rule in team.0 {
            if rule.read_in.is_empty() {
                rule.read_in = TEAMS_OWN.to_owned();
            }
            match self.0.iter_mut().find(|known| known.is_for(&rule)) {
                Some(known) => *known = rule,
                None => self.0.push(rule),
            }
        }
        self
    }

    /// Returns the rows in force at a place: those of the state, else of the country, else the default.
    pub fn at(&self, place: Option<(&str, Option<&str>)>) -> PermittedHours {
        let (country, state) = place.map_or((None, None), |(country, state)| (Some(country), state));
        let of_state = country.zip(state).map(|(country, state)| format!("{country}-{state}"));
        let named = |calls, place: &str| self.0.iter().find(|rule| rule.calls == calls && rule.place == place);
        // One row and no mixture: the table writes the hours of a state whole.
        let of_place = |calls| {
            let state = of_state.as_deref().and_then(|place| named(calls, place));
            state.or_else(|| country.and_then(|country| named(calls, country)))
        };
        let (all, consumers) = (of_place(HoursScope::All), of_place(HoursScope::Consumers));
        let everywhere = |calls| named(calls, "*").cloned();
        // A team's table may lack the row of everywhere; calls must never be without hours.
        let fallback = || everywhere(HoursScope::All).or_else(|| HourTable::builtin().0.first().cloned());
        PermittedHours {
            // Where a law is about all calls, it is what is known of calls to consumers.
            consumers: match all {
                Some(_) => consumers.cloned(),
                None => consumers.cloned().or_else(|| everywhere(HoursScope::Consumers)),
            },
            all: all
                .cloned()
                .or_else(fallback)
                .expect("the shipped table begins with the row of everywhere: a test reads it"),
            calendar: country.and_then(|country| HolidayCalendar::at_place(country, state)),
        }
    }
}

impl PermittedHours {
    /// Returns the rows outside of whose hours a call to such a line is blocked.
    pub fn blocking(&self, line: Line) -> impl Iterator<Item = &HourRule> {
        let consumers = self.consumers.as_ref().filter(|_| line == Line::Private);
        std::iter::once(&self.all).chain(consumers)
    }

    /// Returns true if no row blocks a call to such a line at this time of their clock.
    pub fn permits(&self, line: Line, at: NaiveDateTime) -> bool {
        self.blocking(line).all(|rule| rule.permits(at, self.calendar))
    }

    /// Returns the name of the public holiday that is kept there on a day.
    pub fn holiday(&self, on: NaiveDate) -> Option<&'static str> {
        self.calendar.and_then(|calendar| calendar.holiday(on))
    }

    /// Returns the row that counts calls to such a line, with what it counts.
    pub fn limit(&self, line: Line) -> Option<(&HourRule, Limit)> {
        let consumers = self.consumers.as_ref().filter(|rule| rule.is_about(line));
        consumers.into_iter().chain([&self.all]).find_map(|rule| rule.at_most.map(|limit| (rule, limit)))
    }
}

impl HourRule {
    /// Returns the permitted spans of a day; `calendar` has the public holidays of the place.
    pub fn spans(&self, on: NaiveDate, calendar: Option<&HolidayCalendar>) -> &[MinuteSpan] {
        let usual = match on.weekday() {
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => &self.weekdays,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        };
        match &self.holidays {
            // A holiday opens no day that is closed.
            Some(holidays) if !usual.is_empty() && self.is_holiday(on, calendar) => holidays,
            Some(_) | None => usual,
        }
    }

    fn is_holiday(&self, on: NaiveDate, calendar: Option<&HolidayCalendar>) -> bool {
        self.holidays.is_some() && calendar.is_some_and(|calendar| calendar.holiday(on).is_some())
    }

    /// Returns true if a call is permitted at this time of their clock.
    pub fn permits(&self, at: NaiveDateTime, calendar: Option<&HolidayCalendar>) -> bool {
        let minute = at.hour() * 60 + at.minute();
        let spans = self.spans(at.date(), calendar);
        spans.iter().any(|span| u32::from(span.from) <= minute && minute < u32::from(span.until))
    }

    /// Returns true if the row is about calls to such a line, as far as anybody knows.
    pub fn is_about(&self, line: Line) -> bool {
        match (self.calls, line) {
            (HoursScope::All, _) | (HoursScope::Consumers, Line::Private | Line::Unsaid) => true,
            (HoursScope::Consumers, Line::Business) => self.business == OnBusiness::Unknown,
        }
    }

    /// Returns the hours of a day in words: `8:00 to 20:00`, `none on Sunday`, `none on Christmas Day`.
    pub fn hours_on(&self, on: NaiveDate, calendar: Option<&HolidayCalendar>) -> String {
        let spans: Vec<String> = self.spans(on, calendar).iter().map(ToString::to_string).collect();
        let holiday = calendar.filter(|_| self.holidays.is_some()).and_then(|calendar| calendar.holiday(on));
        match (spans.is_empty(), holiday) {
            (false, Some(holiday)) => format!("{} on {holiday}", spans.join(" and ")),
            (false, None) => spans.join(" and "),
            (true, Some(holiday)) => format!("none on {holiday}"),
            (true, None) => format!("none on {}", on.format("%A")),
        }
    }

    /// Returns place, source and date of the row: `default; after 47 CFR 64.1200(c)(1), as of 2025-11`; and that it was not
    /// verified, where it was not.
    pub fn cited(&self) -> String {
        let place = if self.place == "*" { "default" } else { &self.place };
        let source = if self.source.is_empty() { "no source given" } else { &self.source };
        let as_of = if self.as_of.is_empty() { String::new() } else { format!(", as of {}", self.as_of) };
        let read = if self.read_in.is_empty() { ", not verified" } else { "" };
        format!("{place}; {source}{as_of}{read}")
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

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.hours % 24, self.hours / 24) {
            (0, days @ 2..) => write!(f, "{days} days"),
            _hours => write!(f, "{} hours", self.hours),
        }
    }
}

#[cfg(test)]
mod tests;

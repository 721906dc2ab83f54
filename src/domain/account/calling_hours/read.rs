//! Reads the table of calling hours and says what is wrong in it, with the line.

use chrono::Timelike;
use serde::Deserialize;

use super::{HourRule, HoursScope, Limit, MinuteSpan, OnBusiness};
use crate::domain::dates::{DateWords, Tokens, time_in_full};
use crate::domain::toml_error::{fault, fault_at};

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// Parses the rows of a table, a row of several places once for each. The error is one sentence that begins with its line.
pub(super) fn rules(toml: &str) -> Result<Vec<HourRule>, String> {
    let file: HoursFile = toml::from_str(toml).map_err(|error| fault(toml, &error))?;
    let mut rules: Vec<HourRule> = Vec::with_capacity(file.rule.len());
    for entry in file.rule {
        let start = entry.span().start;
        for rule in entry.into_inner().read().map_err(|problem| fault_at(toml, start, &problem))? {
            if rules.iter().any(|known| known.is_for(&rule)) {
                let twice = format!("\"{}\" has two rows for {}; leave one", rule.place, rule.calls.words());
                return Err(fault_at(toml, start, &twice));
            }
            rules.push(rule);
        }
    }
    Ok(rules)
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
    #[serde(default)]
    business: OnBusiness,
    weekdays: String,
    saturday: String,
    sunday: String,
    holidays: Option<String>,
    at_most: Option<String>,
    #[serde(default)]
    consent: bool,
    #[serde(default)]
    note: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    as_of: String,
    #[serde(default)]
    read_in: String,
}

impl HourRuleFile {
    fn read(self) -> Result<Vec<HourRule>, String> {
        let rule = HourRule {
            place: String::new(),
            calls: self.calls,
            business: self.business,
            weekdays: spans("weekdays", &self.weekdays)?,
            saturday: spans("saturday", &self.saturday)?,
            sunday: spans("sunday", &self.sunday)?,
            holidays: self.holidays.as_deref().map(|text| spans("holidays", text)).transpose()?,
            at_most: self.at_most.as_deref().map(limit).transpose()?,
            consent: self.consent,
            note: self.note,
            source: self.source.trim().trim_end_matches('.').to_owned(),
            as_of: self.as_of.trim().to_owned(),
            read_in: self.read_in.trim().to_owned(),
        };
        self.place.split(',').map(|place| Ok(HourRule { place: read_place(place)?, ..rule.clone() })).collect()
    }
}

fn read_place(text: &str) -> Result<String, String> {
    let place = text.trim().to_uppercase();
    let country = place.split('-').next().unwrap_or_default();
    if place != "*" && (country.chars().count() != 2 || place.ends_with('-')) {
        return Err(format!("\"{}\" is not a place; write *, FR or US-AL", text.trim()));
    }
    Ok(place)
}

/// Parses `3 in 24 hours`, `4 in 30 days`.
fn limit(text: &str) -> Result<Limit, String> {
    let found = match *text.split_whitespace().collect::<Vec<_>>() {
        [calls, "in", period, unit] => {
            let hours_of = |unit: &str| match unit.trim_end_matches('s') {
                "hour" => Some(1_u32),
                "day" => Some(24),
                _other => None,
            };
            let read = || {
                let hours = period.parse::<u32>().ok()?.checked_mul(hours_of(unit)?)?;
                Some(Limit { calls: calls.parse().ok()?, hours })
            };
            read().filter(|limit| limit.hours > 0)
        }
        _ => None,
    };
    found.ok_or_else(|| format!("at_most is \"{text}\"; write \"3 in 24 hours\" or \"4 in 30 days\""))
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

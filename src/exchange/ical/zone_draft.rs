//! Reads a time zone that a calendar describes (VTIMEZONE): standard and daylight saving time with their rules.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, Utc};

use super::rule::rule;
use super::times;
use crate::domain::plan::meeting::{DescribedZone, Zone, ZoneHalf};
use crate::exchange::contentline::ContentLine;

/// Most rules of one zone that are kept; each year may have two of its own.
const HALVES: usize = 400;
/// Most single times of one rule.
const TIMES: usize = 400;

/// A time zone being read.
#[derive(Debug, Default)]
pub(super) struct ZoneDraft {
    pub(super) name: String,
    place: Option<Zone>,
    halves: Vec<ZoneHalf>,
    half: HalfDraft,
}

#[derive(Debug, Default)]
struct HalfDraft {
    begins: Option<NaiveDateTime>,
    from: Option<FixedOffset>,
    to: Option<FixedOffset>,
    rule: Option<String>,
    also: Vec<NaiveDateTime>,
}

impl ZoneDraft {
    /// Reads one property of the zone.
    pub(super) fn take(&mut self, line: &ContentLine) {
        match line.name.as_str() {
            "TZID" => self.name = line.value.trim().to_owned(),
            // The name that a program adds for libical is one of the database.
            "X-LIC-LOCATION" => self.place = times::zone_by_name(line.value.trim()),
            _ => {}
        }
    }

    pub(super) fn begin_half(&mut self) {
        self.half = HalfDraft::default();
    }

    /// Reads one property of standard or daylight saving time.
    pub(super) fn take_of_half(&mut self, line: &ContentLine) {
        let time = |text: &str| times::time(text, &Zone::Own(Utc.fix())).map(|time| time.wall);
        let half = &mut self.half;
        match line.name.as_str() {
            "DTSTART" => half.begins = time(&line.value),
            "TZOFFSETFROM" => half.from = times::offset(&line.value),
            "TZOFFSETTO" => half.to = times::offset(&line.value),
            "RRULE" => half.rule = Some(line.value.chars().take(1_000).collect()),
            "RDATE" => {
                half.also.extend(line.value.split(',').filter_map(time).take(TIMES.saturating_sub(half.also.len())));
            }
            _ => {}
        }
    }

    pub(super) fn end_half(&mut self) {
        let HalfDraft { begins, from, to, rule: again, also } = std::mem::take(&mut self.half);
        let (Some(to), true) = (to, self.halves.len() < HALVES) else { return };
        let from = from.unwrap_or(to);
        // Without a first time it is as it is at all times.
        let begins = begins.unwrap_or(DateTime::UNIX_EPOCH.naive_utc());
        // The clock before the change is the one that its times are on, and by which UNTIL, in Greenwich time, is read.
        let again = again.and_then(|text| rule(&text, &Zone::Own(from), begins.time()));
        self.halves.push(ZoneHalf { begins, from, to, again, also });
    }

    /// Returns the zone as far as it was described.
    pub(super) fn zone(self) -> Option<Zone> {
        let described = || Zone::Described(Arc::new(DescribedZone { halves: self.halves.clone() }));
        self.place.clone().or_else(|| (!self.halves.is_empty()).then(described))
    }
}

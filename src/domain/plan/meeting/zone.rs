//! The clocks that times of a calendar are on: zones of the database, the rep's own clock, zones that only the file
//! describes.

use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};

use crate::domain::plan::recurrence::Recurrence;
use crate::domain::time_zone::Tz;

/// The time zone of a local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// A zone of the database, or one that is always as far from UTC.
    Place(Tz),
    /// The rep's own clock, for times that name no zone.
    Own(FixedOffset),
    /// A zone that the calendar describes and nobody else knows.
    Described(Arc<DescribedZone>),
}

/// A time zone as a calendar describes it (VTIMEZONE): when its clocks are set, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DescribedZone {
    /// Standard time and daylight saving time, each as often as its rules changed.
    pub halves: Vec<ZoneHalf>,
}

/// One rule of a described zone: from when on its clocks are how far from UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneHalf {
    /// First time at which the clocks are set, on the clock as it goes before.
    pub begins: NaiveDateTime,
    /// Distance from UTC before.
    pub from: FixedOffset,
    /// Distance from UTC from then on.
    pub to: FixedOffset,
    /// When the clocks are set again.
    pub again: Option<Recurrence>,
    /// Further times at which they are set.
    pub also: Vec<NaiveDateTime>,
}

impl Zone {
    /// Returns the instant of a local time, as [`Tz::instant_of`].
    pub fn instant(&self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Zone::Place(zone) => zone.instant_of(wall),
            Zone::Own(offset) => offset.from_local_datetime(&wall).single().map(|at| at.to_utc()),
            Zone::Described(zone) => zone.offset_of(wall).from_local_datetime(&wall).single().map(|at| at.to_utc()),
        }
    }

    /// Returns the local time of an instant.
    pub fn wall(&self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Zone::Place(zone) => at.with_timezone(zone).naive_local(),
            Zone::Own(offset) => at.with_timezone(offset).naive_local(),
            Zone::Described(zone) => at.with_timezone(&zone.offset_at(at)).naive_local(),
        }
    }

    /// Returns the zone under a name that everybody knows at a local time; `None` for the rep's own clock.
    pub fn named_at(&self, wall: NaiveDateTime) -> Option<Tz> {
        match self {
            Zone::Place(zone) => Some(*zone),
            Zone::Own(_) => None,
            Zone::Described(zone) => Tz::fixed(zone.offset_of(wall).local_minus_utc() / 60),
        }
    }
}

impl DescribedZone {
    /// Returns how far the clocks are from UTC at an instant.
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        self.latest(|half| Some(at.with_timezone(&half.from).naive_local()))
    }

    /// Returns how far the clocks are from UTC at a local time. One that comes twice is the first of the two; one that
    /// the clocks pass over is read by the clock as it went before (RFC 5545, 3.3.5).
    fn offset_of(&self, wall: NaiveDateTime) -> FixedOffset {
        self.latest(|half| {
            let passed_over = half.to.local_minus_utc() - half.from.local_minus_utc();
            wall.checked_sub_signed(Duration::seconds(i64::from(passed_over.max(0))))
        })
    }

    /// Returns the offset of the half that began last, of those that began until a time on their clock before.
    fn latest(&self, until: impl Fn(&ZoneHalf) -> Option<NaiveDateTime>) -> FixedOffset {
        let began = self.halves.iter().filter_map(|half| {
            let at = half.last_until(until(half)?)?;
            Some((at.checked_sub_offset(half.from)?, half.to))
        });
        let last = began.max_by_key(|(at, _)| *at).map(|(_, offset)| offset);
        // Before its first rule a zone goes as the clock did which that rule ended.
        let before = || self.halves.iter().min_by_key(|half| half.begins).map(|half| half.from);
        last.or_else(before).unwrap_or(Utc.fix())
    }
}

impl ZoneHalf {
    fn last_until(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let ruled = self.again.as_ref().map(|rule| rule.from_after(self.begins, wall - Duration::days(800)));
        let ruled = ruled.into_iter().flatten().take_while(|at| *at <= wall).last();
        let once = self.also.iter().copied().chain([self.begins]).filter(|at| *at <= wall).max();
        ruled.max(once)
    }
}

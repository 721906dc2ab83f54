//! Parses recurrence rules of calendars.

use chrono::{NaiveTime, Timelike, Weekday};

use super::times;
use crate::domain::plan::meeting::Zone;
use crate::domain::plan::recurrence::{Frequency, Recurrence};

/// Most values of one part that are kept.
const MANY: usize = 400;

/// Parses a recurrence rule whose first time is `first`, on the clock of `zone`; `None` for those not supported: by hour or
/// minute, by Easter, by another calendar.
pub(super) fn rule(text: &str, zone: &Zone, first: NaiveTime) -> Option<Recurrence> {
    let said = |wanted: &str| {
        let parts = text.split(';').filter_map(|part| part.split_once('='));
        parts.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim()).next()
    };
    let every = match said("FREQ")?.to_ascii_uppercase().as_str() {
        "DAILY" => Frequency::Day,
        "WEEKLY" => Frequency::Week,
        "MONTHLY" => Frequency::Month,
        "YEARLY" => Frequency::Year,
        _ => return None,
    };
    let other_calendar = said("RSCALE").is_some_and(|named| !named.eq_ignore_ascii_case("GREGORIAN"));
    if said("BYEASTER").is_some() || other_calendar {
        return None;
    }
    let numbers = |part: &str| -> Vec<i32> {
        said(part).unwrap_or("").split(',').filter_map(|number| number.trim().parse().ok()).take(MANY).collect()
    };
    let until = said("UNTIL").and_then(|until| times::time(until, zone)).and_then(|until| {
        let last = until.wall_in(zone)?;
        // UNTIL as a day includes the occurrences of that day.
        Some(if until.day_only { last.date().and_hms_opt(23, 59, 59)? } else { last })
    });
    let positive = |part: &str| said(part).and_then(|number| number.parse().ok()).filter(|number| *number > 0);
    Some(Recurrence {
        interval: positive("INTERVAL").unwrap_or(1),
        count: positive("COUNT"),
        until,
        week_starts: said("WKST").and_then(weekday).map_or(Weekday::Mon, |(_, day)| day),
        weekdays: said("BYDAY").unwrap_or("").split(',').filter_map(weekday).take(MANY).collect(),
        month_days: numbers("BYMONTHDAY"),
        year_days: numbers("BYYEARDAY"),
        weeks: numbers("BYWEEKNO"),
        months: numbers("BYMONTH").into_iter().filter_map(|month| u32::try_from(month).ok()).collect(),
        times: times_of_day([numbers("BYHOUR"), numbers("BYMINUTE"), numbers("BYSECOND")], first),
        positions: numbers("BYSETPOS"),
        ..Recurrence::every(every)
    })
}

/// Returns the times of day that a rule names, in order; none if it names none.
fn times_of_day([hours, minutes, seconds]: [Vec<i32>; 3], first: NaiveTime) -> Vec<NaiveTime> {
    if hours.is_empty() && minutes.is_empty() && seconds.is_empty() {
        return Vec::new();
    }
    let or_first = |named: Vec<i32>, own: u32| -> Vec<u32> {
        let named: Vec<u32> = named.into_iter().filter_map(|number| u32::try_from(number).ok()).collect();
        if named.is_empty() { vec![own] } else { named }
    };
    let (hours, minutes) = (or_first(hours, first.hour()), or_first(minutes, first.minute()));
    let seconds = or_first(seconds, first.second());
    let mut times = Vec::new();
    for hour in hours.into_iter().take(24) {
        for minute in minutes.iter().take(60) {
            times.extend(seconds.iter().take(2).filter_map(|second| NaiveTime::from_hms_opt(hour, *minute, *second)));
        }
    }
    times.sort_unstable();
    times.dedup();
    times
}

/// Parses a weekday with an optional number: `MO`, `-1FR`.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim().to_ascii_uppercase();
    let at = text.len().checked_sub(2)?;
    let (number, name) = (text.get(..at)?, text.get(at..)?);
    let day = match name {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    Some((if number.is_empty() { 0 } else { number.trim_start_matches('+').parse().ok()? }, day))
}

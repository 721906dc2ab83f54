//! From which hour on somebody may be called, on the clock of their place.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::account::Hours;
use crate::domain::account::calling_hours::PermittedHours;
use crate::domain::account::calling_hours::line::Line;

/// Days ahead that are looked through: a week, and the same weekday again.
const LOOKED_AT: u64 = 8;

/// The hour from which somebody may be called who should not be called now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The first minute, on the clock of their place; none where no hour of the week is permitted.
    pub at: Option<DateTime<FixedOffset>>,
    /// They asked for these hours: the others are permitted, and not theirs.
    pub asked: bool,
}

/// When somebody may be called next; `None` if they may be called now.
///
/// Both the permitted hours and those they prefer must hold; preferred hours that are never permitted are left aside.
pub fn opening(
    zone: Tz,
    permitted: &PermittedHours,
    line: Line,
    preferred: Option<Hours>,
    now: DateTime<Utc>,
) -> Option<Opening> {
    let there = now.with_timezone(&zone).naive_local();
    let permits = |at: NaiveDateTime| permitted.permits(line, at);
    let suits = |at: NaiveDateTime| preferred.is_none_or(|hours| hours.holds(at.time()));
    if permits(there) && suits(there) {
        return None;
    }
    let starts = starts(permitted, line, preferred, there.date());
    let instants = starts.into_iter().filter_map(|at| instant(zone, at)).filter(|at| *at > now);
    let mut instants: Vec<DateTime<Tz>> = instants.map(|at| at.with_timezone(&zone)).collect();
    instants.sort_unstable();
    let first = |holds: &dyn Fn(NaiveDateTime) -> bool| instants.iter().find(|at| holds(at.naive_local())).copied();
    let both = first(&|at| permits(at) && suits(at));
    if both.is_none() && permits(there) {
        return None;
    }
    let at = both.or_else(|| first(&permits)).map(|at| at.fixed_offset());
    Some(Opening { at, asked: permits(there) })
}

/// Every minute of the coming days at which a span may begin.
fn starts(permitted: &PermittedHours, line: Line, preferred: Option<Hours>, from: NaiveDate) -> Vec<NaiveDateTime> {
    let days = (0..LOOKED_AT).filter_map(|ahead| from.checked_add_days(Days::new(ahead)));
    let of_day = |day: NaiveDate| {
        let spans = permitted.blocking(line).flat_map(|rule| rule.spans(day, permitted.calendar));
        let minutes = spans.filter_map(|span| {
            let seconds = u32::from(span.from) * 60;
            NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
        });
        minutes.chain(preferred.map(|hours| hours.from)).map(|time| day.and_time(time)).collect::<Vec<_>>()
    };
    days.flat_map(of_day).collect()
}

/// The instant of a time at a place. Where clocks skip it, the first one after; where it comes twice, the first.
fn instant(zone: Tz, at: NaiveDateTime) -> Option<DateTime<Utc>> {
    (0..=4).find_map(|halves| {
        let shifted = at.checked_add_signed(TimeDelta::minutes(30 * halves))?;
        match shifted.and_local_timezone(zone) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            LocalResult::None => None,
        }
    })
}

impl Opening {
    /// "opens 8:00, in 2 h", "prefers 13:00, in 40 min", "opens Mon 8:00, in 14 h"; empty once it has opened.
    pub fn says(&self, now: DateTime<Utc>) -> String {
        let Some(at) = self.at else { return "no hour this week".to_owned() };
        let minutes = at.signed_duration_since(now).num_seconds().max(0).div_euclid(60);
        match minutes {
            _any if at <= now => String::new(),
            0..60 => format!("{}, in {} min", self.short_words(now), minutes.max(1)),
            60..1_440 => format!("{}, in {} h", self.short_words(now), (minutes + 30) / 60),
            _more => self.short_words(now),
        }
    }

    /// "opens 8:00", "opens Mon 8:00": with the weekday where it is not today at their place.
    pub fn short_words(&self, now: DateTime<Utc>) -> String {
        let Some(at) = self.at else { return "no hour".to_owned() };
        let verb = if self.asked { "prefers" } else { "opens" };
        let same_day = at.date_naive() == now.with_timezone(at.offset()).date_naive();
        format!("{verb} {}", at.format(if same_day { "%-H:%M" } else { "%a %-H:%M" }))
    }

    /// True while it is still ahead.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.at.is_none_or(|at| at > now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::account::calling_hours::HourTable;
    use crate::domain::time_zone::tz;

    fn hours(from: u32, until: u32) -> Option<Hours> {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Some(Hours { from: hour(from), until: hour(until) })
    }

    fn default_hours() -> PermittedHours {
        HourTable::builtin().at(None)
    }

    fn own(weekdays: &str, weekend: &str) -> PermittedHours {
        let text = format!(
            "[[rule]]\nplace = \"*\"\nweekdays = \"{weekdays}\"\nsaturday = \"{weekend}\"\nsunday = \"{weekend}\"\n"
        );
        HourTable::parse(&text).unwrap().at(None)
    }

    #[test]
    fn whoever_may_be_called_now_has_no_opening_and_the_others_an_hour() {
        let (oslo, chicago) = (tz("Europe/Oslo"), tz("America/Chicago"));
        let office = own("9:00-12:00, 13:00-17:00", "none");
        // Wednesday, ten in the morning in Oslo.
        for (what, zone, permitted, preferred, now, says) in [
            ("open", oslo, default_hours(), None, "2026-03-11T09:00:00Z", ""),
            ("early", chicago, default_hours(), None, "2026-03-11T11:00:00Z", "opens 8:00, in 2 h"),
            ("minutes", chicago, default_hours(), None, "2026-03-11T12:20:00Z", "opens 8:00, in 40 min"),
            ("seconds", chicago, default_hours(), None, "2026-03-11T12:59:30Z", "opens 8:00, in 1 min"),
            ("evening", oslo, default_hours(), None, "2026-03-11T20:30:00Z", "opens Thu 8:00, in 11 h"),
            ("lunch", oslo, office.clone(), None, "2026-03-11T11:30:00Z", "opens 13:00, in 30 min"),
            ("Friday night", oslo, office.clone(), None, "2026-03-13T17:00:00Z", "opens Mon 9:00"),
            ("not their hours", oslo, default_hours(), hours(13, 15), "2026-03-11T09:00:00Z", "prefers 13:00, in 3 h"),
            ("neither", chicago, default_hours(), hours(10, 12), "2026-03-11T11:00:00Z", "opens 10:00, in 4 h"),
            (
                "over, for today",
                oslo,
                default_hours(),
                hours(8, 9),
                "2026-03-11T09:00:00Z",
                "prefers Thu 8:00, in 22 h",
            ),
            ("hours that never hold", oslo, office.clone(), hours(18, 20), "2026-03-11T09:00:00Z", ""),
            ("the same, closed", oslo, office, hours(18, 20), "2026-03-11T19:00:00Z", "opens Thu 9:00, in 13 h"),
            ("never", oslo, own("none", "none"), None, "2026-03-11T09:00:00Z", "no hour this week"),
        ] {
            let now: DateTime<Utc> = now.parse().unwrap();
            let found = opening(zone, &permitted, Line::Unsaid, preferred, now);
            assert_eq!(found.map_or(String::new(), |opening| opening.says(now)), says, "{what}: {found:?}");
        }
    }

    #[test]
    fn on_the_days_when_clocks_change_the_hour_is_that_of_the_wall() {
        for (zone, permitted, now, at) in [
            // Oslo: 2:00 to 3:00 is skipped on 29 March 2026.
            (tz("Europe/Oslo"), own("8:00-21:00", "8:00-21:00"), "2026-03-29T00:30:00Z", "2026-03-29T08:00:00+02:00"),
            (tz("Europe/Oslo"), own("8:00-21:00", "2:30-21:00"), "2026-03-29T00:30:00Z", "2026-03-29T03:00:00+02:00"),
            (tz("Europe/Oslo"), own("8:00-21:00", "8:00-21:00"), "2026-10-25T00:30:00Z", "2026-10-25T08:00:00+01:00"),
        ] {
            let found = opening(zone, &permitted, Line::Unsaid, None, now.parse().unwrap()).unwrap();
            assert_eq!(found.at.unwrap().to_rfc3339(), at);
        }
    }

    #[test]
    fn an_hour_that_has_come_is_no_longer_ahead() {
        let now: DateTime<Utc> = "2026-03-11T05:00:00Z".parse().unwrap();
        let found = opening(tz("Europe/Oslo"), &default_hours(), Line::Unsaid, None, now).unwrap();
        assert!(found.is_ahead(now));
        let later = now + TimeDelta::hours(2);
        assert_eq!((found.is_ahead(later), found.says(later)), (false, String::new()));
    }

    #[test]
    fn a_private_line_opens_with_the_hours_for_consumers_and_not_on_a_holiday() {
        let at = |place: &str| HourTable::builtin().at(Some((place, None)));
        let paris = tz("Europe/Paris");
        for (what, permitted, line, now, says) in [
            ("lunch", at("FR"), Line::Private, "2026-06-10T11:30:00Z", "opens 14:00, in 30 min"),
            ("lunch of a firm", at("FR"), Line::Business, "2026-06-10T11:30:00Z", ""),
            ("the eve of a long weekend", at("FR"), Line::Private, "2026-05-13T19:00:00Z", "opens Fri 10:00"),
            ("All Saints' on Sunday", at("FR"), Line::Private, "2026-10-30T20:00:00Z", "opens Mon 10:00"),
        ] {
            let now: DateTime<Utc> = now.parse().unwrap();
            let found = opening(paris, &permitted, line, None, now);
            assert_eq!(found.map_or(String::new(), |opening| opening.says(now)), says, "{what}: {found:?}");
        }
        // A firm in Sydney is not called on Boxing Day, on the Sunday after it, or on the Monday kept instead.
        let now: DateTime<Utc> = "2026-12-25T23:00:00Z".parse().unwrap();
        let found = opening(tz("Australia/Sydney"), &at("AU"), Line::Business, None, now).unwrap();
        assert_eq!(found.at.unwrap().to_rfc3339(), "2026-12-29T09:00:00+11:00");
    }

    proptest! {
        #[test]
        fn at_the_hour_it_names_a_call_is_permitted_and_before_it_never(
            zone in prop::sample::select(Tz::all().collect::<Vec<_>>()),
            second in 1_700_000_000_i64..1_900_000_000,
            from in 0_u32..24, until in 0_u32..24, wants in any::<bool>()
        ) {
            let permitted = default_hours();
            let preferred = if wants { hours(from, until) } else { None };
            let now = DateTime::from_timestamp(second, 0).unwrap();
            if let Some(at) = opening(zone, &permitted, Line::Unsaid, preferred, now).and_then(|opening| opening.at) {
                prop_assert!(at > now && opening(zone, &permitted, Line::Unsaid, preferred, at.to_utc()).is_none(), "{at}");
                let before = at.to_utc() - TimeDelta::minutes(1);
                if before > now {
                    prop_assert!(opening(zone, &permitted, Line::Unsaid, preferred, before).is_some(), "{at}");
                }
            }
        }
    }
}

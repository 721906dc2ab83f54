//! Recurring meetings: RFC 5545 rules by day, week, month and year.

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, Weekday};

/// A recurrence rule (RRULE). A list is empty if the rule does not restrict it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// Unit by which the meeting repeats.
    pub every: Frequency,
    /// Number of units between occurrences; at least 1.
    pub interval: u32,
    /// Largest number of occurrences; `None` for no limit.
    pub count: Option<u32>,
    /// Last possible occurrence, as local time.
    pub until: Option<NaiveDateTime>,
    /// Weekdays, each with its number in the month or year if given: −1 is the last, 0 every.
    pub weekdays: Vec<(i32, Weekday)>,
    /// Days of the month; −1 is the last.
    pub month_days: Vec<i32>,
    /// Months, from 1.
    pub months: Vec<u32>,
    /// Which of the days found in a period are taken; −1 is the last.
    pub positions: Vec<i32>,
}

/// The unit by which a rule repeats (FREQ).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// The rule repeats by days.
    Day,
    /// The rule repeats by weeks, beginning on Monday.
    Week,
    /// The rule repeats by months.
    Month,
    /// The rule repeats by years.
    Year,
}

impl Frequency {
    /// Returns the most periods that are searched: sixty years.
    fn most(self) -> u32 {
        match self {
            // A rule may give no day at all (30 February): the search for the next one has to end.
            Frequency::Day => 60 * 366,
            Frequency::Week => 60 * 53,
            Frequency::Month => 60 * 12,
            Frequency::Year => 60,
        }
    }
}

impl Recurrence {
    /// Returns the occurrences after a first one, in order; the first is always included.
    pub fn from(&self, first: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let days = (0..self.every.most()).map_while(move |n| self.period(first.date(), n)).flat_map(move |start| {
            self.days(start, first.date()).into_iter().map(move |day| day.and_time(first.time()))
        });
        // RFC 5545: DTSTART is the first time even where the rule would not give it, and nothing lies before it.
        let later = days.filter(move |at| *at > first);
        let within = move |at: &NaiveDateTime| self.until.is_none_or(|until| *at <= until);
        // DTSTART counts as the first of COUNT (RFC 5545, 3.3.10).
        let most = self.count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
        std::iter::once(first).chain(later).take_while(within).take(most)
    }

    /// Returns the first day of the n-th period that counts.
    fn period(&self, first: NaiveDate, n: u32) -> Option<NaiveDate> {
        let steps = n.checked_mul(self.interval.max(1))?;
        match self.every {
            Frequency::Day => first.checked_add_days(Days::new(u64::from(steps))),
            Frequency::Week => {
                let monday = first.checked_sub_days(Days::new(u64::from(first.weekday().num_days_from_monday())))?;
                monday.checked_add_days(Days::new(u64::from(steps.checked_mul(7)?)))
            }
            Frequency::Month => first.with_day(1)?.checked_add_months(Months::new(steps)),
            Frequency::Year => {
                let years = i32::try_from(steps).ok()?;
                NaiveDate::from_ymd_opt(first.year().checked_add(years)?, 1, 1)
            }
        }
    }

    /// Returns the days of one period, in order.
    fn days(&self, start: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
        let length = match self.every {
            Frequency::Day => 1,
            Frequency::Week => 7,
            Frequency::Month => days_of_month(start),
            Frequency::Year => 365 + i64::from(start.leap_year()),
        };
        let days = (0..length).filter_map(|n| start.checked_add_signed(Duration::days(n)));
        let found: Vec<NaiveDate> = days.filter(|day| self.fits(*day, first)).collect();
        if self.positions.is_empty() {
            return found;
        }
        let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let chosen = |n: usize| {
            let from_start = i32::try_from(n).unwrap_or(i32::MAX).saturating_add(1);
            self.positions.iter().any(|position| *position == from_start || *position == from_start - count - 1)
        };
        found.into_iter().enumerate().filter(|(n, _)| chosen(*n)).map(|(_, day)| day).collect()
    }

    fn fits(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let by_day = self.weekdays.is_empty() && self.month_days.is_empty();
        let unsaid = match self.every {
            _ if !by_day => true,
            Frequency::Day => true,
            Frequency::Week => day.weekday() == first.weekday(),
            Frequency::Month => day.day() == first.day(),
            Frequency::Year => day.day() == first.day() && (!self.months.is_empty() || day.month() == first.month()),
        };
        let last = i32::try_from(days_of_month(day)).unwrap_or(31);
        let number = i32::try_from(day.day()).unwrap_or(0);
        let in_month = |said: &i32| *said == number || *said == number - last - 1;
        unsaid
            && (self.months.is_empty() || self.months.contains(&day.month()))
            && (self.month_days.is_empty() || self.month_days.iter().any(in_month))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|(nth, weekday)| self.is_nth(*nth, *weekday, day)))
    }

    /// Returns true if the day is the nth such weekday of its month, or of its year if the rule names no month.
    fn is_nth(&self, nth: i32, weekday: Weekday, day: NaiveDate) -> bool {
        if day.weekday() != weekday || nth == 0 || matches!(self.every, Frequency::Day | Frequency::Week) {
            return day.weekday() == weekday;
        }
        // "The second Monday" counts in the year unless the rule names months (RFC 5545, 3.3.10).
        let of_year = self.every == Frequency::Year && self.months.is_empty();
        let (place, length) = if of_year {
            (i64::from(day.ordinal0()), 365 + i64::from(day.leap_year()))
        } else {
            (i64::from(day.day0()), days_of_month(day))
        };
        let (from_start, from_end) = (place / 7 + 1, -((length - 1 - place) / 7 + 1));
        i64::from(nth) == from_start || i64::from(nth) == from_end
    }
}

fn days_of_month(day: NaiveDate) -> i64 {
    let next = day.with_day(1).and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)));
    next.map_or(31, |(first, next)| next.signed_duration_since(first).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(every: Frequency) -> Recurrence {
        let (weekdays, month_days, months, positions) = Default::default();
        Recurrence { every, interval: 1, count: None, until: None, weekdays, month_days, months, positions }
    }

    fn held(rule: &Recurrence, first: &str) -> Vec<String> {
        let first = NaiveDate::parse_from_str(first, "%Y-%m-%d").unwrap().and_hms_opt(9, 0, 0).unwrap();
        rule.from(first).take(4).map(|at| at.date().to_string()).collect()
    }

    #[test]
    fn meetings_are_held_again_as_their_rule_says() {
        use Weekday::{Fri, Mon, Sun, Thu, Tue, Wed};
        let other_week =
            Recurrence { interval: 2, weekdays: vec![(0, Tue), (0, Thu)], count: Some(3), ..rule(Frequency::Week) };
        let last_friday = Recurrence { weekdays: vec![(-1, Fri)], ..rule(Frequency::Month) };
        let working = [Mon, Tue, Wed, Thu, Fri].map(|day| (0, day)).to_vec();
        let last_working_day = Recurrence { weekdays: working, positions: vec![-1], ..rule(Frequency::Month) };
        let clocks = Recurrence { weekdays: vec![(-1, Sun)], months: vec![10], ..rule(Frequency::Year) };
        let month_end = Recurrence { month_days: vec![-1], ..rule(Frequency::Month) };
        for (rule, first, expected) in [
            (rule(Frequency::Day), "2026-02-27", vec!["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
            (other_week, "2026-02-10", vec!["2026-02-10", "2026-02-12", "2026-02-24"]),
            (rule(Frequency::Month), "2026-01-31", vec!["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]),
            (last_friday, "2026-01-30", vec!["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]),
            (last_working_day, "2026-01-30", vec!["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]),
            (rule(Frequency::Year), "2024-02-29", vec!["2024-02-29", "2028-02-29", "2032-02-29", "2036-02-29"]),
            (clocks, "2026-10-25", vec!["2026-10-25", "2027-10-31", "2028-10-29", "2029-10-28"]),
            (month_end, "2026-01-31", vec!["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ] {
            assert_eq!(held(&rule, first), expected, "{rule:?}");
        }
    }

    #[test]
    fn a_rule_that_never_comes_true_ends() {
        let never = Recurrence { month_days: vec![31], months: vec![2], ..rule(Frequency::Year) };
        assert_eq!(held(&never, "2026-01-01").len(), 1);
        let far = Recurrence { interval: u32::MAX, ..rule(Frequency::Day) };
        assert_eq!(held(&far, "2026-01-01").len(), 1);
    }
}

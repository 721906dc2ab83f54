//! Recurring meetings: RFC 5545 rules by day, week, month and year.

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

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
    /// Day on which a week begins (WKST).
    pub week_starts: Weekday,
    /// Weekdays, each with its number in the month or year if given: −1 is the last, 0 every.
    pub weekdays: Vec<(i32, Weekday)>,
    /// Days of the month; −1 is the last.
    pub month_days: Vec<i32>,
    /// Days of the year; −1 is the last.
    pub year_days: Vec<i32>,
    /// Weeks of the year; −1 is the last.
    pub weeks: Vec<i32>,
    /// Months, from 1.
    pub months: Vec<u32>,
    /// Times of day; those of the first occurrence if empty.
    pub times: Vec<NaiveTime>,
    /// Which of the times found in a period are taken; −1 is the last.
    pub positions: Vec<i32>,
}

/// The unit by which a rule repeats (FREQ).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// The rule repeats by days.
    Day,
    /// The rule repeats by weeks.
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

    /// Returns the least number of whole periods that lie within so many days.
    fn periods_in(self, days: i64) -> i64 {
        match self {
            Frequency::Day => days,
            Frequency::Week => days / 7,
            Frequency::Month => days / 31,
            Frequency::Year => days / 366,
        }
    }
}

impl Recurrence {
    /// Makes a rule that repeats by this unit and says nothing else.
    pub fn every(every: Frequency) -> Recurrence {
        Recurrence {
            every,
            interval: 1,
            count: None,
            until: None,
            week_starts: Weekday::Mon,
            weekdays: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            months: Vec::new(),
            times: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// Returns the occurrences after a first one, in order; the first is always included.
    pub fn from(&self, first: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        self.from_after(first, first)
    }

    /// Returns the occurrences of a series in order, but need not return those long before `after`.
    pub fn from_after(&self, first: NaiveDateTime, after: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let skipped = self.periods_before(first.date(), after.date());
        let periods = (skipped..skipped.saturating_add(self.every.most())).map_while(move |n| {
            // One of several days alone is a period too many to look at once the last one is past.
            self.period(first.date(), n).filter(|start| self.until.is_none_or(|until| *start <= until.date()))
        });
        // RFC 5545: DTSTART is the first time even where the rule would not give it, and nothing lies before it.
        let later = periods.flat_map(move |start| self.times_of(start, first)).filter(move |at| *at > first);
        let within = move |at: &NaiveDateTime| self.until.is_none_or(|until| *at <= until);
        // DTSTART counts as the first of COUNT (RFC 5545, 3.3.10).
        let most = self.count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
        std::iter::once(first).chain(later).take_while(within).take(most)
    }

    /// Returns how many periods lie wholly before a day: a series of many years need not be counted from its first day.
    fn periods_before(&self, first: NaiveDate, after: NaiveDate) -> u32 {
        // Only the occurrences themselves tell when a number of them is reached.
        if self.count.is_some() {
            return 0;
        }
        let periods = self.every.periods_in(after.signed_duration_since(first).num_days());
        let steps = u32::try_from(periods).unwrap_or(0) / self.interval.max(1);
        steps.saturating_sub(1)
    }

    /// Returns the first day of the n-th period that counts.
    fn period(&self, first: NaiveDate, n: u32) -> Option<NaiveDate> {
        let steps = n.checked_mul(self.interval.max(1))?;
        match self.every {
            Frequency::Day => first.checked_add_days(Days::new(u64::from(steps))),
            Frequency::Week => {
                let into_week = first.weekday().days_since(self.week_starts);
                let start = first.checked_sub_days(Days::new(u64::from(into_week)))?;
                start.checked_add_days(Days::new(u64::from(steps.checked_mul(7)?)))
            }
            Frequency::Month => first.with_day(1)?.checked_add_months(Months::new(steps)),
            Frequency::Year => {
                let years = i32::try_from(steps).ok()?;
                NaiveDate::from_ymd_opt(first.year().checked_add(years)?, 1, 1)
            }
        }
    }

    /// Returns the occurrences of one period, in order.
    fn times_of(&self, start: NaiveDate, first: NaiveDateTime) -> Vec<NaiveDateTime> {
        let length = match self.every {
            Frequency::Day => 1,
            Frequency::Week => 7,
            Frequency::Month => days_of_month(start),
            Frequency::Year => days_of_year(start),
        };
        let days = (0..length).filter_map(|n| start.checked_add_signed(Duration::days(n)));
        let own = [first.time()];
        let times = if self.times.is_empty() { &own[..] } else { &self.times[..] };
        let found: Vec<NaiveDateTime> = days
            .filter(|day| self.fits(*day, first.date()))
            .flat_map(|day| times.iter().map(move |time| day.and_time(*time)))
            .collect();
        if self.positions.is_empty() {
            return found;
        }
        let chosen = |n: usize| self.positions.iter().any(|position| is_place(*position, n, found.len()));
        found.iter().enumerate().filter(|(n, _)| chosen(*n)).map(|(_, at)| *at).collect()
    }

    fn fits(&self, day: NaiveDate, first: NaiveDate) -> bool {
        self.fits_unsaid(day, first)
            && (self.months.is_empty() || self.months.contains(&day.month()))
            && (self.month_days.is_empty() || is_any(&self.month_days, i64::from(day.day0()), days_of_month(day)))
            && (self.year_days.is_empty() || is_any(&self.year_days, i64::from(day.ordinal0()), days_of_year(day)))
            && (self.weeks.is_empty() || self.is_in_weeks(day))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|(nth, weekday)| self.is_nth(*nth, *weekday, day)))
    }

    /// Returns true if the day is one that the first occurrence implies, where the rule names no days.
    fn fits_unsaid(&self, day: NaiveDate, first: NaiveDate) -> bool {
        if !(self.weekdays.is_empty() && self.month_days.is_empty() && self.year_days.is_empty()) {
            return true;
        }
        match self.every {
            Frequency::Day => true,
            Frequency::Week => day.weekday() == first.weekday(),
            Frequency::Month => day.day() == first.day(),
            Frequency::Year if !self.weeks.is_empty() => day.weekday() == first.weekday(),
            Frequency::Year => day.day() == first.day() && (!self.months.is_empty() || day.month() == first.month()),
        }
    }

    /// Returns true if the day is in one of the rule's weeks; a year's first week is the one with four of its days.
    fn is_in_weeks(&self, day: NaiveDate) -> bool {
        let into_week = i64::from(day.weekday().days_since(self.week_starts));
        // The fourth day of a week is in the year that the week counts for.
        let Some(fourth) = day.checked_add_signed(Duration::days(3 - into_week)) else { return false };
        let last = fourth.with_ordinal(1).map(|first| {
            let fourth_of_first = (3 - i64::from(first.weekday().days_since(self.week_starts))).rem_euclid(7);
            (days_of_year(first) - 1 - fourth_of_first) / 7 + 1
        });
        last.is_some_and(|weeks| is_any(&self.weeks, i64::from(fourth.ordinal0()) / 7, weeks))
    }

    /// Returns true if the day is the nth such weekday of its month, or of its year if the rule names no month.
    fn is_nth(&self, nth: i32, weekday: Weekday, day: NaiveDate) -> bool {
        if day.weekday() != weekday || nth == 0 || matches!(self.every, Frequency::Day | Frequency::Week) {
            return day.weekday() == weekday;
        }
        // "The second Monday" counts in the year unless the rule names months (RFC 5545, 3.3.10).
        let of_year = self.every == Frequency::Year && self.months.is_empty();
        let (place, length) = if of_year {
            (i64::from(day.ordinal0()), days_of_year(day))
        } else {
            (i64::from(day.day0()), days_of_month(day))
        };
        let (from_start, from_end) = (place / 7 + 1, -((length - 1 - place) / 7 + 1));
        i64::from(nth) == from_start || i64::from(nth) == from_end
    }
}

/// Returns true if a place, counted from 0, is one of the numbers, which count from 1, or from −1 at the end.
fn is_any(numbers: &[i32], place: i64, length: i64) -> bool {
    numbers.iter().any(|number| i64::from(*number) == place + 1 || i64::from(*number) == place - length)
}

fn is_place(number: i32, place: usize, length: usize) -> bool {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    is_any(&[number], whole(place), whole(length))
}

fn days_of_year(day: NaiveDate) -> i64 {
    365 + i64::from(day.leap_year())
}

fn days_of_month(day: NaiveDate) -> i64 {
    let next = day.with_day(1).and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)));
    next.map_or(31, |(first, next)| next.signed_duration_since(first).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(every: Frequency) -> Recurrence {
        Recurrence::every(every)
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

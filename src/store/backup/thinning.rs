//! Which backups are one too many: by their numbers and the days in their names alone.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

/// Days of which the last backup stays.
const DAYS: usize = 12;
/// Weeks before those days of which the last backup stays.
const WEEKS: usize = 10;
/// Months before those weeks of which the last backup stays.
const MONTHS: usize = 9;
/// Latest backups that stay whatever their days are: a clock that jumps must not cost the last good one.
const AT_LEAST: usize = 3;
/// Latest days on which every way back from an import, a merge or an upgrade stays.
const WAYS_BACK: usize = 2;

/// A backup as the thinning sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct DatedBackup {
    pub(super) number: u32,
    pub(super) day: NaiveDate,
    /// It was made before something was done to the book.
    pub(super) is_way_back: bool,
}

/// Returns the numbers of the backups that may go, given all sound ones, the latest first.
pub(super) fn superfluous(latest_first: &[DatedBackup]) -> Vec<u32> {
    let (mut days, mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut stays = |place: usize, backup: &DatedBackup| {
        let day = backup.day;
        let (week, month) = ((day.iso_week().year(), day.iso_week().week()), (day.year(), day.month()));
        let of_its_time = if days.contains(&day) {
            backup.is_way_back && days.len() <= WAYS_BACK
        } else if days.len() < DAYS {
            days.insert(day)
        } else if weeks.len() < WEEKS {
            weeks.insert(week)
        } else if weeks.contains(&week) {
            false
        } else {
            months.len() < MONTHS && months.insert(month)
        };
        place < AT_LEAST || of_its_time
    };
    let gone = latest_first.iter().enumerate().filter(|(place, backup)| !stays(*place, backup));
    gone.map(|(_, backup)| backup.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn back_from(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(day), NaiveDate::pred_opt)
    }

    fn left(latest_first: &[DatedBackup]) -> Vec<NaiveDate> {
        let gone = superfluous(latest_first);
        latest_first.iter().filter(|backup| !gone.contains(&backup.number)).map(|backup| backup.day).collect()
    }

    #[test]
    fn of_two_years_of_days_twelve_days_ten_weeks_and_nine_months_stay() {
        let last = day("2026-11-30");
        let daily: Vec<_> = back_from(last).take(730).zip((1..=730).rev()).collect();
        let daily: Vec<_> =
            daily.into_iter().map(|(day, number)| DatedBackup { number, day, is_way_back: false }).collect();
        let left = left(&daily);
        assert_eq!(left.len(), 12 + 10 + 9);
        assert!(left[..12].iter().zip(back_from(last)).all(|(left, day)| *left == day));
        let apart: Vec<i64> = left[12..].windows(2).map(|pair| (pair[0] - pair[1]).num_days()).collect();
        assert!(apart[..9].iter().skip(1).all(|days| *days == 7), "{apart:?}");
        // The first of the months is the part of one that the weeks have left.
        assert!(apart[11..].iter().all(|days| (28..=31).contains(days)), "{apart:?}");
    }

    #[test]
    fn the_last_three_stay_whatever_their_days_and_a_clock_that_jumps_costs_nothing() {
        let one_day: Vec<_> =
            (1..=9).rev().map(|number| DatedBackup { number, day: day("2026-11-30"), is_way_back: false }).collect();
        assert_eq!(superfluous(&one_day), [6, 5, 4, 3, 2, 1]);
        // Fifteen backups of a clock in 2031, then one by the right clock: it is the latest, and it stays.
        let right = DatedBackup { number: 16, day: day("2026-11-30"), is_way_back: false };
        let wrong = back_from(day("2031-01-31")).take(15).zip((1..=15).rev());
        let wrong = wrong.map(|(day, number)| DatedBackup { number, day, is_way_back: false });
        let all: Vec<_> = std::iter::once(right).chain(wrong).collect();
        assert!(!superfluous(&all).contains(&16));
    }

    #[test]
    fn a_way_back_of_the_last_two_days_stays_beside_the_last_of_its_day() {
        let all = [
            (6, "2026-11-30", false),
            (5, "2026-11-30", false),
            (4, "2026-11-30", false),
            (3, "2026-11-30", true),
            (2, "2026-11-28", false),
            (1, "2026-11-28", true),
            (0, "2026-11-27", true),
        ];
        let mut all: Vec<_> =
            all.map(|(number, on, is_way_back)| DatedBackup { number, day: day(on), is_way_back }).into();
        assert_eq!(superfluous(&all), Vec::<u32>::new());
        all.push(DatedBackup { number: 9, day: day("2026-11-27"), is_way_back: true });
        assert_eq!(superfluous(&all), [9], "of an older day only the last stays");
    }
}

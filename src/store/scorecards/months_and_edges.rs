//! Splits a range of days into whole months, whose totals are stored, and the remaining days.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::store::book::monthly_totals::month_of;

/// A range of days as whole months plus the remaining days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MonthsAndEdges {
    /// First and last month that is counted whole, as months since the year 0; `None` if none is.
    pub(crate) months: Option<(i64, i64)>,
    /// Ranges of days that are added (1) to or subtracted (−1) from the whole months; each is at most half a month.
    pub(crate) days: Vec<(NaiveDate, NaiveDate, i64)>,
}

impl MonthsAndEdges {
    /// Splits a range, both days included; empty if `until` is before `from`.
    pub(in crate::store) fn of(from: NaiveDate, until: NaiveDate) -> MonthsAndEdges {
        if until < from {
            return MonthsAndEdges::default();
        }
        let (first, last) = (month_of(from), month_of(until));
        if first == last {
            return MonthsAndEdges::within_month(from, until);
        }
        let head = MonthsAndEdges::within_month(from, last_of(from));
        let tail = MonthsAndEdges::within_month(first_of(until), until);
        let begins = head.months.map_or(first + 1, |_| first);
        let ends = tail.months.map_or(last - 1, |_| last);
        MonthsAndEdges { months: (begins <= ends).then_some((begins, ends)), days: [head.days, tail.days].concat() }
    }

    /// Splits days within one month: the days themselves, or the whole month minus the other days, whichever reads
    /// fewer days.
    fn within_month(from: NaiveDate, until: NaiveDate) -> MonthsAndEdges {
        let (begin, end) = (first_of(from), last_of(from));
        let inside = (until - from).num_days() + 1;
        let outside = (end - begin).num_days() + 1 - inside;
        if inside <= outside {
            return MonthsAndEdges { months: None, days: vec![(from, until, 1)] };
        }
        let before = from.pred_opt().filter(|last| *last >= begin).map(|last| (begin, last, -1));
        let after = until.succ_opt().filter(|first| *first <= end).map(|first| (first, end, -1));
        let month = month_of(from);
        MonthsAndEdges { months: Some((month, month)), days: before.into_iter().chain(after).collect() }
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn last_of(day: NaiveDate) -> NaiveDate {
    let next = first_of(day).checked_add_months(Months::new(1)).and_then(|next| next.checked_sub_days(Days::new(1)));
    next.unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_whole_months_and_the_days_at_its_edges() {
        let march = 2026 * 12 + 2;
        for (from, until, months, days) in [
            ("2026-03-01", "2026-03-31", Some((march, march)), vec![]),
            ("2026-03-01", "2026-05-31", Some((march, march + 2)), vec![]),
            ("2026-03-10", "2026-03-12", None, vec![("2026-03-10", "2026-03-12", 1)]),
            ("2026-03-03", "2026-03-31", Some((march, march)), vec![("2026-03-01", "2026-03-02", -1)]),
            ("2026-02-27", "2026-03-02", None, vec![("2026-02-27", "2026-02-28", 1), ("2026-03-01", "2026-03-02", 1)]),
            (
                "2026-02-27",
                "2026-04-28",
                Some((march, march + 1)),
                vec![("2026-02-27", "2026-02-28", 1), ("2026-04-29", "2026-04-30", -1)],
            ),
            ("2026-03-12", "2026-03-10", None, vec![]),
        ] {
            let days = days.into_iter().map(|(from, until, times)| (day(from), day(until), times)).collect();
            assert_eq!(MonthsAndEdges::of(day(from), day(until)), MonthsAndEdges { months, days }, "{from} {until}");
        }
    }

    proptest! {
        #[test]
        fn every_day_of_a_span_counts_once_and_no_other(begin in 0..1500u64, length in 0..900u64) {
            let first = day("2023-06-01");
            let (from, until) = (first + Days::new(begin), first + Days::new(begin + length));
            let spans = MonthsAndEdges::of(from, until);
            let mut each = first - Days::new(40);
            while each < until + Days::new(80) {
                let month = spans.months.is_some_and(|(a, b)| (a..=b).contains(&month_of(each)));
                let days: i64 =
                    spans.days.iter().filter(|(a, b, _)| (*a..=*b).contains(&each)).map(|(_, _, times)| times).sum();
                prop_assert_eq!(i64::from(month) + days, i64::from((from..=until).contains(&each)), "{}", each);
                each = each + Days::new(1);
            }
            prop_assert!(spans.days.iter().all(|(a, b, _)| (*b - *a).num_days() < 16));
        }
    }
}

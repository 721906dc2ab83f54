//! Parses days as files write them. Whether 03/04 is in March or in April is decided once for each file.

use chrono::NaiveDate;

use crate::domain::dates::NumberOrder;

mod parse;

pub(super) use super::entities::day_order::order_of;
pub(super) use parse::{LONGEST, ParsedDay, ParsedDayKind, days};

/// Returns the day that a cell names, from 1901 to 2099; `None` for spans, lists and placeholders.
pub(super) fn day(cell: &str, order: NumberOrder) -> Option<NaiveDate> {
    let said = days(cell, order);
    match said.sort {
        // A day among other words is one, for columns are noted by hand: "3 May (tbc)". Of several nobody says which,
        // so that none is taken.
        ParsedDayKind::Day | ParsedDayKind::Among => said.first,
        ParsedDayKind::Span
        | ParsedDayKind::Several
        | ParsedDayKind::NoDay
        | ParsedDayKind::NoSuchDay
        | ParsedDayKind::Placeholder
        | ParsedDayKind::Words => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn every_common_writing_of_a_day_is_read() {
        let table = [
            ("2026-04-07", "2026-04-07"),
            ("2026/4/7", "2026-04-07"),
            (" 2026-03-31", "2026-03-31"),
            ("2026.04.07", "2026-04-07"),
            ("2026. 4. 7.", "2026-04-07"),
            ("20250123", "2025-01-23"),
            ("20250123T101500Z", "2025-01-23"),
            ("20250123101500", "2025-01-23"),
            ("2024-08-13T18:04:34.666+00:00", "2024-08-13"),
            ("2024-08-13 18:04:34 -0500", "2024-08-13"),
            ("2020-01-10 10:00", "2020-01-10"),
            ("2002/1/16", "2002-01-16"),
            ("5/14/2022", "2022-05-14"),
            ("5/14/2022 10:15 PM", "2022-05-14"),
            ("5/14/2022 9:15:07 a.m.", "2022-05-14"),
            ("5/14/22 9am", "2022-05-14"),
            ("14/5/2022, 18:30 CET", "2022-05-14"),
            ("Sat 5/14/2022", "2022-05-14"),
            ("30.09.2026", "2026-09-30"),
            ("30.09.2026 10.30 Uhr", "2026-09-30"),
            ("09.30.2026", "2026-09-30"),
            ("7. 4. 2026", "2026-04-07"),
            ("7.4.'26", "2026-04-07"),
            ("'7/4/2026", "2026-07-04"),
            ("15 Mar 2024", "2024-03-15"),
            ("12-Mar-2024", "2024-03-12"),
            ("7-Feb-22", "2022-02-07"),
            ("23-Sep-11", "2011-09-23"),
            ("Mar 15, 2024", "2024-03-15"),
            ("Mar-15-24", "2024-03-15"),
            ("Mar. 15, 2024 10:30 AM", "2024-03-15"),
            ("Friday, March 15th, 2024", "2024-03-15"),
            ("15th of March 2024", "2024-03-15"),
            ("March 5th, 2024", "2024-03-05"),
            ("2024-Mar-15", "2024-03-15"),
            ("45631", "2024-12-05"),
            ("45631.5", "2024-12-05"),
            ("45631,125", "2024-12-05"),
            ("1710489600000", "2024-03-15"),
            ("Fri, 24 Jan 2025 17:08:44 EST", "2025-01-24"),
            ("Tue Mar 12 2024 09:12:00 GMT+0100 (Central European Standard Time)", "2024-03-12"),
            ("2025-12-12T17:31:08-05:00", "2025-12-12"),
            ("15. März 2024", "2024-03-15"),
            ("Freitag, den 15. März 2024 um 14:30 Uhr", "2024-03-15"),
            ("1er août 2024", "2024-08-01"),
            ("vendredi 15 mars 2024 à 14h30", "2024-03-15"),
            ("15 de marzo de 2024", "2024-03-15"),
            ("15 ene. 2024", "2024-01-15"),
            ("15 settembre 2024", "2024-09-15"),
            ("15 de fevereiro de 2024", "2024-02-15"),
            ("15 mei 2024", "2024-05-15"),
            ("15. března 2024", "2024-03-15"),
            ("pátek 15. července 2024", "2024-07-15"),
            ("1. června 2024", "2024-06-01"),
            ("15. októbra 2024", "2024-10-15"),
            ("15 października 2024 r.", "2024-10-15"),
            ("15. maj 2024", "2024-05-15"),
            ("15. desember 2024", "2024-12-15"),
            ("15 augusti 2024", "2024-08-15"),
            ("2024. március 15.", "2024-03-15"),
            ("2024年3月15日", "2024-03-15"),
            ("١٥/٠٣/٢٠٢٤", "2024-03-15"),
        ];
        for (cell, expected) in table {
            assert_eq!(
                day(cell, NumberOrder::MonthFirst).map(|day| day.to_string()).as_deref(),
                Some(expected),
                "{cell}"
            );
        }
        for cell in ["", "soon", "2026-13-01", "31/31/2024", "12", "1.5", "45631.7x", "0000-00-00", "5/2022", "1.2.3.4"]
        {
            assert_eq!(day(cell, NumberOrder::MonthFirst), None, "{cell}");
        }
    }

    /// Formats in which an export may write days, each also tested with points and slashes.
    const FORMS: [(&str, NumberOrder); 9] = [
        ("%Y-%m-%d", NumberOrder::MonthFirst),
        ("%d-%m-%Y", NumberOrder::DayFirst),
        ("%m-%d-%Y", NumberOrder::MonthFirst),
        ("%m/%d/%Y", NumberOrder::MonthFirst),
        ("%d/%m/%Y", NumberOrder::DayFirst),
        ("%d.%m.%Y", NumberOrder::MonthFirst),
        ("%m.%d.%Y", NumberOrder::MonthFirstWithPoints),
        ("%Y.%m.%d", NumberOrder::MonthFirst),
        ("%d. %m. %Y", NumberOrder::DayFirst),
    ];

    proptest! {
        #[test]
        fn a_day_reads_back_in_every_form(days in 0_i64..47_000, form in 0..FORMS.len(), clock in 0..5_usize) {
            let date = NaiveDate::from_ymd_opt(1970, 1, 2).unwrap() + chrono::Days::new(days.try_into().unwrap());
            prop_assume!(date.year() < 2099);
            let (form, order) = FORMS[form];
            let clock = ["", " 14:05", " 02:05 pm", " 14:05:59", "T14:05:59.123Z"][clock];
            let cell = format!("{}{clock}", date.format(form));
            prop_assert_eq!(day(&cell, order), Some(date), "{}", cell);
            let worded = date.format("%-d %B %Y").to_string();
            prop_assert_eq!(day(&worded, order), Some(date), "{}", worded);
        }

        #[test]
        fn no_text_breaks_the_reader_of_days(cell in "\\PC{0,40}", numbers in "[0-9 ./:'-]{0,24}[a-zč]{0,4}[0-9 ./-]{0,12}") {
            for cell in [cell, numbers] {
                let said = days(&cell, NumberOrder::DayFirst);
                prop_assert!(said.first.is_none_or(|day| (1901..2100).contains(&day.year())));
            }
        }
    }
}

//! Days as files write them. Whether 03/04 is in March or in April is decided once a file.

use chrono::{DateTime, Datelike, Days, NaiveDate};

/// Which number comes first where a writing leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// Evidence about the order, gathered over the cells of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Vote {
    month_first: u32,
    day_first: u32,
    open: u32,
}

/// What the evidence comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) order: Order,
    /// No day beyond 12 decided it, and some dates could be read both ways.
    pub(super) guessed: bool,
    /// Days beyond 12 stand in both places.
    pub(super) mixed: bool,
}

impl Vote {
    /// Looks at one cell.
    pub(super) fn see(&mut self, cell: &str) {
        let Some([first, second, _]) = slashed(cell) else { return };
        match (first > 12, second > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) if first != second => self.open += 1,
            _ => {}
        }
    }

    /// A day beyond 12 decides; else `otherwise`.
    pub(super) fn decide(self, otherwise: Order) -> Decision {
        let order = match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Order::DayFirst,
            std::cmp::Ordering::Less => Order::MonthFirst,
            std::cmp::Ordering::Equal => otherwise,
        };
        let told = self.day_first + self.month_first > 0;
        Decision { order, guessed: !told && self.open > 0, mixed: self.day_first > 0 && self.month_first > 0 }
    }
}

/// The day that a cell names, between 1900 and 2200.
pub(super) fn day(cell: &str, order: Order) -> Option<NaiveDate> {
    let cell = cell.trim();
    let found = iso(cell)
        .or_else(|| ordered(cell, order))
        .or_else(|| with_month_name(cell))
        .or_else(|| serial(cell))
        .or_else(|| instant(cell));
    found.filter(|date| (1900..2200).contains(&date.year()))
}

/// The day of an instant as feeds write it: RFC 3339, RFC 2822, with zone names such as `EST`. In the zone it names.
pub(super) fn instant(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let rfc = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    rfc.ok().map(|at| at.date_naive()).or_else(|| with_month_name(text)).or_else(|| iso(text))
}

/// `2026-04-07`, `2026/4/7`, `2026.04.07`, `20260407`, with or without a time behind.
fn iso(cell: &str) -> Option<NaiveDate> {
    if cell.len() == 8 && cell.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(cell, "%Y%m%d").ok();
    }
    let date = cell.split(['T', ' ']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(digits(year)?.try_into().ok()?, digits(month)?, digits(day)?)
}

/// `4/7/2026`, `07-04-26`, `7. 4. 2026`. Points are a day-first writing wherever they are used.
fn ordered(cell: &str, order: Order) -> Option<NaiveDate> {
    let [first, second, year] = numbers(cell)?;
    let by = |order: Order| match order {
        Order::MonthFirst => NaiveDate::from_ymd_opt(full_year(year)?, first, second),
        Order::DayFirst => NaiveDate::from_ymd_opt(full_year(year)?, second, first),
    };
    if cell.contains('.') {
        return by(Order::DayFirst);
    }
    // A day beyond 12 in the month's place can only mean the other order.
    by(order).or_else(|| by(if order == Order::DayFirst { Order::MonthFirst } else { Order::DayFirst }))
}

/// Three numbers whose order a point does not already tell.
fn slashed(cell: &str) -> Option<[u32; 3]> {
    if cell.contains('.') { None } else { numbers(cell.trim()) }
}

/// Three numbers at the start, the year last.
fn numbers(cell: &str) -> Option<[u32; 3]> {
    let date = cell.split(['T', ',']).next()?.trim();
    let mut parts = date.splitn(3, ['/', '-', '.']).map(str::trim);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let year = rest.split_whitespace().next()?;
    let fits = first.len() <= 2 && second.len() <= 2 && (year.len() == 2 || year.len() == 4);
    fits.then_some([digits(first)?, digits(second)?, digits(year)?])
}

/// `15 Mar 2024`, `7-Feb-22`, `Mar 15, 2024`, `Fri, 24 Jan 2025 17:08:44 EST`, `15. März 2024`.
fn with_month_name(cell: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = cell.split([' ', '-', ',', '.', '/']).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let number_at = |index: usize| words.get(index).and_then(|word| digits(word.trim_end_matches(char::is_alphabetic)));
    let before = at.checked_sub(1).and_then(number_at).filter(|day| (1..=31).contains(day));
    let (day, year) = match before {
        Some(day) => (day, number_at(at + 1)?),
        None => (number_at(at + 1)?, number_at(at + 2)?),
    };
    NaiveDate::from_ymd_opt(full_year(year)?, month, day)
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "january", "januar", "jänner", "janvier"],
        &["feb", "february", "februar", "février"],
        &["mar", "march", "mär", "märz", "mrz", "mars"],
        &["apr", "april", "avril"],
        &["may", "mai"],
        &["jun", "june", "juni", "juin"],
        &["jul", "july", "juli", "juillet"],
        &["aug", "august", "août"],
        &["sep", "sept", "september", "septembre"],
        &["oct", "october", "okt", "oktober", "octobre"],
        &["nov", "november", "novembre"],
        &["dec", "december", "dez", "dezember", "décembre"],
    ];
    let lower = word.to_lowercase();
    let at = NAMES.iter().position(|names| names.contains(&lower.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// A spreadsheet's day number: 45631 is 5 December 2024. Only whole numbers of this century's size.
fn serial(cell: &str) -> Option<NaiveDate> {
    let number = cell.strip_suffix(".0").unwrap_or(cell);
    let days = digits(number).filter(|days| number.len() == 5 && (30_000..80_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into()))
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Two digits: 70–99 are of the last century.
fn full_year(year: u32) -> Option<i32> {
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        year => year,
    };
    i32::try_from(year).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_writing_of_a_day_is_read() {
        let table = [
            ("2026-04-07", "2026-04-07"),
            ("2026/4/7", "2026-04-07"),
            (" 2026-03-31", "2026-03-31"),
            ("20250123", "2025-01-23"),
            ("2024-08-13T18:04:34.666+00:00", "2024-08-13"),
            ("2020-01-10 10:00", "2020-01-10"),
            ("5/14/2022", "2022-05-14"),
            ("30.09.2026", "2026-09-30"),
            ("7. 4. 2026", "2026-04-07"),
            ("15 Mar 2024", "2024-03-15"),
            ("7-Feb-22", "2022-02-07"),
            ("23-Sep-11", "2011-09-23"),
            ("Mar 15, 2024", "2024-03-15"),
            ("March 5th, 2024", "2024-03-05"),
            ("45631", "2024-12-05"),
            ("Fri, 24 Jan 2025 17:08:44 EST", "2025-01-24"),
            ("2025-12-12T17:31:08-05:00", "2025-12-12"),
            ("15. März 2024", "2024-03-15"),
        ];
        for (cell, expected) in table {
            assert_eq!(day(cell, Order::MonthFirst).map(|day| day.to_string()).as_deref(), Some(expected), "{cell}");
        }
        for cell in ["", "soon", "2026-13-01", "31/31/2024", "12", "1.5", "45631.7x", "0000-00-00", "5/2022"] {
            assert_eq!(day(cell, Order::MonthFirst), None, "{cell}");
        }
    }

    #[test]
    fn a_day_beyond_12_decides_the_order_of_the_file() {
        let vote = |cells: &[&str]| {
            let mut vote = Vote::default();
            cells.iter().for_each(|cell| vote.see(cell));
            vote.decide(Order::MonthFirst)
        };
        assert_eq!(vote(&["03/04/2024", "25/04/2024"]).order, Order::DayFirst);
        assert_eq!(vote(&["03/04/2024", "04/25/2024"]).order, Order::MonthFirst);
        assert!(vote(&["03/04/2024"]).guessed);
        assert!(!vote(&["2024-03-04", "03.04.2024", "4/4/2024"]).guessed);
        assert!(vote(&["25/04/2024", "04/25/2024"]).mixed);
    }
}

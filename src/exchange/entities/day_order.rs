//! Whether 03/04 is in March or in April: decided once a file, by its own days, or open.

use std::io;

use crate::domain::import::options::DayOrder;
use crate::exchange::dates::order::Order;
use crate::exchange::dates::scan::{Numbers, scan};
use crate::exchange::dates::tokens::Tokens;
use crate::exchange::table::Table;

/// Rows looked at before the order of day and month is decided.
const READ_AHEAD: usize = 20_000;

/// Counts of the dates in a file, by the order they show.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    month_first: u32,
    day_first: u32,
    /// Both numbers could be the month.
    open: u32,
}

/// Evidence about the order, gathered over the cells of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Vote {
    points: Seen,
    others: Seen,
}

/// The order decided from the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) order: Order,
    /// No day beyond 12 decided it, and some dates could be read both ways.
    pub(crate) guessed: bool,
    /// Days beyond 12 stand in both places.
    pub(crate) mixed: bool,
}

impl Vote {
    /// Looks at one cell.
    pub(in crate::exchange) fn see(&mut self, cell: &str) {
        for found in scan(&Tokens::of(cell)).found {
            let Numbers::Open { first, second, mark, .. } = found.numbers else { continue };
            let seen = if mark == '.' { &mut self.points } else { &mut self.others };
            match (first > 12, second > 12) {
                (true, false) => seen.day_first += 1,
                (false, true) => seen.month_first += 1,
                (false, false) if first != second => seen.open += 1,
                _ => {}
            }
        }
    }

    /// A day beyond 12 decides; else `otherwise`. Between points the day comes first unless a day beyond 12 says no.
    pub(in crate::exchange) fn decide(self, otherwise: Order) -> Decision {
        let month_between_points = self.points.month_first > self.points.day_first;
        let order = match self.others.day_first.cmp(&self.others.month_first) {
            std::cmp::Ordering::Greater => Order::DayFirst,
            std::cmp::Ordering::Less => Order::MonthFirst,
            std::cmp::Ordering::Equal if month_between_points => Order::MonthFirst,
            std::cmp::Ordering::Equal => otherwise,
        };
        let order = match order {
            Order::MonthFirst if month_between_points => Order::MonthFirstWithPoints,
            order => order,
        };
        let told = self.others.day_first + self.others.month_first > 0 || month_between_points;
        let mixed = |seen: Seen| seen.day_first > 0 && seen.month_first > 0;
        Decision { order, guessed: !told && self.others.open > 0, mixed: mixed(self.others) || mixed(self.points) }
    }
}

/// The order of day and month in these fields of a table: as somebody said, else by its first rows, else open, and then
/// the table says so. Files with semicolons come from places that write the day first.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn order_of(table: &mut Table, fields: &[&str]) -> io::Result<Order> {
    match table.days {
        Some(DayOrder::DayFirst) => return Ok(Order::DayFirst),
        Some(DayOrder::MonthFirst) | None => {}
    }
    let columns = table.columns.clone();
    let otherwise = if table.delimiter == b';' { Order::DayFirst } else { Order::MonthFirst };
    let mut vote = Vote::default();
    for row in table.peek(READ_AHEAD)? {
        for field in fields {
            columns.all(row, field).for_each(|(cell, _)| vote.see(cell));
        }
    }
    if table.days == Some(DayOrder::MonthFirst) {
        let by_points = vote.points.day_first > 0;
        return Ok(if by_points { Order::MonthFirst } else { Order::MonthFirstWithPoints });
    }
    let decision = vote.decide(otherwise);
    // Only the United States publish such notices, month first.
    let official = columns.preset.is_some_and(|preset| preset.official);
    if decision.guessed && !official {
        let (read, other) = match decision.order {
            Order::DayFirst => ("day/month/year", "mdy"),
            Order::MonthFirst | Order::MonthFirstWithPoints => ("month/day/year", "dmy"),
        };
        table.days_open = true;
        table.notes.say(format!(
            "dates such as 03/04/2026 were read as {read}: no day beyond 12 tells otherwise; if that is wrong, say --days {other}"
        ));
    }
    if decision.mixed {
        table.notes.say("some dates are month/day, others day/month: check those with both numbers up to 12");
    }
    Ok(decision.order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_beyond_12_decides_the_order_of_the_file() {
        let vote = |cells: &[&str]| {
            let mut vote = Vote::default();
            cells.iter().for_each(|cell| vote.see(cell));
            vote.decide(Order::MonthFirst)
        };
        for (cells, order, guessed, mixed) in [
            (&["03/04/2024", "25/04/2024"][..], Order::DayFirst, false, false),
            (&["03/04/2024", "04/25/2024 10:15 PM"], Order::MonthFirst, false, false),
            (&["03/04/2024"], Order::MonthFirst, true, false),
            (&["2024-03-04", "03.04.2024", "4/4/2024"], Order::MonthFirst, false, false),
            (&["25/04/2024", "04/25/2024"], Order::MonthFirst, false, true),
            (&["03.04.2024", "04.25.2024"], Order::MonthFirstWithPoints, false, false),
            (&["03.04.2024", "25.04.2024"], Order::MonthFirst, false, false),
            (&["06-15-20 thru 06-30-20", "03-04-20"], Order::MonthFirst, false, false),
        ] {
            assert_eq!(vote(cells), Decision { order, guessed, mixed }, "{cells:?}");
        }
    }
}

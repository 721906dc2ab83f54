//! Decides once for each file, by its own days, whether 03/04 is in March or in April, or leaves it open.

use std::io;

use crate::domain::dates::{DateWords, DayNumbers, NumberOrder, Tokens, scan};
use crate::domain::import::options::DayOrder;
use crate::exchange::dates::LONGEST;
use crate::exchange::table::TableReader;

/// Rows read ahead to decide the order of day and month.
const READ_AHEAD: usize = 20_000;

/// Numbers of a file's dates, by the order they prove.
#[derive(Debug, Clone, Copy, Default)]
struct OrderCounts {
    month_first: u32,
    day_first: u32,
    /// Dates in which either number could be the month.
    open: u32,
}

/// Evidence about the order of day and month, collected over the cells of a file; dates with points are counted apart.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OrderVote {
    points: OrderCounts,
    others: OrderCounts,
}

/// The decided order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderDecision {
    pub(crate) order: NumberOrder,
    /// True if no day above 12 proved the order, and some dates could be read both ways.
    pub(crate) guessed: bool,
    /// True if days above 12 occur in both positions.
    pub(crate) mixed: bool,
}

impl OrderVote {
    /// Counts the date in one cell.
    pub(in crate::exchange) fn see(&mut self, cell: &str) {
        if cell.len() > LONGEST {
            return;
        }
        for found in scan(&Tokens::of(cell, DateWords::all())).found {
            let DayNumbers::Open { first, second, mark, .. } = found.numbers else { continue };
            let seen = if mark == '.' { &mut self.points } else { &mut self.others };
            match (first > 12, second > 12) {
                (true, false) => seen.day_first += 1,
                (false, true) => seen.month_first += 1,
                // 05/05 is the same day either way.
                (false, false) if first != second => seen.open += 1,
                _ => {}
            }
        }
    }

    /// Decides the order by days above 12, else takes `otherwise`. In dates with points the day comes first unless a
    /// day above 12 contradicts.
    pub(in crate::exchange) fn decide(self, otherwise: NumberOrder) -> OrderDecision {
        let month_between_points = self.points.month_first > self.points.day_first;
        let order = match self.others.day_first.cmp(&self.others.month_first) {
            std::cmp::Ordering::Greater => NumberOrder::DayFirst,
            std::cmp::Ordering::Less => NumberOrder::MonthFirst,
            std::cmp::Ordering::Equal if month_between_points => NumberOrder::MonthFirst,
            std::cmp::Ordering::Equal => otherwise,
        };
        let order = match order {
            NumberOrder::MonthFirst if month_between_points => NumberOrder::MonthFirstWithPoints,
            order => order,
        };
        let told = self.others.day_first + self.others.month_first > 0 || month_between_points;
        let mixed = |seen: OrderCounts| seen.day_first > 0 && seen.month_first > 0;
        OrderDecision { order, guessed: !told && self.others.open > 0, mixed: mixed(self.others) || mixed(self.points) }
    }
}

/// Decides the order of day and month in these fields of a table: as the options say, else by its first rows; if it
/// remains open, the table is marked so. Files with semicolons come from places that write the day first.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn order_of(table: &mut TableReader, fields: &[&str]) -> io::Result<NumberOrder> {
    match table.days {
        Some(DayOrder::DayFirst) => return Ok(NumberOrder::DayFirst),
        Some(DayOrder::MonthFirst) | None => {}
    }
    let columns = table.columns.clone();
    // Excel parts cells by semicolons where the comma is the decimal mark, and there the day comes first.
    let otherwise = if table.delimiter == b';' { NumberOrder::DayFirst } else { NumberOrder::MonthFirst };
    let mut vote = OrderVote::default();
    // Far ahead: a list sorted by day may begin with thousands of rows of the first twelve days of a month.
    for row in table.peek(READ_AHEAD)? {
        for field in fields {
            columns.all(row, field).for_each(|(cell, _)| vote.see(cell));
        }
    }
    if table.days == Some(DayOrder::MonthFirst) {
        // Whoever says "month first" means the strokes; points with a day beyond 12 before them say otherwise for
        // themselves.
        let by_points = vote.points.day_first > 0;
        return Ok(if by_points { NumberOrder::MonthFirst } else { NumberOrder::MonthFirstWithPoints });
    }
    let decision = vote.decide(otherwise);
    // Only the United States publish such notices, month first.
    let official = columns.preset.is_some_and(|preset| preset.official);
    if decision.guessed && !official {
        let (read, other) = match decision.order {
            NumberOrder::DayFirst => ("day/month/year", "mdy"),
            NumberOrder::MonthFirst | NumberOrder::MonthFirstWithPoints => ("month/day/year", "dmy"),
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
            let mut vote = OrderVote::default();
            cells.iter().for_each(|cell| vote.see(cell));
            vote.decide(NumberOrder::MonthFirst)
        };
        for (cells, order, guessed, mixed) in [
            (&["03/04/2024", "25/04/2024"][..], NumberOrder::DayFirst, false, false),
            (&["03/04/2024", "04/25/2024 10:15 PM"], NumberOrder::MonthFirst, false, false),
            (&["03/04/2024"], NumberOrder::MonthFirst, true, false),
            (&["2024-03-04", "03.04.2024", "4/4/2024"], NumberOrder::MonthFirst, false, false),
            (&["25/04/2024", "04/25/2024"], NumberOrder::MonthFirst, false, true),
            (&["03.04.2024", "04.25.2024"], NumberOrder::MonthFirstWithPoints, false, false),
            (&["03.04.2024", "25.04.2024"], NumberOrder::MonthFirst, false, false),
            (&["06-15-20 thru 06-30-20", "03-04-20"], NumberOrder::MonthFirst, false, false),
        ] {
            assert_eq!(vote(cells), OrderDecision { order, guessed, mixed }, "{cells:?}");
        }
    }
}

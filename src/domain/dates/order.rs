//! Order of day and month: which number comes first in 03/04/2026.

/// Order of day and month in ambiguous dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberOrder {
    /// `03/04` is in March; in `03.04` the day still comes first.
    MonthFirst,
    /// `03/04` is in April.
    DayFirst,
    /// `03/04` and `03.04` are both in March.
    MonthFirstWithPoints,
}

impl NumberOrder {
    /// True if the day comes first between these marks.
    pub(crate) fn day_first(self, mark: char) -> bool {
        match self {
            // Nobody who writes the month first puts points between, unless their whole file shows it.
            NumberOrder::MonthFirst => mark == '.',
            NumberOrder::DayFirst => true,
            NumberOrder::MonthFirstWithPoints => false,
        }
    }
}

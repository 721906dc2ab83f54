//! Order of day and month: which number comes first in 03/04/2026.

/// Order of day and month in ambiguous dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// `03/04` is in March; between points the day still comes first.
    MonthFirst,
    /// `03/04` is in April.
    DayFirst,
    /// `03.04` is in March too.
    MonthFirstWithPoints,
}

impl Order {
    /// True if the day comes first between these marks.
    pub(super) fn day_first(self, mark: char) -> bool {
        match self {
            Order::MonthFirst => mark == '.',
            Order::DayFirst => true,
            Order::MonthFirstWithPoints => false,
        }
    }
}

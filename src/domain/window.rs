//! Windows over long lists.

use serde::Serialize;

/// The visible part of a long list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window<T> {
    /// Index of the first row in the whole list.
    pub offset: usize,
    /// Length of the whole list.
    pub total: Total,
    pub rows: Vec<T>,
}

/// Length of a list; counting stops at a limit, so that it stays fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    pub n: usize,
    /// True if there are more than were counted.
    pub at_least: bool,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Window { offset: 0, total: Total::default(), rows: Vec::new() }
    }
}

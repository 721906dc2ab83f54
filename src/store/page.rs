//! A page of rows: what exports and lists walk a long table with.

/// A page of rows, and where the next one begins; `None` after the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// To be passed on for the next page.
    pub next: Option<i64>,
}

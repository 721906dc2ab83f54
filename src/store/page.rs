//! A page of rows, by which exports and lists walk through a long table.

/// A page of rows and the cursor of the next page; `None` after the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// Rows of the page.
    pub rows: Vec<T>,
    /// Cursor to pass for the next page; `None` after the last.
    pub next: Option<i64>,
}

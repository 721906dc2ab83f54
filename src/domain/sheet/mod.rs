//! The call sheet: what to know about a person before the call, in at most [`MOST_WORDS`] words.

mod budget;
mod page;
mod questions;
mod writing;

pub use page::{Line, MOST_WORDS, Mark, Section, Sheet, SheetFile};
pub use writing::sheet;

#[cfg(test)]
mod tests;

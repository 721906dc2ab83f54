//! The call sheet: what to know about a person before the call, in at most [`MOST_WORDS`] words.

mod page;
mod questions;
mod word_budget;
mod write;

pub use page::{CallSheet, CallSheetSource, LineStyle, MOST_WORDS, SheetLine, SheetSection};
pub use write::sheet;

#[cfg(test)]
mod tests;

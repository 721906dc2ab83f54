//! How one begins: without a book, or with a new one that does not know yet who works with it.

pub mod welcome;
pub mod who;

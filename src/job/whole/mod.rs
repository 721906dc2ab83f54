//! The whole book as a folder of plain files, and back: nothing in it needs this program to be read.

mod export;
mod import;
mod parts;

pub use export::export;
pub use import::{Taken, import};

//! Archives the whole book to a folder of plain files that need no program to be read, and restores it.

mod export;
mod import;
mod parts;

pub use export::export;
pub use import::{Taken, import};

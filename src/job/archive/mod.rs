//! Archives the whole book to a folder of plain files that need no program to be read, and restores it.

pub(crate) mod export;
mod manifest;
pub(crate) mod restore;

pub use export::export;
pub use restore::{RestoreReport, import};

//! Work that joins a file and the book: import, feeds, export, bundles, the sample book. It may not know the screen.

pub mod campaign;
pub mod demo;
pub mod export;
pub mod feeds;
pub mod import;
mod intake;
pub mod seat;
pub mod share;

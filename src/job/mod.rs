//! Work that joins a file and the book: import, export, the sample book. It may not know the screen.

pub mod campaign;
pub mod demo;
pub mod export;
pub mod import;
pub mod seat;

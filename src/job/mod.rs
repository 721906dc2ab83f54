//! Work that joins a file and the book: import, feeds, export, bundles, the sample book. It may not know the screen.

pub mod calendar;
pub mod call_export;
pub mod campaign;
pub mod card_export;
pub mod demo;
pub mod export;
pub mod feeds;
mod file_name;
mod half;
pub mod import;
mod intake;
pub mod lock;
mod opened;
mod pages;
pub mod place;
pub mod presets;
mod rejects;
pub mod report;
pub mod seat;
pub mod share;
pub mod sheet;
pub mod spared;
pub mod week;
pub mod whole;

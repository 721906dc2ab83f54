//! What other programs and people wrote, read and taken into the book: every row is accounted for.

mod calls;
pub(crate) mod cards;
mod doubles;
mod exchange;
mod feeds;
mod json;
mod layoffs;
mod presets;
mod rejects;
mod tables;

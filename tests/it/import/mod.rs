//! What other programs and people wrote, read and taken into the book: every row is accounted for.

mod any_bytes;
mod calls;
mod cards;
mod doubles;
mod employers;
mod feeds;
mod json;
mod layoffs;
mod lists;
mod presets;
mod rejects;
mod tables;

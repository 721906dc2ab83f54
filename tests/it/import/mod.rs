//! What other programs and people wrote, read and taken into the book: every row is accounted for.

mod any_bytes;
mod budgets;
mod calls;
mod cards;
mod clocks;
mod doubles;
mod employers;
mod facts;
mod feeds;
mod json;
mod layoffs;
mod links;
mod lists;
mod look_alikes;
mod looking;
mod presets;
mod rejects;
mod tables;

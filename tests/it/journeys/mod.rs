//! Key scripts through the real runtime, then the book and the last screen.

mod campaigns;
mod columns;
mod day;
mod feeds;
mod guards;
mod inbox;
mod morning;
mod report;
mod reviews;

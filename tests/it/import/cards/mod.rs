//! Cards and calendars of other programs: what becomes of each card and meeting, and what files made to do harm come to.
#![allow(
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "bytes are changed at any place, and harm is timed"
)]

mod calendar;
mod changed;
mod hostile;
mod mutated;
mod people;
mod series;

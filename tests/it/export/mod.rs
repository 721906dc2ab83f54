//! What leaves the book: files for other programs and for people.

mod calendar;
mod calls;
mod cards;
mod left_over;
mod report;
mod tables;
mod targets;
mod whole_book;
mod written;

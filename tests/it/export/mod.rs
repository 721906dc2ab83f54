//! What leaves the book: files for other programs and for people.

mod calendar;
mod cards;
mod report;
mod whole_book;

//! A clock that was wrong, pages that cannot be read, and work that opening a book has to do first.

mod clocks;
mod failing;
mod kinds;
mod pages;
mod power;
mod stepped;
mod waiting;

//! The first run: who works with the book, whom they can serve, the tour, and the file to begin with.

mod paths;
mod profile;
mod tour;
mod who;

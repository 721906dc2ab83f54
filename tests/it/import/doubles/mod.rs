//! Who is who: rows of files that are sure, unsure, or double in the book already.

mod again;
mod finding;
mod joining;
mod lists;
mod one_domain;
mod unsure;

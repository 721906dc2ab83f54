//! The book → files that other programs read.

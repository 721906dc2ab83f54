//! `clean()`: what may enter the book and what may leave it.

/// Longest name or title, in characters.
pub const NAME_CAP: usize = 200;
/// Longest note, in characters.
pub const NOTE_CAP: usize = 10_000;
/// Longest trigger summary, in characters.
pub const TRIGGER_CAP: usize = 4_000;

//! A small language of phrases: tokens of a text, patterns over them, and the language the text is written in.
//!
//! Stands below the check and the capture; knows neither.

pub(super) mod language;
pub(super) mod pattern;
pub(super) mod tokens;

//! A small language of phrases: tokens of a text, patterns over them, and the natural language of the text.
//!
//! Used by the check and the capture; knows neither.

pub(super) mod index;
pub(super) mod language;
pub(super) mod pattern;
pub(super) mod tokens;

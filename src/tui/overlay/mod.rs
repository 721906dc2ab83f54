//! What lies over a screen: a question, the palette, help, the call filter.

pub mod call_filter;
pub mod call_person;
pub mod help;
pub mod palette;
pub mod prompt;
mod prompt_draft;
mod prompt_option;
mod prompt_words;

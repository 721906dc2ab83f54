//! Text that somebody wrote, as it may stand in Markdown.

use super::text::{NOTE_CAP, clean_line};

/// One line in which no character means anything to Markdown or HTML. Source of the characters: CommonMark 0.31.2, 2.4
/// (any ASCII punctuation may be escaped); `<`, `&` and `>` are written as entities, which holds in table cells too.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in clean_line(text, NOTE_CAP).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '!' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            _plain => out.push(letter),
        }
    }
    // A list, a rule or a numbered item can begin a line only.
    let begins_item = out.starts_with(['-', '+', '='])
        || out.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    if begins_item { format!("&#8203;{out}") } else { out }
}

//! Escapes free text for Markdown.

use super::text::{NOTE_CAP, clean_line};

/// Escapes a text as one line without any Markdown or HTML meaning. Source: CommonMark 0.31.2, 2.4 (any ASCII
/// punctuation may be escaped); `<`, `&` and `>` become entities, which also works in table cells.
pub fn inline(text: &str) -> String {
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
    out
}

/// Escapes a text for the beginning of a line, where it could also start a list, a rule or a numbered item.
pub fn escape_line(text: &str) -> String {
    let out = inline(text);
    let begins_item = out.starts_with(['-', '+', '='])
        || out.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    // A zero-width space written as an entity: it stops a list from beginning, and no reader sees it. A backslash
    // before a figure would be shown.
    if begins_item { format!("&#8203;{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        for (text, safe_text) in [
            ("# a", "\\# a"),
            ("a\u{1b}[31mb", "a\\[31mb"),
            ("- a", "&#8203;- a"),
            ("12. a", "&#8203;12. a"),
            ("`x` *y* _z_ ~q~", "\\`x\\` \\*y\\* \\_z\\_ \\~q\\~"),
            ("![i](j)", "\\!\\[i\\](j)"),
            ("AT&T", "AT&amp;T"),
        ] {
            assert_eq!(escape_line(text), safe_text, "{text:?}");
        }
    }
}

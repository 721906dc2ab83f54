//! What may enter the book, and lines cut to a width.

use whynow::domain::text::{clean, clean_line, clean_note, clip, fold, width};

/// Bytes that are not UTF-8 still make text: as code points of every plane, so that rare characters are met.
pub fn run(data: &[u8]) {
    match std::str::from_utf8(data) {
        Ok(text) => holds(text),
        Err(_) => holds(&of_code_points(data)),
    }
}

fn of_code_points(data: &[u8]) -> String {
    data.chunks(3)
        .filter_map(|three| char::from_u32(three.iter().fold(0, |code, byte| (code << 8) | u32::from(*byte))))
        .collect()
}

fn holds(text: &str) {
    let once = clean(text);
    assert_eq!(clean(&once), once, "cleaning twice changes {text:?}");
    assert!(!once.chars().any(drives_or_hides), "{once:?} of {text:?}");
    for cap in [0, 1, 7, 200] {
        let (line, note) = (clean_line(text, cap), clean_note(text, cap));
        assert!(line.chars().count() <= cap && note.chars().count() <= cap);
        assert!(!line.contains(['\n', '\t', '\r']));
        assert_eq!(clean_line(&line, cap), line, "a line of {cap} of {text:?}");
        assert_eq!(clean_note(&note, cap), note, "a note of {cap} of {text:?}");
    }
    for columns in [0, 1, 9, 80] {
        let cut = clip(&once, columns);
        assert!(width(&cut) <= columns, "{cut:?} is wider than {columns}");
    }
    fold(text);
}

fn drives_or_hides(letter: char) -> bool {
    let control = letter.is_control() && letter != '\n' && letter != '\t';
    control
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{200b}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

//! Bytes from the terminal to events. Never waits: half a sequence stays until the rest comes, or is taken as the keys it
//! may also be.

use std::collections::BTreeSet;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::typing_speed::BURST;

const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";
/// No sequence that means anything is longer.
const LONGEST: usize = 64;

/// Bytes that were read and not yet decoded.
#[derive(Debug, Default)]
pub(crate) struct InputBuffer {
    bytes: Vec<u8>,
    from: usize,
}

/// Result of decoding the first bytes.
#[derive(Debug, PartialEq)]
enum Parsed {
    /// An event, and the bytes it took.
    Event(Event, usize),
    /// So many bytes that mean nothing here.
    Nothing(usize),
    /// The start of something.
    Half,
}

impl InputBuffer {
    /// Takes bytes as they came.
    pub(in crate::tui) fn take(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.from);
        self.from = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next event that is complete.
    pub(in crate::tui) fn next(&mut self) -> Option<Event> {
        loop {
            match parse_event(self.rest()) {
                Parsed::Event(event, length) => {
                    self.from += length;
                    return Some(event);
                }
                Parsed::Nothing(length) => self.from += length,
                Parsed::Half => return None,
            }
        }
    }

    /// Text that came at once without the marks of a paste: more different letters than anybody types in a moment. In a
    /// form it ends at a Tab, which goes to the next field. An Enter or a Tab at its end stays a key, unless the text comes
    /// to a list.
    pub(in crate::tui) fn burst(&mut self, to_a_list: bool) -> Option<String> {
        let mut text = String::new();
        let mut length = 0;
        while let Some((letter, long)) = letter(self.rest().get(length..).unwrap_or_default())
            && (to_a_list || letter != '\t')
        {
            text.push(letter);
            length += long;
        }
        let typed = text.trim_end_matches(['\n', '\t']);
        let letters: BTreeSet<char> = typed.chars().collect();
        if letters.len() < BURST || typed.starts_with(['\n', '\t']) {
            return None;
        }
        // An Enter or a Tab is one byte, as is the letter that stands for it.
        self.from += if to_a_list { length } else { length - (text.len() - typed.len()) };
        Some(typed.to_owned())
    }

    /// Half a sequence waits for its rest. Half a paste may wait as long as it likes.
    pub(in crate::tui) fn is_half(&self) -> bool {
        !self.rest().is_empty() && !self.rest().starts_with(PASTE)
    }

    /// The rest did not come: Esc was a key, and what follows it others.
    pub(in crate::tui) fn give_up(&mut self) -> Option<Event> {
        let rest = self.rest();
        let (event, length) = match rest {
            [0x1b] => (Some(key(KeyCode::Esc)), 1),
            [0x1b, b'[' | b'O'] => {
                (Some(with_modifiers(key(KeyCode::Char(char::from(rest[1]))), KeyModifiers::ALT)), 2)
            }
            _half => (None, rest.len()),
        };
        self.from += length;
        event
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.from..).unwrap_or_default()
    }
}

/// The letter at the start, an Enter or a Tab among them, and its bytes.
fn letter(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes {
        [] | [0x1b, ..] => None,
        [b'\r', ..] => Some(('\n', 1)),
        [b'\t', ..] => Some(('\t', 1)),
        [0..0x20 | 0x7f, ..] => None,
        _text => match character(bytes) {
            Parsed::Event(Event::Key(KeyEvent { code: KeyCode::Char(c), .. }), length) => Some((c, length)),
            Parsed::Event(..) | Parsed::Nothing(_) | Parsed::Half => None,
        },
    }
}

fn parse_event(bytes: &[u8]) -> Parsed {
    let code = match bytes {
        [] => return Parsed::Half,
        [0x1b, ..] => return escape(bytes),
        [b'\r', ..] => key(KeyCode::Enter),
        [b'\t', ..] => key(KeyCode::Tab),
        [0x7f, ..] => key(KeyCode::Backspace),
        [0, ..] => control(' '),
        [c @ 0x01..=0x1a, ..] => control(char::from(c - 1 + b'a')),
        // Terminals send these for Ctrl-4 to Ctrl-7, and crossterm names them so.
        [c @ 0x1c..=0x1f, ..] => control(char::from(c - 0x1c + b'4')),
        _text => return character(bytes),
    };
    Parsed::Event(code, 1)
}

fn character(bytes: &[u8]) -> Parsed {
    // No character has more bytes: a long text is not checked to its end for each of its letters.
    let start = bytes.get(..4.min(bytes.len())).unwrap_or_default();
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() == 0 => {
            return error.error_len().map_or(Parsed::Half, Parsed::Nothing);
        }
        Err(error) => std::str::from_utf8(start.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    };
    match valid.chars().next() {
        Some(c) => Parsed::Event(key(KeyCode::Char(c)), c.len_utf8()),
        None => Parsed::Nothing(1),
    }
}

fn escape(bytes: &[u8]) -> Parsed {
    match bytes.get(1) {
        None => Parsed::Half,
        // Only the first of the two: the second may begin a sequence of its own.
        Some(0x1b) => Parsed::Event(key(KeyCode::Esc), 1),
        Some(b'[') => sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Parsed::Half,
            // Enter on the number pad.
            Some(b'M') => Parsed::Event(key(KeyCode::Enter), 3),
            Some(last) => named_key(*last).map_or(Parsed::Nothing(3), |code| Parsed::Event(key(code), 3)),
        },
        Some(_) => match parse_event(bytes.get(1..).unwrap_or_default()) {
            Parsed::Event(event, length) => Parsed::Event(with_modifiers(event, KeyModifiers::ALT), length + 1),
            Parsed::Nothing(length) => Parsed::Nothing(length + 1),
            Parsed::Half => Parsed::Half,
        },
    }
}

/// `ESC [`, parameters, a last byte.
fn sequence(bytes: &[u8]) -> Parsed {
    if bytes.starts_with(PASTE) {
        return paste(bytes);
    }
    match bytes.get(2..4) {
        // The Linux console's F1 to F5.
        Some([b'[', last @ b'A'..=b'E']) => return Parsed::Event(key(KeyCode::F(last - b'A' + 1)), 4),
        Some([b'[', _]) => return Parsed::Nothing(4),
        _other if bytes.get(2) == Some(&b'[') => return Parsed::Half,
        _other => {}
    }
    let Some(length) = bytes.iter().skip(2).position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if bytes.len() > LONGEST { Parsed::Nothing(bytes.len()) } else { Parsed::Half };
    };
    let (parameters, last) = (bytes.get(2..2 + length).unwrap_or_default(), bytes[2 + length]);
    // A mouse report of the oldest kind: three bytes follow.
    let length = if parameters.is_empty() && last == b'M' { 6 } else { length + 3 };
    if bytes.len() < length {
        return Parsed::Half;
    }
    // A control character inside a sequence ends it and stands for itself.
    if last < 0x20 {
        return Parsed::Nothing(length - 1);
    }
    parse_csi(parameters, last).map_or(Parsed::Nothing(length), |event| Parsed::Event(event, length))
}

fn paste(bytes: &[u8]) -> Parsed {
    let text = bytes.get(PASTE.len()..).unwrap_or_default();
    match text.windows(PASTED.len()).position(|window| window == PASTED) {
        None => Parsed::Half,
        Some(end) => {
            let pasted = String::from_utf8_lossy(text.get(..end).unwrap_or_default()).into_owned();
            Parsed::Event(Event::Paste(pasted), PASTE.len() + end + PASTED.len())
        }
    }
}

fn parse_csi(parameters: &[u8], last: u8) -> Option<Event> {
    let text = std::str::from_utf8(parameters).ok()?;
    if let Some(mouse) = text.strip_prefix('<') {
        return parse_mouse(mouse, last);
    }
    // A parameter that is left out counts as 1.
    let mut numbers = text.split(';').map(|number| number.parse::<u8>().unwrap_or(1));
    let (first, modifiers) = (numbers.next().unwrap_or(1), modifiers(numbers.next().unwrap_or(1)));
    let code = match last {
        b'Z' => return Some(with_modifiers(key(KeyCode::BackTab), KeyModifiers::SHIFT)),
        b'~' => numbered_key(first)?,
        // Without a 1 in front it answers a question that is never asked.
        b'R' if first != 1 || parameters.is_empty() => return None,
        other => named_key(other)?,
    };
    Some(with_modifiers(key(code), modifiers))
}

fn named_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _other => return None,
    })
}

fn numbered_key(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        // The numbers leave out one after F5 and one after F10.
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        _other => return None,
    })
}

fn modifiers(number: u8) -> KeyModifiers {
    // Terminals send the bits plus one, so that no modifier is a 1.
    let bits = number.saturating_sub(1);
    let pairs = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    pairs.into_iter().filter(|(bit, _)| bits & bit != 0).fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}

/// `button;column;row`, from 1.
fn parse_mouse(report: &str, last: u8) -> Option<Event> {
    let mut numbers = report.split(';').map(str::parse::<u16>);
    let (button, column, row) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    // Shift, Alt and Control lie in between.
    let kind = match (button & !0b1_1100, last) {
        (0, b'M') => MouseEventKind::Down(MouseButton::Left),
        (64, b'M') => MouseEventKind::ScrollUp,
        (65, b'M') => MouseEventKind::ScrollDown,
        _other => return None,
    };
    let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn control(c: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
}

fn with_modifiers(event: Event, modifiers: KeyModifiers) -> Event {
    if let Event::Key(key) = event {
        return Event::Key(KeyEvent { modifiers: key.modifiers | modifiers, ..key });
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events as short words: `ctrl-a`, `alt-x`, `up`, `paste(…)`.
    fn words(input: &mut InputBuffer) -> Vec<String> {
        std::iter::from_fn(|| input.next()).map(|event| word(&event)).collect()
    }

    fn word(event: &Event) -> String {
        match event {
            Event::Key(key) => format!("{}{}", modifier_words(key.modifiers), format!("{}", key.code).to_lowercase()),
            Event::Paste(text) => format!("paste({text})"),
            Event::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row).to_lowercase(),
            Event::FocusGained | Event::FocusLost | Event::Resize(..) => format!("{event:?}"),
        }
    }

    fn modifier_words(modifiers: KeyModifiers) -> String {
        let pairs = [(KeyModifiers::SHIFT, "shift-"), (KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-")];
        pairs.into_iter().filter(|(one, _)| modifiers.contains(*one)).map(|(_, name)| name).collect()
    }

    const CASES: &[(&str, &str)] = &[
        ("aß語🙂", "a ß 語 🙂"),
        ("\r\t\x7f\x01\x1a\x1f\0", "enter tab backspace ctrl-a ctrl-z ctrl-7 ctrl-space"),
        ("\x1b[A\x1bOB\x1bOM\x1b[1;5C\x1b[1;4D", "up down enter ctrl-right shift-alt-left"),
        ("\x1b[H\x1b[F\x1b[5~\x1b[6~\x1b[3~\x1b[3;5~\x1b[Z", "home end page up page down del ctrl-del shift-back tab"),
        ("\x1bOP\x1b[12~\x1b[[C\x1b[1;2S\x1b[15~\x1b[24~", "f1 f2 f3 shift-f4 f5 f12"),
        ("\x1bx\x1b\r\x1b\x7f\x1bé", "alt-x alt-enter alt-backspace alt-é"),
        ("\x1b\x1b[A", "esc up"),
        ("\x1b[200~two\nlines \x1b[A\x1b[201~z", "paste(two\nlines \x1b[A) z"),
        (
            "\x1b[<0;3;7M\x1b[<0;3;7m\x1b[<65;1;1M\x1b[<64;1;1M\x1b[<35;9;9M",
            "down(left) 2 6 scrolldown 0 0 scrollup 0 0",
        ),
        ("\x1b[M !!a\x1b[I\x1b[?62;c\x1b[12;40Rb", "a b"),
        ("\x1b[99~\x1b[\x01c", "ctrl-a c"),
    ];

    #[test]
    fn what_terminals_send_is_understood() {
        for (bytes, says) in CASES {
            let mut input = InputBuffer::default();
            input.take(bytes.as_bytes());
            assert_eq!(words(&mut input).join(" "), *says, "{bytes:?}");
        }
    }

    #[test]
    fn it_means_the_same_in_one_piece_and_byte_by_byte() {
        for (bytes, says) in CASES {
            let mut input = InputBuffer::default();
            let mut all = Vec::new();
            for byte in bytes.as_bytes() {
                input.take(&[*byte]);
                all.extend(words(&mut input));
            }
            assert_eq!(all.join(" "), *says, "{bytes:?}");
        }
    }

    #[test]
    fn many_letters_of_one_reading_are_a_burst_and_few_or_one_held_down_are_keys() {
        for (bytes, burst, rest) in [
            ("/hours", Some("/hours"), ""),
            ("/hours\r", Some("/hours"), "enter"),
            ("two\rlines\t\r", Some("two\nlines"), "tab enter"),
            ("приве\x1b[A", Some("приве"), "up"),
            ("jjp", None, "j j p"),
            ("jjjjjjjj", None, "j j j j j j j j"),
            ("jkjkjk2", None, "j k j k j k 2"),
            ("ry\ttheir words", None, "r y tab t h e i r space w o r d s"),
            ("ry\t\t\t", None, "r y tab tab tab"),
            ("\rabcd", None, "enter a b c d"),
            ("\x1b[200~pasted\x1b[201~", None, "paste(pasted)"),
        ] {
            let mut input = InputBuffer::default();
            input.take(bytes.as_bytes());
            assert_eq!(input.burst(false).as_deref(), burst, "{bytes:?}");
            assert_eq!(words(&mut input).join(" "), rest, "{bytes:?}");
        }
        let mut input = InputBuffer::default();
        input.take(b"/hours\r\x1b[A");
        assert_eq!(input.burst(true).as_deref(), Some("/hours"));
        assert_eq!(words(&mut input), ["up"], "an Enter that was typed for the text opens no row");
    }

    #[test]
    fn half_a_sequence_is_a_key_when_the_rest_does_not_come() {
        for (bytes, says) in
            [("\x1b", Some("esc")), ("\x1b[", Some("alt-[")), ("\x1bO", Some("alt-o")), ("\x1b[1;", None)]
        {
            let mut input = InputBuffer::default();
            input.take(bytes.as_bytes());
            assert_eq!(words(&mut input), Vec::<String>::new());
            assert!(input.is_half());
            assert_eq!(input.give_up().map(|event| word(&event)).as_deref(), says);
            assert!(!input.is_half());
            input.take(b"a");
            assert_eq!(words(&mut input), ["a"]);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        let mut input = InputBuffer::default();
        input.take(b"a\xff\xc3(\xe2\x82b");
        assert_eq!(words(&mut input), ["a", "(", "b"]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end_and_never_stop_a_later_key(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let mut input = InputBuffer::default();
            input.take(&bytes);
            words(&mut input);
            if input.rest().starts_with(PASTE) {
                input.take(PASTED);
                words(&mut input);
            }
            input.give_up();
            input.take(b"z");
            proptest::prop_assert_eq!(words(&mut input), vec!["z".to_string()]);
        }
    }
}

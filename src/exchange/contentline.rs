//! Content lines of cards and calendars (vCard 2.1 to 4.0, iCalendar): `group.NAME;PARAM=value:value`, unfolded and
//! decoded.
//!
//! Read as a stream: a folded line of any length takes no more than [`LINE_CAP`] bytes of memory.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding, WINDOWS_1252};

use super::bytes;
use super::error::ExchangeError;
use super::source::Source;

/// Longest content line that is kept, unfolded, in bytes; a longer one, such as a picture, is cut and marked as cut.
const LINE_CAP: usize = 512 * 1024;
/// Most parameters of a line that are kept.
const PARAMS: usize = 64;
/// Bytes of a file that are examined before its format is decided.
const HEAD: usize = 256 * 1024;

/// Format of a content-line file, as its first line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentLineFormat {
    Cards,
    Calendar,
}

/// An opened file: cards or a calendar with its lines, or the unchanged bytes of any other format.
pub(super) enum OpenedContent {
    These(ContentLineFormat, ContentLines),
    Other(Source),
}

/// Detects cards and calendars by the first line that begins one.
pub(super) fn open(file: &str, input: Source) -> Result<OpenedContent, ExchangeError> {
    let (head, whole) = input.head(HEAD).map_err(|source| ExchangeError::io(file, source))?;
    let holds = holds(&head);
    // RFC 5545 folds after 75 octets, not characters: a program that does so to the letter leaves half a character at
    // the end of a line, and the file looks like no UTF-8 until it is unfolded.
    let mended = std::str::from_utf8(&head).is_err() && is_utf8_once_unfolded(&head);
    let Some(holds) = holds else { return Ok(OpenedContent::Other(whole)) };
    if mended {
        return Ok(OpenedContent::These(holds, ContentLines::new(whole.into_bytes(), "UTF-8")));
    }
    let text = bytes::open(file, whole)?;
    Ok(OpenedContent::These(holds, ContentLines::new(text.stream, text.encoding)))
}

/// Most lines, such as a mail's header, that may precede the first content line.
const PREAMBLE: usize = 10;

/// Returns the format by the first line that begins a card or calendar, in any encoding; zero bytes of UTF-16 are
/// skipped.
fn holds(head: &[u8]) -> Option<ContentLineFormat> {
    // In UTF-16 every other byte of this ASCII text is zero, on whichever side.
    let start: Vec<u8> = head.iter().take(8 * 1024).filter(|byte| **byte != 0).copied().collect();
    let lines = start.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.trim_ascii().is_empty());
    lines.take(PREAMBLE).find_map(|line| {
        let from = line.iter().position(u8::is_ascii_alphabetic)?;
        match line.get(from..)?.trim_ascii().to_ascii_uppercase().as_slice() {
            b"BEGIN:VCARD" => Some(ContentLineFormat::Cards),
            b"BEGIN:VCALENDAR" => Some(ContentLineFormat::Calendar),
            _ => None,
        }
    })
}

/// Returns true if the bytes are UTF-8 once lines are unfolded: folding by octets can split a character.
fn is_utf8_once_unfolded(head: &[u8]) -> bool {
    let mut joined = Vec::with_capacity(head.len());
    let mut rest = head;
    while let Some((first, after)) = rest.split_first() {
        let skipped = match rest {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        if skipped == 0 {
            joined.push(*first);
            rest = after;
        } else {
            rest = rest.get(skipped..).unwrap_or_default();
        }
    }
    match std::str::from_utf8(&joined) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && joined.len() > HEAD / 2,
    }
}

/// A content line, which holds one property.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ContentLine {
    /// Line number in the file, from 1.
    pub(super) number: u64,
    /// Name of the group that links properties of one card: `item1`.
    pub(super) group: String,
    pub(super) name: String,
    /// Parameters with names in upper case; a bare one of vCard 2.1 is a `TYPE`.
    pub(super) params: Vec<(String, String)>,
    /// Value with its transfer encoding decoded, but still escaped.
    pub(super) value: String,
    /// True if the line was longer than is kept.
    pub(super) cut: bool,
}

impl ContentLine {
    /// Returns the first value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns true if the property has this type, whatever its case.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        let types = self.params.iter().filter(|(name, _)| name == "TYPE");
        types.flat_map(|(_, value)| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(kind))
    }

    /// Returns the value, unescaped.
    pub(super) fn text(&self) -> String {
        unescape(&self.value)
    }

    /// Splits the value at separators that are not escaped; returns the unescaped parts.
    pub(super) fn parts(&self, separator: char) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for c in self.value.chars() {
            if c == separator && !escaped {
                // A crafted address of a million semicolons would be a million strings.
                if parts.len() == 256 {
                    break;
                }
                parts.push(String::new());
                continue;
            }
            escaped = c == '\\' && !escaped;
            if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        }
        parts.iter().map(|part| unescape(part)).collect()
    }
}

/// The content lines of a file.
pub(super) struct ContentLines {
    input: Box<dyn BufRead>,
    /// Name of the encoding for people.
    pub(super) encoding: &'static str,
    number: u64,
    /// The next line of the file, already read.
    ahead: Option<RawLine>,
    /// Number of lines that are no property, since [`ContentLines::take_stray`] was last called.
    stray: u64,
}

/// A line of the file as read.
struct RawLine {
    number: u64,
    bytes: Vec<u8>,
    cut: bool,
}

impl ContentLines {
    fn new<R: Read + 'static>(input: R, encoding: &'static str) -> ContentLines {
        let input = Box::new(BufReader::with_capacity(64 * 1024, input));
        ContentLines { input, encoding, number: 0, ahead: None, stray: 0 }
    }

    /// Returns how many lines were no property, and resets the count.
    pub(super) fn take_stray(&mut self) -> u64 {
        std::mem::take(&mut self.stray)
    }

    /// Returns the next property; `None` at the end.
    pub(super) fn next_line(&mut self) -> io::Result<Option<ContentLine>> {
        let mut in_base64 = false;
        loop {
            let Some(mut raw) = self.raw()? else { return Ok(None) };
            // vCard 2.1 breaks lines of quoted-printable with a final `=`, without indenting the next.
            let soft = is_quoted_printable(&raw.bytes);
            while let Some(next) = self.raw()? {
                let folded = matches!(next.bytes.first(), Some(b' ' | b'\t'));
                let broken = soft && raw.bytes.last() == Some(&b'=');
                if broken {
                    raw.bytes.pop();
                    append(&mut raw, &next.bytes, next.cut);
                } else if folded {
                    append(&mut raw, next.bytes.get(1..).unwrap_or_default(), next.cut);
                } else {
                    self.ahead = Some(next);
                    break;
                }
            }
            match property(&raw) {
                Some(line) => return Ok(Some(line)),
                None if raw.bytes.iter().all(u8::is_ascii_whitespace) => in_base64 = false,
                None if in_base64 => {}
                // A picture whose lines are not indented: base64 holds no colon.
                None if is_base64(&raw.bytes) => in_base64 = true,
                None => self.stray += 1,
            }
        }
    }

    /// Returns the next line of the file, ended by LF, CR LF or CR.
    fn raw(&mut self) -> io::Result<Option<RawLine>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        self.number += 1;
        let mut raw = RawLine { number: self.number, bytes: Vec::new(), cut: false };
        let mut anything = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(anything.then_some(raw));
            }
            anything = true;
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let text = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            append(&mut raw, text, false);
            let Some(end) = end else {
                let used = chunk.len();
                self.input.consume(used);
                continue;
            };
            let returned = chunk.get(end) == Some(&b'\r');
            self.input.consume(end + 1);
            // The LF of CR LF may come with the next chunk.
            if returned && self.input.fill_buf()?.first() == Some(&b'\n') {
                self.input.consume(1);
            }
            return Ok(Some(raw));
        }
    }
}

fn append(raw: &mut RawLine, bytes: &[u8], cut: bool) {
    let room = LINE_CAP.saturating_sub(raw.bytes.len());
    raw.cut |= cut || bytes.len() > room;
    raw.bytes.extend_from_slice(bytes.get(..bytes.len().min(room)).unwrap_or_default());
}

fn is_base64(bytes: &[u8]) -> bool {
    bytes.len() >= 40 && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

/// Returns true if the parameters say quoted-printable, where `=` at the end continues a line.
fn is_quoted_printable(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    let head = head.split(|byte| *byte == b':').next().unwrap_or_default().to_ascii_uppercase();
    head.windows(16).any(|word| word == b"QUOTED-PRINTABLE")
}

/// Parses an unfolded line as a property; `None` if it is none.
fn property(raw: &RawLine) -> Option<ContentLine> {
    let colon = value_begins(&raw.bytes)?;
    let (head, value) = raw.bytes.split_at(colon);
    let value = value.get(1..).unwrap_or_default();
    let head = decode(head, None);
    let mut pieces = outside_quotes(&head, ';').into_iter();
    let full = pieces.next()?.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let (group, name) = full.rsplit_once('.').unwrap_or(("", full));
    let is_name = |name: &str| !name.is_empty() && name.len() <= 100 && name.bytes().all(is_name_byte);
    if !is_name(name) {
        return None;
    }
    let params: Vec<_> = pieces.take(PARAMS).map(parameter).collect();
    let said = |wanted: &str| params.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let encoding = said("ENCODING").unwrap_or("").to_ascii_uppercase();
    let bare = |word: &str| params.iter().any(|(name, value)| name == "TYPE" && value.eq_ignore_ascii_case(word));
    // Only vCard 2.1 has CHARSET; Android and Nokia write it beside quoted-printable, so that it counts for decoded
    // bytes alone.
    let charset = said("CHARSET").and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let value = if encoding == "QUOTED-PRINTABLE" || bare("QUOTED-PRINTABLE") {
        decode(&from_quoted_printable(value), charset)
    } else {
        decode(value, None)
    };
    Some(ContentLine {
        number: raw.number,
        group: group.to_ascii_lowercase(),
        name: name.to_ascii_uppercase(),
        params,
        value,
        cut: raw.cut,
    })
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/')
}

/// Returns the position of the colon before the value: the first one outside quotes, or the first one at all if a quote
/// is not closed.
fn value_begins(bytes: &[u8]) -> Option<usize> {
    let mut quoted = false;
    let outside = bytes.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b':' && !quoted
    });
    outside.or_else(|| bytes.iter().position(|byte| *byte == b':'))
}

fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    });
    parts.collect()
}

fn parameter(piece: &str) -> (String, String) {
    let (name, value) = piece.split_once('=').unwrap_or(("TYPE", piece));
    let value: String = value.chars().filter(|c| *c != '"').collect();
    // RFC 6868: what a parameter may not hold is written with a circumflex.
    (name.trim().to_ascii_uppercase(), without_circumflex(&value).trim().to_owned())
}

/// Decodes what is written with a circumflex, from left to right: `^^n` is `^n` and no line end.
fn without_circumflex(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let meant = match (letter, letters.peek()) {
            ('^', Some('n')) => Some('\n'),
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            (_, _) => None,
        };
        plain.push(meant.unwrap_or(letter));
        if meant.is_some() {
            letters.next();
        }
    }
    plain
}

/// Decodes bytes in the stated encoding, else as UTF-8, else as Windows-1252.
fn decode(bytes: &[u8], charset: Option<&'static Encoding>) -> String {
    match (std::str::from_utf8(bytes), charset) {
        // Cards name a CHARSET for single properties, whatever the file is in.
        (_, Some(charset)) if charset != encoding_rs::UTF_8 => {
            charset.decode_without_bom_handling(bytes).0.into_owned()
        }
        (Ok(text), _) => text.to_owned(),
        // A cut line may end inside a character.
        (Err(error), _) if error.error_len().is_none() => {
            String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
        }
        (Err(_), _) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn from_quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match rest {
            [b'=', high, low, more @ ..] if hex(high).is_some() && hex(low).is_some() => {
                plain.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = more;
            }
            _ => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

/// Unescapes `\n`, `\,`, `\;` and `\\`.
fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(escaped @ (',' | ';' | '\\' | ':' | '"')) => plain.push(escaped),
                // A backslash before anything else was meant: "C:\temp" in a note.
                Some(other) => plain.extend(['\\', other]),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn lines(text: &[u8]) -> Vec<ContentLine> {
        let mut lines = ContentLines::new(Cursor::new(text.to_vec()), "UTF-8");
        std::iter::from_fn(|| lines.next_line().unwrap()).collect()
    }

    fn only(text: &str) -> ContentLine {
        lines(text.as_bytes()).remove(0)
    }

    #[test]
    fn a_line_is_group_name_parameters_and_value() {
        let line = only("item1.tel;TYPE=\"voice,home\";X=a^'b:tel:+1-555\r\n");
        assert_eq!((line.group.as_str(), line.name.as_str(), line.value.as_str()), ("item1", "TEL", "tel:+1-555"));
        assert!(line.is_of("Home") && line.is_of("voice") && !line.is_of("work"));
        assert_eq!(line.param("X"), Some("a\"b"));
        assert_eq!(only("N;X=a^^n^nb:1").param("X"), Some("a^n\nb"), "from left to right");
        assert!(only("TEL;WORK;VOICE:1").is_of("work"));
        assert_eq!(only("ATTENDEE;CN=\"a:b;c\":mailto:x@y.z").param("CN"), Some("a:b;c"));
        assert_eq!(only("ATTENDEE;CN=\"a:mailto:x@y.z").value, "mailto:x@y.z");
    }

    #[test]
    fn folded_lines_are_one_line_with_its_first_number() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["NOTE:one", " two", "\tthree", "", "TEL:1"].join(end);
            let read = lines(text.as_bytes());
            assert_eq!((read[0].value.as_str(), read[0].number), ("onetwothree", 1), "{end:?}");
            assert_eq!((read[1].value.as_str(), read[1].number), ("1", 5), "{end:?}");
        }
    }

    #[test]
    fn a_fold_may_part_the_bytes_of_a_character() {
        assert_eq!(lines(b"FN:M\xC3\r\n \xBCller\r\n")[0].value, "Müller");
        assert!(is_utf8_once_unfolded(b"FN:M\xC3\r\n \xBCller\r\n"));
        assert!(!is_utf8_once_unfolded(b"FN:M\xFCller\r\n"));
    }

    #[test]
    fn quoted_printable_is_read_in_its_charset() {
        let read = |charset: &str, value: &str| only(&format!("N;ENCODING=QUOTED-PRINTABLE{charset}:{value}")).value;
        assert_eq!(read(";CHARSET=UTF-8", "M=C3=BCller=\r\n;Bo"), "Müller;Bo");
        assert_eq!(read(";CHARSET=ISO-8859-1", "M=FCller"), "Müller");
        assert_eq!(read(";CHARSET=SHIFT_JIS", "=8E=52"), "山");
        assert_eq!(read("", "M=C3=BCller"), "Müller");
        assert_eq!(read("", "M=FCller"), "Müller");
        assert_eq!(read("", "a=ZZ= b"), "a=ZZ= b");
        assert_eq!(only("NOTE;QUOTED-PRINTABLE:a=3Db").value, "a=b");
    }

    #[test]
    fn parts_end_at_separators_that_are_not_escaped() {
        assert_eq!(only("ORG:A\\;B, Inc.;Sales\\, West;").parts(';'), ["A;B, Inc.", "Sales, West", ""]);
        assert_eq!(only("NOTE:a\\nb\\\\n\\x\\").text(), "a\nb\\n\\x\\");
        assert_eq!(only("X:a\\\\;b").parts(';'), ["a\\", "b"]);
    }

    #[test]
    fn a_picture_without_indent_is_no_stray_text_and_other_text_is() {
        let base64 = "QUJD".repeat(15);
        let text = format!("PHOTO;ENCODING=BASE64:{base64}\n{base64}\nQUI=\n\nwhat is this\nTEL:1\n");
        let mut lines = ContentLines::new(Cursor::new(text), "UTF-8");
        let names: Vec<_> = std::iter::from_fn(|| lines.next_line().unwrap()).map(|line| line.name).collect();
        assert_eq!(names, ["PHOTO", "TEL"]);
        assert_eq!(lines.take_stray(), 1);
    }

    #[test]
    fn a_line_of_any_length_is_cut_and_says_so() {
        let read = lines(format!("NOTE:{}\nTEL:1\n", "x".repeat(2 * LINE_CAP)).as_bytes());
        assert!(read[0].cut && read[0].value.len() < LINE_CAP);
        assert!(!read[1].cut);
    }
}

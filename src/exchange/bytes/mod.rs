//! Decodes any common encoding to UTF-8, as a stream.

mod legacy_encoding;
pub(super) mod row_decode;
mod transcode;
pub(super) mod zip_probe;

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::budget::Budget;
use super::error::ExchangeError;
use super::source::Source;

use crate::domain::text::clean_line;
use transcode::{SourceEncoding, Transcoder};

/// Bytes of a file that are examined before its format is decided; longer than the longest header.
pub(super) const HEAD: usize = 1024 * 1024;

/// A decoded file: its first bytes as UTF-8, and its whole content as a stream.
pub(super) struct DecodedText {
    /// The first bytes as UTF-8, without the byte order mark.
    pub(super) head: Vec<u8>,
    /// True if the head is the whole file.
    pub(super) whole: bool,
    /// The whole file from its start, as UTF-8. A file that seems to be UTF-8 may still contain other bytes later on.
    pub(super) stream: Box<dyn Read>,
    /// The work that reading it may be.
    pub(super) budget: Budget,
    /// Name of the encoding for people: `UTF-8`, `Windows-1252`.
    pub(super) encoding: &'static str,
    /// A sentence that names another encoding, if one is about as likely.
    pub(super) doubt: Option<String>,
    /// True if the file is a workbook; the stream then holds its unchanged bytes.
    pub(super) workbook: bool,
    /// Set once bytes were found that are invalid in the encoding; each became U+FFFD.
    pub(super) malformed: Rc<Cell<bool>>,
}

/// Detects the encoding from the first bytes and returns the decoded file.
pub(super) fn open(file: &str, bytes: impl Into<Source>) -> Result<DecodedText, ExchangeError> {
    open_as(file, bytes, None)
}

/// Returns the decoded file; a given encoding is used whatever the bytes look like, otherwise it is detected.
pub(super) fn open_as(
    file: &str,
    bytes: impl Into<Source>,
    encoding: Option<&str>,
) -> Result<DecodedText, ExchangeError> {
    let told = encoding.map(|label| encoding_by_name(file, label)).transpose()?;
    let source = bytes.into();
    let budget = source.budget();
    let (head, source) = source.head(HEAD).map_err(|source| ExchangeError::io(file, source))?;
    let whole = head.len() < HEAD;
    if whole && head.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(ExchangeError::Empty { file: file.to_owned() });
    }
    // Before any look at encodings: the bytes of a ZIP would pass for a legacy encoding.
    if zip_probe::begins_as_one(&head) {
        return Ok(workbook(source));
    }
    if let Some(reason) = something_else(&head) {
        return Err(ExchangeError::not_readable(file, reason));
    }
    let found = match told {
        Some(coding) => DetectedEncoding { coding, mark: mark_of(coding, &head), rival: None },
        None => detect_encoding(&head, whole),
    };
    let text = decode_stream(source.into_bytes(), &found, budget).map_err(|source| ExchangeError::io(file, source))?;
    // A file of nothing but a mark and blanks looks full until it is decoded.
    if text.whole && text.head.iter().all(u8::is_ascii_whitespace) {
        return Err(ExchangeError::Empty { file: file.to_owned() });
    }
    Ok(text)
}

/// Wraps the bytes of a workbook, which are passed on without decoding.
fn workbook(source: Source) -> DecodedText {
    let budget = source.budget();
    DecodedText {
        head: Vec::new(),
        whole: false,
        stream: source.into_bytes(),
        budget,
        encoding: "none",
        doubt: None,
        workbook: true,
        malformed: Rc::default(),
    }
}

/// A detected encoding, and the length of the byte order mark in bytes.
struct DetectedEncoding {
    coding: SourceEncoding,
    mark: usize,
    rival: Option<&'static Encoding>,
}

/// Finds an encoding by its name; an error for a name that is not known.
fn encoding_by_name(file: &str, label: &str) -> Result<SourceEncoding, ExchangeError> {
    let lower = label.trim().to_lowercase().replace('_', "-");
    match lower.as_str() {
        "utf-32" | "utf32" | "utf-32le" | "utf32le" | "utf-32-le" => return Ok(SourceEncoding::Utf32Le),
        "utf-32be" | "utf32be" | "utf-32-be" => return Ok(SourceEncoding::Utf32Be),
        "utf8" | "utf-8-sig" => return Ok(SourceEncoding::Web(UTF_8)),
        "mac-roman" | "macroman" => return Ok(SourceEncoding::Web(encoding_rs::MACINTOSH)),
        _other => {}
    }
    let plain = |label: &str| Encoding::for_label(label.as_bytes());
    let known = plain(&lower).or_else(|| plain(&lower.replace('-', ""))).or_else(|| plain(&lower.replace('-', "_")));
    // The label `iso-8859-1` means windows-1252 here, as on the web, and is what such files are in. `replacement`
    // stands for encodings that the web's standard forbids to decode.
    known.filter(|encoding| *encoding != REPLACEMENT).map(SourceEncoding::Web).ok_or_else(|| {
        let label = clean_line(label, 40);
        let some = "utf-8, utf-16le, windows-1250, windows-1252, iso-8859-2, windows-1251, shift_jis, gbk";
        ExchangeError::not_readable(
            file,
            format!("“{label}” is not an encoding known here; known are {some} and others"),
        )
    })
}

impl DecodedText {
    /// Returns the first character that is not blank.
    pub(super) fn first_char(&self) -> Option<char> {
        let start = self.head.get(..self.head.len().min(4096)).unwrap_or_default();
        String::from_utf8_lossy(start).chars().find(|c| !c.is_whitespace())
    }

    /// Reads the whole file into memory; an error if it is longer than `cap` bytes.
    pub(super) fn all(mut self, file: &str, cap: usize) -> Result<String, ExchangeError> {
        let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        self.stream.by_ref().take(limit).read_to_end(&mut bytes).map_err(|e| ExchangeError::io(file, e))?;
        if bytes.len() > cap {
            let megabytes = cap / (1024 * 1024);
            return Err(ExchangeError::not_readable(file, format!("it is longer than {megabytes} MB; split it")));
        }
        // What passed for UTF-8 by its head may go on in something else.
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| by_line(error.as_bytes())))
    }
}

/// Reads up to [`HEAD`] bytes; also returns whether the file ends within them.
fn read_head(bytes: &mut impl Read) -> io::Result<(Vec<u8>, bool)> {
    let mut head = Vec::new();
    bytes.take(HEAD as u64).read_to_end(&mut head)?;
    let whole = head.len() < HEAD;
    Ok((head, whole))
}

/// Recognises other formats that people try to import, by their first bytes; returns what to do instead.
fn something_else(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 3] = [
        (b"%PDF", "it is a PDF; export the table as CSV"),
        (b"\x1F\x8B", "it is compressed (gzip); unpack it first"),
        (b"SQLite format 3\0", "it is a SQLite database, not a table; a book is merged, not imported"),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|(_, reason)| *reason)
}

/// Detects the encoding: by byte order mark, by the positions of zero bytes, by an XML declaration, by valid UTF-8,
/// else by guessing.
fn detect_encoding(head: &[u8], whole: bool) -> DetectedEncoding {
    let sure = |coding: SourceEncoding, mark: usize| DetectedEncoding { coding, mark, rival: None };
    // The mark of UTF-16 is the beginning of the mark of UTF-32.
    match head {
        [0xFF, 0xFE, 0, 0, ..] => return sure(SourceEncoding::Utf32Le, 4),
        [0, 0, 0xFE, 0xFF, ..] => return sure(SourceEncoding::Utf32Be, 4),
        _ => {}
    }
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return sure(SourceEncoding::Web(encoding), mark);
    }
    if let Some(coding) = by_zeros(head) {
        return sure(coding, 0);
    }
    if is_utf8(head, whole) {
        return sure(SourceEncoding::Web(UTF_8), 0);
    }
    if let Some(encoding) = declared_encoding(head) {
        return sure(SourceEncoding::Web(encoding), 0);
    }
    let guess = legacy_encoding::guess(head, whole);
    DetectedEncoding { coding: SourceEncoding::Web(guess.encoding), mark: 0, rival: guess.rival }
}

/// Returns the length in bytes of this encoding's byte order mark at the start of the file, 0 if there is none.
fn mark_of(coding: SourceEncoding, head: &[u8]) -> usize {
    match coding {
        SourceEncoding::Web(encoding) => {
            Encoding::for_bom(head).filter(|(found, _)| *found == encoding).map_or(0, |(_, n)| n)
        }
        SourceEncoding::Utf32Le => {
            if head.starts_with(&[0xFF, 0xFE, 0, 0]) {
                4
            } else {
                0
            }
        }
        SourceEncoding::Utf32Be => {
            if head.starts_with(&[0, 0, 0xFE, 0xFF]) {
                4
            } else {
                0
            }
        }
    }
}

/// Detects UTF-16 and UTF-32 without a byte order mark: in Latin text, zero bytes are at the same position of every
/// character.
fn by_zeros(head: &[u8]) -> Option<SourceEncoding> {
    let zeros = |step: usize, offset: usize| {
        let places = head.iter().skip(offset).step_by(step);
        let all = places.len();
        // Six of ten, not all: a name in Greek or Czech has no zeros in these places.
        all >= 4 && places.filter(|byte| **byte == 0).count() * 10 > all * 6
    };
    match (zeros(4, 0), zeros(4, 1), zeros(4, 2), zeros(4, 3)) {
        (false, true, true, true) => return Some(SourceEncoding::Utf32Le),
        (true, true, true, false) => return Some(SourceEncoding::Utf32Be),
        _ => {}
    }
    match (zeros(2, 0), zeros(2, 1)) {
        (false, true) => Some(SourceEncoding::Web(UTF_16LE)),
        (true, false) => Some(SourceEncoding::Web(UTF_16BE)),
        _ => None,
    }
}

/// Returns true if the bytes are UTF-8, apart from a few damaged places; these are found again row by row.
fn is_utf8(head: &[u8], whole: bool) -> bool {
    let Err(error) = std::str::from_utf8(head) else { return true };
    // The head may end within a character.
    if !whole && error.error_len().is_none() {
        return true;
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // Text in a legacy encoding hardly ever forms valid sequences of UTF-8, so a few of them decide.
    good > 2 * bad || lines_are_utf8(head)
}

/// Lets each line with letters beyond ASCII vote. A line of another encoding is damaged in most of its letters, so that
/// one name with three of them would outvote two lines that are sound; read in its encoding, all the others would be wrong.
fn lines_are_utf8(head: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for line in head.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(_) => good += 1,
            Err(_) => bad += 1,
        }
    }
    good > 0 && good >= bad
}

/// Decodes text line by line: what is not UTF-8 is read as Windows-1252, which has a letter for nearly every byte.
fn by_line(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    text
}

/// Returns the encoding that an XML declaration names; `None` if there is none or it says UTF-8.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(head.get(..head.len().min(256))?).into_owned();
    let declaration = start.trim_start().strip_prefix("<?xml")?.split('>').next()?.to_owned();
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let label = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    // A declaration that could be read as ASCII cannot be in UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
}

/// Decodes a stream to UTF-8, without its byte order mark, and reads its head.
fn decode_stream(mut rest: Box<dyn Read>, found: &DetectedEncoding, budget: Budget) -> io::Result<DecodedText> {
    // The mark goes: kept, it would be part of the first column's name, and that column would be unknown.
    io::copy(&mut rest.by_ref().take(found.mark as u64), &mut io::sink())?;
    let malformed = Rc::new(Cell::new(false));
    // UTF-8 is passed on as it is: rows that are in another encoding after all are decoded one by one.
    let mut stream: Box<dyn Read> = if found.coding == SourceEncoding::Web(UTF_8) {
        rest
    } else {
        Box::new(Transcoder::new(rest, found.coding, Rc::clone(&malformed)))
    };
    let (head, whole) = read_head(&mut stream)?;
    let stream = Box::new(Cursor::new(head.clone()).chain(stream));
    let encoding = match found.coding {
        SourceEncoding::Web(encoding) => people_say(encoding),
        SourceEncoding::Utf32Le => "UTF-32LE",
        SourceEncoding::Utf32Be => "UTF-32BE",
    };
    let doubt = found.rival.map(|rival| {
        format!(
            "few letters tell its encoding: read as {encoding}; if accents are wrong, say --encoding {}",
            rival.name().to_lowercase()
        )
    });
    Ok(DecodedText { head, whole, stream, budget, encoding, doubt, workbook: false, malformed })
}

fn people_say(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-874" => "Windows-874",
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "windows-1253" => "Windows-1253",
        "windows-1254" => "Windows-1254",
        "windows-1255" => "Windows-1255",
        "windows-1256" => "Windows-1256",
        "windows-1257" => "Windows-1257",
        "windows-1258" => "Windows-1258",
        "macintosh" => "Mac Roman",
        name => name,
    }
}

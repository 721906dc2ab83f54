//! Bytes of any common encoding → UTF-8 text, streaming.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::ExchangeError;

/// How much of a file is looked at before a decision.
const HEAD: usize = 256 * 1024;

/// An opened file: its first bytes as UTF-8, and all of it as a stream.
pub(super) struct Text {
    /// The first bytes, without byte order mark.
    pub(super) head: Vec<u8>,
    /// The head is all there is.
    pub(super) whole: bool,
    /// All of it from the start, as UTF-8. A file that seems to be UTF-8 may still hold other bytes further on.
    pub(super) stream: Box<dyn Read>,
    /// The encoding as people know it: `UTF-8`, `Windows-1252`.
    pub(super) encoding: &'static str,
    /// Bytes were met that the encoding does not have; each became U+FFFD.
    pub(super) malformed: Rc<Cell<bool>>,
}

/// Looks at the first bytes, decides what they are, and gives the text.
pub(super) fn open<R: Read + 'static>(file: &str, mut bytes: R) -> Result<Text, ExchangeError> {
    let (head, whole) = read_head(&mut bytes).map_err(|source| ExchangeError::io(file, source))?;
    if head.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) && whole {
        return Err(ExchangeError::Empty { file: file.to_owned() });
    }
    if let Some(reason) = something_else(&head) {
        return Err(ExchangeError::not_readable(file, reason));
    }
    let (encoding, mark) = encoding_of(&head, whole);
    let rest: Box<dyn Read> = Box::new(Cursor::new(head).chain(bytes));
    decoded(rest, encoding, mark).map_err(|source| ExchangeError::io(file, source))
}

impl Text {
    /// The first character that is not blank.
    pub(super) fn first_char(&self) -> Option<char> {
        let start = self.head.get(..self.head.len().min(4096)).unwrap_or_default();
        String::from_utf8_lossy(start).chars().find(|c| !c.is_whitespace())
    }

    /// All of it in memory, where it is no longer than `cap` bytes.
    pub(super) fn all(mut self, file: &str, cap: usize) -> Result<String, ExchangeError> {
        let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        self.stream.by_ref().take(limit).read_to_end(&mut bytes).map_err(|e| ExchangeError::io(file, e))?;
        if bytes.len() > cap {
            let megabytes = cap / (1024 * 1024);
            return Err(ExchangeError::not_readable(file, format!("it is longer than {megabytes} MB; split it")));
        }
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| WINDOWS_1252.decode(error.as_bytes()).0.into_owned()))
    }
}

/// Fills the head as far as the file goes; true when the file ends in it.
fn read_head(bytes: &mut impl Read) -> io::Result<(Vec<u8>, bool)> {
    let mut head = Vec::new();
    bytes.take(HEAD as u64).read_to_end(&mut head)?;
    let whole = head.len() < HEAD;
    Ok((head, whole))
}

/// Formats that people take for a table, by their first bytes.
fn something_else(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "it is a workbook or archive (xlsx, ods, zip); save the sheet as CSV UTF-8"),
        (b"\xD0\xCF\x11\xE0", "it is an old Excel workbook (xls); save the sheet as CSV UTF-8"),
        (b"%PDF", "it is a PDF; export the table as CSV"),
        (b"\x1F\x8B", "it is compressed (gzip); unpack it first"),
        (b"SQLite format 3\0", "it is a SQLite database, not a table; a book is merged, not imported"),
        (b"\xFF\xFE\0\0", "it is UTF-32, which hardly any program writes; save it as UTF-8"),
        (b"\0\0\xFE\xFF", "it is UTF-32, which hardly any program writes; save it as UTF-8"),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|(_, reason)| *reason)
}

/// The encoding and the length of its byte order mark.
fn encoding_of(head: &[u8], whole: bool) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(head) {
        return found;
    }
    if let Some(encoding) = unmarked_utf16(head) {
        return (encoding, 0);
    }
    if is_utf8(head, whole) {
        return (UTF_8, 0);
    }
    (declared(head).unwrap_or_else(|| guessed(head, whole)), 0)
}

/// UTF-16 without a mark: Latin text has a zero in every second byte.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    match (pairs >= 4, zeros(0) * 10 > pairs * 6, zeros(1) * 10 > pairs * 6) {
        (true, false, true) => Some(UTF_16LE),
        (true, true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Valid, or valid up to a character that the end of the head cuts.
fn is_utf8(head: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none(),
    }
}

/// What an XML declaration says, where the bytes are XML and not UTF-8.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(head.get(..head.len().min(256))?).into_owned();
    let declaration = start.trim_start().strip_prefix("<?xml")?.split('>').next()?.to_owned();
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let label = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
}

/// The detector's guess. Where a few bytes are all it goes by, Windows-1252: what spreadsheets write.
fn guessed(head: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let evidence = head.iter().filter(|byte| !byte.is_ascii()).count();
    let wanted = if guess.is_single_byte() { 4 } else { 24 };
    if evidence < wanted { WINDOWS_1252 } else { guess }
}

/// The stream as UTF-8, and its head.
fn decoded(mut rest: Box<dyn Read>, encoding: &'static Encoding, mark: usize) -> io::Result<Text> {
    io::copy(&mut rest.by_ref().take(mark as u64), &mut io::sink())?;
    let malformed = Rc::new(Cell::new(false));
    let mut stream: Box<dyn Read> =
        if encoding == UTF_8 { rest } else { Box::new(Transcoder::new(rest, encoding, Rc::clone(&malformed))) };
    let (head, whole) = read_head(&mut stream)?;
    let stream = Box::new(Cursor::new(head.clone()).chain(stream));
    Ok(Text { head, whole, stream, encoding: people_say(encoding), malformed })
}

fn people_say(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "windows-1254" => "Windows-1254",
        "windows-1257" => "Windows-1257",
        name => name,
    }
}

/// Bytes of one encoding in, UTF-8 out.
struct Transcoder {
    input: Box<dyn Read>,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Part of `raw` not decoded yet.
    start: usize,
    end: usize,
    ended: bool,
    output: Vec<u8>,
    given: usize,
    malformed: Rc<Cell<bool>>,
}

impl Transcoder {
    fn new(input: Box<dyn Read>, encoding: &'static Encoding, malformed: Rc<Cell<bool>>) -> Transcoder {
        Transcoder {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 32 * 1024],
            start: 0,
            end: 0,
            ended: false,
            output: Vec::new(),
            given: 0,
            malformed,
        }
    }

    /// Decodes one more piece into `output`; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start == self.end {
            self.end = self.input.read(&mut self.raw)?;
            self.start = 0;
        }
        let last = self.end == 0;
        let piece = self.raw.get(self.start..self.end).unwrap_or_default();
        self.output.resize(96 * 1024, 0);
        let (result, read, written, replaced) = self.decoder.decode_to_utf8(piece, &mut self.output, last);
        self.output.truncate(written);
        self.start += read;
        self.given = 0;
        self.malformed.set(self.malformed.get() | replaced);
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(true)
    }
}

impl Read for Transcoder {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let ready = self.output.get(self.given..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        let (source, target) = (ready.get(..count), buffer.get_mut(..count));
        if let (Some(source), Some(target)) = (source, target) {
            target.copy_from_slice(source);
        }
        self.given += count;
        Ok(count)
    }
}

//! Cuts JSON into pieces as a stream: one value after the other from a list, an object or lines, however long the
//! document.
//!
//! Values are cut by their brackets without being parsed, so that a document of any depth and length takes no more
//! memory than its longest piece. Each piece is parsed by `serde_json`, which refuses deep nesting.

use std::io::{self, BufReader, Read};

use crate::fault::io_says;

/// Longest piece that is kept, in bytes; a longer one is rejected alone.
pub(super) const PIECE_CAP: usize = 2 * 1024 * 1024;
/// Longest member name that is kept, in bytes.
const NAME_CAP: usize = 512;
/// Depth of members down to which lists are searched.
const DEPTH: usize = 3;

/// A piece: one value of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Names of the members that lead to the piece's list, joined by points; empty at the top level.
    pub(super) path: String,
    /// Name of the member, if the piece is a member of an object.
    pub(super) name: Option<String>,
    /// Line on which the piece begins, from 1.
    pub(super) line: u64,
    /// Bytes of the piece, or why it is rejected.
    pub(super) text: Result<Vec<u8>, String>,
}

/// Which values of the document become pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StreamMode {
    /// The entries of every list down to three members deep, and what is beside lists.
    Lists,
    /// Every line; an invalid line is rejected alone.
    Lines,
    /// Every value at the top level.
    Values,
    /// Every member of the top-level object.
    Members,
}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum StreamError {
    /// The file or pipe cannot be read.
    Io(io::Error),
    /// The document is no valid JSON: where and why.
    Wrong {
        /// Line of the error, from 1.
        line: u64,
        /// Column of the error in bytes, from 1.
        column: u64,
        /// What is wrong, in words.
        says: String,
    },
}

impl StreamError {
    /// Returns the error as one sentence.
    pub(super) fn says(&self) -> String {
        match self {
            StreamError::Io(error) => io_says(error),
            StreamError::Wrong { line, column, says } => format!("line {line}, column {column}: {says}"),
        }
    }

    /// Converts to the error that a reader of rows returns.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            StreamError::Io(error) => error,
            wrong @ StreamError::Wrong { .. } => io::Error::new(io::ErrorKind::InvalidData, wrong.says()),
        }
    }
}

type StreamResult<T> = Result<T, StreamError>;

/// A container that is open at the current position.
#[derive(Debug)]
enum Nesting {
    /// An object; `path` is the length of the path before its name was added.
    Object { path: usize, first: bool },
    /// A list whose entries are pieces.
    List { path: usize, first: bool },
}

/// Iterates over the pieces of a document.
pub(super) struct Pieces {
    bytes: Bytes,
    walk: StreamMode,
    path: String,
    places: Vec<Nesting>,
    begun: bool,
}

impl Pieces {
    /// Starts to cut `input` into pieces.
    pub(super) fn new(input: impl Read + 'static, walk: StreamMode) -> Pieces {
        let bytes = Bytes {
            input: Box::new(BufReader::with_capacity(64 * 1024, input).bytes()),
            next: None,
            line: 1,
            column: 1,
        };
        Pieces { bytes, walk, path: String::new(), places: Vec::new(), begun: false }
    }

    /// Returns the next piece; `None` at the end.
    pub(super) fn next(&mut self) -> StreamResult<Option<Piece>> {
        loop {
            let ended = match self.places.last() {
                None => self.top()?,
                Some(Nesting::Object { .. }) => self.member()?,
                Some(Nesting::List { .. }) => self.element()?,
            };
            match ended {
                StreamStep::Piece(piece) => return Ok(Some(piece)),
                StreamStep::Inside => {}
                StreamStep::End => return Ok(None),
            }
        }
    }

    /// Returns the path of the list that was being read when the input ended or failed.
    pub(super) fn open_list(&self) -> Option<&str> {
        matches!(self.places.last(), Some(Nesting::List { .. })).then_some(self.path.as_str())
    }

    fn top(&mut self) -> StreamResult<StreamStep> {
        let Some(first) = self.bytes.skip_blank()? else { return Ok(StreamStep::End) };
        if matches!(self.walk, StreamMode::Values | StreamMode::Lines) {
            let line = self.bytes.line;
            // A line is cut at its end and not by brackets, so that a broken one takes nothing of the next.
            let text = if self.walk == StreamMode::Lines { self.whole_line()? } else { self.kept()? };
            return Ok(StreamStep::Piece(Piece { path: String::new(), name: None, line, text }));
        }
        // Only lists and members read one document; lines and values may hold many.
        if self.begun {
            return Err(self.bytes.wrong("something follows after the end of the document"));
        }
        self.begun = true;
        match first {
            b'[' if self.walk == StreamMode::Lists => self.open(Nesting::List { path: 0, first: true }),
            b'{' => self.open(Nesting::Object { path: 0, first: true }),
            _ => {
                self.value(None)?;
                Ok(StreamStep::Inside)
            }
        }
    }

    fn open(&mut self, place: Nesting) -> StreamResult<StreamStep> {
        self.bytes.take()?;
        self.places.push(place);
        Ok(StreamStep::Inside)
    }

    /// Reads the next member of an object, and descends into it if it may contain lists.
    fn member(&mut self) -> StreamResult<StreamStep> {
        if self.is_closed(b'}')? {
            return Ok(StreamStep::Inside);
        }
        let (before, depth) = (self.path.len(), self.places.len());
        let name = self.name()?;
        self.bytes.expect(b':', "a colon is missing after a name")?;
        let Some(first) = self.bytes.skip_blank()? else { return Err(self.bytes.cut_off()) };
        if self.walk == StreamMode::Members {
            let line = self.bytes.line;
            let text = self.kept()?;
            return Ok(StreamStep::Piece(Piece { path: String::new(), name: Some(name), line, text }));
        }
        let inside = match first {
            b'[' => Some(Nesting::List { path: before, first: true }),
            b'{' if depth < DEPTH => Some(Nesting::Object { path: before, first: true }),
            _ => None,
        };
        let Some(inside) = inside else {
            self.value(None)?;
            return Ok(StreamStep::Inside);
        };
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(&name);
        self.open(inside)
    }

    fn element(&mut self) -> StreamResult<StreamStep> {
        if self.is_closed(b']')? {
            return Ok(StreamStep::Inside);
        }
        if self.bytes.skip_blank()?.is_none() {
            return Err(self.bytes.cut_off());
        }
        let line = self.bytes.line;
        let text = self.kept()?;
        Ok(StreamStep::Piece(Piece { path: self.path.clone(), name: None, line, text }))
    }

    /// Returns true if the container ends here; otherwise skips the comma before the next value.
    fn is_closed(&mut self, end: u8) -> StreamResult<bool> {
        let Some(byte) = self.bytes.skip_blank()? else { return Err(self.bytes.cut_off()) };
        let Some(Nesting::Object { path, first } | Nesting::List { path, first }) = self.places.last_mut() else {
            return Ok(true);
        };
        let (path, was_first) = (*path, std::mem::replace(first, false));
        if byte == end {
            self.bytes.take()?;
            self.path.truncate(path);
            self.places.pop();
            return Ok(true);
        }
        if was_first {
            return Ok(false);
        }
        if byte != b',' {
            return Err(self.bytes.wrong(&format!("{} where a comma belongs", display_byte(byte))));
        }
        self.bytes.take()?;
        match self.bytes.skip_blank()? {
            Some(byte) if byte == end => Err(self.bytes.wrong("a comma before a closing bracket: take it out")),
            Some(_) | None => Ok(false),
        }
    }

    fn name(&mut self) -> StreamResult<String> {
        match self.bytes.skip_blank()? {
            Some(b'"') => {}
            Some(byte) => {
                return Err(self.bytes.wrong(&format!("{} where a name in quotes belongs", display_byte(byte))));
            }
            None => return Err(self.bytes.cut_off()),
        }
        let mut raw = Vec::new();
        self.string(Some(&mut raw), NAME_CAP)?;
        // A name may hold escapes; one that is cut at the cap is no text any more and is taken as it stands.
        let read = serde_json::from_slice(&raw);
        Ok(read.unwrap_or_else(|_too_long_or_odd| String::from_utf8_lossy(&raw).trim_matches('"').to_owned()))
    }

    /// Reads one value and keeps it unless it is too long.
    fn kept(&mut self) -> StreamResult<Result<Vec<u8>, String>> {
        let mut raw = Vec::new();
        self.value(Some(&mut raw))?;
        Ok(if raw.len() > PIECE_CAP { Err(TOO_LONG.to_owned()) } else { Ok(raw) })
    }

    /// Reads the bytes up to the end of the line, without the line end.
    fn whole_line(&mut self) -> StreamResult<Result<Vec<u8>, String>> {
        let mut raw = Vec::new();
        while self.bytes.peek()?.is_some_and(|byte| byte != b'\n') {
            self.bytes.keep(&mut Some(&mut raw))?;
        }
        Ok(if raw.len() > PIECE_CAP { Err(TOO_LONG.to_owned()) } else { Ok(raw) })
    }

    /// Skips one value by its brackets, and keeps its bytes up to one more than the cap.
    fn value(&mut self, mut keep: Option<&mut Vec<u8>>) -> StreamResult<()> {
        // Kept beside, not on the stack: ten thousand deep costs ten thousand bytes.
        let mut open: Vec<u8> = Vec::new();
        loop {
            let Some(byte) = self.bytes.skip_blank()? else { return Err(self.bytes.cut_off()) };
            match byte {
                b'"' => self.string(keep.as_deref_mut(), PIECE_CAP)?,
                b'{' | b'[' => {
                    open.push(byte);
                    self.bytes.keep(&mut keep)?;
                }
                b'}' | b']' => {
                    let fits = matches!((open.pop(), byte), (Some(b'{'), b'}') | (Some(b'['), b']'));
                    if !fits {
                        return Err(self.bytes.wrong(&format!("{} closes what was never opened", display_byte(byte))));
                    }
                    self.bytes.keep(&mut keep)?;
                }
                // Whether they stand where they may is for the parser of the piece to say.
                b',' | b':' if !open.is_empty() => self.bytes.keep(&mut keep)?,
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'+' | b'.' => self.word(&mut keep)?,
                b'/' => return Err(self.bytes.wrong("a comment, which JSON does not have: take it out")),
                other => return Err(self.bytes.wrong(&format!("{} where a value belongs", display_byte(other)))),
            }
            if open.is_empty() {
                return Ok(());
            }
        }
    }

    fn word(&mut self, keep: &mut Option<&mut Vec<u8>>) -> StreamResult<()> {
        while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'+' | b'.') = self.bytes.peek()? {
            self.bytes.keep(keep)?;
        }
        // Two words in a row must not become one.
        if let Some(keep) = keep.as_deref_mut().filter(|keep| keep.len() <= PIECE_CAP) {
            keep.push(b' ');
        }
        Ok(())
    }

    fn string(&mut self, mut keep: Option<&mut Vec<u8>>, cap: usize) -> StreamResult<()> {
        let (line, column) = (self.bytes.line, self.bytes.column);
        let start = keep.as_ref().map_or(0, |keep| keep.len());
        self.bytes.keep(&mut keep)?;
        loop {
            let Some(byte) = self.bytes.peek()? else {
                let says = "a quote is opened here and never closed".to_owned();
                return Err(StreamError::Wrong { line, column, says });
            };
            // Without this a missing quote would swallow the document up to the next quote.
            if byte == b'\n' {
                return Err(self
                    .bytes
                    .wrong("a line ends inside quotes: a quote is missing, or the line break needs writing as \\n"));
            }
            // A name is cut at its cap; a longer piece is dropped whole.
            let full = keep.as_ref().is_some_and(|keep| keep.len() - start > cap);
            let mut nothing = None;
            let to = if full { &mut nothing } else { &mut keep };
            self.bytes.keep(to)?;
            match byte {
                b'"' => return Ok(()),
                b'\\' => {
                    self.bytes.keep(to)?;
                }
                _ => {}
            }
        }
    }
}

const TOO_LONG: &str = "it is longer than 2 MB: no person or company is";

enum StreamStep {
    Piece(Piece),
    Inside,
    End,
}

/// A byte reader that counts lines and columns.
struct Bytes {
    input: Box<dyn Iterator<Item = io::Result<u8>>>,
    next: Option<u8>,
    line: u64,
    column: u64,
}

impl Bytes {
    fn peek(&mut self) -> StreamResult<Option<u8>> {
        if self.next.is_none() {
            self.next = self.input.next().transpose().map_err(StreamError::Io)?;
        }
        Ok(self.next)
    }

    fn take(&mut self) -> StreamResult<Option<u8>> {
        let byte = self.peek()?;
        self.next = None;
        match byte {
            Some(b'\n') => {
                self.line += 1;
                self.column = 1;
            }
            Some(_) => self.column += 1,
            None => {}
        }
        Ok(byte)
    }

    /// Reads a byte and appends it to `keep`, if there is one and it is not too long.
    fn keep(&mut self, keep: &mut Option<&mut Vec<u8>>) -> StreamResult<()> {
        let byte = self.take()?;
        if let (Some(byte), Some(keep)) = (byte, keep.as_deref_mut().filter(|keep| keep.len() <= PIECE_CAP)) {
            keep.push(byte);
        }
        Ok(())
    }

    fn skip_blank(&mut self) -> StreamResult<Option<u8>> {
        loop {
            match self.peek()? {
                // 0x1E separates the texts of a JSON sequence (RFC 7464).
                Some(b' ' | b'\t' | b'\r' | b'\n' | 0x1E) => {
                    self.take()?;
                }
                byte => return Ok(byte),
            }
        }
    }

    fn expect(&mut self, wanted: u8, says: &str) -> StreamResult<()> {
        if self.skip_blank()? == Some(wanted) {
            self.take()?;
            return Ok(());
        }
        Err(self.wrong(says))
    }

    fn wrong(&self, says: &str) -> StreamError {
        StreamError::Wrong { line: self.line, column: self.column, says: says.to_owned() }
    }

    fn cut_off(&self) -> StreamError {
        self.wrong("the file ends in the middle: is the download complete?")
    }
}

fn display_byte(byte: u8) -> String {
    match byte {
        b'\'' => "a single quote (JSON has double ones)".to_owned(),
        b'/' | b'#' => "a comment, which JSON does not have,".to_owned(),
        b' '..=b'~' => format!("“{}”", char::from(byte)),
        _ => "something else".to_owned(),
    }
}

//! Converts bytes of another encoding to UTF-8, chunk by chunk.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Encoding of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceEncoding {
    /// An encoding of the WHATWG standard.
    Web(&'static Encoding),
    /// UTF-32, least significant byte first.
    Utf32Le,
    /// UTF-32, most significant byte first.
    Utf32Be,
}

/// A reader that converts a stream of another encoding to UTF-8.
pub(crate) struct Transcoder {
    input: Box<dyn Read>,
    decoder: ChunkDecoder,
    raw: Vec<u8>,
    /// Range of `raw` that is not decoded yet.
    start: usize,
    end: usize,
    ended: bool,
    output: Vec<u8>,
    given: usize,
    malformed: Rc<Cell<bool>>,
}

enum ChunkDecoder {
    Web(Decoder),
    /// UTF-32, with the bytes of a character that was split between two chunks.
    Four {
        most_significant_first: bool,
        held: Vec<u8>,
    },
}

impl Transcoder {
    /// Makes a reader over `input`; `malformed` is set when bytes are invalid in the encoding.
    pub(in crate::exchange) fn new(
        input: Box<dyn Read>,
        coding: SourceEncoding,
        malformed: Rc<Cell<bool>>,
    ) -> Transcoder {
        let decoder = match coding {
            // The byte order mark was cut off before; a second one is text.
            SourceEncoding::Web(encoding) => ChunkDecoder::Web(encoding.new_decoder_without_bom_handling()),
            SourceEncoding::Utf32Le => ChunkDecoder::Four { most_significant_first: false, held: Vec::new() },
            SourceEncoding::Utf32Be => ChunkDecoder::Four { most_significant_first: true, held: Vec::new() },
        };
        Transcoder {
            input,
            decoder,
            raw: vec![0; 32 * 1024],
            start: 0,
            end: 0,
            ended: false,
            output: Vec::new(),
            given: 0,
            malformed,
        }
    }

    /// Decodes the next chunk into `output`; returns false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start == self.end {
            self.end = self.read_on()?;
            self.start = 0;
        }
        // The decoder must be told of the end once, with no bytes, so that half a character there becomes U+FFFD.
        let last = self.end == 0;
        let piece = self.raw.get(self.start..self.end).unwrap_or_default();
        self.given = 0;
        let replaced = match &mut self.decoder {
            ChunkDecoder::Web(decoder) => {
                // A byte becomes at most three of UTF-8, so that a chunk of 32 KiB fits.
                self.output.resize(96 * 1024, 0);
                let (result, read, written, replaced) = decoder.decode_to_utf8(piece, &mut self.output, last);
                self.output.truncate(written);
                self.start += read;
                self.ended = last && result == CoderResult::InputEmpty;
                replaced
            }
            ChunkDecoder::Four { most_significant_first, held } => {
                self.output.clear();
                self.start = self.end;
                self.ended = last;
                held.extend_from_slice(piece);
                decode_utf32(held, *most_significant_first, last, &mut self.output)
            }
        };
        self.malformed.set(self.malformed.get() | replaced);
        Ok(true)
    }

    fn read_on(&mut self) -> io::Result<usize> {
        loop {
            match self.input.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }
}

/// Moves complete characters from `held` to `output`; returns true if some were invalid.
fn decode_utf32(held: &mut Vec<u8>, most_significant_first: bool, last: bool, output: &mut Vec<u8>) -> bool {
    let mut replaced = false;
    let mut put = |character: Option<char>| {
        replaced |= character.is_none();
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        output.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    };
    let (whole, rest) = held.as_chunks::<4>();
    for four in whole {
        let number = if most_significant_first { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) };
        put(char::from_u32(number));
    }
    let rest = rest.to_vec();
    if last && !rest.is_empty() {
        put(None);
    }
    *held = rest;
    replaced
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

//! Decodes the bytes of one row. A file that is mostly UTF-8 may contain rows in another encoding.

use encoding_rs::WINDOWS_1252;

/// A decoded row.
pub(crate) struct RowText {
    pub(crate) text: String,
    /// True if some cells were read as Windows-1252.
    pub(crate) other_encoding: bool,
    /// Says that some cells fit no encoding; `None` if all were decoded.
    pub(crate) fault: Option<String>,
}

/// Decodes a row; if it is not UTF-8 as a whole, each cell is decoded by itself and `ends` is adjusted.
pub(crate) fn decode(bytes: Vec<u8>, ends: &mut [usize]) -> RowText {
    match String::from_utf8(bytes) {
        Ok(text) => RowText { text, other_encoding: false, fault: None },
        Err(error) => by_cell(error.as_bytes(), ends),
    }
}

fn by_cell(bytes: &[u8], ends: &mut [usize]) -> RowText {
    let mut row = RowText { text: String::with_capacity(bytes.len() + 16), other_encoding: true, fault: None };
    let mut start = 0;
    // Cell by cell: in a row joined from two systems one cell may be UTF-8 and its neighbour not.
    for end in ends.iter_mut() {
        let cell = bytes.get(start..*end).unwrap_or_default();
        start = *end;
        match std::str::from_utf8(cell) {
            Ok(text) => row.text.push_str(text),
            Err(error) => {
                if is_neither(cell) {
                    let at = error.valid_up_to() + 1;
                    row.fault = Some(format!("byte {at} of a cell is neither UTF-8 nor Windows-1252 text"));
                }
                row.text.push_str(&WINDOWS_1252.decode_without_bom_handling(cell).0);
            }
        }
        *end = row.text.len();
    }
    row
}

/// Returns true for damaged UTF-8: the cell has valid multi-byte characters beside invalid bytes, or bytes that
/// Windows-1252 does not define.
fn is_neither(cell: &[u8]) -> bool {
    let whole_characters = cell.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    // The five bytes are undefined in Windows-1252; decoders of the web map them to controls without an error.
    whole_characters || cell.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_another_encoding_is_read_as_windows_1252_and_a_damaged_one_is_refused() {
        let mut ends = [4, 8];
        let row = decode(b"Caf\xE9Caf\xC3".to_vec(), &mut ends);
        assert_eq!((row.text.as_str(), ends, row.other_encoding), ("CaféCafÃ", [5, 10], true));
        assert_eq!(row.fault, None);
        let damaged = decode(b"\xC3\xA9\xFF".to_vec(), &mut [3]);
        assert_eq!(damaged.fault.as_deref(), Some("byte 3 of a cell is neither UTF-8 nor Windows-1252 text"));
    }
}

//! The first sixteen bytes of a sealed book. SQLCipher keeps its salt there, and the rest of the file looks like chance:
//! these bytes alone say that it is one of ours.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

/// Bytes of the salt.
pub(super) const LENGTH: usize = 16;
/// First bytes of a book that is not sealed; as many.
pub(super) const PLAIN: &[u8] = b"SQLite format 3\0";
/// First bytes of every sealed book: "whynow, sealed, first way".
const MARK: [u8; 4] = *b"wns1";
/// Bytes of the mark and of chance; the last two say that none of them has changed.
const CHECKED: usize = 14;

/// The salt of a sealed book: a mark, chance, and two bytes that check both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Salt([u8; LENGTH]);

impl Salt {
    /// Makes a salt from bytes of chance.
    pub(super) fn new(chance: [u8; LENGTH]) -> Salt {
        let mut bytes = chance;
        for (byte, mark) in bytes.iter_mut().zip(MARK) {
            *byte = mark;
        }
        let check = check_of(&bytes);
        for (byte, check) in bytes.iter_mut().skip(CHECKED).zip(check) {
            *byte = check;
        }
        Salt(bytes)
    }

    /// Reads the salt at the beginning of a file; `None` if the file is not a sealed book, or these bytes have changed.
    pub(super) fn in_head(head: &[u8]) -> Option<Salt> {
        let bytes: [u8; LENGTH] = head.get(..LENGTH)?.try_into().ok()?;
        (bytes.starts_with(&MARK) && bytes.ends_with(&check_of(&bytes))).then_some(Salt(bytes))
    }

    /// Reads the salt of a file. Closing the file gives up every lock of this process on it.
    pub(super) fn in_file(path: &Path) -> Option<Salt> {
        // Asked first: opening a pipe would wait for somebody to write into it.
        if !path.metadata().is_ok_and(|found| found.is_file()) {
            return None;
        }
        let mut head = Vec::with_capacity(LENGTH);
        File::open(path).ok()?.take(LENGTH as u64).read_to_end(&mut head).ok()?;
        Salt::in_head(&head)
    }

    pub(super) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// Returns true if a file that begins so is a sealed book.
pub(in crate::store) fn is_sealed_head(head: &[u8]) -> bool {
    Salt::in_head(head).is_some()
}

fn check_of(bytes: &[u8; LENGTH]) -> [u8; LENGTH - CHECKED] {
    let hash = Sha256::digest(bytes.get(..CHECKED).unwrap_or_default());
    let mut check = [0; LENGTH - CHECKED];
    for (byte, hashed) in check.iter_mut().zip(hash) {
        *byte = hashed;
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salt_is_known_by_its_mark_and_a_byte_that_changed_is_noticed() {
        let salt = Salt::new(std::array::from_fn(|n| u8::try_from(n * 7).unwrap()));
        assert_eq!(Salt::in_head(salt.bytes()), Some(salt));
        for at in 0..LENGTH {
            let mut torn = *salt.bytes();
            torn[at] ^= 0x40;
            assert_eq!(Salt::in_head(&torn), None, "{at}");
        }
        assert_eq!(Salt::in_head(b"SQLite format 3\0"), None);
        assert_eq!(Salt::in_head(b"wns1"), None);
    }
}

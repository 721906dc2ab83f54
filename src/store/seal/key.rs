//! The key of a sealed book: from a passphrase or a recovery code.
//!
//! ```text
//! passphrase ─ PBKDF2-HMAC-SHA512, 256,000 rounds, salt ─▶ recovery code (160 bits) ─ HMAC-SHA512, salt ─▶ key (256 bits)
//! ```
//! The salt stands in the first bytes of the file, so the file alone and one of the two open it.

use super::crypto;
use super::header::{LENGTH, PLAIN, Salt};
use super::recovery_code;
use crate::store::error::{Result, StoreError};

/// Rounds from a passphrase to the code: what SQLCipher 4 does too. A fifth of a second on a laptop.
const ROUNDS: usize = 256_000;
/// Bytes of a page.
pub(super) const PAGE: usize = 4_096;
/// Bytes behind what a page holds: where its cipher starts, then its check.
const START: usize = 16;
const CHECK: usize = 64;
/// Bytes of a key for AES-256.
pub(super) const KEY: usize = 32;
/// Bytes that begin and that check a sealed text.
const NONCE: usize = 12;
pub(super) const TAG: usize = 16;

/// The key of a sealed book, and the salt of the files that it opens.
#[derive(Clone)]
pub(super) struct BookKey {
    salt: Salt,
    key: [u8; KEY],
}

/// Returns the recovery code that a passphrase comes to.
pub(super) fn code_of(passphrase: &str, salt: Salt) -> Option<[u8; recovery_code::BYTES]> {
    let mut code = [0; recovery_code::BYTES];
    crypto::stretch(passphrase.as_bytes(), salt.bytes(), ROUNDS, &mut code)?;
    Some(code)
}

/// Makes a salt that no other book has.
pub(super) fn new_salt() -> Option<Salt> {
    let mut chance = [0; LENGTH];
    crypto::fill_with_chance(&mut chance)?;
    Some(Salt::new(chance))
}

impl BookKey {
    /// Makes the key of a recovery code.
    pub(super) fn of_code(code: &[u8; recovery_code::BYTES], salt: Salt) -> Option<BookKey> {
        let made = crypto::hmac(code, &[b"whynow: the key of a sealed book", salt.bytes()])?;
        Some(BookKey { salt, key: made.first_chunk().copied()? })
    }

    /// Returns the salt of the files that it opens.
    pub(super) fn salt(&self) -> Salt {
        self.salt
    }

    /// Returns the key and the salt as SQLCipher takes them: nothing is derived from them.
    pub(super) fn spec(&self) -> String {
        format!("x'{}{}'", hex(&self.key), hex(self.salt.bytes()))
    }

    /// Returns true if a page of a file, counted from 1, was written with this key and has not changed since: SQLCipher
    /// checks it in the same way.
    pub(super) fn made_page(&self, number: u32, page: &[u8]) -> bool {
        let salt = self.salt.bytes().map(|byte| byte ^ 0x3a);
        let mut own = [0; KEY];
        if page.len() != PAGE || crypto::stretch(&self.key, &salt, 2, &mut own).is_none() {
            return false;
        }
        let (body, check) = page.split_at(PAGE - CHECK);
        // The salt in front of the first page is not of the page.
        let body = if number == 1 { body.get(LENGTH..).unwrap_or_default() } else { body };
        crypto::hmac(&own, &[body, &number.to_le_bytes()]).is_some_and(|made| crypto::is_equal(&made, check))
    }

    /// Returns a page as it is when the book is not sealed, with the room of its check left empty; `None` if it has changed
    /// since it was written with this key.
    pub(super) fn open_page(&self, number: u32, page: &[u8]) -> Option<Vec<u8>> {
        if !self.made_page(number, page) {
            return None;
        }
        let (sealed, rest) = page.split_at_checked(PAGE - CHECK - START)?;
        let (begins, mut open) = if number == 1 { (LENGTH, PLAIN.to_vec()) } else { (0, Vec::new()) };
        open.extend(crypto::decrypt_blocks(&self.key, rest.get(..START)?, sealed.get(begins..)?)?);
        open.resize(PAGE, 0);
        Some(open)
    }

    /// Seals a text that stands beside the book.
    pub(super) fn seal_text(&self, text: &[u8]) -> Result<String> {
        let sealed = || {
            let mut nonce = [0; NONCE];
            crypto::fill_with_chance(&mut nonce)?;
            let (tag, sealed) = crypto::seal(&self.key_of_texts()?, &nonce, text)?;
            Some(hex(&[nonce.as_slice(), &tag, &sealed].concat()))
        };
        sealed().ok_or_else(|| StoreError::refused("the text could not be sealed"))
    }

    /// Returns a text that was sealed with this key; `None` if it was another one, or the text has changed.
    pub(super) fn open_text(&self, sealed: &str) -> Option<Vec<u8>> {
        let bytes = unhex(sealed.trim())?;
        let (nonce, rest) = bytes.split_at_checked(NONCE)?;
        let (tag, sealed) = rest.split_at_checked(TAG)?;
        crypto::unseal(&self.key_of_texts()?, nonce, tag, sealed)
    }

    fn key_of_texts(&self) -> Option<[u8; KEY]> {
        crypto::hmac(&self.key, &[b"whynow: texts beside a sealed book"])?.first_chunk().copied()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| u8::try_from(high << 4 | low).ok()).collect()
}

#[cfg(all(test, feature = "sealed"))]
mod tests {
    use super::*;

    #[test]
    fn the_same_passphrase_comes_to_the_same_key_only_with_the_same_salt() {
        let salt = Salt::new([7; LENGTH]);
        let code = code_of("korrekt häst", salt).unwrap();
        assert_eq!(code_of("korrekt häst", salt).unwrap(), code);
        assert_ne!(code_of("korrekt hast", salt).unwrap(), code);
        let (one, other) = (BookKey::of_code(&code, salt).unwrap(), BookKey::of_code(&code, Salt::new([8; LENGTH])));
        assert_ne!(one.spec(), other.unwrap().spec());
        // As another program computes it: Python's hashlib and hmac.
        assert_eq!(hex(&code), "83caa5cefa7d559b59af50f9a8563f1549b34790");
        assert_eq!(hex(&one.key), "a391b36ff2c9bcb4ed8b4877457e225bd7dbe6782c2fda264643b1548416c33e");
    }

    #[test]
    fn a_text_comes_back_with_its_key_alone_and_only_as_it_was() {
        let key = BookKey::of_code(&[3; recovery_code::BYTES], Salt::new([7; LENGTH])).unwrap();
        let sealed = key.seal_text("they \"know\"".as_bytes()).unwrap();
        assert_eq!(key.open_text(&sealed).unwrap(), b"they \"know\"");
        assert_ne!(key.seal_text(b"same").unwrap(), key.seal_text(b"same").unwrap());
        let other = BookKey::of_code(&[4; recovery_code::BYTES], Salt::new([7; LENGTH])).unwrap();
        assert_eq!(other.open_text(&sealed), None);
        let torn = sealed.replacen(|c| c != '0', "0", 1);
        assert_eq!((key.open_text(&torn), key.open_text("zz"), key.open_text("")), (None, None, None));
    }
}

//! What somebody types becomes a key: of a book that is sealed, or of one that is to be.
//!
//! Another passphrase and damage are told apart by the pages' own checks: one page anywhere in the file that was written
//! with a key says that it is the right one, whatever has become of the others.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::connect::{Sealing, keep, locked_error};
use super::header::Salt;
use super::key::{BookKey, PAGE, code_of, new_salt};
use super::recovery_code::{self, Reading};
use super::{ABSENT, IS_BUILT_IN};
use crate::store::error::{ErrorKind, Result, StoreError};

/// Most pages of a file that are tried with a key, spread over all of it.
const TRIED: u64 = 4_096;
/// Pages that even an empty book has.
const FEWEST: u64 = 20;
const DOING: &str = "opening a sealed book";

/// What somebody typed to open a sealed book: the passphrase, or the recovery code in its place.
pub struct SealSecret {
    typed: String,
}

impl SealSecret {
    /// Takes what was typed; `None` if it is empty.
    pub fn from_typed(text: &str) -> Option<SealSecret> {
        (!text.is_empty()).then(|| SealSecret { typed: text.nfc().collect() })
    }

    /// Returns the groups, from 1, that hold a mistake, if what was typed looks like a recovery code.
    fn mistyped_groups(&self) -> Vec<usize> {
        match recovery_code::read(&self.typed) {
            Reading::Mistyped(groups) => groups,
            Reading::NotOne | Reading::Code(_) => Vec::new(),
        }
    }

    /// Says that this opened nothing.
    pub fn says_wrong(&self) -> String {
        match self.mistyped_groups().as_slice() {
            [] => "That is not its passphrase; nothing is wrong with the file.".to_owned(),
            groups => {
                let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
                let groups = groups.join(", ");
                format!("That is not its passphrase; read as a recovery code, it has a mistake in group {groups}.")
            }
        }
    }

    fn key(&self, salt: Salt) -> Option<BookKey> {
        let code = match recovery_code::read(&self.typed) {
            Reading::Code(code) => code,
            Reading::NotOne | Reading::Mistyped(_) => code_of(&self.typed, salt)?,
        };
        BookKey::of_code(&code, salt)
    }
}

/// Tries what somebody typed on a sealed book. True if it opens it: then this process opens every file that is sealed
/// alike. False if it was another passphrase.
///
/// # Errors
/// When the file is not a sealed book or cannot be read, or when not one page is left that could say whether the passphrase
/// is right.
pub fn unlock(path: &Path, secret: &SealSecret) -> Result<bool> {
    let salt =
        Salt::in_file(path).ok_or_else(|| StoreError::new(ErrorKind::NotOurs, DOING, path, "it is not sealed"))?;
    if !IS_BUILT_IN {
        return Err(locked_error(path));
    }
    let key =
        secret.key(salt).ok_or_else(|| StoreError::new(ErrorKind::Refused, DOING, path, "no key could be made"))?;
    let failed = |error: std::io::Error| {
        StoreError::new(ErrorKind::Missing, DOING, path, format!("{} cannot be read: {error}", path.display()))
    };
    let mut file = File::open(path).map_err(failed)?;
    let pages = file.metadata().map_err(failed)?.len() / PAGE as u64;
    let opens = any_page_is_of(&key, &mut file, pages).map_err(failed)?;
    if opens {
        keep(key);
    } else if pages < FEWEST {
        let says =
            format!("it is cut short: {pages} pages are left, and none of them can say which passphrase is right");
        return Err(StoreError::new(ErrorKind::Damaged, DOING, path, says));
    }
    Ok(opens)
}

fn any_page_is_of(key: &BookKey, file: &mut File, pages: u64) -> std::io::Result<bool> {
    let mut page = vec![0; PAGE];
    let step = (pages / TRIED).max(1);
    let mut at = 0;
    while at < pages {
        file.seek(SeekFrom::Start(at * PAGE as u64))?;
        file.read_exact(&mut page)?;
        if u32::try_from(at + 1).is_ok_and(|number| key.made_page(number, &page)) {
            return Ok(true);
        }
        at += step;
    }
    Ok(false)
}

/// A new seal: what a book is to be sealed with.
pub struct NewSeal {
    pub(in crate::store) sealing: Sealing,
    code: [u8; recovery_code::BYTES],
}

impl NewSeal {
    /// Makes the seal of a passphrase. From here on this process opens what is sealed with it.
    ///
    /// # Errors
    /// When this build has no sealed books, or the system gives no chance.
    pub fn of_passphrase(secret: &SealSecret) -> Result<NewSeal> {
        if !IS_BUILT_IN {
            return Err(StoreError::refused(ABSENT));
        }
        if let Reading::Code(_) = recovery_code::read(&secret.typed) {
            return Err(StoreError::refused(
                "that is a recovery code: it opens what it was printed for, and is no passphrase",
            ));
        }
        let made = || {
            let salt = new_salt()?;
            let code = code_of(&secret.typed, salt)?;
            let key = BookKey::of_code(&code, salt)?;
            keep(key.clone());
            Some(NewSeal { sealing: Sealing(Some(key)), code })
        };
        made().ok_or_else(|| StoreError::refused("no key could be made: the system gave no chance"))
    }

    /// Returns the recovery code as it is written down.
    pub fn recovery_code(&self) -> String {
        recovery_code::format(&self.code)
    }

    /// Returns true if somebody typed a group of the recovery code, from 1, as it stands there.
    pub fn has_group(&self, group: usize, typed: &str) -> bool {
        recovery_code::is_group(&self.code, group, typed)
    }
}

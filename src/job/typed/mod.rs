//! What is typed, beside the book: text that the book could not take, and which window types into which form. Both are
//! small files in the state folder of the user.

mod aside;
mod windows;

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use aside::{Aside, Waiting, in_words};
pub use windows::{Claim, Windows};

/// Makes a folder that only this user can look into.
fn make_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Returns the name of the file that is about this text in this book: neither says anything of a customer.
fn file_name(book: &Path, text: &str) -> String {
    let book = fs::canonicalize(book).unwrap_or_else(|_not_there| PathBuf::from(book));
    format!("{}-{}", mark(book.as_os_str().as_encoded_bytes()), mark(text.as_bytes()))
}

fn mark(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

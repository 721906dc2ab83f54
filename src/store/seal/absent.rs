//! Stand-in for builds without sealed books: no key can be made, so nothing is ever sealed or opened.

use super::key::{KEY, TAG};

pub(super) fn fill_with_chance(_bytes: &mut [u8]) -> Option<()> {
    None
}

pub(super) fn stretch(_secret: &[u8], _salt: &[u8], _rounds: usize, _out: &mut [u8]) -> Option<()> {
    None
}

pub(super) fn hmac(_key: &[u8], _parts: &[&[u8]]) -> Option<Vec<u8>> {
    None
}

pub(super) fn is_equal(_one: &[u8], _other: &[u8]) -> bool {
    false
}

pub(super) fn decrypt_blocks(_key: &[u8; KEY], _start: &[u8], _blocks: &[u8]) -> Option<Vec<u8>> {
    None
}

pub(super) fn seal(_key: &[u8; KEY], _nonce: &[u8], _text: &[u8]) -> Option<([u8; TAG], Vec<u8>)> {
    None
}

pub(super) fn unseal(_key: &[u8; KEY], _nonce: &[u8], _tag: &[u8], _sealed: &[u8]) -> Option<Vec<u8>> {
    None
}

//! What is asked of the library that SQLCipher works with. Each of these fails only where memory or the system's chance does.

use openssl::hash::MessageDigest;
use openssl::memcmp;
use openssl::pkcs5::pbkdf2_hmac;
use openssl::pkey::PKey;
use openssl::rand::rand_bytes;
use openssl::sign::Signer;
use openssl::symm::{Cipher, Crypter, Mode, decrypt_aead, encrypt_aead};

use super::key::{KEY, TAG};

/// Fills bytes with chance.
pub(super) fn fill_with_chance(bytes: &mut [u8]) -> Option<()> {
    rand_bytes(bytes).ok()
}

/// PBKDF2-HMAC-SHA512 as long as `out`.
pub(super) fn stretch(secret: &[u8], salt: &[u8], rounds: usize, out: &mut [u8]) -> Option<()> {
    pbkdf2_hmac(secret, salt, rounds, MessageDigest::sha512(), out).ok()
}

/// HMAC-SHA512 of several parts, one behind the other.
pub(super) fn hmac(key: &[u8], parts: &[&[u8]]) -> Option<Vec<u8>> {
    let key = PKey::hmac(key).ok()?;
    let mut signer = Signer::new(MessageDigest::sha512(), &key).ok()?;
    parts.iter().try_for_each(|part| signer.update(part)).ok()?;
    signer.sign_to_vec().ok()
}

/// Compares in a time that says nothing of where they differ.
pub(super) fn is_equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && memcmp::eq(one, other)
}

/// AES-256-CBC of whole blocks, backwards.
pub(super) fn decrypt_blocks(key: &[u8; KEY], start: &[u8], blocks: &[u8]) -> Option<Vec<u8>> {
    let mut crypter = Crypter::new(Cipher::aes_256_cbc(), Mode::Decrypt, key, Some(start)).ok()?;
    crypter.pad(false);
    let mut open = vec![0; blocks.len() + start.len()];
    let written = crypter.update(blocks, &mut open).ok()?;
    let rest = crypter.finalize(open.get_mut(written..)?).ok()?;
    open.truncate(written + rest);
    Some(open)
}

/// AES-256-GCM. Returns the tag and the sealed text.
pub(super) fn seal(key: &[u8; KEY], nonce: &[u8], text: &[u8]) -> Option<([u8; TAG], Vec<u8>)> {
    let mut tag = [0; TAG];
    let sealed = encrypt_aead(Cipher::aes_256_gcm(), key, Some(nonce), b"", text, &mut tag).ok()?;
    Some((tag, sealed))
}

/// AES-256-GCM backwards; `None` if it was another key, or the text has changed.
pub(super) fn unseal(key: &[u8; KEY], nonce: &[u8], tag: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    decrypt_aead(Cipher::aes_256_gcm(), key, Some(nonce), b"", sealed, tag).ok()
}

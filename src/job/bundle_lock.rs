//! Locks bundles with a passphrase, as the `age` tool does, in builds with the feature `lock`. That needs a hundred
//! crates, so a build without it says what to do instead.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::built::Secret;
use super::import::source_file::regular;

/// True if this build can lock and unlock bundles.
pub const IS_BUILT_IN: bool = cfg!(feature = "lock");
/// The message of a build that cannot.
pub const ABSENT: &str = "This build of whynow has no locked bundles: build it with `--features lock`, or leave the \
    passphrase to the `age` tool, which locks a bundle (`age -p -o FILE.age FILE`) and unlocks it (`age -d -o FILE FILE.age`)";
/// Longest line of a passphrase file, in bytes.
const LONGEST: u64 = 4_096;

/// A passphrase; it is wiped from memory when dropped. A build without locked bundles never has one.
pub struct Passphrase {
    secret: Secret,
    /// File from which the passphrase was read, if it was.
    file: Option<PathBuf>,
}

impl Passphrase {
    /// Makes a passphrase from typed text; `None` if the text is empty.
    pub fn typed(text: String) -> Option<Passphrase> {
        if text.is_empty() { None } else { built::secret(text).map(|secret| Passphrase { secret, file: None }) }
    }

    /// Reads a passphrase from the first line of a file.
    ///
    /// # Errors
    /// When this build has no locked bundles, or when the file cannot be read or its first line is empty.
    pub fn in_file(path: &Path) -> Result<Passphrase> {
        needed()?;
        let cannot = || format!("The passphrase file {} cannot be read", path.display());
        let mut text = String::new();
        regular(path)?.take(LONGEST).read_to_string(&mut text).with_context(cannot)?;
        let line = text.lines().next().unwrap_or_default().to_owned();
        match Passphrase::typed(line) {
            Some(passphrase) => Ok(Passphrase { file: Some(path.to_owned()), ..passphrase }),
            None => bail!("{} has no passphrase in its first line", path.display()),
        }
    }

    /// Returns the file from which the passphrase was read.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Returns true if two passphrases are equal.
    pub fn is(&self, other: &Passphrase) -> bool {
        built::same(&self.secret, &other.secret)
    }
}

/// Returns `Ok` in a build that can lock and unlock.
///
/// # Errors
/// In any other build, the sentence that says what to do.
pub fn needed() -> Result<()> {
    if IS_BUILT_IN { Ok(()) } else { bail!("{ABSENT}") }
}

/// Encrypts what is read to a writer.
///
/// # Errors
/// When it cannot be read or the writer fails.
pub(super) fn lock(from: &mut impl Read, to: &mut impl Write, passphrase: &Passphrase) -> Result<()> {
    built::lock(from, to, &passphrase.secret)
}

/// Returns the decrypted content of a locked file.
///
/// # Errors
/// When the file is damaged or was locked with another passphrase.
pub(super) fn unlock(from: File, passphrase: &Passphrase) -> Result<Box<dyn Read>> {
    built::unlock(from, &passphrase.secret)
}

#[cfg(feature = "lock")]
mod built {
    use std::fs::File;
    use std::io::{self, BufReader, Read, Write};

    use age::secrecy::ExposeSecret;
    use anyhow::{Context, Result};

    pub(super) type Secret = age::secrecy::SecretString;

    pub(super) fn secret(text: String) -> Option<Secret> {
        Some(Secret::from(text))
    }

    pub(super) fn same(one: &Secret, other: &Secret) -> bool {
        one.expose_secret() == other.expose_secret()
    }

    pub(super) fn lock(from: &mut impl Read, to: &mut impl Write, secret: &Secret) -> Result<()> {
        let mut writer = age::Encryptor::with_user_passphrase(secret.clone()).wrap_output(to)?;
        io::copy(from, &mut writer)?;
        writer.finish()?;
        Ok(())
    }

    pub(super) fn unlock(from: File, secret: &Secret) -> Result<Box<dyn Read>> {
        let identity = age::scrypt::Identity::new(secret.clone());
        let locked = age::Decryptor::new_buffered(BufReader::new(from))?;
        let open = locked.decrypt(std::iter::once(&identity as &dyn age::Identity));
        Ok(Box::new(open.context("the passphrase is another one")?))
    }
}

/// Stand-in for builds without locked bundles: no passphrase can be made, so nothing is ever locked or unlocked.
#[cfg(not(feature = "lock"))]
mod built {
    use std::convert::Infallible;
    use std::fs::File;
    use std::io::{Read, Write};

    use anyhow::Result;

    pub(super) type Secret = Infallible;

    pub(super) fn secret(_text: String) -> Option<Secret> {
        None
    }

    pub(super) fn same(one: &Secret, _other: &Secret) -> bool {
        match *one {}
    }

    pub(super) fn lock(_from: &mut impl Read, _to: &mut impl Write, secret: &Secret) -> Result<()> {
        match *secret {}
    }

    pub(super) fn unlock(_from: File, secret: &Secret) -> Result<Box<dyn Read>> {
        match *secret {}
    }
}

//! Locking with a passphrase, as the `age` tool does it, in builds with the feature `lock`; a hundred crates need it, so a
//! build without it says what to do instead.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::built::Secret;
use super::import::source_file::regular;

/// Whether this build locks and unlocks.
pub const IS_BUILT_IN: bool = cfg!(feature = "lock");
/// What a build without it says.
pub const ABSENT: &str = "This build of whynow has no locked bundles: build it with `--features lock`, or leave the \
    passphrase to the `age` tool, which locks a bundle (`age -p -o FILE.age FILE`) and unlocks it (`age -d -o FILE FILE.age`)";
/// Longest line of a passphrase file, in bytes.
const LONGEST: u64 = 4_096;

/// A passphrase; it is wiped from memory when it goes. A build without locked bundles has none.
pub struct Passphrase {
    secret: Secret,
    /// Where it was read.
    file: Option<PathBuf>,
}

impl Passphrase {
    /// A passphrase as typed; nothing where nothing was.
    pub fn typed(text: String) -> Option<Passphrase> {
        if text.is_empty() { None } else { built::secret(text).map(|secret| Passphrase { secret, file: None }) }
    }

    /// The first line of a file.
    ///
    /// # Errors
    /// When this build has no locked bundles, or the file cannot be read or has nothing in its first line.
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

    /// The file that it was read from.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether two are the same.
    pub fn is(&self, other: &Passphrase) -> bool {
        built::same(&self.secret, &other.secret)
    }
}

/// Nothing in a build that locks and unlocks.
///
/// # Errors
/// The sentence that says what to do, in any other.
pub fn needed() -> Result<()> {
    if IS_BUILT_IN { Ok(()) } else { bail!("{ABSENT}") }
}

/// Locks a file into what is written.
///
/// # Errors
/// When one cannot be read or the other cannot be written.
pub(super) fn lock(from: &mut File, to: &mut impl Write, passphrase: &Passphrase) -> Result<()> {
    built::lock(from, to, &passphrase.secret)
}

/// What a locked file holds.
///
/// # Errors
/// When it is damaged or was locked with another passphrase.
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

    pub(super) fn lock(from: &mut File, to: &mut impl Write, secret: &Secret) -> Result<()> {
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

/// No passphrase can be made here, so nothing is ever locked or unlocked with one.
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

    pub(super) fn lock(_from: &mut File, _to: &mut impl Write, secret: &Secret) -> Result<()> {
        match *secret {}
    }

    pub(super) fn unlock(_from: File, secret: &Secret) -> Result<Box<dyn Read>> {
        match *secret {}
    }
}

//! Bundles: written beside the target and renamed, with a passphrase where one is given; read back with the same.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::lock::{self, Passphrase};
use super::opened::regular;
use crate::domain::merging::MergeReport;
use crate::store::{Bundle, Store};

/// What begins a file that age encrypted.
const AGE: &[u8] = b"age-encryption.org/v1";
/// What begins a book.
const BOOK: &[u8] = b"SQLite format 3\0";

/// What kind of bundle a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A book, shared or whole.
    Book,
    /// A file that needs a passphrase.
    Locked,
    /// Anything else.
    Other,
}

/// Looks at the first bytes of a file; one that cannot be read is anything else.
pub fn sort(path: &Path) -> Sort {
    let mut head = Vec::new();
    let read = regular(path).ok().and_then(|file| file.take(32).read_to_end(&mut head).ok());
    match read {
        Some(_) if head.starts_with(BOOK) => Sort::Book,
        Some(_) if head.starts_with(AGE) => Sort::Locked,
        Some(_) | None => Sort::Other,
    }
}

/// Writes what changed since an instant in milliseconds, or all, to a file that only its owner reads; an existing one is
/// replaced once everything is written. Returns how many rows of each table.
///
/// # Errors
/// When the file is the book itself or cannot be written.
pub fn share(
    store: &Store,
    since: Option<i64>,
    path: &Path,
    passphrase: Option<Passphrase>,
) -> Result<Vec<(&'static str, u64)>> {
    let same = |other: &Path| {
        fs::canonicalize(path).is_ok_and(|path| fs::canonicalize(other).is_ok_and(|other| path == other))
    };
    if same(store.path()) {
        bail!("{} is the book itself: name another file", path.display());
    }
    let (open, locked) = (beside(path, "open"), beside(path, "locked"));
    let written = write(store, since, path, passphrase, (&open, &locked));
    for half in [open, locked] {
        // What was renamed is gone already.
        drop(fs::remove_file(half));
    }
    written
}

fn write(
    store: &Store,
    since: Option<i64>,
    path: &Path,
    passphrase: Option<Passphrase>,
    (open, locked): (&Path, &Path),
) -> Result<Vec<(&'static str, u64)>> {
    let rows = store.share(since, open)?;
    let done = match passphrase {
        None => open,
        Some(passphrase) => {
            lock_file(open, locked, passphrase)?;
            locked
        }
    };
    File::open(done)
        .and_then(|file| file.sync_all())
        .with_context(|| format!("{} cannot be written", done.display()))?;
    fs::rename(done, path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(rows)
}

fn lock_file(open: &Path, locked: &Path, passphrase: Passphrase) -> Result<()> {
    let cannot = || format!("{} cannot be written", locked.display());
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(locked).with_context(cannot)?;
    lock::lock(&mut File::open(open).with_context(cannot)?, file, passphrase).with_context(cannot)
}

/// A file beside another that this process alone uses.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.{what}", std::process::id()));
    PathBuf::from(name)
}

/// Merges files, all of them or none; a dry run shows what would happen.
///
/// # Errors
/// When one cannot be read, is no bundle, or cannot be merged: the sentence names it. Nothing was merged then.
pub fn merge(
    store: &mut Store,
    files: &[PathBuf],
    passphrase: Option<&Passphrase>,
    dry_run: bool,
) -> Result<MergeReport> {
    let mut bundles = Vec::new();
    for path in files {
        bundles.push(bundle(store, path, passphrase)?);
    }
    Ok(store.merge(&bundles, dry_run)?)
}

fn bundle(store: &Store, path: &Path, passphrase: Option<&Passphrase>) -> Result<Bundle> {
    let name = crate::domain::text::clean_line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy(), 120);
    let mut file = regular(path)?;
    match (sort(path), passphrase) {
        (Sort::Locked, None) if !lock::IS_BUILT_IN => bail!("{name} is locked with a passphrase. {}", lock::ABSENT),
        (Sort::Locked, None) => bail!(
            "{name} is locked with a passphrase: merge it with `whynow merge --ask {name}`, or name a file that holds \
            the passphrase with --passphrase-file"
        ),
        (Sort::Locked, Some(passphrase)) => {
            let mut bytes = lock::unlock(file, passphrase).with_context(|| format!("{name} cannot be unlocked"))?;
            Ok(store.read_bundle(&name, &mut bytes)?)
        }
        (Sort::Book | Sort::Other, _) => {
            settled(path, &name)?;
            Ok(store.read_bundle(&name, &mut file)?)
        }
    }
}

/// A book that is open somewhere holds part of itself in a second file.
fn settled(path: &Path, name: &str) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        bail!(
            "{name} is open somewhere, and part of it stands in a second file: close it, or share it with `whynow share`"
        );
    }
    Ok(())
}

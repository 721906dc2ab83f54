//! Writes and reads bundle files, locked with a passphrase if one is given; written beside the target, then renamed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::bundle_lock;
use super::bundle_lock::Passphrase;
use super::file::atomic_write::AtomicFile;
use super::file::half_written::Half;
use super::file::permit::WritePermit;
use super::import::source_file::regular;
use crate::domain::import::merge_report::MergeReport;
use crate::exchange::Source;
use crate::exchange::budget::Budget;
use crate::store::{self, Bundle, Occasion, Store};

/// First bytes of a file encrypted by age.
const AGE: &[u8] = b"age-encryption.org/v1";
/// First bytes of a book.
const BOOK: &[u8] = b"SQLite format 3\0";

/// What a message calls the passphrase's file when it must not be overwritten.
pub const WORD: &str = "the file of the passphrase";

/// Kind of a bundle file, judged by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleKind {
    /// A book: a bundle or a whole book.
    Book,
    /// An encrypted file that needs a passphrase.
    Locked,
    /// Any other kind of file.
    Other,
}

/// Detects the kind of a file from its first bytes; one that cannot be read counts as [`BundleKind::Other`].
pub fn sort(path: &Path) -> BundleKind {
    let mut head = Vec::new();
    let read = regular(path).ok().and_then(|file| file.take(32).read_to_end(&mut head).ok());
    match read {
        Some(_) if head.starts_with(BOOK) => BundleKind::Book,
        Some(_) if head.starts_with(AGE) => BundleKind::Locked,
        Some(_) | None => BundleKind::Other,
    }
}

/// Writes the rows changed since an instant (milliseconds since 1970), or all rows, to a file that only its owner can
/// read; an existing file is replaced once everything is written, if the permit allows it. Returns the number of rows by
/// table.
///
/// # Errors
/// When the permit forbids the file or it holds the passphrase, or when it cannot be written.
pub fn share(
    store: &mut Store,
    since: Option<i64>,
    path: &Path,
    passphrase: Option<Passphrase>,
    permit: &WritePermit,
) -> Result<Vec<(&'static str, u64)>> {
    let file = passphrase.as_ref().and_then(Passphrase::file);
    let permit = file.into_iter().fold(permit.clone(), |permit, file| permit.and(file, WORD));
    let mut place = AtomicFile::begin(path, &permit)?;
    // What leaves as taken back stays so: done again, it would come without its words elsewhere.
    store.end_redo()?;
    let rows = match (passphrase, place.half()) {
        (None, Some(half)) => store.share(since, half)?,
        (Some(passphrase), _) => {
            let (bundle, rows) = store.share_in_memory(since)?;
            bundle_lock::lock(&mut bundle.as_slice(), &mut place, &passphrase)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            rows
        }
        // Down a pipe, and the book is sealed: a file on the way would not be.
        (None, None) if store.is_sealed() => {
            let (bundle, rows) = store.share_in_memory(since)?;
            place.write_all(&bundle).with_context(|| format!("{} cannot be written", path.display()))?;
            rows
        }
        (None, None) => {
            // A book is written by name and in any order: what goes down a pipe is made aside first.
            let open = Half::elsewhere();
            let rows = store.share(since, open.path())?;
            pass_on(open.path(), &mut place).with_context(|| format!("{} cannot be written", path.display()))?;
            rows
        }
    };
    place.finish()?;
    Ok(rows)
}

/// Copies a bundle to its target.
fn pass_on(open: &Path, to: &mut AtomicFile) -> Result<()> {
    io::copy(&mut File::open(open)?, to)?;
    Ok(())
}

/// Merges files, all of them or none; a dry run only reports what would happen.
///
/// # Errors
/// When a file cannot be read, is no bundle, or cannot be merged; the sentence names it. Nothing was merged then.
pub fn merge(
    store: &mut Store,
    files: &[PathBuf],
    passphrase: Option<&Passphrase>,
    budget: &Budget,
    dry_run: bool,
) -> Result<MergeReport> {
    let mut bundles = Vec::new();
    for path in files {
        bundles.push(bundle(store, path, passphrase, budget)?);
    }
    let unbacked = if dry_run { None } else { store.back_up_before(Occasion::Merge)? };
    Ok(MergeReport { unbacked, ..store.merge(&bundles, dry_run)? })
}

fn bundle(store: &Store, path: &Path, passphrase: Option<&Passphrase>, budget: &Budget) -> Result<Bundle> {
    let name = crate::domain::text::clean_line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy(), 120);
    let file = regular(path)?;
    match (sort(path), passphrase) {
        (BundleKind::Locked, None) if !bundle_lock::IS_BUILT_IN => {
            bail!("{name} is locked with a passphrase. {}", bundle_lock::ABSENT)
        }
        (BundleKind::Locked, None) => bail!(
            "{name} is locked with a passphrase: merge it with `whynow merge --ask {name}`, or name a file that holds \
            the passphrase with --passphrase-file"
        ),
        (BundleKind::Locked, Some(passphrase)) => {
            let bytes = bundle_lock::unlock(file, passphrase).with_context(|| format!("{name} cannot be unlocked"))?;
            read(store, &name, bytes, true, budget)
        }
        // What is wrong with a file that is no book is said in one place, by `read_bundle`.
        (BundleKind::Book | BundleKind::Other, _) => {
            check_not_open(path, &name)?;
            // A copy of what is not sealed would stand beside a book that is.
            read(store, &name, file, store.is_sealed() && !store::is_sealed(path), budget)
        }
    }
}

fn read(store: &Store, name: &str, bytes: impl Read + 'static, in_memory: bool, budget: &Budget) -> Result<Bundle> {
    let mut bytes = Source::within(bytes, budget.clone()).into_bytes();
    let bundle = match in_memory {
        true => store.read_bundle_in_memory(name, &mut bytes),
        false => store.read_bundle(name, &mut bytes),
    };
    match budget.halted() {
        Some(halt) => bail!("{name} {halt}"),
        None => Ok(bundle?),
    }
}

/// Returns an error if a book has a write-ahead log beside it: it is open somewhere, and part of it is in that file.
fn check_not_open(path: &Path, name: &str) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        bail!(
            "{name} is open somewhere, and part of it is in a second file: close it, or share it with `whynow share`"
        );
    }
    Ok(())
}

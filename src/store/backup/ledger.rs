//! What is known of each backup beyond its name: the hash of its bytes, and when it was last found sound.
//!
//! One small file beside the backups. If it is lost or damaged, the backups are still backups; they are checked again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::store::file::whole_file::put_bytes;

/// What the last check of a backup found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCheck {
    /// SHA-256 of the whole file when it was made, in hexadecimal digits.
    pub sha256: String,
    /// Last revision of the book in it.
    pub rev: i64,
    /// When it was checked, in milliseconds since 1970.
    pub at: i64,
    /// What was wrong then, in a sentence; `None` if it was sound.
    pub fault: Option<String>,
}

/// The checks of a book's backups, by file name.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct CheckLedger(BTreeMap<String, BackupCheck>);

impl CheckLedger {
    pub(super) fn read(path: &Path) -> CheckLedger {
        fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    pub(super) fn get(&self, name: &str) -> Option<&BackupCheck> {
        self.0.get(name)
    }

    /// Forgets what is known of a backup that is about to be another file.
    pub(super) fn forget(mut self, path: &Path, name: &str) -> io::Result<()> {
        if self.0.remove(name).is_none() { Ok(()) } else { put_bytes(path, &serde_json::to_vec_pretty(&self)?) }
    }

    /// Notes a check, forgets the files that are gone, and writes the ledger whole or not at all.
    pub(super) fn note(mut self, path: &Path, name: &str, check: BackupCheck) -> io::Result<()> {
        self.0.insert(name.to_owned(), check);
        let folder = path.parent().unwrap_or(Path::new("."));
        self.0.retain(|name, _| folder.join(name).exists());
        put_bytes(path, &serde_json::to_vec_pretty(&self)?)
    }
}

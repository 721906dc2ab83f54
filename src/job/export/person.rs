//! Writes everything about a person to a file: a page for the browser, or JSON.

use std::path::Path;

use anyhow::Result;

use crate::domain::erasure::Dossier;
use crate::exchange::dossier_page::dossier_page;
use crate::job::file::atomic_write::put;
use crate::job::file::permit::WritePermit;

/// Returns everything about a person as a page or as JSON.
///
/// # Errors
/// When the page's own template is wrong.
pub fn dossier_text(dossier: &Dossier, as_page: bool) -> Result<String> {
    if as_page { Ok(dossier_page(dossier)?) } else { Ok(serde_json::to_string_pretty(dossier)? + "\n") }
}

/// Writes everything about a person to a file, as [`dossier_text`] returns it.
///
/// # Errors
/// When the file cannot be written.
pub fn write_dossier(path: &Path, permit: &WritePermit, dossier: &Dossier, as_page: bool) -> Result<()> {
    put(path, permit, dossier_text(dossier, as_page)?.as_bytes())
}

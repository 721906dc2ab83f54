//! Writes a rep's week to a Markdown file.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::domain::ids::RepId;
use crate::domain::scorecard::Period;
use crate::domain::scorecard::rep_week::markdown;
use crate::job::file::atomic_write::put;
use crate::job::file::permit::WritePermit;
use crate::job::file::safe_name::in_a_name;
use crate::store::Store;

/// Writes a rep's week to a file, replacing an older one only when everything is written. Without a path, the file is
/// written to the current directory and named after the rep and the last day of the period. Returns its path.
///
/// # Errors
/// When the rep is not in the book, or the file cannot be written.
pub fn write(store: &Store, period: &Period, rep: RepId, path: Option<&Path>, permit: &WritePermit) -> Result<PathBuf> {
    let review = store.self_review(period, rep)?;
    let path = path
        .map_or_else(|| PathBuf::from(format!("week-{}-{}.md", in_a_name(&review.rep), period.until)), Path::to_owned);
    put(&path, permit, markdown(&review).as_bytes())?;
    Ok(path)
}

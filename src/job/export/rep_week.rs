//! Writes a rep's week to a Markdown file.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::domain::ids::RepId;
use crate::domain::scorecard::Period;
use crate::domain::scorecard::rep_week::markdown;
use crate::job::file::atomic_write::put;
use crate::job::file::protected::Spared;
use crate::job::file::safe_name::in_a_name;
use crate::store::Store;

/// Writes the review to a file, in place of an older one only when everything is written; without a path it goes where
/// the program was started, under the rep's name and the last day of the period. Says where it is.
///
/// # Errors
/// When the book does not know the rep or the file cannot be written.
pub fn write(store: &Store, period: &Period, rep: RepId, path: Option<&Path>) -> Result<PathBuf> {
    let review = store.self_review(period, rep)?;
    let path = path
        .map_or_else(|| PathBuf::from(format!("week-{}-{}.md", in_a_name(&review.rep), period.until)), Path::to_owned);
    put(&path, &Spared::book(store.path()), markdown(&review).as_bytes())?;
    Ok(path)
}

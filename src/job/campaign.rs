//! A campaign's summary as a Markdown file.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use crate::domain::campaign::{CampaignFile, markdown};
use crate::domain::ids::CampaignId;
use crate::domain::text::fold;
use crate::store::Store;

/// Longest part of a file's name that comes from the campaign's.
const LONGEST: usize = 60;

/// Writes the summary to a file, in place of an older one only when everything is written; without a path it goes where
/// the program was started, under the campaign's name. Says where it is.
///
/// # Errors
/// When the campaign is gone or the file cannot be written.
pub fn write_summary(store: &Store, id: CampaignId, path: Option<&Path>, today: NaiveDate) -> Result<PathBuf> {
    let Some(file) = store.campaign_file(id)? else { bail!("That campaign is not in the book any more") };
    let path = path.map_or_else(|| PathBuf::from(name_of(&file)), Path::to_owned);
    replace(&path, markdown(&file, today).as_bytes())?;
    Ok(path)
}

fn name_of(file: &CampaignFile) -> String {
    let plain: String = fold(&file.campaign.name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let short: String = words.chars().take(LONGEST).collect();
    format!("campaign-{}.md", if short.is_empty() { "summary" } else { &short })
}

/// Writes beside the target and renames: half a summary never stands under its name.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<()> {
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let write = || -> Result<()> {
        let mut out = File::create(&half).with_context(|| format!("{} cannot be written", path.display()))?;
        out.write_all(text)
            .and_then(|()| out.sync_all())
            .with_context(|| format!("{} cannot be written", path.display()))?;
        fs::rename(&half, path).with_context(|| format!("{} cannot be replaced", path.display()))
    };
    let written = write();
    if written.is_err() {
        drop(fs::remove_file(&half));
    }
    written
}

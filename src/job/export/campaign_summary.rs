//! Writes a campaign's summary to a Markdown file.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use crate::domain::campaign::{CampaignDetail, markdown};
use crate::domain::ids::CampaignId;
use crate::job::file::atomic_write::{AtomicFile, put};
use crate::job::file::permit::WritePermit;
use crate::job::file::safe_name::in_a_name;
use crate::store::Store;

/// Writes the summary to a file, replacing an older one only when everything is written. Without a path, the file is
/// written to the current directory and named after the campaign. Returns its path.
///
/// # Errors
/// When the campaign does not exist, or the file cannot be written.
pub fn write_summary(
    store: &Store,
    id: CampaignId,
    path: Option<&Path>,
    permit: &WritePermit,
    today: NaiveDate,
) -> Result<PathBuf> {
    let Some(file) = store.campaign_file(id)? else { bail!("That campaign is not in the book any more") };
    let path = path.map_or_else(|| PathBuf::from(name_of(&file)), Path::to_owned);
    put(&path, permit, markdown(&file, today).as_bytes())?;
    Ok(path)
}

/// Closes a campaign and, with a path, writes its summary to a file; if the file cannot be started, the campaign stays
/// open.
///
/// # Errors
/// When the campaign does not exist or is closed, or the file cannot be written.
pub fn close(
    store: &mut Store,
    id: CampaignId,
    summary: Option<&Path>,
    permit: &WritePermit,
    today: NaiveDate,
) -> Result<()> {
    let place = summary.map(|path| AtomicFile::begin(path, permit)).transpose()?;
    store.close_campaign(id)?;
    let Some(mut place) = place else { return Ok(()) };
    let Some(file) = store.campaign_file(id)? else { bail!("That campaign is not in the book any more") };
    let written = place.write_all(markdown(&file, today).as_bytes()).map_err(Into::into).and_then(|()| place.finish());
    written.context("The campaign is closed, but its summary was not written: `whynow campaign show` prints it")
}

fn name_of(file: &CampaignDetail) -> String {
    let name = in_a_name(&file.campaign.name);
    format!("campaign-{}.md", if name.is_empty() { "summary" } else { &name })
}

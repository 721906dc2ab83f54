//! Writes a call sheet to a Markdown file.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::clock::Moment;
use crate::domain::call_sheet::sheet;
use crate::domain::ids::{AccountId, ContactId};
use crate::job::file::atomic_write::put;
use crate::job::file::permit::WritePermit;
use crate::job::file::safe_name::in_a_name;
use crate::store::Store;

/// Writes the sheet to a file, replacing an older one only when everything is written. Without a path, the file is
/// written to the current directory and named after the person. Returns its path.
///
/// # Errors
/// When nobody is known at the account, or the file cannot be written.
pub fn write_sheet(
    store: &mut Store,
    account: AccountId,
    contact: Option<ContactId>,
    path: Option<&Path>,
    permit: &WritePermit,
    now: Moment,
) -> Result<PathBuf> {
    let Some(file) = store.sheet_file(account, contact, now)? else {
        bail!("Nobody is known there yet: a sheet is about a person");
    };
    let name = in_a_name(&file.plan.contact.name);
    let name = PathBuf::from(format!("sheet-{}.md", if name.is_empty() { "call" } else { &name }));
    let path = path.map_or(name, Path::to_owned);
    put(&path, permit, sheet(&file, now.date()).markdown().as_bytes())?;
    Ok(path)
}

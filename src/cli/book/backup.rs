//! `whynow backup` and `whynow backups`.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::cli::args::{BackupArgs, JsonArgs, PassphraseArgs};
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::domain::text::pluralize;
use crate::job::backup;
use crate::job::damage;
use crate::store::{Backup, BackupResult, Backups, Occasion, StopFlag, megabytes};

pub(crate) fn make(args: &BackupArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    if !desk.book.exists() {
        bail!("There is no book at {} to back up", desk.book.display());
    }
    // Asked for first: a build that cannot lock says so before anything is written.
    let word = PassphraseArgs { passphrase_file: args.passphrase_file.clone(), ask: args.passphrase_file.is_none() };
    let passphrase = if args.seal { passphrase::read_passphrase(&word, true, out)? } else { None };
    let made = Backups::of_book(&desk.book).make(Occasion::ByHand, &desk.clock, &StopFlag::default());
    let made = made.map_err(|error| damage::explain(&desk.book, error, desk.clock.as_ref()))?;
    let (kept, is_new) = match made {
        BackupResult::Made(kept) => (kept, true),
        BackupResult::NothingNew(kept) => (kept, false),
        BackupResult::NotNeeded | BackupResult::Elsewhere | BackupResult::Stopped => {
            out.line("There is nothing in the book yet; no backup was made.")?;
            return Ok(Exit::Done);
        }
    };
    let sent = args.to.as_ref().map(|to| backup::send_to(&kept, to, passphrase.as_ref())).transpose()?;
    if args.json {
        let mut row = row(&kept);
        if let Value::Object(row) = &mut row {
            row.insert("new".to_owned(), is_new.into());
            row.insert("sent".to_owned(), json!(sent));
        }
        out.json(&row)?;
        return Ok(Exit::Done);
    }
    let (shown, size) = (kept.path.display(), megabytes(kept.bytes));
    out.line(match is_new {
        true => format!("Backup {} is {shown} ({size}).", kept.number),
        false => format!("Nothing has changed since backup {}, {shown} ({size}).", kept.number),
    })?;
    if let Some(fault) = kept.check.as_ref().and_then(|check| check.fault.as_ref()) {
        out.line(format!("The log in it has a fault, as the book has: {fault}."))?;
    }
    if let Some(sent) = sent {
        let lock = if passphrase.is_some() { "locked with the passphrase" } else { "readable by whoever has the file" };
        out.line(format!("A copy is {}, {lock}.", sent.display()))?;
    }
    Ok(if kept.is_sound() { Exit::Done } else { Exit::Findings })
}

pub(crate) fn list(args: &JsonArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = Backups::of_book(&desk.book);
    let all = backups.list();
    if args.json {
        let rows: Vec<Value> = all.iter().map(row).collect();
        out.json(&json!({ "folder": backups.folder(), "backups": rows }))?;
        return Ok(Exit::Done);
    }
    if all.is_empty() {
        out.line(format!("There is no backup of {} yet: `whynow backup` makes one.", desk.book.display()))?;
        return Ok(Exit::Done);
    }
    for backup in &all {
        let here = *desk.now().0.offset();
        let (number, size, made, found) =
            (backup.number, megabytes(backup.bytes), backup.made(here), backup.last_check_says(here));
        out.line(format!("{number:>4}  {made:>17}  {:<18} {size:>10}  {found}", backup.occasion.says()))?;
    }
    let (many, bytes) = (pluralize(all.len(), "backup", "backups"), all.iter().map(|backup| backup.bytes).sum());
    let folder = backups.folder().display();
    out.line(format!("{many} in {folder}, {} in all. `whynow restore NUMBER` goes back to one.", megabytes(bytes)))?;
    Ok(Exit::Done)
}

fn row(backup: &Backup) -> Value {
    let checked = backup.check.as_ref().and_then(|check| chrono::DateTime::from_timestamp_millis(check.at));
    json!({
        "number": backup.number,
        "at": backup.at,
        "occasion": backup.occasion.says(),
        "bytes": backup.bytes,
        "checked_at": checked,
        "fault": backup.check.as_ref().and_then(|check| check.fault.as_ref()),
        "file": backup.path,
    })
}

//! `whynow restore`: puts a backup in the place of the book.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cli::args::RestoreArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::{passphrase, unlock};
use crate::domain::text::pluralize;
use crate::job::backup;
use crate::store::{Backup, Backups, MissingCall};

/// Most calls that are printed.
const SHOWN: usize = 20;

pub(crate) fn run(args: &RestoreArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = Backups::of_book(&desk.book);
    let (file, named) = choose(args.which.as_deref(), &backups, desk)?;
    if args.dry_run {
        return would(&file, &named, &backups, desk, out);
    }
    let passphrase = passphrase::read_passphrase(&args.passphrase, false, out)?;
    unlock::ask_for(&file, out)?;
    // Whoever was erased in the book that stands there stays erased.
    unlock::ask_for(&desk.book, out)?;
    let unlocked = backup::unlock_beside(&desk.book, &file, passphrase.as_ref())?;
    let from = unlocked.as_ref().map_or(file.as_path(), |unlocked| unlocked.path());
    let restored = backups.restore(from, args.anyway, &desk.clock)?;
    drop(unlocked);
    out.line(format!("{} is {named} again.", desk.book.display()))?;
    for note in &restored.notes {
        out.line(format!("note: {note}"))?;
    }
    if let Some(list) = &restored.list {
        tell_missing(&restored.missing, ["is not in it", "are not in it"], out)?;
        out.line(format!("They are listed in {}.", list.display()))?;
    }
    if let Some(aside) = restored.aside {
        let aside = aside.display();
        out.line(format!("What stood there is kept as {aside}; `whynow restore {aside}` puts it back."))?;
    }
    Ok(Exit::Done)
}

/// Says what would be missing after going back, and changes nothing.
fn would(file: &Path, named: &str, backups: &Backups, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let Some(backup) = backups.list().into_iter().find(|backup| backup.path == file) else {
        bail!("{} is no backup of this book: what it lacks is told once it is in its place", file.display());
    };
    out.line(format!("{} would be {named} again.", desk.book.display()))?;
    tell_missing(&backups.calls_since(&backup)?, ["would be missing"; 2], out)?;
    Ok(Exit::Done)
}

/// Prints the calls that were made after a backup, the latest first.
fn tell_missing(missing: &[MissingCall], [one, more]: [&str; 2], out: &mut Output) -> Result<()> {
    if missing.is_empty() {
        return Ok(out.line("No call was made after it, as far as the book can be read.")?);
    }
    let many = pluralize(missing.len(), &format!("call made after it {one}"), &format!("calls made after it {more}"));
    out.line(format!("{many}:"))?;
    for call in missing.iter().rev().take(SHOWN) {
        out.line(format!("    {call}"))?;
    }
    if missing.len() > SHOWN {
        out.line(format!("    and {} before them", missing.len() - SHOWN))?;
    }
    Ok(())
}

/// Returns the file that is meant, and what to call it.
fn choose(which: Option<&str>, backups: &Backups, desk: &CommandContext) -> Result<(PathBuf, String)> {
    let all = backups.list();
    let called = |backup: &Backup| {
        let made = backup.made(*desk.now().0.offset());
        (backup.path.clone(), format!("backup {} of {made}", backup.number))
    };
    let Some(which) = which else {
        return match all.iter().find(|backup| backup.is_sound()) {
            Some(latest) => Ok(called(latest)),
            None if all.is_empty() => bail!("There is no backup in {}; name a file", backups.folder().display()),
            None => bail!("No backup is sound: `whynow backups` says why, and `whynow salvage` reads what can be read"),
        };
    };
    let file = Path::new(which);
    match which.parse::<u32>() {
        Ok(number) if !file.exists() => match all.iter().find(|backup| backup.number == number) {
            Some(backup) => Ok(called(backup)),
            None => bail!("There is no backup {number}: `whynow backups` lists them"),
        },
        Ok(_) | Err(_) => Ok((file.to_owned(), format!("the book of {}", file.display()))),
    }
}

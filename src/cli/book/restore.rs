//! `whynow restore`: puts a backup in the place of the book.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cli::args::RestoreArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::job::backup;
use crate::store::{Backup, Backups};

use super::backup::moment;

pub(crate) fn run(args: &RestoreArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = Backups::of_book(&desk.book);
    let (file, named) = choose(args.which.as_deref(), &backups, desk)?;
    let passphrase = passphrase::read_passphrase(&args.passphrase, false, out)?;
    let unlocked = backup::unlock_beside(&desk.book, &file, passphrase.as_ref())?;
    let from = unlocked.as_ref().map_or(file.as_path(), |unlocked| unlocked.path());
    let restored = backups.restore(from, args.anyway, &desk.clock)?;
    drop(unlocked);
    out.line(format!("{} is {named} again.", desk.book.display()))?;
    for note in &restored.notes {
        out.line(format!("note: {note}"))?;
    }
    if let Some(aside) = restored.aside {
        let aside = aside.display();
        out.line(format!("What stood there is kept as {aside}; `whynow restore {aside}` puts it back."))?;
    }
    Ok(Exit::Done)
}

/// Returns the file that is meant, and what to call it.
fn choose(which: Option<&str>, backups: &Backups, desk: &CommandContext) -> Result<(PathBuf, String)> {
    let all = backups.list();
    let called = |backup: &Backup| {
        let made = moment(desk, backup.at.timestamp_millis());
        (backup.path.clone(), format!("backup {} of {}", backup.number, made.trim_start()))
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

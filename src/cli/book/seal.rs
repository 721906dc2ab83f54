//! `whynow seal`, `unseal` and `rekey`: a book that only its passphrase opens.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::{passphrase, unlock};
use crate::config::Paths;
use crate::domain::text::pluralize;
use crate::job::typed::Aside;
use crate::store::{ABSENT, Backups, IS_BUILT_IN, NewSeal, SealSecret, is_sealed};

/// Fewest characters of a passphrase.
const SHORTEST: usize = 10;
/// The groups of the recovery code that are typed back: whoever wrote the code down has them before their eyes.
const TYPED_BACK: [usize; 2] = [3, 7];

/// What becomes of the copies of a book that are not sealed as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copies {
    /// They are sealed, or unsealed, as the book is.
    Follow,
    Remove,
    Stay,
}

pub(crate) fn seal(desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = begin(desk, out)?;
    if is_sealed(&desk.book) {
        return finish_copies(&backups, desk, out);
    }
    no_text_waits(desk)?;
    out.line(format!("Once sealed, {} opens with its passphrase alone.", desk.book.display()))?;
    let seal = new_seal(out)?;
    let copies = match open_copies(&backups, out)? {
        0 => Copies::Follow,
        _ => {
            ask_copies("s seals them too, r removes them, k keeps them as they are: readable by whoever has them", out)?
        }
    };
    backups.seal_book(&seal, &desk.clock)?;
    out.line(format!("{} is sealed.", desk.book.display()))?;
    let done = settle_copies(&backups, copies, desk, out)?;
    for says in [
        "What this does not erase: copies and backups that lie elsewhere, exports, reports and bundles, and what the disk \
            still has of the old file in blocks that it has not used again. Only encryption of the whole disk covers that",
        "A lost passphrase can be replaced with the recovery code (`whynow rekey`). With both lost, the book is lost",
    ] {
        out.line(format!("{says}."))?;
    }
    Ok(done)
}

pub(crate) fn unseal(desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = begin(desk, out)?;
    if !is_sealed(&desk.book) {
        bail!("{} is not sealed", desk.book.display());
    }
    no_text_waits(desk)?;
    let says = "Unsealed, the book can be read by whoever has the file; disk encryption is what protects it then.";
    out.line(says)?;
    if ask_line("Type unseal to take its seal; Enter alone leaves it: ", out)? != "unseal" {
        bail!("Nothing was done");
    }
    let alike = copies_like_the_book(&backups);
    let copies = match alike.is_empty() {
        true => Copies::Stay,
        false => ask_copies_of_sealed(alike.len(), out)?,
    };
    backups.unseal_book(&desk.clock)?;
    out.line(format!("{} is not sealed any more.", desk.book.display()))?;
    settle_copies(&backups, copies, desk, out)
}

pub(crate) fn rekey(desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let backups = begin(desk, out)?;
    if !is_sealed(&desk.book) {
        bail!("{} is not sealed: `whynow seal` seals it", desk.book.display());
    }
    no_text_waits(desk)?;
    out.line(
        "The book is written anew with another key: the old passphrase and the old recovery code open it no more.",
    )?;
    let seal = new_seal(out)?;
    backups.seal_book(&seal, &desk.clock)?;
    out.line(format!("{} is sealed with the new passphrase.", desk.book.display()))?;
    let done = settle_copies(&backups, Copies::Follow, desk, out)?;
    out.line("Copies of it that lie elsewhere still open with the old passphrase.")?;
    Ok(done)
}

/// Checks what all three need. Returns the backups of the book.
fn begin(desk: &CommandContext, out: &mut Output) -> Result<Backups> {
    if !IS_BUILT_IN {
        bail!("{ABSENT}");
    }
    if !desk.book.exists() {
        bail!("There is no book at {} to seal", desk.book.display());
    }
    if !io::stdin().is_terminal() {
        bail!("A passphrase can only be typed at a terminal");
    }
    // Opened once: whatever an earlier run left is cleared, an older format is brought up to date, damage is said.
    let store = desk.open()?;
    out.finish()?;
    drop(store);
    Ok(Backups::of_book(&desk.book))
}

/// Text that waits beside the book for it is plain, or sealed with the key that goes.
fn no_text_waits(desk: &CommandContext) -> Result<()> {
    let Some(state) = Paths::state_of_this_user() else { return Ok(()) };
    let waiting = Aside::in_state_folder(&desk.book, &state).waiting();
    if let Some(one) = waiting.first() {
        bail!(
            "Text that you typed waits in {} for the book: open the screens once, which takes it in, then try again",
            one.path().display()
        );
    }
    Ok(())
}

/// Asks for a passphrase twice, shows the recovery code, and has parts of it typed back.
fn new_seal(out: &mut Output) -> Result<NewSeal> {
    out.finish()?;
    let typed = passphrase::ask_hidden("New passphrase (nothing is shown while you type): ", out)?;
    if typed.chars().count() < SHORTEST {
        bail!(
            "A passphrase has {SHORTEST} characters at least: four words that you will remember are a good one. Nothing was done"
        );
    }
    if passphrase::ask_hidden("The same again: ", out)? != typed {
        bail!("The two passphrases differ; nothing was done");
    }
    let Some(secret) = SealSecret::from_typed(&typed) else { bail!("Without a passphrase nothing was done") };
    let seal = NewSeal::of_passphrase(&secret)?;
    let code = seal.recovery_code();
    let (first, second) = code.split_at_checked(code.len() / 2).unwrap_or((&code, ""));
    out.line("The recovery code opens the book too. Write it down on paper, away from this machine:")?;
    for half in [first, second] {
        out.line(format!("    {}", half.trim()))?;
    }
    out.line("It is shown this once; clear this terminal when all is done.")?;
    out.finish()?;
    for group in TYPED_BACK {
        if !(0..3).any(|_| {
            ask_line(&format!("From your paper, group {group} of the eight: "), out)
                .is_ok_and(|typed| seal.has_group(group, &typed))
        }) {
            bail!("That is not what stands there; nothing was done");
        }
    }
    Ok(seal)
}

/// Says how many copies of the book are not sealed. Returns how many.
fn open_copies(backups: &Backups, out: &mut Output) -> Result<usize> {
    let open = backups.list().len() + backups.kept_aside().len();
    if open > 0 {
        let copies = pluralize(open, "copy of it lies", "copies of it lie");
        out.line(format!("{copies} beside it, readable by whoever has the file."))?;
    }
    Ok(open)
}

fn copies_like_the_book(backups: &Backups) -> Vec<PathBuf> {
    let other = backups.sealed_otherwise();
    let all = backups.list().into_iter().map(|backup| backup.path).chain(backups.kept_aside());
    all.filter(|path| !other.contains(path)).collect()
}

fn ask_copies(question: &str, out: &mut Output) -> Result<Copies> {
    loop {
        match ask_line(&format!("{question}. s, r or k: "), out)?.as_str() {
            "s" => return Ok(Copies::Follow),
            "r" => return Ok(Copies::Remove),
            "k" => return Ok(Copies::Stay),
            "" => bail!("Nothing was done"),
            _other => {}
        }
    }
}

fn ask_copies_of_sealed(many: usize, out: &mut Output) -> Result<Copies> {
    let copies = pluralize(many, "copy", "copies");
    loop {
        match ask_line(&format!("{copies} beside the book: u unseals them too, k keeps them sealed. u or k: "), out)?
            .as_str()
        {
            "u" => return Ok(Copies::Follow),
            "k" => return Ok(Copies::Stay),
            "" => bail!("Nothing was done"),
            _other => {}
        }
    }
}

/// Brings the copies of a sealed book in line with it: what a run that was killed, or an earlier answer, left.
fn finish_copies(backups: &Backups, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let others = backups.sealed_otherwise();
    if others.is_empty() {
        out.line(format!(
            "{} is sealed, and so is every copy beside it; `whynow rekey` changes the passphrase.",
            desk.book.display()
        ))?;
        return Ok(Exit::Done);
    }
    out.line(format!(
        "{} is sealed; {} beside it not as it is.",
        desk.book.display(),
        pluralize(others.len(), "copy is", "copies are")
    ))?;
    let copies = ask_copies("s seals them as the book is, r removes them, k keeps them as they are", out)?;
    settle_copies(backups, copies, desk, out)
}

fn settle_copies(backups: &Backups, what: Copies, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let (mut done, mut left) = (0, 0);
    for copy in backups.sealed_otherwise() {
        let settled = match what {
            Copies::Stay => continue,
            Copies::Remove => backups.remove_copy(&copy).map_err(Into::into),
            Copies::Follow => follow(backups, &copy, desk, out),
        };
        match settled {
            Ok(()) => done += 1,
            Err(error) => {
                left += 1;
                out.line(format!("{} is as it was: {error:#}", copy.display()))?;
            }
        }
    }
    let copies = pluralize(done, "copy", "copies");
    match what {
        Copies::Follow if done > 0 => out.line(format!("{copies} beside it changed alike."))?,
        Copies::Remove if done > 0 => out.line(format!("{copies} removed."))?,
        Copies::Follow | Copies::Remove | Copies::Stay => {}
    }
    Ok(if left == 0 { Exit::Done } else { Exit::Findings })
}

fn follow(backups: &Backups, copy: &Path, desk: &CommandContext, out: &mut Output) -> Result<()> {
    unlock::ask_for(copy, out)?;
    Ok(backups.seal_copy(copy, &desk.clock)?)
}

/// Asks something whose answer may be seen.
fn ask_line(question: &str, out: &mut Output) -> Result<String> {
    out.finish()?;
    out.beside(question);
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("The answer cannot be read")?;
    Ok(line.trim().to_owned())
}

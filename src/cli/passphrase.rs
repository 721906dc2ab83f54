//! Reads a passphrase from a file or the terminal; never from the command line, which other users of the machine can
//! see.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::args::PassphraseArgs;
use super::output::Output;
use crate::job::bundle_lock;
use crate::job::bundle_lock::Passphrase;

/// Reads the passphrase that the arguments ask for; `twice` asks for a new one again, because a typing error would lose
/// the file.
pub(super) fn read_passphrase(args: &PassphraseArgs, twice: bool, out: &mut Output) -> Result<Option<Passphrase>> {
    if let Some(path) = &args.passphrase_file {
        return Passphrase::in_file(path).map(Some);
    }
    if !args.ask {
        return Ok(None);
    }
    bundle_lock::needed()?;
    if !io::stdin().is_terminal() {
        bail!("A passphrase can only be asked for at a terminal; name a file that holds it with --passphrase-file");
    }
    let first = ask_passphrase("Passphrase (nothing is shown while you type): ", out)?;
    if twice && !ask_passphrase("The same again: ", out)?.is(&first) {
        bail!("The two passphrases differ; nothing was written");
    }
    Ok(Some(first))
}

fn ask_passphrase(question: &str, out: &mut Output) -> Result<Passphrase> {
    match Passphrase::typed(ask_hidden(question, out)?) {
        Some(passphrase) => Ok(passphrase),
        None => bail!("Without a passphrase nothing was done"),
    }
}

/// Asks for something that is not shown while it is typed; empty if it was left.
pub(super) fn ask_hidden(question: &str, out: &mut Output) -> Result<String> {
    out.beside(question);
    enable_raw_mode()?;
    let typed = read_typed();
    // Before the answer is looked at: an error must not leave the terminal without echo.
    disable_raw_mode()?;
    Ok(typed?.unwrap_or_default())
}

/// Reads a line from the terminal without echoing it; `None` if the user cancelled.
fn read_typed() -> Result<Option<String>> {
    let mut text = String::new();
    loop {
        match read()? {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => match key.code {
                KeyCode::Enter => return Ok(Some(text)),
                KeyCode::Esc => return Ok(None),
                // In raw mode Ctrl-C is a key and no signal.
                KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return Ok(None),
                KeyCode::Backspace => drop(text.pop()),
                KeyCode::Char(letter) => text.push(letter),
                _other => {}
            },
            Event::Paste(pasted) => text.push_str(&pasted),
            _other => {}
        }
    }
}

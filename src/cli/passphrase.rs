//! A passphrase, from a file or asked for; never from the command line, which other people on the machine can read.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::args::PassphraseArgs;
use super::output::Output;
use crate::job::bundle_lock;
use crate::job::bundle_lock::Passphrase;

/// The passphrase that the arguments name; `twice` where a new one is made, which a slip of the finger would lose.
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
    out.beside(question);
    enable_raw_mode()?;
    let typed = read_typed();
    disable_raw_mode()?;
    match typed?.and_then(Passphrase::typed) {
        Some(passphrase) => Ok(passphrase),
        None => bail!("Without a passphrase nothing was done"),
    }
}

/// What is typed until Enter; `None` if the person gave up.
fn read_typed() -> Result<Option<String>> {
    let mut text = String::new();
    loop {
        match read()? {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => match key.code {
                KeyCode::Enter => return Ok(Some(text)),
                KeyCode::Esc => return Ok(None),
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

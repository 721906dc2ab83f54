//! `whynow config`: where the settings are, and whether they are valid.

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::args::SettingsCommand;
use crate::cli::context::{fault_line, places};
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::config::{Config, ConfigError};
use crate::domain::time_zone::RELEASE;
use crate::tui::message::keymap::Keymap;

pub(crate) fn run(
    what: &SettingsCommand,
    book: Option<PathBuf>,
    config: Option<&PathBuf>,
    out: &mut Output,
) -> Result<Exit> {
    let places = places(book, config)?;
    let there = |path: &PathBuf| if path.exists() { "" } else { " (not there yet)" };
    match what {
        SettingsCommand::Path => {
            out.line(format!("settings: {}{}", places.config.display(), there(&places.config)))?;
            out.line(format!("book: {}{}", places.book.display(), there(&places.book)))?;
            out.line(format!("clocks: as of {RELEASE}, the release of the IANA database whose rules are used"))?;
            Ok(Exit::Done)
        }
        SettingsCommand::Check(args) => {
            let (config, mut faults) = Config::read(&places.config);
            faults.extend(key_faults(&config));
            faults.sort_by_key(|fault| fault.line);
            if args.json {
                out.json(&serde_json::json!({ "file": places.config, "faults": faults, "settings": config }))?;
            } else {
                for fault in &faults {
                    out.line(fault_line(&places.config, fault))?;
                }
                if faults.is_empty() {
                    let is =
                        if places.config.exists() { "is right" } else { "is not there: every setting has its default" };
                    out.line(format!("{} {is}.", places.config.display()))?;
                }
            }
            Ok(if faults.is_empty() { Exit::Done } else { Exit::Findings })
        }
    }
}

/// Keys that are none, and keys that collide: with each other, or with those of other actions.
fn key_faults(config: &Config) -> impl Iterator<Item = ConfigError> {
    let faults = Keymap::with(&config.keys).1.into_iter().chain(Keymap::collisions(&config.keys));
    faults.map(|fault| {
        let line = config.key_lines.get(&fault.id).copied().unwrap_or(0);
        ConfigError { line, says: format!("{}.", fault.says) }
    })
}

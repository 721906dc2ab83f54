//! Who sits at the book, and by which rules: what the settings say, put into a store.

use std::path::PathBuf;

use anyhow::Result;

use crate::config::Config;
use crate::domain::check::Playbook;
use crate::domain::text::fold;
use crate::domain::trigger::Kinds;
use crate::store::{Mode, Rules, Store};

/// The settings that a book works by.
#[derive(Debug, Clone, Default)]
pub struct Seat {
    rep: Option<String>,
    zone: Option<String>,
    rules: Rules,
}

impl Seat {
    /// Reads the team's files that the settings name. What cannot be used is said in a sentence and left out.
    pub fn of(config: &Config) -> (Seat, Vec<String>) {
        let mut faults = Vec::new();
        let mut read = |path: &Option<PathBuf>| {
            let path = path.as_ref()?;
            match std::fs::read_to_string(path) {
                Ok(text) => Some((path.display().to_string(), text)),
                Err(error) => {
                    faults.push(format!("{} cannot be read: {error}", path.display()));
                    None
                }
            }
        };
        let (kinds, playbook) = (read(&config.kinds), read(&config.playbook));
        let kinds = kinds.map(|(path, text)| Kinds::parse(&text).map_err(|says| format!("{path}: {says}")));
        let pack = config.language.as_deref().and_then(Playbook::of_language);
        let base = pack.unwrap_or_else(|| Playbook::builtin());
        let playbook = playbook.map(|(path, text)| base.extension(&text).map_err(|says| format!("{path}: {says}")));
        let rules = Rules {
            kinds: kept(kinds, &mut faults).map(|own| Kinds::builtin().clone().overlay(own)),
            playbook: kept(playbook, &mut faults).map(|own| base.clone().overlay(own)).or_else(|| pack.cloned()),
        };
        (Seat { rep: config.rep.clone(), zone: config.zone.clone(), rules }, faults)
    }

    /// The rules, with the team's own over the built-in ones.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Puts them into a book; a rep whom the book does not know yet is written down.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn take(&self, store: &mut Store) -> Result<()> {
        store.set_rules(self.rules.clone());
        store.set_zone(self.zone.as_ref().and_then(|zone| zone.parse().ok()));
        let (Some(name), Mode::Writable) = (&self.rep, store.mode()) else { return Ok(()) };
        let known = store.reps()?.into_iter().find(|(_, known)| fold(known) == fold(name));
        let rep = match known {
            Some((rep, _)) => rep,
            None => store.add_rep(name)?,
        };
        store.act_as(rep);
        Ok(())
    }
}

fn kept<T>(read: Option<Result<T, String>>, faults: &mut Vec<String>) -> Option<T> {
    read?.map_err(|fault| faults.push(fault)).ok()
}

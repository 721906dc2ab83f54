//! A session: rep and rule files from the settings, applied to an open store.

use std::path::PathBuf;

use anyhow::Result;

use crate::config::{Config, FeedSettings};
use crate::domain::account::calling_hours::HourTable;
use crate::domain::account::zone;
use crate::domain::check::Playbook;
use crate::domain::text::fold;
use crate::domain::trigger::kind::Kinds;
use crate::fault::io_says;
use crate::store::{Mode, Rules, Store};

/// The rep and the rules under which a book is used.
#[derive(Debug, Clone, Default)]
pub struct Session {
    rep: Option<String>,
    zone: Option<String>,
    country: Option<String>,
    week: Option<u32>,
    company: Option<String>,
    rules: Rules,
    feeds: FeedSettings,
}

impl Session {
    /// Reads the team's files that the settings name. Each one that cannot be used is left out and reported in a
    /// sentence.
    pub fn of(config: &Config) -> (Session, Vec<String>) {
        let mut faults = Vec::new();
        let mut read = |path: &Option<PathBuf>| {
            let path = path.as_ref()?;
            match std::fs::read_to_string(path) {
                Ok(text) => Some((path.display().to_string(), text)),
                Err(error) => {
                    faults.push(format!("{} cannot be read: {}", path.display(), io_says(&error)));
                    None
                }
            }
        };
        let (kinds, playbook, hours) = (read(&config.kinds), read(&config.playbook), read(&config.hours));
        let kinds = kinds.map(|(path, text)| Kinds::parse(&text).map_err(|says| format!("{path}: {says}")));
        let pack = config.language.as_deref().and_then(Playbook::of_language);
        // Read only where it is built on: most commands check nothing.
        let base = || pack.unwrap_or_else(|| Playbook::builtin());
        let playbook = playbook.map(|(path, text)| base().extension(&text).map_err(|says| format!("{path}: {says}")));
        let hours = hours.map(|(path, text)| HourTable::parse(&text).map_err(|says| format!("{path}: {says}")));
        let rules = Rules {
            kinds: keep_or_report(kinds, &mut faults).map(|own| Kinds::builtin().clone().overlay(own)),
            playbook: keep_or_report(playbook, &mut faults)
                .map(|own| base().clone().overlay(own))
                .or_else(|| pack.cloned()),
            hours: keep_or_report(hours, &mut faults).map(|own| HourTable::builtin().clone().overlay(own)),
            calls: config.calls,
        };
        let (rep, zone, country, week) = (&config.rep, &config.zone, &config.country, config.week_calls);
        (
            Session {
                rep: rep.clone(),
                zone: zone.clone(),
                country: country.clone(),
                week,
                company: config.company.clone(),
                rules,
                feeds: config.feeds.clone(),
            },
            faults,
        )
    }

    /// Returns the rules: the team's own on top of the built-in ones.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns the settings for fetching feeds.
    pub fn feeds(&self) -> &FeedSettings {
        &self.feeds
    }

    /// Applies the session to a book; a rep who is not in the book yet is added.
    ///
    /// # Errors
    /// When the book cannot be read or written.
    pub fn take(&self, store: &mut Store) -> Result<()> {
        store.set_rules(self.rules.clone());
        // Before the zone, which sets a home country only where there is none.
        store.set_home(self.country.clone());
        store.set_zone(self.zone.as_deref().and_then(zone::named));
        store.set_week(self.week);
        store.set_company(self.company.clone());
        // A rep who is new to the book is a row, which a book that is open read-only cannot take.
        let (Some(name), Mode::Writable) = (&self.rep, store.mode()) else { return Ok(()) };
        let known = store.reps()?.into_iter().find(|(_, known)| fold(known) == fold(name));
        let rep = match known {
            Some((rep, _)) => rep,
            // What was logged before anybody said a name was logged by whom the settings name now.
            None if store.name_unnamed_rep(name)? => store.rep()?,
            None => store.add_rep(name)?,
        };
        store.act_as(rep);
        Ok(())
    }
}

fn keep_or_report<T>(read: Option<Result<T, String>>, faults: &mut Vec<String>) -> Option<T> {
    read?.map_err(|fault| faults.push(fault)).ok()
}

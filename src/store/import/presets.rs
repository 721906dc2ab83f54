//! The team's own import presets: how the files of one source are read.

use rusqlite::params;

use crate::domain::import::options::OwnPreset;
use crate::store::book::settings::or_none;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::tables::reps::set;
use crate::store::{Store, sanitize};

/// Prefix of the setting keys of own presets.
const PREFIX: &str = "preset.";
/// Longest own preset, in bytes.
const LONGEST: usize = 256 * 1024;

impl Store {
    /// Returns every own preset, ordered by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn own_presets(&self) -> Result<Vec<OwnPreset>> {
        let sql = "SELECT value FROM setting WHERE deleted = 0 AND key >= ?1 AND key < ?2 ORDER BY key";
        let mut statement = self.conn.prepare_cached(sql)?;
        let values = statement.query_map([PREFIX, "preset/"], only_value::<String>)?;
        let values = or_none(values.collect::<rusqlite::Result<Vec<_>>>())?.unwrap_or_default();
        // A preset that a newer whynow wrote in another format is kept as it is.
        Ok(values.iter().filter_map(|value| serde_json::from_str(value).ok()).collect())
    }

    /// Saves an own preset under its name and replaces an older one of that name.
    ///
    /// # Errors
    /// Without a name, with too many columns, or when the book cannot be written.
    pub fn save_preset(&mut self, preset: &OwnPreset) -> Result<()> {
        let preset = OwnPreset { name: sanitize::line(&preset.name), ..preset.clone() };
        if preset.name.is_empty() {
            return Err(StoreError::refused("A preset needs a name."));
        }
        let text = serde_json::to_string(&preset).map_err(|error| StoreError::refused(error.to_string()))?;
        if text.len() > LONGEST {
            return Err(StoreError::refused("That preset has too many columns to be kept."));
        }
        self.action("keeping a preset", |write| {
            write.label = format!("kept the preset {}", preset.name);
            set(write, &key(&preset.name), &text)
        })
    }

    /// Removes an own preset.
    ///
    /// # Errors
    /// When there is no preset of that name, or when the book cannot be written.
    pub fn remove_preset(&mut self, name: &str) -> Result<()> {
        let name = sanitize::line(name);
        self.action("removing a preset", |write| {
            write.label = format!("removed the preset {name}");
            let rev = write.rev();
            let sql = "UPDATE setting SET deleted = 1, rev = ?2, device = ?3 WHERE key = ?1 AND deleted = 0";
            match write.conn.prepare_cached(sql)?.execute(params![key(&name), rev, write.device])? {
                0 => Err(StoreError::new(
                    ErrorKind::Missing,
                    "",
                    "".as_ref(),
                    format!("there is no preset {name} of your own"),
                )),
                _one => Ok(()),
            }
        })
    }
}

/// Returns the setting key of a preset; names that differ only in case have the same key.
fn key(name: &str) -> String {
    format!("{PREFIX}{}", name.to_lowercase())
}

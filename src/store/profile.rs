//! The ideal customer profile, and what follows from another one: every account's fit.

use super::book::settings;
use super::error::{Result, StoreError};
use super::tables::reps;
use super::{Store, derive};
use crate::domain::account::profile::Profile;

impl Store {
    /// The ideal customer profile; without one, no rules.
    ///
    /// # Errors
    /// As every read.
    pub fn profile(&self) -> Result<Profile> {
        settings::profile(&self.conn)
    }

    /// Sets the profile and, with it, every account's fit: one action.
    ///
    /// # Errors
    /// As every write.
    pub fn set_profile(&mut self, profile: &Profile) -> Result<()> {
        let text = serde_json::to_string(profile).map_err(|error| StoreError::refused(error.to_string()))?;
        self.action("setting the profile", |write| {
            "changed the profile".clone_into(&mut write.label);
            reps::set(write, settings::PROFILE, &text)?;
            write.profile_changed();
            derive::refit(write)
        })
    }
}

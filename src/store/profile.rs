//! The ideal customer profile, and the recomputed fit of every account when it changes.

use super::book::settings;
use super::error::{Result, StoreError};
use super::tables::reps;
use super::{Store, derive};
use crate::domain::account::profile::Profile;

impl Store {
    /// Returns the ideal customer profile; without a stored one, a profile with no rules.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn profile(&self) -> Result<Profile> {
        settings::profile(&self.conn)
    }

    /// Sets the profile and recomputes every account's fit. One action.
    ///
    /// # Errors
    /// When the book cannot be written.
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

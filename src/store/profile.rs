//! The ideal customer profile, and the recomputed fit of every account when it changes.

use super::book::settings;
use super::error::{Result, StoreError};
use super::tables::{accounts, reps};
use super::{Store, derive};
use crate::domain::account::profile::{Fit, Profile};
use crate::domain::query::ProfileDetail;

impl Store {
    /// Returns the ideal customer profile; without a stored one, a profile with no rules.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn profile(&self) -> Result<Profile> {
        settings::profile(&self.conn)
    }

    /// Returns the profile with the number of accounts of each fit.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn profile_detail(&self) -> Result<ProfileDetail> {
        let counted = [Fit::In, Fit::Edge, Fit::Unknown, Fit::Out]
            .into_iter()
            .map(|fit| Ok((fit, accounts::count_listed(&self.conn, Some(fit))?)));
        Ok(ProfileDetail { profile: self.profile()?, fits: counted.collect::<Result<_>>()? })
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

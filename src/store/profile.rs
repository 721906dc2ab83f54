//! The ideal customer profile, and the recomputed fit of every account when it changes.

use super::book::settings;
use super::error::{Result, StoreError};
use super::tables::{accounts, drafts, reps};
use super::{Store, derive};
use crate::domain::account::profile::{Fit, Profile, RuleEdit};
use crate::domain::query::ProfileDetail;

/// What is said of a rule that is not in the profile any more.
const RULE_GONE: &str = "This rule was changed or removed elsewhere meanwhile.";

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

    /// Adds, changes or removes one rule of the profile as it is by now, and drops the form's drafts. One action.
    ///
    /// # Errors
    /// When the rule was changed or removed elsewhere meanwhile, or when the book cannot be written.
    pub fn edit_profile(&mut self, edit: &RuleEdit) -> Result<()> {
        self.action("setting the profile", |write| {
            "changed the profile".clone_into(&mut write.label);
            let mut profile = settings::profile(write.conn)?;
            if !edit.apply(&mut profile.rules) {
                return Err(StoreError::refused(RULE_GONE));
            }
            let text = serde_json::to_string(&profile).map_err(|error| StoreError::refused(error.to_string()))?;
            drafts::finish_all(write, &edit.drafts)?;
            reps::set(write, settings::PROFILE, &text)?;
            write.profile_changed();
            derive::refit(write)
        })
    }
}

//! Openers: drafting from templates, and how long one takes to say.

use serde::{Deserialize, Serialize};

use super::trigger::{Origin, Scope};

/// Words a minute when nobody timed the rep: an assumption, shown as one.
pub const DEFAULT_WPM: u16 = 150;

/// A way to begin, filled with what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stable key: the file's name.
    #[serde(default)]
    pub key: String,
    /// What people read.
    pub title: String,
    /// The scopes it suits; empty means any.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// The origin it suits.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// The kinds it suits; empty means any of its scopes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The text, with `{{ contact.called }}`, `{{ account.name }}`, `{{ trigger.headline }}`, `{{ plan.impact }}` …
    pub text: String,
}

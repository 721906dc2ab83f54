//! An opener template and its file.

use serde::{Deserialize, Serialize};

use crate::domain::trigger::{Origin, Scope};

/// A way to begin, filled with what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stable key: the file's name.
    #[serde(default)]
    pub key: String,
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

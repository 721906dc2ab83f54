//! An opener template and its file.

use serde::{Deserialize, Serialize};

use crate::domain::trigger::{Origin, Scope};

/// A template for an opener, filled with what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Key: the file's name without its extension.
    #[serde(default)]
    pub key: String,
    pub title: String,
    /// Scopes that the template suits; empty for any.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// Origin that the template suits; `None` for any.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// Kinds that the template suits; empty for any kind of its scopes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Text of the template, with `{{ contact.called }}`, `{{ account.name }}`, `{{ trigger.headline }}`, `{{
    /// plan.impact }}` …
    pub text: String,
}

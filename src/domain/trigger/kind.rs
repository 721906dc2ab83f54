//! Kinds of triggers: strength, onset, half-life and expiry of each. They are data, and a team can add its own.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Origin, STRONGEST, Scope};
use crate::domain::toml_error::{fault, fault_at};

/// A kind of trigger with its defaults, which are shown as "default, not measured".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable key in `snake_case`.
    pub key: String,
    /// Name for people: "new leader".
    pub label: String,
    pub scope: Scope,
    #[serde(default)]
    pub origin: Origin,
    /// Strength, 1–5; 0 for a seller's reason.
    pub strength: u8,
    /// Days until a trigger of this kind peaks.
    pub onset: u16,
    /// Days after the peak within which it loses half.
    pub half_life: u16,
    /// Days after which a trigger of this kind is worth nothing.
    pub expiry: u16,
    /// True if the kind is never enough alone: a download, a newsletter open.
    #[serde(default)]
    pub weak: bool,
    /// True if the kind is bad news for the prospect, so that congratulations are wrong.
    #[serde(default)]
    pub sensitive: bool,
    /// Remark on the kind: what it is good for, or where it is found.
    #[serde(default)]
    pub note: String,
}

/// All kinds, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(pub Vec<Kind>);

impl Kinds {
    /// Returns the built-in kinds.
    pub fn builtin() -> &'static Kinds {
        static BUILTIN: OnceLock<Kinds> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Kinds::parse(include_str!("../../../assets/kinds.toml")).expect("the shipped kinds are read by a test")
        })
    }

    /// Parses a file of kinds. The error is one sentence that begins with the line.
    pub fn parse(toml: &str) -> Result<Kinds, String> {
        let file: KindsFile = toml::from_str(toml).map_err(|error| fault(toml, &error))?;
        let mut kinds: Vec<Kind> = Vec::with_capacity(file.kind.len());
        for entry in file.kind {
            let start = entry.span().start;
            let kind = entry.into_inner();
            if let Some(problem) = kind_problem(&kind, &kinds) {
                return Err(fault_at(toml, start, &problem));
            }
            kinds.push(kind);
        }
        Ok(Kinds(kinds))
    }

    /// Finds the kind with this key.
    pub fn get(&self, key: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.key == key)
    }

    /// Returns the kind with this key, else the kind `other`: a book may have kinds that this program does not know.
    pub fn get_or_other(&self, key: &str) -> &Kind {
        self.get(key)
            // Read by itself a team's file has its own kinds and no `other`.
            .or_else(|| self.get("other"))
            .or_else(|| Kinds::builtin().get("other"))
            .expect("the shipped kinds hold `other`")
    }

    /// Adds a team's own kinds: one with a known key replaces it, others are added.
    #[must_use]
    pub fn overlay(mut self, team: Kinds) -> Kinds {
        for kind in team.0 {
            match self.0.iter_mut().find(|known| known.key == kind.key) {
                Some(known) => *known = kind,
                None => self.0.push(kind),
            }
        }
        self
    }
}

/// Returns what is wrong with a kind, in one sentence without its line; `None` if it is valid.
fn kind_problem(kind: &Kind, before: &[Kind]) -> Option<String> {
    let key = &kind.key;
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Some(format!("the key `{key}` must be lower-case letters, digits and _"));
    }
    if before.iter().any(|known| known.key == *key) {
        return Some(format!("the kind `{key}` is defined twice: remove one"));
    }
    if kind.label.trim().is_empty() {
        return Some(format!("the kind `{key}` has an empty label: give it two or three plain words"));
    }
    if kind.strength > STRONGEST {
        return Some(format!("the kind `{key}` has strength {}: it goes from 0 to {STRONGEST}", kind.strength));
    }
    None
}

/// The file of kinds: one `[[kind]]` table each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    #[serde(default)]
    kind: Vec<toml::Spanned<Kind>>,
}

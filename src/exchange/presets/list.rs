//! The shipped presets for people to read.

use serde::Serialize;

use crate::domain::query::ImportKind;

use super::builtin::{layouts, presets};

/// One shipped preset: which columns of that export are read, as which fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShippedPreset {
    /// What `--preset` takes.
    pub name: &'static str,
    /// The system that its ids belong to.
    pub source: Option<&'static str>,
    /// What it knows, kind by kind.
    pub knows: Vec<(ImportKind, Vec<PresetField>)>,
}

/// The columns that a preset reads as one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresetField {
    /// The key of the field: what `--map` takes.
    pub field: &'static str,
    /// Names of columns, best first.
    pub columns: Vec<String>,
}

/// Every shipped preset.
pub fn shipped_presets() -> Vec<ShippedPreset> {
    use crate::domain::query::ImportKind::{Accounts, Calls, Contacts, DoNotCall, Triggers};
    let knows = |place: usize, kind: ImportKind| {
        let fields: Vec<PresetField> = layouts(kind)
            .get(place)?
            .read()
            .map(|(field, columns)| PresetField { field, columns: columns.to_vec() })
            .collect();
        (!fields.is_empty()).then_some((kind, fields))
    };
    let listed = presets().iter().enumerate().map(|(place, preset)| ShippedPreset {
        name: &preset.name,
        source: preset.source.as_deref(),
        knows: [Accounts, Contacts, Triggers, Calls, DoNotCall].into_iter().filter_map(|k| knows(place, k)).collect(),
    });
    listed.collect()
}

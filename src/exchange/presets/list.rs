//! Lists the built-in presets for people to read.

use serde::Serialize;

use crate::domain::query::ImportKind;

use super::builtin::{layouts, presets};

/// A built-in preset: which columns of that export are read as which fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShippedPreset {
    /// Name of the preset, as `--preset` takes it.
    pub name: &'static str,
    /// Name of the system that gave the ids.
    pub source: Option<&'static str>,
    /// Fields that the preset maps, for each kind of import.
    pub knows: Vec<(ImportKind, Vec<PresetField>)>,
}

/// The columns that a preset reads as one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresetField {
    /// Key of the field, as `--map` takes it.
    pub field: &'static str,
    /// Names of the columns, best first.
    pub columns: Vec<String>,
}

/// Returns every built-in preset.
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

//! Maps the columns of a file to fields, by the most similar known export. The names are in `assets/presets.toml`.

mod barring;
mod builtin;
mod columns;
mod header_words;
mod layoff_columns;
mod list;
mod similarity;
pub(super) mod trigger_kinds;

pub use list::{PresetField, ShippedPreset, shipped_presets};
pub use similarity::is_shipped;

pub(super) use builtin::{Preset, distinctive_fields, expected_names, fields_of, key, something_else};
pub(super) use columns::{FieldColumns, check_map};
pub(super) use similarity::check_name;

//! Columns of a file → fields of the book, by the kind of export that the file is most like. The names are data:
//! `assets/presets.toml`.

mod columns;
mod likeness;
mod listed;
mod shipped;

pub use likeness::is_shipped;
pub use listed::{PresetField, ShippedPreset, shipped_presets};

pub(super) use columns::{Columns, check_map};
pub(super) use likeness::check_name;
pub(super) use shipped::{Preset, expected, fields_of, key, something_else, telling};

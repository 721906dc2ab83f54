//! Columns of a file → fields of the book, by the kind of export that the file is most like. The names are data:
//! `assets/presets.toml`.

mod columns;
mod likeness;
mod shipped;

pub(super) use columns::{Columns, check_map};
pub(super) use likeness::{PLAIN, check_name, names};
pub(super) use shipped::{Preset, expected, fields_of, key, telling};

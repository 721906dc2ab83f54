//! Which stored row an imported one is: by identifier, by name, by address; and how the two are merged field by field.
//!
//! The rules of likeness are `domain::matching`; this folder asks the indexes.

pub(super) mod accounts;
pub(super) mod contacts;
pub(super) mod match_result;
pub(super) mod mentions;
pub(super) mod merge_fields;
pub(super) mod row_set;
pub(super) mod triggers;

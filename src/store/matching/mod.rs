//! Matches imported rows to stored ones by identifier, name or address, and merges the two field by field.
//!
//! The rules of similarity are in `domain::matching`; this folder looks up candidates in the indexes.

pub(super) mod accounts;
pub(super) mod contacts;
pub(super) mod match_result;
pub(super) mod mentions;
pub(super) mod merge_fields;
pub(super) mod row_set;
pub(super) mod triggers;

//! Read models of touches beside calls.

use serde::Serialize;

use crate::domain::touch::Touch;

/// A touch as histories show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TouchRow {
    pub touch: Touch,
    /// Name of the person.
    pub contact: String,
    pub rep: String,
}

//! Calls made in spite of a block, as the manager reads them.

use serde::Serialize;

use super::call::Override;
use super::rows::CallRow;

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overridden {
    /// The call with its latest values.
    pub call: CallRow,
    /// Each block that was lifted, with the reason typed.
    pub lifted: Vec<Override>,
}

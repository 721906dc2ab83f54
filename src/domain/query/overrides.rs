//! Calls that were made despite a block, for the manager.

use serde::Serialize;

use super::CallRow;
use crate::domain::call::Override;

/// A call that was made despite a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverriddenCall {
    /// The call with its latest values.
    pub call: CallRow,
    /// Each overridden block, with the reason given.
    pub lifted: Vec<Override>,
}

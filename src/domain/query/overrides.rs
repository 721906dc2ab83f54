//! Calls that overrode a guard's block, for the manager.

use serde::Serialize;

use super::CallRow;
use crate::domain::call::Override;

/// A call that overrode a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverriddenCall {
    /// The call with its latest values.
    pub call: CallRow,
    /// Each overridden block, with the reason given.
    pub lifted: Vec<Override>,
}

//! The profile, and how many accounts it leaves.

use super::Total;
use crate::domain::account::profile::{Fit, Profile};

/// The profile, with the accounts of each fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDetail {
    pub profile: Profile,
    /// Number of accounts by fit: in, edge, unknown, out.
    pub fits: Vec<(Fit, Total)>,
}

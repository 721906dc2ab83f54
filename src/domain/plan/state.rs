//! State of a plan in lists: ready, or how much is missing.

use serde::Serialize;

use super::PlanField;
use super::readiness::MissingFields;
use crate::domain::ids::PlanId;

/// State of a plan: ready, or how much is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanState {
    pub id: PlanId,
    /// Number of missing things; 0 means ready.
    pub missing: u16,
    /// Fields in which something is missing.
    pub lacks: MissingFields,
    /// Read-aloud seconds of the opener.
    pub seconds: u16,
}

impl PlanState {
    /// Describes the state: "plan ready, 24 s", or "plan lacks impact on them, purpose".
    pub fn says(&self) -> String {
        if self.missing == 0 {
            return format!("plan ready, {} s", self.seconds);
        }
        let names: Vec<&str> = self.lacks.fields().map(PlanField::words).collect();
        if names.is_empty() {
            format!("plan lacks {} things", self.missing)
        } else {
            format!("plan lacks {}", names.join(", "))
        }
    }
}

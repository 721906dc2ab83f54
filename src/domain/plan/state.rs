//! What a list says of a plan: ready, or how much is missing.

use serde::Serialize;

use super::PlanField;
use super::readiness::MissingFields;
use crate::domain::ids::PlanId;

/// Ready, or how much is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanState {
    pub id: PlanId,
    /// Things missing; 0 is ready.
    pub missing: u16,
    /// The fields that they are missing from.
    pub lacks: MissingFields,
    /// Read-aloud seconds of its opener.
    pub seconds: u16,
}

impl PlanState {
    /// "plan ready, 24 s", or what is missing by the fields' names: "plan lacks impact on them, purpose".
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

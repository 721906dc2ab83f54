//! Phrases that several commands share.

use crate::domain::plan::state::PlanState;
use crate::domain::reason::guard::{Guard, Weight};

/// "plan ready, 24 s", "plan lacks impact on them, purpose", "no plan".
pub(super) fn plan(state: Option<PlanState>) -> String {
    state.map_or_else(|| "no plan".into(), |state| state.says())
}

/// Formats a guard: "stop: They asked not to be called.", "careful: 3 touches …".
pub(super) fn guard(guard: &Guard) -> String {
    let weight = match guard.weight {
        Weight::Block => "stop",
        Weight::Warn => "careful",
    };
    format!("{weight}: {}", guard.says)
}

/// Joins the parts that are not empty with commas.
pub(super) fn join_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

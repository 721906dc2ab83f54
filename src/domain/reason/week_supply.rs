//! Whether the week has enough reasons: first reasons, then plans, then calls.

use crate::domain::text::{first_and_more, pluralize, thousands};
use serde::{Deserialize, Serialize};

/// Calls planned for a week unless the settings say otherwise: four a working day. A default, not advice.
pub const CALLS: u32 = 20;
/// Days within which an industry of the profile should have had a trigger.
pub const LATELY: i64 = 30;

/// Counts of a week: reasons, plans, calls.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WeekSupply {
    /// Accounts with a reason to be called.
    pub reasons: usize,
    /// Plans that are ready.
    pub ready: usize,
    /// Calls and attempts since Monday.
    pub calls: u32,
    /// Calls planned for the week.
    pub wanted: u32,
    /// True if that number is the default.
    pub wanted_by_default: bool,
    /// Industries of the profile without a recent trigger, in the profile's words.
    pub bare: Vec<String>,
}

impl WeekSupply {
    /// Returns how many reasons are missing for the calls that are still planned.
    pub fn short(&self) -> usize {
        // Calls that were made took their reason with them.
        let left = self.wanted.saturating_sub(self.calls);
        usize::try_from(left).unwrap_or(usize::MAX).saturating_sub(self.reasons)
    }

    /// Describes the week in one line; `short` leaves out where the planned number of calls comes from.
    pub fn says(&self, short: bool) -> String {
        if short {
            return format!(
                "{} · {} · {} of {} calls",
                pluralize(self.reasons, "reason", "reasons"),
                pluralize(self.ready, "plan", "plans"),
                thousands(self.calls),
                thousands(self.wanted)
            );
        }
        let by_default = if self.wanted_by_default { " (default)" } else { "" };
        format!(
            "{} · {} · {} of {}{by_default} calls this week",
            pluralize(self.reasons, "live reason", "live reasons"),
            pluralize(self.ready, "ready plan", "ready plans"),
            thousands(self.calls),
            thousands(self.wanted)
        )
    }

    /// Returns how many reasons are missing, in words; `None` if there are enough.
    pub fn short_says(&self) -> Option<String> {
        let short = self.short();
        (short > 0).then(|| format!("{} short of the calls left", pluralize(short, "reason", "reasons")))
    }

    /// Returns the industries without a trigger, in one line of at most `most` names; `None` if there are none.
    pub fn bare_says(&self, most: usize) -> Option<String> {
        let named = first_and_more(&self.bare, most);
        (!named.is_empty()).then(|| format!("No reason found in {LATELY} days in: {named}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_says_its_reasons_first_and_what_is_missing() {
        let week =
            WeekSupply { reasons: 14, ready: 6, calls: 4, wanted: 10, wanted_by_default: false, bare: Vec::new() };
        let default =
            WeekSupply { reasons: 1, ready: 1, calls: 0, wanted: CALLS, wanted_by_default: true, bare: Vec::new() };
        for (week, short, says) in [
            (&week, false, "14 live reasons · 6 ready plans · 4 of 10 calls this week"),
            (&week, true, "14 reasons · 6 plans · 4 of 10 calls"),
            (&default, false, "1 live reason · 1 ready plan · 0 of 20 (default) calls this week"),
            (&default, true, "1 reason · 1 plan · 0 of 20 calls"),
            (&WeekSupply { reasons: 0, calls: 12, ..week.clone() }, true, "0 reasons · 6 plans · 12 of 10 calls"),
        ] {
            assert_eq!(week.says(short), says);
        }
        assert_eq!(default.short_says().as_deref(), Some("19 reasons short of the calls left"));
        assert_eq!(WeekSupply { calls: 12, ..week }.short_says(), None);
    }

    #[test]
    fn industries_without_a_reason_are_named_and_counted() {
        let bare = |names: &[&str]| WeekSupply {
            bare: names.iter().map(|name| (*name).to_owned()).collect(),
            ..WeekSupply::default()
        };
        assert_eq!(bare(&[]).bare_says(3), None);
        assert_eq!(bare(&["Foods"]).bare_says(3).as_deref(), Some("No reason found in 30 days in: Foods"));
        let many = bare(&["A", "B", "C"]).bare_says(2);
        assert_eq!(many.as_deref(), Some("No reason found in 30 days in: A, B and 1 more"));
    }
}

//! The call clock: the call in progress, and calls that ended and are not logged yet.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Override;
use crate::domain::dates::{Leaning, moment_typed};
use crate::domain::ids::ContactId;

/// Parses the time at which a call was made; a weekday is the last one.
///
/// # Errors
/// A sentence for the rep if the text is no time, or a time ahead.
pub fn made_at(text: &str, now: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, String> {
    let at = moment_typed(text, now, now.offset(), Leaning::Past)?;
    if at > now {
        let day = if at.date_naive() == now.date_naive() { "%H:%M" } else { "%-d %b %H:%M" };
        return Err(format!("{} is still ahead: a call is logged when it was made.", at.format(day)));
    }
    Ok(at)
}

/// A call in progress; stored in the book, so that its clock survives the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub contact: ContactId,
    pub name: String,
    pub since: DateTime<FixedOffset>,
    /// Blocks that were overridden for this call.
    pub overrides: Vec<Override>,
    /// Keys of the cautions that were passed.
    #[serde(default)]
    pub asked: Vec<String>,
}

/// A call whose clock was stopped and that is not logged; stored in the book until it is logged or dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnfinishedCall {
    /// The call as its clock ran; person and start identify it.
    pub ran: Running,
    /// Length of the call in seconds.
    pub seconds: u32,
}

impl UnfinishedCall {
    /// Returns a line: "unfinished call with Ane Lund, 4:12, 09:10"; with the day if it is not `today`.
    pub fn words(&self, today: NaiveDate) -> String {
        let Running { name, since, .. } = &self.ran;
        let at = if since.date_naive() == today { since.format("%H:%M") } else { since.format("%a %-d %b %H:%M") };
        format!("unfinished call with {name}, {}:{:02}, {at}", self.seconds / 60, self.seconds % 60)
    }
}

impl Running {
    /// Returns the unfinished call that ends at an instant.
    pub fn end(self, at: DateTime<FixedOffset>) -> UnfinishedCall {
        // Where the system's clock was put back during the call: no length rather than a wrong one.
        let seconds = u32::try_from((at - self.since).num_seconds()).unwrap_or(0);
        UnfinishedCall { ran: self, seconds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_call_is_read_as_people_write_it_and_never_lies_ahead() {
        let now = DateTime::parse_from_rfc3339("2026-03-12T16:00:00+01:00").unwrap();
        for (text, expected) in [
            ("14:30", "2026-03-12T14:30:00+01:00"),
            ("yesterday 9:05", "2026-03-11T09:05:00+01:00"),
            ("2026-03-02 10:00", "2026-03-02T10:00:00+01:00"),
            ("2026-03-02T10:00", "2026-03-02T10:00:00+01:00"),
            ("2026-03-02T10:00:00+09:00", "2026-03-02T10:00:00+09:00"),
            ("2:30 p.m.", "2026-03-12T14:30:00+01:00"),
            ("yesterday 4pm", "2026-03-11T16:00:00+01:00"),
            ("mon 14:00", "2026-03-09T14:00:00+01:00"),
            ("2h ago", "2026-03-12T14:00:00+01:00"),
        ] {
            assert_eq!(made_at(text, now).unwrap().to_rfc3339(), expected, "{text}");
        }
        assert_eq!(made_at("17:30", now).unwrap_err(), "17:30 is still ahead: a call is logged when it was made.");
        for text in ["2026-04-01 10:00", "soonish", "25:00", ""] {
            assert!(made_at(text, now).is_err(), "{text}");
        }
    }

    #[test]
    fn an_unfinished_call_says_with_whom_how_long_and_when() {
        let since = DateTime::parse_from_rfc3339("2026-03-12T09:10:00+01:00").unwrap();
        let ran = Running {
            contact: ContactId::default(),
            name: "Ane Lund".to_owned(),
            since,
            overrides: Vec::new(),
            asked: Vec::new(),
        };
        let call = ran.end(since + chrono::TimeDelta::seconds(252));
        let day = since.date_naive();
        assert_eq!(call.words(day), "unfinished call with Ane Lund, 4:12, 09:10");
        assert_eq!(call.words(day.succ_opt().unwrap()), "unfinished call with Ane Lund, 4:12, Thu 12 Mar 09:10");
        assert_eq!(call.ran.end(since - chrono::TimeDelta::seconds(9)).seconds, 0, "a clock that was set back");
    }
}

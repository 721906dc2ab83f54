//! Accounts that do not answer, that were talked to, and that rest until a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{ContactId, TriggerId};

/// Number of unanswered touches at which an account counts as not answering.
///
/// Source: a proposal of this program, after the swarm guard: a fourth try with nothing new is a nudge, not a reason.
pub const UNANSWERED: usize = 3;

/// Unanswered touches since the last conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoAnswerStreak {
    /// Number of touches since the last conversation, or ever.
    pub touches: usize,
    /// Day of the last of these touches.
    pub last: NaiveDate,
    /// Headline of a live trigger that came up after the last touch and is a reason of its own.
    pub new_reason: Option<String>,
}

/// A rest: the account is not called before a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// First day on which it may be called again.
    pub until: NaiveDate,
    pub because: String,
}

/// A touch without an answer, and what it offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnansweredTouch {
    /// Day of the touch.
    pub on: NaiveDate,
    pub contact: String,
    /// How far the call got, or what it was beside a call: "voicemail", "e-mail sent".
    pub how: String,
    /// Headline of the trigger it stood on; empty if there was none.
    pub trigger: String,
    /// What the plan or the note offered to the prospect; empty if nothing was written.
    pub value: String,
}

/// Something to do other than one more call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum NextOption {
    /// Call another person, whom nobody tried since.
    Person {
        contact: ContactId,
        name: String,
        /// Headline of a live trigger about the person; empty if there is none.
        reason: String,
    },
    /// Use a live trigger of a scope that was not used.
    Scope {
        trigger: TriggerId,
        /// The scope in words.
        scope: String,
        headline: String,
    },
}

/// The block on calls of an account's screen: unanswered, had, or not to be made for a while.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoAnswerDetail {
    /// The account's rest, if it rests.
    pub rest: Option<Rest>,
    /// Day on which somebody was talked to, if nothing happened to them since: Today leaves them alone.
    pub talked: Option<NaiveDate>,
    /// The latest unanswered touches; `None` if the account answers.
    pub silence: Option<NoAnswerStreak>,
    /// Touches since the account last answered, newest first.
    pub tried: Vec<UnansweredTouch>,
    /// Options other than one more try.
    pub ways: Vec<NextOption>,
}

impl NoAnswerDetail {
    /// Returns one sentence for the rep if Today leaves the account alone because somebody was talked to.
    pub fn talked_says(&self) -> Option<String> {
        let day = self.talked?.format("%-d %b %Y");
        Some(format!("Talked to on {day}; nothing new happened to them since, so Today leaves them alone."))
    }
}

impl NoAnswerStreak {
    /// Returns true if one more call would be a nudge: enough tries, and nothing new since.
    pub fn is_enough(&self) -> bool {
        self.touches >= UNANSWERED && self.new_reason.is_none()
    }

    /// Returns one sentence for the rep.
    pub fn says(&self) -> String {
        let last = self.last.format("%-d %b %Y");
        match &self.new_reason {
            Some(reason) => format!("{} touches unanswered; new since {last}: {reason}.", self.touches),
            None => {
                format!("{} touches unanswered, and nothing new since {last}: one more is a nudge.", self.touches)
            }
        }
    }
}

impl Rest {
    /// Returns true if the account rests on a day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        on < self.until
    }

    /// Returns one sentence for the rep.
    pub fn says(&self) -> String {
        let because = self.because.trim().trim_end_matches('.');
        let because = if because.is_empty() { String::new() } else { format!(": {because}") };
        format!("Resting until {}{because}.", self.until.format("%-d %b %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn three_touches_without_an_answer_and_without_news_are_enough() {
        for (touches, new_reason, enough) in
            [(2, None, false), (3, None, true), (7, None, true), (3, Some("A new plant was opened".to_owned()), false)]
        {
            assert_eq!(NoAnswerStreak { touches, last: day(2), new_reason }.is_enough(), enough, "{touches}");
        }
    }

    #[test]
    fn a_rest_ends_on_its_day() {
        let rest = Rest { until: day(9), because: "budget round. ".to_owned() };
        assert_eq!([day(8), day(9), day(10)].map(|on| rest.holds(on)), [true, false, false]);
        assert_eq!(rest.says(), "Resting until 9 Mar 2026: budget round.");
        assert_eq!(Rest { because: String::new(), ..rest }.says(), "Resting until 9 Mar 2026.");
    }
}

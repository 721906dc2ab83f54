//! The checklist beside the opener: about ten lines, always the same ones.

use serde::{Deserialize, Serialize};

/// State of a line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// The opener meets the requirement.
    Ok,
    /// The opener should be improved in this respect.
    Warn,
    /// An error: the opener is not ready.
    Error,
    /// The requirement cannot be judged: there is no text, or nothing is known about the prospect.
    NotApplicable,
}

/// One line of the checklist beside the opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistMark {
    /// Key of the line: `their_fact`, `one_ask`.
    pub rule: String,
    /// Text of the line: "names a fact about them".
    pub words: String,
    /// Whether the opener meets the requirement.
    pub state: MarkState,
}

/// A line of the checklist, and what it needs to be judged.
pub(super) struct CheckLine {
    pub key: &'static str,
    pub words: &'static str,
    pub needs: Needs,
}

/// What a line needs before it can be judged.
#[derive(Clone, Copy)]
pub(super) enum Needs {
    Text,
    Fact,
    Ask,
    Evidence,
}

// The keys are named in playbooks, shipped and teams' own: one that is renamed makes their files unreadable.
pub(super) const LINES: [CheckLine; 11] = [
    CheckLine { key: "their_fact", words: "names a fact about them", needs: Needs::Text },
    CheckLine { key: "dated", words: "says when it happened", needs: Needs::Fact },
    CheckLine { key: "impact", words: "says what it means for them", needs: Needs::Fact },
    CheckLine { key: "waiting", words: "says what waiting costs", needs: Needs::Fact },
    CheckLine { key: "them_first", words: "about them more than us", needs: Needs::Text },
    CheckLine { key: "purpose", words: "says what the call is for", needs: Needs::Text },
    CheckLine { key: "one_ask", words: "asks one thing", needs: Needs::Text },
    CheckLine { key: "easy_no", words: "easy to say no to", needs: Needs::Ask },
    CheckLine { key: "respect", words: "no filler, no pressure, no blame", needs: Needs::Text },
    CheckLine { key: "supported", words: "every figure is backed", needs: Needs::Evidence },
    CheckLine { key: "sayable", words: "complete and short enough to say", needs: Needs::Text },
];

/// Returns the keys that a playbook may use.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.key)
}

pub(super) fn is_known(key: &str) -> bool {
    keys().any(|known| known == key)
}

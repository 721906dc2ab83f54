//! The checklist beside the opener: about ten lines, always the same ones.

use serde::{Deserialize, Serialize};

/// State of a line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// The opener does this.
    Ok,
    /// Worth a look.
    Warn,
    /// Not ready to be said.
    Error,
    /// Cannot be judged here: no text, or nothing known about them.
    NotApplicable,
}

/// One line of the checklist beside the opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistMark {
    /// Stable name of the mark: `their_fact`, `one_ask`.
    pub rule: String,
    /// What people read: "names a fact about them".
    pub words: String,
    /// Does the opener do it?
    pub state: MarkState,
}

/// A line of the checklist and the rules that speak to it by default.
pub(super) struct CheckLine {
    pub key: &'static str,
    pub words: &'static str,
    pub needs: Needs,
}

/// The evidence a line needs before it can be judged.
#[derive(Clone, Copy)]
pub(super) enum Needs {
    Text,
    Fact,
    Ask,
    Evidence,
}

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

/// The keys a playbook may use.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.key)
}

pub(super) fn is_known(key: &str) -> bool {
    keys().any(|known| known == key)
}

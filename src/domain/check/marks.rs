//! The checklist beside the opener: ten or so lines, always the same, whatever was found.

use super::reading::Reading;
use super::{Finding, Mark, MarkState, Severity};

/// A line of the checklist and the rules that speak to it by default.
struct Line {
    key: &'static str,
    words: &'static str,
    needs: Needs,
}

/// What a line needs to be judged at all.
#[derive(Clone, Copy)]
enum Needs {
    Text,
    Fact,
    Ask,
    Evidence,
}

const LINES: [Line; 11] = [
    Line { key: "their_fact", words: "names a fact about them", needs: Needs::Text },
    Line { key: "dated", words: "says when it happened", needs: Needs::Fact },
    Line { key: "impact", words: "says what it means for them", needs: Needs::Fact },
    Line { key: "waiting", words: "says what waiting costs", needs: Needs::Fact },
    Line { key: "them_first", words: "about them more than us", needs: Needs::Text },
    Line { key: "purpose", words: "says what the call is for", needs: Needs::Text },
    Line { key: "one_ask", words: "asks one thing", needs: Needs::Text },
    Line { key: "easy_no", words: "easy to say no to", needs: Needs::Ask },
    Line { key: "respect", words: "no filler, no pressure, no blame", needs: Needs::Text },
    Line { key: "supported", words: "every figure is backed", needs: Needs::Evidence },
    Line { key: "sayable", words: "complete and short enough to say", needs: Needs::Text },
];

/// Where a rule's finding shows when the playbook does not say.
const DEFAULT: &str = "respect";

/// The keys a playbook may use.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.key)
}

pub(super) fn is_known(key: &str) -> bool {
    keys().any(|known| known == key)
}

/// The checklist for what was found.
pub(super) fn marks(reading: &Reading, findings: &[Finding]) -> Vec<Mark> {
    LINES
        .iter()
        .map(|line| {
            let state = state(reading, findings, line);
            Mark { rule: line.key.to_owned(), words: line.words.to_owned(), state }
        })
        .collect()
}

fn state(reading: &Reading, findings: &[Finding], line: &Line) -> MarkState {
    if reading.words.words.is_empty() {
        return MarkState::NotApplicable;
    }
    let mark_of = |finding: &Finding| {
        reading.playbook.rules.get(&finding.rule).and_then(|rule| rule.mark.as_deref()).unwrap_or(DEFAULT) == line.key
    };
    match findings.iter().filter(|finding| mark_of(finding)).map(|finding| finding.severity).max() {
        Some(Severity::Error) => MarkState::Error,
        Some(Severity::Warning) => MarkState::Warn,
        None if judged(reading, line.needs) => MarkState::Ok,
        None => MarkState::NotApplicable,
    }
}

fn judged(reading: &Reading, needs: Needs) -> bool {
    match needs {
        Needs::Text => true,
        Needs::Fact => reading.fact.is_some(),
        Needs::Ask => super::asks::asks(reading).count > 0,
        Needs::Evidence => reading.has_evidence(),
    }
}

//! Marks each line of the checklist from the findings.

use super::checklist::{CheckLine, ChecklistMark, LINES, MarkState, Needs};
use super::parse::ParsedOpener;
use super::rules::asks::asks;
use crate::domain::plan::finding::{Finding, Severity};

/// Line under which a rule's finding is shown unless the playbook names another.
const DEFAULT: &str = "respect";

/// Returns the checklist for these findings.
pub(super) fn marks(reading: &ParsedOpener, findings: &[Finding]) -> Vec<ChecklistMark> {
    LINES
        .iter()
        .map(|line| {
            let state = state(reading, findings, line);
            ChecklistMark { rule: line.key.to_owned(), words: line.words.to_owned(), state }
        })
        .collect()
}

fn state(reading: &ParsedOpener, findings: &[Finding], line: &CheckLine) -> MarkState {
    if reading.words.words.is_empty() {
        return MarkState::NotApplicable;
    }
    let mark_of = |finding: &Finding| {
        reading.playbook.rules.get(&finding.rule).and_then(|rule| rule.mark.as_deref()).unwrap_or(DEFAULT) == line.key
    };
    // Severities are ordered: of several findings the gravest marks the line.
    match findings.iter().filter(|finding| mark_of(finding)).map(|finding| finding.severity).max() {
        Some(Severity::Error) => MarkState::Error,
        Some(Severity::Warning) => MarkState::Warn,
        None if can_judge(reading, line.needs) => MarkState::Ok,
        None => MarkState::NotApplicable,
    }
}

fn can_judge(reading: &ParsedOpener, needs: Needs) -> bool {
    match needs {
        Needs::Text => true,
        Needs::Fact => reading.fact.is_some(),
        Needs::Ask => asks(reading).count > 0,
        Needs::Evidence => reading.has_evidence(),
    }
}

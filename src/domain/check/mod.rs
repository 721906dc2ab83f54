//! The why-now check: requirements and faults of an opener, each with its place and advice.

mod checklist;
mod evidence;
mod marks;
mod parse;
mod playbook;
mod rules;
#[cfg(test)]
mod tests;

pub use super::plan::finding::{Finding, Severity};
pub use checklist::{ChecklistMark, MarkState};
pub use evidence::{Evidence, TriggerFact};
pub use playbook::Playbook;

use parse::fact::read;

/// What to mend in an opener, sorted by place; every place lies on character boundaries.
///
/// Structure is judged before words: a list of phrases alone caught 27 % of the bad texts it was tried on, while
/// asking whether a dated fact about *them* is named told good from bad.
pub fn check(opener: &str, evidence: &Evidence, playbook: &Playbook, wpm: u16) -> Vec<Finding> {
    rules::findings(&read(opener, evidence, playbook), wpm)
}

/// Seconds to say a text in the language of the playbook; `wpm` words a minute, 0 where nobody timed the rep.
pub fn seconds(text: &str, playbook: &Playbook, wpm: u16) -> f64 {
    rules::seconds(text, playbook, wpm)
}

/// The findings, and the checklist beside the opener, always the same lines in the same order: for a screen that shows
/// both on every key.
pub fn check_with_marks(
    opener: &str,
    evidence: &Evidence,
    playbook: &Playbook,
    wpm: u16,
) -> (Vec<Finding>, Vec<ChecklistMark>) {
    let reading = read(opener, evidence, playbook);
    let findings = rules::findings(&reading, wpm);
    let marks = marks::marks(&reading, &findings);
    (findings, marks)
}

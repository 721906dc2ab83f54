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
use parse::placeholders::without_gap_sentences;

/// Checks an opener and returns the findings, sorted by place; every place is on character boundaries.
///
/// Structure is judged before words: a list of phrases alone caught 27 % of the bad texts it was tried on, while asking
/// whether a dated fact about *them* is named told good from bad.
pub fn check(opener: &str, evidence: &Evidence, playbook: &Playbook, wpm: u16) -> Vec<Finding> {
    rules::findings(&read(opener, evidence, playbook), wpm)
}

/// Returns the seconds it takes to say a text in the playbook's language; `wpm` is the pace in words a minute, 0 if the
/// rep was not timed.
pub fn seconds(text: &str, playbook: &Playbook, wpm: u16) -> f64 {
    rules::seconds(text, playbook, wpm)
}

/// Returns the findings and the checklist beside the opener, which always has the same lines in the same order, for a
/// screen that shows both at every keystroke.
pub fn check_with_marks(
    opener: &str,
    evidence: &Evidence,
    playbook: &Playbook,
    wpm: u16,
) -> (Vec<Finding>, Vec<ChecklistMark>) {
    let reading = read(opener, evidence, playbook);
    let findings = rules::findings(&reading, wpm);
    let marks = match without_gap_sentences(opener) {
        None => marks::marks(&reading, &findings),
        // A line is kept by what is said: a sentence with a gap is not said yet.
        Some(said) => {
            let reading = read(&said, evidence, playbook);
            let of_said = rules::findings(&reading, wpm);
            marks::marks(&reading, &[findings.as_slice(), &of_said].concat())
        }
    };
    (findings, marks)
}

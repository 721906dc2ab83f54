//! Hides the names of reps, for a report in a team meeting.

use super::source::Report;

/// The report without names of reps: where a quote would give one away, it says nothing of who called.
pub(super) fn hidden(report: Report) -> Report {
    let mut report = Report { names_hidden: true, scorebook: report.scorebook.without_names(), ..report };
    for call in &mut report.quotes.calls {
        call.rep.clear();
    }
    report
}

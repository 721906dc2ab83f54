//! Hides the names of reps, for a report in a team meeting.

use crate::domain::ids::RepId;

use super::source::ReportSource;

/// Returns the report without names of reps; where a quote would reveal one, it does not say who called.
pub(super) fn hide_reps(report: ReportSource) -> ReportSource {
    let mut report = ReportSource { names_hidden: true, scorebook: report.scorebook.without_names(), ..report };
    for call in &mut report.quotes.calls {
        // The quotes too: whose call it was would give away whose line of the table is whose.
        call.rep.clear();
        call.rep_id = RepId::default();
    }
    report
}

//! What an import or a merge reads, how it is read, and what it reports.

pub mod feed;
pub mod merge_report;
pub mod options;
pub mod path_completion;
pub(super) mod report;

//! One file for each table: its columns, its SQL, reading and writing its rows, and the words by which a search finds
//! them.
//!
//! A table knows other tables by their keys only. What joins tables for a purpose is in that purpose's folder.

pub(super) mod accounts;
pub(super) mod calls;
pub(super) mod campaigns;
pub(super) mod contacts;
pub(super) mod do_not_call;
pub(super) mod drafts;
pub(super) mod feeds;
pub(super) mod name_words;
pub(super) mod opener_versions;
pub(super) mod plans;
pub(super) mod promises;
pub(super) mod reps;
pub(super) mod search_index;
pub(super) mod triggers;
pub(super) mod watch_words;

//! Rows on their way out: whole tables for an archive, pages for exports, and the columns that may travel.
//!
//! Reads only; knows no file and no format.

mod archive;
pub(super) mod archive_tables;
pub(super) mod columns;
pub(super) mod pages;

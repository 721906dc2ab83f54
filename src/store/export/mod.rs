//! Reads rows for exports: whole tables for an archive, pages for other files, and which columns go into other books.
//!
//! Reads only; knows no file and no file format.

mod archive;
pub(super) mod archive_tables;
pub(super) mod columns;
pub(super) mod pages;

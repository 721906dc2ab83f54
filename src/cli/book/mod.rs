//! Commands that maintain the book: duplicates, undo, verification, settings, the sample book.

pub(super) mod backup;
pub(super) mod config;
pub(super) mod dedupe;
pub(super) mod demo;
pub(super) mod doctor;
pub(super) mod journal;
pub(super) mod profile;
pub(super) mod restore;
pub(super) mod salvage;
pub(super) mod seal;

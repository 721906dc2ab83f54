//! Work that joins a file and the book: import, feeds, export, bundles, backups, the sample book. May not know the screen.

pub mod archive;
pub mod backup;
pub mod bundle;
pub mod bundle_lock;
pub mod damage;
pub mod demo;
pub mod doctor;
pub mod erasure;
pub mod export;
pub mod feeds;
pub mod file;
pub mod import;
pub mod session;
pub mod surroundings;
pub mod typed;

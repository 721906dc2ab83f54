//! One SQLite file, "the book": domain values in, domain values out; all SQL lives here.
//!
//! This folder knows no screen, no file format and no rule of a good call: rules come from `domain`, and what it derives
//! for sorting is computed by them. [`Store`] is for one thread; another window opens its own.
//!
//! | place | what it does |
//! |---|---|
//! | `book` | the open book: one write, its journal, settings, what ranks accounts |
//! | `catalog` | every table and column, and what the parts of the program do with it |
//! | `tables` | one file a table: rows in, rows out |
//! | `standing` | what speaks about calling somebody |
//! | `log` | calls and reviews: appended, chained, amended, filtered |
//! | `today`, `lists` | accounts by reason, the day and the week; pages and the search |
//! | `plans` | the plan before a call, and what it lacks |
//! | `derive.rs`, `profile.rs` | what follows from rows that people write, settled with each write; another profile |
//! | `file` | the SQLite file: opened, made, upgraded, copied |
//! | `erase`, `erasures.rs` | a person seen and erased, and kept erased; the marks that they are recognised by |
//! | `inbox`, `campaigns`, `duplicates`, `review`, `scorecards` | one feature each |
//! | `matching`, `import`, `undo.rs` | which row a file's row is; a file on its way in; an action taken back |
//! | `export`, `page.rs`, `sync` | rows on their way out; books that meet |
//! | `backup`, `salvage` | copies of the book: made, checked, thinned, put back; what can be read of a damaged one |
//! | `opening.rs`, `verify.rs`, `stamps.rs` | a book opened for good; whether it is whole; stamps of a wrong clock |
//! | `seal` | sealed books: recognised, unlocked; every connection to a file |
//! | `reserve.rs` | room for the last saves on a full disk |
//! | `sanitize.rs`, `convert.rs`, `cells.rs`, `chain_link.rs`, `error.rs` | what may be stored; values as SQLite stores them, written and read by the names of columns; a link of the chain; what went wrong |
//!
//! Folders use each other one way: a write does not know what follows from it, a table does not know who asks. Files of
//! one folder use each other freely.

mod backup;
mod book;
mod campaigns;
mod catalog;
mod cells;
mod chain_link;
mod convert;
mod derive;
mod duplicates;
mod erase;
mod erasures;
mod error;
mod export;
mod file;
mod import;
mod inbox;
mod lists;
mod log;
mod matching;
mod opening;
mod page;
mod plans;
mod profile;
mod reserve;
mod review;
mod salvage;
mod sanitize;
mod scorecards;
mod seal;
mod stamps;
mod standing;
mod sync;
mod tables;
#[cfg(test)]
mod tests;
mod today;
mod undo;
mod verify;

pub use backup::{
    Backup, BackupCheck, BackupResult, Backups, MissingCall, Occasion, Restored, StopFlag, free_bytes, megabytes,
};
pub use book::{LogResult, Mode, Rules, Store, UndoResult};
pub use error::{ErrorKind, Result, StoreError};
pub use export::archive_tables::WholeTable;
pub use export::pages::{DoNotCallEntry, ExportedCall, ExportedContact, ExportedTrigger};
pub use file::file_lock::keeps_locks;
pub(crate) use file::side_files::beside;
pub use file::side_files::{OF_SQLITE, beside_the_book, book_beside, folder_of};
pub use file::unfinished::{sample_name, sweep, unfinished};
pub use file::whole_book::is_whole_book;
pub use import::ImportSession;
pub use page::Page;
pub use salvage::{SalvageReport, SalvagedTable};
pub use seal::{ABSENT, IS_BUILT_IN, NewSeal, SealSecret, Sealing, is_locked, is_sealed, to_unlock, unlock};
pub use stamps::ClockWentBack;
pub use sync::bundle_read::Bundle;
pub use sync::restore_archive::ArchiveRestore;
pub use tables::promises::NamedPromise;

//! One SQLite file, "the book": domain values in, domain values out; all SQL lives here.
//!
//! This folder knows no screen, no file format and no rule of a good call: rules come from `domain`, and what it derives
//! for sorting is computed by them. [`Store`] is for one thread; another window opens its own.
//!
//! | file | what it does |
//! |---|---|
//! | `book`, `book_files`, `open`, `schema` | the open book; what stands beside it; opening, versions, the tables |
//! | `write`, `recording`, `journal`, `undo` | one write; what undo reads and does |
//! | `chain`, `chain_rows` | the chain over calls and reviews; whether one row of it is what was logged |
//! | `call_picks`, `reviewing` | which calls a selection finds, and a sample of them; what a manager reads beside one |
//! | `enter`, `convert` | what may enter; domain values as SQLite stores them |
//! | `accounts` … `settings` | one file a thing: SQL beside the function that uses it |
//! | `…_rows`, `…_lists` | its rows alone, which others read too; its lists, which read others |
//! | `call_facts`, `score`, `tallies` | what scorecards count of a call, and the rollups of it |
//! | `scorecards`, `spans`, `calibration`, `self_reviews` | scorecards of a period; its months and days; reviewer against rep; a rep's own week |
//! | `links`, `touch`, `silence`, `ranking`, `by_reason`, `refresh` | what ranks and sorts |
//! | `fulltext`, `search` | the search's own tables and language; what is found |
//! | `imports`, `call_imports`, `matching`, `spotting` | a file's rows and the book's; which accounts headlines name |
//! | `shared`, `share`, `bundle`, `merge…` | what travels between books; a bundle written, opened, merged |
//! | `whole…`, `gathered` | every row by name; rows that come back |
//! | `imports`, `matching`, `spotting` | a file's rows and the book's; which accounts headlines name |

mod book;
mod campaigns;
mod convert;
mod derive;
mod duplicates;
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
mod review;
mod sanitize;
mod scorecards;
mod standing;
mod sync;
mod tables;
#[cfg(test)]
mod tests;
mod today;
mod undo;
mod verify;

pub use book::{LogResult, Mode, Rules, Store, UndoResult};
pub use error::{ErrorKind, Result, StoreError};
pub use export::archive_tables::WHOLE;
pub use export::pages::{DoNotCallEntry, ExportedCall, ExportedContact, ExportedTrigger};
pub use file::side_files::{OF_SQLITE, beside_the_book};
pub use import::ImportSession;
pub use page::Page;
pub use sync::bundle_read::Bundle;
pub use sync::restore_archive::ArchiveRestore;
pub use tables::promises::NamedPromise;

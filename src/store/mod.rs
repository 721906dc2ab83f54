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

mod account_lists;
mod accounts;
mod barred;
mod batch;
mod book;
mod book_files;
mod bundle;
mod by_reason;
mod calibration;
mod call_facts;
mod call_imports;
mod call_log;
mod call_picks;
mod call_rows;
mod calls;
mod campaign_files;
mod campaign_picks;
mod campaign_rows;
mod campaigns;
mod chain;
mod chain_rows;
mod contact_lists;
mod contacts;
mod convert;
mod doubles;
mod drafts;
mod enough;
mod enter;
mod error;
mod export;
mod feeds;
mod fulltext;
mod gathered;
mod import_back;
mod import_lock;
mod import_parts;
mod imports;
mod inbox;
mod joining;
mod journal;
mod kinds;
mod known;
mod links;
mod matching;
mod matching_people;
mod matching_triggers;
mod merge;
mod merge_log;
mod merge_rows;
mod merge_settle;
mod merge_told;
mod merging;
mod open;
mod overridden;
mod plan_imports;
mod plans;
mod presets;
mod promises;
#[cfg(test)]
mod query_plans;
mod quiet;
mod quotes;
mod ranking;
mod recording;
mod refresh;
mod reviewing;
mod reviews;
mod schema;
mod score;
mod scorecards;
mod search;
mod seen;
mod self_reviews;
mod setting_rows;
mod settings;
mod share;
mod shared;
mod shared_domains;
mod sheets;
mod silence;
mod span;
mod spans;
mod spotting;
mod taking;
mod tallies;
mod today;
mod touch;
mod trays;
mod triage;
mod tried;
mod triggers;
mod twins;
mod undo;
mod verify;
mod watches;
mod weeks;
mod whole;
mod whole_tables;
mod wordings;
mod write;

pub use barred::Barred;
pub use book::{Done, Logged, Mode, Rules, Store};
pub use book_files::{OF_SQLITE, beside_the_book};
pub use bundle::Bundle;
pub use error::{ErrorKind, Result, StoreError};
pub use export::{Page, WholeCall, WholeContact, WholeTrigger};
pub use gathered::Gathered;
pub use imports::Importing;
pub use promises::WholePromise;
pub use whole_tables::WHOLE;

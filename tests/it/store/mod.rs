//! The book's behaviour, through its public functions only.

mod calls;
mod files;
mod guards;
mod imports;
mod lists;
mod long_imports;
mod meanwhile;
mod quotes;
mod reasons;
mod reviews;
mod scorecards;
mod text;
mod today;
mod undo;
mod verify;

//! The rules of a good call.
//!
//! Pure: this folder knows no clock, disk, SQL or screen. Its functions cannot fail; rules return findings.

pub mod account;
pub mod call;
pub mod campaign;
pub mod check;
pub mod clipping;
pub mod dialling;
pub mod duplicates;
pub mod elsewhere;
pub mod feed;
pub mod guard;
pub mod hours;
pub mod ids;
pub mod markdown;
pub mod matching;
pub mod measured;
pub mod merging;
pub mod minutes;
mod numerals;
pub mod opener;
pub mod overridden;
pub(crate) mod place;
pub mod plan;
pub mod profile;
pub mod quiet;
pub mod quotes;
pub mod reason;
pub mod review;
pub mod reviewing;
pub mod rows;
pub mod rubric;
pub mod scorecard;
pub mod selection;
pub mod self_review;
pub mod sheet;
pub mod silence;
pub mod span;
pub mod spotting;
pub mod text;
mod toml_fault;
pub mod triage;
pub mod trigger;
mod typed;
mod vocabulary;
pub mod watch;
pub mod week;

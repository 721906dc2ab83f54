//! The rules of a good call.
//!
//! Pure: this folder knows no clock, disk, SQL or screen. Its functions cannot fail; rules return findings.

pub mod account;
pub mod call;
pub mod campaign;
pub mod check;
pub mod guard;
pub mod ids;
pub mod matching;
mod numerals;
pub mod opener;
pub(crate) mod place;
pub mod plan;
pub mod profile;
pub mod reason;
pub mod review;
pub mod rows;
pub mod scorecard;
pub mod text;
mod toml_fault;
pub mod trigger;
mod typed;
mod vocabulary;

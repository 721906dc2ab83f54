//! The rules of a good call.
//!
//! Pure: this folder knows no clock, disk, SQL or screen. Its functions cannot fail; rules return findings.

pub mod account;
pub mod call;
pub mod call_sheet;
pub mod campaign;
pub mod capture;
pub mod check;
pub mod dates;
pub mod draft;
pub mod edit;
pub mod erasure;
pub(crate) mod fold;
pub mod ids;
pub mod import;
pub mod look_alike;
pub mod markdown;
pub mod matching;
pub mod mentions;
pub mod opener;
mod phrase;
pub mod plan;
pub mod progress;
pub mod query;
pub mod reason;
pub mod review;
pub mod scorecard;
pub mod text;
pub mod time_zone;
mod toml_error;
pub mod touch;
pub mod trigger;
mod vocabulary;
pub mod way_forward;
mod window;

//! A company name, ticker, CIK or domain → an account.

mod agreeing;
mod by;
mod common;
mod domains;
mod forms;
mod names;
mod places;
mod plain;
mod tickers;

pub use agreeing::names_agree;
pub use by::By;
pub use domains::domain_of;
pub(crate) use forms::is_legal_form;
pub(crate) use names::text_words;
pub use names::{core_key, differ_loosely, is_qualifier, name_key, other_names};
pub use places::{Places, places};
pub(crate) use plain::plain;
pub use tickers::{parse_cik, ticker_of};

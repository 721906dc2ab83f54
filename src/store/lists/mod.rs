//! Pages of accounts and people, an account's screen, and the search across everything.
//!
//! Reads only. The order by reason comes from `today`.

pub(super) mod accounts;
mod contacts;
mod person;
mod search;

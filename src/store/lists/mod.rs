//! Lists of accounts and people as pages, all that one screen shows of an account, and the search across everything.
//!
//! Reads only. The order by reason is that of `today`.

pub(super) mod accounts;
mod contacts;
mod search;

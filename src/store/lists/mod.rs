//! Lists of accounts and people as pages, and the search across everything.

pub(super) mod accounts;
mod contacts;
mod search;

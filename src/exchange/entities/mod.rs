//! Reads rows of a table as accounts, contacts, calls, triggers or do-not-call entries.
//!
//! Knows which columns mean what; the words in the cells are parsed by `cells` and `dates`.

pub(super) mod accounts;
mod call_legs;
mod call_times;
pub(super) mod calls;
pub(super) mod contacts;
pub(super) mod day_order;
mod dispositions;
pub(super) mod do_not_call;
mod layoff;
pub(super) mod own_clock;
mod register_ids;
pub(super) mod triggers;

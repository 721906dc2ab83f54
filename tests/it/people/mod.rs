//! People: how they are found, who left, what is promised to them, and touches that are no calls.

mod clocks;
mod companies_barred;
mod finding;
mod kept;
mod page;
mod promises;
mod touches;

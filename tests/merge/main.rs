//! Several reps, one manager, no server: bundles written, read, and merged.
#![expect(clippy::unwrap_used, reason = "a test says what broke by panicking")]

mod chain;
mod hostile;
mod order;
mod rows;
mod support;

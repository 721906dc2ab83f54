//! Several reps, one manager, no server: bundles written, read, and merged.
#![expect(clippy::unwrap_used, reason = "a test says what broke by panicking")]

mod chain;
mod doubles;
mod hostile;
mod order;
mod rows;

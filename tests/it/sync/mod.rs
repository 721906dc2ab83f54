//! Several reps, one manager, no server: bundles written, read, and merged.

mod chain;
mod doubles;
mod hostile;
#[cfg(feature = "lock")]
mod locked;
mod order;
mod rows;
mod taken_back;

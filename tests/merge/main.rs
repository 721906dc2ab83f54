//! Several reps, one manager, no server: bundles written, read, and merged.

mod chain;
mod hostile;
mod order;
mod rows;
mod support;

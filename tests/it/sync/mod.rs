//! Several reps, one manager, no server: bundles written, read, and merged.

mod chain;
mod doubles;
mod hostile;
mod order;
mod rows;
mod taken_back;

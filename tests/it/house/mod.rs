//! The house itself: which room may use which, and that every test is run.

mod forgotten;
mod layers;

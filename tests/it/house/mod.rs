//! The house itself: which room may use which.

mod layers;

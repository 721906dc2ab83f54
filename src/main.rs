//! The binary: parse, run, print the error chain once.
fn main() {}

//! The house itself: which room may use which, and that every test is run.

mod columns;
mod documented;
mod floors;
mod forgotten;
mod impls;
mod layers;
mod paths;
mod screens;
mod source;
mod statements;
mod unused;
mod words;

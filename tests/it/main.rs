//! All tests from the outside in one program: the rooms of whynow, and the house around them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod backup;
mod begin;
mod cli;
mod damage;
mod disk;
mod docs;
mod domain;
mod erase;
mod export;
mod fuzzed;
mod house;
mod import;
mod journeys;
mod people;
mod screens;
#[cfg(feature = "sealed")]
mod sealed;
mod store;
mod support;
mod sync;
mod terminal;

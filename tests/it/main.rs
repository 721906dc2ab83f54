//! All tests from the outside in one program: each room here is a room of whynow or of the house around it.

mod cli;
mod docs;
mod domain;
mod export;
mod house;
mod import;
mod journeys;
mod screens;
mod store;
mod support;
mod sync;
mod terminal;

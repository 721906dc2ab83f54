//! The binary in a pseudo-terminal: opened, used, killed. The terminal is restored each time; nothing typed is lost.
#![expect(clippy::disallowed_methods, reason = "what is waited for is waited for by the machine's own clock")]

mod desk;
mod editor;
mod given_back;
mod kept;
mod keys;
mod line;
mod meant;
mod opens;
mod real_time;
mod typed;
pub(crate) mod window;

//! iCalendar: invites and events read, promises written.

mod event;
pub(super) mod read;
mod times;
pub mod write;

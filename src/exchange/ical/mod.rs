//! iCalendar: reads invitations and events, writes promises.

mod event;
pub(super) mod read;
mod times;
pub mod write;

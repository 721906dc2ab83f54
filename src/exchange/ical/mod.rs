//! iCalendar: reads invitations and events, writes promises.

mod event;
mod invitation;
pub(super) mod read;
mod rule;
mod series;
mod times;
pub mod write;
mod zone_draft;

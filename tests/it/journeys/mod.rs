//! Key scripts through the real runtime, then the book and the last screen.

mod campaigns;
mod columns;
mod day;
mod feeds;
mod forms;
mod guards;
mod honest;
mod imports;
mod inbox;
mod log;
mod marks;
mod morning;
mod plans;
mod reviews;
mod selection;
mod typed;

use whynow::clock::Clock;
use whynow::domain::ids::ContactId;
use whynow::domain::reason::guard::Guard;

use crate::support::desk::Desk;

/// Selects the first person of Today whom no guard blocks.
pub(crate) fn first_person(desk: &mut Desk) -> ContactId {
    let now = desk.clock.now();
    let today = desk.store().today(now, 0, 200).unwrap();
    let free = today.people.rows.iter().position(|row| !row.guards.iter().any(Guard::blocks)).unwrap();
    desk.press(&"j".repeat(today.promises.len() + free));
    today.people.rows[free].contact_id
}

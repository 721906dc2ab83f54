//! The clock of a person, read from the place beside them: the book keeps the clock and what it was read from, no address.

use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Account, clock_note};

/// A person's own clock.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::exchange) struct OwnClock {
    /// IANA name of the zone.
    pub(in crate::exchange) zone: String,
    /// Line of the notes that says what it was read from.
    pub(in crate::exchange) note: String,
    /// The place as the preview names it: "Colorado, United States".
    pub(in crate::exchange) place: String,
}

/// What the preview says of a clock that was read so.
pub(in crate::exchange) const REMARK: &str =
    "the person's own clock is that of the place beside them, wherever their company is";

impl OwnClock {
    /// Returns the clock of a place, the city, state and country of an account that stands for it; nothing where they say none.
    pub(in crate::exchange) fn of_place(place: &Account, home: Option<&str>) -> Option<OwnClock> {
        let there = Dialling::builtin().zone_of_place(place, home)?;
        let place = Dialling::builtin().name_of_land(&there.land?);
        Some(OwnClock { note: clock_note::write(there.zone, &place), zone: there.zone.name().to_owned(), place })
    }
}

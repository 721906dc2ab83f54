//! The clock at a person's place, computed from their zone whenever it is drawn, so that it runs on.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, Datelike};

use crate::clock::Moment;
use crate::domain::query::TodayRow;

fn there(zone: Tz, now: Moment) -> DateTime<Tz> {
    now.utc().with_timezone(&zone)
}

/// "09:12"; "?" where the zone is unknown.
pub(super) fn hour_and_minute(zone: Option<Tz>, now: Moment) -> String {
    zone.map_or("?".to_owned(), |zone| there(zone, now).format("%H:%M").to_string())
}

/// "09:12 there", with the weekday where it is another day than here.
pub(super) fn says(zone: Option<Tz>, now: Moment) -> String {
    let Some(zone) = zone else { return "their clock is unknown".to_owned() };
    let there = there(zone, now);
    let same_day = there.date_naive() == now.date();
    let weekend = there.weekday().number_from_monday() > 5;
    there.format(if same_day && !weekend { "%H:%M there" } else { "%a %H:%M there" }).to_string()
}

/// The same, and what the zone is guessed from; nothing where nobody is known.
pub(super) fn of_row(row: &TodayRow, now: Moment) -> String {
    let guessed = row.standing.their_time.as_ref().and_then(|there| there.guessed.as_deref());
    let says = says(row.zone, now);
    guessed.map_or(says.clone(), |from| format!("{says} ({from})"))
}

/// "Rolf Dahl, COO"; the name alone where there is no title.
pub(super) fn with_title(name: &str, title: &str) -> String {
    if title.is_empty() { name.to_owned() } else { format!("{name}, {title}") }
}

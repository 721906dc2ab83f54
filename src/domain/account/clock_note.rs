//! The line of a person's notes that says what place their clock was read from: "Clock: America/Denver, from Colorado,
//! United States". It holds as long as the zone beside it is theirs.

use crate::domain::time_zone::Tz;

/// How the line begins.
const BEGINS: &str = "Clock: ";
/// What stands before the place.
const FROM: &str = ", from ";

/// Writes the line.
pub fn write(zone: Tz, place: &str) -> String {
    format!("{BEGINS}{}{FROM}{place}", zone.name())
}

/// Returns the place that notes name for a zone.
pub(super) fn place(notes: &str, zone: Tz) -> Option<&str> {
    notes.lines().rev().find_map(|line| line.strip_prefix(BEGINS)?.strip_prefix(zone.name())?.strip_prefix(FROM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_zone::tz;

    #[test]
    fn the_line_says_the_place_of_the_zone_that_is_theirs() {
        let (denver, oslo) = (tz("America/Denver"), tz("Europe/Oslo"));
        let notes = format!("tall\n{}\nand busy", write(denver, "Colorado, United States"));
        assert_eq!(place(&notes, denver), Some("Colorado, United States"));
        assert_eq!(place(&notes, oslo), None, "somebody set another zone since");
        assert_eq!(place("Clock: America/Denver", denver), None);
    }
}

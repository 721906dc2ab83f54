//! How the text of a field is read.

use crate::domain::account::zone;

/// What is wrong with a field, by its name.
pub(super) type Fault = (&'static str, String);

/// The text, or nothing where it is blank.
pub(super) fn filled(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_string)
}

pub(super) fn read_zone(text: &str) -> Result<Option<String>, Fault> {
    let Some(text) = filled(text) else { return Ok(None) };
    match zone::named(&text) {
        Some(zone) => Ok(Some(zone.name().to_owned())),
        None if zone::is_of_several(&text) => Err((
            "zone",
            format!("\"{text}\" is the clock of several countries. Write it like America/Chicago or Asia/Kolkata."),
        )),
        None => {
            Err(("zone", format!("\"{text}\" is not a time zone. Write it like Europe/Prague or America/New_York.")))
        }
    }
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

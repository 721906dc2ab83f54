//! The fields of a person.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::account::{Contact, Hours, Phone};
use crate::domain::dates::parse_time;
use crate::tui::widgets::form::Field;

use super::reading::{Fault, filled, read_zone, words};
use super::trigger::TriggerExtras;

/// The fields of a person. One whose account is not chosen yet has a field for it, with the company that was read.
pub(super) fn contact_fields(contact: &Contact, company: &str) -> Vec<Field> {
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    let phones: Vec<&str> = contact.phones.iter().map(|phone| phone.raw.as_str()).collect();
    let works = Field::line("works", "Works at", "an account; another name makes a new one", company);
    let mut fields = vec![
        Field::line("name", "Name", "full name", &contact.name),
        Field::line(
            "given",
            "Called",
            "how to address them: the first name, unless they say otherwise",
            &or(&contact.given_name),
        ),
        Field::line("title", "Title", "COO", &or(&contact.title)),
        Field::line("phones", "Telephone", "best number first, with commas", &phones.join(", ")),
        Field::line("emails", "E-mail", "", &contact.emails.join(", ")),
        Field::line("zone", "Time zone", "only where it differs from the company's", &or(&contact.zone)),
        Field::line("hours", "Their hours", "when they prefer to be called: 9:00-11:30", &hours_text(contact.hours)),
        Field::line("role", "Their part", "decides, signs, uses, advises, blocks, opens doors", &or(&contact.role)),
        Field::line("left", "Left", "a day, where they are no longer there: 2026-03-02", &day_text(contact.left_on)),
        Field::line("moved", "Moved to", "where they went", &or(&contact.moved_to)),
        Field::sentence("goal", "Their goal", "what they are trying to achieve, in their words", &or(&contact.goal)),
        Field::lines("notes", "Notes", "what they care about; when to call", &contact.notes),
    ];
    if is_placeless(contact) {
        fields.insert(1, works);
    }
    fields
}

/// True for a new person of no account yet.
pub(super) fn is_placeless(contact: &Contact) -> bool {
    contact.id.is_nil() && contact.account_id.is_nil()
}

/// Puts the text of a field into the person, or says why it cannot be read; then the person stays as they are.
pub(super) fn set_contact(contact: &mut Contact, field: &str, text: &str, aside: &TriggerExtras) -> Result<(), Fault> {
    match field {
        "works" => {
            let name = filled(text).ok_or(("works", "Which account do they work at?".to_string()))?;
            contact.account_id = aside.account_called(&name).map(|known| known.id).unwrap_or_default();
        }
        "name" => contact.name = filled(text).ok_or(("name", "A person needs a name.".to_string()))?,
        "given" => contact.given_name = filled(text),
        "title" => contact.title = filled(text),
        "phones" => contact.phones = read_phones(&contact.phones, text),
        "emails" => contact.emails = words(text).into_iter().map(|mail| mail.to_lowercase()).collect(),
        "zone" => contact.zone = read_zone(text)?,
        "hours" => contact.hours = read_hours(text)?,
        "role" => contact.role = filled(text),
        "left" => contact.left_on = read_day(text)?,
        "moved" => contact.moved_to = filled(text),
        "goal" => contact.goal = filled(text),
        "notes" => contact.notes = text.trim().to_string(),
        _not_ours => {}
    }
    Ok(())
}

fn hours_text(hours: Option<Hours>) -> String {
    hours.map(|hours| format!("{}-{}", hours.from.format("%H:%M"), hours.until.format("%H:%M"))).unwrap_or_default()
}

fn day_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn read_day(text: &str) -> Result<Option<NaiveDate>, Fault> {
    let Some(text) = filled(text) else { return Ok(None) };
    match text.parse() {
        Ok(day) => Ok(Some(day)),
        Err(_) => Err(("left", format!("\"{text}\" is not a day. Write it like 2026-03-02."))),
    }
}

/// `9-11:30`, `9:00 to 11:30`, `2pm - 5pm`.
fn read_hours(text: &str) -> Result<Option<Hours>, Fault> {
    let Some(text) = filled(text) else { return Ok(None) };
    let spans = ["-", "\u{2013}", " to "].iter().find_map(|mark| text.split_once(mark));
    let hours = spans.and_then(|(from, until)| Some(Hours { from: hour_of(from)?, until: hour_of(until)? }));
    let unknown = || ("hours", format!("\"{text}\" is no span of hours. Write it like 9:00-11:30."));
    hours.filter(|hours| hours.from != hours.until).ok_or_else(unknown).map(Some)
}

/// A time of day; here a bare number is a full hour.
fn hour_of(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    parse_time(text).or_else(|| parse_time(&format!("{text}:00")))
}

/// Numbers with commas between them; one that was known keeps its label.
fn read_phones(known: &[Phone], text: &str) -> Vec<Phone> {
    let labelled = |raw: String| {
        known.iter().find(|known| known.raw == raw).cloned().unwrap_or(Phone { raw, label: "work".into() })
    };
    words(text).into_iter().map(labelled).collect()
}

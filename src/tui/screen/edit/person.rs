//! The fields of a person.

use crate::domain::account::{Contact, Phone};
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
        Field::line("goal", "Their goal", "what they are trying to achieve, in their words", &or(&contact.goal)),
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
        "goal" => contact.goal = filled(text),
        "notes" => contact.notes = text.trim().to_string(),
        _not_ours => {}
    }
    Ok(())
}

/// Numbers with commas between them; one that was known keeps its label.
fn read_phones(known: &[Phone], text: &str) -> Vec<Phone> {
    let labelled = |raw: String| {
        known.iter().find(|known| known.raw == raw).cloned().unwrap_or(Phone { raw, label: "work".into() })
    };
    words(text).into_iter().map(labelled).collect()
}

//! Who belongs in a decision: the parts that people are known to have, and those nobody is known for.

use chrono::NaiveDate;
use serde::Serialize;

use super::questions::known_words;
use crate::domain::account::Contact;
use crate::domain::account::person::{NEEDED_ROLES, ROLES};
use crate::domain::fold::words;
use crate::domain::text::first_and_more;

/// Most names in a sentence.
const NAMED: usize = 4;

/// Somebody at an account, with their part in the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonInDecision {
    pub name: String,
    /// Their part, in the rep's word; `None` while nobody knows it.
    pub part: Option<String>,
    /// True if they may not be called: they keep their part, and are not proposed for one.
    pub barred: bool,
}

impl PersonInDecision {
    /// Returns the part of a person who may or may not be called; `None` if they are no longer there on a day.
    pub fn from_contact(contact: &Contact, barred: bool, on: NaiveDate) -> Option<PersonInDecision> {
        let person = PersonInDecision { name: contact.name.clone(), part: contact.role.clone(), barred };
        (!contact.has_left(on)).then_some(person)
    }
}

/// Returns who has which part, and which needed part nobody is known for.
pub(super) fn who_belongs(people: &[PersonInDecision]) -> Vec<String> {
    let mut known: Vec<(usize, &PersonInDecision, &str)> =
        people.iter().filter_map(|person| part_of(person).map(|part| (rank(part), person, part))).collect();
    known.sort_by_key(|(rank, ..)| *rank);
    let mut says = Vec::new();
    if !known.is_empty() {
        let named: Vec<String> = known.iter().map(|(_, person, part)| format!("{} ({part})", person.name)).collect();
        says.push(format!("{}.", first_and_more(&named, NAMED)));
    }
    let missing: Vec<&str> =
        NEEDED_ROLES.iter().copied().filter(|role| !known.iter().any(|(_, _, part)| is_part(part, role))).collect();
    if !missing.is_empty() {
        says.push(format!("Nobody known who {}.{}", either(&missing), unsaid(people)));
    }
    says
}

/// " Part not known: Rolf Dahl, Siri Moen." Empty where everybody's part is known.
fn unsaid(people: &[PersonInDecision]) -> String {
    let unsaid = people.iter().filter(|person| part_of(person).is_none() && !person.barred);
    let names: Vec<&str> = unsaid.map(|person| person.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" Part not known: {}.", first_and_more(&names, NAMED)) }
}

fn part_of(person: &PersonInDecision) -> Option<&str> {
    person.part.as_deref().map(str::trim).filter(|part| !part.is_empty())
}

/// The place of a part in the usual order; the rep's own words come last.
fn rank(part: &str) -> usize {
    ROLES.iter().position(|role| is_part(part, role)).unwrap_or(ROLES.len())
}

/// True if somebody's part is a usual one: in its own word among others ("decides and signs"), or as it is also called.
fn is_part(part: &str, role: &str) -> bool {
    let part = words(part);
    let also = known_words(role).iter().map(|known| words(known));
    std::iter::once(words(role)).chain(also).any(|known| part.windows(known.len().max(1)).any(|part| part == known))
}

/// "decides, signs or uses it".
fn either(parts: &[&str]) -> String {
    let said: Vec<String> =
        parts.iter().map(|part| if *part == "uses" { "uses it".to_owned() } else { (*part).to_owned() }).collect();
    match said.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

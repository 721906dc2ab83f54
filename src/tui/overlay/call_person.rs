//! What is done about a person. Before the call clock starts, a block takes an override, and cautions are asked about.

use crate::domain::call::Override;
use crate::domain::edit::ValueChange;
use crate::domain::ids::ContactId;
use crate::domain::query::ContactRow;
use crate::domain::reason::caution::{Caution, caution_line};
use crate::domain::reason::guard::Guard;
use crate::tui::message::command::AccountCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::{AfterOverride, PersonWish, Question};
use crate::tui::message::route::Route;

/// Does what is wished about a person.
pub fn about_person(wish: PersonWish, row: &ContactRow) -> Effect {
    let person = &row.contact;
    match wish {
        PersonWish::Begin(errand) => Effect::Begin(errand, person.account_id, person.id),
        PersonWish::DoNotCall if person.do_not_call.is_some() => {
            let lifts = ValueChange { read: person.do_not_call.clone(), typed: None };
            AccountCommand::SetDoNotCall(person.id, lifts).into()
        }
        PersonWish::DoNotCall => Effect::Prompt(Question::DoNotCall(person.id, person.name.clone())),
        PersonWish::Touch => Effect::Prompt(Question::Touch(person.id, person.name.clone())),
        PersonWish::Page => Effect::Go(Route::PersonPage(person.id)),
        PersonWish::Copy => {
            let phone = person.phones.first().map_or("", |phone| phone.raw.as_str());
            Effect::Terminal(TerminalRequest::Copy(format!("{} {phone}", person.name).trim().to_string()))
        }
    }
}

/// Starts the call clock, or asks first: for an override if a guard blocks, else about the cautions. A do-not-call mark
/// is only said.
pub fn before_call(contact: ContactId, name: &str, guards: &[Guard], cautions: &[Caution]) -> Effect {
    let blocks: Vec<Guard> = guards.iter().filter(|guard| guard.blocks()).cloned().collect();
    if let Some(barred) = blocks.iter().find(|guard| !guard.can_be_overridden()) {
        return Effect::complain(barred_says(barred));
    }
    let (name, cautions) = (name.to_string(), cautions.to_vec());
    match (blocks.is_empty(), cautions.is_empty()) {
        (false, _) => {
            Effect::Prompt(Question::Override { name, blocks, then: AfterOverride::Clock(contact, cautions) })
        }
        (true, false) => Effect::Prompt(Question::Caution { contact, name, cautions }),
        (true, true) => start_clock(contact, &name, Vec::new(), &[]),
    }
}

/// Returns what is said of a block that cannot be overridden.
pub fn barred_says(barred: &Guard) -> String {
    format!("{} If that is wrong, lift the mark on the account: x there, do not call.", barred.says)
}

/// Returns the text of the box that asks for an override, with the cautions.
pub(super) fn override_says(blocks: &[Guard], then: &AfterOverride) -> String {
    let reasons: Vec<&str> = blocks.iter().map(|guard| guard.says.as_str()).collect();
    let reasons = reasons.join(" ");
    match then {
        AfterOverride::Form(_) => {
            format!("At that time: {reasons}\n\nWhy did you call? A sentence; your manager will read it.")
        }
        AfterOverride::Clock(_, cautions) => {
            let also = caution_line(cautions).map_or(String::new(), |line| format!(" {line}"));
            let end = "Calling anyway needs a sentence. Your manager will read it with the call.";
            format!("Not now: {reasons}{also}\n\n{end}")
        }
    }
}

/// Starts the call clock with the overrides and the passed cautions.
pub(super) fn start_clock(contact: ContactId, name: &str, overrides: Vec<Override>, cautions: &[Caution]) -> Effect {
    let asked = cautions.iter().map(|caution| caution.rule.key().to_owned()).collect();
    Effect::StartClock { contact, name: name.to_string(), overrides, asked }
}

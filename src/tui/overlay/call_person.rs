//! What is done about a person. Before a call the guards are looked at: one that blocks asks for a reason.

use crate::domain::call::Override;
use crate::domain::ids::ContactId;
use crate::domain::query::ContactRow;
use crate::domain::reason::guard::Guard;
use crate::tui::message::command::AccountCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::{PersonWish, Question};
use crate::tui::message::route::Route;

/// Does what is wished about a person.
pub fn about_person(wish: PersonWish, row: &ContactRow) -> Effect {
    let person = &row.contact;
    match wish {
        PersonWish::Plan => Effect::Go(Route::Plan(person.id)),
        PersonWish::Call => before_call(person.id, &person.name, &row.guards, true),
        PersonWish::Log => before_call(person.id, &person.name, &row.guards, false),
        PersonWish::Sheet => Effect::Go(Route::Sheet(person.account_id, Some(person.id))),
        PersonWish::DoNotCall if person.do_not_call.is_some() => AccountCommand::SetDoNotCall(person.id, None).into(),
        PersonWish::DoNotCall => Effect::Prompt(Question::DoNotCall(person.id, person.name.clone())),
        PersonWish::Copy => {
            let phone = person.phones.first().map_or("", |phone| phone.raw.as_str());
            Effect::Terminal(TerminalRequest::Copy(format!("{} {phone}", person.name).trim().to_string()))
        }
    }
}

/// Goes on to the call, or asks first for a reason where a guard blocks.
pub fn before_call(contact: ContactId, name: &str, guards: &[Guard], clock: bool) -> Effect {
    let blocks: Vec<Guard> = guards.iter().filter(|guard| guard.blocks()).cloned().collect();
    if blocks.is_empty() {
        return go_call(contact, name, clock, Vec::new());
    }
    Effect::Prompt(Question::Lift { contact, name: name.to_string(), blocks, clock })
}

/// Starts the call clock, or opens the log form of a call made without it.
pub(super) fn go_call(contact: ContactId, name: &str, clock: bool, overrides: Vec<Override>) -> Effect {
    if clock {
        Effect::StartClock { contact, name: name.to_string(), overrides }
    } else {
        Effect::Go(Route::Log { contact, seconds: None, overrides })
    }
}

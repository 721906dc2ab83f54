//! Logs and amends calls, keeps promises and the call clock.

use crate::domain::call::due::Due;
use crate::domain::edit::{Edited, Meanwhile, ValueChange};
use crate::store::{LogResult, Store};
use crate::tui::message::answer::{Answer, ChangedRow, Saved};
use crate::tui::message::command::CallCommand;

use super::commands::{ChangeResult, saved_answer};

pub(super) fn carry(store: &mut Store, command: CallCommand) -> ChangeResult {
    Ok(match command {
        CallCommand::Log { call, ended, kept } => {
            let logged = store.log_and_keep(&call, ended.as_deref(), &kept)?;
            if let Some(stands) = logged.other {
                return Ok(Answer::Meanwhile(ChangedRow::Call(Meanwhile { stands, fields: Vec::new() })));
            }
            Answer::Saved(Saved::Call { already: logged.already, line: logged.line })
        }
        CallCommand::Amend(edit) => match store.edit_call(&edit)? {
            Edited::Saved(logged) => amended_answer(&logged),
            Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Call(met)),
        },
        CallCommand::KeepPromise(kept) => {
            store.keep_promise(kept.promise, Some(kept.on))?;
            saved_answer("Kept. u takes it back.")
        }
        CallCommand::MovePromise(promise, change) => {
            if let Edited::Meanwhile(met) = store.move_promise(promise, &change)? {
                let again = ValueChange { read: *met.stands, typed: change.typed };
                let says = |due: Option<Due>| {
                    due.map_or_else(
                        || "no day".to_owned(),
                        |due| due.on.format("%a %-d %b").to_string() + &due.hour_words(),
                    )
                };
                let (stands, typed) = (says(again.read), says(again.typed));
                let again = Box::new(CallCommand::MovePromise(promise, again).into());
                return Ok(Answer::Meanwhile(ChangedRow::Value { label: "when it is due", stands, typed, again }));
            }
            saved_answer("Moved; what was agreed first stays beside it. u takes it back.")
        }
        CallCommand::Touch(touch) => {
            store.log_touch(&touch)?;
            saved_answer(format!("Noted: {}. u takes it back.", touch.kind.words()))
        }
        CallCommand::KeepClock(running) => {
            store.keep_clock(running.as_ref())?;
            Answer::DraftKept(None)
        }
        CallCommand::StopClock(ended) => {
            store.stop_clock(&ended)?;
            Answer::DraftKept(None)
        }
        CallCommand::Dismiss(ended) => {
            store.dismiss_call(&ended)?;
            saved_answer(format!("Dismissed: there was no call with {}. u takes it back.", ended.ran.name))
        }
    })
}

fn amended_answer(logged: &LogResult) -> Answer {
    let says = if logged.already {
        "Amended already: nothing was doubled.".to_string()
    } else {
        "Amended. The first value stays beside it.".to_string()
    };
    Answer::Saved(Saved::Amended(says))
}

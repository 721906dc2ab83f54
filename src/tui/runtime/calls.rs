//! Logs and amends calls, keeps promises and the call clock.

use crate::domain::call::Running;
use crate::domain::edit::replaced_words;
use crate::store::{LogResult, Store};
use crate::tui::message::answer::{Answer, Saved};
use crate::tui::message::command::CallCommand;

use super::book::CLOCK;
use super::commands::{ChangeResult, saved_answer};

pub(super) fn carry(store: &mut Store, command: CallCommand) -> ChangeResult {
    Ok(match command {
        CallCommand::Log(call) => {
            let logged = store.log_call(&call)?;
            Answer::Saved(Saved::Call { already: logged.already, line: logged.line })
        }
        CallCommand::Amend(edit) => amended_answer(&store.edit_call(&edit)?),
        CallCommand::KeepPromise(kept) => {
            store.keep_promise(kept.promise, Some(kept.on))?;
            saved_answer("Kept. u takes it back.")
        }
        CallCommand::KeepClock(running) => {
            store.set_setting(CLOCK, &encode_running(running.as_ref()))?;
            Answer::DraftKept
        }
    })
}

fn amended_answer(logged: &LogResult) -> Answer {
    let says = if logged.already {
        "Amended already: nothing was doubled.".to_string()
    } else {
        format!("Amended. The first value stays beside it.{}", replaced_words(&logged.replaced))
    };
    Answer::Saved(Saved::Amended(says))
}

/// The call that is going on as its setting keeps it; empty for none.
fn encode_running(running: Option<&Running>) -> String {
    running.and_then(|running| serde_json::to_string(running).ok()).unwrap_or_default()
}

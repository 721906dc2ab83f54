//! Answers requests of the inbox, the kinds and the accounts without a reason.

use crate::clock::Moment;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::InboxRequest;
use crate::tui::message::msg::{Answer, InboxAnswer, Saved};
use crate::tui::widgets::list::WINDOW;

/// Asks the book, or changes it.
pub(super) fn answer(store: &mut Store, request: InboxRequest, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Inbox(match request {
        InboxRequest::Suggest(id) => {
            let file = store.trigger_file(id, now)?;
            let found = file.map(|file| store.suggest_accounts(&file.trigger)).transpose()?.unwrap_or_default();
            InboxAnswer::Suggested(id, found)
        }
        InboxRequest::Match(hints) => {
            let found = store.match_accounts(&hints)?;
            InboxAnswer::Matched(hints, found)
        }
        InboxRequest::Kinds => InboxAnswer::Kinds(store.kind_counts()?),
        InboxRequest::Quiet(offset) => InboxAnswer::Quiet(store.quiet(offset, WINDOW)?),
        InboxRequest::Triage(ids, what) => {
            let says = store.triage(&ids, &what)?;
            return Ok(saved_answer(&says));
        }
        InboxRequest::TakeStrength(kind, strength) => {
            store.take_strength(&kind, strength)?;
            return Ok(saved_answer("taken: new triggers of this kind begin with it"));
        }
    }))
}

/// The strengths taken from this book's calls, where they differ from those told before.
pub(super) fn strengths_answer(store: &Store, told: &mut InboxAnswer) -> Option<Answer> {
    let now = InboxAnswer::Measured(store.measured_strengths().ok()?);
    (now != *told).then(|| {
        told.clone_from(&now);
        Answer::Inbox(now)
    })
}

fn saved_answer(says: &str) -> Answer {
    let mut letters = says.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    Answer::Saved(Saved::Other(format!("{first}{}. u takes it back.", letters.as_str())))
}

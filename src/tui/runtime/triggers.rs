//! Answers questions about the inbox and the kinds, and changes triggers.

use crate::clock::Moment;
use crate::domain::edit::Edited;
use crate::domain::ids::TriggerId;
use crate::domain::text::thousands;
use crate::domain::trigger::Status;
use crate::domain::trigger::triage::{SeenTrigger, status_says};
use crate::store::{Store, StoreError};
use crate::tui::message::answer::{Answer, ChangedRow, InboxAnswer};
use crate::tui::message::command::TriggerCommand;
use crate::tui::message::query::InboxQuery;
use crate::tui::widgets::list::WINDOW;

use super::accounts::saved_form;
use super::commands::{ChangeResult, saved_answer, undoable_answer};

pub(super) fn answer(store: &mut Store, query: InboxQuery, now: Moment) -> Result<InboxAnswer, StoreError> {
    Ok(match query {
        InboxQuery::Suggest(id) => {
            let file = store.trigger_file(id, now)?;
            let found = file.map(|file| store.suggest_accounts(&file.trigger)).transpose()?.unwrap_or_default();
            InboxAnswer::Suggested(id, found)
        }
        InboxQuery::Match(hints) => {
            let found = store.match_accounts(&hints)?;
            InboxAnswer::Matched(hints, found)
        }
        InboxQuery::Kinds => InboxAnswer::Kinds(store.kind_counts()?),
        InboxQuery::Quiet { offset } => InboxAnswer::Quiet(store.quiet(offset, WINDOW)?),
    })
}

pub(super) fn carry(store: &mut Store, command: TriggerCommand) -> ChangeResult {
    Ok(match command {
        TriggerCommand::Save(edit) => {
            let trigger = &edit.typed;
            match store.edit_trigger(&edit)? {
                Edited::Saved(_) => {
                    saved_form(trigger.accounts.first().copied(), None, saved_words(&trigger.status).to_owned())
                }
                Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Trigger(met)),
            }
        }
        TriggerCommand::SetStatus(seen, status) => {
            if let Edited::Meanwhile(met) = store.change_status(&seen, &status)? {
                return Ok(decided_elsewhere(&seen, *met.stands, status));
            }
            let ids: Vec<TriggerId> = seen.iter().map(|one| one.id).collect();
            let count = if ids.len() == 1 { String::new() } else { format!(", {} triggers", thousands(ids.len())) };
            let but = if status == Status::Kept { worthless_words(store, &ids)? } else { String::new() };
            saved_answer(format!("{}{count}.{but} u takes it back.", status_words(&status)))
        }
        TriggerCommand::Triage(ids, what) => {
            let says = store.triage(&ids, &what)?;
            undoable_answer(&says)
        }
        TriggerCommand::TakeStrength(kind, strength) => {
            store.take_strength(&kind, strength)?;
            undoable_answer("taken: new triggers of this kind begin with it")
        }
    })
}

/// Some of the triggers were decided about in another window: how they stand, and what sets them over that.
fn decided_elsewhere(seen: &[SeenTrigger], stands: Vec<SeenTrigger>, status: Status) -> Answer {
    let met = seen.iter().zip(&stands).filter(|(seen, stands)| seen.meets(stands, &status));
    let mut says: Vec<String> = met.filter_map(|(_, stands)| stands.status.as_ref().map(status_says)).collect();
    let (met, all) = (says.len(), seen.len());
    says.sort_unstable();
    says.dedup();
    let of = if all == 1 { String::new() } else { format!("{} of {}: ", thousands(met), thousands(all)) };
    let (stands_so, typed) = (format!("{of}{}", says.join("; ")), status_says(&status));
    let again = Box::new(TriggerCommand::SetStatus(stands, status).into());
    Answer::Meanwhile(ChangedRow::Value { label: "the trigger", stands: stands_so, typed, again })
}

/// The strengths taken from this book's calls, where they differ from those told before.
pub(super) fn strengths_answer(store: &Store, told: &mut InboxAnswer) -> Option<Answer> {
    let now = InboxAnswer::Measured(store.measured_strengths().ok()?);
    (now != *told).then(|| {
        told.clone_from(&now);
        Answer::Inbox(now)
    })
}

/// What keeping triggers is worth that are over, or about accounts outside the profile: nothing, and why.
fn worthless_words(store: &Store, ids: &[TriggerId]) -> Result<String, StoreError> {
    match (store.expired_among(ids)?, ids.len()) {
        (0, _) => {}
        (_, 1) => return Ok(" It has expired: it gives no points, and stays with the expired ones.".into()),
        (n, _) => {
            return Ok(format!(" {n} of them have expired: they give no points, and stay with the expired ones."));
        }
    }
    Ok(match store.outside_profile(ids)? {
        (0, _) => String::new(),
        (_, Some((name, against))) => format!(" {name} is out of profile ({against}): it gives no points."),
        (1, None) => " 1 of them is about an account out of profile: it gives no points.".into(),
        (n, None) => format!(" {n} of them are about accounts out of profile: they give no points."),
    })
}

/// Where a trigger from a form is now.
fn saved_words(status: &Status) -> &'static str {
    match status {
        Status::Kept => "Trigger saved and kept: it counts from now on.",
        Status::Inbox => "Trigger saved. It waits in the inbox.",
        Status::Snoozed(_) | Status::Rejected(_) | Status::Merged(_) => "Trigger saved.",
    }
}

fn status_words(status: &Status) -> &'static str {
    match status {
        Status::Inbox => "Back in the inbox",
        Status::Kept => "Kept",
        Status::Rejected(_) => "Rejected",
        Status::Snoozed(_) => "Snoozed",
        Status::Merged(_) => "Merged",
    }
}

//! Changes accounts and their people.

use std::path::PathBuf;

use crate::domain::edit::{Edited, ValueChange};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::reason::no_answer::Rest;
use crate::fault::chain_says;
use crate::job::erasure::{erase_person, write_receipt};
use crate::job::file::permit::{Replace, WritePermit};
use crate::job::file::protected::Spared;
use crate::job::typed::Aside;
use crate::store::{Occasion, Store};
use crate::tui::message::answer::{Answer, ChangedRow, Saved};
use crate::tui::message::command::AccountCommand;

use super::commands::{ChangeResult, saved_answer};

pub(super) fn carry(store: &mut Store, command: AccountCommand, aside: Option<&Aside>) -> ChangeResult {
    Ok(match command {
        AccountCommand::Save(edit) => match store.edit_account(&edit)? {
            Edited::Saved(id) => saved_form(Some(id), None, format!("{} saved.", edit.typed.name)),
            Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Account(met)),
        },
        AccountCommand::SaveContact(edit) => match store.edit_contact(&edit)? {
            Edited::Saved(id) => {
                saved_form(Some(edit.typed.account_id), Some(id), format!("{} saved.", edit.typed.name))
            }
            Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Contact(met)),
        },
        AccountCommand::SaveContactAtNew(edit, account) => {
            let (at, id) = store.add_contact_at_new(&edit, &account)?;
            saved_form(Some(at), Some(id), format!("{} saved, at the new account {account}.", edit.typed.name))
        }
        AccountCommand::SetDoNotCall(contact, why) => {
            if let Edited::Meanwhile(met) = store.change_do_not_call(contact, &why)? {
                let again = ValueChange { read: *met.stands, typed: why.typed.clone() };
                let says = |mark: &Option<String>| {
                    mark.as_ref().map_or_else(|| "may be called".to_owned(), |why| format!("not to be called, {why}"))
                };
                let (stands, typed) = (says(&again.read), says(&again.typed));
                let again = Box::new(AccountCommand::SetDoNotCall(contact, again).into());
                return Ok(Answer::Meanwhile(ChangedRow::Value { label: "do not call", stands, typed, again }));
            }
            let marked = why.typed.is_some();
            saved_answer(if marked { "Marked do-not-call. u takes it back." } else { "Cleared do-not-call." })
        }
        AccountCommand::Erase(contact, typed) => {
            let unsaved = store.back_up_before(Occasion::Erase)?;
            let done = erase_person(store, contact, &typed, aside)?;
            let permit = WritePermit::new(Spared::book(store.path()), "erase", Replace::Own);
            let receipt = receipt_says(write_receipt(store, &done, &permit));
            let told = std::iter::once("Erased.".to_owned()).chain(unsaved).chain(done.left).chain([receipt]);
            saved_answer(told.collect::<Vec<_>>().join(" "))
        }
        AccountCommand::Rest(id, rest) => {
            if let Edited::Meanwhile(met) = store.rest_account(id, &rest)? {
                let again = ValueChange { read: *met.stands, typed: rest.typed.clone() };
                let says = |rest: &Option<Rest>| rest.as_ref().map_or_else(|| "no rest".to_owned(), Rest::says);
                let (stands, typed) = (says(&again.read), says(&again.typed));
                let again = Box::new(AccountCommand::Rest(id, again).into());
                return Ok(Answer::Meanwhile(ChangedRow::Value { label: "rest", stands, typed, again }));
            }
            saved_answer(match rest.typed {
                Some(rest) => format!("Resting until {}. u takes it back.", rest.until.format("%-d %B %Y")),
                None => "Its rest is over. u takes that back.".to_owned(),
            })
        }
        AccountCommand::Archive(id, archived) => {
            store.archive_account(id, archived)?;
            saved_answer("Archived. u brings it back.")
        }
    })
}

fn receipt_says(kept: anyhow::Result<PathBuf>) -> String {
    match kept {
        Ok(path) => format!("The receipt is in {}.", path.display()),
        Err(error) => format!("{}.", chain_says(&error)),
    }
}

/// A form is saved.
pub(super) fn saved_form(account: Option<AccountId>, contact: Option<ContactId>, says: String) -> Answer {
    Answer::Saved(Saved::Form { account, contact, says })
}

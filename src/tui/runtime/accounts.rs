//! Changes accounts and their people.

use crate::domain::edit::Edited;
use crate::domain::ids::{AccountId, ContactId};
use crate::job::erasure::{erase_person, write_receipt};
use crate::job::file::permit::{Replace, WritePermit};
use crate::job::file::protected::Spared;
use crate::job::typed::Aside;
use crate::store::Store;
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
            let says = if why.is_some() { "Marked do-not-call. u takes it back." } else { "Cleared do-not-call." };
            store.set_do_not_call(contact, why)?;
            saved_answer(says)
        }
        AccountCommand::Erase(contact, typed) => {
            let done = erase_person(store, contact, &typed, aside)?;
            let permit = WritePermit::new(Spared::book(store.path()), "erase", Replace::Own);
            let kept = write_receipt(store.path(), &done, &permit);
            let receipt = kept
                .map_or_else(|error| format!("{error:#}."), |path| format!("The receipt is in {}.", path.display()));
            saved_answer(
                std::iter::once("Erased.".to_owned()).chain(done.left).chain([receipt]).collect::<Vec<_>>().join(" "),
            )
        }
        AccountCommand::Rest(id, rest) => {
            store.rest_account(id, rest.as_ref())?;
            saved_answer(match rest {
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

/// A form is saved.
pub(super) fn saved_form(account: Option<AccountId>, contact: Option<ContactId>, says: String) -> Answer {
    Answer::Saved(Saved::Form { account, contact, says })
}

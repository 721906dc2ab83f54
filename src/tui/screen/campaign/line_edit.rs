//! A line that is being typed: what the change means for an account, or what was learned.

use crate::domain::edit::{Clash, LineChange};
use crate::domain::ids::AccountId;
use crate::tui::widgets::form::{Field, Form};

/// Text being typed into a campaign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LineEdit {
    /// The account whose line it is; `None` for what was learned.
    pub(super) account: Option<AccountId>,
    pub(super) form: Form,
    /// What stands in the book.
    before: String,
    /// Both values, where it was changed elsewhere and nobody was asked yet.
    pub(super) met: Option<Clash>,
}

const NAME: &str = "line";

impl LineEdit {
    pub(super) fn new(account: Option<AccountId>, before: &str) -> LineEdit {
        let field = match account {
            Some(_) => Field::lines(NAME, "", "What changes for them, in their figures?", before),
            None => Field::lines(NAME, "", "What would you tell a colleague before the next call?", before),
        };
        LineEdit { account, form: Form::new(vec![field]), before: before.to_owned(), met: None }
    }

    /// The same with another text.
    pub(super) fn with_text(mut self, text: &str) -> LineEdit {
        self.form.set(NAME, text);
        self
    }

    pub(super) fn text(&self) -> &str {
        self.form.get(NAME)
    }

    /// What is to be saved, and what it is written over.
    pub(super) fn change(&self) -> LineChange {
        LineChange { read: self.before.clone(), typed: self.text().trim().to_owned() }
    }

    /// Is from now on against a line that was changed elsewhere meanwhile; both values are to be shown.
    pub(super) fn meet(&mut self, stands: &str) {
        stands.clone_into(&mut self.before);
        let label = if self.account.is_some() { "what it means for them" } else { "what was learned" };
        let (theirs, mine) = (stands.to_owned(), self.text().to_owned());
        self.met = Some(Clash { name: NAME, label: label.to_owned(), theirs, mine });
    }

    /// Gives it up for what is in the book.
    pub(super) fn give_up(&mut self) {
        let before = self.before.clone();
        self.form.set(NAME, &before);
    }

    pub(super) fn changed(&self) -> bool {
        self.text().trim() != self.before.trim()
    }
}

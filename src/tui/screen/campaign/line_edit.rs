//! A line that is being typed: what the change means for an account, or what was learned.

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
}

const NAME: &str = "line";

impl LineEdit {
    pub(super) fn new(account: Option<AccountId>, before: &str) -> LineEdit {
        let field = match account {
            Some(_) => Field::lines(NAME, "", "What changes for them, in their figures?", before),
            None => Field::lines(NAME, "", "What would you tell a colleague before the next call?", before),
        };
        LineEdit { account, form: Form::new(vec![field]), before: before.to_owned() }
    }

    pub(super) fn text(&self) -> &str {
        self.form.get(NAME)
    }

    pub(super) fn changed(&self) -> bool {
        self.text().trim() != self.before.trim()
    }
}

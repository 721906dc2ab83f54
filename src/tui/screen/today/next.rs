//! Who is called next, once a call is logged: the row below the one just called, not the first of the list again.

use crate::domain::ids::{AccountId, ContactId};
use crate::domain::reason::guard::Guard;
use crate::tui::context::Ctx;
use crate::tui::message::effect::Effect;

use super::{JustLogged, RowAnchor, SelectedRow, TodayScreen};

impl TodayScreen {
    /// What is to be offered after a call to this person.
    pub(super) fn after(&self, contact: ContactId, says: &str) -> JustLogged {
        let at = |place: usize| self.row_at(place).filter(|row| row.contact() == contact);
        let (place, row) = match at(self.selected) {
            Some(row) => (Some(self.selected), Some(row)),
            None => (None, (0..self.len()).find_map(at)),
        };
        let account = row.map(|row| row.account());
        let below = place.map_or(0, |place| place + 1)..self.len();
        let next = below.filter_map(|place| self.row_at(place)).find(|row| row.is_open(account));
        JustLogged { account, next: next.map(|row| row.stands()), says: says.to_owned() }
    }

    /// Selects who is next, and says so with what was said of the call.
    pub(super) fn offer_next(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(JustLogged { account, next, says }) = self.called.take() else { return Vec::new() };
        let is = |place: &usize| self.row_at(*place).is_some_and(|row| Some(row.stands()) == next);
        let open = |place: &usize| self.row_at(*place).is_some_and(|row| row.is_open(account));
        let Some(place) = (0..self.len()).find(is).or_else(|| (0..self.len()).find(open)) else {
            let nobody = match self.filter.text() {
                "" => "Nobody else is on the list today.",
                _ => "Nobody else in the list is like that; Esc clears the filter.",
            };
            return vec![Effect::say(format!("{says} {nobody}"))];
        };
        self.selected = place;
        self.settle(self.page(ctx));
        let says = self.row().map_or(says.clone(), |row| format!("{says} Next: {}.", row.name()));
        let mut effects = self.more();
        effects.push(Effect::say(says));
        effects
    }
}

impl SelectedRow<'_> {
    fn contact(&self) -> ContactId {
        match self {
            SelectedRow::Unfinished(call) => call.ran.contact,
            SelectedRow::Promise(row) => row.promise.contact_id,
            SelectedRow::Meeting(row) => row.contact_id,
            SelectedRow::Person(row) => row.contact_id,
        }
    }

    fn account(&self) -> AccountId {
        match self {
            SelectedRow::Unfinished(_) => AccountId::default(),
            SelectedRow::Promise(row) => row.promise.account_id,
            SelectedRow::Meeting(row) => row.account_id,
            SelectedRow::Person(row) => row.account_id,
        }
    }

    fn stands(&self) -> RowAnchor {
        match self {
            SelectedRow::Unfinished(call) => RowAnchor::Unfinished(call.ran.since),
            SelectedRow::Promise(row) => RowAnchor::Promise(row.promise.id),
            SelectedRow::Meeting(row) => RowAnchor::Meeting(row.plan),
            SelectedRow::Person(row) => RowAnchor::Account(row.account_id),
        }
    }

    /// True if it may be called now: nothing blocks, and it is not where somebody just was.
    fn is_open(&self, called: Option<AccountId>) -> bool {
        let free = match self {
            SelectedRow::Unfinished(_) | SelectedRow::Promise(_) | SelectedRow::Meeting(_) => true,
            SelectedRow::Person(row) => !row.guards.iter().any(Guard::blocks),
        };
        free && Some(self.account()) != called
    }

    fn name(&self) -> String {
        let (person, account) = match self {
            SelectedRow::Unfinished(call) => return format!("the unfinished call with {}", call.ran.name),
            SelectedRow::Promise(row) => (&row.contact, &row.account),
            SelectedRow::Meeting(row) => (&row.contact, &row.account),
            SelectedRow::Person(row) => (&row.contact, &row.account),
        };
        if person.is_empty() { account.clone() } else { format!("{person}, {account}") }
    }
}

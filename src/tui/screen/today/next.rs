//! Who is called next, once a call is logged: the row below the one just called, not the first of the list again.

use crate::domain::ids::{AccountId, ContactId};
use crate::domain::reason::guard::Guard;
use crate::tui::message::effect::Effect;
use crate::tui::screen::Ctx;

use super::{Called, Row, Stands, TodayScreen};

impl TodayScreen {
    /// What is to be offered after a call to this person.
    pub(super) fn after(&self, contact: ContactId, says: &str) -> Called {
        let at = |place: usize| self.at(place).filter(|row| row.contact() == contact);
        let (place, row) = match at(self.selected) {
            Some(row) => (Some(self.selected), Some(row)),
            None => (None, (0..self.len()).find_map(at)),
        };
        let account = row.map(|row| row.account());
        let below = place.map_or(0, |place| place + 1)..self.len();
        let next = below.filter_map(|place| self.at(place)).find(|row| row.is_open(account));
        Called { account, next: next.map(|row| row.stands()), says: says.to_owned() }
    }

    /// Selects who is next, and says so with what was said of the call.
    pub(super) fn offer_next(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(Called { account, next, says }) = self.called.take() else { return Vec::new() };
        let is = |place: &usize| self.at(*place).is_some_and(|row| Some(row.stands()) == next);
        let open = |place: &usize| self.at(*place).is_some_and(|row| row.is_open(account));
        let Some(place) = (0..self.len()).find(is).or_else(|| (0..self.len()).find(open)) else {
            return vec![Effect::say(format!("{says} Nobody else is on the list today."))];
        };
        self.selected = place;
        self.settle(self.page(ctx));
        let says = self.row().map_or(says.clone(), |row| format!("{says} Next: {}.", row.name()));
        let mut effects = self.more();
        effects.push(Effect::say(says));
        effects
    }
}

impl Row<'_> {
    fn contact(&self) -> ContactId {
        match self {
            Row::Promise(row) => row.promise.contact_id,
            Row::Person(row) => row.contact_id,
        }
    }

    fn account(&self) -> AccountId {
        match self {
            Row::Promise(row) => row.promise.account_id,
            Row::Person(row) => row.account_id,
        }
    }

    fn stands(&self) -> Stands {
        match self {
            Row::Promise(row) => Stands::Promise(row.promise.id),
            Row::Person(row) => Stands::Account(row.account_id),
        }
    }

    /// True if it may be called now: nothing blocks, and it is not where somebody just was.
    fn is_open(&self, called: Option<AccountId>) -> bool {
        let free = match self {
            Row::Promise(_) => true,
            Row::Person(row) => !row.guards.iter().any(Guard::blocks),
        };
        free && Some(self.account()) != called
    }

    fn name(&self) -> String {
        let (person, account) = match self {
            Row::Promise(row) => (&row.contact, &row.account),
            Row::Person(row) => (&row.contact, &row.account),
        };
        if person.is_empty() { account.clone() } else { format!("{person}, {account}") }
    }
}

//! One account: its people, what happened to it, and what was said.

mod draw;
mod items;
mod no_answer;
mod past;

use ratatui::layout::Position;

use crate::domain::account::Contact;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::{AccountDetail, CallRow, ContactRow, KeptPromise, PromiseRow, TriggerRow};
use crate::domain::trigger::triage::SeenTrigger;
use crate::domain::trigger::{Status, Trigger};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, Saved};
use crate::tui::message::command::{AccountCommand, CallCommand, TriggerCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::prompt::{PersonWish, Question};
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::stays;
use crate::tui::widgets::theme::Role;

use past::{Past, history};

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::call_person::about_person;
use crate::tui::overlay::prompt::before_rest;

/// The panes, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccountPane {
    People,
    Triggers,
    History,
    /// What was tried, where the account does not answer: a pane of its own only where there is no room beside the others.
    Tried,
}

impl AccountPane {
    const ALL: [AccountPane; 4] =
        [AccountPane::People, AccountPane::Triggers, AccountPane::History, AccountPane::Tried];
}

/// Rows that a page moves by.
const PAGE: usize = 10;

/// The account in front.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountScreen {
    id: AccountId,
    file: Option<Box<AccountDetail>>,
    gone: bool,
    pane: AccountPane,
    /// The selected row of each pane.
    selected: [usize; AccountPane::ALL.len()],
    /// The person it was opened for: listed even when archived.
    named: Option<ContactId>,
    /// Something of it was saved in a form: where that is new, it is selected.
    saved: bool,
    /// The person who was saved in a form: in front once the file is read again.
    saved_person: Option<ContactId>,
}

impl AccountScreen {
    /// The screen of an account, before its file is read.
    pub fn new(id: AccountId) -> AccountScreen {
        AccountScreen {
            id,
            file: None,
            gone: false,
            pane: AccountPane::People,
            selected: [0; AccountPane::ALL.len()],
            named: None,
            saved: false,
            saved_person: None,
        }
    }

    /// The same, opened for one of its people, who is then the selected one.
    pub fn at(id: AccountId, person: ContactId) -> AccountScreen {
        AccountScreen { named: Some(person), ..AccountScreen::new(id) }
    }

    /// The people that an action may be about: the selected one, or in the history whoever was called or touched, for whom nobody else
    /// must be taken. The other panes have no person in front, so that it may be anyone.
    fn people(&self) -> &[ContactRow] {
        let Some(file) = &self.file else { return &[] };
        let at = match self.pane {
            AccountPane::People => Some(self.row(AccountPane::People)),
            AccountPane::History => match self.past() {
                Some(past) => file.contacts.iter().position(|row| row.contact.id == past.contact()),
                None => Some(self.row(AccountPane::People)),
            },
            AccountPane::Triggers | AccountPane::Tried => return &file.contacts,
        };
        at.and_then(|at| file.contacts.get(at)).map_or(&[], std::slice::from_ref)
    }

    fn contact(&self) -> Option<&ContactRow> {
        self.people().first()
    }

    fn on_a_person(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(!self.people().is_empty(), "a call needs a person: Tab to People, n adds one")
    }

    /// Does something about the person in front, or asks about whom.
    fn about_a_person(&self, wish: PersonWish) -> Vec<Effect> {
        match (self.people(), wish) {
            // Nobody is known: somebody is asked for, or added.
            ([], PersonWish::Begin(errand)) => vec![Effect::Begin(errand, self.id, ContactId::default())],
            ([], PersonWish::DoNotCall | PersonWish::Copy) => Vec::new(),
            ([only], _) => vec![about_person(wish, only)],
            (several, _) => vec![Effect::Prompt(Question::Person(wish, several.to_vec()))],
        }
    }

    fn trigger(&self) -> Option<&TriggerRow> {
        self.file.as_ref()?.triggers.get(self.row(AccountPane::Triggers))
    }

    /// The selected row of the history.
    fn past(&self) -> Option<Past<'_>> {
        history(self.file.as_ref()?).into_iter().nth(self.row(AccountPane::History))
    }

    fn call(&self) -> Option<&CallRow> {
        match self.past()? {
            Past::Call(row) => Some(row),
            Past::Touch(_) => None,
        }
    }

    /// The first open promise with the person in front.
    fn promise(&self) -> Option<&PromiseRow> {
        let person = self.contact()?.contact.id;
        self.file.as_ref()?.promises.iter().find(|row| row.promise.contact_id == person)
    }

    /// The selected row of a pane.
    fn row(&self, pane: AccountPane) -> usize {
        self.selected[pane as usize]
    }

    fn count(&self, pane: AccountPane) -> usize {
        self.file.as_ref().map_or(0, |file| match pane {
            AccountPane::People => file.contacts.len(),
            AccountPane::Triggers => file.triggers.len(),
            AccountPane::History => file.calls.len() + file.touches.len(),
            AccountPane::Tried => 0,
        })
    }

    /// The panes that Tab walks along.
    fn panes_walked(&self, ctx: &Ctx) -> &'static [AccountPane] {
        let tried = self.file.as_ref().is_some_and(|file| no_answer::has_page(&file.quiet));
        if tried && ctx.room != Room::Wide { &AccountPane::ALL } else { &AccountPane::ALL[..3] }
    }

    /// Takes the file; the selections stay on their rows. The first time the person it was opened for is selected.
    fn take(&mut self, file: Option<&AccountDetail>) -> Vec<Effect> {
        let before = self.file.take();
        self.gone = file.is_none();
        self.file = file.cloned().map(Box::new);
        if let (Some(old), Some(new)) = (before.as_deref(), file) {
            self.stay(old, new);
        }
        for pane in AccountPane::ALL {
            self.selected[pane as usize] = self.row(pane).min(self.count(pane).saturating_sub(1));
        }
        let (Some(file), Some(named), None) = (file, self.named, before) else { return Vec::new() };
        match file.contacts.iter().position(|row| row.contact.id == named) {
            Some(place) => {
                self.selected[AccountPane::People as usize] = place;
                Vec::new()
            }
            // Whoever is called next must not be taken for the person who was looked for.
            None => vec![Effect::complain(format!(
                "The person you came for is no longer at {}: look who is selected before you call.",
                file.account.name
            ))],
        }
    }

    fn stay(&mut self, old: &AccountDetail, new: &AccountDetail) {
        let saved = std::mem::take(&mut self.saved);
        let [people, triggers, history, _tried] = &mut self.selected;
        *people = place(&old.contacts, *people, &new.contacts, |row| row.contact.id, false);
        *triggers = place(&old.triggers, *triggers, &new.triggers, |row| row.id, saved);
        *history = place(&past::history(old), *history, &past::history(new), past::Past::id, false);
        let saved_person = self.saved_person.take();
        if let Some(at) = new.contacts.iter().position(|row| Some(row.contact.id) == saved_person) {
            (*people, self.pane) = (at, AccountPane::People);
        }
    }
}

/// Where a selection stands in rows that were read again; on a row that is new, where one was just saved.
fn place<T, K: PartialEq>(old: &[T], selected: usize, new: &[T], key: impl Fn(&T) -> K, saved: bool) -> usize {
    let is_new = |row: &T| old.iter().all(|known| key(known) != key(row));
    let made = new.iter().position(is_new).filter(|_| saved);
    made.or_else(|| stays(old, selected, new, &key)).unwrap_or(selected)
}

fn keep(seen: Vec<SeenTrigger>) -> Effect {
    TriggerCommand::SetStatus(seen, Status::Kept).into()
}

fn reject(seen: Vec<SeenTrigger>, ctx: &Ctx) -> Effect {
    Effect::Prompt(Question::Reject(seen, ctx.rules.reject_reasons.clone()))
}

fn snooze(seen: Vec<SeenTrigger>) -> Effect {
    Effect::Prompt(Question::Snooze(seen, None))
}

impl ActTable for AccountScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(|screen, movement, _| screen.go(movement)),
        Act::always(Action::Plan, |screen, _| screen.about_a_person(PersonWish::Begin(Errand::Plan))),
        Act::always(Action::Call, |screen, _| screen.about_a_person(PersonWish::Begin(Errand::Call))),
        Act::always(Action::Log, |screen, _| screen.about_a_person(PersonWish::Begin(Errand::Log))),
        Act::always(Action::Sheet, |screen, _| screen.about_a_person(PersonWish::Begin(Errand::Sheet))),
        Act::offered(Action::DoNotCall, Self::on_a_person, |screen, _| screen.about_a_person(PersonWish::DoNotCall)),
        Act::offered(Action::Copy, Self::on_a_person, |screen, _| screen.about_a_person(PersonWish::Copy)),
        Act::offered(Action::Touch, Self::on_a_person, |screen, _| screen.about_a_person(PersonWish::Touch)),
        Act::offered(Action::Person, Self::on_a_person, |screen, _| screen.about_a_person(PersonWish::Page)),
        Act::offered(Action::Done, Self::on_a_promise, |screen, ctx| screen.keep_promise(ctx)),
        Act::offered(Action::MovePromise, Self::on_a_promise, |screen, _| screen.move_promise()),
        Act::offered(Action::Keep, Self::on_a_trigger, |screen, _| screen.decide(keep)),
        Act::offered(Action::Reject, Self::on_a_trigger, |screen, ctx| screen.decide(|seen| reject(seen, ctx))),
        Act::offered(Action::Snooze, Self::on_a_trigger, |screen, _| screen.decide(snooze)),
        Act::offered(Action::Open, Self::may_open, |screen, _| screen.open()),
        Act::always(Action::New, |screen, ctx| screen.new_row(ctx)),
        Act::offered(Action::Edit, Self::may_edit, |screen, _| screen.edit()),
        Act::always(Action::NextPane, |screen, ctx| screen.turn(1, ctx)),
        Act::always(Action::PreviousPane, |screen, ctx| screen.turn(-1, ctx)),
        Act::always(Action::Rest, |screen, _| screen.rest()),
        Act::always(Action::Archive, |screen, _| screen.archive()),
        Act::refresh(),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        // Before it is read nothing is known of it.
        if self.file.is_some() { Self::ACTS } else { &[] }
    }
}

impl Screen for AccountScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Account".into(), |file| format!("Accounts > {}", file.account.name))
    }

    fn hints(&self) -> Vec<Action> {
        match self.pane {
            AccountPane::People => vec![
                Action::Plan,
                Action::Call,
                Action::Sheet,
                Action::NextPane,
                Action::New,
                Action::Edit,
                Action::Rest,
                Action::NextRecord,
                Action::Back,
            ],
            AccountPane::Triggers => {
                vec![Action::Keep, Action::Reject, Action::Snooze, Action::NextPane, Action::New, Action::Back]
            }
            AccountPane::History => {
                vec![Action::Open, Action::NextPane, Action::Rest, Action::NextRecord, Action::Back]
            }
            AccountPane::Tried => vec![Action::Rest, Action::NextPane, Action::NextRecord, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Account(self.id, self.named).into()]
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Saved(Saved::Form { account: Some(id), contact, .. }) = answer
            && *id == self.id
        {
            (self.saved, self.saved_person) = (true, *contact);
        }
        let Answer::Account(id, file) = answer else { return Vec::new() };
        if *id == self.id { self.take(file.as_deref()) } else { Vec::new() }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            let says =
                if self.gone { "This account is not in the book any more. Esc goes back." } else { ctx.reading() };
            brush.paragraph(layout::inner(ctx.area), says, Role::Dim);
            return None;
        };
        self.draw_file(file, ctx, brush);
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let hit = self.panes(ctx).into_iter().find(|(_, area)| area.contains(at));
        if let Some((pane, area)) = hit {
            self.pane = pane;
            if let Some(row) = self.row_at(pane, layout::inner(area), at, ctx) {
                self.selected[pane as usize] = row;
            }
        }
        Vec::new()
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::Accounts)
    }

    fn step(&mut self, by: isize, walk: Walk, _ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let pane = match walk {
            Walk::People => AccountPane::People,
            Walk::Calls => AccountPane::History,
            Walk::Accounts => return (None, Vec::new()),
        };
        self.pane = pane;
        let before = self.row(pane);
        self.go(Movement::along(by));
        // A touch beside calls has no page.
        while walk == Walk::Calls && self.call().is_none() && self.goes_on(by) {}
        if self.row(pane) == before {
            return (None, Vec::new());
        }
        let place = match walk {
            Walk::People => self.contact().map(|row| Route::Plan(row.contact.id)),
            Walk::Calls => self.call().map(|row| Route::Call(row.id)),
            Walk::Accounts => None,
        };
        (place, Vec::new())
    }
}

impl AccountScreen {
    fn go(&mut self, movement: Movement) -> Vec<Effect> {
        let last = self.count(self.pane).saturating_sub(1);
        self.selected[self.pane as usize] = movement.target(self.row(self.pane), last, PAGE);
        Vec::new()
    }

    /// Moves along the pane; false at its end.
    fn goes_on(&mut self, by: isize) -> bool {
        let before = self.row(self.pane);
        self.go(Movement::along(by));
        self.row(self.pane) != before
    }

    fn on_a_promise(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.promise().is_some(), "there is no open promise with this person")
    }

    fn keep_promise(&self, ctx: &Ctx) -> Vec<Effect> {
        let kept = |row: &PromiseRow| KeptPromise { promise: row.promise.id, on: ctx.now.date() };
        self.promise().map(|row| CallCommand::KeepPromise(kept(row)).into()).into_iter().collect()
    }

    fn move_promise(&self) -> Vec<Effect> {
        let ask = |row: &PromiseRow| Question::MovePromise(Box::new(row.promise.clone()));
        self.promise().map(|row| Effect::Prompt(ask(row))).into_iter().collect()
    }

    fn turn(&mut self, by: isize, ctx: &Ctx) -> Vec<Effect> {
        let panes = self.panes_walked(ctx);
        let at = panes.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        self.pane = panes[(at + panes.len()).wrapping_add_signed(by) % panes.len()];
        Vec::new()
    }

    fn on_a_trigger(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.trigger().is_some(), "no trigger is selected: Tab to Triggers")
    }

    fn may_open(&self, _ctx: &Ctx) -> Offer {
        let has_page = self.pane != AccountPane::History || self.call().is_some();
        Offer::yes_if(self.count(self.pane) > 0 && has_page, "there is nothing to open here: n adds")
    }

    fn may_edit(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.pane != AccountPane::History || self.past().is_some(), "no call is selected")
    }

    /// Opens what stands in the pane: the page of a person, the form of a trigger, a call.
    fn open(&self) -> Vec<Effect> {
        match self.pane {
            AccountPane::People => self.about_a_person(PersonWish::Page),
            AccountPane::Triggers => self.edit(),
            AccountPane::History => self.call().map(|row| Effect::Go(Route::Call(row.id))).into_iter().collect(),
            AccountPane::Tried => Vec::new(),
        }
    }

    fn archive(&self) -> Vec<Effect> {
        vec![AccountCommand::Archive(self.id, true).into(), Effect::Close]
    }

    fn rest(&self) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        vec![before_rest(self.id, &file.account.name, file.quiet.rest.as_ref())]
    }

    fn new_row(&self, ctx: &Ctx) -> Vec<Effect> {
        let name = self.file.as_ref().map_or(String::new(), |file| file.account.name.clone());
        let subject = if self.pane == AccountPane::Triggers {
            let trigger = Trigger {
                accounts: vec![self.id],
                company: Some(name),
                // Whoever writes it down has judged it: it needs no inbox.
                status: Status::Kept,
                occurred_on: ctx.now.date(),
                ..Trigger::default()
            };
            Subject::Trigger(Box::new(trigger))
        } else {
            Subject::Contact(Box::new(Contact { account_id: self.id, ..Contact::default() }), name)
        };
        vec![Effect::Go(Route::Edit(subject))]
    }

    fn edit(&self) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        let account = || Effect::Go(Route::Edit(Subject::Account(Box::new(file.account.clone()))));
        match self.pane {
            AccountPane::People => vec![self.contact().map_or_else(account, |row| {
                let subject = Subject::Contact(Box::new(row.contact.clone()), file.account.name.clone());
                Effect::Go(Route::Edit(subject))
            })],
            AccountPane::Triggers => self.trigger().map(|row| Effect::EditTrigger(row.id)).into_iter().collect(),
            AccountPane::History | AccountPane::Tried => vec![account()],
        }
    }

    fn decide(&self, about: impl Fn(Vec<SeenTrigger>) -> Effect) -> Vec<Effect> {
        let seen = self.trigger().map(|row| SeenTrigger { id: row.id, status: Some(row.status.clone()) });
        seen.map(|seen| about(vec![seen])).into_iter().collect()
    }
}

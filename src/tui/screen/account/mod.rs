//! One account: its people, what happened to it, and what was said.

mod draw;
mod items;
mod no_answer;

use ratatui::layout::Position;

use crate::domain::account::Contact;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::{AccountDetail, CallRow, ContactRow, TriggerRow};
use crate::domain::trigger::{Status, Trigger};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, Saved};
use crate::tui::message::command::{AccountCommand, TriggerCommand};
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::stays;
use crate::tui::widgets::theme::Role;

use super::Screen;
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::prompt::{before_call, before_rest};

const PANES: usize = 4;
const PEOPLE: usize = 0;
const TRIGGERS: usize = 1;
const HISTORY: usize = 2;
/// What was tried, where the account does not answer: a pane of its own only where there is no room beside the others.
const ENOUGH: usize = 3;

/// The account in front.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountScreen {
    id: AccountId,
    file: Option<Box<AccountDetail>>,
    gone: bool,
    pane: usize,
    selected: [usize; PANES],
    /// The person it was opened for: listed even when archived.
    named: Option<ContactId>,
    /// Something of it was saved in a form: where that is new, it is selected.
    saved: bool,
}

impl AccountScreen {
    /// The screen of an account, before its file is read.
    pub fn new(id: AccountId) -> AccountScreen {
        AccountScreen { id, file: None, gone: false, pane: PEOPLE, selected: [0; PANES], named: None, saved: false }
    }

    /// The same, opened for one of its people, who is then the selected one.
    pub fn at(id: AccountId, person: ContactId) -> AccountScreen {
        AccountScreen { named: Some(person), ..AccountScreen::new(id) }
    }

    /// The selected person; in the history whoever was called, for whom nobody else must be taken.
    fn contact(&self) -> Option<&ContactRow> {
        let people = &self.file.as_ref()?.contacts;
        match self.call().filter(|_| self.pane == HISTORY) {
            Some(call) => people.iter().find(|row| row.contact.id == call.contact_id),
            None => people.get(self.selected[PEOPLE]),
        }
    }

    fn trigger(&self) -> Option<&TriggerRow> {
        self.file.as_ref()?.triggers.get(self.selected[TRIGGERS])
    }

    fn call(&self) -> Option<&CallRow> {
        self.file.as_ref()?.calls.get(self.selected[HISTORY])
    }

    fn count(&self, pane: usize) -> usize {
        self.file.as_ref().map_or(0, |file| match pane {
            PEOPLE => file.contacts.len(),
            TRIGGERS => file.triggers.len(),
            HISTORY => file.calls.len(),
            _enough => 0,
        })
    }

    /// How many panes Tab walks along.
    fn panes_walked(&self, ctx: &Ctx) -> usize {
        let enough = self.file.as_ref().is_some_and(|file| no_answer::has_page(&file.quiet));
        if enough && ctx.room != Room::Wide { PANES } else { PANES - 1 }
    }

    /// Takes the file; the selections stay on their rows. The first time the person it was opened for is selected.
    fn take(&mut self, file: Option<&AccountDetail>) -> Vec<Effect> {
        let before = self.file.take();
        self.gone = file.is_none();
        self.file = file.cloned().map(Box::new);
        if let (Some(old), Some(new)) = (before.as_deref(), file) {
            self.stay(old, new);
        }
        for pane in 0..PANES {
            self.selected[pane] = self.selected[pane].min(self.count(pane).saturating_sub(1));
        }
        let (Some(file), Some(named), None) = (file, self.named, before) else { return Vec::new() };
        match file.contacts.iter().position(|row| row.contact.id == named) {
            Some(place) => {
                self.selected[PEOPLE] = place;
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
        let [people, triggers, history, _enough] = &mut self.selected;
        *people = place(&old.contacts, *people, &new.contacts, |row| row.contact.id, saved);
        *triggers = place(&old.triggers, *triggers, &new.triggers, |row| row.id, saved);
        *history = place(&old.calls, *history, &new.calls, |row| row.id, false);
    }

    fn moved(&mut self, action: Action) -> bool {
        let last = self.count(self.pane).saturating_sub(1);
        let selected = &mut self.selected[self.pane];
        *selected = match action {
            Action::Down => (*selected + 1).min(last),
            Action::Up => selected.saturating_sub(1),
            Action::PageDown => (*selected + 10).min(last),
            Action::PageUp => selected.saturating_sub(10),
            Action::Top => 0,
            Action::Bottom => last,
            _other => return false,
        };
        true
    }
}

/// Where a selection stands in rows that were read again; on a row that is new, where one was just saved.
fn place<T, K: PartialEq>(old: &[T], selected: usize, new: &[T], key: impl Fn(&T) -> K, saved: bool) -> usize {
    let is_new = |row: &T| old.iter().all(|known| key(known) != key(row));
    let made = new.iter().position(is_new).filter(|_| saved);
    made.or_else(|| stays(old, selected, new, &key)).unwrap_or(selected)
}

impl Screen for AccountScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Account".into(), |file| format!("Accounts > {}", file.account.name))
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        if self.file.is_none() {
            return Offer::No;
        }
        match action {
            Action::Plan | Action::Call | Action::Log | Action::DoNotCall | Action::Sheet => match self.contact() {
                Some(_) => Offer::Yes,
                None => Offer::Off("a call needs a person: Tab to People, n adds one".into()),
            },
            Action::Open if self.count(self.pane) == 0 => Offer::Off("there is nothing to open here: n adds".into()),
            Action::Keep | Action::Reject | Action::Snooze if self.trigger().is_none() => {
                Offer::Off("no trigger is selected: Tab to Triggers".into())
            }
            Action::Edit if self.pane == HISTORY && self.call().is_none() => Offer::Off("no call is selected".into()),
            Action::Open | Action::New | Action::Edit | Action::Copy | Action::NextPane | Action::PreviousPane => {
                Offer::Yes
            }
            Action::Keep | Action::Reject | Action::Snooze => Offer::Yes,
            Action::Archive | Action::Rest | Action::Refresh => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.pane {
            PEOPLE => vec![
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
            TRIGGERS => vec![Action::Keep, Action::Reject, Action::Snooze, Action::NextPane, Action::New, Action::Back],
            HISTORY => vec![Action::Open, Action::NextPane, Action::Rest, Action::NextRecord, Action::Back],
            _enough => vec![Action::Rest, Action::NextPane, Action::NextRecord, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Account(self.id, self.named).into()]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.moved(action) {
            return Vec::new();
        }
        match action {
            Action::NextPane => self.pane = (self.pane + 1) % self.panes_walked(ctx),
            Action::PreviousPane => {
                let panes = self.panes_walked(ctx);
                self.pane = (self.pane + panes - 1) % panes;
            }
            Action::Rest => return self.rest(),
            Action::Refresh => return self.ask(ctx),
            Action::Archive => return vec![AccountCommand::Archive(self.id, true).into(), Effect::Close],
            Action::New => return self.new_row(ctx),
            Action::Edit => return self.edit(),
            Action::Open if self.pane == HISTORY => {
                return self.call().map(|row| Effect::Go(Route::Call(row.id))).into_iter().collect();
            }
            Action::Open if self.pane == TRIGGERS => return self.edit(),
            _other => return self.act_on_row(action),
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Account(id, file) if *id == self.id => self.take(file.as_deref()),
            Answer::Saved(Saved::Form { account: Some(id), .. }) if *id == self.id => {
                self.saved = true;
                Vec::new()
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            let says = if self.gone {
                "This account is not in the book any more. Esc goes back."
            } else {
                "reading the book …"
            };
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
                self.selected[pane] = row;
            }
        }
        Vec::new()
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::Accounts)
    }

    fn step(&mut self, by: isize, walk: Walk, _ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let pane = match walk {
            Walk::People => PEOPLE,
            Walk::Calls => HISTORY,
            Walk::Accounts => return (None, Vec::new()),
        };
        self.pane = pane;
        let before = self.selected[pane];
        self.moved(if by > 0 { Action::Down } else { Action::Up });
        if self.selected[pane] == before {
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
    fn rest(&self) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        vec![before_rest(self.id, &file.account.name, file.quiet.rest.as_ref())]
    }

    fn new_row(&self, ctx: &Ctx) -> Vec<Effect> {
        let name = self.file.as_ref().map_or(String::new(), |file| file.account.name.clone());
        let subject = if self.pane == TRIGGERS {
            let trigger = Trigger {
                accounts: vec![self.id],
                company: Some(name),
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
        match self.pane {
            PEOPLE => match self.contact() {
                Some(row) => {
                    vec![Effect::Go(Route::Edit(Subject::Contact(
                        Box::new(row.contact.clone()),
                        file.account.name.clone(),
                    )))]
                }
                None => vec![Effect::Go(Route::Edit(Subject::Account(Box::new(file.account.clone()))))],
            },
            TRIGGERS => self.trigger().map(|row| Effect::EditTrigger(row.id)).into_iter().collect(),
            _history => vec![Effect::Go(Route::Edit(Subject::Account(Box::new(file.account.clone()))))],
        }
    }

    fn act_on_row(&self, action: Action) -> Vec<Effect> {
        let trigger = self.trigger().map(|row| vec![row.id]);
        match (action, self.contact(), trigger) {
            (Action::Keep, _, Some(ids)) => vec![TriggerCommand::SetStatus(ids, Status::Kept).into()],
            (Action::Reject, _, Some(ids)) => vec![Effect::Prompt(Question::Reject(ids))],
            (Action::Snooze, _, Some(ids)) => vec![Effect::Prompt(Question::Snooze(ids, None))],
            (Action::Open | Action::Plan, Some(row), _) => vec![Effect::Go(Route::Plan(row.contact.id))],
            (Action::Sheet, Some(row), _) => vec![Effect::Go(Route::Sheet(self.id, Some(row.contact.id)))],
            (Action::Call, Some(row), _) => {
                vec![before_call(row.contact.id, &row.contact.name, &row.guards, true)]
            }
            (Action::Log, Some(row), _) => {
                vec![before_call(row.contact.id, &row.contact.name, &row.guards, false)]
            }
            (Action::DoNotCall, Some(row), _) if row.contact.do_not_call.is_some() => {
                vec![AccountCommand::SetDoNotCall(row.contact.id, None).into()]
            }
            (Action::DoNotCall, Some(row), _) => {
                vec![Effect::Prompt(Question::DoNotCall(row.contact.id, row.contact.name.clone()))]
            }
            (Action::Copy, Some(row), _) => {
                let phone = row.contact.phones.first().map_or("", |phone| phone.raw.as_str());
                vec![Effect::Terminal(TerminalRequest::Copy(
                    format!("{} {phone}", row.contact.name).trim().to_string(),
                ))]
            }
            _other => Vec::new(),
        }
    }
}

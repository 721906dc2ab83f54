//! Navigation: going to a screen and back; the clock of a running call.

use crate::domain::call::Running;
use crate::domain::ids::{AccountId, ContactId, TriggerId};
use crate::domain::query::CallStart;
use crate::tui::message::command::CallCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route};
use crate::tui::overlay::call_person::before_call;

use super::leaving::Left;
use super::screens::{OpenScreen, TABS};
use super::{App, ctx_of};

impl App {
    /// Begins an errand; for a row without a person, asks who it is first.
    pub(super) fn begin(&mut self, errand: Errand, account: AccountId, contact: ContactId) -> Vec<Effect> {
        let named = Some(contact).filter(|contact| !contact.is_nil());
        match (errand, named) {
            (Errand::Plan, Some(contact)) => vec![Effect::Go(Route::Plan(contact))],
            (Errand::Log, Some(contact)) => vec![Effect::Go(Route::Log { contact, ended: None })],
            (Errand::Sheet, Some(contact)) => vec![Effect::Go(Route::Sheet(account, Some(contact)))],
            (Errand::Call, Some(_)) | (_, None) => {
                self.beginning = Some((errand, account, named));
                vec![Query::CallStart(errand, account, named).into()]
            }
        }
    }

    /// Goes on with the waiting errand once guards and cautions are known.
    pub(super) fn on_call_start(
        &mut self,
        asked: (Errand, AccountId, Option<ContactId>),
        start: &CallStart,
    ) -> Vec<Effect> {
        let Some((errand, account, _)) = self.beginning.take_if(|beginning| *beginning == asked) else {
            return Vec::new();
        };
        // Whatever was opened meanwhile is not to be covered, and one clock runs at a time.
        if self.overlay.is_some() || (errand == Errand::Call && self.call.is_some()) {
            return Vec::new();
        }
        match start {
            CallStart::Person { contact, name, guards, cautions } => {
                vec![before_call(*contact, name, guards, cautions)]
            }
            CallStart::Nobody { name, people, .. } => {
                let (name, people) = (name.clone(), people.clone());
                vec![Effect::Prompt(Question::Nobody { errand, account, name, people })]
            }
        }
    }

    pub(super) fn start_clock(&mut self, running: Running) -> Vec<Effect> {
        let says = format!("The clock runs for {}. c again (F4 in a form) when you hang up.", running.name);
        self.call = Some(running.clone());
        vec![CallCommand::KeepClock(Some(running)).into(), Effect::say(says)]
    }

    /// Stops the clock; the call is unfinished until its form is saved.
    pub(super) fn hang_up(&mut self) -> Vec<Effect> {
        let Some(call) = self.call.take() else { return Vec::new() };
        let contact = call.contact;
        let ended = Box::new(call.end(self.now.0));
        vec![CallCommand::StopClock(ended.clone()).into(), Effect::Go(Route::Log { contact, ended: Some(ended) })]
    }

    pub(super) fn go(&mut self, route: Route) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        if self.book.is_none() || self.stack.last().is_some_and(|front| front.is_where(&route)) {
            return effects;
        }
        match TABS.iter().position(|tab| tab.route == route) {
            Some(tab) => {
                for open in std::mem::take(&mut self.stack) {
                    self.leave(Left::Form(open));
                }
                self.tab = tab;
            }
            None => self.stack.push(OpenScreen::routed(route)),
        }
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
    }

    /// Reads a trigger; its form opens with the answer.
    pub(super) fn read_for_form(&mut self, id: TriggerId) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        self.opening = Some(id);
        effects.push(Query::TriggerForm(id).into());
        effects
    }

    /// Reads an account; its form opens with the answer.
    pub(super) fn read_account_for_form(&mut self, id: AccountId) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        self.opening_account = Some(id);
        effects.push(Query::AccountForm(id).into());
        effects
    }

    /// Back to the list that the call was made from: the campaign under the form, else Today.
    pub(super) fn next_call(&mut self, contact: ContactId, says: String) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        self.stack.pop();
        while self.stack.last_mut().is_some_and(|open| !open.screen.called(contact, &says)) {
            self.stack.pop();
        }
        if self.stack.is_empty() {
            self.tab = 0;
            self.tabs[0].called(contact, &says);
        }
        effects.push(Effect::say(says));
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
    }

    pub(super) fn close(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        self.pop();
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
    }

    fn pop(&mut self) {
        if let Some(open) = self.stack.pop() {
            self.leave(Left::Form(open));
        }
    }

    pub(super) fn walk(&mut self, by: isize) -> Vec<Effect> {
        let mut kept = self.keep_drafts();
        if let Some(asked) = self.with_front(|screen, ctx| screen.skip(by, ctx)) {
            kept.extend(asked);
            return kept;
        }
        let Some(walk) = self.front().walk() else {
            return vec![Effect::complain("next and previous walk along accounts, plans and calls: open one first")];
        };
        let mut effects = kept;
        let (size, now) = (self.room(), self.now);
        let below = self.stack.len().saturating_sub(1);
        for level in (0..=below).rev() {
            let screen = if level == 0 { self.tabs[self.tab].as_mut() } else { self.stack[level - 1].screen.as_mut() };
            let (place, asked) = screen.step(by, walk, &ctx_of(now, size, &self.rules, self.book.as_ref(), None));
            effects.extend(asked);
            if let Some(place) = place {
                self.pop();
                effects.push(Effect::Go(place));
                return effects;
            }
        }
        effects.push(Effect::say(if by > 0 { "That was the last one." } else { "That was the first one." }));
        effects
    }
}

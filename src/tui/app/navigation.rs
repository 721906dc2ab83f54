//! Navigation: going to a screen and back; the clock of a running call.

use crate::domain::call::{Override, Running};
use crate::domain::ids::{ContactId, TriggerId};
use crate::tui::message::command::CallCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::message::route::Route;

use super::screens::{OpenScreen, TABS};
use super::{App, RunningCall, ctx_of};

impl App {
    pub(super) fn start_clock(&mut self, contact: ContactId, name: String, overrides: Vec<Override>) -> Vec<Effect> {
        let says = format!("The clock runs for {name}. c again (F4 in a form) when you hang up.");
        let running = Running { contact, name: name.clone(), since: self.now.0, overrides: overrides.clone() };
        self.call = Some(RunningCall { contact, name, since: self.now, overrides });
        vec![CallCommand::KeepClock(Some(running)).into(), Effect::say(says)]
    }

    pub(super) fn hang_up(&mut self) -> Vec<Effect> {
        let Some(call) = self.call.take() else { return Vec::new() };
        let seconds = u32::try_from((self.now.millis() - call.since.millis()) / 1000).unwrap_or(0);
        let log = Route::Log { contact: call.contact, seconds: Some(seconds), overrides: call.overrides };
        vec![CallCommand::KeepClock(None).into(), Effect::Go(log)]
    }

    pub(super) fn go(&mut self, route: Route) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        if self.book.is_none() || self.stack.last().is_some_and(|front| front.is_where(&route)) {
            return effects;
        }
        match TABS.iter().position(|tab| tab.route == route) {
            Some(tab) => {
                self.stack.clear();
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
        self.stack.pop();
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
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
        let (size, now) = (self.size, self.now);
        let below = self.stack.len().saturating_sub(1);
        for level in (0..=below).rev() {
            let screen = if level == 0 { self.tabs[self.tab].as_mut() } else { self.stack[level - 1].screen.as_mut() };
            let (place, asked) = screen.step(by, walk, &ctx_of(now, size, &self.rules, self.book.as_ref()));
            effects.extend(asked);
            if let Some(place) = place {
                self.stack.pop();
                effects.push(Effect::Go(place));
                return effects;
            }
        }
        effects.push(Effect::say(if by > 0 { "That was the last one." } else { "That was the first one." }));
        effects
    }
}

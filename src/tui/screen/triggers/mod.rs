//! Triggers: the inbox of what happened. Keep, reject with a reason, snooze, merge, link; unmatched ones are the normal
//! case.

mod decide;
mod draw;
mod marks;

use ratatui::layout::{Position, Rect};

use crate::domain::capture;
use crate::domain::query::{Tray, TriggerDetail, TriggerQuery, TriggerRow};
use crate::domain::trigger::same_event::SameEvent;
use crate::domain::trigger::{Scope, Status, Trigger};
use crate::tui::message::action::Action;
use crate::tui::message::answer::Answer;
use crate::tui::message::command::{Command, TriggerCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Screen, feeds};
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::filter::{Filter, FilterEvent};

use marks::Marks;

/// The trays.
#[derive(Debug, Clone, PartialEq)]
pub struct TriggersScreen {
    tray: Tray,
    list: Listing<TriggerRow>,
    filter: Filter,
    marks: Marks,
    file: Option<Box<TriggerDetail>>,
    detail: bool,
}

impl Default for TriggersScreen {
    fn default() -> Self {
        TriggersScreen {
            tray: Tray::Inbox,
            list: Listing::default(),
            filter: Filter::default(),
            marks: Marks::default(),
            file: None,
            detail: false,
        }
    }
}

impl TriggersScreen {
    fn query(&self, offset: usize) -> TriggerQuery {
        TriggerQuery { tray: self.tray, filter: self.filter.text().to_string(), offset, limit: WINDOW }
    }

    fn request(&self, offset: usize) -> Vec<Effect> {
        vec![Query::Triggers(self.query(offset)).into()]
    }

    fn moved(&self) -> Vec<Effect> {
        let mut effects = self.list.wants().map(|offset| self.request(offset)).unwrap_or_default();
        effects.extend(self.list.row().map(|row| Query::Trigger(row.id).into()));
        effects
    }

    /// The row on which the cursor is painted. What is decided is about [`Listing::row`].
    fn shown(&self) -> Option<&TriggerRow> {
        self.list.at(self.list.selected)
    }

    fn file(&self) -> Option<&TriggerDetail> {
        let row = self.shown()?;
        self.file.as_deref().filter(|file| file.trigger.id == row.id)
    }

    /// What tells of the same event as the selected row.
    fn same_as(&self) -> Option<&SameEvent> {
        self.file().and_then(|file| file.row.same_as.as_ref()).or(self.shown()?.same_as.as_ref())
    }

    fn list_area(ctx: &Ctx) -> Rect {
        let (_, rest) = layout::top(ctx.area, 1);
        if ctx.room == Room::Wide { layout::split_left(rest, rest.width * 60 / 100).0 } else { rest }
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::list_area(ctx)).height.saturating_sub(1))
    }

    fn turn(&mut self, by: usize) -> Vec<Effect> {
        let at = Tray::ALL.iter().position(|tray| *tray == self.tray).unwrap_or(0);
        self.tray = Tray::ALL[(at + by) % Tray::ALL.len()];
        self.list = Listing::default();
        self.another_list()
    }

    /// Asks for the rows of another tray or filter. Marks go: what is decided next must not reach rows that it hides.
    fn another_list(&mut self) -> Vec<Effect> {
        let mut effects = self.request(0);
        effects.extend(self.marks.clear().map(Effect::say));
        effects
    }

    /// On a narrow screen one trigger may stand alone in front of the list: what is decided is about it.
    fn alone(&self, ctx: &Ctx) -> bool {
        self.detail && ctx.room != Room::Wide
    }

    /// How many marked rows would be decided about.
    fn marked(&self, ctx: &Ctx) -> usize {
        if self.alone(ctx) { 0 } else { self.marks.ids().len() }
    }
}

impl Screen for TriggersScreen {
    fn title(&self) -> String {
        "Triggers".into()
    }

    fn layer(&self) -> Layer {
        self.filter.layer()
    }

    fn offers(&self, action: Action, ctx: &Ctx) -> Offer {
        let row = self.list.row();
        match action {
            Action::Open
            | Action::Edit
            | Action::Keep
            | Action::Reject
            | Action::Snooze
            | Action::Link
            | Action::Merge
            | Action::SetKind
            | Action::SetSure
            | Action::Mark
            | Action::MarkAll
            | Action::Copy
            | Action::StartCampaign
                if row.is_none() =>
            {
                let why = "no trigger is selected: n writes one down, v takes a paste, I imports a file";
                Offer::Off(self.list.missing_sentence(why))
            }
            Action::Keep if row.is_some_and(|row| row.accounts == 0) && self.marked(ctx) == 0 => {
                Offer::Off("it touches no account yet: L links it first".into())
            }
            Action::Merge if self.marked(ctx) < 2 && self.same_as().is_none() => {
                Offer::Off("nothing else tells of this event; mark two or more with Space to merge them".into())
            }
            Action::Back => {
                if self.filter.typing || !self.filter.text().is_empty() || self.detail || !self.marks.ids().is_empty() {
                    Offer::Yes
                } else {
                    Offer::No
                }
            }
            Action::StartCampaign => self.may_start(),
            Action::Open
            | Action::Edit
            | Action::New
            | Action::Keep
            | Action::Reject
            | Action::Snooze
            | Action::Merge
            | Action::SetKind
            | Action::SetSure
            | Action::Capture
            | Action::Link => Offer::Yes,
            Action::Mark
            | Action::MarkAll
            | Action::Copy
            | Action::Filter
            | Action::NextPane
            | Action::PreviousPane
            | Action::Refresh => Offer::Yes,
            Action::Evidence | Action::Fetch | Action::Feeds => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing {
            return vec![Action::Back];
        }
        if self.list.is_empty() {
            return vec![Action::Capture, Action::New, Action::Import, Action::Feeds, Action::NextPane, Action::Filter];
        }
        let link_first = self.shown().is_some_and(|row| row.accounts == 0);
        let first = match self.tray {
            _any if link_first => Action::Link,
            Tray::Kept => Action::Edit,
            Tray::Inbox | Tray::Snoozed | Tray::Rejected => Action::Keep,
        };
        let same = self.same_as().is_some() || self.marks.ids().len() > 1;
        let merge = same.then_some(Action::Merge);
        let campaign = (self.may_start() == Offer::Yes).then_some(Action::StartCampaign);
        [Some(first), merge, campaign, Some(Action::Reject), Some(Action::Snooze)]
            .into_iter()
            .flatten()
            .chain((first != Action::Edit).then_some(Action::Edit))
            .chain([
                Action::Capture,
                Action::New,
                Action::Mark,
                Action::NextPane,
                Action::Filter,
                Action::GoKinds,
                Action::GoQuiet,
            ])
            .collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        self.request(self.list.selected.saturating_sub(WINDOW / 2))
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.list.go(action, Self::page(ctx)) {
            return self.moved();
        }
        match action {
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(Tray::ALL.len() - 1),
            Action::Filter => {
                self.filter.typing = true;
                Vec::new()
            }
            Action::Back => self.back(),
            Action::Open | Action::Evidence if ctx.room != Room::Wide && !self.detail => {
                self.detail = true;
                self.moved()
            }
            Action::Evidence => {
                self.detail = false;
                Vec::new()
            }
            Action::New => {
                let trigger = Trigger { status: Status::Kept, occurred_on: ctx.now.date(), ..Trigger::default() };
                vec![Effect::Go(Route::Edit(Subject::Trigger(Box::new(trigger))))]
            }
            Action::Open | Action::Edit => self.edit(),
            Action::Refresh => self.ask(ctx),
            Action::Fetch => feeds::fetch(None, ctx),
            Action::Feeds => vec![Effect::Go(Route::Feeds)],
            Action::StartCampaign => {
                self.list.row().map(|row| Effect::Go(Route::StartCampaign(row.id))).into_iter().collect()
            }
            Action::Mark => {
                self.list.row().map(|row| row.id).into_iter().for_each(|id| self.marks.turn(id));
                self.act(Action::Down, ctx)
            }
            Action::MarkAll => {
                self.marks.turn_all(self.list.window.rows.iter().map(|row| row.id));
                Vec::new()
            }
            Action::Capture => vec![Effect::Go(Route::Capture)],
            Action::Keep
            | Action::Reject
            | Action::Snooze
            | Action::Link
            | Action::Merge
            | Action::SetKind
            | Action::SetSure
            | Action::Copy => self.decide(action, ctx),
            _other => Vec::new(),
        }
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        match self.filter.stroke(stroke) {
            FilterEvent::Moved(action) => self.act(action, ctx),
            FilterEvent::Changed => {
                self.list.reset();
                self.another_list()
            }
            FilterEvent::Nothing => Vec::new(),
        }
    }

    fn paste(&mut self, text: &str, ctx: &Ctx) -> Option<Vec<Effect>> {
        let clipping = capture::read(text, ctx.now.date(), ctx.rules.kinds());
        Some(vec![Effect::Go(Route::Clipping { clipping: Box::new(clipping), boxed: false })])
    }

    fn sent(&mut self, command: &Command) {
        self.marks.sent(command);
        match command {
            Command::Trigger(TriggerCommand::Save(edit)) if edit.typed.id.is_nil() => self.list.expect_new(),
            Command::Fetch(_) => self.list.expect_new(),
            Command::Trigger(TriggerCommand::SetStatus(..) | TriggerCommand::Triage(..)) => self.list.hold(),
            _other => {}
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        self.marks.show(answer);
        match answer {
            Answer::Triggers(query, window) if query.tray == self.tray && query.filter == self.filter.text() => {
                self.list.take(window.clone(), |row| row.id);
                self.marks.keep_those_of(&self.list.window);
                self.list.select(self.list.selected, Self::page(ctx));
                self.detail &= !self.list.is_empty();
                self.list.row().map(|row| Query::Trigger(row.id).into()).into_iter().collect()
            }
            Answer::Failed { .. } => {
                self.list.release();
                Vec::new()
            }
            Answer::Trigger(_, Some(file)) => {
                self.file = Some(file.clone());
                Vec::new()
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (tabs, rest) = layout::top(ctx.area, 1);
        let mut x = tabs.x + 1;
        for tray in Tray::ALL {
            let front = *tray == self.tray;
            let label = if front { format!("[{}]", tray.words()) } else { format!(" {} ", tray.words()) };
            x += brush.text(
                x,
                tabs.y,
                tabs.right().saturating_sub(x),
                &label,
                if front { Role::Tab } else { Role::Dim },
            ) + 1;
        }
        let filter_line = Rect { x: x + 2, width: tabs.right().saturating_sub(x + 2), ..tabs };
        let caret = self.filter.draw(filter_line, brush);
        let list = Self::list_area(ctx);
        if ctx.room == Room::Wide {
            self.draw_list(ctx, list, brush);
            self.draw_detail(ctx, Rect { x: list.right(), width: rest.right() - list.right(), ..rest }, brush);
        } else if self.detail {
            self.draw_detail(ctx, rest, brush);
        } else {
            self.draw_list(ctx, rest, brush);
        }
        caret
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(Self::list_area(ctx))) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => self.moved(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }
}

impl TriggersScreen {
    /// One company's change makes plans, not campaigns.
    fn may_start(&self) -> Offer {
        match self.shown().map(|row| row.scope) {
            None => Offer::No,
            Some(Scope::Industry | Scope::Market | Scope::Competitor | Scope::TheirCustomers) => Offer::Yes,
            Some(Scope::Person | Scope::Company | Scope::Ours) => Offer::Off(
                "this change is one company's: plan a call there (2, the account, p). A campaign needs a change of an \
                 industry, a market, a competitor or their customers"
                    .into(),
            ),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.detail {
            self.detail = false;
            return Vec::new();
        }
        // One level a press: marks were made after the filter, unless it is being typed.
        if !self.filter.typing && self.marks.clear().is_some() {
            return Vec::new();
        }
        if self.filter.clear() {
            self.list.reset();
            return self.another_list();
        }
        Vec::new()
    }
}

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
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, ChangedRow};
use crate::tui::message::command::{Command, TriggerCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen, feeds};
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

    fn ask_for_more(&self) -> Vec<Effect> {
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
        // What was asked about a row that is passed by now may come late.
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
        // Not a reset: the rows of the tray before must not stand there until the answer comes.
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

impl ActTable for TriggersScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, Self::open),
        Act::offered(Action::Edit, Self::on_a_row, |screen, _| screen.edit()),
        Act::always(Action::Evidence, Self::turn_detail),
        Act::offered(Action::Keep, Self::may_keep, |screen, ctx| screen.keep(ctx)),
        Act::offered(Action::Reject, Self::on_a_row, |screen, ctx| screen.reject(ctx)),
        Act::offered(Action::Snooze, Self::on_a_row, |screen, ctx| screen.snooze(ctx)),
        Act::offered(Action::Link, Self::on_a_row, |screen, ctx| screen.link(ctx)),
        Act::offered(Action::OpenLink, Self::may_open_link, |screen, _| screen.open_link()),
        Act::offered(Action::Merge, Self::may_merge, |screen, ctx| screen.merge(ctx)),
        Act::offered(Action::SetKind, Self::on_a_row, |screen, ctx| screen.set_kind(ctx)),
        Act::offered(Action::SetSure, Self::on_a_row, |screen, ctx| screen.set_sure(ctx)),
        Act::offered(Action::Copy, Self::on_a_row, |screen, _| screen.copy()),
        Act::offered(Action::Mark, Self::on_a_row, Self::mark),
        Act::offered(Action::MarkAll, Self::on_a_row, |screen, _| screen.mark_all()),
        Act::offered(Action::Plan, Self::on_one_account, |screen, _| screen.begin(Errand::Plan)),
        Act::offered(Action::Call, Self::on_one_account, |screen, _| screen.begin(Errand::Call)),
        Act::offered(Action::Log, Self::on_one_account, |screen, _| screen.begin(Errand::Log)),
        Act::offered(Action::Sheet, Self::on_one_account, |screen, _| screen.begin(Errand::Sheet)),
        Act::offered(Action::StartCampaign, Self::may_start, |screen, _| screen.start_campaign()),
        Act::always(Action::New, |_, ctx| new_trigger(ctx)),
        Act::always(Action::Capture, |_, _| vec![Effect::Go(Route::Capture)]),
        Act::always(Action::Fetch, |_, ctx| feeds::fetch(None, ctx)),
        Act::always(Action::Feeds, |_, _| vec![Effect::Go(Route::Feeds)]),
        Act::always(Action::NextPane, |screen, _| screen.turn(1)),
        Act::always(Action::PreviousPane, |screen, _| screen.turn(Tray::ALL.len() - 1)),
        Act::always(Action::Filter, Self::begin_filter),
        Act::offered(Action::Back, |screen, _| Offer::only_if(screen.has_something_open()), |screen, _| screen.back()),
        Act::refresh(),
    ];
}

impl Screen for TriggersScreen {
    fn title(&self) -> String {
        "Triggers".into()
    }

    fn layer(&self) -> Layer {
        self.filter.layer()
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
            Tray::Undated => Action::Edit,
            Tray::Inbox | Tray::Kept | Tray::Snoozed | Tray::Rejected | Tray::Expired if link_first => Action::Link,
            Tray::Kept => Action::Edit,
            Tray::Expired => Action::Reject,
            Tray::Inbox | Tray::Snoozed | Tray::Rejected => Action::Keep,
        };
        let same = self.same_as().is_some() || self.marks.ids().len() > 1;
        let merge = same.then_some(Action::Merge);
        let campaign = self.shown().is_some_and(|row| touches_many(row.scope)).then_some(Action::StartCampaign);
        let reject = (first != Action::Reject).then_some(Action::Reject);
        [Some(first), merge, campaign, reject, Some(Action::Snooze)]
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

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        match self.filter.stroke(stroke) {
            FilterEvent::Moved(movement) => self.go(movement, ctx),
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
        let is_new = matches!(command, Command::Trigger(TriggerCommand::Save(edit)) if edit.typed.id.is_nil());
        if is_new || matches!(command, Command::Fetch(_)) {
            self.list.expect_new();
        }
        if let Command::Trigger(TriggerCommand::SetStatus(..) | TriggerCommand::Triage(..)) = command {
            self.list.hold();
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        self.marks.show(answer);
        if let Answer::Failed { .. } | Answer::Meanwhile(ChangedRow::Value { .. }) = answer {
            self.list.release();
        }
        if let Answer::Trigger(_, Some(file)) = answer {
            self.file = Some(file.clone());
        }
        let Answer::Triggers(query, window) = answer else { return Vec::new() };
        if query.tray != self.tray || query.filter != self.filter.text() {
            return Vec::new();
        }
        self.list.take(window.clone(), |row| row.id);
        self.marks.keep_those_of(&self.list.window);
        self.list.select(self.list.selected, Self::page(ctx));
        self.detail &= !self.list.is_empty();
        self.list.row().map(|row| Query::Trigger(row.id).into()).into_iter().collect()
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
            Clicked::Chosen => self.ask_for_more(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }
}

impl TriggersScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.ask_for_more()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        let why = "no trigger is selected: n writes one down, v takes a paste, I imports a file";
        Offer::yes_if(self.list.row().is_some(), &self.list.missing_sentence(why))
    }

    /// One company's change makes plans, not campaigns.
    fn may_start(&self, ctx: &Ctx) -> Offer {
        match self.list.row().map(|row| row.scope) {
            None => self.on_a_row(ctx),
            Some(scope) if touches_many(scope) => Offer::Yes,
            Some(_) => Offer::Off(
                "this change is one company's: plan a call there (2, the account, p). A campaign needs a change of an \
                 industry, a market, a competitor or their customers"
                    .into(),
            ),
        }
    }

    fn start_campaign(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::StartCampaign(row.id))).into_iter().collect()
    }

    /// On a narrow screen the trigger alone; else its form.
    fn open(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if ctx.room == Room::Wide || self.detail { self.edit() } else { self.turn_detail(ctx) }
    }

    fn turn_detail(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.detail = ctx.room != Room::Wide && !self.detail;
        if self.detail { self.ask_for_more() } else { Vec::new() }
    }

    fn mark(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.list.row().map(|row| row.id).into_iter().for_each(|id| self.marks.turn(id));
        self.go(Movement::Down, ctx)
    }

    fn mark_all(&mut self) -> Vec<Effect> {
        self.marks.turn_all(self.list.window.rows.iter().map(|row| row.id));
        Vec::new()
    }

    fn begin_filter(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.filter.begin();
        Vec::new()
    }

    /// There is something that Esc closes, clears or unmarks before it leaves.
    fn has_something_open(&self) -> bool {
        self.filter.is_in_use() || self.detail || !self.marks.ids().is_empty()
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

/// A change of many companies at once: what a campaign is made of.
fn touches_many(scope: Scope) -> bool {
    match scope {
        Scope::Industry | Scope::Market | Scope::Competitor | Scope::TheirCustomers => true,
        Scope::Person | Scope::Company | Scope::Ours => false,
    }
}

fn new_trigger(ctx: &Ctx) -> Vec<Effect> {
    let trigger = Trigger { status: Status::Kept, occurred_on: ctx.now.date(), ..Trigger::default() };
    vec![Effect::Go(Route::Edit(Subject::Trigger(Box::new(trigger))))]
}

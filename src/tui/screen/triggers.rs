//! Triggers: the inbox of what happened. Keep, reject with a reason, snooze, link; unmatched ones are the normal case.

use std::collections::BTreeSet;

use ratatui::layout::{Position, Rect};

use crate::domain::ids::TriggerId;
use crate::domain::rows::{Tray, TriggerFile, TriggerQuery, TriggerRow};
use crate::domain::trigger::{Scope, Status, Trigger};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Question, Request, Subject, Wish};
use crate::tui::form::Stroke;
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::list::{Listing, WINDOW};
use crate::tui::msg::Answer;
use crate::tui::paint::{Brush, Cell, Column, Pen};
use crate::tui::theme::Role;

use super::filter::{Filter, Typed};
use super::{Ctx, Offer, Screen, show};

/// The trays.
#[derive(Debug, Clone, PartialEq)]
pub struct TriggersScreen {
    tray: Tray,
    list: Listing<TriggerRow>,
    filter: Filter,
    marked: BTreeSet<TriggerId>,
    file: Option<Box<TriggerFile>>,
    detail: bool,
}

impl Default for TriggersScreen {
    fn default() -> Self {
        TriggersScreen {
            tray: Tray::Inbox,
            list: Listing::default(),
            filter: Filter::default(),
            marked: BTreeSet::new(),
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
        vec![Request::Triggers(self.query(offset)).into()]
    }

    fn moved(&self) -> Vec<Effect> {
        let mut effects = self.list.wants().map(|offset| self.request(offset)).unwrap_or_default();
        effects.extend(self.list.row().map(|row| Request::Trigger(row.id).into()));
        effects
    }

    /// The marked rows, or else the selected one.
    fn chosen(&self) -> Vec<TriggerId> {
        if self.marked.is_empty() {
            self.list.row().map(|row| row.id).into_iter().collect()
        } else {
            self.marked.iter().copied().collect()
        }
    }

    fn file(&self) -> Option<&TriggerFile> {
        let row = self.list.row()?;
        self.file.as_deref().filter(|file| file.trigger.id == row.id)
    }

    fn list_area(ctx: &Ctx) -> Rect {
        let (_, rest) = layout::top(ctx.area, 1);
        if ctx.room == Room::Wide { layout::left(rest, rest.width * 60 / 100).0 } else { rest }
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inside(Self::list_area(ctx)).height.saturating_sub(1))
    }

    fn turn(&mut self, by: usize) -> Vec<Effect> {
        let at = Tray::ALL.iter().position(|tray| *tray == self.tray).unwrap_or(0);
        self.tray = Tray::ALL[(at + by) % Tray::ALL.len()];
        self.list = Listing::default();
        self.marked.clear();
        self.request(0)
    }
}

impl Screen for TriggersScreen {
    fn title(&self) -> String {
        "Triggers".into()
    }

    fn layer(&self) -> Layer {
        self.filter.layer()
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        let row = self.list.row();
        match action {
            Action::Open
            | Action::Edit
            | Action::Keep
            | Action::Reject
            | Action::Snooze
            | Action::Link
            | Action::Mark
            | Action::Copy
            | Action::StartCampaign
                if row.is_none() =>
            {
                Offer::Off("no trigger is selected: n writes one down, I imports a file".into())
            }
            Action::Keep if row.is_some_and(|row| row.accounts == 0) && self.marked.is_empty() => {
                Offer::Off("it touches no account yet: L links it first".into())
            }
            Action::Back => {
                if self.filter.typing || !self.filter.text().is_empty() || self.detail || !self.marked.is_empty() {
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
            | Action::Link => Offer::Yes,
            Action::Mark
            | Action::Copy
            | Action::Filter
            | Action::NextPane
            | Action::PreviousPane
            | Action::Refresh => Offer::Yes,
            Action::Evidence => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing {
            return vec![Action::Back];
        }
        if self.list.is_empty() {
            return vec![Action::New, Action::Import, Action::NextPane, Action::Filter];
        }
        let link_first = self.list.row().is_some_and(|row| row.accounts == 0);
        let first = if link_first { Action::Link } else { Action::Keep };
        let mut hints = vec![first];
        if self.may_start() == Offer::Yes {
            hints.push(Action::StartCampaign);
        }
        hints.extend([
            Action::Reject,
            Action::Snooze,
            Action::Edit,
            Action::New,
            Action::Mark,
            Action::NextPane,
            Action::Filter,
        ]);
        hints
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
                vec![Effect::Go(Place::Edit(Subject::Trigger(Box::new(trigger))))]
            }
            Action::Open | Action::Edit => self.edit(),
            Action::Refresh => self.ask(ctx),
            Action::StartCampaign => {
                self.list.row().map(|row| Effect::Go(Place::StartCampaign(row.id))).into_iter().collect()
            }
            Action::Mark => {
                if let Some(id) = self.list.row().map(|row| row.id)
                    && !self.marked.remove(&id)
                {
                    self.marked.insert(id);
                }
                self.act(Action::Down, ctx)
            }
            Action::Keep | Action::Reject | Action::Snooze | Action::Link | Action::Copy => self.decide(action),
            _other => Vec::new(),
        }
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        match self.filter.stroke(stroke) {
            Typed::Moved(action) => self.act(action, ctx),
            Typed::Changed => {
                self.list.reset();
                self.request(0)
            }
            Typed::Nothing => Vec::new(),
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Triggers(query, window) if query.tray == self.tray && query.filter == self.filter.text() => {
                self.list.take(window.clone());
                self.list.select(self.list.selected, Self::page(ctx));
                self.list.row().map(|row| Request::Trigger(row.id).into()).into_iter().collect()
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
        let inner = layout::inside(Self::list_area(ctx));
        if !inner.contains(at) || at.y == inner.y {
            return Vec::new();
        }
        let row = self.list.top + usize::from(at.y - inner.y - 1);
        if row == self.list.selected {
            return self.act(Action::Open, ctx);
        }
        self.list.select(row, Self::page(ctx));
        self.moved()
    }
}

impl TriggersScreen {
    /// One company's change makes plans, not campaigns.
    fn may_start(&self) -> Offer {
        match self.list.row().map(|row| row.scope) {
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
        self.marked.clear();
        if self.filter.clear() {
            self.list.reset();
            return self.request(0);
        }
        Vec::new()
    }

    fn edit(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Place::Trigger(row.id))).into_iter().collect()
    }

    fn decide(&mut self, action: Action) -> Vec<Effect> {
        let chosen = self.chosen();
        let Some(first) = chosen.first().copied() else { return Vec::new() };
        let effects = match action {
            Action::Keep => vec![Request::SetStatus(chosen, Status::Kept).into()],
            Action::Reject => vec![Effect::Ask(Question::Reject(chosen))],
            Action::Snooze => vec![Effect::Ask(Question::Snooze(chosen))],
            Action::Link => {
                let near = self.list.row().map_or(String::new(), |row| row.company.clone());
                vec![Effect::Ask(Question::Link(first)), Request::Find(near).into()]
            }
            Action::Copy => {
                let url = self.file().and_then(|file| file.trigger.url.clone());
                let line = self.list.row().map_or(String::new(), |row| row.headline.clone());
                vec![Effect::Terminal(Wish::Copy(url.map_or(line.clone(), |url| format!("{line} {url}"))))]
            }
            _other => Vec::new(),
        };
        if action == Action::Keep {
            self.marked.clear();
        }
        effects
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let marked = if self.marked.is_empty() { String::new() } else { format!(" · {} marked", self.marked.len()) };
        let title = format!("{}: {}{marked}", self.tray.words(), show::total(self.list.window.total));
        let inner = brush.pane(area, &title, true);
        if self.list.is_empty() {
            brush.paragraph(inner, &self.empty(), Role::Dim);
            return;
        }
        let columns = [Column::Fixed(1), Column::Flex(3), Column::Flex(6), Column::Fixed(11), Column::Fixed(6)];
        let mut heads = ["", "Company", "What happened", "Freshness", ""].map(|head| Cell::new(head, Role::Dim));
        heads[4] = Cell::right("Age", Role::Dim);
        brush.row(Rect { height: 1, ..inner }, false, &columns, &heads);
        for (y, index) in (inner.y + 1..inner.bottom()).zip(self.list.top..self.list.len()) {
            let cells = self.list.at(index).map_or_else(Vec::new, |row| self.cells(row, ctx));
            brush.row(Rect { y, height: 1, ..inner }, index == self.list.selected, &columns, &cells);
        }
    }

    fn cells(&self, row: &TriggerRow, ctx: &Ctx) -> Vec<Cell> {
        let (mut word, role) = show::freshness(&row.freshness);
        if let Status::Snoozed(until) = &row.status {
            word = show::day(*until, ctx.now.date());
        }
        let company = match (row.accounts, row.company.is_empty()) {
            (0, true) => "(whose?)".to_string(),
            (0, false) => format!("? {}", row.company),
            (1, _) => row.company.clone(),
            (n, _) => format!("{} +{}", row.company, n - 1),
        };
        vec![
            Cell::new(if self.marked.contains(&row.id) { "*" } else { " " }, Role::Key),
            Cell::new(company, if row.accounts == 0 { Role::Dim } else { Role::Strong }),
            Cell::new(row.headline.clone(), Role::Text),
            Cell::new(word, role),
            Cell::right(show::age(row.freshness.age), Role::Dim),
        ]
    }

    fn empty(&self) -> String {
        if !self.list.loaded {
            return "reading the book …".into();
        }
        if !self.filter.text().is_empty() {
            return format!("Nothing matches \"{}\". Esc clears the filter.", self.filter.text());
        }
        match self.tray {
            Tray::Inbox => "The inbox is empty.\n\nI imports a feed or a list of events; n writes one down. Tab shows what was kept.".into(),
            Tray::Kept => "Nothing is kept. In the inbox, a keeps what matters to an account.".into(),
            Tray::Snoozed => "Nothing sleeps. s on a trigger sends it to a later day.".into(),
            Tray::Rejected => "Nothing was rejected.".into(),
        }
    }

    fn draw_detail(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "What happened", ctx.room != Room::Wide);
        let Some(file) = self.file() else { return };
        let (trigger, row, today) = (&file.trigger, &file.row, ctx.now.date());
        let mut pen = Pen::new(inner);
        pen.line(brush, &trigger.headline, Role::Strong);
        pen.line(
            brush,
            &format!("{} · {} · strength {} (default, not measured)", row.kind_label, row.scope.words(), row.strength),
            Role::Text,
        );
        let (fresh, role) = show::freshness(&row.freshness);
        pen.line(
            brush,
            &format!(
                "{} · {fresh}, worth {:.0} % today",
                show::day(trigger.occurred_on, today),
                row.freshness.value * 100.0
            ),
            role,
        );
        if let Some(effective) = trigger.effective_on {
            pen.line(brush, &format!("takes effect {}", show::day(effective, today)), Role::Text);
        }
        pen.line(brush, &format!("source: {} ({})", or_none(&trigger.source), trigger.confidence.words()), Role::Dim);
        if let Some(url) = &trigger.url {
            pen.line(brush, url, Role::Dim);
        }
        pen.gap();
        if !trigger.impact.is_empty() {
            pen.line(brush, &format!("For them: {}", trigger.impact), Role::Text);
            pen.gap();
        }
        pen.line(brush, &trigger.summary, Role::Text);
        pen.gap();
        match file.accounts.as_slice() {
            [] => pen.line(brush, "Touches no account in the book. L links one.", Role::Warn),
            accounts => {
                pen.line(brush, "Touches", Role::Dim);
                for (_, name) in accounts {
                    pen.line(brush, &format!("  {name}"), Role::Strong);
                }
            }
        }
        if let Status::Rejected(why) = &trigger.status {
            pen.line(brush, &format!("Rejected: {why}"), Role::Warn);
        }
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "not said" } else { text }
}

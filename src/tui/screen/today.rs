//! Today: promises due, then people ranked by reason, each with one line of *their* reason.

use ratatui::layout::{Position, Rect};

use crate::domain::ids::{AccountId, ContactId};
use crate::domain::rows::{Kept, PromiseRow, Today, TodayRow};
use crate::domain::text;
use crate::domain::week::Week;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Question, Request, Wish};
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::list::first_shown;
use crate::tui::list::{Listing, WINDOW};
use crate::tui::msg::Answer;
use crate::tui::paint::{Brush, Cell, Column, Pen};
use crate::tui::theme::Role;

use super::ask::before_call;
use super::{Ctx, Offer, Screen, Walk, show};

/// The first screen of the day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TodayScreen {
    promises: Vec<PromiseRow>,
    people: Listing<TodayRow>,
    /// Selected row over promises and people together.
    selected: usize,
    top: usize,
    counts: (u32, u32, u32),
    week: Week,
    detail: bool,
}

/// The selected row.
enum Row<'a> {
    Promise(&'a PromiseRow),
    Person(&'a TodayRow),
}

impl TodayScreen {
    fn row(&self) -> Option<Row<'_>> {
        match self.promises.get(self.selected) {
            Some(promise) => Some(Row::Promise(promise)),
            None => self.people.at(self.selected - self.promises.len().min(self.selected)).map(Row::Person),
        }
    }

    fn len(&self) -> usize {
        self.promises.len() + self.people.len()
    }

    fn contact(&self) -> Option<(ContactId, AccountId, &str)> {
        self.row().map(|row| match row {
            Row::Promise(p) => (p.promise.contact_id, p.promise.account_id, p.contact.as_str()),
            Row::Person(p) => (p.contact_id, p.account_id, p.contact.as_str()),
        })
    }

    fn account_name(&self) -> &str {
        match self.row() {
            Some(Row::Promise(row)) => &row.account,
            Some(Row::Person(row)) => &row.account,
            None => "",
        }
    }

    fn moved(&mut self, action: Action, page: usize) -> bool {
        let last = self.len().saturating_sub(1);
        self.selected = match action {
            Action::Down => (self.selected + 1).min(last),
            Action::Up => self.selected.saturating_sub(1),
            Action::PageDown => (self.selected + page).min(last),
            Action::PageUp => self.selected.saturating_sub(page),
            Action::Top => 0,
            Action::Bottom => last,
            _other => return false,
        };
        self.settle(page);
        true
    }

    fn settle(&mut self, page: usize) {
        self.selected = self.selected.min(self.len().saturating_sub(1));
        self.top = first_shown(self.top, self.selected, page.max(1));
        self.people.selected = self.selected.saturating_sub(self.promises.len());
    }

    fn more(&self) -> Vec<Effect> {
        self.people.wants().map(|offset| Request::Today { offset }.into()).into_iter().collect()
    }

    /// The lines about the week, and what is left below them.
    fn split(&self, ctx: &Ctx) -> (Rect, Rect) {
        let two = ctx.room == Room::Wide && !self.week.bare.is_empty();
        layout::top(ctx.area, if two { 2 } else { 1 })
    }

    fn list_area(&self, ctx: &Ctx) -> Rect {
        let body = self.split(ctx).1;
        match ctx.room {
            Room::Wide => layout::left(body, body.width * 68 / 100).0,
            Room::Narrow | Room::TooSmall => body,
        }
    }

    fn page(&self, ctx: &Ctx) -> usize {
        let inner = layout::inside(self.list_area(ctx)).height.saturating_sub(1);
        // The narrow list spends one more line on the selected row.
        usize::from(if ctx.room == Room::Wide { inner } else { inner.saturating_sub(1) })
    }
}

impl Screen for TodayScreen {
    fn title(&self) -> String {
        "Today".into()
    }

    fn layer(&self) -> Layer {
        Layer::Nav
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        let row = self.row();
        match action {
            Action::Open | Action::Plan | Action::Call | Action::Log | Action::Copy | Action::Menu => match row {
                Some(_) => Offer::Yes,
                None => Offer::Off("there is nobody in the list yet: I imports a file, 3 shows triggers".into()),
            },
            Action::Done => match row {
                Some(Row::Promise(_)) => Offer::Yes,
                _other => Offer::Off("only a promise can be marked as kept".into()),
            },
            Action::Rest => match row {
                Some(_) => Offer::Yes,
                None => Offer::Off("there is nobody in the list yet".into()),
            },
            Action::Evidence | Action::NextPane | Action::PreviousPane => Offer::Yes,
            Action::Refresh => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.row() {
            Some(Row::Promise(_)) => vec![Action::Call, Action::Done, Action::Plan, Action::Open, Action::Undo],
            Some(Row::Person(_)) => {
                vec![Action::Plan, Action::Call, Action::Log, Action::Open, Action::Copy, Action::Undo]
            }
            None => vec![Action::GoTriggers, Action::Import],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Request::Today { offset: self.people.selected.saturating_sub(WINDOW / 2) }.into()]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.moved(action, self.page(ctx)) {
            return self.more();
        }
        match (action, self.contact()) {
            (Action::Evidence | Action::NextPane | Action::PreviousPane, _) => {
                self.detail = !self.detail;
                Vec::new()
            }
            (Action::Refresh, _) => self.ask(ctx),
            (Action::Open, Some((_, account, _))) => vec![Effect::Go(Place::Account(account))],
            (Action::Plan, Some((contact, _, _))) => vec![Effect::Go(Place::Plan(contact))],
            (Action::Call, Some((contact, _, name))) => self.call(contact, name, true),
            (Action::Log, Some((contact, _, name))) => self.call(contact, name, false),
            (Action::Done, Some((_, _, _))) => self.done(ctx),
            (Action::Rest, Some((_, account, _))) => {
                vec![Effect::Ask(Question::Rest(account, self.account_name().to_owned()))]
            }
            (Action::Copy, Some((_, _, name))) => self.copy(name),
            _other => Vec::new(),
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Today(today) = answer {
            let Today { promises, people, logged, asked, well_spent, week } = today.as_ref();
            self.week.clone_from(week);
            self.promises.clone_from(promises);
            self.people.take(people.clone());
            self.counts = (*logged, *asked, *well_spent);
            self.settle(self.page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        self.draw_week(ctx, brush);
        match ctx.room {
            Room::Wide => {
                let list = self.list_area(ctx);
                self.draw_list(ctx, list, brush);
                let rest = Rect { x: list.right(), width: ctx.area.right() - list.right(), ..list };
                self.draw_detail(ctx, rest, brush);
            }
            Room::Narrow | Room::TooSmall if self.detail => self.draw_detail(ctx, self.list_area(ctx), brush),
            Room::Narrow | Room::TooSmall => self.draw_list(ctx, self.list_area(ctx), brush),
        }
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let inner = layout::inside(self.list_area(ctx));
        if !inner.contains(at) || at.y == inner.y {
            return Vec::new();
        }
        let mut row = self.top + usize::from(at.y - inner.y - 1);
        if ctx.room != Room::Wide && row > self.selected {
            row -= 1;
        }
        if row >= self.len() {
            return Vec::new();
        }
        if row == self.selected {
            return self.act(Action::Open, ctx);
        }
        self.selected = row;
        self.settle(self.page(ctx));
        self.more()
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Place>, Vec<Effect>) {
        let before = self.selected;
        self.moved(if by > 0 { Action::Down } else { Action::Up }, self.page(ctx));
        let place = self.contact().filter(|_| self.selected != before).and_then(|(contact, account, _)| match walk {
            Walk::Accounts => Some(Place::Account(account)),
            Walk::People => Some(Place::Plan(contact)),
            Walk::Calls => None,
        });
        (place, self.more())
    }
}

impl TodayScreen {
    fn call(&self, contact: ContactId, name: &str, clock: bool) -> Vec<Effect> {
        let guards = match self.row() {
            Some(Row::Person(row)) => row.guards.as_slice(),
            _other => &[],
        };
        vec![before_call(contact, name, guards, clock)]
    }

    fn done(&self, ctx: &Ctx) -> Vec<Effect> {
        match self.row() {
            Some(Row::Promise(row)) => {
                vec![Request::KeepPromise(Kept { promise: row.promise.id, on: ctx.now.date() }).into()]
            }
            _other => Vec::new(),
        }
    }

    fn copy(&self, name: &str) -> Vec<Effect> {
        let phone = match self.row() {
            Some(Row::Person(row)) => row.phone.clone(),
            _other => None,
        };
        let line = phone.map_or_else(|| name.to_string(), |phone| format!("{name} {phone}"));
        vec![Effect::Terminal(Wish::Copy(line))]
    }

    /// Are there enough reasons? One line; with room, a second one about where none was found.
    fn draw_week(&self, ctx: &Ctx, brush: &mut Brush) {
        if !self.people.loaded {
            return;
        }
        let area = self.split(ctx).0;
        let (x, width) = (area.x + 1, area.width.saturating_sub(2));
        let mut says = self.week.says(area.width < 76);
        if let Some(short) = self.week.short_says().filter(|_| ctx.room == Room::Wide) {
            says = format!("{says} · {short}");
        }
        brush.text(x, area.y, width, &says, Role::Text);
        if area.height > 1
            && let Some(says) = self.week.bare_says(6)
        {
            brush.text(x, area.y + 1, width, &says, Role::Dim);
        }
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let people = show::total(self.people.window.total);
        let (logged, asked, well) = self.counts;
        let title = match (self.promises.len(), logged) {
            (0, 0) => format!("People with a reason: {people}"),
            (0, _) => format!("People with a reason: {people} · {logged} logged, {asked} asked, {well} well spent"),
            (due, 0) => format!("{due} promised · people with a reason: {people}"),
            (due, _) => {
                format!("{due} promised · {people} with a reason · {logged} logged, {well} of {asked} well spent")
            }
        };
        let inner = brush.pane(area, &title, true);
        if self.len() == 0 {
            let says = if self.people.loaded {
                "Nobody has a reason today.\n\nA reason is something that happened to them: n on Triggers (3) writes one down, I imports a file of them. Without one, the kind thing is not to call."
            } else {
                "reading the book …"
            };
            brush.paragraph(layout::top(inner, inner.height).0, says, Role::Dim);
            return;
        }
        let wide = inner.width >= 96;
        let columns = Self::columns(wide);
        let heads: &[&str] = if wide {
            &["Pts", "Account", "Person", "Why now", "Age", "Plan"]
        } else {
            &["Pts", "Account", "Why now", "Age", "Plan"]
        };
        let numbers = ["Pts", "Age"];
        let cells: Vec<Cell> = heads
            .iter()
            .map(
                |head| if numbers.contains(head) { Cell::right(*head, Role::Dim) } else { Cell::new(*head, Role::Dim) },
            )
            .collect();
        brush.row(Rect { height: 1, ..inner }, false, &columns, &cells);
        let mut y = inner.y + 1;
        for index in self.top..self.len() {
            if y >= inner.bottom() {
                break;
            }
            let line = Rect { y, height: 1, ..inner };
            let selected = index == self.selected;
            brush.row(line, selected, &columns, &self.cells(index, wide, ctx));
            y += 1;
            if selected && ctx.room != Room::Wide && y < inner.bottom() {
                brush.text(inner.x + 6, y, inner.width.saturating_sub(7), &self.second_line(ctx), Role::Dim);
                y += 1;
            }
        }
    }

    fn columns(wide: bool) -> Vec<Column> {
        if wide {
            vec![
                Column::Fixed(3),
                Column::Flex(4),
                Column::Flex(3),
                Column::Flex(7),
                Column::Fixed(4),
                Column::Fixed(11),
            ]
        } else {
            vec![Column::Fixed(3), Column::Flex(3), Column::Flex(7), Column::Fixed(4), Column::Fixed(11)]
        }
    }

    fn cells(&self, index: usize, wide: bool, ctx: &Ctx) -> Vec<Cell> {
        let mut cells = match self.promises.get(index) {
            Some(row) => promise_cells(row, ctx),
            None => match self.people.at(index - self.promises.len()) {
                Some(row) => person_cells(row),
                None => return vec![Cell::new("…", Role::Dim)],
            },
        };
        if !wide {
            cells.remove(2);
        }
        cells
    }

    fn second_line(&self, ctx: &Ctx) -> String {
        match self.row() {
            None => String::new(),
            Some(Row::Promise(row)) => format!("{} · promised: {}", row.contact, row.promise.what),
            Some(Row::Person(row)) => {
                let touch = row
                    .last_touch
                    .map_or("never called".into(), |d| format!("last call {}", show::ago(d, ctx.now.date())));
                let (guard, _) = show::guard(&row.guards);
                [row.contact.as_str(), row.title.as_str(), touch.as_str(), guard.as_str()]
                    .iter()
                    .filter(|piece| !piece.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        }
    }

    fn draw_detail(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Why this one now", !matches!(ctx.room, Room::Wide));
        match self.row() {
            None => {}
            Some(Row::Promise(row)) => {
                let due =
                    row.promise.by.map_or(String::new(), |by| format!("\n\nBy {}.", show::day(by, ctx.now.date())));
                let says = format!(
                    "{} at {}\n\nWe promised: {}{due}\n\nA kept promise comes before a new call.",
                    row.contact, row.account, row.promise.what
                );
                brush.paragraph(inner, &says, Role::Text);
            }
            Some(Row::Person(row)) => draw_person(row, ctx, inner, brush),
        }
    }
}

fn promise_cells(row: &PromiseRow, ctx: &Ctx) -> Vec<Cell> {
    let today = ctx.now.date();
    let overdue = row.promise.by.is_some_and(|by| by < today);
    let due = row.promise.by.map_or(String::new(), |by| match (today - by).num_days() {
        0 => "due today".into(),
        late => format!("{late}d late"),
    });
    let role = if overdue { Role::Warn } else { Role::Text };
    vec![
        Cell::right("due", role),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(row.contact.clone(), Role::Text),
        Cell::new(format!("promised: {}", row.promise.what), Role::Text),
        Cell::new("", Role::Dim),
        Cell::new(due, role),
    ]
}

fn person_cells(row: &TodayRow) -> Vec<Cell> {
    let (guard, guard_role) = show::guard(&row.guards);
    let (plan, plan_role) = show::plan(row.plan);
    let blocked = row.guards.iter().any(crate::domain::guard::Guard::blocks);
    let last = if blocked { Cell::new(guard, guard_role) } else { Cell::new(plan, plan_role) };
    vec![
        Cell::right(show::points(row.reason.points), if row.reason.weak_only { Role::Dim } else { Role::Strong }),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(row.contact.clone(), Role::Text),
        Cell::new(row.trigger.headline.clone(), if row.reason.weak_only { Role::Dim } else { Role::Text }),
        Cell::right(show::age(row.trigger.freshness.age), Role::Dim),
        last,
    ]
}

/// The sum with every addend, the same in six months, guards and plan.
fn draw_person(row: &TodayRow, ctx: &Ctx, area: Rect, brush: &mut Brush) {
    let today = ctx.now.date();
    let mut pen = Pen::new(area);
    pen.line(brush, &row.account, Role::Strong);
    let who = if row.title.is_empty() { row.contact.clone() } else { format!("{}, {}", row.contact, row.title) };
    pen.line(brush, &who, Role::Text);
    if let Some(phone) = &row.phone {
        pen.line(brush, phone, Role::Dim);
    }
    pen.gap();
    pen.line(brush, &row.trigger.headline, Role::Text);
    let (fresh, _) = show::freshness(&row.trigger.freshness);
    let from = if row.trigger.source.is_empty() { "no source".to_string() } else { row.trigger.source.clone() };
    pen.line(
        brush,
        &format!("{}, {}, {fresh} ({from})", row.trigger.kind_label, show::ago(row.trigger.occurred_on, today)),
        Role::Dim,
    );
    pen.gap();
    for addend in &row.reason.addends {
        let points = format!("{:+.0}", addend.points);
        let room = usize::from(area.width).saturating_sub(5);
        pen.line(brush, &format!("{points:>4} {}", text::clip(&addend.label, room)), Role::Text);
    }
    pen.line(
        brush,
        &format!("{:>4} today, {} in six months", show::points(row.reason.points), show::points(row.reason.later)),
        Role::Strong,
    );
    if let Some(says) = row.reason.why_now() {
        pen.line(brush, &says, Role::Warn);
    }
    pen.gap();
    for guard in &row.guards {
        let role = if guard.blocks() { Role::Bad } else { Role::Warn };
        pen.line(brush, &format!("{} {}", if guard.blocks() { "stop:" } else { "!" }, guard.says), role);
    }
    if row.guards.is_empty() {
        pen.line(brush, "ok  nothing speaks against calling now", Role::Good);
    }
    let (fit, fit_role) = show::fit(row.fit.fit);
    pen.line(
        brush,
        &format!("fit: {fit}{}", row.fit.because.first().map_or(String::new(), |b| format!(" ({b})"))),
        fit_role,
    );
    let touch = row.last_touch.map_or("never called".to_string(), |d| format!("last call {}", show::ago(d, today)));
    pen.line(brush, &touch, Role::Dim);
    let (plan, plan_role) = show::plan(row.plan);
    pen.line(brush, &row.plan.map_or(plan, |state| state.says()), plan_role);
}

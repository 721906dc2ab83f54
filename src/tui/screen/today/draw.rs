//! Draws Today.

use ratatui::layout::{Position, Rect};

use crate::domain::call::{UnfinishedCall, Whose};
use crate::domain::query::{PromiseRow, TodayRow, TodaySort, TodayView};
use crate::domain::reason::caution::{Caution, CautionRule, cautions};
use crate::domain::text;
use crate::domain::trigger::day_ago_short;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::row_shape::RowShape;
use super::{SelectedRow, TodayScreen, meetings, their_clock};

impl TodayScreen {
    /// Are there enough reasons? One line; with room, a second one about where none was found.
    pub(super) fn draw_week(&self, ctx: &Ctx, brush: &mut Brush) {
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

    /// Paints the list; returns the caret of its filter.
    pub(super) fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) -> Option<Position> {
        let title = self.headline(ctx);
        let inner = brush.pane(area, &title, true);
        let used = u16::try_from(text::width(&title)).unwrap_or(20) + 6;
        let line = Rect { x: area.x + used, width: area.width.saturating_sub(used + 2), height: 1, ..area };
        let caret = self.filter.draw(line, brush);
        if self.len() == 0 {
            brush.paragraph(layout::top(inner, inner.height).0, &self.empty(ctx), Role::Dim);
        } else {
            self.draw_rows(ctx, inner, brush);
        }
        caret
    }

    /// Returns what stands over the list; while it is filtered, the short form that leaves room for the filter.
    fn headline(&self, ctx: &Ctx) -> String {
        let people = format::total(self.people.window.total);
        let (logged, asked, well) = self.counts;
        if self.views.view == TodayView::Promises {
            let to_come = self.first_to_come(ctx).map_or(0, |first| self.above() - first);
            let due = self.promises.len() - to_come;
            return format!("{} · {due} due, {to_come} ahead", self.views.view.name());
        }
        let unfinished = match self.unfinished.len() {
            0 => String::new(),
            n => format!("{n} unfinished · "),
        };
        let (due, done) = (self.promises.len(), logged);
        let narrowed = self.filter.is_in_use() || self.views.narrows();
        let [logged, asked, well] = [logged, asked, well].map(format::thousands);
        let title = match (due, done) {
            (0, _) if narrowed => format!("{people} with a reason"),
            (_, _) if narrowed => format!("{due} promised · {people} with a reason"),
            (0, 0) => format!("People with a reason: {people}"),
            (0, _) => format!("People with a reason: {people} · {logged} logged, {asked} asked, {well} well spent"),
            (_, 0) => format!("{due} promised · people with a reason: {people}"),
            (_, _) => {
                format!("{due} promised · {people} with a reason · {logged} logged, {well} of {asked} well spent")
            }
        };
        let view = if self.views.narrows() { format!("{} · ", self.views.view.name()) } else { String::new() };
        let order = match self.sort {
            TodaySort::Reason => String::new(),
            TodaySort::TheirTime | TodaySort::LastTouch | TodaySort::Name => format!("by {} · ", self.sort.words()),
        };
        format!("{order}{view}{unfinished}{title}")
    }

    fn empty(&self, ctx: &Ctx) -> String {
        match self.filter.text() {
            _ if !self.people.loaded => ctx.reading().to_owned(),
            "" if self.views.narrows() => {
                format!("Nobody is in the view \"{}\". Esc shows everybody; V picks another view.", self.views.view.name())
            }
            "" => "Nobody has a reason today.\n\nIn a new book, begin with your accounts: I imports a list of them. A reason is something that happened to them: n on Triggers (3) writes one down, I imports those too. Without one, the kind thing is not to call.".into(),
            text if self.people.window.total.at_least => {
                format!("None of the first 400 people matches \"{text}\". Esc clears the filter; f finds anybody.")
            }
            text => format!("Nobody on Today matches \"{text}\". Esc clears the filter; f finds anybody."),
        }
    }

    fn draw_rows(&self, ctx: &Ctx, inner: Rect, brush: &mut Brush) {
        let shape = RowShape::for_width(inner.width);
        let columns = self.columns(shape, inner.width, ctx);
        brush.row(Rect { height: 1, ..inner }, false, &columns, &shape.head_cells());
        let mut y = inner.y + 1;
        for index in self.top..self.len() {
            if y >= inner.bottom() {
                break;
            }
            if self.first_to_come(ctx) == Some(index) {
                let rule = "─".repeat(usize::from(inner.width).saturating_sub(10));
                brush.text(inner.x, y, inner.width, &format!(" ahead ──{rule}"), Role::Dim);
                y += 1;
            }
            if y >= inner.bottom() {
                break;
            }
            let line = Rect { y, height: 1, ..inner };
            let selected = index == self.selected;
            brush.row(line, selected, &columns, &self.cells(index, shape, inner.width, ctx));
            y += 1;
            if selected && ctx.room != Room::Wide && y < inner.bottom() {
                brush.text(inner.x + 6, y, inner.width.saturating_sub(7), &self.second_line(ctx), Role::Dim);
                y += 1;
            }
        }
    }

    /// The last column has room for the hours from which those shown may be called.
    fn columns(&self, shape: RowShape, width: u16, ctx: &Ctx) -> Vec<ColumnWidth> {
        let shown = self.top..self.len().min(self.top + usize::from(ctx.area.height));
        let people = shown.filter_map(|index| self.people.at(index.checked_sub(self.above())?));
        let hours = people.map(|row| u16::try_from(hour(row, width, ctx).chars().count()).unwrap_or(0));
        // "due tomorrow" is longer than what is due today.
        let least = if self.first_to_come(ctx).is_some() { 12 } else { 11 };
        shape.columns(hours.max().unwrap_or(0).clamp(least, 27))
    }

    fn cells(&self, index: usize, shape: RowShape, width: u16, ctx: &Ctx) -> Vec<Cell> {
        let cells = match self.row_at(index) {
            Some(SelectedRow::Unfinished(call)) => unfinished_cells(call, ctx),
            Some(SelectedRow::Promise(row)) => promise_cells(row, shape, ctx),
            Some(SelectedRow::Meeting(row)) => meetings::cells(row, shape, ctx),
            Some(SelectedRow::Person(row)) => person_cells(row, shape, width, ctx),
            None => return vec![Cell::new("…", Role::Dim)],
        };
        shape.keep_shown(cells)
    }

    fn second_line(&self, ctx: &Ctx) -> String {
        match self.row() {
            None => String::new(),
            Some(SelectedRow::Unfinished(_)) => UNFINISHED.to_owned(),
            Some(SelectedRow::Promise(row)) => {
                let there = their_clock::says(row.zone, ctx.now);
                format!("{there} · {} · {}", their_clock::with_title(&row.contact, &row.title), promised(row))
            }
            Some(SelectedRow::Meeting(row)) => meetings::second_line(row),
            Some(SelectedRow::Person(row)) => {
                let touch = row.last_touch.map_or("never called".into(), |d| {
                    format!("last touch {}", format::relative_day_short(d, ctx.now.date()))
                });
                let (guard, _) = format::guard(&row.guards);
                let opens = row.opens.map_or(String::new(), |opens| opens.says(ctx.now.utc()));
                let speaks = if opens.is_empty() { guard } else { opens };
                let (there, who) = (their_clock::of_row(row, ctx.now), who(row));
                [there.as_str(), who.as_str(), touch.as_str(), speaks.as_str()]
                    .iter()
                    .filter(|piece| !piece.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        }
    }

    pub(super) fn draw_detail(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Why this one now", !matches!(ctx.room, Room::Wide));
        match self.row() {
            None => {}
            Some(SelectedRow::Unfinished(call)) => {
                let says = format!("There is an {}.\n\n{UNFINISHED}.", call.words(ctx.now.date()));
                brush.paragraph(inner, &says, Role::Text);
            }
            Some(SelectedRow::Promise(row)) => {
                let hour = row.promise.hour_says(ctx.now.0).map(|hour| format!(", {hour}")).unwrap_or_default();
                let moved = row.promise.moved_says().map(|first| format!(" ({first})")).unwrap_or_default();
                let due = row
                    .promise
                    .by
                    .map_or(String::new(), |by| format!("\n\nBy {}{hour}{moved}.", format::day(by, ctx.now.date())));
                let (who, then) = match row.promise.whose {
                    Whose::Ours => ("We", "A kept promise comes before a new call."),
                    Whose::Theirs => ("They", "Theirs to keep: ask how it stands."),
                };
                let there = their_clock::says(row.zone, ctx.now);
                let whom = their_clock::with_title(&row.contact, &row.title);
                let phone = row.phone.as_ref().map_or(String::new(), |phone| format!("\n{phone}"));
                let says = format!(
                    "{whom}\nat {}\n{there}{phone}\n\n{who} promised: {}{due}\n\n{then}",
                    row.account, row.promise.what
                );
                brush.paragraph(inner, &says, Role::Text);
            }
            Some(SelectedRow::Meeting(row)) => {
                brush.paragraph(inner, &meetings::detail(row), Role::Text);
            }
            Some(SelectedRow::Person(row)) => draw_person(row, ctx, inner, brush),
        }
    }
}

/// Keys of an unfinished call.
const UNFINISHED: &str = "Enter logs it, D dismisses it";

fn unfinished_cells(call: &UnfinishedCall, ctx: &Ctx) -> Vec<Cell> {
    let since = call.ran.since;
    let today = since.date_naive() == ctx.now.date();
    vec![
        Cell::right("log", Role::Warn),
        Cell::new(call.ran.name.clone(), Role::Strong),
        Cell::new("", Role::Text),
        Cell::new("", Role::Text),
        Cell::new(format!("unfinished call, {}: {UNFINISHED}", format::minutes(Some(call.seconds))), Role::Text),
        Cell::new("", Role::Dim),
        Cell::new(since.format(if today { "%H:%M" } else { "%-d %b" }).to_string(), Role::Warn),
    ]
}

fn promise_cells(row: &PromiseRow, shape: RowShape, ctx: &Ctx) -> Vec<Cell> {
    let today = ctx.now.date();
    let near = row.promise.is_near(ctx.now.0);
    let overdue = near || row.promise.by.is_some_and(|by| by < today);
    let due = row.promise.by.map_or(String::new(), |by| match row.promise.time {
        Some(time) if by == today => format!("at {}", time.format("%-H:%M")),
        Some(time) if by > today => format!("{} {}", by.format("%-d %b"), time.format("%-H:%M")),
        Some(_) | None => format::due_short(by, today),
    });
    let role = if overdue { Role::Warn } else { Role::Text };
    let is_ahead = row.promise.by.is_some_and(|by| by > today);
    vec![
        Cell::right(if is_ahead { "" } else { "due" }, role),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(shape.person(&row.contact, &row.title), Role::Text),
        Cell::right(their_clock::hour_and_minute(row.zone, ctx.now), Role::Text),
        Cell::new(promised_now(row, ctx), Role::Text),
        Cell::new("", Role::Dim),
        Cell::new(due, role),
    ]
}

fn promised(row: &PromiseRow) -> String {
    let who = if row.promise.whose == Whose::Ours { "promised" } else { "they promised" };
    format!("{who}: {}", row.promise.what)
}

/// What was promised; where its hour is near, that stands first: "14:00 their time, in 25 min: call back".
fn promised_now(row: &PromiseRow, ctx: &Ctx) -> String {
    match row.promise.hour_says(ctx.now.0).filter(|_| row.promise.is_near(ctx.now.0)) {
        Some(hour) => format!("{hour}: {}", promised(row)),
        None => promised(row),
    }
}

/// From which hour on somebody may be called, in the room there is; empty where that is now.
fn hour(row: &TodayRow, width: u16, ctx: &Ctx) -> String {
    let now = ctx.now.utc();
    match row.opens.filter(|opens| opens.is_ahead(now)) {
        Some(opens) if width >= 76 => opens.says(now),
        Some(opens) => opens.short_words(now),
        None => String::new(),
    }
}

fn person_cells(row: &TodayRow, shape: RowShape, width: u16, ctx: &Ctx) -> Vec<Cell> {
    let (guard, guard_role) = format::guard(&row.guards);
    let (plan, plan_role) = format::plan(row.plan);
    let blocked = row.guards.iter().any(crate::domain::reason::guard::Guard::blocks);
    let opens = hour(row, width, ctx);
    let (closed, there) = (!opens.is_empty(), their_clock::hour_and_minute(row.zone, ctx.now));
    let last = match (opens.is_empty(), blocked) {
        (false, _) => Cell::new(opens, Role::Warn),
        (true, true) => Cell::new(guard, guard_role),
        (true, false) => Cell::new(plan, plan_role),
    };
    vec![
        Cell::right(format::points(row.reason.points), if row.reason.weak_only { Role::Dim } else { Role::Strong }),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(shape.person(&row.contact, &row.title), Role::Text),
        Cell::right(there, if closed { Role::Dim } else { Role::Text }),
        Cell::new(row.trigger.headline.clone(), if row.reason.weak_only { Role::Dim } else { Role::Text }),
        Cell::right(format::age_of(&row.trigger.freshness), Role::Dim),
        last,
    ]
}

/// The sum with every addend, the same in six months, guards and plan.
fn draw_person(row: &TodayRow, ctx: &Ctx, area: Rect, brush: &mut Brush) {
    let today = ctx.now.date();
    let mut pen = TextPen::new(area);
    pen.line(brush, &row.account, Role::Strong);
    pen.line(brush, &who(row), Role::Text);
    pen.line(brush, &their_clock::of_row(row, ctx.now), Role::Text);
    if let Some(phone) = &row.phone {
        pen.line(brush, phone, Role::Dim);
    }
    pen.gap();
    pen.line(brush, &row.trigger.headline, Role::Text);
    let (fresh, _) = format::freshness(&row.trigger.freshness);
    let from = if row.trigger.source.is_empty() { "no source".to_string() } else { row.trigger.source.clone() };
    pen.line(
        brush,
        &format!("{}, {}, {fresh} ({from})", row.trigger.kind_label, day_ago_short(row.trigger.occurred_on, today)),
        Role::Dim,
    );
    pen.gap();
    for addend in &row.reason.addends {
        let points = format::addend(addend.points);
        let room = usize::from(area.width).saturating_sub(5);
        pen.line(brush, &format!("{points:>4} {}", text::clip(&addend.label, room)), Role::Text);
    }
    pen.line(brush, &row.reason.says(), Role::Strong);
    if let Some(says) = row.reason.why_now() {
        pen.line(brush, &says, Role::Warn);
    }
    pen.gap();
    draw_guards(row, &mut pen, brush);
    let (fit, fit_role) = format::fit(row.fit.fit);
    pen.line(
        brush,
        &format!("fit: {fit}{}", row.fit.because.first().map_or(String::new(), |b| format!(" ({b})"))),
        fit_role,
    );
    let touch = row
        .last_touch
        .map_or("never called".to_string(), |d| format!("last touch {}", format::relative_day_short(d, today)));
    pen.line(brush, &touch, Role::Dim);
    let (plan, plan_role) = format::plan(row.plan);
    pen.line(brush, &row.plan.map_or(plan, |state| state.says()), plan_role);
}

fn who(row: &TodayRow) -> String {
    if row.contact.is_empty() {
        return "no person yet".to_owned();
    }
    their_clock::with_title(&row.contact, &row.title)
}

/// What speaks against calling them now, or that nothing does.
fn draw_guards(row: &TodayRow, pen: &mut TextPen, brush: &mut Brush) {
    for guard in &row.guards {
        let role = if guard.blocks() { Role::Bad } else { Role::Warn };
        pen.line(brush, &format!("{} {}", if guard.blocks() { "stop:" } else { "!" }, guard.says), role);
    }
    let cautions = beside_guards(row);
    if row.contact_id.is_nil() {
        pen.line(brush, "! nobody is known there: c, C or p adds a person", Role::Warn);
        return;
    }
    for caution in &cautions {
        pen.line(brush, &format!("! {}", caution.says), Role::Warn);
    }
    if row.guards.is_empty() && cautions.is_empty() {
        pen.line(brush, "ok  nothing speaks against calling now", Role::Good);
    }
}

/// The cautions that no guard says already. That there is no plan stands in a line of its own.
fn beside_guards(row: &TodayRow) -> Vec<Caution> {
    let mut found = cautions(&row.standing, row.plan.is_some());
    found.retain(|caution| match caution.rule {
        CautionRule::UnknownClock | CautionRule::TalkedToday => true,
        CautionRule::NoReason | CautionRule::ReasonUsed | CautionRule::FourthTouch | CautionRule::NoPlan => false,
    });
    found
}

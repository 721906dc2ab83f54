//! Draws the trays and one trigger.

use ratatui::layout::Rect;

use crate::domain::account::profile::Fit;
use crate::domain::capture::likely_company;
use crate::domain::query::{Tray, TriggerRow};
use crate::domain::trigger::{NO_DAY, Status, UNDATED};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::TriggersScreen;
use crate::tui::context::Ctx;
use crate::tui::widgets::format;

impl TriggersScreen {
    pub(super) fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let marked = match self.marks.ids().len() {
            0 => String::new(),
            n => format!(" · {} marked", format::thousands(n)),
        };
        let title = format!("{}: {}{marked}", self.tray.words(), format::total(self.list.window.total));
        let inner = brush.pane(area, &title, true);
        if self.list.is_empty() {
            brush.paragraph(inner, &self.empty(ctx), Role::Dim);
            return;
        }
        let (last, width) = if self.tray == Tray::Snoozed {
            ("Until", 11)
        } else {
            ("Age", if self.tray == Tray::Undated { 6 } else { 5 })
        };
        let columns = [
            ColumnWidth::Fixed(1),
            ColumnWidth::Fixed(3),
            ColumnWidth::Flex(4),
            ColumnWidth::Flex(7),
            ColumnWidth::Fixed(4),
            ColumnWidth::Fixed(5),
            ColumnWidth::Fixed(width),
        ];
        let right = ["Pts", "Known", "Age"];
        let heads = ["", "Pts", "Company", "What happened", "Fit", "Known", last]
            .map(|head| if right.contains(&head) { Cell::right(head, Role::Dim) } else { Cell::new(head, Role::Dim) });
        self.list.draw(inner, &columns, &heads, |row| self.cells(row, ctx), brush);
    }

    fn cells(&self, row: &TriggerRow, ctx: &Ctx) -> Vec<Cell> {
        let (_, fresh) = format::freshness(&row.freshness);
        let last = match &row.status {
            Status::Snoozed(until) if self.tray == Tray::Snoozed => {
                Cell::new(format::day(*until, ctx.now.date()), Role::Text)
            }
            _any if row.occurred_on == UNDATED => Cell::right(NO_DAY, Role::Warn),
            Status::Inbox | Status::Kept | Status::Snoozed(_) | Status::Rejected(_) | Status::Merged(_) => {
                Cell::right(format::age_of(&row.freshness), fresh)
            }
        };
        let (fit, fit_role) = row.fit.map_or(("-", Role::Dim), format::fit_short);
        let people = if row.accounts == 0 { "-".to_string() } else { row.people.to_string() };
        let company = match (row.accounts, row.company.is_empty()) {
            // With a question mark: the source or the headline says so, and nobody has linked it.
            (0, true) => likely_company(&row.headline).map_or("(whose?)".to_string(), |read| format!("? {read}")),
            (0, false) => format!("? {}", row.company),
            (1, _) => row.company.clone(),
            (n, _) => format!("{} +{}", row.company, n - 1),
        };
        vec![
            Cell::new(if self.marks.ids().contains(&row.id) { "*" } else { " " }, Role::Key),
            Cell::right(format::points(row.points), Role::Text),
            Cell::new(company, if row.accounts == 0 { Role::Dim } else { Role::Strong }),
            match &row.same_as {
                Some(same) => Cell::new(format!("= {} % · {}", same.percent, row.headline), Role::Warn),
                None => Cell::new(row.headline.clone(), Role::Text),
            },
            Cell::new(fit, fit_role),
            Cell::right(people, Role::Dim),
            last,
        ]
    }

    fn empty(&self, ctx: &Ctx) -> String {
        if !self.list.loaded {
            return ctx.reading().into();
        }
        if !self.filter.text().is_empty() {
            return format!("Nothing matches \"{}\". Esc clears the filter.", self.filter.text());
        }
        match self.tray {
            Tray::Inbox => "The inbox is empty.\n\nF fetches your feeds (W names them); v takes a headline, a filing or a job posting; I imports a list; n writes one down. Tab shows what was kept, Shift-Tab what expired before it was read, w the accounts without a reason to call.".into(),
            Tray::Kept => "Nothing is kept. In the inbox, a keeps what matters to an account.".into(),
            Tray::Undated => "Nothing waits for a day. News without a date waits here, and counts for nothing, until e says when it happened.".into(),
            Tray::Snoozed => "Nothing sleeps. s on a trigger sends it to a later day.".into(),
            Tray::Rejected => "Nothing was rejected.".into(),
            Tray::Expired => "Nothing has expired.".into(),
        }
    }

    pub(super) fn draw_detail(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "What happened", ctx.room != Room::Wide);
        let Some(file) = self.file() else { return };
        let (trigger, row, today) = (&file.trigger, &file.row, ctx.now.date());
        let mut pen = TextPen::new(inner);
        pen.line(brush, &trigger.headline, Role::Strong);
        pen.line(brush, &format!("{} · {} · {}", row.kind_label, row.scope.words(), strength(row, ctx)), Role::Text);
        let (fresh, role) = format::freshness(&row.freshness);
        if trigger.is_undated() {
            pen.line(brush, "no day: it counts for nothing until e says when it happened", Role::Warn);
        } else {
            let (day, worth) = (format::day(trigger.occurred_on, today), row.freshness.value * 100.0);
            pen.line(brush, &format!("{day} · {fresh}, worth {worth:.0} % today"), role);
        }
        if let Some(effective) = trigger.effective_on {
            pen.line(brush, &format!("takes effect {}", format::day(effective, today)), Role::Text);
        }
        pen.line(brush, &format!("source: {} ({})", or_none(&trigger.source), trigger.confidence.words()), Role::Dim);
        if let Some(url) = &trigger.url {
            pen.line(brush, &format!("{url} · Ctrl-O opens it"), Role::Dim);
        }
        if let Some(same) = self.same_as() {
            pen.line(brush, &format!("same as {}. m merges them.", same.words()), Role::Warn);
        }
        pen.gap();
        if !trigger.impact.is_empty() {
            pen.line(brush, &format!("For them: {}", trigger.impact), Role::Text);
            pen.gap();
        }
        pen.line(brush, &trigger.summary, Role::Text);
        pen.gap();
        match file.accounts.as_slice() {
            [] => pen.line(brush, "Touches no account in the book. L links one, or makes it.", Role::Warn),
            accounts => {
                pen.line(brush, "Touches", Role::Dim);
                for (_, name) in accounts {
                    pen.line(brush, &format!("  {name}"), Role::Strong);
                }
                pen.line(brush, &standing(row), Role::Text);
            }
        }
        if let Status::Rejected(why) = &trigger.status {
            pen.line(brush, &format!("Rejected: {why}"), Role::Warn);
        }
    }
}

/// "fit: in · 3 people known · 64 points", of the first account.
fn standing(row: &TriggerRow) -> String {
    let fit = row.fit.map_or("unknown", Fit::words);
    let people = match row.people {
        0 => "nobody known".to_string(),
        1 => "1 person known".to_string(),
        n => format!("{n} people known"),
    };
    format!("  fit: {fit} · {people} · {} points", format::points(row.points))
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "not said" } else { text }
}

/// "strength 5 (default, not measured)"; one that somebody set is only said.
fn strength(row: &TriggerRow, ctx: &Ctx) -> String {
    let kind = ctx.rules.kinds().get_or_other(&row.kind);
    if row.strength == ctx.rules.strength_of(kind) {
        return format!("strength {} ({})", row.strength, ctx.rules.strength_from(&row.kind));
    }
    format!("strength {}", row.strength)
}

//! Draws an account.

use ratatui::layout::{Position, Rect};

use crate::domain::query::AccountDetail;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::items;
use super::items::PaneRow;
use super::no_answer;
use super::past::history;
use super::{AccountPane, AccountScreen};

/// Rows above the panes.
const HEAD: u16 = 4;

impl AccountScreen {
    /// Each shown pane and where it stands.
    pub(super) fn panes(&self, ctx: &Ctx) -> Vec<(AccountPane, Rect)> {
        let (_, rest) = layout::top(ctx.area, HEAD + self.enough_rows(ctx));
        if ctx.room != Room::Wide {
            return vec![(self.pane, rest)];
        }
        let (people, others) = layout::split_left(rest, rest.width * 29 / 100);
        let (triggers, history) = layout::split_left(others, rest.width * 38 / 100);
        vec![(AccountPane::People, people), (AccountPane::Triggers, triggers), (AccountPane::History, history)]
    }

    /// Rows of the pane that says what was tried, where it stands above the others.
    fn enough_rows(&self, ctx: &Ctx) -> u16 {
        let Some(file) = self.file.as_ref().filter(|file| no_answer::has_page(&file.quiet)) else { return 0 };
        if ctx.room != Room::Wide {
            return 0;
        }
        no_answer::height(&file.quiet).saturating_add(2).min(ctx.area.height * 2 / 5)
    }

    pub(super) fn draw_file(&self, file: &AccountDetail, ctx: &Ctx, brush: &mut Brush) {
        draw_head(file, layout::top(ctx.area, HEAD).0, brush);
        let above = self.enough_rows(ctx);
        if above > 0 {
            let area = Rect { y: ctx.area.y + HEAD, height: above, ..ctx.area };
            no_answer::draw(&file.quiet, ctx, brush.pane(area, "What was tried, and what else there is", false), brush);
        }
        for (pane, area) in self.panes(ctx) {
            self.draw_pane(pane, file, ctx, area, brush);
        }
    }

    /// The row of a pane under a place of the screen.
    pub(super) fn row_at(&self, pane: AccountPane, inner: Rect, at: Position, ctx: &Ctx) -> Option<usize> {
        let file = self.file.as_ref()?;
        let places = self.places(&self.items(pane, file, ctx), pane, inner);
        places.into_iter().find(|(_, area)| area.contains(at)).map(|(index, _)| index)
    }

    fn items(&self, pane: AccountPane, file: &AccountDetail, ctx: &Ctx) -> Vec<PaneRow> {
        match pane {
            AccountPane::People => file.contacts.iter().map(|row| items::person(row, &file.promises, ctx)).collect(),
            AccountPane::Triggers => file.triggers.iter().map(|row| items::trigger(row, ctx)).collect(),
            AccountPane::Tried => Vec::new(),
            AccountPane::History => history(file).into_iter().map(|past| items::past(past, ctx)).collect(),
        }
    }

    /// The items that fit, from the first that lets the selected one be seen.
    fn places(&self, items: &[PaneRow], pane: AccountPane, inner: Rect) -> Vec<(usize, Rect)> {
        let heights: Vec<u16> = items.iter().map(|item| item.height(inner.width)).collect();
        let selected = self.row(pane).min(items.len().saturating_sub(1));
        let fits = |first: usize| heights.get(first..=selected).is_some_and(|h| h.iter().sum::<u16>() <= inner.height);
        let first = (0..=selected).find(|first| fits(*first)).unwrap_or(selected);
        let mut y = inner.y;
        let mut places = Vec::new();
        for (index, height) in heights.iter().enumerate().skip(first) {
            let height = (*height).min(inner.bottom().saturating_sub(y));
            if height == 0 {
                break;
            }
            places.push((index, Rect { y, height, ..inner }));
            y += height;
        }
        places
    }

    fn draw_pane(&self, pane: AccountPane, file: &AccountDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, &self.pane_title(pane, ctx), pane == self.pane);
        if pane == AccountPane::Tried {
            no_answer::draw(&file.quiet, ctx, inner, brush);
            return;
        }
        let items = self.items(pane, file, ctx);
        if items.is_empty() {
            let says = match pane {
                AccountPane::People => "Nobody known here yet. n adds a person.",
                AccountPane::Triggers => {
                    "Nothing happened that we know of. n writes down what did: without it, there is no reason to call."
                }
                AccountPane::History | AccountPane::Tried => "Never called.",
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        for (index, place) in self.places(&items, pane, inner) {
            items[index].draw(index == self.row(pane) && pane == self.pane, place, brush);
        }
    }

    fn pane_title(&self, pane: AccountPane, ctx: &Ctx) -> String {
        if ctx.room == Room::Wide {
            return self.pane_label(pane);
        }
        let tab = |one: &AccountPane| {
            let label = self.pane_label(*one);
            if *one == pane { format!("[{label}]") } else { label }
        };
        self.panes_walked(ctx).iter().map(tab).collect::<Vec<_>>().join("  ")
    }

    fn pane_label(&self, pane: AccountPane) -> String {
        match pane {
            AccountPane::People => format!("People {}", format::thousands(self.count(pane))),
            AccountPane::Triggers => format!("Triggers {}", format::thousands(self.count(pane))),
            AccountPane::History => format!("History {}", format::thousands(self.count(pane))),
            AccountPane::Tried => "Tried".into(),
        }
    }
}

fn draw_head(file: &AccountDetail, area: Rect, brush: &mut Brush) {
    let account = &file.account;
    let line = |row: u16| (area.x + 1, area.y + row, area.width.saturating_sub(2));
    let place: Vec<&str> =
        [&account.city, &account.region, &account.country].iter().filter_map(|part| part.as_deref()).collect();
    let staff = account.employees.map_or(String::new(), |n| format!("{} people", format::thousands(n)));
    let revenue = account.revenue_musd.map_or(String::new(), |m| format!("{} a year", format::money(m)));
    let industry = account.industry.clone().unwrap_or_default();
    let facts = [industry, place.join(", "), staff, revenue, account.domain.clone().unwrap_or_default()];
    let facts: Vec<&str> = facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let (fit, fit_role) = format::fit(file.fit.fit);
    let (x, y, width) = line(0);
    let because = file.fit.because.join("; ");
    let pieces = [(account.name.as_str(), Role::Strong), ("  fit: ", Role::Dim), (fit, fit_role), ("  ", Role::Dim)];
    let used = brush.spans(x, y, width, &pieces);
    brush.text(x + used, y, width.saturating_sub(used), &because, Role::Dim);
    let (x, y, width) = line(1);
    let twice = account.look_alike().map_or(String::new(), |found| format!("Look twice: {}. ", found.says()));
    brush.spans(x, y, width, &[(&twice, Role::Warn), (&facts.join(" · "), Role::Dim)]);
    let now = format!("{} · ", file.reason.says());
    let best = file.triggers.iter().find(|row| Some(row.id) == file.reason.best);
    let best = best.map_or("no live trigger, no reason to call", |row| row.headline.as_str());
    let (x, y, width) = line(2);
    brush.spans(x, y, width, &[(&now, Role::Text), (best, Role::Text)]);
    let (x, y, width) = line(3);
    match no_answer::head(&file.quiet) {
        Some(says) => brush.text(x, y, width, &says, Role::Warn),
        None => brush.text(x, y, width, account.notes.lines().next().unwrap_or(""), Role::Dim),
    };
}

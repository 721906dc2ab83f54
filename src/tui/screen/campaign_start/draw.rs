//! Draws the start of a campaign.

use ratatui::layout::{Position, Rect};

use crate::domain::campaign::{TargetCandidate, TargetPreview};
use crate::domain::query::Total;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::{CampaignStartScreen, StartPane};

/// Columns of the labels in the form.
const LABEL: u16 = 14;

/// Areas of the tabs, the counts, the form and the list.
struct StartLayout {
    tabs: Rect,
    counts: Rect,
    form: Option<Rect>,
    list: Option<Rect>,
}

impl StartLayout {
    fn of(ctx: &Ctx, side: StartPane) -> StartLayout {
        let (tabs, rest) = layout::top(ctx.area, 1);
        let (counts, rest) = layout::top(rest, if ctx.room == Room::Wide { 1 } else { 2 });
        if ctx.room == Room::Wide {
            let (form, list) = layout::split_left(rest, rest.width * 40 / 100);
            return StartLayout { tabs, counts, form: Some(form), list: Some(list) };
        }
        let filter = side == StartPane::Filter;
        StartLayout { tabs, counts, form: filter.then_some(rest), list: (!filter).then_some(rest) }
    }
}

impl CampaignStartScreen {
    pub(super) fn page(ctx: &Ctx) -> usize {
        let list = StartLayout::of(ctx, StartPane::In).list.unwrap_or(ctx.area);
        usize::from(layout::inner(list).height.saturating_sub(1)).max(1)
    }

    /// The row under a click.
    pub(super) fn row_at(&self, at: Position, ctx: &Ctx) -> Option<usize> {
        let inner = layout::inner(StartLayout::of(ctx, self.side).list?);
        let inside = inner.contains(at) && at.y > inner.y;
        inside.then(|| self.list.top + usize::from(at.y - inner.y - 1)).filter(|row| *row < self.list.len())
    }

    pub(super) fn draw_all(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        if self.seed.is_none() {
            let says = if self.gone { "This trigger is not in the book any more." } else { ctx.reading() };
            brush.paragraph(layout::inner(ctx.area), says, Role::Dim);
            return None;
        }
        let places = StartLayout::of(ctx, self.side);
        self.draw_tabs(places.tabs, brush);
        let counts = Rect { x: places.counts.x + 2, width: places.counts.width.saturating_sub(3), ..places.counts };
        match (&self.found, self.faults.first()) {
            (_, Some(fault)) => brush.paragraph(counts, fault, Role::Bad),
            (Some(found), None) => brush.paragraph(counts, &preview_summary(found), Role::Text),
            (None, None) => brush.paragraph(counts, "looking …", Role::Dim),
        };
        if let Some(area) = places.list {
            self.draw_list(ctx, area, brush);
        }
        places.form.and_then(|area| self.draw_form(area, brush))
    }

    fn draw_tabs(&self, area: Rect, brush: &mut Brush) {
        let (within, out) = self.found.as_ref().map_or_else(
            || ("0".to_owned(), 0),
            |found| (format::total(Total { n: found.count, at_least: found.at_least }), found.left.len()),
        );
        let mut x = area.x + 1;
        for (side, words) in [
            (StartPane::In, format!("In {within}")),
            (StartPane::LeftOut, format!("Left out {}", format::thousands(out))),
            (StartPane::Filter, "Filter".to_owned()),
        ] {
            let front = side == self.side;
            let label = if front { format!("[{words}]") } else { format!(" {words} ") };
            let role = if front { Role::Tab } else { Role::Dim };
            x += brush.text(x, area.y, area.right().saturating_sub(x), &label, role) + 1;
        }
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let left = self.side == StartPane::LeftOut;
        let title =
            if left { "Left out, and why · Space puts one in" } else { "Who would be in · Space takes one out" };
        let inner = brush.pane(area, title, self.side != StartPane::Filter);
        if self.list.is_empty() {
            let says = match (left, self.found.is_some()) {
                (_, false) => "looking …",
                (true, true) => "Nobody that the filter finds is left out.",
                (false, true) => "Nobody yet. e changes the filter; Tab shows who is left out, Space puts one in.",
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        let wanted = columns_for(ctx.room, left);
        let heads: &[&str] =
            if left { &["Account", "Left out", "Because"] } else { &["Account", "Industry", "Place", "Staff", "Fit"] };
        let heads: Vec<Cell> = heads
            .iter()
            .map(|head| if *head == "Staff" { Cell::right(*head, Role::Dim) } else { Cell::new(*head, Role::Dim) })
            .collect();
        brush.row(Rect { height: 1, ..inner }, false, &wanted, &cells_for(heads, ctx.room, left));
        let front = self.side != StartPane::Filter;
        for (y, index) in (inner.y + 1..inner.bottom()).zip(self.list.top..self.list.len()) {
            let Some(row) = self.list.at(index) else { continue };
            let cells = cells_for(if left { why_cells(row) } else { cells(row) }, ctx.room, left);
            brush.row(Rect { y, height: 1, ..inner }, front && index == self.list.selected, &wanted, &cells);
        }
    }

    fn draw_form(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let front = self.side == StartPane::Filter;
        let inner = brush.pane(area, "The campaign, and its filter", front);
        let spare = inner.height.saturating_sub(u16::try_from(self.form.fields.len()).unwrap_or(9));
        let mut y = inner.y;
        let mut caret = None;
        for (index, field) in self.form.fields.iter().enumerate() {
            if y >= inner.bottom() {
                break;
            }
            let focused = front && index == self.form.focus;
            brush.text(inner.x, y, LABEL, field.label, if focused { Role::Focus } else { Role::Dim });
            // The reason is read whole where there is room: it is what they will hear.
            let height = if index < 2 { 1 + (spare / 2).min(3) } else { 1 }.min(inner.bottom() - y);
            let place = Rect { x: inner.x + LABEL + 1, y, width: inner.width.saturating_sub(LABEL + 1), height };
            if field.text.is_blank() {
                brush.text(place.x, y, place.width, field.hint, Role::Dim);
            }
            if focused {
                caret = brush.editor(place, &field.text, &[]);
            } else {
                brush.paragraph(place, field.text.as_str(), Role::Text);
            }
            y += height;
        }
        let mut pen = TextPen::new(Rect { y, height: inner.bottom().saturating_sub(y), ..inner });
        pen.gap();
        let says = "The shared reason opens the door. What it means for each of them you write next, one line an account: \
                    without it no call is ready.";
        pen.line(brush, says, Role::Dim);
        caret
    }
}

/// `12 in · left out: 3 outside the profile, 2 resting`.
fn preview_summary(found: &TargetPreview) -> String {
    let within = format::total(Total { n: found.count, at_least: found.at_least });
    let reasons: Vec<String> =
        found.reasons().into_iter().map(|(why, n)| format!("{} {}", format::thousands(n), why.words())).collect();
    let left =
        if reasons.is_empty() { "nobody left out".to_owned() } else { format!("left out: {}", reasons.join(", ")) };
    format!("{within} in · {left}")
}

fn columns_for(room: Room, left: bool) -> Vec<ColumnWidth> {
    match (room, left) {
        (_, true) => vec![ColumnWidth::Flex(4), ColumnWidth::Fixed(19), ColumnWidth::Flex(5)],
        (Room::Wide, false) => {
            vec![
                ColumnWidth::Flex(4),
                ColumnWidth::Flex(4),
                ColumnWidth::Flex(3),
                ColumnWidth::Fixed(5),
                ColumnWidth::Fixed(9),
            ]
        }
        (Room::Narrow | Room::TooSmall, false) => {
            vec![ColumnWidth::Flex(4), ColumnWidth::Flex(3), ColumnWidth::Fixed(9)]
        }
    }
}

/// The cells that there is room for.
fn cells_for(cells: Vec<Cell>, room: Room, left: bool) -> Vec<Cell> {
    if left || room == Room::Wide {
        return cells;
    }
    cells.into_iter().enumerate().filter(|(at, _)| [0, 1, 4].contains(at)).map(|(_, cell)| cell).collect()
}

fn cells(row: &TargetCandidate) -> Vec<Cell> {
    let (fit, role) = format::fit(row.fit);
    let fit = if row.by_hand { format!("{fit} +") } else { fit.to_owned() };
    vec![
        Cell::new(row.name.clone(), Role::Strong),
        Cell::new(row.industry.clone(), Role::Dim),
        Cell::new(row.place.clone(), Role::Dim),
        Cell::right(format::short_number(row.employees), Role::Dim),
        Cell::new(fit, role),
    ]
}

fn why_cells(row: &TargetCandidate) -> Vec<Cell> {
    let (why, says) = row.left.as_ref().map_or(("", ""), |left| (left.why.words(), left.says.as_str()));
    vec![Cell::new(row.name.clone(), Role::Strong), Cell::new(why, Role::Warn), Cell::new(says, Role::Dim)]
}

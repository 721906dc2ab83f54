//! Overrides: calls made despite a block, with the reason given and how they ended. For the manager.

use ratatui::layout::{Position, Rect};

use crate::domain::query::overrides::OverriddenCall;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::widgets::format;

/// Rows below the list for the selected call.
const DETAIL: u16 = 6;

/// The list of overridden blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OverridesScreen {
    list: Listing<OverriddenCall>,
}

impl OverridesScreen {
    fn areas(ctx: &Ctx) -> (Rect, Rect) {
        layout::top(ctx.area, ctx.area.height.saturating_sub(DETAIL))
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::areas(ctx).0).height.saturating_sub(1))
    }

    fn more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| Query::Overridden { offset }.into()).into_iter().collect()
    }
}

impl OverridesScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.more()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.list.row().is_some(), "no block was ever overridden")
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Call(row.call.id))).into_iter().collect()
    }
}

impl ActTable for OverridesScreen {
    const ACTS: &'static [Act<Self>] =
        &[Act::Moves(Self::go), Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()), Act::refresh()];
}

impl Screen for OverridesScreen {
    fn title(&self) -> String {
        "Review > Overrides".into()
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Open, Action::Down, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Overridden { offset: self.list.selected.saturating_sub(WINDOW / 2) }.into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Overridden(window) = answer {
            self.list.take(window.clone(), |row| row.call.id);
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (area, below) = Self::areas(ctx);
        let title = format::total_phrase(self.list.window.total, "call despite a block", "calls despite a block");
        let inner = brush.pane(area, &title, true);
        if self.list.is_empty() {
            let says = if self.list.loaded {
                "No block was ever overridden.\n\nWhere a guard blocks a call, a rep can give a reason and call anyway; it is listed here."
            } else {
                ctx.reading()
            };
            brush.paragraph(inner, says, Role::Dim);
        } else {
            self.draw_rows(ctx, inner, brush);
        }
        let inner = brush.pane(below, "What was overridden, and why", false);
        if let Some(row) = self.list.row() {
            draw_detail(row, inner, brush);
        }
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(Self::areas(ctx).0)) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => self.more(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let before = self.list.selected;
        self.list.go(Movement::along(by), Self::page(ctx));
        let place = self.list.row().filter(|_| self.list.selected != before).map(|row| match walk {
            Walk::Calls => Route::Call(row.call.id),
            Walk::People => Route::Plan(row.call.contact_id),
            Walk::Accounts => Route::person(row.call.account_id, row.call.contact_id),
        });
        (place, self.more())
    }
}

impl OverridesScreen {
    fn draw_rows(&self, ctx: &Ctx, inner: Rect, brush: &mut Brush) {
        let wide = ctx.room == Room::Wide;
        let columns: &[ColumnWidth] = if wide {
            &[
                ColumnWidth::Fixed(12),
                ColumnWidth::Fixed(9),
                ColumnWidth::Flex(4),
                ColumnWidth::Flex(4),
                ColumnWidth::Fixed(16),
                ColumnWidth::Flex(7),
                ColumnWidth::Fixed(19),
            ]
        } else {
            &[ColumnWidth::Fixed(12), ColumnWidth::Flex(3), ColumnWidth::Fixed(16), ColumnWidth::Flex(4)]
        };
        let pick = |all: Vec<Cell>| -> Vec<Cell> {
            if wide { all } else { [0, 2, 4, 5].iter().filter_map(|at| all.get(*at).cloned()).collect() }
        };
        let heads = ["When", "Rep", "Person", "Company", "Guard", "Reason given", "How it ended"];
        let heads = heads.map(|head| Cell::new(head, Role::Dim));
        self.list.draw(inner, columns, &pick(heads.into()), |row| pick(cells_of(row)), brush);
    }
}

fn cells_of(row: &OverriddenCall) -> Vec<Cell> {
    let call = &row.call;
    let (verdict, role) = format::verdict(call);
    let guards: Vec<String> = row.lifted.iter().map(|lifted| format::rule_words(&lifted.rule)).collect();
    let because = row.lifted.first().map_or("", |lifted| lifted.because.as_str());
    vec![
        Cell::new(call.at.format("%-d %b %H:%M").to_string(), Role::Dim),
        Cell::new(format::short_name(&call.rep), Role::Dim),
        Cell::new(call.contact.clone(), Role::Strong),
        Cell::new(call.account.clone(), Role::Text),
        Cell::new(guards.join(", "), Role::Warn),
        Cell::new(because, Role::Text),
        Cell::new(verdict, role),
    ]
}

fn draw_detail(row: &OverriddenCall, area: Rect, brush: &mut Brush) {
    let mut pen = TextPen::new(area);
    let call = &row.call;
    let (verdict, role) = format::verdict(call);
    let when = call.at.format("%-d %b %Y, %H:%M");
    pen.line(brush, &format!("{} at {}, {when}, by {}", call.contact, call.account, call.rep), Role::Strong);
    for lifted in &row.lifted {
        pen.line(
            brush,
            &format!("{}: {}", format::rule_words(&lifted.rule), format::in_quotes(&lifted.because)),
            Role::Text,
        );
    }
    let words = if call.words.is_empty() { String::new() } else { format!("  {}", format::in_quotes(&call.words)) };
    pen.line(brush, &format!("It ended: {verdict}{words}"), role);
}

//! Calls: everything logged, newest first; an amended call is one line.

use ratatui::layout::{Position, Rect};

use crate::domain::rows::{CallQuery, CallRow};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Request};
use crate::tui::form::Stroke;
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::list::{Listing, WINDOW};
use crate::tui::msg::Answer;
use crate::tui::paint::{Brush, Cell, Column};
use crate::tui::table::Clicked;
use crate::tui::theme::Role;

use super::filter::{Filter, Typed};
use super::{Ctx, Offer, Screen, Walk, show};

/// The call list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CallsScreen {
    list: Listing<CallRow>,
    filter: Filter,
}

impl CallsScreen {
    fn request(&self, offset: usize) -> Vec<Effect> {
        let filter = self.filter.text().to_string();
        vec![Request::Calls(CallQuery { filter, unreviewed: false, offset, limit: WINDOW }).into()]
    }

    fn more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| self.request(offset)).unwrap_or_default()
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inside(ctx.area).height.saturating_sub(1))
    }
}

impl Screen for CallsScreen {
    fn title(&self) -> String {
        "Calls".into()
    }

    fn layer(&self) -> Layer {
        self.filter.layer()
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Open | Action::Plan if self.list.row().is_none() => Offer::Off("no call is selected".into()),
            Action::Back => {
                if self.filter.typing || !self.filter.text().is_empty() {
                    Offer::Yes
                } else {
                    Offer::No
                }
            }
            Action::Open | Action::Plan | Action::Filter | Action::Refresh => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing {
            vec![Action::Back]
        } else {
            vec![Action::Open, Action::Plan, Action::Filter, Action::Undo]
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        self.request(self.list.selected.saturating_sub(WINDOW / 2))
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.list.go(action, Self::page(ctx)) {
            return self.more();
        }
        match action {
            Action::Open => self.list.row().map(|row| Effect::Go(Place::Call(row.id))).into_iter().collect(),
            Action::Plan => self.list.row().map(|row| Effect::Go(Place::Plan(row.contact_id))).into_iter().collect(),
            Action::Filter => {
                self.filter.typing = true;
                Vec::new()
            }
            Action::Back => {
                let had = self.filter.clear();
                self.list.reset();
                if had { self.request(0) } else { Vec::new() }
            }
            Action::Refresh => self.ask(ctx),
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
        if let Answer::Calls(query, window) = answer
            && query.filter == self.filter.text()
            && !query.unreviewed
        {
            self.list.take(window.clone());
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let title = format!("{} calls", show::total(self.list.window.total));
        let inner = brush.pane(ctx.area, &title, true);
        let used = u16::try_from(title.len()).unwrap_or(20) + 6;
        let line = Rect { x: ctx.area.x + used, width: ctx.area.width.saturating_sub(used + 2), height: 1, ..ctx.area };
        let caret = self.filter.draw(line, brush);
        if self.list.is_empty() {
            let says = match (self.list.loaded, self.filter.text()) {
                (false, _) => "reading the book …".to_string(),
                (true, "") => {
                    "No call is logged yet. On a person, c starts the call clock and C logs one made elsewhere.".into()
                }
                (true, text) => format!("Nothing matches \"{text}\". Esc clears the filter."),
            };
            brush.paragraph(inner, &says, Role::Dim);
            return caret;
        }
        draw_rows(&self.list, ctx, inner, brush);
        caret
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inside(ctx.area)) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => self.more(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Place>, Vec<Effect>) {
        step_calls(&mut self.list, by, walk, Self::page(ctx), |list| {
            list.wants()
                .map(|offset| Request::Calls(CallQuery { offset, limit: WINDOW, ..CallQuery::default() }).into())
        })
    }
}

/// Moves along calls and says where that leads.
pub fn step_calls(
    list: &mut Listing<CallRow>,
    by: isize,
    walk: Walk,
    page: usize,
    more: impl Fn(&Listing<CallRow>) -> Option<Effect>,
) -> (Option<Place>, Vec<Effect>) {
    let before = list.selected;
    list.go(if by > 0 { Action::Down } else { Action::Up }, page);
    let place = list.row().filter(|_| list.selected != before).map(|row| match walk {
        Walk::Calls => Place::Call(row.id),
        Walk::People => Place::Plan(row.contact_id),
        Walk::Accounts => Place::Account(row.account_id),
    });
    (place, more(list).into_iter().collect())
}

/// Head line and rows of calls.
pub fn draw_rows(list: &Listing<CallRow>, ctx: &Ctx, inner: Rect, brush: &mut Brush) {
    let wide = ctx.room == Room::Wide && inner.width > 90;
    let columns: &[Column] = if wide {
        &[
            Column::Fixed(12),
            Column::Fixed(9),
            Column::Flex(4),
            Column::Flex(4),
            Column::Fixed(19),
            Column::Fixed(6),
            Column::Flex(7),
            Column::Fixed(8),
        ]
    } else {
        &[Column::Fixed(12), Column::Flex(4), Column::Flex(3), Column::Fixed(19)]
    };
    let pick = |all: Vec<Cell>| -> Vec<Cell> {
        if wide { all } else { [0, 2, 3, 4].iter().filter_map(|at| all.get(*at).cloned()).collect() }
    };
    let heads = ["When", "Rep", "Account", "Person", "Verdict", "", "Their words, or why", ""];
    let mut heads = heads.map(|head| Cell::new(head, Role::Dim));
    heads[5] = Cell::right("Min", Role::Dim);
    list.draw(inner, columns, &pick(heads.into()), |row| pick(cells_of(row)), brush);
}

fn cells_of(row: &CallRow) -> Vec<Cell> {
    let (verdict, role) = show::verdict(row);
    let said = if row.words.is_empty() { row.trigger.clone() } else { show::quoted(&row.words) };
    let state = match (row.amended, row.reviewed) {
        (true, _) => "amended",
        (false, true) => "reviewed",
        (false, false) => "",
    };
    vec![
        Cell::new(row.at.format("%-d %b %H:%M").to_string(), Role::Dim),
        Cell::new(show::short_name(&row.rep), Role::Dim),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(row.contact.clone(), Role::Text),
        Cell::new(verdict, role),
        Cell::right(show::minutes(row.seconds), Role::Dim),
        Cell::new(said, Role::Text),
        Cell::new(state, Role::Dim),
    ]
}

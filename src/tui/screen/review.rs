//! Review: calls nobody read yet beside what the calls say as shares. Numbers about prospects' time, never about dials.

use chrono::Duration;
use ratatui::layout::{Position, Rect};

use crate::domain::rows::{CallQuery, CallRow};
use crate::domain::scorecard::Scorecard;
use crate::domain::selection::Selection;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Request};
use crate::tui::form::Stroke;
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::list::{Listing, WINDOW};
use crate::tui::msg::Answer;
use crate::tui::paint::{Brush, Cell, Column};
use crate::tui::theme::Role;

use super::calls::{draw_rows, step_calls};
use super::select::Choosing;
use super::{Ctx, Offer, Screen, Walk, show};

/// Days a scorecard looks back: one quarter.
const PERIOD: i64 = 90;
/// The room of a share with its interval: `77 of 102, 75 % (66–83 %)`.
const SHARE: Column = Column::Fixed(25);

/// The manager's tab.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewScreen {
    list: Listing<CallRow>,
    choosing: Choosing,
    cards: Vec<Scorecard>,
    cards_in_front: bool,
}

impl Default for ReviewScreen {
    fn default() -> Self {
        let choosing = Choosing::new(Selection::to_read());
        ReviewScreen { list: Listing::default(), choosing, cards: Vec::new(), cards_in_front: false }
    }
}

impl ReviewScreen {
    fn query(&self, offset: usize) -> CallQuery {
        let selection = self.choosing.selection.clone();
        CallQuery { filter: String::new(), selection, offset, limit: WINDOW }
    }

    /// The page of the selected call.
    fn open(&self) -> Vec<Effect> {
        let query = Box::new(self.query(0));
        self.list.row().map(|row| Effect::Go(Place::Reviewing(row.id, query))).into_iter().collect()
    }

    /// What the list shows: how many calls, and of which kind.
    fn headline(&self) -> String {
        let base = &self.choosing.selection;
        let what = match (base.sample.is_some(), base.unreviewed) {
            (true, _) => "calls drawn",
            (false, true) => "connected calls to read",
            (false, false) => "connected calls",
        };
        let words = self.choosing.words();
        let which = if words.is_empty() { words } else { format!(" · {words}") };
        format!("{} {what}{which}", show::total(self.list.window.total))
    }

    fn places(&self, ctx: &Ctx) -> (Option<Rect>, Option<Rect>) {
        if ctx.room == Room::Wide {
            let cards = u16::try_from(self.cards.len()).unwrap_or(4) + 5;
            let (list, below) = layout::top(ctx.area, ctx.area.height.saturating_sub(cards.clamp(8, 14)));
            (Some(list), Some(below))
        } else if self.cards_in_front {
            (None, Some(ctx.area))
        } else {
            (Some(ctx.area), None)
        }
    }

    fn page(&self, ctx: &Ctx) -> usize {
        self.places(ctx).0.map_or(10, |area| usize::from(layout::inside(area).height.saturating_sub(1)))
    }
}

impl Screen for ReviewScreen {
    fn title(&self) -> String {
        "Review".into()
    }

    fn layer(&self) -> Layer {
        self.choosing.layer()
    }

    fn enter(&self) -> Option<&'static str> {
        self.choosing.is_open().then_some("show them")
    }

    fn offers(&self, action: Action, ctx: &Ctx) -> Offer {
        if self.choosing.is_open() {
            let takes = matches!(action, Action::Back | Action::NextPane | Action::PreviousPane);
            return if takes { Offer::Yes } else { Offer::No };
        }
        match action {
            Action::Open | Action::Review if self.list.row().is_none() => {
                Offer::Off("every connected call has been read".into())
            }
            Action::Back if self.choosing.is_narrowed() => Offer::Yes,
            Action::Review | Action::Select => Offer::Yes,
            Action::NextPane | Action::PreviousPane if ctx.room == Room::Wide => Offer::No,
            Action::Open | Action::NextPane | Action::PreviousPane | Action::Refresh => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if self.choosing.is_open() {
            return vec![Action::Back];
        }
        vec![Action::Review, Action::Select, Action::NextPane, Action::Overrides, Action::Refresh]
    }

    fn ask(&self, ctx: &Ctx) -> Vec<Effect> {
        let until = ctx.now.date();
        vec![
            Request::Calls(self.query(self.list.selected.saturating_sub(WINDOW / 2))).into(),
            Request::Scorecards { from: until - Duration::days(PERIOD), until }.into(),
        ]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.choosing.is_open() {
            match action {
                Action::Back => drop(self.choosing.close()),
                other => self.choosing.go(other),
            }
            return Vec::new();
        }
        let page = self.page(ctx);
        if self.list.go(action, page) {
            return self.list.wants().map(|offset| Request::Calls(self.query(offset)).into()).into_iter().collect();
        }
        match action {
            Action::Open | Action::Review => self.open(),
            Action::Select => self.choosing.open(),
            Action::Back => {
                self.choosing.clear();
                self.list.reset();
                vec![Request::Calls(self.query(0)).into()]
            }
            Action::NextPane | Action::PreviousPane => {
                self.cards_in_front = !self.cards_in_front;
                Vec::new()
            }
            Action::Refresh => self.ask(ctx),
            _other => Vec::new(),
        }
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        if !self.choosing.stroke(stroke, ctx) {
            return Vec::new();
        }
        self.list.reset();
        vec![Request::Calls(self.query(0)).into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        self.choosing.show(answer, ctx);
        match answer {
            Answer::Calls(query, window) if query.filter.is_empty() && query.selection == self.choosing.selection => {
                self.list.take(window.clone());
                let page = self.page(ctx);
                self.list.select(self.list.selected, page);
            }
            Answer::Scorecards(cards) => self.cards.clone_from(cards),
            _other => {}
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, cards) = self.places(ctx);
        if let Some(area) = list {
            let tab = if ctx.room == Room::Wide { "" } else { " · Tab: scorecard" };
            let title = format!("{}{tab}", self.headline());
            let inner = brush.pane(area, &title, true);
            if self.list.is_empty() {
                let says = match (self.list.loaded, self.choosing.is_narrowed()) {
                    (false, _) => "reading the book …",
                    (true, false) => "Every connected call has been read.",
                    (true, true) => "No call to read is like that. P picks other ones, Esc shows them all.",
                };
                brush.paragraph(inner, says, Role::Dim);
            } else {
                draw_rows(&self.list, ctx, inner, brush);
            }
        }
        if let Some(area) = cards {
            self.draw_cards(area, brush);
        }
        self.choosing.draw(ctx.area, brush)
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Place>, Vec<Effect>) {
        let page = self.page(ctx);
        let query = self.query(0);
        step_calls(&mut self.list, by, walk, page, |list| {
            list.wants().map(|offset| Request::Calls(CallQuery { offset, ..query.clone() }).into())
        })
    }
}

impl ReviewScreen {
    fn draw_cards(&self, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, &format!("Scorecard, {PERIOD} days"), false);
        // Who, and how their time was spent, always; the rest where there is room for whole intervals.
        let kept: &[usize] = match inner.width {
            ..70 => &[0, 3],
            70..100 => &[0, 2, 3],
            _wide => &[0, 1, 2, 3, 4, 5],
        };
        let widths = [Column::Flex(1), Column::Fixed(7), SHARE, Column::Fixed(26), Column::Fixed(7), SHARE];
        let columns: Vec<Column> = kept.iter().map(|at| widths[*at]).collect();
        let pick = |cells: [Cell; 6]| -> Vec<Cell> { kept.iter().map(|at| cells[*at].clone()).collect() };
        let heads = [
            Cell::new("", Role::Dim),
            Cell::right("Reached", Role::Dim),
            Cell::new("Asked", Role::Dim),
            Cell::new("Well spent, of those asked", Role::Dim),
            Cell::right("Guesses", Role::Dim),
            Cell::new("On a live reason", Role::Dim),
        ];
        brush.row(Rect { height: 1, ..inner }, false, &columns, &pick(heads));
        for (y, card) in (inner.y + 1..inner.bottom().saturating_sub(1)).zip(&self.cards) {
            let cells = [
                Cell::new(card.group.clone(), Role::Strong),
                Cell::right(card.tally.connected.to_string(), Role::Text),
                Cell::new(card.asked.words(), Role::Text),
                Cell::new(card.well_spent.words(), Role::Text),
                Cell::right(card.tally.guessed.total().to_string(), Role::Dim),
                Cell::new(card.live_reason.words(), Role::Text),
            ];
            brush.row(Rect { y, height: 1, ..inner }, false, &columns, &pick(cells));
        }
        let note = if inner.width < 100 {
            "In brackets: the 95 % interval. Dials are not counted."
        } else {
            "In brackets: the 95 % interval. A guess is counted apart and never as said. Dials are not counted here."
        };
        brush.text(inner.x + 1, inner.bottom().saturating_sub(1), inner.width.saturating_sub(2), note, Role::Dim);
    }
}

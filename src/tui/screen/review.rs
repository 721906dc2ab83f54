//! Review: calls nobody read yet beside what the calls say as shares. Numbers about prospects' time, never about dials.

use ratatui::layout::{Position, Rect};

use crate::domain::rows::{CallQuery, CallRow};
use crate::domain::scorecard::Scorebook;
use crate::domain::span::Span;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Request, Scoring};
use crate::tui::layout::{self, Room};
use crate::tui::list::{Listing, WINDOW};
use crate::tui::msg::Answer;
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use super::calls::{draw_rows, step_calls};
use super::scorecard::pane;
use super::{Ctx, Offer, Screen, Walk, show};

/// The manager's tab.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewScreen {
    list: Listing<CallRow>,
    scores: Option<Box<Scorebook>>,
}

impl ReviewScreen {
    fn query(offset: usize) -> CallQuery {
        CallQuery { filter: String::new(), unreviewed: true, offset, limit: WINDOW }
    }

    fn places(&self, ctx: &Ctx) -> (Rect, Option<Rect>) {
        if ctx.room != Room::Wide {
            return (ctx.area, None);
        }
        let cards = pane::height(self.scores.as_deref()).clamp(8, 14);
        let (list, below) = layout::top(ctx.area, ctx.area.height.saturating_sub(cards));
        (list, Some(below))
    }

    fn page(&self, ctx: &Ctx) -> usize {
        usize::from(layout::inside(self.places(ctx).0).height.saturating_sub(1))
    }
}

impl Screen for ReviewScreen {
    fn title(&self) -> String {
        "Review".into()
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Open if self.list.row().is_none() => Offer::Off("every connected call has been read".into()),
            Action::Open | Action::NextPane | Action::PreviousPane | Action::Refresh | Action::ExportCampaign => {
                Offer::Yes
            }
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            Action::Open,
            Action::NextPane,
            Action::ExportCampaign,
            Action::Overrides,
            Action::GoCalls,
            Action::Refresh,
        ]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![
            Request::Calls(Self::query(self.list.selected.saturating_sub(WINDOW / 2))).into(),
            Request::from(Scoring::Book(Span::default(), None)).into(),
        ]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        let page = self.page(ctx);
        if self.list.go(action, page) {
            return self.list.wants().map(|offset| Request::Calls(Self::query(offset)).into()).into_iter().collect();
        }
        match action {
            Action::Open => self.list.row().map(|row| Effect::Go(Place::Call(row.id))).into_iter().collect(),
            Action::NextPane | Action::PreviousPane => vec![Effect::Go(Place::Scorecard)],
            Action::Refresh => self.ask(ctx),
            Action::ExportCampaign => vec![Request::from(Scoring::Report(Span::default())).into()],
            _other => Vec::new(),
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Calls(query, window) if query.unreviewed => {
                self.list.take(window.clone());
                let page = self.page(ctx);
                self.list.select(self.list.selected, page);
            }
            Answer::Scored(found) if (found.span, found.rep) == (Span::default(), None) => {
                self.scores = Some(found.book.clone());
            }
            _other => {}
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, scores) = self.places(ctx);
        let title = format!("{} connected calls to read · Tab: scorecard", show::total(self.list.window.total));
        let inner = brush.pane(list, &title, true);
        if self.list.is_empty() {
            let says = if self.list.loaded { "Every connected call has been read." } else { "reading the book …" };
            brush.paragraph(inner, says, Role::Dim);
        } else {
            draw_rows(&self.list, ctx, inner, brush);
        }
        if let Some(area) = scores {
            pane::draw(self.scores.as_deref(), &format!("Scorecard, {}", Span::default().words()), area, brush);
        }
        None
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Place>, Vec<Effect>) {
        let page = self.page(ctx);
        step_calls(&mut self.list, by, walk, page, |list| {
            list.wants().map(|offset| Request::Calls(Self::query(offset)).into())
        })
    }
}

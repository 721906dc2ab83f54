//! Review: calls nobody read yet beside what the calls say as shares. Numbers about prospects' time, never about dials.

use ratatui::layout::{Position, Rect};

use crate::domain::call::filter::CallFilter;
use crate::domain::query::{CallQuery, CallRow};
use crate::domain::scorecard::Scorebook;
use crate::domain::scorecard::period::DayRange;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::command::FileCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::theme::Role;

use super::calls::{draw_rows, step_calls};
use super::scorecard::pane;
use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::call_filter::CallFilterBox;
use crate::tui::widgets::format;

/// The manager's tab.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewQueueScreen {
    list: Listing<CallRow>,
    choosing: CallFilterBox,
    scores: Option<Box<Scorebook>>,
}

impl Default for ReviewQueueScreen {
    fn default() -> Self {
        let choosing = CallFilterBox::new(CallFilter::to_read());
        ReviewQueueScreen { list: Listing::default(), choosing, scores: None }
    }
}

impl ReviewQueueScreen {
    fn query(&self, offset: usize) -> CallQuery {
        let selection = self.choosing.selection.clone();
        CallQuery { filter: String::new(), selection, offset, limit: WINDOW }
    }

    /// The page of the selected call.
    fn open(&self) -> Vec<Effect> {
        let query = Box::new(self.query(0));
        self.list.row().map(|row| Effect::Go(Route::Reviewing(row.id, query))).into_iter().collect()
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
        format!("{} {what}{which}", format::total(self.list.window.total))
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
        usize::from(layout::inner(self.places(ctx).0).height.saturating_sub(1))
    }
}

/// What is done while the box stands over the list.
const IN_THE_BOX: &[Act<ReviewQueueScreen>] = &[
    Act::always(Action::Back, |screen, _| screen.choosing.close()),
    Act::always(Action::NextPane, |screen, _| screen.choosing.step(1)),
    Act::always(Action::PreviousPane, |screen, _| screen.choosing.step(-1)),
];

impl ReviewQueueScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, self.page(ctx));
        self.list.wants().map(|offset| Query::Calls(self.query(offset)).into()).into_iter().collect()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        let why = self.list.missing_sentence("every connected call has been read");
        Offer::yes_if(self.list.row().is_some(), &why)
    }

    fn widen(&mut self) -> Vec<Effect> {
        self.choosing.clear();
        self.list.reset();
        vec![Query::Calls(self.query(0)).into()]
    }
}

impl ActTable for ReviewQueueScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::offered(Action::Review, Self::on_a_row, |screen, _| screen.open()),
        Act::always(Action::Select, |screen, _| screen.choosing.open()),
        Act::offered(
            Action::Back,
            |screen, _| Offer::only_if(screen.choosing.is_narrowed()),
            |screen, _| screen.widen(),
        ),
        Act::alike(&[Action::NextPane, Action::PreviousPane], |_, _| vec![Effect::Go(Route::Scorecard)]),
        Act::always(Action::ExportCampaign, |_, _| vec![FileCommand::Report(DayRange::default()).into()]),
        Act::refresh(),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        if self.choosing.is_open() { IN_THE_BOX } else { Self::ACTS }
    }
}

impl Screen for ReviewQueueScreen {
    fn title(&self) -> String {
        "Review".into()
    }

    fn layer(&self) -> Layer {
        self.choosing.layer()
    }

    fn enter(&self) -> Option<&'static str> {
        self.choosing.is_open().then_some("show them")
    }

    fn hints(&self) -> Vec<Action> {
        if self.choosing.is_open() {
            return vec![Action::Back];
        }
        let reading = [Action::Review, Action::Select, Action::NextPane];
        let beside = [Action::ExportCampaign, Action::Overrides, Action::Refresh];
        reading.into_iter().chain(beside).collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![
            Query::Calls(self.query(self.list.selected.saturating_sub(WINDOW / 2))).into(),
            Query::Scorecard(DayRange::default(), None).into(),
        ]
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if !self.choosing.stroke(stroke, ctx) {
            return Vec::new();
        }
        self.list.reset();
        vec![Query::Calls(self.query(0)).into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        self.choosing.show(answer, ctx);
        if let Answer::Calls(query, window) = answer
            && query.filter.is_empty()
            && query.selection == self.choosing.selection
        {
            self.list.take(window.clone(), |row| row.id);
            let page = self.page(ctx);
            self.list.select(self.list.selected, page);
        }
        if let Answer::Scored(found) = answer
            && (found.span, found.rep) == (DayRange::default(), None)
        {
            self.scores = Some(found.book.clone());
        }
        if let Answer::Failed { .. } = answer {
            self.list.release();
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, scores) = self.places(ctx);
        let inner = brush.pane(list, &format!("{} · Tab: scorecard", self.headline()), true);
        if self.list.is_empty() {
            let says = match (self.list.loaded, self.choosing.is_narrowed()) {
                (false, _) => ctx.reading(),
                (true, false) => "Every connected call has been read.",
                (true, true) => "No call to read is like that. V picks other ones, Esc shows them all.",
            };
            brush.paragraph(inner, says, Role::Dim);
        } else {
            draw_rows(&self.list, ctx, inner, brush);
        }
        if let Some(area) = scores {
            pane::draw(self.scores.as_deref(), &format!("Scorecard, {}", DayRange::default().words()), area, brush);
        }
        self.choosing.draw(ctx.area, brush)
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let page = self.page(ctx);
        let query = self.query(0);
        step_calls(&mut self.list, by, walk, page, |list| {
            list.wants().map(|offset| Query::Calls(CallQuery { offset, ..query.clone() }).into())
        })
    }
}

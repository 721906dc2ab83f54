//! The scorecard: one question a view. Shares with n and an interval, groups in an order that is no leaderboard.

mod charts;
mod draw;
pub mod pane;

use ratatui::layout::{Position, Rect};

use crate::domain::ids::RepId;
use crate::domain::scorecard::period::DayRange;
use crate::domain::scorecard::{Grouping, Scorebook, Scorecard};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, ScorecardAnswer};
use crate::tui::message::command::FileCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};

/// Rows of a view that are not rows of its list.
const AROUND: u16 = 6;

const NAMES_ARE_HIDDEN: &str = "names are hidden: H shows them";

/// The question that a view answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    #[default]
    Spent,
    Minutes,
    Said,
    Alike,
    Ground,
}

impl View {
    const ALL: [View; 5] = [View::Spent, View::Minutes, View::Said, View::Ground, View::Alike];

    fn question(self) -> &'static str {
        match self {
            View::Spent => "Was their time well spent?",
            View::Minutes => "What were the minutes worth?",
            View::Said => "Who says so?",
            View::Alike => "Do we judge alike?",
            View::Ground => "Did the calls stand on something?",
        }
    }

    fn turned(self, by: usize) -> View {
        let at = View::ALL.iter().position(|one| *one == self).unwrap_or(0);
        View::ALL[(at + by) % View::ALL.len()]
    }
}

/// The scorecard of a team or a rep.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScorecardScreen {
    span: DayRange,
    rep: Option<RepId>,
    book: Option<Box<Scorebook>>,
    /// The same without names, while they are hidden.
    masked: Option<Box<Scorebook>>,
    reps: Vec<(RepId, String)>,
    view: View,
    grouping: Option<Grouping>,
    selected: usize,
    top: usize,
}

impl ScorecardScreen {
    fn shown(&self) -> Option<&Scorebook> {
        self.masked.as_deref().or(self.book.as_deref())
    }

    /// The grouping in front; where the book lacks it, its first.
    fn grouping(&self) -> Option<Grouping> {
        let book = self.shown()?;
        let has = |wanted: Grouping| book.groups.iter().any(|(grouping, _)| *grouping == wanted);
        self.grouping.filter(|wanted| has(*wanted)).or_else(|| book.groups.first().map(|(grouping, _)| *grouping))
    }

    fn cards(&self) -> &[Scorecard] {
        let wanted = self.grouping();
        let of = |book: &'_ Scorebook| book.groups.iter().position(|(grouping, _)| Some(*grouping) == wanted);
        self.shown().and_then(|book| book.groups.get(of(book)?)).map_or(&[], |(_, cards)| cards.as_slice())
    }

    /// The rep of the selected row, where the rows are reps and have names.
    fn rep_here(&self) -> Option<RepId> {
        if self.view != View::Spent || self.grouping() != Some(Grouping::Rep) {
            return None;
        }
        let key = &self.cards().get(self.selected)?.key;
        // Where names are hidden the keys are no ids, and nobody is found by one.
        self.reps.iter().map(|(id, _)| *id).find(|id| id.to_string() == *key)
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(AROUND))
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let (last, page) = (self.cards().len().saturating_sub(1), Self::page(ctx).max(1));
        self.selected = movement.target(self.selected, last, page);
        self.top = first_shown(self.top, self.selected, page);
        Vec::new()
    }

    fn may_open(&self) -> Offer {
        if self.rep_here().is_some() {
            return Offer::Yes;
        }
        Offer::Off(match self.masked {
            Some(_) => NAMES_ARE_HIDDEN.into(),
            None => "Enter opens a rep: V until the rows are reps".into(),
        })
    }

    fn may_name(&self) -> Offer {
        Offer::yes_if(self.masked.is_none(), NAMES_ARE_HIDDEN)
    }

    /// The scorecard of the selected rep.
    fn open(&self) -> Vec<Effect> {
        self.rep_here().map(|rep| Query::Scorecard(self.span, Some(rep)).into()).into_iter().collect()
    }

    fn regroup(&mut self) -> Vec<Effect> {
        let groupings: Vec<Grouping> =
            self.shown().into_iter().flat_map(|book| &book.groups).map(|(one, _)| *one).collect();
        let at = groupings.iter().position(|one| Some(*one) == self.grouping()).unwrap_or(0);
        self.grouping = groupings.get((at + 1) % groupings.len().max(1)).copied();
        (self.view, self.selected, self.top) = (View::Spent, 0, 0);
        Vec::new()
    }

    fn hide(&mut self) -> Vec<Effect> {
        self.masked = match self.masked {
            Some(_) => None,
            None => self.book.as_ref().map(|book| Box::new(book.without_names())),
        };
        (self.selected, self.top) = (0, 0);
        Vec::new()
    }

    fn ask_whose(&self) -> Vec<Effect> {
        vec![Effect::Prompt(Question::Whose(self.span, self.reps.clone()))]
    }

    fn turn(&mut self, by: usize) -> Vec<Effect> {
        self.view = self.view.turned(by);
        Vec::new()
    }

    fn take(&mut self, scored: &ScorecardAnswer) {
        let same = (scored.span, scored.rep) == (self.span, self.rep);
        (self.span, self.rep) = (scored.span, scored.rep);
        self.reps.clone_from(&scored.reps);
        // Hidden names stay hidden in what is read next: a meeting may be looking on.
        self.masked = self.masked.is_some().then(|| Box::new(scored.book.without_names()));
        self.book = Some(scored.book.clone());
        if !same {
            (self.selected, self.top) = (0, 0);
        }
        self.selected = self.selected.min(self.cards().len().saturating_sub(1));
        self.top = self.top.min(self.selected);
    }
}

impl ActTable for ScorecardScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, |screen, _| screen.may_open(), |screen, _| screen.open()),
        Act::offered(Action::Whose, |screen, _| screen.may_name(), |screen, _| screen.ask_whose()),
        Act::always(Action::Select, |screen, _| vec![Effect::Prompt(Question::Days(screen.rep))]),
        Act::always(Action::GroupBy, |screen, _| screen.regroup()),
        Act::always(Action::HideNames, |screen, _| screen.hide()),
        Act::always(Action::NextPane, |screen, _| screen.turn(1)),
        Act::always(Action::PreviousPane, |screen, _| screen.turn(View::ALL.len() - 1)),
        Act::always(Action::ExportCampaign, |screen, _| vec![FileCommand::Week(screen.rep).into()]),
        Act::refresh(),
    ];
}

impl Screen for ScorecardScreen {
    fn title(&self) -> String {
        "Scorecard".into()
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            Action::NextPane,
            Action::GroupBy,
            Action::Select,
            Action::Whose,
            Action::HideNames,
            Action::ExportCampaign,
            Action::Back,
        ]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Scorecard(self.span, self.rep).into()]
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Scored(scored) = answer {
            self.take(scored);
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, self.view.question(), true);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        self.paint(ctx, inner, brush);
        None
    }
}

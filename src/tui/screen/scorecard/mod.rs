//! The scorecard: one question a view. Shares with n and an interval, groups in an order that is no leaderboard.

mod charts;
mod draw;
pub mod pane;

use ratatui::layout::{Position, Rect};

use crate::domain::ids::RepId;
use crate::domain::scorecard::period::DayRange;
use crate::domain::scorecard::{Grouping, Scorebook, Scorecard};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, ScorecardAnswer};
use crate::tui::message::command::FileCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;

use super::Screen;
use crate::tui::context::{Ctx, Offer};

/// Rows of a view that are not rows of its list.
const AROUND: u16 = 6;

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
        self.reps.iter().map(|(id, _)| *id).find(|id| id.to_string() == *key)
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(AROUND))
    }

    fn go(&mut self, action: Action, ctx: &Ctx) {
        let (last, page) = (self.cards().len().saturating_sub(1), Self::page(ctx).max(1));
        self.selected = match action {
            Action::Down => (self.selected + 1).min(last),
            Action::Up => self.selected.saturating_sub(1),
            Action::PageDown => (self.selected + page).min(last),
            Action::PageUp => self.selected.saturating_sub(page),
            Action::Bottom => last,
            _top => 0,
        };
        self.top = first_shown(self.top, self.selected, page);
    }

    fn regroup(&mut self) {
        let groupings: Vec<Grouping> =
            self.shown().into_iter().flat_map(|book| &book.groups).map(|(one, _)| *one).collect();
        let at = groupings.iter().position(|one| Some(*one) == self.grouping()).unwrap_or(0);
        self.grouping = groupings.get((at + 1) % groupings.len().max(1)).copied();
        (self.view, self.selected, self.top) = (View::Spent, 0, 0);
    }

    fn hide(&mut self) {
        self.masked = match self.masked {
            Some(_) => None,
            None => self.book.as_ref().map(|book| Box::new(book.without_names())),
        };
        (self.selected, self.top) = (0, 0);
    }

    fn rep_question(&self) -> Question {
        Question::Whose(self.span, self.reps.clone())
    }

    fn take(&mut self, scored: &ScorecardAnswer) {
        let same = (scored.span, scored.rep) == (self.span, self.rep);
        (self.span, self.rep) = (scored.span, scored.rep);
        self.reps.clone_from(&scored.reps);
        self.masked = self.masked.is_some().then(|| Box::new(scored.book.without_names()));
        self.book = Some(scored.book.clone());
        if !same {
            (self.selected, self.top) = (0, 0);
        }
        self.selected = self.selected.min(self.cards().len().saturating_sub(1));
    }
}

impl Screen for ScorecardScreen {
    fn title(&self) -> String {
        "Scorecard".into()
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Open if self.rep_here().is_some() => Offer::Yes,
            Action::Open if self.masked.is_some() => Offer::Off("names are hidden: H shows them".into()),
            Action::Open => Offer::Off("Enter opens a rep: V until the rows are reps".into()),
            Action::Whose if self.masked.is_some() => Offer::Off("names are hidden: H shows them".into()),
            Action::Whose | Action::Select | Action::GroupBy | Action::HideNames => Offer::Yes,
            Action::NextPane | Action::PreviousPane | Action::Refresh | Action::ExportCampaign => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
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

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::Open => {
                let asked = self.rep_here().map(|rep| Query::Scorecard(self.span, Some(rep)));
                return asked.map(Effect::from).into_iter().collect();
            }
            Action::Whose => return vec![Effect::Prompt(self.rep_question())],
            Action::Select => return vec![Effect::Prompt(Question::Days(self.rep))],
            Action::GroupBy => self.regroup(),
            Action::HideNames => self.hide(),
            Action::NextPane => self.view = self.view.turned(1),
            Action::PreviousPane => self.view = self.view.turned(View::ALL.len() - 1),
            Action::Refresh => return self.ask(ctx),
            Action::ExportCampaign => return vec![FileCommand::Week(self.rep).into()],
            moved => self.go(moved, ctx),
        }
        Vec::new()
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
        self.paint(inner, brush);
        None
    }
}

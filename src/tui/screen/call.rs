//! One call: the plan beside what happened, every amendment, every review.

use ratatui::layout::{Position, Rect};

use crate::domain::call::asked::rules_in_words;
use crate::domain::call::filter::CallFilter;
use crate::domain::call::{AskAnswer as Said, Call};
use crate::domain::ids::CallId;
use crate::domain::query::{CallDetail, CallQuery, WITHHELD};
use crate::domain::review::Review;
use crate::tui::message::action::Action;
use crate::tui::message::answer::Answer;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::{Brush, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::widgets::format;

/// The call in front.
#[derive(Debug, Clone, PartialEq)]
pub struct CallScreen {
    id: CallId,
    file: Option<Box<CallDetail>>,
    gone: bool,
    planned: bool,
}

impl CallScreen {
    /// The screen of a call, before it is read.
    pub fn new(id: CallId) -> CallScreen {
        CallScreen { id, file: None, gone: false, planned: false }
    }
}

impl CallScreen {
    fn is_read(&self, _ctx: &Ctx) -> Offer {
        Offer::only_if(self.file.is_some())
    }

    /// A wide screen shows both sides.
    fn may_turn(&self, ctx: &Ctx) -> Offer {
        Offer::only_if(self.file.is_some() && ctx.room != Room::Wide)
    }

    fn may_answer(&self, _ctx: &Ctx) -> Offer {
        let Some(file) = &self.file else { return Offer::No };
        Offer::yes_if(waits(file).is_some(), "no review of a call of yours waits here")
    }

    fn amend(&self) -> Vec<Effect> {
        let last = self.file.as_ref().and_then(|file| file.versions.last());
        last.map(|call| Effect::Go(Route::Amend(Box::new(call.clone())))).into_iter().collect()
    }

    fn review(&self) -> Vec<Effect> {
        let query = CallQuery { selection: CallFilter::to_read(), ..CallQuery::default() };
        self.go(|file| Route::Reviewing(file.row.id, Box::new(query)))
    }

    fn answer(&self) -> Vec<Effect> {
        let waiting = self.file.as_deref().and_then(|file| Some((file, waits(file)?)));
        let ask = |(file, review): (&CallDetail, &Review)| {
            let parts = [review.note.as_str(), &review.focus].into_iter().filter(|part| !part.is_empty());
            let says = parts.collect::<Vec<_>>().join(" Focus: ");
            Effect::Prompt(Question::AnswerReview(file.row.id, review.id, says))
        };
        waiting.map(ask).into_iter().collect()
    }

    fn open(&self) -> Vec<Effect> {
        self.go(|file| Route::person(file.row.account_id, file.row.contact_id))
    }

    fn plan(&self) -> Vec<Effect> {
        self.go(|file| Route::Plan(file.row.contact_id))
    }

    fn go(&self, to: impl FnOnce(&CallDetail) -> Route) -> Vec<Effect> {
        self.file.as_deref().map(|file| Effect::Go(to(file))).into_iter().collect()
    }

    fn copy(&self) -> Vec<Effect> {
        let text = self.file.as_deref().map(summary);
        text.map(|text| Effect::Terminal(TerminalRequest::Copy(text))).into_iter().collect()
    }

    fn turn(&mut self) -> Vec<Effect> {
        self.planned = !self.planned;
        Vec::new()
    }
}

impl ActTable for CallScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::offered(Action::Amend, Self::is_read, |screen, _| screen.amend()),
        Act::offered(Action::Edit, Self::is_read, |screen, _| screen.amend()),
        Act::offered(Action::Review, Self::is_read, |screen, _| screen.review()),
        Act::offered(Action::Answer, Self::may_answer, |screen, _| screen.answer()),
        Act::offered(Action::Open, Self::is_read, |screen, _| screen.open()),
        Act::offered(Action::Plan, Self::is_read, |screen, _| screen.plan()),
        Act::offered(Action::Copy, Self::is_read, |screen, _| screen.copy()),
        Act::Alike(&[Action::NextPane, Action::PreviousPane, Action::Evidence], Self::may_turn, |screen, _| {
            screen.turn()
        }),
    ];
}

impl Screen for CallScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Call".into(), |file| format!("Calls > {} > {}", file.row.account, file.row.contact))
    }

    fn hints(&self) -> Vec<Action> {
        let mut hints =
            vec![Action::Amend, Action::Review, Action::Open, Action::Plan, Action::NextRecord, Action::Back];
        if self.file.as_ref().is_some_and(|file| waits(file).is_some()) {
            hints.insert(0, Action::Answer);
        }
        hints
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Call(self.id).into()]
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Call(id, file) = answer
            && *id == self.id
        {
            self.gone = file.is_none();
            self.file.clone_from(file);
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            let says = if self.gone {
                "This call is not in the book any more: it was taken back. U brings it again, Esc goes back."
            } else {
                ctx.reading()
            };
            brush.paragraph(layout::inner(ctx.area), says, Role::Dim);
            return None;
        };
        if ctx.room == Room::Wide {
            let (planned, happened) = layout::split_left(ctx.area, ctx.area.width / 2);
            draw_planned(file, planned, brush);
            draw_happened(file, ctx, happened, brush);
        } else if self.planned {
            draw_planned(file, ctx.area, brush);
        } else {
            draw_happened(file, ctx, ctx.area, brush);
        }
        None
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::Calls)
    }
}

/// The review of one's own call that has no answer yet.
fn waits(file: &CallDetail) -> Option<&Review> {
    file.unanswered().filter(|_| file.me == file.row.rep_id)
}

fn summary(file: &CallDetail) -> String {
    let (verdict, _) = format::verdict(&file.row);
    format!(
        "{} {} ({}): {verdict}. {}",
        file.row.at.format("%-d %b %Y"),
        file.row.contact,
        file.row.account,
        file.row.words
    )
    .trim()
    .to_string()
}

fn draw_planned(file: &CallDetail, area: Rect, brush: &mut Brush) {
    let inner = brush.pane(area, "What was planned", false);
    let mut pen = TextPen::new(inner);
    if let Some(says) = file.reason_says() {
        pen.line(brush, says, Role::Warn);
    }
    for trigger in &file.triggers {
        let age = format::age_at_call(trigger.occurred_on, file.row.at.date_naive());
        pen.line(brush, &trigger.headline, Role::Text);
        pen.line(brush, &format!("  {} · {age} at the call", trigger.kind_label), Role::Dim);
    }
    pen.gap();
    if let Some(call) = file.versions.first()
        && !call.opener.is_empty()
    {
        pen.line(brush, &format::in_quotes(&call.opener), Role::Text);
        if let Some((number, of)) = file.wording.filter(|(_, of)| *of > 1) {
            pen.line(brush, &format!("  version {number} of {of}"), Role::Dim);
        }
        pen.gap();
    }
    match &file.plan {
        None => pen.line(brush, "There was no plan.", Role::Dim),
        Some(plan) => {
            for (label, text) in [
                ("For them", &plan.impact),
                ("Why not later", &plan.why_not_later),
                ("Purpose", &plan.purpose),
                ("Value to them", &plan.value),
                ("Hoped for", &plan.next_step),
            ] {
                if !text.is_empty() {
                    pen.line(brush, &format!("{label}: {text}"), Role::Text);
                }
            }
        }
    }
}

fn draw_happened(file: &CallDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
    let inner = brush.pane(area, "What happened", true);
    let mut pen = TextPen::new(inner);
    let row = &file.row;
    pen.line(brush, &format!("{} by {}", row.at.format("%a %-d %b %Y, %H:%M"), row.rep), Role::Dim);
    for (place, call) in file.versions.iter().enumerate() {
        if place > 0 {
            pen.gap();
            let late = if file.is_late(place) { "Amended late" } else { "Amended" };
            let at = file.logged.get(place).map_or(String::new(), |at| at.format(", %-d %b %H:%M").to_string());
            pen.line(brush, &format!("{late}{at}; the first value stays above"), Role::Warn);
        }
        draw_version(call, &mut pen, brush);
    }
    draw_reviews(file, ctx, &mut pen, brush);
}

/// Every review with the rep's answers under it.
fn draw_reviews(file: &CallDetail, ctx: &Ctx, pen: &mut TextPen, brush: &mut Brush) {
    for review in file.reviews.iter().filter(|review| review.answers.is_none()) {
        let own = if review.reviewer == file.row.rep_id { " (own call)" } else { "" };
        let ago = format::relative_day_short(review.at.date_naive(), ctx.now.date());
        pen.gap();
        pen.line(brush, &format!("Reviewed by {}{own}, {ago}", file.reviewer(review.reviewer)), Role::Title);
        let scores: Vec<String> =
            review.scores.iter().map(|(criterion, score)| format!("{} {score}/3", criterion.words())).collect();
        let withheld = file.withheld.contains(&review.id);
        let scores = if withheld { WITHHELD.to_owned() } else { scores.join(" · ") };
        for (label, text) in [("Scores", &scores), ("Note", &review.note), ("Focus", &review.focus)] {
            if !text.is_empty() {
                pen.line(brush, &format!("  {label}: {text}"), Role::Text);
            }
        }
        for answer in file.reviews.iter().filter(|answer| answer.answers == Some(review.id)) {
            pen.line(brush, &format!("  {} answered: {}", file.reviewer(answer.reviewer), answer.note), Role::Text);
        }
    }
}

fn draw_version(call: &Call, pen: &mut TextPen, brush: &mut Brush) {
    let minutes = call.seconds.map_or(String::new(), |_| format!(", {} minutes", format::minutes(call.seconds)));
    let outcome = call.outcome.map_or(String::new(), |outcome| format!(" · {}", outcome.words()));
    pen.line(brush, &format!("{}{minutes}{outcome}", call.reach.words()), Role::Strong);
    if call.verdict.is_some() {
        pen.line(brush, &format!("Time well spent? {}", call.verdict_line()), Role::Strong);
    }
    for (label, said) in [("learned something", call.learned), ("found a way forward", call.way_forward)] {
        if said != Said::NotAsked {
            pen.line(brush, &format!("{label}: {}", said.words()), Role::Text);
        }
    }
    if !call.words.is_empty() {
        pen.line(brush, &format::in_quotes(&call.words), Role::Text);
    }
    if let Some(next) = &call.next {
        let by = next.by.map_or(String::new(), |by| format!(" by {}", by.format("%a %-d %b")));
        pen.line(brush, &format!("Next ({}): {}{by}", next.whose.words(), next.what), Role::Text);
    }
    if !call.note.is_empty() {
        pen.line(brush, &call.note, Role::Dim);
    }
    if !call.asked.is_empty() {
        pen.line(brush, &format!("Went on after the question: {}", rules_in_words(&call.asked)), Role::Warn);
    }
    for over in &call.overrides {
        pen.line(brush, &format!("Called despite \"{}\": {}", over.rule.replace('_', " "), over.because), Role::Warn);
    }
}

//! Reviewing one call after the other: the plan beside what happened, a score by written anchors, a note, one focus.
//!
//! Digits score, Enter saves and goes on to the next call that nobody read. The log itself is never changed here.

mod draw;
mod facts;

use ratatui::layout::{Position, Rect};

use crate::domain::draft::review_key;
use crate::domain::ids::{CallId, RepId, ReviewId};
use crate::domain::query::CallQuery;
use crate::domain::query::review::ReviewDetail;
use crate::domain::review::{BEST_SCORE, Criterion, Review};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, FailedTask, ReviewAnswer, Saved};
use crate::tui::message::command::{DraftCommand, ReviewCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::ReviewQuery;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::Move;

use super::{Act, ActTable, NOTHING_TYPED, Screen, is_back, open_in_editor};
use crate::tui::context::{Ctx, FormSketch, Offer};

/// Criteria, in the order of the form; the fields follow.
const CRITERIA: &[Criterion] = Criterion::ALL;
/// What is said of a letter or a paste where digits score.
const SCORES_HERE: &str = "0 to 3 score here; Tab goes on to the fields that take text.";

/// The call in front, what was scored of it so far, and the list that it is one of.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewCallScreen {
    query: CallQuery,
    id: CallId,
    file: Option<Box<ReviewDetail>>,
    scores: Vec<Option<u8>>,
    form: Form,
    /// Place in [`CRITERIA`] followed by the fields.
    focus: usize,
    /// How far the facts are turned; in a narrow terminal the form comes first.
    page: usize,
    touched: bool,
    stage: ReviewStage,
    /// Saved in this sitting.
    done: usize,
    /// Calls that were passed on the way here.
    passed: Vec<CallId>,
    fault: Option<String>,
}

/// How far the review of the call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReviewStage {
    /// It is being typed.
    Open,
    /// It is on its way to the book.
    Saving,
    /// It is in the book; the next call is on its way.
    Saved,
    /// It is in the book, and the next call could not be read.
    Stuck,
}

impl ReviewStage {
    fn after_failing(self, task: FailedTask) -> ReviewStage {
        match (self, task) {
            (ReviewStage::Saving, FailedTask::SavingForm) => ReviewStage::Open,
            (ReviewStage::Saved, FailedTask::Reading) => ReviewStage::Stuck,
            (stage, _) => stage,
        }
    }
}

impl ReviewCallScreen {
    /// The page of a call; `query` is the list that it is one of.
    pub fn new(id: CallId, query: CallQuery) -> ReviewCallScreen {
        ReviewCallScreen {
            query,
            id,
            file: None,
            scores: vec![None; CRITERIA.len()],
            form: Form::new(vec![
                Field::sentence("note", "Note", "what you heard, \"quoted\"", ""),
                Field::sentence("focus", "One focus", "the one thing for their next call", ""),
            ]),
            focus: 0,
            page: 0,
            touched: false,
            stage: ReviewStage::Open,
            done: 0,
            passed: Vec::new(),
            fault: None,
        }
    }

    /// Goes on to another call of the same list.
    fn turn_to(&mut self, id: CallId) -> Vec<Effect> {
        let fresh = ReviewCallScreen::new(id, self.query.clone());
        let (done, passed) = (self.done, std::mem::take(&mut self.passed));
        *self = ReviewCallScreen { done, passed, ..fresh };
        vec![ReviewQuery::File(id).into()]
    }

    fn criterion(&self) -> Option<Criterion> {
        CRITERIA.get(self.focus).copied()
    }

    /// The rep scores their own call.
    fn is_own(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.call.me == file.call.row.rep_id)
    }

    fn move_focus(&mut self, by: isize) {
        let count = CRITERIA.len() + self.form.fields.len();
        self.go_to((self.focus + count).wrapping_add_signed(by) % count);
    }

    fn go_to(&mut self, place: usize) {
        self.focus = place;
        self.form.focus = place.saturating_sub(CRITERIA.len()).min(self.form.fields.len() - 1);
    }

    fn score(&mut self, score: Option<u8>) {
        if let Some(kept) = self.scores.get_mut(self.focus) {
            *kept = score;
            self.touched = true;
        }
    }

    fn turn(&mut self, by: i8) {
        let now = self.scores.get(self.focus).copied().flatten();
        let next = match (now, by) {
            (None, 1..) => 0,
            (None, _) => BEST_SCORE,
            (Some(score), by) => score.saturating_add_signed(by).min(BEST_SCORE),
        };
        self.score(Some(next));
    }

    /// The review as the form says it, or the sentence that says what is wrong.
    fn review(&self, ctx: &Ctx) -> Result<Review, String> {
        let Some(file) = &self.file else { return Err("The book is still being read; try again.".into()) };
        let scores = CRITERIA.iter().zip(&self.scores).filter_map(|(one, score)| score.map(|score| (*one, score)));
        let review = Review {
            id: ReviewId::default(),
            call_id: self.id,
            reviewer: RepId::default(),
            at: ctx.now.0,
            scores: scores.collect(),
            note: self.form.get("note").trim().to_owned(),
            focus: self.form.get("focus").trim().to_owned(),
            answers: None,
        };
        if review.is_blank() {
            return Err("Nothing is scored yet: 0 to 3 scores a line, F8 goes on without a review.".into());
        }
        match review.problems().into_iter().next().or_else(|| review.missing_quote_sentence(&file.call.row.words)) {
            Some(problem) => Err(problem),
            None => Ok(review),
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        match self.stage {
            ReviewStage::Open => {}
            ReviewStage::Saving | ReviewStage::Saved => return Vec::new(),
            // The review is in the book: only the way on is tried again, or it would stand there twice.
            ReviewStage::Stuck => {
                self.stage = ReviewStage::Saved;
                return self.ask_for_next();
            }
        }
        match self.review(ctx) {
            Err(fault) => {
                self.fault = Some(fault);
                Vec::new()
            }
            Ok(review) => {
                (self.fault, self.stage) = (None, ReviewStage::Saving);
                vec![ReviewCommand::Save(Box::new(review)).into()]
            }
        }
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.move_focus(by);
        Vec::new()
    }

    fn turn_page(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.page = self.next_page(ctx);
        Vec::new()
    }

    fn on_a_text(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.criterion().is_none(), "this line is scored, not typed: Tab goes to the note")
    }

    fn discard(&mut self) -> Vec<Effect> {
        let file = self.file.take();
        let fresh = ReviewCallScreen::new(self.id, self.query.clone());
        let (done, passed) = (self.done, std::mem::take(&mut self.passed));
        *self = ReviewCallScreen { file, done, passed, ..fresh };
        vec![DraftCommand::Discard(self.key()).into(), Effect::say("Forgotten.")]
    }

    fn key(&self) -> String {
        review_key(self.id)
    }

    fn restore(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(draft) = self.file.as_ref().and_then(|file| file.draft.clone()) else { return Vec::new() };
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        self.form.restore(&kept);
        for (criterion, score) in CRITERIA.iter().zip(&mut self.scores) {
            *score = kept.extra.get(criterion.key()).and_then(|text| text.parse().ok()).filter(|n| *n <= BEST_SCORE);
        }
        let place = kept.extra.get("place").and_then(|place| place.parse().ok()).unwrap_or(0);
        self.go_to(place.min(CRITERIA.len() + 1));
        self.touched = true;
        vec![is_back(&draft, "Enter saves it", ctx)]
    }

    fn take(&mut self, file: Option<&ReviewDetail>, ctx: &Ctx) -> Vec<Effect> {
        let first = self.file.is_none();
        self.file = file.cloned().map(Box::new);
        match file {
            None => vec![Effect::Close, Effect::complain("This call is no longer in the book.")],
            Some(_) if first => self.restore(ctx),
            Some(_) => Vec::new(),
        }
    }

    fn ask_for_next(&self) -> Vec<Effect> {
        vec![ReviewQuery::Next(Box::new(self.query.clone()), self.id).into()]
    }

    fn went_on(&mut self, next: Option<CallId>) -> Vec<Effect> {
        match (next, self.stage == ReviewStage::Saved) {
            (Some(id), saved) => {
                self.passed.push(self.id);
                let mut effects = self.turn_to(id);
                if saved {
                    effects
                        .push(Effect::say(format!("Reviewed, {} in this sitting. Here is the next one.", self.done)));
                }
                effects
            }
            (None, true) => {
                vec![Effect::Close, Effect::say("Reviewed. That was the last one: nothing is left to read here.")]
            }
            (None, false) => vec![Effect::say("That was the last one to read.")],
        }
    }
}

impl ActTable for ReviewCallScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::Save, Self::save),
        Act::always(Action::NextPane, |screen, _| screen.step(1)),
        Act::always(Action::PreviousPane, |screen, _| screen.step(-1)),
        Act::always(Action::Evidence, Self::turn_page),
        Act::offered(Action::UndoText, Self::on_a_text, |screen, ctx| screen.stroke(&TextKey::Undo, ctx)),
        Act::offered(Action::RedoText, Self::on_a_text, |screen, ctx| screen.stroke(&TextKey::Redo, ctx)),
        Act::offered(Action::Editor, Self::on_a_text, open_in_editor),
        Act::offered(
            Action::Discard,
            |screen, _| Offer::yes_if(screen.touched, NOTHING_TYPED),
            |screen, _| screen.discard(),
        ),
    ];
}

impl Screen for ReviewCallScreen {
    fn title(&self) -> String {
        let verb = if self.is_own() { "Your own score" } else { "Review" };
        self.file
            .as_ref()
            .map_or(verb.into(), |file| format!("{verb} > {} > {}", file.call.row.account, file.call.row.contact))
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn enter(&self) -> Option<&'static str> {
        Some("save and next")
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::NextPane, Action::Evidence, Action::NextRecord, Action::Discard, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![ReviewQuery::File(self.id).into()]
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        self.fault = None;
        match (stroke, self.criterion()) {
            (TextKey::Enter, _) => return self.save(ctx),
            (TextKey::Move(Move::Down), _) | (TextKey::Char('j'), Some(_)) => self.move_focus(1),
            (TextKey::Move(Move::Up), _) | (TextKey::Char('k'), Some(_)) => self.move_focus(-1),
            (TextKey::Char(digit @ '0'..='3'), Some(_)) => {
                // The focus goes on by itself: a call is scored with one key a line.
                self.score(digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()));
                self.move_focus(1);
            }
            (TextKey::Move(Move::Left), Some(_)) => self.turn(-1),
            (TextKey::Move(Move::Right), Some(_)) => self.turn(1),
            (TextKey::Backspace | TextKey::Delete | TextKey::Char(' ' | '-'), Some(_)) => self.score(None),
            (TextKey::Char(_) | TextKey::Paste(_), Some(_)) => return vec![Effect::say(SCORES_HERE)],
            (_, Some(_)) => {}
            (_, None) => self.touched |= self.form.stroke(stroke, usize::from(ctx.area.width)),
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Failed { doing, .. } = answer {
            self.stage = self.stage.after_failing(*doing);
        }
        if let Answer::Saved(Saved::Review(call)) = answer
            && *call == self.id
            && self.stage == ReviewStage::Saving
        {
            (self.touched, self.done, self.stage) = (false, self.done + 1, ReviewStage::Saved);
            return self.ask_for_next();
        }
        if let Answer::Review(ReviewAnswer::Next(after, next)) = answer
            && *after == self.id
        {
            return self.went_on(*next);
        }
        if let Answer::Review(ReviewAnswer::File(id, file)) = answer
            && *id == self.id
        {
            return self.take(file.as_deref(), ctx);
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        self.paint(ctx, brush)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        if let Some(place) = self.place_at(at, ctx) {
            self.go_to(place);
        }
        Vec::new()
    }

    fn skip(&mut self, by: isize, _ctx: &Ctx) -> Option<Vec<Effect>> {
        if by > 0 {
            return Some(self.ask_for_next());
        }
        Some(match self.passed.pop() {
            Some(before) => self.turn_to(before),
            None => vec![Effect::say("This is where you began.")],
        })
    }

    fn claim(&self) -> Option<String> {
        Some(self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let mut kept = self.form.keep();
        for (criterion, score) in CRITERIA.iter().zip(&self.scores) {
            kept.extra.extend(score.map(|score| (criterion.key().to_owned(), score.to_string())));
        }
        kept.extra.insert("place".into(), self.focus.to_string());
        let body = serde_json::to_string(&kept).ok()?;
        // On its way to the book it is no draft any more: kept now, it would come back after its own save.
        (self.touched && self.stage != ReviewStage::Saving).then(|| FormSketch {
            key: self.key(),
            title: self.title(),
            body,
        })
    }

    fn text(&self) -> Option<String> {
        let typed = self.criterion().is_none();
        typed.then(|| self.form.focused().map(|field| field.text.as_str().to_owned())).flatten()
    }
}

/// The inside of the form's pane.
fn inside_form(area: Rect) -> Rect {
    layout::inner(area)
}

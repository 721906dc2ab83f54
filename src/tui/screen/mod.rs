//! The screens: one file each, with its state, `act`, `show` and `draw`.
//!
//! A screen owns plain data and returns effects. It never sees the app, the store or the clock.

pub mod account;
pub mod accounts;
pub mod call;
pub mod call_sheet;
pub mod calls;
pub mod campaign;
pub mod campaign_start;
pub mod campaigns;
pub mod capture;
pub mod duplicates;
pub mod edit;
pub mod feeds;
pub mod import;
pub mod kinds;
pub mod log_call;
pub mod no_reason;
pub mod overrides;
pub mod plan;
pub mod review_call;
pub mod review_queue;
pub mod scorecard;
pub mod today;
pub mod triggers;
pub mod welcome;

use ratatui::layout::Position;

use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;

use super::context::{Ctx, FormSketch, Offer, Walk};
use super::message::action::Action;
use super::message::answer::Answer;
use super::message::command::Command;
use super::message::effect::Effect;
use super::message::keymap::Layer;
use super::message::route::Route;
use super::widgets::brush::Brush;
use super::widgets::form::TextKey;

/// Says that what a draft kept stands in its form again, and which key saves it.
pub fn is_back(draft: &Draft, saves: &str, ctx: &Ctx) -> Effect {
    let at = draft.at.with_timezone(ctx.now.0.offset());
    let when = if at.date_naive() == ctx.now.date() { "at %H:%M" } else { "on %-d %b at %H:%M" };
    Effect::say(format!("What you typed {} is back. {saves}, F10 discards it.", at.format(when)))
}

/// One full screen.
pub trait Screen: std::fmt::Debug {
    /// What the header says.
    fn title(&self) -> String;

    /// Whether letters are commands or text right now.
    fn layer(&self) -> Layer {
        Layer::Nav
    }

    /// Whether it takes an action now.
    fn offers(&self, action: Action, ctx: &Ctx) -> Offer;

    /// What Enter does, where that is not in the keymap: in forms.
    fn enter(&self) -> Option<&'static str> {
        None
    }

    /// The footer, most useful first.
    fn hints(&self) -> Vec<Action>;

    /// What to ask the book when the screen comes to the front or the book has changed.
    fn ask(&self, ctx: &Ctx) -> Vec<Effect>;

    /// Carries out an action that it offers.
    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect>;

    /// Takes a key that is text.
    fn stroke(&mut self, _stroke: &TextKey, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes a paste where letters are commands; `None` if the screen has no use for one.
    fn paste(&mut self, _text: &str, _ctx: &Ctx) -> Option<Vec<Effect>> {
        None
    }

    /// Is told of every command that goes to the book, whichever screen or question it comes from.
    fn sent(&mut self, _command: &Command) {}

    /// Takes an answer; those that are not for it pass by.
    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect>;

    /// Paints itself; returns where the caret stands.
    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position>;

    /// A click.
    fn click(&mut self, _at: Position, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// What next and previous mean when this screen is in front.
    fn walk(&self) -> Option<Walk> {
        None
    }

    /// Goes on to the next one by itself, or back; `None` if the list below is walked instead.
    fn skip(&mut self, _by: isize, _ctx: &Ctx) -> Option<Vec<Effect>> {
        None
    }

    /// Moves the selection and says where that leads, and what must be asked for.
    fn step(&mut self, _by: isize, _walk: Walk, _ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        (None, Vec::new())
    }

    /// Whether it is a list of people to call, to which one comes back once a call is logged. It remembers who was called
    /// and what is said of it, and offers the next.
    fn called(&mut self, _contact: ContactId, _says: &str) -> bool {
        false
    }

    /// What was typed and is not saved.
    fn sketch(&self) -> Option<FormSketch> {
        None
    }

    /// The text that the person's own editor would open.
    fn text(&self) -> Option<String> {
        None
    }
}

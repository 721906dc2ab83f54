//! The screens: one file each, with its state, `act`, `show` and `draw`.
//!
//! A screen owns plain data and returns effects. It never sees the app, the store or the clock.

pub mod account;
pub mod accounts;
pub mod backups;
pub mod begin;
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
pub mod person;
pub mod plan;
pub mod profile;
pub mod review_call;
pub mod review_queue;
pub mod scorecard;
pub mod today;
pub mod triggers;

use ratatui::layout::Position;

use crate::domain::call::Override;
use crate::domain::draft::Draft;
use crate::domain::edit::Clash;
use crate::domain::ids::ContactId;

use super::context::{Ctx, FormSketch, Offer, Walk};
use super::message::action::{Action, Movement};
use super::message::answer::Answer;
use super::message::command::Command;
use super::message::effect::{Effect, Side, TerminalRequest};
use super::message::keymap::Layer;
use super::message::prompt::{ClashOf, Question};
use super::message::route::Route;
use super::widgets::brush::Brush;
use super::widgets::form::TextKey;

/// Says that what a draft kept stands in its form again, and which key saves it.
pub fn is_back(draft: &Draft, saves: &str, ctx: &Ctx) -> Effect {
    Effect::say(format!("What you typed {} is back. {saves}, F10 discards it.", typed_when(draft, ctx)))
}

/// Says that a form shows what is in the book, once that was chosen.
pub fn all_taken() -> Effect {
    Effect::say("Taken: the form shows what is in the book.")
}

/// Says the same where more was changed in the form; `typed` is what was done, `saves` the key that saves it.
pub fn rest_is_unsaved(typed: &str, saves: &str) -> Effect {
    Effect::say(format!("Taken. What else you {typed} is not saved yet: {saves} saves it."))
}

/// "at 14:03", "on 3 Mar at 14:03".
pub fn typed_when(draft: &Draft, ctx: &Ctx) -> String {
    let at = draft.at.with_timezone(ctx.now.0.offset());
    let when = if at.date_naive() == ctx.now.date() { "at %H:%M" } else { "on %-d %b at %H:%M" };
    at.format(when).to_string()
}

/// Asks which values stand of the fields that were changed elsewhere while the form with this key was open.
pub fn ask_about(key: String, clashes: Vec<Clash>) -> Effect {
    if clashes.is_empty() {
        // Only other fields were changed there, and the form has taken them over.
        return Effect::complain("This was changed elsewhere meanwhile, and the form shows it now. Save it once more.");
    }
    Effect::Prompt(Question::Clashes(ClashOf::Form(key), clashes))
}

/// Why nothing can be discarded.
pub const NOTHING_TYPED: &str = "nothing was typed that is not saved";

/// Why the person's own editor opens nothing.
pub const NO_TEXT: &str = "nothing here takes text; open a plan or a form first";

/// A row of a screen's table: what it does for an action, and whether it can now. Both stand side by side, so that what is
/// offered is what is done.
pub enum Act<S> {
    /// One action.
    One(Action, OfferOf<S>, fn(&mut S, &Ctx) -> Vec<Effect>),
    /// Several that are one to it.
    Alike(&'static [Action], OfferOf<S>, fn(&mut S, &Ctx) -> Vec<Effect>),
    /// The movements in a list.
    Moves(fn(&mut S, Movement, &Ctx) -> Vec<Effect>),
}

type OfferOf<S> = fn(&S, &Ctx) -> Offer;

impl<S> Act<S> {
    /// Something that can be done at any time.
    pub const fn always(action: Action, act: fn(&mut S, &Ctx) -> Vec<Effect>) -> Act<S> {
        Act::One(action, at_any_time, act)
    }

    /// Something that can be done when it is offered.
    pub const fn offered(action: Action, offer: fn(&S, &Ctx) -> Offer, act: fn(&mut S, &Ctx) -> Vec<Effect>) -> Act<S> {
        Act::One(action, offer, act)
    }

    /// Several actions that are one to it, at any time.
    pub const fn alike(actions: &'static [Action], act: fn(&mut S, &Ctx) -> Vec<Effect>) -> Act<S> {
        Act::Alike(actions, at_any_time, act)
    }

    fn takes(&self, wanted: Action) -> bool {
        self.actions() & bit(wanted) != 0
    }

    /// The actions that it takes, a bit each: the compiler can count with bits.
    const fn actions(&self) -> u128 {
        let (mut bits, mut at) = (0, 0);
        match self {
            Act::One(action, ..) => bits = bit(*action),
            Act::Alike(actions, ..) => {
                while at < actions.len() {
                    bits |= bit(actions[at]);
                    at += 1;
                }
            }
            Act::Moves(_) => {
                while at < Movement::ALL.len() {
                    bits |= bit(Movement::ALL[at].0);
                    at += 1;
                }
            }
        }
        bits
    }
}

impl<S: Screen> Act<S> {
    /// Asks the book again, and draws the whole screen anew.
    pub const fn refresh() -> Act<S> {
        Act::always(Action::Refresh, |screen, ctx| {
            let mut effects = screen.ask(ctx);
            effects.push(Effect::Terminal(TerminalRequest::Repaint));
            effects
        })
    }

    /// Undoes the last typing.
    pub const fn undo_text() -> Act<S> {
        Act::always(Action::UndoText, |screen, ctx| screen.stroke(&TextKey::Undo, ctx))
    }

    /// Redoes the typing that was undone last.
    pub const fn redo_text() -> Act<S> {
        Act::always(Action::RedoText, |screen, ctx| screen.stroke(&TextKey::Redo, ctx))
    }

    /// Opens the focused text in the person's own editor.
    pub const fn editor() -> Act<S> {
        Act::offered(Action::Editor, |screen, _| Offer::yes_if(screen.text().is_some(), NO_TEXT), open_in_editor)
    }
}

/// Opens the focused text in the person's own editor.
pub fn open_in_editor<S: Screen>(screen: &mut S, _ctx: &Ctx) -> Vec<Effect> {
    screen.text().map(|text| Effect::Terminal(TerminalRequest::Edit(text))).into_iter().collect()
}

fn at_any_time<S>(_screen: &S, _ctx: &Ctx) -> Offer {
    Offer::Yes
}

// There is room for 128 actions; with one more the tables do not compile.
const fn bit(action: Action) -> u128 {
    1 << action as u32
}

/// Whether no row stands in the shadow of another: only the first one of an action is looked at.
const fn each_action_once<S>(table: &[Act<S>]) -> bool {
    let (mut seen, mut at) = (0, 0);
    while at < table.len() {
        if seen & table[at].actions() != 0 {
            return false;
        }
        seen |= table[at].actions();
        at += 1;
    }
    true
}

/// A screen whose actions stand in a table.
pub trait ActTable: Sized + 'static {
    /// The rows that hold while nothing stands over it.
    const ACTS: &'static [Act<Self>];

    /// The rows that hold in the state that it is in.
    fn acts(&self) -> &'static [Act<Self>] {
        Self::ACTS
    }
}

/// What a screen does, by its table and in no other way.
pub trait Acts {
    /// Whether it takes an action now.
    fn offers(&self, action: Action, ctx: &Ctx) -> Offer;

    /// Carries out an action.
    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect>;
}

impl<S: ActTable> Acts for S {
    fn offers(&self, action: Action, ctx: &Ctx) -> Offer {
        const { assert!(each_action_once(S::ACTS), "an action stands twice in the table of a screen") }
        match self.acts().iter().find(|act| act.takes(action)) {
            Some(Act::One(_, offer, _) | Act::Alike(_, offer, _)) => offer(self, ctx),
            Some(Act::Moves(_)) => Offer::Yes,
            None => Offer::No,
        }
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match self.acts().iter().find(|act| act.takes(action)) {
            Some(Act::One(_, _, act) | Act::Alike(_, _, act)) => act(self, ctx),
            Some(Act::Moves(go)) => {
                Movement::asked_by(action).map(|movement| go(self, movement, ctx)).unwrap_or_default()
            }
            None => Vec::new(),
        }
    }
}

/// One full screen.
pub trait Screen: Acts + std::fmt::Debug {
    /// What the header says.
    fn title(&self) -> String;

    /// Whether letters are commands or text right now.
    fn layer(&self) -> Layer {
        Layer::Nav
    }

    /// What Enter does, where that is not in the keymap: in forms.
    fn enter(&self) -> Option<&'static str> {
        None
    }

    /// The footer, most useful first.
    fn hints(&self) -> Vec<Action>;

    /// What to ask the book when the screen comes to the front or the book has changed.
    fn ask(&self, ctx: &Ctx) -> Vec<Effect>;

    /// Takes a key that is text.
    fn stroke(&mut self, _stroke: &TextKey, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes a digit where letters are commands; false if the screen has no use for it, and it is a key like others.
    fn digit(&mut self, _digit: usize, _ctx: &Ctx) -> bool {
        false
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

    /// Takes a click at a place of the terminal; elsewhere than on its rows it does nothing.
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

    /// Takes the overrides that the rep typed.
    fn take_overrides(&mut self, _overrides: &[Override], _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes the decision about fields that were changed elsewhere too: saves what was typed, or takes what is there.
    fn settle(&mut self, _side: Side, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Key of the draft of the form that is open, whether something was typed or not: one window types into it.
    fn claim(&self) -> Option<String> {
        None
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

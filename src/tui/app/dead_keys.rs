//! Keys that do nothing where they are pressed, and text that comes where keys are expected: said in a line, never silent,
//! and never carried out letter by letter.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::clock::Moment;
use crate::domain::text::thousands;
use crate::tui::context::Offer;
use crate::tui::message::action::Action;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::{Key, Layer};
use crate::tui::message::other_layout::{is_of_another_script, other_layout_says};
use crate::tui::message::prompt::Question;
use crate::tui::message::route::Route;
use crate::tui::widgets::form::TextKey;

use super::App;
use super::keys::is_global;

/// Milliseconds after a key that did nothing, within which the next letters are the rest of a word that was typed.
const SAME_WORD: i64 = 700;
const REST_OF_A_WORD: &str =
    "Letters were typed where none are taken: they did nothing. Wait a moment, then press a key.";

/// Text that came while a list was in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnplacedText {
    text: String,
    came: Moment,
}

impl App {
    /// Whether the front screen has no use for an action.
    pub(super) fn is_dead(&self, action: Action) -> bool {
        let hangs_up = action == Action::Call && self.call.is_some();
        !hangs_up && !is_global(action) && !self.is_about_the_front(action) && self.offers(action) == Offer::No
    }

    fn offers(&self, action: Action) -> Offer {
        self.front().offers(action, &self.ctx())
    }

    /// Says that a key does nothing here. Letters that follow a letter at once are the rest of a word: they do nothing
    /// either. Where there is no filter, its key opens the search.
    pub(super) fn dead_key(&mut self, event: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
        if action == Some(Action::Filter) {
            // What follows is text, however slowly it is typed.
            return vec![Effect::Prompt(Question::Search)];
        }
        self.dead_since = is_letter(event).then_some(self.now);
        let Some(key) = Key::of(event) else { return Vec::new() };
        let help = self.keymap.key(self.layer(), Action::Help).unwrap_or_default();
        let says = match (event.code, action) {
            (KeyCode::Char(letter), None) if is_of_another_script(letter) => other_layout_says(letter),
            (_, Some(action)) => {
                format!("{} ({}) does nothing here; {help} shows the keys that do.", key.name(), action.short())
            }
            (_, None) => format!("{} does nothing here; {help} shows the keys that do.", key.name()),
        };
        vec![Effect::say(says)]
    }

    /// Whether a key is the rest of a word whose first letter did nothing.
    pub(super) fn is_rest_of_a_word(&self, event: &KeyEvent) -> bool {
        let follows = is_letter(event) || event.code == KeyCode::Enter;
        let since = self.dead_since.map(|since| self.now.millis() - since.millis());
        follows && self.layer() == Layer::Nav && since.is_some_and(|since| since <= SAME_WORD)
    }

    pub(super) fn rest_of_a_word(&mut self, event: &KeyEvent) -> Vec<Effect> {
        self.dead_since = Some(self.now);
        if let KeyCode::Char(letter) = event.code
            && is_of_another_script(letter)
        {
            return vec![Effect::say(other_layout_says(letter))];
        }
        vec![Effect::say(REST_OF_A_WORD)]
    }

    /// Takes many letters that came at once, without the marks of a paste: text where text is taken, else never keys.
    pub(super) fn burst(&mut self, text: String) -> Vec<Effect> {
        if self.layer() == Layer::Text {
            return self.typed(&TextKey::Paste(text));
        }
        self.unplaced_text(&text)
    }

    /// Offers text for which the list in front has no use to the paste box.
    pub(super) fn unplaced_text(&mut self, text: &str) -> Vec<Effect> {
        self.dead_since = None;
        if self.book.as_ref().is_none_or(|book| book.read_only.is_some()) {
            return vec![Effect::complain("Text came where keys are expected: none of its letters was taken as one.")];
        }
        // A long paste, or one over a slow line, comes in several readings.
        let goes_on = |before: &UnplacedText| self.now.millis() - before.came.millis() <= SAME_WORD;
        let text = self.unplaced.take().filter(goes_on).map_or(String::new(), |before| before.text) + text;
        let (letters, capture) = (thousands(text.trim().chars().count()), self.keymap.key(Layer::Nav, Action::Capture));
        self.unplaced = Some(UnplacedText { text, came: self.now });
        let capture = capture.unwrap_or_default();
        vec![Effect::say(format!(
            "{letters} letters came at once: a paste, and none of them ran as a key. {capture} takes it into the paste box."
        ))]
    }

    /// Opens the paste box with the text that was offered to it.
    pub(super) fn place_text(&mut self, unplaced: UnplacedText) -> Vec<Effect> {
        let mut effects = self.go(Route::Capture);
        effects.extend(self.with_front(|screen, ctx| screen.stroke(&TextKey::Paste(unplaced.text), ctx)));
        self.note_typing();
        effects
    }
}

/// Returns true for a key that types a letter where text is taken.
fn is_letter(event: &KeyEvent) -> bool {
    matches!(event.code, KeyCode::Char(_)) && (event.modifiers - KeyModifiers::SHIFT).is_empty()
}

//! Tells keys that a person presses from text that comes faster than anybody types, without the marks of a paste.

use crossterm::event::{KeyCode, KeyEvent};

/// Different letters that no person types at once. A key that is held down sends one, walking up and down a list two.
pub(crate) const BURST: usize = 4;
/// Milliseconds between two letters that no person types.
const FASTER: i64 = 12;

/// The speed of the last letters.
#[derive(Debug, Default)]
pub(crate) struct TypingSpeed {
    /// The millisecond of the last letter.
    last: Option<i64>,
    /// Different letters that came without a pause, [`BURST`] at most.
    letters: Vec<KeyCode>,
    /// Whether a burst goes on.
    goes_on: bool,
}

impl TypingSpeed {
    /// Takes a key that comes at this millisecond; whether it belongs to a text that comes at once.
    pub(in crate::tui) fn is_text(&mut self, key: &KeyEvent, at: i64) -> bool {
        let letter = matches!(key.code, KeyCode::Char(_) | KeyCode::Enter) && key.modifiers.is_empty();
        if !letter {
            *self = TypingSpeed::default();
            return false;
        }
        if self.last.is_none_or(|last| at - last > FASTER) {
            *self = TypingSpeed::default();
        }
        self.last = Some(at);
        if !self.letters.contains(&key.code) && self.letters.len() < BURST {
            self.letters.push(key.code);
        }
        self.goes_on |= self.letters.len() >= BURST;
        self.goes_on
    }

    /// Takes a whole burst that came at this millisecond: what follows it without a pause belongs to it.
    pub(in crate::tui) fn burst(&mut self, at: i64) {
        (self.last, self.goes_on) = (Some(at), true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    /// Which of these letters are text, where each comes so many milliseconds after the one before.
    fn text_of(speed: &mut TypingSpeed, letters: &str, gap: i64) -> String {
        let mut at = 1_000;
        letters
            .chars()
            .filter(|letter| {
                at += gap;
                speed.is_text(&KeyEvent::new(KeyCode::Char(*letter), KeyModifiers::NONE), at)
            })
            .collect()
    }

    #[test]
    fn letters_faster_than_a_person_types_are_text_from_the_fourth_on() {
        for (letters, gap, text) in
            [("/hours", 0, "urs"), ("/hours", 12, "urs"), ("/hours", 40, ""), ("jjjjjjjj", 0, ""), ("jkjkjk2", 0, "")]
        {
            assert_eq!(text_of(&mut TypingSpeed::default(), letters, gap), text, "{letters} each {gap} ms");
        }
    }

    #[test]
    fn the_end_of_a_burst_belongs_to_it_and_a_pause_ends_it() {
        let mut speed = TypingSpeed::default();
        speed.burst(1_000);
        assert_eq!(text_of(&mut speed, "u", 5), "u");
        assert_eq!(text_of(&mut speed, "u", 100), "");
    }
}

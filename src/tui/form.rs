//! A form: named fields, one with the focus; the text survives as JSON in a draft.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::editor::{Move, Text};

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Stable name inside a draft.
    pub name: &'static str,
    /// What people read before it.
    pub label: &'static str,
    /// What an empty field says.
    pub hint: &'static str,
    /// What stands in it.
    pub text: Text,
}

/// Fields with a focus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Every field, in the order of Tab.
    pub fields: Vec<Field>,
    /// Index of the one with the focus.
    pub focus: usize,
}

/// What a draft keeps of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Text by field name.
    pub fields: BTreeMap<String, String>,
    /// Name of the field with the focus.
    pub focus: String,
    /// Byte place of its caret.
    pub caret: usize,
    /// What else the screen wants back: choices by name.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

/// A key of a text field, after the keymap had its say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stroke {
    /// A character.
    Char(char),
    /// A paste.
    Paste(String),
    /// Everything is replaced: the text comes back from an editor.
    Replace(String),
    /// Enter.
    Enter,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// The word before the caret goes.
    DeleteWord,
    /// The caret moves.
    Move(Move),
    /// Undo inside the field.
    Undo,
    /// Redo inside the field.
    Redo,
}

impl Field {
    /// A field of one line.
    pub fn line(name: &'static str, label: &'static str, hint: &'static str, content: &str) -> Field {
        Field { name, label, hint, text: Text::line(crate::domain::text::NAME_CAP).with(content) }
    }

    /// A field of many lines.
    pub fn lines(name: &'static str, label: &'static str, hint: &'static str, content: &str) -> Field {
        Field { name, label, hint, text: Text::lines(crate::domain::text::NOTE_CAP).with(content) }
    }
}

impl Form {
    /// A form with the focus on the first field.
    pub fn new(fields: Vec<Field>) -> Form {
        Form { fields, focus: 0 }
    }

    /// The text of a field, by name.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| field.text.as_str())
    }

    /// The text of a field or nothing where it is blank.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_string)
    }

    /// Replaces the text of a field as one step of undo.
    pub fn set(&mut self, name: &str, content: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.text.replace(content);
        }
    }

    /// The field with the focus.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// Moves the focus round.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len().max(1);
        self.focus = (self.focus + count).wrapping_add_signed(by) % count;
    }

    /// Puts the focus on a field, by name.
    pub fn go_to(&mut self, name: &str) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
        }
    }

    /// Gives a stroke to the focused field; `width` is the width in which it is shown. True when the text changed.
    pub fn stroke(&mut self, stroke: &Stroke, width: usize) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        let text = &mut field.text;
        let before = text.as_str().to_string();
        match stroke {
            Stroke::Char(c) => text.type_char(*c),
            Stroke::Paste(content) => text.paste(content),
            Stroke::Replace(content) => text.replace(content),
            Stroke::Enter if text.many_lines() => text.type_char('\n'),
            Stroke::Enter => {}
            Stroke::Backspace => text.backspace(),
            Stroke::Delete => text.delete(),
            Stroke::DeleteWord => text.delete_word(),
            Stroke::Move(to) => text.go(*to, width),
            Stroke::Undo => {
                text.undo();
            }
            Stroke::Redo => {
                text.redo();
            }
        }
        text.as_str() != before
    }

    /// What a draft keeps.
    pub fn keep(&self) -> Kept {
        Kept {
            fields: self.fields.iter().map(|f| (f.name.to_string(), f.text.as_str().to_string())).collect(),
            focus: self.focused().map(|f| f.name.to_string()).unwrap_or_default(),
            caret: self.focused().map_or(0, |f| f.text.caret()),
            extra: BTreeMap::new(),
        }
    }

    /// Puts a draft's text back, field by field; fields it does not know stay.
    pub fn restore(&mut self, kept: &Kept) {
        for field in &mut self.fields {
            if let Some(content) = kept.fields.get(field.name)
                && content != field.text.as_str()
            {
                field.text.replace(content);
            }
        }
        self.go_to(&kept.focus);
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.text.set_caret(kept.caret);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_brings_back_text_focus_and_caret() {
        let fields = || Form::new(vec![Field::line("a", "A", "", ""), Field::lines("b", "B", "", "")]);
        let mut form = fields();
        form.step(1);
        form.stroke(&Stroke::Paste("two\nlines".into()), 40);
        form.stroke(&Stroke::Move(Move::Left), 40);
        let kept = form.keep();
        let mut again = fields();
        again.restore(&serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap());
        assert_eq!(again.get("b"), "two\nlines");
        assert_eq!(again.keep(), kept);
    }

    #[test]
    fn tab_goes_round() {
        let mut form = Form::new(vec![Field::line("a", "A", "", ""), Field::line("b", "B", "", "")]);
        form.step(-1);
        assert_eq!(form.focus, 1);
        form.step(1);
        assert_eq!(form.focus, 0);
    }
}

//! A form: named fields, one with the focus; the text survives as JSON in a draft.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::edit::Clash;
use crate::domain::text::{NAME_CAP, NOTE_CAP};

use super::text_edit::{Move, TextEdit};

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Stable name inside a draft.
    pub name: &'static str,
    /// What people read before it.
    pub label: &'static str,
    /// What an empty field says.
    pub hint: &'static str,
    /// What stands in it.
    pub text: TextEdit,
    /// What stood in it when the form was opened.
    pub read: String,
}

/// Fields with a focus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Every field, in the order of Tab.
    pub fields: Vec<Field>,
    /// Index of the one with the focus.
    pub focus: usize,
}

/// The state of a form that a draft keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FormDraft {
    /// Text by field name.
    pub fields: BTreeMap<String, String>,
    /// What each of them held when the form was opened, where the form says it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub read: BTreeMap<String, String>,
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
pub enum TextKey {
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
    /// All back to the last blank goes.
    DeleteToBlank,
    /// The line before the caret goes.
    DeleteToStart,
    /// The line after the caret goes.
    DeleteToEnd,
    /// The caret moves.
    Move(Move),
    /// Undo inside the field.
    Undo,
    /// Redo inside the field.
    Redo,
}

impl TextKey {
    /// Up and Down lead to another line: one back, or one on.
    pub fn line_step(&self) -> Option<isize> {
        let steps = [(TextKey::Move(Move::Up), -1), (TextKey::Move(Move::Down), 1)];
        steps.into_iter().find(|(key, _)| key == self).map(|(_, by)| by)
    }
}

impl Field {
    /// A field of one line, as long as a name; what the book has of it is never shortened.
    pub fn line(name: &'static str, label: &'static str, hint: &'static str, content: &str) -> Field {
        Field::of(name, label, hint, TextEdit::line(NAME_CAP.max(content.chars().count())).with(content))
    }

    /// A field of one line that takes whole sentences: what somebody said, or what happens next.
    pub fn sentence(name: &'static str, label: &'static str, hint: &'static str, content: &str) -> Field {
        Field::of(name, label, hint, TextEdit::line(NOTE_CAP).with(content))
    }

    /// A field of many lines.
    pub fn lines(name: &'static str, label: &'static str, hint: &'static str, content: &str) -> Field {
        Field::of(name, label, hint, TextEdit::lines(NOTE_CAP).with(content))
    }

    /// A field that holds this text as the form is opened.
    pub fn of(name: &'static str, label: &'static str, hint: &'static str, text: TextEdit) -> Field {
        let read = text.as_str().to_string();
        Field { name, label, hint, text, read }
    }

    /// Whether it says something else than when the form was opened.
    pub fn is_changed(&self) -> bool {
        self.text.as_str() != self.read
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

    /// The text of a field or `None` if it is blank.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_string)
    }

    /// Replaces the text of a field as one step of undo.
    pub fn set(&mut self, name: &str, content: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.text.replace(content);
        }
    }

    /// Replaces the text of a field as it is opened: no change of anybody's.
    pub fn fill(&mut self, name: &str, content: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.text.replace(content);
            field.read = field.text.as_str().to_string();
        }
    }

    /// The field with the focus.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// The field that a key leads to: from one of a single line Enter, Up and Down lead on or back.
    pub fn step_of(&self, stroke: &TextKey) -> Option<isize> {
        let one_line = self.focused().is_some_and(|field| !field.text.many_lines());
        let enter = (*stroke == TextKey::Enter).then_some(1);
        stroke.line_step().or(enter).filter(|_| one_line)
    }

    /// Moves the focus round.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len().max(1);
        // Plus the count, so that one back from the first is the last.
        self.focus = (self.focus + count).wrapping_add_signed(by) % count;
    }

    /// Puts the focus on a field, by name.
    pub fn go_to(&mut self, name: &str) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
        }
    }

    /// Gives a stroke to the focused field; `width` is the width in which it is shown. True when the text changed.
    pub fn stroke(&mut self, stroke: &TextKey, width: usize) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        let text = &mut field.text;
        let before = text.as_str().to_string();
        match stroke {
            TextKey::Char(c) => text.type_char(*c),
            TextKey::Paste(content) => text.paste(content),
            TextKey::Replace(content) => text.replace(content),
            TextKey::Enter if text.many_lines() => text.type_char('\n'),
            TextKey::Enter => {}
            TextKey::Backspace => text.backspace(),
            TextKey::Delete => text.delete(),
            TextKey::DeleteWord => text.delete_word(),
            TextKey::DeleteToBlank => text.delete_to_blank(),
            TextKey::DeleteToStart => text.delete_to_start(),
            TextKey::DeleteToEnd => text.delete_to_end(),
            TextKey::Move(to) => text.go(*to, width),
            TextKey::Undo => {
                text.undo();
            }
            TextKey::Redo => {
                text.redo();
            }
        }
        text.as_str() != before
    }

    /// What a draft keeps.
    pub fn keep(&self) -> FormDraft {
        FormDraft {
            fields: self.fields.iter().map(|f| (f.name.to_string(), f.text.as_str().to_string())).collect(),
            read: BTreeMap::new(),
            focus: self.focused().map(|f| f.name.to_string()).unwrap_or_default(),
            caret: self.focused().map_or(0, |f| f.text.caret()),
            extra: BTreeMap::new(),
        }
    }

    /// What a draft keeps of a form that changes a row: only the fields that were changed, and what they held before.
    pub fn keep_changes(&self) -> FormDraft {
        let changed = || self.fields.iter().filter(|field| field.is_changed());
        FormDraft {
            fields: changed().map(|f| (f.name.to_string(), f.text.as_str().to_string())).collect(),
            read: changed().map(|f| (f.name.to_string(), f.read.clone())).collect(),
            ..self.keep()
        }
    }

    /// Puts a draft's text back, field by field; fields it does not know stay.
    pub fn restore(&mut self, kept: &FormDraft) {
        for field in &mut self.fields {
            if let Some(content) = kept.fields.get(field.name)
                // A text that stands there already would be a step of undo that changes nothing.
                && content != field.text.as_str()
            {
                field.text.replace(content);
            }
        }
        self.place_caret(kept);
    }

    /// Puts changes back that a draft kept, each with what its field held when it was first changed. Fields that were
    /// changed since stay. True when something came back.
    pub fn restore_changes(&mut self, kept: &FormDraft) -> bool {
        let mut any = false;
        for field in self.fields.iter_mut().filter(|field| !field.is_changed()) {
            if let (Some(content), Some(read)) = (kept.fields.get(field.name), kept.read.get(field.name)) {
                field.text.replace(content);
                field.read.clone_from(read);
                any = true;
            }
        }
        if any {
            self.place_caret(kept);
        }
        any
    }

    /// Takes what a fresh form of the same row holds: fields that were not changed show it, those that were are compared
    /// with it from now on. Returns the fields that were changed in both.
    pub fn meet(&mut self, fresh: &Form) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for field in &mut self.fields {
            let theirs = fresh.get(field.name);
            if theirs == field.read {
                continue;
            }
            if !field.is_changed() {
                field.text.replace(theirs);
            } else if field.text.as_str() != theirs {
                let (label, mine) = (field.label.to_owned(), field.text.as_str().to_owned());
                clashes.push(Clash { name: field.name, label, theirs: theirs.to_owned(), mine });
            }
            // In a clash too: the next save is measured against theirs, and giving up takes theirs.
            field.read = theirs.to_owned();
        }
        clashes
    }

    /// Gives fields up: each holds what is in the book.
    pub fn give_up(&mut self, names: &[&str]) {
        for field in self.fields.iter_mut().filter(|field| names.contains(&field.name)) {
            let read = field.read.clone();
            field.text.replace(&read);
        }
    }

    fn place_caret(&mut self, kept: &FormDraft) {
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
        form.stroke(&TextKey::Paste("two\nlines".into()), 40);
        form.stroke(&TextKey::Move(Move::Left), 40);
        let kept = form.keep();
        let mut again = fields();
        again.restore(&serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap());
        assert_eq!(again.get("b"), "two\nlines");
        assert_eq!(again.keep(), kept);
    }

    #[test]
    fn what_the_book_has_is_never_shortened_and_a_sentence_is_longer_than_a_name() {
        let said = "word ".repeat(60).trim_end().to_owned();
        let form = Form::new(vec![Field::line("a", "A", "", &said), Field::sentence("b", "B", "", "")]);
        assert_eq!(form.get("a"), said);
        let mut form = form;
        form.step(1);
        form.stroke(&TextKey::Paste(said.clone()), 40);
        assert_eq!(form.get("b"), said);
    }

    #[test]
    fn a_draft_of_changes_brings_back_only_what_was_typed_and_what_stood_there_before() {
        let opened = |a: &str| Form::new(vec![Field::line("a", "A", "", a), Field::line("b", "B", "", "two")]);
        let mut form = opened("one");
        form.step(1);
        form.stroke(&TextKey::Paste(" more".into()), 40);
        let kept = form.keep_changes();
        assert_eq!(kept.fields, BTreeMap::from([("b".to_string(), "two more".to_string())]));
        let mut again = opened("changed since");
        assert!(again.restore_changes(&kept));
        assert_eq!((again.get("a"), again.get("b")), ("changed since", "two more"));
        assert_eq!(again.fields[1].read, "two");
        let mut typing = opened("one");
        typing.step(1);
        typing.stroke(&TextKey::Char('!'), 40);
        assert!(!typing.restore_changes(&kept), "what is being typed is newer");
        assert_eq!(typing.get("b"), "two!");
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

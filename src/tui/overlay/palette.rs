//! The palette: every command by a few letters of it, with its key, and why one is off.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::{Position, Rect};

use crate::domain::text::NAME_CAP;
use crate::tui::message::action::Action;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use super::prompt::open_box;
use crate::tui::widgets::narrowed_list;

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteEntry {
    pub action: Action,
    pub keys: String,
    /// Why it cannot be done now.
    pub off: Option<String>,
}

/// A list of commands with a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    title: &'static str,
    entries: Vec<PaletteEntry>,
    shown: Vec<usize>,
    form: Form,
    selected: usize,
}

impl Palette {
    /// A palette over these commands.
    pub fn new(title: &'static str, entries: Vec<PaletteEntry>) -> Palette {
        let field = Field::of("filter", "", "type to find", TextEdit::line(NAME_CAP));
        Palette { title, shown: (0..entries.len()).collect(), entries, form: Form::new(vec![field]), selected: 0 }
    }

    /// Moves in the list.
    pub fn go(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Takes a typed key.
    pub fn stroke(&mut self, stroke: &TextKey) {
        if self.form.stroke(stroke, NAME_CAP) {
            self.shown = self.ranked_entries();
            self.selected = 0;
        }
    }

    fn ranked_entries(&self) -> Vec<usize> {
        let typed = self.form.get("filter");
        if typed.trim().is_empty() {
            return (0..self.entries.len()).collect();
        }
        let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut scratch = Vec::new();
        let mut scored: Vec<(u32, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| {
                let line = format!("{} {} {}", entry.action.short(), entry.action.help(), entry.keys);
                pattern.score(Utf32Str::new(&line, &mut scratch), &mut matcher).map(|score| (score, index))
            })
            .collect();
        scored.sort_by_key(|(score, index)| (self.entries[*index].off.is_some(), std::cmp::Reverse(*score), *index));
        scored.into_iter().map(|(_, index)| index).collect()
    }

    /// The selected command.
    pub fn chosen(&self) -> Option<&PaletteEntry> {
        self.shown.get(self.selected).and_then(|index| self.entries.get(*index))
    }

    /// Paints the box; returns the caret.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let width = area.width.saturating_sub(6).min(76);
        let height = area.height.saturating_sub(2).min(26);
        let inner = open_box(area, width, height, self.title, brush);
        if inner.height < 3 {
            return None;
        }
        let (caret, list) = narrowed_list::head(inner, &self.form, brush)?;
        if self.shown.is_empty() {
            brush.text(list.x, list.y, list.width, "No command by that name. Esc closes.", Role::Dim);
        }
        let first = first_shown(0, self.selected, usize::from(list.height).max(1));
        for (y, (place, index)) in (list.y..list.bottom()).zip(self.shown.iter().enumerate().skip(first)) {
            self.draw_entry(&self.entries[*index], place == self.selected, Rect { y, height: 1, ..list }, brush);
        }
        brush.text(inner.x, inner.bottom() - 1, inner.width, "Enter does it · Esc closes", Role::Dim);
        caret
    }

    fn draw_entry(&self, entry: &PaletteEntry, selected: bool, line: Rect, brush: &mut Brush) {
        let columns = [ColumnWidth::Fixed(14), ColumnWidth::Flex(1)];
        let (words, role) = match &entry.off {
            None => (entry.action.help().to_string(), Role::Text),
            Some(why) => (format!("{} (off: {why})", entry.action.short()), Role::Dim),
        };
        let cells = [Cell::new(entry.keys.clone(), Role::Key), Cell::new(words, role)];
        brush.row(line, selected, &columns, &cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette() -> Palette {
        let entries =
            Action::ALL.iter().map(|action| PaletteEntry { action: *action, keys: String::new(), off: None }).collect();
        Palette::new("All", entries)
    }

    #[test]
    fn a_few_letters_find_a_command() {
        for (typed, wanted) in
            [("undo", Action::Undo), ("snz", Action::Snooze), ("impo", Action::Import), ("qit", Action::Quit)]
        {
            let mut palette = palette();
            typed.chars().for_each(|c| palette.stroke(&TextKey::Char(c)));
            let near: Vec<Action> = palette.shown.iter().take(3).map(|i| palette.entries[*i].action).collect();
            assert!(near.contains(&wanted), "{typed} found {near:?}");
        }
    }

    #[test]
    fn the_selection_stays_inside_whatever_is_typed() {
        let mut palette = palette();
        palette.go(1000);
        palette.stroke(&TextKey::Paste("zzzzqqqq".into()));
        assert!(palette.chosen().is_none());
        palette.go(-5);
        assert!(palette.chosen().is_none());
    }
}

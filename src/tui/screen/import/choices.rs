//! A list to choose from, narrowed by typing.

use ratatui::layout::{Position, Rect};

use crate::domain::import::options::{DayOrder, ReadOptions, Target};
use crate::domain::text::fold;
use crate::tui::overlay::prompt::open_box;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::narrowed_list;
use crate::tui::widgets::theme::Role;

/// Encodings that are offered; another is set on the command line.
const ENCODINGS: [(&str, &str); 8] = [
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252: Western Europe"),
    ("windows-1250", "Windows-1250: Central Europe"),
    ("iso-8859-2", "ISO 8859-2: Central Europe"),
    ("windows-1251", "Windows-1251: Cyrillic"),
    ("utf-16le", "UTF-16, as Excel writes Unicode text"),
    ("shift_jis", "Shift JIS: Japanese"),
    ("gb18030", "GB 18030: Chinese"),
];
const DELIMITERS: [(char, &str); 4] = [(',', "a comma"), (';', "a semicolon"), ('\t', "a tab"), ('|', "a bar")];

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ImportChoice {
    /// What the column of this header becomes.
    Becomes(String, Target),
    /// The encoding of the letters.
    Letters(&'static str),
    /// What parts the cells.
    Parted(char),
    /// Which number of 03/04/2026 is the day.
    Days(DayOrder),
    /// Everything as it was found.
    Found,
}

impl ImportChoice {
    /// What was said, with this besides.
    pub(super) fn take(self, how: &mut ReadOptions) {
        match self {
            ImportChoice::Becomes(header, target) => {
                how.map.retain(|(name, _)| *name != header);
                how.map.push((header, target));
            }
            ImportChoice::Letters(encoding) => how.encoding = Some(encoding.to_owned()),
            ImportChoice::Parted(delimiter) => how.delimiter = Some(delimiter),
            ImportChoice::Days(days) => how.days = Some(days),
            // What was said of the columns stays: each of them has a row of its own to take it back.
            ImportChoice::Found => *how = ReadOptions { map: std::mem::take(&mut how.map), ..ReadOptions::default() },
        }
    }
}

/// A list that typing narrows, with one row selected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choices {
    title: String,
    all: Vec<(String, ImportChoice)>,
    form: Form,
    selected: usize,
}

impl Choices {
    /// What a column can become: nothing, a line of the notes, or a field.
    pub(super) fn of_column(header: &str, fields: &[(String, String)], best: Option<&str>) -> Choices {
        let becomes = |target| ImportChoice::Becomes(header.to_owned(), target);
        let mut all = vec![
            ("skipped".to_owned(), becomes(Target::Ignore)),
            ("a line of the notes".to_owned(), becomes(Target::Note)),
        ];
        let mut fields: Vec<&(String, String)> = fields.iter().collect();
        fields.sort_by_key(|(_, label)| label);
        all.extend(fields.iter().map(|(key, label)| (label.clone(), becomes(Target::Field(key.clone())))));
        let of = |choice: &ImportChoice| matches!((choice, best), (ImportChoice::Becomes(_, Target::Field(key)), Some(best)) if key == best);
        let selected = all.iter().position(|(_, choice)| of(choice)).unwrap_or(0);
        Choices { selected, ..Choices::new(format!("What is {header}?"), all) }
    }

    /// How a file can be read.
    pub(super) fn of_reading() -> Choices {
        let mut all = vec![("as detected".to_owned(), ImportChoice::Found)];
        all.extend(DELIMITERS.iter().map(|(c, words)| (format!("columns split by {words}"), ImportChoice::Parted(*c))));
        all.push(("03/04/2026 is in April: the day first".into(), ImportChoice::Days(DayOrder::DayFirst)));
        all.push(("03/04/2026 is in March: the month first".into(), ImportChoice::Days(DayOrder::MonthFirst)));
        all.extend(ENCODINGS.iter().map(|(name, words)| (format!("encoding: {words}"), ImportChoice::Letters(name))));
        Choices::new("How is it read?".into(), all)
    }

    fn new(title: String, all: Vec<(String, ImportChoice)>) -> Choices {
        Choices { title, all, form: Form::new(vec![Field::line("filter", "", "type to find", "")]), selected: 0 }
    }

    /// Takes a key that is text or moves.
    pub(super) fn stroke(&mut self, stroke: &TextKey) {
        if let Some(by) = stroke.line_step() {
            self.selected = self.selected.saturating_add_signed(by);
        } else if self.form.stroke(stroke, 60) {
            self.selected = 0;
        }
        self.selected = self.selected.min(self.shown().count().saturating_sub(1));
    }

    /// The one that is selected.
    pub(super) fn chosen(&self) -> Option<ImportChoice> {
        self.shown().nth(self.selected).map(|(_, choice)| choice.clone())
    }

    fn shown(&self) -> impl Iterator<Item = &(String, ImportChoice)> {
        let typed = fold(self.form.get("filter").trim());
        self.all.iter().filter(move |(words, _)| fold(words).contains(&typed))
    }

    /// Paints the box; returns the caret.
    pub(super) fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let height = u16::try_from(self.all.len() + 5).unwrap_or(u16::MAX).min(area.height);
        let inner = open_box(area, area.width.saturating_sub(4).min(58), height, &self.title, brush);
        if inner.height < 4 {
            return None;
        }
        let (caret, list) = narrowed_list::head(inner, &self.form, brush)?;
        let first = first_shown(0, self.selected, usize::from(list.height).max(1));
        for (y, (place, (words, _))) in (list.y..list.bottom()).zip(self.shown().enumerate().skip(first)) {
            let row = Rect { y, height: 1, ..list };
            let here = place == self.selected;
            brush.text(row.x, y, 1, if here { ">" } else { " " }, Role::Text);
            brush.text(row.x + 2, y, row.width.saturating_sub(2), words, Role::Text);
            if here {
                brush.mark_selected(row);
            }
        }
        if self.shown().next().is_none() {
            brush.text(list.x, list.y, list.width, "Nothing by that name.", Role::Dim);
        }
        brush.text(inner.x, inner.bottom() - 1, inner.width, "Enter takes it · Esc closes", Role::Dim);
        caret
    }
}

//! The columns of a file before it is imported: what stands in each, what it becomes, how that is known.

use ratatui::layout::{Position, Rect};

use crate::domain::import::options::{ColumnPreview, ImportPreview, OwnPreset, ReadOptions, Target};
use crate::domain::query::{ColumnBasis, PresetSimilarity};
use crate::tui::message::action::Movement;
use crate::tui::overlay::prompt::open_box;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::theme::Role;

use super::choices::{Choices, ImportChoice};

/// Width from which a column says how it is known.
const WIDE: u16 = 90;
/// Rows above the list.
const HEAD: u16 = 4;
/// Rows that a page moves by.
const PAGE: usize = 10;

/// What a key on this list requests.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ColumnsRequest {
    /// Nothing more.
    Nothing,
    /// Look at the file again, read like this.
    Again(ReadOptions),
    /// Keep how it is read under a name.
    Keep(Box<OwnPreset>),
}

/// The list, and what stands over it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ColumnsList {
    /// The file as it was looked at.
    pub(super) look: ImportPreview,
    selected: usize,
    over: ColumnsOverlay,
}

#[derive(Debug, Clone, PartialEq)]
enum ColumnsOverlay {
    Nothing,
    Choosing(Choices),
    Naming(Form),
}

impl ColumnsList {
    /// Stands on the first column that is not understood.
    pub(super) fn new(look: ImportPreview) -> ColumnsList {
        let open = |column: &ColumnPreview| matches!(column.known, ColumnBasis::No | ColumnBasis::Values);
        let selected = look.columns.iter().position(open).unwrap_or(0);
        ColumnsList { look, selected, over: ColumnsOverlay::Nothing }
    }

    /// The same list after the file was looked at again.
    pub(super) fn refresh(&mut self, look: ImportPreview) {
        self.look = look;
        self.selected = self.selected.min(self.last());
    }

    /// True if text is typed into what stands over the list.
    pub(super) fn is_typing(&self) -> bool {
        self.over != ColumnsOverlay::Nothing
    }

    /// The name that is being typed for how the file is read.
    pub(super) fn preset_name(&self) -> Option<&str> {
        match &self.over {
            ColumnsOverlay::Naming(form) => Some(form.get("name")),
            ColumnsOverlay::Nothing | ColumnsOverlay::Choosing(_) => None,
        }
    }

    /// Closes what stands over the list; false where nothing does.
    pub(super) fn close(&mut self) -> bool {
        std::mem::replace(&mut self.over, ColumnsOverlay::Nothing) != ColumnsOverlay::Nothing
    }

    /// Moves in the list.
    pub(super) fn go(&mut self, movement: Movement) -> ColumnsRequest {
        self.selected = movement.target(self.selected, self.last(), PAGE);
        ColumnsRequest::Nothing
    }

    /// Offers what the column can be, or how the file can be read.
    pub(super) fn choose(&mut self) -> ColumnsRequest {
        self.over = ColumnsOverlay::Choosing(self.choices());
        ColumnsRequest::Nothing
    }

    /// Asks for the name under which it is kept how the file is read.
    pub(super) fn name_preset(&mut self, typed: &str) -> ColumnsRequest {
        let name = Field::line("name", "Name", "how you call these files", typed);
        self.over = ColumnsOverlay::Naming(Form::new(vec![name]));
        ColumnsRequest::Nothing
    }

    /// Takes a key that is text.
    pub(super) fn stroke(&mut self, stroke: &TextKey, how: &ReadOptions) -> ColumnsRequest {
        match (&mut self.over, stroke) {
            (ColumnsOverlay::Choosing(choices), TextKey::Enter) => match choices.chosen() {
                Some(choice) => {
                    self.over = ColumnsOverlay::Nothing;
                    self.take(choice, how)
                }
                None => ColumnsRequest::Nothing,
            },
            (ColumnsOverlay::Choosing(choices), stroke) => {
                choices.stroke(stroke);
                ColumnsRequest::Nothing
            }
            (ColumnsOverlay::Naming(form), TextKey::Enter) => match form.filled("name") {
                Some(name) => {
                    self.over = ColumnsOverlay::Nothing;
                    ColumnsRequest::Keep(Box::new(self.look.kept_as(&name, how)))
                }
                None => ColumnsRequest::Nothing,
            },
            (ColumnsOverlay::Naming(form), stroke) => {
                form.stroke(stroke, 60);
                ColumnsRequest::Nothing
            }
            (ColumnsOverlay::Nothing, _) => ColumnsRequest::Nothing,
        }
    }

    /// The last row is how the file is read.
    fn last(&self) -> usize {
        self.look.columns.len()
    }

    fn choices(&self) -> Choices {
        match self.look.columns.get(self.selected) {
            Some(column) => {
                let best = match &column.target {
                    Target::Field(key) => Some(key.as_str()),
                    Target::Note | Target::Ignore => column.offered.as_deref(),
                };
                Choices::of_column(&column.header, &self.look.fields, best)
            }
            None => Choices::of_reading(),
        }
    }

    /// Says what the column becomes.
    pub(super) fn becomes(&mut self, target: Target, how: &ReadOptions) -> ColumnsRequest {
        match self.look.columns.get(self.selected) {
            Some(column) => {
                let choice = ImportChoice::Becomes(column.header.clone(), target);
                self.take(choice, how)
            }
            None => ColumnsRequest::Nothing,
        }
    }

    fn take(&mut self, choice: ImportChoice, how: &ReadOptions) -> ColumnsRequest {
        let mut how = how.clone();
        choice.take(&mut how);
        ColumnsRequest::Again(how)
    }

    /// Paints the list; returns the caret where something is typed.
    pub(super) fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        self.draw_head(area, brush);
        let list = Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD), ..area };
        let wide = area.width >= WIDE;
        let first = first_shown(0, self.selected, usize::from(list.height).max(1));
        let rows = self.look.columns.iter().map(|column| cells_of(column, &self.look)).chain([self.reading()]);
        for (y, (place, cells)) in (list.y..list.bottom()).zip(rows.enumerate().skip(first)) {
            brush.row(Rect { y, height: 1, ..list }, place == self.selected, widths(wide), &cells);
        }
        match &self.over {
            ColumnsOverlay::Nothing => None,
            ColumnsOverlay::Choosing(choices) => choices.draw(area, brush),
            ColumnsOverlay::Naming(form) => draw_naming(form, area, brush),
        }
    }

    fn draw_head(&self, area: Rect, brush: &mut Brush) {
        let like = self.look.likeness.as_ref().map(PresetSimilarity::words).unwrap_or_default();
        brush.text(area.x, area.y, area.width, &like, Role::Strong);
        let (says, role) = match self.look.missing.first() {
            Some(missing) => (format!("No column for {missing}: e says which it is."), Role::Warn),
            None => ("Enter shows what would happen; e changes a column.".to_owned(), Role::Key),
        };
        brush.text(area.x, area.y + 1, area.width, &says, role);
        let heads = ["Column", "First value", "Becomes", "How we know"].map(|head| Cell::new(head, Role::Dim));
        let line = Rect { y: area.y + 3, height: 1, ..area };
        brush.row(line, false, widths(area.width >= WIDE), &heads);
    }

    fn reading(&self) -> [Cell; 4] {
        [
            Cell::new("(read as)", Role::Dim),
            Cell::new(self.look.format.clone(), Role::Dim),
            Cell::new("", Role::Dim),
            Cell::new("", Role::Dim),
        ]
    }
}

fn widths(wide: bool) -> &'static [ColumnWidth] {
    if wide {
        &[ColumnWidth::Flex(4), ColumnWidth::Flex(5), ColumnWidth::Flex(4), ColumnWidth::Fixed(17)]
    } else {
        &[ColumnWidth::Flex(4), ColumnWidth::Flex(4), ColumnWidth::Flex(4)]
    }
}

fn cells_of(column: &ColumnPreview, look: &ImportPreview) -> [Cell; 4] {
    let label =
        |key: &str| look.fields.iter().find(|(other, _)| other == key).map_or(key, |(_, label)| label).to_owned();
    let (becomes, role) = match (&column.target, column.known, &column.offered) {
        (Target::Field(key), _, _) => (label(key), Role::Strong),
        (Target::Note, _, _) => ("a line of the notes".to_owned(), Role::Text),
        (Target::Ignore, ColumnBasis::Values, Some(offered)) => (format!("{}?", label(offered)), Role::Warn),
        (Target::Ignore, ColumnBasis::No | ColumnBasis::Values, _) => ("not understood".to_owned(), Role::Warn),
        (Target::Ignore, ColumnBasis::Told | ColumnBasis::Preset | ColumnBasis::Name, _) => {
            ("skipped".to_owned(), Role::Dim)
        }
    };
    let known = if column.known == ColumnBasis::No { "" } else { column.known.words() };
    [
        Cell::new(column.header.clone(), Role::Text),
        Cell::new(column.sample.clone(), Role::Dim),
        Cell::new(becomes, role),
        Cell::new(known, Role::Dim),
    ]
}

fn draw_naming(form: &Form, area: Rect, brush: &mut Brush) -> Option<Position> {
    let inner = open_box(area, area.width.saturating_sub(4).min(58), 6, "Keep this as a preset", brush);
    let line = Rect { height: 1, ..inner };
    let field = form.focused()?;
    if field.text.is_blank() {
        brush.text(line.x, line.y, line.width, field.hint, Role::Dim);
    }
    let caret = brush.editor(line, &field.text, &[]);
    let says = "A file with the same columns is read the same way from then on. Enter keeps it.";
    brush.paragraph(Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner }, says, Role::Dim);
    caret
}

//! Pieces to draw with: text, rows of columns, panes, wrapped paragraphs, a meter. Pure: into a `Buffer`, nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::domain::text;

use super::layout;
use super::text_edit;
use super::text_edit::TextEdit;
use super::theme::{Role, Theme};

/// A theme and the buffer it paints into.
#[derive(Debug)]
pub struct Brush<'a> {
    pub theme: Theme,
    pub buf: &'a mut Buffer,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    role: Role,
    right: bool,
}

/// Width of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnWidth {
    /// This many columns.
    Fixed(u16),
    /// A share of what is left, by weight.
    Flex(u16),
}

impl Cell {
    /// Text to the left.
    pub fn new(text: impl Into<String>, role: Role) -> Cell {
        Cell { text: text.into(), role, right: false }
    }

    /// Text to the right: numbers.
    pub fn right(text: impl Into<String>, role: Role) -> Cell {
        Cell { text: text.into(), role, right: true }
    }
}

/// Start and width of each column in `width`, with one blank between.
pub fn columns(width: u16, wanted: &[ColumnWidth]) -> Vec<(u16, u16)> {
    let gaps = u16::try_from(wanted.len().saturating_sub(1)).unwrap_or(0);
    let fixed: u16 = wanted.iter().map(|c| if let ColumnWidth::Fixed(n) = c { *n } else { 0 }).sum();
    let weights: u16 = wanted.iter().map(|c| if let ColumnWidth::Flex(n) = c { *n } else { 0 }).sum();
    let room = width.saturating_sub(fixed + gaps);
    let mut x = 0;
    wanted
        .iter()
        .map(|column| {
            let wide = match column {
                ColumnWidth::Fixed(n) => *n,
                // Rounded down, so that the shares never add up to more than the room: the last column stays whole.
                ColumnWidth::Flex(n) => room * n / weights.max(1),
            };
            let place = (x, wide.min(width.saturating_sub(x)));
            x = (x + wide + 1).min(width);
            place
        })
        .collect()
}

impl Brush<'_> {
    /// One line of text, clipped to `width`; returns the columns used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, content: &str, role: Role) -> u16 {
        if y >= self.buf.area.bottom() || x >= self.buf.area.right() {
            return 0;
        }
        let width = width.min(self.buf.area.right() - x);
        let shown = text::clip(content, usize::from(width));
        // Whatever stood there, a pane's line among it, leaves no trace of its style.
        let style = Style::reset().patch(self.theme.style(role));
        let (end, _) = self.buf.set_stringn(x, y, &shown, usize::from(width), style);
        end - x
    }

    /// Pieces of text after each other on one line.
    pub fn spans(&mut self, x: u16, y: u16, width: u16, pieces: &[(&str, Role)]) -> u16 {
        let mut used = 0;
        for (content, role) in pieces {
            if used >= width {
                break;
            }
            used += self.text(x + used, y, width - used, content, *role);
        }
        used
    }

    /// A row of cells in columns; a selected row is reversed and starts with `>`.
    pub fn row(&mut self, area: Rect, selected: bool, wanted: &[ColumnWidth], cells: &[Cell]) {
        if area.height == 0 || area.width < 2 {
            return;
        }
        self.text(area.x, area.y, 1, if selected { ">" } else { " " }, Role::Text);
        for ((x, width), cell) in columns(area.width - 2, wanted).into_iter().zip(cells) {
            let shown = text::clip(&cell.text, usize::from(width));
            let pad =
                if cell.right { width.saturating_sub(u16::try_from(text::width(&shown)).unwrap_or(0)) } else { 0 };
            self.text(area.x + 1 + x + pad, area.y, width - pad, &shown, cell.role);
        }
        if selected {
            self.mark_selected(area);
        }
    }

    /// Reverses a line.
    pub fn mark_selected(&mut self, area: Rect) {
        let line = Rect { height: 1, ..area }.intersection(self.buf.area);
        let style = self.theme.style(Role::Selected).remove_modifier(Modifier::DIM);
        self.buf.set_style(line, style);
    }

    /// A bordered pane with a title; returns the inside.
    pub fn pane(&mut self, area: Rect, title: &str, focused: bool) -> Rect {
        if area.width < 2 || area.height < 2 {
            return layout::inner(area);
        }
        let line = self.theme.style(if focused { Role::Focus } else { Role::Border });
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x..=right {
            self.put(x, area.y, "─", line);
            self.put(x, bottom, "─", line);
        }
        for y in area.y..=bottom {
            self.put(area.x, y, "│", line);
            self.put(right, y, "│", line);
        }
        for (x, y, corner) in [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")]
        {
            self.put(x, y, corner, line);
        }
        if !title.is_empty() && area.width > 4 {
            let role = if focused { Role::Focus } else { Role::Title };
            self.text(area.x + 2, area.y, area.width - 4, &format!(" {title} "), role);
        }
        layout::inner(area)
    }

    fn put(&mut self, x: u16, y: u16, symbol: &str, style: ratatui::style::Style) {
        if let Some(cell) = self.buf.cell_mut(Position { x, y }) {
            cell.set_symbol(symbol).set_style(style);
        }
    }

    /// Blanks an area, for what stands above it.
    pub fn clear(&mut self, area: Rect) {
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut(Position { x, y }) {
                    cell.reset();
                }
            }
        }
    }

    /// Wrapped text from the top of an area; returns the rows used.
    pub fn paragraph(&mut self, area: Rect, content: &str, role: Role) -> u16 {
        let mut used = 0;
        for row in text_edit::wrap(content, usize::from(area.width)).into_iter().take(usize::from(area.height)) {
            self.text(area.x, area.y + used, area.width, content.get(row).unwrap_or("").trim_end(), role);
            used += 1;
        }
        used
    }

    /// A text with a caret, scrolled so that the caret is seen; returns where the caret stands.
    /// `marked` byte ranges are underlined.
    pub fn editor(&mut self, area: Rect, typed: &TextEdit, marked: &[std::ops::Range<usize>]) -> Option<Position> {
        if area.width == 0 || area.height == 0 {
            return None;
        }
        let width = usize::from(area.width);
        let rows = text_edit::wrap(typed.as_str(), width);
        let (row, column) = typed.caret_at(width);
        let first = (row + 1).saturating_sub(usize::from(area.height));
        for (y, line) in (area.y..area.bottom()).zip(rows.iter().skip(first)) {
            let shown = typed.as_str().get(line.clone()).unwrap_or("");
            self.text(area.x, y, area.width, shown.trim_end_matches('\n'), Role::Text);
            for mark in marked.iter().filter(|m| m.start < line.end && m.end > line.start) {
                self.underline(area, y, typed.as_str(), line, mark);
            }
        }
        let x = area.x + u16::try_from(column).unwrap_or(0).min(area.width - 1);
        Some(Position { x, y: area.y + u16::try_from(row - first).unwrap_or(0) })
    }

    fn underline(
        &mut self,
        area: Rect,
        y: u16,
        whole: &str,
        line: &std::ops::Range<usize>,
        mark: &std::ops::Range<usize>,
    ) {
        let (from, until) = (mark.start.max(line.start), mark.end.min(line.end));
        let skip = text::width(whole.get(line.start..from).unwrap_or(""));
        let wide = text::width(whole.get(from..until).unwrap_or("").trim_end());
        let (skip, wide) = (u16::try_from(skip).unwrap_or(0), u16::try_from(wide).unwrap_or(0));
        let place =
            Rect { x: area.x + skip.min(area.width), y, width: wide.min(area.width - skip.min(area.width)), height: 1 };
        let style = self.theme.style(Role::Warn).add_modifier(Modifier::UNDERLINED);
        self.buf.set_style(place.intersection(self.buf.area), style);
    }

    /// `[########--]` for a share of 0–1 over `cells` cells.
    pub fn meter(share: f64, cells: usize) -> String {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few cells")]
        let full = ((share.clamp(0.0, 1.0) * cells as f64).round() as usize).min(cells);
        format!("[{}{}]", "#".repeat(full), "-".repeat(cells - full))
    }
}

/// Writes wrapped lines under each other until an area is full.
#[derive(Debug)]
pub struct TextPen {
    y: u16,
    area: Rect,
}

impl TextPen {
    /// A pen at the top of an area.
    pub fn new(area: Rect) -> TextPen {
        TextPen { y: area.y, area }
    }

    /// One line, wrapped.
    pub fn line(&mut self, brush: &mut Brush, content: &str, role: Role) {
        if self.y < self.area.bottom() {
            self.y += brush.paragraph(self.rest(), &text::one_full_stop(content), role);
        }
    }

    /// One line, wrapped, where all of it has room; returns false and writes nothing elsewhere.
    pub fn whole_line(&mut self, brush: &mut Brush, content: &str, role: Role) -> bool {
        let rows = text_edit::wrap(content, usize::from(self.area.width)).len();
        let fits = rows <= usize::from(self.rest().height);
        if fits {
            self.line(brush, content, role);
        }
        fits
    }

    /// A blank line.
    pub fn gap(&mut self) {
        self.y = (self.y + 1).min(self.area.bottom());
    }

    /// What is left of the area.
    pub fn rest(&self) -> Rect {
        Rect { y: self.y, height: self.area.bottom().saturating_sub(self.y), ..self.area }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_never_reach_over_the_width() {
        for width in 0..130 {
            let places = columns(
                width,
                &[ColumnWidth::Fixed(3), ColumnWidth::Flex(2), ColumnWidth::Flex(3), ColumnWidth::Fixed(8)],
            );
            for (x, wide) in places {
                assert!(x + wide <= width, "{width}: {x}+{wide}");
            }
        }
    }
}

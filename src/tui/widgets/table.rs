//! A list as a table: one line of heads, one line a row, the selected one marked; and what a click hits in it.

use ratatui::layout::{Position, Rect};

use super::brush::{Brush, Cell, ColumnWidth};
use super::list::Listing;

/// The result of a click in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clicked {
    /// It hit no row.
    Nothing,
    /// It selected another row.
    Chosen,
    /// It hit the row that was selected already.
    Opened,
}

impl<T> Listing<T> {
    /// Paints the heads and every row that there is room for.
    pub fn draw(
        &self,
        inner: Rect,
        columns: &[ColumnWidth],
        heads: &[Cell],
        cells: impl Fn(&T) -> Vec<Cell>,
        brush: &mut Brush,
    ) {
        brush.row(Rect { height: 1, ..inner }, false, columns, heads);
        for (y, index) in (inner.y + 1..inner.bottom()).zip(self.top..self.len()) {
            let cells = self.at(index).map_or_else(Vec::new, &cells);
            brush.row(Rect { y, height: 1, ..inner }, index == self.selected, columns, &cells);
        }
    }

    /// Selects the row under a click.
    pub fn click(&mut self, at: Position, inner: Rect) -> Clicked {
        let row = self.top + usize::from(at.y.saturating_sub(inner.y + 1));
        if !inner.contains(at) || at.y == inner.y || row >= self.len() {
            return Clicked::Nothing;
        }
        if row == self.selected {
            return Clicked::Opened;
        }
        self.select(row, usize::from(inner.height.saturating_sub(1)));
        Clicked::Chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{Total, Window};

    #[test]
    fn a_click_selects_the_row_under_it_and_a_second_one_opens_it() {
        let mut list = Listing::default();
        list.take(Window { offset: 0, total: Total { n: 3, at_least: false }, rows: vec!['a', 'b', 'c'] }, |row| *row);
        let inner = Rect { x: 1, y: 4, width: 20, height: 10 };
        let at = |y| Position { x: 3, y };
        assert_eq!(list.click(at(4), inner), Clicked::Nothing, "the heads");
        assert_eq!(list.click(at(8), inner), Clicked::Nothing, "below the last row");
        assert_eq!(list.click(Position { x: 30, y: 6 }, inner), Clicked::Nothing, "beside the table");
        assert_eq!((list.click(at(6), inner), list.row()), (Clicked::Chosen, Some(&'b')));
        assert_eq!(list.click(at(6), inner), Clicked::Opened);
    }
}

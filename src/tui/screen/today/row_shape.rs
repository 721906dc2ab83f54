//! Which columns a row of Today has, by the room there is: the person goes first where it is narrow, then their clock.

use crate::tui::widgets::brush::{Cell, ColumnWidth};
use crate::tui::widgets::format;
use crate::tui::widgets::theme::Role;

use super::their_clock;

/// Columns of a row, from many to few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowShape {
    /// The person with their title, and their clock.
    Titled,
    /// The person's name in short, and their clock.
    Named,
    /// Neither: the second line of the selected row says both.
    Bare,
}

/// Widths from which there is room.
const TITLED: u16 = 82;
const NAMED: u16 = 64;

impl RowShape {
    /// The shape for a width.
    pub(super) fn for_width(width: u16) -> RowShape {
        match width {
            TITLED.. => RowShape::Titled,
            NAMED.. => RowShape::Named,
            _narrower => RowShape::Bare,
        }
    }

    /// The heads of its columns.
    pub(super) fn head_cells(self) -> Vec<Cell> {
        let head = |head: &str| match head {
            "Pts" | "There" | "Age" => Cell::right(head, Role::Dim),
            _text => Cell::new(head, Role::Dim),
        };
        self.keep_shown(["Pts", "Account", "Person", "There", "Why now", "Age", "Plan"].map(head).to_vec())
    }

    /// Of a cell for each of the seven columns, those it shows.
    pub(super) fn keep_shown<T>(self, mut all: Vec<T>) -> Vec<T> {
        match self {
            RowShape::Titled | RowShape::Named => {}
            RowShape::Bare => drop(all.drain(2..4)),
        }
        all
    }

    /// The widths; the last column is as wide as is said.
    pub(super) fn columns(self, last: u16) -> Vec<ColumnWidth> {
        let (account, person, why) = match self {
            RowShape::Titled => (3, 4, 5),
            RowShape::Named => (3, 3, 6),
            RowShape::Bare => (3, 0, 7),
        };
        let flex = [account, person, why].map(ColumnWidth::Flex);
        let [points, there, age, last] = [3, 5, 4, last].map(ColumnWidth::Fixed);
        self.keep_shown(vec![points, flex[0], flex[1], there, flex[2], age, last])
    }

    /// A person as there is room for them: "Rolf Dahl, COO", "R. Dahl".
    pub(super) fn person(self, name: &str, title: &str) -> String {
        match self {
            RowShape::Titled => their_clock::with_title(name, title),
            RowShape::Named | RowShape::Bare => format::surname(name),
        }
    }
}

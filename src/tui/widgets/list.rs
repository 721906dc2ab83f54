//! A long list seen through a window: the store holds the list, the screen holds the rows around the selection.

use crate::domain::query::Window;

use crate::tui::message::action::Movement;

/// Rows asked for at once: two tall screens, so that an answer takes a few milliseconds.
pub const WINDOW: usize = 80;
/// Rows asked for after each typed letter: one screen. Moving down asks for the rest.
pub const GLANCE: usize = 40;
/// When the selection comes this near to an edge of the window, the next one is asked for.
const MARGIN: usize = 25;

/// A window, the selected row (by its index in the whole list) and the first shown row.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing<T> {
    pub window: Window<T>,
    /// Index of the selected row in the whole list.
    pub selected: usize,
    /// Index of the first shown row in the whole list.
    pub top: usize,
    /// An answer has come.
    pub loaded: bool,
    /// The next answer is another list, or its first rows are wanted: the selection does not follow its row.
    afresh: bool,
    /// Rows that went from under the selection since it was last moved: should one come back, as by an undo, so does it.
    left: Vec<T>,
    /// Another list was asked for and has not come: what is shown is the one before, of which no row is selected.
    late: bool,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Listing {
            window: Window::default(),
            selected: 0,
            top: 0,
            loaded: false,
            afresh: false,
            left: Vec::new(),
            late: false,
        }
    }
}

impl<T> Listing<T> {
    /// The selected row, where it is loaded. None while another list is on its way: a key typed ahead is meant for that.
    pub fn row(&self) -> Option<&T> {
        if self.late {
            return None;
        }
        self.window.rows.get(self.selected.checked_sub(self.window.offset)?)
    }

    /// The row with this index in the whole list, where it is loaded.
    pub fn at(&self, index: usize) -> Option<&T> {
        self.window.rows.get(index.checked_sub(self.window.offset)?)
    }

    /// How many rows the whole list has.
    pub fn len(&self) -> usize {
        self.window.total.n.max(self.window.offset + self.window.rows.len())
    }

    /// Nothing to show.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves the selection; `page` is the number of rows shown.
    pub fn go(&mut self, movement: Movement, page: usize) {
        let page = page.max(1);
        self.select(movement.target(self.selected, self.len().saturating_sub(1), page), page);
    }

    /// Selects a row of the whole list.
    pub fn select(&mut self, index: usize, page: usize) {
        let index = index.min(self.len().saturating_sub(1));
        if self.selected != index {
            self.left.clear();
        }
        self.selected = index;
        self.top = first_shown(self.top, self.selected, page.max(1));
    }

    /// Where the window should begin when it no longer covers what the selection needs.
    pub fn wants(&self) -> Option<usize> {
        if !self.loaded {
            return None;
        }
        let (from, until) = (self.window.offset, self.window.offset + self.window.rows.len());
        let near_top = from > 0 && self.selected < from + MARGIN;
        let near_end = until < self.len() && self.selected + MARGIN > until;
        (near_top || near_end).then(|| self.selected.saturating_sub(WINDOW / 2))
    }

    /// Takes an answer. The selection stays on its row, known by its key: what a save or an undo moves up or down must not
    /// slip under a key that is meant for another one. Where the row is gone, the one below it is selected, else above; and
    /// the row itself again once it comes back.
    pub fn take<K: PartialEq>(&mut self, window: Window<T>, key: impl Fn(&T) -> K) {
        let (before, old) = (self.selected, std::mem::replace(&mut self.window, window));
        if self.afresh {
            self.left.clear();
        } else if let Some(place) = self.follow(old, key) {
            self.selected = self.window.offset + place;
            // At the top the list stays there: what is new above the selected row is seen.
            self.top = if self.top == 0 { 0 } else { (self.top + self.selected).saturating_sub(before) };
        }
        (self.loaded, self.afresh, self.late) = (true, false, false);
        self.selected = self.selected.min(self.len().saturating_sub(1));
    }

    /// Where in the new window the selection belongs; nothing where its row was not, or is not, loaded.
    fn follow<K: PartialEq>(&mut self, mut old: Window<T>, key: impl Fn(&T) -> K) -> Option<usize> {
        let new = &self.window;
        let back = |row: &T| stays(std::slice::from_ref(row), 0, &new.rows, &key);
        if let Some(at) = self.left.iter().rposition(|row| back(row).is_some()) {
            // Rows behind it only stood in for it: with its return they are forgotten.
            return self.left.drain(at..).next().and_then(|row| back(&row));
        }
        let at = self.selected.checked_sub(old.offset).filter(|at| *at < old.rows.len())?;
        if let Some(place) = back(&old.rows[at]) {
            return Some(place);
        }
        let until = new.offset + new.rows.len();
        // Missing from a window that does not reach to its place, a row may still be in the list: no neighbour takes
        // over.
        let is_loaded = new.offset <= self.selected && (self.selected < until || until >= self.len());
        let place = stays(&old.rows, at, &new.rows, &key).filter(|_| is_loaded);
        self.left.extend(old.rows.drain(at..).next().filter(|_| is_loaded));
        place
    }

    /// Back to the top, as after a new filter.
    pub fn reset(&mut self) {
        self.selected = 0;
        self.top = 0;
        (self.afresh, self.late) = (true, self.loaded);
    }

    /// The rows were decided about: none of them is selected until they are read again.
    pub fn hold(&mut self) {
        self.late = self.loaded;
    }

    /// Another list was asked for and has not come.
    pub fn is_late(&self) -> bool {
        self.late
    }

    /// What was waited for does not come: the rows that are shown are the list.
    pub fn release(&mut self) {
        self.late = false;
    }

    /// Why no row is selected: the list is on its way, else what is said here.
    pub fn missing_sentence(&self, why: &str) -> String {
        if self.late { "the list is still being read: press it again".into() } else { why.into() }
    }

    /// Where the first row is selected it will be the first one of the next answer too: what is expected there is new.
    pub fn expect_new(&mut self) {
        self.afresh |= self.selected == 0;
    }
}

/// Where the selected row stands once a list was read again: by its key, else where the first one below it that is left
/// stands, else the first one above. Nothing where none of them is left.
pub fn stays<T, K: PartialEq>(old: &[T], selected: usize, new: &[T], key: impl Fn(&T) -> K) -> Option<usize> {
    let (above, below) = old.split_at_checked(selected).filter(|(_, below)| !below.is_empty())?;
    let place = |row: &T| {
        let wanted = key(row);
        new.iter().position(|other| key(other) == wanted)
    };
    below.iter().chain(above.iter().rev()).find_map(place)
}

/// The first shown row such that the selected one is among `page` rows.
pub fn first_shown(top: usize, selected: usize, page: usize) -> usize {
    top.clamp((selected + 1).saturating_sub(page), selected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::Total;

    fn listing(offset: usize, rows: usize, total: usize) -> Listing<usize> {
        let mut list = Listing::default();
        list.take(
            Window { offset, total: Total { n: total, at_least: false }, rows: (offset..offset + rows).collect() },
            |row| *row,
        );
        list
    }

    fn read_again(list: &mut Listing<usize>, rows: &[usize]) {
        let total = Total { n: rows.len(), at_least: false };
        list.take(Window { offset: 0, total, rows: rows.to_vec() }, |row| *row);
    }

    #[test]
    fn the_selection_stays_on_its_row_when_the_list_is_read_again() {
        for (selected, rows, row) in [
            (3, vec![9, 8, 0, 1, 2, 3, 4], 3),
            (3, vec![2, 3, 4], 3),
            (3, vec![0, 4, 5], 4),
            (5, vec![0, 1, 2], 2),
            (3, vec![7, 8], 8),
        ] {
            let mut list = listing(0, 6, 6);
            list.select(selected, 10);
            read_again(&mut list, &rows);
            assert_eq!(list.row(), Some(&row), "{selected} in {rows:?}");
        }
    }

    #[test]
    fn another_list_and_one_whose_first_row_is_new_begin_at_the_top() {
        let mut list = listing(0, 6, 6);
        list.select(3, 10);
        list.reset();
        read_again(&mut list, &[5, 4, 3, 0]);
        assert_eq!(list.row(), Some(&5));
        list.expect_new();
        read_again(&mut list, &[6, 5, 4]);
        assert_eq!(list.row(), Some(&6));
        list.select(1, 10);
        list.expect_new();
        read_again(&mut list, &[7, 6, 5, 4]);
        assert_eq!(list.row(), Some(&5));
    }

    #[test]
    fn a_row_that_comes_back_before_the_selection_is_moved_is_selected_again() {
        let mut list = listing(0, 6, 6);
        list.select(2, 10);
        for (rows, row) in [
            (vec![0, 1, 3, 4, 5], 3),
            (vec![0, 1, 4, 5], 4),
            (vec![0, 1, 3, 4, 5], 3),
            (vec![0, 1, 2, 3, 4, 5], 2),
            (vec![0, 1, 3, 4, 5], 3),
        ] {
            read_again(&mut list, &rows);
            assert_eq!(list.row(), Some(&row), "{rows:?}");
        }
        list.go(Movement::Down, 10);
        read_again(&mut list, &[0, 1, 2, 3, 4, 5]);
        assert_eq!(list.row(), Some(&4), "it was moved since");
    }

    #[test]
    fn a_window_beside_the_selection_leaves_it_where_it_is() {
        let mut list = listing(0, WINDOW, 1000);
        list.select(10, 20);
        let total = Total { n: 1000, at_least: false };
        list.take(Window { offset: 20, total, rows: (20..100).collect() }, |row| *row);
        assert_eq!((list.selected, list.row()), (10, None));
    }

    #[test]
    fn no_row_is_selected_while_another_list_is_on_its_way() {
        let mut list = listing(0, 3, 3);
        list.reset();
        assert_eq!((list.row(), list.at(0)), (None, Some(&0)));
        read_again(&mut list, &[7, 8]);
        assert_eq!(list.row(), Some(&7));
        list.hold();
        assert_eq!(list.row(), None);
        list.release();
        assert_eq!(list.row(), Some(&7));
    }

    #[test]
    fn the_rows_in_sight_stay_where_they_are_when_others_come_in_above() {
        let mut list = listing(0, 60, 60);
        list.select(30, 10);
        assert_eq!(list.top, 21);
        read_again(&mut list, &[vec![99, 98], (0..60).collect()].concat());
        assert_eq!((list.top, list.row()), (23, Some(&30)));
    }

    #[test]
    fn the_selection_never_leaves_the_list() {
        let mut list = listing(0, 3, 3);
        for movement in [Movement::Down; 9] {
            list.go(movement, 2);
        }
        assert_eq!(list.row(), Some(&2));
        list.go(Movement::Top, 2);
        list.go(Movement::Up, 2);
        assert_eq!(list.selected, 0);
        let mut empty = listing(0, 0, 0);
        empty.go(Movement::Bottom, 10);
        assert_eq!((empty.selected, empty.row()), (0, None));
    }

    #[test]
    fn the_next_window_is_asked_for_before_the_edge_is_reached() {
        let mut list = listing(0, WINDOW, 1000);
        assert_eq!(list.wants(), None);
        list.select(WINDOW - 10, 20);
        let from = list.wants().expect("near the edge");
        assert!(from <= list.selected && list.selected < from + WINDOW);
    }

    #[test]
    fn the_selected_row_is_always_shown() {
        for (top, selected, page) in [(0, 50, 10), (60, 50, 10), (45, 50, 10), (0, 0, 1)] {
            let first = first_shown(top, selected, page);
            assert!(first <= selected && selected < first + page);
        }
    }
}

//! The scorecard as a pane under the calls to review.

use ratatui::layout::Rect;

use crate::domain::scorecard::{Grouping, Scorebook, Scorecard};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::format;
use crate::tui::widgets::theme::Role;

/// The room of a share with its interval: `77 of 102, 75 % (66–83 %)`.
const SHARE: ColumnWidth = ColumnWidth::Fixed(25);

/// Rows the pane would use.
pub fn height(book: Option<&Scorebook>) -> u16 {
    u16::try_from(cards(book).count()).unwrap_or(u16::MAX).saturating_add(4)
}

/// Everyone, then reps by name.
fn cards(book: Option<&Scorebook>) -> impl Iterator<Item = &Scorecard> {
    let reps = book.into_iter().flat_map(|book| &book.groups).filter(|(grouping, _)| *grouping == Grouping::Rep);
    book.into_iter().map(|book| &book.everyone).chain(reps.flat_map(|(_, cards)| cards))
}

/// Paints it; `title` says which days.
pub fn draw(book: Option<&Scorebook>, title: &str, area: Rect, brush: &mut Brush) {
    let inner = brush.pane(area, title, false);
    // Who, and how their time was spent, always; the rest where there is room for whole intervals.
    let kept: &[usize] = match inner.width {
        ..70 => &[0, 3],
        70..100 => &[0, 2, 3],
        _wide => &[0, 1, 2, 3, 4, 5],
    };
    let widths =
        [ColumnWidth::Flex(1), ColumnWidth::Fixed(7), SHARE, ColumnWidth::Fixed(26), ColumnWidth::Fixed(7), SHARE];
    let columns: Vec<ColumnWidth> = kept.iter().map(|at| widths[*at]).collect();
    let pick = |cells: [Cell; 6]| -> Vec<Cell> { kept.iter().map(|at| cells[*at].clone()).collect() };
    let heads = [
        Cell::new("", Role::Dim),
        Cell::right("Reached", Role::Dim),
        Cell::new("Asked", Role::Dim),
        Cell::new("Well spent, of those asked", Role::Dim),
        Cell::right("Guesses", Role::Dim),
        Cell::new("On a live reason", Role::Dim),
    ];
    brush.row(Rect { height: 1, ..inner }, false, &columns, &pick(heads));
    for (y, card) in (inner.y + 1..inner.bottom().saturating_sub(1)).zip(cards(book)) {
        let cells = [
            Cell::new(card.group.clone(), Role::Strong),
            Cell::right(format::thousands(card.tally.connected), Role::Text),
            Cell::new(card.asked.words(), Role::Text),
            Cell::new(card.well_spent.words(), Role::Text),
            Cell::right(format::thousands(card.tally.guessed.total()), Role::Dim),
            Cell::new(card.live_reason.words(), Role::Text),
        ];
        brush.row(Rect { y, height: 1, ..inner }, false, &columns, &pick(cells));
    }
    let note = if inner.width < 100 {
        "In brackets: the 95 % interval. Dials are not counted."
    } else {
        "In brackets: the 95 % interval. A guess is counted apart and never as said. Dials are not counted here."
    };
    brush.text(inner.x + 1, inner.bottom().saturating_sub(1), inner.width.saturating_sub(2), note, Role::Dim);
}

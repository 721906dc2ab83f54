//! The tabs of the header: their words, their columns, where each leads.

use super::App;
use crate::tui::message::effect::Route;

/// Columns under which only the tab in front is written out.
const SHORT_TABS: u16 = 72;

/// Index, column and words of each tab in the header.
pub(in crate::tui) fn tabs(front: usize, width: u16) -> impl Iterator<Item = (usize, u16, String)> {
    let mut x = 8;
    TABS.iter().enumerate().map(move |(index, name)| {
        let whole = width >= SHORT_TABS || index == front;
        let name = if whole { name } else { name.get(..4).unwrap_or(name) };
        let label = format!("{} {name}", index + 1);
        let at = x;
        x += u16::try_from(label.len()).unwrap_or(10) + 2;
        (index, at, label)
    })
}

/// The tab under a column of the header.
pub fn tab_at(app: &App, column: u16) -> Option<usize> {
    let (tab, covered) = app.place();
    tabs(tab, app.ctx().area.width)
        .find(|(_, x, label)| !covered && (*x..*x + u16::try_from(label.len()).unwrap_or(0)).contains(&column))
        .map(|(index, _, _)| index)
}

/// The tabs in the order of their digits.
pub const TABS: [&str; 5] = ["Today", "Accounts", "Triggers", "Calls", "Review"];

pub(super) fn tab_place(tab: usize) -> Route {
    match tab {
        0 => Route::Today,
        1 => Route::Accounts,
        2 => Route::Triggers,
        3 => Route::Calls,
        _review => Route::Review,
    }
}

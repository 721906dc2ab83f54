//! The tabs of the header: their words, their columns, where each leads.

use super::App;
use crate::tui::message::route::Route;

/// Columns under which only the tab in front is written out.
const SHORT_TABS: u16 = 72;

/// Index, column and words of each tab in the header.
pub(in crate::tui) fn tabs(front: usize, width: u16) -> impl Iterator<Item = (usize, u16, String)> {
    let mut x = 8;
    TABS.into_iter().enumerate().map(move |(index, (name, _))| {
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

/// The tabs in the order of their digits, and where each leads.
const TABS: [(&str, Route); 5] = [
    ("Today", Route::Today),
    ("Accounts", Route::Accounts),
    ("Triggers", Route::Triggers),
    ("Calls", Route::Calls),
    ("Review", Route::Review),
];

/// Where a tab leads; the last one where there are fewer.
pub(super) fn tab_place(tab: usize) -> Route {
    let [.., (_, last)] = TABS;
    TABS.into_iter().nth(tab).map_or(last, |(_, place)| place)
}

/// The tab that a route is, if it is one and no screen above them.
pub(super) fn tab_of(place: &Route) -> Option<usize> {
    TABS.iter().position(|(_, tab)| tab == place)
}

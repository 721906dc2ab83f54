//! The tabs of the header: their words, their columns, where each leads.

use super::App;
use super::screens::TABS;
use crate::tui::message::route::Route;

/// Columns under which only the tab in front is written out.
const SHORT_TABS: u16 = 72;

/// Index, column and words of each tab in the header.
pub(in crate::tui) fn tabs(front: usize, width: u16) -> impl Iterator<Item = (usize, u16, String)> {
    let mut x = 8;
    TABS.iter().enumerate().map(move |(index, tab)| {
        let whole = width >= SHORT_TABS || index == front;
        let words = if whole { tab.words } else { tab.words.get(..4).unwrap_or(tab.words) };
        let label = format!("{} {words}", index + 1);
        let at = x;
        x += u16::try_from(label.len()).unwrap_or(10) + 2;
        (index, at, label)
    })
}

/// The first column after the tabs.
pub(in crate::tui) fn tabs_end(front: usize, width: u16) -> u16 {
    tabs(front, width).last().map_or(0, |(_, x, label)| x + u16::try_from(label.len()).unwrap_or(0))
}

/// The tab under a column of the header.
pub fn tab_at(app: &App, column: u16) -> Option<usize> {
    let (tab, covered) = app.place();
    tabs(tab, app.ctx().area.width)
        .find(|(_, x, label)| !covered && (*x..*x + u16::try_from(label.len()).unwrap_or(0)).contains(&column))
        .map(|(index, _, _)| index)
}

/// Where a tab leads; nowhere where there are fewer.
pub(super) fn tab_route(tab: usize) -> Option<Route> {
    TABS.get(tab).map(|tab| tab.route.clone())
}

//! The charts of a scorecard: every one of them says its figures in words too.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Bar, BarChart, BarGroup, Widget};

use crate::domain::scorecard::Share;
use crate::domain::scorecard::minutes::MinuteBand;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::theme::Role;

/// `   ├───●──┤   `: a share and its interval on a scale from 0 to 100 %, over `cells` cells; blank where there are
/// too few answers: the words beside it say so.
pub(super) fn strip(share: &Share, cells: usize) -> String {
    let Some(rate) = share.rate() else { return " ".repeat(cells) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few cells")]
    let place = |part: f64| ((part * cells as f64) as usize).min(cells.saturating_sub(1));
    let (low, at, high) = (place(share.low), place(rate), place(share.high));
    let sign = |cell: usize| match cell {
        // The share before its bounds: they may fall into one cell.
        cell if cell == at => '●',
        cell if cell == low => '├',
        cell if cell == high => '┤',
        cell if low < cell && cell < high => '─',
        _outside => ' ',
    };
    (0..cells).map(sign).collect()
}

/// Upright bars, one a band: the well-spent share, with its figure on it.
pub(super) fn bars(bands: &[MinuteBand], area: Rect, brush: &mut Brush) {
    let count = u16::try_from(bands.len()).unwrap_or(1).max(1);
    let width = (area.width / count).saturating_sub(1).clamp(3, 9);
    let bar = |band: &MinuteBand| {
        let rate = band.well_spent.rate();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0–100")]
        let percent = rate.map_or(0, |rate| (rate * 100.0).round() as u64);
        let says = rate.map_or_else(|| "few".to_owned(), |_| format!("{percent} %"));
        Bar::default().value(percent).text_value(says).label(Line::from(band.words.clone()))
    };
    let bars: Vec<Bar<'_>> = bands.iter().map(bar).collect();
    let chart = BarChart::default()
        .data(BarGroup::default().bars(&bars))
        .bar_width(width)
        .bar_gap(1)
        .max(100)
        .bar_style(brush.theme.style(Role::Text))
        .value_style(brush.theme.style(Role::Selected))
        .label_style(brush.theme.style(Role::Dim));
    chart.render(area.intersection(brush.buf.area), brush.buf);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scorecard::share;

    #[test]
    fn a_strip_shows_the_share_inside_its_interval() {
        for (hits, n, shown) in [
            (50, 100, "   ├●┤   "),
            (3, 9, "         "),
            (100, 100, "        ●"),
            (0, 100, "●        "),
            (0, 20, "●┤       "),
        ] {
            assert_eq!(strip(&share(hits, n), 9), shown, "{hits} of {n}");
        }
        assert_eq!(strip(&share(50, 100), 0), "");
    }
}

//! Shows shares as cells and tiles.

use crate::domain::scorecard::Share;

use super::blocks::{ReportCell, Tile};
use super::figures::{count, interval, rate};

/// Returns a cell for a share: the figure above, count and interval below; if there are too few answers, both on one
/// line.
pub(super) fn cell(share: &Share) -> ReportCell {
    match share.rate() {
        Some(part) => ReportCell::figure(rate(share), part).under(&count(share)),
        None if share.n == 0 => ReportCell::missing("none yet"),
        None => ReportCell::missing(&format!("too few: {} of {}", share.hits, share.n)),
    }
}

/// Returns a tile with a share and that of the previous period.
pub(super) fn tile(label: &str, now: &Share, before: &Share) -> Tile {
    let earlier = interval(before).map_or_else(String::new, |interval| format!(" ({interval})"));
    Tile {
        label: label.to_owned(),
        figure: rate(now),
        few: now.is_too_few(),
        count: count(now),
        before: format!("before: {}{earlier}", rate(before)),
    }
}

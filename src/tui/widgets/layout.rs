//! Layout of a screen: wide, narrow or too small.

use ratatui::layout::Rect;

/// Size class of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// At least 100 columns: panes side by side.
    Wide,
    /// 60 to 99 columns: one pane at a time.
    Narrow,
    /// Under 60 × 16: one line that asks for room.
    TooSmall,
}

/// Columns from which panes stand side by side.
pub const WIDE: u16 = 100;
/// The smallest size in which anything is shown.
pub const SMALLEST: (u16, u16) = (60, 16);

/// The room of a size in columns and rows.
pub fn room(width: u16, height: u16) -> Room {
    if width < SMALLEST.0 || height < SMALLEST.1 {
        Room::TooSmall
    } else if width < WIDE {
        Room::Narrow
    } else {
        Room::Wide
    }
}

/// Header, body and footer of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenFrame {
    pub header: Rect,
    pub body: Rect,
    pub footer: Rect,
}

/// Splits a screen: one row of header, one of footer, and what is left between them.
pub fn frame(area: Rect) -> ScreenFrame {
    let one = area.height.min(1);
    let footer_y = area.bottom().saturating_sub(1).max(area.y);
    ScreenFrame {
        header: Rect { height: one, ..area },
        body: Rect { y: area.y + one, height: area.height.saturating_sub(2), ..area },
        footer: Rect { y: footer_y, height: one, ..area },
    }
}

/// Splits off the left columns.
pub fn split_left(area: Rect, width: u16) -> (Rect, Rect) {
    let width = width.min(area.width);
    (Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area })
}

/// Splits off the top rows.
pub fn top(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// A box of this size in the middle.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// What is inside a border.
pub fn inner(area: Rect) -> Rect {
    if area.width < 2 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

//! Draws the app: header, body, footer, what lies over them. Reads only; into a `Buffer`.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::text;

use super::app::tabs::{tabs, tabs_end};
use super::app::tour::rows;
use super::app::{App, Overlay};
use super::message::keymap::Layer;
use super::widgets::brush::Brush;
use super::widgets::layout;
use super::widgets::layout::Room;
use super::widgets::text_edit;
use super::widgets::theme::{Role, Theme};

/// Paints everything; returns where the caret stands.
pub fn draw(app: &App, theme: Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut brush = Brush { theme, buf };
    if layout::room(area.width, area.height) == Room::TooSmall {
        let (width, height) = layout::SMALLEST;
        let says = format!(
            "whynow needs {width} x {height}; this is {} x {}. What you typed is kept.",
            area.width, area.height
        );
        brush.paragraph(area, &says, Role::Text);
        return None;
    }
    let frame = layout::frame(area);
    let body = app.ctx().area;
    header(app, frame.header, &mut brush);
    let mut caret = app.front().draw(&app.ctx(), &mut brush);
    // What lies over the screen says its own keys.
    if app.overlay().is_none() {
        footer(app, frame.footer, &mut brush);
    }
    match app.overlay() {
        Some(Overlay::Ask(ask)) => caret = ask.draw(body, &mut brush),
        Some(Overlay::Palette(palette)) => caret = palette.draw(body, &mut brush),
        None => {}
    }
    tour(app, frame.footer, &mut brush);
    notice(app, area, &mut brush);
    caret
}

/// The tour, in the rows over the footer that no screen has.
fn tour(app: &App, footer: Rect, brush: &mut Brush) {
    let Some((head, says)) = app.tour_line() else { return };
    let rows = rows(footer.width);
    let area = Rect { y: footer.y.saturating_sub(rows), height: rows, ..footer };
    brush.clear(area);
    brush.text(area.x, area.y, area.width, &head, Role::Key);
    brush.paragraph(layout::top(area, 1).1, &says, Role::Strong);
}

fn header(app: &App, area: Rect, brush: &mut Brush) {
    brush.text(area.x, area.y, 7, "whynow", Role::Title);
    let (tab, covered) = app.place();
    let state = state(app, area.width, header_room(app, area.width));
    let state_width = u16::try_from(text::width(&state)).unwrap_or(0).min(area.width);
    let room = area.width.saturating_sub(state_width + 1);
    if covered {
        brush.text(area.x + 8, area.y, room.saturating_sub(8), &app.front().title(), Role::Strong);
    } else {
        for (index, x, label) in tabs(tab, area.width) {
            let role = if index == tab { Role::Tab } else { Role::Dim };
            brush.text(area.x + x, area.y, room.saturating_sub(x), &label, role);
        }
    }
    let bad = app.is_short_of_room() || app.book().is_some_and(|book| book.read_only.is_some() || book.clock_went_back);
    brush.text(area.right() - state_width, area.y, state_width, &state, if bad { Role::Warn } else { Role::Dim });
}

/// Columns that the tabs leave for what stands at the right end; a title leaves at least half of the line.
fn header_room(app: &App, width: u16) -> usize {
    let (tab, covered) = app.place();
    let title = u16::try_from(text::width(&app.front().title())).unwrap_or(u16::MAX);
    let taken = if covered { title.saturating_add(8).min(width / 2) } else { tabs_end(tab, width) };
    usize::from(width.saturating_sub(taken + 1))
}

/// The right end of the header: a running call, the book's state, the time, the layer. The longest form that `room` takes.
fn state(app: &App, width: u16, room: usize) -> String {
    let fits = |says: &String| text::width(says) <= room;
    let Some(call) = app.call() else {
        let rest = state_parts(app, width).join("  ");
        return if fits(&rest) { rest } else { state_parts(app, 0).join(" ").trim_end().to_owned() };
    };
    let minutes = (app.now().0 - call.since).num_minutes();
    let with =
        |says: String, width| std::iter::once(says).chain(state_parts(app, width)).collect::<Vec<_>>().join("  ");
    let first = call.name.split_whitespace().next().unwrap_or_default();
    let forms = [
        with(format!("calling {} since {} ({minutes} min)", call.name, call.since.format("%H:%M")), width),
        with(format!("calling {} ({minutes} min)", call.name), 0),
        with(format!("calling {first} ({minutes} min)"), 0),
        with(format!("call {minutes} min"), 0),
        format!("call {minutes} min"),
    ];
    let last = format!("{minutes} min");
    forms.into_iter().find(fits).unwrap_or(last)
}

/// The book's state, the time, the layer, as far as a header of this width has them.
fn state_parts(app: &App, width: u16) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    match app.book() {
        None => {}
        // There is room for one: the gravest first.
        Some(book) if book.read_only.is_some() => parts.push("read only".into()),
        Some(_) if app.is_short_of_room() => parts.push("disk full".into()),
        Some(book) if book.clock_went_back => parts.push("clock went back".into()),
        Some(book) if book.sample && width >= layout::WIDE => parts.push("sample book".into()),
        Some(_) => {}
    }
    let time = if width >= layout::WIDE { "%a %-d %b %H:%M" } else { "%H:%M" };
    parts.push(app.now().0.format(time).to_string());
    parts.push(match app.layer() {
        Layer::Nav => "NAV ".into(),
        Layer::Text => "TEXT".into(),
    });
    parts
}

fn footer(app: &App, area: Rect, brush: &mut Brush) {
    let saved = match (app.has_unsaved_text(), app.kept_at()) {
        (true, _) => "typing".to_string(),
        (false, Some(at)) => format!("saved {}", at.0.format("%H:%M:%S")),
        (false, None) => String::new(),
    };
    let saved_width = u16::try_from(saved.len()).unwrap_or(0);
    let layer = app.front().layer();
    let help = [super::message::action::Action::Palette, super::message::action::Action::Help];
    // Kept free for the keys of the palette and of help: they stand at the end of every footer.
    let tail: u16 = 22;
    let room = area.width.saturating_sub(saved_width + 1);
    let mut x = area.x;
    if let Some(enter) = app.front().enter() {
        x += brush.spans(x, area.y, room, &[("Enter ", Role::Key), (enter, Role::Dim), ("  ", Role::Text)]);
    }
    for (place, action) in app.front().hints().into_iter().chain(help).enumerate() {
        let Some(key) = app.keymap().key(layer, action) else { continue };
        let wide = u16::try_from(text::width(&key) + action.short().len() + 3).unwrap_or(20);
        let last = place >= app.front().hints().len();
        let limit = if last { room } else { room.saturating_sub(tail) };
        if x + wide > area.x + limit {
            continue;
        }
        x += brush.spans(
            x,
            area.y,
            limit,
            &[(&key, Role::Key), (" ", Role::Text), (action.short(), Role::Dim), ("  ", Role::Text)],
        );
    }
    brush.text(area.right() - saved_width, area.y, saved_width, &saved, Role::Dim);
}

/// The line for the person, over the footer; more lines where it is long.
fn notice(app: &App, area: Rect, brush: &mut Brush) {
    let Some(notice) = app.notice() else { return };
    let sign = if notice.bad { "! " } else { "" };
    let says = format!("{sign}{}", notice.says);
    let rows =
        u16::try_from(text_edit::wrap(&says, usize::from(area.width)).len()).unwrap_or(1).min(4).min(area.height);
    let place = Rect { y: area.bottom() - rows, height: rows, ..area };
    brush.clear(place);
    brush.paragraph(place, &says, if notice.bad { Role::Bad } else { Role::Strong });
}

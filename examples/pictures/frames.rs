//! Real frames of the sample book on one fixed morning.

use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use whynow::clock::{Clock, FixedClock, SystemClock};
use whynow::job::demo::{self, Scratch};
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::app::App;
use whynow::tui::context::ScreenRules;
use whynow::tui::message::keymap::{Key, Keymap};
use whynow::tui::message::msg::Msg;
use whynow::tui::runtime::{Book, Inline};
use whynow::tui::view;
use whynow::tui::widgets::theme::Theme;

use super::svg;

/// The morning of the pictures.
const MORNING: &str = "2026-03-12T09:12:00+01:00";

/// File name, what is typed from Today, and the keys after it.
const PICTURES: &[(&str, &str, &[&str])] =
    &[("today.svg", "jjjjjjjjj", &[]), ("plan.svg", "2/norvik", &["enter", "enter", "p"])];

/// Columns and rows of a picture.
const SIZE: (u16, u16) = (120, 30);

/// The pictures of the README: file names, and what stands in the files.
pub(crate) fn pictures() -> Result<Vec<(&'static str, String)>> {
    PICTURES.iter().map(|(name, typed, keys)| Ok((*name, svg::svg(&frame(typed, keys)?)))).collect()
}

/// What the screen shows after these keys, in a sample book of its own.
fn frame(typed: &str, keys: &[&str]) -> Result<Buffer> {
    let morning = DateTime::parse_from_rfc3339(MORNING)?;
    // The book is a minute older than the morning, so that its ids differ from new ones.
    let clock = Arc::new(FixedClock::at(morning - Duration::minutes(1)));
    let scratch = Scratch::new(&SystemClock)?;
    let mut store = Store::create(&scratch.book(), clock.clone())?;
    demo::build(&mut store, clock.now())?;
    drop(store);
    clock.advance(Duration::minutes(1));
    let app = App::new(ScreenRules::builtin(), Keymap::default(), clock.now(), SIZE);
    let mut desk = Inline::start(app, Book::at(&scratch.book(), clock, Session::default(), true));
    for key in typed.chars().map(String::from).chain(keys.iter().map(|key| (*key).to_owned())) {
        let key = Key::parse(&key).with_context(|| format!("{key} is not a key"))?;
        desk.settle(Msg::Key(key.event()));
    }
    let area = Rect { x: 0, y: 0, width: SIZE.0, height: SIZE.1 };
    let mut buffer = Buffer::empty(area);
    view::draw(&desk.app, Theme::Terminal, area, &mut buffer);
    Ok(buffer)
}

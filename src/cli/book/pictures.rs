//! `whynow pictures FOLDER`: the README's pictures, from real frames of the sample book on one fixed morning.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::clock::{Clock, FixedClock, SystemClock};
use crate::config::Paths;
use crate::job::demo::{self, Scratch};
use crate::job::file::atomic_write::write_to;
use crate::job::file::protected::Spared;
use crate::job::session::Session;
use crate::store::Store;
use crate::tui::app::App;
use crate::tui::context::ScreenRules;
use crate::tui::message::keymap::{Key, Keymap};
use crate::tui::message::msg::Msg;
use crate::tui::picture;
use crate::tui::runtime::{Book, Inline};
use crate::tui::view;
use crate::tui::widgets::theme::Theme;

/// The morning of the pictures.
const MORNING: &str = "2026-03-12T09:12:00+01:00";

/// File name, what is typed from Today, and the keys after it.
const PICTURES: &[(&str, &str, &[&str])] =
    &[("today.svg", "jjjjjjjjj", &[]), ("plan.svg", "2/norvik", &["enter", "enter", "p"])];

/// Columns and rows of a picture.
const SIZE: (u16, u16) = (120, 30);

pub(crate) fn run(folder: &Path, places: &Paths, out: &mut Output) -> Result<Exit> {
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (name, typed, keys) in PICTURES {
        let file = folder.join(name);
        let picture = picture::svg(&frame(typed, keys)?);
        write_to(&file, &Spared::book(&places.book), |out| Ok(out.write_all(picture.as_bytes())?))?;
        out.line(format!("{} written", file.display()))?;
    }
    Ok(Exit::Done)
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

//! Golden screens: every screen and state at three sizes, the roles of Today and Plan as letters, and both without colour.
//!
//! A change is looked at and kept with `INSTA_UPDATE=always cargo test --test it screens`, in the commit that makes it.

use std::collections::BTreeSet;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use whynow::clock::Clock;
use whynow::tui::app::App;
use whynow::tui::message::keymap::Keymap;
use whynow::tui::message::msg::Msg;
use whynow::tui::view;
use whynow::tui::widgets::theme::Theme;

use super::scenes::{ACCOUNTS, ALL, BEGIN, CAMPAIGNS, CLOSED, LOG, LOOKS, OVER, PLAN, Scene, TODAY, TRIGGERS, after};
use crate::support::desk::{self, Desk, roles_of, text_of};

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 36)];

/// Where the kept screens lie, whichever file asks for them.
const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");

/// A frame of each size under its heading.
fn frames(mut draw: impl FnMut(u16, u16) -> String) -> String {
    SIZES.iter().map(|(width, height)| format!("{width} x {height}\n{}\n", draw(*width, *height))).collect()
}

fn compare(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(SNAPSHOTS);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

fn show_all(scenes: &[Scene]) {
    for scene in scenes {
        let shown = frames(|width, height| {
            let mut desk = (scene.desk)();
            desk.resize(width, height);
            desk.press(scene.keys);
            desk.screen(width, height)
        });
        compare(scene.name, &shown);
    }
}

fn desk_of(name: &str) -> Desk {
    let scene = ALL.iter().flat_map(|scenes| scenes.iter()).find(|scene| scene.name == name).unwrap();
    after((scene.desk)(), scene.keys)
}

#[test]
fn today() {
    show_all(TODAY);
}

#[test]
fn accounts() {
    show_all(ACCOUNTS);
}

#[test]
fn triggers() {
    show_all(TRIGGERS);
}

#[test]
fn plan() {
    show_all(PLAN);
}

#[test]
fn log_calls_and_review() {
    show_all(LOG);
}

#[test]
fn help_palette_questions_and_errors() {
    show_all(OVER);
}

#[test]
fn import_and_read_only() {
    show_all(BEGIN);
}

#[test]
fn campaigns_before_they_start_while_they_run_and_when_they_are_over() {
    show_all(CAMPAIGNS);
}

#[test]
fn before_a_book_is_open() {
    for (name, answer) in CLOSED {
        let shown = frames(|width, height| {
            let mut app = App::new(desk::rules(), Keymap::default(), desk::clock().now(), (width, height));
            drop(app.update(Msg::Book(answer())));
            let area = Rect { x: 0, y: 0, width, height };
            let mut buffer = Buffer::empty(area);
            view::draw(&app, Theme::Terminal, area, &mut buffer);
            text_of(&buffer)
        });
        compare(name, &shown);
    }
}

#[test]
fn a_terminal_that_is_too_small_is_told_so_in_a_line() {
    let mut desk = Desk::sample();
    let shown = desk.screen(59, 15);
    assert_eq!(shown.trim(), "whynow needs 60 x 16; this is 59 x 15. What you typed is\nkept.");
}

#[test]
fn looks_are_roles_of_the_theme() {
    for name in LOOKS {
        let shown = frames(|width, height| roles_of(&desk_of(name).draw(width, height, Theme::Terminal).0));
        compare(&format!("looks-{name}"), &shown);
    }
}

#[test]
fn without_colour_every_word_stays_and_no_cell_has_a_colour() {
    for name in LOOKS {
        for (width, height) in SIZES {
            let (plain, _) = desk_of(name).draw(width, height, Theme::Mono);
            let (coloured, _) = desk_of(name).draw(width, height, Theme::Terminal);
            assert_eq!(text_of(&plain), text_of(&coloured), "{name}");
            assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset), "{name}");
        }
        let shown = frames(|width, height| roles_of(&desk_of(name).draw(width, height, Theme::Mono).0));
        compare(&format!("mono-{name}"), &shown);
    }
}

#[test]
fn every_golden_screen_is_asked_for() {
    let mut named: BTreeSet<String> = ALL.iter().flat_map(|scenes| scenes.iter()).map(|s| s.name.into()).collect();
    named.extend(CLOSED.iter().map(|(name, _)| (*name).to_string()));
    named.extend(LOOKS.iter().flat_map(|name| [format!("looks-{name}"), format!("mono-{name}")]));
    let folder = Path::new(SNAPSHOTS);
    let kept: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().unwrap().strip_suffix(".snap").map(str::to_owned))
        .collect();
    let idle: Vec<_> = kept.difference(&named).collect();
    assert!(idle.is_empty(), "no scene asks for {idle:?}: delete the files, or name the scenes again");
}

//! All screens and overlays at every small size, with empty, sample and hostile data: no panic, and the text stays.

use crate::support::desk::Desk;
use crate::support::imports::take_text;
use whynow::domain::account::Account;
use whynow::domain::query::ImportKind;
use whynow::tui::widgets::theme::Theme;

/// Keys that lead to each screen and overlay from Today.
const PLACES: &[&str] = &[
    "",
    "2",
    "2/nor",
    "2<enter>",
    "2<enter><tab>",
    "2<enter><tab><tab>",
    "3",
    "3<tab>",
    "3<enter>",
    "3/a",
    "4",
    "4<enter>",
    "5",
    "5<enter>21",
    "5<enter><f3>",
    "5Vdan",
    "5<tab>",
    "5<tab><tab>",
    "5<tab><tab><tab>",
    "5<tab><backtab>",
    "5<tab>YYV",
    "<enter>",
    "p",
    "p<tab><tab>",
    "p<f3>",
    "C",
    "C<tab><tab>",
    "cc",
    "I",
    "2n",
    "2<enter>n",
    "2<enter><tab>n",
    "?",
    ":",
    ":undo",
    "x",
    "3d",
    "3s",
    "3L",
    "3jj",
    "3T",
    "3S",
    "3v",
    "3vNorvik recalls yoghurt<ctrl-s>",
    "t",
    "w",
    "3W",
    "3W<tab>",
    "3Wn",
    "3W<tab>nfish<enter>",
    "3W<tab>nfish<enter>Nor<enter>",
    "2<enter>D",
    "5O",
    "2/norvik<enter>P",
    "2<enter>z",
    "2<enter>Cx<enter>Cx<enter>Cx<enter><backtab>",
    "B",
    "B<enter>",
    "B<enter>e",
    "B<enter><tab>",
    "B<enter><tab><tab>",
    "B<enter>p",
    "3<tab>/tariff<enter>b",
    "3<tab>/tariff<enter>b<tab>",
    "3<tab>/tariff<enter>be",
];

fn every_size(desk: &mut Desk, keys: &str) {
    for width in 0..=64 {
        for height in [0, 1, 2, 3, 5, 15, 16, 17, 20] {
            desk.draw(width, height, Theme::Terminal);
        }
    }
    for (width, height) in [(60, 16), (80, 24), (99, 30), (100, 30), (120, 36), (300, 100)] {
        let (buffer, caret) = desk.draw(width, height, Theme::Mono);
        if let Some(caret) = caret {
            assert!(caret.x < width && caret.y < height, "{keys}: the caret is off the screen at {width}x{height}");
        }
        let seen = crate::support::desk::text_of(&buffer);
        assert!(seen.contains("whynow"), "{keys} at {width}x{height} lost its header:\n{seen}");
    }
}

#[test]
fn every_screen_of_the_sample_book_fits_every_size() {
    for keys in PLACES {
        let mut desk = Desk::sample();
        desk.press(keys);
        every_size(&mut desk, keys);
    }
}

#[test]
fn every_screen_of_an_empty_book_fits_every_size() {
    for keys in PLACES {
        let mut desk = Desk::empty();
        desk.press(keys);
        every_size(&mut desk, keys);
    }
}

#[test]
fn lists_of_ten_thousand_rows_fit_every_size() {
    let mut desk = Desk::empty();
    let rows: String = (0..10_000).map(|n| format!("Acme {n},Oslo,food\n")).collect();
    take_text(desk.store(), ImportKind::Accounts, "list.csv", format!("Company,City,Industry\n{rows}"));
    for keys in ["", "2", "2<end>", "2/9999", "2<enter>", "3", "4", "5", "B"] {
        desk.press("<esc><esc><esc>1");
        desk.press(keys);
        every_size(&mut desk, keys);
    }
}

#[test]
fn wide_and_long_names_fit_every_size() {
    let hostile = [
        "東京重工業株式会社東京重工業株式会社",
        "العربية شركة",
        "a\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        "\u{202e}evil\u{1b}[31m",
        &"x".repeat(5_000),
    ];
    let mut desk = Desk::empty();
    for name in hostile {
        let account =
            Account { name: name.into(), notes: name.repeat(9), city: Some(name.into()), ..Account::default() };
        desk.store().save_account(&account).unwrap();
    }
    for keys in ["2", "2<enter>", "2/x", "2<enter>e"] {
        desk.press("<esc><esc><esc>");
        desk.press(keys);
        every_size(&mut desk, keys);
    }
}

#[test]
fn what_is_typed_survives_a_terminal_too_small_to_show_it() {
    let mut desk = Desk::sample();
    desk.press("p");
    desk.type_in("Ane, three lots");
    desk.resize(10, 3);
    desk.type_in(" were recalled");
    desk.resize(120, 36);
    assert!(desk.screen(120, 36).contains("three lots were recalled"));
}

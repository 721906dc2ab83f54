//! What is typed in a field stays in it, and is cut, replaced and understood as one expects.

use whynow::tui::message::keymap::Layer;

use super::scenes::{ALL, after};
use crate::support::desk::Desk;

#[test]
fn a_filter_begun_again_takes_the_place_of_the_old_one() {
    for (list, first, second) in [("2", "norvik", "halden"), ("3", "tariff", "layoff"), ("4", "lund", "dahl")] {
        let mut desk = Desk::sample();
        desk.press(&format!("{list}/{first}<enter>/{second}"));
        let screen = desk.screen(120, 36);
        assert!(screen.contains(&format!("/{second}")) && !screen.contains(&format!("/{first}")), "{screen}");
    }
}

#[test]
fn a_line_that_is_typed_is_cut_as_in_a_shell() {
    for (keys, left) in [
        ("<ctrl-u>", "/ "),
        ("<ctrl-w>", "/one  "),
        ("<home><ctrl-k>", "/ "),
        ("<home><right><ctrl-k>", "/o "),
        ("<left><ctrl-u>", "/o "),
        ("<ctrl-w><home>x<end>y", "/xone y"),
    ] {
        let mut desk = Desk::sample();
        desk.press("2/one two<enter>");
        desk.press(&format!("/<end>{keys}"));
        let screen = desk.screen(120, 36);
        let title = screen.lines().nth(1).unwrap_or_default().replace('─', " ");
        assert!(title.contains(left), "{keys}: {title}");
    }
}

#[test]
fn a_zone_is_typed_as_americans_say_it_and_shown_as_it_is_understood() {
    let mut desk = Desk::sample();
    desk.press("2n");
    desk.type_in("Zipline Bakery");
    desk.press(&"<tab>".repeat(6));
    desk.type_in("ET");
    desk.press("<ctrl-s>");
    desk.press("e");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Zipline Bakery") && screen.contains("America/New_York"), "{screen}");
}

#[test]
fn in_every_form_tab_goes_to_the_next_field_and_what_follows_is_text() {
    let mut forms = 0;
    for scene in ALL.iter().copied().flatten() {
        let mut desk = after((scene.desk)(), scene.keys);
        let place = |desk: &Desk| (desk.app.front().layer(), desk.app.front().title(), desk.app.overlay().is_some());
        let (layer, title, covered) = place(&desk);
        if layer != Layer::Text || covered {
            continue;
        }
        forms += 1;
        for key in ["<tab>", "<backtab>"] {
            for time in 1..=12 {
                desk.press(key);
                assert_eq!(place(&desk), (Layer::Text, title.clone(), false), "{}: {key} {time} times", scene.name);
            }
        }
    }
    assert!(forms > 15, "only {forms} forms were looked at");
}

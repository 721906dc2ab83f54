//! Letters typed or pasted where keys are expected: never a command that nobody asked for, and never silence.

use chrono::Duration;
use whynow::domain::query::CallQuery;
use whynow::tui::message::action::Action;
use whynow::tui::message::keymap::Layer;
use whynow::tui::message::msg::Msg;

use crate::journeys::first_person;
use crate::support::desk::{Desk, key};

fn count_calls(desk: &mut Desk) -> usize {
    desk.store().calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n
}

/// A desk on whose Today a call was just logged: the next undo would take it back.
fn just_logged() -> (Desk, usize) {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>");
    assert!(desk.notice().starts_with("Logged."), "{}", desk.notice());
    let count = count_calls(&mut desk);
    (desk, count)
}

#[test]
fn what_is_typed_after_a_slash_on_today_narrows_it_and_undoes_nothing() {
    let (mut desk, count) = just_logged();
    desk.press("/hours");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("/hours") && !screen.contains("Sundvall"), "{screen}");
    assert_eq!(count_calls(&mut desk), count);
    desk.press("<esc>o");
    assert!(desk.screen(120, 36).contains("by their time"), "o is a key again");
}

#[test]
fn what_is_typed_slowly_after_a_slash_where_nothing_is_filtered_is_looked_for() {
    for place in ["5", "t", "w", "B", "2<enter>", "4<enter>"] {
        let (mut desk, count) = just_logged();
        desk.press(place);
        for letter in "/hours".chars() {
            desk.press(&letter.to_string());
            desk.wait(Duration::seconds(3));
        }
        let screen = desk.screen(120, 36);
        assert!(screen.contains("Find anything") && screen.contains("> hours"), "{place}: {screen}");
        assert_eq!(count_calls(&mut desk), count, "{place}");
    }
}

#[test]
fn letters_that_come_at_once_run_on_no_list_and_are_offered_to_the_paste_box() {
    let (mut desk, count) = just_logged();
    for tab in 1..=5 {
        desk.press(&tab.to_string());
        desk.send(Msg::Burst("/hours uuu du".into()));
        assert!(desk.notice().contains("13 letters came at once"), "{}", desk.notice());
        assert_eq!(count_calls(&mut desk), count);
    }
    desk.press("v");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Paste what happened") && screen.contains("/hours uuu du"), "{screen}");
    // Another key than the one that takes it lets it go.
    desk.press("<f10><esc>1");
    desk.send(Msg::Burst("/hours".into()));
    desk.press("jv");
    assert!(!desk.screen(120, 36).contains("/hours"), "{}", desk.screen(120, 36));
}

#[test]
fn the_pieces_of_a_paste_that_comes_slowly_are_offered_as_one() {
    let mut desk = Desk::sample();
    for piece in ["Norvik Foods app", "oints Ane Lund", "."] {
        desk.send(Msg::Burst(piece.into()));
        desk.wait(Duration::milliseconds(40));
    }
    assert!(desk.notice().contains("31 letters came at once"), "{}", desk.notice());
    desk.press("v");
    assert!(desk.screen(120, 36).contains("Norvik Foods appoints Ane Lund."), "{}", desk.screen(120, 36));
}

#[test]
fn letters_that_come_at_once_are_text_where_text_is_taken() {
    let mut desk = Desk::sample();
    desk.press("2/");
    desk.send(Msg::Burst("norvik".into()));
    let screen = desk.screen(120, 36);
    assert!(screen.contains("/norvik") && !screen.contains("Halden"), "{screen}");
    desk.press("<esc>f");
    desk.send(Msg::Burst("rolf\ndahl".into()));
    assert!(desk.screen(120, 36).contains("> rolf dahl"), "{}", desk.screen(120, 36));
}

#[test]
fn letters_after_a_key_that_does_nothing_are_the_rest_of_a_word() {
    let (mut desk, count) = just_logged();
    desk.press("e");
    assert!(desk.notice().starts_with("e (edit) does nothing here; ? shows the keys"), "{}", desk.notice());
    desk.press("u<enter>");
    assert!(desk.notice().contains("they did nothing"), "{}", desk.notice());
    assert_eq!((count_calls(&mut desk), desk.app.front().title().as_str()), (count, "Today"));
    desk.wait(Duration::seconds(1));
    // A key that types nothing begins no word.
    desk.press("4<tab>1");
    assert_eq!(desk.app.front().title(), "Today");
    desk.press("u");
    assert_eq!(count_calls(&mut desk), count - 1, "{}", desk.notice());
}

#[test]
fn no_key_of_a_list_is_silent() {
    for place in ["1", "2", "3", "4", "5", "B", "W", "Z", "w", "2<enter>", "4<enter>", "O", "t"] {
        let mut desk = Desk::sample();
        desk.press(place);
        let front = desk.app.front().title();
        for action in Action::ALL {
            let keys = desk.app.keymap().keys(Layer::Nav, *action);
            if desk.app.front().offers(*action, &desk.app.ctx()) != whynow::tui::context::Offer::No || keys.is_empty() {
                continue;
            }
            // What the app does itself, on every screen.
            let own = [Action::Undo, Action::Redo, Action::Import, Action::Menu, Action::Editor];
            let walks = [Action::NextRecord, Action::PreviousRecord];
            let opens = ["go.", "app."].iter().any(|area| action.id().starts_with(area));
            if own.contains(action) || walks.contains(action) || opens {
                continue;
            }
            desk.wait(Duration::seconds(1));
            desk.send(Msg::Key(key(&written(&keys[0]))));
            let says = !desk.notice().is_empty() || desk.app.overlay().is_some();
            assert!(says, "{place}: {} ({}) is silent", keys[0], action.id());
            if desk.app.overlay().is_some() {
                desk.press("<esc>");
            }
            assert_eq!(desk.app.front().title(), front);
        }
    }
}

/// The name of a key as the settings write it.
fn written(shown: &str) -> String {
    let names = [("PgDn", "pagedown"), ("PgUp", "pageup"), ("Shift-Tab", "backtab"), ("Del", "delete")];
    let named = names.iter().find(|(name, _)| *name == shown).map(|(_, written)| (*written).to_owned());
    named.unwrap_or_else(|| if shown.chars().count() == 1 { shown.to_owned() } else { shown.to_lowercase() })
}

#[test]
fn a_letter_of_another_keyboard_layout_is_named_with_the_one_that_its_key_has() {
    let mut desk = Desk::sample();
    for (word, letter, takes) in
        [("с", 'с', "c"), ("ΔΙΑ", 'Α', "A"), ("привет", 'т', "n"), ("語", '語', "Latin letters")]
    {
        desk.press(word);
        let says = format!("That is the letter {letter} of another keyboard layout; here the key is {takes}.");
        assert_eq!(desk.notice(), says, "{word}");
        desk.wait(Duration::seconds(1));
    }
    assert!(desk.app.call().is_none());
}

#[test]
fn a_letter_that_chooses_nothing_in_a_form_says_so() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    for (letter, says) in [("q", "Letters choose here"), ("ы", "the letter ы of another keyboard layout")] {
        desk.press(&format!("C{letter}"));
        assert!(desk.notice().contains(says), "{letter}: {}", desk.notice());
        desk.press("<esc>");
    }
    desk.press("4<enter>rq");
    assert!(desk.notice().contains("0 to 3 score here"), "{}", desk.notice());
}

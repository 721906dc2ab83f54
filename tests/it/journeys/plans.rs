//! Plans: typed, drafted, saved, compared, and read before a call.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::ids::ContactId;
use whynow::domain::plan::Plan;
use whynow::tui::message::effect::TerminalRequest;
use whynow::tui::message::msg::Msg;
use whynow::tui::widgets::theme::Theme;

use super::first_person;
use crate::support::book::drafts;
use crate::support::desk::Desk;

/// The plan that stands for a person.
pub(super) fn plan_of(desk: &mut Desk, contact: ContactId) -> Plan {
    let now = desk.clock.now();
    desk.store().plan_file(contact, now).unwrap().plan
}

#[test]
fn what_was_typed_in_a_plan_comes_back_after_leaving_without_saving() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p");
    desk.type_in("Half a sentence about their ");
    desk.press("<esc>");
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("Half a sentence")));
    desk.press("p");
    assert!(desk.screen(120, 36).contains("Half a"), "{}", desk.screen(120, 36));
    assert!(desk.notice().contains("is back"), "{}", desk.notice());
}

#[test]
fn a_saved_plan_leaves_no_draft_and_is_shown_on_today() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p");
    desk.type_in("words");
    desk.wait(Duration::seconds(3));
    desk.press("<ctrl-s><esc>");
    let waiting = drafts(desk.store().path());
    assert!(!waiting.iter().any(|(key, _)| key.starts_with("plan:")), "{waiting:?}");
    assert!(desk.screen(120, 36).contains("missing") || desk.screen(120, 36).contains("ready"));
}

#[test]
fn a_template_fills_what_is_known_and_leaves_visible_gaps() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p<f9>");
    assert!(desk.notice().starts_with("Drafted:"), "{}", desk.notice());
}

#[test]
fn a_plan_stands_on_another_reason_or_says_why_it_has_none() {
    let mut desk = Desk::sample();
    let whom = first_person(&mut desk);
    desk.press("p");
    let best = plan_of(&mut desk, whom).triggers;
    while !desk.notice().contains("Without a trigger") {
        desk.press("<ctrl-r>");
    }
    desk.type_in("she asked in May to be called when the lease ends");
    desk.press("<ctrl-s>");
    let saved = plan_of(&mut desk, whom);
    assert_eq!(
        (saved.triggers.len(), saved.no_trigger_because.as_str()),
        (0, "she asked in May to be called when the lease ends")
    );
    desk.press("<esc>p<ctrl-r><ctrl-s>");
    assert_eq!(plan_of(&mut desk, whom).triggers.first(), best.first());
}

#[test]
fn a_wording_that_was_saved_is_compared_and_taken_back() {
    let mut desk = Desk::sample();
    let whom = first_person(&mut desk);
    desk.press("p<f9><ctrl-s>");
    let first = plan_of(&mut desk, whom).opener;
    desk.type_in(" Shall I?");
    desk.press("<ctrl-s><ctrl-o>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("This is the current opener."), "{screen}");
    desk.press("j");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("{+Shall I?+}"), "{screen}");
    desk.press("<enter><ctrl-s>");
    assert_eq!(plan_of(&mut desk, whom).opener, first);
}

#[test]
fn the_sheet_before_a_call_is_read_copied_and_written_to_a_file() {
    let mut desk = Desk::sample();
    desk.press("2/norvik<enter><enter>P");
    let screen = desk.screen(120, 36);
    for part in ["Sheet > Ane Lund, Norvik Foods", "Why now", "The plan", "write a file"] {
        assert!(screen.contains(part), "{part} is not on\n{screen}");
    }
    desk.press("y");
    let Some(TerminalRequest::Copy(copied)) = desk.wishes.last().cloned() else { panic!("nothing was copied") };
    assert!(copied.starts_with("# Ane Lund, Norvik Foods\n") && copied.split_whitespace().count() <= 500);
    desk.press("E");
    let notice = desk.notice();
    let path = notice.trim_start_matches("The sheet is in ").trim_end_matches('.').to_owned();
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!((path.as_str(), written), ("sheet-ane-lund.md", copied));
    desk.press("<esc>");
    assert!(desk.screen(120, 36).contains("Accounts > Norvik Foods"));
}

#[test]
fn a_file_that_was_edited_is_replaced_only_when_asked_and_one_that_was_not_without_a_word() {
    let mut desk = Desk::sample();
    desk.press("2/sundvall<enter><enter>P");
    let path = std::path::Path::new("sheet-karin-nyberg.md");
    std::fs::write(path, "notes of mine").unwrap();
    let asks = "sheet-karin-nyberg.md is there already";
    let shown = |desk: &mut Desk| desk.screen(120, 36).split_whitespace().collect::<Vec<_>>().join(" ");
    for no in ["n", "<esc>", "<enter><esc>"] {
        desk.press("E");
        let screen = shown(&mut desk);
        assert!(screen.contains(asks) && screen.contains("y replaces it"), "{}", desk.screen(120, 36));
        desk.press(no);
        assert!(!shown(&mut desk).contains(asks), "{}", desk.screen(120, 36));
        assert_eq!(std::fs::read_to_string(path).unwrap(), "notes of mine", "{no}");
    }
    desk.press("Ey");
    assert!(desk.notice().starts_with("The sheet is in"), "{}", desk.notice());
    assert!(std::fs::read_to_string(path).unwrap().starts_with("# Karin Nyberg"));
    desk.press("E");
    assert!(!shown(&mut desk).contains(asks), "it is what was written here");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_draft_says_first_who_calls_and_a_gap_is_filled_by_the_form() {
    let mut desk = Desk::sample();
    let whom = without_a_plan(&mut desk);
    desk.press("<f9>");
    let drafted = typed_opener(&mut desk);
    assert!(drafted.contains("Marit Solheim") && drafted.contains("Tidewell"), "{drafted}");
    assert!(drafted.contains("You can keep [what they keep even if they never buy]."), "{drafted}");
    desk.press("<tab><tab><tab><tab>");
    desk.type_in("The two pages that three mills wrote down");
    assert!(typed_opener(&mut desk).contains("[what they keep"), "not before the field is left");
    desk.press("<tab>");
    assert_eq!(desk.notice(), "Filled into the opener: value to them.");
    assert!(
        typed_opener(&mut desk).contains("the two pages that three mills wrote down."),
        "{}",
        typed_opener(&mut desk)
    );
    desk.press("<tab><tab>");
    desk.type_in("12");
    desk.press("<ctrl-s>");
    let saved = plan_of(&mut desk, whom).opener;
    assert!(!saved.contains("[how many]") && !saved.contains("[what they keep"), "{saved}");
}

#[test]
fn what_is_too_long_to_say_leaves_the_gap_and_says_so() {
    let mut desk = Desk::sample();
    without_a_plan(&mut desk);
    desk.press("<f9>");
    desk.press("<tab><tab><tab><tab>");
    desk.type_in("A binder with everything that three mills ever wrote down about this in the course of a winter");
    desk.press("<tab>");
    assert!(desk.notice().starts_with("The gap stays: value to them is too long to say there"), "{}", desk.notice());
    assert!(typed_opener(&mut desk).contains("[what they keep even if they never buy]"));
}

#[test]
fn another_template_never_takes_the_place_of_typed_words_without_a_word() {
    let mut desk = Desk::sample();
    without_a_plan(&mut desk);
    desk.press("<f9><f9>");
    assert!(desk.notice().starts_with("Drafted:"), "a draft may follow a draft: {}", desk.notice());
    desk.type_in(" And my own words.");
    desk.press("<f9>");
    assert_eq!(desk.notice(), "Your own words are not saved. F9 again replaces them; Ctrl-S keeps them first.");
    assert!(typed_opener(&mut desk).ends_with("And my own words."));
    desk.press("<f9>");
    assert!(desk.notice().contains("Ctrl-Z brings your own words back"), "{}", desk.notice());
    assert!(!typed_opener(&mut desk).contains("my own words"));
    desk.press("<ctrl-z>");
    assert!(typed_opener(&mut desk).ends_with("And my own words."));
    // What is saved is kept as a version, and the draft says where.
    desk.press("<ctrl-s><f9>");
    assert!(desk.notice().contains("What stood here is kept: Ctrl-O."), "{}", desk.notice());
    assert!(!typed_opener(&mut desk).contains("my own words"));
}

#[test]
fn no_line_of_the_check_is_kept_by_a_sentence_that_is_still_a_gap() {
    let mut desk = Desk::sample();
    without_a_plan(&mut desk);
    desk.press("<f9>");
    let opener = typed_opener(&mut desk);
    assert!(
        opener.contains("You can keep [what they keep") || opener.contains("I can leave you [what they keep"),
        "{opener}"
    );
    let screen = desk.screen(120, 36);
    assert!(!screen.contains("[ok] says what the call is for"), "{screen}");
}

/// Opens the plan of somebody for whom none stands, at a wholesaler whose news can be said.
fn without_a_plan(desk: &mut Desk) -> ContactId {
    let now = desk.clock.now();
    let id = desk.store().find_account("Lombarda").unwrap()[0].0;
    let file = desk.store().account_file(id, now).unwrap().unwrap();
    desk.press("2/lombarda<enter><enter>p");
    file.contacts[0].contact.id
}

/// The opener as it stands on the screen, saved or not: what the draft of the form keeps of it.
fn typed_opener(desk: &mut Desk) -> String {
    desk.wait(Duration::seconds(3));
    let waiting = drafts(desk.store().path());
    let (_, body) = waiting.iter().find(|(key, _)| key.starts_with("plan:")).expect("a draft of the plan");
    let kept: serde_json::Value = serde_json::from_str(body).unwrap();
    kept["fields"]["opener"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_click_goes_to_the_field_under_it_also_where_the_fields_are_scrolled() {
    for (width, height) in [(120, 36), (80, 24), (60, 16)] {
        let mut desk = Desk::sample();
        first_person(&mut desk);
        desk.resize(width, height);
        desk.press("p<tab><tab><tab><tab><tab><tab><tab>");
        for label in [" questions ", " their goal ", " value to them "] {
            let place = |screen: &str| {
                let mut lines = screen.lines().map(|line| line.find(label));
                lines.position(|found| found.is_some()).map(|row| u16::try_from(row).unwrap())
            };
            let screen = desk.screen(width, height);
            let row = place(&screen).unwrap_or_else(|| panic!("{label} is not seen\n{screen}"));
            let column = screen
                .lines()
                .nth(row.into())
                .unwrap()
                .chars()
                .take_while(|c| *c != label.chars().nth(1).unwrap())
                .count();
            desk.send(Msg::Click { column: u16::try_from(column).unwrap(), row });
            let caret = desk.draw(width, height, Theme::Terminal).1.unwrap();
            let screen = desk.screen(width, height);
            assert!(
                place(&screen).is_some_and(|row| (row..row + 3).contains(&caret.y)),
                "{label} {width}x{height}\n{screen}"
            );
        }
    }
}

//! Opens, follows every size, asks nothing, ends.

use super::desk::TODAY;
use super::window::{Desk, sequences};

#[test]
fn it_opens_on_the_sample_book_follows_every_size_and_ends_with_status_0() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.wait_for("1 Today");
    window.resize(60, 16);
    window.wait_until("the narrow screen", |s| s.contains(TODAY) && !s.contains("Why this one now"));
    window.resize(12, 3);
    window.wait_for("needs 60");
    window.resize(120, 36);
    window.wait_for("Why this one now");
    window.keys("2");
    window.wait_for("NAV");
    window.keys("q");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
}

#[test]
fn the_readmes_demo_opens_on_a_scratch_book_and_leaves_nothing_behind() {
    let desk = Desk::empty();
    let mut window = desk.start(&["demo"], &[]);
    window.wait_for("sample book");
    assert_eq!(desk.temporary_files().len(), 1, "{:?}", desk.temporary_files());
    window.keys("q");
    assert_eq!(window.ended(), 0);
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("q");
    window.ended();
    for sequence in sequences(&window.raw()) {
        let asks = sequence.starts_with("\x1b[")
            && (sequence.ends_with('c')
                || sequence.ends_with('n')
                || sequence.ends_with("$p")
                || sequence.ends_with('t'))
            || sequence.starts_with("\x1b[?u")
            || sequence.starts_with("\x1bP")
            || sequence.starts_with("\x1b]");
        assert!(!asks, "asked of the terminal: {sequence:?}");
    }
}

//! Marked triggers: what a batch is about, and when marks end.

use whynow::clock::Clock;
use whynow::domain::query::{Tray, TriggerQuery};

use super::inbox::{account, told, tray, two_feeds};
use crate::support::desk::Desk;

/// An inbox longer than what is loaded of it.
fn full_inbox() -> Desk {
    let mut desk = Desk::empty();
    let norvik = account(&mut desk, "Norvik Foods");
    for n in 0..100 {
        told(&mut desk, &format!("Item {n:03}"), "Wire", n, &[norvik]);
    }
    desk
}

fn marks(desk: &mut Desk) -> usize {
    let screen = desk.screen(120, 36);
    let shown = screen.lines().filter_map(|line| line.split(" marked").next()?.rsplit("· ").next()?.parse().ok());
    let said: usize = shown.into_iter().next().unwrap_or(0);
    assert_eq!(said > 0, screen.contains(" * "), "{screen}");
    said
}

#[test]
fn a_decision_takes_the_marks_with_it_so_that_the_next_key_is_about_the_selected_row() {
    for (act, rest) in [
        ("a", ""),
        ("d", "old news<enter>"),
        ("s", "in 2 weeks<enter>"),
        ("T", "outage<enter>"),
        ("S", "high<enter>"),
        ("L", "norvik<enter>"),
        ("m", ""),
    ] {
        let mut desk = full_inbox();
        desk.press("3M");
        assert!(marks(&mut desk) > 50, "{act}");
        desk.press(act);
        desk.press(rest);
        assert_eq!(marks(&mut desk), 0, "{act}: {}", desk.notice());
        for undone in ["u", "U"] {
            desk.press(undone);
            assert_eq!(marks(&mut desk), 0, "{act}{undone}: {}", desk.notice());
        }
    }
    let mut desk = full_inbox();
    desk.press("3Mdold news<enter>");
    let rejected = |desk: &mut Desk| {
        let now = desk.clock.now();
        let query = TriggerQuery { tray: Tray::Rejected, filter: String::new(), offset: 0, limit: 1 };
        desk.store().triggers(&query, now).unwrap().total.n
    };
    let before = rejected(&mut desk);
    desk.press("a");
    assert_eq!((before > 50, rejected(&mut desk), tray(&mut desk, Tray::Kept).len()), (true, before, 1));
}

#[test]
fn marks_stay_on_rows_that_are_shown_and_on_no_others() {
    let mut desk = full_inbox();
    for another in ["<tab>", "<backtab>", "/item"] {
        desk.press("3<space><space>");
        assert_eq!(marks(&mut desk), 2);
        desk.press(another);
        assert_eq!(marks(&mut desk), 0, "{another}");
        desk.press(if another == "<tab>" { "<backtab>" } else { "<tab>" });
        desk.press("<esc><tab>");
        while !desk.screen(120, 36).contains("[inbox]") {
            desk.press("<tab>");
        }
        assert_eq!(marks(&mut desk), 0, "{another} and back");
    }
    desk.press("g<space><space>14<backtab>3");
    assert_eq!(marks(&mut desk), 2, "the same list after other tabs");
    desk.press("GM");
    assert_eq!(marks(&mut desk), 41 + 2, "M adds to what is marked");
    desk.press("<esc>");
    assert_eq!(marks(&mut desk), 0);
}

#[test]
fn what_could_not_be_done_to_the_marked_rows_leaves_them_marked() {
    let mut desk = full_inbox();
    desk.press("3G<space>k<space>s<enter>");
    assert!(desk.notice().contains("not too early for any of these"), "{}", desk.notice());
    assert_eq!(marks(&mut desk), 2);
}

#[test]
fn the_selected_trigger_stays_selected_when_undo_brings_rows_back_above_it() {
    let mut desk = full_inbox();
    desk.press("3<space><space><space>jjdold news<enter>");
    let shown = |desk: &mut Desk| desk.screen(120, 36).lines().any(|line| line.contains("││Item 005"));
    assert!(shown(&mut desk), "{}", desk.screen(120, 36));
    for key in ["u", "U", "u"] {
        desk.press(key);
        assert!(shown(&mut desk), "{key}: {}", desk.screen(120, 36));
    }
}

#[test]
fn a_trigger_read_alone_on_a_narrow_screen_is_decided_about_alone() {
    let (mut desk, _, [post, ..]) = two_feeds();
    desk.resize(80, 24);
    desk.press("3j<space><space>g<enter>a");
    assert_eq!(tray(&mut desk, Tray::Kept).iter().map(|row| row.id).collect::<Vec<_>>(), [post]);
    desk.press("<esc>d");
    assert!(desk.screen(80, 24).contains("Reject 2 triggers"), "{}", desk.screen(80, 24));
    desk.press("old news<enter><tab><enter>dold news<enter>");
    assert!(desk.screen(80, 24).contains("Nothing is kept"), "after the last one the list is in front again");
}

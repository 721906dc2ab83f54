//! The screens on a sealed book.

use std::fs;
use std::path::PathBuf;

use whynow::store::{Backups, is_sealed};

use super::{PASSPHRASE, holding, seal};
use crate::terminal::window::Desk;

/// The selected row of Today, once the book is read.
const TODAY: &str = ">due";

#[test]
fn the_passphrase_is_typed_on_a_screen_of_its_own_and_is_seen_nowhere() {
    let desk = Desk::sample();
    let code = seal(&desk.book());
    let mut window = desk.open();
    window.wait_for("is sealed with a passphrase");
    window.keys("another passphrase\r");
    window.wait_for("That is not its passphrase");
    assert!(!window.screen().contains("another"), "{}", window.screen());
    window.keys(&format!("{PASSPHRASE}\r"));
    window.wait_for(TODAY);
    window.keys("q");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
    let raw = String::from_utf8_lossy(&window.raw()).into_owned();
    assert!(!raw.contains("horse") && !raw.contains("ERROR"), "it was written to the terminal");
    // The code opens it as well; Esc leaves.
    let mut window = desk.open();
    window.wait_for("is sealed with a passphrase");
    window.paste(&code);
    window.keys("\r");
    window.wait_for(TODAY);
    window.keys("q");
    assert_eq!(window.ended(), 0);
    let mut window = desk.open();
    window.wait_for("is sealed with a passphrase");
    window.keys("\x1b");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
}

#[test]
fn what_is_typed_into_a_sealed_book_and_killed_is_on_no_disk_in_plain_words() {
    let desk = Desk::sample();
    seal(&desk.book());
    let mut window = desk.open();
    window.wait_for("is sealed with a passphrase");
    window.keys(&format!("{PASSPHRASE}\r"));
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for("What we know");
    window.keys("Kolibriwort");
    window.wait_for("Kolibriwort");
    window.wait_quiet(std::time::Duration::from_millis(1_500));
    window.kill();
    assert_eq!(holding(&desk.path(""), "Kolibriwort"), Vec::<PathBuf>::new());
    let mut window = desk.open();
    window.wait_for("is sealed with a passphrase");
    window.keys(&format!("{PASSPHRASE}\r"));
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for("Kolibriwort");
    window.kill();
}

#[test]
fn a_torn_sealed_book_goes_back_to_its_backup_once_the_passphrase_of_that_is_typed() {
    let desk = Desk::sample();
    seal(&desk.book());
    let clock: std::sync::Arc<dyn whynow::clock::Clock> = std::sync::Arc::new(whynow::clock::SystemClock);
    Backups::of_book(&desk.book())
        .make(whynow::store::Occasion::ByHand, &clock, &whynow::store::StopFlag::default())
        .unwrap();
    let mut bytes = fs::read(desk.book()).unwrap();
    bytes[..512].fill(0);
    fs::write(desk.book(), bytes).unwrap();
    let mut window = desk.open();
    window.wait_for("whynow: a sealed book");
    window.keys(&format!("{PASSPHRASE}\r"));
    window.wait_for("Go back to the backup");
    let words = window.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("its first page is torn"), "{words}");
    window.keys("\r");
    window.wait_for(TODAY);
    assert!(is_sealed(&desk.book()));
    window.kill();
}

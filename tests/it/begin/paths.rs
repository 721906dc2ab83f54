//! Paths on the import screen complete with Tab.

use std::fs;

use whynow::tui::message::msg::Msg;

use crate::support::desk::Desk;

/// The import screen, and a folder with files in it.
fn importing(names: &[&str]) -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        match name.strip_suffix('/') {
            Some(inner) => fs::create_dir(folder.path().join(inner)).unwrap(),
            None => fs::write(folder.path().join(name), "Company,Website,Industry\nNorvik Foods,norvik.example,Food\n")
                .unwrap(),
        }
    }
    let mut desk = Desk::empty();
    desk.press("I");
    desk.send(Msg::Paste(format!("{}/", folder.path().display())));
    (desk, folder)
}

#[test]
fn tab_fills_what_all_share_lists_them_and_what_can_be_read_stands_first() {
    let (mut desk, _folder) = importing(&["accounts.csv", "accounts-old.csv", "archive/", "apollo.png"]);
    desk.press("a<tab>");
    let screen = desk.screen(120, 36);
    let at = |name: &str| screen.find(name).unwrap_or_else(|| panic!("{name} is not listed:\n{screen}"));
    assert!(
        at("4 begin so") < at("accounts.csv")
            && at("accounts.csv") < at("archive/")
            && at("archive/") < at("apollo.png")
    );
    desk.press("cc<tab>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("2 begin so") && !screen.contains("archive/"), "{screen}");
    desk.press(".<tab><enter>");
    assert!(desk.screen(120, 36).contains("Nothing is kept yet"), "{}", desk.screen(120, 36));
}

#[test]
fn a_folder_is_gone_into_and_a_name_that_is_not_there_is_said() {
    let (mut desk, folder) = importing(&["archive/"]);
    fs::write(folder.path().join("archive/people.vcf"), "").unwrap();
    desk.press("ar<tab><tab>");
    assert!(desk.screen(120, 36).contains("archive/people.vcf"), "{}", desk.screen(120, 36));
    desk.press("zzz<tab>");
    assert!(desk.screen(120, 36).contains("begins with people.vcfzzz"), "{}", desk.screen(120, 36));
    assert!(desk.screen(120, 36).contains("archive/people.vcfzzz"), "what was typed stays");
}

#[test]
fn without_a_folder_it_is_the_one_that_whynow_was_started_in() {
    let mut desk = Desk::empty();
    desk.press("ICargo.t<tab>");
    assert!(desk.screen(80, 24).contains("Cargo.toml"), "{}", desk.screen(80, 24));
    let mut desk = Desk::empty();
    desk.press("I~<tab>");
    assert!(desk.screen(80, 24).contains("~/"), "{}", desk.screen(80, 24));
}

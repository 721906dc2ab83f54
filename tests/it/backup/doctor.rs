//! What `whynow doctor` finds around a book, and what its report holds.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::home::Home;

#[test]
fn a_book_at_home_is_well_but_for_its_backups_and_then_well() {
    let home = Home::with_sample();
    fs::set_permissions(home.path("book.db"), fs::Permissions::from_mode(0o600)).unwrap();
    let ran = home.run(&["doctor"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("none of them sound") && ran.out.contains("→ `whynow backup` makes one"), "{ran:?}");
    home.ok(&["backup"]);
    let said = home.ok(&["doctor"]);
    let format = format!("book format 1.{}", whynow::store::Store::format().1);
    for words in [&format, "SQLite 3.", "only you can open the book", "clocks as of 20", "is not sealed"] {
        assert!(said.contains(words), "\"{words}\" is not in {said}");
    }
}

#[test]
fn a_readable_book_in_a_copied_folder_with_a_damaged_backup_is_told_and_what_to_do() {
    let home = Home::with_sample();
    fs::create_dir(home.path("Dropbox")).unwrap();
    fs::rename(home.path("book.db"), home.path("Dropbox/book.db")).unwrap();
    fs::set_permissions(home.path("Dropbox/book.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let of = |args: &[&str]| home.run(&[&["--book", "Dropbox/book.db"], args].concat());
    assert_eq!(of(&["backup"]).code, 0);
    of(&["restore"]);
    assert_eq!(of(&["note", "Norvik", "Called the desk"]).code, 0);
    assert_eq!(of(&["backup"]).code, 0);
    let backup = fs::read_dir(home.path("Dropbox/backups")).unwrap().flatten().map(|entry| entry.path());
    let second = backup.into_iter().find(|path| path.display().to_string().contains("-0002-")).unwrap();
    let mut torn = fs::read(&second).unwrap();
    torn[20_000] ^= 0xff;
    fs::write(&second, torn).unwrap();
    of(&["restore", "2"]).fails(1, &["its bytes are not those that were written"]);
    let ran = of(&["doctor"]);
    for words in [
        "under \"Dropbox\"",
        "1 file kept aside by a restore",
        "the latest sound one is number 1 of",
        "damaged: 2",
        "→ `whynow backups` says what is wrong",
    ] {
        assert!(ran.out.contains(words), "\"{words}\" is not in {ran:?}");
    }
    fs::set_permissions(home.path("Dropbox/book.db"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(of(&["doctor"]).out.contains("(mode 644)"), "{:?}", of(&["doctor"]));
    fs::write(home.path("Dropbox/book.db"), "ruined").unwrap();
    assert!(of(&["doctor"]).out.contains("lists what to go back to"));
}

#[test]
fn a_book_in_a_copied_folder_is_warned_of_once_when_it_is_opened() {
    let home = Home::with_sample();
    fs::create_dir(home.path("OneDrive - Norvik")).unwrap();
    fs::rename(home.path("book.db"), home.path("OneDrive - Norvik/book.db")).unwrap();
    let of = |folder: &str| home.run(&["--book", &format!("{folder}/book.db"), "today"]);
    let first = of("OneDrive - Norvik").err;
    assert!(first.contains("under \"OneDrive - Norvik\"") && first.contains("move the book elsewhere"), "{first}");
    assert_eq!(of("OneDrive - Norvik").err, "");
    // A place that it is moved to is told anew.
    fs::rename(home.path("OneDrive - Norvik"), home.path("Dropbox")).unwrap();
    assert!(of("Dropbox").err.contains("under \"Dropbox\""));
    fs::rename(home.path("Dropbox"), home.path("kept here")).unwrap();
    assert_eq!(of("kept here").err, "");
}

#[test]
fn the_report_is_shown_before_it_is_written_and_names_no_customer() {
    let home = Home::with_sample();
    let shown = home.run(&["doctor", "--bundle", "report.txt"]);
    shown.fails(1, &["nothing was written", "--yes"]);
    assert!(!home.path("report.txt").exists());
    let ran = home.run(&["doctor", "--bundle", "report.txt", "--yes"]);
    let text = fs::read_to_string(home.path("report.txt")).unwrap();
    assert!(ran.out.contains(&text.lines().last().unwrap().to_owned()), "{ran:?}");
    assert!(text.contains("call 2") && text.contains("~/book.db"), "{text}");
    let named = home.json(&["export", "contacts", "--format", "json"]).to_string();
    for word in ["Norvik", "Lund", "Ane", "@"] {
        assert!(named.contains(word) && !text.contains(word), "{word}");
    }
    assert!(!text.contains(home.path("").to_str().unwrap().trim_end_matches('/')), "{text}");
}

//! Every command opens a sealed book, once its passphrase is typed; and the three commands that seal.

use std::fs;

use whynow::store::is_sealed;

use super::{PASSPHRASE, seal};
use crate::cli::hostile::COMMANDS;
use crate::terminal::window::{Desk, Window};

/// Commands that open no book, or only what they are told to.
const NO_BOOK: [&str; 9] = ["demo", "tour", "check", "backups", "restore", "config", "completions", "man", "unseal"];

fn sealed_desk() -> Desk {
    let desk = Desk::sample();
    seal(&desk.book());
    desk
}

fn run(desk: &Desk, args: &[&str]) -> Window {
    let book = desk.book().display().to_string();
    desk.start(&[&["--book", &book], args].concat(), &[])
}

fn typed(window: &mut Window, text: &str) {
    window.keys(&format!("{text}\r"));
}

#[test]
fn every_command_opens_a_sealed_book() {
    let desk = sealed_desk();
    fs::write(desk.path("accounts.csv"), "Company,City\nAcme,Brno\n").unwrap();
    fs::write(desk.path("people.csv"), "Full name,Company\nPat Doe,Acme\n").unwrap();
    let more: [&[&str]; 2] = [&["share", "--since", "all"], &["share", "--since", "all", "--out", "-"]];
    let mut asked = 0;
    for args in COMMANDS.iter().filter(|args| !NO_BOOK.contains(&args[0])).chain(&more) {
        let mut window = run(&desk, args);
        window
            .wait_until("the question", |screen| screen.contains("or its recovery code:") || screen.contains("Usage:"));
        if !window.screen().contains("or its recovery code:") {
            // Wrong use is said before anything is opened.
            window.ended();
            continue;
        }
        asked += 1;
        typed(&mut window, PASSPHRASE);
        if args[0] == "rekey" {
            window.wait_for("New passphrase");
            window.keys("\x03");
        }
        window.ended();
        let shown = window.screen();
        for wrong in ["not its passphrase", "was not typed", "book.db is not", "damaged", "panicked", "ERROR"] {
            assert!(!shown.contains(wrong), "{args:?}: {shown}");
        }
        assert!(is_sealed(&desk.book()), "{args:?}");
    }
    assert!(asked >= 40, "only {asked} commands asked");
}

#[test]
fn without_a_terminal_a_sealed_book_stays_shut_and_the_doctor_says_so() {
    let desk = sealed_desk();
    let home = desk.path("");
    let ran = |args: &[&str]| {
        let mut command = std::process::Command::new("setsid");
        command.arg("-w").arg(env!("CARGO_BIN_EXE_whynow")).arg("--book").arg(desk.book()).args(args);
        command.env_clear().env("HOME", &home).env("PATH", std::env::var("PATH").unwrap());
        command.stdin(std::process::Stdio::null()).output().unwrap()
    };
    let today = ran(&["today"]);
    assert_eq!(today.status.code(), Some(1));
    let says = String::from_utf8(today.stderr).unwrap();
    assert!(says.contains("its passphrase can only be typed at a terminal"), "{says}");
    let doctor = String::from_utf8(ran(&["doctor"]).stdout).unwrap();
    assert!(doctor.contains("the book is sealed") && doctor.contains("was not typed here"), "{doctor}");
}

#[test]
fn a_wrong_passphrase_is_said_three_times_and_opens_nothing() {
    let desk = sealed_desk();
    let mut window = run(&desk, &["today"]);
    for n in 1..=3 {
        window.wait_until("the question", |screen| screen.matches("or its recovery code:").count() == n);
        typed(&mut window, "another passphrase");
    }
    assert_eq!(window.ended(), 1);
    let shown = window.screen();
    assert!(
        shown.contains("That is not its passphrase; nothing is wrong with the file.")
            && shown.contains("was not opened"),
        "{shown}"
    );
    assert!(!shown.contains("another passphrase"), "{shown}");
}

/// The recovery code that stands on the screen, in its groups.
fn code_on(screen: &str) -> Vec<String> {
    let is_group = |word: &&str| word.len() == 5 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    screen.split_whitespace().filter(is_group).map(str::to_owned).collect()
}

/// Answers for a new passphrase, writes the recovery code down and types of it what is asked for.
fn make_seal(window: &mut Window, passphrase: &str) -> String {
    window.wait_for("New passphrase");
    typed(window, passphrase);
    window.wait_for("The same again:");
    typed(window, passphrase);
    window.wait_for("group 3 of the eight:");
    let code = code_on(&window.screen());
    assert_eq!(code.len(), 8, "{}", window.screen());
    typed(window, &code[2]);
    window.wait_for("group 7 of the eight:");
    typed(window, &code[6]);
    code.join(" ")
}

#[test]
fn a_book_is_sealed_opened_with_the_code_sealed_anew_and_unsealed() {
    let desk = Desk::sample();
    desk.run(&["--book", &desk.book().display().to_string(), "backup"]);
    let mut window = run(&desk, &["seal"]);
    let code = make_seal(&mut window, PASSPHRASE);
    window.wait_for("s, r or k:");
    typed(&mut window, "s");
    assert_eq!(window.ended(), 0, "{}", window.screen());
    let shown = window.screen();
    assert!(shown.contains("is sealed.") && shown.contains("1 copy beside it changed alike"), "{shown}");
    assert!(
        shown.contains("What this does not erase") && shown.contains("Only encryption of the whole disk"),
        "{shown}"
    );
    assert!(
        super::files_under(&desk.path("backups"))
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "db"))
            .all(|path| is_sealed(path))
    );

    let mut window = run(&desk, &["rekey"]);
    window.wait_for("or its recovery code:");
    typed(&mut window, &code);
    let new = make_seal(&mut window, "four other quiet words");
    assert_eq!(window.ended(), 0, "{}", window.screen());
    assert_ne!(new, code);
    let mut window = run(&desk, &["today"]);
    window.wait_for("or its recovery code:");
    typed(&mut window, PASSPHRASE);
    window.wait_for("That is not its passphrase");
    typed(&mut window, "four other quiet words");
    assert_eq!(window.ended(), 0);

    let mut window = run(&desk, &["unseal"]);
    window.wait_for("or its recovery code:");
    typed(&mut window, &new);
    window.wait_for("Type unseal");
    typed(&mut window, "unseal");
    window.wait_for("u or k:");
    typed(&mut window, "u");
    assert_eq!(window.ended(), 0, "{}", window.screen());
    assert!(!is_sealed(&desk.book()));
    desk.run(&["--book", &desk.book().display().to_string(), "verify"]);
}

#[test]
fn a_code_that_was_not_written_down_seals_nothing() {
    let desk = Desk::sample();
    let mut window = run(&desk, &["seal"]);
    window.wait_for("New passphrase");
    typed(&mut window, PASSPHRASE);
    window.wait_for("The same again:");
    typed(&mut window, PASSPHRASE);
    for n in 1..=3 {
        window.wait_until("the question", |screen| screen.matches("group 3 of the eight:").count() == n);
        typed(&mut window, "later");
    }
    window.wait_for("nothing was done");
    assert_eq!(window.ended(), 1);
    assert!(!is_sealed(&desk.book()));
}

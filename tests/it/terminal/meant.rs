//! Nothing on the terminal but what is meant.

use std::fs;
use std::time::Duration;

use chrono::Local;

use super::desk::{PLAN, TODAY};
use super::window::{Desk, sequences};

#[test]
fn without_colour_the_selection_is_reversed_and_marked() {
    let desk = Desk::sample();
    let mut window = desk.open_with(&[("NO_COLOR", "1")]);
    window.wait_for(TODAY);
    for keys in ["2", "3", "4", "5", "1p"] {
        window.keys(keys);
        window.wait_quiet(Duration::from_millis(100));
    }
    let colours: Vec<String> = sequences(&window.raw()).into_iter().filter(|sequence| is_colour(sequence)).collect();
    assert_eq!(colours, Vec::<String>::new());
    window.keys("\x1b");
    window.wait_for(TODAY);
    let row = u16::try_from(window.screen().lines().position(|line| line.contains(TODAY)).unwrap()).unwrap();
    assert!(window.look(|screen| screen.cell(row, 1).unwrap().inverse()));
}

/// Sets a foreground or background colour other than the terminal's own.
fn is_colour(sequence: &str) -> bool {
    let Some(numbers) = sequence.strip_prefix("\x1b[").and_then(|rest| rest.strip_suffix('m')) else { return false };
    numbers.split([';', ':']).filter_map(|n| n.parse::<u8>().ok()).any(|n| matches!(n, 30..=38 | 40..=48 | 90..=107))
}

#[test]
fn with_colour_there_is_colour() {
    let desk = Desk::sample();
    let window = desk.open();
    window.wait_for(TODAY);
    assert!(sequences(&window.raw()).iter().any(|sequence| is_colour(sequence)));
}

/// What tries to leave its cell: each in a name, a title, a headline.
const HOSTILE: &[&str] = &[
    "\x1b[2J",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;owned\x07",
    "\x1bP$q\x1b\\",
    "\x1b_apc\x1b\\",
    "\x1b[6n",
    "\u{9b}31m",
    "\u{9d}0;t\u{9c}",
    "\x1b[?1049l",
    "\x08\x08",
    "\u{202e}gnp",
    "\u{2066}x\u{2069}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0041}",
    "\x1b]8;;http://evil\x07",
    "\x07",
    "\x1b",
];

#[test]
fn hostile_names_never_reach_the_terminal() {
    let desk = Desk::empty();
    let mut accounts = "Name,Domain,Industry\n".to_string();
    let mut people = "Full name,Company,Title,Email\n".to_string();
    let mut triggers = "Company,Kind,Title,Date\n".to_string();
    let day = Local::now().date_naive() - chrono::Duration::days(3);
    for (n, bad) in HOSTILE.iter().enumerate() {
        accounts.push_str(&format!("Acme{n}{bad} Works,acme{n}.example,Food{bad}\n"));
        people.push_str(&format!("Pat{n} {bad}Doe,Acme{n}{bad} Works,Chief {bad} officer,pat{n}@acme{n}.example\n"));
        triggers.push_str(&format!("Acme{n}{bad} Works,new_leader,News {n} {bad} of today,{day}\n"));
    }
    for (kind, text) in [("accounts", accounts), ("contacts", people), ("triggers", triggers)] {
        fs::write(desk.path("in.csv"), text).unwrap();
        desk.run(&[
            "--book",
            &desk.book().display().to_string(),
            "import",
            kind,
            &desk.path("in.csv").display().to_string(),
        ]);
    }
    let mut window = desk.open();
    window.wait_for("Who works with this book?");
    window.keys("\x1b");
    window.wait_for("Nobody has a reason");
    for (keys, seen) in [
        ("2", "Acme0"),
        ("\r", "Pat0"),
        ("JJJ", "Acme3"),
        ("p", PLAN),
        ("\x1b", "NAV"),
        ("C", "Their words"),
        ("\x1b", "NAV"),
        ("3", "News"),
        ("\r", "News"),
        ("\x1b", "NAV"),
        (":", "All commands"),
        ("\x1b", "NAV"),
        ("1", "NAV"),
    ] {
        window.keys(keys);
        window.wait_for(seen);
        window.wait_quiet(Duration::from_millis(50));
    }
    window.keys("q");
    window.ended();
    let raw = window.raw();
    let wrong: Vec<String> = sequences(&raw).into_iter().filter(|sequence| !is_ours(sequence)).collect();
    assert_eq!(wrong, Vec::<String>::new());
    let hidden = |c: char| matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    assert!(!String::from_utf8(raw).unwrap().contains(hidden));
}

/// Names whose letters take two cells, or none, or run from right to left.
const WIDE: &[&str] =
    &["東京重工業", "한국전력", "العربية", "हिन्दी", "Z\u{351}\u{36b}algo", "ｆｕｌｌ", "Ünï cödé", "👍 ok"];

#[test]
fn names_of_any_width_leave_every_frame_whole_and_the_caret_behind_what_was_typed() {
    let desk = Desk::empty();
    let rows: String = WIDE.iter().map(|name| format!("{name},{name},{name}\n")).collect();
    fs::write(desk.path("in.csv"), format!("Company,City,Industry\n{rows}")).unwrap();
    let (book, file) = (desk.book().display().to_string(), desk.path("in.csv").display().to_string());
    desk.run(&["--book", &book, "import", "accounts", &file]);
    let mut window = desk.open();
    window.wait_for("Who works with this book?");
    window.keys("\x1b");
    window.wait_for("Nobody has a reason");
    window.keys("2");
    window.wait_for("Ünï");
    window.wait_quiet(Duration::from_millis(100));
    let ragged = window.look(|screen| {
        let lines: Vec<u16> = (0..36).filter(|row| is_frame(screen, *row, 0)).collect();
        lines.into_iter().filter(|row| !is_frame(screen, *row, 119)).collect::<Vec<_>>()
    });
    assert_eq!(ragged, Vec::<u16>::new(), "{}", window.screen());
    window.keys("/");
    window.wait_quiet(Duration::from_millis(100));
    window.keys("東京");
    window.wait_for("/東京");
    window.wait_quiet(Duration::from_millis(100));
    let before_the_caret = window.look(|screen| {
        let (row, column) = screen.cursor_position();
        screen.cell(row, column - 2).map(|cell| cell.contents().to_owned())
    });
    assert_eq!(before_the_caret.as_deref(), Some("京"), "{}", window.screen());
}

fn is_frame(screen: &vt100::Screen, row: u16, column: u16) -> bool {
    screen.cell(row, column).is_some_and(|cell| cell.contents() == "│")
}

/// All that the program itself sends: places, looks, clearing, and the modes it switches on and off.
fn is_ours(sequence: &str) -> bool {
    let modes = ["\x1b[?1049", "\x1b[?25", "\x1b[?2004", "\x1b[?1000", "\x1b[?1006"];
    let mode = modes.iter().any(|mode| matches!(sequence.strip_prefix(mode), Some("h" | "l")));
    let plain = sequence.strip_prefix("\x1b[").is_some_and(|rest| {
        rest.ends_with(['H', 'm', 'J', 'K'])
            && rest.trim_end_matches(char::is_alphabetic).chars().all(|c| c.is_ascii_digit() || c == ';')
    });
    mode || plain
}

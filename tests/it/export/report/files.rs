//! The report as text, and `whynow report` from the outside.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use assert_cmd::cargo::cargo_bin;

use super::sample::{HOSTILE, card, report};

/// A folder with a sample book.
fn home() -> tempfile::TempDir {
    static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = SAMPLE.get_or_init(|| {
        let made = tempfile::tempdir().unwrap();
        whynow(&made, &["demo", "--keep", "book.db"]);
        std::fs::read(made.path().join("book.db")).unwrap()
    });
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("book.db"), bytes).unwrap();
    home
}

fn whynow(home: &tempfile::TempDir, args: &[&str]) -> Output {
    let mut process = Command::new(cargo_bin("whynow"));
    process.args(args).current_dir(home.path()).env_clear().env("HOME", home.path()).env("TZ", "Europe/Oslo");
    if home.path().join("book.db").exists() {
        process.env("WHYNOW_BOOK", home.path().join("book.db"));
    }
    process.output().unwrap()
}

fn text(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_form_goes_to_a_file_of_ones_own_or_to_standard_output() {
    let home = home();
    for (form, begins) in [("--html", "<!doctype html>"), ("--md", "# Was it"), ("--json", "{"), ("--csv", "part,key")]
    {
        let file = home.path().join("out");
        std::fs::write(&file, "old").unwrap();
        let said = whynow(&home, &["report", form, "out"]);
        assert!(said.status.success() && said.stdout.is_empty(), "{said:?}");
        assert!(String::from_utf8_lossy(&said.stderr).contains("The report is in out."), "{said:?}");
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written.starts_with(begins), "{form}: {written:.80}");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{form}");
        assert!(text(whynow(&home, &["report", form, "-"])).starts_with(begins));
    }
    let left: Vec<PathBuf> = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!left.iter().any(|path| path.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_link_is_refused_and_what_it_points_to_is_left_alone() {
    let home = home();
    std::fs::write(home.path().join("theirs"), "theirs").unwrap();
    symlink(home.path().join("theirs"), home.path().join("link.html")).unwrap();
    let refused = whynow(&home, &["report", "--html", "link.html"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is a link"), "{refused:?}");
    assert_eq!(std::fs::read_to_string(home.path().join("theirs")).unwrap(), "theirs");
}

#[test]
fn the_days_and_the_rep_are_chosen_and_what_cannot_be_read_is_said() {
    let home = home();
    let one = text(whynow(&home, &["report", "--rep", "marit", "--from", "year", "--md", "-"]));
    assert!(one.contains("Calls of Marit Solheim,") && !one.contains("### By rep"), "{one:.400}");
    let old = text(whynow(&home, &["report", "--from", "2020-01-01", "--until", "2020-01-31", "--md", "-"]));
    assert!(old.contains("1 Jan – 31 Jan 2020 (31 days)") && old.contains("No call reached anybody"), "{old:.400}");
    for (args, says) in [
        (&["report", "--rep", "nobody", "--md", "-"][..], "No rep is called"),
        (&["report", "--from", "someday", "--md", "-"], "\"someday\" is not a day"),
        (&["report"], "--html"),
        (&["report", "--md", "-", "--csv", "-"], "cannot be used with"),
    ] {
        let refused = whynow(&home, args);
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains(says), "{refused:?}");
    }
}

#[test]
fn hidden_names_are_in_no_form_of_the_report() {
    let home = home();
    for form in ["--html", "--md", "--json", "--csv"] {
        let named = text(whynow(&home, &["report", form, "-"]));
        assert!(named.contains("Marit Solheim"), "{form}");
        let hidden = text(whynow(&home, &["report", "--hide-names", form, "-"]));
        assert!(hidden.contains("rep A"), "{form}");
        for name in ["Marit", "Solheim", "Daniel Okafor", "Ferrer"] {
            assert!(!hidden.contains(name), "{form} names {name}");
        }
    }
}

#[test]
fn too_few_is_said_in_words_and_no_share_is_shown_of_it() {
    let mut few = report();
    few.scorebook.everyone = card("", "everyone", 9, 3, 2, 1);
    let (html, markdown) = (few.html().unwrap(), few.markdown());
    assert!(markdown.contains("3 of 6 said that the time was well spent: too few answers"), "{markdown:.600}");
    assert!(html.contains("<span class=\"few\">too few</span>"));
    let row = String::from_utf8(few.csv()).unwrap().lines().nth(1).unwrap().to_owned();
    assert!(row.starts_with("period,,everyone,9,6,,,,3,2,1,,,,"), "{row}");
}

#[test]
fn a_guess_stands_apart_and_dials_stand_nowhere() {
    let (html, markdown) = (report().html().unwrap(), report().markdown());
    assert!(markdown.contains("| The rep's guess | 25 | 1 | 0 | 26 |"), "{markdown:.2000}");
    // 214 calls reached somebody, 642 were dialled.
    assert!(html.contains("214") && !html.contains("642") && !markdown.contains("642"));
    assert!(!String::from_utf8(report().csv()).unwrap().contains("642"));
}

#[test]
fn the_page_has_landmarks_heads_in_order_and_words_for_every_chart() {
    let html = report().html().unwrap();
    for part in ["<html lang=\"en\">", "<header>", "<nav aria-label=", "<main id=\"main\">", "<footer>", "<caption>"] {
        assert!(html.contains(part), "{part}");
    }
    let levels: Vec<u32> = html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    for chart in html.split("<svg ").skip(1) {
        let chart = chart.split("</svg>").next().unwrap();
        assert!(chart.contains("role=\"img\"") && chart.contains("<title id=") && chart.contains("%"), "{chart:.200}");
        let desc = chart.split("<desc ").nth(1).unwrap().split('>').nth(1).unwrap();
        assert!(desc.len() > 10, "{desc}");
    }
    assert_eq!(
        html.matches("<th scope=\"col\"").count() + html.matches("<th scope=\"row\"").count(),
        html.matches("<th ").count()
    );
    assert!(!html.contains(" style="), "the policy would refuse it");
}

#[test]
fn quotes_say_how_many_there_are_and_lose_their_own_marks() {
    let html = report().html().unwrap();
    assert!(html.contains("The newest 9 calls with a quote; earlier ones are in the book."));
    assert!(html.contains(">&quot;This helped.&quot;\nTwice.</td>"), "marks inside stay");
    assert!(html.contains(">Call again in May.</td>"), "marks around all of it go");
    assert!(html.contains("10:00, 5 min, amended"));
}

#[test]
fn hostile_names_are_text_in_markdown_and_csv_too() {
    let (markdown, csv) = (report().markdown(), String::from_utf8(report().csv()).unwrap());
    assert!(!markdown.contains("<script") && !markdown.contains("<img"), "{markdown}");
    assert!(markdown.contains("&lt;script&gt;"));
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
    assert!(!csv.contains('\u{202e}') && !markdown.contains('\u{202e}'));
    assert_eq!(
        csv.lines().filter(|line| line.contains(",kind,") || line.starts_with("kind,")).count(),
        HOSTILE.len() + 2
    );
    let json: serde_json::Value = serde_json::from_str(&report().json().unwrap()).unwrap();
    assert_eq!(json["scorebook"]["everyone"]["tally"]["connected"], 214);
    assert_eq!(json["quotes"]["calls"].as_array().unwrap().len(), 9);
}

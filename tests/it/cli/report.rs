//! `whynow report` from the outside.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use crate::support::home::Home;

#[test]
fn every_form_goes_to_a_file_of_ones_own_or_to_standard_output() {
    let home = Home::with_sample();
    for (form, begins) in [("--html", "<!doctype html>"), ("--md", "# Was it"), ("--json", "{"), ("--csv", "part,key")]
    {
        let file = home.path("out");
        fs::write(&file, "old").unwrap();
        let said = home.run(&["report", form, "out", "--force"]);
        assert!(said.code == 0 && said.out.is_empty(), "{said:?}");
        assert!(said.err.contains("The report is in out."), "{said:?}");
        let written = fs::read_to_string(&file).unwrap();
        assert!(written.starts_with(begins), "{form}: {written:.80}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{form}");
        assert!(home.ok(&["report", form, "-"]).starts_with(begins));
    }
    let left: Vec<PathBuf> = fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!left.iter().any(|path| path.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_link_is_refused_and_what_it_points_to_is_left_alone() {
    let home = Home::with_sample();
    fs::write(home.path("theirs"), "theirs").unwrap();
    symlink(home.path("theirs"), home.path("link.html")).unwrap();
    home.run(&["report", "--html", "link.html"]).fails(1, &["is a link"]);
    assert_eq!(fs::read_to_string(home.path("theirs")).unwrap(), "theirs");
}

#[test]
fn the_days_and_the_rep_are_chosen_and_what_cannot_be_read_is_said() {
    let home = Home::with_sample();
    let one = home.ok(&["report", "--rep", "marit", "--from", "year", "--md", "-"]);
    assert!(one.contains("Calls of Marit Solheim,") && !one.contains("### By rep"), "{one:.400}");
    let old = home.ok(&["report", "--from", "2020-01-01", "--until", "2020-01-31", "--md", "-"]);
    assert!(old.contains("1 Jan – 31 Jan 2020 (31 days)") && old.contains("No call reached anybody"), "{old:.400}");
    for (args, says) in [
        (&["report", "--rep", "nobody", "--md", "-"][..], "No rep is called"),
        (&["report", "--from", "someday", "--md", "-"], "\"someday\" is not a day"),
        (&["report"], "--html"),
        (&["report", "--md", "-", "--csv", "-"], "cannot be used with"),
    ] {
        home.run(args).fails(2, &[says]);
    }
}

#[test]
fn hidden_names_are_in_no_form_of_the_report() {
    let home = Home::with_sample();
    for form in ["--html", "--md", "--json", "--csv"] {
        let named = home.ok(&["report", form, "-"]);
        assert!(named.contains("Marit Solheim"), "{form}");
        let hidden = home.ok(&["report", "--hide-names", form, "-"]);
        assert!(hidden.contains("rep A"), "{form}");
        for name in ["Marit", "Solheim", "Daniel Okafor", "Ferrer"] {
            assert!(!hidden.contains(name), "{form} names {name}");
        }
    }
}

//! Files that commands write: never over the book or over what is read, whole or not at all, and through a pipe.

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;
use whynow::clock::SystemClock;
use whynow::store::Store;

/// Everything that writes a file, where `FILE` stands for it, and what it reads.
const WRITING: &[(&[&str], &[&str])] = &[
    (&["export", "calls", "--out", "FILE"], &[]),
    (&["export", "contacts", "--format", "vcf", "--out", "FILE"], &[]),
    (&["export", "ics", "--out", "FILE"], &[]),
    (&["export", "--all", "FILE"], &[]),
    (&["report", "--html", "FILE"], &[]),
    (&["week", "--rep", "marit", "--md", "FILE"], &[]),
    (&["sheet", "norvik", "--contact", "ane", "--out", "FILE"], &[]),
    (&["campaign", "close", "lot", "--md", "FILE"], &[]),
    (&["import", "accounts", "list.csv", "--rejects", "FILE"], &["list.csv"]),
    (&["import", "accounts", "list.csv", "--dry-run", "--rejects", "FILE"], &["list.csv"]),
    (&["merge", "team.db", "--report", "FILE"], &["team.db"]),
    (&["share", "--since", "all", "--out", "FILE"], &[]),
    #[cfg(feature = "lock")]
    (&["share", "--since", "all", "--passphrase-file", "word.txt", "--out", "FILE"], &["word.txt"]),
];

/// A folder with a book, and with what commands read.
struct Home {
    dir: TempDir,
}

impl Home {
    fn new() -> Home {
        static MADE: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let made = Home { dir: tempfile::tempdir().unwrap() };
            made.ok(&["demo", "--keep", "book.db"]);
            made.ok(&["share", "--since", "all", "--out", "team.db"]);
            ["book.db", "team.db"].map(|name| fs::read(made.path(name)).unwrap())
        });
        let home = Home { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(home.path("sub")).unwrap();
        fs::create_dir_all(home.path("config/whynow")).unwrap();
        for (name, bytes) in [
            ("book.db", made[0].as_slice()),
            ("team.db", &made[1]),
            ("list.csv", b"Company,City\nHalden Foods,Moss\n???,Oslo\n"),
            ("word.txt", b"four words of mine\n"),
            ("config/whynow/config.toml", b"wpm = 150\n"),
        ] {
            fs::write(home.path(name), bytes).unwrap();
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn process(&self, args: &[&str]) -> Command {
        let mut process = Command::new(cargo_bin("whynow"));
        process.args(args).current_dir(self.dir.path()).stdin(Stdio::null()).env_clear();
        process.env("HOME", self.dir.path()).env("XDG_CONFIG_HOME", self.path("config")).env("TZ", "Europe/Oslo");
        process.env("WHYNOW_BOOK", self.path("book.db"));
        process
    }

    fn run(&self, args: &[&str]) -> Output {
        self.process(args).output().unwrap()
    }

    fn to(&self, args: &[&str], file: &str) -> Output {
        self.run(&args.iter().map(|arg| if *arg == "FILE" { file } else { arg }).collect::<Vec<_>>())
    }

    fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert!(ran.status.success(), "{args:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Everything in the folder by name, with its content; SQLite's own files change with every look.
    fn all(&self) -> Vec<(String, Vec<u8>)> {
        let names = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<_> = names
            .filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"))
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
            .collect();
        all.sort();
        all
    }
}

fn said(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

#[test]
fn no_command_writes_over_the_book_or_over_what_it_reads_under_any_name() {
    let home = Home::new();
    // Open in another window, so that SQLite's files are there.
    let mut held = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    held.add_rep("Kim").unwrap();
    assert!(home.path("book.db-wal").exists());
    symlink("book.db", home.path("link.db")).unwrap();
    fs::hard_link(home.path("book.db"), home.path("hard.db")).unwrap();
    for read in ["list.csv", "team.db", "word.txt"] {
        symlink(format!("../{read}"), home.path("sub").join(read)).unwrap();
    }
    let before = home.all();
    for (args, reads) in WRITING {
        let always = ["book.db", "./book.db", "link.db", "hard.db", "book.db-wal", "config/whynow/config.toml"];
        let mut files: Vec<String> = always.iter().map(ToString::to_string).collect();
        files.extend(reads.iter().flat_map(|read| [format!("./{read}"), format!("sub/{read}")]));
        for file in files {
            let ran = home.to(args, &file);
            assert_eq!(ran.status.code(), Some(1), "{args:?} {file}: {ran:?}");
            let said = said(&ran);
            assert!(said.contains(&file) && said.contains("name another file"), "{args:?} {file}: {said}");
            assert!(home.all() == before, "{args:?} {file} changed something");
        }
    }
    drop(held);
    assert!(home.ok(&["verify"]).contains("is sound"));
    assert!(home.ok(&["campaign", "close", "lot"]).contains("Closed"), "it was not closed for a file that was refused");
}

#[test]
fn every_file_is_its_owners_alone_and_a_link_is_not_followed() {
    for (args, _) in WRITING {
        let home = Home::new();
        let whole = args.contains(&"--all");
        fs::write(home.path("theirs"), "theirs").unwrap();
        symlink("theirs", home.path("link.csv")).unwrap();
        if !whole {
            fs::write(home.path("out"), "old").unwrap();
        }
        let before = home.all();
        let ran = home.to(args, "link.csv");
        assert_eq!(ran.status.code(), Some(1), "{args:?}: {ran:?}");
        assert!(home.all() == before, "{args:?} changed something");
        let ran = home.to(args, "out");
        assert!(ran.status.success(), "{args:?}: {ran:?}");
        let mode = fs::metadata(home.path("out")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, if whole { 0o700 } else { 0o600 }, "{args:?}");
        assert!(whole || fs::read(home.path("out")).unwrap() != b"old", "{args:?}");
        let names: Vec<_> = fs::read_dir(home.dir.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        assert!(!names.iter().any(|name| name.to_string_lossy().contains(".part")), "{args:?}: {names:?}");
    }
}

#[test]
fn what_cannot_be_a_file_is_said_with_what_to_do() {
    let home = Home::new();
    symlink("gone", home.path("nowhere.csv")).unwrap();
    for (file, says) in [
        ("nowhere.csv", "nowhere.csv is a link; name the file itself"),
        ("./sub", "./sub is a folder: name a file in it"),
        ("no/such/file", "no/such/file cannot be written: there is no folder no/such; make it first"),
        ("list.csv/file", "list.csv is not a folder"),
        ("new/", "\"new/\" cannot be the name of a file"),
    ] {
        let ran = home.to(WRITING[0].0, file);
        assert_eq!(ran.status.code(), Some(1), "{file}: {ran:?}");
        assert!(said(&ran).contains(says), "{file}: {}", said(&ran));
    }
    assert!(!home.path("gone").exists());
}

#[test]
fn what_a_run_that_was_cut_off_left_behind_blocks_no_name() {
    let home = Home::new();
    fs::write(home.path("calls.csv.part"), "half").unwrap();
    home.ok(&["export", "calls", "--out", "calls.csv"]);
    home.ok(&["export", "ics", "--out", "calls.csv"]);
    assert_eq!(fs::read(home.path("calls.csv.part")).unwrap(), b"half", "it is somebody's");
    let long = format!("{}.csv", "n".repeat(250));
    home.ok(&["export", "calls", "--out", &long]);
    assert!(home.path(&long).exists(), "a name as long as the file system takes it");
}

#[test]
fn a_dash_is_standard_output_and_what_is_said_goes_beside_it() {
    let begins: &[&[u8]] = &[
        b"call,at,",
        b"BEGIN:VCARD",
        b"BEGIN:VCALENDAR",
        b"",
        b"<!doctype html>",
        b"# ",
        b"# ",
        b"# ",
        b"line,reason,Company,City",
        b"line,reason,Company,City",
        b"{",
        b"SQLite format 3\0",
        #[cfg(feature = "lock")]
        b"age-encryption.org/v1",
    ];
    for (at, ((args, _), begins)) in WRITING.iter().zip(begins).enumerate() {
        if args.contains(&"--all") {
            continue;
        }
        let home = Home::new();
        let ran = home.to(args, if at % 2 == 0 { "-" } else { "/dev/stdout" });
        assert!(ran.status.success(), "{args:?}: {ran:?}");
        assert!(ran.stdout.starts_with(begins), "{args:?}: {:?}", ran.stdout.get(..60));
        let text = String::from_utf8_lossy(&ran.stdout);
        assert!(!text.contains("`whynow "), "{args:?}: an answer stands in the file");
        assert!(*begins != b"{" || serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        assert!(!home.path("-").exists(), "{args:?}");
    }
    let home = Home::new();
    assert!(said(&home.run(&["export", "--all", "-"])).contains("name a new folder"));
    for args in [
        &["share", "--since", "all", "--json", "--out", "-"][..],
        &["import", "accounts", "list.csv", "--json", "--rejects", "-"],
        &["merge", "list.csv", "--json", "--report", "-"],
    ] {
        let ran = home.run(args);
        assert_eq!(ran.status.code(), Some(2), "{ran:?}");
        assert!(said(&ran).contains("both write to standard output"), "{ran:?}");
    }
}

#[test]
fn a_pipe_and_a_device_are_written_through() {
    let home = Home::new();
    assert!(Command::new("mkfifo").arg(home.path("pipe")).status().unwrap().success());
    for (args, _) in WRITING.iter().enumerate().filter(|(at, _)| *at == 0 || *at == 4 || *at > 8).map(|(_, one)| one) {
        let read = home.path("read");
        let to = fs::File::create(&read).unwrap();
        let mut reader = Command::new("cat").arg(home.path("pipe")).stdout(to).spawn().unwrap();
        let ran = home.to(args, "pipe");
        assert!(ran.status.success() && reader.wait().unwrap().success(), "{args:?}: {ran:?}");
        assert!(fs::metadata(&read).unwrap().len() > 0, "{args:?}");
        assert!(fs::symlink_metadata(home.path("pipe")).unwrap().file_type().is_fifo(), "{args:?} put a file there");
    }
    home.ok(&["export", "calls", "--out", "/dev/null"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn standard_output_that_a_shell_opened_in_the_book_is_refused() {
    let home = Home::new();
    let (before, inode) = (home.all(), fs::metadata(home.path("book.db")).unwrap().ino());
    for args in
        [&["export", "calls"][..], &["export", "calls", "--out", "-"], &["today"], &["import", "accounts", "list.csv"]]
    {
        let book = fs::OpenOptions::new().append(true).open(home.path("book.db")).unwrap();
        let ran = home.process(args).stdout(book).output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{ran:?}");
        assert!(said(&ran).contains("goes into the book itself"), "{}", said(&ran));
    }
    assert!(home.all() == before);
    assert_eq!(fs::metadata(home.path("book.db")).unwrap().ino(), inode);
    let list = fs::File::open(home.path("list.csv")).unwrap();
    let ran = home.process(&["import", "accounts", "-", "--rejects", "list.csv"]).stdin(list).output().unwrap();
    assert!(said(&ran).contains("list.csv is the file that is read"), "{ran:?}");
}

#[test]
fn a_file_that_cannot_be_begun_leaves_the_book_as_it_was() {
    let home = Home::new();
    let other = Home::new();
    other.ok(&["import", "accounts", "list.csv"]);
    other.ok(&["share", "--since", "all", "--out", "team.db"]);
    fs::copy(other.path("team.db"), home.path("team.db")).unwrap();
    let ran = home.run(&["merge", "team.db", "--report", "no/such/report.json"]);
    assert!(said(&ran).contains("there is no folder no/such; make it first"), "{ran:?}");
    let ran = home.run(&["campaign", "close", "lot", "--md", "no/such/lot.md"]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert_eq!(home.run(&["show", "halden foods"]).status.code(), Some(1), "nothing was merged");
    home.ok(&["campaign", "close", "lot"]);
    // A book that is to be made by this very command is one too.
    fs::remove_file(home.path("book.db")).unwrap();
    for args in [
        &["merge", "team.db", "--dry-run", "--report", "book.db"][..],
        &["import", "accounts", "list.csv", "--dry-run", "--rejects", "book.db"],
        &["import", "accounts", "list.csv", "--rejects", "book.db-wal"],
    ] {
        let ran = home.run(args);
        assert!(said(&ran).contains("book: name another") || said(&ran).contains("itself: name another"), "{ran:?}");
        assert!(!home.path("book.db").exists(), "{args:?}");
    }
}

//! Files that commands write: never over the book or over what is read, whole or not at all, and through a pipe.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;
use whynow::clock::SystemClock;
use whynow::store::Store;

/// What a command makes of the path that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Makes {
    /// A file, which may replace an older one.
    File,
    /// A new folder.
    Folder,
    /// A new book.
    Book,
}

/// A command that writes a file.
#[derive(Debug)]
pub(super) struct Written {
    /// What is typed, where `FILE` stands for the file.
    pub(super) args: &'static [&'static str],
    /// The files that it reads.
    reads: &'static [&'static str],
    pub(super) makes: Makes,
    /// What the file begins with.
    begins: &'static [u8],
}

impl Written {
    /// The words of the command and the option that names the file.
    pub(super) fn option(&self) -> String {
        let at = self.args.iter().position(|arg| *arg == "FILE").unwrap();
        let mut commands = whynow::cli::definition();
        let mut words = Vec::new();
        for arg in self.args {
            let Some(inner) = commands.find_subcommand(arg).cloned() else { break };
            words.push(*arg);
            commands = inner;
        }
        words.push(self.args[at - 1]);
        words.join(" ")
    }
}

const fn writes(args: &'static [&'static str], begins: &'static [u8]) -> Written {
    Written { args, reads: &[], makes: Makes::File, begins }
}

const fn rejects(args: &'static [&'static str], reads: &'static [&'static str]) -> Written {
    Written { args, reads, makes: Makes::File, begins: b"line,reason," }
}

/// Everything that writes a file.
pub(super) const WRITING: &[Written] = &[
    writes(&["export", "accounts", "--out", "FILE"], b"company,domain,"),
    writes(&["export", "contacts", "--out", "FILE"], b"name,given name,"),
    writes(&["export", "contacts", "--format", "vcf", "--out", "FILE"], b"BEGIN:VCARD"),
    writes(&["export", "triggers", "--format", "json", "--out", "FILE"], b"[\n"),
    writes(&["export", "calls", "--out", "FILE"], b"call,at,"),
    writes(&["export", "dnc", "--out", "FILE"], b"phone,email,"),
    writes(&["export", "overrides", "--out", "FILE"], b"call,at,"),
    writes(&["export", "ics", "--out", "FILE"], b"BEGIN:VCALENDAR"),
    Written { args: &["export", "--all", "FILE"], reads: &[], makes: Makes::Folder, begins: b"" },
    Written { args: &["demo", "--keep", "FILE"], reads: &[], makes: Makes::Book, begins: b"SQLite format 3\0" },
    writes(&["report", "--html", "FILE"], b"<!doctype html>"),
    writes(&["report", "--md", "FILE"], b"# "),
    writes(&["report", "--json", "FILE"], b"{"),
    writes(&["report", "--csv", "FILE"], b""),
    writes(&["week", "--rep", "marit", "--md", "FILE"], b"# "),
    writes(&["sheet", "norvik", "--contact", "ane", "--out", "FILE"], b"# "),
    writes(&["campaign", "close", "lot", "--md", "FILE"], b"# "),
    writes(&["erase", "ane lund", "--yes-name", "Ane Lund", "--receipt", "FILE"], b""),
    writes(&["person", "ane lund", "--html", "--out", "FILE"], b"<!doctype html>"),
    writes(&["doctor", "--yes", "--bundle", "FILE"], b""),
    Written { args: &["salvage", "--to", "FILE"], reads: &[], makes: Makes::Book, begins: b"SQLite format 3\0" },
    rejects(&["import", "list.csv", "--rejects", "FILE"], &["list.csv"]),
    rejects(&["import", "accounts", "list.csv", "--rejects", "FILE"], &["list.csv"]),
    rejects(&["import", "accounts", "list.csv", "--dry-run", "--rejects", "FILE"], &["list.csv"]),
    rejects(&["import", "contacts", "people.csv", "--rejects", "FILE"], &["people.csv"]),
    rejects(&["import", "invites", "day.ics", "--rejects", "FILE"], &["day.ics"]),
    rejects(&["import", "triggers", "news.csv", "--rejects", "FILE"], &["news.csv"]),
    rejects(&["import", "calls", "calls.csv", "--rejects", "FILE"], &["calls.csv"]),
    rejects(&["import", "dnc", "dnc.csv", "--rejects", "FILE"], &["dnc.csv"]),
    Written { args: &["merge", "team.db", "--report", "FILE"], reads: &["team.db"], makes: Makes::File, begins: b"{" },
    writes(&["share", "--since", "all", "--out", "FILE"], b"SQLite format 3\0"),
    #[cfg(feature = "lock")]
    Written {
        args: &["share", "--since", "all", "--passphrase-file", "word.txt", "--out", "FILE"],
        reads: &["word.txt"],
        makes: Makes::File,
        begins: b"age-encryption.org/v1",
    },
];

const INVITE: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTART:20260304T090000Z\r\n\
SUMMARY:Talk\r\nATTENDEE;CN=Ane Lund:mailto:ane@norvik.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Every other path on the command line: the book and the settings, what is read, and a folder in which a new file is made
/// under a name of its own.
pub(super) const READING: &[&str] = &[
    "--book",
    "--config",
    "backup --passphrase-file",
    "backup --to",
    "check file",
    "erase --also",
    "feeds add from",
    "import --all",
    "import file",
    "import accounts file",
    "import contacts file",
    "import invites file",
    "import triggers file",
    "import calls file",
    "import dnc file",
    "merge files",
    "merge --passphrase-file",
    "profile file",
    "restore --passphrase-file",
    "restore which",
    "salvage from",
    "share --passphrase-file",
];

/// A folder with a book, and with what commands read.
pub(super) struct Home {
    pub(super) dir: TempDir,
}

impl Home {
    pub(super) fn new() -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(home.path("sub")).unwrap();
        fs::create_dir_all(home.path("config/whynow")).unwrap();
        home.back_to_the_start();
        home
    }

    /// Puts the book and what commands read back to what they were.
    pub(super) fn back_to_the_start(&self) {
        static MADE: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let made = Home { dir: tempfile::tempdir().unwrap() };
            made.ok(&["demo", "--keep", "book.db"]);
            made.ok(&["share", "--since", "all", "--out", "team.db"]);
            ["book.db", "team.db"].map(|name| fs::read(made.path(name)).unwrap())
        });
        for end in ["-wal", "-shm"] {
            fs::remove_file(self.path(&format!("book.db{end}"))).unwrap_or_default();
        }
        for (name, bytes) in [
            ("book.db", made[0].as_slice()),
            ("team.db", &made[1]),
            ("list.csv", b"Company,City\nHalden Foods,Moss\n???,Oslo\n"),
            ("people.csv", b"Name,Company,Email\nKari Berg,Halden Foods,kari@halden.example\n,,\n"),
            ("news.csv", b"Headline,Company,Date\nHalden Foods opens a mill,Halden Foods,2026-03-02\n,,\n"),
            ("calls.csv", b"date,time,name,company,result\n2020-03-02,09:15,Ane Lund,Norvik Foods,Connected\n"),
            ("dnc.csv", b"Phone\n+47 22 00 00 01\nnothing\n"),
            ("day.ics", INVITE),
            ("word.txt", b"four words of mine\n"),
            ("config/whynow/config.toml", b"wpm = 150\n"),
        ] {
            fs::write(self.path(name), bytes).unwrap();
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
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

    pub(super) fn to(&self, args: &[&str], file: &str) -> Output {
        self.run(&args.iter().map(|arg| if *arg == "FILE" { file } else { arg }).collect::<Vec<_>>())
    }

    fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert!(ran.status.success(), "{args:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Everything in the folder by name, with its content; SQLite's own files and the reserve change with every look.
    fn all(&self) -> Vec<(String, Vec<u8>)> {
        let names = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<_> = names
            .filter(|path| {
                path.is_file() && !["-shm", "-reserve"].iter().any(|end| path.to_string_lossy().ends_with(end))
            })
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
            .collect();
        all.sort();
        all
    }
}

pub(super) fn said(ran: &Output) -> String {
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
    for read in WRITING.iter().flat_map(|command| command.reads).collect::<BTreeSet<_>>() {
        symlink(format!("../{read}"), home.path("sub").join(read)).unwrap();
    }
    let before = home.all();
    for Written { args, reads, .. } in WRITING.iter().filter(|command| command.makes != Makes::Book) {
        let always = [
            "book.db",
            "./book.db",
            "link.db",
            "hard.db",
            "book.db-wal",
            "book.db-reserve",
            "config/whynow/config.toml",
        ];
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
        let ran = home.to(WRITING[0].args, file);
        assert_eq!(ran.status.code(), Some(1), "{file}: {ran:?}");
        assert!(said(&ran).contains(says), "{file}: {}", said(&ran));
    }
    assert!(!home.path("gone").exists());
}

#[test]
fn what_a_run_that_was_cut_off_left_behind_blocks_no_name() {
    let home = Home::new();
    fs::write(home.path("out.csv.part"), "half").unwrap();
    home.ok(&["export", "calls", "--out", "out.csv"]);
    assert_eq!(fs::read(home.path("out.csv.part")).unwrap(), b"half", "it is somebody's");
    let long = format!("{}.csv", "n".repeat(250));
    home.ok(&["export", "calls", "--out", &long]);
    assert!(home.path(&long).exists(), "a name as long as the file system takes it");
}

#[test]
fn a_dash_is_standard_output_and_what_is_said_goes_beside_it() {
    for (at, Written { args, makes, begins, .. }) in WRITING.iter().enumerate() {
        if *makes != Makes::File {
            continue;
        }
        let home = Home::new();
        let ran = home.to(args, if at % 2 == 0 { "-" } else { "/dev/stdout" });
        assert!(ran.status.success(), "{args:?}: {ran:?}");
        assert!(ran.stdout.starts_with(begins), "{args:?}: {:?}", ran.stdout.get(..60));
        let text = String::from_utf8_lossy(&ran.stdout);
        assert!(args[0] == "doctor" || !text.contains("`whynow "), "{args:?}: an answer stands in the file");
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
    other.ok(&["share", "--since", "all", "--out", "team.db", "--force"]);
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

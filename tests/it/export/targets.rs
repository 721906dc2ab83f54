//! Every command that writes a file, against every kind of thing that may stand where it is told to write.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread;

use whynow::cli;

use super::written::{Home, Makes, READING, WRITING, Written, said};

macro_rules! kinds {
    ($($kind:ident,)*) => {
        /// What stands where a command is told to write.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Kind {
            $($kind,)*
        }

        const KINDS: &[Kind] = &[$($kind,)*];
    };
}

kinds! {
    NewFile,
    FileOfOthers,
    OwnEarlierFile,
    OwnFileThatWasEdited,
    FileOfAnotherCommand,
    TheBook,
    SideFile,
    SideFileToCome,
    HardLinkToTheBook,
    AnotherBook,
    SideFileOfAnotherBook,
    Link,
    LinkToTheBook,
    LinkThatLeadsNowhere,
    Pipe,
    Folder,
    FullDevice,
    FolderThatMayNotBeWritten,
    StandardOutput,
}

use Kind::*;

/// How a command has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The file is whole, and its owner's alone.
    Written,
    /// Refused, and nothing has changed; `--force` replaces it.
    NeedsForce,
    /// Refused with `--force` too, and nothing has changed.
    Refused,
    /// It went through, and what stands there still does.
    Through,
    /// It went there and failed; what stands there still does.
    Failed,
}

fn end(kind: Kind, makes: Makes) -> End {
    match (kind, makes) {
        (NewFile, _) => End::Written,
        (Folder, Makes::Folder) => End::Written,
        (OwnEarlierFile, Makes::File) => End::Written,
        (FileOfOthers | OwnFileThatWasEdited | FileOfAnotherCommand, Makes::File) => End::NeedsForce,
        (Pipe | StandardOutput, Makes::File) => End::Through,
        (FullDevice, Makes::File) => End::Failed,
        (
            FileOfOthers | OwnEarlierFile | OwnFileThatWasEdited | FileOfAnotherCommand | Pipe | Folder | FullDevice
            | StandardOutput,
            _,
        )
        | (
            TheBook
            | SideFile
            | SideFileToCome
            | HardLinkToTheBook
            | AnotherBook
            | SideFileOfAnotherBook
            | Link
            | LinkToTheBook
            | LinkThatLeadsNowhere
            | FolderThatMayNotBeWritten,
            _,
        ) => End::Refused,
    }
}

/// Lets the command write its file once before; somebody may have edited it since.
fn write_earlier(home: &Home, command: &Written, edited: bool) {
    let ran = home.to(command.args, "out");
    assert!(ran.status.success(), "{command:?}: {ran:?}");
    home.back_to_the_start();
    if edited && command.makes != Makes::Folder {
        let mut text = fs::read(home.path("out")).unwrap();
        text.extend(b"a line of mine\n");
        fs::write(home.path("out"), text).unwrap();
    }
}

/// Puts what is to stand there into the home, and names it. Nothing where this machine cannot have it.
fn put(kind: Kind, home: &Home, command: &Written) -> Option<String> {
    let name = match kind {
        NewFile => "out",
        FileOfOthers => {
            fs::write(home.path("out"), "theirs").unwrap();
            "out"
        }
        OwnEarlierFile | OwnFileThatWasEdited => {
            write_earlier(home, command, kind == OwnFileThatWasEdited);
            "out"
        }
        FileOfAnotherCommand => {
            let other = WRITING.iter().find(|other| other.args[..2] != command.args[..2]).unwrap();
            assert!(home.to(other.args, "out").status.success());
            "out"
        }
        TheBook => "./book.db",
        SideFile => {
            fs::write(home.path("book.db-import"), "").unwrap();
            "book.db-import"
        }
        SideFileToCome => "sub/../book.db-journal",
        HardLinkToTheBook => {
            fs::hard_link(home.path("book.db"), home.path("hard.db")).unwrap();
            "hard.db"
        }
        AnotherBook | SideFileOfAnotherBook => {
            fs::copy(home.path("book.db"), home.path("sub/mia.db")).unwrap();
            if kind == AnotherBook { "sub/mia.db" } else { "sub/mia.db-wal" }
        }
        Link => {
            fs::write(home.path("theirs"), "theirs").unwrap();
            symlink("theirs", home.path("link")).unwrap();
            "link"
        }
        LinkToTheBook => {
            symlink("book.db", home.path("link.db")).unwrap();
            "link.db"
        }
        LinkThatLeadsNowhere => {
            symlink("nowhere", home.path("link")).unwrap();
            "link"
        }
        Pipe => {
            assert!(Command::new("mkfifo").arg(home.path("pipe")).status().unwrap().success());
            "pipe"
        }
        Folder => {
            fs::create_dir(home.path("folder")).unwrap();
            "folder"
        }
        FullDevice => "/dev/full",
        FolderThatMayNotBeWritten => return closed_folder(home),
        StandardOutput => "-",
    };
    Some(name.to_owned())
}

/// A file in a folder that this user may not write to; whoever may write everywhere has one of the system's.
fn closed_folder(home: &Home) -> Option<String> {
    let folder = home.path("closed");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.join("try"), "").is_err() {
        return Some("closed/out".to_owned());
    }
    fs::remove_file(folder.join("try")).unwrap();
    fs::write("/sys/whynow-try", "").is_err().then(|| "/sys/out".to_owned())
}

/// Everything in the home by name, links as where they lead, files with their content, and what kind a device is.
fn seen(folder: &Path) -> Vec<(PathBuf, String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut look = vec![folder.to_owned()];
    while let Some(folder) = look.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.to_string_lossy().into_owned();
            // SQLite's own and the reserve, which come and go with every look at the book.
            if ["-shm", "-wal", "-reserve"].iter().any(|end| name.ends_with(end)) {
                continue;
            }
            let content = match () {
                () if kind.is_symlink() => fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
                () if kind.is_file() => fs::read(&path).unwrap(),
                () => Vec::new(),
            };
            if kind.is_dir() {
                look.push(path.clone());
            }
            all.push((path, format!("{kind:?}"), content));
        }
    }
    all.sort();
    all
}

/// Reads a pipe until its writer closes it.
fn reader(home: &Home) -> Child {
    let to = fs::File::create(home.path("read")).unwrap();
    Command::new("cat").arg(home.path("pipe")).stdout(to).spawn().unwrap()
}

fn with_force(args: &[&'static str]) -> Vec<&'static str> {
    args.iter().copied().chain(["--force"]).collect()
}

fn is_whole(home: &Home, file: &str, makes: Makes) {
    let found = fs::symlink_metadata(home.path(file)).unwrap();
    let (mode, kind) = (found.permissions().mode() & 0o777, found.file_type());
    match makes {
        Makes::Folder => assert!(kind.is_dir() && mode == 0o700, "{file}: {mode:o}"),
        Makes::File | Makes::Book => assert!(kind.is_file() && mode == 0o600 && found.len() > 0, "{file}: {mode:o}"),
    }
    let left = seen(home.dir.path()).into_iter().find(|(path, ..)| path.to_string_lossy().contains(".part"));
    assert_eq!(left, None);
}

fn refuses(home: &Home, args: &[&str], file: &str) -> Output {
    let before = seen(home.dir.path());
    let ran = home.to(args, file);
    assert!(matches!(ran.status.code(), Some(1 | 2)), "{args:?} {file}: {ran:?}");
    assert!(!said(&ran).contains("panicked") && !said(&ran).trim().is_empty(), "{ran:?}");
    assert!(seen(home.dir.path()) == before, "{args:?} {file} changed something");
    ran
}

fn ends_as_it_must(kind: Kind, command: &Written, home: &Home, file: &str) {
    let (args, makes) = (command.args, command.makes);
    match end(kind, makes) {
        End::Written => {
            let ran = home.to(args, file);
            assert!(ran.status.success(), "{args:?}: {ran:?}");
            is_whole(home, file, makes);
        }
        End::NeedsForce => {
            let ran = refuses(home, args, file);
            assert!(said(&ran).contains("is there already") && said(&ran).contains("--force"), "{}", said(&ran));
            let old = fs::read(home.path(file)).unwrap();
            let ran = home.to(&with_force(args), file);
            assert!(ran.status.success(), "{args:?}: {ran:?}");
            is_whole(home, file, makes);
            assert!(fs::read(home.path(file)).unwrap() != old);
        }
        End::Refused => {
            refuses(home, args, file);
            if makes == Makes::File {
                refuses(home, &with_force(args), file);
            }
        }
        End::Through if kind == StandardOutput => {
            let ran = home.to(args, file);
            assert!(ran.status.success() && !ran.stdout.is_empty(), "{args:?}: {ran:?}");
            assert!(!home.path("-").exists(), "{args:?}: a file called -");
        }
        End::Through => {
            let mut reader = reader(home);
            let ran = home.to(args, file);
            assert!(ran.status.success() && reader.wait().unwrap().success(), "{args:?}: {ran:?}");
            assert!(fs::metadata(home.path("read")).unwrap().len() > 0, "{args:?}");
            assert!(fs::symlink_metadata(home.path(file)).unwrap().file_type().is_fifo(), "{args:?}");
        }
        End::Failed => {
            let ran = home.to(args, file);
            assert_eq!(ran.status.code(), Some(1), "{args:?}: {ran:?}");
            assert!(fs::symlink_metadata(file).unwrap().file_type().is_char_device(), "{args:?}");
        }
    }
}

#[test]
fn every_command_that_writes_a_file_meets_every_kind_of_target_and_spoils_none() {
    // Most of the time goes into waiting for the disk.
    thread::scope(|threads| {
        for kinds in KINDS.chunks(5) {
            threads.spawn(move || kinds.iter().for_each(|kind| meets_every_command(*kind)));
        }
    });
}

fn meets_every_command(kind: Kind) {
    for command in WRITING {
        let home = Home::new();
        match put(kind, &home, command) {
            Some(file) => ends_as_it_must(kind, command, &home, &file),
            None => crate::support::skip("a folder that may not be written", "this user may write everywhere"),
        }
    }
}

/// Every option and argument that takes a path, by the words that lead to it.
fn paths_of(command: &clap::Command, words: &str, found: &mut BTreeSet<String>) {
    for arg in command.get_arguments() {
        let is_path = arg.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>();
        let names = arg.get_value_names().unwrap_or_default();
        if is_path || names.iter().any(|name| name.contains("FILE") || name.contains("FOLDER")) {
            let name = arg.get_long().map_or_else(|| arg.get_id().to_string(), |long| format!("--{long}"));
            found.insert(format!("{words} {name}").trim().to_owned());
        }
    }
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        paths_of(inner, &format!("{words} {}", inner.get_name()), found);
    }
}

#[test]
fn the_table_holds_every_path_that_the_command_line_takes() {
    let mut taken = BTreeSet::new();
    paths_of(&cli::definition(), "", &mut taken);
    let written = WRITING.iter().map(Written::option);
    let held: BTreeSet<String> = written.chain(READING.iter().map(ToString::to_string)).collect();
    let unknown: Vec<_> = taken.difference(&held).collect();
    let gone: Vec<_> = held.difference(&taken).collect();
    assert!(unknown.is_empty(), "written or read? Put them into WRITING or READING: {unknown:?}");
    assert!(gone.is_empty(), "not on the command line: {gone:?}");
}

//! The power fails: of what was written and not yet asked for by the disk, any part may be missing. The writes of saves are
//! recorded as the system sees them, and played back up to a cut.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use whynow::domain::query::CallQuery;
use whynow::store::Store;

use crate::support::book::{account, clock, contact, open};
use crate::support::skip;
use crate::support::stepper::{can_step, program};

/// Saves that are recorded, and cuts that are tried.
const SAVES: usize = 6;
const CUTS: usize = 60;

/// What happened to a file of the book, in the order in which it happened.
#[derive(Debug, Clone)]
enum Event {
    Write(String, usize, Vec<u8>),
    Cut(String, usize),
    Synced(String),
    Removed(String),
    /// The program said that the call is logged.
    Saved,
}

/// Runs the program and returns what it did to the files of the book.
fn recorded(folder: &Path, args: &[&str]) -> Vec<Event> {
    let log = folder.join("strace.log");
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-xx", "-s", "100000", "-e", "signal=none", "-o", log.to_str().unwrap()]);
    traced.args(["-e", "trace=openat,close,pwrite64,ftruncate,fsync,fdatasync,unlink"]);
    program(&mut traced, folder, args);
    let status = traced.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{args:?}: {status}");
    let text = fs::read_to_string(&log).unwrap();
    fs::remove_file(log).unwrap();
    let mut open = BTreeMap::new();
    text.lines().filter_map(|line| event(line, &mut open)).collect()
}

/// Reads a line of strace; `None` for what is no change of a file of the book.
fn event(line: &str, open: &mut BTreeMap<String, String>) -> Option<Event> {
    assert!(!line.contains("unfinished"), "two threads write: {line}");
    let (call, rest) = line.split_once(' ')?.1.trim().split_once('(')?;
    let (arguments, result) = rest.rsplit_once(')')?;
    let result = result.trim().trim_start_matches("= ");
    let quoted = || arguments.split('"').nth(1).map(bytes);
    let numbers = || arguments.rsplit(", ").filter_map(|number| number.parse::<usize>().ok());
    let fd = arguments.split([',', ')']).next()?.trim().to_owned();
    let of_book = |path: &str| {
        let name = path.rsplit('/').next().unwrap().to_owned();
        ["book.db", "book.db-wal", "book.db-journal"].contains(&name.as_str()).then_some(name)
    };
    match call {
        "openat" => {
            let name = of_book(&String::from_utf8(quoted()?).ok()?)?;
            open.insert(result.to_owned(), name);
            None
        }
        "close" => {
            open.remove(&fd);
            None
        }
        "pwrite64" => Some(Event::Write(open.get(&fd)?.clone(), numbers().next()?, quoted()?)),
        "ftruncate" => Some(Event::Cut(open.get(&fd)?.clone(), numbers().next()?)),
        "fsync" | "fdatasync" => Some(Event::Synced(open.get(&fd)?.clone())),
        "unlink" if result == "0" => Some(Event::Removed(of_book(&String::from_utf8(quoted()?).ok()?)?)),
        _ => None,
    }
}

/// Bytes as strace writes them: "\x53\x51".
fn bytes(hex: &str) -> Vec<u8> {
    hex.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// Files, and what is written to them and may not have reached the disk.
#[derive(Clone)]
struct Disk {
    files: BTreeMap<String, Vec<u8>>,
    waiting: Vec<Event>,
    /// The disk says that it has everything, and has nothing.
    lies: bool,
}

impl Disk {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Synced(name) if !self.lies => {
                let (of_it, rest) =
                    std::mem::take(&mut self.waiting).into_iter().partition(|one| one.file() == Some(name.as_str()));
                self.waiting = rest;
                let of_it: Vec<Event> = of_it;
                of_it.iter().for_each(|one| self.reach(one, 1));
            }
            Event::Removed(_) => self.reach(event, 1),
            Event::Write(..) | Event::Cut(..) => self.waiting.push(event.clone()),
            Event::Synced(_) | Event::Saved => {}
        }
    }

    /// What of an event reaches the disk: all, or of a write one part in `parts`.
    fn reach(&mut self, event: &Event, parts: usize) {
        match event {
            Event::Write(name, at, bytes) => {
                let file = self.files.entry(name.clone()).or_default();
                let bytes = &bytes[..bytes.len() / parts];
                file.resize(file.len().max(at + bytes.len()), 0);
                file[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Event::Cut(name, length) => self.files.entry(name.clone()).or_default().resize(*length, 0),
            Event::Removed(name) => drop(self.files.remove(name)),
            Event::Synced(_) | Event::Saved => {}
        }
    }

    /// The power fails: each write that waits has reached the disk, or half of it has, or nothing.
    fn fail(mut self, seed: usize) -> BTreeMap<String, Vec<u8>> {
        let mut dice = seed as u64 * 7_919 + 13;
        for event in std::mem::take(&mut self.waiting) {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            match (dice >> 40) % 4 {
                0 => self.reach(&event, 2),
                1 => self.reach(&event, 1),
                _ => {}
            }
        }
        self.files
    }
}

impl Event {
    fn file(&self) -> Option<&str> {
        match self {
            Event::Write(name, ..) | Event::Cut(name, _) | Event::Synced(name) | Event::Removed(name) => Some(name),
            Event::Saved => None,
        }
    }
}

/// Calls of a book that came out of a cut; an error says why it is no sound book.
fn calls_after(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<usize, String> {
    fs::create_dir_all(folder).unwrap();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        fs::remove_file(entry.path()).unwrap_or_default();
    }
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
    let mut store = Store::open(&folder.join("book.db"), clock()).map_err(|error| error.to_string())?;
    let faults = store.verify().map_err(|error| error.to_string())?;
    if let Some(fault) = faults.first() {
        return Err(fault.clone());
    }
    let calls = store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).map_err(|error| error.to_string())?;
    Ok(calls.total.n)
}

#[test]
fn a_power_cut_costs_no_call_that_was_said_to_be_logged_and_a_disk_that_lies_would() {
    if !can_step() {
        return skip("power cuts", "strace cannot trace here");
    }
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    {
        let mut store = open(&book, 0);
        let norvik = account(&mut store, "Norvik");
        contact(&mut store, norvik, "Ane Lund");
    }
    let start = BTreeMap::from([("book.db".to_owned(), fs::read(&book).unwrap())]);
    let mut events = Vec::new();
    for _ in 0..SAVES {
        events
            .extend(recorded(folder.path(), &["log", "Ane Lund", "--reach", "busy", "--override", "she asked for it"]));
        events.push(Event::Saved);
    }
    let writes = events.iter().filter(|event| matches!(event, Event::Write(..))).count();
    assert!(writes > 10 * SAVES, "{writes} writes were recorded");
    let cut = folder.path().join("cut");
    let mut lost_by_the_liar = 0;
    for lies in [false, true] {
        for turn in 0..CUTS {
            let until = events.len() * (turn + 1) / CUTS;
            let mut disk = Disk { files: start.clone(), waiting: Vec::new(), lies };
            events[..until].iter().for_each(|event| disk.take(event));
            let saved = events[..until].iter().filter(|event| matches!(event, Event::Saved)).count();
            match calls_after(&cut, &disk.fail(turn)) {
                Ok(calls) if calls >= saved => {}
                found if lies => {
                    assert!(found.is_err() || found.is_ok_and(|calls| calls < saved));
                    lost_by_the_liar += 1;
                }
                found => panic!("cut {turn} after event {until} of {}: {saved} saved, {found:?}", events.len()),
            }
        }
    }
    assert!(lost_by_the_liar > 0, "a disk that keeps nothing lost nothing: the cuts cut nothing");
}

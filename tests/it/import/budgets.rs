//! No file holds anybody up: every reader stops at its budget, and nothing is waited for for good.

use std::fs::File;
use std::io::{Cursor, Read, Write, repeat};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use chrono::FixedOffset;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use whynow::domain::import::options::{Import, OwnPreset, ReadOptions};
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange;
use whynow::exchange::Source;
use whynow::exchange::budget::{Budget, Limits};
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

use crate::support::{clock_at, data, workbook};

const PLENTY: Limits = Limits { rows: 1_000_000, bytes: u64::MAX, seconds: 1_000 };

fn budget(limits: Limits) -> Budget {
    Budget::new(limits, || 0, Arc::default())
}

/// How many rows a file gives within a budget, and what it ends with; `None` where that is its end.
fn read(bytes: impl Read + 'static, budget: &Budget) -> (usize, Option<String>) {
    read_as(None, bytes, budget)
}

fn read_as(kind: Option<ImportKind>, bytes: impl Read + 'static, budget: &Budget) -> (usize, Option<String>) {
    let here = FixedOffset::east_opt(0).unwrap();
    let source = Source::within(bytes, budget.clone());
    match exchange::read("the file", source, kind, &ReadOptions::default(), here) {
        Err(error) => (0, Some(error.to_string())),
        Ok(reading) => {
            let mut rows = 0;
            for record in reading.records {
                match record {
                    Ok(_) => rows += 1,
                    Err(error) => return (rows, Some(error.to_string())),
                }
            }
            (rows, None)
        }
    }
}

/// A file of each format that is read, small enough to be read many times.
fn one_of_each() -> Vec<(&'static str, Vec<u8>)> {
    let file = |name: &str| std::fs::read(data(name)).unwrap();
    vec![
        ("delimited text", b"Company;City\nAcme;Brno\nHalden;Oslo\n".to_vec()),
        ("JSON", br#"[{"name":"Acme","city":"Brno"},{"name":"Halden","city":"Oslo"}]"#.to_vec()),
        ("JSON lines", b"{\"name\":\"Acme\",\"city\":\"Brno\"}\n{\"name\":\"Halden\",\"city\":\"Oslo\"}\n".to_vec()),
        ("cards", b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ane Vik\r\nEND:VCARD\r\n".to_vec()),
        ("a calendar", file("cards/outlook-meeting.ics")),
        ("a feed", file("feeds/atom-1.0-base.xml")),
        ("a workbook", file("workbooks/plain.xlsx")),
    ]
}

#[test]
fn no_reader_takes_half_of_a_file_for_all_of_it() {
    for (what, bytes) in one_of_each() {
        let whole = read(Cursor::new(bytes.clone()), &budget(PLENTY));
        assert!(whole.0 > 0 && whole.1.is_none(), "{what}: {whole:?}");
        let enough = |limit: u64| {
            let got = read(Cursor::new(bytes.clone()), &budget(Limits { bytes: limit, ..PLENTY }));
            let said = got.1.as_deref().is_some_and(|says| says.contains("MB when it is read"));
            assert!(got == whole || said, "{what} within {limit} bytes: {got:?}");
            got == whole
        };
        let length = bytes.len() as u64;
        assert!(!enough(0) && !enough(length / 2) && !enough(length - 1), "{what}");
        let past = if what == "a workbook" { length * 100 } else { length };
        assert!(enough(past), "{what}");
    }
}

#[test]
fn every_reader_stops_where_it_is_when_somebody_stops_it() {
    for (what, bytes) in one_of_each() {
        let stopped = Budget::new(PLENTY, || 0, Arc::new(AtomicBool::new(true)));
        let (rows, says) = read(Cursor::new(bytes), &stopped);
        assert_eq!((rows, says.as_deref()), (0, Some("the file was not read to its end: it was stopped")), "{what}");
    }
}

#[test]
fn rows_bytes_and_seconds_each_have_an_end_and_a_sentence() {
    let list = |rows: usize| Cursor::new(format!("Company;City\n{}", "Acme;Brno\n".repeat(rows)));
    assert_eq!(read(list(7), &budget(Limits { rows: 8, ..PLENTY })), (7, None));
    let (rows, says) = read(list(9), &budget(Limits { rows: 8, ..PLENTY }));
    assert_eq!(rows, 8);
    assert!(says.as_ref().is_some_and(|says| says.contains("has more than 8 rows")), "{says:?}");
    let endless = || Cursor::new("Company;City\n").chain(repeat(b'a'));
    let (_, says) = read(endless(), &budget(Limits { bytes: 5 << 20, ..PLENTY }));
    assert_eq!(
        says.as_deref(),
        Some("the file gives more than 5 MB when it is read, more than are taken of one file; split it")
    );
    // A clock that goes on by a second whenever somebody looks at it.
    let ticks = AtomicI64::new(0);
    let slow =
        Budget::new(Limits { seconds: 30, ..PLENTY }, move || ticks.fetch_add(1_000, Ordering::SeqCst), Arc::default());
    let (_, says) = read(endless(), &slow);
    assert!(says.as_ref().is_some_and(|says| says.contains("gave no row for 30 seconds")), "{says:?}");
}

#[test]
fn a_lid_that_is_closed_for_an_hour_is_no_work() {
    let at = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&at);
    let budget = Budget::new(Limits { seconds: 30, ..PLENTY }, move || clock.load(Ordering::SeqCst), Arc::default());
    at.store(3_600_000, Ordering::SeqCst);
    assert!(budget.check().is_ok());
    at.store(-3_600_000, Ordering::SeqCst);
    assert!(budget.check().is_ok());
}

#[test]
fn a_small_workbook_that_unpacks_to_much_stops_at_its_budget() {
    let bytes = workbook::wide(400);
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    let (_, says) =
        read_as(Some(ImportKind::Accounts), Cursor::new(bytes), &budget(Limits { bytes: 2 << 20, ..PLENTY }));
    assert!(says.as_ref().is_some_and(|says| says.contains("gives more than 2 MB")), "{says:?}");
}

#[test]
fn a_small_workbook_of_a_thousand_sheets_stops_at_its_budget_while_its_sheets_are_looked_into() {
    let bytes = workbook::many_sheets(1_000, 60);
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    for kind in [None, Some(ImportKind::Accounts)] {
        let (rows, says) = read_as(kind, Cursor::new(bytes.clone()), &budget(Limits { bytes: 8 << 20, ..PLENTY }));
        assert_eq!(rows, 0);
        assert!(says.as_ref().is_some_and(|says| says.contains("gives more than 8 MB")), "{says:?}");
    }
}

/// A pipe in a folder of its own.
fn pipe() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    mknodat(CWD, &path, FileType::Fifo, Mode::RWXU, 0).unwrap();
    (folder, path)
}

fn of(path: &Path) -> Import {
    Import { kind: Some(ImportKind::Accounts), path: path.to_owned(), ..Import::default() }
}

fn taken(store: &mut Store, path: &Path, cancel: Arc<AtomicBool>) -> anyhow::Result<ImportReport> {
    let budget = Budget::new(Limits::IMPORT, || 0, cancel);
    import::run(store, &of(path), &budget, &mut |_| Proceed::Go)
}

fn book() -> Store {
    Store::in_memory(clock_at("2026-03-12T09:12:00+01:00")).unwrap()
}

#[test]
fn what_is_no_file_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listens = UnixListener::bind(&socket).unwrap();
    for (path, says) in [
        (folder.path(), "is a folder: name one file"),
        (Path::new("/dev/zero"), "/dev/zero is a device and no file: name one file"),
        (&socket, "is a socket and no file: name one file"),
        (&folder.path().join("none.csv"), "There is no file"),
    ] {
        let refused = taken(&mut book(), path, Arc::default()).unwrap_err();
        assert!(format!("{refused:#}").contains(says), "{refused:#}");
    }
}

#[test]
fn a_pipe_that_nobody_writes_into_is_left_with_a_sentence() {
    let (_folder, path) = pipe();
    let refused = taken(&mut book(), &path, Arc::default()).unwrap_err();
    assert!(format!("{refused:#}").contains("nobody writes into this pipe"), "{refused:#}");
}

#[test]
fn a_pipe_is_read_to_its_end_once() {
    let (_folder, path) = pipe();
    let mut store = book();
    // Recognising it by a preset would read it once more.
    let header = vec!["Company".to_owned(), "City".to_owned()];
    store.save_preset(&OwnPreset { name: "mine".into(), header, ..OwnPreset::default() }).unwrap();
    let writer = {
        let path = path.clone();
        thread::spawn(move || std::fs::write(path, "Company;City\nAcme;Brno\nHalden;Oslo\n").unwrap())
    };
    let report = taken(&mut store, &path, Arc::default()).unwrap();
    writer.join().unwrap();
    assert_eq!(report.totals.created, 2, "{report:?}");
}

#[test]
fn a_pipe_whose_writer_is_silent_is_left_when_somebody_stops_it() {
    let (_folder, path) = pipe();
    let cancel = Arc::new(AtomicBool::new(false));
    let writer = {
        let (path, cancel) = (path.clone(), Arc::clone(&cancel));
        // Opening it waits until it is read, so that the stop comes while it is.
        thread::spawn(move || {
            let open = File::options().write(true).open(path).unwrap();
            cancel.store(true, Ordering::SeqCst);
            open
        })
    };
    let report = taken(&mut book(), &path, cancel).unwrap();
    drop(writer.join().unwrap());
    assert!(report.cancelled && report.notes == ["stopped after 0 rows; nothing was kept"], "{report:?}");
}

#[test]
fn others_write_to_the_book_while_a_workbook_is_tried_and_a_slow_pipe_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock_at("2026-03-12T09:12:00+01:00");
    let place = folder.path().join("book.db");
    let mut store = Store::create(&place, clock.clone()).unwrap();
    let mut other = Store::open(&place, clock).unwrap();
    let sheet = folder.path().join("plain.xlsx");
    std::fs::copy(data("workbooks/plain.xlsx"), &sheet).unwrap();
    let dry = Import { dry_run: true, ..of(&sheet) };
    let tried = import::run(&mut store, &dry, &Budget::default(), &mut |_| {
        other.set_setting("wpm", "140").unwrap();
        Proceed::Go
    });
    assert_eq!(tried.unwrap().totals.created, 3);
    let (_pipe_folder, path) = pipe();
    let (tell, told) = channel();
    let reader = {
        let path = path.clone();
        thread::spawn(move || {
            import::run(&mut store, &of(&path), &Budget::default(), &mut |at| {
                tell.send(at.rows).unwrap();
                Proceed::Go
            })
        })
    };
    let mut writer = File::options().write(true).open(&path).unwrap();
    // Longer than what is looked at before the first row is told from the header.
    let text = "x".repeat(1_500);
    let rows = (0..1_000).map(|n| format!("Company {n};Brno;{text}\n")).collect::<String>();
    writer.write_all(format!("Company;City;Text\n{rows}").as_bytes()).unwrap();
    // The next row does not come yet. Meanwhile others write.
    assert_eq!(told.recv().unwrap(), 1_000);
    other.set_setting("wpm", "150").unwrap();
    writer.write_all(b"Halden;Oslo;\n").unwrap();
    drop(writer);
    assert_eq!(reader.join().unwrap().unwrap().totals.created, 1_001);
}

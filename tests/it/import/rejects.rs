//! Rows that did not enter: all of them in one table, to be mended and imported again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whynow::clock::SystemClock;
use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

struct Desk {
    folder: tempfile::TempDir,
    store: Store,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap(), store: Store::in_memory(Arc::new(SystemClock)).unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&mut self, name: &str, rejects: Option<&Path>) -> anyhow::Result<ImportReport> {
        let kind = Some(ImportKind::Accounts);
        let import = Import { kind, path: self.file(name), rejects: rejects.map(Path::to_owned), ..Import::default() };
        import::run(&mut self.store, &import, &Budget::default(), &mut |_| Proceed::Go)
    }
}

#[test]
fn every_rejected_row_is_written_with_its_line_and_reason_and_all_its_cells() {
    let mut desk = Desk::new();
    let mut text = "Company,City,Note\nNorvik,Oslo,first\n".to_owned();
    for line in 0..12_000 {
        writeln!(text, "???,\"Town, {line}\",=1+1").unwrap();
    }
    std::fs::write(desk.file("list.csv"), text).unwrap();
    let rejects = desk.file("rejects.csv");
    let report = desk.import("list.csv", Some(&rejects)).unwrap();
    assert_eq!((report.totals.created, report.totals.rejected), (1, 12_000));
    assert_eq!(report.rejects.len(), 10_000, "the report holds some of them");
    let written = std::fs::read_to_string(&rejects).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines.len(), 12_001, "the table holds all");
    assert_eq!(lines[0], "line,reason,Company,City,Note");
    assert!(lines[12_000].starts_with("12002,"), "{}", lines[12_000]);
    assert!(lines[12_000].ends_with(",???,\"Town, 11999\",'=1+1"), "{}", lines[12_000]);
}

#[test]
fn mended_rows_are_imported_from_the_table_as_it_is() {
    let mut desk = Desk::new();
    std::fs::write(desk.file("list.csv"), "Company,City\nNorvik,Oslo\n???,Bergen\n").unwrap();
    let rejects = desk.file("rejects.csv");
    desk.import("list.csv", Some(&rejects)).unwrap();
    let mended = std::fs::read_to_string(&rejects).unwrap().replace("???", "Halden Foods");
    std::fs::write(&rejects, mended).unwrap();
    let report = desk.import("rejects.csv", None).unwrap();
    assert_eq!((report.totals.read, report.totals.created), (1, 1), "{:?}", report.rejects);
    assert_eq!(desk.store.find_account("Halden Foods").unwrap().len(), 1);
}

#[test]
fn a_table_that_cannot_be_written_stops_the_import_and_a_link_is_not_followed() {
    let mut desk = Desk::new();
    std::fs::write(desk.file("list.csv"), "Company\nNorvik\n???\n").unwrap();
    let nowhere = desk.file("no/such/folder.csv");
    let refused = desk.import("list.csv", Some(&nowhere)).unwrap_err();
    assert!(format!("{refused:#}").contains("folder.csv"), "{refused:#}");
    std::fs::write(desk.file("precious.txt"), "precious").unwrap();
    let link = desk.file("link.csv");
    std::os::unix::fs::symlink(desk.file("precious.txt"), &link).unwrap();
    assert!(desk.import("list.csv", Some(&link)).is_err());
    assert_eq!(std::fs::read_to_string(desk.file("precious.txt")).unwrap(), "precious");
    assert!(desk.store.find_account("Norvik").unwrap().is_empty(), "nothing was kept");
}

#[test]
fn a_long_file_is_tried_on_a_copy_and_leaves_neither_rows_nor_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = Store::create(&path, Arc::new(SystemClock)).unwrap();
    let mut text = "Company,City\n".to_owned();
    for line in 0..60_000 {
        writeln!(text, "Company number {line},Oslo and some").unwrap();
    }
    let list = folder.path().join("list.csv");
    std::fs::write(&list, text).unwrap();
    let mut other = Store::open(&path, Arc::new(SystemClock)).unwrap();
    let import = Import { kind: Some(ImportKind::Accounts), path: list, dry_run: true, ..Import::default() };
    let mut wrote = 0;
    let report = import::run(&mut store, &import, &Budget::default(), &mut |at| {
        if at.rows == 2_000 {
            other.add_rep("Kim").unwrap();
            wrote += 1;
        }
        Proceed::Go
    })
    .unwrap();
    assert_eq!((report.totals.created, wrote), (60_000, 1), "the other window wrote meanwhile");
    assert!(store.find_account("Company number 7").unwrap().is_empty());
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    names.sort();
    names.retain(|name| !name.to_string_lossy().ends_with("-wal") && !name.to_string_lossy().ends_with("-shm"));
    assert_eq!(names, ["book.db", "list.csv"]);
}

#[test]
fn rows_of_any_width_are_written_as_they_are_and_read_again() {
    let mut desk = Desk::new();
    let text = "Company,City,Employees\nNorvik,Oslo,5\n???\n???,Bergen\nHalden, Inc.,Moss,7\n???,Voss,8,,\n";
    std::fs::write(desk.file("list.csv"), text).unwrap();
    let rejects = desk.file("rejects.csv");
    let report = desk.import("list.csv", Some(&rejects)).unwrap();
    assert_eq!((report.totals.read, report.totals.created, report.totals.rejected), (5, 1, 4));
    let written = std::fs::read_to_string(&rejects).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert!(written.starts_with("line,reason,Company,City,Employees\r\n"), "{written}");
    for (line, end) in [(1, "???"), (2, "???,Bergen"), (3, "Halden, Inc.,Moss,7"), (4, "???,Voss,8,,")] {
        assert!(lines[line].ends_with(&format!(",{end}")), "{end}: {written}");
    }
    let again = desk.import("rejects.csv", None).unwrap();
    let reasons = |report: &ImportReport| report.rejects.iter().map(|one| one.reason.clone()).collect::<Vec<_>>();
    assert_eq!(reasons(&again), reasons(&report), "as they are, they are rejected for the same reasons");
    let names = ["Askim", "Bryn", "Voss Foods"];
    let mended = names.iter().fold(written, |text, name| text.replacen(",???", &format!(",{name}"), 1));
    std::fs::write(&rejects, mended.replace("Halden, Inc.", "\"Halden, Inc.\"")).unwrap();
    let report = desk.import("rejects.csv", None).unwrap();
    assert_eq!((report.totals.read, report.totals.created), (4, 4), "{:?}", report.rejects);
    assert_eq!(desk.store.find_account("Halden, Inc.").unwrap().len(), 1);
}

#[test]
fn cells_that_an_import_leaves_alone_do_not_stop_the_mended_row() {
    let mut desk = Desk::new();
    // Every row has a cell more than the header.
    let text = "Company,City\nNorvik,Oslo,x\n???,Bergen,y\nAskim,Moss,z\nBryn,Voss,w\n";
    std::fs::write(desk.file("list.csv"), text).unwrap();
    // A cell far beyond the last column that has a name.
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/workbooks/corner.xlsx");
    std::fs::copy(sheet, desk.file("corner.xlsx")).unwrap();
    for name in ["list.csv", "corner.xlsx"] {
        let rejects = desk.file("rejects.csv");
        let report = desk.import(name, Some(&rejects)).unwrap();
        assert_eq!(report.totals.rejected, 1, "{name}");
        let again = desk.import("rejects.csv", None).unwrap();
        assert_eq!(again.rejects[0].reason, report.rejects[0].reason, "{name}");
    }
}

#[test]
fn the_book_and_the_file_that_is_read_are_never_taken_for_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let (book, list) = (folder.path().join("book.db"), folder.path().join("list.csv"));
    let mut store = Store::create(&book, Arc::new(SystemClock)).unwrap();
    let text = "Company\nNorvik\n???\n";
    std::fs::write(&list, text).unwrap();
    // The screen names the table itself: list-rejects.csv.
    let table = folder.path().join("list-rejects.csv");
    for precious in [&book, &list] {
        std::fs::hard_link(precious, &table).unwrap();
        let kind = Some(ImportKind::Accounts);
        let import = Import { kind, path: list.clone(), rejects: Some(table.clone()), ..Import::default() };
        let refused = import::run(&mut store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap_err();
        assert!(format!("{refused:#}").contains("under another name: name another file"), "{refused:#}");
        std::fs::remove_file(&table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&list).unwrap(), text);
    assert!(store.find_account("Norvik").unwrap().is_empty(), "nothing was kept");
}

#[test]
fn a_table_that_nobody_named_goes_beside_an_older_one_of_somebody_else() {
    let mut desk = Desk::new();
    std::fs::write(desk.file("list.csv"), "Company\nNorvik\n???\n").unwrap();
    let named = desk.file("list-rejects.csv");
    let wanted = Import { path: desk.file("list.csv"), rejects: Some(named.clone()), ..Import::default() };
    let place = |desk: &Desk| import::free_place_of_rejects(&desk.store, &wanted).unwrap();
    assert_eq!(place(&desk), named);
    desk.import("list.csv", Some(&named)).unwrap();
    assert_eq!(place(&desk), named, "an import wrote it, and may replace it");
    std::fs::write(&named, "mended by hand\n").unwrap();
    assert_eq!(place(&desk), desk.file("list-rejects-2.csv"));
    let refused = desk.import("list.csv", Some(&named)).unwrap_err();
    assert!(refused.to_string().contains("is there already"), "{refused:#}");
    assert_eq!(std::fs::read_to_string(&named).unwrap(), "mended by hand\n");
}

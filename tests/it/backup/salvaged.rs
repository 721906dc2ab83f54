//! What can still be read of a damaged book, in a new one.

use std::fs;
use std::path::Path;
use std::process::Command as Process;

use rusqlite::Connection;
use whynow::domain::query::CallQuery;
use whynow::exchange::budget::Budget;
use whynow::store::{SalvageReport, Store};

use super::later;
use crate::support::book::{account, call, clock, contact, open};
use crate::support::home::{Home, Ran};
use crate::support::pages::{leaves, listing, ruin};

/// Many accounts and people, and calls with some of them.
fn filled(path: &Path) {
    let mut store = open(path, 0);
    store
        .batch::<_, whynow::store::StoreError>(|store| {
            for at in 0..400 {
                let company = account(store, &format!("Company number {at}"));
                let person = contact(store, company, &format!("Person {at}"));
                if at % 4 == 0 {
                    let mut call = call(store, person);
                    call.words = format!("Worth it, number {at}");
                    store.log_call(&call)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

fn number(book: &Path, sql: &str) -> i64 {
    Connection::open(book).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn read_of(report: &SalvageReport, table: &str) -> (u64, Option<u64>) {
    report.tables.iter().find(|one| one.name == table).map(|one| (one.read, one.of)).unwrap()
}

#[test]
fn rows_around_a_ruined_page_are_read_and_a_call_whose_company_is_lost_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
    filled(&book);
    let pages = leaves(&book, "account");
    assert!(pages.len() > 8, "{pages:?}");
    ruin(&book, &pages[3..5]);
    let before = fs::read(&book).unwrap();
    let report = Store::salvage(&book, &new, &later(1)).unwrap();
    assert_eq!(fs::read(&book).unwrap(), before, "the damaged file stays as it is");
    let (read, of) = read_of(&report, "account");
    let lost = 400 - read;
    assert_eq!(of, Some(400));
    assert!((20..120).contains(&lost), "{report:?}");
    assert_eq!(read_of(&report, "contact"), (400, Some(400)));
    assert_eq!(read_of(&report, "call"), (100, Some(100)));
    assert!(report.stand_ins >= lost, "{report:?}");
    let mut store = Store::open(&new, clock()).unwrap();
    assert_eq!(store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n, 100);
    assert!(!store.find_account("Company number 399").unwrap().is_empty());
    assert!(!store.find_account("Lost company").unwrap().is_empty());
    // The link of a call names the company by its id, which is lost with it; nothing else is wrong.
    let others: Vec<&String> =
        report.faults.iter().filter(|fault| !fault.contains("was changed after it was")).collect();
    assert!(others.is_empty(), "{others:?}");
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let logged = call(&mut store, ane);
    store.log_call(&logged).unwrap();
}

/// Has the write-ahead log in the file, so that each page is at its place.
fn settled(path: &Path) -> Vec<u8> {
    filled(path);
    ruin(path, &[]);
    fs::read(path).unwrap()
}

#[test]
fn every_row_is_read_without_the_first_page_the_header_or_the_list_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let whole = settled(&book);
    let listing = listing(&book);
    assert!(listing.len() > 3, "{listing:?}");
    let blank = |pages: &[usize]| {
        let mut bytes = whole.clone();
        pages.iter().for_each(|page| bytes[(page - 1) * 4_096..page * 4_096].fill(0));
        bytes
    };
    let mut header = whole.clone();
    header[..100].iter_mut().enumerate().for_each(|(at, byte)| *byte = (at as u8).wrapping_mul(73) ^ 0xa5);
    let all: Vec<usize> = listing.iter().copied().chain([1]).collect();
    for (what, bytes) in [
        ("the first page", blank(&[1])),
        ("the header", header),
        ("the list of tables", blank(&listing)),
        ("both", blank(&all)),
        ("one page of the list", blank(&listing[..1])),
    ] {
        fs::write(&book, &bytes).unwrap();
        let new = folder.path().join(format!("{what}.db"));
        let report = Store::salvage(&book, &new, &later(1)).unwrap_or_else(|error| panic!("{what}: {error}"));
        for (table, rows) in [("account", 400), ("contact", 400), ("call", 100), ("rep", 1)] {
            assert_eq!(read_of(&report, table).0, rows, "{what}: {table} in {report:?}");
        }
        assert_eq!((&report.faults, report.stand_ins, report.left_out), (&Vec::new(), 0, 0), "{what}: {report:?}");
        assert_eq!(fs::read(&book).unwrap(), bytes, "{what}: the damaged file stays as it is");
        assert_eq!(Store::open(&new, clock()).unwrap().verify().unwrap(), [""; 0], "{what}");
    }
}

#[test]
fn of_a_file_that_ends_early_every_row_that_is_there_is_read_and_what_is_gone_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
    let whole = settled(&book);
    let there = whole.len() / 4_096 * 7 / 10;
    let rows_in =
        |page: &usize| u64::from(whole[(page - 1) * 4_096 + 3]) * 256 + u64::from(whole[(page - 1) * 4_096 + 4]);
    let whole_pages = |table| -> u64 { leaves(&book, table).iter().filter(|page| **page < there).map(rows_in).sum() };
    let (accounts, calls) = (whole_pages("account"), whole_pages("call"));
    assert!((50..400).contains(&accounts) && (10..100).contains(&calls), "{accounts} {calls}");
    fs::write(&book, &whole[..there * 4_096 - 1_000]).unwrap();
    let report = Store::salvage(&book, &new, &later(1)).unwrap();
    // Of the last page a part is there.
    for (table, least) in [("account", accounts), ("call", calls)] {
        assert!((least..least + 20).contains(&read_of(&report, table).0), "{table}: {least} in {report:?}");
    }
    let gone =
        format!("The file ends early: {} of its {} pages are gone", whole.len() / 4_096 - there, whole.len() / 4_096);
    assert_eq!(report.missing[0], gone);
    let ours: Vec<_> = report.faults.iter().filter(|fault| !fault.contains("was changed after it was")).collect();
    assert!(ours.is_empty(), "{ours:?}");
}

#[test]
fn rows_below_a_torn_branch_of_their_table_are_found_by_what_they_look_like() {
    let folder = tempfile::tempdir().unwrap();
    let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
    filled(&book);
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'account'";
    let root = usize::try_from(number(&book, root)).unwrap();
    ruin(&book, &[root]);
    let report = Store::salvage(&book, &new, &later(1)).unwrap();
    assert_eq!(read_of(&report, "account").0, 400, "{report:?}");
    assert_eq!(report.faults, [""; 0]);
}

#[test]
fn a_disk_that_does_not_take_the_new_book_is_no_damage_of_the_old_one() {
    let home = Home::with_sample();
    let program = home.process(&[]);
    let mut limited = Process::new("sh");
    limited.args(["-c", "ulimit -f 400; exec \"$0\" --book book.db salvage --to new.db"]);
    limited.arg(program.get_program()).current_dir(home.path("")).env("HOME", home.path(""));
    let ran = Ran::of(&["salvage"], limited.output().unwrap());
    ran.fails(1, &["the disk does not take more"]);
    assert_eq!((ran.out.as_str(), home.path("new.db").exists()), ("", false), "{ran:?}");
}

#[test]
fn lost_calls_are_gaps_that_a_shared_bundle_can_fill_and_the_rest_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
    filled(&book);
    let bundle = folder.path().join("bundle.db");
    whynow::job::bundle::share(&mut open(&book, 2), None, &bundle, None, &crate::support::permit()).unwrap();
    let pages = leaves(&book, "call");
    ruin(&book, &pages[2..3]);
    let report = Store::salvage(&book, &new, &later(3)).unwrap();
    let (read, _) = read_of(&report, "call");
    assert!(read < 100 && read > 60, "{report:?}");
    assert_eq!(report.faults, [""; 0]);
    let mut store = open(&new, 5);
    assert_eq!(store.missing_links().unwrap().len(), 1);
    whynow::job::bundle::merge(&mut store, &[bundle], None, &Budget::default(), false).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    assert_eq!(number(&new, "SELECT count(*) FROM call"), 100);
}

#[test]
fn a_sound_book_of_every_format_is_salvaged_whole() {
    for minor in 0..Store::format().1 {
        let folder = tempfile::tempdir().unwrap();
        let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
        fs::copy(format!("tests/data/book-1.{minor}.db"), &book).unwrap();
        let report = Store::salvage(&book, &new, &later(1)).unwrap();
        assert!(report.tables.iter().all(|table| table.of == Some(table.read)), "1.{minor}: {report:?}");
        assert_eq!((report.faults, report.stand_ins, report.left_out), (Vec::new(), 0, 0), "1.{minor}");
        for table in ["account", "contact", "trigger", "call", "review", "plan", "draft"] {
            let count = format!("SELECT count(*) FROM {table}");
            assert_eq!(number(&new, &count), number(&book, &count), "1.{minor}: {table}");
        }
        assert!(!Store::open(&new, clock()).unwrap().find_account("Norvik").unwrap().is_empty());
    }
}

#[test]
fn what_only_the_log_beside_a_damaged_book_holds_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let (book, new) = (folder.path().join("book.db"), folder.path().join("new.db"));
    filled(&book);
    let mut store = open(&book, 1);
    account(&mut store, "In the log alone");
    fs::copy(&book, folder.path().join("killed.db")).unwrap();
    fs::copy(folder.path().join("book.db-wal"), folder.path().join("killed.db-wal")).unwrap();
    drop(store);
    Store::salvage(&folder.path().join("killed.db"), &new, &later(1)).unwrap();
    assert!(!Store::open(&new, clock()).unwrap().find_account("In the log alone").unwrap().is_empty());
    assert_eq!(super::files(folder.path()).iter().filter(|name| name.contains("part")).count(), 0);
}

#[test]
fn a_salvage_says_how_many_rows_of_each_kind_it_read() {
    let home = Home::with_sample();
    let said = home.ok(&["salvage", "--to", "new.db"]);
    assert!(said.contains("calls: all 218"), "{said}");
    home.run(&["salvage", "--to", "new.db"]).fails(1, &["is there already"]);
    fs::write(home.path("letter.txt"), "Dear Ane").unwrap();
    home.run(&["salvage", "letter.txt", "--to", "other.db"]).fails(1, &["not a whynow book"]);
    assert!(!home.path("other.db").exists());
    home.run(&["salvage", "--to", "book.db"]).fails(1, &["is there already"]);
    home.ok(&["restore", "new.db"]);
    assert!(home.ok(&["verify"]).contains("is sound"));
}

//! A folder gives the same book back.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use whynow::clock::{Clock, Moment};
use whynow::domain::account::Account;
use whynow::domain::matching::duplicate_pair::PairDecision;
use whynow::job::archive;
use whynow::store::Store;

use super::{Room, clock, files, later, names, same};

#[test]
fn a_second_export_of_what_came_back_is_the_same_to_the_byte() {
    let room = Room::with_sample();
    let taken = archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    assert!(taken.made && taken.rows > 100);
    let store = room.open("new.db");
    assert_eq!(store.verify().unwrap(), room.open("book.db").verify().unwrap());
    archive::export(&store, &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

#[test]
fn the_book_that_came_back_works_like_the_first() {
    let room = Room::with_sample();
    archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    let (mut first, mut second) = (room.open("book.db"), room.open("new.db"));
    assert_eq!(first.profile().unwrap(), second.profile().unwrap());
    assert_eq!(first.feeds().unwrap(), second.feeds().unwrap());
    assert_eq!(first.watch_words().unwrap(), second.watch_words().unwrap());
    assert_eq!(first.reps().unwrap(), second.reps().unwrap());
    let now = later().now();
    let today = |store: &mut Store| format!("{:?}", store.today(now, 0, 20).unwrap());
    assert_eq!(today(&mut first), today(&mut second));
}

#[test]
fn an_export_changes_nothing_and_says_nothing_of_when_it_was_made() {
    let room = Room::with_sample();
    archive::export(&room.open("book.db"), &room.path("later")).unwrap();
    same(&room.path("all"), &room.path("later"));
    let readme = &files(&room.path("all"))["README.md"];
    for name in names(&room.path("all")).iter().filter(|name| *name != "README.md") {
        assert!(readme.contains(name.as_str()), "README.md does not name {name}");
    }
}

#[test]
fn into_a_book_that_has_it_all_nothing_comes() {
    let room = Room::with_sample();
    let taken = archive::import(&room.path("all"), &room.path("book.db"), &later()).unwrap();
    assert!(!taken.made);
    assert!(taken.report.counts.iter().all(|count| count.new == 0 && count.changed == 0), "{:?}", taken.report.counts);
    archive::export(&room.open("book.db"), &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

#[test]
fn an_empty_book_goes_and_comes_back() {
    let room = Room::new();
    drop(Store::create(&room.path("book.db"), clock()).unwrap());
    archive::export(&room.open("book.db"), &room.path("all")).unwrap();
    archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    archive::export(&room.open("new.db"), &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

fn named(name: &str) -> Account {
    Account { name: name.to_owned(), city: Some("Oslo".to_owned()), ..Account::default() }
}

/// A book with two accounts of one name, twice, and four names in its tray.
fn with_pairs(path: &std::path::Path) -> Store {
    let mut store = Store::create(path, clock()).unwrap();
    for name in ["Norvik AS", "Fjordtrans AS", "Norvik Ltd", "Fjordtrans Ltd"] {
        store.save_account(&named(name)).unwrap();
    }
    assert_eq!(store.find_doubles().unwrap().open, 2);
    store
}

#[test]
fn what_was_decided_about_a_pair_comes_back_with_the_book() {
    let room = Room::new();
    let mut store = with_pairs(&room.path("book.db"));
    store.decide_twin(2, PairDecision::Two, false).unwrap();
    archive::export(&store, &room.path("all")).unwrap();
    archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    let mut back = room.open("new.db");
    let found = back.find_doubles().unwrap();
    assert_eq!((found.new, found.open), (0, 1), "what was decided is asked about again");
    let tray = |store: &Store| store.twins(0, 10).unwrap().rows.into_iter().map(|twin| (twin.one, twin.by));
    assert!(tray(&back).eq(tray(&store)), "the pair that waits still waits");
    archive::export(&back, &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

#[test]
fn a_folder_of_the_first_layout_comes_back_without_what_it_did_not_know() {
    let room = Room::with_sample();
    fs::remove_file(room.path("all/twin.jsonl")).unwrap();
    fs::remove_file(room.path("all/touch.jsonl")).unwrap();
    fs::remove_file(room.path("all/erasure.jsonl")).unwrap();
    room.change("book.json", |text| {
        let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        manifest["version"] = 1.into();
        manifest["rows"].as_object_mut().unwrap().remove("twin");
        manifest["rows"].as_object_mut().unwrap().remove("touch");
        manifest["rows"].as_object_mut().unwrap().remove("erasure");
        manifest.to_string()
    });
    let taken = archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    assert!(taken.made && taken.rows > 100);
}

#[test]
fn an_older_row_that_went_into_a_newer_one_comes_back() {
    let room = Room::new();
    let mut store = with_pairs(&room.path("book.db"));
    store.decide_twin(1, PairDecision::Same, true).unwrap();
    archive::export(&store, &room.path("all")).unwrap();
    archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    archive::export(&room.open("new.db"), &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

#[test]
fn a_place_that_is_taken_is_left_alone() {
    let room = Room::with_sample();
    let store = room.open("book.db");
    let told = |name: &str| format!("{:#}", archive::export(&store, &room.path(name)).unwrap_err());
    assert!(told("all").contains("not empty"));
    assert!(told("book.db").contains("is the book itself"));
    assert!(told("book.db-import").contains("is a file of the book"), "a folder there would stop every import");
    fs::write(room.path("list.csv"), "mine").unwrap();
    assert!(told("list.csv").contains("is not a folder"));
    assert!(told("no/such/folder").contains("cannot be made"));
    fs::create_dir(room.path("empty")).unwrap();
    archive::export(&store, &room.path("empty")).unwrap();
    same(&room.path("all"), &room.path("empty"));
    assert!(names(room.folder.path()).iter().all(|name| !name.contains(".part")));
}

#[test]
fn a_log_that_is_left_of_another_book_is_not_taken_for_the_new_one_s() {
    let room = Room::with_sample();
    fs::write(room.path("new.db-wal"), "somebody's last calls").unwrap();
    assert!(room.refused().contains("new.db-wal is left of another book: move it away first"), "{}", room.refused());
}

/// Makes a book while another is being put together.
struct Quicker {
    book: PathBuf,
    clock: Arc<dyn Clock>,
}

impl Clock for Quicker {
    fn now(&self) -> Moment {
        fs::write(&self.book, "a book").unwrap();
        self.clock.now()
    }

    fn new_id(&self) -> uuid::Uuid {
        self.clock.new_id()
    }
}

#[test]
fn a_book_that_was_made_meanwhile_is_not_replaced() {
    let room = Room::with_sample();
    let quicker: Arc<dyn Clock> = Arc::new(Quicker { book: room.path("new.db"), clock: later() });
    let told = archive::import(&room.path("all"), &room.path("new.db"), &quicker).unwrap_err();
    assert!(told.to_string().contains("was made meanwhile"), "{told:#}");
    assert_eq!(fs::read(room.path("new.db")).unwrap(), b"a book");
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::with_sample();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&room.path("all")), 0o700);
    for name in names(&room.path("all")) {
        assert_eq!(mode(&room.path("all").join(&name)), 0o600, "{name}");
    }
}

#[test]
fn the_tables_for_spreadsheets_hold_no_formula() {
    let room = Room::new();
    let mut store = Store::create(&room.path("book.db"), clock()).unwrap();
    let account = whynow::domain::account::Account { name: "=HYPERLINK(1)".to_owned(), ..Default::default() };
    store.save_account(&account).unwrap();
    archive::export(&store, &room.path("all")).unwrap();
    let all = files(&room.path("all"));
    assert!(all["accounts.csv"].contains("'=HYPERLINK(1)") && all["account.jsonl"].contains("\"=HYPERLINK(1)\""));
    archive::import(&room.path("all"), &room.path("new.db"), &later()).unwrap();
    archive::export(&room.open("new.db"), &room.path("again")).unwrap();
    same(&room.path("all"), &room.path("again"));
}

//! What opening a book has to do first is said before it is done.

use std::fs;

use whynow::domain::account::Account;
use whynow::domain::query::ImportKind;
use whynow::store::Store;

use crate::support::book::{account, clock, open};

#[test]
fn an_import_that_was_cut_off_is_named_with_its_rows_before_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (book, cut) = (folder.path().join("book.db"), folder.path().join("cut.db"));
    let clock = clock();
    {
        let mut store = Store::create(&book, clock.clone()).unwrap();
        account(&mut store, "Norvik");
        let mut importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
        for at in 0..6 {
            let row = Account { name: format!("Company number {at}"), ..Account::default() };
            importing.account(&row).unwrap();
            clock.advance(chrono::Duration::seconds(1));
            importing.maybe_commit().unwrap();
        }
        for end in ["", "-wal"] {
            fs::copy(folder.path().join(format!("book.db{end}")), folder.path().join(format!("cut.db{end}"))).unwrap();
        }
    }
    let mut told = Vec::new();
    let store = Store::open_telling(&cut, clock, &mut |says| told.push(says)).unwrap();
    assert!(told.len() == 1 && told[0].contains("The import of long.csv on 11 Mar 2026"), "{told:?}");
    assert!(told[0].contains("What it brought (6 accounts) is taken back") && told[0].contains("a moment"), "{told:?}");
    assert!(store.find_account("Company number 3").unwrap().is_empty());
    assert!(!store.find_account("Norvik").unwrap().is_empty());
    drop(store);
    told.clear();
    drop(Store::open_telling(&cut, crate::support::book::clock(), &mut |says| told.push(says)).unwrap());
    assert_eq!(told, [""; 0], "it is said once");
}

#[test]
fn a_small_book_of_an_older_format_is_brought_up_to_date_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    fs::copy("tests/data/book-1.4.db", &book).unwrap();
    let mut told = Vec::new();
    drop(Store::open_telling(&book, clock(), &mut |says| told.push(says)).unwrap());
    assert_eq!(told, [""; 0]);
    drop(open(&book, 1));
}

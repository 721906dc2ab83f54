//! A book of rows that nobody wrote: archived, restored, and archived again it is the same to the byte.

use std::collections::BTreeMap;
use std::path::Path;

use whynow::domain::import::options::Import;
use whynow::exchange::budget::Budget;
use whynow::job::archive;
use whynow::job::import;
use whynow::job::import::Proceed;

use super::books;
use super::readers::chosen;

/// Takes rows in as a table; the first byte says of what kind they are.
pub fn run(data: &[u8]) {
    let Some((kind, how, rows)) = chosen(data) else { return };
    let folder = books::folder();
    let place = |name: &str| folder.path().join(name);
    let mut store = books::opened(&place("book.db"), books::small());
    std::fs::write(place("rows.csv"), rows).unwrap();
    let wanted = Import { kind: Some(kind), path: place("rows.csv"), how, ..Import::default() };
    if let Err(refused) = import::run(&mut store, &wanted, &Budget::default(), &mut |_| Proceed::Go) {
        assert!(!format!("{refused:#}").trim().is_empty());
    }
    archive::export(&store, &place("first")).unwrap();
    archive::import(&place("first"), &place("again.db"), &books::clock(2)).unwrap();
    let back = whynow::store::Store::open(&place("again.db"), books::clock(2)).unwrap();
    archive::export(&back, &place("second")).unwrap();
    let (first, second) = (files(&place("first")), files(&place("second")));
    assert!(first.keys().eq(second.keys()), "{:?} and {:?}", first.keys(), second.keys());
    for (name, bytes) in &first {
        assert!(*bytes == second[name], "{name} comes back as another");
    }
    assert_eq!(store.verify().unwrap(), back.verify().unwrap());
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|one| (one.file_name().to_string_lossy().into_owned(), std::fs::read(one.path()).unwrap())).collect()
}

//! Files taken into a book: every row is accounted for.

use std::path::Path;

use whynow::domain::account::Account;
use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

/// Takes a file in.
pub(crate) fn take(store: &mut Store, kind: ImportKind, path: &Path) -> ImportReport {
    take_as(store, &Import { kind: Some(kind), path: path.to_owned(), ..Import::default() })
}

/// Takes a text in, as a file of this name.
pub(crate) fn take_text(store: &mut Store, kind: ImportKind, name: &str, text: impl AsRef<[u8]>) -> ImportReport {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    take(store, kind, &path)
}

/// The same with all that can be said about an import. The ends of its rows add up to the rows read.
pub(crate) fn take_as(store: &mut Store, wanted: &Import) -> ImportReport {
    let report = import::run(store, wanted, &Budget::default(), &mut |_| Proceed::Go)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let totals = &report.totals;
    assert_eq!(totals.read, totals.created + totals.updated + totals.same + totals.rejected, "{report:?}");
    report
}

/// Created, updated, same and rejected.
pub(crate) fn ends(report: &ImportReport) -> [u64; 4] {
    let totals = &report.totals;
    [totals.created, totals.updated, totals.same, totals.rejected]
}

/// Every account of a book, page by page.
pub(crate) fn accounts_of(store: &Store) -> Vec<Account> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.whole_accounts(after, 100).unwrap();
        all.extend(page.rows);
        if page.next.is_none() {
            return all;
        }
        after = page.next;
    }
}

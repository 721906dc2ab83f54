//! A desk with a book on disk, files of a few lines, and what the book says of them.

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use whynow::clock::{Clock, FixedClock, Moment};
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Reach, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::matching::MatchBasis;
use whynow::domain::matching::duplicate_pair::{DuplicatePair, PairDecision};
use whynow::domain::query::{AccountDetail, ImportKind, ImportReport};
use whynow::store::Store;

use super::book::clock;
use super::imports::{accounts_of, take};
use super::quick_folder;

pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
    clock: Arc<FixedClock>,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let clock = clock();
        let folder = quick_folder();
        let mut store = Store::create(&folder.path().join("book.db"), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        store.set_rep_name("Ane").unwrap();
        Desk { store, folder, clock }
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Imports lines as a file; the counts add up.
    pub(crate) fn import(&mut self, kind: ImportKind, lines: &str) -> ImportReport {
        let path = self.folder.path().join("in.csv");
        std::fs::write(&path, lines).unwrap();
        self.import_file(kind, &path)
    }

    pub(crate) fn import_file(&mut self, kind: ImportKind, path: &Path) -> ImportReport {
        let report = take(&mut self.store, kind, path);
        let totals = &report.totals;
        let known: u64 = report.known_by.iter().map(|known| known.rows).sum();
        if kind == ImportKind::Accounts || kind == ImportKind::Contacts {
            assert_eq!(
                known,
                totals.updated + totals.same,
                "every row that is known is known by something: {report:?}"
            );
        }
        report
    }

    /// The book's accounts, by name.
    pub(crate) fn accounts(&self) -> Vec<Account> {
        accounts_of(&self.store)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.accounts().into_iter().map(|account| account.name).collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "rows are made in the call")]
    pub(crate) fn account(&mut self, account: Account) -> AccountId {
        self.store.save_account(&account).unwrap()
    }

    pub(crate) fn person(&mut self, account_id: AccountId, name: &str, email: &str) -> ContactId {
        let emails = vec![email.to_owned()];
        self.store.save_contact(&Contact { account_id, name: name.to_owned(), emails, ..Contact::default() }).unwrap()
    }

    pub(crate) fn call(&mut self, contact: ContactId, words: &str) -> Call {
        self.clock.advance(chrono::Duration::minutes(5));
        let mut call = self.store.log_start(contact, self.now()).unwrap().call;
        call.reach = Reach::Connected;
        call.verdict = Some(Verdict::WellSpent);
        call.source = Some(VerdictSource::SaidWhenAsked);
        call.words = words.to_owned();
        self.store.log_call(&call).unwrap();
        call
    }

    pub(crate) fn file(&mut self, id: AccountId) -> AccountDetail {
        let now = self.now();
        self.store.account_file(id, now).unwrap().unwrap()
    }

    /// The pairs that wait: names and why.
    pub(crate) fn tray(&self) -> Vec<(String, String, MatchBasis)> {
        self.twins().into_iter().map(|twin| (twin.one, twin.other, twin.by)).collect()
    }

    pub(crate) fn twins(&self) -> Vec<DuplicatePair> {
        self.store.twins(0, 1_000).unwrap().rows
    }

    pub(crate) fn decide(&mut self, at: usize, decision: PairDecision) -> String {
        let pair = self.twins()[at].pair;
        self.store.decide_twin(pair, decision, false).unwrap()
    }

    pub(crate) fn sound(&self) {
        assert_eq!(self.store.verify().unwrap(), [""; 0]);
    }
}

pub(crate) fn known(report: &ImportReport) -> Vec<(&str, u64)> {
    report.known_by.iter().map(|known| (known.by.as_str(), known.rows)).collect()
}

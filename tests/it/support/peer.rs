//! People who share their books: desks whose clocks differ, bundles on disk, and all that a book holds in one text.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Duration;
use rusqlite::Connection;
use tempfile::TempDir;
use whynow::clock::{Clock, FixedClock, Moment};
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::{Call, Reach, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, ContactId, RepId, ReviewId};
use whynow::domain::import::merge_report::MergeReport;
use whynow::domain::review::{Criterion, Review};
use whynow::exchange::budget::Budget;
use whynow::job::bundle;
use whynow::store::Store;

use super::book::clock;
use super::{permit, quick_folder};

/// One person's machine: a book, and a clock that goes on when they do something.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) path: PathBuf,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) folder: TempDir,
    bundles: u32,
}

impl Desk {
    /// A desk whose clock is so many seconds off from the others'.
    pub(crate) fn new(name: &str, off: i64) -> Desk {
        let clock = clock();
        clock.advance(Duration::seconds(off));
        let folder = quick_folder();
        let path = folder.path().join("book.db");
        let mut store = Store::create(&path, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        store.set_rep_name(name).unwrap();
        Desk { store, path, clock, folder, bundles: 0 }
    }

    pub(crate) fn later(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A bundle of all of it.
    pub(crate) fn share(&mut self) -> PathBuf {
        self.share_since(None)
    }

    pub(crate) fn share_since(&mut self, since: Option<Moment>) -> PathBuf {
        self.bundles += 1;
        let path = self.folder.path().join(format!("bundle-{}.db", self.bundles));
        bundle::share(&mut self.store, since.map(Moment::millis), &path, None, &permit()).unwrap();
        path
    }

    pub(crate) fn merge(&mut self, files: &[&Path]) -> MergeReport {
        self.try_merge(files).unwrap()
    }

    pub(crate) fn try_merge(&mut self, files: &[&Path]) -> Result<MergeReport, String> {
        let files: Vec<PathBuf> = files.iter().map(|path| (*path).to_owned()).collect();
        bundle::merge(&mut self.store, &files, None, &Budget::default(), false).map_err(|error| format!("{error:#}"))
    }

    pub(crate) fn account(&mut self, name: &str) -> AccountId {
        self.store.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap()
    }

    pub(crate) fn person(&mut self, account_id: AccountId, name: &str) -> ContactId {
        let phones = vec![Phone { raw: "+47 22 00 00 00".to_owned(), label: "work".to_owned() }];
        let emails = vec![format!("{}@norvik.example", name.to_lowercase().replace(' ', "."))];
        let contact = Contact { account_id, name: name.to_owned(), phones, emails, ..Contact::default() };
        self.store.save_contact(&contact).unwrap()
    }

    pub(crate) fn call(&mut self, contact: ContactId, words: &str) -> Call {
        let mut call = self.store.log_start(contact, self.now()).unwrap().call;
        call.reach = Reach::Connected;
        call.verdict = Some(Verdict::WellSpent);
        call.source = Some(VerdictSource::SaidWhenAsked);
        call.seconds = Some(240);
        call.words = words.to_owned();
        self.store.log_call(&call).unwrap();
        call
    }

    pub(crate) fn review(&mut self, call: &Call, note: &str) -> ReviewId {
        let review = Review {
            id: ReviewId::default(),
            call_id: call.id,
            reviewer: RepId::default(),
            at: self.now().0,
            scores: vec![(Criterion::WhyNow, 2)],
            note: note.to_owned(),
            focus: "Ask".to_owned(),
            answers: None,
        };
        self.store.save_review(&review).unwrap()
    }

    /// Changes an account as its form does.
    pub(crate) fn edit(&mut self, id: AccountId, change: impl FnOnce(&mut Account)) {
        let now = self.now();
        let mut account = self.store.account_file(id, now).unwrap().unwrap().account;
        change(&mut account);
        self.store.save_account(&account).unwrap();
    }

    pub(crate) fn city(&mut self, id: AccountId) -> Option<String> {
        let now = self.now();
        self.store.account_file(id, now).unwrap().and_then(|file| file.account.city)
    }

    /// The book is sound, and its figures are what the log adds up to.
    pub(crate) fn sound(&self) {
        assert_eq!(self.store.verify().unwrap(), [""; 0]);
    }

    pub(crate) fn content(&self) -> String {
        content(&self.path)
    }
}

/// Everything that people wrote, by id, with its stamps; nothing that is computed or of this file alone. Of what was taken
/// back, that it was: its words stay where they were written for as long as it can be done again.
pub(crate) fn content(path: &Path) -> String {
    let conn = Connection::open(path).unwrap();
    let queries = who_is_known().into_iter().chain(what_was_done());
    let mut lines: Vec<String> = queries.flat_map(|sql| rows(&conn, &sql)).collect();
    lines.sort();
    lines.join("\n")
}

/// Who wrote a row and when, and whether it was taken back.
const STAMP: &str = "hex((SELECT id FROM device WHERE device.n = t.device)), t.rev, t.deleted AS deleted";

/// The id of the row that a column names.
fn of(table: &str, column: &str) -> String {
    format!("hex((SELECT id FROM \"{table}\" AS o WHERE o.n = t.{column}))")
}

/// Rows whose owner was not taken back.
fn stands(owner: &str) -> String {
    let merged = if owner == "plan" { "true" } else { "o.merged_into IS NULL" };
    format!("NOT EXISTS (SELECT 1 FROM \"{owner}\" AS o WHERE o.n = t.{owner} AND o.deleted AND {merged})")
}

/// Words of the log, unless they were taken back.
fn said(table: &str, column: &str) -> String {
    format!("iif((SELECT deleted FROM {table}_line AS l WHERE l.n = t.n), '', t.{column})")
}

fn who_is_known() -> Vec<String> {
    let (of_account, of_contact) = (stands("account"), stands("contact"));
    let (contact, account) = (of("contact", "contact"), of("account", "account"));
    vec![
        format!("SELECT 'rep', hex(id), {STAMP}, name FROM rep AS t"),
        format!(
            "SELECT 'account', hex(id), {STAMP}, archived, name, industry, city, country, employees, tags, notes,
                rest_until, rest_because FROM account AS t"
        ),
        format!("SELECT 'identifier', {account}, {STAMP}, kind, value FROM account_identifier AS t WHERE {of_account}"),
        format!("SELECT 'alias', {account}, {STAMP}, name, name_key FROM account_alias AS t WHERE {of_account}"),
        format!(
            "SELECT 'contact', hex(id), {STAMP}, {account}, archived, name, title, hours_from, notes, do_not_call, barred
            FROM contact AS t"
        ),
        format!("SELECT 'email', {contact}, {STAMP}, pos, address FROM contact_email AS t WHERE {of_contact}"),
        format!("SELECT 'phone', {contact}, {STAMP}, pos, raw, label, digits FROM contact_phone AS t WHERE {of_contact}"),
        format!("SELECT 'barred', kind, value, {STAMP}, why FROM do_not_call AS t"),
        format!(
            "SELECT 'campaign', hex(id), {STAMP}, {}, name, shared_reason, learned, closed, picked FROM campaign AS t",
            of("trigger", "trigger")
        ),
        format!(
            "SELECT 'member', {}, {account}, {STAMP}, pos, impact FROM campaign_account AS t",
            of("campaign", "campaign")
        ),
    ]
}

fn what_was_done() -> Vec<String> {
    let of_plan = stands("plan");
    let (contact, account) = (of("contact", "contact"), of("account", "account"));
    vec![
        format!(
            "SELECT 'trigger', hex(id), {STAMP}, kind, headline, summary, occurred_on, scope, origin, strength, status,
                status_detail, {}, impact FROM trigger AS t",
            of("trigger", "merged_into")
        ),
        format!("SELECT 'link', {}, {account}, {STAMP} FROM trigger_account AS t", of("trigger", "trigger")),
        format!(
            "SELECT 'plan', hex(id), {STAMP}, {contact}, {account}, hex(triggers), impact, purpose, opener, {}, {}
            FROM plan AS t",
            of("campaign", "campaign"),
            of("call", "spent")
        ),
        format!(
            "SELECT 'wording', {}, {STAMP}, number, at, text FROM opener_version AS t WHERE {of_plan}",
            of("plan", "plan")
        ),
        format!(
            "SELECT 'call', hex(id), {STAMP}, seq, hex(hash), {}, {contact}, {account} FROM call AS t",
            said("call", "words")
        ),
        format!("SELECT 'line', {}, {STAMP}, {}, kind FROM call_line AS t", of("call", "n"), of("call", "root")),
        format!(
            "SELECT 'review', hex(id), {STAMP}, seq, hex(hash), {}, {} FROM review AS t",
            said("review", "note"),
            of("call", "call")
        ),
        format!("SELECT 'review line', {}, {STAMP} FROM review_line AS t", of("review", "n")),
        // A pair that was only found is a question of one book.
        format!(
            "SELECT 'pair', about, min({0}, {1}), max({0}, {1}), {STAMP}, state FROM twin AS t WHERE rev > 1",
            of("contact", "one"),
            of("contact", "other")
        ),
        format!(
            "SELECT 'promise', hex(id), {STAMP}, {}, what, by_on, whose, done_on FROM promise AS t",
            of("call", "call")
        ),
    ]
}

fn rows(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    let width = statement.column_count();
    let gone = statement.column_names().position(|name| name == "deleted");
    let read = |row: &rusqlite::Row<'_>| {
        let is_gone = gone.is_some_and(|at| row.get::<_, i64>(at).unwrap() == 1);
        let told = gone.filter(|_| is_gone).map_or(width, |at| at + 1);
        let cells = (0..told).map(|at| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).unwrap()));
        Ok(cells.collect::<Vec<_>>().join(" | "))
    };
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

/// Changes a bundle as somebody would who is not whynow.
pub(crate) fn forge(path: &Path, sql: &str) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER call_fixed; DROP TRIGGER call_kept;").unwrap();
    let kept: Vec<String> = {
        let fresh = tempfile::tempdir().unwrap();
        let clock = clock();
        drop(Store::create(&fresh.path().join("book.db"), clock).unwrap());
        let conn = Connection::open(fresh.path().join("book.db")).unwrap();
        let mut found =
            conn.prepare("SELECT sql FROM sqlite_schema WHERE name IN ('call_fixed', 'call_kept')").unwrap();
        found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    conn.execute_batch(sql).unwrap();
    for trigger in kept {
        conn.execute_batch(&trigger).unwrap();
    }
}

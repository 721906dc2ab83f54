//! Opening, and whose file it is.

use std::path::Path;

use rusqlite::Connection;
use whynow::domain::account::{Account, Contact};
use whynow::domain::draft::Draft;
use whynow::domain::edit::{Edit, Edited};
use whynow::domain::ids::ContactId;
use whynow::domain::query::CallQuery;
use whynow::domain::trigger::triage::Triage;
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::{ErrorKind, Mode, Store, StoreError};

use crate::support::book::{account, book, clock, contact, kept, now, open};

fn refused(path: &Path) -> StoreError {
    Store::open(path, clock()).err().unwrap()
}

#[test]
fn a_book_is_there_again_after_closing_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/book.db");
    let id = account(&mut open(&path, 0), "Norvik Foods");
    let mut again = open(&path, 1);
    assert_eq!(again.mode(), &Mode::Writable);
    assert_eq!(again.account_file(id, now()).unwrap().unwrap().account.name, "Norvik Foods");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_book() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home/book.db");
    let mut store = open(&path, 0);
    account(&mut store, "Norvik Foods");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&folder.path().join("home/book.db-wal")), 0o600);
    assert_eq!(mode(&folder.path().join("home/book.db-shm")), 0o600);
    assert_eq!(mode(&folder.path().join("home")), 0o700);
}

#[test]
fn what_is_not_a_book_is_named_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x); PRAGMA application_id = 7").unwrap();
    let cases = [
        (file("empty.db", b""), ErrorKind::NotOurs, "is empty"),
        (file("letter.txt", b"Dear Ane, thank you for your time."), ErrorKind::NotOurs, "another kind"),
        (other, ErrorKind::NotOurs, "another program"),
        (folder.path().to_owned(), ErrorKind::NotOurs, "a folder"),
        (folder.path().join("none.db"), ErrorKind::Missing, "there is no book at"),
        (folder.path().join("nowhere/none.db"), ErrorKind::Missing, "there is no folder"),
    ];
    for (path, kind, words) in cases {
        let error = refused(&path);
        assert_eq!(error.kind, kind, "{error}");
        let says = error.to_string();
        assert!(says.contains(words) && says.contains(folder.path().to_str().unwrap()), "{says}");
    }
}

/// The first bytes of a sealed book: a mark, ten bytes of chance, two that check both.
fn sealed_head() -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut head = b"wns1".to_vec();
    head.extend([7; 10]);
    let check = Sha256::digest(&head);
    head.extend(&check[..2]);
    head
}

#[test]
fn a_sealed_book_is_known_as_one_by_a_build_that_cannot_open_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let bytes = [sealed_head(), vec![0xa5; 40 * 4_096 - 16]].concat();
    std::fs::write(&path, &bytes).unwrap();
    let error = refused(&path);
    assert_eq!(error.kind, ErrorKind::Sealed, "{error}");
    let says = error.to_string();
    let why =
        if whynow::store::IS_BUILT_IN { "its passphrase was not typed" } else { "built with `--features sealed`" };
    assert!(says.contains("is sealed with a passphrase") && says.contains(why), "{says}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    // A byte of the head that changed: nothing says any more that it is one.
    std::fs::write(&path, [&b"wns1"[..], &[8; 200]].concat()).unwrap();
    assert_eq!(refused(&path).kind, ErrorKind::NotOurs);
}

#[test]
fn a_newer_major_format_is_refused_and_left_as_it_is_and_a_newer_minor_works() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    account(&mut open(&path, 0), "Norvik Foods");
    let set = |version: i32| Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
    set(2_000);
    let before = std::fs::read(&path).unwrap();
    let error = refused(&path);
    assert_eq!(error.kind, ErrorKind::Newer);
    assert!(error.to_string().contains("newer whynow"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    set(1_009);
    assert!(!account(&mut open(&path, 1), "Second").is_nil());
}

#[test]
fn a_book_of_an_older_format_is_brought_up_to_date_with_everything_in_it() {
    for (minor, calls) in [(0, 0), (1, 218), (2, 0), (3, 218), (4, 2), (5, 218), (6, 218), (7, 218), (8, 218)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        std::fs::copy(format!("tests/data/book-1.{minor}.db"), &path).unwrap();
        let version = |path: &Path| -> i32 {
            Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(version(&path), 1_000 + minor);
        let error = Store::open_read_only(&path, clock()).err().unwrap();
        assert!(error.to_string().contains("older format"), "{error}");
        assert_eq!(version(&path), 1_000 + minor, "reading changes nothing");
        let mut store = open(&path, 1);
        assert_eq!(version(&path), 1_009);
        assert!(!store.find_account("Norvik").unwrap().is_empty());
        assert!(!account(&mut store, "Brandt Polymers").is_nil());
        assert_eq!(store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n, calls);
        assert_eq!(store.verify().unwrap(), Vec::<String>::new());
        drop(store);
        assert!(Store::open_read_only(&path, clock()).is_ok());
    }
}

#[test]
fn a_book_of_the_last_format_learns_whom_was_talked_to_and_which_reasons_were_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    std::fs::copy("tests/data/book-1.4.db", &path).unwrap();
    // Ane Lund was left a message about the new COO; Jutta Brandt was talked to, and nothing happened there since.
    let rows = open(&path, 1).today(now(), 0, 10).unwrap().people.rows;
    let [norvik] = &rows[..] else { panic!("{rows:#?}") };
    assert_eq!(norvik.account, "Norvik Foods");
    let lines: Vec<&str> = norvik.reason.addends.iter().map(|addend| addend.label.as_str()).collect();
    assert!(lines.contains(&"heard here before: half"), "{lines:?}");
}

#[test]
fn a_torn_file_is_damaged_not_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    {
        let mut store = open(&path, 0);
        for i in 0..200 {
            account(&mut store, &format!("Company number {i}"));
        }
    }
    let whole = std::fs::read(&path).unwrap();
    for cut in [100, 1_000, 4_096, 5_000, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let opened = Store::open(&path, clock());
        let found = opened.and_then(|store| store.verify());
        match found {
            Ok(faults) => assert!(!faults.is_empty(), "cut at {cut} went unseen"),
            Err(error) => assert!(matches!(error.kind, ErrorKind::Damaged | ErrorKind::NotOurs), "{cut}: {error:?}"),
        }
    }
}

#[test]
fn a_book_held_by_somebody_else_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    account(&mut store, "Norvik Foods");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.save_account(&Account { name: "Late".to_owned(), ..Account::default() }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Locked);
    assert!(error.to_string().contains("is locked by another program"), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    account(&mut store, "In time");
}

#[test]
fn a_book_open_for_reading_reads_and_refuses_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let id = account(&mut open(&path, 0), "Norvik Foods");
    let mut store = Store::open_read_only(&path, clock()).unwrap();
    assert!(matches!(store.mode(), Mode::ReadOnly(_)));
    assert_eq!(store.account_file(id, now()).unwrap().unwrap().account.name, "Norvik Foods");
    let error = store.save_account(&Account { name: "No".to_owned(), ..Account::default() }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::ReadOnly);
    assert!(error.to_string().contains("read but not written"), "{error}");
}

#[test]
fn a_second_book_is_never_made_over_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    account(&mut open(&path, 0), "Norvik Foods");
    let error = Store::create(&path, clock()).err().unwrap();
    assert!(error.to_string().contains("exists already"), "{error}");
    std::fs::write(folder.path().join("cut-off.db"), b"").unwrap();
    assert!(Store::create(&folder.path().join("cut-off.db"), clock()).is_ok(), "a cut-off creation can be done again");
}

#[test]
fn two_windows_on_one_book_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik Foods");
    let before = second.data_version().unwrap();
    contact(&mut first, norvik, "Ane Lund");
    assert_ne!(second.data_version().unwrap(), before);
    let own = second.data_version().unwrap();
    let ane = second.account_file(norvik, now()).unwrap().unwrap().contacts[0].contact.id;
    second.set_do_not_call(ane, Some("asked".to_owned())).unwrap();
    assert_eq!(second.data_version().unwrap(), own, "an own write is no news");
    assert_eq!(first.contact(ane).unwrap().unwrap().do_not_call.as_deref(), Some("asked"));
}

/// A form of a person, opened by a window, with something typed in it.
fn form(store: &Store, ane: ContactId, typed: impl Fn(&mut Contact)) -> Edit<Contact> {
    let read = store.contact(ane).unwrap().unwrap();
    let mut edit = Edit { typed: read.clone(), read, drafts: vec![format!("contact:{ane}")] };
    typed(&mut edit.typed);
    edit
}

#[test]
fn an_old_form_of_a_second_window_lifts_no_do_not_call_and_reverts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik Foods");
    let ane = contact(&mut first, norvik, "Ane Lund");
    let old = form(&second, ane, |ane| ane.title = Some("COO".to_owned()));
    first.set_do_not_call(ane, Some("asked".to_owned())).unwrap();
    first.edit_contact(&form(&first, ane, |ane| ane.phones.clear())).unwrap();
    let other = form(&first, ane, |ane| ane.notes = "rings back at nine".to_owned());
    first.edit_contact(&other).unwrap();
    assert!(matches!(second.edit_contact(&old).unwrap(), Edited::Saved(_)));
    let stands = first.contact(ane).unwrap().unwrap();
    assert_eq!(stands.do_not_call.as_deref(), Some("asked"));
    assert_eq!((stands.title.as_deref(), stands.phones.len()), (Some("COO"), 0));
    assert_eq!(stands.notes, "rings back at nine");
}

#[test]
fn a_field_changed_in_two_windows_is_shown_with_both_values_before_the_later_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik Foods");
    let ane = contact(&mut first, norvik, "Ane Lund");
    let later =
        form(&second, ane, |ane| (ane.title, ane.goal) = (Some("CEO".to_owned()), Some("fewer trips".to_owned())));
    first.edit_contact(&form(&first, ane, |ane| ane.title = Some("COO".to_owned()))).unwrap();
    let Edited::Meanwhile(met) = second.edit_contact(&later).unwrap() else { panic!("both changed the title") };
    assert_eq!((met.fields, met.stands.title.as_deref()), (vec!["title"], Some("COO")));
    let stands = first.contact(ane).unwrap().unwrap();
    assert_eq!((stands.title.as_deref(), stands.goal), (Some("COO"), None), "nothing was saved");
    let later = Edit { read: met.stands.as_ref().clone(), ..later };
    assert!(matches!(second.edit_contact(&later).unwrap(), Edited::Saved(_)));
    assert_eq!(first.contact(ane).unwrap().unwrap().title.as_deref(), Some("CEO"));
    second.undo().unwrap();
    let back = first.contact(ane).unwrap().unwrap();
    assert_eq!((back.title.as_deref(), back.goal), (Some("COO"), None));
}

#[test]
fn old_forms_of_accounts_and_triggers_write_only_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let (norvik, halden) = (account(&mut first, "Norvik Foods"), account(&mut first, "Halden"));
    let recall = kept(&mut first, "recall", 3, 2, norvik);
    let read = second.account_file(norvik, now()).unwrap().unwrap().account;
    let company = Edit { typed: Account { city: Some("Oslo".to_owned()), ..read.clone() }, read, drafts: Vec::new() };
    let read = second.trigger_file(recall, now()).unwrap().unwrap().trigger;
    let event = Edit { typed: Trigger { impact: "no yoghurt".to_owned(), ..read.clone() }, read, drafts: Vec::new() };
    first.archive_account(norvik, true).unwrap();
    first.triage(&[recall], &Triage::Link(halden)).unwrap();
    first.set_status(&[recall], &Status::Rejected("old".to_owned())).unwrap();
    second.edit_account(&company).unwrap();
    second.edit_trigger(&event).unwrap();
    let stands = first.account_file(norvik, now()).unwrap().unwrap().account;
    assert_eq!((stands.city.as_deref(), stands.archived), (Some("Oslo"), true));
    let stands = first.trigger_file(recall, now()).unwrap().unwrap().trigger;
    assert_eq!((stands.impact.as_str(), stands.accounts.len()), ("no yoghurt", 2));
    assert_eq!(stands.status, Status::Rejected("old".to_owned()));
}

#[test]
fn a_saved_form_ends_its_draft_and_undo_gives_both_back() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let edit = form(&store, ane, |ane| ane.title = Some("COO".to_owned()));
    let (key, at) = (edit.drafts[0].clone(), now().utc());
    store.save_draft(&Draft { key: key.clone(), title: "Edit person".to_owned(), body: "{}".to_owned(), at }).unwrap();
    store.edit_contact(&edit).unwrap();
    assert_eq!(store.draft(&key).unwrap(), None);
    store.undo().unwrap();
    assert!(store.draft(&key).unwrap().is_some());
    assert_eq!(store.contact(ane).unwrap().unwrap().title, None);
    store.redo().unwrap();
    assert_eq!(store.draft(&key).unwrap(), None);
}

#[test]
fn revisions_rise_even_when_the_clock_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let revs = || {
        let conn = Connection::open(&path).unwrap();
        let mut all = conn.prepare("SELECT rev FROM account ORDER BY n").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().collect::<Result<Vec<i64>, _>>().unwrap()
    };
    account(&mut open(&path, 60), "First");
    account(&mut open(&path, -60), "Second");
    let revs = revs();
    assert!(revs[0] < revs[1], "{revs:?}");
}

#[test]
fn reps_have_names_and_one_is_me() {
    let mut store = book();
    let me = store.rep().unwrap();
    assert_eq!(store.rep().unwrap(), me);
    store.set_rep_name("Kim").unwrap();
    let sam = store.add_rep("Sam").unwrap();
    assert_eq!(store.reps().unwrap(), [(me, "Kim".to_owned()), (sam, "Sam".to_owned())]);
    store.act_as(sam);
    assert_eq!(store.rep().unwrap(), sam);
}

#[test]
fn a_book_can_move_to_the_thread_that_owns_it() {
    let mut store = book();
    let there = std::thread::spawn(move || account(&mut store, "Norvik"));
    assert!(!there.join().unwrap().is_nil());
}

//! Two books, row by row: what comes, what wins, what is told, and one undo for all of it.

use whynow::domain::account::{Account, Contact};
use whynow::domain::matching::duplicate_pair::PairDecision;
use whynow::domain::query::CallQuery;
use whynow::exchange::budget::Budget;
use whynow::job::bundle;
#[cfg(feature = "lock")]
use whynow::job::bundle_lock::Passphrase;
use whynow::job::file::permit::{Replace, WritePermit};
use whynow::job::file::protected::Spared;

use crate::support::book::{bar, next_undo};
use crate::support::peer::Desk;
#[cfg(feature = "lock")]
use crate::support::permit;

fn pair() -> (Desk, Desk) {
    (Desk::new("Mia", 0), Desk::new("Ole", 7))
}

#[test]
fn an_empty_book_takes_everything_and_finds_it() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    mia.call(ane, "That helped");
    let bundle = mia.share();
    let report = ole.merge(&[&bundle]);
    assert!(report.overwritten.is_empty() && report.gaps.is_empty(), "{report:?}");
    assert_eq!(ole.store.find_account("Norvik").unwrap().len(), 1);
    let found = ole.store.calls(&CallQuery { filter: "helped".to_owned(), limit: 10, ..CallQuery::default() }).unwrap();
    assert_eq!(found.rows[0].contact, "Ane Lund");
    assert_eq!(found.rows[0].rep, "Mia");
    ole.sound();
    let again = ole.merge(&[&bundle]);
    assert!(again.is_nothing(), "{again:?}");
    assert!(next_undo(&mut ole.store).unwrap().contains("merged bundle-1.db"));
}

#[test]
fn the_later_value_stands_and_the_earlier_is_told_with_who_and_when() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    ole.merge(&[&mia.share()]);
    mia.later(5);
    mia.edit(norvik, |account| account.city = Some("Oslo".to_owned()));
    ole.later(9);
    ole.edit(norvik, |account| account.city = Some("Bergen".to_owned()));
    let (from_mia, from_ole) = (mia.share(), ole.share());
    let report = mia.merge(&[&from_ole]);
    assert_eq!(mia.city(norvik).as_deref(), Some("Bergen"));
    let [lost] = report.overwritten.as_slice() else { panic!("{report:?}") };
    assert_eq!((lost.what.as_str(), lost.field.as_str()), ("account Norvik", "city"));
    assert_eq!((lost.old.as_str(), lost.new.as_str()), ("Oslo", "Bergen"));
    assert_eq!(lost.at, "11 Mar 2026 09:09");
    assert!(ole.merge(&[&from_mia]).overwritten.is_empty());
    assert_eq!(mia.content(), ole.content());
}

#[test]
fn one_undo_takes_the_whole_merge_back_and_the_same_file_can_come_again() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    ole.merge(&[&mia.share()]);
    ole.edit(norvik, |account| account.city = Some("Bergen".to_owned()));
    mia.later(60);
    mia.edit(norvik, |account| account.city = Some("Oslo".to_owned()));
    let ane = mia.person(norvik, "Ane Lund");
    let call = mia.call(ane, "That helped");
    mia.review(&call, "\"That helped\"");
    let bundle = mia.share();
    let before = ole.content();
    ole.merge(&[&bundle]);
    let merged = ole.content();
    assert_eq!(ole.store.undo().unwrap().unwrap().refused, None);
    assert_eq!(ole.city(norvik).as_deref(), Some("Bergen"));
    assert_eq!(ole.store.calls(&CallQuery { limit: 10, ..CallQuery::default() }).unwrap().rows.len(), 0);
    assert_eq!(ole.store.find_account("Lund").unwrap().len(), 0);
    ole.sound();
    // What was taken back is not shared as deleted.
    let mut third = Desk::new("Eva", 3);
    third.merge(&[&ole.share()]);
    third.merge(&[&bundle]);
    assert_eq!(third.store.calls(&CallQuery { limit: 10, ..CallQuery::default() }).unwrap().rows.len(), 1);
    assert_eq!(ole.store.redo().unwrap().unwrap().refused, None);
    assert_eq!(ole.content(), merged);
    ole.store.undo().unwrap();
    ole.merge(&[&bundle]);
    assert_eq!(ole.content(), merged);
    ole.store.undo().unwrap();
    assert_ne!(before, merged);
    ole.sound();
}

#[test]
fn a_dry_run_tells_the_same_and_keeps_nothing() {
    let (mut mia, mut ole) = pair();
    mia.account("Norvik");
    let bundle = mia.share();
    let before = ole.content();
    let files = [bundle.clone()];
    let dry = bundle::merge(&mut ole.store, &files, None, &Budget::default(), true).unwrap();
    assert_eq!(ole.content(), before);
    let mut real = ole.merge(&[&bundle]);
    real.dry_run = true;
    assert_eq!(dry, real);
}

#[test]
fn a_do_not_call_mark_blocks_at_once_and_outlives_a_later_edit_elsewhere() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    ole.merge(&[&mia.share()]);
    mia.later(1);
    mia.store.set_do_not_call(ane, Some("asked by mail".to_owned())).unwrap();
    ole.later(30);
    let known = ole.store.contact(ane).unwrap().unwrap();
    ole.store.save_contact(&Contact { title: Some("Head of Fleet".to_owned()), ..known }).unwrap();
    let (from_mia, from_ole) = (mia.share(), ole.share());
    ole.merge(&[&from_mia]);
    mia.merge(&[&from_ole]);
    for desk in [&mut mia, &mut ole] {
        let person = desk.store.contact(ane).unwrap().unwrap();
        assert_eq!(person.title.as_deref(), Some("Head of Fleet"));
        assert_eq!(person.do_not_call.as_deref(), Some("asked by mail"));
        let now = desk.now();
        let guards = desk.store.log_start(ane, now).unwrap().guards;
        assert!(guards.iter().any(|guard| guard.weight == whynow::domain::reason::guard::Weight::Block), "{guards:?}");
    }
    assert_eq!(mia.content(), ole.content());
    // Lifting it by undo travels too.
    mia.later(90);
    mia.store.set_do_not_call(ane, None).unwrap();
    ole.merge(&[&mia.share()]);
    assert_eq!(ole.store.contact(ane).unwrap().unwrap().do_not_call, None);
}

#[test]
fn an_address_that_was_taken_off_elsewhere_does_not_come_back_with_a_new_one_beside_it() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    let change = |desk: &mut Desk, emails: &[&str]| {
        let known = desk.store.contact(ane).unwrap().unwrap();
        let emails = emails.iter().map(|&email| email.to_owned()).collect();
        desk.store.save_contact(&Contact { emails, ..known }).unwrap();
    };
    change(&mut mia, &["ane@old.example", "ane@norvik.example"]);
    ole.merge(&[&mia.share()]);
    mia.later(1);
    change(&mut mia, &["ane@norvik.example"]);
    ole.later(30);
    change(&mut ole, &["ane@old.example", "ane@norvik.example", "lund@norvik.example"]);
    let (from_mia, from_ole) = (mia.share(), ole.share());
    ole.merge(&[&from_mia]);
    mia.merge(&[&from_ole]);
    for desk in [&mut mia, &mut ole] {
        let emails = desk.store.contact(ane).unwrap().unwrap().emails;
        assert_eq!(emails, ["ane@norvik.example", "lund@norvik.example"]);
    }
    assert_eq!(mia.content(), ole.content());
}

#[test]
fn a_span_of_days_brings_what_it_refers_to_and_the_whole_do_not_call_list() {
    let mut mia = Desk::new("Mia", 0);
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    mia.account("Old and unchanged");
    bar(&mut mia.store, "nobody@old.example");
    mia.call(ane, "In March");
    mia.later(3 * 24 * 60);
    let since = mia.now();
    mia.later(1);
    mia.call(ane, "Three days on");
    let bundle = mia.share_since(Some(since));
    let mut eva = Desk::new("Eva", 3 * 24 * 3600 + 3);
    let report = eva.merge(&[&bundle]);
    assert_eq!(eva.store.find_account("Old and unchanged").unwrap().len(), 0);
    assert_eq!(eva.store.contact(ane).unwrap().unwrap().phones.len(), 1);
    assert_eq!(eva.store.do_not_call_page(None, 10).unwrap().rows.len(), 1);
    assert_eq!(report.gaps, ["calls and reviews 1 of Mia are not here yet"]);
    eva.sound();
    assert_eq!(eva.store.missing_links().unwrap(), report.gaps);
    eva.merge(&[&mia.share()]);
    assert!(eva.store.missing_links().unwrap().is_empty());
    eva.sound();
}

#[test]
fn what_came_from_a_rep_since_a_day_goes_on_to_the_next_though_it_was_written_before() {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    ole.merge(&[&mia.share()]);
    mia.edit(norvik, |account| account.city = Some("Oslo".to_owned()));
    mia.account("Fjordtrans");
    let bundle = mia.share();
    ole.later(3 * 24 * 60);
    let since = ole.now();
    ole.later(1);
    ole.merge(&[&bundle]);
    let mut eva = Desk::new("Eva", 3);
    eva.merge(&[&ole.share_since(Some(since))]);
    assert_eq!(eva.store.find_account("Fjordtrans").unwrap().len(), 1);
    assert_eq!(eva.city(norvik).as_deref(), Some("Oslo"));
}

#[test]
fn one_company_under_two_ids_stays_two_and_is_named() {
    let (mut mia, mut ole) = pair();
    let made = |name: &str| Account { name: name.to_owned(), cik: Some(320_193), ..Account::default() };
    mia.store.save_account(&made("Norvik ASA")).unwrap();
    ole.store.save_account(&made("Norvik Logistics")).unwrap();
    let report = ole.merge(&[&mia.share()]);
    assert_eq!(
        report.notes(),
        ["Norvik ASA is also in your book under another id, as Norvik Logistics: same CIK 320193"]
    );
}

#[test]
fn drafts_settings_and_feeds_stay_at_home() {
    let mut mia = Desk::new("Mia", 0);
    mia.account("Norvik");
    mia.store.set_setting("wpm", "170").unwrap();
    mia.store.add_feeds(&["https://news.example/feed".to_owned()]).unwrap();
    let draft = whynow::domain::draft::Draft {
        key: "note".to_owned(),
        title: "t".to_owned(),
        body: "half a thought".to_owned(),
        at: mia.now().utc(),
    };
    mia.store.save_draft(&draft).unwrap();
    let conn = rusqlite::Connection::open(mia.share()).unwrap();
    for table in ["draft", "setting", "feed", "watch_word", "action", "change", "import", "merge", "overwritten"] {
        let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn a_bundle_is_private() {
    let mut mia = Desk::new("Mia", 0);
    mia.account("Norvik");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(mia.share()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[cfg(feature = "lock")]
#[test]
fn a_locked_bundle_is_private_and_opens_with_its_passphrase_alone() {
    let (mut mia, mut ole) = pair();
    mia.account("Norvik");
    let path = mia.folder.path().join("shared.db.age");
    let word = |text: &str| Passphrase::typed(text.to_owned());
    bundle::share(&mut mia.store, None, &path, word("four words of mine"), &permit()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(bundle::sort(&path), bundle::BundleKind::Locked);
    let files = [path];
    let mut merge = |word: Option<Passphrase>| {
        let merged = bundle::merge(&mut ole.store, &files, word.as_ref(), &Budget::default(), false);
        merged.map(|report| report.totals().new).map_err(|error| format!("{error:#}"))
    };
    assert!(merge(None).unwrap_err().contains("is locked with a passphrase"));
    assert!(merge(word("another")).unwrap_err().contains("the passphrase is another one"));
    assert!(merge(word("four words of mine")).unwrap() > 0);
    let left: Vec<_> = std::fs::read_dir(mia.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".open")), "{left:?}");
}

#[test]
fn a_bundle_never_takes_the_place_of_the_book() {
    let mut mia = Desk::new("Mia", 0);
    let own = WritePermit::new(Spared::book(&mia.path), "share", Replace::Any);
    let refused = bundle::share(&mut mia.store, None, &mia.path, None, &own).unwrap_err();
    assert!(refused.to_string().contains("is the book itself"));
}

/// Two people of one name at one account, in both books.
fn namesakes() -> (Desk, Desk) {
    let (mut mia, mut ole) = pair();
    let norvik = mia.account("Norvik");
    for _ in 0..2 {
        let contact = Contact { account_id: norvik, name: "Dag Moe".to_owned(), ..Contact::default() };
        mia.store.save_contact(&contact).unwrap();
    }
    ole.merge(&[&mia.share()]);
    (mia, ole)
}

fn waiting(desk: &mut Desk) -> Vec<u64> {
    desk.store.find_doubles().unwrap();
    desk.store.twins(0, 10).unwrap().rows.into_iter().map(|twin| twin.pair).collect()
}

#[test]
fn a_pair_that_was_decided_elsewhere_is_not_asked_about_again() {
    let (mut mia, mut ole) = namesakes();
    let [pair] = waiting(&mut mia)[..] else { panic!("one pair") };
    mia.store.decide_twin(pair, PairDecision::Two, false).unwrap();
    // Found later than it was decided there, it is still only a question.
    ole.later(60);
    assert_eq!(waiting(&mut ole).len(), 1);
    mia.later(1);
    let now = mia.now();
    let since = whynow::clock::Moment(now.0 - chrono::Duration::minutes(2));
    let report = ole.merge(&[&mia.share_since(Some(since))]);
    let pairs = report.counts.iter().find(|count| count.what == "duplicate pairs").unwrap();
    assert_eq!((pairs.new, pairs.changed, pairs.same), (0, 1, 0));
    let told = &report.overwritten[0];
    assert_eq!((told.what.as_str(), told.new.as_str()), ("duplicate pair Dag Moe, Dag Moe", "two"));
    assert_eq!(waiting(&mut ole), [0; 0]);
    mia.merge(&[&ole.share()]);
    assert_eq!(waiting(&mut mia), [0; 0]);
    assert_eq!(mia.content(), ole.content());
}

#[test]
fn a_decision_taken_back_is_taken_back_elsewhere_and_a_question_stays_at_home() {
    let (mut mia, mut ole) = namesakes();
    let [pair] = waiting(&mut mia)[..] else { panic!("one pair") };
    assert!(ole.merge(&[&mia.share()]).is_nothing(), "what nobody decided went along");
    mia.later(1);
    mia.store.decide_twin(pair, PairDecision::Two, false).unwrap();
    ole.merge(&[&mia.share()]);
    assert_eq!(waiting(&mut ole), [0; 0]);
    mia.later(1);
    assert_eq!(mia.store.undo().unwrap().unwrap().refused, None);
    ole.merge(&[&mia.share()]);
    assert_eq!((waiting(&mut mia).len(), waiting(&mut ole).len()), (1, 1));
    assert_eq!(ole.store.undo().unwrap().unwrap().refused, None);
    assert_eq!(waiting(&mut ole), [0; 0], "the decision as it stood before the merge");
}

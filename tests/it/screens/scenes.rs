//! The states of the program that are kept as golden screens, and the desks they are seen from.

use chrono::{Duration, NaiveTime};
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{NextStep, Reach, Whose};
use whynow::domain::import::feed::Feed;
use whynow::domain::import::merge_report::{MergeCount, MergeReport, OverwrittenValue, SharedIdentity};
use whynow::domain::import::options::Import;
use whynow::domain::progress::JobProgress;
use whynow::domain::trigger::watch_words::{WatchTarget, WatchWord};
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::message::answer::{Answer, BackupOffer, FailedTask, ImportAnswer, OpenedBook};
use whynow::tui::message::msg::Msg;
use whynow::tui::runtime::Book;

use super::filled::meetings_of_today;
use crate::support::desk::{self, Desk, key};

/// A state of the program: its name, the desk it is seen from, and the keys that lead there.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) desk: fn() -> Desk,
    pub(super) keys: &'static str,
}

const fn scene(name: &'static str, desk: fn() -> Desk, keys: &'static str) -> Scene {
    Scene { name, desk, keys }
}

/// Ane Lund of Norvik Foods, in the sample book: a plan that is ready.
const ANE: &str = "2/norvik<enter><enter>";
/// Tamsin Rowe of Penhallow Dairies: no plan yet.
const TAMSIN: &str = "2/penhallow<enter><enter>";

pub(super) const TODAY: &[Scene] = &[
    scene("today", Desk::sample, ""),
    scene("today-person", Desk::sample, "<ctrl-d>kk"),
    scene("today-person-why", Desk::sample, "<ctrl-d>kk<tab>"),
    scene("today-unfinished", unfinished, "1gg"),
    scene("today-filter", Desk::sample, "/lot temp"),
    scene("today-filter-nobody", Desk::sample, "/zebra"),
    scene("today-callback", callback, "1gg"),
    scene("today-meeting", meetings_of_today, "1gg"),
    scene("today-views", Desk::sample, "/lot<enter>V"),
    scene("today-view-name", Desk::sample, "/lot<enter>Vs"),
    scene("today-view-now", Desk::sample, "V2"),
    scene("today-view-promises", Desk::sample, "V4"),
    scene("today-empty", Desk::empty, ""),
];
pub(super) const ACCOUNTS: &[Scene] = &[
    scene("accounts", Desk::sample, "2"),
    scene("accounts-filter", Desk::sample, "2/lot temp"),
    scene("accounts-filter-nothing", Desk::sample, "2/zzzz"),
    scene("accounts-empty", Desk::empty, "2"),
    scene("account-people", norvik, ""),
    scene("account-triggers", norvik, "<tab>"),
    scene("account-history", norvik, "<tab><tab>"),
    scene("account-silent", tried, ""),
    scene("account-silent-tried", silent, "<backtab>"),
    scene("account-rest", norvik, "zin 6 weeks<enter>"),
    scene("person", norvik, ";"),
    scene("person-edit", norvik, ";e"),
    scene("account-new", Desk::sample, "2n"),
    scene("account-edit", norvik, "e"),
];
pub(super) const TRIGGERS: &[Scene] = &[
    scene("triggers-inbox", Desk::sample, "3"),
    scene("feeds", with_feeds, "3W"),
    scene("feeds-empty", Desk::empty, "3W"),
    scene("feeds-add", Desk::sample, "3Wn"),
    scene("feeds-words", with_feeds, "3W<tab>"),
    scene("feeds-words-whom", with_feeds, "3W<tab>nlot number<enter>nor"),
    scene("feeds-words-kind", with_feeds, "3W<tab>nlot number<enter>Bakeries<enter>"),
    scene("triggers-marked", Desk::sample, "3<space><space>"),
    scene("triggers-one", Desk::sample, "3<f3>"),
    scene("triggers-kept", Desk::sample, "3<tab>"),
    scene("triggers-snoozed", Desk::sample, "3<tab><tab>"),
    scene("triggers-rejected", Desk::sample, "3<tab><tab><tab>"),
    scene("triggers-expired", Desk::sample, "3<backtab>"),
    scene("triggers-link", Desk::sample, "3GL"),
    scene("triggers-open-link", Desk::sample, "3<tab>/temperature records<enter><ctrl-o>"),
    scene("triggers-filter-nothing", Desk::sample, "3/zzzz"),
    scene("triggers-empty", Desk::empty, "3"),
    scene("triggers-same", Desk::sample, "3jj"),
    scene("trigger-new", Desk::sample, "3n"),
    scene("trigger-paste", Desk::sample, "3v"),
    scene("trigger-clipped", Desk::sample, "3vNorvik Foods appoints Ane Lund as COO, effective 1 May 2026<ctrl-s>"),
    scene(
        "person-clipped",
        Desk::sample,
        "3vOla Vik, Plant Manager, Corvus ASA, ola.vik@corvus.test, +47 55 55 50 10<ctrl-s>",
    ),
    scene("kinds", Desk::sample, "3t"),
    scene("backups-none", Desk::sample, "&"),
    scene("quiet", Desk::sample, "3w"),
    scene("quiet-none", Desk::empty, "3w"),
];
pub(super) const PLAN: &[Scene] = &[
    scene("plan-empty", tamsin, "p"),
    scene("plan-drafted", tamsin, "p<f9>"),
    scene("plan-findings", tamsin, "pJust checking in to touch base about our new product! Did you get my e-mail?"),
    scene("plan-ready", ane, "p"),
    scene("plan-evidence", ane, "p<f3>"),
    scene("sheet", norvik, "P"),
    scene("sheet-scrolled", ane, "p<f12>G"),
    scene("sheet-without-a-plan", tamsin, "P"),
];
pub(super) const LOG: &[Scene] = &[
    scene("log", ane, "C"),
    scene("log-chosen", ane, "Cry<tab><tab><tab><tab><tab><tab><tab><tab>"),
    scene(
        "log-understood",
        ane,
        "Cryi<tab><tab><tab><tab><tab><tab><tab><tab><tab>send the map<tab>in 2 weeks<tab>8:10<tab>270s",
    ),
    scene("log-no-such-time", ane, "Cry<backtab><backtab><backtab>tomorrow"),
    scene("log-in-haste", hung_up_at_once, "ryi<enter>"),
    scene("today-next", Desk::sample, "<ctrl-d>kkCy<enter>"),
    scene("log-clock-runs", ane, "c"),
    scene("log-after-clock", hung_up, ""),
    scene("calls", Desk::sample, "4"),
    scene("calls-filter", Desk::sample, "4/norvik"),
    scene("calls-filter-nothing", Desk::sample, "4/zzzz"),
    scene("calls-empty", Desk::empty, "4"),
    scene("call", Desk::sample, "4/penhallow<enter><enter>"),
    scene("call-planned", Desk::sample, "4/penhallow<enter><enter><tab>"),
    scene("call-amend", Desk::sample, "4/penhallow<enter><enter>e"),
    scene("review", Desk::sample, "5"),
    scene("scorecard", Desk::sample, "5<tab>"),
    scene("scorecard-minutes", Desk::sample, "5<tab><tab>"),
    scene("scorecard-said", Desk::sample, "5<tab><tab><tab>"),
    scene("scorecard-ground", Desk::sample, "5<tab><backtab><backtab>"),
    scene("scorecard-alike", Desk::sample, "5<tab><backtab>"),
    scene("scorecard-hour", Desk::sample, "5<tab>YYYYY"),
    scene("scorecard-no-names", Desk::sample, "5<tab>H"),
    scene("scorecard-rep", Desk::sample, "5<tab>j<enter>"),
    scene("scorecard-days", Desk::sample, "5<tab>V"),
    scene("scorecard-whose", Desk::sample, "5<tab>Q"),
    scene("scorecard-empty", Desk::empty, "5<tab>"),
    scene("review-empty", Desk::empty, "5"),
    scene("review-which", Desk::sample, "5V<down>last w"),
    scene("review-narrowed", Desk::sample, "5Vdan<down><down><down><down><down><down>guess<enter>"),
    scene("reviewing", Desk::sample, "5<enter>21"),
    scene("reviewing-facts", Desk::sample, "5<enter><f3>"),
    scene("reviewing-fault", Desk::sample, "5<enter><enter>"),
    scene("overrides", Desk::sample, "5O"),
    scene("overrides-empty", Desk::empty, "5O"),
    scene("doubles", doubles, "Z"),
    scene("doubles-second", doubles, "Zj<tab>"),
    scene("doubles-same", doubles, "Z="),
    scene("doubles-undone", doubles, "Z=u"),
    scene("doubles-empty", Desk::empty, "Z"),
];
pub(super) const OVER: &[Scene] = &[
    scene("help", Desk::sample, "?"),
    scene("help-in-a-form", ane, "p<f1>"),
    scene("palette", Desk::sample, ":"),
    scene("palette-off", Desk::sample, ":keep"),
    scene("palette-nothing", Desk::sample, ":zzzzzz"),
    scene("menu", Desk::sample, "3x"),
    scene("find", Desk::sample, "f"),
    scene("find-hits", Desk::sample, "fnorvik"),
    scene("find-nothing", Desk::sample, "fzzzz"),
    scene("ask-reject", Desk::sample, "3d"),
    scene("ask-snooze-fault", Desk::sample, "3ssoon<enter>"),
    scene("ask-link", Desk::sample, "3L"),
    scene("ask-kind", Desk::sample, "3Tnew"),
    scene("ask-snooze", Desk::sample, "3s"),
    scene("ask-blocked", Desk::sample, "2/harbor<enter><enter>c"),
    scene("ask-caution", tamsin, "c"),
    scene("ask-nobody", nobody, "c"),
    scene("ask-touch", norvik, ","),
    scene("ask-touch-note", norvik, ",l"),
    scene("ask-move", callback, "1gg!"),
    scene("off-and-why", Desk::empty, "p"),
    scene("error", failed, ""),
];
pub(super) const BEGIN: &[Scene] = &[
    scene("tour", touring, ""),
    scene("tour-inbox", touring, "3"),
    scene("tour-plan", touring, "<ctrl-n>1<ctrl-d>kkp"),
    scene("tour-log", touring, "<ctrl-n><ctrl-n><ctrl-n>C"),
    scene("tour-over", touring, "<ctrl-n><ctrl-n><ctrl-n><ctrl-n><ctrl-n>"),
    scene("profile", Desk::sample, "%"),
    scene("profile-empty", Desk::empty, "%"),
    scene("profile-rule", Desk::sample, "%je"),
    scene("profile-fault", Desk::sample, "%ncolour<enter>red<enter><enter>"),
    scene("who", Desk::sample, "@"),
    scene("who-first", new_book, ""),
    scene("import", Desk::empty, "I"),
    scene("import-completed", Desk::empty, "Itests/data/layoffs-2020<tab>"),
    scene("import-names", Desk::empty, "Itests/data/s<tab>"),
    scene("import-no-such-file", Desk::empty, "Itests/data/nothing-here.csv<enter>"),
    scene("import-preview", Desk::empty, "Itests/data/fortune1000-2022.csv<enter>"),
    scene("import-done", Desk::empty, "Itests/data/fortune1000-2022.csv<enter><enter>"),
    scene(
        "import-rejects",
        Desk::empty,
        "Itests/data/atomic-crm-contacts-500.csv<backtab><backtab><backtab><backtab><backtab><enter><ctrl-s>",
    ),
    scene("import-columns", Desk::empty, "Itests/data/kunden.csv<enter>"),
    scene("import-columns-choose", Desk::empty, "Itests/data/kunden.csv<enter>e"),
    scene("import-columns-find", Desk::empty, "Itests/data/kunden.csv<enter>eind"),
    scene("import-columns-said", Desk::empty, "Itests/data/kunden.csv<enter>ecomp<enter>GkkKkk+j."),
    scene("import-columns-reading", Desk::empty, "Itests/data/kunden.csv<enter>Ge"),
    scene("import-columns-keep", Desk::empty, "Itests/data/kunden.csv<enter>*Kunden"),
    scene("import-columns-read", Desk::empty, "Itests/data/kunden.csv<enter>eleft<esc>ecomp<enter><enter>"),
    scene("import-running", importing, ""),
    scene("import-shared", shared, ""),
    scene("import-shared-done", shared, "<enter>"),
    scene("read-only", read_only, ""),
    scene("read-only-save", read_only, "2/norvik<enter><enter>p<ctrl-s>"),
];
pub(super) const CAMPAIGNS: &[Scene] = &[
    scene("campaigns", Desk::sample, "B"),
    scene("campaigns-empty", Desk::empty, "B"),
    scene("campaign", Desk::sample, "B<enter>"),
    scene("campaign-line", Desk::sample, "B<enter>NThree cheeses move by night"),
    scene("campaign-learned", Desk::sample, "B<enter><tab>"),
    scene("campaign-left-out", Desk::sample, "B<enter><tab><tab>"),
    scene("campaign-whom", Desk::sample, "B<enter>jjp"),
    scene("campaign-plan", Desk::sample, "B<enter>jjjp<enter>"),
    scene("campaign-closed", Desk::sample, "B<enter>Xe"),
    scene("campaign-start", Desk::sample, "3<tab>/tariff<enter>b"),
    scene("campaign-start-left-out", Desk::sample, "3<tab>/tariff<enter>b<space><tab>"),
    scene("campaign-start-filter", Desk::sample, "3<tab>/tariff<enter>be"),
];
pub(super) const ALL: &[&[Scene]] = &[TODAY, ACCOUNTS, TRIGGERS, PLAN, LOG, OVER, BEGIN, CAMPAIGNS];

/// Scenes whose looks are printed too.
pub(super) const LOOKS: [&str; 3] = ["today", "plan-findings", "plan-ready"];
/// What the store thread says before a book is open.
pub(super) type Said = fn() -> Answer;
/// States before a book is open.
pub(super) const CLOSED: [(&str, Said); 4] = [
    ("welcome", || Answer::NoBook("~/.local/share/whynow/book.db".into(), None)),
    ("unusable", || {
        Answer::Unusable(
            "~/.local/share/whynow/book.db was written by a newer whynow (format 2.0; this one knows 1). Nothing was changed."
                .into(),
            None,
        )
    }),
    ("damaged", || {
        Answer::Unusable(
            "opening the book: ~/.local/share/whynow/book.db is damaged (file is not a database); keep the file, and go back to a backup"
                .into(),
            Some(backup_offer()),
        )
    }),
    ("book-gone", || Answer::NoBook("~/.local/share/whynow/book.db".into(), Some(backup_offer()))),
];

fn backup_offer() -> BackupOffer {
    BackupOffer { number: 7, made: "9 Mar 2026 16:12".into(), about: "before an import, 3.2 MB".into() }
}

/// A new book that nobody has worked with.
fn new_book() -> Desk {
    let clock = desk::clock();
    let store = Store::in_memory(clock.clone()).unwrap();
    Desk::at(Book::of(store, clock.clone()), clock)
}

/// The tour, begun where there is no book.
fn touring() -> Desk {
    let clock = desk::clock();
    let nowhere = std::env::temp_dir().join("whynow-no-such-book.db");
    let book = Book::at(&nowhere, clock.clone(), Session::default(), false);
    after(Desk::at(book, clock), "<ctrl-n>")
}

fn ane() -> Desk {
    after(Desk::sample(), ANE)
}

/// A book in which two accounts may be one, and two people.
fn doubles() -> Desk {
    let mut desk = Desk::empty();
    let store = desk.store();
    let some = |text: &str| Some(text.to_owned());
    let one = Account {
        name: "Norvik Foods AS".into(),
        domain: some("norvik.example"),
        city: some("Bergen"),
        country: some("Norway"),
        industry: some("Food Products"),
        employees: Some(2_400),
        ..Account::default()
    };
    let other = Account {
        name: "NORVIK FOODS".into(),
        tickers: vec!["NVF".into()],
        city: some("Oslo"),
        country: some("Norway"),
        employees: Some(2_150),
        phone: some("+47 55 00 00 00"),
        owner: some("Marit"),
        ..Account::default()
    };
    let account_id = store.save_account(&one).unwrap();
    store.save_account(&other).unwrap();
    for (title, email) in [("COO", "ane.lund@norvik.example"), ("Chief Operating Officer", "alund@norvik.example")] {
        let (title, emails) = (some(title), vec![email.to_owned()]);
        let person = Contact { account_id, name: "Ane Lund".into(), title, emails, ..Contact::default() };
        store.save_contact(&person).unwrap();
    }
    store.find_doubles().unwrap();
    desk
}

/// The sample book with feeds in every state and words for both.
fn with_feeds() -> Desk {
    let mut desk = Desk::sample();
    let store = desk.store();
    let addresses =
        ["https://food.example/news.xml", "https://fjord.example/press/feed.atom", "https://sec.example/8k"];
    store.add_feeds(&addresses.map(str::to_owned)).unwrap();
    for feed in store.feeds().unwrap() {
        let (title, outcome) = match feed.address.as_str() {
            "https://food.example/news.xml" => ("Food Weekly", "12 items: 3 new, 8 known, 1 without a date"),
            "https://sec.example/8k" => {
                ("", "failed: the server answered 404: there is nothing at this address any more.")
            }
            _never => continue,
        };
        store.note_fetch(&Feed { title: title.into(), outcome: outcome.into(), ..feed }).unwrap();
    }
    let norvik = store.find_account("Norvik Foods").unwrap().remove(0);
    let account = WatchTarget::Account(norvik.0, norvik.1);
    for (words, whom, kind) in [
        ("salmon tariff", WatchTarget::Industry("Seafood".into()), "tariff_shift"),
        ("lot traceability", account, "regulatory_change"),
    ] {
        let watch = WatchWord { id: Default::default(), words: words.into(), whom, kind: kind.into() };
        store.add_watch(&watch).unwrap();
    }
    desk
}

fn norvik() -> Desk {
    ane()
}

/// Norvik Foods after three calls that nobody took.
fn tried() -> Desk {
    let once_more = "Cx<enter>2<enter>";
    after(norvik(), &once_more.repeat(3))
}

/// The same, in a window without room for every pane.
fn silent() -> Desk {
    let mut desk = tried();
    desk.resize(80, 24);
    desk
}

fn tamsin() -> Desk {
    after(Desk::sample(), TAMSIN)
}

fn hung_up() -> Desk {
    let mut desk = after(ane(), "c");
    desk.wait(Duration::seconds(267));
    after(desk, "c")
}

/// A clock that was stopped after seven seconds.
fn hung_up_at_once() -> Desk {
    let mut desk = after(ane(), "c");
    desk.wait(Duration::seconds(7));
    after(desk, "c")
}

/// The sample book, with a callback promised to the first person of Today.
fn callback() -> Desk {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let contact = desk.store().today(now, 0, 1).unwrap().people.rows[0].contact_id;
    let mut call = desk.store().log_start(contact, now).unwrap().call;
    call.reach = Reach::Connected;
    let time = NaiveTime::from_hms_opt(9, 30, 0);
    let what = "Call back once the shift is on".to_owned();
    call.next = Some(NextStep { what, by: Some(now.date()), time, whose: Whose::Ours });
    desk.store().log_call(&call).unwrap();
    desk.send(Msg::Book(Answer::Changed));
    desk
}

/// A clock that was stopped, and a log form that was left.
fn unfinished() -> Desk {
    after(hung_up(), "<esc>")
}

/// An account at which nobody is known.
fn nobody() -> Desk {
    let mut desk = Desk::empty();
    let account = Account { name: "Vestby Creamery".into(), ..Account::default() };
    desk.store().save_account(&account).unwrap();
    desk.send(Msg::Book(Answer::Changed));
    after(desk, "2<enter>")
}

fn failed() -> Desk {
    let mut desk = Desk::sample();
    let says = "The book is locked by another program. Nothing was changed; try again when it is done.".into();
    desk.send(Msg::Book(Answer::Failed { doing: FailedTask::Changing, says }));
    desk
}

fn importing() -> Desk {
    let mut desk = after(Desk::empty(), "I");
    desk.type_in("tests/data/sp500-2026-08-08.csv");
    // The app is asked, the book is not: the import stays on its way.
    let enter = key("enter");
    drop(desk.app.update(Msg::Key(enter)));
    let path = "tests/data/sp500-2026-08-08.csv".into();
    let asked = Box::new(Import { path, dry_run: true, ..Import::default() });
    drop(desk.app.update(Msg::Book(Answer::Importing(ImportAnswer::Looked(asked, None)))));
    drop(desk.app.update(Msg::Book(Answer::Progress(JobProgress {
        rows: 12_400,
        bytes: 410,
        of_bytes: 1_000,
        millis: 3_100,
    }))));
    desk
}

/// A colleague's book, dropped on the import screen: a preview of what it would bring and overwrite.
fn shared() -> Desk {
    let mut desk = after(Desk::sample(), "I");
    desk.type_in("from-mia.db");
    let value = |what: &str, field: &str, old: &str, new: &str| OverwrittenValue {
        what: what.into(),
        field: field.into(),
        old: old.into(),
        new: new.into(),
        by: "Mia Strand".into(),
        at: "9 Mar 2026 16:12".into(),
    };
    let count = |what: &str, new, changed, same| MergeCount { what: what.into(), new, changed, same };
    let report = MergeReport {
        files: vec!["from-mia.db".into()],
        dry_run: true,
        counts: vec![
            count("accounts", 2, 1, 43),
            count("people", 3, 1, 88),
            count("calls", 14, 0, 120),
            count("reviews", 6, 0, 0),
        ],
        overwritten: vec![
            value("account Norvik Foods", "city", "Oslo", "Bergen"),
            value("person Ane Lund", "do not call", "", "asked by mail"),
        ],
        cleaned: 1,
        twins: vec![SharedIdentity {
            name: "Halden Dairy ASA".into(),
            other: "Halden Dairy".into(),
            shares: "CIK 320193".into(),
        }],
        gaps: vec!["calls and reviews 31–40 of Ole Berg are not here yet".into()],
        left: Vec::new(),
        unnamed: 0,
        unbacked: None,
    };
    drop(desk.app.update(Msg::Book(Answer::Merged(Box::new(report)))));
    desk
}

fn read_only() -> Desk {
    let mut desk = Desk::sample();
    let why = Some("the file may not be written by this user".into());
    desk.send(Msg::Book(Answer::Opened(OpenedBook {
        warnings: Vec::new(),
        clock_went_back: false,
        path: "~/.local/share/whynow/book.db".into(),
        read_only: why,
        wpm: None,
        running: None,
        sample: false,
        tour: false,
        asks_who: false,
    })));
    desk
}

pub(super) fn after(mut desk: Desk, keys: &str) -> Desk {
    desk.press(keys);
    desk
}

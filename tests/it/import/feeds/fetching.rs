//! From a feed into the inbox: counted, linked, never twice, and taken back by one undo.

use std::sync::Arc;

use chrono::DateTime;

use whynow::clock::FixedClock;
use whynow::domain::account::Account;
use whynow::domain::import::feed::FetchReport;
use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, Tray, TriggerQuery};
use whynow::domain::trigger::watch_words::{WatchTarget, WatchWord};
use whynow::domain::trigger::{Scope, Status};
use whynow::exchange::budget::Budget;
use whynow::job::feeds;
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

use crate::support::server::{DAY, Server, rss, send, terms};

const NOW: &str = "2026-03-12T09:12:00+01:00";

fn book() -> Store {
    let clock = FixedClock::at(DateTime::parse_from_rfc3339(NOW).unwrap());
    Store::in_memory(Arc::new(clock)).unwrap()
}

fn with_accounts(names: &[&str]) -> Store {
    let mut store = book();
    for name in names {
        store.save_account(&Account { name: (*name).into(), ..Account::default() }).unwrap();
    }
    store
}

fn fetch(store: &mut Store) -> FetchReport {
    let report = feeds::fetch(store, None, &terms(), &mut |_| Proceed::Go).unwrap();
    assert_eq!(report.items, report.new + report.known + report.undated + report.refused, "{report:?}");
    report
}

fn inbox(store: &mut Store) -> Vec<String> {
    tray(store, Tray::Inbox)
}

fn tray(store: &mut Store, tray: Tray) -> Vec<String> {
    let now = whynow::clock::Clock::now(&FixedClock::at(DateTime::parse_from_rfc3339(NOW).unwrap()));
    let query = TriggerQuery { tray, filter: String::new(), offset: 0, limit: 100 };
    let mut rows: Vec<String> = store.triggers(&query, now).unwrap().rows.into_iter().map(|row| row.headline).collect();
    rows.sort();
    rows
}

#[test]
fn a_feed_that_did_not_change_is_not_sent_again() {
    let server = Server::new(|request, stream| {
        let known = request.to_lowercase().contains("if-none-match: \"v1\"")
            && request.contains("Tue, 10 Mar 2026 08:00:00 GMT");
        if known {
            send(stream, "304 Not Modified", b"");
        } else {
            let head = format!("200 OK\r\nETag: \"v1\"\r\nLast-Modified: {DAY}");
            send(stream, &head, rss(&[("1", "A opens", DAY), ("2", "B opens", DAY)]).as_bytes());
        }
    });
    let mut store = book();
    store.add_feeds(&[server.at("/feed.xml")]).unwrap();
    assert_eq!(
        fetch(&mut store).sentence(),
        "1 feed: 1 read. 2 items: 2 new, 0 known. 0 of the new ones linked to an account."
    );
    assert_eq!(fetch(&mut store).sentence(), "1 feed: 0 read, 1 with nothing new.");
    let feed = store.feeds().unwrap().remove(0);
    assert_eq!((feed.title.as_str(), feed.outcome.as_str()), ("News", "nothing new"));
    assert!(feed.fetched_at.is_some());
    // What was taken back comes again when it is asked for again, once.
    store.undo().unwrap();
    assert_eq!(inbox(&mut store), Vec::<String>::new());
    assert_eq!(fetch(&mut store).new, 2);
    assert_eq!(inbox(&mut store), ["A opens", "B opens"]);
}

#[test]
fn one_undo_takes_a_fetch_of_several_feeds_back_and_one_redo_brings_it_again() {
    let one = Server::giving("200 OK", rss(&[("1", "A opens", DAY)]));
    let two = Server::giving("200 OK", rss(&[("2", "B opens", DAY)]));
    let broken = Server::giving("500 Oops", "");
    let mut store = book();
    store.add_feeds(&[one.at("/a"), two.at("/b"), broken.at("/c")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.feeds, report.read, report.failed.len(), report.new), (3, 2, 1, 2));
    assert!(
        report.sentence().starts_with("3 feeds: 2 read, 1 failed. 2 items: 2 new, 0 known."),
        "{}",
        report.sentence()
    );
    store.undo().unwrap();
    assert_eq!(inbox(&mut store), Vec::<String>::new());
    store.redo().unwrap();
    assert_eq!(inbox(&mut store), ["A opens", "B opens"]);
    let again = fetch(&mut store);
    assert_eq!((again.new, again.known), (0, 2));
    let outcomes: Vec<String> = store.feeds().unwrap().into_iter().map(|feed| feed.outcome).collect();
    assert!(outcomes.iter().any(|says| says == "1 item: 0 new, 1 known"), "{outcomes:?}");
    assert!(outcomes.iter().any(|says| says.starts_with("failed: the server answered 500")), "{outcomes:?}");
}

#[test]
fn an_item_never_enters_twice_whichever_feed_it_comes_from() {
    let item = |name: &str, guid: &str, title: &str| {
        format!(
            "<rss><channel><title>{name}</title><item>{guid}<link>https://news.example/page</link><title>{title}</title>\
             <pubDate>{DAY}</pubDate></item></channel></rss>"
        )
    };
    let own = Server::giving("200 OK", item("Paper", "<guid>1</guid>", "A opens"));
    let other = Server::giving("200 OK", item("Wire", "<guid>99</guid>", "A opens a plant"));
    let bare = "<rss><channel><title>X</title><item><title>Without page</title><pubDate>Tue, 10 Mar 2026 08:00:00 GMT\
        </pubDate></item></channel></rss>";
    let (first, second) =
        (Server::giving("200 OK", bare), Server::giving("200 OK", bare.replace("<title>X", "<title>Y")));
    let mut store = book();
    store.add_feeds(&[own.at("/"), other.at("/"), first.at("/"), second.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.items, report.new, report.known), (4, 2, 2));
    let now = whynow::clock::Clock::now(&FixedClock::at(DateTime::parse_from_rfc3339(NOW).unwrap()));
    let query = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 10 };
    let ids: Vec<_> = store.triggers(&query, now).unwrap().rows.into_iter().map(|row| row.id).collect();
    store.set_status(&ids, &Status::Rejected("old".into())).unwrap();
    assert_eq!(fetch(&mut store).known, 4);
    store.undo().unwrap();
    assert_eq!(fetch(&mut store).known, 4);
    assert_eq!(inbox(&mut store).len(), 2);
}

#[test]
fn two_feeds_that_number_their_items_alike_keep_them_apart() {
    let feed = |name: &str| {
        format!(
            "<rss><channel><title>{name}</title><item><guid>1</guid><title>{name} opens</title><pubDate>{DAY}</pubDate></item></channel></rss>"
        )
    };
    let (one, two) = (Server::giving("200 OK", feed("A")), Server::giving("200 OK", feed("B")));
    let mut store = book();
    store.add_feeds(&[one.at("/"), two.at("/")]).unwrap();
    assert_eq!(fetch(&mut store).new, 2);
}

#[test]
fn items_without_a_date_and_hostile_ones_are_cleaned_and_counted() {
    let long = "x".repeat(900_000);
    let items = [
        ("1", "Sound", DAY),
        ("2", "Without a date", ""),
        ("3", "A date that is none", "soon"),
        ("4", "", DAY),
        ("5", "\u{202e}Turned &lt;script&gt;alert(1)&lt;/script&gt; &#27;[2J round", DAY),
        ("6", &long, DAY),
    ];
    let server = Server::giving("200 OK", rss(&items));
    let mut store = book();
    store.add_feeds(&[server.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.items, report.new, report.undated, report.refused), (6, 3, 1, 2));
    assert!(report.rejects.iter().any(|reject| reject.reason.contains("“soon” is not a date")));
    let kept = inbox(&mut store);
    assert!(
        kept.iter().all(|line| line.chars().count() <= 200 && !line.contains(['\u{1b}', '\u{202e}', '<'])),
        "{kept:?}"
    );
}

#[test]
fn headlines_are_linked_and_watch_words_make_triggers() {
    let server = Server::giving(
        "200 OK",
        rss(&[
            ("1", "Norvik Foods opens a plant in Tampa", DAY),
            ("2", "Salmon tariff from May", DAY),
            ("3", "Target prices rise", DAY),
            ("4", "Fish feed costs rise", DAY),
        ]),
    );
    let mut store = with_accounts(&["Norvik Foods AS", "Target Corp"]);
    let norvik = store.find_account("Norvik").unwrap().remove(0);
    let watch = |words: &str, whom| WatchWord {
        id: Default::default(),
        words: words.into(),
        whom,
        kind: "regulatory_change".into(),
    };
    store.add_watch(&watch("salmon tariff", WatchTarget::Industry("Food".into()))).unwrap();
    store.add_watch(&watch("fish feed", WatchTarget::Account(norvik.0, norvik.1.clone()))).unwrap();
    store.add_feeds(&[server.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.new, report.linked, report.watched), (4, 2, 2));
    let now = whynow::clock::Clock::now(&FixedClock::at(DateTime::parse_from_rfc3339(NOW).unwrap()));
    let query = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 10 };
    for row in store.triggers(&query, now).unwrap().rows {
        let trigger = store.trigger_file(row.id, now).unwrap().unwrap().trigger;
        match row.headline.as_str() {
            "Norvik Foods opens a plant in Tampa" => assert_eq!(trigger.accounts, [norvik.0]),
            "Fish feed costs rise" => assert_eq!(trigger.accounts, [norvik.0]),
            "Salmon tariff from May" => {
                assert_eq!((trigger.scope, trigger.kind.as_str()), (Scope::Industry, "regulatory_change"));
                assert_eq!((trigger.accounts.len(), trigger.company), (0, None));
                assert!(trigger.impact.contains("Food"));
            }
            _ => assert_eq!(trigger.accounts, []),
        }
    }
}

#[test]
fn a_stopped_fetch_leaves_nothing_not_even_the_feed_s_mark() {
    let server = Server::giving("200 OK\r\nETag: \"v1\"", rss(&[("1", "A opens", DAY)]));
    let mut store = book();
    store.add_feeds(&[server.at("/")]).unwrap();
    let mut asked = 0;
    let report = feeds::fetch(&mut store, None, &terms(), &mut |_| {
        asked += 1;
        if asked > 3 { Proceed::Cancel } else { Proceed::Go }
    });
    assert!(report.unwrap().cancelled);
    assert_eq!(inbox(&mut store), Vec::<String>::new());
    let feed = store.feeds().unwrap().remove(0);
    assert_eq!((feed.etag, feed.outcome.as_str()), (None, ""));
}

#[test]
fn what_is_no_feed_is_said_and_kept_beside_the_feed() {
    for (body, says) in [
        ("<opml/>", "list of feeds (OPML)"),
        ("<rss version='2.0'><channel/></rss>", "without a single entry"),
        ("PK\u{3}\u{4}zip", "workbook or archive"),
        ("{\"a\": 1}", "expected a list of objects"),
        ("just words", "no column for"),
    ] {
        let server = Server::giving("200 OK", body);
        let mut store = book();
        store.add_feeds(&[server.at("/")]).unwrap();
        let report = fetch(&mut store);
        assert!(report.failed[0].contains(says), "{body}: {:?}", report.failed);
        assert!(store.feeds().unwrap()[0].outcome.starts_with("failed: "), "{body}");
    }
}

#[test]
fn feeds_that_common_readers_reject_whole_are_read() {
    let atom03 = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Old</title><entry><id>tag:a,1</id><title>A</title>\
         <issued>2026-03-10T08:00:00Z</issued></entry></feed>";
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>R</title></channel><item><title>A</title>\
         <link>https://a.example/1</link><dc:date>2026-03-10</dc:date></item></rdf:RDF>";
    let latin1: Vec<u8> = rss(&[("1", "Caf? opens", DAY)]).bytes().map(|b| if b == b'?' { 0xE9 } else { b }).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(rss(&[("1", "Café opens", DAY)]).encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let sec = include_bytes!("../../../data/sec-company-maquia.atom.xml").to_vec();
    let all = include_bytes!("../../../data/sec-8k-2025-12-12.atom").to_vec();
    let gaap = include_bytes!("../../../data/sec-usgaap-50items.rss").to_vec();
    let json = include_bytes!("../../../data/influxdata-blog.jsonfeed.json").to_vec();
    for (name, body, new, undated) in [
        ("Atom 0.3", atom03.as_bytes().to_vec(), 1, 0),
        ("RSS 0.90", rdf.as_bytes().to_vec(), 1, 0),
        ("Latin-1 that is not declared", latin1, 1, 0),
        ("UTF-16", utf16, 1, 0),
        ("the SEC's feed of a company", sec, 5, 0),
        ("the SEC's day", all, 281, 0),
        ("the SEC's statements", gaap, 50, 0),
        ("a JSON Feed", json, 2, 1),
    ] {
        let server = Server::giving("200 OK", body);
        let mut store = book();
        store.add_feeds(&[server.at("/")]).unwrap();
        let report = fetch(&mut store);
        assert_eq!((report.new, report.undated, report.failed.len()), (new, undated, 0), "{name}: {report:?}");
        assert!(!inbox(&mut store).iter().any(|line| line.contains('\u{FFFD}')), "{name}");
    }
}

#[test]
fn a_day_of_filings_meets_the_accounts_of_a_list() {
    let mut store = book();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sp500-2026-08-08.csv");
    let list = Import { kind: Some(ImportKind::Accounts), path: path.into(), ..Import::default() };
    import::run(&mut store, &list, &Budget::default(), &mut |_| Proceed::Go).unwrap();
    let server = Server::giving("200 OK", include_bytes!("../../../data/sec-8k-2025-12-12.atom").to_vec());
    store.add_feeds(&[server.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.items, report.new, report.linked), (281, 281, 24));
}

#[test]
fn a_removed_feed_is_not_fetched_and_one_undo_brings_it_back() {
    let mut store = book();
    assert_eq!(store.add_feeds(&["https://a.example/x".into(), "https://a.example/x".into()]).unwrap(), 1);
    let id = store.feeds().unwrap()[0].id;
    store.remove_feed(id).unwrap();
    let none = feeds::fetch(&mut store, None, &terms(), &mut |_| Proceed::Go).unwrap_err().to_string();
    assert!(none.contains("There is no feed to fetch"), "{none}");
    store.undo().unwrap();
    assert_eq!(store.feeds().unwrap().len(), 1);
    store.remove_feed(id).unwrap();
    assert_eq!(store.add_feeds(&["https://a.example/x".into()]).unwrap(), 1);
    assert_eq!(store.feeds().unwrap().len(), 1);
}

#[test]
fn an_item_without_a_date_waits_undated_and_is_no_reason_until_it_has_one() {
    let mut store = with_accounts(&["Norvik Foods"]);
    let items = [("1", "Norvik Foods opens a plant", ""), ("2", "Norvik Foods closes a shop", "")];
    let server = Server::giving("200 OK", rss(&items));
    store.add_feeds(&[server.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.new, report.undated, report.refused), (0, 2, 0));
    let trays = |store: &mut Store| [Tray::Inbox, Tray::Undated, Tray::Expired].map(|of| tray(store, of).len());
    assert_eq!(trays(&mut store), [0, 2, 0]);
    let again = fetch(&mut store);
    assert_eq!((again.known, again.undated, trays(&mut store)), (2, 0, [0, 2, 0]), "they come once");

    let now = whynow::clock::Clock::now(&FixedClock::at(DateTime::parse_from_rfc3339(NOW).unwrap()));
    let query = |filter: &str| TriggerQuery { tray: Tray::Undated, filter: filter.into(), offset: 0, limit: 9 };
    let row = store.triggers(&query("plant"), now).unwrap().rows.remove(0);
    let mut trigger = store.trigger_file(row.id, now).unwrap().unwrap().trigger;
    // Kept by somebody, and with a day on which it takes effect: it still waits.
    (trigger.status, trigger.strength) = (Status::Kept, 5);
    trigger.effective_on = now.date().succ_opt();
    store.save_trigger(&trigger).unwrap();
    let account = trigger.accounts[0];
    let points = |store: &mut Store| store.account_file(account, now).unwrap().unwrap().reason.points;
    assert_eq!((points(&mut store), trays(&mut store)), (0.0, [0, 2, 0]));

    trigger.occurred_on = now.date();
    store.save_trigger(&trigger).unwrap();
    assert!(points(&mut store) > 0.0);
    assert_eq!((trays(&mut store), tray(&mut store, Tray::Kept).len()), ([0, 1, 0], 1));
}

#[test]
fn a_day_that_the_feed_says_later_dates_the_item_that_waited() {
    let mut store = book();
    let first = Server::giving("200 OK", rss(&[("https://a.example/1", "Norvik opens a plant", "")]));
    let later = Server::giving("200 OK", rss(&[("https://a.example/1", "Norvik opens a plant", DAY)]));
    store.add_feeds(&[first.at("/")]).unwrap();
    assert_eq!(fetch(&mut store).undated, 1);
    store.add_feeds(&[later.at("/")]).unwrap();
    let report = fetch(&mut store);
    assert_eq!((report.undated, report.new, report.known), (0, 0, 2), "{report:?}");
    assert_eq!((inbox(&mut store).len(), tray(&mut store, Tray::Undated).len()), (1, 0));
}

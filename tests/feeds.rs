//! Feeds from servers that misbehave, and the inbox after them. The servers are on the loopback address of this test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test stops where it fails")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;

use whynow::clock::FixedClock;
use whynow::domain::account::Account;
use whynow::domain::feed::FetchReport;
use whynow::domain::rows::{ImportKind, Tray, TriggerQuery};
use whynow::domain::trigger::{Scope, Status};
use whynow::domain::watch::{WatchWord, Watched};
use whynow::exchange::web::{Got, Limits, Terms, Web};
use whynow::job::feeds;
use whynow::job::import::{self, Import, Keep};
use whynow::store::Store;

const NOW: &str = "2026-03-12T09:12:00+01:00";

/// A server that gives the same answer to everyone, or what a function makes of the request.
struct Server {
    address: String,
    asked: Receiver<String>,
}

impl Server {
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (tell, asked) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (mut request, mut piece) = (Vec::new(), [0; 1024]);
                while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                    match stream.read(&mut piece) {
                        Ok(0) | Err(_) => break,
                        Ok(count) => request.extend_from_slice(&piece[..count]),
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                if tell.send(request.clone()).is_err() {
                    return;
                }
                answer(&request, &mut stream);
            }
        });
        Server { address, asked }
    }

    /// A whole answer: head lines, body.
    fn giving(head: &str, body: impl Into<Vec<u8>>) -> Server {
        let (head, body) = (head.to_owned(), body.into());
        Server::new(move |_, stream| send(stream, &head, &body))
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let all = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // A client that had enough has hung up.
    let _gone = stream.write_all(all.as_bytes()).and_then(|()| stream.write_all(body));
}

fn small() -> Limits {
    Limits { bytes: 1024 * 1024, time: Duration::from_millis(600), redirects: 5 }
}

fn terms() -> Terms {
    Terms { allow_private: true, contact: None, limits: small() }
}

fn get(address: &str) -> Result<Got, String> {
    Web::new(&terms()).get(address, None, None, &mut || true).map_err(|error| error.to_string())
}

/// The sentence of a fetch that must fail: it begins with the address.
fn refused(server: &Server) -> String {
    let address = server.at("/feed.xml");
    let says = get(&address).expect_err("this server is not to be believed");
    says.strip_prefix(&format!("{address}: ")).unwrap_or_else(|| panic!("no address in: {says}")).to_owned()
}

fn rss(items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(id, title, date)| {
            let date = if date.is_empty() { String::new() } else { format!("<pubDate>{date}</pubDate>") };
            format!("<item><guid>https://news.example/{id}</guid><title>{title}</title>{date}</item>")
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>")
}

const DAY: &str = "Tue, 10 Mar 2026 08:00:00 GMT";

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
    let report = feeds::fetch(store, None, &terms(), &mut |_| Keep::Go).unwrap();
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
fn each_misbehaving_server_gets_one_clear_sentence() {
    let gzip_bomb = {
        // Each member unpacks to nothing but zeros; a hundred of them are 10 MB.
        include_bytes!("data/zeros-10mb.gz").to_vec()
    };
    for (server, says) in [
        (Server::giving("404 Not Found", "gone"), "the server answered 404: there is nothing at this address any more"),
        (Server::giving("500 Oops", "x"), "the server answered 500: the site has a fault of its own"),
        (Server::giving("403 No", "x"), "set contact under [feeds]"),
        (Server::giving("200 OK\r\nContent-Encoding: gzip", gzip_bomb), "longer than 1 MB"),
        (Server::giving("200 OK\r\nContent-Encoding: gzip", "not gzip at all"), "cannot be unpacked"),
        (Server::giving("200 OK", vec![b'x'; 1024 * 1024 + 1]), "longer than 1 MB"),
        (Server::giving("200 OK", ""), "the answer is empty"),
        (
            Server::giving(&format!("200 OK\r\nX-Long: {}", "x".repeat(100_000)), "x"),
            "more headers than any feed needs",
        ),
        (Server::giving("302 Found\r\nLocation: /feed.xml", ""), "from address to address more than 5 times"),
        (Server::giving("302 Found\r\nLocation: ftp://example.com/x", ""), "Only http:// and https:// are|5 times"),
        (Server::giving("302 Found\r\nLocation: file:///etc/passwd", ""), "Only http:// and https:// are|5 times"),
        (Server::giving("204 No Content", ""), "the answer is empty"),
        (
            Server::giving(
                "200 OK\r\nContent-Type: text/html",
                "<!doctype html><link rel=alternate type=application/rss+xml href=/real.xml>",
            ),
            "/real.xml: add that",
        ),
        (
            Server::new(|_, stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>"))),
            "broke off",
        ),
        (Server::new(|_, stream| drop(stream.write_all(b"garbage\r\n\r\n"))), "not what a web server sends"),
        (Server::new(|_, _| ()), "broke off"),
    ] {
        let said = refused(&server);
        assert!(says.split('|').any(|says| said.contains(says)), "wanted “{says}”, got “{said}”");
    }
}

#[test]
fn a_server_that_never_ends_or_never_answers_is_given_up() {
    let endless = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 65_536]).is_ok() {}
    });
    assert!(refused(&endless).contains("longer than 1 MB"));
    let dripping = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(refused(&dripping).contains("took longer than 600 milliseconds"));
    let kept = Arc::new(Mutex::new(Vec::new()));
    let silent = Server::new(move |_, stream| kept.lock().unwrap().push(stream.try_clone()));
    assert!(refused(&silent).contains("took longer than 600 milliseconds"));
    let headers = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: and more\r\n").is_ok() {}
    });
    let said = refused(&headers);
    assert!(said.contains("headers") || said.contains("took longer") || said.contains("not what"), "{said}");
}

#[test]
fn nothing_answers_and_no_name_have_their_sentence() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(get(&format!("http://{free}/x")).unwrap_err().contains("nothing answers there"));
    let unknown = get("http://no-such-site.invalid/x").unwrap_err();
    assert!(unknown.contains("no site by this name") || unknown.contains("took longer"), "{unknown}");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/x", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let _sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nthis is not TLS");
            kept.push(stream);
        }
    });
    let said = get(&address).unwrap_err();
    assert!(said.contains("no secure connection"), "{said}");
}

#[test]
fn addresses_inside_a_network_are_refused_before_anything_is_sent() {
    let server = Server::giving("200 OK", rss(&[("1", "A", DAY)]));
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let closed = Web::new(&Terms { allow_private: false, ..terms() });
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "169.254.169.254",
        "10.0.0.1",
    ] {
        let said = closed.get(&format!("http://{host}:{port}/x"), None, None, &mut || true).unwrap_err().to_string();
        assert!(said.contains("inside a network") || said.contains("no site by this name"), "{host}: {said}");
    }
    assert!(server.asked.try_recv().is_err(), "a request was sent");
}

#[test]
fn a_turn_is_followed_and_leads_to_the_feed() {
    let server = Server::new(|request, stream| {
        if request.starts_with("GET /old") {
            send(stream, "301 Moved\r\nLocation: /new", b"");
        } else {
            send(stream, "200 OK", b"<rss/>");
        }
    });
    assert!(matches!(get(&server.at("/old")), Ok(Got::Content { .. })));
}

#[test]
fn a_stopped_fetch_ends_between_two_pieces() {
    let endless = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"xxxxxxxxxxxxxxxx").is_ok() {}
    });
    let mut left = 3;
    let mut go_on = || {
        left -= 1;
        left > 0
    };
    let stopped = Web::new(&terms()).get(&endless.at("/"), None, None, &mut go_on).unwrap_err();
    assert_eq!(stopped.to_string(), "stopped");
}

#[test]
fn the_program_says_who_it_is_and_asks_for_what_it_reads() {
    let server = Server::giving("200 OK", "<rss/>");
    let terms = Terms { contact: Some("rep@norvik.example".into()), ..terms() };
    Web::new(&terms).get(&server.at("/"), None, None, &mut || true).unwrap();
    let request = server.asked.recv().unwrap().to_lowercase();
    let agent = format!("user-agent: whynow/{} (rep@norvik.example)", env!("CARGO_PKG_VERSION"));
    for line in [agent.as_str(), "accept: application/atom+xml", "accept-encoding: gzip"] {
        assert!(request.contains(line), "{line} is not in {request}");
    }
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
    let item = |guid: &str, title: &str| {
        format!(
            "<rss><channel><title>{guid}</title><item>{guid}<link>https://news.example/page</link><title>{title}</title>\
             <pubDate>{DAY}</pubDate></item></channel></rss>"
        )
    };
    let own = Server::giving("200 OK", item("<guid>1</guid>", "A opens"));
    let other = Server::giving("200 OK", item("<guid>99</guid>", "A opens a plant"));
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
    assert!(report.rejects.iter().any(|reject| reject.reason.contains("“soon” is no date")));
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
    store.add_watch(&watch("salmon tariff", Watched::Industry("Food".into()))).unwrap();
    store.add_watch(&watch("fish feed", Watched::Account(norvik.0, norvik.1.clone()))).unwrap();
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
        if asked > 3 { Keep::Cancel } else { Keep::Go }
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
        ("{\"a\": 1}", "expected a JSON Feed"),
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
    let atom03 = format!(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Old</title><entry><id>tag:a,1</id><title>A</title>\
         <issued>2026-03-10T08:00:00Z</issued></entry></feed>"
    );
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>R</title></channel><item><title>A</title>\
         <link>https://a.example/1</link><dc:date>2026-03-10</dc:date></item></rdf:RDF>";
    let latin1: Vec<u8> = rss(&[("1", "Caf? opens", DAY)]).bytes().map(|b| if b == b'?' { 0xE9 } else { b }).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(rss(&[("1", "Café opens", DAY)]).encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let sec = include_bytes!("data/sec-company-maquia.atom.xml").to_vec();
    let all = include_bytes!("data/sec-8k-2025-12-12.atom").to_vec();
    let gaap = include_bytes!("data/sec-usgaap-50items.rss").to_vec();
    let json = include_bytes!("data/influxdata-blog.jsonfeed.json").to_vec();
    for (name, body, new, undated) in [
        ("Atom 0.3", atom03.into_bytes(), 1, 0),
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
    let list = Import { kind: ImportKind::Accounts, path: path.into(), dry_run: false };
    import::run(&mut store, &list, &mut |_| Keep::Go).unwrap();
    let server = Server::giving("200 OK", include_bytes!("data/sec-8k-2025-12-12.atom").to_vec());
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
    let none = feeds::fetch(&mut store, None, &terms(), &mut |_| Keep::Go).unwrap_err().to_string();
    assert!(none.contains("There is no feed to fetch"), "{none}");
    store.undo().unwrap();
    assert_eq!(store.feeds().unwrap().len(), 1);
    store.remove_feed(id).unwrap();
    assert_eq!(store.add_feeds(&["https://a.example/x".into()]).unwrap(), 1);
    assert_eq!(store.feeds().unwrap().len(), 1);
}

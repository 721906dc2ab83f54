//! Feeds of every dialect, whole and damaged, friendly and not.

use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use whynow::domain::import::options::ReadOptions;
use whynow::domain::trigger::Trigger;
use whynow::exchange;

use crate::support::reading::{Read, all, refusal, triggers, triggers_of};

/// An RSS feed of these items.
fn rss(items: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Paper</title><link>https://paper.example/</link>{items}</channel></rss>"
    )
}

const DAY: &str = "<pubDate>Thu, 01 Jan 2026 19:48:21 GMT</pubDate>";

fn only(feed: &Read<Trigger>) -> &Trigger {
    assert_eq!(feed.rows(), 1, "{:?}", feed.bad);
    feed.good.first().unwrap_or_else(|| panic!("{:?}", feed.bad))
}

/// File, what it is read as, entries, and how many of them have no day.
const DIALECTS: [(&str, &str, usize, usize); 12] = [
    ("rss-0.91.xml", "RSS 0.91", 2, 2),
    ("rss-0.92.xml", "RSS 0.92", 2, 2),
    ("rdf-0.90.xml", "RSS 0.90", 1, 1),
    ("rdf-1.0.xml", "RSS 1.0", 2, 0),
    ("rss-2.0-relative.xml", "RSS 2.0", 2, 0),
    ("rss-2.0-media.xml", "RSS 2.0", 1, 0),
    ("atom-0.3.xml", "Atom 0.3", 1, 0),
    ("atom-1.0-base.xml", "Atom 1.0", 2, 0),
    ("atom-1.0-xhtml.xml", "Atom 1.0", 1, 0),
    ("cdf.xml", "RSS", 1, 0),
    ("koi8-r.xml", "RSS 2.0", 1, 0),
    ("shift-jis.xml", "RSS 2.0", 1, 0),
];

#[test]
fn every_dialect_is_known_and_every_entry_counted() {
    for (file, format, entries, undated) in DIALECTS {
        let feed = triggers(&format!("feeds/{file}"));
        assert!(feed.format.starts_with(format), "{file}: {}", feed.format);
        assert_eq!(feed.rows(), entries, "{file}");
        let without = feed.good.iter().filter(|trigger| trigger.is_undated()).count();
        assert_eq!((without, feed.reasons().len()), (undated, 0), "{file}");
        let told = feed.notes.iter().any(|note| note.contains("an item has no date"));
        assert_eq!(told, undated > 0, "{file}: {:?}", feed.notes);
    }
}

#[test]
fn links_are_made_whole_by_the_nearest_base() {
    let feed = triggers("feeds/atom-1.0-base.xml");
    let urls: Vec<&str> = feed.good.iter().filter_map(|trigger| trigger.url.as_deref()).collect();
    assert_eq!(urls, ["http://example.com/feed/entry/2026/a", "http://other.example/b"]);
    let feed = triggers("feeds/rss-2.0-relative.xml");
    let urls: Vec<&str> = feed.good.iter().filter_map(|trigger| trigger.url.as_deref()).collect();
    assert_eq!(urls, ["https://paper.example/news/one", "https://paper.example/two?x=1"]);
}

#[test]
fn titles_are_read_in_every_encoding_and_markup() {
    for (file, title) in [
        ("koi8-r.xml", "Новый завод"),
        ("shift-jis.xml", "新工場"),
        ("atom-1.0-xhtml.xml", "Acme & Sons opens a plant"),
        ("rss-2.0-media.xml", "Acme buys Norvik"),
        ("cdf.xml", "Acme opens a plant"),
    ] {
        let feed = triggers(&format!("feeds/{file}"));
        assert_eq!(only(&feed).headline, title, "{file}");
    }
}

#[test]
fn one_entry_may_be_a_document_of_its_own() {
    let entry = "<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>Acme</title><updated>2026-01-02T10:00:00Z</updated></entry>";
    let feed = triggers_of(entry).unwrap();
    assert_eq!((feed.format.as_str(), only(&feed).headline.as_str()), ("Atom 1.0, UTF-8", "Acme"));
}

#[test]
fn of_several_days_the_first_that_can_be_read_counts() {
    let item = format!(
        "<item><title>a</title><pubDate>yesterday</pubDate><dc:date>2026-01-02T10:00:00Z</dc:date></item>\
        <item><title>b</title><pubDate>yesterday</pubDate></item><item><title>c</title></item><item><title>d</title>{DAY}</item>"
    );
    let feed = triggers_of(rss(&item)).unwrap();
    let days: Vec<String> = feed.good.iter().map(Trigger::day_in_words).collect();
    assert_eq!(days, ["2 Jan 2026", "no day known", "1 Jan 2026"]);
    let reasons: Vec<&str> = feed.reasons();
    assert_eq!(reasons, ["“yesterday” is not a date"]);
}

#[test]
fn a_damaged_feed_keeps_what_came_before_and_says_where_it_breaks() {
    let item = |title: &str| format!("<item><title>{title}</title>{DAY}</item>\n");
    let whole = rss(&format!("{}{}", item("one"), item("two")));
    let cut = whole.split_once("two").unwrap().0;
    let feed = triggers_of(cut).unwrap();
    assert_eq!(feed.rows(), 1);
    assert!(feed.notes[0].contains("the feed is damaged at line 2: the file ends inside <title>"), "{:?}", feed.notes);
    assert!(feed.notes[0].contains("the 1 entries before were read"), "{:?}", feed.notes);
    let crossed =
        rss(&format!("<item><title>a</title><description><p>text<br>more</description>{DAY}</item>{}", item("b")));
    let feed = triggers_of(crossed).unwrap();
    assert_eq!((feed.good.len(), feed.notes), (2, Vec::<String>::new()));
}

#[test]
fn a_wire_names_the_company_that_issued_an_item() {
    let item = format!(
        "<item><title>Results</title><link>https://www.globenewswire.com/news-release/1</link>{DAY}\
         <category domain=\"https://www.globenewswire.com/rss/stock\">Nasdaq:SPNT</category>\
         <dc:contributor>SiriusPoint Ltd.</dc:contributor></item>\
         <item><title>Plant</title><link>https://www.prnewswire.com/news-releases/2.html</link>{DAY}\
         <dc:contributor>Acme Corp</dc:contributor></item>\
         <item><title>Blog</title><link>https://blog.example/3</link>{DAY}<dc:contributor>Ann</dc:contributor></item>"
    );
    let feed = triggers_of(rss(&item)).unwrap();
    let named: Vec<_> = feed.good.iter().map(|one| (one.company.as_deref(), one.ticker.as_deref())).collect();
    assert_eq!(named, [(Some("SiriusPoint Ltd."), Some("SPNT")), (Some("Acme Corp"), None), (None, None)]);
}

#[test]
fn what_could_drive_a_terminal_or_a_browser_is_taken_out_and_counted() {
    let long = "x".repeat(10 * 1024 * 1024);
    let item = |title: &str, link: &str| format!("<item><title>{title}</title><link>{link}</link>{DAY}</item>");
    let items = [
        item("a &#27;[31mred &#x202E;desrever", "https://a.example/1"),
        item("&lt;script&gt;alert(1)&lt;/script&gt;b &lt;img src=x onerror=alert(1)&gt;", "javascript:alert(1)"),
        item("<![CDATA[<script>alert(1)</script>c]]>", "data:text/html,x"),
        item(&long, "https://a.example/4"),
    ];
    let feed = triggers_of(rss(&items.concat())).unwrap();
    let titles: Vec<String> = feed.good.iter().map(|one| one.headline.chars().take(12).collect()).collect();
    assert_eq!(titles, ["a [31mred de", "b", "c", "xxxxxxxxxxxx"]);
    let urls: Vec<Option<&str>> = feed.good.iter().map(|one| one.url.as_deref()).collect();
    assert_eq!(urls, [Some("https://a.example/1"), None, None, Some("https://a.example/4")]);
    for said in [
        "line 1: control or text-direction characters were removed",
        "2 rows, the first on line 1: a script was removed",
        "2 rows, the first on line 1: a link that is not a web page was left out",
        "line 1: a title longer than 200 characters was cut",
    ] {
        assert!(feed.notes.iter().any(|note| note == said), "{said}: {:?}", feed.notes);
    }
}

#[test]
fn bombs_are_neither_expanded_nor_slow() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let bombs = [
        format!("{laughs}{}", rss(&format!("<item><title>&c;</title>{DAY}</item>"))),
        rss(&format!("<item><title>{}</title>{DAY}</item>", "&c;".repeat(500_000))),
        rss(&format!("<item {}><title>t</title>{DAY}</item>", "a='b' ".repeat(100_000))),
        rss(&format!("<item>{}</item>", "<a>".repeat(1_000_000))),
        rss(&"<item>".repeat(500_000)),
        rss(&format!("<item><title>{}</title>{DAY}</item>", "&lt;b".repeat(500_000))),
        rss(&format!("<item><title>{}</title>{DAY}</item>", "&lt;!--".repeat(500_000))),
        rss(&format!("<item>{DAY}{}</item>", "</x>".repeat(1_000_000))),
    ];
    for (at, bomb) in bombs.into_iter().enumerate() {
        let began = Instant::now();
        if let Ok(feed) = triggers_of(bomb) {
            assert!(feed.good.iter().all(|one| one.headline.len() < 1_000), "bomb {at}");
        }
        println!("bomb {at}: {:?}", began.elapsed());
        // Two seconds as people get it; built for tests it is several times slower.
        assert!(began.elapsed() < Duration::from_secs(20), "bomb {at} took {:?}", began.elapsed());
    }
}

/// Prints what every file under `WHYNOW_FEEDS` gives, a line of JSON each: for suites of feeds that are not kept here.
#[test]
#[ignore = "reads a folder of your own: WHYNOW_FEEDS=FOLDER"]
fn a_folder_of_feeds_is_read_without_a_panic() {
    let Some(folder) = std::env::var_os("WHYNOW_FEEDS") else { return };
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let began = Instant::now();
            let line = match triggers_of(std::fs::read(&path).unwrap()) {
                Err(error) => serde_json::json!({ "file": path, "error": error }),
                Ok(feed) => {
                    let good = feed.good.iter().map(|one| serde_json::json!({ "title": one.headline, "url": one.url, "day": one.occurred_on, "text": one.summary }));
                    let entries: Vec<serde_json::Value> = good.collect();
                    serde_json::json!({ "file": path, "format": feed.format, "entries": entries, "rejected": feed.reasons(), "notes": feed.notes, "ms": began.elapsed().as_millis() })
                }
            };
            println!("{line}");
        }
    }
}

#[test]
fn a_json_feed_gives_its_dated_items_and_the_undated_one() {
    let read = triggers("influxdata-blog.jsonfeed.json");
    let undated = read.good.iter().filter(|trigger| trigger.is_undated()).count();
    assert_eq!((read.good.len(), undated, read.bad.len()), (3, 1, 0));
    assert_eq!(
        (read.good[0].source.as_str(), read.good[0].occurred_on.to_string().as_str()),
        ("Blog – InfluxData", "2019-05-31")
    );
}

#[test]
fn every_family_of_feeds_is_read() {
    let table = [
        (
            "RSS 0.90",
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/' xmlns:dc='x'>\
            <channel><title>Heise</title></channel><item><title>T</title><link>https://x.de/1</link><dc:date>2026-01-02</dc:date></item></rdf:RDF>",
        ),
        (
            "RSS 1.0",
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:dc='x'><channel><title>C</title></channel>\
            <item><title>T</title><dc:date>2026-01-02T10:00:00+01:00</dc:date></item></rdf:RDF>",
        ),
        (
            "RSS 2.0",
            "<rss version='2.0'><channel><title>C</title><item><title>A &amp; T</title>\
            <description>&lt;p&gt;x&lt;/p&gt;</description><pubDate>Fri, 02 Jan 2026 17:08:44 EST</pubDate></item></channel></rss>",
        ),
        (
            "Atom 0.3",
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>C</title><entry><title mode='escaped'>T</title>\
            <issued>2026-01-02T00:00:00Z</issued><link rel='alternate' href='https://x/1'/></entry></feed>",
        ),
        (
            "Atom 1.0",
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>C</a:title><a:entry><a:title type='xhtml'><div>T <b>x</b></div></a:title>\
            <a:updated>2026-01-02T00:00:00Z</a:updated></a:entry></a:feed>",
        ),
    ];
    for (format, xml) in table {
        let read = all(exchange::triggers("feed", Cursor::new(xml.as_bytes().to_vec()), &ReadOptions::default()));
        assert_eq!(read.format, format!("{format}, UTF-8"));
        assert_eq!((read.good.len(), read.good[0].occurred_on.to_string().as_str()), (1, "2026-01-02"), "{format}");
        assert!(!read.good[0].headline.contains('<'), "{format}");
    }
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(table[2].1.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(all(exchange::triggers("feed", Cursor::new(utf16), &ReadOptions::default())).good[0].headline, "A & T");
}

#[test]
fn a_feed_that_gives_nothing_says_why() {
    let told = |text: &str| {
        refusal(exchange::triggers("f.xml", Cursor::new(text.as_bytes().to_vec()), &ReadOptions::default()))
    };
    assert!(
        told("<rss version='2.0'><channel><title>x</title></channel></rss>")
            .contains("RSS 2.0) without a single entry")
    );
    assert!(told("<!DOCTYPE html><html><body><p>no</html>").contains("a web page, not a feed"));
    assert!(told("<urlset/>").contains("outermost element is <urlset>"));
    assert!(told("{\"version\": 1}").contains("JSON with “version”"));
    assert!(told("[").contains("cannot be read"));
}

#[test]
fn where_a_feed_ends_is_said_without_what_could_drive_a_terminal() {
    let item = format!("<item><title>t</title>{DAY}</item>");
    let read = triggers_of(format!("<rss><channel>{item}<a\u{f}b>")).unwrap();
    let said = read.notes.iter().find(|note| note.contains("the file ends inside")).unwrap();
    assert!(said.contains("<ab>") && !said.contains(char::is_control), "{said:?}");
}

#[test]
fn bombs_are_not_expanded() {
    let laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><title>&b;</title><pubDate>2026-01-02</pubDate></item></channel></rss>";
    assert_eq!(
        all(exchange::triggers("f", Cursor::new(laughs.as_bytes().to_vec()), &ReadOptions::default())).good[0].headline,
        "&b;"
    );
    let deep = format!("<rss><channel>{}", "<a>".repeat(100_000));
    assert!(
        refusal(exchange::triggers("f", Cursor::new(deep.into_bytes()), &ReadOptions::default()))
            .contains("nested deeper")
    );
    let json = "[".repeat(100_000);
    assert!(
        refusal(exchange::triggers("f", Cursor::new(json.into_bytes()), &ReadOptions::default()))
            .contains("cannot be read")
    );
    let attributes: String = (0..10_000).map(|n| format!(" a{n}='x'")).collect();
    let many =
        format!("<rss><channel><item{attributes}><title>T</title><pubDate>2026-01-02</pubDate></item></channel></rss>");
    assert_eq!(all(exchange::triggers("f", Cursor::new(many.into_bytes()), &ReadOptions::default())).good.len(), 1);
}

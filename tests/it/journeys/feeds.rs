//! The Feeds screen: add, fetch, watch, remove, undo.

use whynow::config::{Config, FeedSettings};
use whynow::domain::query::{Tray, TriggerQuery};
use whynow::domain::trigger::watch_words::WatchTarget;
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::runtime::Book;

use crate::support::desk::{Desk, clock};
use crate::support::server::{DAY, Server, rss};

/// A desk whose settings let it read from this machine.
pub(super) fn desk() -> Desk {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let config = Config {
        rep: Some("Marit Solheim".to_owned()),
        company: Some("Tidewell".to_owned()),
        feeds: FeedSettings { allow_private: true, contact: None },
        ..Config::default()
    };
    let session = Session::of(&config).0;
    store.set_who_calls("", "").unwrap();
    session.take(&mut store).unwrap();
    let book = Book::of(store, clock.clone()).with_session(session);
    Desk::at(book, clock)
}

fn inbox(desk: &mut Desk) -> usize {
    let now = whynow::clock::Clock::now(desk.clock.as_ref());
    let query = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 10 };
    desk.store().triggers(&query, now).unwrap().total.n
}

#[test]
fn a_feed_is_added_fetched_and_taken_back() {
    let server = Server::giving("200 OK", rss(&[("1", "A opens", DAY), ("2", "B opens", "")]));
    let mut desk = desk();
    desk.press("3W");
    assert!(desk.screen(80, 24).contains("No feed yet."), "{}", desk.screen(80, 24));
    desk.press("n");
    desk.type_in(&server.at("/news.xml"));
    desk.press("<enter>");
    assert!(server.asked.try_recv().is_err(), "a feed was fetched without being asked for");
    desk.press("<enter>");
    let seen = desk.screen(120, 36);
    assert!(seen.contains("2 items: 1 new, 0 known, 1 without a date"), "{seen}");
    assert!(
        desk.notice().starts_with("1 feed: 1 read. 2 items: 1 new, 0 known, 1 without a date."),
        "{}",
        desk.notice()
    );
    assert_eq!(inbox(&mut desk), 1);
    desk.press("F");
    assert!(desk.notice().contains("0 new, 2 known"), "{}", desk.notice());
    desk.press("u");
    assert_eq!(inbox(&mut desk), 0);
    desk.press("<esc>F");
    assert_eq!(inbox(&mut desk), 1);
}

#[test]
fn a_wrong_address_gets_a_sentence_and_a_broken_feed_says_why_beside_it() {
    let server = Server::giving("404 Not Found", "");
    let mut desk = desk();
    desk.press("3Wn");
    desk.type_in("ftp://example.com/x");
    desk.press("<enter>");
    assert!(desk.screen(80, 24).contains("does not begin with"), "{}", desk.screen(80, 24));
    desk.press("<f10><esc>n");
    desk.type_in(&server.at("/x"));
    desk.press("<enter>F");
    assert!(desk.notice().contains("1 failed"), "{}", desk.notice());
    assert!(desk.screen(80, 24).contains("nothing at this address any more"), "{}", desk.screen(80, 24));
}

#[test]
fn without_a_feed_f_says_what_to_do() {
    let mut desk = desk();
    for tab in ["1", "3"] {
        desk.press(tab);
        desk.press("F");
        assert!(desk.notice().contains("There is no feed to fetch"), "{tab}: {}", desk.notice());
    }
    desk.press("WF");
    assert!(desk.notice().contains("n adds one"), "{}", desk.notice());
}

#[test]
fn words_are_watched_for_an_industry_or_an_account_and_removed_again() {
    let mut desk = Desk::sample();
    let before: Vec<_> = desk.store().watch_words().unwrap();
    desk.press("3W<tab>n");
    desk.type_in("salmon tariff");
    desk.press("<enter>");
    desk.type_in("Aquaculture");
    desk.press("<enter>");
    desk.type_in("new rule");
    desk.press("<enter>n");
    desk.type_in("fish feed");
    desk.press("<enter>");
    desk.type_in("Norvik");
    desk.press("<enter><enter>");
    let mut all = desk.store().watch_words().unwrap();
    all.retain(|watch| !before.contains(watch));
    assert_eq!(all.len(), 2, "{all:?}\n{}", desk.screen(80, 24));
    assert_eq!(all[0].whom, WatchTarget::Industry("Aquaculture".into()));
    assert!(matches!(&all[1].whom, WatchTarget::Account(_, name) if name.starts_with("Norvik")));
    assert!(desk.screen(80, 24).contains("industry Aquaculture"), "{}", desk.screen(80, 24));
    desk.press("x");
    desk.type_in("remove");
    desk.press("<enter>");
    assert_eq!(desk.store().watch_words().unwrap().len(), before.len() + 1);
    desk.press("u");
    assert_eq!(desk.store().watch_words().unwrap().len(), before.len() + 2);
}

#[test]
fn a_feed_that_is_removed_comes_back_by_undo() {
    let mut desk = desk();
    desk.press("3Wn");
    desk.type_in("example.com/feed");
    desk.press("<enter>x");
    desk.type_in("remove");
    desk.press("<enter>");
    assert_eq!(desk.store().feeds().unwrap().len(), 0);
    desk.press("u");
    assert_eq!(desk.store().feeds().unwrap()[0].address, "https://example.com/feed");
}

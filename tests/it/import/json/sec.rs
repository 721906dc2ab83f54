//! What the SEC answers.

use whynow::domain::query::ImportKind;

use super::{all, book, bytes, how};
use crate::support::data;
use crate::support::imports::take;
use whynow::exchange;

const SUBMISSIONS: &str = r#"{"cik":"320193","name":"Apple Inc.","tickers":["AAPL"],"sicDescription":"Electronic Computers","filings":{
    "recent":{"accessionNumber":["0000320193-24-000001","0000320193-24-000002","0000320193-24-000003"],
        "filingDate":["2024-05-02","2024-05-03","2024-08-01"],"form":["8-K","10-Q","8-K/A"],"items":["2.02,9.01","","5.02"]},
    "files":[{"name":"CIK0000320193-submissions-001.json","filingCount":1153,"filingFrom":"1994-01-26","filingTo":"2015-06-02"}]}}"#;

#[test]
fn filings_of_other_forms_and_on_other_pages_are_told_of() {
    let (good, bad, notes) = all(exchange::triggers("f.json", bytes(SUBMISSIONS), &how()));
    assert_eq!((good.len(), bad.len()), (2, 0));
    assert_eq!((good[0].company.as_deref(), good[0].cik), (Some("Apple Inc."), Some(320_193)));
    assert!(good[1].headline.contains("5.02") && good[1].summary.contains("Amends an earlier filing"));
    let notes = notes.join(" | ");
    assert!(notes.contains("filings of Apple Inc. (AAPL), CIK 320193, electronic computers"), "{notes}");
    assert!(notes.contains("1 filing of another form") && notes.contains("1153 older filings"), "{notes}");
}

#[test]
fn an_older_page_is_read_without_its_company() {
    let page =
        r#"{"accessionNumber":["0000320193-15-000001"],"filingDate":["2015-01-27"],"form":["8-K"],"items":["2.02"]}"#;
    let (good, _, notes) = all(exchange::triggers("f.json", bytes(page), &how()));
    assert_eq!((good.len(), good[0].company.as_deref()), (1, None));
    assert!(notes[0].contains("does not say which company"), "{notes:?}");
}

#[test]
fn the_hits_of_a_search_come_in_once() {
    let mut store = book();
    let first = take(&mut store, ImportKind::Triggers, &data("sec-fulltext-search-8k.json"));
    assert_eq!((first.totals.read, first.totals.rejected), (100, 0));
    let again = take(&mut store, ImportKind::Triggers, &data("sec-fulltext-search-8k.json")).totals;
    assert_eq!((again.read, again.same), (100, 100));
}

//! A manager walks calls and a rep answers: key scripts through the real runtime, then the book and the last screen.

use crate::support::book::drafts;
use crate::support::desk::Desk;
use whynow::clock::Clock;
use whynow::domain::call::filter::CallFilter;
use whynow::domain::ids::RepId;
use whynow::domain::query::CallQuery;
use whynow::domain::review::{Criterion, Review};

fn to_read(desk: &mut Desk) -> usize {
    let query = CallQuery { selection: CallFilter::to_read(), limit: 1, ..CallQuery::default() };
    desk.store().calls(&query).unwrap().total.n
}

fn rep(desk: &mut Desk, name: &str) -> RepId {
    desk.store().reps().unwrap().into_iter().find(|(_, known)| known == name).unwrap().0
}

#[test]
fn a_manager_reviews_three_calls_beside_the_reps_own_score_and_the_rep_answers() {
    let mut desk = Desk::sample();
    let (me, manager) = (desk.store().rep().unwrap(), rep(&mut desk, "Ingrid Vale"));
    let selection = CallFilter { rep: Some(me), ..CallFilter::to_read() };
    let mine = desk.store().calls(&CallQuery { selection, limit: 1, ..CallQuery::default() }).unwrap().rows.remove(0);
    let now = desk.clock.now().0;
    let own = Review {
        id: Default::default(),
        call_id: mine.id,
        reviewer: me,
        at: now,
        scores: vec![(Criterion::WhyNow, 3)],
        note: String::new(),
        focus: String::new(),
        answers: None,
    };
    desk.store().save_review(&own).unwrap();
    desk.store().act_as(manager);
    let before = to_read(&mut desk);
    desk.press("5Vmarit<enter><enter>");
    let shown = desk.screen(120, 36);
    assert!(!shown.contains("rep 3") && shown.contains("theirs is shown after it"), "{shown}");
    assert!(shown.contains("[chain ok]"), "{shown}");
    desk.press("2222223");
    desk.type_in("\"I want to see what it costs\"");
    desk.press("<tab>");
    desk.type_in("Ask for the date");
    desk.press("<enter>2<enter>1<enter>");
    assert_eq!(before - to_read(&mut desk), 3, "{}", desk.notice());
    assert!(desk.notice().contains("3 in this sitting"), "{}", desk.notice());
    let file = desk.store().call_file(mine.id, whynow::clock::Moment(now)).unwrap().unwrap();
    assert_eq!(file.reviews.last().unwrap().focus, "Ask for the date");
    desk.press("<esc>4/vasa<enter><enter>r");
    let shown = desk.screen(120, 36);
    assert!(shown.contains("rep 3"), "both stand side by side once both scored: {shown}");
    desk.press("<esc><esc><esc>");

    desk.store().act_as(me);
    desk.press("<esc>4");
    assert!(desk.screen(120, 36).contains("to answer"), "{}", desk.screen(120, 36));
    desk.press("/vasa<enter><enter>i");
    desk.type_in("I will ask on Monday");
    desk.press("<enter>");
    let file = desk.store().call_file(mine.id, whynow::clock::Moment(now)).unwrap().unwrap();
    assert_eq!(file.reviews.last().unwrap().note, "I will ask on Monday");
    assert!(file.reviews.last().unwrap().answers.is_some());
}

#[test]
fn what_is_scored_and_typed_waits_as_a_draft() {
    let mut desk = Desk::sample();
    desk.press("5<enter>31");
    desk.wait(chrono::Duration::seconds(2));
    desk.press("<esc><enter>");
    let shown = desk.screen(120, 36);
    assert!(shown.contains("[3]") && shown.contains("[1]"), "{shown}");
    assert!(drafts(desk.store().path()).iter().any(|(key, _)| key.starts_with("review:")));
}

#[test]
fn a_manager_reads_a_reps_quarter_then_all_days_then_hides_the_names() {
    let mut desk = Desk::sample();
    desk.press("5<tab>");
    let shows = |desk: &mut Desk, text: &str| assert!(desk.screen(80, 24).contains(text), "{}", desk.screen(80, 24));
    shows(&mut desk, "everyone · 90 days");
    shows(&mut desk, "Lucía Ferrer");
    desk.press("H");
    shows(&mut desk, "rep A");
    assert!(!desk.screen(80, 24).contains("Lucía"));
    desk.press("Q");
    assert!(desk.notice().contains("names are hidden"), "{}", desk.notice());
    desk.press("HQlu<enter>");
    shows(&mut desk, "Lucía Ferrer · 90 days");
    desk.press("V1 jan - 28 feb<enter>");
    shows(&mut desk, "Lucía Ferrer · 1 Jan 2026 – 28 Feb 2026");
    desk.press("Vsoon<enter>");
    shows(&mut desk, "\"soon\" is not a day");
    desk.press("<esc>Vall<enter>");
    shows(&mut desk, "Lucía Ferrer · all days");
    desk.press("<tab>");
    shows(&mut desk, "What were the minutes worth?");
    desk.press("<esc>");
    shows(&mut desk, "connected calls to read");
}

#[test]
fn e_on_review_writes_the_page_and_says_where_it_is() {
    let mut desk = Desk::sample();
    desk.press("5E");
    let name = "report-2025-12-13-to-2026-03-12.html";
    let page = std::fs::read_to_string(name).unwrap_or_default();
    drop(std::fs::remove_file(name));
    assert_eq!(desk.notice(), format!("The report is in {name}; a browser opens it."));
    assert!(page.starts_with("<!doctype html>") && page.contains("Marit Solheim"));
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs");
    std::fs::write(&theirs, "theirs").unwrap();
    std::os::unix::fs::symlink(&theirs, name).unwrap();
    desk.press("E");
    drop(std::fs::remove_file(name));
    assert!(desk.notice().contains("is a link; name the file itself"), "{}", desk.notice());
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), "theirs");
}

//! The report by a key.

use crate::support::desk::Desk;

#[test]
fn e_on_review_writes_the_page_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::env::set_current_dir(folder.path()).unwrap();
    let mut desk = Desk::sample();
    desk.press("5E");
    assert_eq!(desk.notice(), "The report is in report-2025-12-13-to-2026-03-12.html; a browser opens it.");
    let page = std::fs::read_to_string(folder.path().join("report-2025-12-13-to-2026-03-12.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("Marit Solheim"));
}

//! Texts that stand beside a sealed book.

use chrono::DateTime;
use whynow::domain::draft::Draft;
use whynow::job::typed::Aside;

use super::{CANARY, holding, seal, seal_with, singing};

#[test]
fn text_that_a_sealed_book_cannot_take_waits_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let (book, state) = (folder.path().join("book.db"), folder.path().join("state"));
    singing(&book);
    seal(&book);
    let at = DateTime::from_timestamp(1_773_303_120, 0).unwrap();
    let title = format!("Log > {CANARY}");
    let body = format!(r#"{{"fields":{{"words":"the {CANARY} sang"}}}}"#);
    let draft = Draft { key: "log:1".to_owned(), title, body, at };
    let aside = Aside::in_state_folder(&book, &state);
    let path = aside.keep(&draft, None).unwrap();
    assert!(path.exists() && holding(folder.path(), CANARY).is_empty());
    let waiting: Vec<Draft> = aside.waiting().into_iter().map(|one| one.draft).collect();
    assert_eq!(waiting, [draft]);
    // With another key it is nobody's to read.
    seal_with(&book, "four other quiet words");
    assert!(Aside::in_state_folder(&book, &state).waiting().is_empty());
}

//! The columns on the import screen, before anything is imported.

use whynow::domain::import::options::{ColumnPreview, Import, ImportPreview, ReadOptions, Target};
use whynow::domain::query::{ColumnBasis, ImportKind, PresetSimilarity};
use whynow::tui::message::answer::{Answer, ImportAnswer};
use whynow::tui::message::command::Command;
use whynow::tui::message::effect::Effect;
use whynow::tui::message::msg::Msg;
use whynow::tui::message::query::Query;

use crate::support::desk::Desk;

const KUNDEN: &str = "Itests/data/kunden.csv<enter>";

#[test]
fn a_column_is_named_the_file_tried_imported_and_taken_back() {
    let mut desk = Desk::empty();
    desk.press(KUNDEN);
    let seen = desk.screen(120, 36);
    assert!(seen.contains("No column for company or web domain"), "{seen}");
    desk.press("<enter>");
    assert!(desk.notice().contains("press e"), "{}", desk.notice());
    desk.press("ecomp<enter>");
    let seen = desk.screen(120, 36);
    assert!(seen.contains("as you said") && seen.contains("Enter shows what would happen"), "{seen}");
    desk.press("<enter>");
    let seen = desk.screen(120, 36);
    assert!(seen.contains("3 rows: 3 new") && seen.contains("Nothing is kept yet"), "{seen}");
    desk.press("<enter>");
    assert_eq!(desk.store().find_account("Penhallow").unwrap().len(), 1);
    desk.press("<enter>u");
    assert_eq!(desk.store().find_account("Penhallow").unwrap().len(), 0);
}

#[test]
fn what_was_said_is_kept_and_the_next_file_like_it_is_not_stopped_at() {
    let mut desk = Desk::empty();
    desk.press(KUNDEN);
    desk.press("ecomp<enter>*Kunden<enter>");
    assert!(desk.notice().contains("Saved as Kunden"), "{}", desk.notice());
    desk.press("<esc><f10><esc>");
    desk.press(KUNDEN);
    let seen = desk.screen(120, 36);
    assert!(seen.contains("3 rows: 3 new") && seen.contains("Kunden, 100 % of its columns"), "{seen}");
}

#[test]
fn a_file_that_is_understood_is_previewed_at_once_and_ctrl_l_shows_its_columns() {
    let mut desk = Desk::empty();
    desk.press("Itests/data/salesforce-accounts-latin1.csv<enter>");
    assert!(desk.screen(120, 36).contains("Nothing is kept yet"), "{}", desk.screen(120, 36));
    desk.press("<ctrl-l>");
    let seen = desk.screen(120, 36);
    assert!(seen.contains("by the preset") && seen.contains("First value"), "{seen}");
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("Nothing is kept yet"), "{}", desk.screen(120, 36));
}

#[test]
fn an_answer_about_another_file_is_dropped() {
    let mut desk = Desk::empty();
    desk.press("I");
    let other = Import { path: "other.csv".into(), dry_run: true, ..Import::default() };
    let column = ColumnPreview {
        header: "Foo".into(),
        sample: "1".into(),
        target: Target::Ignore,
        offered: None,
        known: ColumnBasis::No,
    };
    let look = ImportPreview {
        kind: ImportKind::Accounts,
        format: "CSV, comma, UTF-8".into(),
        likeness: Some(PresetSimilarity { preset: "plain".into(), percent: 0 }),
        columns: vec![column],
        fields: Vec::new(),
        missing: vec!["company".into()],
    };
    desk.send(Msg::Book(Answer::Importing(ImportAnswer::Looked(Box::new(other), Some(Box::new(look))))));
    assert!(!desk.screen(80, 24).contains("Foo"), "{}", desk.screen(80, 24));
}

#[test]
fn enter_asks_for_a_look_and_a_file_that_is_no_table_goes_on_to_the_trial() {
    let mut desk = Desk::empty();
    desk.press("Ifeed.xml");
    let look = Import { path: "feed.xml".into(), dry_run: true, how: ReadOptions::default(), ..Import::default() };
    let app = &mut desk.app;
    let asked = app.update(Msg::Key(crate::support::desk::key("enter")));
    assert_eq!(asked, [Effect::Ask(Query::Columns(Box::new(look.clone())))]);
    let answer = Answer::Importing(ImportAnswer::Looked(Box::new(look.clone()), None));
    assert_eq!(app.update(Msg::Book(answer)), [Effect::Do(Command::Import(Box::new(look)))]);
}

//! State and message → the exact effects. No store, no screen.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use uuid::Uuid;
use whynow::clock::Clock;
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::query::{
    AccountQuery, AccountSort, SearchHit, TodayQuery, Total, Tray, TriggerQuery, TriggerRow, Window,
};
use whynow::domain::trigger::Status;
use whynow::domain::trigger::triage::SeenTrigger;
use whynow::tui::app::App;
use whynow::tui::message::answer::{Answer, FailedTask, OpenedBook, Saved};
use whynow::tui::message::command::{Command, DraftCommand, ReviewCommand, TriggerCommand, UndoConsent};
use whynow::tui::message::effect::{Effect, TerminalRequest};
use whynow::tui::message::keymap::Keymap;
use whynow::tui::message::msg::Msg;
use whynow::tui::message::query::{Query, ReviewQuery};
use whynow::tui::widgets::list::{GLANCE, WINDOW};

fn app() -> App {
    let mut app =
        App::new(crate::support::desk::rules(), Keymap::default(), crate::support::desk::clock().now(), (120, 36));
    app.update(Msg::Book(Answer::Opened(opened(None))));
    app
}

fn opened(read_only: Option<&str>) -> OpenedBook {
    let read_only = read_only.map(str::to_string);
    OpenedBook {
        path: "book.db".into(),
        read_only,
        warnings: Vec::new(),
        clock_went_back: false,
        wpm: None,
        running: None,
        sample: false,
        tour: false,
        asks_who: false,
    }
}

fn key(c: char) -> Msg {
    Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
}

fn code(code: KeyCode) -> Msg {
    Msg::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn accounts(filter: &str, sort: AccountSort) -> Effect {
    let limit = if filter.is_empty() { WINDOW } else { GLANCE };
    Query::Accounts(AccountQuery { filter: filter.into(), sort, fit: None, offset: 0, limit }).into()
}

#[test]
fn the_program_starts_by_opening_the_book_and_then_asks_for_today() {
    let mut app =
        App::new(crate::support::desk::rules(), Keymap::default(), crate::support::desk::clock().now(), (80, 24));
    assert_eq!(app.update(Msg::Start), [Command::Open { create: false }.into()]);
    assert_eq!(
        app.update(Msg::Book(Answer::Opened(opened(None)))),
        [Query::Today(TodayQuery { limit: WINDOW, ..TodayQuery::default() }).into()]
    );
}

#[test]
fn a_digit_goes_to_a_tab_and_asks_for_its_first_window() {
    let mut app = app();
    assert_eq!(app.update(key('2')), [accounts("", AccountSort::Reason)]);
    let triggers = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: WINDOW };
    assert_eq!(app.update(key('3')), [Query::Triggers(triggers).into()]);
}

#[test]
fn every_letter_of_a_filter_asks_again_and_moving_does_not() {
    let mut app = app();
    app.update(key('2'));
    assert_eq!(app.update(key('/')), []);
    assert_eq!(app.update(key('n')), [accounts("n", AccountSort::Reason)]);
    assert_eq!(app.update(key('o')), [accounts("no", AccountSort::Reason)]);
    assert_eq!(app.update(code(KeyCode::Left)), []);
    assert_eq!(app.update(code(KeyCode::Esc)), [accounts("", AccountSort::Reason)]);
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut app = app();
    app.update(key('2'));
    app.update(key('/'));
    app.update(key('n'));
    let stale = AccountQuery { filter: String::new(), sort: AccountSort::Reason, fit: None, offset: 0, limit: WINDOW };
    let window = whynow::domain::query::Window {
        total: whynow::domain::query::Total { n: 9, at_least: false },
        ..Default::default()
    };
    app.update(Msg::Book(Answer::Accounts(stale, window)));
    let area = ratatui::layout::Rect { x: 0, y: 0, width: 120, height: 36 };
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    whynow::tui::view::draw(&app, whynow::tui::widgets::theme::Theme::Mono, area, &mut buffer);
    assert!(crate::support::desk::text_of(&buffer).contains("0 accounts"), "the answer for \"\" was shown for \"n\"");
}

/// A whole list in one window.
fn window<T>(rows: Vec<T>) -> Window<T> {
    Window { offset: 0, total: Total { n: rows.len(), at_least: false }, rows }
}

#[test]
fn enter_in_the_search_waits_for_what_the_last_letter_finds() {
    let hit = |n: u128| SearchHit::Contact {
        id: ContactId(Uuid::from_u128(n)),
        account_id: AccountId(Uuid::from_u128(n + 100)),
        title: format!("Person {n}"),
        excerpt: String::new(),
    };
    let mut app = app();
    app.update(key('f'));
    app.update(key('r'));
    app.update(Msg::Book(Answer::Hits("r".into(), vec![hit(1)])));
    assert_eq!(app.update(key('o')), [Query::Search("ro".into()).into()]);
    assert_eq!(app.update(code(KeyCode::Enter)), [], "what is shown was found for another text");
    assert_eq!(app.update(Msg::Book(Answer::Hits("r".into(), vec![hit(1)]))), []);
    let opened = app.update(Msg::Book(Answer::Hits("ro".into(), vec![hit(2), hit(3)])));
    assert_eq!(opened, [Query::Person(ContactId(Uuid::from_u128(2))).into()]);
    assert!(app.overlay().is_none());
}

#[test]
fn a_key_typed_ahead_of_a_list_that_is_on_its_way_opens_no_row_of_the_list_before() {
    let clock = crate::support::desk::clock();
    let mut sample = crate::support::desk::Desk::sample();
    let all = AccountQuery { filter: String::new(), sort: AccountSort::Name, fit: None, offset: 0, limit: 2 };
    let rows = sample.store().accounts(&all, clock.now()).unwrap().rows;
    let asked = |filter: &str| AccountQuery { filter: filter.into(), sort: AccountSort::Reason, ..all.clone() };
    let mut app = app();
    app.update(key('2'));
    app.update(Msg::Book(Answer::Accounts(asked(""), window(rows.clone()))));
    for typed in [key('/'), key('n'), code(KeyCode::Enter), code(KeyCode::Enter)] {
        assert!(!app.update(typed).contains(&Query::Account(rows[0].id, None).into()));
    }
    assert!(app.notice().is_some_and(|notice| notice.says.contains("still being read")), "{:?}", app.notice());
    app.update(Msg::Book(Answer::Accounts(asked("n"), window(vec![rows[1].clone()]))));
    assert_eq!(app.update(code(KeyCode::Enter)), [Query::Account(rows[1].id, None).into()]);
}

#[test]
fn a_key_typed_ahead_of_a_filtered_today_is_about_nobody_of_the_list_before() {
    let clock = crate::support::desk::clock();
    let mut sample = crate::support::desk::Desk::sample();
    let found = |filter: &str| TodayQuery { filter: filter.to_owned(), limit: WINDOW, ..TodayQuery::default() };
    let today = |filter: &str, today| Msg::Book(Answer::Today(found(filter), Box::new(today)));
    let all = sample.store().today(clock.now(), 0, WINDOW).unwrap();
    let some = sample.store().today_matching(&found("halden"), clock.now()).unwrap();
    let first = some.promises[0].promise.clone();
    let mut app = app();
    app.update(today("", all.clone()));
    for typed in [key('/'), key('h'), code(KeyCode::Enter), code(KeyCode::Enter)] {
        let effects = app.update(typed);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask(Query::Account(..)))), "{effects:?}");
    }
    assert!(app.notice().is_some_and(|notice| notice.says.contains("still being read")), "{:?}", app.notice());
    app.update(today("", all));
    app.update(today("h", some));
    let opens = Query::Account(first.account_id, Some(first.contact_id)).into();
    assert_eq!(app.update(code(KeyCode::Enter)), [opens]);
}

#[test]
fn a_second_decision_typed_ahead_is_not_about_the_row_that_the_first_one_took() {
    let clock = crate::support::desk::clock();
    let mut sample = crate::support::desk::Desk::sample();
    let inbox = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: WINDOW };
    let rows = sample.store().triggers(&inbox, clock.now()).unwrap().rows;
    let linked: Vec<_> = rows.into_iter().filter(|row| row.accounts > 0).collect();
    let kept = |row: &TriggerRow| {
        let seen = SeenTrigger { id: row.id, status: Some(row.status.clone()) };
        Effect::from(TriggerCommand::SetStatus(vec![seen], Status::Kept))
    };
    let mut app = app();
    app.update(key('3'));
    app.update(Msg::Book(Answer::Triggers(inbox.clone(), window(linked.clone()))));
    assert_eq!(app.update(key('a')), [kept(&linked[0])]);
    assert_eq!(app.update(key('a')), []);
    app.update(Msg::Book(Answer::Triggers(inbox, window(linked[1..].to_vec()))));
    assert_eq!(app.update(key('a')), [kept(&linked[1])]);
    app.update(Msg::Book(Answer::Failed { doing: FailedTask::Changing, says: "the book is locked".into() }));
    assert_eq!(app.update(key('a')), [kept(&linked[1])], "what failed can be tried again");
}

#[test]
fn a_form_that_could_not_be_read_does_not_open_by_itself_later() {
    let mut sample = crate::support::desk::Desk::sample();
    let now = sample.clock.now();
    let inbox = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: WINDOW };
    let rows = sample.store().triggers(&inbox, now).unwrap().rows;
    let file = sample.store().trigger_file(rows[0].id, now).unwrap().map(Box::new);
    let read = || Msg::Book(Answer::Trigger(rows[0].id, file.clone()));
    let mut app = app();
    app.update(key('3'));
    app.update(Msg::Book(Answer::Triggers(inbox, window(rows.clone()))));
    for failed in [
        Answer::Trigger(rows[0].id, None),
        Answer::Failed { doing: FailedTask::Reading, says: "the book is locked".into() },
    ] {
        assert_eq!(app.update(key('e')), [Query::TriggerForm(rows[0].id).into()]);
        app.update(Msg::Book(failed));
        assert!(app.notice().is_some_and(|notice| notice.bad));
        app.update(read());
        assert_eq!(app.front().title(), "Triggers");
    }
    app.update(key('e'));
    app.update(read());
    assert_eq!(app.front().title(), "Edit trigger");
}

#[test]
fn undo_asks_the_book_and_a_book_that_can_only_be_read_says_why_not() {
    let mut app = app();
    assert_eq!(app.update(key('u')), [Command::Undo(UndoConsent::Since(crate::support::desk::clock().now())).into()]);
    let mut app =
        App::new(crate::support::desk::rules(), Keymap::default(), crate::support::desk::clock().now(), (80, 24));
    app.update(Msg::Book(Answer::Opened(opened(Some("the file is write-protected")))));
    assert_eq!(app.update(key('u')), []);
    assert!(app.notice().is_some_and(|notice| notice.bad && notice.says.contains("write-protected")));
}

#[test]
fn quitting_asks_nothing_and_escape_at_the_top_does_not_quit() {
    let mut app = app();
    assert_eq!(app.update(code(KeyCode::Esc)), []);
    assert_eq!(app.update(key('q')), [Effect::Terminal(TerminalRequest::Quit)]);
}

#[test]
fn typing_in_a_form_is_sent_as_a_draft_a_second_later_and_once() {
    let clock = crate::support::desk::clock();
    let mut app = app();
    app.update(key('2'));
    app.update(key('n'));
    app.update(key('N'));
    assert_eq!(app.next_tick(clock.now()), 1_000);
    clock.advance(chrono::Duration::milliseconds(1_000));
    let effects = app.update(Msg::Tick(clock.now()));
    assert!(
        matches!(effects.as_slice(), [Effect::Do(Command::Draft(DraftCommand::Keep(draft)))] if draft.body.contains("\"name\":\"N\"")),
        "{effects:?}"
    );
    clock.advance(chrono::Duration::milliseconds(5_000));
    assert_eq!(app.update(Msg::Tick(clock.now())), []);
}

#[test]
fn a_draft_that_could_not_be_kept_is_tried_again() {
    let clock = crate::support::desk::clock();
    let mut app = app();
    app.update(key('2'));
    app.update(key('n'));
    app.update(key('N'));
    clock.advance(chrono::Duration::milliseconds(1_100));
    let sent = app.update(Msg::Tick(clock.now()));
    let [Effect::Do(Command::Draft(DraftCommand::Keep(draft)))] = sent.as_slice() else { panic!("{sent:?}") };
    app.update(Msg::Book(Answer::Unkept { key: draft.key.clone(), says: "the disk is full".into() }));
    clock.advance(chrono::Duration::milliseconds(1_100));
    assert_eq!(app.update(Msg::Tick(clock.now())).len(), 1);
}

#[test]
fn a_terminal_that_vanishes_keeps_the_text_before_it_ends() {
    let mut app = app();
    app.update(key('2'));
    app.update(key('n'));
    app.update(key('N'));
    let effects = app.update(Msg::Closing);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Do(Command::Draft(DraftCommand::Keep(_))), Effect::Terminal(TerminalRequest::Quit)]
        ),
        "{effects:?}"
    );
}

#[test]
fn with_nothing_typed_the_app_sleeps_until_the_minute_turns() {
    let clock = crate::support::desk::clock();
    let app = app();
    clock.advance(chrono::Duration::seconds(20));
    let until = Duration::from_millis(u64::try_from(app.next_tick(clock.now())).unwrap());
    assert_eq!(until, Duration::from_secs(40));
}

#[test]
fn in_an_empty_list_there_is_nobody_to_call_and_the_screen_says_so() {
    let mut app = app();
    assert_eq!(app.update(key('c')), []);
    assert!(app.call().is_none());
    assert!(app.notice().is_some_and(|notice| notice.bad && notice.says.contains("nobody in the list")));
}

#[test]
fn after_a_review_whose_next_call_could_not_be_read_enter_asks_for_it_again() {
    let mut desk = crate::support::desk::Desk::sample();
    desk.press("5<enter>2");
    let saved = desk.app.update(code(KeyCode::Enter));
    let [Effect::Do(Command::Review(ReviewCommand::Save(review)))] = saved.as_slice() else { panic!("{saved:?}") };
    let asked = desk.app.update(Msg::Book(Answer::Saved(Saved::Review(review.call_id))));
    assert!(matches!(asked.as_slice(), [Effect::Ask(Query::Review(ReviewQuery::Next(..)))]), "{asked:?}");
    assert_eq!(desk.app.update(code(KeyCode::Enter)), [], "it is saved, and the next one is on its way");
    desk.app.update(Msg::Book(Answer::Failed { doing: FailedTask::Reading, says: "the disk is away".into() }));
    assert_eq!(desk.app.update(code(KeyCode::Enter)), asked);
}

#[test]
fn a_screen_that_something_else_wrote_on_is_drawn_anew_by_a_key() {
    let mut app = app();
    app.update(code(KeyCode::Esc));
    let effects = app.update(key('R'));
    assert!(effects.contains(&Effect::Terminal(TerminalRequest::Repaint)), "{effects:?}");
}

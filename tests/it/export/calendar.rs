//! The calendar of promises, read back by somebody else's reader.

use crate::support::desk::Desk;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use whynow::clock::Clock;
use whynow::domain::call::{NextStep, Reach, Whose};
use whynow::domain::ids::ContactId;
use whynow::job::export::promises_ics;
use whynow::job::export::promises_ics::CalendarExport;
use whynow::store::Store;

/// Logs a call with the first person of Today, with this next step.
fn promise(desk: &mut Desk, what: &str, by: Option<&str>, whose: Whose) {
    promise_at(desk, what, by, None, whose);
}

fn promise_at(desk: &mut Desk, what: &str, by: Option<&str>, time: Option<NaiveTime>, whose: Whose) -> ContactId {
    let now = desk.clock.now();
    let contact = desk.store().today(now, 0, 1).unwrap().people.rows[0].contact_id;
    let mut call = desk.store().log_start(contact, now).unwrap().call;
    call.reach = Reach::Connected;
    call.next = Some(NextStep { what: what.into(), by: by.map(|day| day.parse().unwrap()), time, whose });
    desk.store().log_call(&call).unwrap();
    contact
}

fn written(store: &Store) -> (String, CalendarExport) {
    let mut out = Vec::new();
    let counted = promises_ics::write(store, FixedOffset::east_opt(0).unwrap(), &mut out).unwrap();
    (String::from_utf8(out).unwrap(), counted)
}

fn events(text: &str) -> Vec<ICalendarComponent> {
    let read = ICalendar::parse(text).unwrap_or_else(|error| panic!("{error:?}"));
    let is_event = |one: &ICalendarComponent| one.component_type == ICalendarComponentType::VEvent;
    read.components.into_iter().filter(is_event).collect()
}

fn value(event: &ICalendarComponent, name: &ICalendarProperty) -> String {
    let entry = event.entries.iter().find(|entry| entry.name == *name).unwrap();
    match &entry.values[0] {
        ICalendarValue::Text(text) => text.clone(),
        ICalendarValue::PartialDateTime(when) => {
            let day = NaiveDate::from_ymd_opt(
                when.year.unwrap().into(),
                when.month.unwrap().into(),
                when.day.unwrap().into(),
            );
            day.unwrap().to_string()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_open_promise_with_a_day_is_an_all_day_event_on_it() {
    let mut desk = Desk::sample();
    let before = events(&written(desk.store()).0).len();
    promise(&mut desk, "send the plant list", Some("2026-03-20"), Whose::Ours);
    promise(&mut desk, "they name the line", Some("2026-03-21"), Whose::Theirs);
    promise(&mut desk, "some day", None, Whose::Ours);
    let (text, counted) = written(desk.store());
    let events = events(&text);
    assert_eq!((events.len(), counted.events as usize), (before + 2, before + 2));
    assert_eq!(counted.undated, 1);
    let ours = &events[before];
    assert!(value(ours, &ICalendarProperty::Summary).starts_with("Promised: send the plant list ("));
    assert_eq!(value(ours, &ICalendarProperty::Dtstart), "2026-03-20");
    assert_eq!(value(ours, &ICalendarProperty::Dtend), "2026-03-21");
    assert!(value(&events[before + 1], &ICalendarProperty::Summary).starts_with("They promised: they name the line ("));
    let mut ids: Vec<_> = events.iter().map(|event| value(event, &ICalendarProperty::Uid)).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), events.len(), "every event has an id of its own");
}

#[test]
fn a_callback_is_an_event_at_its_hour_with_the_number_and_an_alarm() {
    let mut desk = Desk::sample();
    let time = NaiveTime::from_hms_opt(14, 0, 0);
    let person = promise_at(&mut desk, "call back", Some("2026-03-20"), time, Whose::Ours);
    let now = desk.clock.now();
    let promise = desk.store().person_file(person, now).unwrap().unwrap();
    let at = promise.promises.iter().find_map(|row| row.promise.due_at(now.0.offset()));
    let number = promise.row.contact.phones[0].raw.clone();
    let text = written(desk.store()).0;
    let read = ICalendar::parse(&text).unwrap_or_else(|error| panic!("{error:?}"));
    let of = |kind: ICalendarComponentType| read.components.iter().filter(move |one| one.component_type == kind);
    let has_number =
        |event: &&ICalendarComponent| value(event, &ICalendarProperty::Description).starts_with("call back\n");
    let event = of(ICalendarComponentType::VEvent).find(has_number).unwrap();
    assert_eq!(value(event, &ICalendarProperty::Description), format!("call back\n{number}"));
    let begins = event.entries.iter().find(|entry| entry.name == ICalendarProperty::Dtstart).unwrap();
    let ICalendarValue::PartialDateTime(when) = &begins.values[0] else { panic!("{begins:?}") };
    let at = at.unwrap();
    assert_eq!(format!("{:02}:{:02}", when.hour.unwrap(), when.minute.unwrap()), at.format("%H:%M").to_string());
    assert_eq!(of(ICalendarComponentType::VAlarm).count(), 1);
    assert!(text.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:call back\r\nEND:VALARM"));
}

#[test]
fn the_same_book_gives_the_same_bytes_on_another_day() {
    let mut desk = Desk::sample();
    let first = written(desk.store()).0;
    desk.clock.advance(chrono::Duration::days(3));
    assert_eq!(written(desk.store()).0, first);
}

#[test]
fn a_kept_promise_leaves_the_calendar_and_the_others_keep_their_ids() {
    let mut desk = Desk::sample();
    let ids = |desk: &mut Desk| -> Vec<String> {
        events(&written(desk.store()).0).iter().map(|event| value(event, &ICalendarProperty::Uid)).collect()
    };
    let before = ids(&mut desk);
    let now = desk.clock.now();
    let kept = desk.store().today(now, 0, 1).unwrap().promises[0].promise.id;
    desk.store().keep_promise(kept, Some(now.date())).unwrap();
    let after: Vec<String> = before.into_iter().filter(|id| *id != format!("{kept}@whynow")).collect();
    assert_eq!(ids(&mut desk), after);
}

#[test]
fn what_a_promise_says_stays_text_whatever_it_is() {
    let mut desk = Desk::sample();
    let before = events(&written(desk.store()).0).len();
    let hostile =
        "send it\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:gotcha; a,b \\\\n \u{1b}]52;c;ZXZpbA==\u{7} \u{202e}desrever";
    promise(&mut desk, hostile, Some("2026-03-20"), Whose::Ours);
    promise(&mut desk, &"老虎, émué; ".repeat(300), Some("2026-03-20"), Whose::Ours);
    let (text, _) = written(desk.store());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded");
    assert!(!text.chars().any(|c| c.is_control() && c != '\r' && c != '\n'), "no escape sequence");
    let read = events(&text);
    assert_eq!(read.len(), before + 2, "nothing began an event of its own");
    let summary = value(&read[before], &ICalendarProperty::Summary);
    assert!(summary.starts_with("Promised: send it END:VEVENT BEGIN:VEVENT SUMMARY:gotcha; a,b "), "{summary}");
    let description = value(&read[before], &ICalendarProperty::Description);
    assert!(description.starts_with("send it\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:gotcha; a,b"), "{description}");
    assert!(value(&read[before + 1], &ICalendarProperty::Description).starts_with("老虎, émué; 老虎"));
}

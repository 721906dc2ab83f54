//! Meetings that a calendar moves or cancels, in one file or with a later one, and which of several is planned. Today is
//! 12 March 2026.

use whynow::domain::account::{Account, Contact};
use whynow::domain::call::Reach;
use whynow::domain::plan::Plan;
use whynow::domain::query::ImportReport;
use whynow::store::Store;

use crate::support::cards::{book, import, totals};
use crate::support::desk::clock;
use whynow::clock::Clock;

const ANE: &str = "ATTENDEE;CN=Ane Lund:mailto:ane@norvik.no";

fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Weekly\r\n{ANE}\r\n{}\r\nEND:VEVENT\r\n", lines.replace('|', "\r\n"))
}

fn calendar(events: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat())
}

fn with_ane() -> Store {
    let mut store = book();
    let account_id = store.save_account(&Account { name: "Norvik".to_owned(), ..Account::default() }).unwrap();
    let emails = vec!["ane@norvik.no".to_owned()];
    let ane = Contact { account_id, name: "Ane Lund".to_owned(), emails, ..Contact::default() };
    store.save_contact(&ane).unwrap();
    store
}

/// When the plan with Ane says that the meeting is.
fn planned(store: &mut Store) -> String {
    let ane = store.whole_contacts(None, 10).unwrap().rows[0].contact.id;
    let because = store.plan_file(ane, clock().now()).unwrap().plan.no_trigger_because;
    because.trim_start_matches("Meeting on ").split('.').next().unwrap().to_owned()
}

fn of_plan(report: &ImportReport) -> Vec<String> {
    report.notes.iter().filter_map(|note| note.split_once("with Ane Lund: ").map(|(_, what)| what.to_owned())).collect()
}

const FRIDAYS: &str = "DTSTART;TZID=Europe/Oslo:20260306T090000|RRULE:FREQ=WEEKLY";

fn moved(from: &str, to: &str) -> String {
    event("1", &format!("RECURRENCE-ID;TZID=Europe/Oslo:{from}|DTSTART;TZID=Europe/Oslo:{to}"))
}

#[test]
fn a_date_that_was_moved_belongs_to_its_series_and_is_planned_when_it_is_next() {
    let series = event("1", FRIDAYS);
    let off = event("1", "RECURRENCE-ID;TZID=Europe/Oslo:20260313T090000|STATUS:CANCELLED");
    for (events, day) in [
        (vec![series.clone(), moved("20260313T090000", "20260316T140000")], "Mon 16 Mar 2026 at 14:00 (Europe/Oslo)"),
        // The one before the series, and moved behind the next one.
        (vec![moved("20260313T090000", "20260323T140000"), series.clone()], "Fri 20 Mar 2026 at 09:00 (Europe/Oslo)"),
        (vec![series.clone(), off], "Fri 20 Mar 2026 at 09:00 (Europe/Oslo)"),
        (
            vec![
                event("1", "DTSTART:20260301T090000Z|RRULE:FREQ=WEEKLY;COUNT=1"),
                moved("20260301T100000", "20260325T080000"),
            ],
            "Wed 25 Mar 2026 at 08:00 (Europe/Oslo)",
        ),
    ] {
        let mut store = with_ane();
        let report = import(&mut store, calendar(&events));
        assert_eq!(totals(&report), (1, 0, 0, 0), "{:?}", report.rejects);
        assert_eq!(planned(&mut store), day);
    }
}

#[test]
fn a_newer_version_is_planned_and_the_older_one_says_where_it_went() {
    let old = event("1", "SEQUENCE:0|DTSTART;TZID=Europe/Oslo:20260317T100000");
    let new = event("1", "SEQUENCE:1|DTSTART;TZID=Europe/Oslo:20260319T140000");
    let off = event("1", "SEQUENCE:1|STATUS:CANCELLED|DTSTART;TZID=Europe/Oslo:20260317T100000");
    for events in [[old.clone(), new.clone()], [new, old.clone()]] {
        let mut store = with_ane();
        let report = import(&mut store, calendar(&events));
        assert_eq!(
            (totals(&report), planned(&mut store)),
            ((1, 0, 0, 1), "Thu 19 Mar 2026 at 14:00 (Europe/Oslo)".to_owned())
        );
        assert!(report.rejects[0].reason.starts_with("it was moved to 19 Mar 14:00, on line "), "{:?}", report.rejects);
    }
    let report = import(&mut with_ane(), calendar(&[old, off]));
    assert_eq!(totals(&report), (0, 0, 0, 2));
    assert!(report.rejects[0].reason.starts_with("it was cancelled later, on line "), "{:?}", report.rejects);
}

#[test]
fn a_later_file_that_moves_or_cancels_what_a_plan_is_for_says_so_and_leaves_the_plan() {
    let series = event("1", FRIDAYS);
    let single = event("1", "DTSTART;TZID=Europe/Oslo:20260317T100000");
    let later = |text: &str| event("1", text);
    for (first, second, said) in [
        (
            &single,
            later("SEQUENCE:1|DTSTART;TZID=Europe/Oslo:20260319T140000"),
            "moved to 19 Mar 14:00; your plan says 17 Mar 10:00",
        ),
        (
            &single,
            later("SEQUENCE:1|METHOD:CANCEL|DTSTART;TZID=Europe/Oslo:20260317T100000"),
            "cancelled; your plan says 17 Mar 10:00",
        ),
        (
            &single,
            later("SUMMARY:Canceled: Weekly|DTSTART;TZID=Europe/Oslo:20260317T100000"),
            "cancelled; your plan says 17 Mar 10:00",
        ),
        // Nobody changed this one: who is right is for the rep to say.
        (
            &single,
            later("DTSTART;TZID=Europe/Oslo:20260319T140000"),
            "the calendar says 19 Mar 14:00; your plan says 17 Mar 10:00",
        ),
        (
            &series,
            series.clone() + &moved("20260313T090000", "20260316T140000"),
            "moved to 16 Mar 14:00; your plan says 13 Mar 09:00",
        ),
        // The date alone, as programs send it.
        (&series, moved("20260313T090000", "20260316T140000"), "moved to 16 Mar 14:00; your plan says 13 Mar 09:00"),
        (&series, later("RECURRENCE-ID:20260313T080000Z|STATUS:CANCELLED"), "cancelled; your plan says 13 Mar 09:00"),
        (
            &series,
            series.clone() + &later("RECURRENCE-ID:20260313T080000Z|STATUS:CANCELLED"),
            "cancelled on that day; your plan says 13 Mar 09:00",
        ),
        // A date that the series leaves out went nowhere, and the next one was there before.
        (
            &series,
            later(&format!("SEQUENCE:1|{FRIDAYS}|EXDATE;TZID=Europe/Oslo:20260313T090000")),
            "cancelled on that day; the next one is on 20 Mar 09:00; your plan says 13 Mar 09:00",
        ),
        // As programs end a series when the dates from a day on are changed.
        (
            &series,
            later(&format!("SEQUENCE:1|{FRIDAYS};UNTIL=20260312T225959Z")),
            "its series ends before that day; your plan says 13 Mar 09:00",
        ),
        (
            &single,
            later("SEQUENCE:1|DTSTART;TZID=Europe/Oslo:20260310T140000"),
            "moved to 10 Mar 14:00; your plan says 17 Mar 10:00",
        ),
        // Both times on one clock: 9:30 in UTC is later than 10:00 in Oslo.
        (&single, later("SEQUENCE:1|DTSTART:20260317T093000Z"), "moved to 17 Mar 10:30; your plan says 17 Mar 10:00"),
    ] {
        let mut store = with_ane();
        import(&mut store, calendar(std::slice::from_ref(first)));
        let before = planned(&mut store);
        let report = import(&mut store, calendar(std::slice::from_ref(&second)));
        assert_eq!(of_plan(&report), [said], "{second}: {:?}", report.notes);
        assert_eq!(planned(&mut store), before);
    }
}

#[test]
fn a_cancellation_that_names_nobody_is_told_to_whoever_planned_for_it() {
    let bare = |uid: &str, lines: &str| event(uid, lines).replace(&format!("{ANE}\r\n"), "");
    for (first, second) in [
        (event("1", "DTSTART:20260317T090000Z"), bare("1", "DTSTART:20260317T090000Z|STATUS:CANCELLED")),
        (event("1", FRIDAYS), bare("1", "RECURRENCE-ID:20260313T080000Z|STATUS:CANCELLED")),
        (
            event("1", FRIDAYS),
            bare("1", &format!("{FRIDAYS}|SUMMARY:Zrušeno: Weekly|ORGANIZER:mailto:me@ours.example")),
        ),
    ] {
        let mut store = with_ane();
        import(&mut store, calendar(&[first]));
        let report = import(&mut store, calendar(std::slice::from_ref(&second)));
        assert!(of_plan(&report).concat().starts_with("cancelled; your plan says "), "{second}: {:?}", report.notes);
        let other = calendar(&[second.replace("UID:1", "UID:2")]);
        assert_eq!(of_plan(&import(&mut store, other)), Vec::<String>::new());
    }
}

#[test]
fn a_series_is_planned_anew_after_the_call_for_one_of_its_dates() {
    let mut store = with_ane();
    let now = clock().now();
    let series = calendar(&[event("1", FRIDAYS)]);
    import(&mut store, series.clone());
    let ane = store.whole_contacts(None, 10).unwrap().rows[0].contact.id;
    let plan = store.plan_file(ane, now).unwrap().plan;
    for (said, planned_again) in
        [("Meeting on Fri 13 Mar 2026 at 09:00.", 0), ("Meeting on Fri 6 Mar 2026 at 09:00.", 1)]
    {
        let earlier = Plan { no_trigger_because: said.to_owned(), ..plan.clone() };
        store.save_plan(&earlier).unwrap();
        let mut call = store.log_start(ane, now).unwrap().call;
        call.reach = Reach::Connected;
        store.log_call(&call).unwrap();
        assert_eq!(totals(&import(&mut store, series.clone())).0, planned_again, "{said}");
        store.undo().unwrap();
        if planned_again == 1 {
            store.undo().unwrap();
        }
    }
}

#[test]
fn what_is_as_the_plan_says_is_not_told() {
    let single = event("1", "DTSTART;TZID=Europe/Oslo:20260317T100000");
    for second in [
        single.clone(),
        event("1", "SEQUENCE:3|DTSTART:20260317T090000Z"),
        event("2", "SEQUENCE:3|DTSTART:20260318T090000Z"),
        // Another date of the series was moved.
        event("1", FRIDAYS) + &moved("20260313T090000", "20260317T100000"),
    ] {
        let mut store = with_ane();
        import(&mut store, calendar(std::slice::from_ref(&single)));
        let report = import(&mut store, calendar(std::slice::from_ref(&second)));
        assert_eq!(of_plan(&report), Vec::<String>::new(), "{second}");
    }
}

#[test]
fn a_cancelled_calendar_in_a_file_of_several_cancels_its_own_events_alone() {
    let asked = calendar(&[event("1", "DTSTART:20260317T090000Z"), event("2", FRIDAYS)]);
    let off = calendar(&[event("3", "DTSTART:20260318T090000Z")]).replace("VERSION:2.0", "METHOD:CANCEL");
    let report = import(&mut with_ane(), asked + &off);
    assert_eq!(totals(&report), (1, 0, 1, 1), "{:?}", report.rejects);
    assert_eq!(report.rejects[0].reason, "it is cancelled");
}

#[test]
fn of_several_meetings_with_a_person_the_next_one_is_planned() {
    let events = [
        event("1", "DTSTART;TZID=Europe/Oslo:20260401T090000"),
        event("2", "DTSTART;TZID=Europe/Oslo:20200107T110000|RRULE:FREQ=WEEKLY"),
        event("3", "DTSTART;TZID=Europe/Oslo:20260320T090000"),
    ];
    let mut store = with_ane();
    assert_eq!(totals(&import(&mut store, calendar(&events))), (1, 0, 2, 0));
    assert_eq!(planned(&mut store), "Tue 17 Mar 2026 at 11:00 (Europe/Oslo)");
}

#[test]
fn a_zone_that_only_the_file_describes_is_read_in_both_its_halves() {
    let half = |what: &str, from: &str, to: &str, month: &str| {
        format!(
            "BEGIN:{what}|DTSTART:16010101T020000|TZOFFSETFROM:{from}|TZOFFSETTO:{to}|RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU|END:{what}"
        )
    };
    let zone = |name: &str| {
        let halves = [half("STANDARD", "+0400", "+0300", "10"), half("DAYLIGHT", "+0300", "+0400", "3")].join("|");
        format!("BEGIN:VTIMEZONE|TZID:{name}|{halves}|END:VTIMEZONE|").replace('|', "\r\n")
    };
    for (name, day, said) in [
        ("Ours", "20260320", "at 14:00 (UTC+03:00)"),
        ("Ours", "20260401", "at 14:00 (UTC+04:00)"),
        ("Europe/Oslo", "20260401", "at 14:00 (Europe/Oslo)"),
        ("W. Europe Standard Time", "20260401", "at 14:00 (Europe/Berlin)"),
    ] {
        let meeting = event("1", &format!("DTSTART;TZID={name}:{day}T140000"));
        // Before the events or behind them: the file's order is free.
        for events in [[zone(name), meeting.clone()], [meeting, zone(name)]] {
            let mut store = with_ane();
            import(&mut store, calendar(&events));
            assert!(planned(&mut store).ends_with(said), "{}", planned(&mut store));
        }
    }
}

#[test]
fn a_meeting_of_today_stands_on_today_at_its_hour() {
    let mut store = with_ane();
    let now = clock().now();
    let hour = (now.0 + chrono::TimeDelta::hours(2)).to_utc();
    let begins = hour.with_timezone(&"America/New_York".parse::<whynow::domain::time_zone::Tz>().unwrap());
    let lines = format!("DTSTART;TZID=America/New_York:{}|DURATION:PT45M", begins.format("%Y%m%dT%H%M%S"));
    import(&mut store, calendar(&[event("1", &lines)]));
    let row = store.today(now, 0, 10).unwrap().meetings.remove(0);
    assert_eq!((row.contact.as_str(), row.subject.as_str(), row.minutes), ("Ane Lund", "Weekly", Some(45)));
    // On the rep's own clock.
    let minute = |at: chrono::DateTime<chrono::FixedOffset>| at.format("%H:%M").to_string();
    assert_eq!(row.at.map(minute), Some(minute(now.0 + chrono::TimeDelta::hours(2))));
    let ane = row.contact_id;
    let plan = Plan {
        no_trigger_because: "Meeting on Fri 13 Mar 2026.".to_owned(),
        ..store.plan_file(ane, now).unwrap().plan
    };
    store.save_plan(&plan).unwrap();
    assert!(store.today(now, 0, 10).unwrap().meetings.is_empty());
}

use super::*;

/// A moment on a clock.
fn moment(text: &str) -> NaiveDateTime {
    text.replace(' ', "T").parse().unwrap()
}

#[test]
fn the_shipped_table_begins_with_everywhere_and_cites_every_row() {
    let table = HourTable::builtin();
    assert_eq!((table.0[0].place.as_str(), table.0[0].calls), ("*", HoursScope::All));
    for rule in &table.0 {
        assert!(!rule.source.is_empty() && rule.as_of.len() >= 7, "{}", rule.cited());
    }
}

#[test]
fn the_most_particular_row_holds() {
    let table = HourTable::builtin();
    for (place, all, consumers) in [
        (None, "*", Some("*")),
        (Some(("BR", None)), "*", Some("*")),
        (Some(("NO", None)), "*", Some("NO")),
        (Some(("US", None)), "*", Some("US")),
        (Some(("US", Some("AL"))), "*", Some("US-AL")),
        (Some(("US", Some("somewhere"))), "*", Some("US")),
        (Some(("CA", Some("QC"))), "CA", None),
        (Some(("CA", Some("BC"))), "CA", Some("CA-BC")),
        (Some(("FR", Some("Bretagne"))), "*", Some("FR")),
    ] {
        let held = table.at(place);
        assert_eq!(
            (held.all.place.as_str(), held.consumers.as_ref().map(|rule| rule.place.as_str())),
            (all, consumers)
        );
    }
}

#[test]
fn hours_hold_from_their_first_minute_to_the_one_before_the_last() {
    let france = HourTable::builtin().at(Some(("FR", None)));
    let (rule, calendar) = (france.consumers.as_ref().unwrap(), france.calendar);
    // 9 March 2026 is a Monday, 14 May Ascension Day.
    for (local, permits) in [
        ("2026-03-09 09:59:00", false),
        ("2026-03-09 10:00:00", true),
        ("2026-03-09 12:59:00", true),
        ("2026-03-09 13:00:00", false),
        ("2026-03-13 14:00:00", true),
        ("2026-03-13 20:00:00", false),
        ("2026-03-14 11:00:00", false),
        ("2026-05-14 11:00:00", false),
        ("2026-05-15 11:00:00", true),
    ] {
        assert_eq!(rule.permits(moment(local), calendar), permits, "{local}");
    }
    let on = |day: &str| rule.hours_on(day.parse().unwrap(), calendar);
    assert_eq!(on("2026-03-09"), "10:00 to 13:00 and 14:00 to 20:00");
    assert_eq!(on("2026-03-15"), "none on Sunday");
    assert_eq!(on("2026-05-14"), "none on Ascension Day");
}

/// Every state of the United States, and the District.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH \
                      OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

#[test]
fn every_state_has_a_row_of_its_own_and_every_row_says_whether_it_was_read() {
    let table = HourTable::builtin();
    for state in STATES.split_whitespace() {
        let held = table.at(Some(("US", Some(state))));
        let own = std::iter::once(&held.all).chain(&held.consumers).any(|row| row.place == format!("US-{state}"));
        assert!(own, "{state}");
    }
    for rule in &table.0 {
        assert_eq!(rule.cited().ends_with("not verified"), rule.read_in.is_empty(), "{}", rule.cited());
        // A row with holidays of its own is of no use without a calendar.
        let (country, state) =
            rule.place.split_once('-').map_or((&*rule.place, None), |(land, state)| (land, Some(state)));
        let known = HolidayCalendar::at_place(country, state).is_some();
        assert!(rule.holidays.is_none() || rule.place == "*" || known, "{}", rule.place);
    }
}

#[test]
fn calls_in_a_period_are_read_and_said() {
    let limit = |text: &str| {
        let row = format!(
            "[[rule]]\nplace = \"XX\"\nweekdays = \"8-9\"\nsaturday = \"none\"\nsunday = \"none\"\nat_most = \"{text}\"\n"
        );
        HourTable::parse(&row).map(|table| table.0[0].at_most.unwrap())
    };
    assert_eq!(limit("3 in 24 hours"), Ok(Limit { calls: 3, hours: 24 }));
    assert_eq!(limit("4 in 30 days").unwrap().to_string(), "30 days");
    assert_eq!(limit("3 in 24 hours").unwrap().to_string(), "24 hours");
    for wrong in ["3", "3 in 24", "3 in 0 hours", "many in 2 days", "3 per day", "3 in 9999999999 days"] {
        assert!(limit(wrong).unwrap_err().contains("write \"3 in 24 hours\""), "{wrong}");
    }
}

#[test]
fn a_team_replaces_a_row_and_adds_one() {
    let text = "[[rule]]\nplace = \"us-al\"\ncalls = \"consumers\"\nweekdays = \"9-17\"\nsaturday = \"none\"\nsunday = \"none\"\n\
                [[rule]]\nplace = \"NO\"\nweekdays = \"9 a.m. - 4:30 p.m.\"\nsaturday = \"none\"\nsunday = \"none\"\n";
    let table = HourTable::builtin().clone().overlay(HourTable::parse(text).unwrap());
    assert_eq!(table.0.len(), HourTable::builtin().0.len() + 1);
    let alabama = table.at(Some(("US", Some("AL")))).consumers.unwrap();
    assert_eq!(alabama.weekdays, [MinuteSpan { from: 540, until: 1020 }]);
    assert!(alabama.cited().ends_with("no source given"), "{}", alabama.cited());
    let norway = table.at(Some(("NO", None))).all;
    assert_eq!((norway.place.as_str(), norway.permits(moment("2026-03-09 16:30:00"), None)), ("NO", false));
}

#[test]
fn every_fault_of_a_table_has_its_line_and_says_what_to_write() {
    let row = |place: &str, hours: &str| {
        format!("\n[[rule]]\nplace = \"{place}\"\nweekdays = \"{hours}\"\nsaturday = \"none\"\nsunday = \"none\"\n")
    };
    for (text, line, says) in [
        (row("Norway", "8-9"), "line 2", "is not a place"),
        (row("NO", "early"), "line 2", "write \"8:00-20:00\""),
        (row("NO", "9:00-8:00"), "line 2", "ends before it begins"),
        (row("NO", "9:00-25:00"), "line 2", "write \"8:00-20:00\""),
        (format!("{}{}", row("NO", "8-9"), row("no", "9-10")), "line 8", "two rows"),
        ("[[rule]]\nplaze = \"NO\"\n".to_owned(), "line 2", "plaze"),
    ] {
        let fault = HourTable::parse(&text).unwrap_err();
        assert!(fault.starts_with(line) && fault.contains(says), "{fault}");
    }
}

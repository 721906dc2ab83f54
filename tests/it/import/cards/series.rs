//! When meetings held again take place next, beside what two other programs compute for the same calendars.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use whynow::domain::plan::meeting::Invite;
use whynow::exchange::ImportEntry;

use crate::support::cards::read;

const TABLE: &str = include_str!("../../../data/recurrence/series.tsv");
const ZONES: &str = include_str!("../../../data/recurrence/zones.ics");

/// Where neither of the two is followed: weeks without a weekday are held on that of the first time (RFC 5545, 3.3.10), not
/// on all seven of their days, and not never.
const WEEKDAY_OF_THE_FIRST: &str = "RRULE:FREQ=YEARLY;BYWEEKNO=20";

/// A calendar with the events of a line of the table.
fn calendar(events: &str) -> String {
    let mut text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{ZONES}");
    for event in events.split("||") {
        let lines = event.replace('|', "\n");
        let who = "ATTENDEE;CN=Ane Lund:mailto:ane@norvik.no";
        write!(text, "BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nSUMMARY:Held\n{lines}\n{who}\nEND:VEVENT\n")
            .unwrap();
    }
    text + "END:VCALENDAR\n"
}

fn meetings(text: &str) -> Vec<Invite> {
    let (rows, _) = read(text);
    let meeting = |entry| if let ImportEntry::Plan(invite) = entry { Some(*invite) } else { None };
    rows.into_iter().filter_map(|row| row.value.ok()).filter_map(meeting).collect()
}

/// The next five times of the earliest meeting, as the table writes them.
fn next_times(meetings: &[Invite]) -> String {
    let mut now: DateTime<Utc> = "2026-12-01T06:00:00Z".parse().unwrap();
    let mut said = Vec::new();
    while said.len() < 5
        && let Some(next) = meetings
            .iter()
            .filter_map(|meeting| meeting.next(now))
            .min_by_key(whynow::domain::plan::meeting::Occurrence::instant)
    {
        let at = next.instant().unwrap();
        let day = next.meeting.all_day.then(|| next.at.format("%Y%m%d").to_string());
        said.push(day.unwrap_or_else(|| at.format("%Y%m%dT%H%M%SZ").to_string()));
        now = if next.meeting.all_day { at + TimeDelta::days(1) } else { at };
    }
    said.join(" ")
}

#[test]
fn a_series_is_next_held_when_two_other_programs_say_so() {
    let (mut right, mut wrong) = (0, String::new());
    for row in TABLE.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [agreed, events, times, ..] = cells[..] else { panic!("{row}") };
        let ours = next_times(&meetings(&calendar(events)));
        let is_theirs = cells[2..].contains(&ours.as_str());
        let is_weekday_of_the_first = agreed == "differ" && events.ends_with(WEEKDAY_OF_THE_FIRST);
        if is_theirs || is_weekday_of_the_first {
            right += usize::from(agreed == "both");
        } else {
            writeln!(wrong, "{agreed} {events}\n  {times}\n  {ours}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{right} right\n{wrong}");
    assert!(right >= 150, "{right}");
}

//! Joins the events of a file that are about one meeting: its versions, and the single dates of a series.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::event::{Calendar, Event};
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record};

/// Most single dates of one series that are joined to it.
const DATES: usize = 1_000;

/// What is the same in all versions of an event: UID, and the time of a series that it stands for.
type VersionKey<'a> = (&'a str, Option<DateTime<Utc>>);

/// Returns a record for each meeting, in the order of the file; dates that belong to a series come with it.
pub(super) fn records(mut events: Vec<Event>, calendar: &Calendar, notes: &Notes) -> Vec<Record<ImportEntry>> {
    let newest = newest_versions(&events);
    let superseded: Vec<Option<usize>> = (0..events.len())
        .map(|at| events.get(at).and_then(key_of).and_then(|key| newest.get(&key).copied()).filter(|best| *best != at))
        .collect();
    let series: Vec<Option<usize>> = events
        .iter()
        .map(|event| if event.instead_of.is_some() { newest.get(&(event.uid.as_str(), None)).copied() } else { None })
        .collect();
    let mut dates: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut records = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let newer = superseded.get(at).copied().flatten().and_then(|best| events.get(best));
        let of = series.get(at).copied().flatten().filter(|_| !event.is_answer());
        match (newer, of) {
            (Some(newer), _) => records.push((event.line, event.record(Err(why_superseded(event, newer))))),
            (None, Some(of)) if dates.get(&of).is_none_or(|all| all.len() < DATES) => {
                dates.entry(of).or_default().push(at);
            }
            (None, _) => {}
        }
    }
    let joined: Vec<usize> = dates.values().flatten().copied().collect();
    inherit(&mut events, &dates);
    for (at, event) in events.iter().enumerate() {
        if superseded.get(at).copied().flatten().is_some() || joined.contains(&at) {
            continue;
        }
        let mut invite = event.invitation(calendar, notes);
        let own = dates.get(&at).map(Vec::as_slice).unwrap_or_default();
        if let Ok(invite) = &mut invite {
            let single =
                own.iter().filter_map(|at| events.get(*at)).filter_map(|one| one.date_of(event, calendar, notes));
            invite.dates = single.collect();
        }
        for one in own.iter().filter_map(|at| events.get(*at)) {
            let what = if one.is_cancelled() {
                "a single date of a series is cancelled"
            } else {
                "a single date of a series is held otherwise; it was read with the series"
            };
            notes.count(what, one.line);
        }
        records.push((event.line, event.record(invite)));
    }
    records.sort_by_key(|(line, _)| *line);
    records.into_iter().map(|(_, record)| record).collect()
}

fn key_of(event: &Event) -> Option<VersionKey<'_>> {
    let instead_of = event.instead_of.as_ref().and_then(|when| when.zone.instant(when.wall));
    (!event.uid.is_empty() && !event.is_answer()).then_some((event.uid.as_str(), instead_of))
}

/// Returns the place of the newest version of each event: the one that was changed most often, else the latest written,
/// else the last in the file.
fn newest_versions(events: &[Event]) -> HashMap<VersionKey<'_>, usize> {
    let mut newest: HashMap<VersionKey<'_>, usize> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        let Some(key) = key_of(event) else { continue };
        let best = newest.entry(key).or_insert(at);
        if events.get(*best).is_some_and(|known| known.version() <= event.version()) {
            *best = at;
        }
    }
    newest
}

/// Gives every single date what it leaves out, from its series.
fn inherit(events: &mut [Event], dates: &HashMap<usize, Vec<usize>>) {
    for (of, all) in dates {
        let Some(series) = events.get(*of).cloned() else { continue };
        for at in all {
            if let Some(event) = events.get_mut(*at) {
                event.inherit(&series);
            }
        }
    }
}

fn why_superseded(event: &Event, newer: &Event) -> String {
    let line = newer.line;
    match &newer.begins {
        _ if newer.is_cancelled() => format!("it was cancelled later, on line {line}"),
        Some(begins) if newer.begins != event.begins => {
            format!("it was moved to {}, on line {line}", begins.in_few_words())
        }
        _ if newer.version() == event.version() => format!("it stands in the file again, on line {line}"),
        _ => format!("there is a newer version of it, on line {line}"),
    }
}

//! Makes a meeting of an event: with people who could be called, or the reason why it is none.

use chrono::NaiveDateTime;

use super::event::{Calendar, Event};
use super::rule::rule;
use super::times::IcalTime;
use crate::domain::plan::meeting::{Attendee, Invite, SeriesDate, Zone};
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record};
use crate::exchange::table::csv_rows::Row;

impl Event {
    /// Returns the record of the event, as a meeting with these single dates of its own, or the reason why it is none.
    pub(super) fn record(&self, value: Result<Invite, String>) -> Record<ImportEntry> {
        let day =
            self.begins.as_ref().map(|begins| begins.wall.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let who = self.organizer.iter().chain(&self.attendees).map(|one| one.email.as_str()).collect::<Vec<_>>();
        let raw = Row::of(self.line, [self.subject.as_str(), day.as_str(), who.join(" ").as_str()]);
        Record { line: self.line, raw, value: value.map(|invite| ImportEntry::Plan(Box::new(invite))) }
    }

    /// Returns the meeting; the error says why it is none.
    pub(super) fn invitation(&self, calendar: &Calendar, notes: &Notes) -> Result<Invite, String> {
        let cancelled = self.is_cancelled();
        let begins = match (&self.begins, &self.instead_of) {
            (Some(begins), _) => begins,
            // A cancellation need not repeat when the meeting was.
            (None, Some(instead_of)) if cancelled => instead_of,
            (None, _) if cancelled => return Err("it is cancelled".to_owned()),
            (None, _) => return Err("it has no day: when it begins cannot be read".to_owned()),
        };
        let people = self.people(calendar);
        // Whose meeting a cancellation was, the plan for it knows.
        if people.is_empty() && !cancelled {
            return Err(match (self.declined, self.attendees.is_empty()) {
                (true, _) => "everybody else declined it".to_owned(),
                (false, true) => "nobody is invited to it".to_owned(),
                (false, false) => "nobody outside your own company is invited to it".to_owned(),
            });
        }
        let zone = &begins.zone;
        let again = self.rule.as_deref().and_then(|text| rule(text, zone, begins.wall.time()));
        if self.rule.is_some() && again.is_none() {
            notes.count("how often the meeting is held cannot be read; its first time was taken", self.line);
        }
        let walls = |times: &[IcalTime]| times.iter().filter_map(|when| wall_of(when, begins)).collect::<Vec<_>>();
        Ok(Invite {
            uid: self.id(begins),
            series: self.instead_of.as_ref().map(|_| self.uid.clone()),
            sequence: self.sequence,
            cancelled,
            minutes: self.minutes.or_else(|| self.length(begins)),
            all_day: begins.day_only,
            begins: begins.wall,
            told_in: self.told_in,
            also: walls(&self.also),
            except: walls(&self.except),
            text: self.text.clone(),
            subject: self.subject.clone(),
            place: self.place.clone(),
            people,
            again,
            dates: Vec::new(),
            instead_of: self.instead_of.as_ref().and_then(|when| wall_of(when, begins)),
            zone: zone.clone(),
        })
    }

    /// Returns the single date that this event is of a series that begins at such a time.
    pub(super) fn date_of(&self, series: &Event, calendar: &Calendar, notes: &Notes) -> Option<SeriesDate> {
        let instead_of = wall_of(self.instead_of.as_ref()?, series.begins.as_ref()?)?;
        // What is declined by everybody, or without anybody to call, is no date to plan.
        let held = self.invitation(calendar, notes).ok().filter(|invite| !invite.cancelled);
        Some(SeriesDate { instead_of, and_later: self.and_later, held })
    }

    /// All times of a series share one UID; with it alone the second import would find the series and not this time.
    fn id(&self, begins: &IcalTime) -> String {
        match &self.instead_of {
            Some(when) => format!("{} {}", self.uid, when.wall.format("%Y%m%dT%H%M")),
            None if self.uid.is_empty() => format!("{} {}", self.subject, begins.wall.format("%Y%m%dT%H%M")),
            None => self.uid.clone(),
        }
    }

    /// Returns the length of a meeting in minutes; `None` for all-day events.
    fn length(&self, begins: &IcalTime) -> Option<u16> {
        let ends = self.ends.as_ref().filter(|_| !begins.day_only)?.wall_in(&begins.zone)?;
        let minutes = ends.signed_duration_since(begins.wall).num_minutes();
        u16::try_from(minutes).ok().filter(|minutes| *minutes > 0)
    }

    /// Returns the people to call about the meeting: the sender of an invitation first; for the owner's own meetings,
    /// the invited.
    fn people(&self, calendar: &Calendar) -> Vec<Attendee> {
        let organizer = self.organizer.as_ref();
        let is_organizer = |one: &&Attendee| organizer.is_none_or(|organizer| organizer.email != one.email);
        let attendees = self.attendees.iter().filter(is_organizer);
        let people: Vec<&Attendee> = match self.method.as_str() {
            // Somebody else's invitation: whoever sent it is the person to call.
            "REQUEST" | "COUNTER" | "ADD" | "CANCEL" => organizer.into_iter().chain(attendees).collect(),
            // A reply goes to the organizer, whose calendar this is: whoever answered is the one to call.
            "REPLY" => attendees.collect(),
            _ => attendees.chain(organizer).collect(),
        };
        people.into_iter().filter(|one| !calendar.is_ours(&one.email)).cloned().collect()
    }
}

/// Returns a time as a local time of the meeting that begins so; a day alone stands for the meeting's hour on it.
fn wall_of(when: &IcalTime, begins: &IcalTime) -> Option<NaiveDateTime> {
    let zone: &Zone = &begins.zone;
    match (when.day_only, begins.day_only) {
        (true, false) => Some(when.wall.date().and_time(begins.wall.time())),
        (_, true) => Some(when.wall.date().and_hms_opt(0, 0, 0)?),
        (false, false) => when.wall_in(zone),
    }
}

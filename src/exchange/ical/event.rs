//! Reads one event of a calendar as a meeting with people who could be called, or says why it is none.

use chrono::{Datelike, FixedOffset, NaiveDateTime};

use crate::domain::dates::is_real_year;
use crate::domain::plan::meeting::{Attendee, Invite};
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::times;
use super::times::{IcalTime, Zones};
use crate::exchange::cells;
use crate::exchange::contentline::ContentLine;
use crate::exchange::html_text::text_of;
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record};
use crate::exchange::table::csv_rows::Row;

/// Most attendees of one meeting that are considered.
const PEOPLE: usize = 200;
/// Most additional times of a meeting beside its recurrence rule.
const TIMES: usize = 1_000;
/// Longest HTML description that is read, in bytes.
const HTML_CAP: usize = 200_000;

/// Properties of a calendar outside of its events.
#[derive(Debug)]
pub(crate) struct Calendar {
    pub(crate) zones: Zones,
    /// Method of the calendar: `REQUEST`, `CANCEL`, `REPLY`, `PUBLISH`.
    pub(crate) method: String,
    /// E-mail addresses of the calendar's owner.
    pub(crate) owners: Vec<String>,
}

impl Calendar {
    pub(in crate::exchange) fn new(here: FixedOffset) -> Calendar {
        Calendar { zones: Zones::new(here), method: String::new(), owners: Vec::new() }
    }

    /// Resets the state for another calendar in the same file.
    pub(in crate::exchange) fn begin(&mut self) {
        self.method.clear();
    }

    /// Reads one property of the calendar.
    pub(in crate::exchange) fn take(&mut self, line: &ContentLine) {
        match line.name.as_str() {
            "METHOD" => self.method = line.value.trim().to_ascii_uppercase(),
            // Google names a calendar by the address of its owner.
            "X-WR-CALNAME" | "X-OWNER" => self.owners.extend(address(line).into_iter().take(1)),
            "X-WR-TIMEZONE" => self.zones.home(line.value.trim()),
            _ => {}
        }
        self.owners.truncate(TIMES);
    }

    /// Returns true if the address is the calendar owner's, or of the owner's company.
    fn is_ours(&self, email: &str) -> bool {
        let company = cells::company_domain(email);
        // Colleagues sit in most meetings, and are nobody to call.
        self.owners.iter().any(|own| own == email || (company.is_some() && cells::company_domain(own) == company))
    }
}

/// The fields of one event.
#[derive(Debug, Default)]
pub(crate) struct Event {
    /// Line of the file on which the event begins, from 1.
    pub(crate) line: u64,
    uid: String,
    subject: String,
    text: String,
    html: String,
    place: String,
    status: String,
    begins: Option<IcalTime>,
    ends: Option<IcalTime>,
    minutes: Option<u16>,
    rule: Option<String>,
    also: Vec<IcalTime>,
    except: Vec<IcalTime>,
    instead_of: Option<IcalTime>,
    organizer: Option<Attendee>,
    /// Attendees; optional ones come last.
    attendees: Vec<Attendee>,
    required: usize,
    declined: bool,
}

impl Event {
    pub(in crate::exchange) fn new(line: u64) -> Event {
        Event { line, ..Event::default() }
    }

    pub(in crate::exchange) fn uid(&self) -> &str {
        &self.uid
    }

    pub(in crate::exchange) fn is_held_again(&self) -> bool {
        (self.rule.is_some() || !self.also.is_empty()) && self.instead_of.is_none()
    }

    /// Returns the time of a recurring meeting that this event replaces, in the meeting's time zone if known.
    pub(in crate::exchange) fn instead_of(&self) -> Option<NaiveDateTime> {
        let zone = self.begins.map(|begins| begins.zone);
        self.instead_of.and_then(|when| zone.map_or(Some(when.wall), |zone| when.wall_in(zone)))
    }

    /// Reads one property of the event.
    pub(in crate::exchange) fn take(&mut self, line: &ContentLine, calendar: &Calendar, notes: &Notes) {
        match line.name.as_str() {
            "UID" => self.uid = clean_line(&line.text(), 400),
            "SUMMARY" => self.subject = clean_line(&line.text(), NAME_CAP),
            "DESCRIPTION" => self.text = clean_note(&line.text(), NOTE_CAP),
            "X-ALT-DESC" => self.html = line.text().chars().take(HTML_CAP).collect(),
            "LOCATION" => self.place = clean_line(&line.text(), NAME_CAP),
            "STATUS" => self.status = line.value.trim().to_ascii_uppercase(),
            "DURATION" => self.minutes = times::minutes(&line.value),
            "RRULE" => self.rule = Some(line.value.clone()),
            "ORGANIZER" => self.organizer = person(line),
            "ATTENDEE" => self.invite(line),
            "DTSTART" | "DTEND" | "RDATE" | "EXDATE" | "RECURRENCE-ID" => self.take_times(line, calendar, notes),
            _ => {}
        }
    }

    fn take_times(&mut self, line: &ContentLine, calendar: &Calendar, notes: &Notes) {
        let (times, known) = calendar.zones.times(line);
        if !known && line.name == "DTSTART" {
            notes.count("the time zone is not known; its hours were read as ours", self.line);
        }
        match line.name.as_str() {
            // Apple writes 1604 for a birthday whose year nobody knows; a year like that is none.
            "DTSTART" => self.begins = times.first().copied().filter(|begins| is_real_year(begins.wall.year())),
            "DTEND" => self.ends = times.first().copied(),
            "RECURRENCE-ID" => self.instead_of = times.first().copied(),
            "RDATE" => self.also.extend(times.into_iter().take(TIMES.saturating_sub(self.also.len()))),
            _ => self.except.extend(times.into_iter().take(TIMES.saturating_sub(self.except.len()))),
        }
    }

    /// Adds an attendee, unless it is a room or has declined.
    fn invite(&mut self, line: &ContentLine) {
        let says = |name: &str, values: &[&str]| {
            line.param(name).is_some_and(|said| values.iter().any(|value| value.eq_ignore_ascii_case(said)))
        };
        // Rooms and lists are invited like people and cannot be called.
        if says("CUTYPE", &["ROOM", "RESOURCE", "GROUP"]) || says("ROLE", &["NON-PARTICIPANT"]) {
            return;
        }
        if says("PARTSTAT", &["DECLINED"]) {
            self.declined = true;
            return;
        }
        let Some(person) = person(line) else { return };
        let known = self.attendees.iter().any(|known| known.email == person.email);
        if known || self.attendees.len() >= PEOPLE {
            return;
        }
        if says("ROLE", &["OPT-PARTICIPANT"]) {
            self.attendees.push(person);
        } else {
            self.attendees.insert(self.required, person);
            self.required += 1;
        }
    }

    /// Returns the record of the event.
    pub(in crate::exchange) fn record(
        self,
        calendar: &Calendar,
        notes: &Notes,
        moved: &[NaiveDateTime],
    ) -> Record<ImportEntry> {
        let day = self.begins.map(|begins| begins.wall.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let who = self.organizer.iter().chain(&self.attendees).map(|one| one.email.as_str()).collect::<Vec<_>>();
        let raw = Row::of(self.line, [self.subject.as_str(), day.as_str(), who.join(" ").as_str()]);
        let line = self.line;
        let value = self.invitation(calendar, notes, moved);
        Record { line, raw, value: value.map(|invite| ImportEntry::Plan(Box::new(invite))) }
    }

    fn invitation(self, calendar: &Calendar, notes: &Notes, moved: &[NaiveDateTime]) -> Result<Invite, String> {
        let Some(begins) = self.begins else { return Err("it has no day: when it begins cannot be read".to_owned()) };
        if calendar.method == "CANCEL" || self.status == "CANCELLED" {
            return Err("it is cancelled".to_owned());
        }
        let people = self.people(calendar);
        if people.is_empty() {
            return Err(match (self.declined, self.attendees.is_empty()) {
                (true, _) => "everybody else declined it".to_owned(),
                (false, true) => "nobody is invited to it".to_owned(),
                (false, false) => "nobody outside your own company is invited to it".to_owned(),
            });
        }
        let zone = begins.zone;
        let again = self.rule.as_deref().and_then(|rule| times::rule(rule, &calendar.zones, zone));
        if self.rule.is_some() && again.is_none() {
            notes.count("how often the meeting is held cannot be read; its first time was taken", self.line);
        }
        let walls = |times: &[IcalTime]| times.iter().filter_map(|when| when.wall_in(zone)).collect::<Vec<_>>();
        let uid = match self.instead_of {
            // One time of several, with an event of its own.
            // All times of a series share one UID; with it alone the second import would find the series and not this
            // time.
            Some(when) => format!("{} {}", self.uid, when.wall.format("%Y%m%dT%H%M")),
            None if self.uid.is_empty() => format!("{} {}", self.subject, begins.wall.format("%Y%m%dT%H%M")),
            None => self.uid.clone(),
        };
        // Outlook writes the text twice, as text and as HTML; some invitations have the HTML alone.
        let text = if self.text.trim().is_empty() { text_of(&self.html) } else { self.text.clone() };
        Ok(Invite {
            minutes: self.minutes.or_else(|| self.length(begins)),
            all_day: begins.day_only,
            begins: begins.wall,
            zone,
            also: walls(&self.also),
            except: walls(&self.except).into_iter().chain(moved.iter().copied()).collect(),
            text: clean_note(text.trim(), NOTE_CAP),
            subject: self.subject,
            place: self.place,
            people,
            again,
            uid,
        })
    }

    /// Returns the length of a meeting in minutes; `None` for all-day events.
    fn length(&self, begins: IcalTime) -> Option<u16> {
        let ends = self.ends.filter(|_| !begins.day_only)?.wall_in(begins.zone)?;
        let minutes = ends.signed_duration_since(begins.wall).num_minutes();
        u16::try_from(minutes).ok().filter(|minutes| *minutes > 0)
    }

    /// Returns the people to call about the meeting: the sender of an invitation first; for the owner's own meetings,
    /// the invited.
    fn people(&self, calendar: &Calendar) -> Vec<Attendee> {
        let organizer = self.organizer.as_ref();
        let is_organizer = |one: &&Attendee| organizer.is_none_or(|organizer| organizer.email != one.email);
        let attendees = self.attendees.iter().filter(is_organizer);
        let people: Vec<&Attendee> = match calendar.method.as_str() {
            // Somebody else's invitation: whoever sent it is the person to call.
            "REQUEST" | "COUNTER" | "ADD" => organizer.into_iter().chain(attendees).collect(),
            // A reply goes to the organizer, whose calendar this is: whoever answered is the one to call.
            "REPLY" => attendees.collect(),
            _ => attendees.chain(organizer).collect(),
        };
        people.into_iter().filter(|one| !calendar.is_ours(&one.email)).cloned().collect()
    }
}

/// Reads the person of a property; `None` for rooms, groups and resources.
fn person(line: &ContentLine) -> Option<Attendee> {
    const NOBODY: [&str; 6] = ["noreply", "no-reply", "donotreply", "do-not-reply", "notifications", "calendar-server"];
    let email = address(line)?;
    let (local, host) = email.split_once('@')?;
    // Google gives rooms and group calendars addresses of this host.
    if host.ends_with("calendar.google.com") || NOBODY.contains(&local) {
        return None;
    }
    let name = clean_line(line.param("CN").unwrap_or(""), NAME_CAP);
    let name = if name.contains('@') { String::new() } else { in_order(&name) };
    Some(Attendee { name, email })
}

fn address(line: &ContentLine) -> Option<String> {
    let found = |text: &str| cells::emails(&text.trim().to_lowercase()).into_iter().next();
    // RFC 7986 puts the address beside a value that may be a telephone number or a path.
    line.param("EMAIL").and_then(found).or_else(|| found(&line.text()))
}

/// Returns `Berg, Ane` as `Ane Berg`.
fn in_order(name: &str) -> String {
    let bare = name.trim_matches(['\'', '"']).trim();
    match bare.split_once(", ") {
        Some((family, given)) if !given.contains(',') && !given.is_empty() => format!("{given} {family}"),
        Some(_) | None => bare.to_owned(),
    }
}

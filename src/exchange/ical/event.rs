//! Collects the fields of one event of a calendar.

use chrono::{DateTime, Datelike, FixedOffset, Utc};

use crate::domain::dates::is_real_year;
use crate::domain::plan::meeting::Attendee;
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};
use crate::domain::time_zone::Tz;

use super::times;
use super::times::{IcalTime, Zones};
use crate::exchange::cells;
use crate::exchange::contentline::ContentLine;
use crate::exchange::html_text::text_of;
use crate::exchange::notes::Notes;

/// Most attendees of one meeting that are considered.
const PEOPLE: usize = 200;
/// Most additional times of a meeting beside its recurrence rule.
const TIMES: usize = 1_000;
/// Most bytes of an event's properties that hold times.
const TIME_BYTES: usize = 64 * 1024;
/// Subjects with which programs mark a meeting that is cancelled, in the languages they speak.
const CANCELLED: [&str; 22] = [
    "canceled:",
    "cancelled:",
    "abgesagt:",
    "storniert:",
    "annulé:",
    "annulé :",
    "cancelado:",
    "cancelada:",
    "annullato:",
    "geannuleerd:",
    "avlyst:",
    "aflyst:",
    "annulleret:",
    "inställt:",
    "inställd:",
    "peruutettu:",
    "odwołane:",
    "odwołano:",
    "zrušeno:",
    "zrušené:",
    "lemondva:",
    "отменено:",
];
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
        self.zones.begin();
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
    pub(super) fn is_ours(&self, email: &str) -> bool {
        let company = cells::company_domain(email);
        // Colleagues sit in most meetings, and are nobody to call.
        self.owners.iter().any(|own| own == email || (company.is_some() && cells::company_domain(own) == company))
    }
}

/// The fields of one event.
#[derive(Debug, Default, Clone)]
pub(crate) struct Event {
    /// Line of the file on which the event begins, from 1.
    pub(crate) line: u64,
    pub(super) uid: String,
    /// Method of its calendar, or its own.
    pub(super) method: String,
    pub(super) subject: String,
    pub(super) text: String,
    html: String,
    pub(super) place: String,
    status: String,
    /// How often the organiser changed it, and when this version was written.
    pub(super) sequence: u32,
    stamp: Option<DateTime<Utc>>,
    /// Properties with times, until it is known which zones the calendar describes.
    times: Vec<ContentLine>,
    time_bytes: usize,
    pub(super) begins: Option<IcalTime>,
    /// The zone on whose clock its time is told, if that is another one.
    pub(super) told_in: Option<Tz>,
    pub(super) ends: Option<IcalTime>,
    pub(super) minutes: Option<u16>,
    pub(super) rule: Option<String>,
    pub(super) also: Vec<IcalTime>,
    pub(super) except: Vec<IcalTime>,
    pub(super) instead_of: Option<IcalTime>,
    /// True if the dates behind that one are changed too (RANGE=THISANDFUTURE).
    pub(super) and_later: bool,
    pub(super) organizer: Option<Attendee>,
    /// Attendees; optional ones come last.
    pub(super) attendees: Vec<Attendee>,
    required: usize,
    pub(super) declined: bool,
}

impl Event {
    pub(in crate::exchange) fn new(line: u64) -> Event {
        Event { line, ..Event::default() }
    }

    /// Returns which version of the event it is; the highest is the newest.
    pub(super) fn version(&self) -> (u32, Option<DateTime<Utc>>) {
        (self.sequence, self.stamp)
    }

    pub(super) fn is_cancelled(&self) -> bool {
        let subject = self.subject.to_lowercase();
        self.method == "CANCEL" || self.status == "CANCELLED" || CANCELLED.iter().any(|word| subject.starts_with(word))
    }

    /// Returns true if the event is an answer to a meeting, and no version of it.
    pub(super) fn is_answer(&self) -> bool {
        matches!(self.method.as_str(), "REPLY" | "COUNTER" | "DECLINECOUNTER" | "REFRESH")
    }

    /// Returns about how many bytes the event takes.
    pub(super) fn bytes(&self) -> usize {
        let texts = [&self.uid, &self.subject, &self.text, &self.place].map(String::len);
        let times = (self.also.len() + self.except.len()) * size_of::<IcalTime>();
        size_of::<Event>() + texts.iter().sum::<usize>() + self.time_bytes + times + self.attendees.len() * 200
    }

    /// Reads one property of the event.
    pub(in crate::exchange) fn take(&mut self, line: &ContentLine) {
        match line.name.as_str() {
            "UID" => self.uid = clean_line(&line.text(), 400),
            "METHOD" => self.method = line.value.trim().to_ascii_uppercase(),
            "SUMMARY" => self.subject = clean_line(&line.text(), NAME_CAP),
            "DESCRIPTION" => self.text = clean_note(&line.text(), NOTE_CAP),
            "X-ALT-DESC" => self.html = line.text().chars().take(HTML_CAP).collect(),
            "LOCATION" => self.place = clean_line(&line.text(), NAME_CAP),
            "STATUS" => self.status = line.value.trim().to_ascii_uppercase(),
            "SEQUENCE" => self.sequence = line.value.trim().parse().unwrap_or(0),
            "DURATION" => self.minutes = times::minutes(&line.value),
            "RRULE" => self.rule = Some(line.value.chars().take(HTML_CAP).collect()),
            "ORGANIZER" => self.organizer = person(line),
            "ATTENDEE" => self.invite(line),
            "DTSTAMP" | "DTSTART" | "DTEND" | "RDATE" | "EXDATE" | "RECURRENCE-ID" => self.keep_times(line),
            _ => {}
        }
    }

    fn keep_times(&mut self, line: &ContentLine) {
        let params: usize = line.params.iter().map(|(name, value)| name.len() + value.len()).sum();
        let bytes = line.value.len() + params + size_of::<ContentLine>();
        if self.time_bytes + bytes <= TIME_BYTES {
            self.time_bytes += bytes;
            self.times.push(line.clone());
        }
    }

    /// Completes the event at its end: of text and HTML one remains.
    pub(super) fn end(&mut self) {
        // Outlook writes the text twice, as text and as HTML; some invitations have the HTML alone.
        let html = std::mem::take(&mut self.html);
        if self.text.trim().is_empty() {
            self.text = clean_note(text_of(&html).trim(), NOTE_CAP);
        }
    }

    /// Completes the event at the end of its calendar, which now has said all its zones and its method.
    pub(super) fn settle(&mut self, calendar: &Calendar, notes: &Notes) {
        if self.method.is_empty() {
            self.method.clone_from(&calendar.method);
        }
        for line in std::mem::take(&mut self.times) {
            self.take_times(&line, calendar, notes);
        }
        self.time_bytes = 0;
        self.told_in = self.begins.as_ref().and_then(|begins| calendar.zones.told_in(&begins.zone));
    }

    fn take_times(&mut self, line: &ContentLine, calendar: &Calendar, notes: &Notes) {
        let (times, known) = calendar.zones.times(line);
        if !known && line.name == "DTSTART" {
            notes.count("the time zone is not known; its hours were read as ours", self.line);
        }
        let first = times.first().cloned();
        match line.name.as_str() {
            "DTSTAMP" => self.stamp = first.and_then(|at| at.zone.instant(at.wall)),
            // Apple writes 1604 for a birthday whose year nobody knows; a year like that is none.
            "DTSTART" => self.begins = first.filter(|begins| is_real_year(begins.wall.year())),
            "DTEND" => self.ends = first,
            "RECURRENCE-ID" => {
                self.instead_of = first;
                self.and_later = line.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            }
            "RDATE" => self.also.extend(times.into_iter().take(TIMES.saturating_sub(self.also.len()))),
            _ => self.except.extend(times.into_iter().take(TIMES.saturating_sub(self.except.len()))),
        }
    }

    /// Takes over from its series what an event for a single date leaves out.
    pub(super) fn inherit(&mut self, series: &Event) {
        let texts =
            [(&mut self.subject, &series.subject), (&mut self.text, &series.text), (&mut self.place, &series.place)];
        for (own, theirs) in texts {
            if own.is_empty() {
                own.clone_from(theirs);
            }
        }
        if self.organizer.is_none() && self.attendees.is_empty() && !self.declined {
            self.organizer.clone_from(&series.organizer);
            self.attendees.clone_from(&series.attendees);
        }
        if self.begins.is_none() {
            self.begins.clone_from(&self.instead_of);
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

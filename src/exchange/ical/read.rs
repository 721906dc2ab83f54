//! Reads calendars of other programs (iCalendar) as meetings for which a call plan could be made, one row each.
//!
//! Reads event by event. Only recurring meetings wait until the end of the file, when it is known which of their times
//! were moved or cancelled.

use std::collections::{HashMap, VecDeque};
use std::io;

use chrono::{FixedOffset, NaiveDateTime};

use crate::domain::query::ImportKind;

use super::event::{Calendar, Event};
use super::times;
use crate::exchange::contentline::{ContentLine, ContentLines};
use crate::exchange::error::ExchangeError;
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record, RecordReader};

/// Most recurring meetings, and most of their moved times, that wait for the end of the file.
const WAITING: usize = 10_000;

/// Reads a calendar; times without a zone are taken as at `here`.
pub(crate) fn read(file: &str, lines: ContentLines, here: FixedOffset) -> RecordReader<ImportEntry> {
    let (name, format, notes) = (file.to_owned(), format!("iCalendar, {}", lines.encoding), Notes::default());
    let mut events = Events {
        lines,
        notes: notes.clone(),
        calendar: Calendar::new(here),
        within: Vec::new(),
        too_deep: 0,
        event: None,
        zone: ZoneDraft::default(),
        waiting: VecDeque::new(),
        moved: HashMap::new(),
        over: false,
    };
    let records = std::iter::from_fn(move || match events.next_record() {
        Ok(record) => record.map(Ok),
        Err(source) => Some(Err(ExchangeError::io(&name, source))),
    });
    RecordReader::without_table(ImportKind::Invites, format, notes, Box::new(records))
}

/// The iCalendar component that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IcalComponent {
    Calendar,
    Event,
    Zone,
    Standard,
    Other,
}

/// Deepest nesting of components that is followed; deeper ones are skipped.
const DEEP: usize = 16;

/// A time zone that the file itself describes.
#[derive(Debug, Default)]
struct ZoneDraft {
    name: String,
    place: Option<crate::domain::plan::meeting::Zone>,
    offset: Option<FixedOffset>,
}

/// Reads the events of a file one after the other.
struct Events {
    lines: ContentLines,
    notes: Notes,
    calendar: Calendar,
    within: Vec<IcalComponent>,
    too_deep: u64,
    event: Option<Event>,
    zone: ZoneDraft,
    waiting: VecDeque<Event>,
    /// Times of recurring meetings that were moved to an event of their own, by the meeting's UID.
    moved: HashMap<String, Vec<NaiveDateTime>>,
    over: bool,
}

impl Events {
    fn next_record(&mut self) -> io::Result<Option<Record<ImportEntry>>> {
        while !self.over {
            let Some(line) = self.lines.next_line()? else {
                self.over = true;
                if let Some(event) = self.event.take() {
                    self.notes.count("the event has no end; what is there of it was read", event.line);
                    self.waiting.push_front(event);
                }
                break;
            };
            if let Some(event) = self.take(&line)
                && let Some(event) = self.ready(event)
            {
                return Ok(Some(event.record(&self.calendar, &self.notes, &[])));
            }
        }
        Ok(self.waiting.pop_front().map(|event| {
            let moved = self.moved.get(event.uid()).cloned().unwrap_or_default();
            event.record(&self.calendar, &self.notes, &moved)
        }))
    }

    /// Returns the event if nothing later in the file can change it; a recurring one is kept waiting.
    fn ready(&mut self, event: Event) -> Option<Event> {
        // Noted whether the recurring event came before or after this one: the file's order is free.
        if let Some(instead_of) = event.instead_of()
            && self.moved.len() < WAITING
        {
            let of_uid = self.moved.entry(event.uid().to_owned()).or_default();
            if of_uid.len() < WAITING {
                of_uid.push(instead_of);
            }
        }
        // Past the cap a series is given without what was moved of it: better than a calendar that fills the memory.
        if !event.is_held_again() || self.waiting.len() >= WAITING {
            return Some(event);
        }
        self.waiting.push_back(event);
        None
    }

    /// Reads one line; returns the event that ends with it.
    fn take(&mut self, line: &ContentLine) -> Option<Event> {
        match line.name.as_str() {
            "BEGIN" => {
                self.begin(line);
                None
            }
            "END" => self.end(),
            _ => {
                if self.too_deep == 0 {
                    self.property(line);
                }
                None
            }
        }
    }

    fn begin(&mut self, line: &ContentLine) {
        if self.too_deep > 0 || self.within.len() == DEEP {
            self.too_deep += 1;
            return;
        }
        let part = match line.value.trim().to_ascii_uppercase().as_str() {
            "VCALENDAR" => {
                // A file may hold several calendars; what was left open is over.
                self.within.clear();
                self.calendar.begin();
                IcalComponent::Calendar
            }
            // Of an event within an event, where an END is missing, the outer one is read.
            "VEVENT" if self.within.last() != Some(&IcalComponent::Event) => {
                self.event = Some(Event::new(line.number));
                IcalComponent::Event
            }
            "VTIMEZONE" => {
                self.zone = ZoneDraft::default();
                IcalComponent::Zone
            }
            "STANDARD" => IcalComponent::Standard,
            what @ ("VTODO" | "VJOURNAL") => {
                let what = if what == "VTODO" { "a to-do" } else { "a journal entry" };
                self.notes.count(&format!("{what} is not a meeting and was left out"), line.number);
                IcalComponent::Other
            }
            _ => IcalComponent::Other,
        };
        self.within.push(part);
    }

    fn end(&mut self) -> Option<Event> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return None;
        }
        match self.within.pop()? {
            IcalComponent::Event => self.event.take(),
            IcalComponent::Zone => {
                let zone = std::mem::take(&mut self.zone);
                let offset = zone.offset.map(crate::domain::plan::meeting::Zone::Offset);
                // The name that a program adds for libical (X-LIC-LOCATION) is a zone of IANA's and knows summer time;
                // the offset knows none.
                if let Some(known) = zone.place.or(offset) {
                    self.calendar.zones.describe(&zone.name, known);
                }
                None
            }
            IcalComponent::Calendar | IcalComponent::Standard | IcalComponent::Other => None,
        }
    }

    fn property(&mut self, line: &ContentLine) {
        match self.within.last() {
            Some(IcalComponent::Calendar) => self.calendar.take(line),
            Some(IcalComponent::Event) => {
                if let Some(event) = &mut self.event {
                    event.take(line, &self.calendar, &self.notes);
                }
            }
            Some(IcalComponent::Zone) => match line.name.as_str() {
                "TZID" => self.zone.name = line.value.trim().to_owned(),
                "X-LIC-LOCATION" => self.zone.place = times::zone_by_name(line.value.trim()),
                _ => {}
            },
            // Standard time alone: without the rules of the file, daylight saving cannot be told anyway.
            Some(IcalComponent::Standard) if line.name == "TZOFFSETTO" => self.zone.offset = times::offset(&line.value),
            Some(IcalComponent::Standard | IcalComponent::Other) | None => {}
        }
    }
}

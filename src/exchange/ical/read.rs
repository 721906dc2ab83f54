//! Reads calendars of other programs (iCalendar) as meetings for which a call plan could be made, one row each.
//!
//! The meetings wait until the end of the file, when it is known which of them, or of their dates, were moved or cancelled.

use std::collections::VecDeque;
use std::io;

use chrono::FixedOffset;

use crate::domain::query::ImportKind;

use super::event::{Calendar, Event};
use super::series;
use super::zone_draft::ZoneDraft;
use crate::exchange::contentline::{ContentLine, ContentLines};
use crate::exchange::error::ExchangeError;
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record, RecordReader};

/// Most bytes of events that wait for the end of the file.
const WAITING: usize = 64 * 1024 * 1024;

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
        unsettled: Vec::new(),
        waiting: Vec::new(),
        bytes: 0,
        ready: VecDeque::new(),
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
    /// Standard or daylight saving time of a zone.
    ZoneHalf,
    Other,
}

/// Deepest nesting of components that is followed; deeper ones are skipped.
const DEEP: usize = 16;

/// Reads the events of a file one after the other.
struct Events {
    lines: ContentLines,
    notes: Notes,
    calendar: Calendar,
    within: Vec<IcalComponent>,
    too_deep: u64,
    event: Option<Event>,
    zone: ZoneDraft,
    /// Events whose calendar may still say what its zones are.
    unsettled: Vec<Event>,
    /// Events that may still be moved or cancelled by another one.
    waiting: Vec<Event>,
    /// About how many bytes all of these take.
    bytes: usize,
    ready: VecDeque<Record<ImportEntry>>,
    over: bool,
}

impl Events {
    fn next_record(&mut self) -> io::Result<Option<Record<ImportEntry>>> {
        while self.ready.is_empty() && !self.over {
            let Some(line) = self.lines.next_line()? else {
                self.over = true;
                if let Some(event) = self.event.take() {
                    self.notes.count("the event has no end; what is there of it was read", event.line);
                    self.keep(event);
                }
                self.settle();
                self.join();
                break;
            };
            if let Some(event) = self.take(&line) {
                self.keep(event);
            }
        }
        Ok(self.ready.pop_front())
    }

    fn keep(&mut self, mut event: Event) {
        event.end();
        self.bytes += event.bytes();
        self.unsettled.push(event);
        // Past the cap a meeting is given without what comes behind: better than a calendar that fills the memory.
        if self.bytes > WAITING {
            self.notes.say("the calendar is very long: what changes a meeting of its first half later on was not seen");
            self.settle();
            self.join();
        }
    }

    /// Completes the events of a calendar that is over.
    fn settle(&mut self) {
        for mut event in std::mem::take(&mut self.unsettled) {
            event.settle(&self.calendar, &self.notes);
            self.waiting.push(event);
        }
    }

    fn join(&mut self) {
        self.bytes = 0;
        self.ready.extend(series::records(std::mem::take(&mut self.waiting), &self.calendar, &self.notes));
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
                self.settle();
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
            "STANDARD" | "DAYLIGHT" if self.within.last() == Some(&IcalComponent::Zone) => {
                self.zone.begin_half();
                IcalComponent::ZoneHalf
            }
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
                let name = zone.name.clone();
                if let Some(known) = zone.zone() {
                    self.calendar.zones.describe(&name, known);
                }
                None
            }
            IcalComponent::ZoneHalf => {
                self.zone.end_half();
                None
            }
            IcalComponent::Calendar | IcalComponent::Other => None,
        }
    }

    fn property(&mut self, line: &ContentLine) {
        match self.within.last() {
            Some(IcalComponent::Calendar) => self.calendar.take(line),
            Some(IcalComponent::Event) => {
                if let Some(event) = &mut self.event {
                    event.take(line);
                }
            }
            Some(IcalComponent::Zone) => self.zone.take(line),
            Some(IcalComponent::ZoneHalf) => self.zone.take_of_half(line),
            Some(IcalComponent::Other) | None => {}
        }
    }
}

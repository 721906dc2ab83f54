//! A calendar meeting for which a call plan could be made: attendees, subject, next occurrence.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Plan;
use super::recurrence::Recurrence;
use crate::domain::ids::{ContactId, PlanId};

/// A calendar meeting. What the calendar leaves out stays empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// UID: the id of the meeting in every calendar.
    pub uid: String,
    /// Subject of the meeting.
    pub subject: String,
    /// Text of the invitation.
    pub text: String,
    pub place: String,
    /// Attendees and organiser, the likeliest to be called first; never the calendar's owner.
    pub people: Vec<Attendee>,
    /// Local time at which it first begins.
    pub begins: NaiveDateTime,
    pub zone: Zone,
    /// True if the meeting lasts all day and has no time.
    pub all_day: bool,
    /// Length in minutes.
    pub minutes: Option<u16>,
    /// Recurrence rule, if the meeting recurs.
    pub again: Option<Recurrence>,
    /// Additional local times at which it takes place.
    pub also: Vec<NaiveDateTime>,
    /// Local times of the rule at which it does not take place, or was moved.
    pub except: Vec<NaiveDateTime>,
}

/// An attendee of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendee {
    /// Name; empty if only the address is known.
    pub name: String,
    /// E-mail address, lower case.
    pub email: String,
}

/// The time zone of a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// A known IANA zone.
    Place(Tz),
    /// A fixed offset from UTC.
    Offset(FixedOffset),
}

impl Zone {
    /// Returns the instant of a local time, as [`Tz::instant_of`].
    pub fn instant(self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Zone::Place(zone) => zone.instant_of(wall),
            Zone::Offset(offset) => offset.from_local_datetime(&wall).single().map(|at| at.with_timezone(&Utc)),
        }
    }
}

impl Invite {
    /// Returns the next occurrence as local time; `None` if it is over. A meeting today counts until it begins, an
    /// all-day one all day.
    pub fn next(&self, now: DateTime<Utc>) -> Option<NaiveDateTime> {
        let slack = chrono::Duration::hours(if self.all_day { 24 } else { 0 });
        let ahead = |wall: &NaiveDateTime| {
            self.zone.instant(*wall).and_then(|at| at.checked_add_signed(slack)).is_some_and(|at| at > now)
        };
        let fits = |wall: &NaiveDateTime| ahead(wall) && !self.except.contains(wall);
        let ruled = match &self.again {
            Some(rule) => rule.from(self.begins).find(|wall| fits(wall)),
            None => Some(self.begins).filter(|wall| fits(wall)),
        };
        ruled.into_iter().chain(self.also.iter().copied().filter(|wall| fits(wall))).min()
    }

    /// Makes a plan for a call before the meeting, as far as the invitation says.
    pub fn plan(&self, at: NaiveDateTime) -> Plan {
        Plan {
            purpose: self.subject.clone(),
            minutes: self.minutes,
            no_trigger_because: [self.when(at), self.text.clone()].join("\n").trim().to_owned(),
            ..Plan::default()
        }
    }

    /// Describes an occurrence: `Meeting on Tue 10 Feb 2026 at 12:00 (Europe/Oslo), Hall 2.`
    fn when(&self, at: NaiveDateTime) -> String {
        let day = at.format("%a %-d %b %Y");
        let hour = match self.zone {
            _ if self.all_day => String::new(),
            Zone::Place(zone) => format!(" at {} ({})", at.format("%H:%M"), zone.name()),
            Zone::Offset(_) => format!(" at {}", at.format("%H:%M")),
        };
        let place = if self.place.is_empty() { String::new() } else { format!(", {}", self.place) };
        format!("Meeting on {day}{hour}{place}.")
    }

    /// Returns the id of the plan for an attendee, which is the same whenever the calendar is read. `again` gives
    /// another id if that plan was taken back.
    pub fn plan_id(&self, contact: ContactId, again: u32) -> PlanId {
        let mut hash = Sha256::new();
        // The number changes if what is hashed ever does: the same invitation would then make its plan a second time.
        hash.update(b"whynow invite 1\0");
        hash.update(format!("{}\0{contact}", self.uid));
        hash.update(again.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        PlanId(uuid_of(bytes))
    }
}

fn uuid_of(bytes: [u8; 16]) -> Uuid {
    // Sets version and variant (8, RFC 9562), so that a hash passes as an id like any other.
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

//! A calendar meeting for which a call plan could be made: attendees, subject, next occurrence.

mod line;
mod zone;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Plan;
use super::recurrence::Recurrence;
use crate::domain::ids::{ContactId, PlanId};
use crate::domain::time_zone::Tz;

pub use line::{MEETING_ON, MeetingLine};
pub use zone::{DescribedZone, Zone, ZoneHalf};

/// A calendar meeting. What the calendar leaves out stays empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The id of the meeting in every calendar: UID, and the time of a series that it stands for.
    pub uid: String,
    /// UID of the series, of a single date that came without it.
    pub series: Option<String>,
    /// How often the organiser changed it (SEQUENCE).
    pub sequence: u32,
    /// True if it was cancelled.
    pub cancelled: bool,
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
    /// The zone on whose clock its times are told, if that is another one.
    pub told_in: Option<Tz>,
    /// True if the meeting lasts all day and has no time.
    pub all_day: bool,
    /// Length in minutes.
    pub minutes: Option<u16>,
    /// Recurrence rule, if the meeting recurs.
    pub again: Option<Recurrence>,
    /// Additional local times at which it takes place.
    pub also: Vec<NaiveDateTime>,
    /// Local times of the rule at which it does not take place.
    pub except: Vec<NaiveDateTime>,
    /// Single dates of a series that were moved, changed or cancelled.
    pub dates: Vec<SeriesDate>,
    /// Of a single date that came without its series: the local time that the series has for it.
    pub instead_of: Option<NaiveDateTime>,
}

/// A single date of a series that is not as the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesDate {
    /// Time that the series has for it, as the series' local time.
    pub instead_of: NaiveDateTime,
    /// True if the dates behind it are changed in the same way.
    pub and_later: bool,
    /// The meeting on that date; `None` if it is cancelled.
    pub held: Option<Invite>,
}

/// One time at which a meeting takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// The meeting as it is on that date.
    pub meeting: &'a Invite,
    /// When it begins, as the meeting's local time.
    pub at: NaiveDateTime,
}

/// An attendee of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendee {
    /// Name; empty if only the address is known.
    pub name: String,
    /// E-mail address, lower case.
    pub email: String,
}

/// Days around a time within which its wall clock is, in whatever zone.
const AROUND: Duration = Duration::days(2);

impl Invite {
    /// Returns the next occurrence; `None` if it is over or cancelled. A meeting today counts until it begins, an all-day
    /// one all day.
    pub fn next(&self, now: DateTime<Utc>) -> Option<Occurrence<'_>> {
        if self.cancelled {
            return None;
        }
        let ahead = |one: &Occurrence<'_>| {
            let slack = Duration::hours(if one.meeting.all_day { 24 } else { 0 });
            one.instant().and_then(|at| at.checked_add_signed(slack)).is_some_and(|at| at > now)
        };
        let ruled = self.ruled(now.naive_utc()).find(ahead);
        ruled.into_iter().chain(self.single().filter(ahead)).min_by_key(Occurrence::instant)
    }

    /// Returns true if the meeting takes place when a plan says it does.
    pub fn takes_place(&self, said: &MeetingLine) -> bool {
        let from = said.on.and_time(NaiveTime::MIN);
        let near = |one: &Occurrence<'_>| one.at <= from + AROUND;
        let says_so = |one: Occurrence<'_>| one.line().is_at_once_with(said);
        !self.cancelled && (self.ruled(from).take_while(near).any(says_so) || self.single().any(says_so))
    }

    /// Returns the single date of the series that stands for the time that a plan says.
    pub fn date_instead_of(&self, said: &MeetingLine) -> Option<&SeriesDate> {
        self.dates.iter().find(|date| self.line(date.instead_of).is_at_once_with(said))
    }

    /// Returns true if the series has left out the time that a plan says.
    pub fn leaves_out(&self, said: &MeetingLine) -> bool {
        self.except.iter().any(|at| self.line(*at).is_at_once_with(said))
    }

    /// Returns the occurrences that the rule gives, beginning some time before `from`, and the first one.
    fn ruled(&self, from: NaiveDateTime) -> impl Iterator<Item = Occurrence<'_>> {
        let longest = self.dates.iter().filter(|date| date.and_later).filter_map(SeriesDate::shift).map(|by| by.abs());
        let from = from - AROUND - longest.max().unwrap_or_default();
        let ruled = self.again.iter().flat_map(move |rule| rule.from_after(self.begins, from));
        let once = self.again.is_none().then_some(self.begins);
        once.into_iter().chain(ruled).filter_map(|at| self.on_date(at))
    }

    /// Returns the occurrences that no rule gives.
    fn single(&self) -> impl Iterator<Item = Occurrence<'_>> {
        let also = self.also.iter().filter_map(|at| self.on_date(*at));
        let dates = self.dates.iter().filter_map(|date| date.held.as_ref());
        also.chain(dates.map(|held| Occurrence { meeting: held, at: held.begins }))
    }

    /// Returns the meeting of a date that the series has; `None` if there is none, or one with an event of its own.
    fn on_date(&self, at: NaiveDateTime) -> Option<Occurrence<'_>> {
        if self.except.contains(&at) || self.dates.iter().any(|date| date.instead_of == at) {
            return None;
        }
        let changed = self.dates.iter().filter(|date| date.and_later && date.instead_of < at);
        match changed.max_by_key(|date| date.instead_of) {
            Some(date) => Some(Occurrence { meeting: date.held.as_ref()?, at: at.checked_add_signed(date.shift()?)? }),
            None => Some(Occurrence { meeting: self, at }),
        }
    }

    /// Makes a plan for a call before the meeting, as far as the invitation says.
    pub fn plan(&self, at: NaiveDateTime) -> Plan {
        let when = self.line(at).write(&self.place);
        Plan {
            purpose: self.subject.clone(),
            minutes: self.minutes,
            no_trigger_because: [when, self.text.clone()].join("\n").trim().to_owned(),
            ..Plan::default()
        }
    }

    /// Returns how a plan says a local time of the meeting.
    pub fn line(&self, at: NaiveDateTime) -> MeetingLine {
        if self.all_day {
            return MeetingLine { on: at.date(), time: None, zone: None };
        }
        let told =
            self.told_in.and_then(|zone| Some((zone, self.zone.instant(at)?.with_timezone(&zone).naive_local())));
        match told {
            Some((zone, wall)) => MeetingLine { on: wall.date(), time: Some(wall.time()), zone: Some(zone) },
            None => MeetingLine { on: at.date(), time: Some(at.time()), zone: self.zone.named_at(at) },
        }
    }

    /// Returns the id of the plan for an attendee, which is the same whenever the calendar is read. `again` gives
    /// another id if that plan was taken back.
    pub fn plan_id(&self, contact: ContactId, again: u32) -> PlanId {
        id_of(&self.uid, contact, again)
    }

    /// As [`Invite::plan_id`], of the plan that the series has, for a single date that came without it.
    pub fn series_plan_id(&self, contact: ContactId, again: u32) -> Option<PlanId> {
        self.series.as_deref().map(|uid| id_of(uid, contact, again))
    }
}

impl SeriesDate {
    /// Returns how far the date was moved.
    fn shift(&self) -> Option<Duration> {
        Some(self.held.as_ref()?.begins.signed_duration_since(self.instead_of))
    }
}

impl Occurrence<'_> {
    /// Returns the instant at which it begins.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        self.meeting.zone.instant(self.at)
    }

    /// Returns how a plan says its time.
    pub fn line(&self) -> MeetingLine {
        self.meeting.line(self.at)
    }
}

fn id_of(uid: &str, contact: ContactId, again: u32) -> PlanId {
    let mut hash = Sha256::new();
    // The number changes if what is hashed ever does: the same invitation would then make its plan a second time.
    hash.update(b"whynow invite 1\0");
    hash.update(format!("{uid}\0{contact}"));
    hash.update(again.to_be_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    PlanId(uuid_of(bytes))
}

fn uuid_of(bytes: [u8; 16]) -> Uuid {
    // Sets version and variant (8, RFC 9562), so that a hash passes as an id like any other.
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

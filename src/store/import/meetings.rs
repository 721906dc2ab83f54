//! Imports calendar meetings: finds the person of each, and proposes a plan for the call before it.
//!
//! An existing plan is never changed; a plan that was taken back may be proposed again. Where the calendar moved or
//! cancelled what a plan is for, the report says so.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row};

use super::ImportSession;
use super::session::DOING;
use crate::domain::account::Contact;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::plan::meeting::{Attendee, Invite, MeetingLine};
use crate::domain::query::RowResult;
use crate::domain::text::fold;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::matching::accounts::Employer;
use crate::store::plans::save;
use crate::store::sanitize;
use crate::store::tables::{contacts, plans};

/// Most times that one plan may be taken back and proposed again.
const AGAIN: u32 = 1_000;

impl ImportSession<'_> {
    /// Imports one meeting as a plan for its next occurrence, for the first attendee who is in the book, else the first
    /// whose address tells their company.
    ///
    /// # Errors
    /// When the book cannot be written; a row that cannot enter is no error but [`RowResult::Rejected`].
    pub fn plan(&mut self, invite: &Invite) -> Result<RowResult> {
        let end = self.put_plan(invite).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    fn put_plan(&mut self, invite: &Invite) -> Result<RowResult> {
        let now = DateTime::from_timestamp_millis(self.write()?.now).unwrap_or_default();
        let told = self.tell_of_plans(invite, now)?;
        if invite.cancelled {
            return Ok(RowResult::Rejected("it is cancelled".to_owned()));
        }
        if told {
            return Ok(RowResult::Same);
        }
        let Some(next) = invite.next(now) else {
            let day = invite.begins.format("%-d %b %Y");
            let over = if invite.again.is_some() { "began on" } else { "was on" };
            return Ok(RowResult::Rejected(format!("it {over} {day} and is over: a plan is for a meeting ahead")));
        };
        let contact = match self.with_whom(next.meeting)? {
            Ok(contact) => contact,
            Err(reason) => return Ok(RowResult::Rejected(reason)),
        };
        let id = contacts::load(self.pen.conn, contact)?.id;
        let Some(id) = self.free_id(next.line().on, |again| invite.plan_id(id, again))? else {
            return Ok(RowResult::Same);
        };
        if plans::current(self.pen.conn, contact)?.is_some() {
            self.noted.planned += 1;
            return Ok(RowResult::Same);
        }
        let mut plan = sanitize::plan(&next.meeting.plan(next.at));
        plan.id = id;
        let Plan { opener, purpose, impact, value, their_goal, questions, next_step, .. } = &mut plan;
        self.take_names_out([opener, purpose, impact, value, their_goal, questions, next_step])?;
        save::propose(self.write()?, contact, &plan)?;
        let account = contacts::account_of(self.pen.conn, contact)?;
        self.part.changed.insert(account);
        Ok(RowResult::Created)
    }

    /// Says in the report which open plans the calendar contradicts; returns true if any does.
    fn tell_of_plans(&mut self, invite: &Invite, now: DateTime<Utc>) -> Result<bool> {
        let mut told = false;
        for contact in self.of_meeting(invite, now)? {
            let Some(plan) = self.plan_of_meeting(contact, invite)? else { continue };
            let Some(said) = MeetingLine::read(&plan.no_trigger_because) else { continue };
            let Some(happened) = what_happened(invite, &said, now) else { continue };
            let name = contacts::load(self.pen.conn, contact)?.name;
            let (subject, says) = (&invite.subject, said.in_few_words(now.year()));
            self.noted.say_of_plan(format!("\"{subject}\" with {name}: {happened}; your plan says {says}"));
            told = true;
        }
        Ok(told)
    }

    /// Returns the people of a meeting who are in the book; of a cancellation that names none of them, all who have an
    /// open plan for a meeting.
    fn of_meeting(&self, invite: &Invite, now: DateTime<Utc>) -> Result<Vec<i64>> {
        let mut people = Vec::new();
        for person in &invite.people {
            people.extend(self.of_address(std::slice::from_ref(&person.email))?);
        }
        let over = invite.again.is_none() && invite.begins.date() + TimeDelta::days(2) < now.date_naive();
        if !people.is_empty() || !invite.cancelled || over {
            return Ok(people);
        }
        let sql = "SELECT plan.contact FROM plan JOIN contact ON contact.n = plan.contact
            WHERE plan.deleted = 0 AND plan.spent IS NULL AND contact.deleted = 0
                AND plan.no_trigger_because LIKE 'Meeting on %'";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let all = statement.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?;
        Ok(all)
    }

    /// Returns the open plan of a person if it is for this meeting, or for the series of which this is a date.
    fn plan_of_meeting(&self, contact: i64, invite: &Invite) -> Result<Option<Plan>> {
        let Some(n) = plans::current(self.pen.conn, contact)? else { return Ok(None) };
        let plan = plans::load(self.pen.conn, n)?;
        let id = contacts::load(self.pen.conn, contact)?.id;
        if self.is_one_of(plan.id, |again| Some(invite.plan_id(id, again)))? {
            return Ok(Some(plan));
        }
        let of_series = self.is_one_of(plan.id, |again| invite.series_plan_id(id, again))?;
        // A plan for another date of the series has nothing to do with this one.
        let said = MeetingLine::read(&plan.no_trigger_because);
        let is_its = said.zip(invite.instead_of).is_some_and(|(said, at)| invite.line(at).is_at_once_with(&said));
        Ok(Some(plan).filter(|_| of_series && is_its))
    }

    /// Returns true if the plan is one of those that a meeting was given, each after the one before was taken back.
    fn is_one_of(&self, plan: PlanId, id: impl Fn(u32) -> Option<PlanId>) -> Result<bool> {
        for id in (0..AGAIN).map_while(id) {
            if id == plan {
                return Ok(true);
            }
            if plans::row_of(self.pen.conn, id)?.is_none() {
                break;
            }
        }
        Ok(false)
    }

    /// Finds the contact whom the meeting is with; the inner error says why there is none.
    fn with_whom(&mut self, invite: &Invite) -> Result<std::result::Result<i64, String>> {
        let people: Vec<Contact> = invite.people.iter().map(|one| sanitize::contact(&contact(one))).collect();
        for person in &people {
            if let Some(n) = self.of_address(&person.emails)? {
                return Ok(Ok(n));
            }
        }
        let mut reason = "nobody outside is invited to it".to_owned();
        let reps = self.reps()?;
        let unsaid = Employer { name: None, domain: None, external: None };
        for person in people {
            // Whoever has a rep's name is the rep.
            if reps.contains(&fold(&person.name)) {
                continue;
            }
            if let RowResult::Rejected(why) = self.put_contact(person.clone(), &unsaid)? {
                reason = format!("{}: {why}", person.emails.join(", "));
                continue;
            }
            self.noted.people_made += 1;
            if let Some(n) = self.of_address(&person.emails)? {
                return Ok(Ok(n));
            }
        }
        Ok(Err(reason))
    }

    /// Finds a contact with one of these addresses, whatever their name.
    fn of_address(&self, emails: &[String]) -> Result<Option<i64>> {
        let sql = "SELECT contact.n FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
            WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0
            ORDER BY contact.archived, contact.n LIMIT 1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        for email in emails {
            if let Some(n) = statement.query_row([email], only_value).optional()? {
                return Ok(Some(n));
            }
        }
        Ok(None)
    }

    fn reps(&self) -> Result<Vec<String>> {
        let mut statement = self.pen.conn.prepare_cached("SELECT name FROM rep WHERE deleted = 0")?;
        let names = statement.query_map([], only_value::<String>)?;
        Ok(names.collect::<rusqlite::Result<Vec<_>>>()?.iter().map(|name| fold(name)).collect())
    }

    /// Returns an id for the plan of a meeting on a day; `None` if the book has the plan already, open, or used for that
    /// day or a later one.
    fn free_id(&self, on: NaiveDate, id: impl Fn(u32) -> PlanId) -> Result<Option<PlanId>> {
        for id in (0..AGAIN).map(id) {
            let Some(n) = plans::row_of(self.pen.conn, id)? else { return Ok(Some(id)) };
            let sql = "SELECT deleted, spent IS NOT NULL AS used, no_trigger_because FROM plan WHERE n = ?1";
            let read = |row: &Row<'_>| Ok((row.get("deleted")?, row.get("used")?, row.get("no_trigger_because")?));
            let (taken_back, used, because): (bool, bool, String) =
                self.pen.conn.prepare_cached(sql)?.query_row([n], read)?;
            // A series goes on after the call for one of its dates.
            let for_earlier = used && MeetingLine::read(&because).is_some_and(|said| said.on < on);
            if !taken_back && !for_earlier {
                return Ok(None);
            }
        }
        Ok(None)
    }
}

/// Returns what a calendar did to the meeting that a plan is for, told on the clock of the plan; `None` if it is as the
/// plan says, or over.
fn what_happened(invite: &Invite, said: &MeetingLine, now: DateTime<Utc>) -> Option<String> {
    let today = now.date_naive();
    if said.on < today.pred_opt().unwrap_or(NaiveDate::MIN) {
        return None;
    }
    if invite.cancelled {
        return Some("cancelled".to_owned());
    }
    if invite.takes_place(said) {
        return None;
    }
    let words = |line: MeetingLine| line.on_clock_of(said).in_few_words(now.year());
    if let Some(date) = invite.date_instead_of(said) {
        return Some(match &date.held {
            Some(held) => format!("moved to {}", words(held.line(held.begins))),
            None => "cancelled on that day".to_owned(),
        });
    }
    let next = invite.next(now).map(|next| words(next.line()));
    if invite.leaves_out(said) {
        let then = next.map(|next| format!("; the next one is on {next}"));
        return Some(format!("cancelled on that day{}", then.unwrap_or_default()));
    }
    if next.is_none() && invite.again.is_some() {
        return Some("its series ends before that day".to_owned());
    }
    let to = next.unwrap_or_else(|| words(invite.line(invite.begins)));
    // Whoever never changed the meeting did not move it: the file may be older than the plan, or the plan was rewritten.
    let changed = invite.sequence > 0 || invite.instead_of.is_some();
    Some(if changed { format!("moved to {to}") } else { format!("the calendar says {to}") })
}

fn contact(invited: &Attendee) -> Contact {
    let name = if invited.name.is_empty() { invited.email.clone() } else { invited.name.clone() };
    Contact { name, emails: vec![invited.email.clone()], ..Contact::default() }
}

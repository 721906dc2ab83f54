//! What the book knows of a person's decision: how far the rep is with them, and who else has a part in it.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use crate::domain::account::Contact;
use crate::domain::call::{Outcome, Reach};
use crate::domain::ids::TriggerId;
use crate::domain::trigger::Trigger;
use crate::domain::way_forward::{DecisionFacts, PersonInDecision, Stage};
use crate::store::Store;
use crate::store::convert::IsoDay;
use crate::store::error::Result;
use crate::store::tables::promises;

/// Most people of an account that are read; those whose part is known come first.
const READ: i64 = 200;

/// Selects the last call before a moment that reached a person.
pub(crate) const LAST_TALK: &str = "SELECT call.reach AS reach, call.outcome AS outcome
    FROM call_line AS line JOIN call ON call.n = line.latest
    WHERE line.contact = ?1 AND line.deleted = 0 AND line.head = 1 AND line.connected = 1 AND line.at < ?2
    ORDER BY line.at DESC LIMIT 1";

impl Store {
    /// Returns what is known of the decision of a person at an account, with the days on which triggers take effect. Calls
    /// from a moment on, in milliseconds, are left out: the one that is being logged, and later ones.
    pub(super) fn decision_facts<'a>(
        &self,
        contact: i64,
        account: i64,
        triggers: impl IntoIterator<Item = &'a Trigger>,
        on: NaiveDate,
        before: i64,
    ) -> Result<DecisionFacts> {
        let promise_open = !promises::load_open(&self.conn, contact)?.is_empty();
        let effective = triggers.into_iter().filter_map(|trigger| Some((trigger.id, trigger.effective_on?)));
        Ok(DecisionFacts {
            stage: Stage::from_calls(last_talk(&self.conn, contact, before)?, promise_open),
            people: people(&self.conn, account, on)?,
            effective: effective.collect::<Vec<(TriggerId, NaiveDate)>>(),
            days: self.introduction()?.days,
        })
    }
}

fn last_talk(conn: &Connection, contact: i64, before: i64) -> Result<Option<(Reach, Option<Outcome>)>> {
    let mut statement = conn.prepare_cached(LAST_TALK)?;
    let read = |row: &Row<'_>| Ok((row.get("reach")?, row.get("outcome")?));
    let mut found = statement.query_map(params![contact, before], read)?;
    Ok(found.next().transpose()?)
}

fn people(conn: &Connection, account: i64, on: NaiveDate) -> Result<Vec<PersonInDecision>> {
    // An account with thousands of people must not hide the one who signs.
    let sql = "SELECT name, role, do_not_call, left_on, moved_to FROM contact
        WHERE account = ?1 AND deleted = 0 AND archived = 0 ORDER BY role IS NULL, name_key, n LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        let contact = Contact {
            name: row.get("name")?,
            role: row.get("role")?,
            do_not_call: row.get("do_not_call")?,
            left_on: row.get::<_, Option<IsoDay>>("left_on")?.map(|day| day.0),
            moved_to: row.get("moved_to")?,
            ..Contact::default()
        };
        Ok(PersonInDecision::from_contact(&contact, on))
    };
    let found = statement.query_map(params![account, READ], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(found.into_iter().flatten().collect())
}

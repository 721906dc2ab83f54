//! What the book knows of a person's decision: how far the rep is with them, and who else has a part in it.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::call::Outcome;
use crate::domain::ids::TriggerId;
use crate::domain::trigger::Trigger;
use crate::domain::way_forward::{DecisionFacts, PersonInDecision, Stage};
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::{accounts, contacts};

/// Most people of an account that are read; those whose part is known come first.
const READ: i64 = 200;

/// Selects how the last call before a moment that reached a person ended.
pub(crate) const LAST_TALK: &str = "SELECT call.outcome AS outcome
    FROM call_line AS line JOIN call ON call.n = line.latest
    WHERE line.contact = ?1 AND line.deleted = 0 AND line.head = 1 AND line.connected = 1 AND line.at < ?2
    ORDER BY line.at DESC LIMIT 1";

impl Store {
    /// Returns what is known of the decision of a person at an account, with whom a promise may be open, and the days on which
    /// triggers take effect. Calls from a moment on, in milliseconds, are left out: the one that is being logged, and later
    /// ones.
    pub(super) fn decision_facts<'a>(
        &self,
        contact: i64,
        account: i64,
        promise_open: bool,
        triggers: impl IntoIterator<Item = &'a Trigger>,
        on: NaiveDate,
        before: i64,
    ) -> Result<DecisionFacts> {
        let effective = triggers.into_iter().filter_map(|trigger| Some((trigger.id, trigger.effective_on?)));
        Ok(DecisionFacts {
            stage: Stage::from_last_talk(last_talk(&self.conn, contact, before)?, promise_open),
            people: self.people_in_decision(account, on)?,
            effective: effective.collect::<Vec<(TriggerId, NaiveDate)>>(),
            days: self.introduction()?.days,
        })
    }

    fn people_in_decision(&self, account: i64, on: NaiveDate) -> Result<Vec<PersonInDecision>> {
        // An account with thousands of people must not hide the one who signs.
        let sql = "SELECT n FROM contact
            WHERE account = ?1 AND deleted = 0 AND archived = 0 ORDER BY role IS NULL, name_key, n LIMIT ?2";
        let company = accounts::load(&self.conn, account)?;
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, READ], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
        let person = |n: i64| {
            let contact = contacts::load(&self.conn, n)?;
            Ok(PersonInDecision::from_contact(&contact, self.is_barred(&contact, &company)?, on))
        };
        rows.into_iter().filter_map(|n| person(n).transpose()).collect()
    }
}

fn last_talk(conn: &Connection, contact: i64, before: i64) -> Result<Option<Option<Outcome>>> {
    let mut statement = conn.prepare_cached(LAST_TALK)?;
    Ok(statement.query_row(params![contact, before], only_value).optional()?)
}

//! Sets an account's rest, and gathers the block on unanswered calls: what was tried, and the other options.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use crate::clock::Moment;
use crate::domain::call::Reach;
use crate::domain::edit::{Edited, ValueChange};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::reason::no_answer::{NextOption, NoAnswerDetail, Rest, UNANSWERED, UnansweredTouch};
use crate::domain::trigger::Scope;
use crate::store::convert::{IsoDay, day_of};
use crate::store::error::{Result, StoreError};
use crate::store::standing::AccountBackground;
use crate::store::standing::no_answer;
use crate::store::standing::no_answer::Tried;
use crate::store::standing::touches;
use crate::store::tables::{accounts, calls, contacts, triggers};
use crate::store::{Store, sanitize};

/// Most touches that an account's screen shows in that block.
const SHOWN: usize = 6;
/// Most other options that an account's screen shows in that block.
const WAYS: usize = 4;

impl Store {
    /// Makes an account rest until a day, or ends its rest with `None`; does nothing where its rest was changed elsewhere
    /// meanwhile.
    ///
    /// # Errors
    /// When the day is not in the future, or when the book cannot be written.
    pub fn rest_account(
        &mut self,
        id: AccountId,
        change: &ValueChange<Option<Rest>>,
    ) -> Result<Edited<Option<Rest>, ()>> {
        let (today, rest) = (self.clock.now().date(), change.typed.as_ref());
        if rest.is_some_and(|rest| !rest.holds(today)) {
            return Err(StoreError::refused("That day is not ahead. Give a later one."));
        }
        self.action("resting the account", |write| {
            let n = accounts::require_row(write.conn, id)?;
            // A rest that is over was shown to nobody, and is no change of somebody else's.
            let stands = no_answer::load_rest(write.conn, n)?.filter(|rest| rest.holds(today));
            if let Some(met) = change.meets(&stands) {
                return Ok(Edited::Meanwhile(met));
            }
            let (_, name) = accounts::id_and_name(write.conn, n)?;
            write.label = match rest {
                Some(rest) => format!("rested {name} until {}", rest.until.format("%-d %b %Y")),
                None => format!("ended the rest of {name}"),
            };
            let (until, because) =
                (rest.map(|rest| IsoDay(rest.until)), rest.map(|rest| sanitize::line(&rest.because)));
            let rev = write.rev();
            let sql = "UPDATE account SET rest_until = ?2, rest_because = ?3, rev = ?4, device = ?5
                WHERE n = ?1 AND (rest_until, rest_because) IS NOT (?2, ?3)";
            write.conn.prepare_cached(sql)?.execute(params![n, until, because, rev, write.device])?;
            write.touch(n);
            Ok(Edited::Saved(()))
        })
    }

    /// Returns the block on unanswered calls and rest of an account's screen.
    pub(in crate::store) fn no_answer_detail(&self, known: &AccountBackground, now: Moment) -> Result<NoAnswerDetail> {
        let silence = no_answer::silence(&self.conn, self.rules.kinds(), known.n)?;
        let rest = no_answer::load_rest(&self.conn, known.n)?.filter(|rest| rest.holds(now.date()));
        let talked = no_answer::talked(&self.conn, self.rules.kinds(), known.n)?;
        let touches = silence.as_ref().map_or(0, |silence| silence.touches);
        if touches < UNANSWERED {
            return Ok(NoAnswerDetail { rest, talked, silence, ..NoAnswerDetail::default() });
        }
        let tried = unanswered_touches(&self.conn, known.n)?;
        Ok(NoAnswerDetail { rest, talked, silence, tried, ways: self.ways(known, now.date())? })
    }

    /// Returns options other than one more call: other people, and live triggers of scopes that were not used.
    fn ways(&self, known: &AccountBackground, today: NaiveDate) -> Result<Vec<NextOption>> {
        let mut called: HashSet<ContactId> = HashSet::new();
        let mut scopes: HashSet<Scope> = HashSet::new();
        for tried in no_answer::unanswered(&self.conn, known.n, i64::MAX)? {
            let n = match tried {
                Tried::Call(n, _) => n,
                Tried::Touch(n, _) => {
                    called.insert(touches::row(&self.conn, n)?.touch.contact_id);
                    continue;
                }
            };
            let call = calls::load(&self.conn, n)?;
            called.insert(call.contact_id);
            for id in call.triggers {
                if let Some(row) = triggers::row_of(&self.conn, id)? {
                    scopes.insert(triggers::load(&self.conn, row)?.scope);
                }
            }
        }
        let about = |id: ContactId| known.live.iter().find(|one| one.contact == Some(id));
        let mut ways = Vec::new();
        for n in contacts::of_account(&self.conn, known.n)? {
            let person = contacts::load(&self.conn, n)?;
            if called.contains(&person.id) || person.has_left(today) || self.is_barred(&person, &known.account)? {
                continue;
            }
            let reason = about(person.id).map_or(String::new(), |trigger| trigger.headline.clone());
            ways.push(NextOption::Person { contact: person.id, name: person.name, reason });
        }
        // Stable: behind those with a reason of their own the order of the people stays.
        ways.sort_by_key(|way| matches!(way, NextOption::Person { reason, .. } if reason.is_empty()));
        ways.truncate(WAYS / 2);
        let other = known.live.iter().filter(|trigger| !scopes.contains(&trigger.scope));
        ways.extend(other.take(WAYS / 2).map(|trigger| NextOption::Scope {
            trigger: trigger.id,
            scope: trigger.scope.words().to_owned(),
            headline: trigger.headline.clone(),
        }));
        Ok(ways)
    }
}

fn unanswered_touches(conn: &Connection, account: i64) -> Result<Vec<UnansweredTouch>> {
    // The first 16 bytes of the triggers are one id: the reason for the call.
    let sql = "SELECT line.day AS day, contact.name AS contact, call.reach AS reach,
            coalesce((SELECT headline FROM trigger WHERE trigger.id = substr(call.triggers, 1, 16)), '') AS headline,
            coalesce((SELECT value FROM plan WHERE plan.n = call.plan), '') AS value
        FROM call_line AS line JOIN call ON call.n = line.latest JOIN contact ON contact.n = line.contact
        WHERE line.n = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        Ok(UnansweredTouch {
            on: day_of(row.get("day")?),
            contact: row.get("contact")?,
            how: row.get::<_, Reach>("reach")?.words().to_owned(),
            trigger: row.get("headline")?,
            value: row.get("value")?,
        })
    };
    let tried = no_answer::unanswered(conn, account, i64::MAX)?;
    let shown = tried.into_iter().take(SHOWN).map(|tried| match tried {
        Tried::Call(n, _) => Ok(statement.query_row([n], read)?),
        Tried::Touch(n, _) => touches::row(conn, n).map(|row| UnansweredTouch {
            on: row.touch.at.date_naive(),
            contact: row.contact,
            how: row.touch.kind.words().to_owned(),
            trigger: String::new(),
            value: row.touch.note,
        }),
    });
    shown.collect()
}

//! Calls: logged once, amended by new rows, listed newest first.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accounts::COUNTED;
use super::chain::{self, Hash, Place};
use super::convert::{Iso, Json, Triggers, count, day_number, instant, minutes_east, whole};
use super::error::{ErrorKind, Result, StoreError};
use super::refresh::folded;
use super::search::{self, DATED_BITS, row_behind, rowid};
use super::touch::verdict_rank;
use super::write::Write;
use super::{
    Logged, Store, accounts, campaigns, contacts, drafts, enter, imports, plans, promises, reviews, settings, triggers,
};
use crate::clock::Moment;
use crate::domain::call::{Call, NextStep, Outcome};
use crate::domain::ids::{CallId, TriggerId};
use crate::domain::rows::{CallFile, CallQuery, CallRow, Total, Window};
use crate::domain::trigger::Kinds;

/// Bits for the row in the numbers of the full-text rows.
pub(super) const BITS: u32 = DATED_BITS;
/// An amendment counts on the scorecard when it comes this soon after the call was logged: a slip put right.
const SOON: i64 = 10 * 60 * 1000;
/// Calls that one screen of an account or person lists.
const LATEST: i64 = 200;

impl Store {
    /// Logs a call, once, whatever happens: the same id a second time changes nothing. The form's draft goes in the same
    /// transaction.
    ///
    /// # Errors
    /// When its axes contradict each other, and as every write.
    pub fn log_call(&mut self, call: &Call) -> Result<Logged> {
        let mut call = enter::call(call);
        if let Some(problem) = call.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
        }
        if call.rep_id.is_nil() {
            call.rep_id = self.rep()?;
        }
        self.action("logging the call", |write| {
            drafts::finish(write, &format!("log:{}", call.contact_id))?;
            if row_of(write.conn, call.id)?.is_some() {
                return Ok(Logged { already: true, line: None });
            }
            let contact = contacts::existing(write.conn, call.contact_id)?;
            call.account_id = accounts::named(write.conn, contacts::account_of(write.conn, contact)?)?.0;
            write.label = format!("logged a call with {}", contacts::load(write.conn, contact)?.name);
            let n = append(write, &call, None)?;
            follow_up(write, n, contact, &call)?;
            let line = encouragement(write.conn, write.rules.kinds(), n)?;
            Ok(Logged { already: false, line })
        })
    }

    /// Logs calls that were made before they came into this book, oldest first: one transaction, one undo. Calls that the
    /// book has are passed over. Returns how many it took.
    ///
    /// # Errors
    /// At the first call whose axes contradict each other or whose person is gone; then none was logged.
    pub fn log_history(&mut self, calls: impl IntoIterator<Item = Call>) -> Result<u64> {
        self.transact("logging earlier calls", |write| {
            let action = write.record(false)?;
            let span = imports::Span::begin(write, action, "calls", "call_line")?;
            let mut taken = 0;
            for call in calls {
                let mut call = enter::call(&call);
                if let Some(problem) = call.problems().into_iter().next() {
                    return Err(StoreError::refused(problem));
                }
                if row_of(write.conn, call.id)?.is_some() {
                    continue;
                }
                let contact = contacts::existing(write.conn, call.contact_id)?;
                call.account_id = accounts::named(write.conn, contacts::account_of(write.conn, contact)?)?.0;
                let n = append(write, &call, None)?;
                follow_up(write, n, contact, &call)?;
                taken += 1;
            }
            write.label = format!("logged {taken} earlier calls");
            span.end(write)?;
            Ok(taken)
        })
    }

    /// Adds an amendment; `call.amends` names the call it corrects, whose first values stay visible.
    ///
    /// # Errors
    /// When there is no such call, its axes contradict each other, and as every write.
    pub fn amend_call(&mut self, call: &Call) -> Result<Logged> {
        let mut call = enter::call(call);
        if let Some(problem) = call.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
        }
        if call.rep_id.is_nil() {
            call.rep_id = self.rep()?;
        }
        self.action("amending the call", |write| {
            if !call.id.is_nil() && row_of(write.conn, call.id)?.is_some() {
                return Ok(Logged { already: true, line: None });
            }
            let amended = call.amends.map(|id| row_of(write.conn, id)).transpose()?.flatten();
            let amended = amended.ok_or_else(|| missing("this call is no longer in the book"))?;
            let root: i64 = write
                .conn
                .prepare_cached("SELECT root FROM call_line WHERE n = ?1")?
                .query_row([amended], |row| row.get(0))?;
            let first = load(write.conn, root)?;
            (call.contact_id, call.account_id, call.amends) = (first.contact_id, first.account_id, Some(first.id));
            if call.id.is_nil() {
                call.id = CallId(write.new_id());
            }
            let contact = contacts::existing(write.conn, call.contact_id)?;
            write.label = format!("amended a call with {}", contacts::load(write.conn, contact)?.name);
            let before = load(write.conn, latest(write.conn, root)?)?;
            drafts::finish(write, &format!("amend:{}", first.id))?;
            append(write, &call, Some(root))?;
            if before.next != call.next {
                promises::withdraw(write, root)?;
                promises::make(write, root, contact, &call)?;
            }
            if call.outcome == Some(Outcome::DoNotCall) {
                block(write, contact, &call)?;
            }
            Ok(Logged { already: false, line: None })
        })
    }

    /// A window of calls, newest first.
    ///
    /// # Errors
    /// As every read.
    pub fn calls(&mut self, query: &CallQuery) -> Result<Window<CallRow>> {
        let words = search::words(&query.filter);
        let (lines, total) = match (words.is_empty(), query.unreviewed) {
            (true, unreviewed) => page(&self.conn, query, unreviewed)?,
            (false, false) => {
                let matching = search::expression(&words, search::EVERYTHING);
                let found = search::window(&self.conn, search::CALLS[0], &matching, query.limit, query.offset)?;
                (behind(&found), search::counted(&self.conn, search::CALLS[1], &matching)?)
            }
            (false, true) => unreviewed_matching(&self.conn, query, &words)?,
        };
        let rows = lines.into_iter().map(|n| row(&self.conn, n)).collect::<Result<_>>()?;
        Ok(Window { offset: query.offset, total, rows })
    }

    /// Everything one screen shows of a call; an amendment's id shows the call it amends.
    ///
    /// # Errors
    /// As every read.
    pub fn call_file(&mut self, id: CallId, now: Moment) -> Result<Option<CallFile>> {
        let sql = "SELECT root FROM call_line JOIN call ON call.n = call_line.n
            WHERE call.id = ?1 AND call_line.deleted = 0";
        let root: Option<i64> = self.conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        let Some(root) = root else { return Ok(None) };
        let versions = versions(&self.conn, root)?;
        let first = versions.first();
        let plan = first.and_then(|call| call.plan_id).map(|id| plans::by_id(&self.conn, id)).transpose()?.flatten();
        let mut used = Vec::new();
        for id in versions.last().map(|call| call.triggers.clone()).unwrap_or_default() {
            if let Some(n) = triggers::row_of(&self.conn, id)? {
                used.push(triggers::row(&self.conn, self.rules.kinds(), n, now.date())?);
            }
        }
        let row = row(&self.conn, root)?;
        Ok(Some(CallFile { row, plan, triggers: used, reviews: reviews::of_call(&self.conn, root)?, versions }))
    }

    /// An account's calls, newest first.
    pub(super) fn account_calls(&self, account: i64) -> Result<Vec<CallRow>> {
        let sql = "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";
        self.rows_of(sql, account)
    }

    /// A person's calls, newest first.
    pub(super) fn contact_calls(&self, contact: i64) -> Result<Vec<CallRow>> {
        let sql = "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";
        self.rows_of(sql, contact)
    }

    fn rows_of(&self, sql: &str, whose: i64) -> Result<Vec<CallRow>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map([whose, LATEST], |row| row.get(0))?;
        lines.collect::<rusqlite::Result<Vec<i64>>>()?.into_iter().map(|n| row(&self.conn, n)).collect()
    }
}

fn missing(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Missing, "", "".as_ref(), what)
}

/// The list's windows.
pub(super) const PAGES: [&str; 2] = [
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?1 OFFSET ?2",
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0
        ORDER BY at DESC LIMIT ?1 OFFSET ?2",
];

fn page(conn: &Connection, query: &CallQuery, unreviewed: bool) -> Result<(Vec<i64>, Total)> {
    let mut statement = conn.prepare_cached(PAGES[usize::from(unreviewed)])?;
    let lines = statement.query_map([whole(query.limit as u64), whole(query.offset as u64)], |row| row.get(0))?;
    let lines = lines.collect::<rusqlite::Result<_>>()?;
    let total = if unreviewed {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM call_line
            WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0 LIMIT ?1)";
        let n: i64 = conn.prepare_cached(sql)?.query_row([COUNTED + 1], |row| row.get(0))?;
        Total { n: count(n.min(COUNTED)), at_least: n > COUNTED }
    } else {
        // Rows are never removed: the last number is how many there are.
        let sql = "SELECT coalesce((SELECT max(n) FROM call_line), 0)
            - (SELECT count(*) FROM call_line WHERE deleted = 1 OR head = 0)";
        Total { n: count(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?), at_least: false }
    };
    Ok((lines, total))
}

fn behind(rowids: &[i64]) -> Vec<i64> {
    rowids.iter().map(|rowid| row_behind(*rowid, BITS)).collect()
}

fn unreviewed_matching(conn: &Connection, query: &CallQuery, words: &[search::Word]) -> Result<(Vec<i64>, Total)> {
    let matching = search::expression(words, search::EVERYTHING);
    let all = behind(&search::window(conn, search::CALLS[0], &matching, count(COUNTED) + 1, 0)?);
    let sql = "SELECT connected = 1 AND reviewed = 0 FROM call_line WHERE n = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut open = Vec::new();
    for n in all {
        if statement.query_row([n], |row| row.get(0))? {
            open.push(n);
        }
    }
    let total = Total { n: open.len(), at_least: false };
    Ok((open.into_iter().skip(query.offset).take(query.limit).collect(), total))
}

/// The row of a call that is not taken back.
pub(super) fn row_of(conn: &Connection, id: CallId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM call WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?)
}

fn latest(conn: &Connection, root: i64) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT latest FROM call_line WHERE n = ?1")?.query_row([root], |row| row.get(0))?)
}

/// The call as logged, then each amendment that stands.
fn versions(conn: &Connection, root: i64) -> Result<Vec<Call>> {
    let mut all = vec![root];
    let sql = "SELECT n FROM call_line WHERE root = ?1 AND head = 0 AND deleted = 0 ORDER BY n";
    let mut statement = conn.prepare_cached(sql)?;
    all.extend(statement.query_map([root], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
    all.into_iter().map(|n| load(conn, n)).collect()
}

/// A call as lists show it, by the row of its first version.
pub(super) fn row(conn: &Connection, n: i64) -> Result<CallRow> {
    let sql = "SELECT first.id, line.at, first.zone, rep.name, contact.id, contact.name, account.id, account.name,
            call.reach, call.outcome, call.verdict, call.source, call.seconds, call.words,
            (SELECT headline FROM trigger WHERE trigger.id = substr(call.triggers, 1, 16)),
            line.latest <> line.n, line.reviewed
        FROM call_line AS line JOIN call AS first ON first.n = line.n JOIN call ON call.n = line.latest
        JOIN rep ON rep.n = line.rep JOIN contact ON contact.n = line.contact JOIN account ON account.n = line.account
        WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(CallRow {
            id: row.get(0)?,
            at: instant(row.get(1)?, row.get(2)?),
            rep: row.get(3)?,
            contact_id: row.get(4)?,
            contact: row.get(5)?,
            account_id: row.get(6)?,
            account: row.get(7)?,
            reach: row.get(8)?,
            outcome: row.get(9)?,
            verdict: row.get(10)?,
            source: row.get(11)?,
            seconds: row.get(12)?,
            words: row.get(13)?,
            trigger: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
            amended: row.get(15)?,
            reviewed: row.get(16)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// One row of the log, whole.
pub(super) fn load(conn: &Connection, n: i64) -> Result<Call> {
    let sql = "SELECT call.id, contact.id, account.id, rep.id, (SELECT id FROM plan WHERE plan.n = call.plan),
            call.triggers, (SELECT id FROM campaign WHERE campaign.n = call.campaign),
            (SELECT other.id FROM call AS other WHERE other.n = call.amends), at, call.zone, seconds, minutes_asked,
            reach, outcome, verdict, source, learned, way_forward, words, note, next_what, next_by, next_whose, opener,
            overrides, log_seconds
        FROM call JOIN contact ON contact.n = call.contact JOIN account ON account.n = call.account
        JOIN rep ON rep.n = call.rep WHERE call.n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Call> {
    let what: Option<String> = row.get(20)?;
    let by: Option<Iso> = row.get(21)?;
    let next = match (what, row.get(22)?) {
        (Some(what), Some(whose)) => Some(NextStep { what, by: by.map(|day| day.0), whose }),
        _ => None,
    };
    Ok(Call {
        id: row.get(0)?,
        contact_id: row.get(1)?,
        account_id: row.get(2)?,
        rep_id: row.get(3)?,
        plan_id: row.get(4)?,
        triggers: row.get::<_, Triggers>(5)?.0,
        campaign: row.get(6)?,
        amends: row.get(7)?,
        at: instant(row.get(8)?, row.get(9)?),
        seconds: row.get(10)?,
        minutes_asked: row.get(11)?,
        reach: row.get(12)?,
        outcome: row.get(13)?,
        verdict: row.get(14)?,
        source: row.get(15)?,
        learned: row.get(16)?,
        way_forward: row.get(17)?,
        words: row.get(18)?,
        note: row.get(19)?,
        next,
        opener: row.get(23)?,
        overrides: row.get::<_, Json<_>>(24)?.0,
        log_seconds: row.get(25)?,
    })
}

/// Adds a row to the log, its link to the chain and its line in the lists.
fn append(write: &mut Write<'_>, call: &Call, root: Option<i64>) -> Result<i64> {
    let (place, salt, rev) = (chain::next(write)?, chain::salt(write), write.rev());
    let text = chain::call_text(&salt, call);
    let device = chain::device_id(write.conn, write.device)?;
    let hash = chain::call(&place, device, rev, write.now, call, &text);
    let n = insert(write, call, rev, &place, &hash, &salt, &text)?;
    chain::extend(write, &place, &hash)?;
    let first = call.triggers.first().map(|id| triggers::row_of(write.conn, *id)).transpose()?.flatten();
    let kind = first.map(|n| triggers::load(write.conn, n)).transpose()?.map(|trigger| trigger.kind);
    let sql = "INSERT INTO call_line (n, rev, device, head, root, contact, account, rep, at, day, kind, latest, score,
            connected)
        SELECT n, rev, device, ?2 IS NULL, coalesce(?2, n), contact, account, rep, at, ?3, ?4, n, 0, 0
        FROM call WHERE n = ?1";
    let values = params![n, root, day_number(call.at.date_naive()), kind.unwrap_or_default()];
    write.conn.prepare_cached(sql)?.execute(values)?;
    for trigger in &call.triggers {
        use_trigger(write, n, *trigger)?;
    }
    refresh(write, root.unwrap_or(n))?;
    Ok(n)
}

fn use_trigger(write: &Write<'_>, call: i64, trigger: TriggerId) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO call_trigger (contact, trigger, call)
        SELECT call.contact, trigger.n, call.n FROM call, trigger WHERE call.n = ?1 AND trigger.id = ?2";
    write.conn.prepare_cached(sql)?.execute(params![call, trigger])?;
    Ok(())
}

fn insert(
    write: &Write<'_>,
    call: &Call,
    rev: i64,
    place: &Place,
    hash: &Hash,
    salt: &Hash,
    text: &Hash,
) -> Result<i64> {
    let sql = "INSERT INTO call (id, rev, device, seq, prev_hash, hash, salt, text_hash, contact, account, rep, plan,
            triggers, campaign, amends, logged_at, at, zone, seconds, minutes_asked, reach, outcome, verdict, source,
            learned, way_forward, words, note, next_what, next_by, next_whose, opener, overrides, log_seconds)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)";
    let next = call.next.as_ref();
    write.conn.prepare_cached(sql)?.execute(params![
        call.id,
        rev,
        write.device,
        place.seq,
        place.prev,
        hash,
        salt,
        text,
        contacts::existing(write.conn, call.contact_id)?,
        accounts::existing(write.conn, call.account_id)?,
        settings::rep_row(write.conn, call.rep_id)?,
        call.plan_id.map(|id| plans::row_of(write.conn, id)).transpose()?.flatten(),
        Triggers(call.triggers.clone()),
        campaigns::row_of_some(write.conn, call.campaign)?,
        call.amends.map(|id| row_of(write.conn, id)).transpose()?.flatten(),
        write.now,
        call.at.timestamp_millis(),
        minutes_east(call.at),
        call.seconds,
        call.minutes_asked,
        call.reach,
        call.outcome,
        call.verdict,
        call.source,
        call.learned,
        call.way_forward,
        call.words,
        call.note,
        next.map(|next| &next.what),
        next.and_then(|next| next.by).map(Iso),
        next.map(|next| next.whose),
        call.opener,
        Json(&call.overrides),
        call.log_seconds,
    ])?;
    Ok(write.conn.last_insert_rowid())
}

/// What a logged call sets off: a promise, a block, a spent plan.
fn follow_up(write: &mut Write<'_>, n: i64, contact: i64, call: &Call) -> Result<()> {
    promises::make(write, n, contact, call)?;
    if call.outcome == Some(Outcome::DoNotCall) {
        block(write, contact, call)?;
    }
    if let Some(plan) = call.plan_id.filter(|_| call.is_connected()) {
        let rev = write.rev();
        let sql = "UPDATE plan SET spent = ?2, rev = ?3, device = ?4 WHERE id = ?1 AND spent IS NULL";
        write.conn.prepare_cached(sql)?.execute(params![plan, n, rev, write.device])?;
    }
    Ok(())
}

/// They asked not to be called: the person at once, and their own addresses wherever they turn up again.
fn block(write: &mut Write<'_>, contact: i64, call: &Call) -> Result<()> {
    let person = contacts::load(write.conn, contact)?;
    let why = format!("asked on {} not to be called", call.at.format("%-d %b %Y"));
    contacts::bar(write, contact, Some(&why))?;
    for email in &person.emails {
        contacts::list(write, "email", email, &why)?;
    }
    Ok(())
}

/// Brings a call's line up to date with its latest amendment, its reviews, and what undo took back.
pub(super) fn refresh(write: &mut Write<'_>, root: i64) -> Result<()> {
    let versions = "SELECT line.n, call.logged_at FROM call_line AS line JOIN call ON call.n = line.n
        WHERE line.n = ?1 OR (line.root = ?1 AND line.head = 0 AND line.deleted = 0) ORDER BY line.n";
    let mut statement = write.conn.prepare_cached(versions)?;
    let versions = statement.query_map([root], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let versions: Vec<(i64, i64)> = versions.collect::<rusqlite::Result<_>>()?;
    let (_, first_logged) = versions.first().copied().unwrap_or((root, 0));
    let (latest, _) = versions.last().copied().unwrap_or((root, 0));
    let soon = |(_, logged): &&(i64, i64)| logged - first_logged <= SOON;
    let (scored, _) = versions.iter().rfind(soon).copied().unwrap_or((root, 0));
    let shown = load(write.conn, latest)?;
    let score = score(write.conn, write.rules.kinds(), &load(write.conn, scored)?)?;
    let sql = "UPDATE call_line SET latest = ?2, verdict = ?3, score = ?4, connected = ?5,
            reviewed = EXISTS (SELECT 1 FROM review_line WHERE call = ?1 AND review_line.deleted = 0)
        WHERE n = ?1";
    let verdict = shown.verdict.and_then(verdict_rank);
    write.conn.prepare_cached(sql)?.execute(params![root, latest, verdict, score, shown.is_connected()])?;
    let account =
        write.conn.prepare_cached("SELECT account FROM call_line WHERE n = ?1")?.query_row([root], |row| row.get(0))?;
    write.called(account);
    index(write, root)
}

/// Puts a call's words where its time sorts it.
pub(super) fn index(write: &Write<'_>, n: i64) -> Result<()> {
    let sql = "SELECT line.deleted, line.fts, line.at, account.name, contact.name, call.words, call.note
        FROM call_line AS line JOIN call ON call.n = line.latest
        JOIN account ON account.n = line.account JOIN contact ON contact.n = line.contact WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        let words: [String; 4] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, words))
    };
    let (gone, old, at, words): (bool, Option<i64>, i64, [String; 4]) =
        write.conn.prepare_cached(sql)?.query_row([n], read)?;
    if let Some(old) = old {
        write.conn.prepare_cached("DELETE FROM call_fts WHERE rowid = ?1")?.execute([old])?;
    }
    let new = (!gone).then(|| rowid(at / 1000, BITS, n));
    if let Some(new) = new {
        let [account, contact, said, note] = words.map(|text| folded(&text));
        let sql = "INSERT INTO call_fts (rowid, account, contact, words, note) VALUES (?1, ?2, ?3, ?4, ?5)";
        write.conn.prepare_cached(sql)?.execute(params![new, account, contact, said, note])?;
    }
    write.conn.prepare_cached("UPDATE call_line SET fts = ?2 WHERE n = ?1")?.execute(params![n, new])?;
    Ok(())
}

/// What the scorecard counts of a call, in one number: connected, verdict, whose it is, live reason, seconds.
pub(super) fn score(conn: &Connection, kinds: &Kinds, call: &Call) -> Result<i64> {
    let mut live = false;
    for id in &call.triggers {
        if let Some(n) = triggers::row_of(conn, *id)? {
            let trigger = triggers::load(conn, n)?;
            live |= trigger.is_theirs() && trigger.freshness(kinds, call.at.date_naive()).value > 0.0;
        }
    }
    Ok(packed(call, live))
}

/// The packing itself.
pub(super) fn packed(call: &Call, live: bool) -> i64 {
    let verdict = call.verdict.and_then(verdict_rank).unwrap_or(0);
    let seconds = call.seconds.map_or(0, |seconds| i64::from(seconds.min(1 << 20)) + 1);
    seconds << 5
        | verdict << 3
        | i64::from(call.is_said_by_them()) << 2
        | i64::from(live) << 1
        | i64::from(call.is_connected())
}

/// A packed score, read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Score(pub(super) i64);

impl Score {
    /// Reached the person.
    pub(super) fn connected(self) -> bool {
        self.0 & 1 != 0
    }

    /// On a trigger live that day.
    pub(super) fn live(self) -> bool {
        self.0 & 2 != 0
    }

    /// The verdict is theirs.
    pub(super) fn said(self) -> bool {
        self.0 & 4 != 0
    }

    /// 0 none, 1 well spent, 2 partly, 3 wasted.
    pub(super) fn verdict(self) -> i64 {
        self.0 >> 3 & 3
    }

    /// How long, where known.
    pub(super) fn seconds(self) -> Option<u32> {
        u32::try_from((self.0 >> 5) - 1).ok()
    }
}

/// Something for the rep at once: how their last calls on this kind of trigger went.
fn encouragement(conn: &Connection, kinds: &Kinds, n: i64) -> Result<Option<String>> {
    let sql = "SELECT other.score, other.kind FROM call_line AS line
        JOIN call_line AS other ON other.rep = line.rep AND other.kind = line.kind
        WHERE line.n = ?1 AND line.connected = 1 AND line.kind <> '' AND other.deleted = 0 AND other.head = 1
            AND other.verdict IS NOT NULL
        ORDER BY other.at DESC LIMIT 20";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([n], |row| Ok((Score(row.get(0)?), row.get::<_, String>(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let said: Vec<Score> = rows.iter().map(|(score, _)| *score).filter(|score| score.said()).take(3).collect();
    let well = said.iter().filter(|score| score.verdict() == 1).count();
    Ok(rows
        .first()
        .filter(|_| said.len() == 3)
        .map(|(_, kind)| format!("{well} of your last 3 {} calls were well spent", kinds.get_or_other(kind).label)))
}

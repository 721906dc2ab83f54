//! Promises made in calls: by us or by them, with or without a day, kept or open.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{accounts, contacts};
use crate::clock::Moment;
use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Account, Contact, Hours, Phone};
use crate::domain::call::due::Due;
use crate::domain::call::{Call, Promise};
use crate::domain::edit::{Edited, ValueChange};
use crate::domain::ids::PromiseId;
use crate::domain::query::PromiseRow;
use crate::domain::reason::opening::Opening;
use crate::store::Store;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{ClockTime, IsoDay, utc};
use crate::store::error::{Result, StoreError};

/// An open promise with the names of its contact and account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPromise {
    /// The promise itself.
    pub promise: Promise,
    /// Name of the contact.
    pub contact: String,
    /// Name of the contact's account.
    pub account: String,
    /// The first telephone number of the person.
    pub phone: Option<String>,
    /// When the call in which the promise was made was logged.
    pub made: DateTime<Utc>,
}

impl Store {
    /// Marks a promise as kept on a day, or as open again with `None`.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn keep_promise(&mut self, id: PromiseId, on: Option<NaiveDate>) -> Result<()> {
        self.action("marking the promise", |write| {
            let sql = "SELECT what FROM promise WHERE id = ?1";
            let what: String = write.conn.prepare_cached(sql)?.query_row([id], only_value)?;
            write.label = format!("{}: {what}", if on.is_some() { "kept a promise" } else { "opened a promise" });
            set_kept(write, id, on)
        })
    }

    /// Moves an open promise to another day or hour; what was agreed first stays readable beside it. Does nothing where
    /// it was moved elsewhere since it was `read`.
    ///
    /// # Errors
    /// When it is kept or taken back, and as every write.
    pub fn move_promise(
        &mut self,
        id: PromiseId,
        change: &ValueChange<Option<Due>>,
    ) -> Result<Edited<Option<Due>, ()>> {
        let Some(due) = change.typed else { return Err(StoreError::refused("Give a day to move it to.")) };
        self.action("moving the promise", |write| {
            let Some((what, contact, stands)) = open_promise(write.conn, id)? else {
                return Err(StoreError::refused("This promise is not open any more."));
            };
            if let Some(met) = change.meets(&stands) {
                return Ok(Edited::Meanwhile(met));
            }
            write.label = format!("moved a promise to {}{}: {what}", due.on.format("%a %-d %b"), due.hour_words());
            let zone = their_zone(write.conn, contact)?;
            let rev = write.rev();
            // What was agreed first is kept at the first move alone: a later one would put a day there that nobody
            // agreed on.
            let sql = "UPDATE promise SET by_on = ?2, by_time = ?3, by_zone = ?4,
                    first_on = iif(first_on IS NULL, by_on, first_on),
                    first_time = iif(first_on IS NULL, by_time, first_time), rev = ?5, device = ?6
                WHERE id = ?1 AND (by_on, by_time) IS NOT (?2, ?3)";
            let values = params![id, IsoDay(due.on), due.time.map(ClockTime), zone, rev, write.device];
            write.conn.prepare_cached(sql)?.execute(values)?;
            Ok(Edited::Saved(()))
        })
    }
}

/// Returns what an open promise is, the row of its person, and when it is due.
fn open_promise(conn: &Connection, id: PromiseId) -> Result<Option<(String, i64, Option<Due>)>> {
    let sql = "SELECT what, contact, by_on, by_time FROM promise WHERE id = ?1 AND deleted = 0 AND done_on IS NULL";
    let read = |row: &Row<'_>| {
        let time = row.get::<_, Option<ClockTime>>("by_time")?.map(|time| time.0);
        let due = row.get::<_, Option<IsoDay>>("by_on")?.map(|on| Due { on: on.0, time });
        Ok((row.get("what")?, row.get("contact")?, due))
    };
    Ok(conn.prepare_cached(sql)?.query_row([id], read).optional()?)
}

/// Marks a promise as kept on a day, or as open again; one that is kept stays so since the first day that was said.
pub(crate) fn set_kept(write: &mut Transaction<'_>, id: PromiseId, on: Option<NaiveDate>) -> Result<()> {
    let rev = write.rev();
    let sql =
        "UPDATE promise SET done_on = ?2, rev = ?3, device = ?4 WHERE id = ?1 AND (done_on IS NULL) = (?2 IS NOT NULL)";
    write.conn.prepare_cached(sql)?.execute(params![id, on.map(IsoDay), rev, write.device])?;
    Ok(())
}

/// Columns of a promise that [`read_row`] reads. A macro, because the statements are constants whose query plans a test
/// checks.
macro_rules! columns {
    () => {
        "promise.id AS id, call.id AS call, contact.id AS contact, account.id AS account, promise.what AS what,
            promise.by_on AS by_on, promise.by_time AS by_time, promise.by_zone AS by_zone,
            promise.first_on AS first_on, promise.first_time AS first_time, promise.whose AS whose,
            promise.done_on AS done_on, contact.name AS contact_name,
            contact.title AS title, account.name AS account_name"
    };
}

/// Selects the promises that are due or overdue on a day, the oldest first, with what tells the clock of each person.
pub(crate) const DUE: &str = concat!(
    "SELECT ",
    columns!(),
    ", contact.zone AS zone, account.zone AS account_zone, city, region, country, account.phone AS phone,
        hours_from, hours_until,
        (SELECT group_concat(printf('%09d %020d %s', pos, rev, raw), char(10)) FROM contact_phone
            WHERE contact_phone.contact = promise.contact AND deleted = 0) AS phones
    FROM promise JOIN call ON call.n = promise.call JOIN contact ON contact.n = promise.contact
    JOIN account ON account.n = promise.account
    WHERE promise.deleted = 0 AND promise.done_on IS NULL AND promise.by_on <= ?1 ORDER BY promise.by_on LIMIT 200"
);

/// Selects the open promises of an account's latest calls, each found through its call.
pub(crate) const OWED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM call_line AS line JOIN promise ON promise.call = line.n JOIN call ON call.n = line.n
    JOIN contact ON contact.n = promise.contact JOIN account ON account.n = promise.account
    WHERE line.account = ?1 AND line.deleted = 0 AND line.head = 1 AND promise.deleted = 0 AND promise.done_on IS NULL
    ORDER BY line.at DESC LIMIT 20"
);

/// Returns the promises of [`DUE`] until a day: first those whose hour is near or past, then day by day; within a day those
/// without an hour first, and the rep's own before the prospects'. `clock` says the zone of a person and from when on they
/// may be called.
pub(crate) fn load_due(
    conn: &Connection,
    until: NaiveDate,
    now: Moment,
    clock: impl Fn(&Contact, &Account) -> (Option<Tz>, Option<Opening>),
) -> Result<Vec<PromiseRow>> {
    // Their day may begin before ours.
    let last = until + Days::new(1);
    let mut statement = conn.prepare_cached(DUE)?;
    let read = |row: &Row<'_>| {
        let (contact, account) = read_place(row)?;
        let (zone, opens) = clock(&contact, &account);
        let phone = contact.phones.first().map(|phone| phone.raw.clone());
        Ok(PromiseRow { zone, opens, phone, ..read_row(row)? })
    };
    let mut due: Vec<PromiseRow> = statement.query_map([IsoDay(last)], read)?.collect::<rusqlite::Result<_>>()?;
    let day = |at: DateTime<Utc>| at.with_timezone(now.0.offset()).date_naive();
    let on = |promise: &Promise| promise.due_at(now.0.offset()).map(day).or(promise.by);
    // One day more was read; which day it is here, their hour says.
    due.retain(|row| on(&row.promise) <= Some(until));
    due.sort_by_key(|row| {
        let promise = &row.promise;
        let at = promise.due_at(now.0.offset());
        (!promise.is_near(now.0), at.filter(|_| promise.is_near(now.0)), on(promise), at, promise.whose)
    });
    Ok(due)
}

/// Promises still open with a person, each found by them.
pub(crate) const OPEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM promise JOIN call ON call.n = promise.call JOIN contact ON contact.n = promise.contact
    JOIN account ON account.n = promise.account
    WHERE promise.contact = ?1 AND promise.deleted = 0 AND promise.done_on IS NULL"
);

/// Returns the promises of [`OPEN`], the earliest day first and those without a day last.
pub(crate) fn load_open(conn: &Connection, contact: i64) -> Result<Vec<PromiseRow>> {
    let mut statement = conn.prepare_cached(OPEN)?;
    let mut open: Vec<PromiseRow> = statement.query_map([contact], read_row)?.collect::<rusqlite::Result<_>>()?;
    open.sort_by_key(|row| (row.promise.by.is_none(), row.promise.by));
    Ok(open)
}

/// Returns the promises of [`OWED`], the earliest day first and those without a day last.
pub(crate) fn load_owed(conn: &Connection, account: i64) -> Result<Vec<PromiseRow>> {
    let mut statement = conn.prepare_cached(OWED)?;
    let mut owed: Vec<PromiseRow> = statement.query_map([account], read_row)?.collect::<rusqlite::Result<_>>()?;
    owed.sort_by_key(|row| (row.promise.by.is_none(), row.promise.by));
    Ok(owed)
}

/// Reads a promise with the names of its contact and account.
fn read_row(row: &Row<'_>) -> rusqlite::Result<PromiseRow> {
    Ok(PromiseRow {
        promise: Promise {
            id: row.get("id")?,
            call_id: row.get("call")?,
            contact_id: row.get("contact")?,
            account_id: row.get("account")?,
            what: row.get("what")?,
            by: row.get::<_, Option<IsoDay>>("by_on")?.map(|day| day.0),
            time: row.get::<_, Option<ClockTime>>("by_time")?.map(|time| time.0),
            zone: row.get("by_zone")?,
            first_on: row.get::<_, Option<IsoDay>>("first_on")?.map(|day| day.0),
            first_time: row.get::<_, Option<ClockTime>>("first_time")?.map(|time| time.0),
            whose: row.get("whose")?,
            done_on: row.get::<_, Option<IsoDay>>("done_on")?.map(|day| day.0),
        },
        contact: row.get("contact_name")?,
        title: row.get::<_, Option<String>>("title")?.unwrap_or_default(),
        account: row.get("account_name")?,
        zone: None,
        opens: None,
        phone: None,
    })
}

/// Reads what tells the clock of the person of a promise, and the hours they prefer.
fn read_place(row: &Row<'_>) -> rusqlite::Result<(Contact, Account)> {
    let phones: Option<String> = row.get("phones")?;
    // Each number with its place before it: the database would sort all of them for every promise.
    let mut phones: Vec<&str> = phones.as_deref().unwrap_or_default().lines().collect();
    phones.sort_unstable();
    let numbers = phones.into_iter().filter_map(|line| line.splitn(3, ' ').nth(2));
    let phone = |raw: &str| Phone { raw: raw.to_owned(), label: String::new() };
    let hours: (Option<ClockTime>, Option<ClockTime>) = (row.get("hours_from")?, row.get("hours_until")?);
    let contact = Contact {
        zone: row.get("zone")?,
        phones: numbers.map(phone).collect(),
        hours: hours.0.zip(hours.1).map(|(from, until)| Hours { from: from.0, until: until.0 }),
        ..Contact::default()
    };
    let account = Account {
        zone: row.get("account_zone")?,
        city: row.get("city")?,
        region: row.get("region")?,
        country: row.get("country")?,
        phone: row.get("phone")?,
        ..Account::default()
    };
    Ok((contact, account))
}

/// Loads an open promise with its names.
pub(crate) fn load_named(conn: &Connection, n: i64) -> Result<NamedPromise> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        ", call.logged_at AS made, (SELECT raw FROM contact_phone
            WHERE contact_phone.contact = promise.contact AND contact_phone.deleted = 0 ORDER BY pos LIMIT 1) AS phone
        FROM promise JOIN call ON call.n = promise.call
        JOIN contact ON contact.n = promise.contact JOIN account ON account.n = promise.account WHERE promise.n = ?1"
    );
    let read = |row: &Row<'_>| {
        let PromiseRow { promise, contact, account, .. } = read_row(row)?;
        Ok(NamedPromise { promise, contact, account, phone: row.get("phone")?, made: utc(row.get("made")?) })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Stores the promise that a call's next step makes.
pub(crate) fn make(write: &mut Transaction<'_>, call_row: i64, contact: i64, call: &Call) -> Result<()> {
    let Some(next) = &call.next else { return Ok(()) };
    let (id, rev) = (PromiseId(write.new_id()), write.rev());
    let account = contacts::account_of(write.conn, contact)?;
    let sql = "INSERT INTO promise (id, rev, device, call, contact, account, what, by_on, by_time, by_zone, whose)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    // An hour without a day is no moment at all.
    let (by, time) = (next.by.map(IsoDay), next.time.filter(|_| next.by.is_some()));
    let zone = their_zone(write.conn, contact)?;
    let time = time.map(ClockTime);
    let values = params![id, rev, write.device, call_row, contact, account, next.what, by, time, zone, next.whose];
    write.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Returns the name of the zone that a person's clock is known to be in.
fn their_zone(conn: &Connection, contact: i64) -> Result<Option<String>> {
    let (person, account) = (contacts::load(conn, contact)?, contacts::account_of(conn, contact)?);
    let zone = Dialling::builtin().their_zone(&person, &accounts::load(conn, account)?);
    Ok(zone.map(|zone| zone.name().to_owned()))
}

/// Takes back a call's open promises, because an amendment changed the next step.
pub(crate) fn withdraw(write: &mut Transaction<'_>, call: i64) -> Result<()> {
    let rev = write.rev();
    let sql =
        "UPDATE promise SET deleted = 1, rev = ?2, device = ?3 WHERE call = ?1 AND deleted = 0 AND done_on IS NULL";
    write.conn.prepare_cached(sql)?.execute(params![call, rev, write.device])?;
    Ok(())
}

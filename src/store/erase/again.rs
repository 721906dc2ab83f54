//! Keeps people erased: whoever a file, another book or an old copy of the book brings again is recognised by the marks.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::domain::account::{Contact, Phone};
use crate::domain::erasure::ERASED;
use crate::store::Store;
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::erasures::Erasures;
use crate::store::error::Result;
use crate::store::tables::{contacts, triggers};

use super::naming::Needles;
use super::person::{Identity, mark_all};
use super::rows::numbers;
use super::{ErasureReach, blank, naming, reach_of, rows};

/// What may bring an erased person again.
pub(in crate::store) struct Arrivals<'a> {
    /// People whose rows came or changed.
    pub(in crate::store) contacts: &'a BTreeSet<i64>,
    /// Triggers that came or changed.
    pub(in crate::store) triggers: &'a BTreeSet<i64>,
    /// Everybody is looked at, because marks came.
    pub(in crate::store) all: bool,
    /// The step of undo that is going on and stays.
    pub(in crate::store) action: Option<i64>,
}

impl Store {
    /// Takes over the marks of another copy of this book, and erases whoever they stand for: for a copy that is restored
    /// in the place of this book, which must not bring anybody back. Returns how many marks were new, and what of the file
    /// could not be written over now, in sentences.
    ///
    /// # Errors
    /// When either book cannot be read, or this one not written.
    pub fn take_erasures(&mut self, from: &Store) -> Result<(u64, Vec<String>)> {
        // A copy is opened without the settings of whoever works in the book.
        let home = from.home.clone().or_else(|| self.home.clone());
        let taken = self.write("keeping people erased", |write| {
            let taken = copy_marks(write, from)?;
            let none = BTreeSet::new();
            let arrivals = Arrivals { contacts: &none, triggers: &none, all: true, action: None };
            keep_erased(write, &arrivals, home.as_deref())?;
            Ok(taken)
        })?;
        self.ranking = None;
        let left = self.sweep_noted()?;
        Ok((taken, left))
    }
}

fn copy_marks(write: &mut Transaction<'_>, from: &Store) -> Result<u64> {
    let sql = "SELECT erasure.id AS id, erasure.deleted AS deleted, person, kind, mark, key, at,
            (SELECT account.id FROM account WHERE account.n = erasure.account) AS account FROM erasure ORDER BY erasure.n";
    let mut statement = from.conn.prepare(sql)?;
    let mut taken = 0;
    let mut marks = statement.query([])?;
    while let Some(row) = marks.next()? {
        let account: Option<Vec<u8>> = row.get("account")?;
        let ours = "SELECT n FROM account WHERE id = ?1";
        let account: Option<i64> = write.conn.prepare_cached(ours)?.query_row([account], only_value).optional()?;
        let rev = write.rev();
        let mut values = Vec::new();
        for name in ["id", "deleted", "person", "kind", "mark", "key", "at"] {
            values.push(row.get::<_, Value>(name)?);
        }
        values.extend([Value::Integer(rev), Value::Integer(write.device), account.map_or(Value::Null, Value::Integer)]);
        let sql = "INSERT INTO erasure (id, deleted, person, kind, mark, key, at, rev, device, account)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (id) DO UPDATE SET deleted = excluded.deleted, rev = excluded.rev, device = excluded.device
                WHERE deleted <> excluded.deleted";
        taken += write.conn.prepare_cached(sql)?.execute(params_from_iter(values))? as u64;
    }
    Ok(taken)
}

/// Erases whoever the marks stand for, among what arrived. Returns true if something had to be erased.
pub(in crate::store) fn keep_erased(
    write: &mut Transaction<'_>,
    arrivals: &Arrivals<'_>,
    home: Option<&str>,
) -> Result<bool> {
    let erasures = Erasures::read(write.conn)?;
    if erasures.is_empty() {
        return Ok(false);
    }
    let mut people = recognised(write, &erasures, arrivals, home)?;
    for n in people.clone() {
        people.extend(rows::of_one_person(write.conn, n)?);
    }
    let ErasureReach { people, rows, naming, .. } = reach_of(write.conn, people, home)?;
    mark_all(write, &people, home)?;
    let mut changed = blank::erase(write, &rows, &naming)?;
    changed |= unlist(write, &erasures)?;
    changed |= unname(write, &erasures, arrivals)?;
    if changed {
        blank::forget_undo(write, arrivals.action, &rows)?;
    }
    Ok(changed)
}

/// Returns the rows of people who were erased: by the id of their row, or by what they are recognised by.
fn recognised(
    write: &Transaction<'_>,
    erasures: &Erasures,
    arrivals: &Arrivals<'_>,
    home: Option<&str>,
) -> Result<BTreeSet<i64>> {
    let sql = "SELECT n FROM contact WHERE id IN (SELECT person FROM erasure WHERE deleted = 0)";
    let mut people = BTreeSet::from_iter(numbers(write.conn, sql, [])?);
    let all = arrivals.all.then(|| numbers(write.conn, "SELECT n FROM contact", [])).transpose()?;
    for n in all.unwrap_or_else(|| arrivals.contacts.iter().copied().collect()) {
        let identity = Identity::of_row(write.conn, n)?;
        let Some(name) = identity.names.first().filter(|name| *name != ERASED) else { continue };
        let phones = identity.phones.iter().map(|raw| Phone { raw: raw.clone(), label: String::new() });
        let person = Contact {
            name: name.clone(),
            emails: identity.emails.clone(),
            phones: phones.collect(),
            external: identity.external.clone(),
            ..Contact::default()
        };
        let homes: Vec<&str> = identity.homes().into_iter().chain(home).collect();
        let account = contacts::account_of(write.conn, n)?;
        if erasures.has_person(write.conn, &person, &homes)? || erasures.has_name_at(write.conn, account, name)? {
            people.insert(n);
        }
    }
    Ok(people)
}

/// Drops the entries of the do-not-call list that hold an address, a number or the name of somebody who was erased and of
/// nobody else in the book.
fn unlist(write: &Transaction<'_>, erasures: &Erasures) -> Result<bool> {
    let mut statement = write.conn.prepare_cached("SELECT n, kind, value FROM do_not_call")?;
    let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("kind")?, row.get("value")?));
    let all = statement.query_map([], read)?.collect::<rusqlite::Result<Vec<(i64, String, String)>>>()?;
    let mut changed = false;
    for (n, kind, value) in all {
        if erasures.has_listed(write.conn, &kind, &value)? {
            write.conn.prepare_cached("DELETE FROM do_not_call WHERE n = ?1")?.execute([n])?;
            changed = true;
        }
    }
    Ok(changed)
}

/// Takes the names out of triggers that name somebody who was erased at one of their accounts.
fn unname(write: &mut Transaction<'_>, erasures: &Erasures, arrivals: &Arrivals<'_>) -> Result<bool> {
    let all = arrivals.all.then(|| numbers(write.conn, "SELECT n FROM trigger", [])).transpose()?;
    let mut changed = false;
    for n in all.unwrap_or_else(|| arrivals.triggers.iter().copied().collect()) {
        let accounts = numbers(write.conn, "SELECT account FROM trigger_account WHERE trigger = ?1", [n])?;
        let sql = "SELECT headline || char(10) || summary || char(10) || impact FROM trigger WHERE n = ?1";
        let text: String = write.conn.prepare_cached(sql)?.query_row([n], only_value)?;
        let names = erasures.named_in(write.conn, &accounts, &text)?;
        let needles = Needles::new(&names, &[], BTreeSet::new());
        let found = catalog::table("trigger").map(|table| naming::find_in(write.conn, &needles, table, Some(n)));
        for text in found.transpose()?.unwrap_or_default() {
            text.take_out(write)?;
            triggers::refresh(write, n)?;
            changed = true;
        }
    }
    Ok(changed)
}

//! Contacts: single people, the people of an account, and the do-not-call mark.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::search_index::{person_words, sum_of};
use super::{accounts, drafts};
use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Account, Contact, ExternalId, Hours, Phone};
use crate::domain::edit::{CHANGED_JUST_NOW, Edit, Edited, ValueChange};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::matching::{domain_of, is_shared_domain, name_key};
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{ClockTime, IsoDay};
use crate::store::erasures::{ERASED_BEFORE, Erasures};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::{Store, sanitize};

impl Store {
    /// Returns a person; `None` if they do not exist.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        row_of(&self.conn, id)?.map(|n| load(&self.conn, n)).transpose()
    }

    /// Saves the form of a person: applies the changed fields to the person as they are now, and drops the form's
    /// drafts in the same transaction.
    ///
    /// # Errors
    /// Without a name, when the person or a new one's account does not exist, or when the book cannot be written.
    pub fn edit_contact(&mut self, edit: &Edit<Contact>) -> Result<Edited<Contact, ContactId>> {
        let edit = sanitize::edit(edit, sanitize::contact);
        if edit.typed.name.is_empty() {
            return Err(StoreError::refused("A person needs a name."));
        }
        if let Some(met) = self.contact(edit.typed.id)?.and_then(|stands| edit.meets(&stands)) {
            return Ok(Edited::Meanwhile(met));
        }
        let home = self.home.clone();
        self.action("saving the person", |write| {
            drafts::finish_all(write, &edit.drafts)?;
            write.label = format!("saved {}", edit.typed.name);
            if edit.typed.id.is_nil() {
                let account = accounts::require_row(write.conn, edit.typed.account_id)?;
                // Only somebody new: a person in the book is not the one who was erased, whatever name they take.
                refuse_erased(write, account, &edit.typed, home.as_deref())?;
                let n = insert(write, account, &edit.typed)?;
                return id_of(write.conn, n).map(Edited::Saved);
            }
            let n = require_row(write.conn, edit.typed.id)?;
            let (mut contact, account) = (load(write.conn, n)?, account_of(write.conn, n)?);
            if !edit.apply(&mut contact).is_empty() {
                return Err(StoreError::refused(CHANGED_JUST_NOW));
            }
            update(write, n, account, &contact)?;
            Ok(Edited::Saved(contact.id))
        })
    }

    /// Adds a person and the account of this name at which they work; one that is in the book under the name is taken. A
    /// new one gets the web domain of the person's address, unless many share it. Returns both ids.
    ///
    /// # Errors
    /// Without a name of either, or when the book cannot be written.
    pub fn add_contact_at_new(&mut self, edit: &Edit<Contact>, account: &str) -> Result<(AccountId, ContactId)> {
        let edit = sanitize::edit(edit, sanitize::contact);
        let domain =
            edit.typed.emails.iter().find_map(|email| domain_of(email)).filter(|domain| !is_shared_domain(domain));
        let account = sanitize::account(&Account { name: account.to_owned(), domain, ..Account::default() });
        if edit.typed.name.is_empty() || account.name.is_empty() {
            return Err(StoreError::refused("A person needs a name, and an account at which they work."));
        }
        let home = self.home.clone();
        self.action("saving the person", |write| {
            drafts::finish_all(write, &edit.drafts)?;
            write.label = format!("saved {} at {}", edit.typed.name, account.name);
            let known = accounts::with_key(write.conn, &name_key(&account.name))?.first().copied();
            let at = known.map_or_else(|| accounts::insert(write, &account), Ok)?;
            refuse_erased(write, at, &edit.typed, home.as_deref())?;
            let n = insert(write, at, &edit.typed)?;
            Ok((accounts::id_and_name(write.conn, at)?.0, id_of(write.conn, n)?))
        })
    }

    /// Saves all fields of a person; a nil id creates a new one.
    ///
    /// # Errors
    /// Without a name or an account, or when the book cannot be written.
    pub fn save_contact(&mut self, contact: &Contact) -> Result<ContactId> {
        let contact = sanitize::contact(contact);
        if contact.name.is_empty() {
            return Err(StoreError::refused("A person needs a name."));
        }
        let home = self.home.clone();
        self.action("saving the person", |write| {
            write.label = format!("saved {}", contact.name);
            let account = accounts::require_row(write.conn, contact.account_id)?;
            let n = if contact.id.is_nil() {
                refuse_erased(write, account, &contact, home.as_deref())?;
                insert(write, account, &contact)?
            } else {
                let n = require_row(write.conn, contact.id)?;
                update(write, n, account, &contact)?;
                n
            };
            id_of(write.conn, n)
        })
    }

    /// Sets or lifts a do-not-call mark that was looked at first; nothing where it was changed elsewhere meanwhile.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn change_do_not_call(
        &mut self,
        id: ContactId,
        change: &ValueChange<Option<String>>,
    ) -> Result<Edited<Option<String>, ()>> {
        let why = change.typed.as_deref().map(reason);
        self.action("changing do-not-call", |write| {
            let n = require_row(write.conn, id)?;
            let stands = load(write.conn, n)?;
            if let Some(met) = change.meets(&stands.do_not_call) {
                return Ok(Edited::Meanwhile(met));
            }
            change_mark(write, n, &stands.name, why.as_deref()).map(Edited::Saved)
        })
    }

    /// Marks a person do-not-call with this reason, or lifts the mark with `None`.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_do_not_call(&mut self, id: ContactId, why: Option<String>) -> Result<()> {
        let why = why.map(|why| reason(&why));
        self.action("changing do-not-call", |write| {
            let n = require_row(write.conn, id)?;
            let name = load(write.conn, n)?.name;
            change_mark(write, n, &name, why.as_deref())
        })
    }
}

/// The reason of a mark, as it is stored.
fn reason(typed: &str) -> String {
    let why = sanitize::line(typed);
    if why.is_empty() { "asked not to be called".to_owned() } else { why }
}

fn change_mark(write: &mut Transaction<'_>, n: i64, name: &str, why: Option<&str>) -> Result<()> {
    write.label = match why {
        Some(_) => format!("marked {name} do not call"),
        None => format!("cleared do-not-call for {name}"),
    };
    mark_do_not_call(write, n, why)
}

/// Refuses somebody new at an account who was erased before.
fn refuse_erased(write: &Transaction<'_>, account: i64, new: &Contact, home: Option<&str>) -> Result<()> {
    let erasures = Erasures::read(write.conn)?;
    if erasures.is_empty() {
        return Ok(());
    }
    let place = Dialling::builtin().home_of_account(&accounts::load_place(write.conn, account)?);
    // Both countries: the erased number may have been written with the one or the other in mind.
    let homes: Vec<&str> = place.as_deref().into_iter().chain(home).collect();
    let known =
        erasures.has_person(write.conn, new, &homes)? || erasures.has_name_at(write.conn, account, &new.name)?;
    if known { Err(StoreError::refused(format!("{ERASED_BEFORE}."))) } else { Ok(()) }
}

/// Writes or clears a person's do-not-call mark.
pub(crate) fn mark_do_not_call(write: &mut Transaction<'_>, n: i64, why: Option<&str>) -> Result<()> {
    let rev = write.rev();
    // Who writes the mark writes `barred`: books that meet compare the mark by that, so that a later edit of the person
    // elsewhere does not lift it.
    let sql = "UPDATE contact SET do_not_call = ?2, barred = ?3, rev = ?3, device = ?4
        WHERE n = ?1 AND do_not_call IS NOT ?2";
    write.conn.prepare_cached(sql)?.execute(params![n, why, rev, write.device])?;
    Ok(())
}

/// Returns when a person's do-not-call mark was last set or lifted, in milliseconds, read from its revision.
pub(crate) fn barred_at(conn: &Connection, n: i64) -> Result<i64> {
    let sql = "SELECT barred >> 16 AS marked_at FROM contact WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], |row| row.get("marked_at")).optional()?.unwrap_or(0))
}

/// Returns the rows of an account's people, ordered by name.
pub(crate) fn of_account(conn: &Connection, account: i64) -> Result<Vec<i64>> {
    of_account_with(conn, account, None)
}

/// Returns the rows of an account's people, ordered by name; the person `named` is included even when archived.
pub(crate) fn of_account_with(conn: &Connection, account: i64, named: Option<ContactId>) -> Result<Vec<i64>> {
    let sql = "SELECT n FROM contact WHERE account = ?1 AND deleted = 0 AND (archived = 0 OR id = ?2)
        ORDER BY name_key, n";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map(params![account, named], only_value)?.collect::<rusqlite::Result<_>>()?)
}

/// Returns the row of a person; `None` if they do not exist.
pub(crate) fn row_of(conn: &Connection, id: ContactId) -> Result<Option<i64>> {
    let sql = "SELECT n FROM contact WHERE id = ?1 AND deleted = 0";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Returns the row of a person; an error if they do not exist.
pub(crate) fn require_row(conn: &Connection, id: ContactId) -> Result<i64> {
    row_of(conn, id)?
        .ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this person is no longer in the book"))
}

/// Returns the row of a person, or of the one they were merged into: so a call that was running during the merge can
/// still be logged.
pub(crate) fn survivor(conn: &Connection, id: ContactId) -> Result<i64> {
    let sql = "SELECT merged_into FROM contact WHERE id = ?1 AND deleted = 1 AND merged_into IS NOT NULL";
    let into: Option<i64> = conn.prepare_cached(sql)?.query_row([id], only_value).optional()?;
    match into {
        Some(n) => require_row(conn, id_of(conn, n)?),
        None => require_row(conn, id),
    }
}

/// Returns the row of a person who exists or was merged into another: calls refer to it for good.
pub(crate) fn require_row_or_merged(conn: &Connection, id: ContactId) -> Result<i64> {
    let sql = "SELECT n FROM contact WHERE id = ?1 AND (deleted = 0 OR merged_into IS NOT NULL)";
    let known: Option<i64> = conn.prepare_cached(sql)?.query_row([id], only_value).optional()?;
    known.map_or_else(|| require_row(conn, id), Ok)
}

/// Returns the id of a row.
pub(crate) fn id_of(conn: &Connection, n: i64) -> Result<ContactId> {
    Ok(conn.prepare_cached("SELECT id FROM contact WHERE n = ?1")?.query_row([n], only_value)?)
}

/// Returns the row of a person's account.
pub(crate) fn account_of(conn: &Connection, n: i64) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT account FROM contact WHERE n = ?1")?.query_row([n], only_value)?)
}

/// Loads the person of a row, with addresses, numbers and ids; an error where there is no such row.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Contact> {
    let sql =
        "SELECT contact.id AS id, account.id AS account, contact.name AS name, given_name, title, contact.zone AS zone,
            hours_from, hours_until, link, goal, contact.notes AS notes, do_not_call, role, left_on, moved_to,
            contact.archived AS archived
        FROM contact JOIN account ON account.n = contact.account WHERE contact.n = ?1";
    let read = |row: &Row<'_>| {
        let hours: (Option<ClockTime>, Option<ClockTime>) = (row.get("hours_from")?, row.get("hours_until")?);
        Ok(Contact {
            id: row.get("id")?,
            account_id: row.get("account")?,
            name: row.get("name")?,
            given_name: row.get("given_name")?,
            title: row.get("title")?,
            zone: row.get("zone")?,
            hours: hours.0.zip(hours.1).map(|(from, until)| Hours { from: from.0, until: until.0 }),
            link: row.get("link")?,
            goal: row.get("goal")?,
            notes: row.get("notes")?,
            do_not_call: row.get("do_not_call")?,
            role: row.get("role")?,
            left_on: row.get::<_, Option<IsoDay>>("left_on")?.map(|day| day.0),
            moved_to: row.get("moved_to")?,
            archived: row.get("archived")?,
            ..Contact::default()
        })
    };
    let mut contact = conn.prepare_cached(sql)?.query_row([n], read)?;
    let sql = "SELECT address FROM contact_email WHERE contact = ?1 AND deleted = 0 ORDER BY pos, rev";
    contact.emails = conn.prepare_cached(sql)?.query_map([n], only_value)?.collect::<rusqlite::Result<_>>()?;
    let sql = "SELECT raw, label FROM contact_phone WHERE contact = ?1 AND deleted = 0 ORDER BY pos, rev";
    let phone = |row: &Row<'_>| Ok(Phone { raw: row.get("raw")?, label: row.get("label")? });
    contact.phones = conn.prepare_cached(sql)?.query_map([n], phone)?.collect::<rusqlite::Result<_>>()?;
    let sql = "SELECT kind, value FROM contact_identifier WHERE contact = ?1 AND deleted = 0 ORDER BY n";
    let external = |row: &Row<'_>| Ok(ExternalId { source: row.get("kind")?, id: row.get("value")? });
    contact.external = conn.prepare_cached(sql)?.query_map([n], external)?.collect::<rusqlite::Result<_>>()?;
    Ok(contact)
}

/// Inserts a new person. Returns the row number.
pub(crate) fn insert(write: &mut Transaction<'_>, account: i64, contact: &Contact) -> Result<i64> {
    let id = if contact.id.is_nil() { ContactId(write.new_id()) } else { contact.id };
    let rev = write.rev();
    let sql = "INSERT INTO contact (id, rev, device, account, name, name_key, given_name, title, zone, hours_from,
            hours_until, link, goal, notes, do_not_call, archived, barred, role, left_on, moved_to)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, iif(?15 IS NULL, 0, ?2), ?17,
            ?18, ?19)";
    write.conn.prepare_cached(sql)?.execute(params![
        id,
        rev,
        write.device,
        account,
        contact.name,
        name_key(&contact.name),
        contact.given_name,
        contact.title,
        contact.zone,
        contact.hours.map(|hours| ClockTime(hours.from)),
        contact.hours.map(|hours| ClockTime(hours.until)),
        contact.link,
        contact.goal,
        contact.notes,
        contact.do_not_call,
        contact.archived,
        contact.role,
        contact.left_on.map(IsoDay),
        contact.moved_to,
    ])?;
    let n = write.conn.last_insert_rowid();
    for (pos, email) in contact.emails.iter().enumerate() {
        put_email(write, n, pos, email)?;
    }
    for (pos, phone) in contact.phones.iter().enumerate() {
        put_phone(write, n, pos, phone)?;
    }
    for external in &contact.external {
        put_external(write, n, external)?;
    }
    index(write, n, contact)?;
    Ok(n)
}

/// Updates row `n` to the person's values and leaves equal ones untouched. Returns true if anything changed.
pub(crate) fn update(write: &mut Transaction<'_>, n: i64, account: i64, contact: &Contact) -> Result<bool> {
    let old = load(write.conn, n)?;
    if old == *contact {
        return Ok(false);
    }
    let rev = write.rev();
    // `barred` moves with the mark alone: a new title must not count as a later word about calling.
    let sql = "UPDATE contact SET rev = ?2, device = ?3, account = ?4, name = ?5, name_key = ?6, given_name = ?7,
            title = ?8, zone = ?9, hours_from = ?10, hours_until = ?11, link = ?12, goal = ?13, notes = ?14,
            do_not_call = ?15, archived = ?16, barred = iif(do_not_call IS ?15, barred, ?2), role = ?17, left_on = ?18,
            moved_to = ?19
        WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        rev,
        write.device,
        account,
        contact.name,
        name_key(&contact.name),
        contact.given_name,
        contact.title,
        contact.zone,
        contact.hours.map(|hours| ClockTime(hours.from)),
        contact.hours.map(|hours| ClockTime(hours.until)),
        contact.link,
        contact.goal,
        contact.notes,
        contact.do_not_call,
        contact.archived,
        contact.role,
        contact.left_on.map(IsoDay),
        contact.moved_to,
    ])?;
    update_addresses(write, n, &old, contact)?;
    index(write, n, contact)?;
    write.touch(account);
    Ok(true)
}

fn update_addresses(write: &mut Transaction<'_>, n: i64, old: &Contact, new: &Contact) -> Result<()> {
    if old.emails != new.emails {
        for email in old.emails.iter().filter(|email| !new.emails.contains(email)) {
            let rev = write.rev();
            let sql = "UPDATE contact_email SET deleted = 1, rev = ?3, device = ?4 WHERE contact = ?1 AND address = ?2";
            write.conn.prepare_cached(sql)?.execute(params![n, email, rev, write.device])?;
        }
        for (pos, email) in new.emails.iter().enumerate() {
            put_email(write, n, pos, email)?;
        }
    }
    if old.phones != new.phones {
        for phone in old.phones.iter().filter(|phone| !new.phones.contains(phone)) {
            let rev = write.rev();
            let sql = "UPDATE contact_phone SET deleted = 1, rev = ?4, device = ?5
                WHERE contact = ?1 AND raw = ?2 AND label = ?3";
            write.conn.prepare_cached(sql)?.execute(params![n, phone.raw, phone.label, rev, write.device])?;
        }
        for (pos, phone) in new.phones.iter().enumerate() {
            put_phone(write, n, pos, phone)?;
        }
    }
    for external in old.external.iter().filter(|one| !new.external.contains(one)) {
        let rev = write.rev();
        let sql = "UPDATE contact_identifier SET deleted = 1, rev = ?4, device = ?5
            WHERE contact = ?1 AND kind = ?2 AND value = ?3";
        write.conn.prepare_cached(sql)?.execute(params![n, external.source, external.id, rev, write.device])?;
    }
    for external in new.external.iter().filter(|one| !old.external.contains(one)) {
        put_external(write, n, external)?;
    }
    Ok(())
}

// What stands as it stood keeps its revision: a later one would bring back, where books meet, what was taken off elsewhere.

fn put_email(write: &mut Transaction<'_>, n: i64, pos: usize, email: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO contact_email (rev, device, contact, pos, address) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (contact, address) DO UPDATE
        SET deleted = 0, pos = excluded.pos, rev = excluded.rev, device = excluded.device
        WHERE deleted = 1 OR pos <> excluded.pos";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, n, pos as i64, email])?;
    Ok(())
}

fn put_phone(write: &mut Transaction<'_>, n: i64, pos: usize, phone: &Phone) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO contact_phone (rev, device, contact, pos, raw, label, digits)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (contact, raw, label) DO UPDATE
        SET deleted = 0, pos = excluded.pos, rev = excluded.rev, device = excluded.device
        WHERE deleted = 1 OR pos <> excluded.pos";
    let values = params![rev, write.device, n, pos as i64, phone.raw, phone.label, phone.digits()];
    write.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn put_external(write: &mut Transaction<'_>, n: i64, external: &ExternalId) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO contact_identifier (rev, device, contact, kind, value) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (value, kind, contact) DO UPDATE
        SET deleted = 0, rev = excluded.rev, device = excluded.device";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, n, external.source, external.id])?;
    Ok(())
}

/// Returns the person to call at an account when nobody is named: may be called, still there, has a number, known longest.
pub(crate) fn best(conn: &Connection, account: i64) -> Result<Option<i64>> {
    let sql = "SELECT n FROM contact WHERE account = ?1 AND deleted = 0 AND archived = 0
        ORDER BY do_not_call IS NOT NULL, left_on IS NOT NULL,
            NOT EXISTS (SELECT 1 FROM contact_phone WHERE contact = contact.n AND contact_phone.deleted = 0), n
        LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([account], only_value).optional()?)
}

/// Updates a person's entry in the full-text index.
pub(crate) fn refresh(write: &Transaction<'_>, n: i64) -> Result<()> {
    index(write, n, &load(write.conn, n)?)
}

/// Updates the full-text entry of a person whose values are at hand.
fn index(write: &Transaction<'_>, n: i64, contact: &Contact) -> Result<()> {
    let sql = "SELECT deleted = 0 AND archived = 0 AS listed, fts_sum FROM contact WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get("listed")?, row.get("fts_sum")?));
    let (listed, old): (bool, Option<i64>) = write.conn.prepare_cached(sql)?.query_row([n], read)?;
    let words = person_words(contact);
    let sum = listed.then(|| sum_of(&words));
    if old == sum {
        return Ok(());
    }
    if old.is_some() {
        write.conn.prepare_cached("DELETE FROM contact_fts WHERE rowid = ?1")?.execute([n])?;
    }
    if listed {
        let [name, title, email, number, notes] = words;
        let sql = "INSERT INTO contact_fts (rowid, name, title, email, number, notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        write.conn.prepare_cached(sql)?.execute(params![n, name, title, email, number, notes])?;
    }
    write.conn.prepare_cached("UPDATE contact SET fts_sum = ?2 WHERE n = ?1")?.execute(params![n, sum])?;
    Ok(())
}

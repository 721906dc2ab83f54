//! Reps and settings of a book.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::drafts;
use crate::domain::edit::{Edited, Meanwhile};
use crate::domain::ids::RepId;
use crate::domain::opener::{DayStyle, Introduction};
use crate::domain::query::{WhoCalls, WhoEdit};
use crate::store::book::settings;
use crate::store::book::settings::get;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::{Result, StoreError};
use crate::store::{Store, sanitize};

const ME: &str = "rep";
/// The setting of a book that says what the rep's own company is called.
const COMPANY: &str = "company";
/// Name of a rep whom nobody has named.
const UNNAMED: &str = "me";
/// Key of the note that somebody was asked who works with this book. Undo does not take it back.
const ASKED_WHO: &str = "ui.asked_who";

impl Store {
    /// Returns the rep who calls: the one that [`Store::act_as`] set, else the rep of this book, created without a
    /// name on first use.
    ///
    /// # Errors
    /// When the book cannot be written, on first use.
    pub fn rep(&mut self) -> Result<RepId> {
        if let Some(rep) = self.acting {
            return Ok(rep);
        }
        if let Some(rep) = current_rep(&self.conn)? {
            return Ok(rep);
        }
        self.write("naming the rep", first_rep)
    }

    /// Sets the name of this book's rep.
    ///
    /// # Errors
    /// Without a name, or when the book cannot be written.
    pub fn set_rep_name(&mut self, name: &str) -> Result<()> {
        let name = sanitize::line(name);
        if name.is_empty() {
            return Err(StoreError::refused("A rep needs a name."));
        }
        let rep = self.rep()?;
        self.action("naming the rep", |write| {
            write.label = format!("named the rep {name}");
            let rev = write.rev();
            let sql = "UPDATE rep SET name = ?2, rev = ?3, device = ?4 WHERE id = ?1 AND name <> ?2";
            write.conn.prepare_cached(sql)?.execute(params![rep, name, rev, write.device])?;
            Ok(())
        })
    }

    /// Returns how whoever calls introduces themselves: name and company, each empty if nobody gave one.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn introduction(&self) -> Result<Introduction> {
        let WhoCalls { name, company, .. } = self.who_calls()?;
        let company = Some(company).filter(|company| !company.is_empty()).or_else(|| self.company.clone());
        let company = company.unwrap_or_default();
        Ok(Introduction { name, company, days: DayStyle::of_country(self.home.as_deref()) })
    }

    /// Returns who works with this book; empty where nobody said so.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn who_calls(&self) -> Result<WhoCalls> {
        let rep = self.acting.map_or_else(|| current_rep(&self.conn), |rep| Ok(Some(rep)))?;
        let name = rep.map(|rep| name_of(&self.conn, rep)).transpose()?.unwrap_or_default();
        // No opener may say "this is me".
        let name = if name == UNNAMED { String::new() } else { name };
        let company = get(&self.conn, COMPANY)?.unwrap_or_default();
        let asked = !name.is_empty() || get(&self.conn, ASKED_WHO)?.is_some();
        Ok(WhoCalls { name, company, asked })
    }

    /// Sets who works with this book; what is blank stays as it is. Nobody is asked again, also where both are blank.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_who_calls(&mut self, name: &str, company: &str) -> Result<()> {
        // A write of its own: undo takes the name back, and must not have the question asked again.
        self.write("keeping a setting", |write| set(write, ASKED_WHO, "yes"))?;
        let (name, company) = (sanitize::line(name), sanitize::line(company));
        if !name.is_empty() {
            self.set_rep_name(&name)?;
        }
        if !company.is_empty() {
            self.action("naming the company", |write| {
                write.label = format!("named the company {company}");
                set(write, COMPANY, &company)
            })?;
        }
        Ok(())
    }

    /// Saves the form in which the rep says who works with this book: the parts that were changed in it. Nobody is asked
    /// again, also where that is nothing.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn edit_who_calls(&mut self, edit: &WhoEdit) -> Result<Edited<WhoCalls, ()>> {
        let stands = self.who_calls()?;
        if edit.meets(&stands) {
            return Ok(Edited::Meanwhile(Meanwhile { stands: Box::new(stands), fields: Vec::new() }));
        }
        let (name, company) = edit.changed_parts();
        self.set_who_calls(name, company)?;
        self.write("dropping the draft", |write| drafts::finish_all(write, &edit.drafts))?;
        Ok(Edited::Saved(()))
    }

    /// Gives this book's rep a name where nobody has; true if that was so.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn name_unnamed_rep(&mut self, name: &str) -> Result<bool> {
        let unnamed = match current_rep(&self.conn)? {
            Some(rep) => name_of(&self.conn, rep)? == UNNAMED,
            None => false,
        };
        if unnamed {
            self.set_rep_name(name)?;
        }
        Ok(unnamed)
    }

    /// Returns everyone who calls or reviews, ordered by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn reps(&self) -> Result<Vec<(RepId, String)>> {
        let mut reps = all(&self.conn)?;
        reps.sort_by(|(_, a), (_, b)| a.cmp(b));
        Ok(reps)
    }

    /// Adds a rep and returns the id.
    ///
    /// # Errors
    /// Without a name, or when the book cannot be written.
    pub fn add_rep(&mut self, name: &str) -> Result<RepId> {
        let name = sanitize::line(name);
        if name.is_empty() {
            return Err(StoreError::refused("A rep needs a name."));
        }
        self.action("adding the rep", |write| {
            write.label = format!("added the rep {name}");
            add_rep(write, &name)
        })
    }

    /// Sets the rep under whom this store logs new calls, until it is closed.
    pub fn act_as(&mut self, rep: RepId) {
        self.acting = Some(rep);
    }

    /// Returns a setting; `None` if it is not set.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        get(&self.conn, key)
    }

    /// Sets a setting. Keys that begin with `ui.` are no user action and not covered by undo.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        let (key, value) = (sanitize::line(key), sanitize::note(value));
        // Where a window stood is nothing that a rep did: undo would step over it and seem to do nothing.
        if key.starts_with("ui.") {
            return self.write("keeping a setting", |write| set(write, &key, &value));
        }
        self.action("changing a setting", |write| {
            write.label = format!("set {key} to {value}");
            set(write, &key, &value)
        })
    }
}

/// Returns everyone who calls or reviews, in the order in which they were added.
pub(crate) fn all(conn: &Connection) -> Result<Vec<(RepId, String)>> {
    let mut statement = conn.prepare_cached("SELECT id, name FROM rep WHERE deleted = 0 ORDER BY n")?;
    let read = |row: &Row<'_>| Ok((row.get("id")?, row.get("name")?));
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Writes a setting; one that has this value already keeps its revision.
pub(crate) fn set(write: &mut Transaction<'_>, key: &str, value: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO setting (rev, device, key, value) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (key) DO UPDATE SET deleted = 0, value = excluded.value, rev = excluded.rev, device = excluded.device
        WHERE (setting.deleted, setting.value) <> (0, excluded.value)";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, key, value])?;
    Ok(())
}

/// Returns the rep of this book, if there is one yet. Where the settings cannot be read, that is who logged last here.
pub(crate) fn current_rep(conn: &Connection) -> Result<Option<RepId>> {
    match settings::read(conn, ME)? {
        Some(said) => Ok(said.and_then(|text| Uuid::parse_str(&text).ok()).map(RepId)),
        None => last_rep(conn),
    }
}

fn last_rep(conn: &Connection) -> Result<Option<RepId>> {
    let sql = "SELECT id FROM rep WHERE n = coalesce(
        (SELECT rep FROM call WHERE device = (SELECT device FROM book) ORDER BY seq DESC LIMIT 1),
        (SELECT min(n) FROM rep WHERE deleted = 0))";
    Ok(conn.prepare_cached(sql)?.query_row([], only_value).optional()?)
}

/// Creates the first rep of a book.
pub(crate) fn first_rep(write: &mut Transaction<'_>) -> Result<RepId> {
    let rep = add_rep(write, UNNAMED)?;
    set(write, ME, &rep.0.to_string())?;
    Ok(rep)
}

fn name_of(conn: &Connection, rep: RepId) -> Result<String> {
    Ok(conn.prepare_cached("SELECT name FROM rep WHERE id = ?1")?.query_row([rep], only_value)?)
}

fn add_rep(write: &mut Transaction<'_>, name: &str) -> Result<RepId> {
    let (id, rev) = (RepId(write.new_id()), write.rev());
    let sql = "INSERT INTO rep (id, rev, device, name) VALUES (?1, ?2, ?3, ?4)";
    write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, name])?;
    Ok(id)
}

/// Returns the name of the rep who logs on a device, else the beginning of the device's id.
pub(crate) fn device_owner(conn: &Connection, device: i64) -> Result<String> {
    let sql = "SELECT coalesce(
            (SELECT rep.name FROM call JOIN rep ON rep.n = call.rep WHERE call.device = ?1 ORDER BY seq DESC LIMIT 1),
            (SELECT rep.name FROM review JOIN rep ON rep.n = review.reviewer WHERE review.device = ?1
                ORDER BY seq DESC LIMIT 1),
            'device ' || (SELECT lower(substr(hex(id), -6)) FROM device WHERE n = ?1))";
    Ok(conn.prepare_cached(sql)?.query_row([device], only_value::<Option<String>>)?.unwrap_or_default())
}

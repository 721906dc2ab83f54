//! A person seen and erased: all that the book holds of them, what an erasure takes, and that they stay erased.
//!
//! | file | what it does |
//! |---|---|
//! | `person` | what somebody is recognised by |
//! | `rows` | which rows are about them; the catalogue says what becomes of each |
//! | `naming` | texts about others that name them |
//! | `spelled` | telephone numbers in a text, however they are spelled |
//! | `blank` | takes the words out |
//! | `receipts` | the receipt, which waits in the book until its file is written |
//! | `again` | whoever a file, another book or an old copy brings again |
//! | `arriving` | their names in texts about others that come in |
//! | `typed` | what was typed and not saved |
//! | `worded` | which columns may hold words |
//! | `sweep` | what the file still holds of deleted words |
//! | `dossier` | everything about them, to be read |
//!
//! The row of an erased person stays, empty and under its id, because the log refers to it. A call keeps what can be
//! counted. What somebody is recognised by stays as keyed hashes.

pub(super) mod again;
pub(super) mod arriving;
mod blank;
mod dossier;
mod naming;
mod person;
mod receipts;
mod rows;
mod spelled;
mod sweep;
mod typed;
mod worded;

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::Store;
use super::catalog;
use super::catalog::Erased;
use super::cells::only_value;
use super::erasures;
use super::erasures::{Erasures, MarkKind, email_trait, number_traits};
use super::error::{Result, StoreError};
use super::tables::{accounts, contacts};
use crate::domain::account::Contact;
use crate::domain::erasure::{ErasurePreview, ErasureReceipt, PersonMatch, RowCount};
use crate::domain::ids::ContactId;
use crate::domain::matching::name_key;
use crate::domain::text::fold;
use naming::{NamingText, Needles};
use person::Identity;
use worded::RowSets;

const DOING: &str = "erasing a person";

/// Everything that an erasure concerns.
struct ErasureReach {
    people: BTreeSet<i64>,
    rows: RowSets,
    of_namesakes: RowSets,
    needles: Needles,
    naming: Vec<NamingText>,
}

impl Store {
    /// Finds the people whom a text may mean: by name or a part of it, by address, by number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn people_called(&self, text: &str) -> Result<Vec<PersonMatch>> {
        let (wanted, email) = (fold(text.trim()), text.trim().to_lowercase());
        let digits = erasures::digits_of(text, &self.home.as_deref().into_iter().collect::<Vec<_>>());
        let sql = "SELECT contact FROM contact_email WHERE address = ?1 AND deleted = 0";
        let mut reached = BTreeSet::from_iter(rows::numbers(&self.conn, sql, [&email])?);
        for digits in digits {
            let sql = "SELECT contact FROM contact_phone WHERE digits = ?1 AND deleted = 0";
            reached.extend(rows::numbers(&self.conn, sql, [digits])?);
        }
        let mut statement =
            self.conn.prepare("SELECT n, id, name FROM contact WHERE deleted = 0 ORDER BY name_key, n")?;
        let (mut exact, mut part) = (Vec::new(), Vec::new());
        let mut all = statement.query([])?;
        while let Some(row) = all.next()? {
            let (n, id, name): (i64, ContactId, String) = (row.get("n")?, row.get("id")?, row.get("name")?);
            let name = fold(&name);
            if name == wanted || id.to_string() == email || reached.contains(&n) {
                exact.push(n);
            } else if !wanted.is_empty() && name.contains(&wanted) {
                part.push(n);
            }
        }
        let found = if exact.is_empty() { part } else { exact };
        found.into_iter().map(|n| self.person_match(contacts::load(&self.conn, n)?)).collect()
    }

    fn person_match(&self, contact: Contact) -> Result<PersonMatch> {
        let account = accounts::require_row_or_merged(&self.conn, contact.account_id)?;
        let reach = contact.phones.into_iter().map(|phone| phone.raw).chain(contact.emails).collect();
        let account = accounts::id_and_name(&self.conn, account)?.1;
        Ok(PersonMatch { id: contact.id, name: contact.name, account, reach })
    }

    /// Counts what an erasure of somebody would take; nothing is changed. `None` if they are not in the book.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn erasure_preview(&self, id: ContactId) -> Result<Option<ErasurePreview>> {
        let Some(n) = contacts::row_of(&self.conn, id)? else { return Ok(None) };
        let reach = reach(&self.conn, n, self.home.as_deref())?;
        let who = self.person_match(contacts::load(&self.conn, n)?)?;
        let undo_steps = undo_steps(&self.conn)?;
        let [rows, wordless, texts, log_texts] = reach.counts();
        let (name, account) = (who.name, who.account);
        Ok(Some(ErasurePreview { id, name, account, rows, wordless, texts, log_texts, undo_steps, backups: 0 }))
    }

    /// Erases a person for good, if `typed` is their name, and writes over what the file held of them.
    ///
    /// # Errors
    /// When another name was typed, when they are not in the book, while a file is imported, or when the book cannot be
    /// written.
    pub fn erase(&mut self, id: ContactId, typed: &str) -> Result<ErasureReceipt> {
        let home = self.home.clone();
        let at = self.clock.now().0;
        let by = self.who_calls()?.name;
        let fates = self.draft_fates(id, &self.aside)?;
        let done = self.write(DOING, |write| {
            let n = contacts::require_row(write.conn, id)?;
            let name = contacts::load(write.conn, n)?.name;
            if fold(typed.trim()) != fold(&name) {
                return Err(StoreError::refused(format!("“{}” is not their name; nothing was erased.", typed.trim())));
            }
            refuse_during_an_import(write.conn)?;
            let reach = reach(write.conn, n, home.as_deref())?;
            let undo_steps = undo_steps(write.conn)?;
            person::mark_all(write, &reach.people, home.as_deref())?;
            blank::erase(write, &reach.rows, &reach.naming)?;
            blank::forget_undo(write, None, &reach.rows)?;
            let [rows, wordless, texts, log_texts] = reach.counts();
            let left = Vec::new();
            let receipt =
                ErasureReceipt { person: id, at, by, rows, wordless, texts, log_texts, undo_steps, waiting: 0, left };
            receipts::keep(write, &receipt)?;
            Ok(receipt)
        });
        let done = done?;
        self.ranking = None;
        let aside = std::mem::take(&mut self.aside).into_iter().zip(fates);
        self.aside = aside.filter_map(|(draft, fate)| fate.applied_to(draft)).collect();
        let left = self.sweep_noted()?;
        Ok(ErasureReceipt { left, ..done })
    }

    /// Lets somebody who was erased come in again: by their address, number or name. Returns how many people were meant.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn lift_erasure(&mut self, text: &str) -> Result<u64> {
        let home = self.home.clone();
        self.write("lifting an erasure", |write| {
            let mut traits = vec![email_trait(text), (MarkKind::Name, name_key(text))];
            traits.extend(number_traits(text, &home.as_deref().into_iter().collect::<Vec<_>>()));
            let people = Erasures::read(write.conn)?.people(write.conn, &traits)?;
            erasures::lift(write, &people)
        })
    }
}

/// Gathers everything about a person, and every text about others that names them; `home` is the book's home country.
fn reach(conn: &Connection, n: i64, home: Option<&str>) -> Result<ErasureReach> {
    reach_of(conn, rows::of_one_person(conn, n)?, home)
}

/// The same for all rows of one person, or of several people.
fn reach_of(conn: &Connection, people: BTreeSet<i64>, home: Option<&str>) -> Result<ErasureReach> {
    let rows = rows::about(conn, &people, home)?;
    let identity = Identity::of_all(conn, &people)?;
    let of_namesakes = rows::of_namesakes(conn, &people, &identity.names, home)?;
    let needles = identity.needles(conn, &people, home)?;
    let naming = naming::find(conn, &needles, &rows, &of_namesakes)?;
    Ok(ErasureReach { people, rows, of_namesakes, needles, naming })
}

fn undo_steps(conn: &Connection) -> Result<u64> {
    let steps: i64 = conn.query_row("SELECT count(*) FROM action", [], only_value)?;
    Ok(u64::try_from(steps).unwrap_or(0))
}

/// A running import holds what it changes in the undo list.
fn refuse_during_an_import(conn: &Connection) -> Result<()> {
    let running: bool = conn.query_row("SELECT EXISTS (SELECT 1 FROM import WHERE running = 1)", [], only_value)?;
    if running {
        return Err(StoreError::refused("A file is being imported in another window: wait until it is done."));
    }
    Ok(())
}

impl ErasureReach {
    /// Counts what goes, what loses its words, and the texts and the entries of the log that name them.
    fn counts(&self) -> [Vec<RowCount>; 4] {
        let of_log = |of_log: bool| {
            let tables: Vec<_> =
                self.naming.iter().filter(|one| one.is_of_log() == of_log).map(|one| one.table).collect();
            let counted =
                catalog::all().map(|table| (table, tables.iter().filter(|one| one.name == table.name).count()));
            counted.filter(|(_, n)| *n > 0).map(|(table, n)| counted_row(table, n)).collect()
        };
        let own = |wordless: bool| {
            let tables = catalog::all().filter(|table| matches!(table.erased, Erased::Words(_)) == wordless);
            tables.filter_map(|table| Some(counted_row(table, self.rows.get(table.name)?.len()))).collect()
        };
        [own(false), own(true), of_log(false), of_log(true)]
    }
}

fn counted_row(table: &catalog::Table, n: usize) -> RowCount {
    let (one, several) = table.words;
    RowCount { what: if n == 1 { one } else { several }.to_owned(), rows: n as u64 }
}

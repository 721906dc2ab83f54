//! What a person is recognised by: names, addresses, numbers, ids.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row};

use crate::domain::account::ExternalId;
use crate::domain::account::phone_digits;
use crate::domain::account::phone_region::Dialling;
use crate::domain::erasure::ERASED;
use crate::domain::matching::{is_desk, name_key};
use crate::domain::text::western_digit;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::erasures;
use crate::store::erasures::{
    MarkKind, MarkedValue, digits_of, email_trait, id_trait, number_traits, shared_number_traits,
};
use crate::store::error::Result;
use crate::store::tables::{accounts, contacts};

use super::naming::Needles;

/// Last digits that two spellings of one number have in common.
const COMPARED: usize = 4;

/// What one or several rows of a person are recognised by, taken-back values too.
#[derive(Debug, Clone, Default)]
pub(super) struct Identity {
    /// Names as written; none for a row that is blank already.
    pub(super) names: Vec<String>,
    /// E-mail addresses.
    pub(super) emails: Vec<String>,
    /// Telephone numbers as written.
    pub(super) phones: Vec<String>,
    /// Ids in other systems.
    pub(super) external: Vec<ExternalId>,
    /// Their pages in the web.
    pub(super) links: Vec<String>,
    /// Countries (ISO codes) whose numbers are written without a country code.
    homes: Vec<String>,
}

impl Identity {
    /// Reads what one row is recognised by.
    pub(super) fn of_row(conn: &Connection, n: i64) -> Result<Identity> {
        let sql = "SELECT name, link FROM contact WHERE n = ?1";
        let read = |row: &Row<'_>| Ok((row.get("name")?, row.get("link")?));
        let (name, link): (String, Option<String>) = conn.prepare_cached(sql)?.query_row([n], read)?;
        let all = |sql: &str| -> Result<Vec<String>> {
            Ok(conn.prepare_cached(sql)?.query_map([n], only_value)?.collect::<rusqlite::Result<_>>()?)
        };
        let sql = "SELECT kind, value FROM contact_identifier WHERE contact = ?1 ORDER BY n";
        let external = |row: &Row<'_>| Ok(ExternalId { source: row.get("kind")?, id: row.get("value")? });
        let external = conn.prepare_cached(sql)?.query_map([n], external)?.collect::<rusqlite::Result<_>>()?;
        let account = accounts::load_place(conn, contacts::account_of(conn, n)?)?;
        Ok(Identity {
            names: Some(name).filter(|name| name != ERASED).into_iter().collect(),
            emails: all("SELECT address FROM contact_email WHERE contact = ?1 ORDER BY pos, n")?,
            phones: all("SELECT raw FROM contact_phone WHERE contact = ?1 ORDER BY pos, n")?,
            external,
            links: link.into_iter().collect(),
            homes: Dialling::builtin().home_of_account(&account).into_iter().collect(),
        })
    }

    /// Reads what several rows of one person are recognised by.
    pub(super) fn of_all(conn: &Connection, people: &BTreeSet<i64>) -> Result<Identity> {
        let mut all = Identity::default();
        for n in people {
            let one = Identity::of_row(conn, *n)?;
            all.names.extend(one.names);
            all.emails.extend(one.emails);
            all.phones.extend(one.phones);
            all.external.extend(one.external);
            all.links.extend(one.links);
            all.homes.extend(one.homes);
        }
        Ok(all)
    }

    /// Returns the countries whose numbers they may have without a country code.
    pub(super) fn homes(&self) -> Vec<&str> {
        self.homes.iter().map(String::as_str).collect()
    }

    /// Returns what is looked for in the texts of others: nothing that others of the book have too, for it would take their
    /// words.
    pub(super) fn needles(&self, conn: &Connection, people: &BTreeSet<i64>, home: Option<&str>) -> Result<Needles> {
        let whole = self.names.iter().filter(|name| name.contains(char::is_whitespace));
        let turned =
            whole.clone().filter_map(|name| name.rsplit_once(' ')).map(|(given, last)| format!("{last}, {given}"));
        let names: Vec<String> = whole.cloned().chain(turned).collect();
        let mut addresses = Vec::new();
        for email in &self.emails {
            if is_own_address(conn, email, people)? {
                addresses.push(email.clone());
            }
        }
        for link in self.links.iter().filter(|link| is_page(link)) {
            if !has_others(conn, "SELECT n FROM contact WHERE link = ?1 AND deleted = 0", link, people)? {
                addresses.push(link.clone());
            }
        }
        let homes: Vec<&str> = self.homes().into_iter().chain(home).collect();
        let mut numbers = BTreeSet::new();
        for raw in &self.phones {
            if has_extension(raw) {
                // What stands before it is the switchboard's.
                let sql = "SELECT phone.contact FROM contact_phone AS phone JOIN contact ON contact.n = phone.contact
                    WHERE phone.raw = ?1 AND phone.deleted = 0 AND contact.deleted = 0";
                let own = !has_others(conn, sql, raw, people)?;
                addresses.extend(Some(raw.clone()).filter(|_| own));
            } else if !is_shared(conn, raw, &homes, people)? {
                numbers.extend(digits_of(raw, &homes));
            }
        }
        Ok(Needles::new(&names, &addresses, numbers))
    }

    /// Returns what the marks of this row are made of: an address or number that others of the book have is no mark of one
    /// person.
    pub(super) fn traits(
        &self,
        conn: &Connection,
        people: &BTreeSet<i64>,
        home: Option<&str>,
    ) -> Result<Vec<MarkedValue>> {
        let homes: Vec<&str> = self.homes().into_iter().chain(home).collect();
        let mut traits = Vec::new();
        for email in &self.emails {
            if is_own_address(conn, email, people)? {
                traits.push(email_trait(email));
            }
        }
        for raw in &self.phones {
            // What stands before an extension is the switchboard's.
            if has_extension(raw) || is_shared(conn, raw, &homes, people)? {
                let of = self.names.iter().flat_map(|name| shared_number_traits(raw, &name_key(name), &homes));
                traits.extend(of);
            } else {
                traits.extend(number_traits(raw, &homes));
            }
        }
        traits.extend(self.external.iter().map(id_trait));
        traits.extend(self.names.iter().map(|name| (MarkKind::Name, name_key(name))));
        traits.sort();
        traits.dedup();
        Ok(traits)
    }
}

/// Returns true if an address is one person's: no desk's, and nobody's who is in the book beside these people.
pub(super) fn is_own_address(conn: &Connection, email: &str, people: &BTreeSet<i64>) -> Result<bool> {
    let sql = "SELECT mail.contact FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
        WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0";
    Ok(!is_desk(email) && !has_others(conn, sql, email, people)?)
}

/// Returns true if a link leads to a page; without one it is a whole site, and the company's.
fn is_page(link: &str) -> bool {
    let place = link.split_once("://").map_or(link, |(_, place)| place);
    place.split_once('/').is_some_and(|(_, page)| !page.is_empty())
}

fn has_extension(raw: &str) -> bool {
    raw.chars().filter_map(western_digit).count() > phone_digits::digits_of(raw).len()
}

/// Returns true if a number is the main number of an account, or that of somebody beside these people.
fn is_shared(conn: &Connection, raw: &str, homes: &[&str], people: &BTreeSet<i64>) -> Result<bool> {
    let sql = "SELECT phone.contact FROM contact_phone AS phone JOIN contact ON contact.n = phone.contact
        WHERE phone.digits = ?1 AND phone.deleted = 0 AND contact.deleted = 0";
    let spelled = digits_of(raw, homes);
    for digits in &spelled {
        if has_others(conn, sql, digits, people)? {
            return Ok(true);
        }
    }
    let last = |digits: &str| digits.get(digits.len().saturating_sub(COMPARED)..).unwrap_or_default().to_owned();
    let end = last(&phone_digits::digits_of(raw));
    let sql = "SELECT phone FROM account WHERE phone <> '' AND deleted = 0";
    let mut statement = conn.prepare_cached(sql)?;
    for board in statement.query_map([], only_value::<String>)? {
        let board = board?;
        // Cheap first: every company of the book is asked.
        let alike = last(&phone_digits::digits_of(&board)) == end;
        if alike && digits_of(&board, homes).iter().any(|digits| spelled.contains(digits)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_others(conn: &Connection, sql: &str, value: &str, people: &BTreeSet<i64>) -> Result<bool> {
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map([value], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(found.iter().any(|n| !people.contains(n)))
}

/// Writes the marks of these people, each of whose rows keeps its own id.
pub(super) fn mark_all(write: &mut Transaction<'_>, people: &BTreeSet<i64>, home: Option<&str>) -> Result<()> {
    for n in people {
        let traits = Identity::of_row(write.conn, *n)?.traits(write.conn, people, home)?;
        let (id, account) = (contacts::id_of(write.conn, *n)?, contacts::account_of(write.conn, *n)?);
        erasures::mark(write, id.0.as_bytes(), &traits, account)?;
    }
    Ok(())
}

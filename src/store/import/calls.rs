//! Imports calls of a dialler or CRM: finds the person of each call, and keeps any call from entering twice.
//!
//! A person is found by an id in the file's system, then by e-mail address, then by the digits of a number, then by
//! name at the company that the file names. A call of a person who is not in the book is rejected: people must be
//! imported first.

use rusqlite::Connection;

use super::ImportSession;
use super::session::DOING;
use crate::domain::account::Contact;
use crate::domain::account::phone_region::Dialling;
use crate::domain::call::external::ExternalCall;
use crate::domain::ids::{CallId, RepId};
use crate::domain::matching::domain_of;
use crate::domain::query::RowResult;
use crate::domain::text::fold;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::matching;
use crate::store::matching::accounts::Employer;
use crate::store::tables::calls::row_of;
use crate::store::tables::{contacts, reps};
use crate::store::{log, sanitize, tables};

/// Most times that one call may be taken back and imported again.
const AGAIN: u32 = 1_000;

impl ImportSession<'_> {
    /// Imports one call made in another system. A call that is in the book already is left unchanged; one that was
    /// taken back enters again.
    ///
    /// # Errors
    /// When the book cannot be written; a row that cannot enter is no error but [`RowResult::Rejected`].
    pub fn call(&mut self, made: &ExternalCall) -> Result<RowResult> {
        let end = self.go_on().and_then(|()| self.put_call(made)).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    fn put_call(&mut self, made: &ExternalCall) -> Result<RowResult> {
        let mut call = sanitize::call(&made.call);
        if call.at.timestamp_millis() > self.write()?.now {
            let at = call.at.format("%-d %b %Y %H:%M");
            return Ok(RowResult::Rejected(format!("{at} is still ahead: a call is logged when it was made")));
        }
        if let Some(problem) = call.problems().into_iter().next() {
            return Ok(RowResult::Rejected(problem));
        }
        let next = call.next.as_mut().map(|next| &mut next.what);
        self.take_names_out([&mut call.words, &mut call.note, &mut call.opener].into_iter().chain(next))?;
        let contact = match self.whom(made)? {
            Ok(contact) => contact,
            Err(reason) => return Ok(RowResult::Rejected(reason)),
        };
        call.contact_id = contacts::load(self.pen.conn, contact)?.id;
        let Some(id) = free_id(self.pen.conn, made, &call)? else { return Ok(RowResult::Same) };
        call.rep_id = match rep(self.write()?, made.rep.as_deref())? {
            Ok(rep) => rep,
            Err(reason) => return Ok(RowResult::Rejected(reason)),
        };
        call.id = id;
        call.account_id =
            tables::accounts::id_and_name(self.pen.conn, contacts::account_of(self.pen.conn, contact)?)?.0;
        let write = self.write()?;
        let n = log::append::append(write, &call, None)?;
        log::append::follow_up(write, n, contact, &call)?;
        Ok(RowResult::Created)
    }

    /// Finds the person of a call; the inner error says why there is none.
    fn whom(&self, made: &ExternalCall) -> Result<std::result::Result<i64, String>> {
        let whom = sanitize::contact(&made.whom);
        if let Some(known) = matching::contacts::contact_by_external(self.pen.conn, &whom)? {
            return Ok(Ok(known.n));
        }
        for (what, found) in [("e-mail address", self.by_email(&whom)?), ("number", self.by_number(&whom)?)] {
            match narrow_by_name(self.pen.conn, found, &whom)?.as_slice() {
                [] => {}
                [n] => return Ok(Ok(*n)),
                several => {
                    return Ok(Err(format!("{} people of the book have this {what}", several.len())));
                }
            }
        }
        self.by_name(&whom, made)
    }

    fn by_email(&self, whom: &Contact) -> Result<Vec<i64>> {
        let sql = "SELECT contact.n FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
            WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0";
        ids(self.pen.conn, sql, whom.emails.iter().map(|email| email.to_lowercase()))
    }

    /// Finds people by their numbers, comparing digits with and without the country code.
    fn by_number(&self, whom: &Contact) -> Result<Vec<i64>> {
        let sql = "SELECT contact.n FROM contact_phone AS phone JOIN contact ON contact.n = phone.contact
            WHERE phone.digits = ?1 AND phone.deleted = 0 AND contact.deleted = 0";
        let homes: Vec<&str> = self.home.as_deref().into_iter().collect();
        let spelled = whom.phones.iter().flat_map(|phone| Dialling::builtin().spellings(&phone.raw, &homes));
        ids(self.pen.conn, sql, spelled)
    }

    fn by_name(&self, whom: &Contact, made: &ExternalCall) -> Result<std::result::Result<i64, String>> {
        let unknown = "nobody in the book has this id, e-mail address, number or name: import the people first";
        let company = Employer {
            name: made.company.as_deref().map(sanitize::line).filter(|name| !name.is_empty()),
            domain: whom.emails.iter().find_map(|email| domain_of(email)),
            external: made.company_external.clone(),
        };
        if whom.name.is_empty() || (company.name.is_none() && company.external.is_none()) {
            return Ok(Err(unknown.to_owned()));
        }
        let found = matching::accounts::company(self.pen.conn, &company)?;
        let Some(n) = found.known.map(|known| known.n) else {
            return Ok(Err(match found.doubts.len() {
                0 => unknown.to_owned(),
                several => {
                    format!("{several} accounts could be meant: add an id or an e-mail address to tell them apart")
                }
            }));
        };
        let people = matching::contacts::contact_by_name(self.pen.conn, n, whom)?;
        let one = people.known.map(|known| known.n).or(people.doubts.first().map(|(n, _)| *n));
        let nobody = || {
            Ok(format!(
                "nobody called {} is known at {}",
                whom.name,
                tables::accounts::id_and_name(self.pen.conn, n)?.1
            ))
        };
        one.map_or_else(|| nobody().map(Err), |contact| Ok(Ok(contact)))
    }
}

/// Returns the id for the imported call; `None` if the book has the call already.
fn free_id(conn: &Connection, made: &ExternalCall, call: &crate::domain::call::Call) -> Result<Option<CallId>> {
    for again in 0..AGAIN {
        let id = made.id(call.contact_id, again);
        let Some(n) = row_of(conn, id)? else { return Ok(Some(id)) };
        let sql = "SELECT deleted FROM call_line WHERE n = ?1";
        let taken_back: bool = conn.prepare_cached(sql)?.query_row([n], only_value)?;
        if !taken_back {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Finds the rep with this name; without a name, the rep of this book, created if it has none. The inner error says why
/// no rep was found.
fn rep(write: &mut Transaction<'_>, name: Option<&str>) -> Result<std::result::Result<RepId, String>> {
    let reps = reps::all(write.conn)?;
    let wanted = name.map(fold);
    let named = reps.iter().find(|(_, name)| wanted.as_deref() == Some(fold(name).as_str()));
    Ok(match (named, reps.as_slice(), name) {
        (Some((id, _)), _, _) | (None, [(id, _)], _) => Ok(*id),
        (None, [], _) => Ok(reps::first_rep(write)?),
        (None, _, Some(name)) => Err(format!("{} is not a rep of this book", sanitize::line(name))),
        (None, _, None) => reps::current_rep(write.conn)?
            .ok_or_else(|| "the caller is not given, and this book has several reps".to_owned()),
    })
}

/// Keeps only those people who have the name that the file gives.
fn narrow_by_name(conn: &Connection, mut found: Vec<i64>, whom: &Contact) -> Result<Vec<i64>> {
    found.sort_unstable();
    found.dedup();
    if found.len() < 2 || whom.name.is_empty() {
        return Ok(found);
    }
    let mut named = Vec::new();
    for n in &found {
        if fold(&contacts::load(conn, *n)?.name) == fold(&whom.name) {
            named.push(*n);
        }
    }
    Ok(if named.is_empty() { found } else { named })
}

fn ids(conn: &Connection, sql: &str, values: impl Iterator<Item = String>) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = Vec::new();
    for value in values.filter(|value| !value.is_empty()) {
        let rows = statement.query_map([value], only_value)?;
        found.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(found)
}

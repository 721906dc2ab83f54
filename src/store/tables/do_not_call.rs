//! The do-not-call list: numbers, addresses and names that mark whoever has them, now or later, and companies where nobody
//! may be called.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::account::phone_digits::is_number;
use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Account, Contact};
use crate::domain::matching::{company_id_key, domain_of, listed_domain, listed_ends, listed_name, name_key};
use crate::domain::query::RowResult;
use crate::store::Store;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::Result;

impl Store {
    /// Why the list bars this person of an account, where it does: by number, by address or by name, or by their company's
    /// domain, name or number.
    ///
    /// A number is compared with and without its country code: the written one, the account's country, or the book's. A
    /// switchboard's counts for whoever has no other.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn on_do_not_call(&self, contact: &Contact, account: &Account) -> Result<Option<String>> {
        self.listed_until(contact, account, i64::MAX)
    }

    /// Returns the same by the entries that the list had at an instant (milliseconds).
    pub(in crate::store) fn listed_until(
        &self,
        contact: &Contact,
        account: &Account,
        until: i64,
    ) -> Result<Option<String>> {
        let theirs = Dialling::builtin().home_of_account(account);
        // Each way in which the number may have been listed: one spelling forgotten is a call to somebody who asked
        // for none.
        let homes: Vec<&str> = theirs.as_deref().into_iter().chain(self.home.as_deref()).collect();
        let switchboard = account.phone.as_ref().filter(|_| contact.phones.is_empty());
        let raw = contact.phones.iter().map(|phone| &phone.raw).chain(switchboard);
        let numbers = raw.flat_map(|raw| Dialling::builtin().spellings(raw, &homes)).map(|digits| ("digits", digits));
        let addresses = contact.emails.iter().map(|email| ("email", email.to_lowercase()));
        let name = std::iter::once(("name", name_key(&contact.name)));
        for (kind, value) in numbers.chain(addresses).chain(name).filter(|(_, value)| !value.is_empty()) {
            if let Some(why) = self.listed_why(kind, &value, until)? {
                let by = if kind == "digits" { "number" } else { kind };
                return Ok(Some(format!("the do-not-call list has this {by}{why}")));
            }
        }
        self.company_listed_until(contact, account, until)
    }

    /// Returns why the list bars everybody at the company of a person, where it does.
    fn company_listed_until(&self, contact: &Contact, account: &Account, until: i64) -> Result<Option<String>> {
        let any = "SELECT EXISTS (SELECT 1 FROM do_not_call WHERE kind IN ('domain', 'company', 'company_id') AND deleted = 0)";
        if !self.conn.prepare_cached(any)?.query_row([], only_value::<bool>)? {
            return Ok(None);
        }
        let mails = contact.emails.iter().filter_map(|email| domain_of(email));
        let domains = mails.chain(account.domain.clone()).chain(self.domains_ever(account)?);
        for domain in domains {
            for end in listed_ends(&domain) {
                if let Some(why) = self.listed_why("domain", end, until)? {
                    return Ok(Some(format!("the do-not-call list has everybody at {end}{why}")));
                }
            }
        }
        let names = std::iter::once(&account.name).chain(&account.aliases).map(|name| ("company", listed_name(name)));
        let cik = account.cik.map(|cik| cik.to_string());
        let ids = account.external.iter().map(|external| &external.id).chain(&cik);
        let ids = ids.map(|id| ("company_id", company_id_key(id)));
        for (kind, value) in names.chain(ids).filter(|(_, value)| !value.is_empty()) {
            if let Some(why) = self.listed_why(kind, &value, until)? {
                return Ok(Some(format!("the do-not-call list has this company{why}")));
            }
        }
        Ok(None)
    }

    /// Returns the web domains that an account, and those merged into it, have or had: a merge and an import take another, and nobody meant to lift a bar
    /// by that.
    fn domains_ever(&self, account: &Account) -> Result<Vec<String>> {
        let sql = "SELECT value FROM account_identifier WHERE kind = 'domain' AND account IN (
            SELECT n FROM account WHERE id = ?1 UNION ALL SELECT gone.n FROM account JOIN account AS gone
                ON gone.merged_into = account.n WHERE account.id = ?1)";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map([account.id], only_value)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the reason of an entry that the list had at an instant, with a colon before it; `None` if it has no such entry.
    fn listed_why(&self, kind: &str, value: &str, until: i64) -> Result<Option<String>> {
        // The upper bits of a revision are milliseconds, so that it says when an entry was written, whichever book
        // wrote it.
        let sql = "SELECT why FROM do_not_call WHERE kind = ?1 AND value = ?2 AND deleted = 0 AND rev >> 16 <= ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let why: Option<String> = statement.query_row(params![kind, value, until], only_value).optional()?;
        Ok(why.map(|why| if why.is_empty() { why } else { format!(": {why}") }))
    }

    /// Returns true if a person of an account must not be called, by their own mark or by the list.
    pub(in crate::store) fn is_barred(&self, contact: &Contact, account: &Account) -> Result<bool> {
        Ok(contact.do_not_call.is_some() || self.on_do_not_call(contact, account)?.is_some())
    }
}

/// Returns the kind and the form in which a value is listed: addresses as they are, web domains without what stands before
/// them, numbers as digits with their country code if known, names as their key.
pub(crate) fn listed_as(value: &str, home: Option<&str>) -> (&'static str, String) {
    if let Some(domain) = listed_domain(value) {
        return ("domain", domain);
    }
    if value.contains('@') {
        return ("email", value.to_lowercase());
    }
    if is_number(value) {
        return ("digits", Dialling::builtin().listed(value, home));
    }
    ("name", name_key(value))
}

/// Adds a value to the list; an empty reason keeps the one that is listed.
pub(crate) fn list(write: &mut Transaction<'_>, kind: &str, value: &str, why: &str) -> Result<RowResult> {
    let sql = "SELECT deleted, why FROM do_not_call WHERE kind = ?1 AND value = ?2";
    let read = |row: &Row<'_>| Ok((row.get::<_, bool>("deleted")?, row.get::<_, String>("why")?));
    let known = write.conn.prepare_cached(sql)?.query_row(params![kind, value], read).optional()?;
    let end = match &known {
        None | Some((true, _)) => RowResult::Created,
        // A list without reasons, read again, must not wipe out the reasons that are here.
        Some((false, stands)) if why.is_empty() || stands == why => return Ok(RowResult::Same),
        Some((false, _)) => RowResult::Updated,
    };
    let rev = write.rev();
    let sql = "INSERT INTO do_not_call (rev, device, kind, value, why) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (kind, value) DO UPDATE SET deleted = 0, why = excluded.why, rev = excluded.rev,
            device = excluded.device";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, kind, value, why])?;
    Ok(end)
}

/// Returns true if somebody in the book has this address, or this number with or without its country code.
pub(crate) fn is_somebodys(conn: &Connection, kind: &str, value: &str, home: Option<&str>) -> Result<bool> {
    let (sql, values) = match kind {
        "email" => {
            ("SELECT EXISTS (SELECT 1 FROM contact_email WHERE address = ?1 AND deleted = 0)", vec![value.to_owned()])
        }
        "digits" => {
            let homes: Vec<&str> = home.into_iter().collect();
            // Listed digits begin with their country code; the plus says so.
            let spelled = Dialling::builtin().spellings(&format!("+{value}"), &homes);
            ("SELECT EXISTS (SELECT 1 FROM contact_phone WHERE digits = ?1 AND deleted = 0)", spelled)
        }
        "domain" => {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM account_identifier WHERE value = ?1 AND kind = 'domain' AND deleted = 0)";
            (sql, vec![value.to_owned()])
        }
        "company" => {
            let sql = "SELECT EXISTS (SELECT 1 FROM account WHERE name_key = ?1 AND deleted = 0)";
            (sql, vec![value.to_owned()])
        }
        _name_or_id => return Ok(false),
    };
    let mut statement = conn.prepare_cached(sql)?;
    for value in values {
        if statement.query_row([value], only_value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

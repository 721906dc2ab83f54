//! Matches imported people to stored contacts.
//!
//! | match basis | accepted when |
//! |---|---|
//! | id of the row's own system | always |
//! | e-mail address | the names have a word in common; at a mailbox that many read, the same name |
//! | name | at the same account, unless both have addresses of its domain and none in common |
//! | telephone number | the same name, at whatever account |
//!
//! Two ids of one system are never one person.

use rusqlite::{Connection, OptionalExtension};

use super::match_result::{MatchResult, MatchedRow};
use crate::domain::account::{Contact, ExternalId, Phone};
use crate::domain::matching::{MatchBasis, domain_of, is_desk, is_shared_domain, name_key};
use crate::domain::text::fold;
use crate::store::cells::only_value;
use crate::store::error::Result;

/// Most candidates that are kept for one row.
const ASKED: usize = 5;

/// Finds the person with an id of the file's system.
pub(crate) fn contact_by_external(conn: &Connection, file: &Contact) -> Result<Option<MatchedRow>> {
    let sql = "SELECT iif(contact.deleted = 0, contact.n, contact.merged_into) FROM contact_identifier AS known
            JOIN contact ON contact.n = known.contact
        WHERE known.value = ?2 AND known.kind = ?1 AND known.deleted = 0
            AND (contact.deleted = 0 OR contact.merged_into IS NOT NULL) LIMIT 1";
    for external in &file.external {
        let values = [external.source.as_str(), external.id.as_str()];
        let known = conn.prepare_cached(sql)?.query_row(values, only_value).optional()?;
        if let Some(n) = known {
            return Ok(Some(MatchedRow { n, by: MatchBasis::SameId, source: Some(external.source.clone()) }));
        }
    }
    Ok(None)
}

/// Finds the contact with one of the row's addresses, if the names share a word and the mailbox is one person's.
pub(crate) fn contact_by_email(conn: &Connection, file: &Contact) -> Result<Option<MatchedRow>> {
    let sql = "SELECT iif(contact.deleted = 0, contact.n, contact.merged_into) AS n, contact.name AS name
        FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
        WHERE mail.address = ?1 AND mail.deleted = 0 AND (contact.deleted = 0 OR contact.merged_into IS NOT NULL)";
    for email in &file.emails {
        let desk = is_desk(email);
        let mut statement = conn.prepare_cached(sql)?;
        let known = statement.query_map([email], |row| Ok((row.get::<_, i64>("n")?, row.get::<_, String>("name")?)))?;
        for person in known {
            let (n, name) = person?;
            let agree = name_key(&name) == name_key(&file.name) || (!desk && share_a_word(&name, &file.name));
            if agree && !two_people(conn, n, file)? {
                return Ok(Some(MatchedRow::by(n, MatchBasis::SameEmail)));
            }
        }
    }
    Ok(None)
}

fn share_a_word(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a.split_whitespace().any(|word| word.chars().count() > 1 && b.split_whitespace().any(|other| other == word))
}

/// Returns true if the stored and the imported person have ids of the same system and the ids differ.
fn two_people(conn: &Connection, n: i64, file: &Contact) -> Result<bool> {
    if file.external.is_empty() {
        return Ok(false);
    }
    let mut ids =
        conn.prepare_cached("SELECT kind, value FROM contact_identifier WHERE contact = ?1 AND deleted = 0")?;
    let ids = ids.query_map([n], |row| Ok(ExternalId { source: row.get("kind")?, id: row.get("value")? }))?;
    let ours = ids.collect::<rusqlite::Result<Vec<_>>>()?;
    let differs = |theirs: &ExternalId| ours.iter().any(|ours| ours.source == theirs.source) && !ours.contains(theirs);
    Ok(file.external.iter().any(differs))
}

/// Returns true if the stored and the imported person have addresses at one company and none in common: two people of
/// one name may work there.
fn other_mailbox(conn: &Connection, n: i64, file: &Contact) -> Result<bool> {
    if file.emails.is_empty() {
        return Ok(false);
    }
    let mut statement = conn.prepare_cached("SELECT address FROM contact_email WHERE contact = ?1 AND deleted = 0")?;
    let ours = statement.query_map([n], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
    let own = |emails: &[String]| {
        let own = emails.iter().filter(|email| !is_desk(email)).filter_map(|email| domain_of(email));
        own.filter(|domain| !is_shared_domain(domain)).collect::<Vec<_>>()
    };
    let (ours_at, theirs_at) = (own(&ours), own(&file.emails));
    Ok(!file.emails.iter().any(|email| ours.contains(email)) && theirs_at.iter().any(|domain| ours_at.contains(domain)))
}

/// Finds the person of this name at an account, unless ids or addresses say that they are two people.
pub(crate) fn contact_by_name(conn: &Connection, account: i64, file: &Contact) -> Result<MatchResult> {
    let sql = "SELECT n FROM contact WHERE account = ?1 AND name_key = ?2 AND deleted = 0
        UNION ALL SELECT merged_into FROM contact INDEXED BY contact_gone
            WHERE account = ?1 AND name_key = ?2 AND deleted = 1 AND merged_into IS NOT NULL";
    let mut statement = conn.prepare_cached(sql)?;
    let named = statement.query_map((account, name_key(&file.name)), only_value)?;
    let mut found = MatchResult::default();
    for n in named.collect::<rusqlite::Result<Vec<i64>>>()? {
        if two_people(conn, n, file)? {
            continue;
        }
        if other_mailbox(conn, n, file)? {
            found.doubts.push((n, MatchBasis::OtherMailbox));
            continue;
        }
        return Ok(MatchResult { known: Some(MatchedRow::by(n, MatchBasis::SameNameThere)), doubts: Vec::new() });
    }
    found.doubts.truncate(ASKED);
    Ok(found)
}

/// Fewest digits of a number that identifies a person; shorter ones are extensions.
const SHORTEST_NUMBER: usize = 7;

/// Finds the contact of this name with one of the row's numbers, at any account.
pub(crate) fn contact_by_phone(conn: &Connection, file: &Contact) -> Result<Option<MatchedRow>> {
    let sql = "SELECT iif(contact.deleted = 0, contact.n, contact.merged_into) FROM contact_phone AS phone
            JOIN contact ON contact.n = phone.contact
        WHERE phone.digits = ?1 AND phone.deleted = 0 AND contact.name_key = ?2
            AND (contact.deleted = 0 OR contact.merged_into IS NOT NULL) ORDER BY contact.n LIMIT 5";
    let key = name_key(&file.name);
    for digits in file.phones.iter().map(Phone::digits).filter(|digits| digits.len() >= SHORTEST_NUMBER) {
        let mut statement = conn.prepare_cached(sql)?;
        let known = statement.query_map([&digits, &key], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
        for n in known {
            if !two_people(conn, n, file)? && !other_mailbox(conn, n, file)? {
                return Ok(Some(MatchedRow::by(n, MatchBasis::SamePhone)));
            }
        }
    }
    Ok(None)
}

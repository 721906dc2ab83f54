//! Who was erased: keyed hashes of what somebody is recognised by, without words.
//!
//! The key stands in the book: who has the book can try a name against the marks, but not read one off them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Contact, ExternalId};
use crate::domain::matching::name_key;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::Result;

/// Fewest digits of a number that tells one person from another; shorter ones are extensions.
pub(crate) const SHORTEST_NUMBER: usize = 7;
/// Most words of a name that is looked for in a text.
const LONGEST_NAME: usize = 5;

/// Says why somebody does not come in again.
pub(crate) const ERASED_BEFORE: &str =
    "this person was erased from the book and stays out of it; `whynow erase --lift` lets them in again";

/// What a mark is made of. The words are stored, and travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MarkKind {
    /// An e-mail address that is one person's.
    Email,
    /// The digits of a telephone number that is one person's.
    Number,
    /// A number that others have too, together with the name key.
    NumberName,
    /// An id in another system.
    Id,
    /// The name key; it counts at its account alone.
    Name,
}

impl MarkKind {
    fn key(self) -> &'static str {
        match self {
            MarkKind::Email => "email",
            MarkKind::Number => "number",
            MarkKind::NumberName => "number_name",
            MarkKind::Id => "id",
            MarkKind::Name => "name",
        }
    }
}

/// Something that somebody is recognised by, before it is hashed.
pub(crate) type MarkedValue = (MarkKind, String);

/// The marks of a book, ready to be compared with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Erasures {
    keys: Vec<Vec<u8>>,
}

impl Erasures {
    /// Reads which keys the marks of this book were made with.
    pub(in crate::store) fn read(conn: &Connection) -> Result<Erasures> {
        let sql = "SELECT key FROM erasure WHERE deleted = 0 GROUP BY key ORDER BY min(n)";
        let keys = conn.prepare_cached(sql)?.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?;
        Ok(Erasures { keys })
    }

    /// Returns true if nobody was erased.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Returns true if an address, a number or an id of this person is that of somebody who was erased.
    pub(in crate::store) fn has_person(&self, conn: &Connection, contact: &Contact, homes: &[&str]) -> Result<bool> {
        if self.is_empty() {
            return Ok(false);
        }
        let name = name_key(&contact.name);
        let mut traits: Vec<MarkedValue> = contact.emails.iter().map(|email| email_trait(email)).collect();
        for phone in &contact.phones {
            traits.extend(number_traits(&phone.raw, homes));
            traits.extend(shared_number_traits(&phone.raw, &name, homes));
        }
        traits.extend(contact.external.iter().map(id_trait));
        self.has_any(conn, &traits)
    }

    /// Returns true if somebody of this name was erased at this account.
    pub(in crate::store) fn has_name_at(&self, conn: &Connection, account: i64, name: &str) -> Result<bool> {
        let of = (MarkKind::Name, name_key(name));
        let sql = "SELECT EXISTS (SELECT 1 FROM erasure
            WHERE mark = ?1 AND kind = 'name' AND deleted = 0 AND account = ?2)";
        let mut statement = conn.prepare_cached(sql)?;
        for key in &self.keys {
            if statement.query_row(params![hash(key, &of), account], only_value)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns true if the do-not-call list may not hold this value again, because it is that of somebody who was erased;
    /// they stay barred all the same: whoever has it does not come in.
    pub(in crate::store) fn has_listed(&self, conn: &Connection, kind: &str, value: &str) -> Result<bool> {
        if self.is_empty() {
            return Ok(false);
        }
        let traits = match kind {
            "email" => vec![email_trait(value)],
            "digits" => number_traits(&format!("+{value}"), &[]),
            _name => vec![(MarkKind::Name, value.to_owned())],
        };
        self.has_any(conn, &traits)
    }

    /// Returns the names of people erased at these accounts as a text writes them.
    pub(in crate::store) fn named_in(&self, conn: &Connection, accounts: &[i64], text: &str) -> Result<Vec<String>> {
        let at = "SELECT EXISTS (SELECT 1 FROM erasure WHERE account = ?1 AND kind = 'name' AND deleted = 0)";
        let mut watched = Vec::new();
        for account in accounts {
            if !self.is_empty() && conn.prepare_cached(at)?.query_row([account], only_value)? {
                watched.push(*account);
            }
        }
        let mut found = BTreeSet::new();
        for name in names_of(text).into_iter().filter(|_| !watched.is_empty()) {
            for account in &watched {
                if self.has_name_at(conn, *account, name)? {
                    found.insert(name.to_owned());
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// Returns the people to whose marks one of these belongs.
    pub(in crate::store) fn people(&self, conn: &Connection, traits: &[MarkedValue]) -> Result<BTreeSet<Vec<u8>>> {
        let mut statement =
            conn.prepare_cached("SELECT person FROM erasure WHERE mark = ?1 AND kind = ?2 AND deleted = 0")?;
        let mut found = BTreeSet::new();
        for (key, of) in self.keys.iter().flat_map(|key| traits.iter().map(move |of| (key, of))) {
            let rows = statement.query_map(params![hash(key, of), of.0.key()], only_value)?;
            found.extend(rows.collect::<rusqlite::Result<Vec<Vec<u8>>>>()?);
        }
        Ok(found)
    }

    fn has_any(&self, conn: &Connection, traits: &[MarkedValue]) -> Result<bool> {
        Ok(!self.people(conn, traits)?.is_empty())
    }
}

/// Writes the marks of a person who is erased; `account` is where their name counts.
pub(crate) fn mark(write: &mut Transaction<'_>, person: &[u8], traits: &[MarkedValue], account: i64) -> Result<()> {
    let known = Erasures::read(write.conn)?.keys.into_iter().next();
    let key = known.unwrap_or_else(|| new_key(write));
    let there = "SELECT n FROM erasure WHERE person = ?1 AND mark = ?2";
    for of in traits {
        let mark = hash(&key, of);
        let sql = "SELECT EXISTS (SELECT 1 FROM erasure WHERE person = ?1 AND mark = ?2 AND deleted = 0)";
        if write.conn.prepare_cached(sql)?.query_row(params![person, mark], only_value)? {
            continue;
        }
        let (id, rev) = (write.new_id(), write.rev());
        let account = (of.0 == MarkKind::Name).then_some(account);
        let again: Option<i64> =
            write.conn.prepare_cached(there)?.query_row(params![person, mark], only_value).optional()?;
        let sql = match again {
            Some(_) => "UPDATE erasure SET deleted = 0, rev = ?2, device = ?3, at = ?9 WHERE person = ?4 AND mark = ?6",
            None => {
                "INSERT INTO erasure (id, rev, device, person, kind, mark, key, account, at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
            }
        };
        let values = params![id.as_bytes(), rev, write.device, person, of.0.key(), mark, key, account, write.now];
        write.conn.prepare_cached(sql)?.execute(values)?;
    }
    Ok(())
}

/// Takes back all marks of these people, so that they may come in again. Returns how many people had any.
pub(crate) fn lift(write: &mut Transaction<'_>, people: &BTreeSet<Vec<u8>>) -> Result<u64> {
    let mut lifted = 0;
    for person in people {
        let rev = write.rev();
        let sql = "UPDATE erasure SET deleted = 1, rev = ?2, device = ?3 WHERE person = ?1 AND deleted = 0";
        lifted += u64::from(write.conn.prepare_cached(sql)?.execute(params![person, rev, write.device])? > 0);
    }
    Ok(lifted)
}

/// An address as it is marked.
pub(crate) fn email_trait(email: &str) -> MarkedValue {
    (MarkKind::Email, email.trim().to_lowercase())
}

/// A number as it is marked, in every spelling that may be compared with it.
pub(crate) fn number_traits(raw: &str, homes: &[&str]) -> Vec<MarkedValue> {
    digits_of(raw, homes).into_iter().map(|digits| (MarkKind::Number, digits)).collect()
}

/// A number that several people have, as it is marked for one of them.
pub(crate) fn shared_number_traits(raw: &str, name: &str, homes: &[&str]) -> Vec<MarkedValue> {
    digits_of(raw, homes).into_iter().map(|digits| (MarkKind::NumberName, format!("{digits} {name}"))).collect()
}

/// An id in another system as it is marked.
pub(crate) fn id_trait(id: &ExternalId) -> MarkedValue {
    (MarkKind::Id, format!("{} {}", id.source.to_lowercase(), id.id))
}

/// All digit strings under which a number is compared; none for a short one.
pub(crate) fn digits_of(raw: &str, homes: &[&str]) -> Vec<String> {
    let mut spelled = Dialling::builtin().spellings(raw, homes);
    spelled.retain(|digits| digits.len() >= SHORTEST_NUMBER);
    spelled
}

/// Every run of two to five words of a text that may be a name, as it stands there.
fn names_of(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.');
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some((_, last)) if is_part(letter) && *last == at => *last = end,
            _ if is_part(letter) => words.push((at, end)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for from in 0..words.len() {
        for until in from + 2..=(from + LONGEST_NAME).min(words.len()) {
            let span = words.get(from).zip(words.get(until - 1));
            let name = span.and_then(|((start, _), (_, end))| text.get(*start..*end)).unwrap_or_default();
            let bare = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
            found.extend([name, bare, name.trim_matches('.')]);
        }
    }
    found
}

fn hash(key: &[u8], of: &MarkedValue) -> Vec<u8> {
    let (kind, value) = of;
    let inner =
        Sha256::new().chain_update(key).chain_update(kind.key()).chain_update([0]).chain_update(value).finalize();
    // Twice, as HMAC does: nobody can lengthen a value.
    Sha256::new().chain_update(key).chain_update(inner).finalize().to_vec()
}

fn new_key(write: &Transaction<'_>) -> Vec<u8> {
    let random: [Uuid; 4] = std::array::from_fn(|_| write.new_id());
    random.iter().fold(Sha256::new(), |all, one| all.chain_update(one.as_bytes())).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_a_text_as_it_stands_there() {
        let found = names_of("Norvik’s board: Ane Lund's deputy Per J. Dahl leaves.");
        for name in ["Ane Lund", "Per J. Dahl", "Ane Lund's deputy"] {
            assert!(found.contains(name), "{name}: {found:?}");
        }
        assert!(names_of("Ane").is_empty());
    }

    #[test]
    fn another_key_or_another_kind_makes_another_mark() {
        let name = |kind| hash(b"one", &(kind, "ane lund".to_owned()));
        assert_ne!(name(MarkKind::Name), hash(b"two", &(MarkKind::Name, "ane lund".to_owned())));
        assert_ne!(name(MarkKind::Name), name(MarkKind::Email));
        assert_eq!(name(MarkKind::Name), name(MarkKind::Name));
    }
}

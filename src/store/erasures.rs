//! Who was erased: keyed hashes of what somebody is recognised by, without words.
//!
//! The key stands in the book: who has the book can try a name against the marks, but not read one off them.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Contact, ExternalId};
use crate::domain::draft::{Draft, is_contact_key};
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

    /// Returns true if the do-not-call list may not hold this value again, because it is that of somebody who was erased and
    /// of nobody in the book. Whoever has the address or the number stays out without it; a name keeps them out at their
    /// account alone.
    pub(in crate::store) fn has_listed(&self, conn: &Connection, kind: &str, value: &str) -> Result<bool> {
        if self.is_empty() {
            return Ok(false);
        }
        let traits = match kind {
            "email" => vec![email_trait(value)],
            "digits" => number_traits(&format!("+{value}"), &[]),
            "name" => vec![(MarkKind::Name, value.to_owned())],
            _company => return Ok(false),
        };
        Ok(self.has_any(conn, &traits)? && !is_in_use(conn, &traits)?)
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

    /// Returns true if a draft is about somebody who was erased: its form or its text has the id of the person or of a call of
    /// theirs, its form that of a trigger about them, or it is a person with their address or number. `home` is the book's
    /// home country.
    pub(in crate::store) fn has_draft(&self, conn: &Connection, draft: &Draft, home: Option<&str>) -> Result<bool> {
        if self.is_empty() {
            return Ok(false);
        }
        let text = format!("{}\n{}", draft.title, draft.body);
        let sql = "SELECT EXISTS (SELECT 1 FROM erasure WHERE person = ?1 AND deleted = 0)
            OR EXISTS (SELECT 1 FROM call JOIN contact ON contact.n = call.contact
                JOIN erasure ON erasure.person = contact.id WHERE call.id = ?1 AND erasure.deleted = 0)";
        let mut theirs = conn.prepare_cached(sql)?;
        for id in ids_in(&draft.key).chain(ids_in(&text)) {
            if theirs.query_row([id.as_bytes()], only_value)? {
                return Ok(true);
            }
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM trigger JOIN contact ON contact.n = trigger.contact
            JOIN erasure ON erasure.person = contact.id WHERE trigger.id = ?1 AND erasure.deleted = 0)";
        let mut theirs = conn.prepare_cached(sql)?;
        for id in ids_in(&draft.key) {
            if theirs.query_row([id.as_bytes()], only_value)? {
                return Ok(true);
            }
        }
        if !is_contact_key(&draft.key) {
            return Ok(false);
        }
        let between = |letter: char| letter.is_whitespace() || "\"\\<>(),;:".contains(letter);
        let mut traits: Vec<_> = text.split(between).filter(|word| word.contains('@')).map(email_trait).collect();
        let homes: Vec<&str> = home.into_iter().collect();
        // As the form lists numbers, and as JSON ends them.
        let listed = text.split(|letter: char| "\"\\,;:".contains(letter)).filter(|part| !part.contains(is_of_word));
        listed.for_each(|part| traits.extend(number_traits(part, &homes)));
        self.has_any(conn, &traits)
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
    for of in traits {
        let mark = hash(&key, of);
        let sql = "SELECT n, deleted FROM erasure WHERE person = ?1 AND mark = ?2";
        let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("deleted")?));
        let there: Option<(i64, bool)> =
            write.conn.prepare_cached(sql)?.query_row(params![person, mark], read).optional()?;
        let rev = write.rev();
        match there {
            Some((_, false)) => {}
            Some((n, true)) => {
                let sql = "UPDATE erasure SET deleted = 0, rev = ?2, device = ?3, at = ?4 WHERE n = ?1";
                write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device, write.now])?;
            }
            None => {
                let id = write.new_id();
                let account = (of.0 == MarkKind::Name).then_some(account);
                let sql = "INSERT INTO erasure (id, rev, device, person, kind, mark, key, account, at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
                let values =
                    params![id.as_bytes(), rev, write.device, person, of.0.key(), mark, key, account, write.now];
                write.conn.prepare_cached(sql)?.execute(values)?;
            }
        }
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

/// Returns true if somebody who is in the book has one of these addresses, numbers or names.
fn is_in_use(conn: &Connection, traits: &[MarkedValue]) -> Result<bool> {
    for (kind, value) in traits {
        let sql = match kind {
            MarkKind::Email => {
                "SELECT EXISTS (SELECT 1 FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
                    WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0)"
            }
            MarkKind::Number => {
                "SELECT EXISTS (SELECT 1 FROM contact_phone AS phone JOIN contact ON contact.n = phone.contact
                    WHERE phone.digits = ?1 AND phone.deleted = 0 AND contact.deleted = 0)"
            }
            MarkKind::Name => "SELECT EXISTS (SELECT 1 FROM contact WHERE name_key = ?1 AND deleted = 0)",
            MarkKind::NumberName | MarkKind::Id => continue,
        };
        if conn.prepare_cached(sql)?.query_row([value], only_value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns true if a character joins two parts of one name: "Müller-Schmidt", "O'Hara".
pub(crate) fn is_name_joint(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '\'' | '’')
}

/// The names of the erased, as a file or another book may write them in texts about others.
#[derive(Debug, Default)]
pub(crate) struct ErasedNames {
    keys: Vec<Vec<u8>>,
    marks: HashSet<Vec<u8>>,
}

impl ErasedNames {
    /// Reads the marks of all names.
    pub(in crate::store) fn read(conn: &Connection) -> Result<ErasedNames> {
        let keys = Erasures::read(conn)?.keys;
        if keys.is_empty() {
            return Ok(ErasedNames::default());
        }
        let sql = "SELECT mark FROM erasure WHERE kind = 'name' AND deleted = 0";
        let marks = conn.prepare_cached(sql)?.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?;
        Ok(ErasedNames { keys, marks })
    }

    /// Returns true if nobody was erased.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Returns the full names in a text that are those of erased people and of nobody in the book, as the text writes them.
    pub(in crate::store) fn in_text(&self, conn: &Connection, text: &str) -> Result<Vec<String>> {
        let mut found = Vec::new();
        if self.is_empty() {
            return Ok(found);
        }
        for name in full_names(text) {
            let of = (MarkKind::Name, name_key(name));
            let is_erased = self.keys.iter().any(|key| self.marks.contains(&hash(key, &of)));
            if is_erased && !is_in_use(conn, &[of])? {
                found.push(name.to_owned());
            }
        }
        Ok(found)
    }
}

/// Every run of two to five words of a text that is written as a name is: the first and the last word with a capital, where
/// the text has any. Every other run would be hashed for nothing.
fn full_names(text: &str) -> Vec<&str> {
    let has_capitals = text.chars().any(char::is_uppercase);
    let words = words_of(text);
    let is_capital = |(start, end): (usize, usize)| {
        let first = text.get(start..end).and_then(|word| word.chars().find(|letter| letter.is_alphanumeric()));
        first.is_some_and(|letter| letter.is_alphabetic() && (!has_capitals || !letter.is_lowercase()))
    };
    let capitals: Vec<bool> = words.iter().map(|word| is_capital(*word)).collect();
    let mut found = Vec::new();
    for from in (0..words.len()).filter(|at| capitals[*at]) {
        for until in from + 2..=(from + LONGEST_NAME).min(words.len()) {
            if !capitals[until - 1] {
                // "Ane van der Lund" goes on, "Ane asked" does not.
                if text.get(words[until - 1].0..words[until - 1].1).is_some_and(joins_names) { continue } else { break }
            }
            let Some(name) = text.get(words[from].0..words[until - 1].1) else { continue };
            let bare = name.trim_matches(|letter: char| !letter.is_alphanumeric());
            let named = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            found.push(named);
            // "Ane J." is written with its stop.
            if name.ends_with('.') && named.rsplit(' ').next().is_some_and(|last| last.chars().count() == 1) {
                found.push(name);
            }
        }
    }
    found
}

/// Returns true if a word without a capital may stand within a name: "van", "der", "della".
fn joins_names(word: &str) -> bool {
    let letters = word.chars().count();
    letters <= 3 || (letters <= 5 && (word.starts_with("de") || word.starts_with("da")))
}

/// Where each word of a text begins and ends.
fn words_of(text: &str) -> Vec<(usize, usize)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '.' || is_name_joint(letter);
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_part(*letter)) {
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some((_, last)) if *last == at => *last = end,
            Some(_) | None => words.push((at, end)),
        }
    }
    words
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '@'
}

/// Ids that stand in a text.
fn ids_in(text: &str) -> impl Iterator<Item = Uuid> {
    let words = text.split(|letter: char| letter != '-' && !letter.is_ascii_hexdigit());
    words.filter(|word| word.len() == 36).filter_map(|word| Uuid::parse_str(word).ok())
}

/// Every run of two to five words of a text that may be a name, as it stands there.
fn names_of(text: &str) -> BTreeSet<&str> {
    let words = words_of(text);
    let mut found = BTreeSet::new();
    for from in 0..words.len() {
        for until in from + 2..=(from + LONGEST_NAME).min(words.len()) {
            let span = words.get(from).zip(words.get(until - 1));
            let name = span.and_then(|((start, _), (_, end))| text.get(*start..*end)).unwrap_or_default();
            let bare = name.trim_matches(|letter: char| !letter.is_alphanumeric());
            let named = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            found.extend([name, bare, named]);
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
        let found = names_of("Norvik’s board: Ane Lund's deputy Per J. Dahl leaves 'Mia Berg-Hansen'- again.");
        for name in ["Ane Lund", "Per J. Dahl", "Ane Lund's deputy", "Mia Berg-Hansen"] {
            assert!(found.contains(name), "{name}: {found:?}");
        }
        assert!(!found.contains("Mia Berg"), "{found:?}");
        assert!(names_of("Ane").is_empty());
    }

    #[test]
    fn what_may_be_a_full_name_is_written_with_capitals_unless_nothing_is() {
        let found = full_names("Met Ane van der Lund's deputy, PER J. DAHL, on Monday.");
        for name in ["Ane van der Lund", "PER J. DAHL", "Met Ane"] {
            assert!(found.contains(&name), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|name| name.ends_with("deputy")), "{found:?}");
        assert!(full_names("Ane Lund asked Siri della Berg").iter().all(|name| !name.contains("asked")));
        assert!(full_names("met ane lund").contains(&"ane lund"));
        assert!(full_names("Spoke to ane lund").is_empty(), "a text with capitals writes names with them");
    }

    #[test]
    fn another_key_or_another_kind_makes_another_mark() {
        let name = |kind| hash(b"one", &(kind, "ane lund".to_owned()));
        assert_ne!(name(MarkKind::Name), hash(b"two", &(MarkKind::Name, "ane lund".to_owned())));
        assert_ne!(name(MarkKind::Name), name(MarkKind::Email));
        assert_eq!(name(MarkKind::Name), name(MarkKind::Name));
    }
}

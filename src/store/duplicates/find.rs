//! Finds duplicates in the whole book by walking indexes, one group of equal keys at a time.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::domain::account::Account;
use crate::domain::matching::duplicate_pair::{DuplicateCounts, DuplicateOf};
use crate::domain::matching::{
    MatchBasis, SamePlace, core_key, differ_loosely, is_desk, is_qualifier, is_shared_domain, name_key, names_agree,
    places,
};
use crate::store::cells::{numbered_columns, only_value};
use crate::store::convert::count;
use crate::store::error::Result;
use crate::store::matching::accounts::has_many_names;
use crate::store::tables::{accounts, contacts};
use crate::store::{Store, duplicates};

/// Most rows with the same key that are compared: a telephone number that a thousand people share says nothing.
const GROUP: i64 = 20;
/// Shortest name key, in characters, that is looked for as the beginning of others.
const SHORTEST: usize = 3;

/// Selects identifiers that more than one row has, in index order.
const IDENTIFIERS: &str = "SELECT value, kind FROM account_identifier GROUP BY value, kind HAVING count(*) > 1";
/// Selects name keys that more than one account has.
const NAMES: &str = "SELECT name_key FROM account INDEXED BY account_key GROUP BY name_key HAVING count(*) > 1";
/// Selects aliases that are also the name or an alias of another account.
const ALIASES: &str = "SELECT DISTINCT name_key FROM account_alias INDEXED BY account_alias_key
    WHERE EXISTS (SELECT 1 FROM account WHERE account.name_key = account_alias.name_key)
    UNION SELECT name_key FROM account_alias INDEXED BY account_alias_key GROUP BY name_key HAVING count(*) > 1";
const KEYS: &str = "SELECT name_key, n FROM account INDEXED BY account_key WHERE deleted = 0 ORDER BY name_key";
const EMAILS: &str = "SELECT address FROM contact_email INDEXED BY contact_email_address
    GROUP BY address HAVING count(*) > 1";
const NUMBERS: &str = "SELECT digits FROM contact_phone INDEXED BY contact_phone_digits
    WHERE length(digits) >= 7 GROUP BY digits HAVING count(*) > 1";
const NAMESAKES: &str = "SELECT account, name_key FROM contact INDEXED BY contact_account WHERE deleted = 0
    GROUP BY account, name_key HAVING count(*) > 1";

/// Pairs of possible duplicates by their rows, surest first.
struct PairSet {
    pairs: Vec<(DuplicateOf, i64, i64, MatchBasis)>,
    known: BTreeSet<(bool, i64, i64)>,
    /// Pairs that somebody kept apart: each row of a group may still be another one of it.
    apart: BTreeSet<(bool, i64, i64)>,
}

impl PairSet {
    fn add(&mut self, about: DuplicateOf, a: i64, b: i64, by: MatchBasis) {
        let (one, other) = (a.min(b), a.max(b));
        if one != other && self.known.insert((about == DuplicateOf::Account, one, other)) {
            self.pairs.push((about, one, other, by));
        }
    }

    /// Adds a pair for each row of a group that may be an earlier one of it, with the first of these: a group of twenty has
    /// nineteen pairs, not 190, and who merges them all has one row.
    fn add_group<T>(
        &mut self,
        about: DuplicateOf,
        group: &[(i64, T)],
        basis: impl Fn(&(i64, T), &(i64, T)) -> Result<Option<MatchBasis>>,
    ) -> Result<()> {
        for (at, later) in group.iter().enumerate() {
            for earlier in group.iter().take(at) {
                let pair = (about == DuplicateOf::Account, earlier.0.min(later.0), earlier.0.max(later.0));
                if self.apart.contains(&pair) {
                    continue;
                }
                if let Some(by) = basis(earlier, later)? {
                    self.add(about, earlier.0, later.0, by);
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Store {
    /// Looks for accounts and people that are in the book twice and queues them as pairs to decide on.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn find_doubles(&mut self) -> Result<DuplicateCounts> {
        let new = self.write("looking for duplicates", |write| {
            let found = all(write.conn)?;
            let mut new = 0;
            for (about, one, other, by) in found.pairs {
                new += u64::from(duplicates::put(write, about, one, other, by)?);
            }
            Ok(new)
        })?;
        Ok(DuplicateCounts { new, open: self.open_twins()?, merged: 0 })
    }

    /// Merges all pairs that share an identifier that only one company or person can have. One action.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn merge_doubles(&mut self) -> Result<DuplicateCounts> {
        let new = self.find_doubles()?.new;
        let merged = self.action("merging duplicates", |write| {
            let mut merged = 0;
            while let Some((n, about, one, other)) = next_sure(write.conn)? {
                duplicates::join(write, about, one, other)?;
                duplicates::close(write, n, "same")?;
                merged += 1;
            }
            write.label = format!("merged {merged} pairs with the same id");
            Ok(merged)
        })?;
        Ok(DuplicateCounts { new, open: self.open_twins()?, merged })
    }

    fn open_twins(&self) -> Result<u64> {
        let n: i64 = self.conn.prepare_cached(duplicates::HOW_MANY)?.query_row([i64::MAX], only_value)?;
        Ok(count(n) as u64)
    }
}

/// Returns the first waiting pair whose identifiers say that both rows are one.
fn next_sure(conn: &Connection) -> Result<Option<(i64, DuplicateOf, i64, i64)>> {
    let sql = "SELECT n, about, one, other FROM twin INDEXED BY twin_open
        WHERE deleted = 0 AND state = 'open' AND why IN ('cik', 'id') AND CASE about
            WHEN 'account' THEN (SELECT count(*) = 2 FROM account WHERE account.n IN (one, other) AND account.deleted = 0)
            ELSE (SELECT count(*) = 2 FROM contact WHERE contact.n IN (one, other) AND contact.deleted = 0) END
        ORDER BY n LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        let about: String = row.get("about")?;
        Ok((row.get("n")?, DuplicateOf::from_key(&about).unwrap_or_default(), row.get("one")?, row.get("other")?))
    };
    Ok(statement.query_map([], read)?.next().transpose()?)
}

fn all(conn: &Connection) -> Result<PairSet> {
    let mut found = PairSet { pairs: Vec::new(), known: BTreeSet::new(), apart: kept_apart(conn)? };
    add_by_identifier(conn, &mut found)?;
    add_by_name(conn, &mut found)?;
    nearly_named(conn, &mut found)?;
    people(conn, &mut found)?;
    Ok(found)
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    Ok(statement.query_map([], only_value)?.collect::<rusqlite::Result<_>>()?)
}

fn load_accounts(conn: &Connection, rows: Vec<i64>) -> Result<Vec<(i64, Account)>> {
    let some = rows.into_iter().take(usize::try_from(GROUP).unwrap_or(0));
    some.map(|n| Ok((n, accounts::load(conn, n)?))).collect()
}

fn kept_apart(conn: &Connection) -> Result<BTreeSet<(bool, i64, i64)>> {
    let mut statement = conn.prepare("SELECT about, one, other FROM twin WHERE state = 'two' AND deleted = 0")?;
    let read = |row: &rusqlite::Row<'_>| {
        let about: String = row.get("about")?;
        Ok((about == DuplicateOf::Account.key(), row.get("one")?, row.get("other")?))
    };
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

fn add_by_identifier(conn: &Connection, found: &mut PairSet) -> Result<()> {
    let mut statement = conn.prepare(IDENTIFIERS)?;
    let groups = statement.query_map([], |row| Ok((row.get("value")?, row.get("kind")?)))?;
    for (value, kind) in groups.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
        if kind == "domain" && (is_shared_domain(&value) || has_many_names(conn, &value)?) {
            continue;
        }
        let group = load_accounts(conn, accounts::with_identifier(conn, &kind, &value)?)?;
        found.add_group(DuplicateOf::Account, &group, |(_, a), (_, b)| {
            let agree = || names_agree(&a.name, &b.name);
            let by = match kind.as_str() {
                "cik" => MatchBasis::SameCik,
                "domain" if agree() && places(a, b) != SamePlace::Differ => MatchBasis::SameDomain,
                "domain" => MatchBasis::OtherNameOfDomain,
                "ticker" if agree() => MatchBasis::SameTicker,
                "ticker" => MatchBasis::OtherNameOfTicker,
                _external if agree() => MatchBasis::SameId,
                _external => MatchBasis::OtherNameOfId,
            };
            Ok(Some(by).filter(|by| by.is_an_id() || *by == MatchBasis::OtherNameOfId || !contradict(a, b)))
        })?;
    }
    Ok(())
}

/// Returns true if the accounts have different ids of one register, or different web domains: they are two companies.
fn contradict(a: &Account, b: &Account) -> bool {
    let ciks = matches!((a.cik, b.cik), (Some(a), Some(b)) if a != b);
    let other = |one: &crate::domain::account::ExternalId| {
        a.external.iter().any(|own| own.source == one.source) && !a.external.contains(one)
    };
    ciks || b.external.iter().any(other)
}

fn other_domain(a: &Account, b: &Account) -> bool {
    let label = |domain: &String| domain.split('.').next().unwrap_or_default().to_owned();
    matches!((&a.domain, &b.domain), (Some(a), Some(b)) if label(a) != label(b))
}

fn add_by_name(conn: &Connection, found: &mut PairSet) -> Result<()> {
    for key in texts(conn, NAMES)?.into_iter().chain(texts(conn, ALIASES)?) {
        let group = load_accounts(conn, accounts::with_key(conn, &key)?)?;
        found.add_group(DuplicateOf::Account, &group, |(_, a), (_, b)| {
            if contradict(a, b) || other_domain(a, b) {
                return Ok(None);
            }
            let by_name = name_key(&a.name) == key && name_key(&b.name) == key;
            let by = match (places(a, b), by_name) {
                (SamePlace::Differ, _) => MatchBasis::OtherPlace,
                (SamePlace::Agree, true) => MatchBasis::SameNameAndPlace,
                (SamePlace::Unknown, true) if differ_loosely(&a.name, &b.name) => MatchBasis::NearlyTheName,
                (SamePlace::Unknown, true) => MatchBasis::SameName,
                (SamePlace::Agree | SamePlace::Unknown, false) => MatchBasis::AlsoKnownAs,
            };
            Ok(Some(by))
        })?;
    }
    Ok(())
}

numbered_columns! {
    /// Indexes of the columns of [`KEYS`].
    struct KeyColumns { name_key, n }
}

/// Finds names that differ by a country or "international": when one key begins with another, both are close in sort
/// order.
fn nearly_named(conn: &Connection, found: &mut PairSet) -> Result<()> {
    let mut statement = conn.prepare(KEYS)?;
    let at = KeyColumns::resolve(&statement)?;
    let mut rows = statement.query([])?;
    let mut open: Vec<(String, i64)> = Vec::new();
    let mut near: Vec<(i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, n) = (row.get_ref(at.name_key)?.as_str().unwrap_or_default(), row.get::<_, i64>(at.n)?);
        while open.last().is_some_and(|(begun, _)| !key.starts_with(begun.as_str())) {
            open.pop();
        }
        for (begun, short) in &open {
            if key.strip_prefix(begun.as_str()).is_some_and(is_qualifier) {
                near.push((*short, n));
            }
        }
        if key.len() >= SHORTEST {
            open.push((key.to_owned(), n));
        }
    }
    for (short, long) in near {
        let (a, b) = (accounts::load(conn, short)?, accounts::load(conn, long)?);
        let near = core_key(&b.name).is_some_and(|core| core == name_key(&a.name));
        if near && !contradict(&a, &b) && !other_domain(&a, &b) && places(&a, &b) != SamePlace::Differ {
            found.add(DuplicateOf::Account, short, long, MatchBasis::NearlyTheName);
        }
    }
    Ok(())
}

fn people(conn: &Connection, found: &mut PairSet) -> Result<()> {
    let with_address =
        "SELECT contact.n AS n, contact.name_key AS name_key FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
        WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0 ORDER BY contact.n LIMIT ?2";
    for address in texts(conn, EMAILS)? {
        let desk = is_desk(&address);
        found.add_group(DuplicateOf::Contact, &group(conn, with_address, &address)?, |(one, a), (other, b)| {
            let same = a == b || (!desk && share_a_word(conn, *one, *other)?);
            Ok(same.then_some(MatchBasis::SameEmail))
        })?;
    }
    let with_number = "SELECT contact.n AS n, contact.name_key AS name_key FROM contact_phone AS phone
            JOIN contact ON contact.n = phone.contact
        WHERE phone.digits = ?1 AND phone.deleted = 0 AND contact.deleted = 0 ORDER BY contact.n LIMIT ?2";
    for digits in texts(conn, NUMBERS)? {
        found.add_group(DuplicateOf::Contact, &group(conn, with_number, &digits)?, |(_, a), (_, b)| {
            Ok((a == b).then_some(MatchBasis::SamePhone))
        })?;
    }
    let mut statement = conn.prepare(NAMESAKES)?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>("account")?, row.get::<_, String>("name_key")?));
    let groups = statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let sql = "SELECT n FROM contact WHERE account = ?1 AND name_key = ?2 AND deleted = 0 ORDER BY n LIMIT ?3";
    for (account, key) in groups {
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, key, GROUP], |row| Ok((row.get("n")?, ())))?;
        let group = rows.collect::<rusqlite::Result<Vec<(i64, ())>>>()?;
        found.add_group(DuplicateOf::Contact, &group, |_, _| Ok(Some(MatchBasis::SameNameThere)))?;
    }
    Ok(())
}

fn group(conn: &Connection, sql: &str, value: &str) -> Result<Vec<(i64, String)>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![value, GROUP], |row| Ok((row.get("n")?, row.get("name_key")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn share_a_word(conn: &Connection, one: i64, other: i64) -> Result<bool> {
    let words = |n: i64| -> Result<Vec<String>> {
        let name = contacts::load(conn, n)?.name.to_lowercase();
        Ok(name.split_whitespace().filter(|word| word.chars().nth(1).is_some()).map(str::to_owned).collect())
    };
    let (a, b) = (words(one)?, words(other)?);
    Ok(a.iter().any(|word| b.contains(word)))
}

//! Selects the accounts that a batch of headlines may name: only those are passed to `domain::mentions`, so that memory
//! holds a few hundred names instead of a million.
//!
//! A name's key is its words without blanks. From each word of a headline on, words are joined one by one, and one
//! index lookup says whether the result is a name, the beginning of one, or neither; then the next word is tried.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension};

use crate::domain::matching::{is_shared_domain, name_key};
use crate::domain::mentions::{
    AccountNames, LONGEST_NAME, MentionFinder, MentionText, first_sentence, without_publisher,
};
use crate::domain::text::fold;
use crate::domain::trigger::Trigger;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::accounts;

/// Selects the first account name key that is equal to or after a key.
pub(crate) const NEXT_NAME: &str = "SELECT name_key FROM account WHERE name_key >= ?1 ORDER BY name_key LIMIT 1";
/// Selects the first alias key that is equal to or after a key.
pub(crate) const NEXT_ALIAS: &str = "SELECT name_key FROM account_alias WHERE name_key >= ?1 ORDER BY name_key LIMIT 1";
/// Selects the keys of names that begin with a word.
pub(crate) const BEGIN_ALIKE: &str = "SELECT DISTINCT name_key FROM (SELECT name_key FROM account
    WHERE fold >= ?1 AND fold < ?2 AND deleted = 0 AND archived = 0 LIMIT 8)";

/// Lookup of a key in the name index.
#[derive(Debug, Clone, Copy)]
struct NameLookup {
    /// True if the key is a name.
    is_name: bool,
    /// True if longer names begin with the key.
    goes_on: bool,
}

/// Links triggers that name no company to the accounts that their headlines name, else to those in their first
/// sentences.
pub(crate) fn link(conn: &Connection, triggers: &mut [Trigger]) -> Result<()> {
    let mut open: Vec<&mut Trigger> =
        triggers.iter_mut().filter(|trigger| trigger.company.is_none() && trigger.accounts.is_empty()).collect();
    // First sentences only where the headline names nobody: reading them is half of the work.
    for read in [without_headline_publisher, lead] {
        let texts: Vec<MentionText> = open.iter().map(|trigger| text_of(trigger, read(trigger))).collect();
        let spotter = spotter(conn, &texts)?;
        for (trigger, text) in open.iter_mut().zip(&texts) {
            trigger.accounts = spotter.spot(text).into_iter().map(|one| one.account).collect();
        }
        open.retain(|trigger| trigger.accounts.is_empty());
    }
    Ok(())
}

fn without_headline_publisher(trigger: &Trigger) -> &str {
    without_publisher(&trigger.headline)
}

fn lead(trigger: &Trigger) -> &str {
    first_sentence(&trigger.summary)
}

/// Reads a text of a trigger, with the numbers that its source gives beside it.
fn text_of(trigger: &Trigger, text: &str) -> MentionText {
    let mut text = MentionText::of(text);
    text.given_cik = trigger.cik;
    text.given_ticker.clone_from(&trigger.ticker);
    text
}

/// Builds a finder for the accounts that these texts may name.
fn spotter(conn: &Connection, texts: &[MentionText]) -> Result<MentionFinder> {
    let mut looks: HashMap<String, NameLookup> = HashMap::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut found: BTreeSet<i64> = BTreeSet::new();
    for text in texts {
        let words: Vec<(&str, bool)> = text.keys().collect();
        for start in 0..words.len() {
            let from = words.get(start..).unwrap_or_default();
            if from.first().is_some_and(|(_, named)| *named) {
                walk(conn, from, &mut looks, &mut names)?;
            }
        }
        for (kind, values) in [("ticker", &text.tickers), ("domain", &text.domains)] {
            let given = text.given_ticker.iter().filter(|_| kind == "ticker");
            for value in values.iter().chain(given).filter(|value| !is_shared_domain(value)) {
                found.extend(accounts::with_identifier(conn, kind, value)?);
            }
        }
        for cik in text.ciks.iter().chain(&text.given_cik) {
            found.extend(accounts::with_identifier(conn, "cik", &cik.to_string())?);
        }
    }
    for name in &names {
        found.extend(accounts::with_key(conn, name)?);
    }
    let mut alike = HashMap::new();
    let known = found.into_iter().map(|n| account_names(conn, n, &mut alike)).collect::<Result<Vec<_>>>()?;
    Ok(MentionFinder::new(known))
}

/// Joins words from the first one on, as long as some name begins with the result.
fn walk(
    conn: &Connection,
    words: &[(&str, bool)],
    looks: &mut HashMap<String, NameLookup>,
    names: &mut BTreeSet<String>,
) -> Result<()> {
    let mut key = String::new();
    for (word, _) in words.iter().take(LONGEST_NAME) {
        key.push_str(word);
        let look = match looks.get(&key) {
            Some(look) => *look,
            None => {
                let look = look(conn, &key)?;
                looks.insert(key.clone(), look);
                look
            }
        };
        if look.is_name && key.len() > 1 {
            names.insert(key.clone());
        }
        if !look.goes_on {
            break;
        }
    }
    Ok(())
}

fn look(conn: &Connection, key: &str) -> Result<NameLookup> {
    let mut said = NameLookup { is_name: false, goes_on: false };
    for sql in [NEXT_NAME, NEXT_ALIAS] {
        let next: Option<String> = conn.prepare_cached(sql)?.query_row([key], only_value).optional()?;
        let Some(next) = next else { continue };
        said.is_name |= next == key;
        said.goes_on |= next.starts_with(key);
    }
    Ok(said)
}

/// Names that begin with a word, by word.
type AlikeNames = HashMap<String, Vec<String>>;

fn account_names(conn: &Connection, n: i64, alike: &mut AlikeNames) -> Result<AccountNames> {
    let account = accounts::load_names(conn, n)?;
    Ok(AccountNames {
        account: account.id,
        crowded: is_crowded(conn, &account.name, alike)?,
        name: account.name,
        aliases: account.aliases,
        tickers: account.tickers,
        domain: account.domain.filter(|domain| !is_shared_domain(domain)),
        cik: account.cik,
    })
}

/// Returns true if several names begin with the same word.
fn is_crowded(conn: &Connection, name: &str, alike: &mut AlikeNames) -> Result<bool> {
    let folded = fold(name);
    let word = folded.split_whitespace().next().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
    if !alike.contains_key(word) {
        let mut statement = conn.prepare_cached(BEGIN_ALIKE)?;
        // A blank is the first and "!" the second sign that parts words: between them lie the names that go on behind a
        // blank.
        let found = statement.query_map([format!("{word} "), format!("{word}!")], only_value::<String>)?;
        alike.insert(word.to_owned(), found.collect::<rusqlite::Result<_>>()?);
    }
    let own = name_key(name);
    Ok(alike.get(word).is_some_and(|keys| keys.iter().any(|key| *key != own)))
}

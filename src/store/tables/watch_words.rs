//! Reads and writes the table of watch words.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accounts;
use crate::domain::ids::{AccountId, WatchId};
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::{Store, sanitize};

/// Most watch words of a book, because every item is searched for all of them.
const MOST: usize = 2_000;

/// Selects watch words in the order in which they were added; the first one found in an item decides its kind.
pub(crate) const IN_ORDER: &str = "SELECT watch.id AS id, watch.words AS words, watch.industry AS industry,
        watch.kind AS kind, account.id AS account, account.name AS account_name
    FROM watch_word AS watch LEFT JOIN account ON account.n = watch.account AND account.deleted = 0
    WHERE watch.deleted = 0 AND (watch.account IS NULL OR account.n IS NOT NULL) ORDER BY watch.n";

impl Store {
    /// Returns every watch word; at most 2,000.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn watch_words(&self) -> Result<Vec<WatchWord>> {
        all(&self.conn)
    }

    /// Adds watch words and gives them an id. The same words for the same account or industry are stored once.
    ///
    /// # Errors
    /// Without a word, without an industry, with more than 2,000, or when the book cannot be written.
    pub fn add_watch(&mut self, watch: &WatchWord) -> Result<()> {
        let watch = sanitize::watch(watch);
        if !watch.words.chars().any(char::is_alphanumeric) {
            return Err(StoreError::refused("There is nothing to watch for: give a word of letters or digits."));
        }
        self.action("adding the watch words", |write| {
            write.label = format!("watches for “{}”", watch.words);
            let known = all(write.conn)?;
            // Added twice, an item would be told twice why it is here.
            if known.iter().any(|one| one.words == watch.words && one.whom == watch.whom && one.kind == watch.kind) {
                return Ok(());
            }
            if known.len() >= MOST {
                return Err(StoreError::refused("A book takes 2,000 watch words; remove some first."));
            }
            let (account, industry) = match &watch.whom {
                WatchTarget::Account(id, _) => (Some(accounts::require_row(write.conn, *id)?), None),
                WatchTarget::Industry(industry) if industry.is_empty() => {
                    return Err(StoreError::refused("Watch words for an industry need its name."));
                }
                WatchTarget::Industry(industry) => (None, Some(industry)),
            };
            let (id, rev) = (WatchId(write.new_id()), write.rev());
            let sql = "INSERT INTO watch_word (id, rev, device, words, account, industry, kind)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let row = params![id, rev, write.device, watch.words, account, industry, watch.kind];
            write.conn.prepare_cached(sql)?.execute(row)?;
            Ok(())
        })
    }

    /// Removes watch words; triggers they made stay.
    ///
    /// # Errors
    /// When the watch words do not exist, or when the book cannot be written.
    pub fn remove_watch(&mut self, id: WatchId) -> Result<()> {
        self.action("removing the watch words", |write| {
            let sql = "SELECT n, words FROM watch_word WHERE id = ?1 AND deleted = 0";
            let read = |row: &Row<'_>| Ok((row.get::<_, i64>("n")?, row.get::<_, String>("words")?));
            let found = write.conn.prepare_cached(sql)?.query_row([id], read).optional()?;
            let Some((n, words)) = found else {
                let says = "these watch words are no longer in the book";
                return Err(StoreError::new(ErrorKind::Missing, "", "".as_ref(), says));
            };
            write.label = format!("stopped watching for “{words}”");
            let rev = write.rev();
            let sql = "UPDATE watch_word SET deleted = 1, rev = ?2, device = ?3 WHERE n = ?1";
            write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device])?;
            Ok(())
        })
    }
}

/// Returns every watch word whose account still exists.
pub(crate) fn all(conn: &Connection) -> Result<Vec<WatchWord>> {
    let mut statement = conn.prepare_cached(IN_ORDER)?;
    let read = |row: &Row<'_>| {
        let account: Option<AccountId> = row.get("account")?;
        let whom = match account {
            Some(id) => WatchTarget::Account(id, row.get("account_name")?),
            None => WatchTarget::Industry(row.get::<_, Option<String>>("industry")?.unwrap_or_default()),
        };
        Ok(WatchWord { id: row.get("id")?, words: row.get("words")?, whom, kind: row.get("kind")? })
    };
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

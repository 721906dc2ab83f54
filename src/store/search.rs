//! Finding by words: as-you-type over accounts, calls and triggers, and over everything at once.
//!
//! The full-text rows are numbered in the order that lists show: `ORDER BY rowid DESC LIMIT n` needs no sort. What a
//! person types is cut into words here, so that nothing in it can be read as the search's own language.

use rusqlite::{Connection, OptionalExtension, params};

use super::accounts::COUNTED;
use super::convert::{count, fit_rank, instant, whole};
use super::error::Result;
use super::{Store, accounts, calls, contacts, triggers};
use crate::clock::Moment;
use crate::domain::profile::Fit;
use crate::domain::rows::{AccountQuery, Hit, Total};
use crate::domain::text::{clip, fold};

/// Stands in every row, so that a search by `!word` alone has something to take away from.
pub(super) const EVERYTHING: char = '\u{E00F}';
/// Up to so many matches are sorted by their exact reason.
const SORTED: usize = 500;
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 40;
const EXCERPT: usize = 72;

/// A word as typed: wanted, or with a `!` not wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    text: String,
    wanted: bool,
}

/// The words of a filter. Everything but letters and digits parts words.
pub(super) fn words(filter: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for part in filter.split_whitespace() {
        let wanted = !part.starts_with('!');
        let pieces = part.split(|letter: char| !is_word_letter(letter)).filter(|piece| !piece.is_empty());
        words.extend(pieces.map(|piece| Word { text: piece.chars().take(LONGEST_WORD).collect(), wanted }));
    }
    words.truncate(MOST_WORDS);
    words
}

/// Letters and digits; not the enclosed ones, which the index takes for signs.
fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}')
}

/// The search's own language for these words, each a prefix, in rows that carry the mark.
pub(super) fn expression(words: &[Word], mark: char) -> String {
    any_of(words, &[mark])
}

/// The same for rows that carry one of the marks.
pub(super) fn any_of(words: &[Word], marks: &[char]) -> String {
    let quoted = |word: &Word| format!("\"{}\"*", word.text);
    let wanted = words.iter().filter(|word| word.wanted).map(quoted);
    // The mark goes last: the rarer words before it decide how far it is read.
    let needs_mark = marks != [EVERYTHING] || !words.iter().any(|word| word.wanted);
    let marks = marks.iter().map(|mark| format!("\"{mark}\"")).collect::<Vec<_>>().join(" OR ");
    let mark = needs_mark.then(|| format!("({marks})"));
    let wanted = wanted.chain(mark).collect::<Vec<_>>().join(" AND ");
    words
        .iter()
        .filter(|word| !word.wanted)
        .fold(format!("({wanted})"), |all, word| format!("{all} NOT {}", quoted(word)))
}

/// The mark of a fit.
pub(super) fn fit_mark(fit: i64) -> char {
    u32::try_from(fit).ok().and_then(|fit| char::from_u32(0xE000 + fit)).unwrap_or('\u{E001}')
}

/// A number of a full-text row: `high` sorts, `low` finds the row.
pub(super) fn rowid(high: i64, bits: u32, low: i64) -> i64 {
    high << bits | low
}

/// The row behind a full-text row.
pub(super) fn row_behind(rowid: i64, bits: u32) -> i64 {
    rowid & ((1 << bits) - 1)
}

/// Bits for the row in the numbers of accounts.
pub(super) const ACCOUNT_BITS: u32 = 40;
/// Bits for the row in the numbers of calls and triggers.
pub(super) const DATED_BITS: u32 = 28;

/// The as-you-type queries: a window, and a count that stops.
pub(super) const ACCOUNTS: [&str; 2] = [
    "SELECT rowid FROM account_fts WHERE account_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT count(*) FROM (SELECT rowid FROM account_fts WHERE account_fts MATCH ?1 LIMIT ?2)",
];
/// The same over calls.
pub(super) const CALLS: [&str; 2] = [
    "SELECT rowid FROM call_fts WHERE call_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT count(*) FROM (SELECT rowid FROM call_fts WHERE call_fts MATCH ?1 LIMIT ?2)",
];
/// The newest triggers.
pub(super) const TRIGGERS: &str =
    "SELECT rowid FROM trigger_fts WHERE trigger_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3";

/// Rows of a full-text table that match, from the highest number down.
pub(super) fn window(conn: &Connection, sql: &str, matching: &str, limit: usize, offset: usize) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![matching, whole(limit as u64), whole(offset as u64)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many match, counted up to [`COUNTED`].
pub(super) fn counted(conn: &Connection, sql: &str, matching: &str) -> Result<Total> {
    let n: i64 = conn.prepare_cached(sql)?.query_row(params![matching, COUNTED + 1], |row| row.get(0))?;
    Ok(Total { n: count(n.min(COUNTED)), at_least: n > COUNTED })
}

/// Rows of accounts that match, best tier first.
pub(super) fn accounts(conn: &Connection, text: &str, fit: Option<Fit>, limit: usize) -> Result<Vec<i64>> {
    let words = words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mark = fit.map_or(EVERYTHING, |fit| fit_mark(fit_rank(fit)));
    let found = window(conn, ACCOUNTS[0], &expression(&words, mark), limit, 0)?;
    Ok(found.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS)).collect())
}

impl Store {
    /// Accounts that match what was typed.
    pub(super) fn matching(&mut self, query: &AccountQuery, now: Moment) -> Result<(Vec<i64>, Total)> {
        let mark = query.fit.map_or(EVERYTHING, |fit| fit_mark(fit_rank(fit)));
        let matching = expression(&words(&query.filter), mark);
        let total = counted(&self.conn, ACCOUNTS[1], &matching)?;
        let behind = |rowids: Vec<i64>| rowids.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS));
        if total.n > SORTED {
            let found = window(&self.conn, ACCOUNTS[0], &matching, query.limit, query.offset)?;
            return Ok((behind(found).collect(), total));
        }
        let found: Vec<i64> = behind(window(&self.conn, ACCOUNTS[0], &matching, SORTED, 0)?).collect();
        let ranking = self.ranking(now)?;
        let mut ranked: Vec<(u32, i64)> = found.iter().map(|account| (ranking.order_of(*account), *account)).collect();
        // Stable: accounts without a reason stay in the order of their tier.
        ranked.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
        let rows = ranked.into_iter().skip(query.offset).take(query.limit).map(|(_, account)| account);
        Ok((rows.collect(), total))
    }

    /// Hits over everything: accounts, people, triggers and calls, in this order.
    ///
    /// # Errors
    /// As every read.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>> {
        let words = words(text);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let share = limit.div_ceil(4).max(1);
        let mut hits = Vec::new();
        for n in accounts(&self.conn, text, None, limit)? {
            let account = accounts::load(&self.conn, n)?;
            let known = [account.domain.as_deref(), account.industry.as_deref(), account.city.as_deref()];
            let excerpt = known.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            hits.push(Hit::Account { id: account.id, title: account.name, excerpt: clip(&excerpt, EXCERPT) });
        }
        // Companies leave room for the rest where there is a rest.
        let others =
            [self.people(&words, share)?, self.happenings(&words, share)?, self.spoken(&words, share)?].concat();
        hits.truncate(limit.saturating_sub(others.len()).max(share));
        hits.extend(others);
        hits.truncate(limit);
        Ok(hits)
    }

    fn people(&self, words: &[Word], limit: usize) -> Result<Vec<Hit>> {
        if !words.iter().any(|word| word.wanted) {
            return Ok(Vec::new());
        }
        let sql = "SELECT rowid FROM contact_fts WHERE contact_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3";
        let mut hits = Vec::new();
        for n in window(&self.conn, sql, &expression(words, EVERYTHING), limit, 0)? {
            let contact = contacts::load(&self.conn, n)?;
            let account =
                accounts::existing(&self.conn, contact.account_id).and_then(|n| accounts::named(&self.conn, n));
            let company = account.map(|(_, name)| name).unwrap_or_default();
            let excerpt = [contact.title.unwrap_or_default(), company].join(" · ");
            let (id, account_id, title) = (contact.id, contact.account_id, contact.name);
            hits.push(Hit::Contact {
                id, account_id, title, excerpt: clip(excerpt.trim_matches([' ', '·']), EXCERPT)
            });
        }
        Ok(hits)
    }

    fn happenings(&self, words: &[Word], limit: usize) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        for rowid in window(&self.conn, TRIGGERS, &expression(words, EVERYTHING), limit, 0)? {
            let trigger = triggers::load(&self.conn, row_behind(rowid, DATED_BITS))?;
            let text = [trigger.company.as_deref().unwrap_or_default(), &trigger.source, &trigger.summary].join(" · ");
            hits.push(Hit::Trigger { id: trigger.id, title: trigger.headline, excerpt: around(&text, words) });
        }
        Ok(hits)
    }

    fn spoken(&self, words: &[Word], limit: usize) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        for rowid in window(&self.conn, CALLS[0], &expression(words, EVERYTHING), limit, 0)? {
            let sql = "SELECT first.id, call.at, call.zone, contact.name, call.words, call.note
                FROM call_line JOIN call AS first ON first.n = call_line.n JOIN call ON call.n = call_line.latest
                JOIN contact ON contact.n = call_line.contact WHERE call_line.n = ?1";
            let read = |row: &rusqlite::Row<'_>| {
                let (id, at, zone) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let (name, said, note): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
                let title = format!("{name}, {}", instant(at, zone).format("%-d %b %Y"));
                Ok(Hit::Call { id, title, excerpt: around(&[said, note].join(" · "), words) })
            };
            let n = row_behind(rowid, calls::BITS);
            hits.extend(self.conn.prepare_cached(sql)?.query_row([n], read).optional()?);
        }
        Ok(hits)
    }
}

/// The words around the first hit, on one line.
fn around(text: &str, words: &[Word]) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let wanted: Vec<String> = words.iter().filter(|word| word.wanted).map(|word| fold(&word.text)).collect();
    let hit = flat.iter().position(|word| wanted.iter().any(|wanted| fold(word).contains(wanted.as_str())));
    let from = hit.unwrap_or(0).saturating_sub(4);
    let tail = flat.get(from..).unwrap_or_default().join(" ");
    let lead = if from > 0 { "… " } else { "" };
    clip(format!("{lead}{}", tail.trim_matches([' ', '·'])).trim(), EXCERPT)
}

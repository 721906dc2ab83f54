//! Full-text search: accounts as you type, and everything at once.

use rusqlite::OptionalExtension;

use crate::clock::Moment;
use crate::domain::account::profile::Fit;
use crate::domain::query::{AccountQuery, SearchHit, Total};
use crate::domain::text::{clip, fold};
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::convert::{fit_rank, instant};
use crate::store::error::Result;
use crate::store::tables::name_words::name_for_index;
use crate::store::tables::search_index;
use crate::store::tables::search_index::{
    ACCOUNT_BITS, ACCOUNTS, CALLS, DATED_BITS, EVERYTHING, PEOPLE, SearchTerm, TRIGGERS, count_matches, expression,
    fit_mark, row_behind, window, words,
};
use crate::store::tables::{accounts, calls, contacts, triggers};

/// Most matches that are sorted by their exact reason.
const SORTED: usize = 500;
const EXCERPT: usize = 72;

impl Store {
    /// Returns a window of the accounts that match the typed text, and how many match.
    pub(in crate::store) fn matching(&mut self, query: &AccountQuery, now: Moment) -> Result<(Vec<i64>, Total)> {
        let mark = query.fit.map_or(EVERYTHING, |fit| fit_mark(fit_rank(fit)));
        let matching = expression(&words(&query.filter), mark);
        let total = count_matches(&self.conn, ACCOUNTS[1], &matching)?;
        let behind = |rowids: Vec<i64>| rowids.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS));
        // So many come in the order of their row numbers, which is by tier: exact points would need every match.
        if total.n > SORTED {
            let found = window(&self.conn, ACCOUNTS[0], &matching, query.limit, query.offset)?;
            return Ok((behind(found).collect(), total));
        }
        let mut found: Vec<i64> = behind(window(&self.conn, ACCOUNTS[0], &matching, SORTED, 0)?).collect();
        let called = search_index::accounts_by_number(&self.conn, &query.filter, self.home.as_deref(), SORTED)?;
        let total = if called.is_empty() { total } else { self.with_called(called, query.fit, &mut found)? };
        let ranking = self.ranking(now)?;
        let mut ranked: Vec<(u32, i64)> = found.iter().map(|account| (ranking.worth_of(*account), *account)).collect();
        // Stable: accounts without a reason stay in the order of their tier.
        ranked.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
        let rows = ranked.into_iter().skip(query.offset).take(query.limit).map(|(_, account)| account);
        Ok((rows.collect(), total))
    }

    /// Adds the accounts that have a typed number, or somebody there, if they have the fit; returns how many there are now.
    fn with_called(&self, called: Vec<i64>, fit: Option<Fit>, found: &mut Vec<i64>) -> Result<Total> {
        let sql = "SELECT fit FROM account WHERE n = ?1 AND deleted = 0 AND archived = 0";
        let mut statement = self.conn.prepare_cached(sql)?;
        for n in called {
            let stored: Option<i64> = statement.query_row([n], only_value).optional()?;
            if !found.contains(&n) && stored.is_some_and(|stored| fit.is_none_or(|fit| fit_rank(fit) == stored)) {
                found.push(n);
            }
        }
        Ok(Total { n: found.len(), at_least: false })
    }

    /// Searches everything: returns matching accounts, people, triggers and calls, in this order.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>> {
        let words = words(text);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let share = limit.div_ceil(4).max(1);
        let mut hits = Vec::new();
        let mut companies = search_index::accounts_with_number(&self.conn, text, self.home.as_deref(), limit)?;
        let named = search_index::accounts(&self.conn, text, None, limit)?;
        companies.extend(named.into_iter().filter(|n| !companies.contains(n)).collect::<Vec<_>>());
        for n in companies {
            let account = accounts::load(&self.conn, n)?;
            let known = [account.domain.as_deref(), account.industry.as_deref(), account.city.as_deref()];
            let excerpt = known.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            hits.push(SearchHit::Account { id: account.id, title: account.name, excerpt: clip(&excerpt, EXCERPT) });
        }
        // Companies leave room for the rest where there is a rest.
        let others =
            [self.people(text, &words, share)?, self.happenings(&words, share)?, self.spoken(&words, share)?].concat();
        hits.truncate(limit.saturating_sub(others.len()).max(share));
        hits.extend(others);
        hits.truncate(limit);
        Ok(hits)
    }

    fn people(&self, text: &str, words: &[SearchTerm], limit: usize) -> Result<Vec<SearchHit>> {
        let number = search_index::number_expression(text, self.home.as_deref());
        if number.is_none() && !words.iter().any(|word| word.wanted) {
            return Ok(Vec::new());
        }
        let expression = number.unwrap_or_else(|| expression(words, EVERYTHING));
        let mut hits = Vec::new();
        for n in window(&self.conn, PEOPLE, &expression, limit, 0)? {
            let contact = contacts::load(&self.conn, n)?;
            let account = accounts::require_row(&self.conn, contact.account_id)
                .and_then(|n| accounts::id_and_name(&self.conn, n));
            let company = account.map(|(_, name)| name).unwrap_or_default();
            let excerpt = [contact.title.unwrap_or_default(), company].join(" · ");
            let (id, account_id, title) = (contact.id, contact.account_id, contact.name);
            hits.push(SearchHit::Contact {
                id,
                account_id,
                title,
                excerpt: clip(excerpt.trim_matches([' ', '·']), EXCERPT),
            });
        }
        Ok(hits)
    }

    fn happenings(&self, words: &[SearchTerm], limit: usize) -> Result<Vec<SearchHit>> {
        let mut hits = Vec::new();
        for rowid in window(&self.conn, TRIGGERS, &expression(words, EVERYTHING), limit, 0)? {
            let trigger = triggers::load(&self.conn, row_behind(rowid, DATED_BITS))?;
            let text = [trigger.company.as_deref().unwrap_or_default(), &trigger.source, &trigger.summary].join(" · ");
            hits.push(SearchHit::Trigger {
                id: trigger.id,
                title: trigger.headline,
                excerpt: excerpt_around(&text, words),
            });
        }
        Ok(hits)
    }

    fn spoken(&self, words: &[SearchTerm], limit: usize) -> Result<Vec<SearchHit>> {
        let mut hits = Vec::new();
        for rowid in window(&self.conn, CALLS[0], &expression(words, EVERYTHING), limit, 0)? {
            let sql =
                "SELECT first.id AS id, call.at AS at, call.zone AS zone, contact.name AS contact, call.words AS words,
                    call.note AS note
                FROM call_line JOIN call AS first ON first.n = call_line.n JOIN call ON call.n = call_line.latest
                JOIN contact ON contact.n = call_line.contact WHERE call_line.n = ?1";
            let read = |row: &rusqlite::Row<'_>| {
                let (id, at, zone) = (row.get("id")?, row.get("at")?, row.get("zone")?);
                let (name, said, note): (String, String, String) =
                    (row.get("contact")?, row.get("words")?, row.get("note")?);
                let title = format!("{name}, {}", instant(at, zone).format("%-d %b %Y"));
                Ok(SearchHit::Call { id, title, excerpt: excerpt_around(&[said, note].join(" · "), words) })
            };
            let n = row_behind(rowid, calls::BITS);
            hits.extend(self.conn.prepare_cached(sql)?.query_row([n], read).optional()?);
        }
        Ok(hits)
    }
}

/// Returns the words around the first match, on one line.
fn excerpt_around(text: &str, words: &[SearchTerm]) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let wanted: Vec<String> = words.iter().filter(|word| word.wanted).map(|word| fold(&word.text)).collect();
    let is_hit = |word: &str| wanted.iter().any(|wanted| word.contains(wanted.as_str()));
    let hit = flat.iter().position(|word| is_hit(&fold(&name_for_index(word))));
    let from = hit.unwrap_or(0).saturating_sub(4);
    let tail = flat.get(from..).unwrap_or_default().join(" ");
    let lead = if from > 0 { "… " } else { "" };
    clip(format!("{lead}{}", tail.trim_matches([' ', '·'])).trim(), EXCERPT)
}

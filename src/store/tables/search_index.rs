//! The full-text tables: their row numbers, their marker characters, and the query language.
//!
//! Full-text rows are numbered in the order that lists show: `ORDER BY rowid DESC LIMIT n` needs no sort. Typed text is
//! split into words here, so that nothing in it can be read as query syntax.

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{Connection, params};

use crate::domain::account::phone_region::Dialling;
use crate::domain::account::profile::Fit;
use crate::domain::account::{Account, Contact};
use crate::domain::query::Total;
use crate::domain::text::{fold, western_digit};
use crate::domain::trigger::Status;
use crate::store::book::COUNTED;
use crate::store::cells::only_value;
use crate::store::convert::{count, fit_rank, to_i64};
use crate::store::error::Result;
use crate::store::tables::name_words::{name_for_index, without_joints};

/// Marker in every row, so that a query of excluded words alone (`!word`) has something to exclude from.
pub(crate) const EVERYTHING: char = '\u{E00F}';
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 40;

/// A typed word to search for; `wanted` is false if it was typed with a `!` and excludes matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchTerm {
    pub(crate) text: String,
    pub(crate) wanted: bool,
    /// The parts of a word with an apostrophe or hyphen, which a name may have apart: "o" and "brien" of "obrien".
    pub(crate) parts: Vec<String>,
}

impl SearchTerm {
    /// Returns true if a text of these folded words has the word: as it is, or its parts.
    pub(crate) fn is_in(&self, words: &[&str]) -> bool {
        let begins = |text: &str| {
            let text = fold(text);
            words.iter().any(|word| word.starts_with(&text))
        };
        begins(&self.text) || (!self.parts.is_empty() && self.parts.iter().all(|part| begins(part)))
    }

    /// Returns the word in the full-text search's own language.
    fn quoted(&self) -> String {
        let whole = format!("\"{}\"*", self.text);
        if self.parts.is_empty() {
            return whole;
        }
        let parts = self.parts.iter().map(|part| format!("\"{part}\"*")).collect::<Vec<_>>().join(" AND ");
        format!("({whole} OR ({parts}))")
    }
}

/// Splits a filter into words, at everything but letters and digits.
pub(crate) fn words(filter: &str) -> Vec<SearchTerm> {
    let mut words = Vec::new();
    for part in filter.split_whitespace() {
        let wanted = !part.starts_with('!');
        let cut = |text: &str| text.chars().take(LONGEST_WORD).collect::<String>();
        // Split as the index splits: a letter that it takes for a sign would be looked for in vain.
        let pieces = part.split(|letter: char| !is_word_letter(letter)).filter(|piece| !piece.is_empty());
        let pieces: Vec<String> = pieces.take(MOST_WORDS).map(cut).collect();
        match without_joints(part) {
            Some(joined) if pieces.len() > 1 => words.push(SearchTerm { text: cut(&joined), wanted, parts: pieces }),
            Some(_) | None => {
                words.extend(pieces.into_iter().map(|text| SearchTerm { text, wanted, parts: Vec::new() }));
            }
        }
    }
    words.truncate(MOST_WORDS);
    words
}

/// Returns true for letters and digits, except enclosed ones, which the index treats as symbols.
fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}')
}

/// Returns the full-text query for these words, each as a prefix, in rows that carry the marker.
pub(crate) fn expression(words: &[SearchTerm], mark: char) -> String {
    any_of(words, &[mark])
}

/// Returns the full-text query for these words, each as a prefix, in rows that carry one of the markers.
pub(crate) fn any_of(words: &[SearchTerm], marks: &[char]) -> String {
    let wanted = words.iter().filter(|word| word.wanted).map(SearchTerm::quoted);
    // The mark goes last: the rarer words before it decide how far it is read.
    let needs_mark = marks != [EVERYTHING] || !words.iter().any(|word| word.wanted);
    let marks = marks.iter().map(|mark| format!("\"{mark}\"")).collect::<Vec<_>>().join(" OR ");
    let mark = needs_mark.then(|| format!("({marks})"));
    let wanted = wanted.chain(mark).collect::<Vec<_>>().join(" AND ");
    words
        .iter()
        .filter(|word| !word.wanted)
        .fold(format!("({wanted})"), |all, word| format!("{all} NOT {}", word.quoted()))
}

/// Returns the marker character of a fit.
pub(crate) fn fit_mark(fit: i64) -> char {
    u32::try_from(fit).ok().and_then(|fit| char::from_u32(0xE000 + fit)).unwrap_or('\u{E001}')
}

// Marks are words of the index, in every full-text row: another letter finds nothing until all rows are indexed anew.

/// The mark of triggers in the inbox.
pub(crate) const INBOX: char = '\u{E000}';
/// Marker character of kept triggers.
pub(crate) const KEPT: char = '\u{E001}';
/// Marker character of rejected triggers.
pub(crate) const REJECTED: char = '\u{E002}';
/// Marker character of snoozed triggers.
pub(crate) const SNOOZED: char = '\u{E003}';
const MERGED: char = '\u{E004}';

/// Returns the marker character of a trigger's status.
pub(crate) fn status_mark(status: &Status) -> char {
    match status {
        Status::Inbox => INBOX,
        Status::Kept => KEPT,
        Status::Rejected(_) => REJECTED,
        Status::Snoozed(_) => SNOOZED,
        Status::Merged(_) => MERGED,
    }
}

/// Returns the number of a full-text row: `high` gives the sort order, `low` is the row it belongs to.
pub(crate) fn rowid(high: i64, bits: u32, low: i64) -> i64 {
    high << bits | low
}

/// Returns the row that a full-text row belongs to.
pub(crate) fn row_behind(rowid: i64, bits: u32) -> i64 {
    rowid & ((1 << bits) - 1)
}

/// Number of low bits that hold the row in full-text rows of accounts.
pub(crate) const ACCOUNT_BITS: u32 = 40;
/// Number of low bits that hold the row in full-text rows of calls and triggers.
pub(crate) const DATED_BITS: u32 = 28;

/// Queries over accounts while typing: a window, and a count up to a limit.
pub(crate) const ACCOUNTS: [&str; 2] = [
    "SELECT rowid FROM account_fts WHERE account_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT count(*) FROM (SELECT rowid FROM account_fts WHERE account_fts MATCH ?1 LIMIT ?2)",
];
/// Queries over calls while typing: a window, and a count up to a limit.
pub(crate) const CALLS: [&str; 2] = [
    "SELECT rowid FROM call_fts WHERE call_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT count(*) FROM (SELECT rowid FROM call_fts WHERE call_fts MATCH ?1 LIMIT ?2)",
];
/// Selects a window of matching triggers, newest first.
pub(crate) const TRIGGERS: &str =
    "SELECT rowid FROM trigger_fts WHERE trigger_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3";

/// Returns a window of a full-text table's matches, highest row number first.
pub(crate) fn window(conn: &Connection, sql: &str, matching: &str, limit: usize, offset: usize) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![matching, to_i64(limit as u64), to_i64(offset as u64)], only_value)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns how many rows match, counted up to [`COUNTED`].
pub(crate) fn count_matches(conn: &Connection, sql: &str, matching: &str) -> Result<Total> {
    let n: i64 = conn.prepare_cached(sql)?.query_row(params![matching, COUNTED + 1], only_value)?;
    Ok(Total { n: count(n.min(COUNTED)), at_least: n > COUNTED })
}

/// Returns the full-text rows of matching accounts, best tier first.
pub(crate) fn accounts(conn: &Connection, text: &str, fit: Option<Fit>, limit: usize) -> Result<Vec<i64>> {
    let words = words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mark = fit.map_or(EVERYTHING, |fit| fit_mark(fit_rank(fit)));
    let found = window(conn, ACCOUNTS[0], &expression(&words, mark), limit, 0)?;
    Ok(found.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS)).collect())
}

/// Returns the text, with a folded copy for letters that the index does not fold itself: ß, ø, æ, ł.
pub(crate) fn fold_for_index(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { format!("{text} {}", fold(text)) }
}

/// Returns a checksum of the words, which changes when they do.
// Stored, though Rust does not promise this hash for ever: with another one each row is indexed once more,
// and no more.
pub(crate) fn sum_of(words: &[String]) -> i64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish().cast_signed()
}

/// Name, title, addresses, numbers and notes of a person, as the search knows them.
pub(crate) fn person_words(contact: &Contact) -> [String; 5] {
    [
        name_for_index(&contact.name).into_owned(),
        contact.title.clone().unwrap_or_default(),
        contact.emails.join(" "),
        contact.phones.iter().flat_map(|phone| number_words(&phone.raw)).collect::<Vec<_>>().join(" "),
        fold_for_index(&contact.notes),
    ]
}

/// A number of a person by all the digits that somebody may begin it with: those of each group as it is written, and the last
/// seven to ten, as numbers are told without their country and their area.
fn number_words(raw: &str) -> Vec<String> {
    beginnings(raw, SHORTEST_NUMBER, usize::MAX)
}

/// A company's own number by fewer of them, for each is paid for in the search of a million companies: no last group alone, and
/// none that no group begins where the groups are written apart.
fn switchboard_words(raw: &str) -> Vec<String> {
    let said = beginnings(raw, SHORTEST_LOCAL, GROUPED);
    said.into_iter().map(|digits| format!("{SWITCHBOARD}{digits}")).collect()
}

/// Returns the ends of a number's digits that are `shortest` long or longer and begin where a group does; and the last seven to
/// ten digits of one that is written in less than `grouped` groups.
fn beginnings(raw: &str, shortest: usize, grouped: usize) -> Vec<String> {
    let western: String = raw.chars().map(|c| western_digit(c).unwrap_or(c)).collect();
    let groups: Vec<&str> = western.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let all = groups.concat();
    let mut starts: Vec<usize> =
        groups.iter().scan(0, |at, group| Some(std::mem::replace(at, *at + group.len()))).collect();
    // Behind the zeros of a prefix, as who dials from abroad types it.
    starts.push(all.len() - all.trim_start_matches('0').len());
    if groups.len() < grouped {
        starts.extend((7..=10).filter_map(|tail| all.len().checked_sub(tail)));
    }
    starts.sort_unstable();
    starts.dedup();
    let said = starts.into_iter().filter_map(|at| all.get(at..)).filter(|digits| digits.len() >= shortest);
    said.map(str::to_owned).collect()
}

/// Selects the people whose words match, newest first.
pub(crate) const PEOPLE: &str =
    "SELECT rowid FROM contact_fts WHERE contact_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3";

/// Returns the accounts that have a typed number themselves, best tier first; nothing where the text is no number.
pub(crate) fn accounts_with_number(
    conn: &Connection,
    text: &str,
    home: Option<&str>,
    limit: usize,
) -> Result<Vec<i64>> {
    let Some(spelled) = typed_number(text, home) else { return Ok(Vec::new()) };
    let quoted: Vec<String> = spelled.iter().map(|digits| format!("\"{SWITCHBOARD}{digits}\"*")).collect();
    let found = window(conn, ACCOUNTS[0], &quoted.join(" OR "), limit, 0)?;
    Ok(found.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS)).collect())
}

/// Returns the accounts that have a typed number, themselves or by somebody there, each once; nothing where the text is no
/// number.
pub(crate) fn accounts_by_number(conn: &Connection, text: &str, home: Option<&str>, limit: usize) -> Result<Vec<i64>> {
    let Some(number) = number_expression(text, home) else { return Ok(Vec::new()) };
    let mut found = accounts_with_number(conn, text, home, limit)?;
    let mut account = conn.prepare_cached("SELECT account FROM contact WHERE n = ?1")?;
    for n in window(conn, PEOPLE, &number, limit, 0)? {
        let n: i64 = account.query_row([n], only_value)?;
        if !found.contains(&n) {
            found.push(n);
        }
    }
    Ok(found)
}

/// Digits from which on something typed is looked for as a number.
const SHORTEST_NUMBER: usize = 4;

/// The search's own language for a number of people that was typed, with or without its country and in whatever groups;
/// nothing where the text is none.
pub(crate) fn number_expression(text: &str, home: Option<&str>) -> Option<String> {
    let quoted = |spelled: Vec<String>| spelled.iter().map(|digits| format!("\"{digits}\"*")).collect::<Vec<_>>();
    typed_number(text, home).map(|spelled| quoted(spelled).join(" OR "))
}

/// The digits with which a telephone number that was typed may stand in the index; nothing where the text is none.
fn typed_number(text: &str, home: Option<&str>) -> Option<Vec<String>> {
    let is_part = |c: char| {
        western_digit(c).is_some() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{2011}')
    };
    let digits = text.chars().filter(|c| western_digit(*c).is_some()).count();
    if !(SHORTEST_NUMBER..=MOST_DIGITS).contains(&digits) || !text.chars().all(is_part) {
        return None;
    }
    let homes: Vec<&str> = home.into_iter().collect();
    let mut spelled = Dialling::builtin().spellings(text.trim(), &homes);
    // As the index has them: without the zeros of a prefix too.
    spelled.extend(spelled.clone().iter().map(|digits| digits.trim_start_matches('0').to_owned()));
    spelled.retain(|digits| digits.len() >= SHORTEST_NUMBER);
    spelled.sort();
    spelled.dedup();
    (!spelled.is_empty()).then_some(spelled)
}

/// Most digits of a number (E.164 has 15, with a prefix for abroad before it).
const MOST_DIGITS: usize = 18;

/// Stands before the digits of a company's own number: plain words do not find them, or the "2026" of a headline or of a name
/// would find whoever is called at +1 202 6…. With the fewest digits that are looked for it is as long as the longest prefix
/// that has an index of its own: a shorter one would put more digits into these indexes, a longer one none.
const SWITCHBOARD: &str = "\u{E010}\u{E010}\u{E010}\u{E010}";
/// Fewest digits of a company's number, told without its country and its area.
const SHORTEST_LOCAL: usize = 6;
/// Groups from which on a number is written so that each part of it begins one.
const GROUPED: usize = 3;

/// Returns an account's searchable texts: name, handles with its own number, city, industry and marker.
pub(crate) fn account_words(account: &Account, fit: i64) -> [String; 5] {
    let names = std::iter::once(&account.name).chain(&account.aliases);
    let handles = account.domain.iter().chain(&account.tickers).cloned();
    let numbers = account.phone.iter().flat_map(|raw| switchboard_words(raw));
    let trade = account.industry.iter().chain(&account.sub_industry);
    [
        names.map(|name| name_for_index(name)).collect::<Vec<_>>().join(" "),
        handles.chain(numbers).collect::<Vec<_>>().join(" "),
        account.city.as_deref().map(fold_for_index).unwrap_or_default(),
        trade.cloned().collect::<Vec<_>>().join(" "),
        [EVERYTHING, ' ', fit_mark(fit)].iter().collect(),
    ]
}

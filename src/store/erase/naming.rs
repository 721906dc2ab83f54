//! Texts about others that name a person: found, and the name taken out.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::domain::erasure::ERASED;
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{Erased, RowHead, Table, Travels};
use crate::store::erasures::is_name_joint;
use crate::store::error::Result;

use super::spelled;
use super::worded::{RowSets, is_numbered, worded};

/// Tables whose words are not searched: names of other people, companies and reps are theirs, a device has none, and the
/// undo list is emptied.
const NOT_SEARCHED: [&str; 8] =
    ["rep", "account_alias", "contact_email", "contact_phone", "contact_identifier", "action", "change", "tally"];
/// Columns that are not searched, for the same reason. A main number is the company's; an entry of the do-not-call list that
/// is somebody's own goes as a row.
const NAMES_OF_OTHERS: [(&str, &str); 7] = [
    ("account", "name"),
    ("account", "name_key"),
    ("account", "phone"),
    ("contact", "name"),
    ("contact", "name_key"),
    ("contact", "given_name"),
    ("do_not_call", "value"),
];

/// What somebody is named by in the texts of others.
#[derive(Debug, Clone)]
pub(super) struct Needles {
    /// Finds names first, then addresses.
    finder: Option<AhoCorasick>,
    /// How many of what it finds, from the first, are not looked for: the names, where they are somebody else's too.
    passed: usize,
    names: usize,
    /// Digits of telephone numbers.
    numbers: BTreeSet<String>,
}

/// A text that names somebody.
pub(super) struct NamingText {
    pub(super) table: &'static Table,
    pub(super) n: i64,
    /// The columns that name them, each with its text after the name was taken out.
    texts: Vec<(&'static str, String)>,
}

impl Needles {
    /// Makes them of names and addresses, which are looked for as they are written, and of the digits of numbers, which are
    /// found in whatever spelling.
    pub(super) fn new(names: &[String], addresses: &[String], numbers: BTreeSet<String>) -> Needles {
        let (names, addresses) = (spellings(names), spellings(addresses));
        let mut searcher = AhoCorasick::builder();
        searcher.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        let any = !(names.is_empty() && addresses.is_empty());
        let finder = any.then(|| searcher.build(names.iter().chain(&addresses)).ok()).flatten();
        Needles { finder, passed: 0, names: names.len(), numbers }
    }

    /// The same for a text about somebody else of that name.
    pub(super) fn but_names(&self) -> Needles {
        Needles { passed: self.names, ..self.clone() }
    }

    fn is_empty(&self) -> bool {
        self.finder.is_none() && self.numbers.is_empty()
    }

    /// Returns true if a text names them.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        self.without(text).is_some()
    }

    /// Returns the text without the names; `None` if it names nobody.
    pub(super) fn without(&self, text: &str) -> Option<String> {
        let mut spans = self.find_names(text);
        spans.extend(spelled::find(text, &self.numbers));
        spans.sort_by_key(|span| (span.start, Reverse(span.end)));
        let (mut made, mut last) = (String::new(), 0);
        for span in spans {
            if let Some(between) = text.get(last..span.start) {
                made.push_str(between);
                made.push_str(ERASED);
                last = span.end;
            }
        }
        made.push_str(text.get(last..)?);
        (last > 0).then_some(made)
    }

    /// Where a name or an address stands by itself.
    fn find_names(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.finder.iter().flat_map(|finder| finder.find_iter(text));
        let found = found.filter(|found| found.pattern().as_usize() >= self.passed).map(|found| found.range());
        found.filter(|span| stands_alone(text, span)).collect()
    }
}

/// Returns every spelling of these words in which a text may hold them.
fn spellings(words: &[String]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        // Only ASCII letters are compared without regard to their case.
        for spelled in [word.to_lowercase(), word.to_uppercase(), word.to_owned()] {
            // As JSON holds it.
            all.insert(spelled.replace('\\', "\\\\").replace('"', "\\\""));
            all.insert(spelled);
        }
    }
    all
}

/// Returns true if neither a longer name nor a longer address holds what stands here.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let parts = (text.get(..span.start), text.get(span.clone()), text.get(span.end..));
    let (Some(before), Some(found), Some(behind)) = parts else { return false };
    // A name ends with the full stop of its sentence, and an address does not.
    let is_joint = |letter: char| {
        is_name_joint(letter) || (matches!(letter, '.' | '_' | '+') && !found.contains(char::is_whitespace))
    };
    let goes_on = |letter: Option<char>, beyond: Option<char>| match letter {
        Some(letter) if is_joint(letter) => beyond.is_some_and(char::is_alphanumeric),
        letter => letter.is_some_and(char::is_alphanumeric),
    };
    let (mut back, mut on) = (before.chars().rev(), without_genitive(behind).chars());
    !goes_on(back.next(), back.next()) && !goes_on(on.next(), on.next())
}

/// Returns what follows a name, without the ending of "Ane Lund's".
fn without_genitive(behind: &str) -> &str {
    let ended = ["'s", "’s", "'S", "’S"].iter().find_map(|ending| behind.strip_prefix(ending));
    ended.filter(|rest| !rest.starts_with(char::is_alphanumeric)).unwrap_or(behind)
}

/// Finds the texts that name them, in rows that are not their own. In rows about others of the same name, the name is theirs.
pub(super) fn find(
    conn: &Connection,
    needles: &Needles,
    own: &RowSets,
    of_namesakes: &RowSets,
) -> Result<Vec<NamingText>> {
    let (mut found, none) = (Vec::new(), BTreeSet::new());
    if needles.is_empty() {
        return Ok(found);
    }
    let but_names = needles.but_names();
    for table in catalog::all().filter(|table| !searched(table).is_empty()) {
        let (own, others) = (own.get(table.name).unwrap_or(&none), of_namesakes.get(table.name).unwrap_or(&none));
        let is_searched = |text: &NamingText| !own.contains(&text.n) && !others.contains(&text.n);
        found.extend(find_in(conn, needles, table, None)?.into_iter().filter(is_searched));
        for n in others.difference(own) {
            found.extend(find_in(conn, &but_names, table, Some(*n))?);
        }
    }
    Ok(found)
}

/// Returns the columns of a table that are searched for names; none for a table whose words are not.
pub(super) fn searched(table: &Table) -> Vec<&'static str> {
    if !is_numbered(table) || NOT_SEARCHED.contains(&table.name) {
        return Vec::new();
    }
    worded(table).filter(|column| !NAMES_OF_OTHERS.contains(&(table.name, *column))).collect()
}

/// Finds the texts of one table, or of one of its rows, that name them.
pub(super) fn find_in(
    conn: &Connection,
    needles: &Needles,
    table: &'static Table,
    n: Option<i64>,
) -> Result<Vec<NamingText>> {
    let columns = searched(table);
    if columns.is_empty() || needles.is_empty() {
        return Ok(Vec::new());
    }
    let list = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let which = if n.is_some() { "WHERE n = ?1" } else { "" };
    let mut statement = conn.prepare_cached(&format!("SELECT n, {list} FROM \"{}\" {which}", table.name))?;
    let at = columns.iter().map(|column| statement.column_index(column)).collect::<rusqlite::Result<Vec<_>>>()?;
    let (number, mut found) = (statement.column_index("n")?, Vec::new());
    let mut rows = statement.query(params_from_iter(n))?;
    while let Some(row) = rows.next()? {
        let mut texts = Vec::new();
        for (column, at) in columns.iter().zip(&at) {
            let text = row.get_ref(*at)?.as_str().ok();
            texts.extend(text.and_then(|text| needles.without(text)).map(|text| (*column, text)));
        }
        if !texts.is_empty() {
            found.push(NamingText { table, n: row.get(number)?, texts });
        }
    }
    Ok(found)
}

impl NamingText {
    /// Returns true if the text is part of the log, which gives its words up only whole.
    pub(super) fn is_of_log(&self) -> bool {
        matches!(self.table.erased, Erased::Words(_))
    }

    /// Writes the texts without the name. What a merge overwrote, and a word that is watched for, goes as a whole.
    pub(super) fn take_out(&self, write: &mut Transaction<'_>) -> Result<()> {
        let table = self.table.name;
        if matches!(table, "overwritten" | "watch_word") {
            write.conn.prepare_cached(&format!("DELETE FROM \"{table}\" WHERE n = ?1"))?.execute([self.n])?;
            return Ok(());
        }
        let mut sets: Vec<(&str, Value)> =
            self.texts.iter().map(|(column, text)| (*column, Value::Text(text.clone()))).collect();
        if self.table.head != RowHead::Bare && self.table.travels != Travels::Log {
            sets.push(("rev", Value::Integer(write.rev())));
            sets.push(("device", Value::Integer(write.device)));
        }
        let list = sets.iter().enumerate().map(|(at, (column, _))| format!("\"{column}\" = ?{}", at + 2));
        let sql = format!("UPDATE \"{table}\" SET {} WHERE n = ?1", list.collect::<Vec<_>>().join(", "));
        let values = std::iter::once(Value::Integer(self.n)).chain(sets.into_iter().map(|(_, value)| value));
        write.conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_in_whatever_case_and_only_as_a_whole() {
        let needles = Needles::new(&["Åse Lund".to_owned()], &["ase@x.example".to_owned()], BTreeSet::new());
        for (text, made) in [
            ("Met Åse Lund today", Some("Met (erased) today")),
            ("ÅSE LUND's deputy", Some("(erased)'s deputy")),
            ("Asked Åse Lund.She agreed", Some("Asked (erased).She agreed")),
            ("Åse Lund- and 'Åse Lund', Åse Lund's", Some("(erased)- and '(erased)', (erased)'s")),
            ("mail ASE@x.example.", Some("mail (erased).")),
            ("<ase@x.example>, -ase@x.example-", Some("<(erased)>, -(erased)-")),
            ("Åse Lundgren", None),
            ("Åse Lund-Berg and Mari-Åse Lund", None),
            ("d'Åse Lund and Åse Lund'sen", None),
            ("per.ase@x.example, per-ase@x.example, per_ase@x.example, per+ase@x.example", None),
            ("ase@x.example.com, ase@x.example-group.com", None),
            ("nobody", None),
        ] {
            assert_eq!(needles.without(text).as_deref(), made, "{text}");
        }
        assert!(!Needles::new(&[], &[], BTreeSet::new()).stands_in("Åse Lund"));
        let text = "Åse Lund, ase@x.example";
        assert_eq!(needles.but_names().without(text).as_deref(), Some("Åse Lund, (erased)"), "about a namesake");
    }

    #[test]
    fn what_is_next_to_a_number_stays() {
        let numbers = BTreeSet::from(["4722334455".to_owned()]);
        let needles = Needles::new(&["Åse Lund".to_owned()], &[], numbers);
        assert_eq!(needles.without("Åse Lund: +47 22 33 44 55!").as_deref(), Some("(erased): (erased)!"));
    }
}

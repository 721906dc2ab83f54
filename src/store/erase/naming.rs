//! Texts about others that name a person: found, and the name taken out.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::domain::erasure::ERASED;
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{Erased, RowHead, Table, Travels};
use crate::store::error::Result;

use super::worded::{RowSets, is_numbered, worded};

/// Tables whose words are not searched: names of other people, companies and reps are theirs, a device has none, and the
/// undo list is emptied.
const NOT_SEARCHED: [&str; 8] =
    ["rep", "account_alias", "contact_email", "contact_phone", "contact_identifier", "action", "change", "tally"];
/// Columns that are not searched, for the same reason.
const NAMES_OF_OTHERS: [(&str, &str); 5] = [
    ("account", "name"),
    ("account", "name_key"),
    ("contact", "name"),
    ("contact", "name_key"),
    ("contact", "given_name"),
];

/// What somebody is named by in the texts of others.
#[derive(Debug, Clone)]
pub(super) struct Needles {
    found: Option<AhoCorasick>,
}

/// A text that names somebody.
pub(super) struct NamingText {
    pub(super) table: &'static Table,
    pub(super) n: i64,
    /// The columns that name them, each with its text after the name was taken out.
    texts: Vec<(&'static str, String)>,
}

impl Needles {
    /// Makes them of names, addresses and numbers.
    pub(super) fn for_names(names: impl Iterator<Item = String>) -> Needles {
        let mut all = BTreeSet::new();
        for name in names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) {
            // Only ASCII letters are compared without regard to their case.
            for spelled in [name.to_lowercase(), name.to_uppercase(), name] {
                // As JSON holds it.
                all.insert(spelled.replace('\\', "\\\\").replace('"', "\\\""));
                all.insert(spelled);
            }
        }
        let mut searcher = AhoCorasick::builder();
        searcher.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        Needles { found: (!all.is_empty()).then(|| searcher.build(all).ok()).flatten() }
    }

    /// Returns true if a text names them.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        self.without(text).is_some()
    }

    /// Returns the text without the names; `None` if it names nobody.
    pub(super) fn without(&self, text: &str) -> Option<String> {
        let (mut made, mut last) = (String::new(), 0);
        for found in self.found.as_ref()?.find_iter(text) {
            let (before, behind) = (text.get(..found.start())?, text.get(found.end()..)?);
            let within = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            if within(before.chars().next_back()) || within(behind.chars().next()) {
                continue;
            }
            made.push_str(text.get(last..found.start())?);
            made.push_str(ERASED);
            last = found.end();
        }
        made.push_str(text.get(last..)?);
        (last > 0).then_some(made)
    }
}

/// Finds the texts that name them, in rows that are not their own.
pub(super) fn find(conn: &Connection, needles: &Needles, own: &RowSets) -> Result<Vec<NamingText>> {
    let (mut found, none) = (Vec::new(), BTreeSet::new());
    if needles.found.is_some() {
        for table in catalog::all().filter(|table| is_numbered(table) && !NOT_SEARCHED.contains(&table.name)) {
            let own = own.get(table.name).unwrap_or(&none);
            found.extend(find_in(conn, needles, table, None)?.into_iter().filter(|text| !own.contains(&text.n)));
        }
    }
    Ok(found)
}

/// Finds the texts of one table, or of one of its rows, that name them.
pub(super) fn find_in(
    conn: &Connection,
    needles: &Needles,
    table: &'static Table,
    n: Option<i64>,
) -> Result<Vec<NamingText>> {
    let searched = worded(table).filter(|column| !NAMES_OF_OTHERS.contains(&(table.name, *column)));
    let columns: Vec<&'static str> = searched.collect();
    if columns.is_empty() || needles.found.is_none() {
        return Ok(Vec::new());
    }
    let list = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT n, {list} FROM \"{}\" WHERE ?1 IS NULL OR n = ?1", table.name);
    let mut statement = conn.prepare(&sql)?;
    let at = columns.iter().map(|column| statement.column_index(column)).collect::<rusqlite::Result<Vec<_>>>()?;
    let (number, mut found) = (statement.column_index("n")?, Vec::new());
    let mut rows = statement.query([n])?;
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
        let needles =
            Needles::for_names(["Åse Lund", "ase@x.example", "+47 22 33 44 55"].into_iter().map(str::to_owned));
        for (text, made) in [
            ("Met Åse Lund today", Some("Met (erased) today")),
            ("ÅSE LUND's deputy", Some("(erased)'s deputy")),
            ("mail ASE@x.example, +47 22 33 44 55", Some("mail (erased), (erased)")),
            ("Åse Lundgren", None),
            ("nobody", None),
        ] {
            assert_eq!(needles.without(text).as_deref(), made, "{text}");
        }
        assert!(!Needles::for_names(std::iter::empty()).stands_in("Åse Lund"));
    }
}

//! What was typed and not saved.

use std::collections::BTreeSet;

use rusqlite::Connection;
use uuid::Uuid;

use crate::store::cells::only_value;
use crate::store::error::Result;

use super::naming::Needles;
use super::worded::RowSets;

/// What tells the drafts about a person.
pub(super) struct TheirTexts {
    /// Ids of the person and of their calls.
    ids: Vec<String>,
    /// Ids of the triggers about them: the form of one is theirs, and a form of somebody else may have chosen it.
    triggers: Vec<String>,
    needles: Needles,
}

impl TheirTexts {
    pub(super) fn read(conn: &Connection, rows: &RowSets, needles: Needles) -> Result<TheirTexts> {
        let people = [ids(conn, rows, "contact")?, ids(conn, rows, "call")?].concat();
        Ok(TheirTexts { ids: people, triggers: ids(conn, rows, "trigger")?, needles })
    }

    /// Returns the drafts of the book that are about them.
    pub(super) fn drafts(&self, conn: &Connection) -> Result<BTreeSet<i64>> {
        let mut statement = conn.prepare_cached("SELECT n, key, title || char(10) || body AS text FROM draft")?;
        let (mut found, mut all) = (BTreeSet::new(), statement.query([])?);
        while let Some(row) = all.next()? {
            let (key, text): (String, String) = (row.get("key")?, row.get("text")?);
            if self.has(&key, &text) {
                found.insert(row.get("n")?);
            }
        }
        Ok(found)
    }

    /// Returns true if a draft is about them: its form or its text has the id of the person or a call, its form that of a
    /// trigger, or it is a pasted person with their name, address or number.
    fn has(&self, key: &str, text: &str) -> bool {
        let in_key = |id: &String| key.contains(id.as_str());
        self.ids.iter().any(|id| in_key(id) || text.contains(id.as_str()))
            || self.triggers.iter().any(in_key)
            || (key.starts_with("contact:") && self.needles.stands_in(text))
    }
}

/// Ids of rows of a table, as a form writes them.
fn ids(conn: &Connection, rows: &RowSets, table: &str) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for n in rows.get(table).into_iter().flatten() {
        let sql = format!("SELECT id FROM \"{table}\" WHERE n = ?1");
        let id: Vec<u8> = conn.prepare_cached(&sql)?.query_row([n], only_value)?;
        ids.extend(Uuid::from_slice(&id).ok().map(|id| id.to_string()));
    }
    Ok(ids)
}

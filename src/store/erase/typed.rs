//! What was typed and not saved, in the book and beside it: what an erasure makes of each text.

use std::collections::BTreeSet;

use rusqlite::Connection;
use uuid::Uuid;

use crate::domain::draft::{Draft, is_contact_key};
use crate::domain::erasure::DraftFate;
use crate::domain::ids::ContactId;
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::contacts;

use super::naming::Needles;
use super::reach;
use super::worded::RowSets;

/// What tells the drafts about a person.
pub(super) struct TheirTexts {
    /// Ids of the person and of their calls.
    ids: Vec<String>,
    /// Ids of the triggers about them: the form of one is theirs, and a form of somebody else may have chosen it.
    triggers: Vec<String>,
    /// Ids of others of the same name.
    namesakes: Vec<String>,
    needles: Needles,
}

impl TheirTexts {
    pub(super) fn read(conn: &Connection, rows: &RowSets, needles: Needles) -> Result<TheirTexts> {
        let people = [ids(conn, rows, "contact")?, ids(conn, rows, "call")?].concat();
        Ok(TheirTexts { ids: people, triggers: ids(conn, rows, "trigger")?, namesakes: Vec::new(), needles })
    }

    /// The same beside others of the same name: in a form about one of them the name stays.
    fn with_namesakes(self, conn: &Connection, of_namesakes: &RowSets) -> Result<TheirTexts> {
        Ok(TheirTexts { namesakes: ids(conn, of_namesakes, "contact")?, ..self })
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
            || (is_contact_key(key) && self.needles.stands_in(text))
    }

    fn fate(&self, draft: &Draft) -> DraftFate {
        if self.has(&draft.key, &format!("{}\n{}", draft.title, draft.body)) {
            return DraftFate::Ends;
        }
        let is_of_namesake = self.namesakes.iter().any(|id| draft.key.contains(id.as_str()));
        let needles = if is_of_namesake { &self.needles.but_names() } else { &self.needles };
        let (title, body) = (needles.without(&draft.title), needles.without(&draft.body));
        if title.is_none() && body.is_none() {
            return DraftFate::Stays;
        }
        let (title, body) = (title.unwrap_or_else(|| draft.title.clone()), body.unwrap_or_else(|| draft.body.clone()));
        DraftFate::Unnamed(Draft { title, body, ..draft.clone() })
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

impl Store {
    /// Tells what an erasure of somebody makes of texts that the book could not take. It is asked before they are erased.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn draft_fates(&self, id: ContactId, drafts: &[Draft]) -> Result<Vec<DraftFate>> {
        let Some(n) = contacts::row_of(&self.conn, id)?.filter(|_| !drafts.is_empty()) else {
            return Ok(drafts.iter().map(|_| DraftFate::Stays).collect());
        };
        let reach = reach(&self.conn, n, self.home.as_deref())?;
        let theirs = TheirTexts::read(&self.conn, &reach.rows, reach.needles)?
            .with_namesakes(&self.conn, &reach.of_namesakes)?;
        Ok(drafts.iter().map(|draft| theirs.fate(draft)).collect())
    }
}

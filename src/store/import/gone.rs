//! Companies that came from a system before and are no longer in its list.

use rusqlite::params;

use super::ImportSession;
use super::session::DOING;
use crate::domain::account::Account;
use crate::domain::query::GoneAccounts;
use crate::store::error::Result;

/// Most names that are told.
const TOLD: usize = 1_000;
/// Companies with an id of a system that are neither erased nor archived.
const OF_SYSTEM: &str = "SELECT DISTINCT account.n AS n, account.name AS name
    FROM account_identifier AS known JOIN account ON account.n = known.account
    WHERE known.kind = ?1 AND known.deleted = 0 AND account.deleted = 0 AND account.archived = 0
    ORDER BY account.name, account.n";

impl ImportSession<'_> {
    /// Counts the system whose ids a row has.
    pub(super) fn count_system(&mut self, file: &Account) {
        for id in &file.external {
            *self.noted.systems.entry(id.source.clone()).or_default() += 1;
        }
    }

    /// Returns for each system whose ids the file has the companies of the book with such an id that are not in the file.
    /// A file with fewer than half of them is a part of a list, of which nothing can be said.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn gone(&self) -> Result<Vec<GoneAccounts>> {
        let systems = self.noted.systems.iter();
        let gone = systems.map(|(system, rows)| self.gone_of(system, *rows)).collect::<rusqlite::Result<Vec<_>>>();
        let gone = gone.map_err(|error| crate::store::error::StoreError::from(error).during(DOING, &self.path))?;
        Ok(gone.into_iter().flatten().collect())
    }

    fn gone_of(&self, system: &str, rows: u64) -> rusqlite::Result<Option<GoneAccounts>> {
        let mut statement = self.pen.conn.prepare_cached(OF_SYSTEM)?;
        let mut found = statement.query(params![format!("external:{system}")])?;
        let mut gone = GoneAccounts { system: system.to_owned(), ..GoneAccounts::default() };
        while let Some(row) = found.next()? {
            if self.accounts_seen.contains(row.get("n")?) {
                continue;
            }
            gone.count += 1;
            if gone.names.len() < TOLD {
                gone.names.push(row.get("name")?);
            }
        }
        Ok((gone.count > 0 && gone.count <= rows).then_some(gone))
    }
}

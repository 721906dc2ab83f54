//! Batches many actions into one commit.

use crate::store::Store;
use crate::store::error::{Result, StoreError};

impl Store {
    /// Runs many actions in one commit, for filling a book. It fails as a whole; each action keeps its own undo entry.
    ///
    /// # Errors
    /// What `run` says, or the book cannot be written.
    pub fn batch<T, E: From<StoreError>>(&mut self, run: impl FnOnce(&mut Store) -> Result<T, E>) -> Result<T, E> {
        let doing = "Filling the book";
        let path = self.path.clone();
        let failed = |error: rusqlite::Error| StoreError::from(error).during(doing, &path);
        self.may_write(doing)?;
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        let done = run(self);
        if done.is_ok() {
            self.conn.execute_batch("COMMIT").map_err(failed)?;
        } else if !self.conn.is_autocommit() {
            // A rollback that fails leaves nothing either: SQLite rolls back on the next open.
            self.conn.execute_batch("ROLLBACK").unwrap_or_default();
        }
        done
    }

    /// Clears the undo list, so that nothing stored so far can be undone. Used on a book that was just filled.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn begin_history(&mut self) -> Result<()> {
        let doing = "Beginning the history";
        self.may_write(doing)?;
        let sql = "BEGIN IMMEDIATE; DELETE FROM change; DELETE FROM action; COMMIT";
        let failed = |error: rusqlite::Error| StoreError::from(error).during(doing, &self.path);
        self.conn.execute_batch(sql).map_err(failed)
    }
}

//! Journals the rows that one action inserts in bulk as a range of row numbers instead of one by one.

use rusqlite::params;

use super::write::Transaction;
use crate::domain::ids::ImportId;
use crate::store::cells::only_value;
use crate::store::error::Result;

/// Rows of one table that an action inserts, journaled as a range instead of one by one.
pub(crate) struct BulkInsert {
    import: i64,
    table: &'static str,
    before: i64,
}

impl BulkInsert {
    /// Starts a bulk insert: rows inserted into the table from here on belong to it.
    pub(in crate::store) fn begin(
        write: &mut Transaction<'_>,
        action: i64,
        what: &str,
        table: &'static str,
    ) -> Result<BulkInsert> {
        let (id, rev) = (ImportId(write.new_id()), write.rev());
        let sql = "INSERT INTO import (id, rev, device, kind, file, at) VALUES (?1, ?2, ?3, ?4, '', ?5)";
        write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, what, write.now])?;
        let import = write.conn.last_insert_rowid();
        write.conn.prepare_cached("UPDATE action SET import = ?2 WHERE n = ?1")?.execute([action, import])?;
        let before = write.conn.query_row("SELECT coalesce(max(n), 0) FROM call_line", [], only_value)?;
        Ok(BulkInsert { import, table, before })
    }

    /// Ends the bulk insert and journals the range of rows inserted since [`BulkInsert::begin`].
    pub(in crate::store) fn end(self, write: &Transaction<'_>) -> Result<()> {
        let sql = "INSERT INTO import_row (import, tbl, first, last)
            SELECT ?1, ?2, ?3 + 1, max(n) FROM call_line HAVING max(n) > ?3";
        if write.conn.prepare_cached(sql)?.execute(params![self.import, self.table, self.before])? == 0 {
            let sql = "UPDATE action SET import = NULL WHERE import = ?1";
            write.conn.prepare_cached(sql)?.execute([self.import])?;
        }
        Ok(())
    }
}

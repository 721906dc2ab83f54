//! Reads the book as archive rows: every table with its columns by name, ids in the place of row
//! numbers.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use uuid::Uuid;

use super::archive_tables::{ColumnFormat, WholeTable, archive_table, label};
use super::pages;
use crate::domain::account::{Account, Contact};
use crate::domain::trigger::Trigger;
use crate::store::cells::only_value;
use crate::store::error::{Result, StoreError};
use crate::store::tables::{accounts, contacts, triggers};
use crate::store::{DoNotCallEntry, ExportedCall, Store};

const DOING: &str = "reading the whole book";

impl Store {
    /// Passes every row of a table to `put` as one line of JSON, in an order that is the same in every copy. Returns
    /// the number of rows.
    ///
    /// # Errors
    /// When the book cannot be read, or what `put` returns.
    pub fn each_whole<E: From<StoreError>>(
        &self,
        table: &WholeTable,
        mut put: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<u64, E> {
        let written = archive_table(table.table);
        let members = written.members();
        let failed = |error: rusqlite::Error| StoreError::from(error).during(DOING, &self.path);
        let mut statement = self.conn.prepare(&written.select()).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        let (mut line, mut count) = (String::new(), 0);
        while let Some(row) = rows.next().map_err(failed)? {
            line.clear();
            // By number: the statement selects the members, in their order.
            for (at, (name, form)) in members.iter().enumerate() {
                line.push(if at == 0 { '{' } else { ',' });
                let value = json(row.get_ref(at).map_err(failed)?, *form);
                line.push_str(&format!("\"{}\":{value}", label(name, *form)));
            }
            line.push('}');
            put(&line)?;
            count += 1;
        }
        Ok(count)
    }

    /// Passes every account to `put`, ordered by id. Returns how many there are.
    ///
    /// # Errors
    /// As [`Store::each_whole`].
    pub fn each_account<E: From<StoreError>>(&self, put: impl FnMut(Account) -> Result<(), E>) -> Result<u64, E> {
        self.each("SELECT n FROM account WHERE deleted = 0 ORDER BY id", accounts::load, put)
    }

    /// Passes every person with the name of their account to `put`, ordered by id. Returns how many there are.
    ///
    /// # Errors
    /// As [`Store::each_whole`].
    pub fn each_contact<E: From<StoreError>>(
        &self,
        put: impl FnMut((Contact, String)) -> Result<(), E>,
    ) -> Result<u64, E> {
        let load = |conn: &Connection, n: i64| {
            Ok((contacts::load(conn, n)?, accounts::id_and_name(conn, contacts::account_of(conn, n)?)?.1))
        };
        self.each("SELECT n FROM contact WHERE deleted = 0 ORDER BY id", load, put)
    }

    /// Passes every trigger with the names of its accounts to `put`, ordered by id. Returns how many there are.
    ///
    /// # Errors
    /// As [`Store::each_whole`].
    pub fn each_trigger<E: From<StoreError>>(
        &self,
        put: impl FnMut((Trigger, Vec<String>)) -> Result<(), E>,
    ) -> Result<u64, E> {
        let load = |conn: &Connection, n: i64| {
            let trigger = triggers::load(conn, n)?;
            let rows = trigger.accounts.iter().filter_map(|id| accounts::row_of(conn, *id).transpose());
            let mut names = rows.map(|row| Ok(accounts::id_and_name(conn, row?)?.1)).collect::<Result<Vec<_>>>()?;
            // By name: the row numbers of links differ between copies of a book, and the file must not.
            names.sort();
            Ok((trigger, names))
        };
        self.each("SELECT n FROM trigger WHERE deleted = 0 ORDER BY id", load, put)
    }

    /// Passes every call that was not taken back to `put`, with its latest values, ordered by the id of its first
    /// version. Returns how many there are.
    ///
    /// # Errors
    /// As [`Store::each_whole`].
    pub fn each_call<E: From<StoreError>>(&self, put: impl FnMut(ExportedCall) -> Result<(), E>) -> Result<u64, E> {
        // Along the index of ids: sorting would hold every call of the log.
        let sql = "SELECT line.n FROM call AS o CROSS JOIN call_line AS line ON line.n = o.n
            WHERE line.deleted = 0 AND line.head = 1 ORDER BY o.id";
        self.each(sql, pages::whole_call, put)
    }

    /// Passes the do-not-call list to `put`, ordered by kind and value. Returns how many entries there are.
    ///
    /// # Errors
    /// As [`Store::each_whole`].
    pub fn each_barred<E: From<StoreError>>(&self, put: impl FnMut(DoNotCallEntry) -> Result<(), E>) -> Result<u64, E> {
        let load = |conn: &Connection, n: i64| {
            let sql = "SELECT kind, value, why FROM do_not_call WHERE n = ?1";
            let read = |row: &rusqlite::Row<'_>| {
                Ok(DoNotCallEntry { kind: row.get("kind")?, value: row.get("value")?, why: row.get("why")? })
            };
            Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
        };
        self.each("SELECT n FROM do_not_call WHERE deleted = 0 ORDER BY kind, value", load, put)
    }

    fn each<T, E: From<StoreError>>(
        &self,
        sql: &str,
        load: impl Fn(&Connection, i64) -> Result<T>,
        mut put: impl FnMut(T) -> Result<(), E>,
    ) -> Result<u64, E> {
        let failed = |error: rusqlite::Error| StoreError::from(error).during(DOING, &self.path);
        let mut statement = self.conn.prepare(sql).map_err(failed)?;
        let mut count = 0;
        for n in statement.query_map([], only_value).map_err(failed)? {
            put(load(&self.conn, n.map_err(failed)?)?)?;
            count += 1;
        }
        Ok(count)
    }

    /// Runs `run` within one read transaction, so that it sees one state of the book whatever other windows write
    /// meanwhile.
    ///
    /// # Errors
    /// When the book cannot be read, or what `run` returns.
    pub fn as_it_stands<T, E: From<StoreError>>(&self, run: impl FnOnce(&Store) -> Result<T, E>) -> Result<T, E> {
        let failed = |error: rusqlite::Error| StoreError::from(error).during(DOING, &self.path);
        self.conn.execute_batch("BEGIN").map_err(failed)?;
        let done = run(self);
        // Nothing was written: ending it cannot lose anything.
        self.conn.execute_batch("ROLLBACK").unwrap_or_default();
        done
    }

    /// Returns for each device how many rows its log has, and the hash of the last one in hexadecimal.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn log_ends(&self) -> Result<Vec<(Uuid, i64, String)>> {
        let sql = "SELECT id, seq, lower(hex(hash)) AS hash FROM device WHERE seq > 0 ORDER BY id";
        let mut statement = self.conn.prepare(sql)?;
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, Vec<u8>>("id")?, row.get("seq")?, row.get("hash")?)))?;
        let mut ends = Vec::new();
        for row in rows {
            let (id, seq, hash) = row?;
            ends.extend(Uuid::from_slice(&id).ok().map(|id| (id, seq, hash)));
        }
        Ok(ends)
    }
}

/// Converts a stored value to JSON.
fn json(cell: ValueRef<'_>, form: ColumnFormat) -> Value {
    match (cell, form) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(number), ColumnFormat::Flag) => Value::Bool(number != 0),
        (ValueRef::Integer(number), _) => Value::from(number),
        (ValueRef::Real(number), _) => Value::from(number),
        (ValueRef::Text(text), ColumnFormat::Labels) => serde_json::from_slice(text).unwrap_or(Value::Null),
        (ValueRef::Text(text), _) => Value::from(String::from_utf8_lossy(text)),
        (ValueRef::Blob(id), ColumnFormat::Ref(_) | ColumnFormat::Either) => {
            Uuid::from_slice(id).map_or(Value::Null, |id| id.to_string().into())
        }
        (ValueRef::Blob(ids), ColumnFormat::Ids) => {
            let ids = ids.chunks(16).filter_map(|id| Uuid::from_slice(id).ok());
            Value::Array(ids.map(|id| id.to_string().into()).collect())
        }
        (ValueRef::Blob(bytes), _) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
    }
}

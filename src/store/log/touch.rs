//! Writes down touches that are no calls: they are no part of the chain, and undo takes them back.

use rusqlite::params;

use crate::domain::ids::TouchId;
use crate::domain::touch::Touch;
use crate::store::book::settings;
use crate::store::convert::minutes_east;
use crate::store::error::Result;
use crate::store::tables::contacts;
use crate::store::{Store, sanitize};

impl Store {
    /// Writes a touch down; a nil id makes a new one, a nil rep is whoever logs here.
    ///
    /// # Errors
    /// When the person is gone, the touch lies ahead, and as every write.
    pub fn log_touch(&mut self, touch: &Touch) -> Result<TouchId> {
        let note = sanitize::note(&touch.note);
        let rep = if touch.rep_id.is_nil() { self.rep()? } else { touch.rep_id };
        self.action("writing the touch down", |write| {
            let contact = contacts::survivor(write.conn, touch.contact_id)?;
            let account = contacts::account_of(write.conn, contact)?;
            let name = contacts::load(write.conn, contact)?.name;
            write.label = format!("{}: {name}", touch.kind.words());
            let id = if touch.id.is_nil() { TouchId(write.new_id()) } else { touch.id };
            let (rev, rep) = (write.rev(), settings::rep_row(write.conn, rep)?);
            let sql = "INSERT INTO touch (id, rev, device, contact, account, rep, at, zone, kind, note)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            write.conn.prepare_cached(sql)?.execute(params![
                id,
                rev,
                write.device,
                contact,
                account,
                rep,
                touch.at.timestamp_millis(),
                minutes_east(touch.at),
                touch.kind,
                note,
            ])?;
            write.called(account);
            Ok(id)
        })
    }
}

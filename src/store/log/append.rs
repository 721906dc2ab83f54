//! Appends calls to the log and its hash chain, and does what a logged call sets off.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::call_facts;
use super::hash_chain;
use crate::domain::call::{Call, Outcome};
use crate::domain::trigger::kind::Kinds;
use crate::store::book::packed_score::PackedScore;
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::chain_link::ChainLink;
use crate::store::convert::{TriggerIds, day_number};
use crate::store::error::Result;
use crate::store::standing::verdict_rank;
use crate::store::tables::calls;
use crate::store::tables::calls::{BITS, NamedByCall, load, row_of};
use crate::store::tables::search_index;
use crate::store::tables::search_index::{fold_for_index, rowid};
use crate::store::tables::{accounts, campaigns, contacts, do_not_call, plans, promises, triggers};

/// Adds a row to the log with its link in the hash chain and its line in the lists. Returns its row number.
pub(crate) fn append(write: &mut Transaction<'_>, call: &Call, root: Option<i64>) -> Result<i64> {
    // The hash covers the revision, the time of logging and the place: all are taken before the row, and go in with it.
    let (place, salt, rev) = (hash_chain::next(write)?, hash_chain::salt(write), write.rev());
    let text = hash_chain::call_text(&salt, call);
    let device = hash_chain::device_id(write.conn, write.device)?;
    let hash = hash_chain::call(&place, device, rev, write.now, call, &text);
    let (device, logged_at) = (write.device, write.now);
    let link = ChainLink { rev, device, place, hash, salt: Some(salt.to_vec()), text, logged_at };
    let n = calls::insert(write.conn, None, call, &link, &rows_named_by(write, call)?)?;
    hash_chain::extend(write, &link.place, &hash)?;
    let first = call.triggers.first().map(|id| triggers::row_of(write.conn, *id)).transpose()?.flatten();
    let kind = first.map(|n| triggers::load(write.conn, n)).transpose()?.map(|trigger| trigger.kind);
    let sql = "INSERT INTO call_line (n, rev, device, head, root, contact, account, rep, at, day, kind, latest, score,
            connected)
        SELECT n, rev, device, ?2 IS NULL, coalesce(?2, n),
            coalesce((SELECT merged_into FROM contact WHERE contact.n = call.contact AND contact.deleted = 1), contact),
            coalesce((SELECT merged_into FROM account WHERE account.n = call.account AND account.deleted = 1), account),
            rep, at, ?3, ?4, n, 0, 0
        FROM call WHERE n = ?1";
    let values = params![n, root, day_number(call.at.date_naive()), kind.unwrap_or_default()];
    write.conn.prepare_cached(sql)?.execute(values)?;
    use_triggers(write, n)?;
    refresh(write, root.unwrap_or(n))?;
    Ok(n)
}

/// Records which triggers a call used, and the person shown on its line.
pub(crate) fn use_triggers(write: &Transaction<'_>, n: i64) -> Result<()> {
    let sql = "SELECT triggers FROM call WHERE n = ?1";
    let used: TriggerIds = write.conn.prepare_cached(sql)?.query_row([n], only_value)?;
    for trigger in used.0 {
        let sql = "DELETE FROM call_trigger WHERE trigger = (SELECT n FROM trigger WHERE id = ?2) AND call = ?1";
        write.conn.prepare_cached(sql)?.execute(params![n, trigger])?;
        let sql = "INSERT OR IGNORE INTO call_trigger (contact, trigger, call)
            SELECT line.contact, trigger.n, line.n FROM call_line AS line, trigger WHERE line.n = ?1 AND trigger.id = ?2";
        write.conn.prepare_cached(sql)?.execute(params![n, trigger])?;
    }
    Ok(())
}

/// Finds the rows that a call refers to by id.
fn rows_named_by(write: &Transaction<'_>, call: &Call) -> Result<NamedByCall> {
    let conn = write.conn;
    Ok(NamedByCall {
        contact: contacts::require_row_or_merged(conn, call.contact_id)?,
        account: accounts::require_row_or_merged(conn, call.account_id)?,
        rep: settings::rep_row(conn, call.rep_id)?,
        plan: call.plan_id.map(|id| plans::row_of(conn, id)).transpose()?.flatten(),
        campaign: campaigns::row_of_some(conn, call.campaign)?,
        amends: call.amends.map(|id| row_of(conn, id)).transpose()?.flatten(),
    })
}

/// Carries out what a logged call sets off: a promise, a do-not-call mark, a used plan.
pub(crate) fn follow_up(write: &mut Transaction<'_>, n: i64, contact: i64, call: &Call) -> Result<()> {
    promises::make(write, n, contact, call)?;
    if call.outcome == Some(Outcome::DoNotCall) {
        block(write, contact, call)?;
    }
    if let Some(plan) = call.plan_id.filter(|_| call.is_connected()) {
        let rev = write.rev();
        let sql = "UPDATE plan SET spent = ?2, rev = ?3, device = ?4 WHERE id = ?1 AND spent IS NULL";
        write.conn.prepare_cached(sql)?.execute(params![plan, n, rev, write.device])?;
    }
    Ok(())
}

/// Marks a person who asked not to be called, and lists their addresses so that they are recognised wherever they
/// appear again.
pub(super) fn block(write: &mut Transaction<'_>, contact: i64, call: &Call) -> Result<()> {
    let person = contacts::load(write.conn, contact)?;
    let why = format!("asked on {} not to be called", call.at.format("%-d %b %Y"));
    contacts::mark_do_not_call(write, contact, Some(&why))?;
    for email in &person.emails {
        do_not_call::list(write, "email", email, &why)?;
    }
    Ok(())
}

/// Recomputes a call's line from its latest amendment, its reviews, and what undo took back.
pub(crate) fn refresh(write: &mut Transaction<'_>, root: i64) -> Result<()> {
    set_latest(write, root)?;
    call_facts::settle(write, root)?;
    let account =
        write.conn.prepare_cached("SELECT account FROM call_line WHERE n = ?1")?.query_row([root], only_value)?;
    write.called(account);
    index(write, root)
}

/// Updates a call's line, except for its counts and its search entry. The amendment that was saved last stands, whatever
/// the clock said: of its two stamps the row's own never changes, and the line's is mended where a clock was wrong.
pub(crate) fn set_latest(write: &Transaction<'_>, root: i64) -> Result<()> {
    let latest = "SELECT line.n FROM call_line AS line JOIN call ON call.n = line.n
        WHERE line.root = ?1 AND line.head = 0 AND line.deleted = 0
        ORDER BY min(call.rev, line.rev) DESC, call.id DESC LIMIT 1";
    let latest: Option<i64> = write.conn.prepare_cached(latest)?.query_row([root], only_value).optional()?;
    let latest = latest.unwrap_or(root);
    let shown = load(write.conn, latest)?;
    let sql = "UPDATE call_line SET latest = ?2, verdict = ?3, connected = ?4,
            reviewed = EXISTS (SELECT 1 FROM review_line JOIN review ON review.n = review_line.n
                WHERE review_line.call = ?1 AND review_line.deleted = 0 AND review.answers IS NULL
                    AND review.reviewer <> call_line.rep)
        WHERE n = ?1";
    let verdict = shown.verdict.and_then(verdict_rank);
    write.conn.prepare_cached(sql)?.execute(params![root, latest, verdict, shown.is_connected()])?;
    Ok(())
}

/// Writes a call's text to the full-text index, at the position that its time gives it.
pub(crate) fn index(write: &Transaction<'_>, n: i64) -> Result<()> {
    let sql = "SELECT line.deleted AS gone, line.fts AS fts, line.at AS at, account.name AS account,
            contact.name AS contact, call.words AS words, call.note AS note
        FROM call_line AS line JOIN call ON call.n = line.latest
        JOIN account ON account.n = line.account JOIN contact ON contact.n = line.contact WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        let words = [row.get("account")?, row.get("contact")?, row.get("words")?, row.get("note")?];
        Ok((row.get("gone")?, row.get("fts")?, row.get("at")?, words))
    };
    let (gone, old, at, words): (bool, Option<i64>, i64, [String; 4]) =
        write.conn.prepare_cached(sql)?.query_row([n], read)?;
    if let Some(old) = old {
        write.conn.prepare_cached("DELETE FROM call_fts WHERE rowid = ?1")?.execute([old])?;
    }
    let new = (!gone).then(|| rowid(at / 1000, BITS, n));
    if let Some(new) = new {
        let [account, contact, said, note] = words.map(|text| fold_for_index(&text));
        let sql = "INSERT INTO call_fts (rowid, account, contact, words, note, mark) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        write.conn.prepare_cached(sql)?.execute(params![
            new,
            account,
            contact,
            said,
            note,
            search_index::EVERYTHING.to_string()
        ])?;
    }
    write.conn.prepare_cached("UPDATE call_line SET fts = ?2 WHERE n = ?1")?.execute(params![n, new])?;
    Ok(())
}

/// Returns a sentence for the rep on how the last calls on this kind of trigger went; `None` if there is nothing to
/// say.
pub(super) fn encouragement(conn: &Connection, kinds: &Kinds, n: i64) -> Result<Option<String>> {
    let sql = "SELECT other.score AS score, other.kind AS kind FROM call_line AS line
        JOIN call_line AS other ON other.rep = line.rep AND other.kind = line.kind
        WHERE line.n = ?1 AND line.connected = 1 AND line.kind <> '' AND line.flags & 64 = 0 AND other.flags & 64 = 0
            AND other.deleted = 0 AND other.head = 1
            AND other.verdict IS NOT NULL
        ORDER BY other.at DESC LIMIT 20";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([n], |row| Ok((PackedScore(row.get("score")?), row.get("kind")?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<(PackedScore, String)>>>()?;
    let said: Vec<PackedScore> = rows.iter().map(|(score, _)| *score).filter(|score| score.said()).take(3).collect();
    let well = said.iter().filter(|score| score.verdict() == 1).count();
    Ok(rows
        .first()
        .filter(|_| said.len() == 3)
        .map(|(_, kind)| format!("{well} of your last 3 {} calls were well spent", kinds.get_or_other(kind).label)))
}

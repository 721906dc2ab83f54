//! Merges the log: calls and reviews are appended link by link, each verified by its hash chain; none is overwritten.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::context::MergeContext;
use super::lines;
use crate::domain::call::Call;
use crate::domain::review::Review;
use crate::store::cells::only_value;
use crate::store::chain_link::{ChainLink, Hash};
use crate::store::error::{Result, StoreError};
use crate::store::log::chain_row::ChainRow;
use crate::store::log::hash_chain;
use crate::store::log::reviews;
use crate::store::sanitize;
use crate::store::tables::calls;
use crate::store::tables::reps::device_owner;

/// Latest time of a call that is accepted: the year 2248, because arithmetic on later days would fail.
const LATEST: i64 = 1 << 43;
/// Largest accepted offset of a time zone from UTC, in minutes.
const FARTHEST: i64 = 18 * 60;

const LINKS: &str = "SELECT device, seq, n, 1 AS is_call, rev, logged_at, prev_hash, hash, salt, text_hash, at, zone
        FROM call WHERE device = ?1
    UNION ALL SELECT device, seq, n, 0, rev, 0, prev_hash, hash, salt, text_hash, at, zone
        FROM review WHERE device = ?1
    ORDER BY seq";

/// Merges calls and reviews, then whether each was taken back.
pub(super) fn take(merging: &mut MergeContext<'_, '_>) -> Result<()> {
    let mut devices: Vec<i64> = merging.devices.keys().copied().collect();
    devices.sort_unstable();
    for device in devices {
        chain_of(merging, device)?;
    }
    lines::take(merging, "call")?;
    lines::take(merging, "review")
}

fn chain_of(merging: &mut MergeContext<'_, '_>, theirs: i64) -> Result<()> {
    let Some((device, id)) = merging.devices.get(&theirs).copied() else { return Ok(()) };
    let bundle = merging.bundle;
    let mut statement = bundle.conn.prepare(LINKS).map_err(|error| merging.odd(&error))?;
    let mut rows = statement.query([theirs]).map_err(|error| merging.odd(&error))?;
    let (mut came, mut last) = (BTreeSet::new(), None);
    while let Some(row) = rows.next().map_err(|error| merging.odd(&error))? {
        let theirs = read(merging, device, row)?;
        if take_link(merging, id, &theirs)? {
            came.insert(theirs.link.place.seq);
            last = Some((theirs.link.place.seq, theirs.link.hash));
        }
    }
    match last {
        Some((seq, hash)) => remember(merging, device, seq, &hash, &came),
        None => Ok(()),
    }
}

/// Reads one incoming row of the log, with its device mapped to ours; an error if its time is out of range.
fn read(merging: &MergeContext<'_, '_>, device: i64, row: &Row<'_>) -> Result<ChainRow> {
    let read = || -> rusqlite::Result<(ChainRow, i64, i64)> {
        let mut theirs = ChainRow::read(row)?;
        theirs.link.device = device;
        Ok((theirs, row.get("at")?, row.get("zone")?))
    };
    let (theirs, at, zone) = read().map_err(|error| merging.odd(&error))?;
    let in_time = (0..LATEST).contains(&at) && (0..LATEST).contains(&theirs.link.logged_at);
    if theirs.link.place.seq < 1 || !in_time || zone.abs() > FARTHEST {
        return Err(merging.refuse(format!("row {} of the log lies outside of any time", theirs.n)));
    }
    Ok(theirs)
}

/// Appends one link; returns false if the book has it already.
fn take_link(merging: &mut MergeContext<'_, '_>, id: Uuid, theirs: &ChainRow) -> Result<bool> {
    let (table, link) = (if theirs.is_call { "call" } else { "review" }, &theirs.link);
    let gone = || merging.refuse(format!("row {} of \"{table}\" has no id", theirs.n));
    let ours = merging.our_row(table, theirs.n).ok_or_else(gone)?;
    if let Some((_, hash)) = link_at(merging, link.device, link.place.seq)? {
        if hash == link.hash {
            return Ok(false);
        }
        let who = device_owner(merging.write.conn, link.device)?;
        return Err(merging.refuse(format!(
            "it has another row in place {} of the log of {who} than your book: one of the two was changed, or two \
            people work in copies of one file",
            link.place.seq
        )));
    }
    if link.device == merging.write.device {
        return Err(merging.copied());
    }
    if merging.write.conn.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE n = ?1)"),
        [ours],
        only_value,
    )? {
        return Err(
            merging.refuse(format!("the {table} of row {} is in your book in another place of the log", theirs.n))
        );
    }
    if link.rev <= 0 {
        return Err(merging.refuse(format!("row {} of the log has no stamp", theirs.n)));
    }
    if theirs.is_call {
        call(merging, id, ours, theirs)?;
    } else {
        review(merging, id, ours, theirs)?;
    }
    check_neighbours(merging, theirs)?;
    // A row of the log never changes: what a wrong clock stamped it with wins over nothing, and its line is stamped anew.
    if link.rev <= merging.limit {
        merging.write.see(link.rev);
    }
    Ok(true)
}

/// Returns the previous hash and the own hash of the stored link at this position; `None` if there is none.
fn link_at(merging: &MergeContext<'_, '_>, device: i64, seq: i64) -> Result<Option<(Hash, Hash)>> {
    let sql = "SELECT prev_hash, hash FROM call WHERE device = ?1 AND seq = ?2
        UNION ALL SELECT prev_hash, hash FROM review WHERE device = ?1 AND seq = ?2";
    let mut statement = merging.write.conn.prepare_cached(sql)?;
    Ok(statement.query_row([device, seq], |row| Ok((row.get("prev_hash")?, row.get("hash")?))).optional()?)
}

/// Checks that the link fits the stored links before and after it.
fn check_neighbours(merging: &MergeContext<'_, '_>, theirs: &ChainRow) -> Result<()> {
    let ChainLink { place, hash, device, .. } = &theirs.link;
    let before = match place.seq {
        1 => Some([0; 32]),
        seq => link_at(merging, *device, seq - 1)?.map(|(_, hash)| hash),
    };
    let behind = link_at(merging, *device, place.seq + 1)?.map(|(prev, _)| prev);
    if before.is_some_and(|before| before != place.prev) || behind.is_some_and(|prev| prev != *hash) {
        let what = if theirs.is_call { "call" } else { "review" };
        return Err(merging.refuse(format!(
            "the {what} of row {} does not fit the rows next to it in its log: one of them was changed",
            theirs.n
        )));
    }
    Ok(())
}

fn changed_error(merging: &MergeContext<'_, '_>, what: &str) -> StoreError {
    merging.refuse(format!("{what} was changed after it was logged"))
}

fn reference(merging: &MergeContext<'_, '_>, what: &str, column: &str, table: &str, theirs: i64) -> Result<i64> {
    let gone = || merging.refuse(format!("the {column} of {what} is not in the file"));
    merging.our_row(table, theirs).ok_or_else(gone)
}

fn call(merging: &mut MergeContext<'_, '_>, id: Uuid, n: i64, theirs: &ChainRow) -> Result<()> {
    let (bundle, link) = (merging.bundle, &theirs.link);
    let call = calls::load(&bundle.conn, theirs.n)
        .map_err(|error| merging.refuse(format!("the call of row {} cannot be read ({})", theirs.n, error.detail)))?;
    let what = format!("call {} of {}", call.id, call.at.format("%-d %b %Y %H:%M"));
    if let Some(problem) = call.problems().into_iter().next().filter(|_| link.salt.is_some()) {
        return Err(merging.refuse(format!("{what} contradicts itself ({problem})")));
    }
    let text = link.salt.as_ref().map(|salt| hash_chain::call_text(salt, &call));
    let hash = hash_chain::call(&link.place, id, link.rev, link.logged_at, &call, &link.text);
    if hash != link.hash || text.is_some_and(|text| text != link.text) || (text.is_none() && has_words(&call)) {
        return Err(changed_error(merging, &what));
    }
    if text.is_some() && sanitize::call(&call) != call {
        return Err(merging.refuse(format!("{what} holds characters or lengths that whynow never logs")));
    }
    insert_call(merging, n, theirs, &call, &what)
}

fn has_words(call: &Call) -> bool {
    let next = call.next.as_ref().is_some_and(|next| !next.what.is_empty());
    next || !call.words.is_empty() || !call.note.is_empty() || !call.opener.is_empty() || !call.overrides.is_empty()
}

fn insert_call(merging: &mut MergeContext<'_, '_>, n: i64, theirs: &ChainRow, call: &Call, what: &str) -> Result<()> {
    let found = calls::NamedByCall::read(&merging.bundle.conn, theirs.n).map_err(|error| merging.odd(&error))?;
    let ours = |column: &str, table: &str, theirs: i64| reference(merging, what, column, table, theirs);
    let named = calls::NamedByCall {
        contact: ours("person", "contact", found.contact)?,
        account: ours("account", "account", found.account)?,
        rep: ours("rep", "rep", found.rep)?,
        plan: found.plan.map(|plan| ours("plan", "plan", plan)).transpose()?,
        campaign: found.campaign.map(|campaign| ours("campaign", "campaign", campaign)).transpose()?,
        amends: found.amends.map(|amended| ours("amended call", "call", amended)).transpose()?,
    };
    calls::insert(merging.write.conn, Some(n), call, &theirs.link, &named)?;
    let sql = "INSERT OR IGNORE INTO call_trigger (contact, trigger, call)
        SELECT call.contact, trigger.n, call.n FROM call, trigger WHERE call.n = ?1 AND trigger.id = ?2";
    for trigger in &call.triggers {
        merging.write.conn.prepare_cached(sql)?.execute(params![n, trigger])?;
    }
    Ok(())
}

fn review(merging: &mut MergeContext<'_, '_>, id: Uuid, n: i64, theirs: &ChainRow) -> Result<()> {
    let (bundle, link) = (merging.bundle, &theirs.link);
    let review = reviews::load(&bundle.conn, theirs.n)
        .map_err(|error| merging.refuse(format!("the review of row {} cannot be read ({})", theirs.n, error.detail)))?;
    let what = format!("review {} of {}", review.id, review.at.format("%-d %b %Y %H:%M"));
    if let Some(problem) = review.problems().into_iter().next().filter(|_| link.salt.is_some()) {
        return Err(merging.refuse(format!("{what} contradicts itself ({problem})")));
    }
    let text = link.salt.as_ref().map(|salt| hash_chain::review_text(salt, &review));
    let hash = hash_chain::review(&link.place, id, link.rev, &review, &link.text);
    let has_words = !review.note.is_empty() || !review.focus.is_empty();
    if hash != link.hash || text.is_some_and(|text| text != link.text) || (text.is_none() && has_words) {
        return Err(changed_error(merging, &what));
    }
    if text.is_some() && sanitize::review(&review) != review {
        return Err(merging.refuse(format!("{what} holds characters or lengths that whynow never keeps")));
    }
    insert_review(merging, n, theirs, &review, &what)
}

fn insert_review(
    merging: &mut MergeContext<'_, '_>,
    n: i64,
    theirs: &ChainRow,
    review: &Review,
    what: &str,
) -> Result<()> {
    let found = reviews::NamedByReview::read(&merging.bundle.conn, theirs.n).map_err(|error| merging.odd(&error))?;
    let ours = |column: &str, table: &str, theirs: i64| reference(merging, what, column, table, theirs);
    let named = reviews::NamedByReview {
        call: ours("call", "call", found.call)?,
        reviewer: ours("reviewer", "rep", found.reviewer)?,
        answers: found.answers.map(|answered| ours("answered review", "review", answered)).transpose()?,
    };
    reviews::insert(merging.write.conn, Some(n), review, &theirs.link, &named)?;
    Ok(())
}

/// Stores the end of a device's chain and the gaps that remain in it.
fn remember(merging: &MergeContext<'_, '_>, device: i64, seq: i64, hash: &Hash, came: &BTreeSet<i64>) -> Result<()> {
    let conn = merging.write.conn;
    let before: i64 = conn.query_row("SELECT seq FROM device WHERE n = ?1", [device], only_value)?;
    let sql = "SELECT first, last FROM chain_gap WHERE device = ?1 ORDER BY first";
    let mut gaps: Vec<(i64, i64)> = conn
        .prepare_cached(sql)?
        .query_map([device], |row| Ok((row.get("first")?, row.get("last")?)))?
        .collect::<rusqlite::Result<_>>()?;
    if seq > before {
        gaps.push((before + 1, seq));
        let sql = "UPDATE device SET seq = ?2, hash = ?3 WHERE n = ?1";
        conn.prepare_cached(sql)?.execute(params![device, seq, hash])?;
    }
    conn.execute("DELETE FROM chain_gap WHERE device = ?1", [device])?;
    let mut keep = conn.prepare_cached("INSERT INTO chain_gap (device, first, last) VALUES (?1, ?2, ?3)")?;
    for (first, last) in gaps {
        let mut next = first;
        for there in came.range(first..=last) {
            if next < *there {
                keep.execute([device, next, there - 1])?;
            }
            next = there + 1;
        }
        if next <= last {
            keep.execute([device, next, last])?;
        }
    }
    Ok(())
}

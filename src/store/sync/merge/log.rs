//! Merges the log: calls and reviews are appended link by link, each verified by its hash chain; none is overwritten.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::context::MergeContext;
use super::lines;
use super::report;
use crate::domain::call::Call;
use crate::domain::review::Review;
use crate::store::convert::{IsoDay, JsonText, TriggerIds, minutes_east};
use crate::store::error::{Result, StoreError};
use crate::store::log::hash_chain;
use crate::store::log::hash_chain::{ChainPosition, Hash};
use crate::store::log::reviews;
use crate::store::sanitize;
use crate::store::tables::calls;
use crate::store::tables::reps::device_owner;

/// Latest instant of a call that is taken: the year 2248. Beyond, arithmetic with days would fail.
const LATEST: i64 = 1 << 43;
/// Farthest a zone is from UTC, in minutes.
const FARTHEST: i64 = 18 * 60;

/// A link of the incoming chain.
struct ChainLink {
    seq: i64,
    n: i64,
    is_call: bool,
    rev: i64,
    logged_at: i64,
    prev: Hash,
    hash: Hash,
    salt: Option<Vec<u8>>,
    text: Hash,
}

const LINKS: &str = "SELECT seq, n, 1, rev, logged_at, prev_hash, hash, salt, text_hash, at, zone FROM call
        WHERE device = ?1
    UNION ALL SELECT seq, n, 0, rev, 0, prev_hash, hash, salt, text_hash, at, zone FROM review WHERE device = ?1
    ORDER BY 1";

/// Takes calls and reviews, then what stands or was taken back of each.
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
        let link = link(merging, row)?;
        if take_link(merging, device, id, &link)? {
            came.insert(link.seq);
            last = Some((link.seq, link.hash));
        }
    }
    match last {
        Some((seq, hash)) => remember(merging, device, seq, &hash, &came),
        None => Ok(()),
    }
}

fn link(merging: &MergeContext<'_, '_>, row: &Row<'_>) -> Result<ChainLink> {
    let read = || -> rusqlite::Result<(ChainLink, i64, i64)> {
        let link = ChainLink {
            seq: row.get(0)?,
            n: row.get(1)?,
            is_call: row.get(2)?,
            rev: row.get(3)?,
            logged_at: row.get(4)?,
            prev: row.get(5)?,
            hash: row.get(6)?,
            salt: row.get(7)?,
            text: row.get(8)?,
        };
        Ok((link, row.get(9)?, row.get(10)?))
    };
    let (link, at, zone) = read().map_err(|error| merging.odd(&error))?;
    let in_time = (0..LATEST).contains(&at) && (0..LATEST).contains(&link.logged_at);
    if link.seq < 1 || !in_time || zone.abs() > FARTHEST {
        return Err(merging.refuse(format!("row {} of the log lies outside of any time", link.n)));
    }
    Ok(link)
}

/// Appends one link. True if it is new here.
fn take_link(merging: &mut MergeContext<'_, '_>, device: i64, id: Uuid, link: &ChainLink) -> Result<bool> {
    let table = if link.is_call { "call" } else { "review" };
    let gone = || merging.refuse(format!("row {} of \"{table}\" has no id", link.n));
    let ours = merging.our_row(table, link.n).ok_or_else(gone)?;
    if let Some((_, hash)) = link_at(merging, device, link.seq)? {
        if hash == link.hash {
            return Ok(false);
        }
        let who = device_owner(merging.write.conn, device)?;
        return Err(merging.refuse(format!(
            "it has another row in place {} of the log of {who} than your book: one of the two was changed, or two \
            people work in copies of one file",
            link.seq
        )));
    }
    if device == merging.write.device {
        return Err(merging.copied());
    }
    if merging.write.conn.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE n = ?1)"),
        [ours],
        |row| row.get(0),
    )? {
        return Err(
            merging.refuse(format!("the {table} of row {} is in your book in another place of the log", link.n))
        );
    }
    if link.rev <= 0 || link.rev > merging.limit {
        let says = format!("row {} of the log was written on {}", link.n, report::moment(link.rev));
        return Err(merging.refuse(format!("{says} by the clock of its machine. Set that clock right and share again")));
    }
    let place = ChainPosition { seq: link.seq, prev: link.prev };
    if link.is_call {
        call(merging, device, id, ours, &place, link)?;
    } else {
        review(merging, device, id, ours, &place, link)?;
    }
    check_neighbours(merging, device, link)?;
    merging.write.see(link.rev);
    Ok(true)
}

/// The stored link at this place: the hash before it, and its own.
fn link_at(merging: &MergeContext<'_, '_>, device: i64, seq: i64) -> Result<Option<(Hash, Hash)>> {
    let sql = "SELECT prev_hash, hash FROM call WHERE device = ?1 AND seq = ?2
        UNION ALL SELECT prev_hash, hash FROM review WHERE device = ?1 AND seq = ?2";
    let mut statement = merging.write.conn.prepare_cached(sql)?;
    Ok(statement.query_row([device, seq], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Checks that the link fits the stored links before and after it.
fn check_neighbours(merging: &MergeContext<'_, '_>, device: i64, link: &ChainLink) -> Result<()> {
    let before = match link.seq {
        1 => Some([0; 32]),
        seq => link_at(merging, device, seq - 1)?.map(|(_, hash)| hash),
    };
    let behind = link_at(merging, device, link.seq + 1)?.map(|(prev, _)| prev);
    if before.is_some_and(|hash| hash != link.prev) || behind.is_some_and(|prev| prev != link.hash) {
        let what = if link.is_call { "call" } else { "review" };
        return Err(merging.refuse(format!(
            "the {what} of row {} does not fit the rows next to it in its log: one of them was changed",
            link.n
        )));
    }
    Ok(())
}

fn changed_error(merging: &MergeContext<'_, '_>, what: &str) -> StoreError {
    merging.refuse(format!("{what} was changed after it was logged"))
}

fn reference(
    merging: &MergeContext<'_, '_>,
    what: &str,
    column: &str,
    table: &str,
    theirs: Option<i64>,
) -> Result<Option<i64>> {
    let Some(theirs) = theirs else { return Ok(None) };
    let ours = merging.our_row(table, theirs);
    ours.map(Some).ok_or_else(|| merging.refuse(format!("the {column} of {what} is not in the file")))
}

fn call(
    merging: &mut MergeContext<'_, '_>,
    device: i64,
    id: Uuid,
    n: i64,
    place: &ChainPosition,
    link: &ChainLink,
) -> Result<()> {
    let bundle = merging.bundle;
    let call = calls::load(&bundle.conn, link.n)
        .map_err(|error| merging.refuse(format!("the call of row {} cannot be read ({})", link.n, error.detail)))?;
    let what = format!("call {} of {}", call.id, call.at.format("%-d %b %Y %H:%M"));
    if let Some(problem) = call.problems().into_iter().next().filter(|_| link.salt.is_some()) {
        return Err(merging.refuse(format!("{what} contradicts itself ({problem})")));
    }
    let text = link.salt.as_ref().map(|salt| hash_chain::call_text(salt, &call));
    let hash = hash_chain::call(place, id, link.rev, link.logged_at, &call, &link.text);
    if hash != link.hash || text.is_some_and(|text| text != link.text) || (text.is_none() && has_words(&call)) {
        return Err(changed_error(merging, &what));
    }
    if text.is_some() && sanitize::call(&call) != call {
        return Err(merging.refuse(format!("{what} holds characters or lengths that whynow never logs")));
    }
    insert_call(merging, device, n, link, &call, &what)
}

fn has_words(call: &Call) -> bool {
    let next = call.next.as_ref().is_some_and(|next| !next.what.is_empty());
    next || !call.words.is_empty() || !call.note.is_empty() || !call.opener.is_empty() || !call.overrides.is_empty()
}

type CallReferences = (i64, i64, i64, Option<i64>, Option<i64>, Option<i64>);

fn insert_call(
    merging: &mut MergeContext<'_, '_>,
    device: i64,
    n: i64,
    link: &ChainLink,
    call: &Call,
    what: &str,
) -> Result<()> {
    let sql = "SELECT contact, account, rep, plan, campaign, amends FROM call WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?));
    let found: rusqlite::Result<CallReferences> =
        merging.bundle.conn.prepare_cached(sql).and_then(|mut one| one.query_row([link.n], read));
    let (contact, account, rep, plan, campaign, amends) = found.map_err(|error| merging.odd(&error))?;
    let sql =
        "INSERT INTO call (n, id, rev, device, seq, prev_hash, hash, salt, text_hash, contact, account, rep, plan,
            triggers, campaign, amends, logged_at, at, zone, seconds, minutes_asked, reach, outcome, verdict, source,
            learned, way_forward, words, note, next_what, next_by, next_whose, opener, overrides, log_seconds)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)";
    let next = call.next.as_ref();
    merging.write.conn.prepare_cached(sql)?.execute(params![
        n,
        call.id,
        link.rev,
        device,
        link.seq,
        link.prev,
        link.hash,
        link.salt,
        link.text,
        reference(merging, what, "person", "contact", Some(contact))?,
        reference(merging, what, "account", "account", Some(account))?,
        reference(merging, what, "rep", "rep", Some(rep))?,
        reference(merging, what, "plan", "plan", plan)?,
        TriggerIds(call.triggers.clone()),
        reference(merging, what, "campaign", "campaign", campaign)?,
        reference(merging, what, "amended call", "call", amends)?,
        link.logged_at,
        call.at.timestamp_millis(),
        minutes_east(call.at),
        call.seconds,
        call.minutes_asked,
        call.reach,
        call.outcome,
        call.verdict,
        call.source,
        call.learned,
        call.way_forward,
        call.words,
        call.note,
        next.map(|next| &next.what),
        next.and_then(|next| next.by).map(IsoDay),
        next.map(|next| next.whose),
        call.opener,
        JsonText(&call.overrides),
        call.log_seconds,
    ])?;
    let sql = "INSERT OR IGNORE INTO call_trigger (contact, trigger, call)
        SELECT call.contact, trigger.n, call.n FROM call, trigger WHERE call.n = ?1 AND trigger.id = ?2";
    for trigger in &call.triggers {
        merging.write.conn.prepare_cached(sql)?.execute(params![n, trigger])?;
    }
    Ok(())
}

fn review(
    merging: &mut MergeContext<'_, '_>,
    device: i64,
    id: Uuid,
    n: i64,
    place: &ChainPosition,
    link: &ChainLink,
) -> Result<()> {
    let bundle = merging.bundle;
    let review = reviews::load(&bundle.conn, link.n)
        .map_err(|error| merging.refuse(format!("the review of row {} cannot be read ({})", link.n, error.detail)))?;
    let what = format!("review {} of {}", review.id, review.at.format("%-d %b %Y %H:%M"));
    if let Some(problem) = review.problems().into_iter().next().filter(|_| link.salt.is_some()) {
        return Err(merging.refuse(format!("{what} contradicts itself ({problem})")));
    }
    let text = link.salt.as_ref().map(|salt| hash_chain::review_text(salt, &review));
    let hash = hash_chain::review(place, id, link.rev, &review, &link.text);
    let has_words = !review.note.is_empty() || !review.focus.is_empty();
    if hash != link.hash || text.is_some_and(|text| text != link.text) || (text.is_none() && has_words) {
        return Err(changed_error(merging, &what));
    }
    if text.is_some() && sanitize::review(&review) != review {
        return Err(merging.refuse(format!("{what} holds characters or lengths that whynow never keeps")));
    }
    insert_review(merging, device, n, link, &review, &what)
}

fn insert_review(
    merging: &mut MergeContext<'_, '_>,
    device: i64,
    n: i64,
    link: &ChainLink,
    review: &Review,
    what: &str,
) -> Result<()> {
    let sql = "SELECT call, reviewer, answers FROM review WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let found: rusqlite::Result<(i64, i64, Option<i64>)> =
        merging.bundle.conn.prepare_cached(sql).and_then(|mut one| one.query_row([link.n], read));
    let (call, reviewer, answers) = found.map_err(|error| merging.odd(&error))?;
    let sql = "INSERT INTO review (n, id, rev, device, seq, prev_hash, hash, salt, text_hash, call, reviewer, at, zone,
            scores, note, focus, answers)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    merging.write.conn.prepare_cached(sql)?.execute(params![
        n,
        review.id,
        link.rev,
        device,
        link.seq,
        link.prev,
        link.hash,
        link.salt,
        link.text,
        reference(merging, what, "call", "call", Some(call))?,
        reference(merging, what, "reviewer", "rep", Some(reviewer))?,
        review.at.timestamp_millis(),
        minutes_east(review.at),
        JsonText(&review.scores),
        review.note,
        review.focus,
        reference(merging, what, "answered review", "review", answers)?,
    ])?;
    Ok(())
}

/// Remembers the end of a device's chain, and what of it has not come.
fn remember(merging: &MergeContext<'_, '_>, device: i64, seq: i64, hash: &Hash, came: &BTreeSet<i64>) -> Result<()> {
    let conn = merging.write.conn;
    let before: i64 = conn.query_row("SELECT seq FROM device WHERE n = ?1", [device], |row| row.get(0))?;
    let sql = "SELECT first, last FROM chain_gap WHERE device = ?1 ORDER BY first";
    let mut gaps: Vec<(i64, i64)> = conn
        .prepare_cached(sql)?
        .query_map([device], |row| Ok((row.get(0)?, row.get(1)?)))?
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

//! Outcomes of each kind of trigger in this book, and the measured strengths adopted from them.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use crate::domain::call::filter::{CallFlags, Flag};
use crate::domain::scorecard::kind_strength::{KindCount, Strength};
use crate::domain::scorecard::share;
use crate::domain::trigger::STRONGEST;
use crate::store::Store;
use crate::store::book::packed_score::PackedScore;
use crate::store::book::settings;
use crate::store::cells::numbered_columns;
use crate::store::convert::to_u32;
use crate::store::error::{Result, StoreError};
use crate::store::tables::reps;

/// Prefix of the settings that hold a measured strength: `kind.<key>.strength`.
const FIRST: &str = "kind.";
const LAST: &str = ".strength";

impl Store {
    /// Returns every kind with the outcome of its triggers and of the calls on them, in the order of the kinds.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn kind_counts(&self) -> Result<Vec<KindCount>> {
        let kept = by_kind(&self.conn, KEPT)?;
        let rejected = rejected_by_kind(&self.conn)?;
        let calls = calls(&self.conn)?;
        let measured: BTreeMap<String, Strength> = self.measured_strengths()?.into_iter().collect();
        let all = calls.values().fold(KindCalls::default(), |all, one| KindCalls {
            used: all.used + one.used,
            asked: all.asked + one.asked,
            well: all.well + one.well,
            attached: all.attached + one.attached,
        });
        let count = |key: &str| {
            let own = calls.get(key).copied().unwrap_or_default();
            let reasons = rejected.get(key);
            KindCount {
                key: key.to_owned(),
                kept: kept.get(key).copied().unwrap_or(0),
                rejected: reasons.map_or(0, |reasons| reasons.iter().map(|(_, n)| n).sum()),
                reason: reasons.and_then(|reasons| reasons.iter().rev().max_by_key(|(_, n)| *n).cloned()),
                used: own.used,
                attached: own.attached,
                well_spent: share(own.well, own.asked),
                others: share(all.well - own.well, all.asked - own.asked),
                measured: measured.get(key).copied(),
            }
        };
        Ok(self.rules.kinds().0.iter().map(|kind| count(&kind.key)).collect())
    }

    /// Returns the strengths adopted from this book's calls, each with the key of its kind.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn measured_strengths(&self) -> Result<Vec<(String, Strength)>> {
        let mut statement = self.conn.prepare_cached(MEASURED)?;
        let read = |row: &Row<'_>| Ok((row.get::<_, String>("key")?, row.get::<_, String>("value")?));
        let rows = statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>();
        let mut found = Vec::new();
        for (key, value) in settings::or_none(rows)?.unwrap_or_default() {
            let kind = key.strip_prefix(FIRST).and_then(|key| key.strip_suffix(LAST));
            // A value that another version wrote differently is no strength: then the default holds.
            let strength = serde_json::from_str::<Strength>(&value).ok();
            if let (Some(kind), Some(strength)) = (kind, strength.filter(|taken| taken.strength <= STRONGEST)) {
                found.push((kind.to_owned(), strength));
            }
        }
        Ok(found)
    }

    /// Adopts a strength that the calls suggest: new triggers of the kind start with it.
    ///
    /// # Errors
    /// For an unknown kind, or when the book cannot be written.
    pub fn take_strength(&mut self, kind: &str, strength: Strength) -> Result<()> {
        let Some(label) = self.rules.kinds().get(kind).map(|kind| kind.label.clone()) else {
            return Err(StoreError::refused(format!("There is no kind of trigger \"{kind}\".")));
        };
        let value = serde_json::to_string(&strength).map_err(|error| StoreError::refused(error.to_string()))?;
        self.action("taking the measured strength", |write| {
            write.label = format!("{label}: strength {}, measured on {} calls", strength.strength, strength.n);
            reps::set(write, &format!("{FIRST}{kind}{LAST}"), &value)
        })
    }
}

/// Counts of calls on triggers of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct KindCalls {
    used: u32,
    asked: u32,
    well: u32,
    attached: u32,
}

impl KindCalls {
    fn count(&mut self, score: PackedScore, flags: CallFlags) {
        // What the program set beside a call says nothing of a kind: it is counted apart.
        if flags.has(Flag::Attached) {
            self.attached += 1;
            return;
        }
        self.used += 1;
        if score.connected() && score.said() && score.verdict() != 0 {
            self.asked += 1;
            self.well += u32::from(score.verdict() == 1);
        }
    }
}

/// Counts kept triggers by kind, from an index alone.
pub(crate) const KEPT: &str = "SELECT kind, count(*) AS triggers FROM trigger INDEXED BY trigger_kept
    WHERE deleted = 0 AND status = 'kept' GROUP BY kind";
/// Counts rejected triggers by kind and reason, from an index alone.
pub(crate) const REJECTED: &str = "SELECT kind, coalesce(status_detail, '') AS reason, count(*) AS triggers
    FROM trigger INDEXED BY trigger_rejected WHERE deleted = 0 AND status = 'rejected' GROUP BY kind, status_detail";
/// Selects the kind and score of calls, from an index alone.
pub(crate) const SCORES: &str = "SELECT kind, score, flags FROM call_line INDEXED BY call_line_score
    WHERE deleted = 0 AND head = 1 AND kind > '' ORDER BY kind";
/// Selects the settings that hold measured strengths.
pub(crate) const MEASURED: &str =
    // `/` is the sign behind the point: a range reads the index of the keys, which LIKE does not.
    "SELECT key, value FROM setting WHERE key >= 'kind.' AND key < 'kind/' AND deleted = 0 ORDER BY key";

fn by_kind(conn: &Connection, sql: &str) -> Result<BTreeMap<String, u32>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get("kind")?, to_u32(row.get("triggers")?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn rejected_by_kind(conn: &Connection) -> Result<BTreeMap<String, Vec<(String, u32)>>> {
    let mut found: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(REJECTED)?;
    let rows =
        statement.query_map([], |row| Ok((row.get("kind")?, row.get("reason")?, to_u32(row.get("triggers")?))))?;
    for row in rows {
        let (kind, reason, n) = row?;
        found.entry(kind).or_default().push((reason, n));
    }
    Ok(found)
}

numbered_columns! {
    /// Indexes of the columns of [`SCORES`].
    struct ScoreColumns { kind, score, flags }
}

fn calls(conn: &Connection) -> Result<BTreeMap<String, KindCalls>> {
    let mut found: BTreeMap<String, KindCalls> = BTreeMap::new();
    let mut open = (String::new(), KindCalls::default());
    let mut statement = conn.prepare_cached(SCORES)?;
    let at = ScoreColumns::resolve(&statement)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind = row.get_ref(at.kind)?.as_str().unwrap_or_default();
        // The rows come kind by kind: one sum is open at a time, and no call costs a look-up.
        if kind != open.0 {
            let done = std::mem::replace(&mut open, (kind.to_owned(), KindCalls::default()));
            found.insert(done.0, done.1);
        }
        open.1.count(PackedScore(row.get(at.score)?), CallFlags(row.get(at.flags)?));
    }
    found.insert(open.0, open.1);
    // What was open before the first row.
    found.remove("");
    Ok(found)
}

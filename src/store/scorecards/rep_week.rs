//! A rep's week: its best and its wasted calls.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{Connection, Row, params};

use crate::domain::call::asked::PassedCautions;
use crate::domain::call::filter::CallFlags;
use crate::domain::ids::RepId;
use crate::domain::scorecard::Period;
use crate::domain::scorecard::rep_week::{NAMED, NotableCall, RepWeek, habit, why_best, why_wasted};
use crate::store::Store;
use crate::store::book::packed_score::PackedScore;
use crate::store::book::settings;
use crate::store::cells::{numbered_columns, only_value};
use crate::store::convert::{JsonText, day_number, day_of};
use crate::store::error::Result;
use crate::store::tables::{calls, reps};

/// Most candidates that are read for each list; calls with a quote come first.
const READ: usize = 12;

/// Selects a rep's calls in a range of days, from an index alone.
pub(crate) const OWN: &str = "SELECT n, score, flags FROM call_line INDEXED BY call_line_rep
    WHERE deleted = 0 AND head = 1 AND rep = ?1 AND day >= ?2 AND day <= ?3";
/// Selects the day of the first call.
pub(crate) const FIRST: &str =
    "SELECT min(day) FROM call_line INDEXED BY call_line_span WHERE deleted = 0 AND head = 1";

/// A call that may become one of the best or wasted calls of the week.
#[derive(Debug, Clone, Copy)]
struct ScoredCall {
    n: i64,
    score: PackedScore,
    flags: CallFlags,
}

impl Store {
    /// Returns the rep under whom new calls are logged; `None` if none was named yet.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn own_rep(&self) -> Result<Option<RepId>> {
        match self.acting {
            Some(rep) => Ok(Some(rep)),
            None => reps::current_rep(&self.conn),
        }
    }

    /// Returns the day of the first call in the log; `None` if the log is empty.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn first_day(&self) -> Result<Option<NaiveDate>> {
        let day: Option<i64> = self.conn.prepare_cached(FIRST)?.query_row([], only_value)?;
        Ok(day.map(day_of))
    }

    /// Returns the week, or another period, of one rep, for that rep to read.
    ///
    /// # Errors
    /// When the rep is not in the book, or when the book cannot be read.
    pub fn self_review(&self, period: &Period, rep: RepId) -> Result<RepWeek> {
        let period = Period { rep: Some(rep), ..period.clone() };
        let book = self.scorebook(&period)?;
        let calls = calls_of_rep(&self.conn, settings::rep_row(&self.conn, rep)?, &period)?;
        let of = |verdict: i64| {
            calls.iter().copied().filter(move |call| call.score.said() && call.score.verdict() == verdict)
        };
        let mut best: Vec<ScoredCall> = of(1).collect();
        // The shortest first: as much for less of their time. What was not timed comes last.
        best.sort_by_key(|call| (call.score.seconds().unwrap_or(u32::MAX), call.n));
        let mut wasted: Vec<ScoredCall> = of(3).collect();
        // The longest first: it cost them most. What was not timed comes last here too, `None` being the least.
        wasted.sort_by_key(|call| (std::cmp::Reverse(call.score.seconds()), call.n));
        let best_why =
            |call: &ScoredCall, trigger: &str| why_best(call.score.is_unprompted(), call.score.ready(), trigger);
        let wasted_why = |call: &ScoredCall, _: &str| why_wasted(call.flags, call.score.live(), call.score.ready());
        Ok(RepWeek {
            rep: book.everyone.group.clone(),
            best: notable_calls(&self.conn, &best, best_why)?,
            wasted: notable_calls(&self.conn, &wasted, wasted_why)?,
            asked: passed_cautions(&self.conn, settings::rep_row(&self.conn, rep)?, &period)?,
            habit: habit(&book.everyone),
            period,
            card: book.everyone,
            before: book.before,
        })
    }
}

numbered_columns! {
    /// Indexes of the columns of [`OWN`].
    struct ScoredColumns { n, score, flags }
}

/// Passed cautions of a rep's calls; reads an index of such calls alone.
pub(crate) const ASKED: &str = "SELECT call.asked AS asked FROM call INDEXED BY call_asked
    JOIN call_line AS line ON line.n = call.n
    WHERE call.asked <> '[]' AND call.at >= ?2 AND call.at < ?3 AND line.rep = ?1 AND line.day >= ?4 AND line.day <= ?5
        AND line.deleted = 0 AND line.head = 1";

/// Milliseconds of a day. A rep's day begins up to one day before or after the day in UTC.
const DAY: i64 = 86_400_000;

fn passed_cautions(conn: &Connection, rep: i64, period: &Period) -> Result<PassedCautions> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    // A wide range of instants for the index; which day a call is of, its line says.
    let (from, until) = (midnight(period.from) - DAY, midnight(period.until) + 2 * DAY);
    let values = params![rep, from, until, day_number(period.from), day_number(period.until)];
    let mut statement = conn.prepare_cached(ASKED)?;
    let mut rows = statement.query(values)?;
    let mut passed = PassedCautions::default();
    while let Some(row) = rows.next()? {
        passed.count(&only_value::<JsonText<Vec<String>>>(row)?.0);
    }
    Ok(passed)
}

fn calls_of_rep(conn: &Connection, rep: i64, period: &Period) -> Result<Vec<ScoredCall>> {
    let mut statement = conn.prepare_cached(OWN)?;
    let at = ScoredColumns::resolve(&statement)?;
    let read = |row: &Row<'_>| {
        Ok(ScoredCall {
            n: row.get(at.n)?,
            score: PackedScore(row.get(at.score)?),
            flags: CallFlags(row.get(at.flags)?),
        })
    };
    let rows = statement.query_map(params![rep, day_number(period.from), day_number(period.until)], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Chooses the calls to show; a call with a quote is preferred, because it teaches more.
fn notable_calls(
    conn: &Connection,
    calls: &[ScoredCall],
    why: impl Fn(&ScoredCall, &str) -> String,
) -> Result<Vec<NotableCall>> {
    let mut found = Vec::new();
    for call in calls.iter().take(READ) {
        let row = calls::row(conn, call.n)?;
        found.push(NotableCall {
            at: row.at,
            why: why(call, &row.trigger),
            contact: row.contact,
            account: row.account,
            seconds: call.score.seconds(),
            words: row.words,
            trigger: row.trigger,
        });
    }
    found.sort_by_key(|told| told.words.is_empty());
    found.truncate(NAMED);
    Ok(found)
}

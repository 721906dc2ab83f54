//! Compares the scores of reviewers and reps for the same calls.

use rusqlite::{Connection, params};

use crate::domain::review::Criterion;
use crate::domain::scorecard::{CALIBRATED, Period, SideScores, calibrate};
use crate::store::convert::{JsonText, day_number};
use crate::store::error::Result;

/// Selects reviewed calls of a range of days, latest first: of all reps, and of one rep.
pub(crate) const READ: [&str; 2] = [
    "SELECT n, rep FROM call_line INDEXED BY call_line_read
        WHERE deleted = 0 AND head = 1 AND reviewed = 1 AND day >= ?1 AND day <= ?2 ORDER BY day DESC LIMIT ?3",
    "SELECT n, rep FROM call_line INDEXED BY call_line_rep
        WHERE deleted = 0 AND head = 1 AND reviewed = 1 AND day >= ?1 AND day <= ?2 AND rep = ?4
        ORDER BY day DESC LIMIT ?3",
];

/// Returns the mean scores of reps and reviewers by criterion, over the calls that both scored among the latest
/// [`CALIBRATED`] reviewed ones.
pub(super) fn criteria(
    conn: &Connection,
    period: &Period,
    rep: Option<i64>,
) -> Result<Vec<(Criterion, f64, f64, u32)>> {
    let [team, own] = READ;
    let span = [day_number(period.from), day_number(period.until), i64::from(CALIBRATED)];
    let calls: Vec<(i64, i64)> = match rep {
        None => read(conn, team, params![span[0], span[1], span[2]])?,
        Some(rep) => read(conn, own, params![span[0], span[1], span[2], rep])?,
    };
    let mut both = Vec::new();
    for (call, rep) in calls {
        both.extend(sides(conn, call, rep)?);
    }
    Ok(calibrate(&both))
}

fn read(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<(i64, i64)>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| Ok((row.get("n")?, row.get("rep")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the latest scores by the rep and by anybody else; `None` if only one of them scored.
fn sides(conn: &Connection, call: i64, rep: i64) -> Result<Option<(SideScores, SideScores)>> {
    let sql = "SELECT review.reviewer = ?2 AS own, review.scores AS scores
        FROM review_line JOIN review ON review.n = review_line.n
        WHERE review_line.call = ?1 AND review_line.deleted = 0 ORDER BY review_line.n";
    let (mut own, mut other) = (SideScores::new(), SideScores::new());
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement
        .query_map([call, rep], |row| Ok((row.get("own")?, row.get::<_, JsonText<SideScores>>("scores")?.0)))?;
    for row in rows {
        match row? {
            // An answer without scores leaves those that stand. Of several, the later ones replace: the rows come in
            // their order.
            (_, scores) if scores.is_empty() => {}
            (true, scores) => own = scores,
            (false, scores) => other = scores,
        }
    }
    Ok((!own.is_empty() && !other.is_empty()).then_some((own, other)))
}

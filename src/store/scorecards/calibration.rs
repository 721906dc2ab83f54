//! Finds the scores that two sides gave for the same calls.

use rusqlite::{Connection, params};

use crate::domain::scorecard::agreement::SideScores;
use crate::domain::scorecard::{CALIBRATED, Period};
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

/// Scores of the same calls by two sides.
#[derive(Default)]
pub(super) struct ScoredTwice {
    /// The rep and the latest reviewer.
    pub(super) by_rep: Vec<(SideScores, SideScores)>,
    /// The two latest reviewers, the one of the lower number first.
    pub(super) by_reviewers: Vec<(SideScores, SideScores)>,
}

/// Returns the scores of the calls that two scored among the latest [`CALIBRATED`] reviewed ones.
pub(super) fn scored_twice(conn: &Connection, period: &Period, rep: Option<i64>) -> Result<ScoredTwice> {
    let [team, own] = READ;
    let span = [day_number(period.from), day_number(period.until), i64::from(CALIBRATED)];
    let calls: Vec<(i64, i64)> = match rep {
        None => read(conn, team, params![span[0], span[1], span[2]])?,
        Some(rep) => read(conn, own, params![span[0], span[1], span[2], rep])?,
    };
    let mut found = ScoredTwice::default();
    for (call, rep) in calls {
        let mut sides = sides(conn, call)?;
        let own = sides.iter().position(|(reviewer, _)| *reviewer == rep).map(|at| sides.remove(at).1);
        let latest = sides.pop();
        if let (Some(own), Some((_, latest))) = (own, &latest) {
            found.by_rep.push((own, latest.clone()));
        }
        if let (Some(one), Some(other)) = (sides.pop(), latest) {
            // Always in one order: kappa asks who scores high, and not who came first.
            let (first, second) = if one.0 < other.0 { (one.1, other.1) } else { (other.1, one.1) };
            found.by_reviewers.push((first, second));
        }
    }
    Ok(found)
}

fn read(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<(i64, i64)>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| Ok((row.get("n")?, row.get("rep")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the latest scores of everybody who scored the call, who scored last at the end.
fn sides(conn: &Connection, call: i64) -> Result<Vec<(i64, SideScores)>> {
    let sql = "SELECT review.reviewer AS reviewer, review.scores AS scores
        FROM review_line JOIN review ON review.n = review_line.n
        WHERE review_line.call = ?1 AND review_line.deleted = 0 ORDER BY review_line.n";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement
        .query_map([call], |row| Ok((row.get("reviewer")?, row.get::<_, JsonText<SideScores>>("scores")?.0)))?;
    let mut sides: Vec<(i64, SideScores)> = Vec::new();
    for row in rows {
        let (reviewer, scores): (i64, SideScores) = row?;
        // An answer without scores leaves those that stand.
        if !scores.is_empty() {
            sides.retain(|(known, _)| *known != reviewer);
            sides.push((reviewer, scores));
        }
    }
    Ok(sides)
}

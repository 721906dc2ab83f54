//! Monthly totals of each rep's calls, updated by every write that touches a call, so that a scorecard over millions of
//! calls reads a few thousand rows.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Statement, ToSql, params_from_iter};

use super::packed_score::PackedScore;
use crate::domain::call::filter::{CallFlags, Flag};
use crate::domain::scorecard::{ATTACHED, Tally, Verdicts};
use crate::store::cells::numbered_columns;
use crate::store::convert::{count, day_of};
use crate::store::error::Result;

/// Names of the measures, in the order of the table's columns.
pub(crate) const MEASURES: [&str; 18] = [
    "calls",
    "connected",
    "said_well",
    "said_partly",
    "said_wasted",
    "unprompted_well",
    "unprompted_partly",
    "unprompted_wasted",
    "guessed_well",
    "guessed_partly",
    "guessed_wasted",
    "live",
    "fresh_sum",
    "fresh_n",
    "ready",
    "overridden",
    "swarm",
    "attached",
];

/// One value for each of [`MEASURES`].
pub(crate) type Measures = [i64; MEASURES.len()];

/// The measures of no calls: all zeros.
pub(crate) const NOTHING: Measures = [0; MEASURES.len()];

/// A dimension by which calls are grouped; its number is stored in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dimension {
    /// The single group of all calls.
    All = 0,
    /// Kind of the call's first trigger; '' if the call has no trigger, [`ATTACHED`] if nobody chose it.
    Kind = 1,
    /// Rank of the first trigger's scope; −1 if the call has no trigger, [`ATTACHED_SCOPE`] if nobody chose it.
    Scope = 2,
    /// Key of the opener's template; '' if the opener has none.
    Template = 3,
    /// Row of the call's campaign; 0 if it has none.
    Campaign = 4,
    /// Hour of the rep's day in which the call began.
    Hour = 5,
    /// Whole minutes used; only for timed calls that reached the person.
    Minutes = 6,
}

impl Dimension {
    /// All dimensions, in the order of their stored numbers.
    pub(crate) const ALL: [Dimension; 7] = [
        Dimension::All,
        Dimension::Kind,
        Dimension::Scope,
        Dimension::Template,
        Dimension::Campaign,
        Dimension::Hour,
        Dimension::Minutes,
    ];
}

/// Scope rank of calls with an attached reason.
pub(crate) const ATTACHED_SCOPE: i64 = -2;

/// Calls of this many minutes and longer are one group.
const LONGEST: i64 = 60;

/// The value that identifies a group within a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// A group identified by a number: a rank, a row, an hour or minutes.
    Number(i64),
    /// A group identified by a text: a kind or a template.
    Key(String),
}

impl ToSql for Group {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Group::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Group::Key(key) => ToSqlOutput::Borrowed(ValueRef::Text(key.as_bytes())),
        })
    }
}

/// Columns of a call line that [`TallyRow::read`] reads. A macro, because some of the statements are constants.
macro_rules! tally_columns {
    () => {
        "rep, day, score, kind, scope, template, campaign, hour, fresh, flags"
    };
}
pub(crate) use tally_columns;

numbered_columns! {
    /// Indexes of these columns in a statement.
    pub(crate) struct TallyColumns { rep, day, score, kind, scope, template, campaign, hour, fresh, flags }
}

/// The values of a call line that the monthly totals count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TallyRow {
    /// Row number of the rep who called.
    pub(crate) rep: i64,
    /// Day number of the call.
    pub(crate) day: i64,
    /// What the call adds to the measures.
    pub(crate) score: PackedScore,
    /// Kind of the first trigger; with the following fields, the call's group in every dimension but minutes.
    pub(crate) kind: String,
    pub(crate) scope: Option<i64>,
    pub(crate) template: String,
    pub(crate) campaign: Option<i64>,
    pub(crate) hour: i64,
    /// Freshness of the trigger on the day of the call, 0–100.
    pub(crate) fresh: Option<i64>,
    pub(crate) flags: CallFlags,
}

impl TallyRow {
    /// Reads a call line as it is counted now; `None` if it is not counted.
    pub(in crate::store) fn of(conn: &Connection, n: i64) -> Result<Option<TallyRow>> {
        let sql = concat!("SELECT ", tally_columns!(), " FROM call_line WHERE n = ?1 AND tallied = 1");
        let mut statement = conn.prepare_cached(sql)?;
        let at = TallyColumns::resolve(&statement)?;
        Ok(statement.query_row([n], |row| TallyRow::read(row, at)).optional()?)
    }

    /// Reads a row whose statement has the columns at these indexes.
    pub(in crate::store) fn read(row: &Row<'_>, at: TallyColumns) -> rusqlite::Result<TallyRow> {
        Ok(TallyRow {
            rep: row.get(at.rep)?,
            day: row.get(at.day)?,
            score: PackedScore(row.get(at.score)?),
            kind: row.get(at.kind)?,
            scope: row.get(at.scope)?,
            template: row.get(at.template)?,
            campaign: row.get(at.campaign)?,
            hour: row.get(at.hour)?,
            fresh: row.get(at.fresh)?,
            flags: CallFlags(row.get(at.flags)?),
        })
    }

    /// Returns what the call adds to each group that it belongs to.
    pub(in crate::store) fn measures(&self) -> Measures {
        let score = self.score;
        let of = |verdict: i64, counts: bool| i64::from(counts && score.verdict() == verdict);
        let (said, guessed) = (score.said(), !score.said());
        let unprompted = score.is_unprompted();
        let attached = self.flags.has(Flag::Attached);
        [
            1,
            i64::from(score.connected()),
            of(1, said),
            of(2, said),
            of(3, said),
            of(1, unprompted),
            of(2, unprompted),
            of(3, unprompted),
            of(1, guessed),
            of(2, guessed),
            of(3, guessed),
            i64::from(score.connected() && score.live()),
            self.fresh.filter(|_| score.connected()).unwrap_or(0),
            i64::from(score.connected() && self.fresh.is_some()),
            i64::from(score.ready()),
            i64::from(score.connected() && self.flags.has(Flag::Overridden)),
            i64::from(self.flags.has(Flag::Swarm)),
            i64::from(score.connected() && attached),
        ]
    }

    /// Returns the groups that the call belongs to, one for each dimension that applies.
    pub(in crate::store) fn groups(&self) -> impl Iterator<Item = (Dimension, Group)> {
        let attached = self.flags.has(Flag::Attached);
        let kind = if attached { ATTACHED.to_owned() } else { self.kind.clone() };
        let scope = if attached { ATTACHED_SCOPE } else { self.scope.unwrap_or(-1) };
        let minutes = self.score.seconds().filter(|_| self.score.connected()).map(whole_minutes);
        [
            (Dimension::All, Group::Number(0)),
            (Dimension::Kind, Group::Key(kind)),
            (Dimension::Scope, Group::Number(scope)),
            (Dimension::Template, Group::Key(self.template.clone())),
            (Dimension::Campaign, Group::Number(self.campaign.unwrap_or(0))),
            (Dimension::Hour, Group::Number(self.hour)),
        ]
        .into_iter()
        .chain(minutes.map(|minutes| (Dimension::Minutes, Group::Number(minutes))))
    }

    /// Returns the month of the call, as months since the year 0.
    pub(in crate::store) fn month(&self) -> i64 {
        month_of(day_of(self.day))
    }
}

/// Returns the month of a day, as months since the year 0.
pub(crate) fn month_of(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// Returns the minutes used, rounded to whole ones and capped at [`LONGEST`].
pub(crate) fn whole_minutes(seconds: u32) -> i64 {
    ((i64::from(seconds) + 30) / 60).min(LONGEST)
}

/// Adds `more` to `sum`, `times` times; −1 subtracts it.
pub(crate) fn add(sum: &mut Measures, more: &Measures, times: i64) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more * times;
    }
}

/// Returns the measures as a [`Tally`] with named fields.
pub(crate) fn tally(sum: &Measures) -> Tally {
    let figure = |name: &str| {
        let at = MEASURES.iter().position(|measure| *measure == name);
        at.and_then(|at| sum.get(at)).copied().unwrap_or(0)
    };
    let count = |name: &str| u32::try_from(figure(name)).unwrap_or(0);
    let verdicts = |said: &str| Verdicts {
        well_spent: count(&format!("{said}_well")),
        partly: count(&format!("{said}_partly")),
        wasted: count(&format!("{said}_wasted")),
    };
    Tally {
        calls: count("calls"),
        connected: count("connected"),
        said: verdicts("said"),
        unprompted: verdicts("unprompted"),
        guessed: verdicts("guessed"),
        live: count("live"),
        fresh_sum: u64::try_from(figure("fresh_sum")).unwrap_or(0),
        fresh_n: count("fresh_n"),
        ready: count("ready"),
        overridden: count("overridden"),
        swarm: count("swarm"),
        attached: count("attached"),
    }
}

/// Pending changes of the monthly totals, summed by group: ten thousand calls of one rep change about a hundred rows.
#[derive(Debug, Default)]
pub(crate) struct TallyChanges(BTreeMap<(i64, Dimension, i64, Group), Measures>);

/// Stands in for the rep in totals over all reps, so that a team's figures need no sum over its reps.
pub(crate) const EVERYONE: i64 = 0;

impl TallyChanges {
    /// Adds a call line to the pending changes; `times` −1 subtracts it.
    pub(in crate::store) fn count(&mut self, line: &TallyRow, times: i64) {
        let measures = line.measures();
        for (dim, group) in line.groups() {
            for rep in [EVERYONE, line.rep] {
                let sum = self.0.entry((rep, dim, line.month(), group.clone())).or_insert(NOTHING);
                add(sum, &measures, times);
            }
        }
    }

    /// Writes the pending changes to the book and clears them.
    pub(in crate::store) fn write(&mut self, conn: &Connection) -> Result<()> {
        let gathered = std::mem::take(&mut self.0);
        if gathered.is_empty() {
            return Ok(());
        }
        let mut add = conn.prepare_cached(&upsert_sql())?;
        // A group without calls has no row when the log is counted anew: one that stayed here would be a fault to `agree`.
        let gone = "DELETE FROM tally WHERE rep = ?1 AND dim = ?2 AND month = ?3 AND value = ?4 AND calls = 0";
        let mut gone = conn.prepare_cached(gone)?;
        for ((rep, dim, month, group), measures) in gathered {
            if measures.iter().all(|figure| *figure == 0) {
                continue;
            }
            let dim = dim as i64;
            let place: [&dyn ToSql; 4] = [&rep, &dim, &month, &group];
            let figures = measures.iter().map(|figure| figure as &dyn ToSql);
            add.execute(params_from_iter(place.into_iter().chain(figures)))?;
            if measures.first().is_some_and(|calls| *calls < 0) {
                gone.execute(params_from_iter(place))?;
            }
        }
        Ok(())
    }
}

/// Returns true if the stored monthly totals equal the sums over the log.
pub(crate) fn agree(conn: &Connection) -> Result<bool> {
    let mut counted = TallyChanges::default();
    let sql = concat!("SELECT ", tally_columns!(), " FROM call_line WHERE deleted = 0 AND head = 1");
    let mut statement = conn.prepare(sql)?;
    let at = TallyColumns::resolve(&statement)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        counted.count(&TallyRow::read(row, at)?, 1);
    }
    let sql = format!("SELECT rep, dim, month, value, {} FROM tally", MEASURES.join(", "));
    let mut statement = conn.prepare(&sql)?;
    let figures = MeasureColumns::resolve(&statement)?;
    let mut rows = statement.query([])?;
    let mut left = counted.0;
    while let Some(row) = rows.next()? {
        let (Some(group), Some(dim)) = (group(row)?, Dimension::ALL.get(count(row.get("dim")?))) else {
            return Ok(false);
        };
        if left.remove(&(row.get("rep")?, *dim, row.get("month")?, group)) != Some(figures.read(row)?) {
            return Ok(false);
        }
    }
    Ok(left.is_empty())
}

/// Reads the group of a row of totals; `None` if its value is neither a number nor a text.
pub(crate) fn group(row: &Row<'_>) -> rusqlite::Result<Option<Group>> {
    Ok(match row.get("value")? {
        Value::Integer(number) => Some(Group::Number(number)),
        Value::Text(key) => Some(Group::Key(key)),
        Value::Null | Value::Real(_) | Value::Blob(_) => None,
    })
}

/// Indexes of the columns of [`MEASURES`] in a statement.
pub(crate) struct MeasureColumns([usize; MEASURES.len()]);

impl MeasureColumns {
    pub(in crate::store) fn resolve(statement: &Statement<'_>) -> rusqlite::Result<MeasureColumns> {
        let mut columns = [0; MEASURES.len()];
        for (column, name) in columns.iter_mut().zip(MEASURES) {
            *column = statement.column_index(name)?;
        }
        Ok(MeasureColumns(columns))
    }

    /// Reads the measures of a row.
    pub(in crate::store) fn read(&self, row: &Row<'_>) -> rusqlite::Result<Measures> {
        let mut measures = NOTHING;
        for (figure, column) in measures.iter_mut().zip(self.0) {
            *figure = row.get(column)?;
        }
        Ok(measures)
    }
}

fn upsert_sql() -> String {
    let columns = MEASURES.join(", ");
    let values = (5..5 + MEASURES.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
    let sums = MEASURES.map(|name| format!("{name} = {name} + excluded.{name}")).join(", ");
    format!(
        "INSERT INTO tally (rep, dim, month, value, {columns}) VALUES (?1, ?2, ?3, ?4, {values})
        ON CONFLICT (rep, dim, month, value) DO UPDATE SET {sums}"
    )
}

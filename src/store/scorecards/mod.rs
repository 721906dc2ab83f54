//! Scorecards: whole months come from the monthly totals, the days at the edges of a period from the lines of the log.
//!
//! Reads only; what a call counts for is stored beside it when it is logged.

pub(super) mod calibration;
pub(super) mod kind_strength;
mod months_and_edges;
pub(super) mod rep_week;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Store;
use super::book::monthly_totals;
use super::book::monthly_totals::{
    ATTACHED_SCOPE, Dimension, EVERYONE, Group, MEASURES, MeasureColumns, Measures, NOTHING, TallyColumns, TallyRow,
    tally_columns,
};
use super::book::settings;
use super::convert::{day_number, to_u32};
use super::error::Result;
use crate::domain::call::ReasonBy;
use crate::domain::ids::{CampaignId, RepId};
use crate::domain::opener;
use crate::domain::scorecard::agreement::{reviewer_agreement, score_gaps};
use crate::domain::scorecard::{
    ATTACHED, Calibration, Grouping, LISTED, MinuteRow, Period, Scorebook, Scorecard, median_of, share,
};
use crate::domain::trigger::Scope;
use crate::domain::trigger::kind::Kinds;
use months_and_edges::MonthsAndEdges;

impl Store {
    /// Returns the scorebook of a period.
    ///
    /// # Errors
    /// When the period names a rep who is not in the book, or when the book cannot be read.
    pub fn scorebook(&self, period: &Period) -> Result<Scorebook> {
        let rep = period.rep.map(|id| settings::rep_row(&self.conn, id)).transpose()?;
        let sums = PeriodSums::of(&self.conn, period, rep)?;
        let before = match period.before() {
            Some(before) => PeriodSums::of(&self.conn, &before, rep)?,
            None => PeriodSums::default(),
        };
        let name = match rep {
            Some(rep) => rep_of(&self.conn, rep)?.1,
            None => "everyone".to_owned(),
        };
        let key = period.rep.map(|id| id.to_string()).unwrap_or_default();
        let everyone = sums.total_card(&key, &name);
        let (mut groups, mut left_out) = (Vec::new(), Vec::new());
        for grouping in Grouping::ALL.iter().copied().filter(|one| rep.is_none() || *one != Grouping::Rep) {
            let (cards, more) = match grouping_dim(grouping) {
                None => self.by_rep(period)?,
                Some(dim) => self.by(grouping, &sums.groups[dim as usize])?,
            };
            groups.push((grouping, cards));
            left_out.extend((more > 0).then_some((grouping, more)));
        }
        let asked = everyone.tally.asked();
        let twice = calibration::scored_twice(&self.conn, period, rep)?;
        Ok(Scorebook {
            period: period.clone(),
            before: before.total_card(&key, &name),
            minutes: sums.minutes(),
            calibration: Calibration {
                criteria: score_gaps(&twice.by_rep),
                reviewers: reviewer_agreement(&twice.by_reviewers),
                guessed: share(everyone.tally.guessed.well_spent, everyone.tally.guessed.total()),
                asked: share(asked.well_spent, asked.total()),
            },
            everyone,
            groups,
            left_out,
        })
    }

    /// Returns the scorecards of a grouping, those with most answers first, hours in order of the clock, then attached
    /// reasons, "none" last; and how many more there are.
    fn by(&self, grouping: Grouping, sums: &BTreeMap<Group, Measures>) -> Result<(Vec<Scorecard>, u32)> {
        let mut cards = Vec::new();
        // A month whose edge was subtracted leaves groups without a call.
        for (group, sum) in sums.iter().filter(|(_, sum)| sum[0] > 0) {
            let (key, words) = group_name(&self.conn, self.rules.kinds(), grouping, group)?;
            cards.push(monthly_totals::tally(sum).scorecard(&key, &words));
        }
        if grouping != Grouping::Hour {
            let rank =
                |card: &Scorecard| (card.key.is_empty(), card.key == ATTACHED, std::cmp::Reverse(card.well_spent.n));
            cards.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.group.cmp(&other.group)));
        }
        Ok(cap_cards(cards))
    }

    /// Returns the scorecards of the reps, ordered by name and never by what they did; and how many more there are.
    fn by_rep(&self, period: &Period) -> Result<(Vec<Scorecard>, u32)> {
        let spans = MonthsAndEdges::of(period.from, period.until);
        let mut edges = edges_by_rep(&self.conn, &spans)?;
        let mut statement = self.conn.prepare_cached("SELECT n, id, name FROM rep ORDER BY name, n")?;
        let reps = statement.query_map([], |row| Ok((row.get("n")?, row.get("id")?, row.get("name")?)))?;
        let mut found: Vec<(i64, Scorecard)> = Vec::new();
        for rep in reps {
            let (n, id, name): (i64, RepId, String) = rep?;
            let edge = edges.entry(n).or_default();
            months(&self.conn, n, Dimension::All, &spans, |_, sum| monthly_totals::add(&mut edge.all, sum, 1))?;
            if edge.all[0] > 0 {
                found.push((n, monthly_totals::tally(&edge.all).scorecard(&id.to_string(), &name)));
            }
        }
        let more = to_u32(i64::try_from(found.len().saturating_sub(LISTED)).unwrap_or(0));
        found.truncate(LISTED);
        // Behind the cut of the list: the minutes cost a read for each rep.
        for (n, card) in &mut found {
            let mut minutes = edges.remove(n).unwrap_or_default().minutes;
            months(&self.conn, *n, Dimension::Minutes, &spans, |group, sum| {
                *minutes.entry(group).or_insert(0) += sum[0];
            })?;
            let times: Vec<_> = minutes.iter().map(|(group, calls)| (minute(group), to_u32(*calls))).collect();
            card.median_minutes = median_of(&times);
        }
        Ok((found.into_iter().map(|(_, card)| card).collect(), more))
    }
}

/// Returns the statement that sums whole months of a rep's calls, or of all reps', by group.
pub(super) fn months_sql() -> String {
    format!(
        "SELECT value, {} FROM tally WHERE rep = ?1 AND dim = ?2 AND month >= ?3 AND month <= ?4",
        MEASURES.join(", ")
    )
}

/// Selects the lines of a range of days, of all reps or of one rep, from an index alone.
// The index is named: where it is missing the statement fails, instead of reading every line of a log of
// years.
pub(super) const LINES: [&str; 2] = [
    concat!(
        "SELECT ",
        tally_columns!(),
        " FROM call_line INDEXED BY call_line_span WHERE deleted = 0 AND head = 1 AND day >= ?1 AND day <= ?2"
    ),
    concat!(
        "SELECT ",
        tally_columns!(),
        " FROM call_line INDEXED BY call_line_rep
        WHERE deleted = 0 AND head = 1 AND day >= ?1 AND day <= ?2 AND rep = ?3"
    ),
];

/// Sums over a period, for every dimension.
#[derive(Debug, Default)]
struct PeriodSums {
    groups: [BTreeMap<Group, Measures>; Dimension::ALL.len()],
}

impl PeriodSums {
    fn of(conn: &Connection, period: &Period, rep: Option<i64>) -> Result<PeriodSums> {
        let spans = MonthsAndEdges::of(period.from, period.until);
        let mut sums = PeriodSums::default();
        for dim in Dimension::ALL {
            let of_dim = &mut sums.groups[dim as usize];
            months(conn, rep.unwrap_or(EVERYONE), dim, &spans, |group, sum| {
                monthly_totals::add(of_dim.entry(group).or_insert(NOTHING), sum, 1);
            })?;
        }
        lines(conn, &spans, rep, |line, times| {
            let measures = line.measures();
            for (dim, group) in line.groups() {
                let sum = sums.groups[dim as usize].entry(group).or_insert(NOTHING);
                monthly_totals::add(sum, &measures, times);
            }
        })?;
        Ok(sums)
    }

    fn total_card(&self, key: &str, name: &str) -> Scorecard {
        // This dimension has one group: all calls.
        let sum = self.groups[Dimension::All as usize].values().next().unwrap_or(&NOTHING);
        let minutes = self.groups[Dimension::Minutes as usize].iter();
        let times: Vec<_> = minutes.map(|(group, sum)| (minute(group), to_u32(sum[0]))).collect();
        let median_minutes = median_of(&times);
        Scorecard { median_minutes, ..monthly_totals::tally(sum).scorecard(key, name) }
    }

    fn minutes(&self) -> Vec<MinuteRow> {
        let timed = self.groups[Dimension::Minutes as usize].iter().filter(|(_, sum)| sum[0] > 0);
        let row = |(group, sum): (&Group, &Measures)| {
            let said = monthly_totals::tally(sum).said;
            MinuteRow {
                minutes: u16::try_from(minute(group)).unwrap_or(u16::MAX),
                n: to_u32(sum[0]),
                well_spent: share(said.well_spent, said.total()),
            }
        };
        timed.map(row).collect()
    }
}

/// Sums of one rep's calls on the edge days of a period.
#[derive(Debug)]
struct EdgeSums {
    all: Measures,
    minutes: BTreeMap<Group, i64>,
}

impl Default for EdgeSums {
    fn default() -> EdgeSums {
        EdgeSums { all: NOTHING, minutes: BTreeMap::new() }
    }
}

fn edges_by_rep(conn: &Connection, spans: &MonthsAndEdges) -> Result<BTreeMap<i64, EdgeSums>> {
    let mut edges: BTreeMap<i64, EdgeSums> = BTreeMap::new();
    lines(conn, spans, None, |line, times| {
        let edge = edges.entry(line.rep).or_default();
        monthly_totals::add(&mut edge.all, &line.measures(), times);
        for (dim, group) in line.groups() {
            if dim == Dimension::Minutes {
                *edge.minutes.entry(group).or_insert(0) += times;
            }
        }
    })?;
    Ok(edges)
}

fn months(
    conn: &Connection,
    rep: i64,
    dim: Dimension,
    spans: &MonthsAndEdges,
    mut take: impl FnMut(Group, &Measures),
) -> Result<()> {
    let Some((first, last)) = spans.months else { return Ok(()) };
    let mut statement = conn.prepare_cached(&months_sql())?;
    let figures = MeasureColumns::resolve(&statement)?;
    let mut rows = statement.query(params![rep, dim as i64, first, last])?;
    while let Some(row) = rows.next()? {
        if let Some(group) = monthly_totals::group(row)? {
            take(group, &figures.read(row)?);
        }
    }
    Ok(())
}

fn lines(
    conn: &Connection,
    spans: &MonthsAndEdges,
    rep: Option<i64>,
    mut take: impl FnMut(&TallyRow, i64),
) -> Result<()> {
    let [team, own] = LINES;
    for (from, until, times) in &spans.days {
        let (from, until) = (day_number(*from), day_number(*until));
        let mut statement = conn.prepare_cached(if rep.is_some() { own } else { team })?;
        let at = TallyColumns::resolve(&statement)?;
        let mut rows = match rep {
            None => statement.query([from, until])?,
            Some(rep) => statement.query([from, until, rep])?,
        };
        while let Some(row) = rows.next()? {
            take(&TallyRow::read(row, at)?, *times);
        }
    }
    Ok(())
}

fn grouping_dim(grouping: Grouping) -> Option<Dimension> {
    match grouping {
        Grouping::Rep => None,
        Grouping::Kind => Some(Dimension::Kind),
        Grouping::Scope => Some(Dimension::Scope),
        Grouping::Template => Some(Dimension::Template),
        Grouping::Campaign => Some(Dimension::Campaign),
        Grouping::Hour => Some(Dimension::Hour),
    }
}

/// Returns a group's stable key and its name in words; the key of "none" is empty.
fn group_name(conn: &Connection, kinds: &Kinds, grouping: Grouping, group: &Group) -> Result<(String, String)> {
    let none = |words: &str| (String::new(), words.to_owned());
    let attached = || (ATTACHED.to_owned(), ReasonBy::Attached.words().to_owned());
    Ok(match (grouping, group) {
        (Grouping::Kind, Group::Key(key)) => match kinds.get(key) {
            _ if key.is_empty() => none("no trigger"),
            _ if key == ATTACHED => attached(),
            Some(kind) => (key.clone(), kind.label.clone()),
            None => (key.clone(), key.clone()),
        },
        (Grouping::Template, Group::Key(key)) => match opener::templates().iter().find(|one| one.key == *key) {
            _ if key.is_empty() => none("no template"),
            Some(template) => (key.clone(), template.title.clone()),
            None => (key.clone(), key.clone()),
        },
        (Grouping::Scope, Group::Number(ATTACHED_SCOPE)) => attached(),
        (Grouping::Scope, Group::Number(rank)) => {
            let scope = usize::try_from(*rank).ok().and_then(|at| Scope::ALL.get(at));
            scope.map_or_else(|| none("no trigger"), |scope| (scope.key().to_owned(), scope.words().to_owned()))
        }
        (Grouping::Campaign, Group::Number(n)) => {
            let sql = "SELECT id, name FROM campaign WHERE n = ?1";
            let read = |row: &Row<'_>| Ok((row.get::<_, CampaignId>("id")?.to_string(), row.get("name")?));
            conn.prepare_cached(sql)?.query_row([n], read).optional()?.unwrap_or_else(|| none("no campaign"))
        }
        (Grouping::Hour, Group::Number(hour)) => (hour.to_string(), format!("{hour:02}:00–{hour:02}:59")),
        (_, Group::Number(number)) => (number.to_string(), number.to_string()),
        (_, Group::Key(key)) => (key.clone(), key.clone()),
    })
}

fn rep_of(conn: &Connection, n: i64) -> Result<(RepId, String)> {
    let sql = "SELECT id, name FROM rep WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], |row| Ok((row.get("id")?, row.get("name")?)))?)
}

fn cap_cards(mut cards: Vec<Scorecard>) -> (Vec<Scorecard>, u32) {
    let more = to_u32(i64::try_from(cards.len().saturating_sub(LISTED)).unwrap_or(0));
    cards.truncate(LISTED);
    (cards, more)
}

fn minute(group: &Group) -> u32 {
    match group {
        Group::Number(minutes) => to_u32(*minutes),
        Group::Key(_) => 0,
    }
}

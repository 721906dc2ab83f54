//! Counts of the week, each read from an index.

use chrono::{Datelike, Duration};
use rusqlite::{Connection, Row};

use crate::clock::Moment;
use crate::domain::account::profile::Profile;
use crate::domain::reason::week_supply::{CALLS, LATELY, WeekSupply};
use crate::store::Store;
use crate::store::book::COUNTED;
use crate::store::book::settings;
use crate::store::cells::only_value;
use crate::store::convert::{count, day_number, to_u32};
use crate::store::error::Result;

/// Key of the setting for the number of calls planned a week.
const WANTED: &str = "week.calls";

/// Counts ready plans, up to a limit.
pub(crate) const READY: &str = "SELECT count(*) FROM
    (SELECT 1 FROM plan WHERE deleted = 0 AND spent IS NULL AND missing = 0 LIMIT ?1)";
/// Counts calls since a day.
pub(crate) const CALLED: &str = "SELECT count(*) FROM call_line WHERE deleted = 0 AND head = 1 AND day >= ?1";
/// Selects the next industry, after a given one, that has a live trigger, with the day of its latest trigger.
pub(crate) const INDUSTRY: &str = "SELECT industry, max(occurred) AS latest FROM trigger_account
    WHERE live = 1 AND industry = (SELECT min(industry) FROM trigger_account WHERE live = 1 AND industry > ?1)";

impl Store {
    /// Sets how many calls a week the settings plan for, instead of the default.
    pub fn set_week(&mut self, calls: Option<u32>) {
        self.week = calls;
    }

    /// Returns the week of a day; `reasons` is the number of accounts that have a reason.
    pub(in crate::store) fn week(&self, reasons: usize, now: Moment) -> Result<WeekSupply> {
        let today = now.date();
        let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
        let counted = |sql: &str, value: i64| -> Result<i64> {
            Ok(self.conn.prepare_cached(sql)?.query_row([value], only_value)?)
        };
        let set = settings::get(&self.conn, WANTED)?.and_then(|text| text.parse().ok()).or(self.week);
        let profile = settings::profile(&self.conn)?;
        Ok(WeekSupply {
            reasons,
            ready: count(counted(READY, COUNTED)?),
            calls: to_u32(counted(CALLED, day_number(monday))?),
            wanted: set.unwrap_or(CALLS),
            wanted_by_default: set.is_none(),
            bare: industries_without_triggers(&self.conn, &profile, day_number(today) - LATELY)?,
        })
    }
}

/// Returns the profile's industries in which nothing happened since a day. Walks an index from one industry to the
/// next, so that the cost depends on the industries and not on the number of triggers.
fn industries_without_triggers(conn: &Connection, profile: &Profile, since: i64) -> Result<Vec<String>> {
    let mut bare: Vec<&str> = Vec::new();
    for industry in profile.industries() {
        if !bare.contains(&industry) {
            bare.push(industry);
        }
    }
    let mut statement = conn.prepare_cached(INDUSTRY)?;
    let read = |row: &Row<'_>| Ok((row.get::<_, Option<String>>("industry")?, row.get::<_, Option<i64>>("latest")?));
    let mut behind = String::new();
    while !bare.is_empty() {
        let (Some(industry), Some(latest)) = statement.query_row([&behind], read)? else { break };
        if latest >= since {
            bare.retain(|asked| !Profile::is_industry(asked, &industry));
        }
        behind = industry;
    }
    Ok(bare.into_iter().map(str::to_owned).collect())
}

//! The meetings of a day, as the open plans say them.

use rusqlite::Row;

use super::Store;
use crate::clock::Moment;
use crate::domain::plan::meeting::{MEETING_ON, MeetingLine};
use crate::domain::query::MeetingRow;
use crate::store::error::Result;
use crate::store::tables::contacts;

/// Open plans that say a meeting on one of three days; the meetings of a day elsewhere may be written under the one before
/// or after.
const PLANNED: &str = "SELECT plan.id AS id, plan.contact AS n, plan.purpose AS purpose, plan.minutes AS minutes,
        plan.no_trigger_because AS because, account.name AS account, account.id AS account_id
    FROM plan JOIN contact ON contact.n = plan.contact JOIN account ON account.n = plan.account
    WHERE plan.deleted = 0 AND plan.spent IS NULL AND contact.deleted = 0 AND contact.archived = 0
        AND (plan.no_trigger_because LIKE ?1 OR plan.no_trigger_because LIKE ?2 OR plan.no_trigger_because LIKE ?3)";

impl Store {
    /// Returns the meetings of today on the rep's clock, by their hour; all-day ones first.
    pub(super) fn meetings_of(&self, now: Moment) -> Result<Vec<MeetingRow>> {
        let (today, own) = (now.date(), now.0.offset());
        let days = [today.pred_opt(), Some(today), today.succ_opt()].map(|day| day.unwrap_or(today));
        let patterns = days.map(|day| day.format(&format!("{MEETING_ON}%% %-d %b %Y%%")).to_string());
        let mut statement = self.conn.prepare_cached(PLANNED)?;
        let read = |row: &Row<'_>| {
            let because: String = row.get("because")?;
            let says = MeetingLine::read(&because);
            let meeting = MeetingRow {
                plan: row.get("id")?,
                account_id: row.get("account_id")?,
                account: row.get("account")?,
                subject: row.get("purpose")?,
                minutes: row.get("minutes")?,
                at: says.and_then(|line| line.instant(own)).map(|at| at.with_timezone(own)),
                ..MeetingRow::default()
            };
            Ok((row.get::<_, i64>("n")?, meeting, says))
        };
        let found = statement.query_map(patterns, read)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut meetings = Vec::new();
        for (contact, meeting, says) in found {
            let on = meeting.at.map(|at| at.date_naive()).or(says.map(|line| line.on));
            if on != Some(today) {
                continue;
            }
            let person = contacts::load(&self.conn, contact)?;
            let phone = person.phones.first().map(|phone| phone.raw.clone());
            let title = person.title.unwrap_or_default();
            meetings.push(MeetingRow { contact_id: person.id, contact: person.name, title, phone, ..meeting });
        }
        meetings.sort_by(|a, b| (a.at, &a.account).cmp(&(b.at, &b.account)));
        Ok(meetings)
    }
}

//! Exports calls: all columns as CSV, JSON objects, or a CRM's own format. Each call is one row with its latest values.

use std::io::Write;

use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::paged_writer::{ExportFormat, PAGE, for_each_row, number, text_or_empty, write, yes_or_empty};
use crate::domain::account::{ExternalId, Phone};
use crate::domain::call::Call;
use crate::domain::ids::CallId;
use crate::exchange::crm::{CrmCall, Mapping, System};
use crate::exchange::csv_write::TableWriter;
use crate::store::{ExportedCall, Store};

/// Format of exported calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFormat {
    /// CSV with every column.
    Csv,
    /// A JSON array.
    Json,
    /// JSON Lines: one object a call, with earlier versions too.
    Jsonl,
    /// CSV in the format of a CRM.
    For(System),
}

/// Writes every call changed since an instant, or every call. Returns how many.
///
/// # Errors
/// When the book cannot be read, or `out` fails.
pub fn export_calls(
    book: &Store,
    format: CallFormat,
    since: Option<DateTime<Utc>>,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    let page = |after| book.whole_calls(after, PAGE, since);
    match format {
        CallFormat::Csv => write(ExportFormat::Csv, out, &CALL, page, call_cells, CallOut::from),
        CallFormat::Json => write(ExportFormat::Json, out, &CALL, page, call_cells, CallOut::from),
        CallFormat::Jsonl => for_each_row(page, |row| {
            serde_json::to_writer(&mut *out, &CallOut::from(row)).context("writing JSON")?;
            out.write_all(b"\n").context("writing JSON")
        }),
        CallFormat::For(system) => {
            let mapping = Mapping::builtin();
            let header: Vec<&str> = mapping.columns(system).iter().map(|column| column.name.as_str()).collect();
            let mut table = TableWriter::new(out, &header).context("writing the table")?;
            let rows = for_each_row(page, |row| {
                let cells = mapping.row(system, &crm(row));
                table.row(cells.iter().map(String::as_str)).context("writing the table")
            })?;
            table.end().context("writing the table")?;
            Ok(rows)
        }
    }
}

fn crm(row: ExportedCall) -> CrmCall {
    CrmCall {
        id: row.id,
        // The call keeps the id of its first version; an amendment is a row with one of its own.
        amended: row.call.id != row.id,
        call: row.call,
        contact: row.contact,
        account: row.account,
        rep: row.rep,
        triggers: row.triggers,
    }
}

/// A call with all its values, as exported to JSON.
#[derive(Serialize)]
struct CallOut {
    /// Id of the call, which is the same for every amendment.
    call: CallId,
    changed_at: DateTime<Utc>,
    amended: bool,
    #[serde(flatten)]
    latest: Call,
    contact: String,
    account: String,
    rep: String,
    trigger_headlines: Vec<String>,
    campaign_name: Option<String>,
    emails: Vec<String>,
    phones: Vec<Phone>,
    contact_external: Vec<ExternalId>,
    domain: Option<String>,
    account_external: Vec<ExternalId>,
    /// Earlier versions of the call, the first logged one first.
    earlier: Vec<Call>,
}

impl From<ExportedCall> for CallOut {
    fn from(row: ExportedCall) -> CallOut {
        CallOut {
            call: row.id,
            changed_at: row.changed_at,
            amended: row.call.id != row.id,
            // As it is read and not as stored: calls of format 1.3 and older say nothing, and were attached.
            latest: Call { reason_by: row.call.reason_by(), ..row.call },
            contact: row.contact.name,
            account: row.account.name,
            rep: row.rep,
            trigger_headlines: row.triggers,
            campaign_name: row.campaign,
            emails: row.contact.emails,
            phones: row.contact.phones,
            contact_external: row.contact.external,
            domain: row.account.domain,
            account_external: row.account.external,
            earlier: row.earlier.into_iter().map(|call| Call { reason_by: call.reason_by(), ..call }).collect(),
        }
    }
}

/// Names of the columns; the first 23 must stay as they are, because files of earlier versions have them.
pub(crate) const CALL: [&str; 35] = [
    "call",
    "at",
    "rep",
    "contact",
    "company",
    "reach",
    "outcome",
    "verdict",
    "verdict source",
    "learned",
    "way forward",
    "seconds",
    "minutes asked",
    "words",
    "note",
    "next step",
    "next by",
    "next whose",
    "opener",
    "triggers",
    "overridden guards",
    "amended",
    "form seconds",
    "changed at",
    "campaign",
    "email",
    "phone",
    "company domain",
    "contact ids",
    "company ids",
    "contact id in the book",
    "company id in the book",
    "triggers by",
    "passed cautions",
    "next time",
];

pub(crate) fn call_cells(row: &ExportedCall) -> Vec<String> {
    let call = &row.call;
    let lifted = call.overrides.iter().map(|lifted| format!("{}: {}", lifted.rule, lifted.because)).collect::<Vec<_>>();
    vec![
        row.id.to_string(),
        call.at.to_rfc3339(),
        row.rep.clone(),
        row.contact.name.clone(),
        row.account.name.clone(),
        call.reach.key().to_owned(),
        call.outcome.map(|outcome| outcome.key().to_owned()).unwrap_or_default(),
        call.verdict.map(|verdict| verdict.key().to_owned()).unwrap_or_default(),
        call.source.map(|source| source.key().to_owned()).unwrap_or_default(),
        call.learned.key().to_owned(),
        call.way_forward.key().to_owned(),
        number(call.seconds.as_ref()),
        number(call.minutes_asked.as_ref()),
        call.words.clone(),
        call.note.clone(),
        call.next.as_ref().map(|next| next.what.clone()).unwrap_or_default(),
        call.next.as_ref().and_then(|next| next.by).map(|day| day.to_string()).unwrap_or_default(),
        call.next.as_ref().map(|next| next.whose.key().to_owned()).unwrap_or_default(),
        call.opener.clone(),
        row.triggers.join("; "),
        lifted.join("; "),
        yes_or_empty(call.amends.is_some()),
        number(call.log_seconds.as_ref()),
        row.changed_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        text_or_empty(row.campaign.as_ref()),
        row.contact.emails.join("; "),
        text_or_empty(row.contact.phones.first().map(|phone| &phone.raw)),
        text_or_empty(row.account.domain.as_ref()),
        ids(&row.contact.external),
        ids(&row.account.external),
        row.contact.id.to_string(),
        row.account.id.to_string(),
        call.reason_by().map(|by| by.key().to_owned()).unwrap_or_default(),
        call.asked.join("; "),
        call.next.as_ref().and_then(|next| next.time).map(|time| time.format("%H:%M").to_string()).unwrap_or_default(),
    ]
}

fn ids(external: &[ExternalId]) -> String {
    external.iter().map(|one| format!("{}:{}", one.source, one.id)).collect::<Vec<_>>().join("; ")
}

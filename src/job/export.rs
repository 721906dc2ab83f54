//! The book → files that other programs read. Page by page: a long book takes no more memory than a short one.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::overridden::Overridden;
use crate::domain::text::{NAME_CAP, clean_line};
use crate::domain::trigger::{Status, Trigger};
use crate::exchange::sheet::Table;
use crate::store::{Barred, Page, Result, Store, WholeCall, WholeContact, WholeTrigger};

/// Rows held at a time.
const PAGE: usize = 500;

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Companies.
    Accounts,
    /// People.
    Contacts,
    /// What happened.
    Triggers,
    /// Logged calls, with their latest values.
    Calls,
    /// Numbers and addresses that must not be called.
    DoNotCall,
    /// Calls made in spite of a block.
    Overrides,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A table for spreadsheets: UTF-8, commas, formulas guarded.
    Csv,
    /// A JSON array, a row a line.
    Json,
}

/// Writes every row of one kind; says how many.
///
/// # Errors
/// The book cannot be read, or `out` fails.
pub fn export(store: &mut Store, what: ExportKind, format: ExportFormat, out: &mut dyn Write) -> anyhow::Result<u64> {
    let book = &*store;
    match what {
        ExportKind::Accounts => {
            write(format, out, &ACCOUNT, |after| book.whole_accounts(after, PAGE), account_cells, |row| row)
        }
        ExportKind::Contacts => {
            let json = |row: &WholeContact| ContactOut { contact: row.contact.clone(), account: row.account.clone() };
            write(format, out, &CONTACT, |after| book.whole_contacts(after, PAGE), contact_cells, move |row| json(&row))
        }
        ExportKind::Triggers => {
            let json = |row: WholeTrigger| TriggerOut { trigger: row.trigger, account_names: row.accounts };
            write(format, out, &TRIGGER, |after| book.whole_triggers(after, PAGE), trigger_cells, json)
        }
        ExportKind::Calls => {
            let json = |row: WholeCall| CallOut {
                call: row.call,
                contact: row.contact,
                account: row.account,
                rep: row.rep,
                trigger_headlines: row.triggers,
            };
            write(format, out, &CALL, |after| book.whole_calls(after, PAGE), call_cells, json)
        }
        ExportKind::DoNotCall => {
            let json = |row: Barred| BarredOut { kind: row.kind, value: row.value, reason: row.why };
            write(format, out, &BARRED, |after| book.barred(after, PAGE), barred_cells, json)
        }
        ExportKind::Overrides => {
            let page = |after: Option<i64>| {
                let offset = usize::try_from(after.unwrap_or(0)).unwrap_or(0);
                let rows = book.overridden(offset, PAGE)?.rows;
                let next = (!rows.is_empty()).then(|| after.unwrap_or(0) + i64::try_from(PAGE).unwrap_or(0));
                Ok(Page { rows, next })
            };
            write(format, out, &OVERRIDE, page, override_cells, |row| row)
        }
    }
}

/// Goes through the pages and writes each row in the format asked for.
fn write<T, J: Serialize>(
    format: ExportFormat,
    out: &mut dyn Write,
    header: &[&str],
    page: impl Fn(Option<i64>) -> Result<Page<T>>,
    cells: impl Fn(&T) -> Vec<String>,
    json: impl Fn(T) -> J,
) -> anyhow::Result<u64> {
    match format {
        ExportFormat::Csv => {
            let mut table = Table::new(out, header).context("writing the table")?;
            let rows =
                each(page, |row| table.row(cells(&row).iter().map(String::as_str)).context("writing the table"))?;
            table.end().context("writing the table")?;
            Ok(rows)
        }
        ExportFormat::Json => {
            let mut first = true;
            out.write_all(b"[").context("writing JSON")?;
            let rows = each(page, |row| {
                out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" }).context("writing JSON")?;
                serde_json::to_writer(&mut *out, &json(row)).context("writing JSON")
            })?;
            out.write_all(b"\n]\n").context("writing JSON")?;
            Ok(rows)
        }
    }
}

fn each<T>(
    page: impl Fn(Option<i64>) -> Result<Page<T>>,
    mut put: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let (mut after, mut count) = (None, 0);
    loop {
        let Page { rows, next } = page(after).context("reading the book for an export")?;
        for row in rows {
            put(row)?;
            count += 1;
        }
        if next.is_none() {
            return Ok(count);
        }
        after = next;
    }
}

#[derive(Serialize)]
struct ContactOut {
    #[serde(flatten)]
    contact: Contact,
    account: String,
}

#[derive(Serialize)]
struct TriggerOut {
    #[serde(flatten)]
    trigger: Trigger,
    account_names: Vec<String>,
}

#[derive(Serialize)]
struct BarredOut {
    kind: String,
    value: String,
    reason: String,
}

#[derive(Serialize)]
struct CallOut {
    #[serde(flatten)]
    call: Call,
    contact: String,
    account: String,
    rep: String,
    trigger_headlines: Vec<String>,
}

/// Headers that an import understands again.
const ACCOUNT: [&str; 19] = [
    "company",
    "domain",
    "tickers",
    "cik",
    "aliases",
    "industry",
    "sub industry",
    "city",
    "region",
    "country",
    "zone",
    "employees",
    "revenue musd",
    "phone",
    "tags",
    "owner",
    "notes",
    "archived",
    "external ids",
];

fn account_cells(account: &Account) -> Vec<String> {
    let external = account.external.iter().map(|id| format!("{}:{}", id.source, id.id)).collect::<Vec<_>>();
    vec![
        account.name.clone(),
        said(account.domain.as_ref()),
        account.tickers.join("; "),
        number(account.cik.as_ref()),
        account.aliases.join("; "),
        said(account.industry.as_ref()),
        said(account.sub_industry.as_ref()),
        said(account.city.as_ref()),
        said(account.region.as_ref()),
        said(account.country.as_ref()),
        said(account.zone.as_ref()),
        number(account.employees.as_ref()),
        number(account.revenue_musd.as_ref()),
        said(account.phone.as_ref()),
        account.tags.join("; "),
        said(account.owner.as_ref()),
        account.notes.clone(),
        yes(account.archived),
        external.join("; "),
    ]
}

const CONTACT: [&str; 16] = [
    "name",
    "given name",
    "job title",
    "company",
    "email",
    "work phone",
    "mobile phone",
    "home phone",
    "other phone",
    "zone",
    "hours",
    "link",
    "goal",
    "do not call",
    "notes",
    "archived",
];

fn contact_cells(row: &WholeContact) -> Vec<String> {
    let contact = &row.contact;
    let labels = ["work", "mobile", "home"];
    let phones = |fits: &dyn Fn(&str) -> bool| {
        let numbers = contact.phones.iter().filter(|phone| fits(&phone.label)).map(|phone| phone.raw.as_str());
        numbers.collect::<Vec<_>>().join("; ")
    };
    let hours = contact.hours.map(|hours| format!("{}–{}", hours.from.format("%H:%M"), hours.until.format("%H:%M")));
    vec![
        contact.name.clone(),
        said(contact.given_name.as_ref()),
        said(contact.title.as_ref()),
        row.account.clone(),
        contact.emails.join("; "),
        phones(&|label| label == "work"),
        phones(&|label| label == "mobile"),
        phones(&|label| label == "home"),
        phones(&|label| !labels.contains(&label)),
        said(contact.zone.as_ref()),
        said(hours.as_ref()),
        said(contact.link.as_ref()),
        said(contact.goal.as_ref()),
        said(contact.do_not_call.as_ref()),
        contact.notes.clone(),
        yes(contact.archived),
    ]
}

const TRIGGER: [&str; 18] = [
    "kind",
    "headline",
    "company",
    "occurred on",
    "effective on",
    "scope",
    "origin",
    "strength",
    "confidence",
    "source",
    "url",
    "external",
    "cik",
    "ticker",
    "status",
    "accounts",
    "summary",
    "impact",
];

fn trigger_cells(row: &WholeTrigger) -> Vec<String> {
    let trigger = &row.trigger;
    vec![
        trigger.kind.clone(),
        trigger.headline.clone(),
        said(trigger.company.as_ref()),
        trigger.occurred_on.to_string(),
        number(trigger.effective_on.as_ref()),
        trigger.scope.key().to_owned(),
        trigger.origin.key().to_owned(),
        trigger.strength.to_string(),
        trigger.confidence.key().to_owned(),
        trigger.source.clone(),
        said(trigger.url.as_ref()),
        said(trigger.external.as_ref()),
        number(trigger.cik.as_ref()),
        said(trigger.ticker.as_ref()),
        status_words(&trigger.status),
        row.accounts.join("; "),
        trigger.summary.clone(),
        trigger.impact.clone(),
    ]
}

fn status_words(status: &Status) -> String {
    match status {
        Status::Inbox => "inbox".to_owned(),
        Status::Kept => "kept".to_owned(),
        Status::Rejected(why) => clean_line(&format!("rejected: {why}"), NAME_CAP),
        Status::Snoozed(day) => format!("snoozed until {day}"),
        Status::Merged(other) => format!("merged into {other}"),
    }
}

const CALL: [&str; 23] = [
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
    "lifted guards",
    "amended",
    "form seconds",
];

fn call_cells(row: &WholeCall) -> Vec<String> {
    let call = &row.call;
    let lifted = call.overrides.iter().map(|lifted| format!("{}: {}", lifted.rule, lifted.because)).collect::<Vec<_>>();
    vec![
        call.amends.unwrap_or(call.id).to_string(),
        call.at.to_rfc3339(),
        row.rep.clone(),
        row.contact.clone(),
        row.account.clone(),
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
        yes(call.amends.is_some()),
        number(call.log_seconds.as_ref()),
    ]
}

/// The digits of the list come back as they are; a number of a marked person is read like any other.
const BARRED: [&str; 5] = ["phone", "email", "listed digits", "listed name", "reason"];

fn barred_cells(row: &Barred) -> Vec<String> {
    let of = |kind: &str| if row.kind == kind { row.value.clone() } else { String::new() };
    vec![of("phone"), of("email"), of("digits"), of("name"), row.why.clone()]
}

const OVERRIDE: [&str; 8] = ["call", "at", "rep", "contact", "company", "guard", "reason typed", "how it ended"];

fn override_cells(row: &Overridden) -> Vec<String> {
    let call = &row.call;
    let guards: Vec<&str> = row.lifted.iter().map(|lifted| lifted.rule.as_str()).collect();
    let mut because: Vec<&str> = row.lifted.iter().map(|lifted| lifted.because.as_str()).collect();
    because.dedup();
    let ended = call.verdict.map_or(call.reach.words(), |verdict| verdict.words());
    vec![
        call.id.to_string(),
        call.at.to_rfc3339(),
        call.rep.clone(),
        call.contact.clone(),
        call.account.clone(),
        guards.join("; "),
        because.join("; "),
        ended.to_owned(),
    ]
}

fn said(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn number(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "" }.to_owned()
}

//! Exports rows of the book to files for other programs, page by page, so that memory use does not depend on the book's
//! size.

pub mod call_sheet;
pub mod calls;
pub mod campaign_summary;
mod paged_writer;
pub mod person;
pub mod promises_ics;
pub mod rep_week;
pub mod report;
pub mod vcards;

use std::io::Write;

use serde::Serialize;

pub use paged_writer::ExportFormat;
use paged_writer::{PAGE, number, text_or_empty, write, yes_or_empty};

use crate::domain::account::{Account, Contact};
use crate::domain::query::overrides::OverriddenCall;
use crate::domain::text::{NAME_CAP, clean_line};
use crate::domain::trigger::{Status, Trigger, UNDATED_WORD};
use crate::store::{DoNotCallEntry, ExportedContact, ExportedTrigger, Page, Store};

/// Kind of the exported rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Rows of companies.
    Accounts,
    /// Rows of people.
    Contacts,
    /// Rows of triggers.
    Triggers,
    /// The do-not-call list: numbers and addresses that must not be called.
    DoNotCall,
    /// Calls made despite a block.
    Overrides,
}

/// Writes every row of one kind. Returns how many.
///
/// # Errors
/// When the book cannot be read, or `out` fails.
pub fn export(store: &mut Store, what: ExportKind, format: ExportFormat, out: &mut dyn Write) -> anyhow::Result<u64> {
    let book = &*store;
    match what {
        ExportKind::Accounts => {
            write(format, out, &ACCOUNT, |after| book.whole_accounts(after, PAGE), account_cells, |row| row)
        }
        ExportKind::Contacts => {
            let json =
                |row: &ExportedContact| ContactOut { contact: row.contact.clone(), account: row.account.clone() };
            write(format, out, &CONTACT, |after| book.whole_contacts(after, PAGE), contact_cells, move |row| json(&row))
        }
        ExportKind::Triggers => {
            let json = |row: ExportedTrigger| TriggerOut { trigger: row.trigger, account_names: row.accounts };
            write(format, out, &TRIGGER, |after| book.whole_triggers(after, PAGE), trigger_cells, json)
        }
        ExportKind::DoNotCall => {
            let json = |row: DoNotCallEntry| DoNotCallOut { kind: row.kind, value: row.value, reason: row.why };
            write(format, out, &BARRED, |after| book.do_not_call_page(after, PAGE), barred_cells, json)
        }
        ExportKind::Overrides => {
            // This list has no id to go on from: `after` carries the offset.
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
struct DoNotCallOut {
    kind: String,
    value: String,
    reason: String,
}

/// Names of the columns, chosen so that an import recognises them.
pub(super) const ACCOUNT: [&str; 19] = [
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

pub(super) fn account_cells(account: &Account) -> Vec<String> {
    let external = account.external.iter().map(|id| format!("{}:{}", id.source, id.id)).collect::<Vec<_>>();
    vec![
        account.name.clone(),
        text_or_empty(account.domain.as_ref()),
        account.tickers.join("; "),
        number(account.cik.as_ref()),
        account.aliases.join("; "),
        text_or_empty(account.industry.as_ref()),
        text_or_empty(account.sub_industry.as_ref()),
        text_or_empty(account.city.as_ref()),
        text_or_empty(account.region.as_ref()),
        text_or_empty(account.country.as_ref()),
        text_or_empty(account.zone.as_ref()),
        number(account.employees.as_ref()),
        number(account.revenue_musd.as_ref()),
        text_or_empty(account.phone.as_ref()),
        account.tags.join("; "),
        text_or_empty(account.owner.as_ref()),
        account.notes.clone(),
        yes_or_empty(account.archived),
        external.join("; "),
    ]
}

pub(super) const CONTACT: [&str; 16] = [
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

pub(super) fn contact_cells(row: &ExportedContact) -> Vec<String> {
    let contact = &row.contact;
    let labels = ["work", "mobile", "home"];
    let phones = |fits: &dyn Fn(&str) -> bool| {
        let numbers = contact.phones.iter().filter(|phone| fits(&phone.label)).map(|phone| phone.raw.as_str());
        numbers.collect::<Vec<_>>().join("; ")
    };
    let hours = contact.hours.map(|hours| format!("{}–{}", hours.from.format("%H:%M"), hours.until.format("%H:%M")));
    vec![
        contact.name.clone(),
        text_or_empty(contact.given_name.as_ref()),
        text_or_empty(contact.title.as_ref()),
        row.account.clone(),
        contact.emails.join("; "),
        phones(&|label| label == "work"),
        phones(&|label| label == "mobile"),
        phones(&|label| label == "home"),
        phones(&|label| !labels.contains(&label)),
        text_or_empty(contact.zone.as_ref()),
        text_or_empty(hours.as_ref()),
        text_or_empty(contact.link.as_ref()),
        text_or_empty(contact.goal.as_ref()),
        text_or_empty(contact.do_not_call.as_ref()),
        contact.notes.clone(),
        yes_or_empty(contact.archived),
    ]
}

pub(super) const TRIGGER: [&str; 18] = [
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

pub(super) fn trigger_cells(row: &ExportedTrigger) -> Vec<String> {
    let trigger = &row.trigger;
    vec![
        trigger.kind.clone(),
        trigger.headline.clone(),
        text_or_empty(trigger.company.as_ref()),
        if trigger.is_undated() { UNDATED_WORD.to_owned() } else { trigger.occurred_on.to_string() },
        number(trigger.effective_on.as_ref()),
        trigger.scope.key().to_owned(),
        trigger.origin.key().to_owned(),
        trigger.strength.to_string(),
        trigger.confidence.key().to_owned(),
        trigger.source.clone(),
        text_or_empty(trigger.url.as_ref()),
        text_or_empty(trigger.external.as_ref()),
        number(trigger.cik.as_ref()),
        text_or_empty(trigger.ticker.as_ref()),
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

/// Names of the columns. `listed digits` are restored unchanged; `phone` is a marked person's number and parsed like
/// any other.
pub(super) const BARRED: [&str; 8] = [
    "phone",
    "email",
    "listed digits",
    "listed name",
    "listed domain",
    "listed company",
    "listed company id",
    "reason",
];

pub(super) fn barred_cells(row: &DoNotCallEntry) -> Vec<String> {
    let of = |kind: &str| if row.kind == kind { row.value.clone() } else { String::new() };
    let person = [of("phone"), of("email"), of("digits"), of("name")];
    let company = [of("domain"), of("company"), of("company_id")];
    person.into_iter().chain(company).chain([row.why.clone()]).collect()
}

const OVERRIDE: [&str; 8] = ["call", "at", "rep", "contact", "company", "guard", "reason typed", "how it ended"];

fn override_cells(row: &OverriddenCall) -> Vec<String> {
    let call = &row.call;
    let guards: Vec<&str> = row.lifted.iter().map(|lifted| lifted.rule.as_str()).collect();
    let mut because: Vec<&str> = row.lifted.iter().map(|lifted| lifted.because.as_str()).collect();
    // One sentence lifts every block of a call: it need not stand there as often.
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

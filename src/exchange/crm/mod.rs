//! Writes calls as a CRM imports them; `assets/crm.toml` says which column holds what.

mod body;
mod source;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{SecondsFormat, Utc};
use serde::Deserialize;

pub use source::CrmCall;

use crate::domain::account::ExternalId;
use crate::domain::call::{Outcome, Reach, vocabulary};

/// Longest one-line text, in characters. Source: Salesforce object reference, Task: Subject and CallDisposition.
const LINE: usize = 255;
/// Longest text, in characters. Source: Salesforce object reference, Task: Description (32,000).
const TEXT: usize = 32_000;

vocabulary! {
    /// A system that calls can be exported to.
    System {
        /// Calls of HubSpot's CRM.
        HubSpot = "hubspot", "HubSpot";
        /// Tasks of Salesforce.
        Salesforce = "salesforce", "Salesforce";
    }
}

vocabulary! {
    /// What a column holds of a call.
    CrmValue {
        /// The call's id, which is the same for every amendment.
        Id = "id", "id";
        /// When the call began, in UTC.
        Instant = "instant", "instant";
        /// The day of the call on the rep's calendar.
        Day = "day", "day";
        /// The person and the result, in one line.
        Title = "title", "title";
        /// The whole text of the call, as HTML.
        Html = "html", "html";
        /// The whole text of the call, as plain text.
        Text = "text", "text";
        /// The system's own code for the reach.
        Code = "code", "code";
        /// Reach and outcome, in words.
        Result = "result", "result";
        /// The system's word for the state of the call.
        Status = "status", "status";
        /// Length of the call in seconds.
        Seconds = "seconds", "seconds";
        /// Length of the call in milliseconds.
        Milliseconds = "milliseconds", "milliseconds";
        /// Name of the rep who called.
        Rep = "rep", "rep";
        /// The contact's id in the system.
        PersonId = "person_id", "person id";
        /// The contact's first e-mail address.
        Email = "email", "e-mail";
        /// The account's id in the system.
        CompanyId = "company_id", "company id";
        /// The account's web domain.
        Domain = "domain", "domain";
    }
}

/// Names that each CRM gives to reaches, outcomes and columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    outcomes: BTreeMap<Outcome, String>,
    hubspot: SystemMapping,
    salesforce: SystemMapping,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemMapping {
    ids: String,
    leads: Vec<String>,
    reach: BTreeMap<Reach, ReachLabel>,
    columns: Vec<CrmColumn>,
}

/// A system's code and label for a reach.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachLabel {
    /// The code written to the file; empty if the system has none that fits.
    pub code: String,
    /// The name that people see in the system.
    pub label: String,
    /// The system's state for a call with this reach.
    pub status: String,
}

/// One column of a system's file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrmColumn {
    pub name: String,
    /// The value of the call in this column; `None` for a fixed text.
    pub value: Option<CrmValue>,
    /// The same text in every row; `None` for a value of the call.
    pub fixed: Option<String>,
    /// One line about the column for the documentation.
    pub holds: String,
}

impl Mapping {
    /// Returns the tables of `assets/crm.toml`.
    pub fn builtin() -> &'static Mapping {
        static BUILTIN: OnceLock<Mapping> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            toml::from_str(include_str!("../../../assets/crm.toml")).expect("the shipped table is well formed: a test")
        })
    }

    /// Returns the columns of a system's file, in order.
    pub fn columns(&self, system: System) -> &[CrmColumn] {
        &self.table(system).columns
    }

    /// Returns a system's code and label for a reach; `None` if the table has none.
    pub fn called(&self, system: System, reach: Reach) -> Option<&ReachLabel> {
        self.table(system).reach.get(&reach)
    }

    /// Returns one call as a row of a system's file.
    pub fn row(&self, system: System, row: &CrmCall) -> Vec<String> {
        self.columns(system)
            .iter()
            .map(|column| match (column.value, &column.fixed) {
                (Some(value), _) => self.cell(system, value, row),
                (None, fixed) => fixed.clone().unwrap_or_default(),
            })
            .collect()
    }

    fn table(&self, system: System) -> &SystemMapping {
        match system {
            System::HubSpot => &self.hubspot,
            System::Salesforce => &self.salesforce,
        }
    }

    fn cell(&self, system: System, value: CrmValue, row: &CrmCall) -> String {
        let (call, table) = (&row.call, self.table(system));
        let called = table.reach.get(&call.reach);
        match value {
            // The id of the first row of the call, not of its latest: a second export must change the activity that is
            // there.
            CrmValue::Id => row.id.to_string(),
            // HubSpot reads a timestamp without a zone as UTC, so it is written as that.
            CrmValue::Instant => call.at.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Millis, true),
            // The rep's own day: in UTC an evening call in America would be tomorrow's.
            CrmValue::Day => call.at.date_naive().to_string(),
            CrmValue::Title => {
                body::clip(&format!("{} ({}): {}", row.contact.name, row.account.name, self.result(row)), LINE)
            }
            CrmValue::Html => body::html(&self.facts(row)),
            CrmValue::Text => body::text(&self.facts(row), TEXT),
            CrmValue::Code => called.map(|called| called.code.clone()).unwrap_or_default(),
            CrmValue::Result => {
                let code = called.map_or(call.reach.words(), |called| called.code.as_str());
                body::clip(&self.ended(code, call.outcome), LINE)
            }
            CrmValue::Status => called.map(|called| called.status.clone()).unwrap_or_default(),
            CrmValue::Seconds => call.seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
            CrmValue::Milliseconds => {
                call.seconds.map(|seconds| (u64::from(seconds) * 1000).to_string()).unwrap_or_default()
            }
            CrmValue::Rep => row.rep.clone(),
            CrmValue::PersonId => id_of(&row.contact.external, &table.ids),
            CrmValue::Email => row.contact.emails.first().cloned().unwrap_or_default(),
            CrmValue::CompanyId => {
                let person = id_of(&row.contact.external, &table.ids);
                // Salesforce refuses an activity that is about a lead and an account at once: WhatId must be empty
                // where WhoId is a lead's.
                let lead = table.leads.iter().any(|lead| person.starts_with(lead.as_str()));
                if lead { String::new() } else { id_of(&row.account.external, &table.ids) }
            }
            CrmValue::Domain => row.account.domain.clone().unwrap_or_default(),
        }
    }

    /// Returns reach and outcome in words: "reached: next step agreed", "gatekeeper".
    fn result(&self, row: &CrmCall) -> String {
        self.ended(row.call.reach.words(), row.call.outcome)
    }

    fn ended(&self, reach: &str, outcome: Option<Outcome>) -> String {
        match outcome {
            Some(outcome) => format!("{reach}: {}", self.outcome(outcome)),
            None => reach.to_owned(),
        }
    }

    fn outcome(&self, outcome: Outcome) -> &str {
        self.outcomes.get(&outcome).map_or(outcome.words(), String::as_str)
    }

    fn facts(&self, row: &CrmCall) -> Vec<body::BodyField> {
        body::facts(row, &self.result(row))
    }
}

fn id_of(external: &[ExternalId], source: &str) -> String {
    external.iter().find(|one| one.source == source).map(|one| one.id.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;

//! Tests of the files that HubSpot and Salesforce get.

use std::collections::BTreeSet;

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::domain::account::{Account, Contact};
use crate::domain::call::{AskAnswer, Call, NextStep, Verdict, VerdictSource, Whose};
use crate::domain::ids::{AccountId, CallId, ContactId, RepId};

fn call() -> CrmCall {
    let at = DateTime::parse_from_rfc3339("2026-03-11T00:30:00+01:00").unwrap();
    let id = CallId(Uuid::from_u128(7));
    let nobody = (ContactId::default(), AccountId::default(), RepId::default());
    let external = |id: &str| vec![ExternalId { source: "salesforce".into(), id: id.into() }];
    CrmCall {
        id,
        call: Call {
            reach: Reach::Connected,
            outcome: Some(Outcome::NextStepAgreed),
            verdict: Some(Verdict::WellSpent),
            source: Some(VerdictSource::SaidWhenAsked),
            learned: AskAnswer::Yes,
            seconds: Some(270),
            words: "Good use of <b>ten</b> minutes".into(),
            next: Some(NextStep { what: "send the lot map".into(), by: None, time: None, whose: Whose::Ours }),
            ..Call::new(id, nobody.0, nobody.1, nobody.2, at)
        },
        amended: false,
        contact: Contact {
            name: "Ane Lund".into(),
            emails: vec!["ane@norvik.example".into()],
            external: external("003000000000001AAA"),
            ..Contact::default()
        },
        account: Account {
            name: "Norvik Foods".into(),
            domain: Some("norvik.example".into()),
            external: external("001000000000001AAA"),
            ..Account::default()
        },
        rep: "Ida Moe".into(),
        triggers: vec!["Supplier recalls 3 lots".into()],
    }
}

fn cell(system: System, row: &CrmCall, column: &str) -> String {
    let mapping = Mapping::builtin();
    let at = mapping.columns(system).iter().position(|one| one.name == column).unwrap();
    mapping.row(system, row).swap_remove(at)
}

#[test]
fn the_shipped_table_knows_every_reach_and_outcome_and_no_column_twice() {
    let mapping = Mapping::builtin();
    assert!(Outcome::ALL.iter().all(|outcome| mapping.outcomes.contains_key(outcome)));
    for system in System::ALL.iter().copied() {
        assert!(Reach::ALL.iter().all(|reach| mapping.called(system, *reach).is_some()), "{system:?}");
        let columns = mapping.columns(system);
        let names: BTreeSet<_> = columns.iter().map(|column| &column.name).collect();
        assert_eq!(names.len(), columns.len());
        assert!(columns.iter().all(|column| column.value.is_some() != column.fixed.is_some()), "{columns:?}");
        assert_eq!(columns[0].value, Some(CrmValue::Id), "the key of an upsert comes first");
    }
    let codes: BTreeSet<_> = Reach::ALL
        .iter()
        .map(|reach| mapping.called(System::HubSpot, *reach).unwrap().code.as_str())
        .filter(|code| Uuid::parse_str(code).is_ok())
        .collect();
    assert_eq!(codes.len(), 6, "HubSpot's six default outcomes");
}

#[test]
fn hubspot_gets_milliseconds_utc_and_outcomes_by_id() {
    let row = call();
    for (column, expected) in [
        ("whynow_call_id", "00000000-0000-0000-0000-000000000007"),
        ("hs_timestamp", "2026-03-10T23:30:00.000Z"),
        ("hs_call_title", "Ane Lund (Norvik Foods): reached: next step agreed"),
        ("hs_call_direction", "OUTBOUND"),
        ("hs_call_disposition", "f240bbac-87c9-4f6e-bf70-924b57d47db7"),
        ("hs_call_duration", "270000"),
        ("hs_call_status", "COMPLETED"),
        ("hubspot_owner_id", "Ida Moe"),
        ("Contact Record ID", ""),
        ("Contact Email", "ane@norvik.example"),
        ("Company Domain Name", "norvik.example"),
    ] {
        assert_eq!(cell(System::HubSpot, &row, column), expected, "{column}");
    }
}

#[test]
fn salesforce_gets_seconds_the_reps_day_and_the_ids_that_it_gave() {
    let row = call();
    for (column, expected) in [
        ("whynow_call_id__c", "00000000-0000-0000-0000-000000000007"),
        ("Status", "Completed"),
        ("Priority", "Normal"),
        ("ActivityDate", "2026-03-11"),
        ("TaskSubtype", "Call"),
        ("CallType", "Outbound"),
        ("CallDurationInSeconds", "270"),
        ("CallDisposition", "Reached: next step agreed"),
        ("WhoId", "003000000000001AAA"),
        ("WhatId", "001000000000001AAA"),
    ] {
        assert_eq!(cell(System::Salesforce, &row, column), expected, "{column}");
    }
    let mut lead = call();
    lead.contact.external[0].id = "00Q000000000001AAA".into();
    assert_eq!(cell(System::Salesforce, &lead, "WhatId"), "", "a task about a lead names no account");
}

#[test]
fn a_gatekeeper_is_neither_connected_nor_no_answer() {
    let mut row = call();
    (row.call.reach, row.call.outcome, row.call.verdict, row.call.source) = (Reach::Gatekeeper, None, None, None);
    assert_eq!(cell(System::HubSpot, &row, "hs_call_disposition"), "");
    assert_eq!(cell(System::HubSpot, &row, "hs_call_title"), "Ane Lund (Norvik Foods): gatekeeper");
    assert!(cell(System::HubSpot, &row, "hs_call_body").contains("<strong>Result:</strong> gatekeeper"));
    assert_eq!(cell(System::Salesforce, &row, "CallDisposition"), "Gatekeeper");
}

#[test]
fn the_body_says_who_said_so_and_calls_a_guess_a_guess() {
    let body = |verdict, source| {
        let mut row = call();
        (row.call.verdict, row.call.source) = (verdict, source);
        cell(System::Salesforce, &row, "Description")
    };
    for (verdict, source, says) in [
        (Some(Verdict::WellSpent), Some(VerdictSource::SaidUnprompted), "well spent (they said so, unprompted)"),
        (Some(Verdict::Partly), Some(VerdictSource::SaidWhenAsked), "partly (they said so, when asked)"),
        (Some(Verdict::WellSpent), Some(VerdictSource::RepInferred), "well spent (rep's guess; they did not say so)"),
        (Some(Verdict::NotAsked), None, "they were not asked"),
        (None, None, "no verdict was logged"),
    ] {
        let found = body(verdict, source);
        assert!(found.starts_with(&format!("Verdict: {says}\n")), "{found}");
    }
}

#[test]
fn nothing_that_anybody_wrote_becomes_markup_and_long_texts_keep_the_id() {
    let mut row = call();
    let html = cell(System::HubSpot, &row, "hs_call_body");
    assert!(html.contains("“Good use of &lt;b&gt;ten&lt;/b&gt; minutes”"), "{html}");
    row.call.words = "w".repeat(10_000);
    row.call.note = "n".repeat(10_000);
    row.triggers = vec!["t".repeat(200); 90];
    row.contact.name = "c".repeat(200);
    row.account.name = "a".repeat(200);
    let text = cell(System::Salesforce, &row, "Description");
    assert!(text.chars().count() <= 32_000, "{}", text.chars().count());
    assert!(text.ends_with("whynow call: 00000000-0000-0000-0000-000000000007"));
    assert_eq!(cell(System::Salesforce, &row, "Subject").chars().count(), 255);
}

#[test]
fn an_amended_call_says_so_under_the_same_id() {
    let row = CrmCall { amended: true, ..call() };
    assert!(cell(System::Salesforce, &row, "Description").contains("Amended: yes; the latest values stand here"));
    assert_eq!(
        cell(System::Salesforce, &row, "whynow_call_id__c"),
        cell(System::Salesforce, &call(), "whynow_call_id__c")
    );
}

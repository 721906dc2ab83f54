//! Calls for a CRM, and for programs.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;
use whynow::clock::{Clock, FixedClock};
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Reach};
use whynow::domain::ids::CallId;
use whynow::exchange::crm::System;
use whynow::job::export::calls::{CallFormat, export_calls};
use whynow::store::Store;

use crate::support::book::amend;
use crate::support::clock_at;

fn calls(store: &Store, format: CallFormat, since: Option<&str>) -> String {
    let since = since.map(|text| DateTime::parse_from_rfc3339(text).unwrap().to_utc());
    let mut out = Vec::new();
    export_calls(store, format, since, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The book's calls by their id, as a CRM that upserts by the first column holds them.
fn upsert(crm: &mut BTreeMap<String, String>, csv: &str) {
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    for row in table.records().map(Result::unwrap) {
        crm.insert(row[0].to_owned(), row.iter().collect::<Vec<_>>().join("|"));
    }
}

fn two_calls(clock: &Arc<FixedClock>) -> (Store, Call) {
    let mut store = Store::in_memory(Arc::clone(clock) as Arc<dyn Clock>).unwrap();
    let rep = store.rep().unwrap();
    let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
    let person = Contact { name: "=Ane Lund".into(), account_id, ..Contact::default() };
    let contact_id = store.save_contact(&person).unwrap();
    let at = DateTime::parse_from_rfc3339("2026-08-10T08:30:00+02:00").unwrap();
    let call = |n| Call::new(CallId(uuid::Uuid::from_u128(n)), contact_id, account_id, rep, at);
    store.log_call(&call(7)).unwrap();
    store.log_call(&call(8)).unwrap();
    (store, call(7))
}

#[test]
fn a_second_export_doubles_nothing_in_a_crm_and_an_amendment_replaces() {
    let clock = clock_at("2026-08-10T09:00:00+02:00");
    let (mut store, call) = two_calls(&clock);
    for system in System::ALL.iter().copied().map(CallFormat::For) {
        let mut crm = BTreeMap::new();
        upsert(&mut crm, &calls(&store, system, None));
        let first = crm.clone();
        upsert(&mut crm, &calls(&store, system, None));
        assert_eq!((crm.len(), &crm), (2, &first), "{system:?}");
        assert!(crm.values().all(|row| row.contains("|'=Ane Lund")), "the title is guarded: {crm:?}");
    }
    clock.advance(chrono::Duration::days(1));
    let amended = Call { id: CallId(uuid::Uuid::from_u128(9)), amends: Some(call.id), reach: Reach::Busy, ..call };
    amend(&mut store, &amended).unwrap();
    let since = Some("2026-08-11T00:00:00+02:00");
    let mut crm = BTreeMap::new();
    upsert(&mut crm, &calls(&store, CallFormat::For(System::HubSpot), None));
    let changed = calls(&store, CallFormat::For(System::HubSpot), since);
    upsert(&mut crm, &changed);
    assert_eq!((crm.len(), changed.lines().count()), (2, 2), "{changed}");
    assert!(changed.contains("9d9162e7-6cf3-4944-bf63-4dff82258764") && changed.contains("Amended:"), "{changed}");
    clock.advance(chrono::Duration::days(1));
    store.undo().unwrap();
    let taken_back = calls(&store, CallFormat::For(System::HubSpot), Some("2026-08-12T00:00:00+02:00"));
    assert!(taken_back.contains("73a0d17f-1163-4015-bdd5-ec830791da20"), "the first values again: {taken_back}");
    assert_eq!(calls(&store, CallFormat::Jsonl, Some("2026-08-13T00:00:00+02:00")), "");
}

#[test]
fn a_json_line_holds_the_whole_call_as_the_book_does() {
    let clock = clock_at("2026-08-10T09:00:00+02:00");
    let (store, call) = two_calls(&clock);
    let lines = calls(&store, CallFormat::Jsonl, None);
    assert_eq!(lines.lines().count(), 2);
    let read: Call = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(read, call);
}

/// Counts what is written and holds none of it.
struct Counting(u64);

impl std::io::Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_over_many_pages_gives_every_call_once() {
    let clock = clock_at("2026-08-10T09:00:00+02:00");
    let (mut store, call) = two_calls(&clock);
    for n in 0..1_200_u128 {
        store.log_call(&Call { id: CallId(uuid::Uuid::from_u128(100 + n)), ..call.clone() }).unwrap();
    }
    let mut lines = Counting(0);
    assert_eq!(export_calls(&store, CallFormat::Jsonl, None, &mut lines).unwrap(), 1_202);
    assert_eq!(lines.0, 1_202);
}

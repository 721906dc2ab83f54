//! Tables and JSON for other programs.

use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Reach};
use whynow::domain::ids::CallId;
use whynow::domain::query::ImportKind;
use whynow::job::export::calls::{CallFormat, export_calls};
use whynow::job::export::{ExportFormat, ExportKind, export};
use whynow::store::Store;

use crate::support::book::amend;
use crate::support::imports::take;
use crate::support::{clock_at, data};

fn empty() -> Store {
    Store::in_memory(clock_at("2026-08-10T09:00:00+02:00")).unwrap()
}

fn written(store: &mut Store, what: ExportKind, format: ExportFormat) -> String {
    let mut out = Vec::new();
    export(store, what, format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn calls(store: &Store, format: CallFormat) -> String {
    let mut out = Vec::new();
    export_calls(store, format, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_goes_out_comes_back_the_same() {
    let mut store = empty();
    take(&mut store, ImportKind::Accounts, &data("sp500-2026-08-08.csv"));
    take(&mut store, ImportKind::Contacts, &data("atomic-crm-contacts-500.csv"));
    take(&mut store, ImportKind::Triggers, &data("sec-8k-2025-12-12.atom"));
    let folder = tempfile::tempdir().unwrap();
    for (what, kind) in [
        (ExportKind::Accounts, ImportKind::Accounts),
        (ExportKind::Contacts, ImportKind::Contacts),
        (ExportKind::Triggers, ImportKind::Triggers),
    ] {
        let csv = written(&mut store, what, ExportFormat::Csv);
        let path = folder.path().join("out.csv");
        std::fs::write(&path, &csv).unwrap();
        let report = take(&mut store, kind, &path);
        assert_eq!(
            report.totals.same,
            report.totals.read,
            "{kind:?}: {:?} {:?}",
            report.totals,
            report.rejects.first()
        );
        let json: serde_json::Value = serde_json::from_str(&written(&mut store, what, ExportFormat::Json)).unwrap();
        assert_eq!(json.as_array().unwrap().len() as u64, report.totals.read);
    }
    assert_eq!(calls(&store, CallFormat::Json), "[\n]\n");
}

#[test]
fn calls_go_out_with_names_and_guarded_words() {
    let mut store = empty();
    let rep = store.rep().unwrap();
    let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
    let person = Contact { name: "Ane Lund".into(), account_id, ..Contact::default() };
    let contact_id = store.save_contact(&person).unwrap();
    let at = clock_at("2026-08-10T09:30:00+02:00").now().0;
    let id = CallId(uuid::Uuid::from_u128(7));
    let call = Call {
        reach: Reach::Connected,
        words: "=2+2 is what I needed".into(),
        ..Call::new(id, contact_id, account_id, rep, at)
    };
    store.log_call(&call).unwrap();
    let second = CallId(uuid::Uuid::from_u128(8));
    amend(&mut store, &Call { note: "the second thought".into(), amends: Some(id), id: second, ..call }).unwrap();
    let csv = calls(&store, CallFormat::Csv);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    for part in ["Norvik Foods", "Ane Lund", "2026-08-10T09:30:00+02:00", "'=2+2", "the second thought", "connected"] {
        assert!(csv.contains(part), "{part}: {csv}");
    }
    let json: serde_json::Value = serde_json::from_str(&calls(&store, CallFormat::Json)).unwrap();
    assert_eq!(json[0]["contact"], "Ane Lund");
    assert_eq!((&json[0]["call"], &json[0]["amended"]), (&json[0]["earlier"][0]["id"], &true.into()));
}

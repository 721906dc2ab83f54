//! Presets of one's own: kept in the book, known again by the header, taken back by undo.

use std::path::PathBuf;

use whynow::domain::import::options::{Import, OwnPreset, ReadOptions, Target};
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job;
use whynow::job::import::Proceed;
use whynow::store::Store;

use crate::support::desk::clock;

const FILE: &str = "Firmenbez.;Farbe;Ort\nNorvik;blau;Oslo\n";

fn import(store: &mut Store, path: PathBuf, how: ReadOptions) -> anyhow::Result<ImportReport> {
    let import = Import { kind: Some(ImportKind::Accounts), path, dry_run: true, how, ..Import::default() };
    job::import::run(store, &import, &Budget::default(), &mut |_| Proceed::Go)
}

#[test]
fn the_country_of_a_preset_reaches_the_numbers_of_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lide.json");
    let people = r#"{"companies":[{"id":1,"name":"Norvik"}],
        "contacts":[{"id":2,"first_name":"Ane","last_name":"Lund","company_id":1,"phone":"777 123 456"}]}"#;
    std::fs::write(&path, people).unwrap();
    let number = |preset: Option<&str>, country: Option<&str>| {
        let mut store = Store::in_memory(clock()).unwrap();
        let how = ReadOptions { country: Some("cz".to_owned()), ..ReadOptions::default() };
        let kept = OwnPreset { name: "Lidé".into(), kind: ImportKind::Accounts, header: Vec::new(), how };
        store.save_preset(&kept).unwrap();
        let how = ReadOptions {
            preset: preset.map(str::to_owned),
            country: country.map(str::to_owned),
            ..ReadOptions::default()
        };
        let import = Import { kind: Some(ImportKind::Accounts), path: path.clone(), how, ..Import::default() };
        job::import::run(&mut store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap();
        store.whole_contacts(None, 9).unwrap().rows[0].contact.phones[0].raw.clone()
    };
    assert_eq!(number(None, None), "777 123 456");
    assert_eq!(number(None, Some("CZ")), "+420777123456");
    assert_eq!(number(Some("Lidé"), None), "+420777123456");
    assert_eq!(number(Some("Lidé"), Some("PL")), "+48777123456");
}

#[test]
fn a_file_with_the_same_header_is_read_the_same_way_until_that_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kunden.csv");
    std::fs::write(&path, FILE).unwrap();
    let mut store = Store::in_memory(clock()).unwrap();
    assert!(import(&mut store, path.clone(), ReadOptions::default()).is_err());
    let map = vec![("Firmenbez.".to_owned(), Target::Field("name".into())), ("Farbe".to_owned(), Target::Note)];
    let how = ReadOptions { map, ..ReadOptions::default() };
    let said = Import { kind: Some(ImportKind::Accounts), path: path.clone(), how: how.clone(), ..Import::default() };
    let look = job::import::presets::look(&store.own_presets().unwrap(), &said, &Budget::default()).unwrap();
    store.save_preset(&look.kept_as("Kunden", &how)).unwrap();

    let again = import(&mut store, path.clone(), ReadOptions::default()).unwrap();
    let like = again.likeness.unwrap();
    assert_eq!((like.preset.as_str(), like.percent, again.totals.created), ("Kunden", 100, 1));
    let by_name = ReadOptions { preset: Some("kunden".into()), ..ReadOptions::default() };
    assert_eq!(import(&mut store, path.clone(), by_name).unwrap().totals.created, 1);
    let unknown = ReadOptions { preset: Some("kundin".into()), ..ReadOptions::default() };
    let says = import(&mut store, path.clone(), unknown).unwrap_err().to_string();
    assert!(says.contains("there are Kunden, Salesforce"), "{says}");

    let other = folder.path().join("other.csv");
    std::fs::write(&other, FILE.replace("Ort", "Stadt")).unwrap();
    assert!(import(&mut store, other, ReadOptions::default()).is_err(), "another header is another file");

    store.remove_preset("KUNDEN").unwrap();
    assert_eq!(store.own_presets().unwrap(), []);
    store.undo().unwrap();
    assert_eq!(store.own_presets().unwrap().len(), 1);
    store.undo().unwrap();
    assert!(import(&mut store, path, ReadOptions::default()).is_err());
}

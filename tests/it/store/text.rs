//! What enters is clean and has an end.

use whynow::domain::account::{Account, Contact};
use whynow::domain::draft::Draft;

use crate::support::book::{account, book, call, calls, found, kept, now};

const HOSTILE: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;c2VjcmV0\u{7}",
    "\u{9b}31m",
    "a\u{202e}gnp.exe",
    "zero\u{200b}width\u{feff}",
    "soft\u{ad}hyphen",
    "tag\u{e0041}",
    "nul\0inside",
    "lone\rreturn",
    "Robert'); DROP TABLE account;--",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "Z\u{351}\u{36b}\u{343}\u{32a}\u{302}\u{36b}\u{33d}\u{34f}\u{334}\u{319}\u{324}\u{31e}algo",
    "٠١٢ العربية",
    "Ünï cödé 日本 👩‍👩‍👧",
];

fn is_clean(text: &str) -> bool {
    text.chars().all(|letter| {
        (!letter.is_control() || letter == '\n' || letter == '\t')
            && !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' | '\u{ad}'
                | '\u{e0000}'..='\u{e007f}')
    })
}

#[test]
fn hostile_text_is_stored_clean_in_every_field() {
    for text in HOSTILE {
        let mut store = book();
        let name = format!("Norvik {text}");
        let mut saved =
            Account { name, notes: (*text).to_owned(), city: Some((*text).to_owned()), ..Account::default() };
        saved.tags = vec![(*text).to_owned()];
        saved.aliases = vec![(*text).to_owned()];
        let norvik = store.save_account(&saved).unwrap();
        let person = Contact {
            account_id: norvik,
            name: format!("Ane {text}"),
            goal: Some((*text).to_owned()),
            ..Contact::default()
        };
        let ane = store.save_contact(&person).unwrap();
        kept(&mut store, text, 3, 5, norvik);
        let mut call = call(&mut store, ane);
        (call.words, call.note) = ((*text).to_owned(), (*text).to_owned());
        store.log_call(&call).unwrap();
        let draft =
            Draft { key: format!("log:{ane}"), title: (*text).to_owned(), body: (*text).to_owned(), at: now().utc() };
        store.save_draft(&draft).unwrap();
        let kept = serde_json::to_string(&(
            store.account_file(norvik, now()).unwrap(),
            store.contact(ane).unwrap(),
            store.call_file(call.id, now()).unwrap(),
            store.log_start(ane, now()).unwrap().draft.unwrap(),
        ))
        .unwrap();
        let values: serde_json::Value = serde_json::from_str(&kept).unwrap();
        every_text(&values, &mut |value| assert!(is_clean(value), "{text:?} left {value:?}"));
        assert_eq!(found(&mut store, "norvik").len(), 1);
        assert_eq!(calls(&mut store, "norvik").rows.len(), 1);
        assert_eq!(store.verify().unwrap(), [""; 0]);
    }
}

fn every_text(value: &serde_json::Value, check: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => check(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| every_text(value, check)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| every_text(value, check)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

#[test]
fn long_text_is_capped() {
    let mut store = book();
    let saved = Account { name: "n".repeat(5_000), notes: "x".repeat(50_000), ..Account::default() };
    let id = store.save_account(&saved).unwrap();
    let account = store.account_file(id, now()).unwrap().unwrap().account;
    assert_eq!((account.name.chars().count(), account.notes.chars().count()), (200, 10_000));
}

#[test]
fn nothing_to_see_is_no_name() {
    let mut store = book();
    for name in ["", " ", "\u{200b}", "\t\n"] {
        let refused = store.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap_err();
        assert_eq!(refused.to_string(), "An account needs a name.");
    }
    let norvik = account(&mut store, "Norvik");
    let nobody = Contact { account_id: norvik, ..Contact::default() };
    assert_eq!(store.save_contact(&nobody).unwrap_err().to_string(), "A person needs a name.");
}

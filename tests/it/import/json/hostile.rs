//! Files that are broken or made to do harm: refused in words, or cleaned with a word, and nothing runs out.

use std::io::{Cursor, Read as _};

use whynow::domain::query::ImportKind;
use whynow::exchange;

use super::{all, bytes, endless, how, names};
use crate::support::reading::refusal;

fn told(text: &str) -> String {
    refusal(exchange::accounts("f.json", bytes(text), &how()))
}

#[test]
fn ten_thousand_brackets_deep_is_refused_without_a_stack() {
    for deep in ["[".repeat(10_000), "{\"a\":".repeat(10_000), format!("[{}]", "{\"a\":[".repeat(1_000_000))] {
        for kind in
            [ImportKind::Accounts, ImportKind::Contacts, ImportKind::Triggers, ImportKind::Calls, ImportKind::DoNotCall]
        {
            let here = chrono::FixedOffset::east_opt(0).unwrap();
            let says = refusal(exchange::read("f.json", bytes(deep.clone()), Some(kind), &how(), here));
            assert!(says.contains("f.json"), "{kind:?}: {says}");
        }
    }
    let closed = format!("[{{\"name\":\"Acme\"}},{}{}]", "[".repeat(10_000), "]".repeat(10_000));
    let (good, bad, _) = all(exchange::accounts("f.json", bytes(closed), &how()));
    assert_eq!(good.len(), 1);
    assert!(bad[0].1.contains("nested too deep"), "{bad:?}");
}

#[test]
fn a_million_names_or_a_hundred_megabytes_of_text_spoil_their_entry_alone() {
    let many: String = (0..1_000_000).map(|n| format!("\"k{n}\":1,")).collect();
    let list = format!("[{{\"name\":\"Acme\"}},{{{many}\"name\":\"Bad\"}},{{\"name\":\"Norvik\"}}]");
    let (good, bad, _) = all(exchange::accounts("f.json", bytes(list), &how()));
    assert_eq!((good.len(), bad.len()), (2, 1));
    let long = bytes("[{\"name\":\"").chain(endless(b'a', 20_000_000)).chain(Cursor::new("\"},{\"name\":\"Norvik\"}]"));
    let (good, bad, _) = all(exchange::accounts("f.json", long, &how()));
    assert_eq!(good[0].name, "Norvik");
    assert!(bad[0].1.contains("longer than 2 MB"), "{bad:?}");
    let cut = bytes("[{\"name\":\"").chain(endless(b'a', 100_000_000));
    assert!(refusal(exchange::accounts("f.json", cut, &how())).contains("never closed"));
}

#[test]
fn of_a_name_that_stands_twice_both_are_kept() {
    let (good, bad, _) =
        all(exchange::accounts("f.json", bytes(r#"[{"name":"Acme","city":"Brno","city":"Praha"}]"#), &how()));
    assert_eq!(bad, []);
    assert_eq!(good[0].city.as_deref(), Some("Brno; Praha"));
}

#[test]
fn what_json_does_not_have_is_refused_with_its_place() {
    assert!(
        told("[{\"name\":\"Acme\"},\n {\"name\":\"Norvik\"},\n]")
            .contains("line 3, column 1: a comma before a closing bracket")
    );
    assert!(told("[{\"name\":\"Acme\"},\n // more\n {\"name\":\"Norvik\"}]").contains("line 2, column 2: a comment"));
    assert!(
        told("[{\"name\":\"Acme\"}\n {\"name\":\"Norvik\"}]").contains("line 2, column 2: “{” where a comma belongs")
    );
    assert!(told("[{\"name\":\"Acme\"}] tail").contains("something follows after the end"));
    assert!(told("[{\"name\":\"Acme\"},{\"name\":").contains("the file ends in the middle"));
    assert!(told("{'name':'Acme'}").contains("a single quote"));
    assert!(told("{\"a\":1}").contains("f.json"));
    assert!(told("[]").contains("without a single entry"));
    assert!(told("[1,2,3]").contains("f.json"));
}

#[test]
fn what_can_only_mean_one_thing_is_cleaned_with_a_word() {
    let mut list = br#"[{"name":"Acme \ud83d","employees":NaN},{"name":"M"#.to_vec();
    list.extend(b"\xFCller\"}]");
    let (good, bad, notes) = all(exchange::accounts("f.json", bytes(list), &how()));
    assert_eq!((good.len(), bad.len()), (2, 0), "{bad:?}");
    assert_eq!((good[0].employees, good[1].name.as_str()), (None, "Müller"));
    assert!(!notes.is_empty());
}

#[test]
fn escape_sequences_and_turned_text_do_not_come_in() {
    assert_eq!(names(r#"[{"name":"Ac\u001b[31mme\u202e"}]"#), ["Ac[31mme"]);
}

//! Cards that go out are cards that come back, here and elsewhere.

use whynow::domain::account::{Account, Contact, Phone};
use whynow::exchange::ImportEntry;
use whynow::job::export::vcards::export_cards;
use whynow::store::Store;

use crate::support::cards::{book, import, read, totals};

fn person(store: &mut Store) -> Contact {
    let account_id = store.save_account(&Account { name: "Norvik; Kai, AS".to_owned(), ..Account::default() }).unwrap();
    let phone = |label: &str, raw: &str| Phone { raw: raw.to_owned(), label: label.to_owned() };
    let contact = Contact {
        account_id,
        name: "Ane Lund".to_owned(),
        given_name: Some("Ane".to_owned()),
        title: Some("Head of plant, West; East".to_owned()),
        emails: vec!["ane@norvik.no".to_owned()],
        phones: vec![phone("mobile", "+47 900 00 000"), phone("work", "22 00 00 00"), phone("hytta", "22 11 11 11")],
        link: Some("https://www.linkedin.com/in/ane,lund".to_owned()),
        zone: Some("Europe/Oslo".to_owned()),
        notes: format!("First line\nback\\slash; comma, {}", "老虎 ".repeat(60).trim()),
        do_not_call: Some("asked by mail, 3 May".to_owned()),
        ..Contact::default()
    };
    let id = store.save_contact(&contact).unwrap();
    store.contact(id).unwrap().unwrap()
}

fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    export_cards(store, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_card_comes_back_as_it_went_out() {
    let mut store = book();
    let ane = person(&mut store);
    let text = exported(&store);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let ImportEntry::Contact(record) = read(text.clone()).0.remove(0).value.unwrap() else { panic!("no person") };
    let back = Contact { id: ane.id, account_id: ane.account_id, ..record.contact };
    assert_eq!((back, record.company.as_deref()), (ane, Some("Norvik; Kai, AS")));
    assert_eq!(totals(&import(&mut store, &text)), (0, 0, 1, 0));
    assert_eq!(text, exported(&store));
}

#[test]
fn another_reader_of_cards_sees_the_same() {
    use calcard::vcard::{VCard, VCardProperty, VCardVersion};
    let mut store = book();
    let ane = person(&mut store);
    let card = VCard::parse(exported(&store)).unwrap();
    let said = |name: VCardProperty| {
        let entries = card.entries.iter().filter(move |entry| entry.name == name);
        entries
            .map(|entry| entry.values.first().and_then(|value| value.as_text()).unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(card.version(), Some(VCardVersion::V4_0));
    assert_eq!(said(VCardProperty::Fn), [ane.name]);
    assert_eq!(said(VCardProperty::Email), ane.emails);
    assert_eq!(said(VCardProperty::Title), [ane.title.unwrap()]);
    assert_eq!(said(VCardProperty::Tel), ["+47 900 00 000", "22 00 00 00", "22 11 11 11"]);
    assert_eq!(said(VCardProperty::Note), ["Do not call: asked by mail, 3 May", &ane.notes]);
    assert_eq!(said(VCardProperty::Categories), ["Do not call"]);
    assert_eq!(said(VCardProperty::Url), [ane.link.unwrap()]);
}

#[test]
fn the_archived_stay_at_home_and_a_card_keeps_the_id_it_came_with() {
    let mut store = book();
    let cards = "BEGIN:VCARD\nVERSION:3.0\nUID:urn:x:7\nFN:Bo Berg\nORG:Kai\nEND:VCARD\n";
    import(&mut store, cards);
    let bo = store.whole_contacts(None, 10).unwrap().rows.remove(0).contact;
    assert!(exported(&store).contains("UID;VALUE=text:urn:x:7\r\n"));
    store.save_contact(&Contact { archived: true, ..bo }).unwrap();
    assert_eq!(exported(&store), "");
}

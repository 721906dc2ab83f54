//! What a card says and what becomes of it.

use whynow::domain::account::{Account, Contact};
use whynow::exchange::{ContactRecord, ImportEntry};

use crate::support::cards::{book, import, read, totals};

fn person(card: &str) -> ContactRecord {
    match read(card).0.remove(0).value.unwrap() {
        ImportEntry::Contact(record) => *record,
        other => panic!("{other:?}"),
    }
}

fn company(card: &str) -> Account {
    match read(card).0.remove(0).value.unwrap() {
        ImportEntry::Account(account) => *account,
        other => panic!("{other:?}"),
    }
}

fn card(lines: &str) -> String {
    format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{lines}\r\nEND:VCARD\r\n")
}

fn phones(contact: &Contact) -> Vec<(&str, &str)> {
    contact.phones.iter().map(|phone| (phone.label.as_str(), phone.raw.as_str())).collect()
}

#[test]
fn the_card_that_outlook_writes_is_read_without_its_key() {
    let outlook = include_bytes!("../../../data/cards/outlook-2003.vcf").to_vec();
    let (mut rows, notes) = read(outlook);
    assert_eq!(rows.len(), 1);
    let ImportEntry::Contact(record) = rows.remove(0).value.unwrap() else { panic!("no person") };
    let ContactRecord { contact, company, .. } = *record;
    assert_eq!((contact.name.as_str(), company.as_deref()), ("John Doe III", Some("Company, The")));
    assert_eq!((contact.title.as_deref(), contact.given_name.as_deref()), (Some("The Job Title"), Some("John")));
    assert_eq!(contact.emails, ["jdoe@hotmail.com"]);
    assert!(
        contact.notes.starts_with("This is the note field!!\nSecond line\n\nThird line is empty"),
        "{}",
        contact.notes
    );
    assert!(contact.notes.contains("Department: TheDepartment") && contact.notes.contains("Austin, TX"));
    // The sample writes words where numbers stand.
    assert!(contact.phones.is_empty());
    assert!(notes.iter().any(|note| note.contains("telephone number without digits")), "{notes:?}");
}

#[test]
fn a_card_of_version_4_with_folded_lines_and_many_values_is_one_person() {
    let (mut rows, notes) = read(include_bytes!("../../../data/cards/fullcontact-v4.vcf").to_vec());
    assert_eq!(rows.len(), 1);
    let ImportEntry::Contact(record) = rows.remove(0).value.unwrap() else { panic!("no person") };
    let contact = record.contact;
    assert_eq!(contact.emails.len(), 5);
    assert_eq!(contact.phones.len(), 7);
    assert!(notes.iter().any(|note| note.contains("fax")), "{notes:?}");
    assert_eq!(record.company.as_deref(), Some("Organization1"));
    assert!(contact.notes.contains("Notes line 1\nNotes line 2") && contact.notes.contains("Labels: Tag"));
    assert!(!contact.notes.contains("HomeStreet"), "where they live is nobody's business: {}", contact.notes);
}

#[test]
fn numbers_keep_the_label_that_a_telephone_gives_them() {
    let told = person(&card(
        "FN:Ane Lund\r\nTEL;TYPE=CELL:+47 900 00 000\r\nTEL;HOME:22 00 00 00\r\nitem1.TEL:22 11 11 11\r\n\
         item1.X-ABLabel:_$!<Work>!$_\r\nitem2.TEL;TYPE=pref:22 22 22 22\r\nitem2.X-ABLabel:Hytta\r\n\
         TEL;VALUE=uri;TYPE=work:tel:+47-22-33-33-33;ext=9",
    ));
    let expected = [
        ("hytta", "22 22 22 22"),
        ("mobile", "+47 900 00 000"),
        ("home", "22 00 00 00"),
        ("work", "22 11 11 11"),
        ("work", "+47-22-33-33-33 ext. 9"),
    ];
    assert_eq!(phones(&told.contact), expected);
}

#[test]
fn a_name_is_taken_from_what_there_is() {
    for (lines, name) in [
        ("FN:Ane Lund\r\nN:Berg;Bo;;;", "Ane Lund"),
        ("N:Lund;Ane;Marie;Dr.;PhD", "Ane Marie Lund PhD"),
        ("N:;;;;\r\nFN:\r\nNICKNAME:Annie\r\nEMAIL:a@b.no", "Annie"),
        ("EMAIL:Ane@Norvik.no", "ane@norvik.no"),
        ("TEL:+47 22 00 00 00", "+47 22 00 00 00"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B8rgen=20=\r\nLund", "Jørgen Lund"),
    ] {
        assert_eq!(person(&card(lines)).contact.name, name, "{lines}");
    }
}

#[test]
fn a_card_of_a_company_is_an_account() {
    for lines in [
        "KIND:org\r\nFN:Norvik Foods",
        "FN:Norvik Foods\r\nN:;;;;\r\nORG:Norvik Foods\r\nX-ABShowAs:COMPANY",
        "FN:\r\nORG:Norvik Foods;",
        "FN:Norvik Foods\r\nN:;;;;\r\nORG:Norvik Foods",
    ] {
        let lines = format!(
            "{lines}\r\nURL:https://www.norvik.no/en\r\nTEL:22 00 00 00\r\nADR;TYPE=WORK:;;Kai 1;Bergen;;5003;Norway"
        );
        let account = company(&card(&lines));
        assert_eq!((account.name.as_str(), account.domain.as_deref()), ("Norvik Foods", Some("norvik.no")), "{lines}");
        assert_eq!((account.city.as_deref(), account.country.as_deref()), (Some("Bergen"), Some("Norway")));
        assert_eq!(account.phone.as_deref(), Some("22 00 00 00"));
    }
}

#[test]
fn a_damaged_card_is_rejected_with_its_line_and_the_others_go_on() {
    let text = "BEGIN:VCARD\nFN:Ane Lund\nORG:Norvik\nEND:VCARD\n\
        BEGIN:VCARD\nVERSION:3.0\nBDAY:1980-01-01\nEND:VCARD\n\
        BEGIN:VCARD\nFN:Team\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n\
        BEGIN:VCARD\nFN:***\nEND:VCARD\n\
        BEGIN:VCARD\nFN:Bo Berg\nORG:Norvik\n\
        BEGIN:VCARD\nFN:Cy Dahl\nORG:Norvik\n";
    let mut store = book();
    let report = import(&mut store, text);
    assert_eq!(totals(&report), (3, 0, 0, 3));
    let lines: Vec<u64> = report.rejects.iter().map(|reject| reject.line).collect();
    assert_eq!(lines, [5, 9, 13]);
    assert!(report.rejects[0].reason.contains("no name"), "{:?}", report.rejects);
    assert!(report.notes.iter().any(|note| note.contains("2 rows") && note.contains("no end")), "{:?}", report.notes);
}

#[test]
fn what_belongs_to_an_assistant_is_not_theirs() {
    let nested = "BEGIN:VCARD\nVERSION:2.1\nFN:Ane Lund\nAGENT:\nBEGIN:VCARD\nFN:Bo Berg\nTEL:111111\nEND:VCARD\n\
        TEL:222222\nEND:VCARD\n";
    for text in [nested.to_owned(), nested.replace("AGENT:\n", "AGENT:")] {
        let (rows, _) = read(text.clone());
        assert_eq!(rows.len(), 1, "{text}");
        assert_eq!(phones(&person(&text).contact), [("work", "222222")]);
    }
}

#[test]
fn a_second_import_changes_nothing_and_one_undo_takes_all_back() {
    let text =
        card("FN:Ane Lund\r\nN:Lund;Ane;;;\r\nORG:Norvik;Plant\r\nUID:42\r\nEMAIL:ane@norvik.no\r\nNOTE:met in Oslo");
    let mut store = book();
    assert_eq!(totals(&import(&mut store, &text)), (1, 0, 0, 0));
    let person = store.whole_contacts(None, 10).unwrap().rows.remove(0);
    assert_eq!((person.account.as_str(), person.contact.external[0].source.as_str()), ("Norvik", "vcard"));
    assert_eq!(totals(&import(&mut store, &text)), (0, 0, 1, 0));
    // Found by the id of its card, whatever changed in it.
    let moved = text.replace("ane@norvik.no", "ane@kai.no").replace("Ane Lund", "Ane Lund Berg");
    assert_eq!(totals(&import(&mut store, moved)), (0, 1, 0, 0));
    store.undo().unwrap();
    store.undo().unwrap();
    assert!(store.whole_contacts(None, 10).unwrap().rows.is_empty());
}

#[test]
fn do_not_call_on_a_card_bars_the_call() {
    let why = |lines: &str| person(&card(lines)).contact.do_not_call;
    assert_eq!(
        why("FN:A B\r\nCATEGORIES:friends,Do Not Call").as_deref(),
        Some("labelled “do not call” on the imported card")
    );
    assert_eq!(
        why("FN:A B\r\nCATEGORIES:do-not-call\r\nNOTE:Do not call: asked in May").as_deref(),
        Some("asked in May")
    );
    assert_eq!(why("FN:A B\r\nNOTE:Do not call: asked in May"), None);
}

#[test]
fn cards_of_every_encoding_are_read() {
    let text = card("FN:Jørgen Müller\r\nORG:Norvik");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let marked = [b"\xEF\xBB\xBF\r\n".as_slice(), text.as_bytes()].concat();
    for bytes in [text.clone().into_bytes(), utf16, latin, marked] {
        let ImportEntry::Contact(record) = read(bytes.clone()).0.remove(0).value.unwrap() else { panic!("no person") };
        assert_eq!(record.contact.name, "Jørgen Müller", "{bytes:?}");
    }
}

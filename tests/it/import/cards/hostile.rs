//! Cards and calendars made to do harm: cleaned, or left out with a word, in flat memory and short time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use whynow::exchange::ImportEntry;

use crate::support::cards::{book, import, read, totals};

/// Long for a test build; what this guards against takes minutes.
const SOON: Duration = Duration::from_secs(60);

#[test]
fn nothing_in_a_card_drives_the_terminal() {
    let text = "BEGIN:VCARD\nVERSION:3.0\nFN:Ane \u{1b}]52;c;aGk=\u{7}L\u{202e}und\0\nORG:Nor\u{200b}vik\n\
        TITLE:\u{1b}[31mred\nTEL;TYPE=\u{1b}[2J:+47 22\u{1b}[A 00 00 00\nEMAIL:a\u{7}@b.no\nNOTE:x\\n\u{1b}[2Jy\u{9b}z\n\
        item1.TEL:123456\nitem1.X-ABLabel:\u{1b}[1mhome\nEND:VCARD\n";
    let mut store = book();
    assert_eq!(totals(&import(&mut store, text)), (1, 0, 0, 0));
    let row = store.whole_contacts(None, 10).unwrap().rows.remove(0);
    let shown = format!("{}|{}|{}", serde_json::to_string(&row.contact).unwrap(), row.account, row.contact.notes);
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}')), "{shown:?}");
    assert_eq!((row.contact.name.as_str(), row.account.as_str()), ("Ane ]52;c;aGk=Lund", "Norvik"));
}

#[test]
fn nesting_of_any_depth_is_counted_not_followed() {
    let began = Instant::now();
    let deep = |what: &str| format!("BEGIN:{what}\n").repeat(10_000);
    let (cards, notes) = read(deep("VCARD"));
    assert_eq!(cards.len(), 10_000);
    assert!(cards.iter().all(|card| card.value.is_err()));
    assert!(notes.iter().any(|note| note.contains("10000 rows")), "{notes:?}");
    let text = format!("BEGIN:VCALENDAR\n{}{}BEGIN:VEVENT\nEND:VEVENT\n", deep("VEVENT"), deep("X"));
    assert!(read(text).0.len() <= 2);
    let agents = format!("BEGIN:VCARD\nFN:Ane\n{}END:VCARD\n", "AGENT:\nBEGIN:VCARD\n".repeat(10_000));
    assert_eq!(read(agents).0.len(), 1);
    assert!(began.elapsed() < SOON);
}

#[test]
fn a_line_of_fifty_megabytes_is_cut_and_costs_no_other_card() {
    let began = Instant::now();
    let mut text = "BEGIN:VCARD\nFN:Ane Lund\nNOTE:".to_owned();
    text.push_str(&"long ".repeat(10 * 1024 * 1024));
    text.push_str("\nTEL:+47 22 00 00 00\nEND:VCARD\nBEGIN:VCARD\nFN:Bo Berg\nPHOTO:");
    text.push_str(&"QUJD".repeat(1024 * 1024));
    text.push_str("\nEND:VCARD\n");
    let (cards, notes) = read(text);
    let names = cards.iter().map(|card| match card.value.as_ref().unwrap() {
        ImportEntry::Contact(record) => (record.contact.name.as_str(), record.contact.phones.len()),
        other => panic!("{other:?}"),
    });
    let names: Vec<_> = names.collect();
    assert_eq!(names, [("Ane Lund", 1), ("Bo Berg", 0)]);
    assert!(notes.iter().any(|note| note.contains("was cut")), "{notes:?}");
    assert!(began.elapsed() < SOON);
}

#[test]
fn a_million_numbers_in_one_card_are_fifty() {
    let began = Instant::now();
    let mut text = "BEGIN:VCARD\nFN:Ane Lund\n".to_owned();
    for n in 0..1_000_000 {
        writeln!(text, "TEL:+47 {n:08}").unwrap();
    }
    text.push_str("END:VCARD\n");
    let (cards, notes) = read(text);
    let ImportEntry::Contact(record) = cards[0].value.as_ref().unwrap() else { panic!("no person") };
    assert_eq!(record.contact.phones.len(), 50);
    assert!(notes.iter().any(|note| note.contains("more than 50 telephone numbers")), "{notes:?}");
    assert!(began.elapsed() < SOON);
}

#[test]
fn a_calendar_of_rules_without_end_is_read_soon() {
    let began = Instant::now();
    let mut text = "BEGIN:VCALENDAR\n".to_owned();
    for (n, rule) in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=4294967295",
        "FREQ=MONTHLY;BYSETPOS=-2147483648;BYDAY=-2147483648MO",
        "FREQ=WEEKLY;COUNT=0;INTERVAL=0;UNTIL=99999999T999999Z",
        "RRULE=RRULE",
    ]
    .iter()
    .cycle()
    .take(60)
    .enumerate()
    {
        let when =
            ["DTSTART:00010101T000000Z", "DTSTART:99991231T235959Z", "DTSTART;TZID=\u{1b}[2J:20260101T000000"][n % 3];
        write!(text, "BEGIN:VEVENT\nUID:{n}\n{when}\nDURATION:P999999999999999W\nRRULE:{rule}\n").unwrap();
        writeln!(text, "SUMMARY:\u{1b}[31mx\u{202e}\nATTENDEE;CN=\u{1b}[1mX:mailto:x{n}@kai.no\nEND:VEVENT").unwrap();
    }
    let mut store = book();
    let report = import(&mut store, text);
    assert_eq!(report.totals.read, 60);
    let shown =
        format!("{:?}", report.rejects.iter().map(|one| format!("{} {}", one.reason, one.row)).collect::<Vec<_>>());
    assert!(!shown.contains("\\u{1b}") && !shown.contains("\\u{202e}"), "{shown}");
    assert!(began.elapsed() < SOON);
}

/// Found by the fuzz target `table`.
#[test]
fn a_control_character_in_a_header_is_not_shown_in_a_reason() {
    use whynow::domain::import::options::ReadOptions;
    use whynow::domain::query::ImportKind;
    let text = "Company,Received Dat\0e,Effective Date\u{1b}[2J\nNorvik,last\u{7},\nKai,,x4\n";
    let here = chrono::FixedOffset::east_opt(0).unwrap();
    let file = std::io::Cursor::new(text);
    let reading =
        whynow::exchange::read("file", file, Some(ImportKind::Triggers), &ReadOptions::default(), here).unwrap();
    let reasons: Vec<String> = reading.records.filter_map(|record| record.unwrap().value.err()).collect();
    assert!(!reasons.is_empty() && !reasons.iter().any(|why| why.chars().any(char::is_control)), "{reasons:?}");
}

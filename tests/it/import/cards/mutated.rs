//! Cards and calendars with bytes changed at random: read to their end, every row with a line and a word, nothing in it
//! that drives a terminal. `PROPTEST_CASES=100000 cargo test --test it mutated` looks longer; `fuzz/` longer still.

use std::io::Cursor;

use chrono::FixedOffset;
use proptest::prelude::*;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::text::clean;
use whynow::exchange;
use whynow::exchange::ImportEntry;

const SEEDS: [&[u8]; 8] = [
    include_bytes!("../../../data/cards/outlook-2003.vcf"),
    include_bytes!("../../../data/cards/fullcontact-v4.vcf"),
    include_bytes!("../../../data/cards/outlook-meeting.ics"),
    include_bytes!("../../../../fuzz/corpus/vcard/v21"),
    include_bytes!("../../../../fuzz/corpus/vcard/v3"),
    include_bytes!("../../../../fuzz/corpus/vcard/v4"),
    include_bytes!("../../../../fuzz/corpus/icalendar/invite"),
    include_bytes!("../../../../fuzz/corpus/icalendar/all-day"),
];

/// Pieces that mean something to a reader.
const PIECES: [&[u8]; 20] = [
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b"BEGIN:VEVENT\n",
    b"END:VEVENT\n",
    b"\r\n ",
    b"=\n",
    b"=0D=0A",
    b"\\n",
    b"\\",
    b";",
    b":",
    b"\"",
    b"\x1b[2J",
    b"\xE2\x80\xAE",
    b"\0",
    b"\xFF\xFE",
    b"99999999",
    b"-1",
    b"RRULE:FREQ=YEARLY;BYDAY=-53MO\n",
    b"AGENT:\n",
];

fn mutated(seed: usize, changes: &[(u16, u8, u8)]) -> Vec<u8> {
    let mut bytes = SEEDS[seed].to_vec();
    for (place, what, with) in changes {
        let at = usize::from(*place) % (bytes.len() + 1);
        let end = (at + usize::from(*with)).min(bytes.len());
        match what % 6 {
            0 => bytes.insert(at, *with),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            3 if at < bytes.len() => bytes[at] = *with,
            4 => bytes.truncate(at.max(16)),
            _ => drop(bytes.splice(at..at, PIECES[usize::from(*with) % PIECES.len()].iter().copied())),
        }
    }
    bytes
}

fn sound(entry: &ImportEntry) {
    let shown = match entry {
        ImportEntry::Contact(record) => serde_json::to_value(&record.contact),
        ImportEntry::Account(account) => serde_json::to_value(account),
        ImportEntry::Plan(invite) => {
            Ok(format!("{}{}{}{:?}", invite.uid, invite.subject, invite.place, invite.text.lines()).into())
        }
        ImportEntry::Trigger(_) | ImportEntry::Call(_) | ImportEntry::Barred(_) => Ok("".into()),
    };
    walk(&shown.unwrap());
}

fn walk(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert_eq!(*text, clean(text)),
        serde_json::Value::Array(list) => list.iter().for_each(walk),
        serde_json::Value::Object(fields) => fields.values().for_each(walk),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

proptest! {
    #[test]
    fn whatever_bytes_are_changed_every_row_is_read_or_refused(
        seed in 0..SEEDS.len(),
        changes in prop::collection::vec(any::<(u16, u8, u8)>(), 1..12),
    ) {
        let bytes = mutated(seed, &changes);
        let here = FixedOffset::east_opt(3600).unwrap();
        let now = chrono::DateTime::from_timestamp(1_773_000_000, 0).unwrap();
        // A file that begins with neither is somebody else's to read.
        if let Ok(reading) = exchange::read("file", Cursor::new(bytes), None, &ReadOptions::default(), here) {
            for record in reading.records {
                let record = record.unwrap();
                prop_assert!(record.line >= 1);
                match record.value {
                    Ok(entry) => {
                        sound(&entry);
                        if let ImportEntry::Plan(invite) = &entry {
                            invite.next(now);
                        }
                    }
                    Err(reason) => prop_assert!(!reason.is_empty() && !reason.chars().any(char::is_control), "{}", reason),
                }
            }
        }
    }
}

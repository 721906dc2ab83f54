//! Reading a file of `tests/data` as triggers.

use std::fs::File;
use std::io::Cursor;
use std::path::PathBuf;

use whynow::domain::reading::How;
use whynow::domain::trigger::Trigger;
use whynow::exchange::{self, Record};

/// What a file gave.
pub(crate) struct Read {
    pub format: String,
    pub records: Vec<Record<Trigger>>,
    pub notes: Vec<String>,
}

impl Read {
    /// The triggers.
    pub(crate) fn triggers(&self) -> Vec<&Trigger> {
        self.records.iter().filter_map(|record| record.value.as_ref().ok()).collect()
    }

    /// Why the others are none, each with its line.
    pub(crate) fn rejects(&self) -> Vec<(u64, &str)> {
        let rejects = self.records.iter().filter_map(|record| Some((record.line, record.value.as_ref().err()?)));
        rejects.map(|(line, reason)| (line, reason.as_str())).collect()
    }

    /// The trigger of the first row whose company contains these words.
    pub(crate) fn of(&self, company: &str) -> &Trigger {
        let named = |trigger: &&&Trigger| trigger.company.as_deref().is_some_and(|name| name.contains(company));
        self.triggers().iter().find(named).copied().unwrap_or_else(|| panic!("no trigger of {company}"))
    }
}

/// Where a file of `tests/data` lies.
pub(crate) fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// Reads a file of `tests/data`.
pub(crate) fn read(name: &str) -> Read {
    let file = File::open(data(name)).unwrap();
    taken(exchange::triggers(name, file, &How::default()).unwrap())
}

/// Reads bytes; or why they cannot be read.
pub(crate) fn read_bytes(bytes: impl Into<Vec<u8>>) -> Result<Read, String> {
    let reading = exchange::triggers("feed.xml", Cursor::new(bytes.into()), &How::default());
    reading.map(taken).map_err(|error| error.to_string())
}

fn taken(reading: exchange::Reading<Trigger>) -> Read {
    let (format, notes) = (reading.format, reading.notes.clone());
    let records = reading.records.map(Result::unwrap).collect();
    Read { format, records, notes: notes.lines() }
}

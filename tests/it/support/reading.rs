//! Files and bytes, read to their end.

use std::fs::File;
use std::io::Cursor;

use whynow::domain::account::Account;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::trigger::Trigger;
use whynow::exchange;
use whynow::exchange::{ContactRecord, ExchangeError, Record, RecordReader};

use super::data;

/// What a file gave: good values, why the others are none, each with its line, and what was remarked.
pub(crate) struct Read<T> {
    pub(crate) format: String,
    pub(crate) header: Vec<String>,
    pub(crate) good: Vec<T>,
    pub(crate) bad: Vec<(u64, String)>,
    pub(crate) notes: Vec<String>,
}

impl<T> Read<T> {
    /// Good or not.
    pub(crate) fn rows(&self) -> usize {
        self.good.len() + self.bad.len()
    }

    /// Why the others are none.
    pub(crate) fn reasons(&self) -> Vec<&str> {
        self.bad.iter().map(|(_, reason)| reason.as_str()).collect()
    }
}

impl Read<Account> {
    pub(crate) fn names(&self) -> Vec<&str> {
        self.good.iter().map(|account| account.name.as_str()).collect()
    }
}

impl Read<Trigger> {
    /// The trigger of the first row whose company contains these words.
    pub(crate) fn of(&self, company: &str) -> &Trigger {
        let named = |trigger: &&Trigger| trigger.company.as_deref().is_some_and(|name| name.contains(company));
        self.good.iter().find(named).unwrap_or_else(|| panic!("no trigger of {company}"))
    }
}

/// A reading to its end; it is readable as a whole.
pub(crate) fn all<T>(reading: Result<RecordReader<T>, ExchangeError>) -> Read<T> {
    let reading = reading.unwrap_or_else(|error| panic!("{error}"));
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for record in reading.records {
        let Record { line, value, .. } = record.unwrap_or_else(|error| panic!("{error}"));
        match value {
            Ok(value) => good.push(value),
            Err(reason) => bad.push((line, reason)),
        }
    }
    Read { format: reading.format, header: reading.header, good, bad, notes: reading.notes.lines() }
}

/// Why a file as a whole is refused, on opening or on the way.
pub(crate) fn refusal<T>(reading: Result<RecordReader<T>, ExchangeError>) -> String {
    match reading {
        Err(error) => error.to_string(),
        Ok(reading) => {
            let error = reading.records.filter_map(Result::err).next();
            error.unwrap_or_else(|| panic!("read as {}", reading.format)).to_string()
        }
    }
}

/// The companies of a file of `tests/data`.
pub(crate) fn accounts(name: &str) -> Read<Account> {
    all(exchange::accounts(name, file(name), &ReadOptions::default()))
}

/// The people of a file of `tests/data`.
pub(crate) fn contacts(name: &str) -> Read<ContactRecord> {
    all(exchange::contacts(name, file(name), &ReadOptions::default()))
}

/// The triggers of a file of `tests/data`.
pub(crate) fn triggers(name: &str) -> Read<Trigger> {
    all(exchange::triggers(name, file(name), &ReadOptions::default()))
}

/// The triggers of a text; or why it cannot be read.
pub(crate) fn triggers_of(bytes: impl Into<Vec<u8>>) -> Result<Read<Trigger>, String> {
    let reading = exchange::triggers("feed.xml", Cursor::new(bytes.into()), &ReadOptions::default());
    reading.map(|reading| all(Ok(reading))).map_err(|error| error.to_string())
}

fn file(name: &str) -> File {
    File::open(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

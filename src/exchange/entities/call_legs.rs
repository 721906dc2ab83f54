//! Joins the legs of one call. A telephone system writes a line for every extension that rang and every transfer, all with
//! the id of the call: counted apart, one call would be several interruptions.

use std::collections::VecDeque;

use crate::domain::call::Reach;
use crate::exchange::error::ExchangeError;
use crate::exchange::presets::key;
use crate::exchange::record::{CallRecord, Record, RecordReader, Records};

/// Columns with the id that all legs of a call share, the surest first: its own id is that of a leg where Asterisk links them.
const IDS: [&str; 8] =
    ["linkedid", "callsessionid", "sessionid", "callid", "callsid", "calluuid", "conversationid", "uniqueid"];
/// Most legs of a call; a longer run of one id is a column that holds something else.
const MOST: usize = 32;

/// Joins lines of the file that follow one another and have the same id.
pub(super) fn joined(reader: RecordReader<CallRecord>) -> RecordReader<CallRecord> {
    let column = IDS.iter().find_map(|id| reader.header.iter().position(|name| key(name) == *id));
    let Some(column) = column else { return reader };
    let records = Legs { records: reader.records, column, read: None, told: VecDeque::new() };
    RecordReader { records: Box::new(records), ..reader }
}

/// The rows of a file, with the legs of a call told as one.
struct Legs {
    records: Records<CallRecord>,
    column: usize,
    /// The row behind the last leg, read to see that it is none.
    read: Option<Result<Record<CallRecord>, ExchangeError>>,
    told: VecDeque<Record<CallRecord>>,
}

impl Iterator for Legs {
    type Item = Result<Record<CallRecord>, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.told.pop_front() {
            return Some(Ok(row));
        }
        let first = match self.read.take().or_else(|| self.records.next())? {
            Ok(first) => first,
            Err(error) => return Some(Err(error)),
        };
        let id = first.raw.cell(self.column).trim().to_owned();
        let mut legs = vec![first];
        while !id.is_empty() && legs.len() < MOST {
            self.read = self.records.next();
            match &self.read {
                Some(Ok(next)) if next.raw.cell(self.column).trim() == id => {}
                Some(Ok(_) | Err(_)) | None => break,
            }
            legs.extend(self.read.take().into_iter().flatten());
        }
        self.told = as_one(legs).into();
        self.told.pop_front().map(Ok)
    }
}

/// Keeps the leg that got furthest, with the time at which the first one began; the others say where they went.
fn as_one(mut legs: Vec<Record<CallRecord>>) -> Vec<Record<CallRecord>> {
    let calls = || legs.iter().enumerate().filter_map(|(at, leg)| Some((at, leg.value.as_ref().ok()?)));
    let furthest = calls().max_by_key(|(_, made)| (got(made.call.reach), made.call.seconds));
    let (Some((kept, _)), Some(began)) = (furthest, calls().map(|(_, made)| made.call.at).min()) else { return legs };
    let line = legs.get(kept).map_or(0, |leg| leg.line);
    for (at, leg) in legs.iter_mut().enumerate() {
        match &mut leg.value {
            Ok(made) if at == kept => made.call.at = began,
            Ok(_) => leg.value = Err(format!("a leg of the call on line {line}, which stands for it")),
            Err(_) => {}
        }
    }
    legs
}

/// How far a leg got: who answered counts before who rang.
fn got(reach: Reach) -> u8 {
    match reach {
        Reach::Connected => 5,
        Reach::Gatekeeper => 4,
        Reach::LeftMessage => 3,
        Reach::Voicemail => 2,
        Reach::WrongNumber => 1,
        Reach::Busy | Reach::NoAnswer => 0,
    }
}

//! Reads rows of a table as external calls: exports of diallers and CRMs, and of whynow itself.

use chrono::{FixedOffset, NaiveTime};
use uuid::Uuid;

use crate::domain::account::{Contact, ExternalId};
use crate::domain::call::external::ExternalCall;
use crate::domain::call::{Call, NextStep, Reach, Verdict, VerdictSource, Whose, parse_minutes};
use crate::domain::dates::NumberOrder;
use crate::domain::ids::{AccountId, CallId, ContactId, RepId};
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::call_legs;
use super::call_times;
use super::dispositions::{Disposition, end_named};
use super::triggers::word;
use crate::exchange::dates;
use crate::exchange::error::ExchangeError;
use crate::exchange::presets::key;
use crate::exchange::record::{CallRecord, RecordReader};
use crate::exchange::table::TableReader;
use crate::exchange::table::fields::RowFields;
use crate::exchange::{cells, html_text};

/// Longest plausible call, in seconds.
const A_DAY: f64 = 86_400.0;

/// How days and times of a file are read: the order of day and month, and the zone of times that name none.
#[derive(Clone, Copy)]
struct CallTimeOptions {
    order: NumberOrder,
    here: FixedOffset,
}

/// Reads a table of calls; times without a zone are taken as at `here`.
pub(crate) fn read(mut table: TableReader, here: FixedOffset) -> Result<RecordReader<CallRecord>, ExchangeError> {
    let order = dates::order_of(&mut table, &["at"]).map_err(|source| ExchangeError::io(&table.file, source))?;
    let times = CallTimeOptions { order, here };
    Ok(call_legs::joined(table.records(move |cells| call(cells, times))))
}

fn call(cells: &RowFields<'_>, times: CallTimeOptions) -> Result<ExternalCall, String> {
    // First: a mail in a list of activities is refused as a mail, and not for lacking a disposition.
    is_an_outgoing_call(cells)?;
    let Disposition { reach, outcome } = end(cells)?;
    let at = read_start(cells, times)?;
    // HubSpot and others keep what was noted of a call as HTML.
    let note = cells.get("note").map(|cell| clean_note(&html_text::text_of(cell), NOTE_CAP)).unwrap_or_default();
    let blank = Call::new(CallId::default(), ContactId::default(), AccountId::default(), RepId::default(), at);
    let call = Call {
        // A telephone that rings is no talk, however long it rang.
        seconds: seconds(cells)?.filter(|_| !matches!(reach, Reach::NoAnswer | Reach::Busy)),
        reach,
        outcome,
        verdict: word(cells, "verdict", Verdict::ALL, Verdict::key, Verdict::words)?,
        source: said_by(cells)?,
        words: cells.note("words").unwrap_or_default(),
        note: cells.with_kept(note).unwrap_or_default(),
        next: next(cells, times)?,
        ..blank
    };
    if let Some(problem) = call.problems().into_iter().next() {
        return Err(problem);
    }
    Ok(ExternalCall {
        whom: read_contact(cells)?,
        company: cells.company_name("company")?,
        company_external: cells.external("company_external"),
        external: cells.external("call_external"),
        own: cells.get("own").and_then(|cell| Uuid::parse_str(cell).ok()),
        rep: cells.line("rep"),
        call,
    })
}

/// Returns an error for rows that are no outgoing calls: exports of activities hold e-mails and tasks too.
fn is_an_outgoing_call(cells: &RowFields<'_>) -> Result<(), String> {
    let direction = cells.get("direction").map(key).unwrap_or_default();
    if matches!(direction.as_str(), "inbound" | "incoming" | "in" | "eingehend") {
        return Err("an incoming call: they called, nobody was interrupted".to_owned());
    }
    let what = cells.get("what").map(key).unwrap_or_default();
    // CRMs export every activity in one list; a logged mail counted as a call would make a swarm of it.
    let other = ["email", "meeting", "task", "note", "sms", "event", "listemail", "linkedin"];
    match other.iter().find(|other| **other == what) {
        Some(other) => Err(format!("not a call: {other}")),
        None => Ok(()),
    }
}

/// Returns reach and outcome: the reach from the first cell that names it, the outcome from any.
fn end(cells: &RowFields<'_>) -> Result<Disposition, String> {
    let mut found: Option<Disposition> = None;
    let mut seen = None;
    for (cell, header) in cells.columns.all(cells.row, "end") {
        // "Yes" is a reach under "Answered" alone; under any other header it may answer anything.
        let answered = key(header) == "answered";
        let plain = answered.then(|| cells::yes_or_no(cell)).flatten();
        let plain = plain.map(|yes| if yes { Reach::Connected } else { Reach::NoAnswer });
        let Some(end) = plain.map(|reach| Disposition { reach, outcome: None }).or_else(|| end_named(cell)) else {
            seen = seen.or(Some(cell));
            continue;
        };
        found = Some(match found {
            None => end,
            // Two columns that disagree on whom the call reached: the first one stands, and the other's outcome belongs
            // to another reach.
            Some(first) if first.reach == end.reach => Disposition { outcome: first.outcome.or(end.outcome), ..first },
            Some(first) => first,
        });
    }
    found.ok_or_else(|| match seen {
        Some(cell) => {
            let shown = clean_line(cell, 40);
            format!("“{shown}” does not say whom the call reached; write connected, voicemail, no answer, …")
        }
        None => "nothing says whom the call reached: no disposition, outcome or status".to_owned(),
    })
}

fn read_start(cells: &RowFields<'_>, times: CallTimeOptions) -> Result<chrono::DateTime<FixedOffset>, String> {
    let cell = cells.get("at").ok_or("no date: when was the call?")?;
    let when = call_times::instant(cell, cells.get("time"), times.order, times.here);
    let when = when.ok_or_else(|| format!("“{}” is not a time; write it as 2026-03-31 14:30", clean_line(cell, 40)))?;
    if when.noon {
        cells.remark("no time of day; noon is assumed");
    } else if when.wall {
        cells.remark(&format!("no time zone; read as {}", times.here));
    }
    Ok(when.at)
}

/// Returns the length of the call in seconds. HubSpot writes milliseconds, Salesforce seconds, others `0:04:30` or
/// minutes.
fn seconds(cells: &RowFields<'_>) -> Result<Option<u32>, String> {
    // HubSpot's "Call duration" is in milliseconds: read as seconds, a call of four minutes would last three days.
    let milliseconds = cells.columns.preset.is_some_and(|preset| preset.lengths_in_milliseconds);
    for (field, unit) in
        [("milliseconds", 0.001), ("seconds", if milliseconds { 0.001 } else { 1.0 }), ("minutes", 60.0)]
    {
        let Some(cell) = cells.get(field) else { continue };
        let plain = cells::number(cell).map(|number| number * unit);
        let told = plain.or_else(|| parse_minutes(cell).map(f64::from));
        return match told.map(f64::round) {
            Some(seconds) if (0.0..=A_DAY).contains(&seconds) => Ok(Some(whole_seconds(seconds))),
            Some(_) | None => Err(format!("“{}” is not a call length", clean_line(cell, 40))),
        };
    }
    Ok(None)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a day, as its caller checked")]
fn whole_seconds(seconds: f64) -> u32 {
    seconds as u32
}

fn next(cells: &RowFields<'_>, times: CallTimeOptions) -> Result<Option<NextStep>, String> {
    let Some(what) = cells.note("next") else { return Ok(None) };
    let said = cells.get("next_by").map(|cell| dates::days(cell, times.order));
    if let Some(remark) = said.as_ref().and_then(dates::ParsedDay::remark) {
        cells.remark(remark);
    }
    let by = said.and_then(|said| said.first);
    let whose = word(cells, "next_whose", Whose::ALL, Whose::key, Whose::words)?.unwrap_or(Whose::Ours);
    let hour = |cell: &str| NaiveTime::parse_from_str(cell.trim(), "%H:%M").ok();
    let time = cells.get("next_time").and_then(hour).filter(|_| by.is_some());
    Ok(Some(NextStep { what, by, time, whose }))
}

fn read_contact(cells: &RowFields<'_>) -> Result<Contact, String> {
    let parts = ["first_name", "last_name"].into_iter().filter_map(|field| cells.line(field));
    let parts = parts.collect::<Vec<_>>().join(" ");
    let name = cells.line("name").or(Some(parts).filter(|parts| !parts.is_empty()));
    let mut whom = Contact { name: name.unwrap_or_default(), ..Contact::default() };
    for (cell, _) in cells.columns.all(cells.row, "email") {
        whom.emails.extend(cells::emails(&crate::domain::text::clean(cell)));
    }
    // A number that a spreadsheet has rounded costs the row only where nothing else says whom.
    let mut lost = None;
    for (cell, header) in cells.columns.all(cells.row, "phone") {
        match cells::phones(cell, header) {
            Ok(phones) => whom.phones.extend(phones),
            Err(says) => lost = Some(says),
        }
    }
    // Several associated people stand in one cell: the first is who was called.
    let first = |one: ExternalId| {
        let id = one.id.split([';', ',']).next().unwrap_or_default().trim().to_owned();
        ExternalId { id: clean_line(&id, NAME_CAP), ..one }
    };
    whom.external = cells.external("external").map(first).into_iter().collect();
    if whom.name.is_empty() && whom.emails.is_empty() && whom.phones.is_empty() && whom.external.is_empty() {
        return Err(lost.unwrap_or_else(|| "nothing says whom: no name, e-mail address, number or id".to_owned()));
    }
    Ok(whom)
}
/// Returns who said the verdict, by this program's keys or the words that its lists and exports print.
fn said_by(cells: &RowFields<'_>) -> Result<Option<VerdictSource>, String> {
    let known = match cells.get("source").map(crate::exchange::presets::key).as_deref() {
        Some("unprompted") => Some(VerdictSource::SaidUnprompted),
        Some("whenasked") => Some(VerdictSource::SaidWhenAsked),
        Some("repsguess" | "guess") => Some(VerdictSource::RepInferred),
        Some(_) | None => None,
    };
    if known.is_some() {
        return Ok(known);
    }
    word(cells, "source", VerdictSource::ALL, VerdictSource::key, VerdictSource::words)
}

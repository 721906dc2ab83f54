//! Writes open promises as iCalendar events (RFC 5545): on the day they are due, or at the hour that was agreed, with the
//! number to call and an alarm.
//!
//! All-day events (`VEVENT`), not to-dos: Google Calendar and Outlook import events from a file and ignore `VTODO`.
//! They are transparent, so that a promise blocks no hour of the day. The output depends on the book's rows alone and
//! not on the time of writing: the same book gives the same bytes, and importing the file again updates events by their
//! `UID`.

use std::io::{self, Write};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::domain::call::Whose;
use crate::domain::ids::PromiseId;
use crate::domain::text::{NAME_CAP, clean_line, clean_note};

/// Longest line in octets; longer ones are folded (RFC 5545, 3.1).
const FOLD: usize = 75;

/// An open promise with a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePromise {
    /// Id of the promise, which becomes the `UID`.
    pub id: PromiseId,
    pub what: String,
    /// Day on which the promise is due.
    pub by: NaiveDate,
    /// The hour, where one was agreed.
    pub at: Option<DateTime<Utc>>,
    /// The number to call.
    pub phone: Option<String>,
    pub whose: Whose,
    pub contact: String,
    pub account: String,
    /// When the promise was made.
    pub made: DateTime<Utc>,
}

/// Writes the beginning of a calendar.
///
/// # Errors
/// When the writer fails.
pub fn begin<W: Write + ?Sized>(out: &mut W) -> io::Result<()> {
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//whynow//promises//EN", "CALSCALE:GREGORIAN"] {
        line(out, text)?;
    }
    line(out, "METHOD:PUBLISH")
}

/// Writes one promise as an event.
///
/// # Errors
/// When the writer fails.
pub fn event<W: Write + ?Sized>(out: &mut W, due: &DuePromise) -> io::Result<()> {
    let who = if due.whose == Whose::Ours { "Promised" } else { "They promised" };
    let whom = if due.contact.is_empty() { due.account.clone() } else { format!("{}, {}", due.contact, due.account) };
    let short = clean_line(&due.what, NAME_CAP);
    line(out, "BEGIN:VEVENT")?;
    line(out, &format!("UID:{}@whynow", due.id))?;
    // The required DTSTAMP is when the promise was made, not now, so that the same book gives the same bytes.
    line(out, &format!("DTSTAMP:{}", due.made.format("%Y%m%dT%H%M%SZ")))?;
    write_when(out, due)?;
    line(out, &format!("SUMMARY:{}", escape_text(&format!("{who}: {short} ({})", clean_line(&whom, 2 * NAME_CAP)))))?;
    let phone = due.phone.as_ref().map(|phone| format!("\n{}", clean_line(phone, NAME_CAP))).unwrap_or_default();
    line(out, &format!("DESCRIPTION:{}", escape_text(&format!("{}{phone}", clean_note(&due.what, 10 * NAME_CAP)))))?;
    line(out, "TRANSP:TRANSPARENT")?;
    if due.at.is_some() {
        alarm(out, &short)?;
    }
    line(out, "END:VEVENT")
}

/// Writes when a promise is due: its instant, or its whole day.
fn write_when<W: Write + ?Sized>(out: &mut W, due: &DuePromise) -> io::Result<()> {
    if let Some(at) = due.at {
        line(out, &format!("DTSTART:{}", at.format("%Y%m%dT%H%M%SZ")))?;
        return line(out, &format!("DTEND:{}", (at + CALLBACK).format("%Y%m%dT%H%M%SZ")));
    }
    line(out, &format!("DTSTART;VALUE=DATE:{}", due.by.format("%Y%m%d")))?;
    // DTEND is the day after the last one (RFC 5545, 3.6.1).
    match due.by.checked_add_days(Days::new(1)) {
        Some(after) => line(out, &format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d"))),
        None => Ok(()),
    }
}

/// Writes an alarm five minutes before: time to read the call sheet.
fn alarm<W: Write + ?Sized>(out: &mut W, says: &str) -> io::Result<()> {
    for text in ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M"] {
        line(out, text)?;
    }
    line(out, &format!("DESCRIPTION:{}", escape_text(says)))?;
    line(out, "END:VALARM")
}

/// The time that a calendar keeps free for a callback.
const CALLBACK: TimeDelta = TimeDelta::minutes(15);

/// Writes the end of a calendar.
///
/// # Errors
/// When the writer fails.
pub fn end<W: Write + ?Sized>(out: &mut W) -> io::Result<()> {
    line(out, "END:VCALENDAR")
}

/// Escapes text as a property value (RFC 5545, 3.3.11): line ends are escaped, so that it cannot start a property.
pub(crate) fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes one content line, folded between characters.
pub(crate) fn line<W: Write + ?Sized>(out: &mut W, text: &str) -> io::Result<()> {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > FOLD {
            // Between characters, although the limit counts octets: readers that unfold after decoding would see half a
            // letter.
            out.write_all(b"\r\n ")?;
            used = 1;
        }
        used += c.len_utf8();
        out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        line(&mut out, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        let text = "SUMMARY:".to_owned() + &"老虎 émué ".repeat(40);
        let folded = written(&text);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), text);
        assert_eq!(written("VERSION:2.0"), "VERSION:2.0\r\n");
    }

    #[test]
    fn text_is_escaped_and_never_ends_its_line() {
        assert_eq!(escape_text("a;b,c\\d\nBEGIN:VEVENT\r\u{1b}[31m"), "a\\;b\\,c\\\\d\\nBEGIN:VEVENT[31m");
    }
}

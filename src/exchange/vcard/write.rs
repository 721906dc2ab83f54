//! Writes contacts as vCard 4.0 (RFC 6350) for a telephone or a mail program.
//!
//! The output depends on the book's rows alone: the same book gives the same bytes, and importing the file again
//! matches the same cards by their `UID`. A person who must not be called is marked in a note and a label that every
//! program shows.

use std::io::{self, Write};

use crate::domain::account::{Contact, Phone};
use crate::domain::text::{NAME_CAP, clean_line, clean_note};

use super::card::{DO_NOT_CALL, OWN_UID};
use crate::exchange::ical::write::{escape_text, line};

/// Longest web address and longest note, in characters.
const LONG: usize = 10_000;

/// Writes the card of a person who works at `company`.
///
/// # Errors
/// When the writer fails.
pub fn card<W: Write + ?Sized>(out: &mut W, contact: &Contact, company: &str) -> io::Result<()> {
    line(out, "BEGIN:VCARD")?;
    line(out, "VERSION:4.0")?;
    line(out, "PRODID:-//whynow//contacts//EN")?;
    // A UID is a URI unless it says that it is text (RFC 6350, 6.7.6).
    line(out, &format!("UID;VALUE=text:{}", uid(contact)))?;
    let name = clean_line(&contact.name, NAME_CAP);
    line(out, &format!("FN:{}", escape_text(&name)))?;
    line(out, &format!("N:{}", parts_of(&name, contact.given_name.as_deref())))?;
    text(out, "ORG", company)?;
    text(out, "TITLE", contact.title.as_deref().unwrap_or_default())?;
    for (n, phone) in contact.phones.iter().enumerate() {
        telephone(out, n + 1, phone)?;
    }
    for email in &contact.emails {
        text(out, "EMAIL", email)?;
    }
    // An address of the web is no text: nothing in it is escaped.
    if let Some(link) = contact.link.as_deref().map(|link| clean_line(link, LONG)).filter(|link| !link.is_empty()) {
        line(out, &format!("URL:{link}"))?;
    }
    text(out, "TZ", contact.zone.as_deref().unwrap_or_default())?;
    if let Some(why) = &contact.do_not_call {
        line(out, &format!("CATEGORIES:{DO_NOT_CALL}"))?;
        line(out, &format!("NOTE:{}", escape_text(&format!("{DO_NOT_CALL}: {}", clean_line(why, NAME_CAP)))))?;
    }
    let notes = clean_note(&contact.notes, LONG);
    if !notes.trim().is_empty() {
        line(out, &format!("NOTE:{}", escape_text(&notes)))?;
    }
    line(out, "END:VCARD")
}

/// Returns the UID: the id that another address book gave, so that it recognises its own card, else one made of the
/// book's id.
fn uid(contact: &Contact) -> String {
    let theirs = contact.external.iter().find(|external| external.source == "vcard");
    theirs.map_or_else(|| format!("{}{OWN_UID}", contact.id), |external| escape_text(&clean_line(&external.id, 400)))
}

/// Returns the structured name; family and given name are separate only if the book knows the given name.
fn parts_of(name: &str, given: Option<&str>) -> String {
    // Where a name is parted nobody knows from the name alone: "Ana de la Cruz". Not parted, it stands as a family
    // name, which every reader shows.
    let family = given.and_then(|given| name.strip_prefix(given)).map(str::trim_start);
    match (family, given) {
        (Some(family), Some(given)) => format!("{};{};;;", escape_text(family), escape_text(given)),
        _ => format!("{};;;;", escape_text(name)),
    }
}

/// Writes a telephone number; a label that vCard does not define is written beside it, as Apple does.
fn telephone<W: Write + ?Sized>(out: &mut W, n: usize, phone: &Phone) -> io::Result<()> {
    let raw = escape_text(&clean_line(&phone.raw, NAME_CAP));
    let label = clean_line(&phone.label, 60);
    let kind = match label.as_str() {
        "mobile" => "cell",
        "work" | "home" => label.as_str(),
        _ => {
            // A group for each number: readers find a number's label by its group alone.
            line(out, &format!("item{n}.TEL:{raw}"))?;
            return line(out, &format!("item{n}.X-ABLabel:{}", escape_text(&label)));
        }
    };
    line(out, &format!("TEL;TYPE={kind}:{raw}"))
}

fn text<W: Write + ?Sized>(out: &mut W, name: &str, value: &str) -> io::Result<()> {
    let value = clean_line(value, LONG);
    if value.is_empty() { Ok(()) } else { line(out, &format!("{name}:{}", escape_text(&value))) }
}

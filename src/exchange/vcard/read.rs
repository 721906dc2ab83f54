//! Reads vCard 2.1, 3.0 and 4.0 as address books write them, any number of cards in a file, one row each.
//!
//! Reads card by card: memory use does not depend on the file's length. A card that cannot be used becomes a rejected
//! row; the others are read.

use std::io;

use crate::domain::query::ImportKind;

use super::card::Card;
use crate::exchange::contentline::{ContentLine, ContentLines};
use crate::exchange::error::ExchangeError;
use crate::exchange::notes::Notes;
use crate::exchange::record::{ImportEntry, Record, RecordReader};

/// Reads a file of cards.
pub(crate) fn read(file: &str, lines: ContentLines) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    let (name, encoding, notes) = (file.to_owned(), lines.encoding, Notes::default());
    let mut cards = Cards { lines, notes: notes.clone(), open: None, nested: 0, agent: false };
    // Read ahead: the report names the version, which only a card states.
    let first = cards.next_card().map_err(|source| ExchangeError::io(&name, source))?;
    let version = first.as_ref().map(super::card::Card::version).unwrap_or_default();
    let mut first = first;
    let records = std::iter::from_fn(move || {
        let card = match first.take() {
            Some(card) => Ok(Some(card)),
            None => cards.next_card(),
        };
        match card {
            Ok(card) => card.map(|card| Ok(record(card, &cards.notes))),
            Err(source) => Some(Err(ExchangeError::io(&name, source))),
        }
    });
    Ok(RecordReader::without_table(
        ImportKind::Contacts,
        format!("vCard{version}, {encoding}"),
        notes,
        Box::new(records),
    ))
}

fn record(card: Card, notes: &Notes) -> Record<ImportEntry> {
    Record { line: card.line, raw: card.row(), value: card.entry(notes) }
}

/// Reads the cards of a file one after the other.
struct Cards {
    lines: ContentLines,
    notes: Notes,
    /// The card that the next property belongs to.
    open: Option<Card>,
    /// Number of open nested cards, such as an assistant's, whose properties are skipped.
    nested: u64,
    /// True if the last property announced a nested card.
    agent: bool,
}

impl Cards {
    /// Returns the next card, or an incomplete one if the file ends within it.
    fn next_card(&mut self) -> io::Result<Option<Card>> {
        while let Some(line) = self.lines.next_line()? {
            if let Some(card) = self.take(&line) {
                return Ok(Some(self.with_strays(card)));
            }
        }
        let last = self.open.take();
        if let Some(card) = &last {
            self.notes.count("the card has no end; what is there of it was read", card.line);
        }
        Ok(last.map(|card| self.with_strays(card)))
    }

    fn with_strays(&mut self, card: Card) -> Card {
        // One remark a card, however many lines.
        for _ in 0..self.lines.take_stray().min(1) {
            self.notes.count("the card holds lines that are not properties and were left out", card.line);
        }
        card
    }

    /// Reads one property; returns the card that it ends.
    fn take(&mut self, line: &ContentLine) -> Option<Card> {
        let about_cards = line.value.trim().eq_ignore_ascii_case("VCARD");
        // vCard 2.1 nests the card of an AGENT, whose BEGIN is on the same line or on the next.
        let agent = std::mem::replace(&mut self.agent, line.name == "AGENT" && line.value.trim().is_empty());
        let inside = line.name == "AGENT" && line.value.trim().eq_ignore_ascii_case("BEGIN:VCARD");
        match (line.name.as_str(), about_cards) {
            _ if inside && self.open.is_some() => {
                self.nested += 1;
                None
            }
            ("BEGIN", true) if self.open.is_some() && (agent || self.nested > 0) => {
                self.nested += 1;
                None
            }
            // A BEGIN inside a card that announced none: the END before it was lost, as in files that were joined or
            // cut.
            ("BEGIN", true) => {
                let unended = self.open.replace(Card::new(line.number));
                if let Some(card) = &unended {
                    self.notes.count("the card has no end; what is there of it was read", card.line);
                }
                unended
            }
            ("END", true) if self.nested > 0 => {
                self.nested -= 1;
                None
            }
            ("END", true) => self.open.take(),
            ("BEGIN" | "END", false) => None,
            _ => {
                if let Some(card) = self.open.as_mut().filter(|_| self.nested == 0) {
                    card.take(line, &self.notes);
                }
                None
            }
        }
    }
}

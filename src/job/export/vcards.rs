//! Exports contacts as vCards.

use std::io::Write;

use anyhow::Context;

use super::paged_writer::{PAGE, for_each_row};
use crate::exchange::vcard;
use crate::store::Store;

/// Writes a vCard for every person who is not archived. Returns how many.
///
/// # Errors
/// When the book cannot be read, or `out` fails.
pub fn export_cards(store: &Store, out: &mut dyn Write) -> anyhow::Result<u64> {
    let mut cards = 0;
    for_each_row(
        |after| store.whole_contacts(after, PAGE),
        |row| {
            if row.contact.archived {
                return Ok(());
            }
            cards += 1;
            vcard::write::card(out, &row.contact, &row.account).context("writing the cards")
        },
    )?;
    Ok(cards)
}

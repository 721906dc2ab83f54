//! vCard of versions 2.1 to 4.0: reads and writes contacts.

mod card;
mod phones;
pub(super) mod read;
pub mod write;

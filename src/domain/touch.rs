//! Touches that are no calls of ours: an e-mail sent, a message left elsewhere, a call of theirs.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, ContactId, RepId, TouchId};
use super::vocabulary::vocabulary;

vocabulary! {
    /// The kinds of touches beside a call.
    TouchKind {
        /// An e-mail of ours.
        Email = "email", "e-mail sent";
        /// A message on LinkedIn or another network.
        Linkedin = "linkedin", "LinkedIn message left";
        /// A message in a chat or by text.
        Chat = "chat", "chat message left";
        /// They called.
        TheyCalled = "they_called", "they called us";
    }
}

/// Something that passed between us and a person, and was no call of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// Nil before it is stored.
    pub id: TouchId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    /// Nil stands for whoever logs here.
    pub rep_id: RepId,
    pub at: DateTime<FixedOffset>,
    pub kind: TouchKind,
    pub note: String,
}

impl TouchKind {
    /// The key that picks it in the menu.
    pub fn letter(self) -> char {
        match self {
            TouchKind::Email => 'e',
            TouchKind::Linkedin => 'l',
            TouchKind::Chat => 'm',
            TouchKind::TheyCalled => 't',
        }
    }

    /// True if they turned to us: it answers whatever was tried before, and nobody was interrupted.
    pub fn is_theirs(self) -> bool {
        match self {
            TouchKind::TheyCalled => true,
            TouchKind::Email | TouchKind::Linkedin | TouchKind::Chat => false,
        }
    }
}

impl Touch {
    /// One that is made now by whoever logs here.
    pub fn new(contact_id: ContactId, at: DateTime<FixedOffset>, kind: TouchKind, note: &str) -> Touch {
        Touch {
            id: TouchId::default(),
            contact_id,
            account_id: AccountId::default(),
            rep_id: RepId::default(),
            at,
            kind,
            note: note.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_letter_of_its_own() {
        for (at, kind) in TouchKind::ALL.iter().enumerate() {
            assert!(TouchKind::ALL.iter().skip(at + 1).all(|other| other.letter() != kind.letter()), "{kind:?}");
        }
    }

    #[test]
    fn only_a_call_of_theirs_is_theirs() {
        let theirs: Vec<&TouchKind> = TouchKind::ALL.iter().filter(|kind| kind.is_theirs()).collect();
        assert_eq!(theirs, [&TouchKind::TheyCalled]);
    }
}

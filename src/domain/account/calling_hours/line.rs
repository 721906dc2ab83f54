//! Whose line a number is: a firm's or a private one.

use crate::domain::account::{Account, Contact};
use crate::domain::fold::fold_name;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Whom a book calls.
    #[derive(Default)]
    CallsTo {
        /// People at work, about what their firm could buy.
        #[default]
        Business = "business", "calls to businesses";
        /// Private people: laws about calls to consumers block.
        Consumers = "consumers", "calls to consumers";
    }
}

/// Whose line would be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// A firm's: laws about calls to consumers are mostly not about it.
    Business,
    /// A private one.
    Private,
    /// Nobody has said.
    #[default]
    Unsaid,
}

/// Labels of a private line, folded.
const PRIVATE: &[&str] = &[
    "home",
    "private",
    "privat",
    "prive",
    "privado",
    "privato",
    "personal",
    "particulier",
    "domicile",
    "casa",
    "hjem",
    "hem",
    "koti",
    "soukromy",
    "dom",
    "home phone",
];

/// Labels of a firm's line, folded.
const BUSINESS: &[&str] = &[
    "work",
    "office",
    "business",
    "company",
    "main",
    "direct",
    "switchboard",
    "desk",
    "hq",
    "arbeit",
    "firma",
    "buro",
    "geschaftlich",
    "dienstlich",
    "zentrale",
    "bureau",
    "travail",
    "professionnel",
    "trabajo",
    "oficina",
    "ufficio",
    "lavoro",
    "arbeid",
    "jobb",
    "kontor",
    "arbete",
    "arbejde",
    "tyo",
    "prace",
    "werk",
    "zakelijk",
    "work phone",
    "business phone",
];

impl Line {
    /// Returns whose line the first number of a person is. A book that calls consumers calls private lines.
    pub fn of_contact(contact: &Contact, account: &Account, calls: CallsTo) -> Line {
        if calls == CallsTo::Consumers {
            return Line::Private;
        }
        match contact.phones.first() {
            Some(phone) => Line::of_label(&phone.label),
            // The firm's own number is all there is.
            None if account.phone.is_some() => Line::Business,
            None => Line::Unsaid,
        }
    }

    fn of_label(label: &str) -> Line {
        let label = fold_name(label);
        let is = |words: &[&str]| words.contains(&label.trim());
        match (is(PRIVATE), is(BUSINESS)) {
            (true, _) => Line::Private,
            (false, true) => Line::Business,
            (false, false) => Line::Unsaid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Phone;

    #[test]
    fn the_label_of_the_first_number_says_whose_line_it_is() {
        let labelled = |labels: &[&str]| Contact {
            phones: labels.iter().map(|label| Phone { raw: "1".to_owned(), label: (*label).to_owned() }).collect(),
            ..Contact::default()
        };
        for (labels, line) in [
            (&["work"][..], Line::Business),
            (&["Büro"], Line::Business),
            (&["home"], Line::Private),
            (&["Privé"], Line::Private),
            (&["mobile"], Line::Unsaid),
            (&[""], Line::Unsaid),
            (&["work", "home"], Line::Business),
            (&["home", "work"], Line::Private),
            (&[], Line::Unsaid),
        ] {
            assert_eq!(Line::of_contact(&labelled(labels), &Account::default(), CallsTo::Business), line, "{labels:?}");
            assert_eq!(Line::of_contact(&labelled(labels), &Account::default(), CallsTo::Consumers), Line::Private);
        }
        let firm = Account { phone: Some("+47 22 00 00 00".to_owned()), ..Account::default() };
        assert_eq!(Line::of_contact(&Contact::default(), &firm, CallsTo::Business), Line::Business);
    }
}

//! Possible duplicates: two accounts or two people, compared field by field.

use serde::Serialize;

use super::MatchBasis;
use crate::domain::account::{Account, Contact};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What two rows that may be one are.
    #[derive(Default)]
    DuplicateOf {
        /// Companies.
        #[default]
        Account = "account", "accounts";
        /// People.
        Contact = "contact", "people";
    }
}

vocabulary! {
    /// What a person decides about two rows.
    PairDecision {
        /// They are one: the second goes into the first.
        Same = "same", "the same";
        /// They are different, and are not asked about again.
        Two = "two", "two different ones";
    }
}

/// A possible duplicate: a pair that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DuplicatePair {
    /// Its number in this book.
    pub pair: u64,
    /// What the two are.
    pub about: DuplicateOf,
    /// What they have in common.
    pub by: MatchBasis,
    /// The name of the one that stays, should they be the same.
    pub one: String,
    /// The name of the other.
    pub other: String,
    /// What both say, field by field.
    pub fields: Vec<FieldComparison>,
}

/// One field of both rows, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldComparison {
    /// What the field is called.
    pub field: &'static str,
    /// What the one says; empty where it says nothing.
    pub one: String,
    /// What the other says.
    pub other: String,
}

impl FieldComparison {
    /// True if both say something, and not the same.
    pub fn differs(&self) -> bool {
        !self.one.is_empty() && !self.other.is_empty() && self.one != self.other
    }

    /// True if both say the same.
    pub fn agrees(&self) -> bool {
        !self.one.is_empty() && self.one == self.other
    }
}

/// Counts of a search for duplicates in the whole book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DuplicateCounts {
    /// Pairs that nobody was asked about before.
    pub new: u64,
    /// Pairs that wait for a decision.
    pub open: u64,
    /// Pairs that were made one.
    pub merged: u64,
}

/// What two accounts say; fields that both leave out are left out.
pub fn accounts(one: &Account, other: &Account) -> Vec<FieldComparison> {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let money = |money: Option<f64>| money.map(|money| format!("{money}")).unwrap_or_default();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let externals = |account: &Account| {
        let ids = account.external.iter().map(|one| format!("{} {}", one.source, one.id));
        ids.collect::<Vec<_>>().join(", ")
    };
    let of = |account: &Account| {
        [
            ("name", account.name.clone()),
            ("also called", account.aliases.join(", ")),
            ("web domain", said(&account.domain)),
            ("ticker", account.tickers.join(", ")),
            ("CIK", number(account.cik)),
            ("ids", externals(account)),
            ("city", said(&account.city)),
            ("region", said(&account.region)),
            ("country", said(&account.country)),
            ("industry", said(&account.industry)),
            ("employees", number(account.employees)),
            ("revenue, $M", money(account.revenue_musd)),
            ("phone", said(&account.phone)),
            ("owner", said(&account.owner)),
            ("tags", account.tags.join(", ")),
            ("notes", account.notes.replace('\n', " ")),
        ]
    };
    compare_fields(of(one), of(other))
}

/// What two people say, with the accounts that they are at.
pub fn contacts(one: (&Contact, &str), other: (&Contact, &str)) -> Vec<FieldComparison> {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let of = |(contact, account): (&Contact, &str)| {
        let phones = contact.phones.iter().map(|phone| phone.raw.clone());
        let ids = contact.external.iter().map(|one| format!("{} {}", one.source, one.id));
        [
            ("name", contact.name.clone()),
            ("account", account.to_owned()),
            ("title", said(&contact.title)),
            ("e-mail", contact.emails.join(", ")),
            ("phone", phones.collect::<Vec<_>>().join(", ")),
            ("ids", ids.collect::<Vec<_>>().join(", ")),
            ("page", said(&contact.link)),
            ("their goal", said(&contact.goal)),
            ("do not call", said(&contact.do_not_call)),
            ("notes", contact.notes.replace('\n', " ")),
        ]
    };
    compare_fields(of(one), of(other))
}

fn compare_fields<const N: usize>(
    one: [(&'static str, String); N],
    other: [(&'static str, String); N],
) -> Vec<FieldComparison> {
    let pairs = one.into_iter().zip(other);
    pairs
        .map(|((field, one), (_, other))| FieldComparison { field, one, other })
        .filter(|field| !field.one.is_empty() || !field.other.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_side_by_side_and_blank_ones_are_left_out() {
        let one = Account { name: "Acme".into(), city: Some("Oslo".into()), ..Account::default() };
        let other = Account { name: "Acme".into(), city: Some("Bergen".into()), cik: Some(7), ..Account::default() };
        let found = accounts(&one, &other);
        let marks: Vec<_> = found.iter().map(|field| (field.field, field.differs(), field.agrees())).collect();
        assert_eq!(marks, [("name", false, true), ("CIK", false, false), ("city", true, false)]);
    }
}

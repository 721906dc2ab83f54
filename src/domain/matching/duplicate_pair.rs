//! Possible duplicates: two accounts or two people, compared field by field.

use serde::Serialize;

use super::MatchBasis;
use crate::domain::account::{Account, Contact};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What the two rows of a pair are.
    #[derive(Default)]
    DuplicateOf {
        /// Both rows are companies.
        #[default]
        Account = "account", "accounts";
        /// Both rows are people.
        Contact = "contact", "people";
    }
}

vocabulary! {
    /// A person's decision about a pair.
    PairDecision {
        /// Both are one: the second is merged into the first.
        Same = "same", "the same";
        /// The two are different, and the pair is not offered again.
        Two = "two", "two different ones";
    }
}

/// A possible duplicate: a pair that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DuplicatePair {
    /// Number of the pair in this book.
    pub pair: u64,
    /// Whether the pair are accounts or people.
    pub about: DuplicateOf,
    /// Basis on which the two rows were matched.
    pub by: MatchBasis,
    /// Name of the row that survives if they are merged.
    pub one: String,
    /// Name of the other row.
    pub other: String,
    /// How many other pairs of the first row wait: they stand in its line, and come up one by one.
    pub more: u64,
    /// Values of both rows, field by field.
    pub fields: Vec<FieldComparison>,
}

/// One field of both rows, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldComparison {
    /// Name of the field for people.
    pub field: &'static str,
    /// Value of the first row; empty if it has none.
    pub one: String,
    /// Value of the other row; empty if it has none.
    pub other: String,
}

impl FieldComparison {
    /// Returns true if both rows have a value and the values differ.
    pub fn differs(&self) -> bool {
        !self.one.is_empty() && !self.other.is_empty() && self.one != self.other
    }

    /// Returns true if both rows have the same value.
    pub fn agrees(&self) -> bool {
        !self.one.is_empty() && self.one == self.other
    }
}

/// Counts of a search for duplicates in the whole book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DuplicateCounts {
    /// Pairs that were found for the first time.
    pub new: u64,
    /// Pairs that wait for a decision.
    pub open: u64,
    /// Pairs that were merged.
    pub merged: u64,
}

/// Compares two accounts; fields that both lack are left out.
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

/// Compares two people, with the names of their accounts.
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
    // Both lists are made by one function, so that the same place is the same field.
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

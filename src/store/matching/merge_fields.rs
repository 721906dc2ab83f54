//! Merges the fields of an imported row into the stored one.

use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::matching::{name_key, same_id};

/// Whether an imported row's values overwrite stored ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergePolicy {
    /// The row's value overwrites the stored one: it is newer.
    Over,
    /// The row's value only fills an empty one: an earlier row of the same file set the value, or two stored rows are
    /// being merged.
    Blanks,
}

/// Returns the stored account with the imported values merged in. With `sure`, an id matched: a different name is then
/// a renaming, and the old name becomes an alias. Otherwise the different name becomes an alias.
pub(crate) fn merged_account(book: &Account, file: &Account, taking: MergePolicy, sure: bool) -> Account {
    let mut merged = book.clone();
    let known = |name: &str, account: &Account| {
        let key = name_key(name);
        std::iter::once(&account.name).chain(&account.aliases).any(|one| name_key(one) == key)
    };
    if !file.name.is_empty() && name_key(&file.name) != name_key(&book.name) {
        if sure && taking == MergePolicy::Over {
            merged.name.clone_from(&file.name);
            let new = name_key(&file.name);
            merged.aliases.retain(|alias| name_key(alias) != new);
            if !known(&book.name, &merged) {
                merged.aliases.push(book.name.clone());
            }
        } else if !known(&file.name, &merged) {
            merged.aliases.push(file.name.clone());
        }
    }
    for alias in &file.aliases {
        if !known(alias, &merged) {
            merged.aliases.push(alias.clone());
        }
    }
    say(&mut merged.domain, &file.domain, taking);
    say(&mut merged.cik, &file.cik, taking);
    add(&mut merged.tickers, &file.tickers);
    add_ids(&mut merged.external, &file.external);
    add(&mut merged.tags, &file.tags);
    say(&mut merged.industry, &file.industry, taking);
    say(&mut merged.sub_industry, &file.sub_industry, taking);
    say(&mut merged.city, &file.city, taking);
    say(&mut merged.region, &file.region, taking);
    say(&mut merged.country, &file.country, taking);
    say(&mut merged.zone, &file.zone, taking);
    say(&mut merged.employees, &file.employees, taking);
    say(&mut merged.revenue_musd, &file.revenue_musd, taking);
    say(&mut merged.phone, &file.phone, taking);
    say(&mut merged.owner, &file.owner, taking);
    append(&mut merged.notes, &file.notes);
    merged
}

/// Returns the stored person with the imported values merged in. An import never lifts a do-not-call mark.
pub(crate) fn merged_contact(book: &Contact, file: &Contact, taking: MergePolicy) -> Contact {
    let mut merged = book.clone();
    if taking == MergePolicy::Over && name_key(&file.name) != name_key(&book.name) {
        merged.name.clone_from(&file.name);
    }
    say(&mut merged.given_name, &file.given_name, taking);
    say(&mut merged.title, &file.title, taking);
    add(&mut merged.emails, &file.emails);
    for phone in &file.phones {
        let digits = phone.digits();
        if !merged.phones.iter().any(|known| known.digits() == digits && (!digits.is_empty() || known.raw == phone.raw))
        {
            merged.phones.push(phone.clone());
        }
    }
    add(&mut merged.external, &file.external);
    say(&mut merged.zone, &file.zone, taking);
    say(&mut merged.hours, &file.hours, taking);
    say(&mut merged.link, &file.link, taking);
    say(&mut merged.goal, &file.goal, taking);
    say(&mut merged.role, &file.role, taking);
    say(&mut merged.left_on, &file.left_on, taking);
    say(&mut merged.moved_to, &file.moved_to, taking);
    append(&mut merged.notes, &file.notes);
    if merged.do_not_call.is_none() {
        merged.do_not_call.clone_from(&file.do_not_call);
    }
    merged
}

fn say<T: Clone>(book: &mut Option<T>, file: &Option<T>, taking: MergePolicy) {
    if file.is_some() && (taking == MergePolicy::Over || book.is_none()) {
        book.clone_from(file);
    }
}

fn add<T: Clone + PartialEq>(book: &mut Vec<T>, file: &[T]) {
    for one in file {
        if !book.contains(one) {
            book.push(one.clone());
        }
    }
}

/// Adds ids that are not known; one that lacked its country gets it.
fn add_ids(book: &mut Vec<ExternalId>, file: &[ExternalId]) {
    for one in file {
        match book.iter_mut().find(|known| same_id(known, one)) {
            Some(known) if known.id.len() < one.id.len() => known.clone_from(one),
            Some(_) => {}
            None => book.push(one.clone()),
        }
    }
}

fn append(book: &mut String, file: &str) {
    if !file.is_empty() && !book.contains(file) {
        if !book.is_empty() {
            book.push('\n');
        }
        book.push_str(file);
    }
}

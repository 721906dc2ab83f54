//! Companies and people of the sample book, with addresses and telephone numbers that belong to nobody.

use chrono::NaiveTime;

use super::texts::{AccountText, PersonText};
use crate::domain::account::{Account, Contact, Hours, Phone};
use crate::domain::ids::AccountId;
use crate::domain::text::fold;

pub(super) fn account(text: &AccountText, index: usize) -> Account {
    Account {
        name: text.name.clone(),
        domain: Some(text.domain.clone()),
        industry: Some(text.industry.clone()),
        sub_industry: text.sub_industry.clone(),
        city: Some(text.city.clone()),
        region: text.region.clone(),
        country: Some(text.country.clone()),
        zone: Some(text.zone.clone()),
        employees: text.employees,
        revenue_musd: text.revenue_musd,
        // Ten numbers a company: those of its people, and the last one for itself.
        phone: Some(number(&text.country, 10 * index + 9)),
        tags: text.tags.clone(),
        owner: Some(text.owner.clone()),
        notes: text.notes.clone(),
        ..Account::default()
    }
}

pub(super) fn contact(text: &PersonText, company: &AccountText, account_id: AccountId, index: usize) -> Contact {
    let address = format!("{}@{}", mailbox(&text.name), company.domain);
    Contact {
        account_id,
        name: text.name.clone(),
        title: Some(text.title.clone()),
        emails: if text.email { vec![address] } else { Vec::new() },
        phones: vec![Phone { raw: number(&company.country, index), label: "work".into() }],
        hours: text.hours.as_deref().and_then(hours),
        goal: text.goal.clone(),
        role: text.role.clone(),
        notes: text.notes.clone(),
        ..Contact::default()
    }
}

/// Returns the mailbox of a name: `helene.charvet` for "Hélène Charvet".
fn mailbox(name: &str) -> String {
    let plain = fold(name)
        .replace(['ø', 'ð'], "o")
        .replace('æ', "ae")
        .replace('ł', "l")
        .replace('ß', "ss")
        .replace(char::is_whitespace, ".");
    plain.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect()
}

/// Parses hours such as "08:30-10:30".
fn hours(text: &str) -> Option<Hours> {
    let (from, until) = text.split_once('-')?;
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").ok();
    Some(Hours { from: time(from)?, until: time(until)? })
}

/// Returns a telephone number that the country reserves for fiction, or one too short to be assigned.
fn number(country: &str, n: usize) -> String {
    let (short, long) = (n % 100, n % 1000);
    match country {
        "United Kingdom" => format!("+44 20 7946 0{long:03}"),
        "United States" => format!("+1 {} 555 01{short:02}", ["505", "316", "218", "616"][n / 100 % 4]),
        "Canada" => format!("+1 902 555 01{short:02}"),
        "Germany" => format!("+49 30 23125 {long:03}"),
        "France" => format!("+33 1 99 00 {:02} {short:02}", n / 100 % 100),
        "Australia" => format!("+61 3 5550 1{long:03}"),
        "Sweden" => format!("+46 8 465 004 {short:02}"),
        "Norway" => format!("+47 555 01{short:02}"),
        "Denmark" => format!("+45 555 01{short:02}"),
        "Finland" => format!("+358 555 01{short:02}"),
        "Ireland" => format!("+353 20 91{long:03}"),
        "Netherlands" => format!("+31 555 01{short:02}"),
        "Switzerland" => format!("+41 555 01{short:02}"),
        "Spain" => format!("+34 555 01{short:02}"),
        "Italy" => format!("+39 555 01{short:02}"),
        _ => format!("+48 555 01{short:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_plain() {
        let cases = [
            ("Hélène Charvet", "helene.charvet"),
            ("Håkon Giske", "hakon.giske"),
            ("Søren Lauritsen", "soren.lauritsen"),
            ("Paweł Górski", "pawel.gorski"),
            ("Marloes van der Velde", "marloes.van.der.velde"),
        ];
        for (name, expected) in cases {
            assert_eq!(mailbox(name), expected);
        }
    }
}

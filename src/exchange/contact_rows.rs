//! Rows of a table → people.

use crate::domain::account::{Contact, Phone};
use crate::domain::text::{NAME_CAP, clean_line};

use super::account_rows::zone;
use super::cells;
use super::fields::Fields;
use super::record::{ContactRecord, Reading};
use super::table::Table;

/// Reads a table of people.
pub(super) fn read(table: Table) -> Reading<ContactRecord> {
    table.records(contact)
}

pub(super) fn contact(cells: &Fields<'_>) -> Result<ContactRecord, String> {
    let emails = emails(cells);
    let phones = phones(cells);
    let name = name(cells, &emails, &phones)?;
    let company = cells.company_name("company")?;
    let from_email = || emails.iter().find_map(|email| cells::company_domain(email));
    let company_domain = cells.domain("company_domain").or_else(|| company.is_none().then(from_email).flatten());
    let contact = Contact {
        given_name: cells.line("first_name").filter(|given| !given.contains('@')),
        name,
        title: cells.line("title"),
        phones,
        zone: zone(cells),
        external: cells.external("external").into_iter().collect(),
        link: cells.line("link"),
        goal: cells.note("goal"),
        notes: cells.note_and_kept("notes").unwrap_or_default(),
        do_not_call: do_not_call(cells),
        emails,
        ..Contact::default()
    };
    Ok(ContactRecord { contact, company, company_external: cells.external("company_external"), company_domain })
}

/// Given, middle and family name; the full name; else the address or number, so that no row is lost.
fn name(cells: &Fields<'_>, emails: &[String], phones: &[Phone]) -> Result<String, String> {
    let parts = ["first_name", "middle_name", "last_name"].into_iter().filter_map(|field| cells.line(field));
    let parts = parts.collect::<Vec<_>>().join(" ");
    let known = if cells.line("last_name").is_some() { Some(parts.clone()) } else { cells.line("name") };
    let name = known.or_else(|| Some(parts).filter(|parts| !parts.is_empty()));
    if let Some(name) = name {
        return if name.chars().any(char::is_alphanumeric) {
            Ok(clean_line(&name, NAME_CAP))
        } else {
            Err(format!("“{name}” is no name: it has no letter or digit"))
        };
    }
    let stand_in = emails.first().cloned().or_else(|| phones.first().map(|phone| phone.raw.clone()));
    if stand_in.is_some() {
        cells.remark("no name; the e-mail address or telephone number stands for it");
    }
    stand_in.ok_or_else(|| "no name, no e-mail address, no telephone number".to_owned())
}

fn emails(cells: &Fields<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (cell, _) in cells.columns.all(cells.row, "email") {
        let here = cells::emails(&crate::domain::text::clean(cell));
        if here.is_empty() {
            cells.remark("a cell for e-mail holds no address and was left out");
        }
        for email in here {
            if !found.contains(&email) {
                found.push(email);
            }
        }
    }
    found
}

fn phones(cells: &Fields<'_>) -> Vec<Phone> {
    let mut found: Vec<Phone> = Vec::new();
    for (cell, header) in cells.columns.all(cells.row, "phone") {
        match cells::phones(cell, header) {
            Ok(phones) => {
                for phone in phones {
                    if !found.iter().any(|known| known.digits() == phone.digits()) {
                        found.push(phone);
                    }
                }
            }
            Err(_) => cells.remark("a telephone number was rounded by a spreadsheet (1.5E+10) and was left out"),
        }
    }
    found
}

/// A yes, or the reason itself. What is neither yes nor no is taken for a reason: better one call too few.
fn do_not_call(cells: &Fields<'_>) -> Option<String> {
    let cell = cells.get("do_not_call")?;
    match cells::yes_or_no(cell) {
        Some(true) => Some("marked “do not call” in the imported list".to_owned()),
        Some(false) => None,
        None => Some(clean_line(cell, NAME_CAP)).filter(|reason| !reason.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::exchange::Record;

    fn read_all(text: &str) -> Vec<Record<ContactRecord>> {
        let reading = crate::exchange::contacts(
            "test.csv",
            Cursor::new(text.to_owned()),
            &crate::domain::reading::How::default(),
        )
        .unwrap();
        reading.records.map(Result::unwrap).collect()
    }

    fn only(text: &str) -> ContactRecord {
        read_all(text).remove(0).value.unwrap()
    }

    #[test]
    fn a_linkedin_preamble_is_stepped_over() {
        let text = "Notes:\r\n\"When exporting your connection data, you may notice, that some are missing.\"\r\n\r\n\
            First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n\
            Ane,Lund,https://www.linkedin.com/in/anelund,,Norvik Foods,Head of Plant,12 Mar 2024\r\n\
            ,,https://www.linkedin.com/in/x,,,,7-Feb-22\r\n";
        let rows = read_all(text);
        assert_eq!(rows[0].line, 5);
        let first = rows[0].value.as_ref().unwrap();
        assert_eq!((first.contact.name.as_str(), first.company.as_deref()), ("Ane Lund", Some("Norvik Foods")));
        assert_eq!(first.contact.link.as_deref(), Some("https://www.linkedin.com/in/anelund"));
        assert!(rows[1].value.is_err());
    }

    #[test]
    fn a_row_with_only_a_number_is_not_lost() {
        let person = only("Name,Phone,Company\n,555 843 8116,Norvik\n");
        assert_eq!(person.contact.name, "555 843 8116");
    }

    #[test]
    fn do_not_call_is_a_yes_or_a_reason() {
        let told = |cell: &str| only(&format!("Name,Do Not Call\nAne,{cell}\n")).contact.do_not_call;
        assert!(told("1").is_some() && told("TRUE").is_some());
        assert_eq!(told("0"), None);
        assert_eq!(told("asked by mail 3 May").as_deref(), Some("asked by mail 3 May"));
    }

    #[test]
    fn the_mail_domain_names_the_company_only_where_nothing_else_does() {
        assert_eq!(only("Name,Email\nAne,ane@norvik.dk\n").company_domain.as_deref(), Some("norvik.dk"));
        assert_eq!(only("Name,Email,Company\nAne,ane@norvik.dk,Norvik\n").company_domain, None);
        assert_eq!(only("Name,Email\nAne,ane@gmail.com\n").company_domain, None);
    }

    #[test]
    fn google_contacts_old_and_new_are_read() {
        let old = "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title\n\
            Ane Lund,Ane,Lund,* Work,a@x.com ::: b@y.org,Mobile,+47 22 33 44 55 ::: +47 99 88 77 66,Norvik,COO\n";
        let person = only(old);
        assert_eq!(person.contact.emails, ["a@x.com", "b@y.org"]);
        assert_eq!(person.contact.phones.len(), 2);
        assert_eq!((person.company.as_deref(), person.contact.title.as_deref()), (Some("Norvik"), Some("COO")));
        let new = "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,Labels\n\
            Ane,Lund,Norvik,COO,Work,a@x.com,* myContacts\n";
        assert_eq!(only(new).contact.given_name.as_deref(), Some("Ane"));
    }
}

//! Reads rows of a table as people.

use crate::domain::account::{Account, Contact, Phone};
use crate::domain::text::{NAME_CAP, clean_line};

use super::accounts::{doubt_country, employees, zone};
use super::own_clock::{OwnClock, REMARK};
use crate::exchange::cells;
use crate::exchange::cells::person_names;
use crate::exchange::record::{ContactRecord, RecordReader};
use crate::exchange::table::TableReader;
use crate::exchange::table::fields::RowFields;

/// Rows read ahead to decide the order of given and family name.
const READ_AHEAD: usize = 200;

/// Reads a table of people.
pub(crate) fn read(mut table: TableReader) -> RecordReader<ContactRecord> {
    let turned = is_family_first(&mut table);
    if turned {
        table.notes.say("names are written with the family name first (Lund, Ane) and were turned round");
    }
    table.records(move |cells| contact(cells, turned))
}

/// Returns true if most full names of a file have the family name first. Read errors are left to the reading of the
/// rows.
fn is_family_first(table: &mut TableReader) -> bool {
    let columns = table.columns.clone();
    let Ok(rows) = table.peek(READ_AHEAD) else { return false };
    let written: Vec<bool> =
        rows.filter_map(|row| columns.get(row, "name").map(person_names::is_family_first)).collect();
    let turned = written.iter().filter(|turned| **turned).count();
    // One comma proves nothing: `Sales, Oslo` is no person.
    turned > 0 && turned * 10 >= written.len() * 6
}

pub(crate) fn contact(cells: &RowFields<'_>, turned: bool) -> Result<ContactRecord, String> {
    cells.is_live()?;
    let MailCells { emails, broken } = mail(cells);
    let phones = cells.phones();
    let link = cells.line("link");
    let name = match name(cells, turned) {
        Some(name) if name.chars().any(char::is_alphanumeric) => name,
        Some(name) if emails.is_empty() && phones.is_empty() => {
            return Err(format!("“{name}” is not a name: it has no letter or digit"));
        }
        _ => stand_in(cells, &emails, &phones, link.as_deref())?,
    };
    let company = cells.company_name("company")?;
    let from_email = || emails.iter().find_map(|email| cells::company_domain(email));
    // Only where nothing else names the company: people write from the domain of a parent or of a project.
    let company_domain = cells.domain("company_domain").or_else(|| company.is_none().then(from_email).flatten());
    let zone = zone(cells);
    let clock = if zone.is_none() { own_clock(cells) } else { None };
    let said = clock.as_ref().map(|clock| clock.note.clone()).unwrap_or_default();
    let notes = [cells.note("notes").unwrap_or_default(), broken, said].into_iter().filter(|text| !text.is_empty());
    let contact = Contact {
        given_name: cells
            .line("first_name")
            // An opener greets by it.
            .filter(|given| !given.contains('@'))
            .map(|given| person_names::without_titles(&given)),
        name,
        title: cells.line("title"),
        phones,
        zone: zone.or(clock.map(|clock| clock.zone)),
        external: cells.external("external").into_iter().collect(),
        link,
        goal: cells.note("goal"),
        notes: cells.with_kept(notes.collect::<Vec<_>>().join("\n")).unwrap_or_default(),
        do_not_call: do_not_call(cells),
        emails,
        ..Contact::default()
    };
    let company_external = cells.external("company_external");
    Ok(ContactRecord { contact, company, company_external, company_domain, employer: employer(cells) })
}

/// Returns the clock of where the person works, else of where they live.
fn own_clock(cells: &RowFields<'_>) -> Option<OwnClock> {
    let fields = [["own_city", "own_region", "own_country"], ["home_city", "home_region", "home_country"]];
    let clock = fields.into_iter().find_map(|[city, region, country]| {
        let place = Account {
            city: cells.line(city),
            region: cells.line(region),
            country: cells.line(country),
            ..Account::default()
        };
        OwnClock::of_place(&place, cells.country)
    })?;
    cells.remark_word(REMARK, &clock.place);
    Some(clock)
}

/// Returns what a row says of the person's company.
fn employer(cells: &RowFields<'_>) -> Account {
    let country = cells.line("company_country");
    Account {
        industry: cells.line("company_industry"),
        sub_industry: cells.line("company_sub_industry"),
        city: cells.line("company_city"),
        region: cells.line("company_region"),
        country: country.inspect(|country| doubt_country(cells, country)),
        employees: employees(cells, "company_employees"),
        ..Account::default()
    }
}

/// Returns given, middle and family name, else the full name, without titles. An e-mail address in a name column is not
/// used.
fn name(cells: &RowFields<'_>, turned: bool) -> Option<String> {
    let parts = ["first_name", "middle_name", "last_name"].into_iter().filter_map(|field| cells.line(field));
    let parts = parts.collect::<Vec<_>>().join(" ");
    let full = || {
        let full = cells.line("name")?;
        Some(if turned { person_names::given_name_first(&full).unwrap_or(full) } else { full })
    };
    // Parts before the full name, where the family name is there: a full name may hold a title, a nickname or the
    // company.
    let known = if cells.line("last_name").is_some() { Some(parts.clone()) } else { full() };
    let name = known.or(Some(parts)).filter(|name| !name.is_empty() && !cells::is_nothing(name))?;
    let address = !name.contains(' ') && !cells::emails(&name).is_empty();
    // An address as a name would be spoken by an opener: "Hi ane.lund@norvik.dk".
    (!address).then(|| clean_line(&person_names::without_titles(&name), NAME_CAP))
}

/// Returns a substitute for a missing name, so that no row is lost: the address, the number or the page.
fn stand_in(cells: &RowFields<'_>, emails: &[String], phones: &[Phone], link: Option<&str>) -> Result<String, String> {
    let page =
        link.map(|link| link.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www."));
    let found = emails.first().cloned().or_else(|| phones.first().map(|phone| phone.raw.clone()));
    let found = found.or_else(|| page.map(str::to_owned)).map(|found| clean_line(&found, NAME_CAP));
    let Some(found) = found.filter(|found| !found.is_empty()) else {
        // Where a number that a spreadsheet rounded was all there was, that is what is wrong with the row.
        let rounded =
            cells.columns.all(cells.row, "phone").find_map(|(cell, header)| cells::phones(cell, header).err());
        return Err(rounded.unwrap_or_else(|| "no name, no e-mail address, no telephone number".to_owned()));
    };
    cells.remark("no name; the e-mail address, telephone number or page is used instead");
    Ok(found)
}

/// The e-mail cells of a row.
struct MailCells {
    emails: Vec<String>,
    /// Lines for the notes with what is no valid address, so that it is not lost.
    broken: String,
}

fn mail(cells: &RowFields<'_>) -> MailCells {
    let mut mail = MailCells { emails: Vec::new(), broken: String::new() };
    // A column for names may hold the address.
    let named = cells.get("name").filter(|name| !name.contains(' ') && name.contains('@'));
    for (cell, _) in cells.columns.all(cells.row, "email") {
        let here = cells::emails(&crate::domain::text::clean(cell));
        if here.is_empty() && !cells::is_nothing(cell) {
            cells.remark("a cell for e-mail holds no address; its text is kept in the notes");
            let text = clean_line(cell, NAME_CAP);
            let line = if mail.broken.is_empty() { "" } else { "\n" };
            mail.broken.push_str(&format!("{line}E-mail as written: {text}"));
        }
        for email in here {
            if !mail.emails.contains(&email) {
                mail.emails.push(email);
            }
        }
    }
    if mail.emails.is_empty() {
        mail.emails.extend(named.map(cells::emails).unwrap_or_default());
    }
    mail
}

/// Returns why the person must not be called; `None` if they may be. A text that is neither yes nor no is taken as the
/// reason: better one call too few.
fn do_not_call(cells: &RowFields<'_>) -> Option<String> {
    // Dynamics writes what it permits.
    let permits = |cell: &str| match cell.trim().to_lowercase().as_str() {
        "allow" | "allowed" => Some(false),
        "do not allow" | "not allowed" => Some(true),
        _other => cells::yes_or_no(cell),
    };
    let bar = |cell: &str| match permits(cell) {
        Some(true) => Some("marked “do not call” in the imported list".to_owned()),
        Some(false) => None,
        None if cells::is_nothing_in("do_not_call", cell) => None,
        None => Some(clean_line(cell, NAME_CAP)).filter(|reason| !reason.is_empty()),
    };
    // A file may have several: one of them is enough, and a reason says more than a yes.
    let mut bars: Vec<String> = cells.columns.all(cells.row, "do_not_call").filter_map(|(cell, _)| bar(cell)).collect();
    bars.sort_by_key(|why| why.starts_with("marked “do not call”"));
    bars.into_iter().next()
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
            &crate::domain::import::options::ReadOptions::default(),
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
        assert_eq!(rows[1].value.as_ref().unwrap().contact.name, "linkedin.com/in/x");
    }

    #[test]
    fn a_row_with_only_a_number_is_not_lost() {
        let person = only("Name,Phone,Company\n,555 843 8116,Norvik\n");
        assert_eq!(person.contact.name, "555 843 8116");
    }

    #[test]
    fn a_name_is_without_its_title_and_with_the_given_name_first() {
        let named = |text: &str| only(text).contact.name;
        assert_eq!(named("Name,Company\n\"Lund, Ane\",Norvik\n\"Bright, Tom\",Quill\n"), "Ane Lund");
        assert_eq!(named("Name,Company\nAne Lund,Norvik\nTom Bright,Quill\n\"Sales, Oslo\",Quill\n"), "Ane Lund");
        assert_eq!(named("Name,Company\nIng. Jana Nová,Norvik\n"), "Jana Nová");
        assert_eq!(named("First Name,Last Name,Company\nDr. Ane,Lund,Norvik\n"), "Ane Lund");
    }

    #[test]
    fn what_is_no_address_is_kept_in_the_notes_and_an_address_for_a_name_is_one() {
        let person = only("Name,Email,Notes\nAne Lund,ane@@norvik,tall\n");
        assert_eq!(
            (person.contact.emails.len(), person.contact.notes.as_str()),
            (0, "tall\nE-mail as written: ane@@norvik")
        );
        let person = only("Name,Phone\nane@norvik.dk,22334455\n");
        assert_eq!((person.contact.name.as_str(), person.contact.emails.len()), ("ane@norvik.dk", 1));
    }

    #[test]
    fn a_rounded_number_loses_the_row_only_where_nothing_else_says_who_it_is() {
        let rows = read_all("Name,Phone\nAne Lund,1.55512E+10\n,1.55512E+10\n");
        assert_eq!(rows[0].value.as_ref().unwrap().contact.phones, []);
        assert!(rows[1].value.as_ref().unwrap_err().contains("rounded by a spreadsheet"));
    }

    #[test]
    fn do_not_call_is_a_yes_or_a_reason() {
        let told = |cell: &str| only(&format!("Name,Do Not Call\nAne,{cell}\n")).contact.do_not_call;
        assert!(told("1").is_some() && told("TRUE").is_some());
        for no in [
            "0", "FALSCH", "FAUX", "0.0", "Allow", "allowed", "N/A", "-", "nan", "no", "nej", "nei", "nee", "não",
            "nie", "00",
        ] {
            assert_eq!(told(no), None, "{no}");
        }
        for yes in ["Do Not Allow", "WAHR", "VRAI", "1.0", "x", "Yes", "2024-03-12", "✓", "-1", "sim", "tak"] {
            assert!(told(yes).is_some(), "{yes}");
        }
        let several = "Name,Do_Not_Call__c,Nicht anrufen,HasOptedOutOfCall\nAne,no,,1\n";
        assert!(only(several).contact.do_not_call.is_some());
        assert_eq!(told("asked by mail 3 May").as_deref(), Some("asked by mail 3 May"));
    }

    #[test]
    fn the_mail_domain_names_the_company_only_where_nothing_else_does() {
        assert_eq!(only("Name,Email\nAne,ane@norvik.dk\n").company_domain.as_deref(), Some("norvik.dk"));
        assert_eq!(only("Name,Email,Company\nAne,ane@norvik.dk,Norvik\n").company_domain, None);
        assert_eq!(only("Name,Email\nAne,ane@gmail.com\n").company_domain, None);
    }

    #[test]
    fn a_list_of_people_says_what_their_company_is() {
        let text = "Company,Country,City,Industry,Head count,First name,Last name,Job title,Email\n\
            Norvik,Norsko,Bergen,food,420,Ane,Lund,COO,ane@norvik.no\n";
        let told = only(text).employer;
        assert_eq!((told.country.as_deref(), told.city.as_deref()), (Some("Norsko"), Some("Bergen")));
        assert_eq!((told.industry.as_deref(), told.employees), (Some("food"), Some(420)));
        let exported = "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,City\nAne,Lund,Norvik,Work,a@x.com,Oslo\n";
        assert_eq!(only(exported).employer, Account::default(), "an address book says where the person is");
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

//! Reads one vCard as a person or a company.

use crate::domain::account::country_names::country_named;
use crate::domain::account::zone;
use crate::domain::account::{Account, Contact, ExternalId, Phone};
use crate::domain::matching::{domain_of, is_shared_domain};
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::phones::{label_of, number_of};
use crate::exchange::cells;
use crate::exchange::contentline::ContentLine;
use crate::exchange::entities::own_clock::{OwnClock, REMARK};
use crate::exchange::notes::Notes;
use crate::exchange::record::{ContactRecord, ImportEntry};
use crate::exchange::table::csv_rows::Row;

/// Most numbers, addresses or labels that are taken from one card.
const MANY: usize = 50;
/// Longest web address that is written, in characters.
const URL_CAP: usize = 2_000;
/// Label, and beginning of the note, of a person who must not be called.
pub(crate) const DO_NOT_CALL: &str = "Do not call";
/// Ending of the UIDs that this program writes; such an id belongs to a book and to no other system.
pub(crate) const OWN_UID: &str = "@whynow";

/// The properties of one card.
#[derive(Debug, Default)]
pub(crate) struct Card {
    /// Line of the file on which the card begins, from 1.
    pub(crate) line: u64,
    version: String,
    kind: String,
    as_company: bool,
    full: String,
    /// Family, given and additional names, prefixes, suffixes.
    name: Vec<String>,
    nickname: String,
    org: Vec<String>,
    title: String,
    role: String,
    phones: Vec<(String, Phone)>,
    emails: Vec<String>,
    pages: Vec<String>,
    address: Vec<String>,
    /// The home address, of which only the clock and the state are kept.
    home: Vec<String>,
    zone: Option<String>,
    notes: String,
    categories: Vec<String>,
    uid: String,
    /// Labels that Apple gives to properties of a group, as (group, label).
    labels: Vec<(String, String)>,
}

impl Card {
    pub(in crate::exchange) fn new(line: u64) -> Card {
        Card { line, ..Card::default() }
    }

    /// Returns the version with a leading blank, ` 3.0`; empty if the card states none.
    pub(in crate::exchange) fn version(&self) -> String {
        if self.version.is_empty() { String::new() } else { format!(" {}", self.version) }
    }

    /// Returns the row that represents the card in a list of rejected rows.
    pub(in crate::exchange) fn row(&self) -> Row {
        let first = |texts: &[String]| texts.first().cloned().unwrap_or_default();
        let phone = self.phones.first().map(|(_, phone)| phone.raw.clone()).unwrap_or_default();
        let cells = [self.spoken(), first(&self.org), first(&self.emails), phone];
        Row::of(self.line, cells.iter().map(String::as_str))
    }

    /// Reads one property. Properties without use for a rep, such as pictures, keys and birthdays, are skipped.
    pub(in crate::exchange) fn take(&mut self, line: &ContentLine, notes: &Notes) {
        // Pictures, keys and sounds are not read, so that nothing of them is lost.
        if line.cut && !matches!(line.name.as_str(), "PHOTO" | "LOGO" | "KEY" | "SOUND") {
            notes.count("the card holds a text longer than 500 kB, which was cut", self.line);
        }
        match line.name.as_str() {
            "VERSION" => self.version = clean_line(&line.value, 8),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => self.kind = line.text().trim().to_lowercase(),
            // Apple's mark of a card that is a company's.
            "X-ABSHOWAS" => self.as_company |= line.value.trim().eq_ignore_ascii_case("COMPANY"),
            "FN" => fill(&mut self.full, &line.text()),
            "N" if self.name.is_empty() => {
                self.name = line.parts(';').iter().map(|part| clean_line(part, NAME_CAP)).collect();
            }
            "NICKNAME" => fill(&mut self.nickname, &line.text()),
            "ORG" if self.org.is_empty() => {
                let parts = line.parts(';').into_iter().map(|part| clean_line(&part, NAME_CAP));
                self.org = parts.filter(|part| !part.is_empty()).collect();
            }
            "TITLE" => fill(&mut self.title, &line.text()),
            "ROLE" => fill(&mut self.role, &line.text()),
            "TEL" => self.take_phone(line, notes),
            "EMAIL" => self.take_emails(line, notes),
            "URL" | "X-SOCIALPROFILE" | "SOCIALPROFILE" => self.take_page(line),
            "ADR" => self.take_address(line),
            "LABEL" => self.take_label(line),
            "TZ" => self.zone = self.zone.take().or_else(|| Some(zone::named(&line.text())?.name().to_owned())),
            "NOTE" => self.add_note(&line.text(), notes),
            "CATEGORIES" => self.take_categories(line),
            "UID" => fill(&mut self.uid, &line.text()),
            "X-ABLABEL" if self.labels.len() < MANY => {
                let label = line.text();
                // Apple wraps its predefined labels: `_$!<Work>!$_`.
                let label = label.trim_start_matches("_$!<").trim_end_matches(">!$_");
                self.labels.push((line.group.clone(), clean_line(label, 60).to_lowercase()));
            }
            _ => {}
        }
    }

    fn take_phone(&mut self, line: &ContentLine, notes: &Notes) {
        if self.phones.len() == MANY {
            return notes.count("the card holds more than 50 telephone numbers; the first 50 were taken", self.line);
        }
        let Some(raw) = number_of(&line.text()) else {
            if !line.value.trim().is_empty() {
                notes.count("a telephone number without digits was left out", self.line);
            }
            return;
        };
        let Some(label) = label_of(line) else {
            return notes.count("a fax, pager or modem number was left out: nobody answers it", self.line);
        };
        if self.phones.iter().any(|(_, known)| known.raw == raw) {
            return;
        }
        // The first number is the one that is dialled.
        let at = if is_preferred(line) { 0 } else { self.phones.len() };
        self.phones.insert(at, (line.group.clone(), Phone { raw, label: label.to_owned() }));
    }

    fn take_emails(&mut self, line: &ContentLine, notes: &Notes) {
        let found = cells::emails(&clean_line(&line.text(), URL_CAP));
        if found.is_empty() && !line.value.trim().is_empty() {
            notes.count("an e-mail property holds no address and was left out", self.line);
        }
        for email in found {
            if self.emails.contains(&email) {
                continue;
            }
            if self.emails.len() == MANY {
                return notes.count("the card holds more than 50 e-mail addresses; the first 50 were taken", self.line);
            }
            let at = if is_preferred(line) { 0 } else { self.emails.len() };
            self.emails.insert(at, email);
        }
    }

    fn take_page(&mut self, line: &ContentLine) {
        let page = clean_line(&line.text(), URL_CAP);
        let web = page.starts_with("http") || page.starts_with("www.");
        if web && self.pages.len() < MANY && !self.pages.contains(&page) {
            self.pages.push(page);
        }
    }

    /// Reads the work address, and of a home address what tells the clock: for privacy the book keeps no more of it.
    fn take_address(&mut self, line: &ContentLine) {
        let parts: Vec<String> = line.parts(';').iter().map(|part| clean_line(part, NAME_CAP)).collect();
        // As it is put on an envelope, where its parts are not told apart.
        let label = || line.param("LABEL").map(place_on_label);
        let parts = if parts.iter().any(|part| !part.is_empty()) { Some(parts) } else { label() };
        let Some(parts) = parts else { return };
        if line.is_of("home") {
            self.home = parts;
        } else if self.address.is_empty() || line.is_of("work") {
            self.address = parts;
        }
    }

    /// Reads an address as it is put on an envelope, which vCard 3.0 writes on a line of its own.
    fn take_label(&mut self, line: &ContentLine) {
        let place = if line.is_of("home") { &mut self.home } else { &mut self.address };
        if place.is_empty() {
            *place = place_on_label(&line.text());
        }
    }

    /// Sets the person's clock to that of their address, unless the card names a zone.
    fn own_clock(&mut self, notes: &Notes) {
        if self.zone.is_some() {
            return;
        }
        let at = |address: &[String]| {
            let part = |at: usize| address.get(at).filter(|part| !part.is_empty()).cloned();
            OwnClock::of_place(
                &Account { city: part(3), region: part(4), country: part(6), ..Account::default() },
                None,
            )
        };
        let Some(clock) = at(&self.address).or_else(|| at(&self.home)) else { return };
        notes.count_word(REMARK, Some(&clock.place), self.line);
        self.note(&clock.note);
        self.zone = Some(clock.zone);
    }

    fn take_categories(&mut self, line: &ContentLine) {
        for category in line.parts(',') {
            let category = clean_line(&category, 60);
            // Beyond the most that are kept, one that bars them still counts.
            let room = self.categories.len() < MANY || says_do_not_call(&category);
            if !category.is_empty() && room && !self.categories.contains(&category) {
                self.categories.push(category);
            }
        }
    }

    fn add_note(&mut self, text: &str, notes: &Notes) {
        let text = clean_note(text, NOTE_CAP);
        if self.notes.chars().count() + text.chars().count() > NOTE_CAP {
            notes.count("the notes of the card are longer than 10,000 characters and were cut", self.line);
        }
        self.note(text.trim());
    }

    fn note(&mut self, text: &str) {
        // Counted in bytes, of which a character has four at most: what is kept is cut to characters at the end.
        if text.is_empty() || self.notes.len() >= 4 * NOTE_CAP {
            return;
        }
        if !self.notes.is_empty() {
            self.notes.push('\n');
        }
        self.notes.push_str(text);
    }

    /// Returns the name as it is spoken; empty if the card has none.
    fn spoken(&self) -> String {
        if !self.full.is_empty() {
            return self.full.clone();
        }
        let part = |at: usize| self.name.get(at).map_or("", String::as_str);
        // N is family; given; additional; prefixes; suffixes (RFC 6350, 6.2.2). Prefixes are titles.
        let parts = [part(1), part(2), part(0), part(4)];
        let spoken = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        if spoken.is_empty() { self.nickname.clone() } else { clean_line(&spoken, NAME_CAP) }
    }

    /// Converts the card to a person or a company; the error says why it is neither.
    pub(in crate::exchange) fn entry(mut self, notes: &Notes) -> Result<ImportEntry, String> {
        match self.kind.as_str() {
            "group" => return Err("it is a list of people, not a person; they have cards of their own".to_owned()),
            "location" | "device" | "application" | "thing" => {
                return Err(format!("it is a card of a {}, not of a person or company", self.kind));
            }
            _ => {}
        }
        // Only now: a label may come before or after its number.
        self.relabel();
        let named = self.name.iter().take(3).any(|part| !part.is_empty());
        let spoken = self.spoken();
        let organisation = matches!(self.kind.as_str(), "org" | "organization") || self.as_company;
        // A card whose FN is its ORG and that names no person is a company: Outlook and Google write no KIND.
        let company = self.org.first().filter(|org| spoken.is_empty() || (!named && **org == spoken)).cloned();
        match company {
            _ if organisation => self.company(spoken),
            Some(name) => self.company(name),
            None => self.person(spoken, notes),
        }
    }

    /// Applies the labels that Apple gives to telephone numbers in a property of the same group.
    fn relabel(&mut self) {
        for (group, phone) in self.phones.iter_mut().filter(|(group, _)| !group.is_empty()) {
            if let Some((_, label)) = self.labels.iter().find(|(known, _)| known == group) {
                phone.label.clone_from(label);
            }
        }
    }

    fn company(self, spoken: String) -> Result<ImportEntry, String> {
        let name = self.org.first().cloned().filter(|_| !self.org.is_empty()).unwrap_or(spoken);
        check_name(&name)?;
        let page = self.pages.iter().filter_map(|page| domain_of(page)).find(|one| !is_shared_domain(one));
        let domain = page.or_else(|| self.emails.iter().find_map(|email| cells::company_domain(email)));
        // ADR is box; extended; street; locality; region; code; country (RFC 6350, 6.3.1).
        let place = |at: usize| self.address.get(at).filter(|part| !part.is_empty()).cloned();
        let external = self.external();
        Ok(ImportEntry::Account(Box::new(Account {
            domain,
            city: place(3),
            region: place(4),
            country: place(6),
            zone: self.zone.clone(),
            phone: self.phones.first().map(|(_, phone)| phone.raw.clone()),
            tags: self.categories.clone(),
            notes: clean_note(&self.notes, NOTE_CAP),
            external,
            name,
            ..Account::default()
        })))
    }

    fn person(mut self, spoken: String, notes: &Notes) -> Result<ImportEntry, String> {
        let stand_in = self.emails.first().cloned().or_else(|| self.phones.first().map(|(_, phone)| phone.raw.clone()));
        let name = match (spoken.is_empty(), stand_in) {
            (false, _) => spoken,
            (true, Some(stand_in)) => {
                notes.count("no name; the e-mail address or telephone number is used instead", self.line);
                stand_in
            }
            (true, None) => return Err("the card has no name, company, e-mail address or telephone number".to_owned()),
        };
        check_name(&name)?;
        // Before the labels become a line of the notes: it takes its own label off them.
        let do_not_call = self.do_not_call();
        self.more_notes();
        self.own_clock(notes);
        let company = self.org.first().cloned();
        let from_email = || self.emails.iter().find_map(|email| cells::company_domain(email));
        // As in tables: people write from the domain of a parent or of a project.
        let company_domain = company.is_none().then(from_email).flatten();
        let given = self.name.get(1).filter(|given| !given.is_empty() && !given.contains('@')).cloned();
        let title = Some(if self.title.is_empty() { &self.role } else { &self.title });
        let contact = Contact {
            given_name: given,
            title: title.filter(|title| !title.is_empty()).cloned(),
            link: profile_page(&self.pages),
            external: self.external(),
            notes: clean_note(&self.notes, NOTE_CAP),
            zone: self.zone,
            phones: self.phones.into_iter().map(|(_, phone)| phone).collect(),
            emails: self.emails,
            do_not_call,
            name,
            ..Contact::default()
        };
        let record = ContactRecord { contact, company, company_domain, ..ContactRecord::default() };
        Ok(ImportEntry::Contact(Box::new(record)))
    }

    /// Returns why the person must not be called, if a label of the card says so.
    fn do_not_call(&mut self) -> Option<String> {
        let at = self.categories.iter().position(|category| says_do_not_call(category))?;
        self.categories.remove(at);
        // Our own cards put the reason on a line of the note.
        let begins = format!("{DO_NOT_CALL}: ");
        let why = self.notes.lines().find_map(|line| line.strip_prefix(&begins)).map(str::to_owned);
        let kept: Vec<&str> = self.notes.lines().filter(|line| !line.starts_with(&begins)).collect();
        self.notes = kept.join("\n");
        Some(why.unwrap_or_else(|| "labelled “do not call” on the imported card".to_owned()))
    }

    /// Adds what has no field of its own to the notes.
    fn more_notes(&mut self) {
        let units = self.org.iter().skip(1).cloned().collect::<Vec<_>>().join(", ");
        let role = if self.title.is_empty() { String::new() } else { self.role.clone() };
        let address = self.address.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        let labels = self.categories.join(", ");
        for (what, said) in [("Department", units), ("Role", role), ("Address", address), ("Labels", labels)] {
            if !said.is_empty() {
                self.note(&format!("{what}: {said}"));
            }
        }
    }

    fn external(&self) -> Vec<ExternalId> {
        // Our own UID is an id of some book: kept as an id of another system, it would match rows of a book that it
        // does not come from.
        let own = self.uid.is_empty() || self.uid.ends_with(OWN_UID);
        if own { Vec::new() } else { vec![ExternalId { source: "vcard".to_owned(), id: self.uid.clone() }] }
    }
}

/// Sets a field unless it is set already.
fn fill(field: &mut String, text: &str) {
    if field.is_empty() {
        *field = clean_line(text, NAME_CAP);
    }
}

fn check_name(name: &str) -> Result<(), String> {
    let legible = name.chars().any(|c| c.is_alphanumeric() && c != '\u{FFFD}');
    if legible { Ok(()) } else { Err(format!("“{name}” is not a name: it has no letter or digit")) }
}

/// Returns city, state and country of an address as it is put on an envelope, in the places where ADR has them.
fn place_on_label(label: &str) -> Vec<String> {
    let text = label.replace("\\n", "\n").replace("\\N", "\n");
    let mut lines: Vec<String> =
        text.lines().map(|line| clean_line(line, NAME_CAP)).filter(|line| !line.is_empty()).collect();
    let country = lines.pop_if(|last| country_named(last).is_some()).unwrap_or_default();
    // "Boulder, CO 80301": the state stands behind the city.
    let city = lines.pop().unwrap_or_default();
    if country.is_empty() && city.is_empty() {
        return Vec::new();
    }
    let nothing = String::new;
    vec![nothing(), nothing(), nothing(), city, nothing(), nothing(), country]
}

fn is_preferred(line: &ContentLine) -> bool {
    // `TYPE=pref` until vCard 3.0, `PREF=1` in 4.0.
    line.is_of("pref") || line.param("PREF") == Some("1")
}

/// Returns the page in a professional network, else the first page of the card.
fn profile_page(pages: &[String]) -> Option<String> {
    let known = |page: &&String| page.contains("linkedin.com/") || page.contains("xing.com/");
    pages.iter().find(known).or_else(|| pages.first()).cloned()
}
/// Returns true if a label of a card bars the person.
fn says_do_not_call(category: &str) -> bool {
    // The do-not-call lists of Germany, Belgium, Denmark and Spain are called after Robinson.
    matches!(category.to_lowercase().replace('-', " ").as_str(), "do not call" | "dnc" | "robinson")
}

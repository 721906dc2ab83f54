//! Reads documents that hold both companies and people, as Atomic CRM and Salesforce write them.
//!
//! Companies come first, whatever the order of the file, so that people find theirs. Every object becomes a row: one
//! that is neither company nor person is reported as left out, or added to its person's notes.

use std::collections::HashMap;

use super::detect::ListHead;
use super::error::refusal;
use super::flatten;
use super::flatten::Cells;
use super::member_names::{ListKind, words};
use super::stream::{Piece, Pieces, StreamMode};
use super::value;
use super::value::Node;
use crate::domain::account::{Contact, ExternalId};
use crate::domain::import::options::ReadOptions;
use crate::domain::query::{ColumnMapping, ImportKind};
use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};
use crate::exchange::bytes::DecodedText;
use crate::exchange::entities::accounts::account;
use crate::exchange::entities::contacts::contact;
use crate::exchange::error::ExchangeError;
use crate::exchange::notes::Notes;
use crate::exchange::presets;
use crate::exchange::presets::{FieldColumns, key};
use crate::exchange::record::{ContactRecord, ImportEntry, Record, RecordReader};
use crate::exchange::table::csv_rows::Row;
use crate::exchange::table::fields::RowFields;

/// Longest document of this kind, in bytes, because it is held in memory.
const HELD: usize = 64 * 1024 * 1024;

/// How a document holds both companies and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MixedLayout {
    /// One list for each kind, recognised by its name.
    Lists,
    /// One list of records, each with its type; nested records belong to the one that contains them.
    Salesforce,
}

/// Returns the layout of a document with these lists; `None` if all its rows are of one kind.
pub(super) fn layout(lists: &[ListHead]) -> Option<MixedLayout> {
    let typed = |seen: &ListHead| seen.first.get("attributes").and_then(|node| node.says("type")).is_some();
    let is_salesforce = |seen: &ListHead| typed(seen) && (seen.path.is_empty() || seen.path == "records");
    if lists.iter().any(|seen| is_salesforce(seen) && seen.first.get("attributes").is_some_and(is_sobject)) {
        return Some(MixedLayout::Salesforce);
    }
    let has = |sort: ListKind| lists.iter().any(|seen| words().sort(&seen.path) == Some(sort));
    (has(ListKind::Companies) && has(ListKind::People)).then_some(MixedLayout::Lists)
}

/// Returns true for the attributes of a Salesforce record; JSON:API has attributes with a type too, but with more
/// members.
fn is_sobject(attributes: &Node) -> bool {
    matches!(attributes, Node::Object(members) if members.iter().all(|(name, _)| matches!(name.as_str(), "type" | "url" | "referenceId")))
}

/// Reads the document into entries of both kinds.
///
/// # Errors
/// When it cannot be read, or is too long.
pub(crate) fn entries(
    file: &str,
    text: DecodedText,
    kind: ImportKind,
    layout: MixedLayout,
    how: &ReadOptions,
) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    if let Some(name) = &how.preset {
        presets::check_name(name).map_err(|says| ExchangeError::not_readable(file, says))?;
    }
    let notes = Notes::default();
    let mut held = MixedDocument { how: how.clone(), ..MixedDocument::default() };
    let mut pieces = Pieces::new(text.stream, StreamMode::Lists);
    let (mut length, mut found) = (0, Vec::new());
    while let Some(piece) = pieces.next().map_err(|fault| refusal(file, fault.into_io()))? {
        length += piece.text.as_ref().map_or(0, Vec::len);
        // Held whole, because companies may stand behind their people: read in one go, people would not find theirs.
        if length > HELD {
            let says = "it is longer than 64 MB; split it, or write companies and people to a file each";
            return Err(ExchangeError::not_readable(file, says));
        }
        found.push(piece);
    }
    let atomic = layout == MixedLayout::Lists
        && found.iter().any(|piece| sort(piece) == ListKind::Users && piece.path == "sales");
    held.source = atomic.then(|| "atomic-crm".to_owned());
    for piece in found {
        held.take(&piece, layout, &notes);
    }
    let format = match (layout, atomic) {
        (MixedLayout::Salesforce, _) => "JSON, Salesforce records",
        (MixedLayout::Lists, true) => "JSON, Atomic CRM",
        (MixedLayout::Lists, false) => "JSON, companies and people",
    };
    held.check_map().map_err(|says| ExchangeError::not_readable(file, says))?;
    let mapping = held.mapping();
    let records = held.records(&notes);
    if records.is_empty() {
        return Err(ExchangeError::not_readable(file, format!("it is {format} without a single entry")));
    }
    let records = Box::new(records.into_iter().map(Ok));
    Ok(RecordReader { mapping, ..RecordReader::without_table(kind, format.to_owned(), notes, records) })
}

fn sort(piece: &Piece) -> ListKind {
    words().sort(&piece.path).unwrap_or(ListKind::Rows)
}

/// An object that waits to be read as an entry.
struct Object {
    line: u64,
    cells: Result<Cells, String>,
}

/// The objects of a document, by kind.
#[derive(Default)]
struct MixedDocument {
    how: ReadOptions,
    companies: Vec<Object>,
    people: Vec<Object>,
    /// Notes and tasks, which are texts about a person.
    words: Vec<(Object, ListKind)>,
    others: Vec<(Object, String)>,
    /// Name of the system that gave the ids.
    source: Option<String>,
    /// Names of users, and of companies and people, by their ids.
    users: HashMap<String, String>,
    named: HashMap<String, String>,
    persons: HashMap<String, String>,
}

impl MixedDocument {
    fn take(&mut self, piece: &Piece, layout: MixedLayout, notes: &Notes) {
        let line = piece.line;
        let read = piece.text.clone().and_then(|text| value::read(&text, line));
        let node = match read {
            Ok(read) => {
                read.mended.into_iter().for_each(|why| notes.count(why, line));
                read.node
            }
            // Of no kind, so far as one can read: it is refused with its reason, whichever list it is put into.
            Err(wrong) => return self.companies.push(Object { line, cells: Err(wrong) }),
        };
        match layout {
            MixedLayout::Salesforce => self.record(&node, line, None),
            MixedLayout::Lists => self.listed(&node, line, piece),
        }
    }

    fn listed(&mut self, node: &Node, line: u64, piece: &Piece) {
        let object = Object { line, cells: Ok(flatten::cells(node)) };
        let id = node.says("id").unwrap_or_default();
        match sort(piece) {
            ListKind::Companies => {
                self.named.insert(id, node.says("name").unwrap_or_default());
                self.companies.push(object);
            }
            ListKind::People => {
                self.persons.insert(id, person_name(node));
                self.people.push(object);
            }
            ListKind::Users => {
                let name = Some(person_name(node)).filter(|name| !name.is_empty()).or_else(|| node.says("email"));
                self.users.insert(id, name.unwrap_or_default());
                let says = "a user of the CRM: they are the owner of their companies";
                self.others.push((object, says.to_owned()));
            }
            found @ (ListKind::Notes | ListKind::Tasks) => self.words.push((object, found)),
            ListKind::Happenings | ListKind::Calls | ListKind::Barred | ListKind::Rows => {
                let says = format!("an entry of “{}”: neither a company nor a person", clean_line(&piece.path, 40));
                self.others.push((object, says));
            }
        }
    }

    /// Adds a Salesforce record; `within` is the name of the account that contains it.
    fn record(&mut self, node: &Node, line: u64, within: Option<&str>) {
        let Node::Object(members) = node else {
            let cells = Err("an object with names belongs here".to_owned());
            return self.companies.push(Object { line, cells });
        };
        let attributes = node.get("attributes");
        let kind = attributes.and_then(|node| node.says("type")).unwrap_or_default();
        let reference = attributes.and_then(|node| node.says("referenceId"));
        let nested = |node: &Node| matches!(node.get("records"), Some(Node::List(_)));
        let plain = members.iter().filter(|(name, node)| name != "attributes" && !nested(node)).cloned().collect();
        let mut cells = flatten::cells(&Node::Object(plain));
        let name = node.says("Name");
        if kind == "Account" {
            let ids = [reference.map(|id| format!("@{id}")), node.says("Id")];
            // Salesforce's tree files refer to a record of the same file as "@AccountRef1".
            self.named.extend(ids.into_iter().flatten().zip(name.iter().cloned().cycle()));
        } else if let Some(within) = within {
            cells.push(("Account Name".to_owned(), within.to_owned()));
        }
        let object = Object { line, cells: Ok(cells) };
        match kind.as_str() {
            "Account" => self.companies.push(object),
            "Contact" | "Lead" => self.people.push(object),
            other => {
                let says = format!("a record of “{}”: neither a company nor a person", clean_line(other, 40));
                self.others.push((object, says));
            }
        }
        for (_, node) in members {
            if let Some(Node::List(records)) = node.get("records") {
                let within = if kind == "Account" { name.as_deref() } else { None };
                records.iter().for_each(|record| self.record(record, line, within));
            }
        }
    }

    /// Checks each column that is to be mapped against the kind of objects that have it.
    fn check_map(&self) -> Result<(), String> {
        let (companies, people) = (header(&self.companies), header(&self.people));
        for named in &self.how.map {
            let one = ReadOptions { map: vec![named.clone()], ..ReadOptions::default() };
            let has = |header: &[String]| header.iter().any(|column| key(column) == key(&named.0));
            match (has(&companies), has(&people)) {
                (true, false) => presets::check_map(ImportKind::Accounts, &companies, &one)?,
                (false, true) => presets::check_map(ImportKind::Contacts, &people, &one)?,
                (true, true) => presets::check_map(ImportKind::Accounts, &companies, &one)
                    .or_else(|_| presets::check_map(ImportKind::Contacts, &people, &one))?,
                (false, false) => {
                    let both: Vec<String> = companies.iter().chain(&people).cloned().collect();
                    presets::check_map(ImportKind::Accounts, &both, &one)?;
                }
            }
        }
        Ok(())
    }

    fn mapping(&self) -> Vec<ColumnMapping> {
        let of = |kind: ImportKind, what: &str, objects: &[Object]| {
            let mapped = FieldColumns::of(kind, &header(objects), &self.how).mapping.into_iter();
            mapped.map(|one| ColumnMapping { column: format!("{what}: {}", one.column), ..one }).collect::<Vec<_>>()
        };
        let mut all = of(ImportKind::Accounts, "companies", &self.companies);
        all.extend(of(ImportKind::Contacts, "people", &self.people));
        all
    }

    fn records(mut self, notes: &Notes) -> Vec<Record<ImportEntry>> {
        let take = std::mem::take::<Vec<Object>>;
        let (companies, people) = (take(&mut self.companies), take(&mut self.people));
        let (words, others) = (std::mem::take(&mut self.words), std::mem::take(&mut self.others));
        // Companies, then people, then words about them: a row finds in the book only what entered before it.
        let mut records: Vec<Record<ImportEntry>> = Vec::new();
        records.extend(companies.into_iter().map(|object| self.company(object, notes)));
        records.extend(people.into_iter().map(|object| self.person(object, notes)));
        records.extend(words.into_iter().map(|(object, sort)| self.words_about(&object, sort)));
        records.extend(others.into_iter().map(|(object, says)| reject(&object, says)));
        records
    }

    fn company(&self, mut object: Object, notes: &Notes) -> Record<ImportEntry> {
        let (id, owner) = (self.source_id(&object, "id"), object_id(&object, &["sales_id", "owner_id"]));
        if let (Ok(cells), Some(owner)) = (&mut object.cells, self.of(&owner, &self.users)) {
            cells.push(("owner".to_owned(), owner));
        }
        let read = |fields: &RowFields<'_>| {
            let mut company = account(fields)?;
            company.external.extend(id.clone().filter(|id| !company.external.contains(id)));
            Ok(ImportEntry::Account(Box::new(company)))
        };
        seen_through(object, ImportKind::Accounts, &self.how, notes, read)
    }

    fn person(&self, mut object: Object, notes: &Notes) -> Record<ImportEntry> {
        const EMPLOYER: [&str; 6] =
            ["company_id", "account_id", "organization_id", "companyid", "AccountId", "accountId"];
        let (id, employer) = (self.source_id(&object, "id"), object_id(&object, &EMPLOYER));
        if let (Ok(cells), Some(name)) = (&mut object.cells, self.of(&employer, &self.named)) {
            cells.retain(|(column, _)| column != "company");
            cells.push(("Account Name".to_owned(), name));
        }
        let company_id = self.external(employer);
        let read = |fields: &RowFields<'_>| {
            let mut person = contact(fields, false)?;
            let known = &mut person.contact.external;
            known.extend(id.clone().filter(|id| !known.contains(id)));
            person.company_external = company_id.clone().or(person.company_external);
            Ok(ImportEntry::Contact(Box::new(person)))
        };
        seen_through(object, ImportKind::Contacts, &self.how, notes, read)
    }

    /// Adds a note or a task to the notes of its person.
    fn words_about(&self, object: &Object, sort: ListKind) -> Record<ImportEntry> {
        let says = |name: &str| object.cells.as_ref().ok().and_then(|cells| cell(cells, name));
        let person = object_id(object, &["contact_id", "person_id", "contactId"]);
        // The day of an ISO 8601 instant.
        let day = |name: &str| says(name).map(|date| date.chars().take(10).collect::<String>());
        let text = says("text").or_else(|| says("content")).or_else(|| says("body")).or_else(|| says("subject"));
        let (Some(text), Some(name)) = (text, self.of(&person, &self.persons)) else {
            return reject(object, "words about nobody in this file, or no words".to_owned());
        };
        let text = match sort {
            ListKind::Tasks => match (day("done_date"), day("due_date")) {
                (Some(done), _) => format!("Done on {done}: {text}"),
                (None, Some(due)) => format!("To do by {due}: {text}"),
                (None, None) => format!("To do: {text}"),
            },
            _ => day("date").map_or_else(|| text.clone(), |date| format!("{date}: {text}")),
        };
        let contact = Contact {
            name: clean_line(&name, NAME_CAP),
            external: self.external(person).into_iter().collect(),
            notes: clean_note(&text, NOTE_CAP),
            ..Contact::default()
        };
        let record = ContactRecord { contact, ..ContactRecord::default() };
        Record { line: object.line, raw: raw(object), value: Ok(ImportEntry::Contact(Box::new(record))) }
    }

    fn of(&self, id: &Option<String>, names: &HashMap<String, String>) -> Option<String> {
        names.get(id.as_ref()?).filter(|name| !name.trim().is_empty()).cloned()
    }

    fn source_id(&self, object: &Object, column: &str) -> Option<ExternalId> {
        self.external(object_id(object, &[column]))
    }

    fn external(&self, id: Option<String>) -> Option<ExternalId> {
        let (source, id) = (self.source.clone()?, clean_line(&id?, NAME_CAP));
        (!id.is_empty()).then_some(ExternalId { source, id })
    }
}

/// Returns the columns of these objects, each once.
fn header(objects: &[Object]) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for (name, _) in objects.iter().filter_map(|object| object.cells.as_ref().ok()).flatten() {
        if !header.contains(name) {
            header.push(name.clone());
        }
    }
    header
}

fn person_name(node: &Node) -> String {
    let parts = ["first_name", "last_name"].iter().filter_map(|name| node.says(name));
    let parts = parts.collect::<Vec<_>>().join(" ");
    if parts.is_empty() { node.says("name").unwrap_or_default() } else { parts }
}

fn cell(cells: &Cells, name: &str) -> Option<String> {
    let found = cells.iter().find(|(column, _)| key(column) == key(name));
    found.map(|(_, cell)| cell.clone()).filter(|cell| !cell.trim().is_empty())
}

fn object_id(object: &Object, names: &[&str]) -> Option<String> {
    let cells = object.cells.as_ref().ok()?;
    names.iter().find_map(|name| cell(cells, name))
}

fn raw(object: &Object) -> Row {
    match &object.cells {
        Ok(cells) => Row::of(object.line, cells.iter().map(|(_, cell)| cell.as_str())),
        Err(_) => Row::of(object.line, []),
    }
}

fn reject(object: &Object, says: String) -> Record<ImportEntry> {
    let says = object.cells.as_ref().err().cloned().unwrap_or(says);
    Record { line: object.line, raw: raw(object), value: Err(says) }
}

/// Reads one object through its own columns.
fn seen_through(
    object: Object,
    kind: ImportKind,
    how: &ReadOptions,
    notes: &Notes,
    read: impl Fn(&RowFields<'_>) -> Result<ImportEntry, String>,
) -> Record<ImportEntry> {
    let row = raw(&object);
    let value = object.cells.and_then(|cells| {
        let header: Vec<String> = cells.into_iter().map(|(name, _)| name).collect();
        read(&RowFields {
            columns: &FieldColumns::of(kind, &header, how),
            row: &row,
            notes,
            country: how.country.as_deref(),
        })
    });
    Record { line: object.line, raw: row, value }
}

//! Header names → fields of the book. The names are data: `assets/columns.toml`.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::rows::{ImportKind, Mapped};

use super::rows::Row;

/// Which columns of one file give which fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Field key → its columns, best first.
    found: HashMap<&'static str, Vec<usize>>,
    /// Which kind of export it is, where that shows.
    pub(super) preset: Option<&'static Preset>,
    /// Header cell → words for its field, in the order of the file.
    pub(super) mapping: Vec<Mapped>,
    pub(super) header: Vec<String>,
}

/// A kind of export known by its columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Preset {
    /// What people call it.
    pub(super) name: String,
    /// Name of the system that its ids belong to; without one, ids are left alone: every system counts from 1.
    #[serde(default)]
    pub(super) source: Option<String>,
    /// A plain revenue column counts millions.
    #[serde(default)]
    pub(super) revenue_in_millions: bool,
    /// A plain length of a call counts milliseconds.
    #[serde(default)]
    pub(super) lengths_in_milliseconds: bool,
    /// An authority publishes it.
    #[serde(default)]
    pub(super) official: bool,
    /// Each inner list: header names that together give it away.
    signs: Vec<Vec<String>>,
}

/// The fields of one import and the header names that mean them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    needed: Vec<Vec<String>>,
    fields: HashMap<String, Field>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    label: String,
    columns: Vec<String>,
    #[serde(rename = "use", default)]
    take: Take,
    #[serde(default)]
    system_id: bool,
}

#[derive(Debug, Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Take {
    #[default]
    Best,
    First,
    All,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    preset: Vec<Preset>,
    accounts: Fields,
    contacts: Fields,
    triggers: Fields,
    do_not_call: Fields,
    calls: Fields,
}

/// The table and its names turned round: header key → (field, rank).
struct Known {
    book: Book,
    names: [HashMap<String, (&'static str, usize)>; 5],
}

impl Columns {
    /// Understands one line as a header for this kind of import.
    pub(super) fn of(kind: ImportKind, header: &[String]) -> Columns {
        let keys: Vec<String> = header.iter().map(|cell| key(cell)).collect();
        let preset = known().book.preset.iter().find(|preset| preset.shows_in(&keys));
        let mut ranked: HashMap<&'static str, Vec<(usize, usize)>> = HashMap::new();
        for (index, name) in keys.iter().enumerate() {
            if let Some((field, rank)) = names(kind).get(name) {
                ranked.entry(field).or_default().push((*rank, index));
            }
        }
        let mut columns = Columns { preset, header: header.to_vec(), ..Columns::default() };
        for (name, mut places) in ranked {
            places.sort_unstable();
            let Some(field) = fields(kind).fields.get(name) else { continue };
            if field.system_id && preset.is_none_or(|preset| preset.source.is_none()) {
                continue;
            }
            let take = if field.take == Take::Best { 1 } else { places.len() };
            columns.found.insert(name, places.into_iter().take(take).map(|(_, index)| index).collect());
        }
        columns.mapping = columns.mapped(kind);
        columns
    }

    /// How many columns are understood.
    pub(super) fn count(&self) -> usize {
        self.found.values().map(Vec::len).sum()
    }

    /// The fields that this kind of import cannot do without and that no column gives, in words.
    pub(super) fn missing(&self, kind: ImportKind) -> Vec<String> {
        let gives = |field: &String| self.found.contains_key(field.as_str());
        let groups = fields(kind).needed.iter().filter(|group| !group.iter().any(gives));
        groups.map(|group| group.iter().map(|field| label(kind, field)).collect::<Vec<_>>().join(" or ")).collect()
    }

    /// Whether some column gives this field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.found.contains_key(field)
    }

    /// The first filled cell of the field, without blanks around it and without a formula guard.
    pub(super) fn get<'r>(&self, row: &'r Row, field: &str) -> Option<&'r str> {
        self.all(row, field).map(|(cell, _)| cell).next()
    }

    /// Every filled cell of the field with its header.
    pub(super) fn all<'r>(&self, row: &'r Row, field: &str) -> impl Iterator<Item = (&'r str, &str)> {
        let columns = self.found.get(field).map(Vec::as_slice).unwrap_or_default();
        columns.iter().filter_map(|index| {
            let cell = super::sheet::unguarded(row.cell(*index)).trim();
            (!cell.is_empty()).then(|| (cell, self.header.get(*index).map_or("", String::as_str)))
        })
    }

    fn mapped(&self, kind: ImportKind) -> Vec<Mapped> {
        let field_of = |index: usize| {
            let found = self.found.iter().find(|(_, places)| places.contains(&index));
            found.map(|(field, _)| label(kind, field))
        };
        let named = self.header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
        named.map(|(index, name)| Mapped { column: name.trim().to_owned(), field: field_of(index) }).collect()
    }
}

impl Preset {
    fn shows_in(&self, keys: &[String]) -> bool {
        self.signs.iter().any(|sign| sign.iter().all(|name| keys.contains(&key(name))))
    }
}

/// Names that would be understood for the needed fields: what an error message offers.
pub(super) fn expected(kind: ImportKind) -> String {
    let wanted = fields(kind).needed.iter().flatten().take(4);
    let names = wanted.filter_map(|field| fields(kind).fields.get(field));
    names.flat_map(|field| field.columns.iter().take(3)).map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

/// A header name as it is compared: letters and digits alone, lower case, without accents; `#` is `number`.
pub(super) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '#' => key.push_str("number"),
            'ß' => key.push_str("ss"),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ => {}
        }
    }
    key
}

fn label(kind: ImportKind, field: &str) -> String {
    fields(kind).fields.get(field).map_or_else(|| field.to_owned(), |field| field.label.clone())
}

fn fields(kind: ImportKind) -> &'static Fields {
    let book = &known().book;
    match kind {
        ImportKind::Accounts => &book.accounts,
        ImportKind::Contacts => &book.contacts,
        ImportKind::Triggers => &book.triggers,
        ImportKind::DoNotCall => &book.do_not_call,
        ImportKind::Calls => &book.calls,
    }
}

fn names(kind: ImportKind) -> &'static HashMap<String, (&'static str, usize)> {
    let [accounts, contacts, triggers, do_not_call, calls] = &known().names;
    match kind {
        ImportKind::Accounts => accounts,
        ImportKind::Contacts => contacts,
        ImportKind::Triggers => triggers,
        ImportKind::DoNotCall => do_not_call,
        ImportKind::Calls => calls,
    }
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let book: Book = toml::from_str(include_str!("../../assets/columns.toml"))
            .expect("the shipped columns.toml is read by a test");
        let all = [&book.accounts, &book.contacts, &book.triggers, &book.do_not_call, &book.calls];
        let names = all.map(turned_round);
        Known { book, names }
    })
}

fn turned_round(fields: &Fields) -> HashMap<String, (&'static str, usize)> {
    let mut names = HashMap::new();
    for (name, field) in &fields.fields {
        let name: &'static str = name.clone().leak();
        for (rank, column) in field.columns.iter().enumerate() {
            names.entry(key(column)).or_insert((name, rank));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(kind: ImportKind, header: &str) -> Columns {
        Columns::of(kind, &header.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    fn read(kind: ImportKind, header: &str) -> Vec<String> {
        columns(kind, header).mapping.into_iter().map(|mapped| mapped.field.unwrap_or("-".into())).collect()
    }

    #[test]
    fn no_header_name_means_two_fields_of_one_import() {
        let book = &known().book;
        for fields in [&book.accounts, &book.contacts, &book.triggers, &book.do_not_call, &book.calls] {
            let mut seen: HashMap<String, &str> = HashMap::new();
            for (name, field) in &fields.fields {
                for column in &field.columns {
                    let other = seen.insert(key(column), name);
                    assert!(other.is_none_or(|other| other == name), "{column}: {other:?} and {name}");
                }
            }
            for field in fields.needed.iter().flatten() {
                assert!(fields.fields.contains_key(field), "needed {field}");
            }
        }
    }

    #[test]
    fn headers_are_compared_without_case_accents_and_punctuation() {
        for (name, expected) in
            [("Název firmy", "nazevfirmy"), ("BILLINGCITY", "billingcity"), ("Billing_City*", "billingcity")]
        {
            assert_eq!(key(name), expected);
        }
        assert_eq!(key("# Employees"), "numberemployees");
        assert_eq!(key(" # of Workers "), "numberofworkers");
    }

    #[test]
    fn real_headers_are_understood() {
        use ImportKind::{Accounts, Contacts, Triggers};
        assert_eq!(
            read(Accounts, "Název firmy,Obor,Město,Počet zaměstnanců,Web,IČO"),
            ["company", "industry", "city", "head count", "web domain", "-"]
        );
        assert_eq!(
            read(Accounts, "Firma,Branche,Ort,Mitarbeiter,Webseite"),
            ["company", "industry", "city", "head count", "web domain"]
        );
        assert_eq!(read(Accounts, "Company Name,Company Name for Emails,# Employees"), ["company", "-", "head count"]);
        assert_eq!(
            read(Contacts, "First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
            ["given name", "family name", "profile page", "e-mail", "company", "job title", "-"]
        );
        assert_eq!(read(Contacts, "Title,First Name,Job Title"), ["-", "given name", "job title"]);
        assert_eq!(read(Contacts, "Person - Name*,Organization - Name"), ["name", "company"]);
        assert_eq!(read(Triggers, "Company,headquarter,layoff,Date"), ["company", "place", "people affected", "date"]);
    }

    #[test]
    fn ids_are_taken_only_from_a_known_system() {
        assert_eq!(read(ImportKind::Accounts, "Id,Name"), ["-", "company"]);
        assert_eq!(read(ImportKind::Accounts, "Id,Name,SystemModstamp"), ["id in its system", "company", "-"]);
    }
}

//! Maps the header of a file to fields.

use std::collections::{BTreeMap, HashMap};

use crate::domain::import::options::{ReadOptions, Target};
use crate::domain::query::{ColumnBasis, ColumnMapping, ImportKind, PresetSimilarity};
use crate::domain::text::clean_line;
use crate::exchange::csv_write::strip_guard;
use crate::exchange::table::csv_rows::Row;

use super::barring::says_barred;
use super::builtin::{
    ColumnUse, Preset, PresetLayout, field_key, field_of, fields_of, key, label, names, needed_fields,
};
use super::header_words::without_remark;
use super::layoff_columns::layoff_field;
use super::similarity;
use super::similarity::PLAIN;

/// The columns of a file and the fields they map to.
#[derive(Debug, Clone, Default)]
pub(in crate::exchange) struct FieldColumns {
    /// For each field key, its columns, best first.
    found: HashMap<&'static str, Vec<usize>>,
    /// Columns that are kept as lines of the notes.
    noted: Vec<usize>,
    /// The recognised preset, if any.
    pub(in crate::exchange) preset: Option<&'static Preset>,
    /// How similar the header is to that preset.
    pub(in crate::exchange) likeness: Option<PresetSimilarity>,
    /// For each header cell, the field it maps to, in the order of the file.
    pub(in crate::exchange) mapping: Vec<ColumnMapping>,
    pub(in crate::exchange) header: Vec<String>,
    /// True if the columns identify the kind of the rows, not only the system they come from.
    pub(in crate::exchange) is_the_kind: bool,
}

/// How a column was mapped: on which basis, and to which field with which rank.
type ColumnSense = (ColumnBasis, Option<(&'static str, usize)>);

/// Fields of the company in a list of people.
const OF_EMPLOYER: [&str; 6] = [
    "company_industry",
    "company_sub_industry",
    "company_city",
    "company_region",
    "company_country",
    "company_employees",
];

/// Fields of where somebody is, which lists of companies have too.
const OF_PLACE: [&str; 6] = ["own_city", "own_region", "own_country", "home_city", "home_region", "home_country"];

/// Field of people who must not be called.
const BARS: &str = "do_not_call";

/// Field that says that a row is deleted in the system it comes from; no preset leaves it out.
const GONE: &str = "gone";

/// Rank added to a preset's names. Columns mapped by the user rank before them, generic names after them.
const PRESET: usize = 1;
const ANY: usize = 10_000;
/// Rank of a column that is known by the words of its header alone.
const LEAST: usize = 20_000;

impl FieldColumns {
    /// Maps one line as a header for this kind of import.
    pub(in crate::exchange) fn of(kind: ImportKind, header: &[String], how: &ReadOptions) -> FieldColumns {
        let plain = how.preset.as_deref().is_some_and(|asked| key(asked) == PLAIN);
        let layout = if plain { None } else { similarity::layout_of(kind, header, how.preset.as_deref()) };
        let mut columns = FieldColumns {
            preset: layout.map(|layout| layout.preset),
            likeness: Some(similarity::likeness(kind, header, layout)),
            header: header.to_vec(),
            is_the_kind: layout.is_some_and(|layout| similarity::gives_kind_away(layout, header)),
            ..FieldColumns::default()
        };
        let told: Vec<(String, &Target)> = how.map.iter().map(|(name, target)| (key(name), target)).collect();
        let senses: Vec<ColumnSense> = header.iter().map(|name| sense(kind, name, layout, &told, how)).collect();
        columns.take(kind, &senses);
        columns.noted = (0..senses.len()).filter(|index| is_noted(header.get(*index), &told)).collect();
        columns.mapping = columns.mapped(kind, &senses);
        columns
    }

    /// Assigns the columns to their fields.
    fn take(&mut self, kind: ImportKind, senses: &[ColumnSense]) {
        let mut ranked: BTreeMap<&'static str, Vec<(usize, usize)>> = BTreeMap::new();
        for (index, (_, sense)) in senses.iter().enumerate() {
            if let Some((field, rank)) = sense {
                ranked.entry(field).or_default().push((*rank, index));
            }
        }
        for (name, mut places) in ranked {
            places.sort_unstable();
            let Some(field) = field_of(kind, name) else { continue };
            // Every system counts from 1: without its name, ids of two systems would be the same.
            if field.system_id && self.preset.is_none_or(|preset| preset.source.is_none()) {
                continue;
            }
            let told = places.first().is_some_and(|(rank, _)| *rank < PRESET);
            if field.plain_only && self.preset.is_some() && !told {
                continue;
            }
            let take = if field.take == ColumnUse::Best { 1 } else { places.len() };
            self.found.insert(name, places.into_iter().take(take).map(|(_, index)| index).collect());
        }
    }

    /// Returns how many columns are mapped to a field.
    pub(in crate::exchange) fn count(&self) -> usize {
        // What is said of a company beside a person counts only where a person is: else its list is one of companies.
        let person = self.has("company") && (self.has("email") || self.has("title"));
        let counts = |field: &str| person || !OF_EMPLOYER.contains(&field) && !OF_PLACE.contains(&field);
        self.found.iter().filter(|(field, _)| counts(field)).map(|(_, columns)| columns.len()).sum()
    }

    /// Returns the names of required fields that no column provides.
    pub(in crate::exchange) fn missing(&self, kind: ImportKind) -> Vec<String> {
        let gives = |field: &String| self.found.contains_key(field.as_str());
        let groups = needed_fields(kind).iter().filter(|group| !group.iter().any(gives));
        groups.map(|group| group.iter().map(|field| label(kind, field)).collect::<Vec<_>>().join(" or ")).collect()
    }

    /// Returns the command-line options that would map columns to the missing fields: `--map "COLUMN=name"`.
    pub(in crate::exchange) fn to_map(&self, kind: ImportKind) -> String {
        let gives = |field: &String| self.found.contains_key(field.as_str());
        let groups = needed_fields(kind).iter().filter(|group| !group.iter().any(gives));
        let maps = groups.filter_map(|group| group.first()).map(|field| format!("--map \"COLUMN={field}\""));
        maps.collect::<Vec<_>>().join(" ")
    }

    /// Returns true if a column provides this field.
    pub(in crate::exchange) fn has(&self, field: &str) -> bool {
        self.found.contains_key(field)
    }

    /// Returns the first filled cell of the field, trimmed and without a formula guard.
    pub(in crate::exchange) fn get<'r>(&self, row: &'r Row, field: &str) -> Option<&'r str> {
        self.all(row, field).map(|(cell, _)| cell).next()
    }

    /// Returns every filled cell of the field, with its header.
    pub(in crate::exchange) fn all<'r>(&self, row: &'r Row, field: &str) -> impl Iterator<Item = (&'r str, &str)> {
        let columns = self.found.get(field).map(Vec::as_slice).unwrap_or_default();
        self.filled(row, columns)
    }

    /// Returns every filled cell that is kept in the notes, with its header.
    pub(in crate::exchange) fn noted_cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'r str, &str)> {
        self.filled(row, &self.noted)
    }

    fn filled<'r>(&self, row: &'r Row, columns: &[usize]) -> impl Iterator<Item = (&'r str, &str)> {
        columns.iter().filter_map(|index| {
            // The guard first: it stands outside the blanks of the value that it guards.
            let cell = strip_guard(row.cell(*index)).trim();
            (!cell.is_empty()).then(|| (cell, self.header.get(*index).map_or("", String::as_str)))
        })
    }

    fn mapped(&self, kind: ImportKind, senses: &[ColumnSense]) -> Vec<ColumnMapping> {
        let field_of = |index: usize| {
            let found = self.found.iter().find(|(_, places)| places.contains(&index));
            found.map(|(field, _)| *field)
        };
        let named = self.header.iter().zip(senses).enumerate().filter(|(_, (name, _))| !name.trim().is_empty());
        let mapped = named.map(|(index, (name, (known, _)))| {
            let field = field_of(index);
            let noted = self.noted.contains(&index);
            let words = field.map(|field| label(kind, field)).or_else(|| noted.then(|| NOTED.to_owned()));
            ColumnMapping { column: name.trim().to_owned(), field: words, key: field.map(str::to_owned), known: *known }
        });
        mapped.collect()
    }
}

/// How the mapping describes a column that is kept in the notes.
const NOTED: &str = "a line of the notes";

/// Maps one column: the user's mapping takes precedence over the preset, and the preset over generic names.
fn sense(
    kind: ImportKind,
    name: &str,
    layout: Option<&PresetLayout>,
    told: &[(String, &Target)],
    how: &ReadOptions,
) -> ColumnSense {
    let header = key(name);
    if let Some(place) = told.iter().position(|(told, _)| *told == header)
        && let Some((_, target)) = how.map.get(place)
    {
        // Rank 0: what a person said of a column beats every name, however good.
        return match target {
            Target::Field(field) => (ColumnBasis::Told, field_key(kind, field).map(|field| (field, 0))),
            Target::Note | Target::Ignore => (ColumnBasis::Told, None),
        };
    }
    // Also where a preset leaves the column out: what bars somebody is never passed over.
    let bars = kind == ImportKind::Contacts && says_barred(name);
    if let Some(layout) = layout {
        if let Some((field, rank)) = layout.names.get(&header) {
            return (ColumnBasis::Preset, Some((*field, PRESET + rank)));
        }
        let gone = names(kind).get(&header).is_some_and(|(field, _)| *field == GONE);
        if layout.leaves(&header) && !bars && !gone {
            return (ColumnBasis::Preset, None);
        }
    }
    match names(kind).get(&header) {
        Some((field, rank)) => (ColumnBasis::Name, Some((*field, ANY + rank))),
        None if bars => (ColumnBasis::Name, Some((BARS, ANY))),
        None => match by_its_words(kind, name) {
            Some(field) => (ColumnBasis::Name, Some((field, LEAST))),
            None => (ColumnBasis::No, None),
        },
    }
}

/// Returns the field of a column whose header stands in no table: by its words, or by what stands before a bracket in it.
fn by_its_words(kind: ImportKind, name: &str) -> Option<&'static str> {
    let known = layoff_field(name).filter(|_| kind == ImportKind::Triggers);
    known.or_else(|| names(kind).get(&key(without_remark(name)?)).map(|(field, _)| *field))
}

fn is_noted(name: Option<&String>, told: &[(String, &Target)]) -> bool {
    let Some(header) = name.map(|name| key(name)) else { return false };
    told.iter().find(|(told, _)| *told == header).is_some_and(|(_, target)| **target == Target::Note)
}

/// Checks that the user's column mapping fits this header; the error is a sentence that says what does not.
pub(in crate::exchange) fn check_map(kind: ImportKind, header: &[String], how: &ReadOptions) -> Result<(), String> {
    for (name, target) in &how.map {
        let shown = clean_line(name, 60);
        if !header.iter().any(|column| key(column) == key(name)) {
            let seen: Vec<String> = header.iter().filter(|column| !column.is_empty()).take(40).cloned().collect();
            return Err(format!("it has no column “{shown}” to map; it has {}", seen.join(", ")));
        }
        if let Target::Field(field) = target
            && field_of(kind, field).is_none()
        {
            let known: Vec<&str> = fields_of(kind).map(|(key, _)| key).collect();
            let field = clean_line(field, 40);
            return Err(format!("“{shown}” cannot become “{field}”; there are {}, note, ignore", known.join(", ")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(kind: ImportKind, header: &str) -> FieldColumns {
        FieldColumns::of(kind, &header.split(',').map(str::to_owned).collect::<Vec<_>>(), &ReadOptions::default())
    }

    fn read(kind: ImportKind, header: &str) -> Vec<String> {
        columns(kind, header).mapping.into_iter().map(|mapped| mapped.field.unwrap_or("-".into())).collect()
    }

    #[test]
    fn real_headers_are_understood() {
        use crate::domain::query::ImportKind::{Accounts, Contacts, Triggers};
        assert_eq!(
            read(Accounts, "Název firmy,Obor,Město,Počet zaměstnanců,Web,IČO"),
            ["company", "industry", "city", "head count", "web domain", "company number (Czechia, Slovakia)"]
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
